#include "app/views/lesson_dock.h"

#include <algorithm>
#include <string>
#include <vector>

#include "app/views/learn_parts.h"
#include "app/views/prediction_card.h"
#include "app/widgets/button.h"
#include "app/widgets/paint.h"
#include "app/widgets/scroll_area.h"
#include "app/widgets/spotlight.h"
#include "core/base/tr.h"

namespace headroom::app {
namespace {

// The keys stand beside the title: where there is room, and where every line is for the text.
bool wide_dock(const Ui& ui, const Rect& area) { return area.w >= ui.px(640); }
bool low_dock(const Ui& ui, const Rect& area) { return area.h < ui.px(260) && !wide_dock(ui, area); }

std::string title_of_step(const Lesson& lesson, std::size_t step) {
  return step < lesson.steps.size() ? lesson.steps[step].title : std::string(tr("Key insight"));
}

// The key insight asks for nothing.
bool step_finished(const LearnState& learn) {
  const LessonStep* const step = learn.shown_step();
  return !step || (step->done.empty() && step->predict.empty()) || learn.step_done();
}

// Whether what is asked for has happened: said, as the step ends by a fact and not by a click.
void draw_done(const ViewContext& context, Rect& rest) {
  const Ui& ui = context.ui;
  const LearnState& learned = context.state.learn;
  const LessonStep* const step = learned.shown_step();
  if (!step || (step->done.empty() && step->predict.empty())) return;
  Rect row = rest.take_top(ui.px(22), ui.px(8));
  const bool done = learned.step_done();
  const Rect mark = row.take_left(ui.px(16), ui.px(8));
  if (done) {
    draw_icon(Icon::kCheck, mark, ui.px(13), ui.theme.good);
  } else {
    ImGui::GetWindowDrawList()->AddCircle(mark.center(), ui.px(6), color(ui.theme.muted), 24, ui.px(1.5F));
  }
  const std::string_view words = done                    ? tr("Done: on to the next step")
                                 : learned.setting_up    ? tr("Setting up…")
                                 : step->predict.empty() ? tr("Not done yet: try it in the window")
                                                         : tr("Not done yet: guess, then measure");
  text_line(ui, row, ui.fonts.small, done ? ui.theme.good : ui.theme.muted, words);
}

}  // namespace

void LessonDock::draw_size(const ViewContext& context, Rect& head) const {
  const Ui& ui = context.ui;
  const bool large = context.state.learn.large;
  ButtonSpec spec{.id = "lesson_size",
                  .label = large ? tr_c("a lesson", "Window") : tr_c("a lesson", "Larger"),
                  .icon = large ? Icon::kChevron : Icon::kArrowUp,
                  .tip = large ? tr("Back to the window, the lesson below it")
                               : tr("The lesson alone, while it is read; the window waits"),
                  .small = true};
  if (head.w < ui.px(420)) spec.label = {};
  if (button(ui, head.take_right(button_width(ui, spec), ui.px(8)), spec))
    learn(context, {.what = LearnDo::kEnlarge});
}

void LessonDock::draw_head(const ViewContext& context, Rect& rest, bool low) const {
  const Ui& ui = context.ui;
  const LearnState& learned = context.state.learn;
  const Lesson& lesson = *learned.lesson;
  Rect head = rest.take_top(ui.px(26), ui.px(low ? 6 : 8));
  const ButtonSpec close{.id = "lesson_close",
                         .icon = Icon::kCross,
                         .kind = ButtonKind::kQuiet,
                         .tip = tr("Leave the lesson (Esc); it goes on where it was left"),
                         .last_resort = true};
  if (button(ui, head.take_right(ui.px(28), ui.px(8)), close)) learn(context, {.what = LearnDo::kLeave});
  if (below_) draw_size(context, head);
  const std::string step =
      tr("step {1} of {2}", std::to_string(learned.step + 1), std::to_string(lesson_length(lesson)));
  const float room = text_width(ui.fonts.mono, step) + 1;
  if (wide_dock(ui, rest)) {
    const float width = std::min(ui.px(420), rest.w * 0.55F);
    draw_foot(context, head.take_right(width, ui.px(12)), false);
  } else if (low) {
    draw_foot(context, head.take_right(std::max(ui.px(150), head.w - room - ui.px(12)), ui.px(12)), true);
    text_line(ui, head, ui.fonts.mono, ui.theme.muted, step);
    return;
  }
  const float title = std::min(text_width(ui.fonts.bold, lesson.title) + 1, head.w - room - ui.px(8));
  text_line(ui, head.take_left(title, ui.px(8)), ui.fonts.bold, ui.theme.text, lesson.title);
  text_line(ui, head, ui.fonts.mono, ui.theme.muted, step);
  if (rest.h < ui.px(120)) return;  // then every line is for the text
  step_bars(ui, rest.take_top(ui.px(6), ui.px(14)), done_steps(learned, lesson), learned.step,
            ui.theme.accent);
}

void LessonDock::draw_foot(const ViewContext& context, Rect row, bool icons) const {
  const Ui& ui = context.ui;
  const LearnState& learned = context.state.learn;
  const LessonStep* const step = learned.shown_step();
  const bool finished = step_finished(learned), last = step == nullptr;
  const std::string next = last        ? std::string(tr("Finish"))
                           : !finished ? std::string(tr("Skip"))
                                       : tr("Next: {1}", title_of_step(*learned.lesson, learned.step + 1));
  ButtonSpec on{.id = "lesson_next",
                .label = next,
                .kind = finished ? ButtonKind::kPrimary : ButtonKind::kNormal,
                .tip = finished ? tr("Enter") : tr("Go on without doing it (Enter)")};
  const ButtonSpec back{.id = "lesson_back",
                        .label = icons ? "" : tr("Back"),
                        .icon = Icon::kArrowLeft,
                        .tip = tr("The step before (Backspace)"),
                        .enabled = learned.step > 0};
  const ButtonSpec hint{.id = "lesson_hint",
                        .label = icons ? "" : tr("Hint"),
                        .icon = Icon::kBulb,
                        .tip = "H",
                        .on = learned.hint};
  if (button(ui, row.take_left(button_width(ui, back), ui.px(8)), back))
    learn(context, {.what = LearnDo::kBack});
  const Prediction* const asked = learned.shown_prediction(false);
  const bool helps = !context.state.workspace.hides(Hidden::kAnswers) && step &&
                     (!step->hint.empty() || (asked && !asked->hint.empty()));
  if (helps && button(ui, row.take_left(button_width(ui, hint), ui.px(8)), hint))
    learn(context, {.what = LearnDo::kHint});
  // Shortened where the next title is long: the whole of it is its tip.
  const float wanted = button_width(ui, on), width = std::min(wanted, row.w);
  const std::string shown = width < wanted ? shortened(ui.fonts.bold, next, width - ui.px(28)) : next;
  if (width < wanted) on.tip = next;
  on.label = shown;
  if (button(ui, row.take_right(width), on)) learn(context, {.what = LearnDo::kNext});
}

float LessonDock::draw_step(const ViewContext& context, const Rect& area) const {
  const Ui& ui = context.ui;
  const LearnState& learned = context.state.learn;
  const LessonStep& step = *learned.shown_step();
  Rect rest{area.x, area.y, area.w, 1e6F};
  ImFont* const font = area.h < ui.px(100) ? ui.fonts.bold : ui.fonts.title;  // every line is for the text
  rest.take_top(draw_wrapped(font, rest.min(), rest.w, ui.theme.text, step.title),
                ui.px(font == ui.fonts.bold ? 4 : 10));
  const Prediction* const asked = learned.shown_prediction(false);
  const bool beside = asked && area.w >= ui.px(760);
  Rect right = beside ? rest.take_right((rest.w - ui.px(24)) / 2, ui.px(24)) : Rect{};
  rest.take_top(draw_rich(ui, rest, step.text, learn_style(context)), ui.px(14));
  if (learned.step_failure) {
    const FaultBox box{.id = "show_again",
                       .title = tr("What belongs to this step could not be shown"),
                       .text = learned.step_failure->what(),
                       .button = tr("Show it again")};
    if (fault_box(context, rest, box)) learn(context, {.what = LearnDo::kShow});
  }
  if (learned.hint) {
    const bool own = !step.hint.empty();
    if (own || asked)
      rest.take_top(boxed_text(context, rest, Icon::kBulb, tr("Hint"), own ? step.hint : asked->hint),
                    ui.px(12));
  }
  if (asked && !beside) rest.take_top(draw_prediction_card(context, rest, *asked, true), ui.px(10));
  draw_done(context, rest);
  const float card = beside ? draw_prediction_card(context, right, *asked, true) : 0;
  return std::max(rest.y, right.y + card) - area.y;
}

float LessonDock::draw_insight(const ViewContext& context, const Rect& area) const {
  const Ui& ui = context.ui;
  Rect rest{area.x, area.y, area.w, 1e6F};
  Rect head = rest.take_top(ui.px(30), ui.px(8));
  draw_icon(Icon::kBulb, head.take_left(ui.px(22), ui.px(10)), ui.px(20), ui.theme.warning);
  text_line(ui, head, ui.fonts.title, ui.theme.text, tr("Key insight"));
  rest.take_top(draw_rich(ui, rest, context.state.learn.lesson->insight, learn_style(context)), ui.px(12));
  return rest.y - area.y;
}

void LessonDock::draw(const ViewContext& context, const Rect& area, bool below) {
  const Ui& ui = context.ui;
  const LearnState& learned = context.state.learn;
  spot(area);
  fill(area, ui.theme.panel, ui.px(8));
  stroke(area, ui.theme.accent, ui.px(8), ui.px(1.5F));
  ImGui::PushID("lesson");
  below_ = below;
  const bool low = low_dock(ui, area);
  Rect rest = area.inset(ui.px(low ? 12 : 16), ui.px(low ? 6 : 12));
  draw_head(context, rest, low);
  if (!wide_dock(ui, rest) && !low) {
    const Rect foot = rest.take_bottom(ui.px(38), ui.px(12));
    line({area.x, foot.y - ui.px(12)}, {area.right(), foot.y - ui.px(12)}, ui.theme.line);
    draw_foot(context, foot, false);
  }
  // Each step is read from its top.
  const std::string id = "step-" + std::to_string(learned.step);
  rest.w += ui.px(10);  // the scroll bar's place
  {
    ScrollArea scroll(ui, id.c_str(), rest);
    Rect content = scroll.content();
    content.w = rest.w - ui.px(10);
    const float height = learned.shown_step() ? draw_step(context, content) : draw_insight(context, content);
    scroll.used(content.w, height);
  }
  ImGui::PopID();
}

}  // namespace headroom::app
