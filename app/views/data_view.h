// The Data tab: the classes and columns of the table, its rows at every stage on their way to the networks,
// and a plane of two columns with what a network says. Narrower windows show one part at a time beside the
// list.
#pragma once

#include <memory>

#include "app/views/data_columns.h"
#include "app/views/data_plane.h"
#include "app/views/data_table.h"
#include "app/views/view.h"

namespace headroom::app {

// Where the parts are; empty: not shown. Pure geometry.
struct DataLayout {
  Rect columns, table, plane;
  Rect choice;    // which part is shown, where there is no room for all
  int parts = 0;  // to choose from: 0, 2 (table, plane) or 3 (columns, table, plane)
};
DataLayout data_layout(const Rect& area, float scale, bool presenter, int part);

class DataView : public View {
 public:
  void draw(const ViewContext& context, const Rect& area) override;
  std::optional<EmptyState> empty_state(const ViewContext& context) const override;
  bool animating() const override { return plane_shown_ && plane_.animating(); }
  Interests watches() const override { return interest(Inspect::kData); }

 private:
  // What is drawn: the newest, or the last one while the run begins to look again.
  const Inspection* seen(const ViewContext& context) const;

  std::shared_ptr<const Inspection> last_;
  DataColumnList columns_;
  DataTable table_;
  DataPlaneView plane_;
  bool plane_shown_ = false;
  int part_ = -1;  // columns, table, plane; -1: nobody has chosen
};

}  // namespace headroom::app
