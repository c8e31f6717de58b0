#include "app/widgets/spotlight.h"

#include <algorithm>
#include <cmath>

#include "app/widgets/paint.h"
#include "app/widgets/window_memory.h"
#include "imgui_internal.h"

namespace headroom::app {
namespace {

float size_of(const Rect& area) { return area.w * area.h; }

// Panels with one edge and the box inside of it are one to the eye.
bool alike(const Rect& a, const Rect& b) {
  const Rect both = a.common(b);
  return !both.empty() && size_of(both) > 0.85F * std::max(size_of(a), size_of(b));
}

std::optional<Rect> innermost(const std::vector<Rect>& spots, ImVec2 at) {
  std::optional<Rect> found;
  for (const Rect& area : spots) {
    if (area.contains(at) && (!found || size_of(area) < size_of(*found))) found = area;
  }
  return found;
}

}  // namespace

void Spotlight::add(const Rect& area) {
  const ImDrawList& list = *ImGui::GetWindowDrawList();
  const Rect seen = area.common(Rect::between(list.GetClipRectMin(), list.GetClipRectMax()));
  if (!seen.empty()) spots_.push_back({seen, Focus::of_window().drawn_layer()});
}

// In reading order: row by row, what begins at about the same height being a row.
std::vector<Rect> Spotlight::spots_on_top() const {
  std::vector<Rect> found;
  for (const Spot& spot : spots_) {
    const bool known =
        std::any_of(found.begin(), found.end(), [&](const Rect& r) { return alike(r, spot.area); });
    if (spot.layer == Focus::of_window().top_layer() && !known) found.push_back(spot.area);
  }
  std::stable_sort(found.begin(), found.end(), [](const Rect& a, const Rect& b) { return a.y < b.y; });
  for (auto first = found.begin(); first != found.end();) {
    const float row = first->y + std::min(first->h / 2, 40.0F);
    const auto last = std::find_if(first, found.end(), [&](const Rect& r) { return r.y > row; });
    std::stable_sort(first, last, [](const Rect& a, const Rect& b) { return a.x < b.x; });
    first = last;
  }
  return found;
}

void Spotlight::follow(const Wish& wish, const std::vector<Rect>& spots) {
  const ImVec2 pointer = ImGui::GetIO().MousePos;
  const bool opened = !was_on_;
  const ImGuiID ring = wish.ring ? wish.ring->id : 0;
  const bool rung = ring != 0 && ring != ring_, pointed = pointer.x != pointer_.x || pointer.y != pointer_.y;
  if (pointed && !opened) led_ = Led::kPointer;
  if (rung) led_ = Led::kRing;
  ring_ = ring;
  pointer_ = pointer;
  if (opened) {  // what is looked at already, else what there is most of
    led_ = ring != 0 ? Led::kRing : Led::kKeys;
    lit_ = *std::max_element(spots.begin(), spots.end(),
                             [](const Rect& a, const Rect& b) { return size_of(a) < size_of(b); });
    if (const auto under = innermost(spots, pointer)) lit_ = under;
    moves_ = wish.moves;
  }
  if (led_ == Led::kPointer) lit_ = innermost(spots, pointer).value_or(lit_.value_or(spots.front()));
  if (led_ == Led::kRing && wish.ring) {
    const Rect ring_area = wish.ring->area.common(wish.ring->clip);
    lit_ = innermost(spots, ring_area.center()).value_or(ring_area);
  }
  // The panel may have moved or gone: the one that is most like it.
  const auto nearest = [&](const Rect& to) {
    return std::min_element(spots.begin(), spots.end(), [&](const Rect& a, const Rect& b) {
      const auto off = [&](const Rect& r) {
        return std::abs(r.x - to.x) + std::abs(r.y - to.y) + std::abs(r.w - to.w) + std::abs(r.h - to.h);
      };
      return off(a) < off(b);
    });
  };
  if (const int by = wish.moves - moves_; by != 0) {
    const auto count = static_cast<int>(spots.size());
    const auto now = static_cast<int>(nearest(*lit_) - spots.begin());
    lit_ = spots[static_cast<std::size_t>(((now + by) % count + count) % count)];
    led_ = Led::kKeys;
    moves_ = wish.moves;
  } else if (led_ == Led::kKeys) {
    lit_ = *nearest(*lit_);
  }
}

void Spotlight::draw(const Ui& ui, const Wish& wish) {
  const std::vector<Rect> spots = spots_on_top();
  const ImVec2 size = ImGui::GetIO().DisplaySize;
  if (!wish.on || (spots.empty() && !wish.named)) {
    was_on_ = wish.on && was_on_;
    moves_ = wish.moves;
    lit_.reset();
    return;
  }
  if (wish.named) {
    lit_ = wish.named;
    moves_ = wish.moves;
  } else {
    if (!lit_) was_on_ = false;
    follow(wish, spots);
  }
  was_on_ = true;
  ImGui::SetNextWindowPos({0, 0});
  ImGui::SetNextWindowSize(size);
  ImGui::Begin("spotlight", nullptr,
               ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoMove |
                   ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoInputs |
                   ImGuiWindowFlags_NoFocusOnAppearing);
  ImGui::BringWindowToDisplayFront(ImGui::GetCurrentWindow());
  const Rect& lit = *lit_;
  const ImVec4 dim = ui.theme.dark ? ImVec4{0, 0, 0, 0.72F} : ImVec4{0.05F, 0.07F, 0.1F, 0.62F};
  fill({0, 0, size.x, lit.y}, dim);
  fill({0, lit.bottom(), size.x, size.y - lit.bottom()}, dim);
  fill({0, lit.y, lit.x, lit.h}, dim);
  fill({lit.right(), lit.y, size.x - lit.right(), lit.h}, dim);
  stroke(lit, ui.theme.focus, ui.px(8), ui.px(2));
  ImGui::End();
}

void spot(const Rect& area) { WindowMemory::of_window().spotlight.add(area); }

}  // namespace headroom::app
