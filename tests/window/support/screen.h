// The whole window in one ImGui context, drawn without a display and used by mouse and keys.
#pragma once

#include <string>

#include "app/ui/fonts.h"
#include "app/ui/style.h"
#include "app/views/main_view.h"
#include "app/widgets/drawing_svg.h"
#include "support/demo.h"

namespace headroom::app {

class Screen {
 public:
  Screen(float width, float height, float scale, bool dark = true)
      : theme_(dark ? dark_theme() : light_theme()), scale_(scale) {
    context_ = ImGui::CreateContext();
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.DisplaySize = {width, height};
    io.DeltaTime = 1.0F / 60;
    io.BackendFlags |= ImGuiBackendFlags_RendererHasVtxOffset;
    apply_style(theme_, scale);
    fonts_.build(scale, 1);
    unsigned char* pixels = nullptr;
    int w = 0, h = 0;
    io.Fonts->GetTexDataAsAlpha8(&pixels, &w, &h);
    io.MousePos = {-1, -1};
  }
  ~Screen() { ImGui::DestroyContext(context_); }
  Screen(const Screen&) = delete;
  Screen& operator=(const Screen&) = delete;

  const ImDrawData& draw(const demo::Demo& demo, int frames = 3) {
    for (int i = 0; i < frames; ++i) {
      now += 1.0 / 60;
      const Ui ui{theme_, fonts_.fonts(), scale_, demo.state.presenter, now, motion};
      ImGui::NewFrame();
      view_.draw({ui, demo.state, demo.run, actions_});
      ImGui::Render();
    }
    return *ImGui::GetDrawData();
  }
  void click(const demo::Demo& demo, ImVec2 at) {
    ImGuiIO& io = ImGui::GetIO();
    io.MousePos = at;
    draw(demo, 2);
    io.MouseDown[0] = true;
    draw(demo, 1);
    io.MouseDown[0] = false;
    draw(demo, 1);
  }
  void point(const demo::Demo& demo, ImVec2 at, int frames) {
    ImGui::GetIO().MousePos = at;
    draw(demo, frames);
  }
  void key(const demo::Demo& demo, NamedKey named, bool shift = false) {
    view_.take_key({.named = named, .shift = shift});
    draw(demo);
  }
  void space(const demo::Demo& demo) {
    view_.take_key({.character = U' '});
    draw(demo);
  }
  // Held from now on, or let go.
  static void shift(bool down) {
#if IMGUI_VERSION_NUM >= 18900
    ImGui::GetIO().AddKeyEvent(ImGuiMod_Shift, down);
#else
    ImGui::GetIO().KeyShift = down;
#endif
  }
  static void alt(bool down) {
#if IMGUI_VERSION_NUM >= 18900
    ImGui::GetIO().AddKeyEvent(ImGuiMod_Alt, down);
#else
    ImGui::GetIO().KeyAlt = down;
#endif
  }
  // Characters that come in before the next frame.
  static void type(const char* text) { ImGui::GetIO().AddInputCharactersUTF8(text); }
  // The ring on the control of this name; what went wrong, or nothing.
  std::string focus(const demo::Demo& demo, const std::string& name) {
    const std::string fault = view_.move_focus(name);
    draw(demo);
    return fault;
  }
  MainView& view() { return view_; }
  bool animating() const { return view_.animating(); }
  ActionQueue& actions() { return actions_; }
  const Theme& theme() const { return theme_; }
  const Fonts& fonts() const { return fonts_.fonts(); }
  // The part of the window in which the exhibit of this name lies, as a drawing.
  std::string svg_of(const demo::Demo& demo, const std::string& name) {
    view_.tape().begin();
    const ImDrawData& drawn = draw(demo, 1);
    const Exhibit* const exhibit = view_.exhibits().find(name);
    if (exhibit == nullptr) return {};
    return drawing_svg(view_.tape().finish(drawn, {exhibit->area, theme_, fonts()}), exhibit->title);
  }
  void right_click(const demo::Demo& demo, ImVec2 at) {
    ImGuiIO& io = ImGui::GetIO();
    io.MousePos = at;
    draw(demo, 2);
    for (const bool down : {true, false}) {
      io.MouseDown[1] = down;
      draw(demo, 1);
    }
    draw(demo, 3);
  }
  // Null: there is no control of this name.
  const Control* control(const std::string& name) {
    for (const Control& control : view_.controls()) {
      if (control.name == name) return &control;
    }
    return nullptr;
  }

  double now = 1;
  bool motion = false;

 private:
  Theme theme_;
  float scale_;
  ImGuiContext* context_ = nullptr;
  FontSet fonts_;
  MainView view_;
  ActionQueue actions_;
};

}  // namespace headroom::app
