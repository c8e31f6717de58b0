// Below the four steps: one unit's sum from bias to z as a waterfall, or the way of the loss back through it.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <vector>

#include "app/views/prediction_parts.h"
#include "app/views/sum_bars.h"
#include "app/widgets/button.h"
#include "app/widgets/fields.h"
#include "app/widgets/paint.h"
#include "core/base/bytes.h"
#include "core/base/tr.h"

namespace headroom::app {
namespace {

std::vector<SumBar> gradient_bars(const PredictionPage& page, const UnitTrace& unit, std::size_t shown) {
  std::vector<SumBar> bars;
  const auto bar = [](const UnitTrace::Steepest& s, std::string name) {
    return SumBar{0, s.gradient, signed_text(s.gradient), std::move(name), signed_text(s.change), false};
  };
  bars.push_back(bar(unit.bias_step, tr("bias")));
  for (std::size_t i = 0; i < std::min(shown, unit.steepest.size()); ++i)
    bars.push_back(bar(unit.steepest[i], source_title(page.dataset, unit.layer, unit.steepest[i].source)));
  return bars;
}

void tell_forward(const PredictionPage& page, Rect area, const UnitTrace& unit) {
  const Ui& ui = page.ui();
  const auto next = [&] { return area.take_top(ui.px(20)); };
  explained_line(page, next(), ui.fonts.mono, ui.theme.muted, tr("z = bias + Σ w × a"), "z");
  const std::string call = activation_call(page.model.spec, unit.layer);
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
    if (more > 0) sum += " + " + tr("{1} more", format_count(more));
    lines.push_back(sum + " = " + signed_text(unit.d_a));
    lines.push_back("dL/dz = dL/da · " + activation_call(page.model.spec, unit.layer) + "'(z) = " +
                    signed_text(unit.d_a) + " · " + short_figure(unit.slope) + " = " + signed_text(unit.d_z));
  } else if (page.output() == Output::kLinear) {
    lines.push_back("dL/dz = 2 (z - y) = " + signed_text(unit.d_z));
  } else {
    lines.push_back("dL/dz = p - y = " + short_figure(unit.a) + " - " + short_figure(unit.a - unit.d_z) +
                    " = " + signed_text(unit.d_z));
  }
  const OptimizerRow& optimizer = kOptimizerTable.row(page.context.run.facts->config.train.optimizer.kind);
  for (const std::string& text : lines)
    area.take_top(draw_wrapped(ui.fonts.mono, area.min(), area.w, ui.theme.text, text), ui.px(2));
  draw_wrapped(
      ui.fonts.small, area.min(), area.w, ui.theme.muted,
      tr("Bars: dL/dw = dL/dz · a, and below each the step that {1} would make of it, were this row a batch.",
         tr(optimizer.title)));
}

}  // namespace

float unit_sum_height(const Ui& ui, float width) { return ui.px(width < ui.px(760) ? 252 : 124); }

void draw_unit_sum(const PredictionPage& page, Rect area, bool& backward) {
  const Ui& ui = page.ui();
  const bool low = area.w < ui.px(760);
  Rect head = low ? area.take_top(ui.px(28), ui.px(4)) : area;
  const std::vector<std::string_view> ways = {tr("forward"), tr("backward")};
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
                  .tip = back ? tr("How the loss flows back through this unit")
                              : tr("The unit's sum, from its bias to z"),
                  .on = backward == back,
                  .small = true}))
        backward = back;
    }
  };
  switch_way();
  const auto& unit = page.looked.unit;
  const auto& wanted = page.context.state.look.unit;
  if (!unit) {
    const std::string text =
        page.looked.agreement ? (wanted ? tr("Adding up …")
                                        : tr("A click on a cell or on the output shows here what it adds up, "
                                             "and how the loss flows back through it."))
                              : tr("This network is too large to be taken apart between two steps.");
    draw_wrapped(ui.fonts.body, {area.x, area.y + ui.px(8)}, std::min(area.w, ui.px(640)), ui.theme.muted,
                 text);
    return;
  }
  const std::string title =
      unit->layer + 1 < page.model.spec.layers()
          ? tr("Layer {1} · unit {2}", std::to_string(unit->layer + 1), format_count(unit->unit))
          : tr("Output") +
                (page.model.spec.outputs() > 1 ? " · " + page.class_name(unit->unit) : std::string());
  Rect left =
      low ? head : area.take_left(backward ? std::min(ui.px(410), area.w * 0.34F) : ui.px(150), ui.px(12));
  explained_line(page, low ? left : left.take_top(ui.px(20), ui.px(4)), ui.fonts.bold, ui.theme.text, title,
                 backward ? "chain rule" : "unit");
  if (low) left = area.take_top(ui.px(backward ? 104 : 0));
  if (!low || backward) backward ? tell_backward(page, left, *unit) : tell_forward(page, left, *unit);
  const auto fit = static_cast<std::size_t>(std::max(3.0F, area.w / ui.px(88)));
  const std::size_t shown =
      std::min(UnitTrace::kLargest, fit - std::min<std::size_t>(fit - 1, backward ? 1 : 3));
  const auto name_of = [&](std::int64_t source) { return source_title(page.dataset, unit->layer, source); };
  draw_sum_bars(ui, area, backward ? gradient_bars(page, *unit, shown) : sum_bars(*unit, shown, name_of),
                !backward);
}

}  // namespace headroom::app
