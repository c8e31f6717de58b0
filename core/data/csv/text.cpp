#include "core/data/csv/text.h"

#include <algorithm>
#include <cstdio>

#include "core/base/error.h"

namespace headroom {

namespace {

// Length of the valid UTF-8 sequence at p (1 to 4), 0 when it is none. RFC 3629: no overlong forms,
// no surrogates, nothing above U+10FFFF.
std::size_t utf8_length(const unsigned char* p, std::size_t left) {
  const unsigned char lead = p[0];
  if (lead < 0x80) return 1;
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || left < length) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if ((p[i] & 0xC0) != 0x80) return 0;
  }
  if (lead == 0xE0 && p[1] < 0xA0) return 0;
  if (lead == 0xED && p[1] > 0x9F) return 0;
  if (lead == 0xF0 && p[1] < 0x90) return 0;
  if (lead == 0xF4 && p[1] > 0x8F) return 0;
  return length;
}

// True when none of the bytes is NUL or beyond ASCII. Without a branch inside, so that it is vectorised.
bool all_plain(const unsigned char* p, std::size_t count) {
  unsigned char beyond = 0;
  unsigned char zeros = 0;
  for (std::size_t i = 0; i < count; ++i) {
    beyond |= p[i];
    zeros |= static_cast<unsigned char>(p[i] == 0 ? 1 : 0);
  }
  return beyond < 0x80 && zeros == 0;
}

}  // namespace

TextPosition position_of(std::string_view text, std::size_t offset, std::size_t from,
                         std::int64_t from_line) {
  TextPosition position{from_line, 1};
  std::size_t line_start = from;
  for (std::size_t i = from; i < offset; ++i) {
    if (text[i] == '\n') {
      ++position.line;
      line_start = i + 1;
    }
  }
  for (std::size_t i = line_start; i < offset; ++i) {
    // Continuation bytes (binary 10, then six bits) belong to the character before them.
    if ((static_cast<unsigned char>(text[i]) & 0xC0) != 0x80) ++position.column;
  }
  return position;
}

std::string where_in(const std::string& path, TextPosition position) {
  return path + ":" + std::to_string(position.line) + ":" + std::to_string(position.column);
}

std::string quoted(std::string_view value) {
  constexpr std::size_t kShown = 40;
  if (value.size() <= kShown) return "'" + std::string(value) + "'";
  std::size_t end = kShown;  // not in the middle of a character
  while (end > 0 && (static_cast<unsigned char>(value[end]) & 0xC0) == 0x80) --end;
  return "'" + std::string(value.substr(0, end)) + "...'";
}

void refuse_other_formats(const std::string& path, std::string_view text) {
  if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF")) {
    throw Error(ErrorCode::kBadInput, "the file is UTF-16: save it as CSV in UTF-8", where_in(path, {}));
  }
  if (text.starts_with("PK\x03\x04")) {
    throw Error(ErrorCode::kBadInput,
                "the file is a spreadsheet or ZIP archive, not text: export the sheet as CSV in UTF-8",
                where_in(path, {}));
  }
  if (text.starts_with("\x1F\x8B")) {
    throw Error(ErrorCode::kBadInput, "the file is compressed with gzip: unpack it first",
                where_in(path, {}));
  }
}

std::size_t find_bad_byte(std::string_view text) {
  const auto* const data = reinterpret_cast<const unsigned char*>(text.data());
  constexpr std::size_t kBlock = 512;
  std::size_t i = 0;
  while (i < text.size()) {
    while (i + kBlock <= text.size() && all_plain(data + i, kBlock)) i += kBlock;
    // The block that is not plain, or the rest of the text, byte by byte.
    for (const std::size_t stop = std::min(i + kBlock, text.size()); i < stop;) {
      if (data[i] == 0) return i;
      const std::size_t length = utf8_length(data + i, text.size() - i);
      if (length == 0) return i;
      i += length;
    }
  }
  return std::string_view::npos;
}

std::string bad_byte_message(char byte) {
  if (byte == 0) return "a NUL byte: this is no text file, or UTF-16 text; save it as CSV in UTF-8";
  char hex[8];
  std::snprintf(hex, sizeof hex, "0x%02X", static_cast<unsigned>(static_cast<unsigned char>(byte)));
  return std::string("byte ") + hex +
         " is not UTF-8 (perhaps the file is in Latin-1 or Windows-1252): save it as UTF-8";
}

}  // namespace headroom
