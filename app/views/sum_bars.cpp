#include "app/views/sum_bars.h"

#include <algorithm>
#include <cmath>

#include "app/ui/ramps.h"
#include "app/views/prediction_parts.h"
#include "app/widgets/copy_menu.h"
#include "app/widgets/format.h"
#include "app/widgets/paint.h"
#include "core/base/bytes.h"
#include "core/base/tr.h"

namespace headroom::app {

std::string short_figure(double value) {
  const double size = std::abs(value);
  if (size != 0 && size < 0.005) return power_text(value, 0);
  return size < 100 ? decimals_text(value, 2) : digits_text(value, 3);
}

std::string source_title(const Dataset& dataset, std::int64_t layer, std::int64_t source) {
  if (layer == 0) return feature_title(dataset, source);
  return tr("unit {1}", format_count(source));
}

std::vector<SumBar> sum_bars(const UnitTrace& unit, std::size_t shown,
                             const std::function<std::string(std::int64_t source)>& title) {
  std::vector<SumBar> bars;
  double level = unit.bias;
  bars.push_back({0, level, signed_text(unit.bias), tr("bias"), "", false});
  double rest = unit.others_sum;
  std::int64_t others = unit.others;
  for (std::size_t i = 0; i < unit.largest.size(); ++i) {
    const UnitTrace::Source& source = unit.largest[i];
    if (i >= shown) {
      rest += source.product();
      ++others;
      continue;
    }
    bars.push_back({level, level + source.product(), signed_text(source.product()), title(source.source),
                    short_figure(source.weight) + " × " + short_figure(source.input), false});
    level += source.product();
  }
  if (others > 0)
    bars.push_back(
        {level, level + rest, signed_text(rest), tr("{1} others", format_count(others)), "", false});
  bars.push_back({0, unit.z, signed_text(unit.z), "z", "", true});
  return bars;
}

std::string activation_call(const ModelSpec& spec, std::int64_t layer) {
  if (layer + 1 < spec.layers()) return std::string(activation_name(spec.activation));
  return spec.output == Output::kLinear ? "" : std::string(output_name(spec.output));
}

void draw_sum_bars(const Ui& ui, Rect area, const std::vector<SumBar>& bars, bool connected) {
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
  if (copy_asked(area)) offer_copies({{tr("Copy the numbers"), all}});
}

}  // namespace headroom::app
