// A text file as the CSV reader wants it: whole, valid UTF-8, without NUL; and where a byte of it
// stands for a person: line and column.
//
// Thread rule: pure functions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/error.h"
#include "core/base/progress.h"

namespace headroom {

struct TextPosition {
  std::int64_t line = 1;    // from 1
  std::int64_t column = 1;  // from 1, in characters
};

// Line and column of the byte at `offset`, counted from `from`, an offset that begins line `from_line`.
TextPosition position_of(std::string_view text, std::size_t offset, std::size_t from = 0,
                         std::int64_t from_line = 1);

// Error{kBadInput} at a byte of the file, with where = "path:line:column".
Error input_error(const std::string& path, std::string_view text, std::size_t offset, std::string message);

// Reads the file in pieces; progress goes from 0 to `share` of the whole job. A byte-order mark is
// dropped. Throws kNotFound, kIo, kBadInput (a directory, no regular file, empty, UTF-16, a NUL byte,
// bytes that are not UTF-8).
std::string read_utf8_file(const std::string& path, double share, Progress& progress);

}  // namespace headroom
