// What a tab shows, behind one interface. A new view is one file with a class of its own and the function
// that makes it, and one row in app/state/tabs.h.
//
// A view draws from a const Snapshot and UiState and appends actions; it never reads a file, calls a device
// or computes training.
//
// Thread rule: window's thread.
#pragma once

#include <optional>
#include <string>

#include "app/state/action.h"
#include "app/state/ui_state.h"
#include "app/ui/theme.h"
#include "app/widgets/icons.h"
#include "app/widgets/rect.h"
#include "core/run/snapshot.h"

namespace headroom::app {

struct ViewContext {
  const Ui& ui;
  const UiState& state;
  const Snapshot& run;
  ActionQueue& actions;
};

// What is shown while there is nothing else to show: one sentence and, where it helps, the button that
// changes it.
struct EmptyState {
  std::string title, advice;
  std::string button = {};  // its label; empty: no button
  Icon icon = Icon::kNone;
  ActionQueue actions = {};  // of the button
};

class View {
 public:
  virtual ~View() = default;
  virtual void draw(const ViewContext& context, const Rect& area) = 0;
  // Empty when there is something to show.
  virtual std::optional<EmptyState> empty_state(const ViewContext& context) const = 0;
  // Something moves by itself: the next frame is drawn at once.
  virtual bool animating() const { return false; }
  // What to inspect while this view is shown; what is not watched is not computed.
  virtual Interests watches() const { return {}; }
};

// Of a tab that looks into networks: why there are none, and what stands there once there are ("then ...").
std::optional<EmptyState> no_networks(const ViewContext& context, const std::string& then);
float empty_state_height(const Ui& ui, float width, const EmptyState& empty);
// In the middle of `area`.
void draw_empty_state(const ViewContext& context, const Rect& area, const EmptyState& empty);

}  // namespace headroom::app
