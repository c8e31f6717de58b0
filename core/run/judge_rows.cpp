#include "core/run/judge_rows.h"

namespace headroom {

JudgedRows judge_rows(const ModelSpec& spec, const Weights& weights, const PreparedData& data,
                      std::span<const std::int64_t> places) {
  JudgedRows judged;
  // Rows that follow each other are read at once: a device answers once for all of them.
  for (std::size_t at = 0, next = 0; at < places.size(); at = next) {
    for (next = at + 1; next < places.size() && places[next] == places[next - 1] + 1;) ++next;
    const auto count = static_cast<std::int64_t>(next - at);
    const std::vector<float> rows = data.data->read_features(places[at], count);
    const std::vector<float> targets = data.data->read_targets(places[at], count);
    judged.features.insert(judged.features.end(), rows.begin(), rows.end());
    judged.targets.insert(judged.targets.end(), targets.begin(), targets.end());
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
