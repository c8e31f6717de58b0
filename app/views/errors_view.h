// The tab of errors: where the network that is looked at is wrong, how sure it is, and which rows these are.
// Left the confusion matrix (of a regression: residuals), in the middle the plots, right the rows. In
// narrower windows the plots and the rows share a column, and in the narrowest everything follows in one
// page.
#pragma once

#include <cstdint>

#include "app/views/errors_scene.h"
#include "app/views/view.h"

namespace headroom::app {

// Where the columns are. Pure geometry.
struct ErrorsLayout {
  Rect matrix;
  Rect plots;            // empty when the column is shared
  Rect side;             // the rows, or the shared column; empty when presenting or stacked
  bool shared = false;   // a switch chooses between rows and plots
  bool stacked = false;  // one page that scrolls: matrix, plots, rows
};
ErrorsLayout errors_layout(const Rect& area, float scale, bool presenter);

class ErrorsView : public View {
 public:
  void draw(const ViewContext& context, const Rect& area) override;
  std::optional<EmptyState> empty_state(const ViewContext& context) const override;
  Interests watches() const override;

 private:
  bool columns_shown_ = false;  // they are inspected only then
};

}  // namespace headroom::app
