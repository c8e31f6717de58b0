// Everything from which a training continues bit-identically: what a checkpoint holds, and what the flight
// recorder keeps (without the history there).
//
//   TrainerState state = trainer.state();
//   another_trainer_of_the_same_network.restore(state);
//
// Thread rule: plain values.
#pragma once

#include <cstdint>
#include <memory>

#include "core/model/weights.h"
#include "core/train/history.h"

namespace headroom {

// The network of the epoch with the lowest validation loss, kept while training stops early. When the run is
// finished it takes the place of the last epoch's, which waits here in case the run goes on.
struct BestNetwork {
  std::int64_t epoch = 0;                // from 1; 0: none yet
  double validation_loss = 0;            // of that epoch
  bool in_use = false;                   // the engine has it
  std::shared_ptr<const Weights> aside;  // what the engine does not have: the best, or else the last weights
};

// Everything from which a run continues bit-identically; a plain value, what a checkpoint holds.
// Saved between epochs, the `partial_` figures are all 0.
struct TrainerState {
  EngineState engine;
  std::int64_t epochs_finished = 0;
  std::int64_t steps = 0;  // of the run
  double learning_rate = 0;
  double seconds = 0;  // training time since the start of the run

  // Early stop: the best validation loss so far, and how many epochs ago it was. No epoch yet: -1 and 0.
  double best_validation_loss = -1;
  std::int64_t epochs_without_improvement = 0;
  BestNetwork best;  // of the epochs since early stop was asked for

  // The unfinished epoch: steps done, and the sums for its means. An interrupted evaluation starts again.
  std::int64_t partial_steps = 0;
  double partial_loss_sum = 0;  // loss * rows
  std::int64_t partial_correct = 0;
  std::int64_t partial_rows = 0;
  double partial_seconds = 0;

  // The series per step may be missing from a file: the last entry of history.step_loss belongs to step
  // `steps`, those before it to steps at distances of history.steps_per_entry.
  History history;
};

}  // namespace headroom
