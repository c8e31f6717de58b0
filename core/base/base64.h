// Bytes as text (RFC 4648, section 4): for pictures inside of text files.
//
//   base64("Man");   // "TWFu"
//
// Pure function.
#pragma once

#include <string>
#include <string_view>

namespace headroom {

std::string base64(std::string_view bytes);

}  // namespace headroom
