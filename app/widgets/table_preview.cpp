#include "app/widgets/table_preview.h"

#include <algorithm>
#include <numeric>

#include "app/widgets/copy_menu.h"
#include "app/widgets/exhibit.h"
#include "app/widgets/paint.h"
#include "app/widgets/scroll_area.h"
#include "core/base/csv_field.h"
#include "core/base/tr.h"

namespace headroom::app {
namespace {

constexpr std::size_t kMeasured = 24;  // so many columns each get a width of their own

struct Columns {
  std::vector<float> ends;  // of every column, from 0
  float start(std::size_t c) const { return c == 0 ? 0 : ends[c - 1]; }
  float width(std::size_t c) const { return ends[c] - start(c); }
  float total() const { return ends.empty() ? 0 : ends.back(); }
};

float width_of(const Ui& ui, const TablePreview& table, std::size_t c) {
  float width = text_width(ui.fonts.small, table.head(c));
  for (std::size_t r = 0; r < std::min<std::size_t>(table.rows, 16); ++r)
    width = std::max(width, text_width(ui.fonts.mono, table.cell(r, c)));
  return width;
}

// Few columns: each as wide as it needs. Many: a name or a number of nine characters, within reason.
Columns lay_out(const Ui& ui, const TablePreview& table, std::size_t from, std::size_t to) {
  Columns columns;
  const bool each = to - from <= kMeasured;
  float common = text_width(ui.fonts.mono, "-0.00000");
  for (std::size_t c = from; !each && c < std::min(to, from + 64); ++c)
    common = std::max(common, text_width(ui.fonts.small, table.head(c)));
  common = std::min(common, ui.px(150));
  float end = 0;
  for (std::size_t c = from; c < to; ++c) {
    end += (each ? std::min(width_of(ui, table, c), ui.px(260)) : common) + ui.px(20);
    columns.ends.push_back(end);
  }
  return columns;
}

struct Place {
  float x = 0, y = 0;         // of the first column and the head
  float top = 0, bottom = 0;  // what is seen
};

template <typename Cell>
std::string line_of(const TablePreview& table, const Cell& cell) {
  std::string text;
  for (std::size_t c = 0; c < table.names.size(); ++c) text += (c == 0 ? "" : ",") + csv_field(cell(c));
  return text + "\n";
}

std::string csv_row(const TablePreview& table, std::size_t row) {
  return line_of(table,
                 [&](std::size_t c) { return table.exact ? table.exact(row, c) : table.cell(row, c); });
}

std::string csv_text(const TablePreview& table) {
  std::string all = line_of(table, [&](std::size_t c) { return table.names[c]; });
  for (std::size_t r = 0; r < table.rows; ++r) all += csv_row(table, r);
  return all;
}

// "layers small" is the exhibit "table-layers-small".
void exhibit_table(std::string_view id, const Rect& area, const TablePreview& table) {
  std::string name = "table-" + std::string(id);
  std::replace(name.begin(), name.end(), ' ', '-');
  exhibit_of_frame({.name = name, .title = table.title, .area = area}, [&] { return csv_text(table); });
}

std::vector<CopyItem> copies_of(const TablePreview& table, std::size_t row, std::size_t column) {
  return {{tr("Copy value"), table.cell(row, column)},
          {tr("Copy row (CSV)"), csv_row(table, row)},
          {tr("Copy table (CSV)"), csv_text(table)}};
}

void draw_column(const Ui& ui, const TablePreview& table, std::size_t c, const Place& at, float width) {
  const float head = ui.px(26), row = ui.px(22), pad = ui.px(10);
  const bool marked = static_cast<int>(c) == table.marked_column, pinned = c < table.pinned;
  const float height = head + row * static_cast<float>(table.rows);
  if (c >= table.tinted_from) fill({at.x, at.y, width, height}, table_tint(ui));
  text_line(ui, Rect{at.x, at.y, width, head}.inset(pad, 0), ui.fonts.small,
            marked                   ? ui.theme.accent
            : c >= table.tinted_from ? ui.theme.text
                                     : ui.theme.muted,
            table.head(c), Align::kRight);
  for (std::size_t r = 0; r < table.rows; ++r) {
    const Rect cell{at.x, at.y + head + row * static_cast<float>(r), width, row};
    if (cell.y > at.bottom) break;
    if (cell.bottom() < at.top) continue;
    if (copy_asked(cell)) offer_copies(copies_of(table, r, c));
    if (const ImVec4* const ink = table.frame ? table.frame(r, c) : nullptr)
      stroke(cell.inset(ui.px(3), ui.px(1)), *ink, ui.px(4), ui.px(1.5F));
    text_line(ui, cell.inset(pad, 0), ui.fonts.mono,
              marked   ? ui.theme.accent
              : pinned ? ui.theme.muted
                       : ui.theme.text,
              table.cell(r, c), Align::kRight);
  }
}

}  // namespace

ImVec4 table_tint(const Ui& ui) {
  return mix(ui.theme.ground, ui.theme.action, ui.theme.dark ? 0.2F : 0.12F);
}

float table_preview_height(const Ui& ui, std::size_t rows) {
  return ui.px(26) + ui.px(22) * static_cast<float>(rows) + ui.px(10);
}

void table_preview(const Ui& ui, const char* id, const Rect& area, const TablePreview& table) {
  if (area.empty() || table.names.empty()) return;
  const std::size_t pinned = std::min(table.pinned, table.names.size());
  const Columns held = lay_out(ui, table, 0, pinned),
                columns = lay_out(ui, table, pinned, table.names.size());
  const float wanted = held.total() + columns.total() + ui.px(2);
  const Rect box{area.x, area.y, std::min(area.w, wanted), area.h};
  copyable_table(box, [&] { return csv_text(table); });
  exhibit_table(id, box, table);
  fill(box, ui.theme.ground, ui.px(6));
  Rect inner = box.inset(ui.px(1));
  const float head = ui.px(26), height = head + ui.px(22) * static_cast<float>(table.rows) + ui.px(4);
  const bool low = height > inner.h + ui.px(8);  // the rows do not fit: it scrolls down as well
  const float left_edge = std::min(held.total(), inner.w * 0.6F);
  const Rect left = low ? Rect{} : inner.take_left(left_edge);
  for (std::size_t c = 0; !low && c < pinned; ++c) {
    if (held.start(c) > left.w) break;
    draw_column(ui, table, c, {left.x + held.start(c), left.y, left.y, left.bottom()}, held.width(c));
  }
  {
    ScrollArea scroll(ui, id, inner, low ? ScrollArea::Axis::kBoth : ScrollArea::Axis::kSideways);
    const Rect view = scroll.content();
    scroll.used(columns.total(), low ? height : std::min(height, view.h));
    if (table.first_shown && *table.first_shown > pinned) {
      scroll.start_at(columns.start(*table.first_shown - pinned), table.scroll);
    }
    const float gone = inner.x - view.x;
    const auto first = std::upper_bound(columns.ends.begin(), columns.ends.end(), gone);
    for (auto c = static_cast<std::size_t>(first - columns.ends.begin()); c < columns.ends.size(); ++c) {
      if (columns.start(c) > gone + inner.w) break;
      draw_column(ui, table, pinned + c, {view.x + columns.start(c), view.y, inner.y, inner.bottom()},
                  columns.width(c));
    }
    if (low) line({inner.x, view.y + head}, {inner.right(), view.y + head}, ui.theme.line);
  }
  if (!low) line({box.x, box.y + head}, {box.right(), box.y + head}, ui.theme.line);
  if (left.w > 0) line({left.right(), box.y}, {left.right(), box.bottom()}, ui.theme.line);
  stroke(box, ui.theme.line, ui.px(6));
}

}  // namespace headroom::app
