#include "core/run/pinned_units.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>
#include <utility>

#include "core/model/metrics.h"
#include "core/run/network_answer.h"

namespace headroom {
namespace {

constexpr double kMostJudgedProducts = 4e8;    // for all rows
constexpr std::int64_t kRowByRow = 1'000'000;  // products from which one row is a piece

std::optional<UnitAt> existing(const std::optional<UnitAt>& at, const ModelSpec& spec) {
  if (!at || at->layer < 0 || at->layer >= spec.layers() || at->unit < 0) return std::nullopt;
  if (at->unit >= spec.widths[static_cast<std::size_t>(at->layer) + 1]) return std::nullopt;
  return at;
}

std::size_t units_of(const ModelSpec& spec, const UnitAt& at) {
  return static_cast<std::size_t>(spec.widths[static_cast<std::size_t>(at.layer) + 1]);
}

// What the unit puts out, row by row.
std::vector<double> column_of(const NetworkRows& rows, const ModelSpec& spec, const UnitAt& at) {
  const std::span<const float> values = rows.activations(at.layer);
  const std::size_t units = units_of(spec, at);
  std::vector<double> column;
  for (std::size_t i = static_cast<std::size_t>(at.unit); i < values.size(); i += units) {
    column.push_back(static_cast<double>(values[i]));
  }
  return column;
}

// From where on an activation says that the unit is switched on.
double threshold(const ModelSpec& spec, const UnitAt& at) {
  const bool last = at.layer + 1 == spec.layers();
  const bool share = last ? spec.output != Output::kLinear : spec.activation == Activation::kSigmoid;
  return share ? 0.5 : 0;
}

void describe_rows(UnitDetail& unit, const ModelSpec& spec, const NetworkRows& rows) {
  const std::vector<double> column = column_of(rows, spec, unit.at);
  const double on = threshold(spec, unit.at);
  const auto groups = static_cast<std::size_t>(rows.groups());
  std::vector<double> counts(groups);
  unit.fires.assign(groups, 0);
  unit.least = std::numeric_limits<double>::infinity();
  unit.most = -unit.least;
  for (std::size_t row = 0; row < column.size(); ++row) {
    const auto group = static_cast<std::size_t>(rows.group(static_cast<std::int64_t>(row)));
    ++counts[group];
    unit.fires[group] += column[row] > on ? 1 : 0;
    unit.fires_all += column[row] > on ? 1 : 0;
    if (!std::isfinite(column[row])) continue;
    unit.least = std::min(unit.least, column[row]);
    unit.most = std::max(unit.most, column[row]);
  }
  if (!(unit.least <= unit.most)) unit.least = unit.most = std::numeric_limits<double>::quiet_NaN();
  for (std::size_t g = 0; g < groups; ++g) unit.fires[g] /= counts[g];
  unit.fires_all /= static_cast<double>(column.size());
  const bool apart = groups == 2;
  unit.bins.assign((apart ? 2 : 1) * static_cast<std::size_t>(UnitDetail::kBins), 0);
  const double width = unit.most - unit.least;
  for (std::size_t row = 0; row < column.size(); ++row) {
    if (!std::isfinite(column[row])) continue;
    const double share = width > 0 ? (column[row] - unit.least) / width : 0;
    const auto bin = static_cast<std::int64_t>(share * static_cast<double>(UnitDetail::kBins));
    const std::int64_t group = apart ? rows.group(static_cast<std::int64_t>(row)) : 0;
    ++unit.bins[static_cast<std::size_t>(group * UnitDetail::kBins + std::min(bin, UnitDetail::kBins - 1))];
  }
}

void describe_weights(UnitDetail& unit, const Lane& lane, const NetworkWeights& weights) {
  const auto layer = static_cast<std::size_t>(unit.at.layer);
  const std::int64_t in = lane.spec.widths[layer];
  if (!weights.kept()) {
    unit.weights_in = lane.trainer->engine().read(layer_tensor(layer) + ".weight", unit.at.unit * in, in);
    return;
  }
  const std::vector<float>&now = weights.now().layers[layer].weight,
        &start = weights.start().layers[layer].weight;
  for (auto i = static_cast<std::size_t>(unit.at.unit * in);
       unit.weights_in.size() < static_cast<std::size_t>(in); ++i) {
    unit.weights_in.push_back(now[i]);
    unit.change_in.push_back(now[i] - start[i]);
  }
  if (unit.at.layer + 1 == lane.spec.layers()) return;
  const std::vector<float>& next = weights.now().layers[layer + 1].weight;
  for (std::size_t i = static_cast<std::size_t>(unit.at.unit); i < next.size();
       i += units_of(lane.spec, unit.at)) {
    unit.weights_out.push_back(next[i]);
  }
}

double cosine(std::span<const float> a, std::span<const float> b) {
  double product = 0, aa = 0, bb = 0;
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
    const auto x = static_cast<double>(a[i]), y = static_cast<double>(b[i]);
    product += x * y;
    aa += x * x;
    bb += y * y;
  }
  return product / std::sqrt(aa * bb);
}

double correlation(const std::vector<double>& a, const std::vector<double>& b) {
  double mean_a = 0, mean_b = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    mean_a += a[i] / static_cast<double>(a.size());
    mean_b += b[i] / static_cast<double>(a.size());
  }
  double ab = 0, aa = 0, bb = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    ab += (a[i] - mean_a) * (b[i] - mean_b);
    aa += (a[i] - mean_a) * (a[i] - mean_a);
    bb += (b[i] - mean_b) * (b[i] - mean_b);
  }
  return ab / std::sqrt(aa * bb);
}

// [rows] what outputs [rows, outputs] say: a class, or a value.
void add_said(const ModelSpec& spec, const TargetScale& target, const std::vector<double>& outputs,
              std::vector<double>& said) {
  const auto width = static_cast<std::size_t>(spec.outputs());
  for (std::size_t at = 0; at < outputs.size(); at += width) {
    const NetworkAnswer answer =
        network_answer(spec.output, target, std::span<const double>(outputs).subspan(at, width));
    said.push_back(answer.said < 0 ? answer.told : static_cast<double>(answer.said));
  }
}

double quality_of(const std::vector<double>& truth, const std::vector<double>& said, bool regression) {
  if (truth.empty()) return std::numeric_limits<double>::quiet_NaN();
  if (regression) return value_metrics(truth, said).r2;
  std::int64_t right = 0;
  for (std::size_t i = 0; i < truth.size(); ++i) right += truth[i] == said[i] ? 1 : 0;
  return static_cast<double>(right) / static_cast<double>(truth.size());
}

std::vector<float> looked_features(const Look& look, const NetworkData& with) {
  const RowStages& stages = with.stages;
  const auto row =
      static_cast<std::uint32_t>(std::clamp<std::int64_t>(look.row, 0, stages.dataset().rows - 1));
  if (look.moved.size() != static_cast<std::size_t>(stages.columns())) return stages.features_of({&row, 1});
  std::vector<float> values = look.moved;
  for (std::size_t c = 0; c < values.size(); ++c) {
    if (std::isnan(values[c])) values[c] = stages.means()[c];
  }
  apply_scaler(stages.scaler(), values, stages.columns());
  return stages.expand(values);
}

}  // namespace

bool PinnedUnits::same_pins(const Look& look) const {
  // A value that is missing is NaN, and the same as another that is.
  const auto same = [](float x, float y) { return x == y || (std::isnan(x) && std::isnan(y)); };
  return row_ == look.row &&
         std::equal(moved_.begin(), moved_.end(), look.moved.begin(), look.moved.end(), same);
}

bool PinnedUnits::make(const Look& look, const Lane& lane, const NetworkWeights& weights,
                       const NetworkData& with) {
  const std::optional<UnitAt> a = existing(look.unit, lane.spec), b = existing(look.network.other, lane.spec);
  if (version_ == 0 || version_ != weights.version() || a != a_ || b != b_) {
    version_ = weights.version();
    a_ = a;
    b_ = b;
    row_ = -1;
    truth_.clear();
    said_.clear();
    judged_rows_.clear();
    for (int k = 0; k < 2; ++k) {
      const std::optional<UnitAt>& at = k == 0 ? a : b;
      said_off_[k].clear();
      off_[k].reset();
      if (at && weights.kept()) off_[k].emplace(lane.spec, weights.now(), *at);
    }
    if (off_[0] || off_[1]) {
      const auto most =
          static_cast<std::int64_t>(kMostJudgedProducts / static_cast<double>(parameter_count(lane.spec)));
      const std::int64_t rows = with.data.split.validation_rows;
      const std::int64_t count = std::min({rows, UnitDetail::kMostJudged, std::max<std::int64_t>(most, 1)});
      judged_rows_ = even_rows(with.data.split, with.data.split.train_rows, rows, count);
    }
  }
  if (!a && !b) {
    told_.reset();
    return true;
  }
  if (truth_.size() < judged_rows_.size()) {
    judge_piece(lane, weights, with);
    return false;
  }
  if (row_ >= 0 && same_pins(look)) return true;
  told_ = std::make_shared<const PinnedFigures>(figures(look, lane, weights, with));
  row_ = look.row;
  moved_ = look.moved;
  return true;
}

void PinnedUnits::judge_piece(const Lane& lane, const NetworkWeights& weights, const NetworkData& with) {
  const std::size_t left = judged_rows_.size() - truth_.size();
  const bool large = parameter_count(lane.spec) > kRowByRow;
  const std::size_t count = std::min<std::size_t>(left, large ? 1 : kTraceRows);
  const auto rows = std::span(judged_rows_).subspan(truth_.size(), count);
  const std::vector<LayerTrace> layers =
      trace_layers(lane.spec, weights.now(), with.stages.features_of(rows));
  for (const std::uint32_t row : rows)
    truth_.push_back(static_cast<double>(with.stages.dataset().targets[row]));
  add_said(lane.spec, with.data.target, layers.back().activation, said_);
  for (int k = 0; k < 2; ++k) {
    if (off_[k]) add_said(lane.spec, with.data.target, off_[k]->outputs(layers), said_off_[k]);
  }
}

PinnedFigures PinnedUnits::figures(const Look& look, const Lane& lane, const NetworkWeights& weights,
                                   const NetworkData& with) const {
  PinnedFigures made;
  made.steps = weights.steps();
  std::vector<LayerTrace> layers;
  if (weights.kept()) layers = trace_layers(lane.spec, weights.now(), looked_features(look, with));
  const auto told = [&](const std::vector<double>& outputs) {
    return network_answer(lane.spec.output, with.data.target, std::span<const double>(outputs)).told;
  };
  const bool regression = lane.spec.output == Output::kLinear;
  for (int k = 0; k < 2; ++k) {
    const std::optional<UnitAt>& at = k == 0 ? a_ : b_;
    if (!at) continue;
    UnitDetail unit;
    unit.at = *at;
    describe_rows(unit, lane.spec, with.rows);
    describe_weights(unit, lane, weights);
    unit.judged = static_cast<std::int64_t>(truth_.size());
    unit.answer = unit.answer_off = std::numeric_limits<double>::quiet_NaN();
    if (off_[k]) {
      unit.answer = told(layers.back().activation);
      unit.answer_off = told(off_[k]->outputs(layers));
    }
    unit.quality = quality_of(truth_, said_, regression);
    unit.quality_off = quality_of(truth_, said_off_[k], regression);
    (k == 0 ? made.a : made.b) = std::move(unit);
  }
  if (!made.a || !made.b) return made;
  made.alike_activations =
      correlation(column_of(with.rows, lane.spec, *a_), column_of(with.rows, lane.spec, *b_));
  if (a_->layer == b_->layer) made.alike_changes = cosine(made.a->change_in, made.b->change_in);
  return made;
}

}  // namespace headroom
