// The middle of the Data tab: every row of the table in the order and at the stage that is asked for, the
// header with each column's histogram, and below it the marked cell's way through the stages.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "app/views/data_head.h"
#include "app/views/data_scene.h"
#include "app/widgets/button.h"

namespace headroom::app {

class DataTable {
 public:
  void draw(const DataScene& scene, const Rect& area);

 private:
  TablePlace lay_out(const DataScene& scene, const Rect& area) const;
  void choose(const DataScene& scene, Rect area);
  void find_row(const DataScene& scene, const Rect& area);
  void order_columns(const DataScene& scene);
  void follow(const DataScene& scene, const TablePlace& place);
  void scroll(const DataScene& scene, const TablePlace& place);
  void draw_rows(const DataScene& scene, const TablePlace& place);
  void draw_row(const DataScene& scene, const TablePlace& place, Rect row, std::int64_t of) const;
  void draw_cell(const DataScene& scene, const Rect& cell, std::int64_t row, std::int64_t feature) const;
  void take_keys(const DataScene& scene, const TablePlace& place);
  std::span<const std::int64_t> in_sight(const TablePlace& place) const;  // of columns_
  std::int64_t listed(const DataScene& scene) const;

  double top_ = 0;                     // the first row that is seen, in rows
  std::int64_t left_ = 0;              // the first of the columns that scroll
  std::vector<std::int64_t> columns_;  // in their order
  std::shared_ptr<const DataColumns> columns_of_;
  DataStage columns_stage_ = DataStage::kRaw;
  std::int64_t columns_x_ = -2, columns_y_ = -2;
  // What was followed last.
  std::shared_ptr<const DataOrder> order_;
  std::int64_t row_ = -1, feature_ = -1;
  std::string search_, answer_;
  bool grabbed_ = false;
};

}  // namespace headroom::app
