// Importing a file or a pasted table: reading with progress, then target, task, how the table is read and
// what each column is; or refused, with the place of the fault and ways out.
#pragma once

#include "app/views/import_columns.h"
#include "app/views/import_reading_controls.h"
#include "app/views/view.h"
#include "app/widgets/rect.h"

namespace headroom::app {

class ImportSheet {
 public:
  void draw(const ViewContext& context);

 private:
  void draw_reading(const ViewContext& context, Rect area) const;
  void draw_refused(const ViewContext& context, Rect area);
  void draw_choosing(const ViewContext& context, Rect area);
  void draw_target(const ViewContext& context, Rect& rest) const;
  void draw_header_doubt(const ViewContext& context, Rect& rest) const;
  void draw_findings(const ViewContext& context, Rect& rest) const;
  void draw_parts(const ViewContext& context, Rect& rest) const;
  void draw_rows(const ViewContext& context, Rect& rest) const;
  void draw_foot(const ViewContext& context, Rect foot) const;

  ImportColumns columns_;
  ImportReadingControls controls_;
};

}  // namespace headroom::app
