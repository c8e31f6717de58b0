#include "app/views/browser_sheet.h"

#include "app/widgets/button.h"
#include "app/widgets/fields.h"
#include "app/widgets/paint.h"
#include "app/widgets/scroll_area.h"
#include "app/widgets/sheet.h"
#include "core/base/bytes.h"
#include "core/base/tr.h"

namespace headroom::app {
namespace {

std::string joined(const std::string& directory, const std::string& name) {
  return directory.empty() || directory.back() == '/' ? directory + name : directory + "/" + name;
}

// The directory above; "/" stays "/".
std::string parent(const std::string& directory) {
  const std::size_t slash = directory.find_last_of('/', directory.size() > 1 ? directory.size() - 2 : 0);
  return slash == std::string::npos || slash == 0 ? "/" : directory.substr(0, slash);
}

bool looks_like_file(const std::string& path) {
  const std::size_t dot = path.find_last_of('.'), slash = path.find_last_of('/');
  return dot != std::string::npos && (slash == std::string::npos || dot > slash + 1);
}

}  // namespace

void BrowserSheet::draw_path(const ViewContext& context, Rect area) {
  const Ui& ui = context.ui;
  const std::string& directory = context.state.browser.directory;
  if (directory != shown_directory_) path_ = shown_directory_ = directory;
  const Rect up = area.take_left(ui.px(36), ui.px(8));
  if (button(
          ui, up,
          {.id = "up", .icon = Icon::kArrowUp, .tip = tr("One directory up"), .enabled = directory != "/"})) {
    context.actions.emplace_back(action::BrowseTo{parent(directory)});
  }
  const FieldEvent event = text_field(ui, area, path_, {.id = "path", .hint = tr("a path"), .number = true});
  if (!event.committed || path_ == directory || path_.empty()) return;
  if (looks_like_file(path_)) {
    context.actions.emplace_back(action::Browse{false});
    context.actions.emplace_back(action::OpenPath{path_});
  } else {
    context.actions.emplace_back(action::BrowseTo{path_});
  }
}

void BrowserSheet::draw_entries(const ViewContext& context, const Rect& area) const {
  const Ui& ui = context.ui;
  const BrowserState& browser = context.state.browser;
  ScrollArea scroll(ui, "entries", area);
  Rect rest = scroll.content();
  const float height = ui.px(32);
  scroll.used(rest.w, height * static_cast<float>(browser.entries.size()));
  rest.h = 1e7F;
  int index = 0;
  for (const BrowserState::Entry& entry : browser.entries) {
    Rect row = rest.take_top(height);
    ++index;
    // A directory may hold thousands; the next one beyond either end is there for the keyboard.
    if (row.bottom() < area.y - height || row.y > area.bottom() + height) continue;
    ImGui::PushID(index);
    const Press press = press_area("entry", row, true, {.name = entry.name, .initial = index == 1});
    ImGui::PopID();
    if (press.hovered || press.focused) fill(row, ui.theme.hover, ui.px(5));
    if (press.focused) focus_ring(ui, row.inset(ui.px(3)), ui.px(4));
    Rect inner = row.inset(ui.px(8), 0);
    draw_icon(entry.directory ? Icon::kFolder : Icon::kFile, inner.take_left(ui.px(16), ui.px(10)), ui.px(16),
              entry.directory ? ui.theme.accent : ui.theme.muted);
    if (!entry.directory) {
      text_line(ui, inner.take_right(ui.px(90), ui.px(12)), ui.fonts.mono, ui.theme.muted,
                format_bytes(entry.bytes), Align::kRight);
    }
    text_line(ui, inner, ui.fonts.body, ui.theme.text, entry.name);
    if (!press.clicked) continue;
    const std::string path = joined(browser.directory, entry.name);
    if (entry.directory) {
      context.actions.emplace_back(action::BrowseTo{path});
    } else {
      context.actions.emplace_back(action::Browse{false});
      context.actions.emplace_back(action::OpenPath{path});
    }
  }
}

void BrowserSheet::draw(const ViewContext& context) {
  const Ui& ui = context.ui;
  const BrowserState& browser = context.state.browser;
  Sheet sheet(ui, "browser_sheet", tr("Open a table, or a config.json to plan"), 640, 560);
  Rect rest = sheet.content();
  draw_path(context, rest.take_top(ui.px(36), ui.px(12)));
  if (browser.refusal) {
    rest.take_top(draw_wrapped(ui.fonts.body, rest.min(), rest.w, ui.theme.bad, browser.refusal->what()),
                  ui.px(8));
  } else if (browser.entries.empty()) {
    rest.take_top(
        draw_wrapped(ui.fonts.body, rest.min(), rest.w, ui.theme.muted,
                     tr("No directory here, and no file that can be opened: tables (.csv, .tsv, .txt, "
                        ".data, also as .gz or .zip), arrays (.npy, .npz, .safetensors), .json.")),
        ui.px(8));
  }
  draw_entries(context, rest);
  if (sheet.closed()) context.actions.emplace_back(action::Browse{false});
}

}  // namespace headroom::app
