#include "app/widgets/focus.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <utility>

#include "app/widgets/paint.h"
#include "app/widgets/window_memory.h"
#include "imgui_internal.h"

namespace headroom::app {
namespace {

// Frames for a field to get the keyboard from Dear ImGui, before it is given up.
constexpr int kTypingFrames = 4;

// Keys among the characters that a field has not read yet.
constexpr ImWchar kTab = '\t', kBackTab = '\v', kEnter = '\n';

// Dear ImGui drops what is typed before a field has the keyboard, and in the frame in which it gets it.
void hold_back(ImGuiIO& io, std::vector<ImWchar>& early) {
  early.insert(early.end(), io.InputQueueCharacters.begin(), io.InputQueueCharacters.end());
  io.InputQueueCharacters.resize(0);
}

bool in_order(const Control& a, const Control& b) { return a.area.x < b.area.x; }

// The controls of one group, row by row: in a row is what has its middle beside the row's first control.
void sort_rows(std::vector<Control>::iterator first, std::vector<Control>::iterator last) {
  std::stable_sort(first, last, [](const Control& a, const Control& b) { return a.area.y < b.area.y; });
  while (first != last) {
    const Rect lead = first->area;
    const auto row = std::stable_partition(first, last, [&](const Control& c) {
      const float middle = c.area.center().y;
      return middle >= lead.y && middle < std::max(lead.bottom(), lead.y + 1);
    });
    std::stable_sort(first, row, in_order);
    first = row == first ? first + 1 : row;
  }
}

// In reading order, with names that occur once.
std::vector<Control> sorted(const std::vector<Control>& drawn, ImGuiID layer) {
  std::vector<Control> order;
  std::copy_if(drawn.begin(), drawn.end(), std::back_inserter(order),
               [&](const Control& c) { return c.layer == layer; });
  std::stable_sort(order.begin(), order.end(), [](auto& a, auto& b) { return a.group < b.group; });
  for (auto first = order.begin(); first != order.end();) {
    const auto last =
        std::find_if(first, order.end(), [&](const Control& c) { return c.group != first->group; });
    sort_rows(first, last);
    first = last;
  }
  std::map<std::string, int> seen;
  for (Control& control : order) {
    const int count = ++seen[control.name];
    if (count > 1) control.name += "#" + std::to_string(count);
  }
  return order;
}

}  // namespace

Focus& Focus::of_window() { return WindowMemory::of_window().focus; }

void Focus::begin_frame() {
  ImGuiIO& io = ImGui::GetIO();
  drawn_.clear();
  drawn_layers_ = {Layer{}};
  open_ = {0};
  group_ = 0;
  window_ = 0;
  const bool waits = typing_ != 0 && !typing_active_;
  if (waits || !early_.empty()) hold_back(io, early_);
  bool typed = false;
  std::size_t next = 0;
  while (!waits && next < early_.size()) {
    const ImWchar key = early_[next];
    if ((key == kTab || key == kBackTab) && typed) break;  // the field reads what was typed first
    ++next;
    if (key == kEnter && typing_ != 0) entered_ = typing_;
    if (key == kTab || key == kBackTab) walk(key == kTab ? 1 : -1);
    if (key == kEnter || key == kTab || key == kBackTab) break;
    io.InputQueueCharacters.push_back(key);  // for this frame: an event would come after its Enter
    typed = true;
  }
  early_.erase(early_.begin(), early_.begin() + static_cast<std::ptrdiff_t>(next));
  // The ring has left a field that Dear ImGui still types into; in a frame, so that it sees its end.
  if (io.WantTextInput && !typing_active_) ImGui::ClearActiveID();
}

bool Focus::add(Control control) {
  const ImGuiWindow* const window = ImGui::GetCurrentWindow();
  if (window->ID != window_) begin_group();
  window_ = window->ID;
  control.layer = open_.back();
  control.group = group_;
  const ImVec2 low = window->ClipRect.Min, high = window->ClipRect.Max;
  control.clip = {low.x, low.y, std::max(0.0F, high.x - low.x), std::max(0.0F, high.y - low.y)};
  const ImGuiID id = control.id;
  drawn_.push_back(std::move(control));
  if (id == focused_ && scroll_frames_ > 0) {
    const Rect& area = drawn_.back().area;
    ImGui::ScrollToRect(ImGui::GetCurrentWindow(), {area.min(), area.max()});
  }
  if (id != pressed_) return false;
  pressed_ = 0;
  return true;
}

const Control* Focus::find(ImGuiID id) const {
  const auto found = std::find_if(order_.begin(), order_.end(), [&](const Control& c) { return c.id == id; });
  return found == order_.end() ? nullptr : &*found;
}

const Control* Focus::shown() const { return visible_ ? find(focused_) : nullptr; }

void Focus::move_to(const Control& control) {
  focused_ = control.id;
  visible_ = true;
  fresh_ = false;
  scroll_frames_ = 3;
  typing_ = 0;
  typing_active_ = false;
  if (control.takes == Takes::kText) start_typing(control.id);
}

bool Focus::walk(int step) {
  if (order_.empty()) return false;
  const auto count = static_cast<int>(order_.size());
  const Control* const now = find(focused_);
  int next = step > 0 ? 0 : count - 1;
  if (now && fresh_ && !visible_) {
    next = static_cast<int>(now - order_.data());  // it was chosen, but nobody has seen it
  } else if (now) {
    next = (static_cast<int>(now - order_.data()) + step + count) % count;
  }
  move_to(order_[static_cast<std::size_t>(next)]);
  return true;
}

// The nearest control in this direction; sideways counts double.
bool Focus::go_towards(FocusKey key) {
  const Control* const now = shown();
  if (!now) return false;
  const Control* best = nullptr;
  float least = std::numeric_limits<float>::infinity();
  const ImVec2 from = now->area.center();
  for (const Control& control : order_) {
    const ImVec2 to = control.area.center();
    const bool across = key == FocusKey::kLeft || key == FocusKey::kRight;
    const float sign = key == FocusKey::kLeft || key == FocusKey::kUp ? -1.0F : 1.0F;
    const float ahead = sign * (across ? to.x - from.x : to.y - from.y);
    const float beside = std::abs(across ? to.y - from.y : to.x - from.x);
    // Not what overlaps in this direction: the neighbours of a row are not below it.
    const float gap =
        across ? (sign > 0 ? control.area.x - now->area.right() : now->area.x - control.area.right())
               : (sign > 0 ? control.area.y - now->area.bottom() : now->area.y - control.area.bottom());
    if (control.id == now->id || ahead <= 0 || gap < -1) continue;
    if (const float distance = ahead + 2 * beside; distance < least) {
      least = distance;
      best = &control;
    }
  }
  if (best) move_to(*best);
  return true;  // the key has a meaning here, also at the edge
}

bool Focus::go_to(const std::string& name) {
  if (name == "next") return walk(1);
  if (name == "prev") return walk(-1);
  const auto found =
      std::find_if(order_.begin(), order_.end(), [&](const Control& c) { return c.name == name; });
  if (found == order_.end()) return false;
  move_to(*found);
  return true;
}

bool Focus::take(FocusKey key, bool shift) {
  const Control* const now = find(focused_);
  // A field that has something left to read keeps its place until then.
  ImGuiIO& io = ImGui::GetIO();
  const bool ends = key == FocusKey::kTab || key == FocusKey::kBackTab || key == FocusKey::kEnter;
  const bool unread = !typing_active_ || entered_ != 0 || !early_.empty() || !io.InputQueueCharacters.empty();
  if (typing_ != 0 && unread && ends) {
    hold_back(io, early_);
    early_.push_back(key == FocusKey::kEnter ? kEnter : key == FocusKey::kTab ? kTab : kBackTab);
    return true;
  }
  switch (key) {
    case FocusKey::kTab: return walk(1);
    case FocusKey::kBackTab: return walk(-1);
    case FocusKey::kEscape:
      if (typing_ != 0 && typing_changed_) {
        escaped_ = typing_;
        return true;
      }
      if (typing_ != 0) {
        typing_ = 0;
        typing_active_ = false;
        // A sheet or a popup closes at once; elsewhere leaving the field is the step back.
        if (layers_.back().id == 0) return true;
      }
      if (!layers_.back().popup) return false;
      closing_ = layers_.back().id;
      return true;
    case FocusKey::kEnter:
      if (typing_ != 0) {
        entered_ = typing_;
        return true;
      }
      if (!visible_ || !now || now->takes == Takes::kArrows) return false;
      now->takes == Takes::kText ? start_typing(now->id) : void(pressed_ = now->id);
      return true;
    case FocusKey::kSpace:
      if (typing_ != 0) return true;
      if (!visible_ || !now || now->takes != Takes::kPress) return false;
      pressed_ = now->id;
      return true;
    default: break;
  }
  const bool vertical = key == FocusKey::kUp || key == FocusKey::kDown;
  if (typing_ != 0 && !vertical) return true;  // the caret moves
  if (!now || (!visible_ && typing_ == 0)) return false;
  if (now->takes == Takes::kPress) return go_towards(key);
  arrows_for_ = now->id;
  arrows_.fast = shift;
  arrows_.x += (key == FocusKey::kRight) - (key == FocusKey::kLeft);
  arrows_.y += (key == FocusKey::kUp) - (key == FocusKey::kDown);
  arrows_.end += (key == FocusKey::kEnd) - (key == FocusKey::kHome);
  return true;
}

Arrows Focus::take_arrows(ImGuiID id) {
  if (id != arrows_for_ || id == 0) return {};
  arrows_for_ = 0;
  return std::exchange(arrows_, {});
}

void Focus::start_typing(ImGuiID id) {
  typing_ = focused_ = id;
  typing_active_ = typing_changed_ = false;
  typing_frames_ = 0;
}

void Focus::stop_typing(ImGuiID id) {
  if (typing_ != id) return;
  typing_ = 0;
  ImGui::ClearActiveID();
}

// Asked for again when Dear ImGui did not give it at once.
bool Focus::wants_keyboard(ImGuiID id) const {
  return typing_ == id && !typing_active_ && typing_frames_ % 3 == 0;
}

void Focus::tell_typing(ImGuiID id, bool active, const std::string& before, const std::string& now) {
  if (typing_ != id) {
    if (!active) return;
    start_typing(id);  // by a click
  }
  if (!active && !typing_active_ && ++typing_frames_ <= kTypingFrames) return;
  if (!typing_active_) typing_start_ = before;
  typing_changed_ = now != typing_start_;
  typing_active_ = active;
  if (!active) typing_ = 0;
}

void Focus::touch(ImGuiID id) {
  focused_ = id;
  visible_ = fresh_ = false;
}

bool Focus::take_enter(ImGuiID id) {
  return id == entered_ && typing_active_ && std::exchange(entered_, 0U) != 0;
}

bool Focus::take_escape(ImGuiID id) { return id == escaped_ && std::exchange(escaped_, 0U) != 0; }

bool Focus::take_close(ImGuiID popup) { return popup == closing_ && std::exchange(closing_, 0U) != 0; }

void Focus::push_layer(ImGuiID layer, bool popup) {
  open_.push_back(layer);
  drawn_layers_.push_back({layer, popup});
}

// Layers that are gone give the focus back; a new one takes it.
void Focus::follow_layers() {
  const auto drawn = [&](const Layer& layer) {
    return std::any_of(drawn_layers_.begin(), drawn_layers_.end(), [&](auto& d) { return d.id == layer.id; });
  };
  const ImGuiID before = layers_.back().id;
  layers_.back().focused = focused_;
  layers_.erase(std::remove_if(layers_.begin(), layers_.end(), [&](auto& l) { return !drawn(l); }),
                layers_.end());
  const Layer top = drawn_layers_.back();
  const auto known = std::find_if(layers_.begin(), layers_.end(), [&](auto& l) { return l.id == top.id; });
  const bool opened = known == layers_.end();
  if (opened) {
    layers_.push_back(top);
  } else {
    layers_.erase(known + 1, layers_.end());
  }
  if (top.id == before) return;
  focused_ = layers_.back().focused;
  typing_ = pressed_ = arrows_for_ = 0;
  fresh_ = opened;
}

// What is drawn later (a list that is still being read) may be a better place.
void Focus::focus_initially() {
  if (!fresh_ || order_.empty()) return;
  const auto wanted = [&](auto good) { return std::find_if(order_.begin(), order_.end(), good); };
  auto found = wanted([](const Control& c) { return c.initial; });
  if (found == order_.end()) found = wanted([](const Control& c) { return !c.last_resort; });
  if (found == order_.end()) found = order_.begin();
  if (found->id == focused_) return;
  focused_ = found->id;
  scroll_frames_ = 3;
  if (found->takes == Takes::kText && found->initial) start_typing(found->id);
}

void Focus::end_frame() {
  follow_layers();
  order_ = sorted(drawn_, layers_.back().id);
  if (ImGui::IsMouseClicked(0) || ImGui::IsMouseClicked(1)) visible_ = fresh_ = false;
  focus_initially();
  if (scroll_frames_ > 0) --scroll_frames_;
  if (typing_ != 0 && !find(typing_)) typing_ = 0;
  if (!find(pressed_)) pressed_ = 0;
  if (!find(arrows_for_)) arrows_for_ = 0;
  if (typing_ == 0) entered_ = escaped_ = 0;
}

void focus_ring(const Ui& ui, const Rect& area, float rounding) {
  const float gap = ui.px(1.5F), thick = ui.px(2);
  const float out = gap + thick;
  ImDrawList* const list = ImGui::GetWindowDrawList();
  const ImVec2 low = list->GetClipRectMin(), high = list->GetClipRectMax();
  const float left = std::max(area.x - out, low.x), top = std::max(area.y - out, low.y);
  const float right = std::min(area.right() + out, high.x), bottom = std::min(area.bottom() + out, high.y);
  if (right - left < 2 * thick || bottom - top < 2 * thick) return;
  const float half = thick / 2;
  list->AddRect({left + half, top + half}, {right - half, bottom - half}, color(ui.theme.focus),
                rounding + gap, 0, thick);
}

}  // namespace headroom::app
