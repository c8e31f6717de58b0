#include "app/widgets/copy_menu.h"

#include <algorithm>
#include <utility>

#include "app/widgets/dropdown.h"
#include "app/widgets/window_memory.h"

namespace headroom::app {
namespace {

constexpr std::size_t kShown = 24;  // characters of a text beside its title

// "0.524", or the beginning of what is long.
std::string shown(const std::string& text) {
  const std::size_t end = text.find_first_of("\n\t");
  return end != std::string::npos || text.size() > kShown ? std::string() : text;
}

}  // namespace

void CopyMenu::offer(std::vector<CopyItem> items) {
  items_ = std::move(items);
  at_ = ImGui::GetIO().MousePos;
  asked_ = true;
}

void CopyMenu::draw(const Ui& ui) {
  if (std::exchange(asked_, false)) ImGui::OpenPopup("copy_menu");
  float width = ui.px(160);
  for (const CopyItem& item : items_) {
    width = std::max(width, text_width(ui.fonts.body, item.title) +
                                text_width(ui.fonts.mono, shown(item.text)) + ui.px(84));
  }
  if (!begin_popup(ui, "copy_menu", {at_.x, at_.y, 0, 0}, width)) return;
  const float inner = ImGui::GetContentRegionAvail().x;
  int index = 0;
  for (const CopyItem& item : items_) {
    if (menu_item(ui, index++, inner, {.title = item.title, .detail = shown(item.text)}))
      ImGui::SetClipboardText(item.text.c_str());
  }
  end_popup();
}

bool copy_asked(const Rect& area) {
  return ImGui::IsMouseReleased(1) && ImGui::IsWindowHovered() &&
         ImGui::IsMouseHoveringRect(area.min(), area.max());
}

void offer_copies(std::vector<CopyItem> items) { WindowMemory::of_window().copies.offer(std::move(items)); }

void copyable(const Rect& area, std::string_view value, std::string_view row) {
  if (value.empty() || !copy_asked(area)) return;
  std::vector<CopyItem> items{{"Copy value", std::string(value)}};
  if (!row.empty() && row != value) items.push_back({"Copy line", std::string(row)});
  offer_copies(std::move(items));
}

}  // namespace headroom::app
