#include "app/views/plan_questions.h"

#include <algorithm>
#include <iterator>

#include "app/widgets/auto_panel.h"
#include "app/widgets/button.h"
#include "app/widgets/paint.h"
#include "core/base/tr.h"
#include "core/plan/device_index.h"

namespace headroom::app {
namespace {

struct QuestionRow {
  const char* id;
  const char* label;
  const char* tip;
  Action action;
};

const QuestionRow kQuestions[] = {
    {"ask_24", tr_later("24 GiB on a 16 GB card"),
     tr_later("The worked example: GPT-2 XL is trained on a card that is too small"), action::PlanExample{}},
    {"ask_8", tr_later("Does it fit into 8 GB?"),
     tr_later("What is planned, else the run, on a card of 8 GB"), action::PlanOnSmallCard{}},
    {"ask_index", tr_later("Which device is index 1?"), tr_later("Its name and its total memory"),
     action::AskDevice{1}},
};

// Where each button goes; returns the height of all rows.
template <typename Place>
float flow(const Ui& ui, const Rect& area, const Place& place) {
  const float high = ui.px(28), gap = ui.px(8);
  float x = area.x, y = area.y;
  for (const QuestionRow& question : kQuestions) {
    const float wide = button_width(ui, {.label = tr(std::string_view(question.label)), .small = true});
    if (x > area.x && x + wide > area.right()) {
      x = area.x;
      y += high + ui.px(6);
    }
    place(question, Rect{x, y, std::min(wide, area.w), high});
    x += wide + gap;
  }
  return y + high - area.y;
}

}  // namespace

float plan_questions_height(const Ui& ui, float width) {
  return flow(ui, {0, 0, width, 0}, [](const QuestionRow&, const Rect&) {});
}

float draw_plan_questions(const ViewContext& context, const Rect& area) {
  return flow(context.ui, area, [&](const QuestionRow& question, const Rect& place) {
    const ButtonSpec spec{.id = question.id,
                          .label = tr(std::string_view(question.label)),
                          .tip = tr(std::string_view(question.tip)),
                          .small = true};
    if (button(context.ui, place, spec)) context.actions.push_back(question.action);
  });
}

float draw_device_answer(const ViewContext& context, const Rect& area) {
  const Ui& ui = context.ui;
  const std::optional<std::int64_t>& index = context.state.plan.device_index;
  if (!index) return 0;
  AutoPanel panel(ui, area);
  Rect rest = panel.content();
  Rect head = rest.take_top(ui.px(28), ui.px(2));
  const ButtonSpec close{
      .id = "close_device", .icon = Icon::kCross, .kind = ButtonKind::kQuiet, .tip = tr("Close")};
  if (button(ui, head.take_right(ui.px(28)), close)) context.actions.emplace_back(action::AskDevice{});
  text_line(ui, head, ui.fonts.bold, ui.theme.text, tr("Which device is index {1}?", std::to_string(*index)));
  rest.take_top(draw_wrapped(ui.fonts.body, rest.min(), rest.w, ui.theme.text,
                             device_index_answer(context.run.facts->devices, *index)),
                ui.px(4));
  return panel.finish(rest.y);
}

}  // namespace headroom::app
