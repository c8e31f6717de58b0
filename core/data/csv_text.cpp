#include "core/data/csv_text.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>
#include <new>

#include "core/base/bytes.h"

namespace headroom {

namespace {

constexpr std::size_t kPiece = std::size_t{4} << 20;

std::int64_t regular_file_size(const std::string& path) {
  namespace fs = std::filesystem;
  std::error_code failure;
  const fs::file_status status = fs::status(path, failure);
  if (status.type() == fs::file_type::not_found) {
    throw Error(ErrorCode::kNotFound, "no such file: check the path", path);
  }
  if (fs::is_directory(status)) {
    throw Error(ErrorCode::kBadInput, "this is a directory: name a CSV file inside it", path);
  }
  if (failure) throw Error(ErrorCode::kIo, "cannot open the file: " + failure.message(), path);
  if (!fs::is_regular_file(status)) {
    throw Error(ErrorCode::kBadInput, "this is not a regular file: save the data to a file first", path);
  }
  const auto size = static_cast<std::int64_t>(fs::file_size(path, failure));
  if (failure) throw Error(ErrorCode::kIo, "cannot read the file's size: " + failure.message(), path);
  return size;
}

std::string read_whole_file(const std::string& path, double share, Progress& progress) {
  const std::int64_t size = regular_file_size(path);
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rb"), &std::fclose);
  if (!file) throw Error(ErrorCode::kIo, std::string("cannot open the file: ") + std::strerror(errno), path);

  std::string text;
  try {
    text.resize(static_cast<std::size_t>(size));
  } catch (const std::exception&) {
    throw Error(ErrorCode::kOutOfMemory,
                "the file of " + format_bytes(size) + " does not fit into memory: use fewer rows", path);
  }
  std::size_t done = 0;
  while (done < text.size()) {
    progress.check();
    const std::size_t got =
        std::fread(text.data() + done, 1, std::min(kPiece, text.size() - done), file.get());
    if (got == 0) break;  // the file became shorter meanwhile, or reading failed: asked below
    done += got;
    progress.report(static_cast<std::int64_t>(share * static_cast<double>(done)), size);
  }
  if (std::ferror(file.get()) != 0) {
    throw Error(ErrorCode::kIo, std::string("reading failed: ") + std::strerror(errno), path);
  }
  text.resize(done);
  return text;
}

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

// True when the eight bytes at p are ASCII and none of them is NUL.
bool eight_plain_bytes(const unsigned char* p) {
  std::uint64_t word = 0;
  std::memcpy(&word, p, sizeof word);
  constexpr std::uint64_t kHigh = 0x8080808080808080ULL;
  constexpr std::uint64_t kOnes = 0x0101010101010101ULL;
  return (word & kHigh) == 0 && ((word - kOnes) & ~word & kHigh) == 0;
}

void check_utf8(const std::string& path, std::string_view text) {
  const auto* const data = reinterpret_cast<const unsigned char*>(text.data());
  std::size_t i = 0;
  while (i < text.size()) {
    while (i + 8 <= text.size() && eight_plain_bytes(data + i)) i += 8;
    if (i == text.size()) break;
    if (data[i] == 0) {
      throw input_error(path, text, i,
                        "a NUL byte: this is no text file, or UTF-16 text; save it as CSV in UTF-8");
    }
    const std::size_t length = utf8_length(data + i, text.size() - i);
    if (length == 0) {
      char byte[8];
      std::snprintf(byte, sizeof byte, "0x%02X", static_cast<unsigned>(data[i]));
      throw input_error(
          path, text, i,
          std::string("byte ") + byte +
              " is not UTF-8 (perhaps the file is in Latin-1 or Windows-1252): save it as UTF-8");
    }
    i += length;
  }
}

void check_magic(const std::string& path, std::string_view text) {
  if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF")) {
    throw input_error(path, text, 0, "the file is UTF-16: save it as CSV in UTF-8");
  }
  if (text.starts_with("PK\x03\x04")) {
    throw input_error(path, text, 0,
                      "the file is a spreadsheet or ZIP archive, not text: export the sheet as CSV in UTF-8");
  }
  if (text.starts_with("\x1F\x8B")) {
    throw input_error(path, text, 0, "the file is compressed with gzip: unpack it first");
  }
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
    // Continuation bytes (10xxxxxx) belong to the character before them.
    if ((static_cast<unsigned char>(text[i]) & 0xC0) != 0x80) ++position.column;
  }
  return position;
}

Error input_error(const std::string& path, std::string_view text, std::size_t offset, std::string message) {
  const TextPosition position = position_of(text, offset);
  return Error(ErrorCode::kBadInput, std::move(message),
               path + ":" + std::to_string(position.line) + ":" + std::to_string(position.column));
}

std::string read_utf8_file(const std::string& path, double share, Progress& progress) {
  std::string text = read_whole_file(path, share, progress);
  if (text.starts_with("\xEF\xBB\xBF")) text.erase(0, 3);
  if (text.empty()) {
    throw Error(ErrorCode::kBadInput, "the file is empty: it needs a header line and rows", path + ":1:1");
  }
  check_magic(path, text);
  check_utf8(path, text);
  return text;
}

}  // namespace headroom
