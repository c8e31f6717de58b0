#include "core/data/csv/text.h"

#include <cstdio>
#include <utility>

namespace headroom {

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

void refuse_other_formats(const std::string& path, std::string_view text) {
  using namespace std::string_view_literals;
  struct Format {
    std::string_view begins;
    std::string_view says;
    std::size_t at = 0;
  };
  static constexpr Format kFormats[] = {
      {"\xFF\xFE\0\0"sv, "the file is UTF-32: save it as CSV in UTF-8"},
      {"\0\0\xFE\xFF"sv, "the file is UTF-32: save it as CSV in UTF-8"},
      {"\xD0\xCF\x11\xE0"sv,
       "the file is an old spreadsheet (.xls), not text: open it and export the sheet as CSV in UTF-8"},
      {"BZh"sv, "the file is compressed with bzip2: unpack it first (bunzip2)"},
      {"\xFD"
       "7zXZ"sv,
       "the file is compressed with xz: unpack it first (unxz)"},
      {"\x28\xB5\x2F\xFD"sv, "the file is compressed with zstd: unpack it first (unzstd)"},
      {"7z\xBC\xAF\x27\x1C"sv, "the file is a 7z archive: unpack it first"},
      {"Rar!\x1A\x07"sv, "the file is a RAR archive: unpack it first"},
      {"ustar"sv, "the file is a tar archive: unpack it first, and name the table inside", 257},
      {"PAR1"sv, "the file is Parquet, not text: write it as CSV (pandas: read_parquet, to_csv)"},
      {"\x89HDF\r\n\x1A\n"sv, "the file is HDF5, not text: write the table as CSV"},
      {"\x93NUMPY"sv, "the file is a NumPy array, not text: write it as CSV (numpy.savetxt)"},
      {"%PDF-"sv, "the file is a PDF, not a table: export the table as CSV in UTF-8"},
      {"{\\rtf"sv, "the file is a text document (RTF): export the table as CSV in UTF-8"},
      {"<!DOCTYPE"sv, "the file is a web page, not a table: download the file itself ('raw'), not its page"},
      {"<!doctype"sv, "the file is a web page, not a table: download the file itself ('raw'), not its page"},
      {"<html"sv, "the file is a web page, not a table: download the file itself ('raw'), not its page"},
      {"<?xml"sv, "the file is XML, not a table: export the table as CSV in UTF-8"},
  };
  for (const Format& format : kFormats) {
    if (text.size() < format.at || !text.substr(format.at).starts_with(format.begins)) continue;
    throw Error(ErrorCode::kBadInput, std::string(format.says), where_in(path, {}));
  }
}

CsvBadByte::CsvBadByte(char byte, std::string where)
    : Error(ErrorCode::kBadInput, bad_byte_message(byte), std::move(where)), byte_(byte) {}

std::string bad_byte_message(char byte) {
  if (byte == 0) return "a NUL byte: this is no text file, or UTF-16 text; save it as CSV in UTF-8";
  char hex[8];
  std::snprintf(hex, sizeof hex, "0x%02X", static_cast<unsigned>(static_cast<unsigned char>(byte)));
  return std::string("byte ") + hex +
         " is not UTF-8 (perhaps the file is in Latin-1 or Windows-1252): save it as UTF-8";
}

}  // namespace headroom
