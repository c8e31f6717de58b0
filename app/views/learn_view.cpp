#include "app/views/learn_view.h"

#include <algorithm>
#include <memory>

#include "app/state/tabs.h"
#include "app/views/course_cards.h"
#include "app/views/learn_parts.h"
#include "app/views/learn_side.h"
#include "app/views/prediction_card.h"
#include "app/widgets/auto_panel.h"
#include "app/widgets/button.h"
#include "app/widgets/frame_notes.h"
#include "app/widgets/paint.h"
#include "app/widgets/scroll_area.h"
#include "core/base/tr.h"

namespace headroom::app {

std::optional<EmptyState> LearnView::empty_state(const ViewContext& context) const {
  if (context.state.learn.library) return std::nullopt;
  return EmptyState{.title = tr("Reading the lessons…"),
                    .advice = tr("They come with Headroom, as text files.")};
}

float LearnView::draw_side(const ViewContext& context, const Rect& area, float room) {
  const float gap = context.ui.px(12);
  Rect rest{area.x, area.y, area.w, 1e6F};
  const auto put = [&](float height) {
    if (height > 0) rest.take_top(height, gap);
  };
  put(draw_predictions(context, rest, room - side_below_));
  const float top = rest.y;
  put(draw_learn_score(context, rest, asks_forget_));
  put(draw_own_questions(context, rest));
  put(draw_for_a_class(context, rest));
  const float below = rest.y - top;
  if (below != side_below_) frame_notes().another_frame = true;
  side_below_ = below;
  return rest.y - area.y - gap;
}

void LearnView::draw_overview(const ViewContext& context, const Rect& area) {
  const Ui& ui = context.ui;
  const float gap = ui.px(12);
  Rect left = area;
  const bool beside = area.w >= ui.px(1060);
  if (beside) {
    const Rect side = left.take_right(std::clamp(area.w * 0.31F, ui.px(360), ui.px(440)), gap);
    ScrollArea scroll(ui, "learn_side", side);
    const Rect content = scroll.content();
    scroll.used(content.w - 1, draw_side(context, content, side.h));
  }
  ScrollArea scroll(ui, "learn_courses", left);
  Rect rest = scroll.content();
  const float top = rest.y;
  rest.h = 1e6F;
  const auto put = [&](float height) {
    if (height > 0) rest.take_top(height, gap);
  };
  put(draw_go_on(context, rest));
  put(draw_lesson_faults(context, rest));
  put(draw_courses(context, rest));
  put(draw_planning(context, rest));
  if (!beside) put(draw_side(context, rest, 1e6F));
  scroll.used(rest.w - 1, rest.y - top - gap);
}

void LearnView::draw_prediction_page(const ViewContext& context, const Rect& area) const {
  const Ui& ui = context.ui;
  const LearnState& learned = context.state.learn;
  const Prediction& prediction = *learned.shown_prediction(true);
  ScrollArea scroll(ui, ("prediction-" + prediction.id).c_str(), area);
  const Rect content = scroll.content();
  const float width = std::min(content.w, ui.px(860));
  AutoPanel panel(ui, {content.x + (content.w - width) / 2, content.y, width, 0});
  Rect rest = panel.content();
  Rect head = rest.take_top(ui.px(26), ui.px(10));
  const ButtonSpec back{.id = "prediction_back",
                        .label = tr("Overview"),
                        .icon = Icon::kArrowLeft,
                        .kind = ButtonKind::kQuiet,
                        .tip = tr("Backspace"),
                        .small = true};
  if (button(ui, head.take_left(button_width(ui, back), ui.px(8)), back))
    learn(context, {.what = LearnDo::kCourses});
  text_line(ui, head, ui.fonts.mono, ui.theme.muted, tr("Predict, then run"));
  rest.take_top(draw_wrapped(ui.fonts.title, rest.min(), rest.w, ui.theme.text, prediction.title), ui.px(10));
  rest.take_top(draw_prediction_card(context, rest, prediction), ui.px(12));
  if (learned.hint && !prediction.hint.empty())
    rest.take_top(boxed_text(context, rest, Icon::kBulb, tr("Hint"), prediction.hint), ui.px(12));
  Rect foot = rest.take_top(ui.px(36));
  const ButtonSpec hint{
      .id = "hint", .label = tr("Hint"), .icon = Icon::kBulb, .tip = "H", .on = learned.hint};
  const LearnGuess* const guess = learned.guess(prediction.id);
  const bool given = guess && guess->given;
  const ButtonSpec next{.id = "next_prediction",
                        .label = tr("Next prediction"),
                        .icon = Icon::kEnter,
                        .kind = given ? ButtonKind::kPrimary : ButtonKind::kNormal,
                        .tip = given ? tr("Enter") : tr("Without measuring this one")};
  if (!prediction.hint.empty() && !context.state.workspace.hides(Hidden::kAnswers) &&
      button(ui, foot.take_left(button_width(ui, hint), ui.px(8)), hint))
    learn(context, {.what = LearnDo::kHint});
  if (button(ui, foot.take_right(button_width(ui, next)), next))
    learn(context, {.what = LearnDo::kPrediction});
  scroll.used(content.w - 1, panel.finish(rest.y));
}

void LearnView::draw(const ViewContext& context, const Rect& area) {
  const LearnState& learned = context.state.learn;
  // Which column matters is asked about one's own data.
  watches_ = context.run.facts->config.dataset ? interest(Inspect::kImportance) : Interests();
  if (const auto empty = empty_state(context)) return draw_empty_state(context, area, *empty);
  if (learned.page == LearnPage::kQuestion && learned.shown_question()) {
    question_.draw(context, area);
  } else if (learned.page == LearnPage::kPrediction && learned.shown_prediction(true)) {
    draw_prediction_page(context, area);
  } else {
    draw_overview(context, area);
  }
}

std::unique_ptr<View> make_learn_view() { return std::make_unique<LearnView>(); }

}  // namespace headroom::app
