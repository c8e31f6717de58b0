#include "app/widgets/scroll_area.h"

#include "app/widgets/frame_notes.h"

namespace headroom::app {

ScrollArea::ScrollArea(const Ui& ui, const char* id, const Rect& area, Axis axis) {
  ImGui::SetCursorScreenPos(area.min());
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0, 0});
  ImGui::PushStyleVar(ImGuiStyleVar_ScrollbarSize, ui.px(8));
  ImGui::PushStyleVar(ImGuiStyleVar_ScrollbarRounding, ui.px(4));
  ImGui::PushStyleColor(ImGuiCol_ChildBg, {0, 0, 0, 0});
  ImGui::PushStyleColor(ImGuiCol_ScrollbarBg, {0, 0, 0, 0});
  ImGui::PushStyleColor(ImGuiCol_ScrollbarGrab, ui.theme.line);
  ImGui::PushStyleColor(ImGuiCol_ScrollbarGrabHovered, ui.theme.muted);
  ImGui::PushStyleColor(ImGuiCol_ScrollbarGrabActive, ui.theme.muted);
  ImGuiWindowFlags flags = axis == Axis::kVertical ? 0 : ImGuiWindowFlags_HorizontalScrollbar;
  if (axis == Axis::kSideways) flags |= ImGuiWindowFlags_NoScrollWithMouse;
  ImGui::BeginChild(id, {std::max(1.0F, area.w), std::max(1.0F, area.h)}, false, flags);
  if (axis == Axis::kHorizontal && ImGui::IsWindowHovered() && ImGui::GetIO().MouseWheel != 0 &&
      ImGui::GetScrollMaxX() > 0) {
    ImGui::SetScrollX(ImGui::GetScrollX() - ImGui::GetIO().MouseWheel * ui.px(80));
  }
  if (axis == Axis::kSideways && ImGui::IsWindowHovered() && ImGui::GetScrollMaxX() > 0) {
    const ImGuiIO& io = ImGui::GetIO();
    const float turned = io.KeyShift ? io.MouseWheel : io.MouseWheelH;
    if (turned != 0) ImGui::SetScrollX(ImGui::GetScrollX() - turned * ui.px(80));
  }
  const ImVec2 at = ImGui::GetCursorScreenPos();
  // A bar that is there takes its width, so that nothing lies under it.
  const ImVec2 room = ImGui::GetContentRegionAvail();
  content_ = {at.x, at.y, axis == Axis::kVertical ? room.x : area.w,
              axis == Axis::kVertical ? area.h : room.y};
}

void ScrollArea::start_at(float x, bool now) {
  if (now || ImGui::IsWindowAppearing()) ImGui::SetScrollX(x);
}

ScrollArea::~ScrollArea() {
  ImGui::SetCursorScreenPos(content_.min());
  ImGui::Dummy(used_);
  // The bar comes and goes one frame after the content has changed its size, and with it the content's width.
  ImGuiStorage* const kept = ImGui::GetStateStorage();
  const ImGuiID width = ImGui::GetID("used_width"), height = ImGui::GetID("used_height");
  if (kept->GetFloat(width) != used_.x || kept->GetFloat(height) != used_.y)
    frame_notes().another_frame = true;
  kept->SetFloat(width, used_.x);
  kept->SetFloat(height, used_.y);
  ImGui::EndChild();
  ImGui::PopStyleColor(5);
  ImGui::PopStyleVar(3);
}

}  // namespace headroom::app
