// Below the four steps: one unit's sum from bias to z as a waterfall, or the way of the loss back through it.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <vector>

#include "app/ui/ramps.h"
#include "app/views/prediction_parts.h"
#include "app/widgets/button.h"
#include "app/widgets/copy_menu.h"
#include "app/widgets/fields.h"
#include "app/widgets/paint.h"
#include "core/base/bytes.h"

namespace headroom::app {
namespace {

// One bar: from a level to another, and what stands below it.
struct SumBar {
  double from = 0, to = 0;
  std::string value, name, detail;
  bool whole = false;  // z: neither sign's colour
};

std::string short_figure(double value) {
  char text[24];
  const double size = std::abs(value);
  std::snprintf(text, sizeof text, size != 0 && size < 0.005 ? "%.0e" : size < 100 ? "%.2f" : "%.3g", value);
  return text;
}

std::string source_title(const PredictionPage& page, std::int64_t layer, std::int64_t source) {
  if (layer == 0) return feature_title(page.dataset, source);
  return "unit " + format_count(source);
}

// `shown`: products told one by one; the rest is one bar.
std::vector<SumBar> sum_bars(const PredictionPage& page, const UnitTrace& unit, std::size_t shown) {
  std::vector<SumBar> bars;
  double level = unit.bias;
  bars.push_back({0, level, signed_text(unit.bias), "bias", "", false});
  double rest = unit.others_sum;
  std::int64_t others = unit.others;
  for (std::size_t i = 0; i < unit.largest.size(); ++i) {
    const UnitTrace::Source& source = unit.largest[i];
    if (i >= shown) {
      rest += source.product();
      ++others;
      continue;
    }
    bars.push_back({level, level + source.product(), signed_text(source.product()),
                    source_title(page, unit.layer, source.source),
                    short_figure(source.weight) + " × " + short_figure(source.input), false});
    level += source.product();
  }
  if (others > 0)
    bars.push_back({level, level + rest, signed_text(rest), format_count(others) + " others", "", false});
  bars.push_back({0, unit.z, signed_text(unit.z), "z", "", true});
  return bars;
}

std::vector<SumBar> gradient_bars(const PredictionPage& page, const UnitTrace& unit, std::size_t shown) {
  std::vector<SumBar> bars;
  const auto bar = [](const UnitTrace::Steepest& s, std::string name) {
    return SumBar{0, s.gradient, signed_text(s.gradient), std::move(name), signed_text(s.change), false};
  };
  bars.push_back(bar(unit.bias_step, "bias"));
  for (std::size_t i = 0; i < std::min(shown, unit.steepest.size()); ++i)
    bars.push_back(bar(unit.steepest[i], source_title(page, unit.layer, unit.steepest[i].source)));
  return bars;
}

void draw_bars(const Ui& ui, Rect area, const std::vector<SumBar>& bars, bool connected) {
  const float text_h = ui.px(18);
  const float step = area.w / static_cast<float>(bars.size()), width = std::min(step * 0.62F, ui.px(66));
  const Rect chart{area.x, area.y, area.w, std::max(1.0F, area.h - 3 * text_h - ui.px(4))};
  double low = 0, high = 0;
  for (const SumBar& bar : bars) {
    if (!std::isfinite(bar.from) || !std::isfinite(bar.to)) continue;
    low = std::min({low, bar.from, bar.to});
    high = std::max({high, bar.from, bar.to});
  }
  if (!(high > low)) high = low + 1;
  const auto y = [&](double v) {
    return chart.bottom() - chart.h * static_cast<float>((v - low) / (high - low));
  };
  for (float x = chart.x; x < chart.right(); x += ui.px(4))
    line({x, y(0)}, {x + ui.px(2), y(0)}, ui.theme.muted);
  std::string all;
  for (std::size_t i = 0; i < bars.size(); ++i) {
    const SumBar& bar = bars[i];
    const Rect cell{area.x + step * static_cast<float>(i), area.y, step, area.h};
    const float x = cell.center().x - width / 2;
    const bool negative = bar.to < bar.from;
    const ImVec4 ink = bar.whole ? ui.theme.text : sign_color(ui.theme, negative);
    if (std::isfinite(bar.from) && std::isfinite(bar.to)) {
      const float top = std::min(y(bar.from), y(bar.to)),
                  height = std::max(ui.px(1.5F), std::abs(y(bar.from) - y(bar.to)));
      const Rect box{x, std::min(top, chart.bottom() - ui.px(1.5F)), width, height};
      fill(box, ink, 1);
      if (negative) {  // and a sign besides the colour
        for (float at = box.x + ui.px(5); at < box.right(); at += ui.px(7))
          line({at, box.y}, {at, box.bottom()}, ui.theme.panel, 1);
      }
      if (connected && i + 1 < bars.size())
        line({x + width, y(bar.to)}, {x + step, y(bar.to)}, ui.theme.muted);
    }
    Rect words{cell.x + ui.px(1), chart.bottom() + ui.px(4), cell.w - ui.px(2), 3 * text_h};
    const Rect value = words.take_top(text_h);
    text_line(ui, value, ui.fonts.mono, ink, bar.value, Align::kCenter);
    text_line(ui, words.take_top(text_h), ui.fonts.small, ui.theme.muted, bar.name, Align::kCenter);
    if (!bar.detail.empty())
      text_line(ui, words.take_top(text_h), ui.fonts.small, ui.theme.muted, bar.detail, Align::kCenter);
    all += bar.name + "\t" + bar.value + "\t" + bar.detail + "\n";
  }
  if (copy_asked(area)) offer_copies({{"Copy the numbers", all}});
}

std::string activation_call(const PredictionPage& page, const UnitTrace& unit) {
  if (unit.layer + 1 < page.model.spec.layers())
    return std::string(activation_name(page.model.spec.activation));
  return page.output() == Output::kLinear ? "" : std::string(output_name(page.output()));
}

void tell_forward(const PredictionPage& page, Rect area, const UnitTrace& unit) {
  const Ui& ui = page.ui();
  const auto next = [&] { return area.take_top(ui.px(20)); };
  explained_line(page, next(), ui.fonts.mono, ui.theme.muted, "z = bias + Σ w × a", "z");
  const std::string call = activation_call(page, unit);
  text_line(ui, next(), ui.fonts.mono, ui.theme.text,
            "a = " + (call.empty() ? "z" : call + "(" + signed_text(unit.z) + ")"));
  text_line(ui, next(), ui.fonts.mono_bold, ui.theme.text, "= " + value_text(unit.a));
}

// The chain rule in these numbers.
void tell_backward(const PredictionPage& page, Rect area, const UnitTrace& unit) {
  const Ui& ui = page.ui();
  const bool hidden = unit.layer + 1 < page.model.spec.layers();
  std::vector<std::string> lines;
  if (hidden) {
    std::string sum = "dL/da = ";
    for (std::size_t i = 0; i < std::min<std::size_t>(2, unit.consequences.size()); ++i) {
      const UnitTrace::Consequence& each = unit.consequences[i];
      sum += (i > 0 ? " + (" : "(") + signed_text(each.d_z) + "·" + short_figure(each.weight) + ")";
    }
    const auto more = static_cast<std::int64_t>(unit.consequences.size()) + unit.other_consequences - 2;
    if (more > 0) sum += " + " + format_count(more) + " more";
    lines.push_back(sum + " = " + signed_text(unit.d_a));
    lines.push_back("dL/dz = dL/da · " + activation_call(page, unit) + "'(z) = " + signed_text(unit.d_a) +
                    " · " + short_figure(unit.slope) + " = " + signed_text(unit.d_z));
  } else if (page.output() == Output::kLinear) {
    lines.push_back("dL/dz = 2 (z - y) = " + signed_text(unit.d_z));
  } else {
    lines.push_back("dL/dz = p - y = " + short_figure(unit.a) + " - " + short_figure(unit.a - unit.d_z) +
                    " = " + signed_text(unit.d_z));
  }
  const OptimizerRow& optimizer = kOptimizerTable.row(page.context.run.facts->config.train.optimizer.kind);
  for (const std::string& text : lines)
    area.take_top(draw_wrapped(ui.fonts.mono, area.min(), area.w, ui.theme.text, text), ui.px(2));
  draw_wrapped(ui.fonts.small, area.min(), area.w, ui.theme.muted,
               "Bars: dL/dw = dL/dz · a, and below each the step that " + std::string(optimizer.title) +
                   " would make of it, were this row a batch.");
}

}  // namespace

float unit_sum_height(const Ui& ui, float width) { return ui.px(width < ui.px(760) ? 252 : 124); }

void draw_unit_sum(const PredictionPage& page, Rect area, bool& backward) {
  const Ui& ui = page.ui();
  const bool low = area.w < ui.px(760);
  Rect head = low ? area.take_top(ui.px(28), ui.px(4)) : area;
  const std::vector<std::string_view> ways = {"forward", "backward"};
  const Rect place = low ? head.take_right(ui.px(170), ui.px(8)) : area.take_right(ui.px(96), ui.px(14));
  const auto switch_way = [&] {
    if (low) {
      const int chosen = segmented(ui, "way", place, ways, backward ? 1 : 0);
      if (chosen >= 0) backward = chosen == 1;
      return;
    }
    Rect column = place;
    for (const bool back : {false, true}) {
      const Rect spot = column.take_top(ui.px(28), ui.px(6));
      if (button(ui, spot,
                 {.id = back ? "backward" : "forward",
                  .label = ways[back ? 1 : 0],
                  .tip = back ? "How the loss flows back through this unit"
                              : "The unit's sum, from its bias to z",
                  .on = backward == back,
                  .small = true}))
        backward = back;
    }
  };
  switch_way();
  const auto& unit = page.looked.unit;
  const auto& wanted = page.context.state.look.unit;
  if (!unit) {
    const std::string text = page.looked.agreement
                                 ? (wanted ? "Adding up …"
                                           : "A click on a cell or on the output shows here what it adds up, "
                                             "and how the loss flows back through it.")
                                 : "This network is too large to be taken apart between two steps.";
    draw_wrapped(ui.fonts.body, {area.x, area.y + ui.px(8)}, std::min(area.w, ui.px(640)), ui.theme.muted,
                 text);
    return;
  }
  const std::string title =
      unit->layer + 1 < page.model.spec.layers()
          ? "Layer " + std::to_string(unit->layer + 1) + " · unit " + format_count(unit->unit)
          : "Output" + (page.model.spec.outputs() > 1 ? " · " + page.class_name(unit->unit) : std::string());
  Rect left =
      low ? head : area.take_left(backward ? std::min(ui.px(410), area.w * 0.34F) : ui.px(150), ui.px(12));
  explained_line(page, low ? left : left.take_top(ui.px(20), ui.px(4)), ui.fonts.bold, ui.theme.text, title,
                 backward ? "chain rule" : "unit");
  if (low) left = area.take_top(ui.px(backward ? 104 : 0));
  if (!low || backward) backward ? tell_backward(page, left, *unit) : tell_forward(page, left, *unit);
  const auto fit = static_cast<std::size_t>(std::max(3.0F, area.w / ui.px(88)));
  const std::size_t shown =
      std::min(UnitTrace::kLargest, fit - std::min<std::size_t>(fit - 1, backward ? 1 : 3));
  draw_bars(ui, area, backward ? gradient_bars(page, *unit, shown) : sum_bars(page, *unit, shown), !backward);
}

}  // namespace headroom::app
