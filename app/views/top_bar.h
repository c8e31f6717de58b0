// The top bar: what is loaded, the device, transport, epoch counter, learning rate, and the window's
// own buttons. Narrow windows get two rows; the counter and the play button always stay.
#pragma once

#include "app/views/view.h"
#include "app/widgets/dropdown.h"
#include "app/widgets/number_field.h"
#include "app/widgets/rect.h"

namespace headroom::app {

class TopBar {
 public:
  void draw(const ViewContext& context, const Rect& area, bool two_rows);

 private:
  void draw_source(const ViewContext& context, const Rect& area) const;
  static void draw_device(const ViewContext& context, const Rect& area, const DropdownSpec& spec);
  void draw_learning_rate(const ViewContext& context, const Rect& area);
  void draw_rates(const ViewContext& context);

  NumberEdit rate_edit_;
};

// Settings, help, theme, presenter: the same on the first screen. Returns the width used.
struct WindowButtons {
  bool settings = true;  // of the run
  bool theme = true;     // the T key and the app settings have it too
};
float window_buttons_width(const Ui& ui, const WindowButtons& shown);
void draw_window_buttons(const ViewContext& context, Rect area, const WindowButtons& shown);

}  // namespace headroom::app
