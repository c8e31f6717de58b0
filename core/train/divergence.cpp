#include "core/train/divergence.h"

#include <algorithm>
#include <cstdio>
#include <limits>
#include <string_view>

#include "core/base/tr.h"

namespace headroom {

std::int64_t divergence_layer(const Divergence& divergence) {
  constexpr std::string_view kLayers = "layers.";
  return divergence.layer.starts_with(kLayers) ? std::stoll(divergence.layer.substr(kLayers.size())) : -1;
}

std::string divergence_place(const Divergence& divergence) {
  const std::int64_t layer = divergence_layer(divergence);
  if (layer < 0) return tr("the {1}", divergence.layer);
  const std::string number = std::to_string(layer + 1);  // people count from 1
  return divergence.output ? tr("the output of layer {1}", number) : tr("the weights of layer {1}", number);
}

std::string divergence_cause(const Divergence& divergence) {
  if (!divergence.exploding) return tr("{1} became NaN or infinite", divergence_place(divergence));
  char text[32];
  std::snprintf(text, sizeof text, "%.3g", divergence.value);
  return tr("the loss exploded to {1}", local_number(text));
}

bool explodes(const History& history) {
  const Series& losses = history.step_loss;
  if (history.steps_per_entry > 1 || losses.size() < kFirstSteps + kExplosionSteps) return false;
  // What mostly is all there is to do.
  if (!(losses.back() > kExplosionFactor * losses[0])) return false;
  double first = 0;
  if (!history.epochs.empty()) {
    // A run that was read from a file may know its epochs without their steps.
    const EpochMetric& last = history.epochs.back();
    const bool whole = last.epoch * last.steps <= static_cast<std::int64_t>(losses.size());
    if (!whole) first = history.epochs[0].train_loss;
  }
  for (std::size_t i = 0; i < kFirstSteps; ++i) first = std::max<double>(first, losses[i]);
  if (!(first > 0)) return false;
  const std::size_t from = losses.size() - kExplosionSteps;
  double earlier = 0, later = 0;
  for (std::size_t i = 0; i < kExplosionSteps; ++i) {
    const double loss = losses[from + i];
    if (!(loss > kExplosionFactor * first)) return false;
    (i < kExplosionSteps / 2 ? earlier : later) += loss;
  }
  return later >= 2 * earlier;
}

RateAdvice rate_after_divergence(const History& history, double failed, double opened) {
  double best = std::numeric_limits<double>::infinity(), improved_at = 0;
  for (const EpochMetric& epoch : history.epochs) {
    if (!(epoch.validation_loss < best)) continue;
    best = epoch.validation_loss;
    if (epoch.learning_rate < failed) improved_at = epoch.learning_rate;
  }
  if (improved_at > 0) return {improved_at, RateAdvice::Reason::kImproved};
  if (opened > 0 && opened < failed) return {opened, RateAdvice::Reason::kOpened};
  return {failed / 10, RateAdvice::Reason::kTenth};
}

}  // namespace headroom
