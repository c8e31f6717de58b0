// The two pinned units side by side: how their activations are spread, what switches them on, and how alike
// they are.
#include <algorithm>
#include <cmath>

#include "app/ui/ramps.h"
#include "app/views/network_parts.h"
#include "app/views/prediction_parts.h"
#include "app/widgets/bars.h"
#include "app/widgets/button.h"
#include "app/widgets/copy_menu.h"
#include "app/widgets/exhibit.h"
#include "app/widgets/format.h"
#include "app/widgets/paint.h"
#include "core/base/csv_field.h"
#include "core/base/tr.h"

namespace headroom::app {
namespace {

void draw_pair(const Ui& ui, Rect& rest, std::string_view name, const std::string& value, const ImVec4& ink) {
  Rect row = rest.take_top(ui.px(20));
  const float wide = std::min(row.w, text_width(ui.fonts.mono, value) + 1);
  text_line(ui, row.take_right(wide, ui.px(6)), ui.fonts.mono, ink, value, Align::kRight);
  text_line(ui, row, ui.fonts.small, ui.theme.muted, name);
  copyable(row, value, std::string(name) + "\t" + value);
}

// Class 0 as bars, class 1 as steps above them; of anything else one histogram.
void draw_spread(const NetworkPage& page, Rect area, const UnitDetail& unit) {
  const Ui& ui = page.ui();
  Rect below = area.take_bottom(ui.px(17), ui.px(1));
  const auto bins = static_cast<std::size_t>(UnitDetail::kBins);
  const std::string low = small_number(unit.least), high = small_number(unit.most);
  text_line(ui, below.take_left(below.w * 0.3F), ui.fonts.mono, ui.theme.muted, low);
  text_line(ui, below.take_right(below.w * 0.43F), ui.fonts.mono, ui.theme.muted, high, Align::kRight);
  if (below.w > text_width(ui.fonts.small, tr("activation")))
    text_line(ui, below, ui.fonts.small, ui.theme.muted, tr("activation"), Align::kCenter);
  if (unit.bins.size() < bins) return;
  const bool apart = unit.bins.size() >= 2 * bins;
  const ImVec4 ink = apart ? class_color(ui.theme, 0, kColoredClasses) : page.color();
  line({area.x, area.bottom()}, {area.right(), area.bottom()}, ui.theme.line);
  std::int64_t most = 1;
  for (const std::int64_t count : unit.bins) most = std::max(most, count);
  const float step = area.w / static_cast<float>(bins);
  const auto top = [&](std::size_t i) {
    return area.bottom() -
           area.h * static_cast<float>(static_cast<double>(unit.bins[i]) / static_cast<double>(most));
  };
  for (std::size_t b = 0; b < bins; ++b) {
    const float x = area.x + step * static_cast<float>(b);
    if (unit.bins[b] > 0)
      fill({x, std::min(top(b), area.bottom() - 1.5F), step - 1,
            area.bottom() - std::min(top(b), area.bottom() - 1.5F)},
           ink);
    if (!apart || unit.bins[bins + b] == 0) continue;
    const float y = std::min(top(bins + b), area.bottom() - 1.5F);
    const ImVec4 other = class_color(ui.theme, 1, kColoredClasses);
    line({x, y}, {x + step - 1, y}, other, ui.px(2));
    line({x, y}, {x, area.bottom()}, mix(ui.theme.panel, other, 0.35F), 1);
  }
}

std::string fires_text(const UnitDetail& unit) {
  if (unit.fires.size() != 2) return percent_text(unit.fires_all);
  return decimals_text(100 * unit.fires[0], 0) + " / " + decimals_text(100 * unit.fires[1], 0) + " %";
}

// Their length: how much the next layer hears of it.
std::string format_weights(const UnitDetail& unit) {
  if (unit.weights_out.empty()) return "–";
  double squares = 0;
  for (const float w : unit.weights_out) squares += static_cast<double>(w) * static_cast<double>(w);
  return "‖" + std::to_string(unit.weights_out.size()) + "‖ " + small_number(std::sqrt(squares));
}

void draw_unit(const NetworkPage& page, Rect rest, const UnitDetail& unit, bool first) {
  const Ui& ui = page.ui();
  Rect head = rest.take_top(ui.px(24), ui.px(6));
  const Rect tag = head.take_left(ui.px(18), ui.px(8)).centered(ui.px(18), ui.px(18));
  fill(tag, ui.theme.text, ui.px(3));
  text_line(ui, tag, ui.fonts.bold, ui.theme.panel, first ? "A" : "B", Align::kCenter);
  if (button(ui, head.take_right(ui.px(24)),
             {.id = first ? "unpin_a" : "unpin_b",
              .icon = Icon::kCross,
              .kind = ButtonKind::kQuiet,
              .tip = tr("Pinned no longer"),
              .small = true})) {
    page.change([first](NetworkOptions& options, Look& look) {
      first ? unpin_first(options, look) : look.network.other.reset();
    });
  }
  text_line(ui, head, ui.fonts.bold, ui.theme.text, page.unit_title(unit.at));
  const bool two = page.dataset.classes() == 2;
  Rect figures = rest.take_bottom(ui.px(60), ui.px(4));
  draw_spread(page, rest, unit);
  draw_pair(
      ui, figures,
      two ? tr("fires, {1} / {2}", page.class_name(0), page.class_name(1)) : std::string(tr("fires on")),
      fires_text(unit), ui.theme.text);
  if (unit.weights_out.size() == 1) {
    const auto weight = static_cast<double>(unit.weights_out.front());
    draw_pair(ui, figures, tr("output weight"), signed_text(weight), sign_color(ui.theme, weight < 0));
  } else {
    draw_pair(ui, figures, page.hidden(unit.at.layer) ? tr("weights out") : tr("outputs"),
              format_weights(unit), ui.theme.text);
  }
  draw_pair(ui, figures, page.regression() ? tr("switched off, R²") : tr("switched off"),
            quality_off_text(page, unit), ui.theme.text);
}

std::string pinned_csv(const NetworkPage& page, const UnitDetail& a, const UnitDetail* b) {
  std::string csv = "figure,a,b\n";
  const auto add = [&](const std::string& what, const auto& figure) {
    csv += csv_line({what, figure(a), b ? figure(*b) : std::string()});
  };
  add("layer", [](const UnitDetail& unit) { return std::to_string(unit.at.layer + 1); });
  add("unit", [](const UnitDetail& unit) { return std::to_string(unit.at.unit); });
  add("least activation", [](const UnitDetail& unit) { return exact_text(unit.least); });
  add("most activation", [](const UnitDetail& unit) { return exact_text(unit.most); });
  for (std::size_t k = 0; k < a.fires.size(); ++k) {
    const std::string of = a.fires.size() > 1 ? " of " + page.class_name(static_cast<std::int64_t>(k)) : "";
    add("fires on" + of, [k](const UnitDetail& unit) { return exact_text(unit.fires[k]); });
  }
  add("quality with it", [](const UnitDetail& unit) { return exact_text(unit.quality); });
  add("quality without it", [](const UnitDetail& unit) { return exact_text(unit.quality_off); });
  if (!b || !page.pinned) return csv;
  csv += csv_line({"activations alike", exact_text(page.pinned->alike_activations), ""});
  csv += csv_line({"incoming change alike", exact_text(page.pinned->alike_changes), ""});
  return csv;
}

}  // namespace

void draw_pinned(const NetworkPage& page, const Rect& area) {
  const Ui& ui = page.ui();
  const auto& look = page.look();
  if (!page.exists(look.unit)) return draw_weights_over_time(page, area);
  panel_box(ui, area);
  Rect inner = area.inset(ui.px(14), ui.px(10));
  const UnitDetail* const a =
      page.pinned && page.pinned->a && page.pinned->a->at == look.unit ? &*page.pinned->a : nullptr;
  const bool second = page.exists(look.network.other);
  const UnitDetail* const b =
      second && page.pinned && page.pinned->b && page.pinned->b->at == look.network.other ? &*page.pinned->b
                                                                                          : nullptr;
  if (!a || (second && !b)) {
    text_line(ui, inner.take_top(ui.px(24)), ui.fonts.bold, ui.theme.text, page.unit_title(*look.unit));
    draw_wrapped(ui.fonts.small, inner.min(), inner.w, ui.theme.muted, tr("Being looked at …"));
    return;
  }
  const Rect foot = inner.take_bottom(ui.px(20), ui.px(4));
  line({inner.x, foot.y - ui.px(2)}, {inner.right(), foot.y - ui.px(2)}, ui.theme.line);
  Rect left = inner.take_left((inner.w - ui.px(20)) / 2, ui.px(20));
  draw_unit(page, left, *a, true);
  if (b) {
    draw_unit(page, inner, *b, false);
  } else {
    draw_wrapped(ui.fonts.small, {inner.x, inner.y + ui.px(4)}, inner.w, ui.theme.muted,
                 page.ui().presenter           ? ""
                 : drawn_as_nodes(page.spec()) ? tr("Shift and a click pins a second one, to compare.")
                                               : tr("A click on another line pins B, to compare."));
  }
  exhibit_of_frame({.name = "network-pinned", .title = tr("Pinned units"), .area = area},
                   [&] { return pinned_csv(page, *a, b); });
  Rect words = foot;
  if (page.dataset.classes() == 2) {
    for (std::int64_t k = 1; k >= 0; --k) {
      const std::string name = page.class_name(k);
      const float wide = std::min(text_width(ui.fonts.small, name) + 1, words.w * 0.2F);
      text_line(ui, words.take_right(wide, ui.px(4)), ui.fonts.small, ui.theme.text, name);
      const Rect mark = words.take_right(ui.px(12), ui.px(10));
      k == 0 ? fill(mark.centered(ui.px(9), ui.px(9)), class_color(ui.theme, 0, 2))
             : line({mark.x, mark.center().y}, {mark.right(), mark.center().y}, class_color(ui.theme, 1, 2),
                    ui.px(2.5F));
    }
  }
  if (!b) return;
  const auto alike = [&](std::string_view name, double value) {
    if (std::isnan(value)) return;
    const std::string text = signed_decimals_text(value, 2);
    const float name_w = text_width(ui.fonts.small, name) + 1,
                value_w = text_width(ui.fonts.mono_bold, text) + 1;
    if (name_w + value_w + ui.px(6) > words.w) return;
    text_line(ui, words.take_left(name_w, ui.px(6)), ui.fonts.small, ui.theme.muted, name);
    text_line(ui, words.take_left(value_w, ui.px(12)), ui.fonts.mono_bold, ui.theme.text, text);
  };
  alike(tr("alike: activations"), page.pinned->alike_activations);
  alike(tr("incoming change"), page.pinned->alike_changes);
}

}  // namespace headroom::app
