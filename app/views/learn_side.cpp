#include "app/views/learn_side.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "app/state/paths.h"
#include "app/views/learn_csv.h"
#include "app/views/learn_parts.h"
#include "app/views/prediction_card.h"
#include "app/widgets/auto_panel.h"
#include "app/widgets/button.h"
#include "app/widgets/copy_menu.h"
#include "app/widgets/exhibit.h"
#include "app/widgets/guess_line.h"
#include "app/widgets/paint.h"
#include "core/base/tr.h"

namespace headroom::app {
namespace {

void ring_mark(const Ui& ui, ImVec2 at) {
  ImGui::GetWindowDrawList()->AddCircleFilled(at, ui.px(5.5F), color(ui.theme.panel), 24);
  ImGui::GetWindowDrawList()->AddCircle(at, ui.px(4.5F), color(ui.theme.text), 24, ui.px(2));
}

void diamond_mark(const Ui& ui, ImVec2 at, const ImVec4& ink) {
  const float r = ui.px(6);
  ImGui::GetWindowDrawList()->AddQuadFilled({at.x, at.y - r}, {at.x + r, at.y}, {at.x, at.y + r},
                                            {at.x - r, at.y}, color(ink));
}

constexpr float kTakenRow = 46, kOpenRow = 30, kSquareRow = 28;

bool was_measured(const LearnState& learn, const Prediction& prediction) {
  const auto kept = learn.progress.predictions.find(prediction.id);
  return kept != learn.progress.predictions.end() && kept->second.measured.has_value();
}

// Those that were measured first, then the others in their order; room for a row of squares stays.
std::vector<bool> rows_that_fit(const ViewContext& context, float room) {
  const LearnState& learned = context.state.learn;
  const std::vector<Prediction>& all = learned.library->predictions;
  std::vector<bool> shown(all.size(), false);
  const auto height = [&](const Prediction& each) {
    return context.ui.px(was_measured(learned, each) ? kTakenRow : kOpenRow);
  };
  float whole = 0;
  for (const Prediction& each : all) whole += height(each);
  float left = whole <= room ? whole : room - context.ui.px(kSquareRow);
  for (const bool measured : {true, false}) {
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (was_measured(learned, all[i]) != measured || height(all[i]) > left + 1) continue;
      left -= height(all[i]);
      shown[i] = true;
    }
  }
  return shown;
}

// What found no row, each as a square.
void draw_other_predictions(const ViewContext& context, Rect& rest, const std::vector<bool>& shown) {
  const Ui& ui = context.ui;
  const LearnState& learned = context.state.learn;
  const std::vector<Prediction>& all = learned.library->predictions;
  if (std::find(shown.begin(), shown.end(), false) == shown.end()) return;
  const std::string_view others = tr("others");
  Rect row = rest.take_top(ui.px(kSquareRow));
  text_line(ui, row.take_left(text_width(ui.fonts.small, others) + 1, ui.px(10)), ui.fonts.small,
            ui.theme.muted, others);
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (shown[i] || row.w < ui.px(20)) continue;
    const Rect square = row.take_left(ui.px(20), ui.px(5)).centered(ui.px(20), ui.px(20));
    const std::string id = "predict-" + all[i].id;
    const Press press = press_area(id.c_str(), square);
    const auto kept = learned.progress.predictions.find(all[i].id);
    const bool right = kept != learned.progress.predictions.end() && kept->second.right;
    if (press.hovered) fill(square, ui.theme.hover, ui.px(4));
    answer_square(ui, square,
                  !was_measured(learned, all[i]) ? AnswerMark::kOpen
                  : right                        ? AnswerMark::kRight
                                                 : AnswerMark::kMissed);
    if (press.focused) focus_ring(ui, square, ui.px(4));
    if (press.hovered) tooltip(ui, all[i].title, square);
    if (press.clicked) learn(context, {.what = LearnDo::kPrediction, .id = all[i].id});
  }
}

// A guess and its measurement on a line of their own scale.
void draw_mini_line(const Ui& ui, const Rect& area, const Prediction& prediction,
                    const PredictionProgress& kept) {
  const GuessLine scale{.low = prediction.from, .high = prediction.to, .logarithmic = prediction.logarithmic};
  const Rect track = area.inset(ui.px(7), 0);
  const float y = track.center().y;
  line({track.x, y}, {track.right(), y}, ui.theme.line, ui.px(2));
  const float guess = track.x + track.w * guess_share(scale, kept.guess);
  const ImVec4 ink = kept.right ? ui.theme.good : ui.theme.bad;
  if (kept.measured) {
    const float measured = track.x + track.w * guess_share(scale, *kept.measured);
    for (float x = std::min(guess, measured); x < std::max(guess, measured); x += ui.px(6))
      line({x, y}, {std::min(x + ui.px(3), std::max(guess, measured)), y}, ui.theme.muted, ui.px(1.5F));
    diamond_mark(ui, {measured, y}, ink);
  }
  ring_mark(ui, {guess, y});
}

void draw_prediction_row(const ViewContext& context, Rect& rest, const Prediction& prediction) {
  const Ui& ui = context.ui;
  const LearnState& learned = context.state.learn;
  const auto kept = learned.progress.predictions.find(prediction.id);
  const bool taken = kept != learned.progress.predictions.end() && kept->second.measured;
  Rect row = rest.take_top(ui.px(taken ? kTakenRow : kOpenRow));
  const std::string id = "predict-" + prediction.id;
  const Press press = press_area(id.c_str(), row);
  if (press.hovered) fill(row, ui.theme.hover, ui.px(4));
  if (press.focused) focus_ring(ui, row, ui.px(4));
  if (taken) {
    // The title above, guess and measurement below: on their line, and in numbers.
    text_line(ui, row.take_top(ui.px(22)), ui.fonts.small, ui.theme.text, prediction.title);
    const std::string guess = figure_words(prediction, kept->second.guess),
                      measured = figure_words(prediction, *kept->second.measured);
    const ImVec4 ink = kept->second.right ? ui.theme.good : ui.theme.bad;
    const float number = ui.px(74);
    copyable(row, measured, prediction.title + "\t" + guess + "\t" + measured);
    draw_icon(kept->second.right ? Icon::kCheck : Icon::kCross, row.take_right(ui.px(14), ui.px(6)),
              ui.px(10), ink);
    text_line(ui, row.take_right(number, ui.px(8)), ui.fonts.mono_bold, ink, measured, Align::kRight);
    draw_icon(Icon::kArrowRight, row.take_right(ui.px(10), ui.px(8)), ui.px(8), ui.theme.muted);
    text_line(ui, row.take_right(number, ui.px(12)), ui.fonts.mono, ui.theme.muted, guess, Align::kRight);
    if (prediction.choices.empty() && row.w > ui.px(60)) draw_mini_line(ui, row, prediction, kept->second);
  } else {
    const std::string_view open = tr("guess");
    text_line(ui, row.take_right(text_width(ui.fonts.small, open) + 1, ui.px(8)), ui.fonts.small,
              press.hovered ? ui.theme.accent : ui.theme.muted, open, Align::kRight);
    text_line(ui, row, ui.fonts.small, ui.theme.muted, prediction.title);
  }
  if (press.clicked) learn(context, {.what = LearnDo::kPrediction, .id = prediction.id});
}

}  // namespace

float draw_predictions(const ViewContext& context, const Rect& area, float room) {
  const Ui& ui = context.ui;
  const LearnState& learned = context.state.learn;
  const std::vector<Prediction>& all = learned.library->predictions;
  if (all.empty()) return 0;
  Focus::of_window().begin_group();
  AutoPanel panel(ui, area);
  Rect rest = panel.content();
  std::size_t taken = 0, right = 0;
  for (const Prediction& each : all) {
    const auto kept = learned.progress.predictions.find(each.id);
    if (kept == learned.progress.predictions.end() || !kept->second.measured) continue;
    ++taken;
    if (kept->second.right) ++right;
  }
  Rect head = rest.take_top(ui.px(26), ui.px(6));
  const std::string_view title = tr("Predict, then run");
  text_line(ui, head.take_left(text_width(ui.fonts.bold, title) + 1, ui.px(8)), ui.fonts.bold, ui.theme.text,
            title);
  const std::string count = tr("{1} of {2}", std::to_string(taken), std::to_string(all.size()));
  text_line(ui, head.take_left(text_width(ui.fonts.mono, count) + 1, ui.px(12)), ui.fonts.mono,
            ui.theme.muted, count);
  const std::string_view you = tr("you"), found = tr("measured");
  const float words = text_width(ui.fonts.small, you) + text_width(ui.fonts.small, found) + ui.px(60);
  if (taken > 0 && head.w > words) {
    Rect legend = head.take_right(words);
    ring_mark(ui, legend.take_left(ui.px(12), ui.px(5)).center());
    text_line(ui, legend.take_left(text_width(ui.fonts.small, you) + 1, ui.px(12)), ui.fonts.small,
              ui.theme.muted, you);
    diamond_mark(ui, legend.take_left(ui.px(12), ui.px(5)).center(), ui.theme.good);
    text_line(ui, legend, ui.fonts.small, ui.theme.muted, found);
  }
  const std::vector<bool> shown = rows_that_fit(context, room - (rest.y - area.y) - ui.px(8 + 30 + 14));
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (shown[i]) draw_prediction_row(context, rest, all[i]);
  }
  draw_other_predictions(context, rest, shown);
  rest.take_top(ui.px(8));
  Rect foot = rest.take_top(ui.px(30));
  const ButtonSpec next{.id = "next_prediction",
                        .label = taken == all.size() ? tr("Guess again") : tr("Next prediction"),
                        .tip = tr("Guess a figure, then measure it on this machine"),
                        .small = true};
  if (button(ui, foot.take_right(button_width(ui, next), ui.px(10)), next))
    learn(context, {.what = LearnDo::kPrediction});
  text_line(ui, foot, ui.fonts.small, ui.theme.muted,
            taken == 0 ? std::string(tr("Guess first: then it is measured here"))
                       : tr("Guessed right: {1} of {2}", std::to_string(right), std::to_string(taken)));
  const float height = panel.finish(rest.y);
  exhibit_of_frame({.name = "learn-predictions",
                    .title = tr("Predict, then run"),
                    .area = {area.x, area.y, area.w, height}},
                   [&learned] { return predictions_csv(learned); });
  return height;
}

float draw_learn_score(const ViewContext& context, const Rect& area, bool& asks) {
  const Ui& ui = context.ui;
  const LearnState& learned = context.state.learn;
  Focus::of_window().begin_group();
  AutoPanel panel(ui, area);
  Rect rest = panel.content();
  const auto ended = [&] {
    const float height = panel.finish(rest.y);
    exhibit_of_frame({.name = "learn-questions",
                      .title = tr("Questions by difficulty"),
                      .area = {area.x, area.y, area.w, height}},
                     [&learned] { return questions_csv(learned); });
    return height;
  };
  const LearnScore score = score_of(learned, questions_of(learned, {}));
  Rect head = rest.take_top(ui.px(26), ui.px(6));
  const std::string count = tr("{1} of {2}", std::to_string(score.right), std::to_string(score.all));
  text_line(ui, head.take_right(text_width(ui.fonts.mono, count) + 1), ui.fonts.mono, ui.theme.text, count,
            Align::kRight);
  text_line(ui, head, ui.fonts.bold, ui.theme.text, tr("Questions by difficulty"));
  draw_difficulties(context, rest);
  rest.take_top(ui.px(10));
  Rect foot = rest.take_top(ui.px(28));
  const std::size_t missed = missed_questions(learned).size();
  const std::string label = tr("Repeat the {1} missed", std::to_string(missed));
  const ButtonSpec repeat{.id = "repeat_missed", .label = label, .small = true};
  if (missed > 0 && button(ui, foot.take_left(button_width(ui, repeat), ui.px(8)), repeat))
    learn(context, {.what = LearnDo::kMissed});
  const bool anything = !learns_first(learned);
  if (!anything) asks = false;
  if (asks) {
    // What cannot be undone is asked once more, at the same place.
    const ButtonSpec forget{.id = "forget_really", .label = tr("Yes, forget"), .small = true};
    const ButtonSpec keep{.id = "forget_not", .label = tr("Keep"), .small = true};
    if (button(ui, foot.take_right(button_width(ui, forget), ui.px(8)), forget)) {
      learn(context, {.what = LearnDo::kForget});
      asks = false;
    }
    if (foot.w >= button_width(ui, keep) &&
        button(ui, foot.take_right(button_width(ui, keep), ui.px(8)), keep))
      asks = false;
    return ended();
  }
  const ButtonSpec forget{.id = "forget",
                          .label = tr("Forget all"),
                          .tip = tr("Steps, answers and guesses; kept on this machine alone"),
                          .enabled = anything,
                          .small = true};
  if (foot.w >= button_width(ui, forget) &&
      button(ui, foot.take_right(button_width(ui, forget), ui.px(8)), forget))
    asks = true;
  const std::string_view stays = tr("kept on this machine");
  if (foot.w > text_width(ui.fonts.small, stays))
    text_line(ui, foot, ui.fonts.small, ui.theme.muted, stays, Align::kRight);
  return ended();
}

float draw_own_questions(const ViewContext& context, const Rect& area) {
  const Ui& ui = context.ui;
  const auto& own = context.state.learn.own;
  if (!own || own->questions.empty()) return 0;
  Focus::of_window().begin_group();
  AutoPanel panel(ui, area);
  Rect rest = panel.content();
  text_line(ui, rest.take_top(ui.px(26), ui.px(4)), ui.fonts.bold, ui.theme.text, own->title);
  for (const Question& question : own->questions) {
    Rect row = rest.take_top(ui.px(30));
    const std::string id = "own-" + question.id;
    const Press press = press_area(id.c_str(), row);
    if (press.hovered) fill(row, ui.theme.hover, ui.px(4));
    if (press.focused) focus_ring(ui, row, ui.px(4));
    answer_square(ui, row.take_right(ui.px(20), ui.px(10)).centered(ui.px(20), ui.px(20)),
                  answer_mark(context.state.learn.progress, question.id));
    text_line(ui, row, ui.fonts.small, ui.theme.text, question.title);
    if (press.clicked) learn(context, {.what = LearnDo::kQuestion, .id = question.id});
  }
  return panel.finish(rest.y);
}

float draw_for_a_class(const ViewContext& context, const Rect& area) {
  const Ui& ui = context.ui;
  Focus::of_window().begin_group();
  AutoPanel panel(ui, area);
  Rect rest = panel.content();
  text_line(ui, rest.take_top(ui.px(26), ui.px(6)), ui.fonts.bold, ui.theme.text, tr("For a class"));
  Rect row = rest.take_top(ui.px(28), ui.px(8));
  const ButtonSpec present{.id = "present",
                           .label = tr("Presenter F11"),
                           .tip = tr("Large type and no side panels, for a projector"),
                           .on = context.state.presenter,
                           .small = true};
  const ButtonSpec open{.id = "open_lesson",
                        .label = tr("Open a lesson…"),
                        .tip = tr("A Markdown file; it can also be dropped on the window"),
                        .small = true};
  if (button(ui, row.take_left(button_width(ui, present), ui.px(8)), present))
    context.actions.emplace_back(action::SetPresenter{!context.state.presenter});
  const ButtonSpec play{
      .id = "autoplay",
      .label = tr("Play by itself"),
      .tip = tr("Autoplay for a hall or a fair: a tour that goes on by itself. Your run is put "
                "aside and comes back (Shift+F11)"),
      .small = true};
  if (row.w < button_width(ui, play)) row = rest.take_top(ui.px(28), ui.px(8));
  if (button(ui, row.take_left(button_width(ui, play), ui.px(8)), play))
    context.actions.emplace_back(action::Autoplay{});
  if (row.w < button_width(ui, open)) row = rest.take_top(ui.px(28), ui.px(8));
  if (button(ui, row.take_left(button_width(ui, open), ui.px(8)), open))
    context.actions.emplace_back(action::Browse{true});
  const ButtonSpec share{
      .id = "share_workspace",
      .label = tr("Share a workspace…"),
      .tip = tr("The run, its data and what is open as one file, with some controls hidden "
                "(Ctrl+Shift+S)"),
      .enabled = !context.run.curves->models.empty(),
      .small = true};
  if (row.w < button_width(ui, share)) row = rest.take_top(ui.px(28), ui.px(8));
  if (button(ui, row.take_left(button_width(ui, share), ui.px(8)), share))
    context.actions.emplace_back(action::EditWorkspace{});
  const std::string where = (data_directory() / "lessons").string();
  const std::string words =
      tr("Lessons are text files. Your own in {1} are listed beside these, and are read again whenever they "
         "are saved.",
         where);
  rest.take_top(draw_wrapped(ui.fonts.small, rest.min(), rest.w, ui.theme.muted, words));
  return panel.finish(rest.y);
}

}  // namespace headroom::app
