#include "app/widgets/tip.h"

#include <cmath>
#include <utility>

#include "app/widgets/paint.h"

namespace headroom::app {
namespace {

bool meet(const Rect& a, const Rect& b) {
  return a.x < b.right() && b.x < a.right() && a.y < b.bottom() && b.y < a.bottom();
}

bool same_place(const Rect& a, const Rect& b) {
  return std::abs(a.x - b.x) < 2 && std::abs(a.y - b.y) < 2 && std::abs(a.w - b.w) < 2;
}

}  // namespace

Rect tip_place(const Rect& window, const Rect& beside, const std::vector<Rect>& clear, float width,
               float height, float gap) {
  const auto inside = [&](float x, float y) {
    return Rect{std::clamp(x, window.x + gap, std::max(window.x + gap, window.right() - width - gap)),
                std::clamp(y, window.y + gap, std::max(window.y + gap, window.bottom() - height - gap)),
                width, height};
  };
  float under = beside.bottom() + gap, over = beside.y - height - gap;
  const Rect near[] = {inside(beside.x, under), inside(beside.x, over),
                       inside(beside.right() + gap, beside.y), inside(beside.x - width - gap, beside.y)};
  // What stays clear around the control itself: past it, downwards.
  for (const Rect& area : clear) {
    if (meet(area, beside)) under = std::max(under, area.bottom() + gap);
  }
  const Rect past = inside(beside.x, under);
  for (const Rect& place : {near[0], past, near[1], near[2], near[3]}) {
    bool good = !meet(place, beside);
    for (const Rect& area : clear) good = good && !meet(place, area);
    if (good) return place;
  }
  return past;
}

void Tips::add(std::string_view text, const Rect& beside) {
  if (!asked_) text_.clear();
  // A control's own tooltip and the whole of a shortened label may both be asked for.
  if (text_.find(text) == std::string::npos) {
    if (!text_.empty()) text_ += '\n';
    text_ += text;
  }
  beside_ = beside;
  asked_ = true;
}

void Tips::draw(const Ui& ui) {
  const bool asked = std::exchange(asked_, false), was_shown = std::exchange(shown_, false);
  waiting_ = false;
  if (!asked || ImGui::IsMouseDown(0)) {
    last_ = {};
    return;
  }
  // Who reads one tooltip after the other does not wait for each.
  if (!was_shown && !same_place(beside_, last_)) since_ = ui.now;
  last_ = beside_;
  shown_ = ui.now - since_ >= kDelay;
  waiting_ = !shown_;
  if (waiting_) return;
  const ImVec2 screen = ImGui::GetIO().DisplaySize;
  float widest = 0;
  for (std::size_t at = 0; at < text_.size();) {
    const std::size_t end = std::min(text_.find('\n', at), text_.size());
    widest = std::max(widest, text_width(ui.fonts.small, std::string_view(text_).substr(at, end - at)));
    at = end + 1;
  }
  const float pad_x = ui.px(12), pad_y = ui.px(8);
  const float limit = std::max(ui.px(120), std::min(ui.px(420), screen.x * 0.6F));
  const float width = std::ceil(std::min(widest, limit)) + 1;
  const float height = wrapped_height(ui.fonts.small, text_, width);
  const Rect box =
      tip_place({0, 0, screen.x, screen.y}, beside_, clear_, width + 2 * pad_x, height + 2 * pad_y, ui.px(6));
  ImGui::SetNextWindowPos(box.min());
  ImGui::SetNextWindowSize({box.w, box.h});
  ImGui::Begin("tip", nullptr,
               ImGuiWindowFlags_Tooltip | ImGuiWindowFlags_NoInputs | ImGuiWindowFlags_NoDecoration |
                   ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                   ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoFocusOnAppearing);
  fill(box, ui.theme.card, ui.px(6));
  stroke(box, ui.theme.edge, ui.px(6));
  draw_wrapped(ui.fonts.small, {box.x + pad_x, box.y + pad_y}, width, ui.theme.text, text_);
  ImGui::End();
}

}  // namespace headroom::app
