// Importing a file: reading with progress, choosing target and task, or refused with the place of
// the fault and a way out.
#pragma once

#include "app/views/view.h"
#include "app/widgets/rect.h"

namespace headroom::app {

class ImportSheet {
 public:
  void draw(const ViewContext& context);

 private:
  void draw_reading(const ViewContext& context, Rect area) const;
  void draw_refused(const ViewContext& context, Rect area) const;
  void draw_choosing(const ViewContext& context, Rect area) const;
  void draw_target(const ViewContext& context, Rect& rest) const;
  void draw_header_question(const ViewContext& context, Rect& rest) const;
  void draw_findings(const ViewContext& context, Rect& rest) const;
  void draw_columns(const ViewContext& context, Rect& rest) const;
  void draw_rows(const ViewContext& context, Rect& rest) const;
};

}  // namespace headroom::app
