#include "app/views/learn_parts.h"

#include <algorithm>
#include <utility>

#include "app/state/learn_figures.h"
#include "app/widgets/auto_panel.h"
#include "app/widgets/button.h"
#include "app/widgets/paint.h"
#include "core/base/tr.h"

namespace headroom::app {
namespace {

constexpr float kSquare = 20, kSquareGap = 6;

}  // namespace

RichStyle learn_style(const ViewContext& context) {
  RichStyle style;
  style.figure = [&context](const std::string& name) {
    return figure_text(name, context.state, context.run);
  };
  return style;
}

void answer_square(const Ui& ui, const Rect& area, AnswerMark mark) {
  const ImVec4 ink = mark == AnswerMark::kRight ? ui.theme.good : ui.theme.bad;
  if (mark == AnswerMark::kOpen) {
    stroke(area, ui.theme.edge, ui.px(4));
    return;
  }
  fill(area, mix(ui.theme.panel, ink, 0.25F), ui.px(4));
  draw_icon(mark == AnswerMark::kRight ? Icon::kCheck : Icon::kCross, area, ui.px(11), ink);
}

float answer_squares_width(const Ui& ui, std::size_t count) {
  return count == 0 ? 0 : static_cast<float>(count) * ui.px(kSquare + kSquareGap) - ui.px(kSquareGap);
}

float answer_squares(const ViewContext& context, const Rect& area,
                     const std::vector<const Question*>& questions) {
  const Ui& ui = context.ui;
  Rect rest = area;
  for (const Question* const question : questions) {
    if (rest.w < ui.px(kSquare)) break;
    const Rect square =
        rest.take_left(ui.px(kSquare), ui.px(kSquareGap)).centered(ui.px(kSquare), ui.px(kSquare));
    const std::string id = "question-" + question->id;
    const Press press = press_area(id.c_str(), square);
    if (press.hovered) fill(square, ui.theme.hover, ui.px(4));
    answer_square(ui, square, answer_mark(context.state.learn.progress, question->id));
    if (press.focused) focus_ring(ui, square, ui.px(4));
    if (press.hovered) tooltip(ui, question->title, square);
    if (press.clicked) learn(context, {.what = LearnDo::kQuestion, .id = question->id});
  }
  return area.w - rest.w;
}

void step_bars(const Ui& ui, const Rect& area, const std::vector<bool>& done, std::size_t now,
               const ImVec4& ink) {
  if (done.empty()) return;
  const auto count = static_cast<float>(done.size());
  const float gap = std::min(ui.px(6), area.w / count / 3), width = (area.w - gap * (count - 1)) / count;
  Rect rest = area;
  for (std::size_t i = 0; i < done.size(); ++i) {
    const Rect bar = rest.take_left(width, gap);
    fill(bar, done[i] ? ink : ui.theme.line, bar.h / 2);
    if (i == now) stroke({bar.x, bar.y - 1, bar.w, bar.h + 2}, ui.theme.text, bar.h / 2, ui.px(1.5F));
  }
}

std::vector<bool> done_steps(const LearnState& learn, const Lesson& lesson) {
  std::vector<bool> done(lesson_length(lesson), false);
  const auto kept = learn.progress.lessons.find(lesson.id);
  if (kept == learn.progress.lessons.end()) return done;
  for (std::size_t i = 0; i < done.size(); ++i)
    done[i] = kept->second.finished || kept->second.done.count(i) > 0;
  return done;
}

float difficulty_mark(const Ui& ui, const Rect& area, Difficulty difficulty, bool with_word) {
  const int on = static_cast<int>(difficulty) + 1;
  float x = area.x + ui.px(4);
  for (int i = 0; i < 3; ++i) {
    ImGui::GetWindowDrawList()->AddCircleFilled({x, area.center().y}, ui.px(3.5F),
                                                color(i < on ? ui.theme.text : ui.theme.line), 16);
    x += ui.px(10);
  }
  if (!with_word) return x - area.x;
  const std::string_view word = tr(kDifficultyNames.name(difficulty));
  const float width = text_width(ui.fonts.small, word) + 1;
  text_line(ui, {x + ui.px(4), area.y, width, area.h}, ui.fonts.small, ui.theme.muted, word);
  return x + ui.px(4) + width - area.x;
}

float boxed_text(const ViewContext& context, const Rect& area, Icon icon, std::string_view title,
                 const RichText& text) {
  const Ui& ui = context.ui;
  AutoPanel panel(ui, area);
  Rect rest = panel.content();
  Rect head = rest.take_top(ui.px(22), ui.px(6));
  if (icon != Icon::kNone) draw_icon(icon, head.take_left(ui.px(16), ui.px(8)), ui.px(15), ui.theme.warning);
  text_line(ui, head, ui.fonts.bold, ui.theme.text, title);
  rest.take_top(draw_rich(ui, rest, text, learn_style(context)));
  return panel.finish(rest.y);
}

bool fault_box(const ViewContext& context, Rect& rest, const FaultBox& box) {
  const Ui& ui = context.ui;
  const float pad = ui.px(12), room = rest.w - 2 * pad;
  const ButtonSpec spec{.id = box.id, .label = box.button, .small = true};
  const float title = wrapped_height(ui.fonts.bold, box.title, room - ui.px(24));
  const float text = wrapped_height(ui.fonts.body, box.text, room);
  const float foot = box.button.empty() ? 0 : ui.px(36);
  const Rect place = rest.take_top(title + ui.px(6) + text + foot + 2 * pad, ui.px(10));
  fill(place, mix(ui.theme.panel, ui.theme.bad, 0.08F), ui.px(8));
  stroke(place, ui.theme.bad, ui.px(8));
  Rect inner = place.inset(pad, pad);
  Rect head = inner.take_top(title, ui.px(6));
  draw_icon(Icon::kWarning, head.take_left(ui.px(16), ui.px(8)), ui.px(15), ui.theme.bad);
  draw_wrapped(ui.fonts.bold, head.min(), head.w, ui.theme.text, box.title);
  draw_wrapped(ui.fonts.body, inner.take_top(text, ui.px(8)).min(), room, ui.theme.text, box.text);
  if (box.button.empty()) return false;
  return button(ui, inner.take_top(ui.px(28)).take_left(button_width(ui, spec)), spec);
}

void draw_difficulties(const ViewContext& context, Rect& rest) {
  const Ui& ui = context.ui;
  const LearnState& learned = context.state.learn;
  for (const auto& row : kDifficultyNames) {
    const std::vector<const Question*> questions = questions_of(learned, {}, row.value);
    const LearnScore score = score_of(learned, questions);
    Rect place = rest.take_top(ui.px(34));
    line(place.min(), {place.right(), place.y}, ui.theme.line);
    const std::string words = tr("{1} of {2}", std::to_string(score.right), std::to_string(score.all));
    text_line(ui, place.take_right(text_width(ui.fonts.mono, words) + 1, ui.px(12)), ui.fonts.mono,
              ui.theme.text, words, Align::kRight);
    const std::string id = "ask-" + std::string(row.name);
    const Rect word = place.take_left(ui.px(64), ui.px(12));
    const Press press = press_area(id.c_str(), word, score.all > 0);
    text_line(ui, word, ui.fonts.body, press.hovered ? ui.theme.accent : ui.theme.text, tr(row.name));
    if (press.focused) focus_ring(ui, word, ui.px(4));
    if (press.hovered) tooltip(ui, tr("All questions of this difficulty, in another order"), word);
    if (press.clicked) learn(context, {.what = LearnDo::kDifficulty, .id = std::string(row.name)});
    answer_squares(context, place, questions);
  }
}

}  // namespace headroom::app
