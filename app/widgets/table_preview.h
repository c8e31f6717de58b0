// The first rows of a table: numbers right-aligned under their names, scrolling both ways.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "app/ui/theme.h"
#include "app/widgets/rect.h"

namespace headroom::app {

struct TablePreview {
  std::vector<std::string> names;
  std::size_t rows = 0;
  std::function<std::string(std::size_t row, std::size_t column)> cell;
  int marked_column = -1;  // drawn in the colour of the action
};

// Only visible cells are asked for, so thousands of columns cost nothing.
void table_preview(const Ui& ui, const char* id, const Rect& area, const TablePreview& table);
float table_preview_height(const Ui& ui, std::size_t rows);

}  // namespace headroom::app
