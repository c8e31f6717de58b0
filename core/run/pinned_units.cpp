#include "core/run/pinned_units.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>
#include <utility>

#include "core/model/metrics.h"
#include "core/run/network_answer.h"
#include "core/run/unit_detail.h"

namespace headroom {
namespace {

constexpr double kMostJudgedProducts = 4e8;    // for all rows
constexpr std::int64_t kRowByRow = 1'000'000;  // products from which one row is a piece

std::optional<UnitAt> existing(const std::optional<UnitAt>& at, const ModelSpec& spec) {
  if (!at || at->layer < 0 || at->layer >= spec.layers() || at->unit < 0) return std::nullopt;
  if (at->unit >= spec.widths[static_cast<std::size_t>(at->layer) + 1]) return std::nullopt;
  return at;
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
    UnitDetail unit = describe_unit(*at, lane, weights, with.rows);
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
  made.alike_activations = alike_activations(with.rows, lane.spec, *a_, *b_);
  if (a_->layer == b_->layer) made.alike_changes = cosine_of(made.a->change_in, made.b->change_in);
  return made;
}

}  // namespace headroom
