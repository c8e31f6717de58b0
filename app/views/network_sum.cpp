// Below the nodes: the sum of the first pinned unit as a waterfall, and what the network is without it.
#include <algorithm>
#include <cmath>

#include "app/state/model_words.h"
#include "app/views/network_parts.h"
#include "app/views/prediction_parts.h"
#include "app/views/sum_bars.h"
#include "app/widgets/format.h"
#include "app/widgets/paint.h"
#include "core/base/bytes.h"
#include "core/base/tr.h"

namespace headroom::app {
namespace {

// The sum that belongs to the pinned unit; null: on its way.
const UnitTrace* pinned_sum(const NetworkPage& page) {
  if (!page.answer || !page.answer->unit || !page.look().unit) return nullptr;
  const UnitTrace& unit = *page.answer->unit;
  const UnitAt& at = *page.look().unit;
  return unit.layer == at.layer && unit.unit == at.unit ? &unit : nullptr;
}

const UnitDetail* pinned_detail(const NetworkPage& page) {
  if (!page.pinned || !page.pinned->a || page.pinned->a->at != page.look().unit) return nullptr;
  return &*page.pinned->a;
}

std::string value_words(double value) {
  return std::abs(value) < 1000 ? decimals_text(value, 3) : digits_text(value, 4);
}

void draw_off_card(const NetworkPage& page, const Rect& area, const UnitDetail* detail) {
  const Ui& ui = page.ui();
  fill(area, page.off ? ui.theme.hover : ui.theme.card, ui.px(6));
  stroke(area, page.off ? ui.theme.accent : ui.theme.line, ui.px(6));
  Rect rest = area.inset(ui.px(10), ui.px(7));
  const auto next = [&] { return rest.take_top(ui.px(20)); };
  text_line(ui, next(), ui.fonts.bold, ui.theme.text, tr("Switched off"));
  if (!detail) {
    text_line(ui, next(), ui.fonts.small, ui.theme.muted, tr("being tried"));
    return;
  }
  text_line(ui, next(), ui.fonts.mono, ui.theme.text,
            page.regression()
                ? tr("value {1} → {2}", value_words(detail->answer), value_words(detail->answer_off))
                : "p " + value_words(detail->answer) + " → " + value_words(detail->answer_off));
  text_line(ui, next(), ui.fonts.small, ui.theme.muted,
            page.regression() ? tr("validation R²") : tr("validation"));
  text_line(ui, next(), ui.fonts.mono, ui.theme.text, quality_off_text(page, *detail));
  if (hovering(area))
    tooltip(
        ui,
        tr("What the network says of the looked row, and how many of {1} validation rows it has right, with "
           "this unit and with its activation held at 0. X held shows it.",
           format_count(detail->judged)),
        area);
}

void draw_words(const NetworkPage& page, Rect area, const UnitTrace* sum, const UnitDetail* detail) {
  const Ui& ui = page.ui();
  const auto next = [&] { return area.take_top(ui.px(20)); };
  text_line(ui, next(), ui.fonts.bold, ui.theme.text, capitalised(page.unit_title(*page.look().unit)));
  const std::string where = page.look().moved.empty() ? tr("row {1}", format_count(page.look().row))
                            : page.two_columns()      ? std::string(tr("at the cross"))
                                                      : std::string(tr("with moved values"));
  text_line(ui, next(), ui.fonts.small, ui.theme.muted, where);
  if (detail)
    text_line(ui, next(), ui.fonts.mono, ui.theme.muted, tr("fires on {1}", percent_text(detail->fires_all)));
  if (!sum) return;
  const std::string call = activation_call(page.spec(), sum->layer);
  text_line(ui, next(), ui.fonts.mono_bold, ui.theme.text,
            (call.empty() ? "z" : call + "(z)") + " = " + value_text(sum->a));
}

}  // namespace

std::string quality_off_text(const NetworkPage& page, const UnitDetail& unit) {
  if (unit.judged == 0) return tr("no validation rows");
  if (page.regression()) return value_words(unit.quality) + " → " + value_words(unit.quality_off);
  return decimals_text(100 * unit.quality, 1) + " → " + percent_text(unit.quality_off);
}

float pinned_sum_height(const Ui& ui, float width) { return ui.px(width < ui.px(620) ? 214 : 112); }

void draw_pinned_sum(const NetworkPage& page, Rect area) {
  const Ui& ui = page.ui();
  if (!page.exists(page.look().unit)) {
    draw_wrapped(
        ui.fonts.body, {area.x, area.y + ui.px(10)}, std::min(area.w, ui.px(640)), ui.theme.muted,
        tr("A click on a unit shows here what it adds up and what the network is without it. Hover lights "
           "its edges; X held switches it off."));
    return;
  }
  const UnitTrace* const sum = pinned_sum(page);
  const UnitDetail* const detail = pinned_detail(page);
  const bool low = area.w < ui.px(620);
  Rect first = low ? area.take_top(ui.px(94), ui.px(8)) : area;
  const Rect card = first.take_right(std::min(ui.px(158), first.w * 0.5F), ui.px(12));
  draw_off_card(page, card.centered(card.w, std::min(card.h, ui.px(94))), detail);
  draw_words(page, low ? first : first.take_left(ui.px(146), ui.px(10)), sum, detail);
  if (!low) area = first;
  if (!sum) {
    const bool large = page.answer && !page.answer->agreement;
    text_line(
        ui, area.centered(area.w, ui.px(20)), ui.fonts.small, ui.theme.muted,
        large ? tr("This network is too large to be taken apart between two steps.") : tr("Adding up …"),
        Align::kCenter);
    return;
  }
  const auto fit = static_cast<std::size_t>(std::max(4.0F, area.w / ui.px(72)));
  const std::size_t shown = std::min(UnitTrace::kLargest, fit - 3);
  std::vector<SumBar> bars =
      sum_bars(*sum, shown, [&](std::int64_t s) { return page.source_name(sum->layer, s); });
  for (SumBar& bar : bars) bar.detail.clear();  // the weights stand at the edges
  draw_sum_bars(ui, {area.x, area.y, area.w, area.h + ui.px(18)}, bars, true);
}

}  // namespace headroom::app
