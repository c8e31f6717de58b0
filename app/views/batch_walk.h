// Where the batch is on its way through the stages, for a class that follows a slow run: it comes along the
// arrow into Training, is trained there, and at the end of an epoch the network goes on to Evaluation.
//
//   const BatchWalk walk = batch_walk({.since_step = 0.9, .batches_per_second = 1, .batches = 63});
//   walk.lit;    // the stage that works now
//   walk.into;   // the mark travels on the arrow into this stage; empty: nothing travels
//   walk.along;  // so far, 0 to 1
//
// Thread rule: pure functions.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>

#include "core/pipeline/stage.h"
#include "core/run/snapshot.h"

namespace headroom::app {

struct BatchClock {
  double since_step = 0;                                         // seconds since a batch was trained
  double since_epoch = std::numeric_limits<double>::infinity();  // since an epoch ended
  double batches_per_second = 1;
  std::int64_t batches = 1;  // of an epoch
};

struct BatchWalk {
  StageId lit = StageId::kTraining;
  std::optional<StageId> into;  // empty: nothing travels
  float along = 0;
};

BatchWalk batch_walk(const BatchClock& clock);

// The batches that the run may train in a second; empty where nobody can follow: at full speed, or while
// nothing trains.
std::optional<double> followed_rate(const Snapshot& run);
// The selected model that has taken the fewest steps: the one whose batch is shown everywhere. Null without
// one.
const ModelSnapshot* slowest_model(const Snapshot& run);
// "batch  12 / 63" of that model; empty before the first step and at an epoch's end
// unless the run is slow.
std::string batch_text(const Snapshot& run);

}  // namespace headroom::app
