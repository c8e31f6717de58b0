#include "app/views/plan_view.h"

#include "app/state/tabs.h"
#include "app/views/plan_questions.h"
#include "app/widgets/auto_panel.h"
#include "app/widgets/paint.h"
#include "app/widgets/scroll_area.h"
#include "core/base/tr.h"

namespace headroom::app {

PlanLayout plan_layout(const Rect& area, float scale, bool presenter) {
  const auto px = [scale](float v) { return v * scale; };
  const float w = area.w / scale, gap = px(12);
  PlanLayout layout;
  Rect rest = area;
  const bool wide = w >= 1180, three = w >= 880;
  // Presenting hides the inputs: the answer takes their room.
  if (!presenter && w >= 640) layout.inputs = rest.take_left(px(wide ? 312 : 268), gap);
  if (three) layout.cards = rest.take_right(px(wide || presenter ? 332 : 244), gap);
  layout.answer = rest;
  return layout;
}

std::optional<EmptyState> PlanView::empty_state(const ViewContext& context) const {
  if (context.state.plan.asked) return std::nullopt;
  return EmptyState{.title = tr("Nothing is planned yet"),
                    .advice = tr("Drop a model's config.json here, or look at the worked example."),
                    .button = tr("24 GiB on a card of 16 GB"),
                    .actions = {action::PlanExample{}}};
}

// Before there is an answer: what is going on, or what to do.
float PlanView::draw_waiting(const ViewContext& context, const Rect& top) const {
  const Ui& ui = context.ui;
  AutoPanel panel(ui, top);
  Rect rest = panel.content();
  if (const auto empty = empty_state(context)) {
    draw_empty_state(context, rest.take_top(empty_state_height(ui, rest.w, *empty)), *empty);
  } else {
    text_line(ui, rest.take_top(ui.px(28), ui.px(4)), ui.fonts.title, ui.theme.text, tr("Working it out…"));
  }
  return panel.finish(rest.y);
}

void PlanView::draw_answer(const ViewContext& context, Rect& page) {
  const Ui& ui = context.ui;
  const PlanState& plan = context.state.plan;
  const float gap = ui.px(12);
  if (!ui.presenter) page.take_top(draw_plan_questions(context, page), ui.px(8));
  if (plan.device_index) page.take_top(draw_device_answer(context, page), gap);
  if (plan.refusal) {
    page.take_top(answer_.draw_refusal(context, page, *plan.refusal), gap);
    return;
  }
  if (!plan.report) {
    page.take_top(draw_waiting(context, page), gap);
    return;
  }
  page.take_top(answer_.draw(context, page, *plan.report), gap);
  page.take_top(remedies_.draw(context, page, *plan.report), gap);
  page.take_top(remedies_.draw_limits(context, page, *plan.report), gap);
  page.take_top(remedies_.draw_time(context, page, *plan.report), gap);
  page.take_top(roofline_.draw(context, page, *plan.report), gap);
  if (!plan.report->plan.notes.empty()) page.take_top(answer_.draw_notes(context, page, *plan.report), gap);
}

void PlanView::draw_page(const ViewContext& context, const Rect& area, bool with_inputs, bool with_cards) {
  const Ui& ui = context.ui;
  ScrollArea scroll(ui, "plan_page", area);
  Rect rest = scroll.content();
  const float top = rest.y, gap = ui.px(12);
  Rect page{rest.x, rest.y, rest.w, 1e6F};
  draw_answer(context, page);
  if (with_inputs) {
    AutoPanel panel(ui, page);
    Rect form = panel.content();
    inputs_.draw(context, form);
    page.take_top(panel.finish(form.y), gap);
  }
  if (with_cards) page.take_top(cards_.draw_all(context, page), gap);
  scroll.used(rest.w, page.y - top - gap);
}

void PlanView::draw(const ViewContext& context, const Rect& area) {
  const Ui& ui = context.ui;
  const PlanLayout layout = plan_layout(area, ui.scale, ui.presenter);
  if (!layout.inputs.empty()) {
    panel_box(ui, layout.inputs);
    Rect inside = layout.inputs.inset(ui.px(14), ui.px(10));
    inside.w += ui.px(10);  // the scroll bar's place
    ScrollArea scroll(ui, "plan_inputs", inside);
    Rect rest = scroll.content();
    const float top = rest.y;
    rest.w = layout.inputs.w - ui.px(28);
    rest.h = 1e6F;
    inputs_.draw(context, rest);
    scroll.used(rest.w, rest.y - top);
  }
  const bool with_inputs = layout.inputs.empty() && !ui.presenter;
  draw_page(context, layout.answer, with_inputs, layout.cards.empty());
  if (!layout.cards.empty()) cards_.draw(context, layout.cards);
}

std::unique_ptr<View> make_plan_view() { return std::make_unique<PlanView>(); }

}  // namespace headroom::app
