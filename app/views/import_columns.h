// The columns of a file on the import sheet: what each is taken for, what it looks like, what it becomes and
// why, and the choice to have it otherwise. Only what is in sight is drawn, so that 20 000 of them can be
// scrolled.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "app/views/view.h"

namespace headroom::app {

class ImportColumns {
 public:
  // From area.min() on, as wide as `area`; `sight`: what of the window can be seen. Returns the height.
  float draw(const ViewContext& context, const Rect& area, const Rect& sight);

 private:
  // Places of the rows, as long as nothing changes them.
  struct Layout {
    std::shared_ptr<const DecidedTable> decided;
    std::shared_ptr<const CsvTable> table;
    std::size_t refusals = 0;
    ImportShow show = ImportShow::kColumns;
    float width = 0, scale = 0;
    std::string language = {};
    bool wide = false;
    std::vector<std::size_t> columns;  // of the table
    std::vector<float> ends;           // [columns] where each row ends, from 0
  };
  void lay_out(const ViewContext& context, float width);

  Layout layout_;
};

}  // namespace headroom::app
