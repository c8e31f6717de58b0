#include "app/views/mini_pipeline.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "app/widgets/format.h"
#include "app/widgets/icons.h"
#include "app/widgets/paint.h"
#include "core/base/tr.h"

namespace headroom::app {
namespace {

// A table: rows and columns of cells, some brighter, so that it looks like data.
void draw_table(const Ui& ui, const Rect& area, int columns, int rows, const ImVec4& tint) {
  const float cell_w = area.w / static_cast<float>(columns), cell_h = area.h / static_cast<float>(rows);
  unsigned pattern = 0x9E37U;
  for (int r = 0; r < rows; ++r) {
    for (int c = 0; c < columns; ++c) {
      pattern = pattern * 1664525U + 1013904223U;
      const float strength = 0.2F + 0.6F * static_cast<float>(pattern >> 24) / 255;
      const Rect cell{area.x + cell_w * static_cast<float>(c), area.y + cell_h * static_cast<float>(r),
                      cell_w, cell_h};
      fill(cell.inset(std::min(ui.px(1), cell_w / 6)), mix(ui.theme.panel, tint, strength), ui.px(1));
    }
  }
}

// Layers of dots, joined; at most six dots a layer stand for all.
void draw_network(const Ui& ui, const Rect& area, const std::vector<std::int64_t>& hidden,
                  const ImVec4& tint) {
  std::vector<int> layers = {4};
  for (const std::int64_t width : hidden) layers.push_back(width >= 100 ? 6 : 4);
  layers.push_back(1);
  const auto at = [&](std::size_t layer, int i) {
    const float x = area.x + area.w * (static_cast<float>(layer) + 0.5F) / static_cast<float>(layers.size());
    const float step = area.h / 6;
    return ImVec2{
        x, area.center().y + step * (static_cast<float>(i) - static_cast<float>(layers[layer] - 1) / 2)};
  };
  ImDrawList* list = ImGui::GetWindowDrawList();
  for (std::size_t l = 0; l + 1 < layers.size(); ++l) {
    for (int a = 0; a < layers[l]; ++a) {
      for (int b = 0; b < layers[l + 1]; ++b)
        list->AddLine(at(l, a), at(l + 1, b), color(tint, 0.22F), ui.px(1));
    }
  }
  for (std::size_t l = 0; l < layers.size(); ++l) {
    for (int i = 0; i < layers[l]; ++i)
      list->AddCircleFilled(at(l, i), std::min(ui.px(3.2F), area.h / 16), color(tint));
  }
}

void draw_chip(const Ui& ui, const Rect& area) {
  const float size = std::min(area.w, area.h) * 0.7F;
  draw_icon(Icon::kGpu, area, size, ui.theme.muted);
}

void label(const Ui& ui, const Rect& area, const std::string& text) {
  text_line(ui, area, ui.fonts.small, ui.theme.muted, text, Align::kCenter);
}

}  // namespace

void draw_mini_pipeline(const Ui& ui, const Rect& area, const PresetEntry& preset) {
  if (area.h < ui.px(60)) return;
  Rect rest = area;
  const Rect labels = rest.take_bottom(ui.px(20));
  rest = rest.inset(0, ui.px(8));
  const bool expands = preset.features > preset.columns;
  // Shares of the width: table, device, features where there are any, networks.
  std::vector<float> shares =
      expands ? std::vector<float>{1.0F, 0.7F, 1.6F, 2.0F} : std::vector<float>{1.4F, 0.8F, 1.8F};
  float total = 0;
  for (const float s : shares) total += s;
  const float arrow = ui.px(26);
  const float unit = (rest.w - arrow * static_cast<float>(shares.size() - 1)) / total;
  std::size_t part = 0;
  const auto next = [&](const std::string& name) {
    if (part > 0) draw_icon(Icon::kArrowRight, rest.take_left(arrow), ui.px(13), ui.theme.muted);
    const Rect piece = rest.take_left(unit * shares[part]);
    label(ui, {piece.x - ui.px(10), labels.y, piece.w + ui.px(20), labels.h}, name);
    ++part;
    return piece;
  };
  const auto shape = [&](std::int64_t columns) { return shape_text({preset.rows, columns}); };
  draw_table(ui, next(shape(preset.columns)), 6, 8, ui.theme.categories[4]);
  draw_chip(ui, next(tr("device")));
  if (expands) draw_table(ui, next(shape(preset.features)), 14, 8, ui.theme.categories[4]);
  std::string names;
  for (const auto& hidden : preset.networks) {
    if (!names.empty()) names += " · ";
    const bool equal =
        std::all_of(hidden.begin(), hidden.end(), [&](std::int64_t w) { return w == hidden.front(); });
    if (hidden.empty()) continue;
    names +=
        equal ? std::to_string(hidden.size()) + "×" + std::to_string(hidden.front()) : shape_text(hidden);
  }
  Rect networks = next(names.empty() ? std::string(tr("network")) : names);
  const std::array<ImVec4, 2> tints = {ui.theme.small_model, ui.theme.large_model};
  const std::size_t count = std::clamp<std::size_t>(preset.networks.size(), 1, 2);
  const float width = (networks.w - ui.px(16) * static_cast<float>(count - 1)) / static_cast<float>(count);
  for (std::size_t i = 0; i < count; ++i) {
    const std::vector<std::int64_t> hidden =
        i < preset.networks.size() ? preset.networks[i] : std::vector<std::int64_t>{4};
    draw_network(ui, networks.take_left(width, ui.px(16)), hidden, tints[i]);
  }
}

}  // namespace headroom::app
