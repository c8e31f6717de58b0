// A picture as a PNG file.
#pragma once

#include <filesystem>
#include <string>

#include "app/gl/read_back.h"

namespace headroom::app {

// The bytes of the file. Throws Error{kInternal} for an empty picture.
std::string encode_png(const Picture& picture);
// Takes about a tenth of a second a megapixel: in a job. Throws Error{kIo}.
void write_png(const std::filesystem::path& file, const Picture& picture);

}  // namespace headroom::app
