#include "app/gl/picture.h"

#include <glad/gl.h>

#include <algorithm>

#define STB_IMAGE_WRITE_STATIC
#define STB_IMAGE_WRITE_IMPLEMENTATION
#include <stb_image_write.h>

#include "core/base/error.h"
#include "core/io/file.h"

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

std::string encode_png(const Picture& picture) {
  std::string bytes;
  const auto append = [](void* text, void* data, int size) {
    static_cast<std::string*>(text)->append(static_cast<const char*>(data), static_cast<std::size_t>(size));
  };
  const int written = stbi_write_png_to_func(append, &bytes, picture.width, picture.height, 3,
                                             picture.rgb.data(), picture.width * 3);
  if (written == 0 || bytes.empty()) throw Error(ErrorCode::kInternal, "the picture could not be encoded");
  return bytes;
}

void write_png(const std::filesystem::path& file, const Picture& picture) {
  write_file(file, encode_png(picture));
}

}  // namespace headroom::app
