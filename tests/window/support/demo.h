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

// The import sheet of a file with this text.
ImportState import_of(const std::string& text);
// Numbers, and a label of two classes. `stray`: a text in two of the columns.
std::string many_columns(int count, const std::string& stray = {});

// So many of five seeds of two networks, with a test part: accuracies 0.90, 0.92, ... and 0.95, 0.96, ...
RepeatsState repeats(std::size_t done);

// Every run and every sheet, by name; made once.
const std::vector<Demo>& all();

}  // namespace headroom::app::demo
