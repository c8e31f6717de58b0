// The beginning of a file, for readers that know how large one of theirs can be: what is larger is refused
// without being read.
//
//   const std::string text = read_first_bytes("lesson.md", 256 * kKiB + 1);   // one more tells that it is
//   larger
//
// Thread rule: plain functions.
#pragma once

#include <filesystem>
#include <string>

#include "core/base/bytes.h"

namespace headroom {

// Throws Error{kNotFound}, or Error{kBadInput} for what is no regular file, or Error{kIo}.
std::string read_first_bytes(const std::filesystem::path& file, Bytes most);

}  // namespace headroom
