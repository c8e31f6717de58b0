#include "app/widgets/table_preview.h"

#include <algorithm>
#include <cmath>

#include "app/widgets/paint.h"
#include "app/widgets/scroll_area.h"

namespace headroom::app {

float table_preview_height(const Ui& ui, std::size_t rows) {
  return ui.px(26) + ui.px(22) * static_cast<float>(rows) + ui.px(10);
}

void table_preview(const Ui& ui, const char* id, const Rect& area, const TablePreview& table) {
  if (area.empty() || table.names.empty()) return;
  fill(area, ui.theme.ground, ui.px(6));
  stroke(area, ui.theme.line, ui.px(6));
  ScrollArea scroll(ui, id, area.inset(ui.px(1)), ScrollArea::Axis::kBoth);
  const Rect view = scroll.content();
  // One width for all: a name or a number of nine characters, whichever is wider, within reason.
  float width = text_width(ui.fonts.mono, "-0.00000");
  const std::size_t looked_at = std::min<std::size_t>(table.names.size(), 64);
  for (std::size_t c = 0; c < looked_at; ++c)
    width = std::max(width, text_width(ui.fonts.small, table.names[c]));
  width = std::min(width, ui.px(150)) + ui.px(20);
  const float head = ui.px(26), row = ui.px(22);
  scroll.used(width * static_cast<float>(table.names.size()),
              head + row * static_cast<float>(table.rows) + ui.px(4));
  const float left = area.x - view.x;  // how far it is scrolled
  const auto first = static_cast<std::size_t>(std::max(0.0F, std::floor(left / width)));
  const auto last = std::min(table.names.size(), first + static_cast<std::size_t>(area.w / width) + 2);
  for (std::size_t c = first; c < last; ++c) {
    const bool marked = static_cast<int>(c) == table.marked_column;
    const Rect column{view.x + width * static_cast<float>(c), view.y, width, head};
    text_line(ui, column.inset(ui.px(10), 0), ui.fonts.small, marked ? ui.theme.accent : ui.theme.muted,
              table.names[c], Align::kRight);
    for (std::size_t r = 0; r < table.rows; ++r) {
      const Rect cell{column.x, view.y + head + row * static_cast<float>(r), width, row};
      if (cell.y > area.bottom()) break;
      text_line(ui, cell.inset(ui.px(10), 0), ui.fonts.mono, marked ? ui.theme.accent : ui.theme.text,
                table.cell(r, c), Align::kRight);
    }
  }
  line({area.x, view.y + head}, {area.right(), view.y + head}, ui.theme.line);
}

}  // namespace headroom::app
