// The weights between nodes: a curve each, as wide as the weight is large, dashed where it takes away.
#include <algorithm>
#include <array>
#include <cmath>

#include "app/ui/ramps.h"
#include "app/views/network_nodes.h"
#include "app/views/prediction_parts.h"
#include "app/widgets/format.h"
#include "app/widgets/paint.h"
#include "core/base/csv_field.h"
#include "core/base/tr.h"

namespace headroom::app {
namespace {

constexpr int kEdgePieces = 18;
constexpr float kWidest = 7;

struct Curve {
  std::array<ImVec2, kEdgePieces + 1> points;
};

Curve curve_between(ImVec2 a, ImVec2 b) {
  const float bend = (b.x - a.x) * 0.5F;
  Curve curve;
  for (int i = 0; i <= kEdgePieces; ++i) {
    const float t = static_cast<float>(i) / kEdgePieces, s = 1 - t;
    const float c0 = s * s * s, c1 = 3 * s * s * t, c2 = 3 * s * t * t, c3 = t * t * t;
    curve.points[static_cast<std::size_t>(i)] = {c0 * a.x + c1 * (a.x + bend) + c2 * (b.x - bend) + c3 * b.x,
                                                 (c0 + c1) * a.y + (c2 + c3) * b.y};
  }
  return curve;
}

struct Edge {
  std::int64_t layer = 0, unit = 0, source = 0;
  double value = 0;
  float share = 0;  // of the largest, without its sign
};

// Of one layer, the weakest first, so that the strong ones lie on top.
std::vector<Edge> edges_of(const NetworkPage& page, const NodeLayout& layout, std::int64_t layer) {
  const auto l = static_cast<std::size_t>(layer);
  std::vector<Edge> edges;
  double largest = 0;
  for (std::int64_t u = 0; u < layout.columns[l + 1].shown; ++u) {
    for (std::int64_t s = 0; s < layout.columns[l].shown; ++s) {
      const double value = page.number(layer, u, s);
      if (!std::isfinite(value)) continue;
      edges.push_back({layer, u, s, value, 0});
      largest = std::max(largest, std::abs(value));
    }
  }
  for (Edge& edge : edges) edge.share = largest > 0 ? static_cast<float>(std::abs(edge.value) / largest) : 0;
  std::sort(edges.begin(), edges.end(), [](const Edge& a, const Edge& b) { return a.share < b.share; });
  return edges;
}

std::optional<UnitAt> lit_unit(const NetworkPage& page, const NodesState& state) {
  if (state.hovered) return state.hovered;
  return page.exists(page.look().unit) ? page.look().unit : std::nullopt;
}

bool lights(const std::optional<UnitAt>& unit, const Edge& edge) {
  if (!unit) return false;
  return (unit->layer == edge.layer && unit->unit == edge.unit) ||
         (unit->layer + 1 == edge.layer && unit->unit == edge.source);
}

bool shows(EdgeSigns signs, double value) {
  return signs == EdgeSigns::kBoth || (signs == EdgeSigns::kNegative) == (value < 0);
}

void draw_edge(const Ui& ui, const Curve& curve, const Edge& edge, float alpha) {
  const ImVec4 ink = sign_color(ui.theme, edge.value < 0);
  const float thick = std::max(ui.px(1), ui.px(kWidest) * edge.share) * (ui.presenter ? 1.5F : 1);
  ImDrawList& list = *ImGui::GetWindowDrawList();
  if (edge.value >= 0) {
    list.AddPolyline(curve.points.data(), kEdgePieces + 1, ImGui::GetColorU32({ink.x, ink.y, ink.z, alpha}),
                     0, thick);
    return;
  }
  // Dashes are as long as others are apart, however long the curve is.
  const float dash = ui.px(6);
  float along = 0;
  for (int i = 0; i < kEdgePieces; ++i) {
    const ImVec2 a = curve.points[static_cast<std::size_t>(i)],
                 b = curve.points[static_cast<std::size_t>(i + 1)];
    const float length = std::hypot(b.x - a.x, b.y - a.y);
    if (length < 0.01F) continue;
    for (float at = 0; at < length;) {
      const float phase = std::fmod(along + at, 2 * dash);
      const float end = std::min(length, at + (phase < dash ? dash - phase : 2 * dash - phase));
      const auto point = [&](float t) {
        return ImVec2{a.x + (b.x - a.x) * t / length, a.y + (b.y - a.y) * t / length};
      };
      if (phase < dash) line(point(at), point(end), {ink.x, ink.y, ink.z, alpha}, thick);
      at = end + 0.01F;
    }
    along += length;
  }
}

float distance(ImVec2 p, ImVec2 a, ImVec2 b) {
  const float dx = b.x - a.x, dy = b.y - a.y, size = dx * dx + dy * dy;
  const float t = size > 0 ? std::clamp(((p.x - a.x) * dx + (p.y - a.y) * dy) / size, 0.0F, 1.0F) : 0;
  return std::hypot(p.x - a.x - dx * t, p.y - a.y - dy * t);
}

std::string_view kind_of(const NetworkPage& page) {
  const bool other = page.values && page.values->values != NetworkValues::kActivations;
  switch (other ? page.values->values : NetworkValues::kWeights) {
    case NetworkValues::kChange: return "change";
    case NetworkValues::kGradients: return "gradient";
    default: return "weight";
  }
}

std::string value_words(const NetworkPage& page, double value) {
  const std::string_view kind = kind_of(page);
  const std::string number = signed_text(value);
  return kind == "change"     ? tr("change {1}", number)
         : kind == "gradient" ? tr("gradient {1}", number)
                              : tr("weight {1}", number);
}

std::string edge_tip(const NetworkPage& page, const Edge& edge) {
  std::string tip = page.source_name(edge.layer, edge.source) + " → " +
                    page.unit_title({edge.layer, edge.unit}) + "\n" + value_words(page, edge.value);
  if (kind_of(page) != "weight") {
    const double weight = page.weight(edge.layer, edge.unit, edge.source);
    if (!std::isnan(weight)) tip += "\n" + tr("weight {1}", signed_text(weight));
  }
  const UnitAt to{edge.layer, edge.unit};
  if (page.pinned && page.pinned->a && page.pinned->a->at == to && kind_of(page) != "change" &&
      static_cast<std::size_t>(edge.source) < page.pinned->a->change_in.size())
    tip += "\n" + tr("change since the start {1}",
                     signed_text(static_cast<double>(
                         page.pinned->a->change_in[static_cast<std::size_t>(edge.source)])));
  return tip;
}

}  // namespace

std::string edges_csv(const NetworkPage& page) {
  std::string csv = "layer,unit,source," + std::string(kind_of(page)) + "\n";
  for (std::int64_t l = 0; l < page.layer_count(); ++l) {
    for (std::int64_t u = 0; u < page.width(l); ++u) {
      for (std::int64_t s = 0; s < page.spec().widths[static_cast<std::size_t>(l)]; ++s)
        csv += csv_line({std::to_string(l + 1), std::to_string(u), page.source_name(l, s),
                         exact_text(page.number(l, u, s))});
    }
  }
  return csv;
}

void draw_edges(const NetworkPage& page, const NodeLayout& layout, const NodesState& state) {
  const Ui& ui = page.ui();
  const std::optional<UnitAt> lit = lit_unit(page, state);
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  const bool over = !state.hovered && hovering({layout.columns.front().head.x,
                                                layout.columns.front().head.bottom(), 1e5F, 1e5F});
  float nearest = ui.px(5);
  std::optional<Edge> found;
  Curve found_curve;
  for (std::int64_t l = 0; l < page.layer_count(); ++l) {
    const auto column = static_cast<std::size_t>(l);
    for (const bool top : {false, true}) {  // those of the lit unit above all others
      for (const Edge& edge : edges_of(page, layout, l)) {
        const bool own = lights(lit, edge);
        if (own != top || !shows(page.options().signs, edge.value)) continue;
        const Curve curve =
            curve_between(layout.out_of(column, edge.source), layout.into(column + 1, edge.unit));
        const float alpha = own ? 1
                                : (state.hovered ? 0.1F
                                   : lit         ? 0.3F
                                                 : 0.6F) *
                                      (0.25F + 0.75F * edge.share);
        if (edge.share < 0.01F && !own) continue;
        draw_edge(ui, curve, edge, alpha);
        if (!over || (lit && !own)) continue;  // a faded one is not what is meant
        for (int i = 0; i < kEdgePieces; ++i) {
          const float away = distance(mouse, curve.points[static_cast<std::size_t>(i)],
                                      curve.points[static_cast<std::size_t>(i + 1)]);
          if (away >= nearest) continue;
          nearest = away;
          found = edge;
          found_curve = curve;
        }
      }
    }
  }
  if (!found) return;
  draw_edge(ui, found_curve, *found, 1);
  tooltip(ui, edge_tip(page, *found), {mouse.x - ui.px(8), mouse.y - ui.px(8), ui.px(16), ui.px(16)});
}

void draw_edge_numbers(const NetworkPage& page, const NodeLayout& layout, const NodesState& state) {
  const Ui& ui = page.ui();
  const std::optional<UnitAt> lit = lit_unit(page, state);
  if (!lit) return;
  const auto column = static_cast<std::size_t>(lit->layer);
  if (lit->unit >= layout.columns[column + 1].shown) return;
  const float high = line_height(ui.fonts.mono);
  float below = -1e6F;
  for (std::int64_t s = 0; s < layout.columns[column].shown; ++s) {
    const double value = page.number(lit->layer, lit->unit, s);
    if (!std::isfinite(value) || !shows(page.options().signs, value)) continue;
    const Curve curve = curve_between(layout.out_of(column, s), layout.into(column + 1, lit->unit));
    const ImVec2 at = curve.points[kEdgePieces * 2 / 5];
    std::string text = value == 0 ? "0" : signed_text(value);
    if (std::abs(value) >= 0.005) text = signed_decimals_text(value, 2);
    const float wide = text_width(ui.fonts.mono, text);
    const float y = std::max(at.y - high / 2, below);  // never one over the other
    below = y + high;
    fill({at.x - wide / 2 - 2, y, wide + 4, high},
         {ui.theme.panel.x, ui.theme.panel.y, ui.theme.panel.z, 0.85F}, 2);
    draw_text(ui.fonts.mono, {std::round(at.x - wide / 2), std::round(y)}, sign_color(ui.theme, value < 0),
              text);
  }
}

}  // namespace headroom::app
