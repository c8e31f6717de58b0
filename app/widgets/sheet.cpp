#include "app/widgets/sheet.h"

#include <cmath>

#include "app/widgets/button.h"
#include "app/widgets/motion.h"
#include "app/widgets/paint.h"
#include "app/widgets/spotlight.h"
#include "core/base/tr.h"

namespace headroom::app {

Sheet::Sheet(const Ui& ui, const char* id, std::string_view title, float width, float height) {
  const ImVec2 screen = ImGui::GetIO().DisplaySize;
  ImGui::SetNextWindowPos({0, 0});
  ImGui::SetNextWindowSize(screen);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0, 0});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 0);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, 0);
  const float share = appearing(ui, ImGui::GetID(id));
  ImVec4 dim = ui.theme.dark ? ImVec4{0, 0, 0, 0.6F} : ImVec4{0.1F, 0.12F, 0.15F, 0.4F};
  dim.w *= share;
  ImGui::PushStyleColor(ImGuiCol_WindowBg, dim);
  ImGui::Begin(id, nullptr,
               ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                   ImGuiWindowFlags_NoScrollWithMouse);
  ImGui::PopStyleColor();
  ImGui::PopStyleVar(3);
  const bool opening = ImGui::IsWindowAppearing();
  Focus::of_window().push_layer(ImGui::GetID(id), false);

  const Rect all{0, 0, screen.x, screen.y};
  Rect box = all.inset(ui.px(16)).centered(ui.px(width), ui.px(height));
  box.y += std::round((1 - share) * ui.px(12));
  // A child, so that a click inside is not a click beside.
  if (!opening && ImGui::IsMouseClicked(0) && ImGui::IsWindowHovered(ImGuiHoveredFlags_ChildWindows) &&
      !box.contains(ImGui::GetIO().MousePos)) {
    closed_ = true;
  }
  spot(box);
  fill(box, ui.theme.panel, ui.px(10));
  stroke(box, ui.theme.line, ui.px(10));
  Rect inner = box.inset(ui.px(20), ui.px(16));
  Rect head = inner.take_top(ui.px(32), ui.px(12));
  const Rect cross = head.take_right(ui.px(32), ui.px(12));
  text_line(ui, head, ui.fonts.title, ui.theme.text, title);
  head_ = head;
  head_.take_left(text_width(ui.fonts.title, title), ui.px(12));
  if (button(ui, cross,
             {.id = "close",
              .icon = Icon::kCross,
              .kind = ButtonKind::kQuiet,
              .tip = tr("Close (Esc)"),
              .last_resort = true})) {
    closed_ = true;
  }
  content_ = inner;
}

Sheet::~Sheet() {
  Focus::of_window().pop_layer();
  ImGui::End();
}

}  // namespace headroom::app
