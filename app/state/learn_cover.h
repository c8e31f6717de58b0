// What is covered while it is to be guessed: a figure that stands beside the question answers it.
//
//   if (covers(state, Covered::kEpochTime)) show("?");
//
// Thread rule: pure functions.
#pragma once

#include <string_view>

#include "app/state/learn_state.h"
#include "app/state/ui_state.h"

namespace headroom::app {

// kEpochTime: how long an epoch takes and how many steps a second are taken, wherever that stands.
enum class Covered { kEpochTime, kMemory };

// A guess is asked for in the open lesson or on the page of a prediction, and has not been given.
bool covers(const UiState& state, Covered what);
// The same of a figure of a text, by its name.
bool covers_figure(const LearnState& learn, std::string_view figure);

}  // namespace headroom::app
