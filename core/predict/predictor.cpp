#include "core/predict/predictor.h"

#include <algorithm>
#include <utility>

#include "core/base/error.h"

namespace headroom {

PredictedRow prediction_of(const ModelSpec& model, std::vector<double> output) {
  PredictedRow prediction{.output = std::move(output), .probabilities = {}};
  if (model.output == Output::kLinear) return prediction;
  std::vector<double>& p = prediction.probabilities;
  p = prediction.output;
  if (model.output == Output::kSigmoid) p = {1 - prediction.output[0], prediction.output[0]};
  prediction.class_index = std::max_element(p.begin(), p.end()) - p.begin();
  return prediction;
}

Predictor::Predictor(const RunRecord& record, const ModelRecord& model)
    : record_(record), model_(model), preparation_(record) {}

PredictedRow Predictor::prediction(std::vector<double> output) const {
  if (regression()) output[0] = record_.target.original(output[0]);
  return prediction_of(model_.spec, std::move(output));
}

std::vector<PredictedRow> Predictor::predict(std::span<const float> raw) const {
  const std::vector<float> all = preparation_.features(raw);
  const std::size_t inputs = features().size();
  std::vector<PredictedRow> predictions;
  for (std::size_t at = 0; at < all.size(); at += inputs) {
    std::vector<LayerTrace> layers =
        trace_layers(model_.spec, model_.state.engine.weights, std::span(all).subspan(at, inputs));
    predictions.push_back(prediction(std::move(layers.back().activation)));
  }
  return predictions;
}

PredictionTrace Predictor::trace(std::span<const float> raw) const {
  PredictionTrace trace;
  for (std::size_t c = 0; c < raw.size(); ++c) trace.raw.push_back(raw[c] + record_.features[c].origin);
  trace.filled = preparation_.fill(raw);
  trace.scaled = preparation_.scale(trace.filled);
  trace.features = preparation_.expand(trace.scaled);
  trace.layers = trace_layers(model_.spec, model_.state.engine.weights, trace.features);
  trace.prediction = prediction(trace.layers.back().activation);
  return trace;
}

BackwardTrace Predictor::backward(const PredictionTrace& trace, double target) const {
  return trace_backward(model_.spec, model_.state.engine.weights, trace.layers,
                        regression() ? record_.target.scaled(target) : target);
}

UnitTrace Predictor::unit(const PredictionTrace& trace, const BackwardTrace& back, std::int64_t layer,
                          std::int64_t unit) const {
  const ModelSpec& spec = model_.spec;
  if (layer < 0 || layer >= spec.layers() || unit < 0 ||
      unit >= spec.widths[static_cast<std::size_t>(layer + 1)]) {
    throw Error(ErrorCode::kUsage, "the network " + widths_text(spec) + " has no unit " +
                                       std::to_string(unit) + " in layer " + std::to_string(layer + 1) +
                                       ": layers count from 1, units from 0");
  }
  const EngineState& state = model_.state.engine;
  UnitTrace told = trace_unit(spec, state.weights, trace.features, trace.layers, layer, unit);
  UnitMoments moments;
  const auto l = static_cast<std::size_t>(layer);
  const std::int64_t in = spec.widths[l];
  for (const Weights& moment : state.moments) {
    const auto first = moment.layers[l].weight.begin() + unit * in;
    moments.weight.emplace_back(first, first + in);
    moments.bias.push_back(moment.layers[l].bias[static_cast<std::size_t>(unit)]);
  }
  OptimizerSettings optimizer = record_.config.train.optimizer;
  optimizer.learning_rate = model_.state.learning_rate;
  trace_unit_backward(told, {spec, state.weights, trace.features, trace.layers, back}, optimizer, moments,
                      state.updates);
  return told;
}

const std::string& Predictor::class_name(std::int64_t index) const {
  return record_.class_names[static_cast<std::size_t>(index)];
}

}  // namespace headroom
