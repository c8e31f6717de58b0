#include "app/gl/png.h"

#define STB_IMAGE_WRITE_STATIC
#define STB_IMAGE_WRITE_IMPLEMENTATION
#include <stb_image_write.h>

#include "core/base/error.h"
#include "core/io/file.h"

namespace headroom::app {

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
