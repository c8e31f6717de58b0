// Text in other encodings made UTF-8 in memory: UTF-16 (spreadsheets' "Unicode text", PowerShell, SQL Server)
// and Windows-1252, which contains Latin-1 (spreadsheets of the West); and the line ends of old Macs.
//
//   if (const auto order = looks_like_utf16(beginning)) text = utf8_from_utf16(path, whole, *order);
//
// Sources: RFC 2781 (UTF-16); https://www.unicode.org/Public/MAPPINGS/VENDORS/MICSFT/WINDOWS/CP1252.TXT.
// Thread rule: pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/data/csv/text.h"

namespace headroom {

enum class ByteOrder { kLittle, kBig };

// By the byte-order mark, or by zeros at every other byte, as ASCII has them.
std::optional<ByteOrder> looks_like_utf16(std::string_view beginning);

// Without the byte-order mark. Throws kBadInput for half a character and for a NUL.
std::string utf8_from_utf16(const std::string& path, std::string_view bytes, ByteOrder order);

struct Windows1252 {
  std::string text;         // UTF-8
  TextPosition first;       // of the first character beyond ASCII
  std::string first_shown;  // it, in UTF-8
  bool latin1 = true;       // holds none of the characters by which Windows-1252 differs from Latin-1
};

// A whole text that holds `bad`, a byte that is not UTF-8. Rethrows `bad`, or throws another kBadInput, when
// the text is not Windows-1252 either: NUL or control bytes in it, a byte that stands for nothing, or mostly
// good UTF-8.
Windows1252 utf8_from_windows_1252(const std::string& path, std::string_view bytes, const CsvBadByte& bad);

// Where the first line ends with a carriage return alone.
bool ends_lines_with_carriage_returns(std::string_view beginning);
// Makes them line feeds, outside quotes. False, and nothing changed, when the text has lines that end with a
// line feed as well.
bool replace_carriage_returns(std::string& text);

// Whether text_from() knows this name.
bool is_encoding(const std::string& name);
// "utf-8" in any of its spellings: nothing to convert.
bool is_utf8_name(const std::string& name);

// The text of a file in an encoding that a person named, by the system's iconv. Throws Error{kBadInput} with
// the place of a byte that stands for nothing there, or for a name that is none.
std::string text_from(const std::string& path, std::string_view bytes, const std::string& encoding);

}  // namespace headroom
