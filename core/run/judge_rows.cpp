#include "core/run/judge_rows.h"

namespace headroom {

JudgedRows judge_rows(const ModelSpec& spec, const Weights& weights, const PreparedData& data,
                      std::span<const std::int64_t> places) {
  JudgedRows judged;
  for (const std::int64_t place : places) {
    const std::vector<float> row = data.data->read_features(place, 1);
    judged.features.insert(judged.features.end(), row.begin(), row.end());
    judged.targets.push_back(data.data->read_targets(place, 1).front());
  }
  judged.layers = trace_layers(spec, weights, judged.features);
  const LayerTrace& last = judged.layers.back();
  const auto outputs = static_cast<std::size_t>(spec.outputs());
  for (std::size_t r = 0; r < places.size(); ++r) {
    const std::span<const double> z = std::span(last.pre_activation).subspan(r * outputs, outputs);
    const auto target = static_cast<double>(judged.targets[r]);
    const std::size_t own = spec.output == Output::kSoftmax ? static_cast<std::size_t>(target) : 0;
    judged.rows.push_back({.row = data.split.order[static_cast<std::size_t>(places[r])],
                           .target = target,
                           .output = last.activation[r * outputs + own],
                           .said = predicted_class(spec.output, z),
                           .loss = row_loss(spec.output, z, target)});
  }
  return judged;
}

}  // namespace headroom
