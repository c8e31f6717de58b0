#include "app/views/errors_pairs.h"

#include <algorithm>
#include <string>
#include <vector>

#include "app/views/errors_csv.h"
#include "app/widgets/button.h"
#include "app/widgets/exhibit.h"
#include "app/widgets/paint.h"
#include "app/widgets/scroll_area.h"
#include "core/base/bytes.h"
#include "core/base/tr.h"

namespace headroom::app {
namespace {

std::string pair_words(const ErrorsScene& scene, const ConfusedPair& pair) {
  return class_title(scene, pair.truth) + " → " + class_title(scene, pair.said) + " · " +
         format_count(pair.rows);
}

// As many as fit into one line.
void draw_pairs(const ErrorsScene& scene, Rect line) {
  const Ui& ui = scene.ui();
  const auto cell = cell_of(scene);
  constexpr std::size_t kMost = 10;
  for (std::size_t i = 0; i < std::min(kMost, scene.model.confused.size()); ++i) {
    const ConfusedPair& pair = scene.model.confused[i];
    const std::string id = "pair" + std::to_string(i + 1), label = pair_words(scene, pair);
    const ErrorCell own{pair.truth, pair.said};
    const ButtonSpec spec{.id = id.c_str(), .label = label, .on = cell == own, .small = true};
    const float width = button_width(ui, spec);
    if (width > line.w) return;
    if (button(ui, line.take_left(width, ui.px(6)), spec))
      scene.change([own](ErrorsOptions& options) { options.cell = own; });
  }
}

// The network against what needs no network.
std::vector<Span> summary(const ErrorsScene& scene) {
  const Ui& ui = scene.ui();
  const ClassMetrics& metrics = scene.model.classes;
  const auto words = [&](std::string text) { return Span{std::move(text), ui.fonts.small, ui.theme.muted}; };
  const auto figure = [&](double value) {
    return Span{" " + hundredths(value) + " ", ui.fonts.mono_bold, ui.theme.text};
  };
  std::vector<Span> spans{words(tr("accuracy")), figure(scene.model.accuracy())};
  if (metrics.classes.empty()) return spans;  // too many to tell apart
  spans.push_back(words(std::string("· ") + tr("balanced")));
  spans.push_back(figure(metrics.balanced_accuracy));
  if (metrics.majority_class >= 0) {
    spans.push_back(words("· " + tr("always {1}:", class_title(scene, metrics.majority_class))));
    spans.push_back(figure(metrics.majority_accuracy));
    spans.push_back(words("%"));
  }
  return spans;
}

float spans_width(const std::vector<Span>& spans) {
  float width = 0;
  for (const Span& span : spans) width += text_width(span.font, span.text);
  return width;
}

}  // namespace

void draw_errors_foot(const ErrorsScene& scene, Rect foot) {
  const Ui& ui = scene.ui();
  Rect words = foot.take_top(ui.px(20), ui.px(8));
  const std::vector<Span> spans = summary(scene);
  const float wide = spans_width(spans);
  const bool pairs = foot.h >= ui.px(26) && !ui.presenter && !scene.model.confused.empty();
  const std::string_view title = pairs ? tr("Most often confused, true → predicted") : "";
  if (ui.presenter) {
    rich_text(words.min(), words.w, spans);
  } else if (wide + text_width(ui.fonts.small, title) + ui.px(16) <= words.w) {
    rich_text(words.take_right(wide).min(), wide + 2, spans);
    text_line(ui, words, ui.fonts.small, ui.theme.muted, title);
  } else {
    rich_text(words.min(), words.w, spans);
  }
  if (pairs) draw_pairs(scene, foot.take_top(ui.px(26)));
}

// More classes than a matrix is read for.
void draw_errors_pairs(const ErrorsScene& scene, const Rect& area) {
  const Ui& ui = scene.ui();
  exhibit({.name = "errors-pairs",
           .title = tr("Confused pairs"),
           .area = area,
           .csv = [source = errors_source(scene)] { return pairs_csv(source); }});
  ScrollArea scroll(ui, "pairs", area);
  Rect rest = scroll.content();
  const float top = rest.y;
  rest.h = 1e6F;
  text_line(ui, rest.take_top(ui.px(24)), ui.fonts.small, ui.theme.muted,
            tr("{1} classes: the pairs that are confused most, instead of a matrix",
               format_count(scene.classes())));
  const auto cell = cell_of(scene);
  for (std::size_t i = 0; i < scene.model.confused.size(); ++i) {
    const ConfusedPair& pair = scene.model.confused[i];
    const Rect place = rest.take_top(ui.px(30), ui.px(2));
    const std::string id = "pair" + std::to_string(i + 1);
    const ErrorCell own{pair.truth, pair.said};
    const Press press = press_area(id.c_str(), place);
    fill(place, ground_of(ui, press, cell == own ? ui.theme.hover : ui.theme.panel), ui.px(4));
    if (press.focused) focus_ring(ui, place, ui.px(4));
    if (press.clicked) scene.change([own](ErrorsOptions& options) { options.cell = own; });
    Rect inner = place.inset(ui.px(8), 0);
    text_line(ui, inner.take_right(ui.px(80), ui.px(8)), ui.fonts.mono, ui.theme.text,
              format_count(pair.rows), Align::kRight);
    text_line(ui, inner, ui.fonts.body, ui.theme.text,
              class_title(scene, pair.truth) + " → " + class_title(scene, pair.said));
  }
  scroll.used(rest.w, rest.y - top);
}

}  // namespace headroom::app
