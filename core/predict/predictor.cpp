#include "core/predict/predictor.h"

#include <algorithm>
#include <utility>

namespace headroom {

Prediction prediction_of(const ModelSpec& model, std::vector<double> output) {
  Prediction prediction{.output = std::move(output), .probabilities = {}};
  if (model.output == Output::kLinear) return prediction;
  std::vector<double>& p = prediction.probabilities;
  p = prediction.output;
  if (model.output == Output::kSigmoid) p = {1 - prediction.output[0], prediction.output[0]};
  prediction.class_index = std::max_element(p.begin(), p.end()) - p.begin();
  return prediction;
}

Predictor::Predictor(const RunRecord& record, const ModelRecord& model)
    : record_(record), model_(model), preparation_(record) {}

Prediction Predictor::prediction(std::vector<double> output) const {
  if (regression()) output[0] = record_.target.original(output[0]);
  return prediction_of(model_.spec, std::move(output));
}

std::vector<Prediction> Predictor::predict(std::span<const float> raw) const {
  const std::vector<float> all = preparation_.features(raw);
  const std::size_t inputs = features().size();
  std::vector<Prediction> predictions;
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

const std::string& Predictor::class_name(std::int64_t index) const {
  return record_.class_names[static_cast<std::size_t>(index)];
}

}  // namespace headroom
