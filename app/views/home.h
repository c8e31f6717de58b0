// The first screen: two examples as large cards, the planner's worked example, sample files, a place for the
// user's own file, the device; below, the courses.
#pragma once

#include "app/views/view.h"
#include "app/widgets/rect.h"

namespace headroom::app {

class HomeView {
 public:
  void draw(const ViewContext& context, const Rect& window);

 private:
  float draw_presets(const ViewContext& context, Rect area) const;
  float draw_two_columns(const ViewContext& context, Rect area) const;
  float draw_scale_offer(const ViewContext& context, Rect area) const;
  float draw_plan_card(const ViewContext& context, Rect area) const;
  void draw_learn_button(const ViewContext& context, Rect area) const;
  float draw_learn(const ViewContext& context, Rect area) const;
  float draw_own_data(const ViewContext& context, Rect area) const;
  void draw_preset_card(const ViewContext& context, const Rect& area, const PresetEntry& preset) const;
  void draw_device_line(const ViewContext& context, const Rect& area) const;
};

}  // namespace headroom::app
