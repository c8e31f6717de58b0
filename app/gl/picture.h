// The finished picture: read back from the framebuffer, saved as a PNG file.
//
// Thread rule: read_back() belongs to the window's thread, the rest to any.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace headroom::app {

struct Picture {
  int width = 0;
  int height = 0;
  std::vector<std::uint8_t> rgb;  // [height, width, 3], top row first
};

// Of the framebuffer that was just drawn, before it is shown. Needs the window's OpenGL context.
Picture read_back(int width, int height);

// The bytes of the file. Throws Error{kInternal} for an empty picture.
std::string encode_png(const Picture& picture);
// Takes about a tenth of a second a megapixel: in a job. Throws Error{kIo}.
void write_png(const std::filesystem::path& file, const Picture& picture);

}  // namespace headroom::app
