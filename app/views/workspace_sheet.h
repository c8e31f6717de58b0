// The sheet "For a class": what the workspace is called, what the class does and does not see, whether the
// table travels, where it is saved, and the page to print.
#pragma once

#include <string>

#include "app/views/view.h"

namespace headroom::app {

class WorkspaceSheet {
 public:
  void draw(const ViewContext& context);

 private:
  void field(const ViewContext& context, Rect& rest, const char* id, std::string_view title,
             std::string_view hint, std::string WorkspaceDraft::*value, bool initial = false);
  void draw_same_curve(const ViewContext& context, Rect& rest) const;
  void draw_hidden(const ViewContext& context, Rect& rest) const;
  void draw_table(const ViewContext& context, Rect& rest) const;
  void draw_foot(const ViewContext& context, Rect foot) const;

  std::string text_;  // of the field that is drawn
};

// The band at the foot of the window while a workspace for a class is open: what to do, that controls are
// hidden, and the button that shows them. Returns its height; 0: there is nothing to tell.
float workspace_band_height(const ViewContext& context, float width);
void draw_workspace_band(const ViewContext& context, const Rect& area);

}  // namespace headroom::app
