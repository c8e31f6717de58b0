#include "app/views/recent_list.h"

#include <algorithm>

#include "app/widgets/button.h"
#include "app/widgets/paint.h"
#include "core/base/tr.h"

namespace headroom::app {

namespace {

// Wide lists have one line for each entry, narrow ones two.
bool wide(const Ui& ui, const Rect& area) { return area.w >= ui.px(860); }

std::string kept_words(const RecentEntry& entry) {
  if (!entry.run) return tr("file");
  return entry.automatic ? tr("kept automatically") : tr("saved");
}

void draw_words(const Ui& ui, Rect rest, const RecentEntry& entry, bool one_line) {
  const ImVec4 title = entry.fault.empty() ? ui.theme.text : ui.theme.muted;
  Rect first = one_line ? rest.take_left(rest.w * 0.24F, ui.px(16)) : rest.take_top(rest.h / 2);
  if (!one_line) {
    const float when = text_width(ui.fonts.small, entry.when) + 1;
    text_line(ui, first.take_right(when, ui.px(12)), ui.fonts.small, ui.theme.muted, entry.when,
              Align::kRight);
  }
  text_line(ui, first, ui.fonts.bold, title, entry.title);
  if (one_line) {
    text_line(ui, rest.take_right(ui.px(130), ui.px(16)), ui.fonts.small, ui.theme.muted, entry.when,
              Align::kRight);
    text_line(ui, rest.take_right(ui.px(130), ui.px(16)), ui.fonts.small, ui.theme.muted, kept_words(entry));
  }
  if (!entry.fault.empty()) return text_line(ui, rest, ui.fonts.small, ui.theme.bad, entry.fault);
  if (!entry.run) return text_line(ui, rest, ui.fonts.small, ui.theme.muted, entry.path);
  if (one_line) {
    text_line(ui, rest.take_right(ui.px(120), ui.px(16)), ui.fonts.mono, ui.theme.text, entry.figure,
              Align::kRight);
    text_line(ui, rest.take_right(ui.px(110), ui.px(16)), ui.fonts.mono, ui.theme.muted, entry.epochs,
              Align::kRight);
    text_line(ui, rest, ui.fonts.small, ui.theme.muted, entry.models);
    return;
  }
  text_line(ui, rest.take_right(text_width(ui.fonts.mono, entry.figure) + 1, ui.px(12)), ui.fonts.mono,
            ui.theme.text, entry.figure, Align::kRight);
  text_line(ui, rest, ui.fonts.small, ui.theme.muted, tr("epoch {1} · {2}", entry.epochs, kept_words(entry)));
}

void draw_entry(const ViewContext& context, const Rect& row, std::size_t index) {
  const Ui& ui = context.ui;
  const RecentEntry& entry = context.state.recent.entries[index];
  ImGui::PushID(static_cast<int>(index));
  Rect rest = row;
  const Rect side = rest.take_right(ui.px(40));
  const bool usable = entry.fault.empty();
  const Press press = press_area("open", rest, usable);
  if (press.hovered && usable) fill(row, ui.theme.hover, ui.px(6));
  if (press.focused) focus_ring(ui, rest, ui.px(6));
  Rect inside = rest.inset(ui.px(12), ui.px(4));
  const Rect mark = inside.take_left(ui.px(18), ui.px(10));
  draw_icon(usable ? (entry.run ? Icon::kFolder : Icon::kFile) : Icon::kWarning, mark, ui.px(16),
            usable ? ui.theme.muted : ui.theme.bad);
  draw_words(ui, inside, entry, wide(ui, row));
  if (button(ui, side.centered(ui.px(32), ui.px(32)),
             {.id = "trash",
              .icon = entry.ours ? Icon::kTrash : Icon::kCross,
              .kind = ButtonKind::kQuiet,
              .tip = entry.ours ? tr("Move the run to the trash")
                                : tr("Take it off this list; the file stays")})) {
    context.actions.emplace_back(action::RemoveRecent{index});
  }
  ImGui::PopID();
  if (press.clicked) context.actions.emplace_back(action::OpenRecent{index});
}

}  // namespace

float draw_recent(const ViewContext& context, Rect area) {
  const Ui& ui = context.ui;
  const RecentState& recent = context.state.recent;
  if (recent.entries.empty() && recent.removed.empty()) return 0;
  const float top = area.y;
  Rect head = area.take_top(ui.px(36), ui.px(4));
  text_line(ui, head.take_left(text_width(ui.fonts.title, tr("Recent")) + 1, ui.px(16)), ui.fonts.title,
            ui.theme.text, tr("Recent"));
  if (!recent.removed.empty()) {
    const ButtonSpec undo{.id = "undo_recent", .label = tr("Undo"), .tip = tr("Ctrl+Z"), .small = true};
    const std::string words = tr("{1} was removed", recent.removed);
    const float w = button_width(ui, undo);
    const float room = std::max(0.0F, head.w - w - ui.px(10));
    text_line(ui, head.take_left(std::min(room, text_width(ui.fonts.small, words) + 1), ui.px(10)),
              ui.fonts.small, ui.theme.muted, words);
    if (button(ui, head.take_left(w).centered(w, ui.px(28)), undo)) {
      context.actions.emplace_back(action::UndoRecent{});
    }
  } else if (!recent.farewell.empty()) {
    text_line(ui, head, ui.fonts.small, ui.theme.muted, recent.farewell);
  }
  const float height = ui.px(wide(ui, area) ? 40 : 56);
  for (std::size_t i = 0; i < recent.entries.size(); ++i) {
    const Rect row = area.take_top(height);
    if (i > 0) line({row.x, row.y}, {row.right(), row.y}, ui.theme.line);
    draw_entry(context, row, i);
  }
  return area.y - top + ui.px(24);
}

}  // namespace headroom::app
