// How fast a run trains where a person is to follow it: the thread that trains waits between two batches.
//
//   Pace pace = parse_pace("1 epochs");  // an epoch a second
//   batches_per_second(pace, 63);        // 63, with 63 batches an epoch
//   pace = slower(pace, 63);             // half as fast
//   pace_text(pace);                     // "0.5 epochs/s"
//
// The time that is waited is never part of a measured time.
//
// Thread rule: pure functions on a plain value; one thread per Ticks.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/names.h"

namespace headroom {

enum class PaceUnit { kFull, kBatches, kEpochs };
inline constexpr auto kPaceUnitNames = names<PaceUnit>(
    {{PaceUnit::kFull, "full"}, {PaceUnit::kBatches, "batches"}, {PaceUnit::kEpochs, "epochs"}});

struct Pace {
  PaceUnit unit = PaceUnit::kFull;  // nothing waits
  double per_second = 1;            // of the unit; means nothing at full speed
  bool full() const { return unit == PaceUnit::kFull; }
  bool operator==(const Pace&) const = default;
};

inline constexpr Pace kFullSpeed{};
inline constexpr Pace kBatchAFrame{PaceUnit::kBatches, 60};
inline constexpr Pace kEpochASecond{PaceUnit::kEpochs, 1};

// What a slider offers, in batches a second; faster than the last is full speed.
inline constexpr double kSlowestPace = 1;
inline constexpr double kFastestPace = 4096;

// 0 at full speed.
double batches_per_second(const Pace& pace, std::int64_t steps_per_epoch);
// Half or double: in its own unit, between kSlowestPace and full speed. Slower than full speed is an epoch a
// second.
Pace slower(const Pace& pace, std::int64_t steps_per_epoch);
Pace faster(const Pace& pace, std::int64_t steps_per_epoch);
// "full speed", "10 batches/s", "1 epoch/s"
std::string pace_text(const Pace& pace);
// For scripts and settings: "full", "10 batches", "1 epochs".
std::string pace_words(const Pace& pace);
// Reads what pace_words() writes. Throws Error{kUsage} that says what is allowed.
Pace parse_pace(std::string_view words);

// When the next batch is due. Seconds are those of any monotonic clock.
class Ticks {
 public:
  void start(double now) { next_ = now; }  // the first batch waits for nothing
  double wait(double now) const { return next_ > now ? next_ - now : 0; }
  // A batch was begun; `rate` batches a second are wanted. What a stall missed is not caught up with, beyond
  // the few milliseconds by which a thread wakes late.
  void taken(double now, double rate);
  // Another rate: a wait for the old one is cut short.
  void change(double now, double rate);

 private:
  double next_ = 0;
};

}  // namespace headroom
