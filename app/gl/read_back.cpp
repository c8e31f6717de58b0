#include "app/gl/read_back.h"

#include <glad/gl.h>

#include <algorithm>

namespace headroom::app {

Picture read_back(int width, int height) {
  const std::size_t row = static_cast<std::size_t>(width) * 3;
  std::vector<std::uint8_t> bottom_up(row * static_cast<std::size_t>(height));
  glPixelStorei(GL_PACK_ALIGNMENT, 1);
  glReadBuffer(GL_BACK);
  glReadPixels(0, 0, width, height, GL_RGB, GL_UNSIGNED_BYTE, bottom_up.data());

  Picture picture{width, height, std::vector<std::uint8_t>(bottom_up.size())};
  for (std::size_t y = 0; y < static_cast<std::size_t>(height); ++y) {
    const std::size_t from = (static_cast<std::size_t>(height) - 1 - y) * row;
    std::copy_n(bottom_up.data() + from, row, picture.rgb.data() + y * row);
  }
  return picture;
}

}  // namespace headroom::app
