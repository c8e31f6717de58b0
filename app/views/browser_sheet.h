// The file chooser: a directory listing (made by a job), one directory up, a path to type.
#pragma once

#include <string>

#include "app/views/view.h"
#include "app/widgets/rect.h"

namespace headroom::app {

class BrowserSheet {
 public:
  void draw(const ViewContext& context);

 private:
  void draw_path(const ViewContext& context, Rect area);
  void draw_entries(const ViewContext& context, const Rect& area) const;

  std::string path_, shown_directory_;
};

}  // namespace headroom::app
