// The parts of the window. Each is a small class with one file of its own, drawing from a const
// Snapshot and UiState and appending actions; none reads a file, calls a device or computes training.
#pragma once

#include <memory>

#include "app/state/action.h"
#include "app/state/ui_state.h"
#include "app/ui/theme.h"
#include "core/run/snapshot.h"

namespace headroom::app {

struct ViewContext {
  const Ui& ui;
  const UiState& state;
  const Snapshot& run;
  ActionQueue& actions;
};

// Lays out and draws the whole window into the current ImGui frame, whose display size is the window:
// first screen, or top bar, tabs, what the chosen tab shows and status bar; sheets and overlays above.
class MainView {
 public:
  MainView();
  ~MainView();
  void draw(const ViewContext& context);
  // True while something moves by itself (a running animation): the shell draws the next frame at once.
  bool animating() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace headroom::app
