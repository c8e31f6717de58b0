#include "app/views/question_page.h"

#include <algorithm>
#include <cmath>
#include <string_view>

#include "app/views/learn_parts.h"
#include "app/views/question_cards.h"
#include "app/widgets/auto_panel.h"
#include "app/widgets/button.h"
#include "app/widgets/paint.h"
#include "app/widgets/scroll_area.h"
#include "core/base/tr.h"

namespace headroom::app {
namespace {

// A key as it looks on a keyboard.
void key_cap(const Ui& ui, Rect& row, std::string_view key) {
  const Rect cap = row.take_left(ui.px(22), ui.px(8)).centered(ui.px(20), ui.px(20));
  stroke(cap, ui.theme.edge, ui.px(4));
  text_line(ui, cap, ui.fonts.mono, ui.theme.muted, key, Align::kCenter);
}

void draw_key_caps(const Ui& ui, Rect row) {
  const float answer = text_width(ui.fonts.small, tr("answer")) + 1,
              hint = text_width(ui.fonts.small, tr("hint")) + 1;
  const float width = answer + hint + ui.px(5 * 30 + 16 + 12);
  if (row.w < width) return;
  row = row.take_right(width);
  text_line(ui, row.take_left(answer, ui.px(8)), ui.fonts.small, ui.theme.muted, tr("answer"));
  for (const std::string_view key : {"A", "B", "C", "D"}) key_cap(ui, row, key);
  row.take_left(ui.px(8));
  text_line(ui, row.take_left(hint, ui.px(8)), ui.fonts.small, ui.theme.muted, tr("hint"));
  key_cap(ui, row, "H");
}

struct OptionLook {
  bool answered = false, right = false, mine = false;
};

// Height and, where `draw` says so, the option itself; its words begin behind the letter.
float option_words(const ViewContext& context, const Rect& inner, const Option& option,
                   const OptionLook& look, bool draw) {
  const Ui& ui = context.ui;
  RichStyle style = learn_style(context);
  if (look.answered && (look.right || look.mine)) style.font = ui.fonts.bold;
  style.sentences_apart = false;
  float height = draw_rich(ui, inner, option.text, style, draw);
  if (!look.answered) return height;
  height += ui.px(3);
  RichStyle quiet = learn_style(context);
  quiet.ink = ui.theme.muted;
  const Rect below{inner.x, inner.y + height, inner.w, inner.h};
  return height + draw_rich(ui, below, option.explanation, quiet, draw);
}

void draw_option(const ViewContext& context, Rect& rest, const Question& question, std::size_t letter) {
  const Ui& ui = context.ui;
  const LearnState& learned = context.state.learn;
  const std::size_t place = learned.order[letter];
  const OptionLook look{learned.answer.has_value(), place == question.right, learned.answer == place};
  const std::string said = !look.answered ? ""
                           : look.right   ? tr("right")
                           : look.mine    ? tr("your answer")
                                          : "";
  const float mark = said.empty() ? 0 : text_width(ui.fonts.small, said) + ui.px(30);
  const float indent = ui.px(38), pad = ui.px(12);
  const Rect words{rest.x + indent, rest.y + pad, rest.w - indent - pad - mark, 1e6F};
  const float height = option_words(context, words, question.options[place], look, false) + 2 * pad;
  const Rect box = rest.take_top(height, ui.px(10));
  const std::string id = std::string("option-") + answer_letter(letter);
  const Press press = press_area(id.c_str(), box, !look.answered);
  const ImVec4 ink = look.right ? ui.theme.good : ui.theme.bad;
  const bool marked = look.answered && (look.right || look.mine);
  fill(box, ground_of(ui, press, ui.theme.card), ui.px(8));
  if (marked) fill(box, mix(ui.theme.card, ink, 0.06F), ui.px(8));
  stroke(box, marked ? ink : look.answered ? ui.theme.line : ui.theme.edge, ui.px(8), marked ? ui.px(2) : 1);
  if (press.focused) focus_ring(ui, box, ui.px(8));
  const Rect head{box.x + ui.px(14), words.y, ui.px(20), std::round(line_height(ui.fonts.body) * 1.22F)};
  text_line(ui, head, ui.fonts.mono_bold, ui.theme.text, std::string(1, answer_letter(letter)));
  option_words(context, words, question.options[place], look, true);
  if (marked) {
    Rect at{box.right() - mark - ui.px(4), words.y, mark - ui.px(8), head.h};
    draw_icon(look.right ? Icon::kCheck : Icon::kCross, at.take_left(ui.px(14), ui.px(8)), ui.px(12), ink);
    text_line(ui, at, ui.fonts.small, ink, said);
  }
  if (press.clicked) learn(context, {.what = LearnDo::kAnswer, .place = letter});
}

// Of the panel with the score: its head, a row for each difficulty, the way back to a lesson, the buttons.
float score_height(const Ui& ui, bool in_lesson) {
  return ui.px(28 + 6 + 3 * 34 + 12 + (in_lesson ? 40 : 0) + 36 + 2 * 14);
}

}  // namespace

float QuestionPage::draw_question(const ViewContext& context, const Rect& area,
                                  const Question& question) const {
  const Ui& ui = context.ui;
  const LearnState& learned = context.state.learn;
  Rect rest{area.x, area.y, area.w, 1e6F};
  Rect head = rest.take_top(ui.px(26), ui.px(10));
  const std::string where = tr("{1}, {2} of {3}", learned.queue_title, std::to_string(learned.place + 1),
                               std::to_string(learned.queue.size()));
  const float width = std::min(text_width(ui.fonts.mono, where) + 1, head.w - ui.px(100));
  text_line(ui, head.take_left(width, ui.px(10)), ui.fonts.mono, ui.theme.muted, where);
  head.take_left(difficulty_mark(ui, head, question.difficulty), ui.px(16));
  draw_key_caps(ui, head);
  rest.take_top(draw_wrapped(ui.fonts.title, rest.min(), rest.w, ui.theme.text, question.title), ui.px(10));
  if (!question.text.empty())
    rest.take_top(draw_rich(ui, rest, question.text, learn_style(context)), ui.px(14));
  for (std::size_t letter = 0; letter < kOptions; ++letter) draw_option(context, rest, question, letter);
  if (!learned.answer) return rest.y - area.y;
  const std::string shows = tr("Shows it in the window: {1}", question.run.text);
  const ButtonSpec run{
      .id = "run_here", .label = tr("Run it here"), .icon = Icon::kPlay, .tip = shows, .small = true};
  const bool runs = !question.run.text.empty();
  if (question.cards > 0) {
    // The button ends the line of the title, as it would stand alone below.
    Rect place{rest.x, rest.y + ui.px(6), rest.w, ui.px(24)};
    rest.take_top(draw_real_cards(context, rest, question.cards), ui.px(6));
    if (runs && button(ui, place.take_right(button_width(ui, run)), run))
      learn(context, {.what = LearnDo::kRun});
  } else if (runs && button(ui, rest.take_top(ui.px(28), ui.px(6)).take_left(button_width(ui, run)), run)) {
    learn(context, {.what = LearnDo::kRun});
  }
  return rest.y - area.y;
}

float QuestionPage::draw_help(const ViewContext& context, const Rect& area, const Question& question) const {
  const Ui& ui = context.ui;
  const LearnState& learned = context.state.learn;
  const float gap = ui.px(12);
  Rect rest{area.x, area.y, area.w, 1e6F};
  Focus::of_window().begin_group();
  if (learned.hint || learned.answer) {
    rest.take_top(boxed_text(context, rest, Icon::kBulb, tr("Hint"), question.hint), gap);
  } else {
    AutoPanel panel(ui, rest);
    Rect inner = panel.content();
    const ButtonSpec hint{.id = "hint", .label = tr("Show a hint"), .icon = Icon::kBulb, .tip = "H"};
    if (!context.state.workspace.hides(Hidden::kAnswers) &&
        button(ui, inner.take_top(ui.px(34)).take_left(button_width(ui, hint)), hint))
      learn(context, {.what = LearnDo::kHint});
    rest.take_top(panel.finish(inner.y), gap);
  }
  if (!learned.answer) return rest.y - area.y;
  rest.take_top(boxed_text(context, rest, Icon::kNone, tr("Solution"), question.solution), gap);
  rest.take_top(boxed_text(context, rest, Icon::kNone, tr("Common mistakes"), question.mistakes), gap);
  rest.take_top(boxed_text(context, rest, Icon::kNone, tr("Quick check"), question.check), gap);
  return rest.y - area.y;
}

void QuestionPage::draw_keys(const ViewContext& context, Rect row) const {
  const Ui& ui = context.ui;
  const LearnState& learned = context.state.learn;
  const bool last = learned.place + 1 >= learned.queue.size();
  const ButtonSpec back{.id = "question_back",
                        .label = tr("Previous"),
                        .icon = Icon::kArrowLeft,
                        .tip = tr("Backspace"),
                        .enabled = learned.place > 0};
  const ButtonSpec again{.id = "question_again",
                         .label = tr("Try again"),
                         .tip = tr("The score counts the first answer"),
                         .enabled = learned.answer.has_value()};
  const ButtonSpec next{.id = "question_next",
                        .label = last ? tr("Overview") : tr("Next question"),
                        .icon = Icon::kEnter,
                        .kind = learned.answer ? ButtonKind::kPrimary : ButtonKind::kNormal,
                        .tip = tr("Enter")};
  if (button(ui, row.take_right(button_width(ui, next), ui.px(8)), next))
    learn(context, {.what = LearnDo::kNext});
  if (button(ui, row.take_left(button_width(ui, back), ui.px(8)), back))
    learn(context, {.what = LearnDo::kBack});
  if (row.w >= button_width(ui, again) && button(ui, row.take_left(button_width(ui, again)), again))
    learn(context, {.what = LearnDo::kAgain});
}

float QuestionPage::draw_score(const ViewContext& context, const Rect& area) const {
  const Ui& ui = context.ui;
  Focus::of_window().begin_group();
  AutoPanel panel(ui, area);
  Rect rest = panel.content();
  const LearnScore score = score_of(context.state.learn, questions_of(context.state.learn, {}));
  Rect head = rest.take_top(ui.px(28), ui.px(6));
  const std::string words = tr(" of {1} answered right, {2} open", std::to_string(score.answered),
                               std::to_string(score.all - score.answered));
  text_line(ui, head.take_right(text_width(ui.fonts.mono, words) + 1), ui.fonts.mono, ui.theme.muted, words,
            Align::kRight);
  const std::string right = std::to_string(score.right);
  text_line(ui, head.take_right(text_width(ui.fonts.title, right) + 1), ui.fonts.title, ui.theme.text, right,
            Align::kRight);
  text_line(ui, head, ui.fonts.bold, ui.theme.text, tr("Score"));
  draw_difficulties(context, rest);
  rest.take_top(ui.px(12));
  if (context.state.learn.lesson) {
    const ButtonSpec lesson{
        .id = "to_lesson", .label = tr("Back to the lesson"), .icon = Icon::kBook, .small = true};
    if (button(ui, rest.take_top(ui.px(28), ui.px(12)).take_left(button_width(ui, lesson)), lesson))
      learn(context, {.what = LearnDo::kGoOn});
  }
  draw_keys(context, rest.take_top(ui.px(36)));
  return panel.finish(rest.y);
}

void QuestionPage::draw(const ViewContext& context, const Rect& area) {
  const Ui& ui = context.ui;
  const LearnState& learned = context.state.learn;
  const Question& question = *learned.shown_question();
  const bool beside = area.w >= ui.px(980);
  const float gap = ui.px(12);
  Rect rest = area;
  // A score panel of its own height stays in sight beside the question.
  const Rect side = beside ? rest.take_right(std::min(ui.px(476), area.w * 0.36F), gap) : Rect{};
  const std::string id = "question-" + question.id;
  if (beside) {
    panel_box(ui, rest);
    Rect inside = rest.inset(ui.px(12), ui.px(14));
    ScrollArea scroll(ui, id.c_str(), inside);
    const Rect content = scroll.content();
    const float width = std::min(ui.px(820), content.w - ui.px(32));
    const float used =
        draw_question(context, {content.x + (content.w - width) / 2, content.y, width, 0}, question);
    scroll.used(content.w - 1, used + ui.px(8));
  }
  // The score and the way on stay in sight.
  Rect right = beside ? side : rest;
  const Rect score = beside ? right.take_bottom(score_height(ui, learned.lesson != nullptr), gap) : Rect{};
  {
    ScrollArea scroll(ui, (id + "-side").c_str(), right);
    Rect page = scroll.content();
    const float top = page.y;
    page.h = 1e6F;
    if (!beside) {
      AutoPanel panel(ui, page);
      const Rect inner = panel.content();
      page.take_top(panel.finish(inner.y + draw_question(context, inner, question)), gap);
    }
    page.take_top(draw_help(context, page, question));
    if (!beside) page.take_top(draw_score(context, page));
    scroll.used(page.w, page.y - top);
  }
  if (beside) draw_score(context, score);
}

}  // namespace headroom::app
