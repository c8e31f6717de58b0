// Snapshots for tests and pictures of the views: every state that a run can be in, made up without
// training. The curves are formulas, not measurements.
#pragma once

#include <string>
#include <vector>

#include "app/state/ui_state.h"
#include "core/run/snapshot.h"

namespace headroom::app::demo {

struct Demo {
  std::string name;
  Snapshot run;
  UiState state;
};

// A training run of `models` ("small", "large", "custom") after `epochs` of 20, with `steps_per_epoch`.
Snapshot training(const std::vector<std::string>& models, double epochs, std::int64_t steps_per_epoch = 125);
Snapshot streamed();  // with rows in main memory
Snapshot empty();
Snapshot preparing();
Snapshot ready();
Snapshot diverged();
Snapshot failed();
Snapshot does_not_fit();
Snapshot regression();
Snapshot long_names();

UiState ui_state();
// The Plan view with its answer: the worked example, or a network of our own.
UiState plan_state(bool transformer = true);

// All of the above and the sheets, by name.
std::vector<Demo> all();

}  // namespace headroom::app::demo
