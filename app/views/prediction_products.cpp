// The columns as the network sees them and, as a triangle, their products: part of step 1.
#include <algorithm>
#include <cmath>

#include "app/ui/ramps.h"
#include "app/views/prediction_input.h"
#include "app/widgets/button.h"
#include "app/widgets/format.h"
#include "app/widgets/paint.h"
#include "core/base/tr.h"
#include "core/data/polynomial_term.h"

namespace headroom::app {
namespace {

// What a product is, in its numbers, in the empty half of the triangle.
void tell_term(const PredictionPage& page, Rect area, std::int64_t feature) {
  const Ui& ui = page.ui();
  const PolynomialTerm term = polynomial_term(page.dataset.columns, feature);
  const auto number = [](double value) { return decimals_text(value, 3); };
  const auto scaled = [&](std::int64_t c) {
    return static_cast<double>(page.figures.scaled[static_cast<std::size_t>(c)]);
  };
  std::vector<std::pair<std::string, ImVec4>> lines = {{feature_title(page.dataset, feature), ui.theme.text}};
  if (term.right >= 0) {
    lines.emplace_back(number(scaled(term.left)), ui.theme.muted);
    lines.emplace_back("× " + number(scaled(term.right)), ui.theme.muted);
  }
  lines.emplace_back(
      "= " + number(static_cast<double>(page.figures.features[static_cast<std::size_t>(feature)])),
      ui.theme.text);
  if (static_cast<std::size_t>(feature) < page.looked.effects.size()) {
    const double effect = 0.1 * page.looked.effects[static_cast<std::size_t>(feature)];
    lines.emplace_back(tr("0.1 more:"), ui.theme.muted);
    lines.emplace_back("z " + signed_text(effect), sign_color(ui.theme, effect < 0));
  }
  const float h = ui.px(17);
  if (area.h < h * static_cast<float>(lines.size())) return;
  Rect rest = area.take_bottom(h * static_cast<float>(lines.size()));
  for (const auto& [text, c] : lines) text_line(ui, rest.take_top(h), ui.fonts.mono, c, text);
}

// The one whose part in z is the largest.
std::int64_t heaviest_term(const PredictionPage& page) {
  std::int64_t heaviest = 0;
  double most = -1;
  for (std::size_t k = 0; k < page.looked.effects.size(); ++k) {
    const double part = std::abs(page.looked.effects[k] * static_cast<double>(page.figures.features[k]));
    if (part <= most) continue;
    most = part;
    heaviest = static_cast<std::int64_t>(k);
  }
  return heaviest;
}

}  // namespace

void draw_products(const PredictionPage& page, Rect area, float line_h, std::int64_t& chosen,
                   PredictionPlaces& places) {
  const Ui& ui = page.ui();
  const std::int64_t n = page.dataset.columns;
  const auto cells = static_cast<float>(n);
  const float side = std::min(area.w / (cells + 1.8F), ui.px(26)), x0 = area.x + side * 1.8F;
  line_h = std::min(line_h, area.h / cells);
  const Rect whole{area.x, area.y, side * (cells + 1.8F), line_h * cells};
  const Press press = press_area("products", whole, true, {.name = "products", .takes = Takes::kArrows});
  const auto [low, high] = std::minmax_element(page.figures.features.begin(), page.figures.features.end());
  const bool unit = page.context.run.facts->config.scale == ScaleKind::kMinMax;
  const float from = unit ? 0 : *low, to = unit ? 1 : std::max(*high, *low + 1e-6F);
  std::int64_t told = chosen, under = -1;
  if (told < 0 || told >= static_cast<std::int64_t>(page.figures.features.size())) {
    told = heaviest_term(page);
  }
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  for (std::int64_t k = 0; k < static_cast<std::int64_t>(page.figures.features.size()); ++k) {
    const PolynomialTerm term = polynomial_term(n, k);
    const float x = term.right < 0 ? area.x : x0 + side * static_cast<float>(term.right);
    const Rect cell{x, area.y + line_h * static_cast<float>(term.left),
                    std::max(1.0F, (term.right < 0 ? side * 1.2F : side) - 1), std::max(1.0F, line_h - 1)};
    const float value = page.figures.features[static_cast<std::size_t>(k)];
    fill(cell, feature_color(ui.theme, (value - from) / (to - from)));
    places.features[static_cast<std::size_t>(k)] = cell;
    if (press.hovered && cell.contains(mouse)) under = k;
  }
  const Arrows arrows = Focus::of_window().take_arrows(press.id);
  if (arrows.x != 0 || arrows.y != 0)
    chosen = std::clamp<std::int64_t>(told + arrows.x - arrows.y, 0,
                                      static_cast<std::int64_t>(page.figures.features.size()) - 1);
  if (press.clicked && under >= 0) chosen = under;
  if (under >= 0) told = under;
  const Rect marked = places.features[static_cast<std::size_t>(told)];
  stroke(marked, ui.theme.text, 0, ui.px(2));
  const PolynomialTerm term = polynomial_term(n, told);
  if (term.right >= 0) {
    const ImVec4 faint = mix(ui.theme.panel, ui.theme.text, 0.35F);
    stroke({x0 + side * static_cast<float>(term.left), marked.y - 1, side * static_cast<float>(n - term.left),
            marked.h + 2},
           faint);
    stroke({marked.x - 1, area.y, marked.w + 2, line_h * static_cast<float>(term.right + 1)}, faint);
  }
  if (press.focused) focus_ring(ui, whole, ui.px(3));
  const Rect empty{x0 + ui.px(4), area.y + whole.h * 0.42F, side * cells * 0.46F, whole.h * 0.58F};
  if (side * cells > ui.px(150)) {
    tell_term(page, empty, told);
  } else if (under >= 0) {
    tooltip(ui,
            feature_title(page.dataset, under) + " = " +
                value_text(static_cast<double>(page.figures.features[static_cast<std::size_t>(under)])),
            marked);
  }
}

}  // namespace headroom::app
