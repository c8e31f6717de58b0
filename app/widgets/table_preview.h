// The first rows of a table: numbers right-aligned under their names, scrolling both ways. Columns at the
// left may stay where they are, and a table lower than its rows scrolls down; otherwise the wheel scrolls
// what is around the table, and Shift and the wheel its columns.
#pragma once

#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "app/ui/theme.h"
#include "app/widgets/rect.h"
#include "core/base/tr.h"

namespace headroom::app {

struct TablePreview {
  std::vector<std::string> names;  // as a file has them
  std::size_t rows = 0;
  std::function<std::string(std::size_t row, std::size_t column)> cell;
  int marked_column = -1;  // drawn in the colour of the action
  std::size_t pinned = 0;  // columns at the left that stay; drawn muted
  std::size_t tinted_from = std::numeric_limits<std::size_t>::max();  // from this column on, on a tint
  // The colour of a frame around a cell; null: none.
  std::function<const ImVec4*(std::size_t row, std::size_t column)> frame = {};
  // Scrolled to this column when the table appears, and whenever `scroll` is true.
  std::optional<std::size_t> first_shown = {};
  bool scroll = false;
  // As an exhibit: what it is, and its cells as they stand in a file where `cell` rounds or writes for
  // people.
  std::string title = tr("Table");
  std::function<std::string(std::size_t row, std::size_t column)> exact = {};
  std::vector<std::string> heads =
      {};  // the first names in the window's language; those behind are drawn as they are

  const std::string& head(std::size_t column) const {
    return column < heads.size() ? heads[column] : names[column];
  }
};

// Only visible cells are asked for, so thousands of columns cost nothing.
void table_preview(const Ui& ui, const char* id, const Rect& area, const TablePreview& table);
float table_preview_height(const Ui& ui, std::size_t rows);
// What new columns stand on.
ImVec4 table_tint(const Ui& ui);

}  // namespace headroom::app
