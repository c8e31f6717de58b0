// What is planned, and how: the left column of the Plan view. Only the settings that apply are shown; every
// change asks the planner again.
#pragma once

#include "app/views/plan_form.h"
#include "app/views/view.h"
#include "app/widgets/rect.h"

namespace headroom::app {

class PlanInputsForm {
 public:
  // Rows from the top of `rest`, which is cut.
  void draw(const ViewContext& context, Rect& rest);

 private:
  void draw_subject(const ViewContext& context, Rect& rest);
  void draw_model(const ViewContext& context, Rect& rest);
  void draw_run_networks(const ViewContext& context, Rect& rest);
  void draw_network(const ViewContext& context, Rect& rest);
  void draw_network_job(const ViewContext& context, Rect& rest);
  void draw_job(const ViewContext& context, Rect& rest);
  void draw_gpus(const ViewContext& context, Rect& rest);
  void draw_target(const ViewContext& context, Rect& rest);
  void draw_length(const ViewContext& context, Rect& rest);

  PlanForm form_;
};

}  // namespace headroom::app
