// What closing the window means for the run: whether anything would be lost, and what is said about it.
//
// Thread rule: pure functions.
#pragma once

#include <string>

#include "core/run/snapshot.h"

namespace headroom::app {

enum class OnClose {
  kNow,   // nothing would be lost
  kSave,  // the run is kept: its folder is brought up to date first
  kAsk,   // the run is not kept
};

// A run of less training than this comes back in no time, with the same seed: not worth a question once it
// has stopped.
inline constexpr double kWorthAsking = 10;  // seconds

OnClose on_close(const Snapshot& run);

// "Training is under way: 7 of 20 epochs are done."
std::string close_question(const Snapshot& run);

}  // namespace headroom::app
