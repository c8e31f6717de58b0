// The operating system's window with its OpenGL context and Dear ImGui: created and torn down as one.
//
//   Window window({.title = "Headroom"});
//   for (InputEvents input; !input.close; input = window.wait(1.0)) {
//     window.begin_frame();
//     draw(input);                       // ImGui
//     window.render(background);
//     window.present();
//   }
//
// Thread rule: one window, main thread; wake() may be called from any thread while the window lives.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "app/gl/point_clouds.h"
#include "app/gl/value_textures.h"
#include "app/state/shortcuts.h"
#include "core/base/error.h"
#include "imgui.h"

struct GLFWwindow;

namespace headroom::app {

// There is no display to open a window on: the caller may fall back to the terminal.
class NoDisplay : public Error {
 public:
  using Error::Error;
};

struct WindowOptions {
  std::string title = "Headroom";
  int width = 1440;
  int height = 900;
  bool exact_size = false;  // pixels as given; else window units, enlarged with the display's scale
};

// What happened since the last wait.
struct InputEvents {
  bool any = false;
  bool close = false;  // the window's close button
  std::vector<KeyPress> keys;
  std::vector<std::string> dropped;  // paths
};

class Window {
 public:
  // Throws NoDisplay when there is no display, Error{kUnsupported} when it has no OpenGL 3.3.
  explicit Window(const WindowOptions& options);
  ~Window();
  Window(const Window&) = delete;
  Window& operator=(const Window&) = delete;

  // Sleeps until something happens, at most this long; 0 only polls.
  InputEvents wait(double seconds);
  static void wake();  // ends a wait; from any thread

  // Ignores the pointer's position until a person moves it.
  void ignore_pointer_until_moved();

  void begin_frame();
  // Draws what was built and shows it. Between the two steps the picture can be read back.
  void render(const ImVec4& background);
  void present();

  bool minimized() const;
  ImVec2 size() const;              // window units
  ImVec2 framebuffer_size() const;  // pixels
  // Sizes in window units are multiplied by this to look as large as the person's desktop wants.
  float content_scale() const;
  float pixel_ratio() const;  // framebuffer pixels per window unit
  void resize(int width, int height);
  std::string clipboard() const;  // its text; empty: it holds none

  int screen_height() const;        // of the display, pixels; 0: unknown
  double refresh_rate() const;      // of the display, frames a second
  bool software_rendering() const;  // drawn by the CPU (Mesa's llvmpipe and the like)
  const std::string& renderer() const { return renderer_; }
  void upload_fonts();  // after the atlas was built again

 private:
  void create_context();
  static void install_callbacks(GLFWwindow* window);
  ImVec2 pointer_on_screen() const;

  GLFWwindow* window_ = nullptr;
  // Null: the display's OpenGL is too old for shaders.
  std::unique_ptr<ValueTextures> values_;
  std::unique_ptr<PointClouds> clouds_;
  InputEvents input_;
  std::string renderer_;
  bool pointer_ignored_ = false;
  ImVec2 resting_pointer_;  // on the screen, so that resizing the window does not move it
};

}  // namespace headroom::app
