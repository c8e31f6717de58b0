// The finished picture, read back from the framebuffer.
#pragma once

#include <cstdint>
#include <vector>

namespace headroom::app {

struct Picture {
  int width = 0;
  int height = 0;
  std::vector<std::uint8_t> rgb;  // [height, width, 3], top row first
};

// Of the framebuffer that was just drawn, before it is shown. Needs the window's OpenGL context.
Picture read_back(int width, int height);

}  // namespace headroom::app
