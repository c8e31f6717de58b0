#include "app/views/keys_sheet.h"

#include <algorithm>
#include <array>
#include <vector>

#include "app/state/shortcuts.h"
#include "app/widgets/paint.h"
#include "app/widgets/scroll_area.h"
#include "app/widgets/sheet.h"
#include "core/base/tr.h"

namespace headroom::app {
namespace {

// What the mouse does; the keys stand in app/state/shortcuts.h.
const std::array<Shortcut, 6> kMouse = {
    {{tr_later("wheel"), tr_later("zoom the curves where the mouse is")},
     {tr_later("drag"), tr_later("zoom the curves into a box")},
     {tr_later("Shift+drag, middle"), tr_later("move the curves")},
     {tr_later("double-click"), tr_later("show all of the curves and follow again")},
     {tr_later("right-click"), tr_later("curves: save as PNG, SVG or CSV, fit, log")},
     {tr_later("drag a number"), tr_later("change it, with Shift faster")}}};

}  // namespace

void KeysSheet::draw(const ViewContext& context) {
  const Ui& ui = context.ui;
  Sheet sheet(ui, "keys_sheet", tr("Keys and mouse"), 620, 640);
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
      const std::string_view what = tr(std::string_view(key.what));
      const float height = std::max(ui.px(30), wrapped_height(ui.fonts.body, what, text) + ui.px(10));
      Rect row = rest.take_top(beside ? height : height + ui.px(22));
      const Rect name = beside ? row.take_left(wide) : row.take_top(ui.px(24));
      text_line(ui, {name.x, name.y, name.w, ui.px(24)}, ui.fonts.mono_bold, ui.theme.text,
                tr(std::string_view(key.keys)));
      draw_wrapped(ui.fonts.body, {row.x, row.y + ui.px(2)}, row.w, ui.theme.muted, what);
    }
    scroll.used(rest.w, rest.y - top);
  }
  if (sheet.closed()) context.actions.emplace_back(action::ShowKeys{false});
}

}  // namespace headroom::app
