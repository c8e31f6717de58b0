#include "app/widgets/exhibit.h"

#include <algorithm>

#include "app/widgets/window_memory.h"
#include "core/base/tr.h"

namespace headroom::app {
namespace {

float size_of(const Exhibit& exhibit) { return exhibit.area.w * exhibit.area.h; }

}  // namespace

void Exhibits::end_frame(ImGuiID top_layer) {
  std::erase_if(drawn_, [&](const Exhibit& exhibit) { return exhibit.layer != top_layer; });
  shown_.swap(drawn_);
}

void Exhibits::add(Exhibit exhibit) { drawn_.push_back(std::move(exhibit)); }

std::vector<std::string> Exhibits::names() const {
  std::vector<std::string> all;
  for (const Exhibit& exhibit : shown_) all.push_back(exhibit.name);
  return all;
}

const Exhibit* Exhibits::find(std::string_view name) const {
  const auto found =
      std::find_if(shown_.begin(), shown_.end(), [&](const Exhibit& e) { return e.name == name; });
  return found == shown_.end() ? nullptr : &*found;
}

const Exhibit* Exhibits::around(ImVec2 point, ImGuiID layer) const {
  const Exhibit* smallest = nullptr;
  for (const Exhibit& exhibit : drawn_) {
    if (exhibit.layer != layer || !exhibit.area.contains(point)) continue;
    if (smallest == nullptr || size_of(exhibit) < size_of(*smallest)) smallest = &exhibit;
  }
  return smallest;
}

std::vector<const Exhibit*> Exhibits::of_layer(ImGuiID layer) const {
  std::vector<const Exhibit*> all;
  for (const Exhibit& exhibit : drawn_) {
    if (exhibit.layer == layer) all.push_back(&exhibit);
  }
  return all;
}

void exhibit(Exhibit exhibit) {
  const ImDrawList& list = *ImGui::GetWindowDrawList();
  exhibit.area = exhibit.area.common(Rect::between(list.GetClipRectMin(), list.GetClipRectMax()));
  if (exhibit.area.empty()) return;
  exhibit.layer = Focus::of_window().drawn_layer();
  WindowMemory::of_window().exhibits.add(std::move(exhibit));
}

void exhibit_of_frame(Exhibit exhibit, const std::function<std::string()>& csv) {
  const bool taken = WindowMemory::of_window().exhibits.awaits(exhibit.name);
  const InEnglish scope;  // other programs read it
  exhibit.csv = [text = taken ? csv() : std::string()] { return text; };
  headroom::app::exhibit(std::move(exhibit));
}

}  // namespace headroom::app
