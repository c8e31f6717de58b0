#include "core/run/judge_rows.h"

namespace headroom {

JudgedRows judge_rows(const ModelSpec& spec, const Weights& weights, const PreparedData& data,
                      std::span<const std::int64_t> places) {
  std::vector<float> features;
  std::vector<double> targets;
  for (const std::int64_t place : places) {
    const std::vector<float> row = data.data->read_features(place, 1);
    features.insert(features.end(), row.begin(), row.end());
    targets.push_back(static_cast<double>(data.data->read_targets(place, 1).front()));
  }
  JudgedRows judged;
  judged.layers = trace_layers(spec, weights, features);
  const LayerTrace& last = judged.layers.back();
  const auto outputs = static_cast<std::size_t>(spec.outputs());
  for (std::size_t r = 0; r < places.size(); ++r) {
    const std::span<const double> z = std::span(last.pre_activation).subspan(r * outputs, outputs);
    const std::size_t own = spec.output == Output::kSoftmax ? static_cast<std::size_t>(targets[r]) : 0;
    judged.rows.push_back({.row = data.split.order[static_cast<std::size_t>(places[r])],
                           .target = targets[r],
                           .output = last.activation[r * outputs + own],
                           .said = predicted_class(spec.output, z),
                           .loss = row_loss(spec.output, z, targets[r])});
  }
  return judged;
}

}  // namespace headroom
