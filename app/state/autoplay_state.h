// Where the tour is that plays by itself: for a hall or a fair. Read by views, changed only by Autoplay
// (autoplay.h).
//
// Thread rule: plain values; tours are shared and do not change.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/base/names.h"
#include "core/lessons/lesson.h"

namespace headroom::app {

inline constexpr int kShortestPause = 2, kLongestPause = 120, kUsualPause = 8;  // seconds

// What it does at the moment.
enum class AutoplayPhase {
  kOff,
  kKeeping,   // the person's run is put aside
  kShowing,   // what the phase shows is set up
  kWaiting,   // until the phase has come to its end: its facts hold
  kPausing,   // it is looked at
  kReturning  // the person's run comes back
};
inline constexpr auto kAutoplayPhaseNames = names<AutoplayPhase>({{AutoplayPhase::kOff, "off"},
                                                                  {AutoplayPhase::kKeeping, "keeping"},
                                                                  {AutoplayPhase::kShowing, "showing"},
                                                                  {AutoplayPhase::kWaiting, "waiting"},
                                                                  {AutoplayPhase::kPausing, "pausing"},
                                                                  {AutoplayPhase::kReturning, "returning"}});

using Tours = std::vector<Lesson>;

// What a person asks of it, as one action.
enum class AutoplayDo {
  kStart,  // `id`: that tour again and again; empty: all of them in turn
  kHold,   // the phase stays, or goes on
  kNext,   // phase
  kBack,
  kPause,  // `seconds` after each phase
  kLeave,
};

namespace action {

struct Autoplay {
  AutoplayDo what = AutoplayDo::kStart;
  std::string id = {};
  int seconds = kUsualPause;
};

}  // namespace action

struct AutoplayState {
  std::shared_ptr<const Tours> tours;  // null before they are read
  AutoplayPhase phase = AutoplayPhase::kOff;
  std::size_t tour = 0, step = 0;
  bool held = false;
  int seconds = kUsualPause;  // the pause after a phase
  double share = 0;           // of the pause that is over, 0 to 1

  bool on() const { return phase != AutoplayPhase::kOff && phase != AutoplayPhase::kReturning; }
  // Null: none is played. The key insight is the last phase of a tour.
  const Lesson* playing() const { return on() && tours && tour < tours->size() ? &(*tours)[tour] : nullptr; }
  const LessonStep* shown_step() const {
    const Lesson* const lesson = playing();
    return lesson && step < lesson->steps.size() ? &lesson->steps[step] : nullptr;
  }
};

}  // namespace headroom::app
