#include "app/cli/predictor.h"

#include <algorithm>
#include <cmath>

#include "core/data/polynomial.h"

namespace headroom::cli {

Predictor::Predictor(const RunRecord& record, const ModelRecord& model)
    : record_(record),
      model_(model),
      columns_(record.column_names()),
      features_(feature_names(columns_, record.config.degree)) {}

Prediction Predictor::predict(std::span<const float> raw) const {
  Prediction p;
  p.raw.assign(raw.begin(), raw.end());
  p.filled = p.raw;
  for (std::size_t c = 0; c < p.filled.size(); ++c) {
    if (std::isnan(p.filled[c])) p.filled[c] = record_.column_means[c];
  }
  const auto columns = static_cast<std::int64_t>(p.filled.size());
  p.scaled = p.filled;
  apply_scaler(record_.scaler, p.scaled, columns);
  p.features.resize(features_.size());
  expand_features(p.scaled, columns, record_.config.degree, p.features);
  p.layers = trace_layers(model_.spec, model_.state.engine.weights, p.features);
  p.output = p.layers.back().activation;
  if (regression()) return p;
  p.probabilities = p.output;
  if (model_.spec.output == Output::kSigmoid) p.probabilities = {1 - p.output[0], p.output[0]};
  const auto likeliest = std::max_element(p.probabilities.begin(), p.probabilities.end());
  p.class_index = likeliest - p.probabilities.begin();
  return p;
}

const std::string& Predictor::class_name(std::int64_t index) const {
  return record_.class_names[static_cast<std::size_t>(index)];
}

}  // namespace headroom::cli
