// The typefaces of the window: found and read once, then rasterised again whenever the scale changes, so
// that type is crisp at every size.
//
// Thread rule: window's thread, between frames. The constructor is the only place that touches files.
#pragma once

#include <string>
#include <vector>

#include "app/ui/theme.h"

namespace headroom::app {

class FontSet {
 public:
  // Looks in $XDG_DATA_HOME/fonts, /usr/local/share/fonts and /usr/share/fonts.
  FontSet();

  // Fills the current ImGui context's atlas. `scale` as Ui::scale; `pixel_ratio`: framebuffer pixels
  // per window unit (1 except where the window system scales by itself).
  void build(float scale, float pixel_ratio);

  const Fonts& fonts() const { return fonts_; }
  // Packages whose fonts were not found; text is then drawn with ImGui's built-in font.
  const std::vector<std::string>& missing() const { return missing_; }

 private:
  struct Face {
    std::vector<char> file;  // the whole font file; empty when it was not found
    float line_height;       // ascent plus descent, in em
  };
  static ImFont* add(const Face& main, const Face& rest, float em_pixels, const ImWchar* ranges);

  Face regular_, semibold_, bold_, mono_, mono_bold_;
  std::vector<std::string> missing_;
  Fonts fonts_;
};

}  // namespace headroom::app
