#include "core/train/divergence.h"

#include <limits>
#include <string_view>

namespace headroom {

std::string divergence_place(const Divergence& divergence) {
  const std::string_view layers = "layers.";
  if (divergence.layer.rfind(layers, 0) != 0) return "the loss";
  const int layer = std::stoi(divergence.layer.substr(layers.size())) + 1;  // people count from 1
  return (divergence.output ? "the output of layer " : "the weights of layer ") + std::to_string(layer);
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
