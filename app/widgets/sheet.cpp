#include "app/widgets/sheet.h"

#include "app/ui/imgui_compat.h"
#include "app/widgets/button.h"
#include "app/widgets/paint.h"

namespace headroom::app {

Sheet::Sheet(const Ui& ui, const char* id, std::string_view title, float width, float height) {
  const ImVec2 screen = ImGui::GetIO().DisplaySize;
  ImGui::SetNextWindowPos({0, 0});
  ImGui::SetNextWindowSize(screen);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0, 0});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 0);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, 0);
  const ImVec4 dim = ui.theme.dark ? ImVec4{0, 0, 0, 0.6F} : ImVec4{0.1F, 0.12F, 0.15F, 0.4F};
  ImGui::PushStyleColor(ImGuiCol_WindowBg, dim);
  ImGui::Begin(id, nullptr,
               ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                   ImGuiWindowFlags_NoScrollWithMouse);
  ImGui::PopStyleColor();
  ImGui::PopStyleVar(3);
  const bool appearing = ImGui::IsWindowAppearing();

  const Rect all{0, 0, screen.x, screen.y};
  const Rect box = all.inset(ui.px(16)).centered(ui.px(width), ui.px(height));
  // A child, so that a click inside is not a click beside.
  if (!appearing && ImGui::IsMouseClicked(0) && ImGui::IsWindowHovered(ImGuiHoveredFlags_ChildWindows) &&
      !box.contains(ImGui::GetIO().MousePos)) {
    closed_ = true;
  }
  fill(box, ui.theme.panel, ui.px(10));
  stroke(box, ui.theme.line, ui.px(10));
  Rect inner = box.inset(ui.px(20), ui.px(16));
  Rect head = inner.take_top(ui.px(32), ui.px(12));
  const Rect cross = head.take_right(ui.px(32), ui.px(12));
  text_line(ui, head, ui.fonts.title, ui.theme.text, title);
  head_ = head;
  head_.take_left(text_width(ui.fonts.title, title), ui.px(12));
  if (button(ui, cross,
             {.id = "close", .icon = Icon::kCross, .kind = ButtonKind::kQuiet, .tip = "Close (Esc)"})) {
    closed_ = true;
  }
  if (!appearing && ImGui::IsWindowFocused(ImGuiFocusedFlags_ChildWindows) && key_pressed(ImGuiKey_Escape)) {
    closed_ = true;
  }
  content_ = inner;
}

Sheet::~Sheet() { ImGui::End(); }

}  // namespace headroom::app
