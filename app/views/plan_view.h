// What fits where, and why: inputs at the left, the answer and what would change it in the middle, every card
// of the catalogue at the right. In narrow windows they follow each other in a page that scrolls.
#pragma once

#include "app/views/plan_answer.h"
#include "app/views/plan_cards.h"
#include "app/views/plan_inputs.h"
#include "app/views/plan_remedies.h"
#include "app/views/plan_roofline.h"
#include "app/views/view.h"
#include "app/widgets/rect.h"

namespace headroom::app {

// Where the columns are; empty where there is none. Pure geometry.
struct PlanLayout {
  Rect inputs, answer, cards;
};
PlanLayout plan_layout(const Rect& area, float scale, bool presenter);

class PlanView : public View {
 public:
  void draw(const ViewContext& context, const Rect& area) override;
  std::optional<EmptyState> empty_state(const ViewContext& context) const override;

 private:
  float draw_waiting(const ViewContext& context, const Rect& top) const;
  // The middle column, in rows from the top of `page`.
  void draw_answer(const ViewContext& context, Rect& page);
  void draw_page(const ViewContext& context, const Rect& area, bool with_inputs, bool with_cards);

  PlanInputsForm inputs_;
  PlanAnswer answer_;
  PlanRemedies remedies_;
  PlanRoofline roofline_;
  PlanCards cards_;
};

}  // namespace headroom::app
