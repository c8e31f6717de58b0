#include "app/views/keys_sheet.h"

#include <algorithm>
#include <array>
#include <vector>

#include "app/state/shortcuts.h"
#include "app/widgets/paint.h"
#include "app/widgets/scroll_area.h"
#include "app/widgets/sheet.h"

namespace headroom::app {
namespace {

// What the mouse does; the keys stand in app/state/shortcuts.h.
const std::array<Shortcut, 6> kMouse = {{{"wheel", "zoom the curves where the mouse is"},
                                         {"drag", "zoom the curves into a box"},
                                         {"Shift+drag, middle", "move the curves"},
                                         {"double-click", "show all of the curves and follow again"},
                                         {"right-click", "curves: save as PNG, SVG or CSV, fit, log"},
                                         {"drag a number", "change it, with Shift faster"}}};

}  // namespace

void KeysSheet::draw(const ViewContext& context) {
  const Ui& ui = context.ui;
  Sheet sheet(ui, "keys_sheet", "Keys and mouse", 620, 640);
  {
    ScrollArea scroll(ui, "keys", sheet.content());
    Rect rest = scroll.content();
    const float top = rest.y, wide = ui.px(200);
    rest.h = 1e6F;
    std::vector<Shortcut> all = shortcut_list();
    all.insert(all.end(), kMouse.begin(), kMouse.end());
    for (const Shortcut& key : all) {
      const bool beside = rest.w > ui.px(420);
      const float text = beside ? rest.w - wide : rest.w;
      const float height = std::max(ui.px(30), wrapped_height(ui.fonts.body, key.what, text) + ui.px(10));
      Rect row = rest.take_top(beside ? height : height + ui.px(22));
      const Rect name = beside ? row.take_left(wide) : row.take_top(ui.px(24));
      text_line(ui, {name.x, name.y, name.w, ui.px(24)}, ui.fonts.mono_bold, ui.theme.text, key.keys);
      draw_wrapped(ui.fonts.body, {row.x, row.y + ui.px(2)}, row.w, ui.theme.muted, key.what);
    }
    scroll.used(rest.w, rest.y - top);
  }
  if (sheet.closed()) context.actions.emplace_back(action::ShowKeys{false});
}

}  // namespace headroom::app
