// Takes the looked row through every network on the device. Weights, the engine's own answer and the
// optimizer's moments are read at once, so that they belong to one step.
#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "core/base/tr.h"
#include "core/data/polynomial.h"
#include "core/data/polynomial_term.h"
#include "core/data/scaler.h"
#include "core/run/inspections.h"

namespace headroom {
namespace {

// What is the same for every row: found out once for the data of a run, a piece at a time.
class KnownData {
 public:
  // True once everything is known.
  bool learn(const Run& run, const std::function<bool()>& time_is_up) {
    const PreparedData& data = run.data();
    if (data.dataset != dataset_ || data.split.order != order_) start(data);
    while (seen_ < data.split.train_rows) {
      see(data, std::min(data.split.train_rows, seen_ + kPiece));
      if (seen_ < data.split.train_rows && time_is_up()) return false;
    }
    if (!ranges_) count_bars(data);
    return true;
  }
  const std::shared_ptr<const std::vector<ColumnRange>>& ranges() const { return ranges_; }
  RowPart part(std::int64_t row) const { return parts_[static_cast<std::size_t>(row)]; }

 private:
  static constexpr std::int64_t kPiece = 512, kCounted = 4096;

  void start(const PreparedData& data) {
    dataset_ = data.dataset;
    order_ = data.split.order;
    seen_ = 0;
    ranges_.reset();
    parts_.assign(static_cast<std::size_t>(dataset_->rows), RowPart::kNone);
    for (std::size_t i = 0; i < order_.size(); ++i) {
      const bool trains = static_cast<std::int64_t>(i) < data.split.train_rows;
      parts_[order_[i]] = trains ? RowPart::kTraining : RowPart::kValidation;
    }
    for (const std::uint32_t row : data.split.test) parts_[row] = RowPart::kTest;
    constexpr double kNothing = std::numeric_limits<double>::infinity();
    found_.assign(static_cast<std::size_t>(dataset_->columns), ColumnRange{kNothing, -kNothing, {}});
  }

  double origin(std::size_t column) const {
    return dataset_->origins.empty() ? 0 : dataset_->origins[column].origin;
  }

  void see(const PreparedData& data, std::int64_t end) {
    for (; seen_ < end; ++seen_) {
      const float* const row = dataset_->row(data.split.order[static_cast<std::size_t>(seen_)]);
      for (std::size_t c = 0; c < found_.size(); ++c) {
        const double value = static_cast<double>(row[c]);
        if (value < found_[c].low) found_[c].low = value;  // NaN: neither
        if (value > found_[c].high) found_[c].high = value;
      }
    }
  }

  void count_bars(const PreparedData& data) {
    const std::int64_t rows = data.split.train_rows, step = std::max<std::int64_t>(1, rows / kCounted);
    for (std::int64_t i = 0; i < rows; i += step) {
      const float* const row = dataset_->row(data.split.order[static_cast<std::size_t>(i)]);
      for (std::size_t c = 0; c < found_.size(); ++c) {
        ColumnRange& range = found_[c];
        const double width = range.high - range.low;
        if (std::isnan(row[c]) || !(width > 0)) continue;
        const double share = (static_cast<double>(row[c]) - range.low) / width;
        const auto bar = static_cast<std::size_t>(share * static_cast<double>(ColumnRange::kBars));
        ++range.counts[std::min(bar, ColumnRange::kBars - 1)];
      }
    }
    for (std::size_t c = 0; c < found_.size(); ++c) {
      found_[c].low += origin(c);
      found_[c].high += origin(c);
    }
    ranges_ = std::make_shared<const std::vector<ColumnRange>>(found_);
  }

  std::shared_ptr<const Dataset> dataset_;
  std::vector<std::uint32_t> order_;
  std::vector<RowPart> parts_;
  std::vector<ColumnRange> found_;
  std::int64_t seen_ = 0;
  std::shared_ptr<const std::vector<ColumnRange>> ranges_;
};

class PredictionInspector : public Inspector {
 public:
  PredictionInspector(Look look, std::shared_ptr<KnownData> known)
      : look_(std::move(look)), known_(std::move(known)) {}

  bool advance(const Run& run, const std::function<bool()>& time_is_up) override {
    if (!known_->learn(run, time_is_up)) return false;
    if (figures_.rows == 0) take_row(run.data());
    const std::vector<const Lane*> lanes = run.training_lanes();
    while (figures_.models.size() < lanes.size()) {
      if (figures_.models.size() > 0 && time_is_up()) return false;
      const Lane& lane = *lanes[figures_.models.size()];
      const auto looked = std::find_if(lanes.begin(), lanes.end(),
                                       [&](const Lane* each) { return each->choice.id == look_.model; });
      figures_.looked = looked == lanes.end() ? 0 : static_cast<std::size_t>(looked - lanes.begin());
      figures_.models.push_back(trace(lane, run.data()));
    }
    return true;
  }

  Findings findings() override { return std::move(figures_); }

 private:
  void take_row(const PreparedData& data) {
    const Dataset& dataset = *data.dataset;
    const auto columns = static_cast<std::size_t>(dataset.columns);
    figures_.rows = dataset.rows;
    figures_.row = std::clamp<std::int64_t>(look_.row, 0, dataset.rows - 1);
    figures_.part = known_->part(figures_.row);
    figures_.columns = known_->ranges();
    const float* const own = dataset.row(figures_.row);
    std::vector<float> values(own, own + columns);
    const auto unit = [&](std::size_t c, float value) {
      return static_cast<double>(value) + (dataset.origins.empty() ? 0 : dataset.origins[c].origin);
    };
    for (std::size_t c = 0; c < columns; ++c) figures_.original.push_back(unit(c, values[c]));
    figures_.moved = look_.moved.size() == columns;
    if (figures_.moved) values = look_.moved;
    for (std::size_t c = 0; c < columns; ++c) {
      if (std::isinf(values[c])) {
        throw Error(ErrorCode::kBadInput,
                    tr("column '{1}' was moved to infinity: choose a number, or put the row's own value back",
                       dataset.column_names[c]));
      }
      figures_.raw.push_back(unit(c, values[c]));
      if (std::isnan(values[c])) values[c] = data.column_means[c];
    }
    figures_.filled = values;
    figures_.scaled = std::move(values);
    apply_scaler(data.scaler, figures_.scaled, dataset.columns);
    figures_.features.resize(static_cast<std::size_t>(data.shape.features()));
    expand_features(figures_.scaled, dataset.columns, data.shape.degree, figures_.features);
    if (figures_.moved) require_finite(dataset);
    figures_.target = static_cast<double>(dataset.targets[static_cast<std::size_t>(figures_.row)]) +
                      (dataset.task == Task::kRegression ? dataset.target_origin : 0);
  }

  // A finite value may be so far away that what the network would see of it is not: nothing could be drawn of
  // what it answers.
  void require_finite(const Dataset& dataset) const {
    const auto far = std::find_if(figures_.features.begin(), figures_.features.end(),
                                  [](float feature) { return !std::isfinite(feature); });
    if (far == figures_.features.end()) return;
    const PolynomialTerm term = polynomial_term(dataset.columns, far - figures_.features.begin());
    throw Error(ErrorCode::kBadInput, tr("column '{1}' was moved so far away that the network would see "
                                         "infinity: choose a number nearer to "
                                         "those that it was trained on, or put the row's own value back",
                                         dataset.column_names[static_cast<std::size_t>(term.left)]));
  }

  PredictionFigures::Model trace(const Lane& lane, const PreparedData& data) const {
    PredictionFigures::Model model;
    model.id = lane.choice.id;
    model.steps = lane.trainer->steps();
    Engine& engine = lane.trainer->engine();
    const std::vector<LayerRows> own = engine.trace_rows(figures_.features);
    const bool too_large = parameter_count(lane.spec) > PredictionFigures::kMostParameters;
    if (too_large) {
      for (const LayerRows& layer : own) {
        model.layers.push_back({{layer.pre_activation.begin(), layer.pre_activation.end()},
                                {layer.activation.begin(), layer.activation.end()}});
      }
    } else {
      const Weights weights = read_weights(lane);
      model.layers = trace_layers(lane.spec, weights, figures_.features);
      model.agreement = compare(model.layers, own);
      explain(model, lane, data, weights);
    }
    answer(model, lane.spec, data);
    return model;
  }

  static Weights read_weights(const Lane& lane) {
    Engine& engine = lane.trainer->engine();
    Weights weights;
    for (std::int64_t l = 0; l < lane.spec.layers(); ++l) {
      const std::int64_t in = lane.spec.widths[static_cast<std::size_t>(l)];
      const std::int64_t out = lane.spec.widths[static_cast<std::size_t>(l + 1)];
      const std::string name = "layers." + std::to_string(l);
      weights.layers.push_back(
          {engine.read(name + ".weight", 0, in * out), engine.read(name + ".bias", 0, out)});
    }
    return weights;
  }

  static PredictionFigures::Agreement compare(const std::vector<LayerTrace>& layers,
                                              const std::vector<LayerRows>& own) {
    PredictionFigures::Agreement agreement;
    const auto look = [&](const std::vector<double>& host, const std::vector<float>& device,
                          std::size_t layer, bool in_z) {
      for (std::size_t i = 0; i < host.size(); ++i) {
        const auto other = static_cast<double>(device[i]);
        if (host[i] == other || (std::isnan(host[i]) && std::isnan(other))) continue;
        double off = std::abs(host[i] - other) / std::max(1.0, std::abs(host[i]));
        if (std::isnan(off)) off = std::numeric_limits<double>::infinity();
        if (off > agreement.largest) agreement = {off, static_cast<std::int64_t>(layer), in_z};
      }
    };
    for (std::size_t l = 0; l < std::min(layers.size(), own.size()); ++l) {
      look(layers[l].pre_activation, own[l].pre_activation, l, true);
      look(layers[l].activation, own[l].activation, l, false);
    }
    return agreement;
  }

  double learned_target(const PreparedData& data) const {
    return data.dataset->task == Task::kRegression ? data.target.scaled(figures_.target) : figures_.target;
  }

  void answer(PredictionFigures::Model& model, const ModelSpec& spec, const PreparedData& data) const {
    const LayerTrace& last = model.layers.back();
    model.output = last.activation;
    model.loss = row_loss(spec.output, last.pre_activation, learned_target(data));
    if (spec.output == Output::kLinear) {
      model.output[0] = data.target.original(model.output[0]);
      return;
    }
    model.probabilities = model.output;
    if (spec.output == Output::kSigmoid) model.probabilities = {1 - model.output[0], model.output[0]};
    model.said = std::max_element(model.probabilities.begin(), model.probabilities.end()) -
                 model.probabilities.begin();
  }

  void explain(PredictionFigures::Model& model, const Lane& lane, const PreparedData& data,
               const Weights& weights) const {
    BackwardTrace back = trace_backward(lane.spec, weights, model.layers, learned_target(data));
    const std::int64_t said = predicted_class(lane.spec.output, model.layers.back().pre_activation);
    model.effects =
        feature_effects(lane.spec, weights, model.layers, lane.spec.output == Output::kSoftmax ? said : 0);
    model.column_effects = of_columns(model.effects);
    // With the figures of models that were looked at before it in place, this one is the looked one.
    if (look_.unit && figures_.models.size() == figures_.looked) {
      model.unit = trace_unit(lane.spec, weights, figures_.features, model.layers, look_.unit->layer,
                              look_.unit->unit);
      trace_unit_backward(*model.unit, {lane.spec, weights, figures_.features, model.layers, back},
                          lane.trainer->settings().optimizer, read_moments(lane, *model.unit),
                          lane.trainer->steps());
    }
    model.back = std::move(back.layers);
  }

  // d z / d scaled column, through the column itself and every product that it is in.
  std::vector<double> of_columns(const std::vector<double>& effects) const {
    const auto columns = static_cast<std::int64_t>(figures_.scaled.size());
    std::vector<double> sums(effects.begin(), effects.begin() + columns);
    for (std::size_t k = figures_.scaled.size(); k < effects.size(); ++k) {
      const PolynomialTerm term = polynomial_term(columns, static_cast<std::int64_t>(k));
      const auto left = static_cast<std::size_t>(term.left), right = static_cast<std::size_t>(term.right);
      sums[left] += effects[k] * static_cast<double>(figures_.scaled[right]);
      sums[right] += effects[k] * static_cast<double>(figures_.scaled[left]);
    }
    return sums;
  }

  static UnitMoments read_moments(const Lane& lane, const UnitTrace& unit) {
    UnitMoments moments;
    const std::int64_t in = lane.spec.widths[static_cast<std::size_t>(unit.layer)];
    Engine& engine = lane.trainer->engine();
    for (int k = 0; k < optimizer_states(lane.trainer->settings().optimizer.kind); ++k) {
      const std::string name = "moment." + std::to_string(k) + ".layers." + std::to_string(unit.layer);
      moments.weight.push_back(engine.read(name + ".weight", unit.unit * in, in));
      moments.bias.push_back(engine.read(name + ".bias", unit.unit, 1).front());
    }
    return moments;
  }

  Look look_;
  std::shared_ptr<KnownData> known_;
  PredictionFigures figures_;
};

}  // namespace

std::function<std::unique_ptr<Inspector>(const Look&)> prediction_inspector_maker() {
  return [known = std::make_shared<KnownData>()](const Look& look) {
    return std::make_unique<PredictionInspector>(look, known);
  };
}

bool predicts_otherwise(const Look& before, const Look& after) {
  // A value that is missing is NaN, and the same as another that is.
  const auto same = [](float a, float b) { return a == b || (std::isnan(a) && std::isnan(b)); };
  const bool moved =
      !std::equal(before.moved.begin(), before.moved.end(), after.moved.begin(), after.moved.end(), same);
  return moved || before.model != after.model || before.row != after.row || before.unit != after.unit;
}

}  // namespace headroom
