#include "app/widgets/table_preview.h"

#include <algorithm>
#include <numeric>

#include "app/widgets/paint.h"
#include "app/widgets/scroll_area.h"

namespace headroom::app {

float table_preview_height(const Ui& ui, std::size_t rows) {
  return ui.px(26) + ui.px(22) * static_cast<float>(rows) + ui.px(10);
}

namespace {

// Each as wide as its name and its cells need, within reason; what is left is shared. Of very many columns
// the first are measured, the others take the mean: a frame must not measure thousands of texts.
std::vector<float> column_widths(const Ui& ui, const TablePreview& table, float room) {
  constexpr std::size_t kMeasured = 64;
  const std::size_t columns = table.names.size(), measured = std::min(columns, kMeasured);
  std::vector<float> widths;
  for (std::size_t c = 0; c < measured; ++c) {
    float width = text_width(ui.fonts.small, table.names[c]);
    for (std::size_t r = 0; r < table.rows; ++r)
      width = std::max(width, text_width(ui.fonts.mono, table.cell(r, c)));
    widths.push_back(std::clamp(width, ui.px(40), ui.px(260)) + ui.px(21));
  }
  const float used = std::accumulate(widths.begin(), widths.end(), 0.0F);
  const float count = static_cast<float>(measured);
  widths.resize(columns, used / count);
  if (columns == measured && used < room) {
    for (float& width : widths) width += (room - used) / count;
  }
  return widths;
}

}  // namespace

void table_preview(const Ui& ui, const char* id, const Rect& area, const TablePreview& table) {
  if (area.empty() || table.names.empty()) return;
  fill(area, ui.theme.ground, ui.px(6));
  stroke(area, ui.theme.line, ui.px(6));
  ScrollArea scroll(ui, id, area.inset(ui.px(1)), ScrollArea::Axis::kBoth);
  const Rect view = scroll.content();
  const std::vector<float> widths = column_widths(ui, table, area.w - ui.px(2));
  const float head = ui.px(26), row = ui.px(22);
  scroll.used(std::accumulate(widths.begin(), widths.end(), 0.0F),
              head + row * static_cast<float>(table.rows) + ui.px(4));
  float x = view.x;
  for (std::size_t c = 0; c < widths.size() && x < area.right(); x += widths[c++]) {
    const float width = widths[c];
    if (x + width < area.x) continue;
    const bool marked = static_cast<int>(c) == table.marked_column;
    const Rect column{x, view.y, width, head};
    text_line(ui, column.inset(ui.px(10), 0), ui.fonts.small, marked ? ui.theme.action : ui.theme.muted,
              table.names[c], Align::kRight);
    for (std::size_t r = 0; r < table.rows; ++r) {
      const Rect cell{column.x, view.y + head + row * static_cast<float>(r), width, row};
      if (cell.y > area.bottom()) break;
      text_line(ui, cell.inset(ui.px(10), 0), ui.fonts.mono, marked ? ui.theme.action : ui.theme.text,
                table.cell(r, c), Align::kRight);
    }
  }
  line({area.x, view.y + head}, {area.right(), view.y + head}, ui.theme.line);
}

}  // namespace headroom::app
