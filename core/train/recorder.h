// The flight recorder of one network's training: few states, from which every step between is made again bit
// for bit, and the changes of the learning rate that this takes.
//
//   Recorder recorder;
//   recorder.set_room(64);
//   recorder.keep_good(state);                    // after every epoch
//   recorder.before(466)->steps;                  // 450: train 16 steps from there
//   recorder.rate_after(*recorder.before(466), 460);   // with which step 461 was trained
//
// Which states stay: the start, the last good one, the newest; of those between, none nearer than kApart
// seconds of training, and once there are more than there is room for, the ones that are closest together for
// their age. So what is recent is kept densely and what is long ago sparsely, however long the run is.
//
// "Go back to the last good epoch" is the same mechanism: with no room at all the last good state is kept
// alone.
//
// Thread rule: a plain value; copies share their states, which never change.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "core/base/bytes.h"
#include "core/train/trainer_state.h"

namespace headroom {

// The learning rate was changed: from the step after `step` on.
struct RateChange {
  std::int64_t step = 0;
  double from = 0, to = 0;
  bool operator==(const RateChange&) const = default;
};

// Weights, moments and the best network beside them.
Bytes bytes_of(const TrainerState& state);
// What trained: where the best network has taken the place of the last one's, that.
EngineState training_engine(const TrainerState& state);

class Recorder {
 public:
  using StatePtr = std::shared_ptr<const TrainerState>;
  static constexpr double kApart = 0.25;            // seconds of training
  static constexpr std::size_t kMostRates = 1'000;  // changes that are known

  // So many states are kept at most; 0: the last good one alone.
  void set_room(std::size_t states);
  std::size_t room() const { return room_; }

  // A start: what was kept is of another training.
  void begin(StatePtr state);
  // The end of an epoch whose losses were all finite; in place of one of the same step.
  void keep_good(StatePtr state);
  // In the midst of an epoch.
  void keep(StatePtr state);
  void change_rate(std::int64_t step, double from, double to);
  // What comes after this step is no longer so.
  void forget_after(std::int64_t step);

  const StatePtr& good() const { return good_; }
  const std::vector<StatePtr>& states() const { return states_; }  // oldest first
  const std::vector<RateChange>& rates() const { return rates_; }  // oldest first
  // The newest at or before this step; null where none is.
  StatePtr before(std::int64_t step) const;
  // The learning rate of the step after `step`, on the way from a kept state to there.
  double rate_after(const TrainerState& from, std::int64_t step) const;
  Bytes held() const;

 private:
  void add(StatePtr state);
  void thin();

  std::size_t room_ = 0;
  StatePtr good_;
  std::vector<StatePtr> states_;  // among them good_, where there is room
  std::vector<RateChange> rates_;
};

}  // namespace headroom
