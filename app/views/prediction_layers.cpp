// Step 2 of the Prediction tab: what every hidden unit puts out, and the lines from a unit's sources.
#include <algorithm>
#include <cmath>

#include "app/state/model_words.h"
#include "app/ui/ramps.h"
#include "app/views/prediction_parts.h"
#include "app/widgets/button.h"
#include "app/widgets/format.h"
#include "app/widgets/paint.h"
#include "core/base/bytes.h"
#include "core/base/tr.h"

namespace headroom::app {
namespace {

constexpr std::size_t kJoined = 6;  // sources with a line

std::string three(double value) {
  return std::abs(value) < 1000 ? decimals_text(value, 3) : digits_text(value, 3);
}

struct LayerSums {
  std::int64_t on = 0;
  double mean = 0, max = 0, size = 0;  // size: the largest without its sign
};

LayerSums sums_of(const std::vector<double>& values) {
  LayerSums sums;
  if (!values.empty()) sums.max = values.front();
  for (const double value : values) {
    sums.on += value > 0 ? 1 : 0;
    sums.mean += value / static_cast<double>(values.size());
    sums.max = std::max(sums.max, value);
    sums.size = std::max(sums.size, std::abs(value));
  }
  return sums;
}

std::string unit_text(const PredictionPage& page, std::int64_t layer, std::int64_t unit) {
  const LayerTrace& trace = page.looked.layers[static_cast<std::size_t>(layer)];
  const auto u = static_cast<std::size_t>(unit);
  std::string text = tr("layer {1}, unit {2}: z {3}, a {4}", std::to_string(layer + 1), format_count(unit),
                        signed_text(trace.pre_activation[u]), three(trace.activation[u]));
  if (page.looked.back.size() == page.looked.layers.size())
    text += ", dL/dz " + signed_text(page.looked.back[static_cast<std::size_t>(layer)].d_pre_activation[u]);
  return tr("{1}. A click shows its sum.", text);
}

// Negative values, which other activations than ReLU have, are orange as negative weights are.
ImVec4 cell_color(const PredictionPage& page, double value, double size) {
  const Theme& theme = page.ui().theme;
  const double share = size > 0 ? value / size : 0;
  if (std::isnan(value)) return not_a_number(theme);
  if (share < 0) return signed_color(theme, static_cast<float>(share));
  return activation_color(theme, model_color(theme, page.model.choice.id), static_cast<float>(share));
}

void draw_cells(const PredictionPage& page, const CellBlock& block, const std::vector<double>& values,
                double size) {
  for (std::int64_t first = 0; first < block.count; first += block.each) {
    double value = values[static_cast<std::size_t>(first)];
    for (std::int64_t i = first; i < std::min(block.count, first + block.each); ++i) {
      const double other = values[static_cast<std::size_t>(i)];
      if (std::abs(other) > std::abs(value)) value = other;
    }
    fill(block.cell(first), cell_color(page, value, size));
  }
}

void draw_block(const PredictionPage& page, Rect area, std::int64_t layer, int lines, float line_h,
                PredictionPlaces& places) {
  const Ui& ui = page.ui();
  const std::vector<double>& values = page.looked.layers[static_cast<std::size_t>(layer)].activation;
  const LayerSums sums = sums_of(values);
  Rect head = area.take_top(ui.px(20), ui.px(2));
  const std::string number = std::to_string(layer + 1);
  text_line(ui, head.take_left(text_width(ui.fonts.mono_bold, number) + 1, ui.px(4)), ui.fonts.mono_bold,
            ui.theme.text, number);
  if (page.model.spec.activation == Activation::kRelu)
    text_line(ui, head, ui.fonts.mono, ui.theme.muted, tr("{1} on", format_count(sums.on)), Align::kRight);
  Rect feet = area.take_bottom(ui.px(36), ui.px(4));
  const float height = line_h * static_cast<float>(lines);
  const CellBlock block = cell_block({area.x, area.y, area.w, height},
                                     static_cast<std::int64_t>(values.size()), lines, line_h, ui.px(40));
  places.layers.push_back(block);
  const std::string id = "layer " + number;
  const Press press = press_area(id.c_str(), block.area, true, {.takes = Takes::kArrowsAndEnter});
  draw_cells(page, block, values, sums.size);
  const auto& looked = page.context.state.look.unit;
  const bool here = looked && looked->layer == layer && looked->unit < block.count;
  const Arrows arrows = Focus::of_window().take_arrows(press.id);
  if (arrows.x != 0 || arrows.y != 0) {
    const std::int64_t from = here ? looked->unit : 0;
    const std::int64_t to = from + arrows.x * block.each - arrows.y * block.columns * block.each;
    look_at_unit(page, layer, std::clamp<std::int64_t>(to, 0, block.count - 1));
  }
  const std::int64_t under = press.hovered ? block.at(ImGui::GetIO().MousePos) : -1;
  if (under >= 0) {
    stroke(block.cell(under), ui.theme.text, 0, 1);
    tooltip(ui, unit_text(page, layer, under), block.cell(under));
  }
  if (press.clicked) look_at_unit(page, layer, under >= 0 ? under : here ? looked->unit : 0);
  if (press.focused) focus_ring(ui, block.area, ui.px(3));
  const auto foot = [&](std::string_view name, double value) {
    Rect row = feet.take_top(ui.px(18));
    const std::string text = three(value);
    const float width = text_width(ui.fonts.mono, text);
    text_line(ui, row.take_right(std::min(width + 1, row.w)), ui.fonts.mono, ui.theme.text, text,
              Align::kRight);
    if (row.w >= text_width(ui.fonts.small, name)) text_line(ui, row, ui.fonts.small, ui.theme.muted, name);
  };
  if (block.each > 1) {
    text_line(ui, feet.take_top(ui.px(18)), ui.fonts.small, ui.theme.muted,
              tr("{1} a cell", format_count(block.each)));
    return foot(tr("max"), sums.max);
  }
  foot(tr("mean"), sums.mean);
  foot(tr("max"), sums.max);
}

// A curve from the source to the unit; dashed where it takes away.
void join(const Ui& ui, const Rect& from, const Rect& to, bool negative) {
  const ImVec2 a{from.right(), from.center().y}, b{to.x, to.center().y};
  const float bend = std::max(ui.px(12), (b.x - a.x) * 0.5F);
  const ImVec2 c1{a.x + bend, a.y}, c2{b.x - bend, b.y};
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const ImU32 ground = color(ui.theme.ground, 0.8F), ink = color(sign_color(ui.theme, negative));
  constexpr int kPieces = 28;
  const auto point = [&](int i) {
    const float t = static_cast<float>(i) / kPieces, s = 1 - t;
    return ImVec2{s * s * s * a.x + 3 * s * s * t * c1.x + 3 * s * t * t * c2.x + t * t * t * b.x,
                  s * s * s * a.y + 3 * s * s * t * c1.y + 3 * s * t * t * c2.y + t * t * t * b.y};
  };
  for (const bool under : {true, false}) {
    for (int i = 0; i < kPieces; ++i) {
      if (negative && i % 2 == 1) continue;
      list.AddLine(point(i), point(i + 1), under ? ground : ink, ui.px(under ? 4 : 1.75F));
    }
  }
}

}  // namespace

void draw_layers_step(const PredictionPage& page, Rect area, int lines, float line_h,
                      PredictionPlaces& places) {
  const Ui& ui = page.ui();
  const std::int64_t hidden = page.model.spec.layers() - 1;
  const ActivationRow& activation = kActivationTable.row(page.model.spec.activation);
  step_heading(
      page, area, 2, tr("Hidden layers ({1})", tr(activation.title)),
      [&] {
        const auto& widths = page.model.spec.widths;
        if (hidden == 0) return std::string(tr("none"));
        const bool equal =
            std::all_of(widths.begin() + 1, widths.end() - 1, [&](std::int64_t w) { return w == widths[1]; });
        std::string text = equal ? std::to_string(hidden) + " × (1 × " + format_count(widths[1]) + ")" : "";
        for (std::size_t l = 1; !equal && l + 1 < widths.size(); ++l)
          text += (l > 1 ? ", " : "") + ("1 × " + format_count(widths[l]));
        return text + ", " + network_within(page.model.choice.id);
      }(),
      activation.title);
  if (hidden == 0) return;
  const float gap = ui.px(12);
  // As many beside each other as can be read; the rest is named.
  const auto fit =
      std::clamp<std::int64_t>(static_cast<std::int64_t>((area.w + gap) / (ui.px(52) + gap)), 1, hidden);
  const float widest =
      ui.px(40) * std::ceil(static_cast<float>(*std::max_element(page.model.spec.widths.begin() + 1,
                                                                 page.model.spec.widths.end() - 1)) /
                            static_cast<float>(lines));
  const float width = std::min((area.w + gap) / static_cast<float>(fit) - gap, std::max(widest, ui.px(84)));
  const auto& looked = page.context.state.look.unit;
  // The looked layer and the one before it are among those shown.
  const std::int64_t first =
      looked && fit < hidden ? std::clamp<std::int64_t>(looked->layer - fit + 1, 0, hidden - fit) : 0;
  for (std::int64_t l = 0; l < hidden; ++l) {
    if (l < first || l >= first + fit) {
      places.layers.emplace_back();
      continue;
    }
    draw_block(page, area.take_left(width, gap), l, lines, line_h, places);
  }
  if (fit < hidden && area.w > ui.px(20))
    text_line(ui, area.take_top(ui.px(20)), ui.fonts.small, ui.theme.muted,
              tr("of {1}", std::to_string(hidden)));
}

void draw_source_lines(const PredictionPage& page, const PredictionPlaces& places) {
  const auto& unit = page.looked.unit;
  if (!unit || unit->layer >= page.model.spec.layers() - 1) return;
  const Ui& ui = page.ui();
  const Rect to = places.of_unit(unit->layer, unit->unit);
  if (to.empty()) return;
  for (std::size_t i = 0; i < std::min(kJoined, unit->largest.size()); ++i) {
    const UnitTrace::Source& source = unit->largest[i];
    const Rect from =
        unit->layer == 0 ? places.of_feature(source.source) : places.of_unit(unit->layer - 1, source.source);
    if (from.empty() || source.product() == 0) continue;
    join(ui, from, to, source.product() < 0);
    stroke(from, ui.theme.text, 0, ui.px(1.5F));
  }
  stroke({to.x - 1, to.y - 1, to.w + 2, to.h + 2}, ui.theme.text, 0, ui.px(2));
}

}  // namespace headroom::app
