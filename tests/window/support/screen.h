// The whole window without a display: draws what a demo shows, frame by frame, and clicks into it.
#pragma once

#include "app/ui/fonts.h"
#include "app/ui/style.h"
#include "app/views/main_view.h"
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
    const Ui ui{theme_, fonts_.fonts(), scale_, demo.state.presenter, 1.0};
    for (int i = 0; i < frames; ++i) {
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
  ActionQueue& actions() { return actions_; }
  bool animating() const { return view_.animating(); }
  const Theme& theme() const { return theme_; }

 private:
  Theme theme_;
  float scale_;
  ImGuiContext* context_ = nullptr;
  FontSet fonts_;
  MainView view_;
  ActionQueue actions_;
};

}  // namespace headroom::app
