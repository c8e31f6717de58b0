// Where a training run stopped being finite, and how it may go on.
//
// Thread rule: plain values, pure functions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "core/train/history.h"

namespace headroom {

struct Divergence {
  std::int64_t epoch = 0;  // from 1
  std::int64_t step = 0;   // of the run, from 1
  // The first that is not finite: "layers.2", or "input" when the rows are not; "loss" when they all are.
  std::string layer;
  bool output = false;      // its weights are finite, what it makes of the batch is not
  std::string tensor = {};  // of it: "weights", "pre-activation", "activation"; "input" and "loss" themselves
  double value = 0;         // the first number that is not finite; the loss where it only exploded
  bool exploding = false;   // finite, but hopeless: explodes()
  bool operator==(const Divergence&) const = default;
};

// Its layer from 0; -1 for the input and the loss.
std::int64_t divergence_layer(const Divergence& divergence);
// "the weights of layer 3", "the output of layer 3", "the input", "the loss"
std::string divergence_place(const Divergence& divergence);
// "the weights of layer 3 became NaN or infinite", "the loss exploded to 3.1e+07"
std::string divergence_cause(const Divergence& divergence);

// The loss is beyond hope while still a number. Over the last kExplosionSteps steps it was never below
// kExplosionFactor times what the untrained network had (the largest of its first kFirstSteps losses), and
// grows on: the later half of them has at least twice the mean of the earlier. A run that is merely bad, a
// peak that comes down again and a loss that is large against a tiny best are none.
inline constexpr std::size_t kExplosionSteps = 32;
inline constexpr std::size_t kFirstSteps = 8;
inline constexpr double kExplosionFactor = 1e3;
bool explodes(const History& history);

// A learning rate to go back with: the last one at which an epoch improved the validation loss, else the one
// that the run was opened with, in both cases only if it is lower than the one that failed (the same rate
// fails the same way); else a tenth of that.
struct RateAdvice {
  double rate = 0;
  enum class Reason { kImproved, kOpened, kTenth } reason = Reason::kTenth;
};
RateAdvice rate_after_divergence(const History& history, double failed, double opened);

}  // namespace headroom
