// Why a loss is no longer finite: the first layer and tensor that are not.
#include <algorithm>
#include <cmath>

#include "core/base/tr.h"
#include "core/train/replay.h"
#include "core/train/trainer.h"

namespace headroom {
namespace {

constexpr double kRepeatSeconds = 2;  // at most so long is spent on making the step before again

// Null where all are finite.
const float* first_bad(const std::vector<float>& values) {
  const auto found =
      std::find_if(values.begin(), values.end(), [](float value) { return !std::isfinite(value); });
  return found == values.end() ? nullptr : &*found;
}

void name_weights(const Weights& weights, Divergence& divergence) {
  const std::int64_t layer = first_non_finite_layer(weights);
  if (layer < 0) return;
  const LayerWeights& bad = weights.layers[static_cast<std::size_t>(layer)];
  const float* const weight = first_bad(bad.weight);
  divergence.layer = "layers." + std::to_string(layer);
  divergence.tensor = tr_later("weights");
  divergence.value = weight ? *weight : *first_bad(bad.bias);
}

}  // namespace

// The update of a step whose loss is not finite poisons every layer, so the weights of now would always
// blame the first. Steps are repeatable: the state just before that step is looked at instead. A loss that
// explodes is left as it is after its step.
void Trainer::diverge(Bad bad) {
  const std::int64_t step = bad == Bad::kExplodes ? now_.steps : now_.steps - 1;
  const bool there = bad != Bad::kValidation && make_again(step);
  const Series& losses = now_.history.step_loss;
  divergence_ =
      Divergence{.epoch = now_.epochs_finished + 1,
                 .step = now_.steps,
                 .layer = "loss",
                 .tensor = "loss",
                 .value = bad == Bad::kValidation || losses.empty() ? std::numeric_limits<double>::quiet_NaN()
                                                                    : losses.back(),
                 .exploding = bad == Bad::kExplodes};
  if (bad == Bad::kExplodes) return;
  name_weights(engine_->state().weights, *divergence_);
  if (divergence_->tensor == "loss" && there) look_into_batch();
}

bool Trainer::make_again(std::int64_t step) {
  const Recorder::StatePtr from = recorder_.before(step);
  if (!from || static_cast<double>(step - from->steps) * seconds_per_step_ > kRepeatSeconds) return false;
  engine_->set_state(training_engine(*from));
  train_again(*engine_, recorder_, *from, from->steps, step - from->steps);
  engine_->set_learning_rate(now_.learning_rate);
  return true;
}

void Trainer::look_into_batch() {
  const std::vector<float> features = batch_features(*data_, settings_, now_.steps - 1);
  if (const float* const bad = first_bad(features)) {
    divergence_->layer = divergence_->tensor = tr_later("input");
    divergence_->value = *bad;
    return;
  }
  const std::vector<LayerRows> layers = engine_->trace_rows(features);
  for (std::size_t l = 0; l < layers.size(); ++l) {
    const float* const z = first_bad(layers[l].pre_activation);
    const float* const bad = z ? z : first_bad(layers[l].activation);
    if (!bad) continue;
    divergence_->layer = "layers." + std::to_string(l);
    divergence_->output = true;
    divergence_->tensor = z ? tr_later("pre-activation") : tr_later("activation");
    divergence_->value = *bad;
    return;
  }
}

}  // namespace headroom
