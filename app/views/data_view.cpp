#include "app/views/data_view.h"

#include <algorithm>

#include "app/state/tabs.h"
#include "app/views/curves.h"
#include "app/widgets/fields.h"
#include "app/widgets/focus.h"
#include "app/widgets/paint.h"
#include "core/base/tr.h"

namespace headroom::app {

DataLayout data_layout(const Rect& area, float scale, bool presenter, int part) {
  const auto px = [scale](float v) { return v * scale; };
  const float w = area.w / scale, gap = px(12);
  Rect rest = area;
  DataLayout layout;
  if (w >= 1150 && !presenter) {
    layout.columns = rest.take_left(px(236), gap);
    layout.plane = rest.take_right(std::clamp(area.w * 0.3F, px(360), px(560)), gap);
    layout.table = rest;
    return layout;
  }
  layout.parts = w >= 760 && !presenter ? 2 : 3;
  layout.choice = rest.take_top(px(30), px(8));
  if (layout.parts == 2) layout.columns = rest.take_left(px(226), gap);
  const int shown = layout.parts == 2 ? std::max(1, part) : part;
  (shown == 0 ? layout.columns : shown == 1 ? layout.table : layout.plane) = rest;
  return layout;
}

const Inspection* DataView::seen(const ViewContext& context) const {
  const auto& newest = context.run.inspections[index_of(Inspect::kData)];
  return newest ? newest.get() : last_.get();
}

std::optional<EmptyState> DataView::empty_state(const ViewContext& context) const {
  if (auto empty = no_curves_yet(context); empty && !context.run.facts->dataset) return empty;
  if (context.run.state == RunState::kPreparing) {
    return EmptyState{tr("The data are on their way"),
                      tr("The table shows as soon as they are scaled and expanded.")};
  }
  const Inspection* const inspection = seen(context);
  if (inspection && inspection->error) {
    return EmptyState{tr("The table cannot be shown"), inspection->error->message()};
  }
  if (!DataScene(context, inspection).rows()) {
    if (context.run.state == RunState::kFailed) {
      return EmptyState{tr("The data are no longer on the device"),
                        tr("Start the run again to look at its rows.")};
    }
    return EmptyState{tr("Reading the rows"), tr("The table shows as soon as they are read.")};
  }
  return std::nullopt;
}

void DataView::draw(const ViewContext& context, const Rect& area) {
  const Ui& ui = context.ui;
  plane_shown_ = false;
  if (const auto empty = empty_state(context)) {
    panel_box(ui, area);
    return draw_empty_state(context, area.inset(ui.px(12)), *empty);
  }
  if (const auto& newest = context.run.inspections[index_of(Inspect::kData)]) last_ = newest;
  const DataScene scene(context, seen(context));
  // A class in a hall sees the plane and what it says.
  const int part = part_ >= 0 ? part_ : context.state.presenter ? 2 : 1;
  const DataLayout layout = data_layout(area, ui.scale, context.state.presenter, part);
  if (layout.parts > 0) {
    const std::string_view titles[] = {tr("Columns"), tr("Table"), tr("Plane")};
    const int first = 3 - layout.parts;
    Rect choice = layout.choice;
    choice = choice.take_left(std::min(choice.w, ui.px(120) * static_cast<float>(layout.parts)));
    const int chosen =
        segmented(ui, "data_part", choice, {titles + first, titles + 3}, std::max(part, first) - first);
    if (chosen >= 0) part_ = chosen + first;
  }
  Focus& focus = Focus::of_window();
  if (!layout.columns.empty()) columns_.draw(scene, layout.columns);
  focus.begin_group();
  if (!layout.table.empty()) table_.draw(scene, layout.table);
  focus.begin_group();
  plane_shown_ = !layout.plane.empty();
  if (plane_shown_) plane_.draw(scene, layout.plane);
}

std::unique_ptr<View> make_data_view() { return std::make_unique<DataView>(); }

}  // namespace headroom::app
