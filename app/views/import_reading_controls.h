// How a table is read, on the import sheet: separator, header, quotes, encoding, decimal mark, order of
// dates, lines to leave out, words for a missing value, how many categories a column has. Changing the first
// ones reads the file again.
#pragma once

#include <string>

#include "app/views/view.h"

namespace headroom::app {

class ImportReadingControls {
 public:
  // One after the other, in as many lines as they need.
  void draw(const ViewContext& context, Rect& rest);

 private:
  class Flow;
  void draw_cutting(const ViewContext& context, Flow& flow);
  void draw_lines(const ViewContext& context, Flow& flow);
  void draw_quotes(const ViewContext& context, Flow& flow) const;
  void draw_encoding(const ViewContext& context, Flow& flow) const;
  void draw_day_order(const ViewContext& context, Flow& flow) const;
  void draw_categories(const ViewContext& context, Flow& flow);
  void draw_missing(const ViewContext& context, Flow& flow);

  std::string word_, skip_, comment_, categories_;  // being typed
  std::string skip_shown_, comment_shown_, categories_shown_;
};

}  // namespace headroom::app
