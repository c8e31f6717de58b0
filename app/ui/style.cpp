#include "app/ui/style.h"

namespace headroom::app {

namespace {

ImVec4 with_alpha(ImVec4 color, float alpha) {
  color.w = alpha;
  return color;
}

void set_sizes(ImGuiStyle& s) {
  s.WindowPadding = ImVec2(12, 12);
  s.FramePadding = ImVec2(12, 8);
  s.CellPadding = ImVec2(8, 4);
  s.ItemSpacing = ImVec2(8, 8);
  s.ItemInnerSpacing = ImVec2(8, 4);
  s.IndentSpacing = 16;
  s.ScrollbarSize = 12;
  s.GrabMinSize = 12;
  s.WindowBorderSize = 0;
  s.ChildBorderSize = 0;
  s.PopupBorderSize = 1;
  s.FrameBorderSize = 1;
  s.WindowRounding = 0;
  s.ChildRounding = s.FrameRounding = s.PopupRounding = s.ScrollbarRounding = s.GrabRounding = s.TabRounding =
      6;
  s.WindowTitleAlign = ImVec2(0, 0.5f);
  s.WindowMinSize = ImVec2(16, 16);
}

void set_colors(ImGuiStyle& s, const Theme& t) {
  ImVec4* const c = s.Colors;
  // Whatever is not named below must not show ImGui's own blue and grey.
  for (int i = 0; i < ImGuiCol_COUNT; ++i) c[i] = t.card;
  c[ImGuiCol_Text] = t.text;
  c[ImGuiCol_TextDisabled] = t.muted;
  c[ImGuiCol_WindowBg] = t.ground;
  c[ImGuiCol_ChildBg] = with_alpha(t.panel, 0);
  c[ImGuiCol_PopupBg] = t.panel;
  c[ImGuiCol_Border] = c[ImGuiCol_Separator] = c[ImGuiCol_TableBorderStrong] = t.line;
  c[ImGuiCol_TableBorderLight] = with_alpha(t.line, 0.6f);
  c[ImGuiCol_BorderShadow] = with_alpha(t.ground, 0);
  c[ImGuiCol_FrameBg] = t.card;
  c[ImGuiCol_FrameBgHovered] = t.hover;
  c[ImGuiCol_FrameBgActive] = t.pressed;
  c[ImGuiCol_TitleBg] = c[ImGuiCol_TitleBgActive] = c[ImGuiCol_TitleBgCollapsed] = t.panel;
  c[ImGuiCol_MenuBarBg] = t.panel;
  c[ImGuiCol_ScrollbarBg] = with_alpha(t.panel, 0);
  c[ImGuiCol_ScrollbarGrab] = t.line;
  c[ImGuiCol_ScrollbarGrabHovered] = c[ImGuiCol_ScrollbarGrabActive] = t.muted;
  c[ImGuiCol_CheckMark] = c[ImGuiCol_SliderGrab] = c[ImGuiCol_SliderGrabActive] = t.action;
  c[ImGuiCol_Button] = t.card;
  c[ImGuiCol_ButtonHovered] = c[ImGuiCol_HeaderHovered] = c[ImGuiCol_TabHovered] = t.hover;
  c[ImGuiCol_ButtonActive] = c[ImGuiCol_HeaderActive] = t.pressed;
  c[ImGuiCol_Header] = t.hover;
  c[ImGuiCol_SeparatorHovered] = c[ImGuiCol_SeparatorActive] = t.action;
  c[ImGuiCol_ResizeGrip] = with_alpha(t.line, 0);
  c[ImGuiCol_ResizeGripHovered] = c[ImGuiCol_ResizeGripActive] = t.line;
  c[ImGuiCol_PlotLines] = c[ImGuiCol_PlotHistogram] = t.small_model;
  c[ImGuiCol_PlotLinesHovered] = c[ImGuiCol_PlotHistogramHovered] = t.action;
  c[ImGuiCol_TableHeaderBg] = t.panel;
  c[ImGuiCol_TableRowBg] = with_alpha(t.panel, 0);
  c[ImGuiCol_TableRowBgAlt] = with_alpha(t.hover, 0.4f);
  c[ImGuiCol_TextSelectedBg] = with_alpha(t.action, 0.4f);
  c[ImGuiCol_DragDropTarget] = t.action;
  c[ImGuiCol_NavHighlight] = t.action;
  c[ImGuiCol_NavWindowingHighlight] = t.text;
  c[ImGuiCol_NavWindowingDimBg] = c[ImGuiCol_ModalWindowDimBg] = ImVec4(0, 0, 0, t.dark ? 0.55f : 0.35f);
}

}  // namespace

void apply_style(const Theme& theme, float scale) {
  ImGuiStyle style;
  set_sizes(style);
  set_colors(style, theme);
  style.ScaleAllSizes(scale);
  ImGui::GetStyle() = style;
}

}  // namespace headroom::app
