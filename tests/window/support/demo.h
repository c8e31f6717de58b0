// The window in every state, for tests and pictures of the views: what it remembers beside what its run says.
#pragma once

#include <string>
#include <vector>

#include "app/state/ui_state.h"
#include "support/demo_runs.h"

namespace headroom::app::demo {

struct Demo {
  std::string name;
  Snapshot run;
  UiState state;
};

UiState ui_state();
// The Plan view with its answer: the worked example, or a network of our own.
UiState plan_state(bool transformer = true);

// Every run and every sheet, by name; made once.
const std::vector<Demo>& all();

}  // namespace headroom::app::demo
