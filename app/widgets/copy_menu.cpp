#include "app/widgets/copy_menu.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "app/widgets/dropdown.h"
#include "app/widgets/window_memory.h"
#include "core/base/tr.h"

namespace headroom::app {
namespace {

constexpr std::size_t kShown = 24;  // characters of a text beside its title

// "0.524", or the beginning of what is long.
std::string shown(const std::string& text) {
  const std::size_t end = text.find_first_of("\n\t");
  return end != std::string::npos || text.size() > kShown ? std::string() : text;
}

// What a person can have of an exhibit.
std::vector<CopyItem> ways_out(const Exhibit& exhibit) {
  const auto wish = [&](std::string title, ExportFormat format, bool copy = false) {
    return CopyItem{.title = std::move(title), .act = [wish = Exhibits::Wish{exhibit.name, format, copy}] {
                      WindowMemory::of_window().exhibits.wish(wish);
                    }};
  };
  std::vector<CopyItem> items{{.title = exhibit.title, .heading = true},
                              wish(tr("Save as PNG"), ExportFormat::kPng),
                              wish(tr("Save as SVG"), ExportFormat::kSvg)};
  if (!exhibit.csv) return items;
  items.push_back(wish(tr("Save as CSV"), ExportFormat::kCsv));
  items.push_back(wish(tr("Copy as CSV"), ExportFormat::kCsv, true));
  return items;
}

void append(std::vector<CopyItem>& items, std::vector<CopyItem> more) {
  items.insert(items.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

}  // namespace

void CopyMenu::offer(std::vector<CopyItem> items) {
  items_ = std::move(items);
  const ImVec2 pointer = ImGui::GetIO().MousePos;
  at_ = {pointer.x, pointer.y, 0, 0};
  asked_ = true;
}

void CopyMenu::collect(const Rect& area, std::string_view value, std::string_view row) {
  const ImVec2 screen = ImGui::GetIO().DisplaySize;
  if (!Rect{0, 0, screen.x, screen.y}.contains(area.center())) return;
  seen_.push_back(
      {area, Focus::of_window().drawn_layer(), std::string(value), std::string(row.empty() ? value : row)});
}

// Those of what lies on top: a sheet's figures, not those behind it.
void CopyMenu::offer_seen() {
  const Focus& focus = Focus::of_window();
  const Control* const ring = focus.shown();
  const std::vector<Seen> seen = std::exchange(seen_, {});
  std::vector<CopyItem> items;
  std::string all;
  int figures = 0;
  for (const Seen& each : seen) {
    if (each.layer != focus.top_layer()) continue;
    if (each.value.empty()) {
      items.push_back({tr("Copy table (CSV)"), each.row});
      continue;
    }
    ++figures;
    all += each.row + "\n";
    if (!ring || !ring->area.contains(each.area.center())) continue;
    const std::size_t name = each.row.find('\t');
    items.push_back({name == std::string::npos ? tr("Copy value") : tr("Copy {1}", each.row.substr(0, name)),
                     each.value});
  }
  if (figures > 0) items.push_back({tr("Copy all figures ({1})", std::to_string(figures)), std::move(all)});
  offer_exhibits(ring, items);
  if (items.empty()) return;
  offer(std::move(items));
  const ImVec2 screen = ImGui::GetIO().DisplaySize;
  at_ = ring ? ring->area : Rect{screen.x / 3, screen.y / 3, 0, 0};
}

// The one around the ring; without that one by one, each with a menu of its own.
void CopyMenu::offer_exhibits(const Control* ring, std::vector<CopyItem>& items) {
  const Exhibits& exhibits = WindowMemory::of_window().exhibits;
  const ImGuiID layer = Focus::of_window().top_layer();
  const Exhibit* const around = ring ? exhibits.around(ring->area.center(), layer) : nullptr;
  if (around != nullptr) return append(items, ways_out(*around));
  for (const Exhibit* const each : exhibits.of_layer(layer)) {
    items.push_back({.title = tr("Save {1} …", each->title), .act = [this, ways = ways_out(*each)] {
                       const Rect here = at_;
                       offer(ways);
                       at_ = here;
                     }});
  }
}

// Behind what the figure under the pointer has offered in this frame.
void CopyMenu::offer_pointed() {
  const ImVec2 pointer = ImGui::GetIO().MousePos;
  const Exhibit* const around =
      WindowMemory::of_window().exhibits.around(pointer, Focus::of_window().top_layer());
  if (around == nullptr || around->own_menu) return;
  std::vector<CopyItem> items = asked_ ? std::move(items_) : std::vector<CopyItem>();
  append(items, ways_out(*around));
  offer(std::move(items));
}

void CopyMenu::draw(const Ui& ui) {
  if (std::exchange(collecting_, false)) offer_seen();
  if (ImGui::IsMouseReleased(1)) offer_pointed();
  if (std::exchange(asked_, false)) ImGui::OpenPopup("copy_menu");
  float width = ui.px(160);
  for (const CopyItem& item : items_) {
    width = std::max(width, text_width(ui.fonts.body, item.title) +
                                text_width(ui.fonts.mono, shown(item.text)) + ui.px(84));
  }
  if (!begin_popup(ui, "copy_menu", at_, width)) return;
  const float inner = ImGui::GetContentRegionAvail().x;
  int index = 0;
  const CopyItem* chosen = nullptr;
  for (const CopyItem& item : items_) {
    const MenuItem row{.title = item.title, .detail = shown(item.text), .heading = item.heading};
    if (menu_item(ui, index++, inner, row)) chosen = &item;
  }
  end_popup();
  if (chosen == nullptr) return;
  if (!chosen->act) return ImGui::SetClipboardText(chosen->text.c_str());
  const std::function<void()> act = chosen->act;  // it may offer others
  act();
}

bool copy_asked(const Rect& area) {
  return ImGui::IsMouseReleased(1) && ImGui::IsWindowHovered() &&
         ImGui::IsMouseHoveringRect(area.min(), area.max());
}

void offer_copies(std::vector<CopyItem> items) { WindowMemory::of_window().copies.offer(std::move(items)); }

void copyable(const Rect& area, std::string_view value, std::string_view row) {
  CopyMenu& menu = WindowMemory::of_window().copies;
  if (menu.collecting() && !value.empty()) menu.collect(area, value, row);
  if (value.empty() || !copy_asked(area)) return;
  std::vector<CopyItem> items{{tr("Copy value"), std::string(value)}};
  if (!row.empty() && row != value) items.push_back({tr("Copy line"), std::string(row)});
  offer_copies(std::move(items));
}

void copyable_table(const Rect& area, const std::function<std::string()>& text) {
  CopyMenu& menu = WindowMemory::of_window().copies;
  if (menu.collecting()) menu.collect(area, {}, text());
}

}  // namespace headroom::app
