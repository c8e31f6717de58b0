// The head of the table in the Data tab: what each column is, its histogram and range, and what the rows are
// sorted by.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "app/views/data_scene.h"

namespace headroom::app {

// Where the parts of the table are, in pixels.
struct TablePlace {
  Rect head, body, bar;  // of the rows
  float row_height = 0;
  float fixed = 0;  // width of what stays: row, part, target, answer
  float row_w = 0, part_w = 0, target_w = 0, answer_w = 0;
  float column_w = 0;
  std::int64_t columns = 0, rows = 0;  // that fit
};

// What stands above the network's answers.
std::string answer_title(const DataScene& scene);
// `columns`: those in sight.
void draw_data_head(const DataScene& scene, const TablePlace& place, std::span<const std::int64_t> columns);

}  // namespace headroom::app
