#include "app/views/prediction_card.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <vector>

#include "app/views/learn_parts.h"
#include "app/widgets/button.h"
#include "app/widgets/copy_menu.h"
#include "app/widgets/format.h"
#include "app/widgets/guess_line.h"
#include "app/widgets/paint.h"
#include "core/base/join.h"
#include "core/base/tr.h"

namespace headroom::app {
namespace {

std::string place_text(const std::vector<std::string>& choices, double place) {
  const auto i = static_cast<std::size_t>(std::max(0.0, std::round(place)));
  return i < choices.size() ? choices[i] : std::string("–");
}

// Buttons in rows, as many beside each other as there is room for.
class ButtonFlow {
 public:
  ButtonFlow(const Ui& ui, Rect& rest) : ui_(ui), rest_(rest) {}
  bool put(const ButtonSpec& spec) {
    const float width = std::min(button_width(ui_, spec), rest_.w);
    if (row_.w < width) row_ = rest_.take_top(ui_.px(30), ui_.px(6));
    return button(ui_, row_.take_left(width, ui_.px(8)), spec);
  }
  void words(std::string_view text) {
    const float width = text_width(ui_.fonts.small, text) + 1;
    if (row_.w < width) row_ = rest_.take_top(ui_.px(30), ui_.px(6));
    text_line(ui_, row_.take_left(width, ui_.px(10)), ui_.fonts.small, ui_.theme.muted, text);
  }

 private:
  const Ui& ui_;
  Rect& rest_;
  Rect row_;
};

void draw_line(const ViewContext& context, Rect& rest, const Prediction& prediction,
               const LearnGuess& guess) {
  const Ui& ui = context.ui;
  GuessLine spec{.id = "guess",
                 .low = prediction.from,
                 .high = prediction.to,
                 .logarithmic = prediction.logarithmic,
                 .unit = prediction.unit,
                 .guess = guess.value,
                 .fixed = guess.given};
  if (guess.result) {
    const MeasuredFigure& figure = guess.result->figure;
    spec.measured = figure.value;
    spec.least = figure.low;
    spec.most = figure.high;
    spec.right = guess.graded && guess.graded->grade == GuessGrade::kRight;
    for (const FigureMark& mark : guess.result->marks)
      spec.marks.push_back({mark.title + " " + guess_text(mark.value, prediction.unit), mark.value});
  }
  const Rect place = rest.take_top(guess_line_height(ui, spec), ui.px(4));
  if (const auto changed = guess_line(ui, place, spec))
    learn(context, {.what = LearnDo::kGuess, .value = *changed});
  // The two in words, where the line may be too coarse.
  const Rect row = rest.take_top(ui.px(20), ui.px(8));
  const std::string you = guess.value ? tr("you {1}", guess_text(*guess.value, prediction.unit))
                                      : std::string(tr("drag along the line, or use the arrow keys"));
  const std::string measured =
      guess.result ? tr("measured {1}", guess_text(guess.result->figure.value, prediction.unit))
                   : std::string();
  if (!guess.value) return text_line(ui, row, ui.fonts.small, ui.theme.muted, you, Align::kCenter);
  const float a = text_width(ui.fonts.mono_bold, you), b = text_width(ui.fonts.mono_bold, measured);
  Rect words = row.centered(a + b + ui.px(b > 0 ? 12 : 0) + 2, row.h);
  text_line(ui, words.take_left(a + 1, ui.px(11)), ui.fonts.mono_bold, ui.theme.text, you);
  text_line(ui, words, ui.fonts.mono_bold, ui.theme.good, measured);
  if (guess.result) copyable(row, guess_text(guess.result->figure.value, prediction.unit), prediction.title);
}

void draw_choices(const ViewContext& context, Rect& rest, const Prediction& prediction,
                  const LearnGuess& guess) {
  const Ui& ui = context.ui;
  for (std::size_t i = 0; i < prediction.choices.size(); ++i) {
    const std::string id = "choice-" + std::to_string(i + 1);
    const Rect row = rest.take_top(ui.px(34), ui.px(6));
    const bool mine = guess.value && std::llround(*guess.value) == static_cast<std::int64_t>(i);
    const bool found =
        guess.result && std::llround(guess.result->figure.value) == static_cast<std::int64_t>(i);
    const Press press = press_area(id.c_str(), row, !guess.given);
    fill(row, ground_of(ui, press, ui.theme.card), ui.px(6));
    const ImVec4 edge = found ? ui.theme.good : mine ? ui.theme.accent : ui.theme.edge;
    stroke(row, edge, ui.px(6), found || mine ? ui.px(2) : 1);
    if (press.focused) focus_ring(ui, row, ui.px(6));
    Rect inner = row.inset(ui.px(12), 0);
    const std::string said = found && mine ? tr("you, measured")
                             : found       ? tr("measured")
                             : mine        ? tr("you")
                                           : "";
    const float width = text_width(ui.fonts.mono, said) + 1;
    text_line(ui, inner.take_right(width, ui.px(8)), ui.fonts.mono, found ? ui.theme.good : ui.theme.muted,
              said, Align::kRight);
    text_line(ui, inner, mine || found ? ui.fonts.bold : ui.fonts.body, ui.theme.text, prediction.choices[i]);
    if (press.clicked) learn(context, {.what = LearnDo::kGuess, .value = static_cast<double>(i)});
  }
}

void draw_verdict(const ViewContext& context, Rect& rest, const Prediction& prediction,
                  const LearnGuess& guess) {
  const Ui& ui = context.ui;
  const FigureResult& result = *guess.result;
  const bool right = guess.graded->grade == GuessGrade::kRight;
  const ImVec4 ink = right ? ui.theme.good : ui.theme.bad;
  const std::string verdict = verdict_words(prediction, guess.value.value_or(0), *guess.graded, result);
  std::vector<std::string> lines = {join(result.figure.how, {}, "; ")};
  lines.push_back(result.device.empty() ? result.setting : tr("{1}, on {2}", result.setting, result.device));
  const float pad = ui.px(12), room = rest.w - 2 * pad;
  float height = wrapped_height(ui.fonts.bold, verdict, room - ui.px(24)) + ui.px(4);
  for (const std::string& each : lines) height += wrapped_height(ui.fonts.small, each, room) + ui.px(2);
  const Rect box = rest.take_top(height + 2 * pad, ui.px(12));
  fill(box, mix(ui.theme.panel, ink, 0.06F), ui.px(8));
  stroke(box, ink, ui.px(8), ui.px(1.5F));
  Rect inner = box.inset(pad, pad);
  Rect head = inner.take_top(wrapped_height(ui.fonts.bold, verdict, room - ui.px(24)), ui.px(4));
  draw_icon(right ? Icon::kCheck : Icon::kCross, head.take_left(ui.px(14), ui.px(10)), ui.px(12), ink);
  draw_wrapped(ui.fonts.bold, head.min(), room - ui.px(24), ui.theme.text, verdict);
  for (const std::string& each : lines) {
    copyable(inner, each);
    inner.take_top(draw_wrapped(ui.fonts.small, inner.min(), room, ui.theme.muted, each), ui.px(2));
  }
}

// What a step computes for each weight: bars side by side, so that one sees which part is longer.
void draw_arithmetic(const Ui& ui, Rect& rest, const std::vector<FigureArithmetic>& arithmetic) {
  double most = 0;
  for (const FigureArithmetic& each : arithmetic) most = std::max(most, each.sum());
  if (most <= 0) return;
  // Not the networks' colours: parts of a step.
  const ImVec4 inks[] = {ui.theme.good, ui.theme.categories[4],
                         mix(ui.theme.categories[4], ui.theme.text, 0.55F)};
  for (const FigureArithmetic& each : arithmetic) {
    Rect row = rest.take_top(ui.px(22), ui.px(4));
    text_line(ui, row.take_left(ui.px(56), ui.px(8)), ui.fonts.small, model_color(ui.theme, each.model),
              each.title);
    std::string text = decimals_text(each.sum(), 2);
    text_line(ui, row.take_right(ui.px(44), ui.px(8)), ui.fonts.mono, ui.theme.text, text, Align::kRight);
    const double parts[] = {each.forward, each.weight_gradients, each.input_gradients};
    Rect bar = row.inset(0, ui.px(2));
    const float whole = bar.w;
    for (std::size_t i = 0; i < 3; ++i) {
      const Rect piece = bar.take_left(whole * static_cast<float>(parts[i] / most));
      fill({piece.x, piece.y, std::max(0.0F, piece.w - 1), piece.h}, inks[i], ui.px(2));
      text = decimals_text(parts[i], 2);
      if (text_width(ui.fonts.mono, text) + ui.px(8) < piece.w)
        text_line(ui, piece, ui.fonts.mono, {0.05F, 0.07F, 0.09F, 1}, text, Align::kCenter);
    }
  }
  Rect legend = rest.take_top(ui.px(20), ui.px(10));
  const std::string_view unit = tr("FLOP a weight");
  text_line(ui, legend.take_right(text_width(ui.fonts.small, unit) + 1, ui.px(8)), ui.fonts.small,
            ui.theme.muted, unit, Align::kRight);
  const std::string_view names[] = {tr("forward"), tr("weights"), tr("inputs")};
  for (std::size_t i = 0; i < 3; ++i) {
    const float width = text_width(ui.fonts.small, names[i]) + 1;
    if (legend.w < width + ui.px(18)) break;
    fill(legend.take_left(ui.px(10), ui.px(6)).centered(ui.px(10), ui.px(10)), inks[i], ui.px(3));
    text_line(ui, legend.take_left(width, ui.px(12)), ui.fonts.small, ui.theme.muted, names[i]);
  }
}

void draw_why(const ViewContext& context, Rect& rest, const Prediction& prediction, const LearnGuess& guess) {
  const Ui& ui = context.ui;
  text_line(ui, rest.take_top(ui.px(22), ui.px(4)), ui.fonts.bold, ui.theme.text, tr("Why?"));
  rest.take_top(draw_rich(ui, rest, prediction.why, learn_style(context)), ui.px(8));
  draw_arithmetic(ui, rest, guess.result->arithmetic);
  for (const std::string& each : guess.result->why)
    rest.take_top(draw_wrapped(ui.fonts.body, rest.min(), rest.w, ui.theme.text, each), ui.px(6));
  ButtonFlow flow(ui, rest);
  flow.words(tr("again with"));
  const std::vector<FigureVariant> variants = figure_variants(prediction.id);
  for (std::size_t i = 0; i < variants.size(); ++i) {
    const std::string id = "variant-" + std::to_string(i + 1);
    const ButtonSpec spec{.id = id.c_str(),
                          .label = variants[i].title,
                          .tip = tr("Guess again: the same figure with another setting"),
                          .on = guess.setting == variants[i].title,
                          .small = true};
    if (flow.put(spec)) learn(context, {.what = LearnDo::kSetting, .place = i});
  }
  if (flow.put({.id = "another_guess", .label = tr("another guess"), .small = true}))
    learn(context, {.what = LearnDo::kAgain});
}

void draw_measuring(const ViewContext& context, Rect& rest) {
  const Ui& ui = context.ui;
  Rect row = rest.take_top(ui.px(32), ui.px(8));
  const ButtonSpec cancel{.id = "cancel_measuring", .label = tr("Cancel"), .small = true};
  if (button(ui, row.take_right(button_width(ui, cancel), ui.px(12)).inset(0, ui.px(2)), cancel))
    learn(context, {.what = LearnDo::kCancel});
  const FigureMeasurement& now = context.state.learn.measurement;
  text_line(ui, row.take_top(ui.px(18), ui.px(4)), ui.fonts.small, ui.theme.muted,
            now.disturbed ? tr("Measuring, while the run trains…") : tr("Measuring on this machine…"));
  progress_bar(ui, row.take_top(ui.px(5)), now.fraction, ui.theme.accent);
}

}  // namespace

std::string figure_words(const Prediction& prediction, double value) {
  return prediction.choices.empty() ? guess_text(value, prediction.unit)
                                    : place_text(prediction.choices, value);
}

std::string verdict_words(const Prediction& prediction, double guess, const Graded& graded,
                          const FigureResult& result) {
  const double measured = result.figure.value;
  switch (graded.grade) {
    case GuessGrade::kWrong: return tr("It is {1} here", place_text(prediction.choices, measured));
    case GuessGrade::kRight:
      if (!prediction.choices.empty()) return tr("Right: {1}", place_text(prediction.choices, measured));
      if (graded.by_spread) return tr("Right, as the repeats lie so far apart");
      if (guess == measured) return tr("Right, exactly");
      break;
    case GuessGrade::kTooLow:
    case GuessGrade::kTooHigh: break;
  }
  const bool low = graded.grade == GuessGrade::kTooLow, high = graded.grade == GuessGrade::kTooHigh;
  if (!prediction.logarithmic || !std::isfinite(graded.factor)) {
    const std::string by = guess_text(std::abs(guess - measured), prediction.unit);
    return low ? tr("Too low by {1}", by) : high ? tr("Too high by {1}", by) : tr("Right, within {1}", by);
  }
  const std::string factor = decimals_text(graded.factor, graded.factor < 10 ? 1 : 0);
  return low    ? tr("Too low by a factor of {1}", factor)
         : high ? tr("Too high by a factor of {1}", factor)
                : tr("Right, within a factor of {1}", factor);
}

float draw_prediction_card(const ViewContext& context, const Rect& area, const Prediction& prediction,
                           bool asked) {
  const Ui& ui = context.ui;
  const LearnState& state = context.state.learn;
  static const LearnGuess kUntouched;
  const LearnGuess* const kept = state.guess(prediction.id);
  const LearnGuess& guess = kept ? *kept : kUntouched;
  Rect rest{area.x, area.y, area.w, 1e6F};
  if (!asked) rest.take_top(draw_rich(ui, rest, prediction.text, learn_style(context)), ui.px(10));
  if (!guess.setting.empty()) {
    text_line(ui, rest.take_top(ui.px(20), ui.px(4)), ui.fonts.small, ui.theme.accent,
              tr("now with {1}", guess.setting));
  }
  prediction.choices.empty() ? draw_line(context, rest, prediction, guess)
                             : draw_choices(context, rest, prediction, guess);
  const bool measuring = state.measuring() && state.measurement.id == prediction.id;
  if (measuring) {
    draw_measuring(context, rest);
  } else if (guess.failure) {
    const FaultBox box{.id = "measure_again",
                       .title = tr("There is no figure, so there is no grade"),
                       .text = guess.failure->what(),
                       .button = tr("Try again")};
    if (fault_box(context, rest, box)) learn(context, {.what = LearnDo::kMeasure});
  } else if (guess.result && guess.graded) {
    draw_verdict(context, rest, prediction, guess);
    draw_why(context, rest, prediction, guess);
  } else {
    const ButtonSpec spec{.id = "measure",
                          .label = tr("Measure it here"),
                          .icon = Icon::kPlay,
                          .kind = ButtonKind::kPrimary,
                          .tip = guess.value ? tr("Enter") : tr("Guess first"),
                          .enabled = guess.value.has_value()};
    Rect row = rest.take_top(ui.px(38), ui.px(8));
    if (button(ui, row.take_left(button_width(ui, spec)), spec)) learn(context, {.what = LearnDo::kMeasure});
  }
  return rest.y - area.y;
}

}  // namespace headroom::app
