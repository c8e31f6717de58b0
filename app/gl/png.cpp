#include "app/gl/png.h"

#define STB_IMAGE_WRITE_STATIC
#define STB_IMAGE_WRITE_IMPLEMENTATION
#include <stb_image_write.h>

#include <fstream>
#include <system_error>

#include "core/base/error.h"

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
  const std::string bytes = encode_png(picture);
  std::filesystem::path temporary = file;
  temporary += ".new";
  std::ofstream out(temporary, std::ios::binary | std::ios::trunc);
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  out.close();
  if (!out)
    throw Error(ErrorCode::kIo, "the picture cannot be written: does its folder exist?", file.string());
  std::error_code failed;
  std::filesystem::rename(temporary, file, failed);
  if (failed)
    throw Error(ErrorCode::kIo, "the picture cannot be written: " + failed.message(), file.string());
}

}  // namespace headroom::app
