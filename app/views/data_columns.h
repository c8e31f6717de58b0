// The left side of the Data tab: how the classes (or the target's values) are spread, and every column and
// term with its histogram and how well it tells the target alone.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/views/data_scene.h"

namespace headroom::app {

class DataColumnList {
 public:
  void draw(const DataScene& scene, const Rect& area);

 private:
  std::optional<std::size_t> take_keys(const DataScene& scene, const Rect& area) const;
  void draw_list(const DataScene& scene, const Rect& area);
  void draw_entry(const DataScene& scene, const Rect& row, std::int64_t feature) const;
  void find(const DataScene& scene);

  std::string search_;
  // What is listed, and for what it was found.
  std::vector<std::int64_t> found_;
  std::string found_for_;
  std::shared_ptr<const DataColumns> found_in_;
  std::int64_t found_shown_ = 0;
};

// The histogram of a column, of two classes the second as a line over the first.
void class_histogram(const DataScene& scene, const Rect& area, const ColumnFigures& figures, bool small);

}  // namespace headroom::app
