#include "app/views/question_cards.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <string>

#include "app/widgets/copy_menu.h"
#include "app/widgets/exhibit.h"
#include "app/widgets/format.h"
#include "app/widgets/paint.h"
#include "core/base/csv_field.h"
#include "core/base/tr.h"

namespace headroom::app {
namespace {

struct CardBar {
  std::string name;
  double bytes = 0;
  bool here = false;
};

std::string in_gigabytes(double bytes) { return decimals_text(bytes / 1e9, 2); }

std::vector<CardBar> bars_of(const ViewContext& context, double bytes) {
  std::vector<CardBar> all;
  if (const auto& catalogue = context.state.plan.catalogue) {
    for (const GpuCard* const card : cards_around(*catalogue, bytes)) {
      all.push_back({tr("{1}, sold as {2} GB", card->name, digits_text(card->sold_gb, 6)),
                     static_cast<double>(card->usable())});
    }
  }
  for (const DeviceInfo& device : context.run.facts->devices) {
    if (device.kind == "cuda")
      all.push_back({tr("this machine, {1}", device.name), static_cast<double>(device.memory_total), true});
  }
  return all;
}

void draw_card_bar(const Ui& ui, Rect& rest, const CardBar& bar, double bytes, double most, float names) {
  Rect row = rest.take_top(ui.px(22), ui.px(5));
  const bool more = bar.bytes > bytes;
  const ImVec4 ink = more ? ui.theme.good : ui.theme.bad;
  copyable(row, in_gigabytes(bar.bytes), bar.name + "\t" + in_gigabytes(bar.bytes));
  text_line(ui, row.take_left(names, ui.px(12)), ui.fonts.small, ui.theme.text, bar.name);
  Rect verdict = row.take_right(ui.px(76), ui.px(8));
  draw_icon(more ? Icon::kCheck : Icon::kCross, verdict.take_left(ui.px(14), ui.px(6)), ui.px(10), ink);
  text_line(ui, verdict, ui.fonts.mono_bold, ink, more ? tr("more") : tr("less"));
  const float number = ui.px(56);
  const float full = std::max(1.0F, row.w - number);
  const Rect place = row.take_left(std::max(ui.px(2), full * static_cast<float>(bar.bytes / most)), ui.px(8));
  fill(place.inset(0, ui.px(3)), more ? ui.theme.good : mix(ui.theme.edge, ui.theme.muted, 0.3F), ui.px(3));
  text_line(ui, row, ui.fonts.mono, ui.theme.text, in_gigabytes(bar.bytes));
}

}  // namespace

std::vector<const GpuCard*> cards_around(const Catalogue& catalogue, double bytes) {
  std::vector<const GpuCard*> sorted;
  for (const GpuCard& card : catalogue.cards) sorted.push_back(&card);
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const GpuCard* a, const GpuCard* b) { return a->usable() < b->usable(); });
  const auto above = std::partition_point(sorted.begin(), sorted.end(), [&](const GpuCard* card) {
    return static_cast<double>(card->usable()) <= bytes;
  });
  const auto other_size = [](const std::vector<const GpuCard*>& chosen, const GpuCard* card) {
    return std::none_of(chosen.begin(), chosen.end(),
                        [&](const GpuCard* c) { return c->sold_gb == card->sold_gb; });
  };
  std::vector<const GpuCard*> chosen;
  for (auto card = above; card != sorted.begin() && chosen.size() < 2;) {
    if (other_size(chosen, *--card)) chosen.push_back(*card);
  }
  std::reverse(chosen.begin(), chosen.end());
  const std::size_t most = chosen.size() + 3;
  for (auto card = above; card != sorted.end() && chosen.size() < most; ++card) {
    if (other_size(chosen, *card) || card == above) chosen.push_back(*card);
  }
  return chosen;
}

float draw_real_cards(const ViewContext& context, const Rect& area, double bytes) {
  const Ui& ui = context.ui;
  const std::vector<CardBar> bars = bars_of(context, bytes);
  Rect rest{area.x, area.y, area.w, 1e6F};
  rest.take_top(ui.px(6));
  Rect head = rest.take_top(ui.px(24), ui.px(6));
  const std::string_view title = tr("On real cards");
  text_line(ui, head.take_left(text_width(ui.fonts.bold, title) + 1, ui.px(10)), ui.fonts.bold, ui.theme.text,
            title);
  text_line(ui, head, ui.fonts.small, ui.theme.muted,
            tr("10⁹ bytes that programs see; dashed: {1}", in_gigabytes(bytes)));
  double most = bytes;
  float names = 0;
  for (const CardBar& bar : bars) {
    most = std::max(most, bar.bytes);
    names = std::max(names, text_width(ui.fonts.small, bar.name) + 1);
  }
  names = std::min(names, rest.w * 0.42F);
  if (!context.state.plan.catalogue)
    text_line(ui, rest.take_top(ui.px(22)), ui.fonts.small, ui.theme.muted, tr("Reading the catalogue…"));
  const float top = rest.y;
  for (const CardBar& bar : bars) draw_card_bar(ui, rest, bar, bytes, most, names);
  // The same scale as the bars': behind the names, less the number and the verdict.
  const float full = std::max(1.0F, rest.w - names - ui.px(12) - ui.px(84) - ui.px(56));
  const float x = rest.x + names + ui.px(12) + full * static_cast<float>(bytes / most);
  for (float y = top; y < rest.y - ui.px(6); y += ui.px(7))
    line({x, y}, {x, std::min(y + ui.px(4), rest.y - ui.px(6))}, ui.theme.text, ui.px(1.5F));
  const bool here = std::any_of(bars.begin(), bars.end(), [](const CardBar& bar) { return bar.here; });
  if (!here) {
    rest.take_top(
        draw_wrapped(ui.fonts.small, rest.min(), rest.w, ui.theme.muted,
                     tr("This machine has no GPU that Headroom can use: nothing of it is compared.")),
        ui.px(4));
  }
  exhibit_of_frame(
      {.name = "real-cards", .title = tr("On real cards"), .area = {area.x, area.y, area.w, rest.y - area.y}},
      [&bars, bytes] {
        std::string csv = "card,bytes_that_programs_see,more,of_this_machine\n";
        for (const CardBar& bar : bars)
          csv += csv_line(
              {bar.name, exact_text(bar.bytes), bar.bytes > bytes ? "1" : "0", bar.here ? "1" : "0"});
        return csv;
      });
  return rest.y - area.y;
}

}  // namespace headroom::app
