// A CSV file as text: it must be valid UTF-8 without NUL. Also turns the offset of a byte into the line and
// column that a person would count.
//
// Thread rule: pure functions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/error.h"
#include "core/base/utf8.h"

namespace headroom {

struct TextPosition {
  std::int64_t line = 1;    // from 1
  std::int64_t column = 1;  // from 1, in characters
};

// Line and column of the byte at `offset`, counted from `from`, an offset that begins line `from_line`.
TextPosition position_of(std::string_view text, std::size_t offset, std::size_t from = 0,
                         std::int64_t from_line = 1);

std::string where_in(const std::string& path, TextPosition position);  // "path:line:column"

// Throws kBadInput when the file begins like something else than a table as text: an old workbook, an archive
// that cannot be unpacked here, a web page, a PDF, ... , with the advice what to do instead.
void refuse_other_formats(const std::string& path, std::string_view text);

// A byte that is NUL or not UTF-8. The reader answers it: perhaps the file is in Windows-1252 (encoding.h).
class CsvBadByte : public Error {
 public:
  CsvBadByte(char byte, std::string where);
  char byte() const { return byte_; }

 private:
  char byte_;
};

// What to say about it.
std::string bad_byte_message(char byte);

}  // namespace headroom
