#include "app/views/prediction_parts.h"

#include <algorithm>
#include <cmath>

#include "app/views/stage_parts.h"
#include "app/widgets/format.h"
#include "app/widgets/paint.h"
#include "core/base/bytes.h"
#include "core/base/tr.h"
#include "core/data/polynomial_term.h"

namespace headroom::app {
namespace {

std::string with_sign(const std::string& text, double value) { return value < 0 ? text : "+" + text; }

}  // namespace

std::string PredictionPage::class_name(std::int64_t index) const {
  if (index < 0 || index >= dataset.classes()) return tr("class {1}", std::to_string(index));
  return dataset.class_names[static_cast<std::size_t>(index)];
}

Rect CellBlock::cell(std::int64_t number) const {
  const std::int64_t at = number / each;
  const auto row = static_cast<float>(at / columns), column = static_cast<float>(at % columns);
  const float gap_x = width > 6 ? 1.0F : 0.0F, gap_y = line > 6 ? 1.0F : 0.0F;
  return {area.x + column * width, area.y + row * line, std::max(1.0F, width - gap_x),
          std::max(1.0F, line - gap_y)};
}

std::int64_t CellBlock::at(ImVec2 point) const {
  if (!area.contains(point)) return -1;
  const auto column = static_cast<std::int64_t>((point.x - area.x) / width);
  const auto row = static_cast<std::int64_t>((point.y - area.y) / line);
  const std::int64_t number = (row * columns + std::min<std::int64_t>(column, columns - 1)) * each;
  return number < count ? number : -1;
}

CellBlock cell_block(const Rect& space, std::int64_t count, int lines, float line, float widest) {
  CellBlock block;
  block.count = count;
  const auto room = std::max<std::int64_t>(1, static_cast<std::int64_t>(space.w / 2));  // columns of 2 pixels
  block.each = (count + lines * room - 1) / (lines * room);
  const std::int64_t cells = (count + block.each - 1) / block.each;
  block.columns = static_cast<int>((cells + lines - 1) / lines);
  block.lines = static_cast<int>((cells + block.columns - 1) / block.columns);
  block.line = line;
  block.width = std::min(widest, space.w / static_cast<float>(block.columns));
  block.area = {space.x, space.y, block.width * static_cast<float>(block.columns),
                line * static_cast<float>(block.lines)};
  return block;
}

Rect PredictionPlaces::of_feature(std::int64_t feature) const {
  const auto k = static_cast<std::size_t>(feature);
  return k < features.size() ? features[k] : Rect{};
}

Rect PredictionPlaces::of_unit(std::int64_t layer, std::int64_t unit) const {
  const auto l = static_cast<std::size_t>(layer);
  return l < layers.size() ? layers[l].cell(unit) : Rect{};
}

void explained_line(const PredictionPage& page, const Rect& area, ImFont* font, const ImVec4& c,
                    std::string_view text, std::string_view word) {
  const Ui& ui = page.ui();
  text_line(ui, area, font, c, text);
  const auto& glossary = page.context.state.glossary;
  const GlossaryWord* const entry = glossary ? glossary->find(word) : nullptr;
  if (!entry) return;
  const float width = std::min(area.w, text_width(font, text)),
              y = area.center().y + line_height(font) * 0.5F;
  const float step = ui.px(4);
  for (float x = 0; x + ui.px(1.5F) < width; x += step)
    line({area.x + x, y}, {area.x + x + ui.px(1.5F), y}, page.ui().theme.muted);
  const Rect hot{area.x, area.y, width, area.h};
  if (hovering(hot)) tooltip(ui, entry->word + ": " + entry->text, hot);
}

void step_heading(const PredictionPage& page, Rect& rest, int number, std::string_view title,
                  std::string_view shapes, std::string_view word) {
  const Ui& ui = page.ui();
  Rect row = rest.take_top(ui.px(24));
  const Rect mark = row.take_left(ui.px(22), ui.px(8));
  ImGui::GetWindowDrawList()->AddCircleFilled(mark.center(), ui.px(11), color(ui.theme.action));
  const std::string digit = std::to_string(number);
  draw_text(ui.fonts.bold,
            {std::round(mark.center().x - text_width(ui.fonts.bold, digit) / 2),
             std::round(mark.center().y - line_height(ui.fonts.bold) / 2)},
            ui.theme.on_action, digit);
  explained_line(page, row, ui.fonts.bold, ui.theme.text, title, word);
  text_line(ui, Rect{row.x, rest.y, row.w, ui.px(20)}, ui.fonts.mono, ui.theme.muted, shapes);
  rest.take_top(ui.px(20), ui.px(4));
}

std::string feature_title(const Dataset& dataset, std::int64_t feature) {
  const PolynomialTerm term = polynomial_term(dataset.columns, feature);
  const std::string& left = dataset.column_names[static_cast<std::size_t>(term.left)];
  if (term.right < 0) return left;
  if (term.right == term.left) return left + "²";
  return left + "·" + dataset.column_names[static_cast<std::size_t>(term.right)];
}

std::string value_text(double value) {
  if (std::isnan(value)) return tr("missing");
  const double size = std::abs(value);
  if (size >= 10000 && size < 1e12) return format_count(std::llround(value));
  if (size >= 1000 && size < 10000) return decimals_text(value, 0);
  return digits_text(value, 4);
}

std::string signed_text(double value) {
  if (std::isnan(value)) return "NaN";
  const double size = std::abs(value);
  if (size != 0 && size < 0.0005) return with_sign(power_text(value, 1), value);
  if (size < 10) return signed_decimals_text(value, 3);
  if (size < 1000) return signed_decimals_text(value, 2);
  return with_sign(digits_text(value, 3), value);
}

std::string target_text(double value) { return precise(value); }

void look_at_unit(const PredictionPage& page, std::int64_t layer, std::int64_t unit) {
  Look look = page.context.state.look;
  look.unit = UnitAt{layer, unit};
  page.context.actions.emplace_back(action::LookAt{look});
}

std::string answer_text(const PredictionPage& page, const PredictionFigures::Model& model) {
  return page.regression() ? target_text(model.output[0]) : page.class_name(model.said);
}

}  // namespace headroom::app
