// Where a training run stopped being finite, and how it may go on.
//
// Thread rule: plain values, pure functions.
#pragma once

#include <cstdint>
#include <string>

#include "core/train/history.h"

namespace headroom {

struct Divergence {
  std::int64_t epoch = 0;  // from 1
  std::int64_t step = 0;   // of the run, from 1
  std::string layer;       // the first that is not finite: "layers.2"; or "loss" when they all are
  bool output = false;     // its weights are finite, what it makes of the batch is not
};

// "the weights of layer 3", "the output of layer 3", "the loss"
std::string divergence_place(const Divergence& divergence);

// A learning rate to go back with: the last one at which an epoch improved the validation loss, else the one
// that the run was opened with, in both cases only if it is lower than the one that failed (the same rate
// fails the same way); else a tenth of that.
struct RateAdvice {
  double rate = 0;
  enum class Reason { kImproved, kOpened, kTenth } reason = Reason::kTenth;
};
RateAdvice rate_after_divergence(const History& history, double failed, double opened);

}  // namespace headroom
