// What the flight recorder holds, and what it found out about a run that is no longer finite.
//
//   const RecorderStatus& recorder = *snapshot.recorder;
//   if (recorder.shown) ...   // every inspection shows that step, not the newest
//
// Thread rule: plain values.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/bytes.h"
#include "core/train/recorder.h"

namespace headroom {

// A part of every snapshot; of all networks on the device together.
struct RecorderStatus {
  // A state that is kept. Steps between two of them are made again from the one before, bit for bit.
  struct Moment {
    std::int64_t step = 0;   // of the run
    std::int64_t epoch = 0;  // finished epochs
    bool operator==(const Moment&) const = default;
  };
  using RateChange = headroom::RateChange;
  Bytes most = 0;                     // 0: it is off
  Bytes bytes = 0;                    // room that is charged, whole from the start
  Bytes held = 0;                     // of it, by the states that are kept now
  Bytes one_state = 0;                // of all networks that train; more than `most`: nothing can be kept
  std::vector<Moment> moments;        // oldest first
  std::vector<RateChange> rates;      // oldest first
  std::int64_t newest = 0;            // the step that training has reached
  std::optional<std::int64_t> shown;  // the step that is looked at; none: live
  bool moving = false;                // on its way to another step: states are made again
  bool operator==(const RecorderStatus&) const = default;
};

// How the numbers of a network grew before its loss was no longer finite: Inspect::kRecorder, once it is
// diverged.
struct DivergenceFigures {
  static constexpr std::size_t kSteps = 9;
  std::string model;
  std::vector<std::int64_t> steps;  // the last ones, ascending; the bad one last
  std::vector<std::vector<double>>
      largest;                  // [layers][steps] largest |z| of the batch; infinite, NaN as it was
  std::vector<double> loss;     // [steps]
  std::int64_t bad_layer = -1;  // from 0; -1: the loss alone
  std::string bad_tensor;       // "weights", "pre-activation", "activation", "loss"
  double bad_value = 0;         // +-infinity or NaN
};

// A way back, tried in a copy.
struct WayBack {
  static constexpr std::int64_t kTried = 64;  // steps
  std::int64_t step = 0;
  double learning_rate = 0;
  std::string why;        // "a third of its rate"
  std::int64_t done = 0;  // steps tried so far
  double loss = 0;        // mean over the last 16 of them; NaN: no longer finite
  double accuracy = 0;    // the same; R2 is not known here: NaN for regression
  bool finished = false;
  bool good = false;  // finished, finite, and no worse than where it began
};

struct RecorderFigures {
  std::optional<DivergenceFigures> divergence;
  std::vector<WayBack> ways;  // best first once all are finished; the first good one is what is advised
};

}  // namespace headroom
