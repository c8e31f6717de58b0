#include "core/data/csv/encoding.h"

#include <iconv.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <vector>

#include "core/base/bytes.h"

namespace headroom {

namespace {

constexpr char32_t kNone = 0;

// What Windows-1252 writes where Latin-1 has control characters: 0x80 to 0x9F.
constexpr std::array<char32_t, 32> kWindows = {
    0x20AC, kNone,  0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, kNone,  0x017D, kNone,  kNone,  0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, kNone,  0x017E, 0x0178};

void append_utf8(std::string& text, char32_t c) {
  const auto put = [&text](char32_t byte) { text.push_back(static_cast<char>(byte)); };
  if (c < 0x80) {
    put(c);
  } else if (c < 0x800) {
    put(0xC0 | (c >> 6));
    put(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    put(0xE0 | (c >> 12));
    put(0x80 | ((c >> 6) & 0x3F));
    put(0x80 | (c & 0x3F));
  } else {
    put(0xF0 | (c >> 18));
    put(0x80 | ((c >> 12) & 0x3F));
    put(0x80 | ((c >> 6) & 0x3F));
    put(0x80 | (c & 0x3F));
  }
}

// Controls that no table as text holds; tab, the line ends and the form feed may be there.
bool is_control(char32_t c) {
  return (c < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f') || c == 0x7F;
}

std::string hex(std::uint32_t value) {
  char text[16];
  std::snprintf(text, sizeof text, "0x%02X", value);
  return text;
}

struct Utf8Count {
  std::size_t good = 0;  // characters of several bytes
  std::size_t bad = 0;   // bytes that are not UTF-8
  bool cut_off = false;  // the only bad bytes begin a character at the very end
};

Utf8Count count_utf8(std::string_view text) {
  Utf8Count count;
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t bad = std::min(find_bad_byte(text.substr(at)), text.size() - at);
    for (const char c : text.substr(at, bad)) count.good += static_cast<unsigned char>(c) >= 0xC0 ? 1 : 0;
    if (at + bad == text.size()) break;
    const std::string_view rest = text.substr(at + bad);
    const auto is_tail = [](char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; };
    count.cut_off = count.bad == 0 && rest.size() > 1 && rest.size() < 4 &&
                    static_cast<unsigned char>(rest[0]) >= 0xE0 &&
                    std::all_of(rest.begin() + 1, rest.end(), is_tail);
    if (count.cut_off) return count;
    ++count.bad;
    at += bad + 1;
  }
  return count;
}

// "Latin-1" as "latin1", which is how iconv knows it.
std::string plain_name(const std::string& name) {
  std::string plain;
  for (const char c : name) {
    if (c == '-' || c == '_' || c == ' ') continue;
    plain += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return plain;
}

// One conversion to UTF-8.
class Iconv {
 public:
  explicit Iconv(const std::string& name) {
    const std::string plain = plain_name(name);
    if (name.empty() || name.find('/') != std::string::npos) return;  // "//TRANSLIT" would guess
    for (const std::string& known :
         {name, plain, plain.starts_with("windows") ? "cp" + plain.substr(7) : plain}) {
      if (!open()) handle_ = ::iconv_open("UTF-8", known.c_str());
    }
  }
  ~Iconv() {
    if (open()) ::iconv_close(handle_);
  }
  Iconv(const Iconv&) = delete;
  Iconv& operator=(const Iconv&) = delete;

  bool open() const { return handle_ != reinterpret_cast<::iconv_t>(-1); }
  bool cut_off() const { return cut_off_; }

  // Appends to `text`; returns how many bytes are left where one stands for nothing.
  std::size_t convert(std::string_view bytes, std::string& text) const {
    std::vector<char> room(std::size_t{1} << 16);
    char* from = const_cast<char*>(bytes.data());  // iconv() does not write there
    std::size_t left = bytes.size();
    while (left > 0) {
      char* to = room.data();
      std::size_t free = room.size();
      const std::size_t done = ::iconv(handle_, &from, &left, &to, &free);
      const int failure = errno;
      text.append(room.data(), room.size() - free);
      if (done != static_cast<std::size_t>(-1) || failure == E2BIG) continue;
      cut_off_ = failure == EINVAL;
      break;
    }
    return left;
  }

 private:
  ::iconv_t handle_ = reinterpret_cast<::iconv_t>(-1);
  mutable bool cut_off_ = false;
};

}  // namespace

std::optional<ByteOrder> looks_like_utf16(std::string_view beginning) {
  if (beginning.starts_with("\xFF\xFE")) return ByteOrder::kLittle;
  if (beginning.starts_with("\xFE\xFF")) return ByteOrder::kBig;
  const std::size_t pairs = std::min<std::size_t>(beginning.size() / 2, 512);
  std::array<std::size_t, 2> zeros{};
  for (std::size_t i = 0; i < 2 * pairs; ++i) zeros[i % 2] += beginning[i] == '\0' ? 1 : 0;
  // Half of them at least, and none where the letters are: text of the West, separators and line ends.
  if (pairs >= 4 && zeros[0] == 0 && 2 * zeros[1] >= pairs) return ByteOrder::kLittle;
  if (pairs >= 4 && zeros[1] == 0 && 2 * zeros[0] >= pairs) return ByteOrder::kBig;
  return std::nullopt;
}

std::string utf8_from_utf16(const std::string& path, std::string_view bytes, ByteOrder order) {
  std::string text;
  text.reserve(bytes.size() / 2 + bytes.size() / 8);
  const auto unit = [&](std::size_t i) {
    const auto a = static_cast<unsigned char>(bytes[2 * i]);
    const auto b = static_cast<unsigned char>(bytes[2 * i + 1]);
    return static_cast<char32_t>(order == ByteOrder::kLittle ? a | b << 8 : a << 8 | b);
  };
  const auto refuse = [&](const std::string& what) {
    throw Error(ErrorCode::kBadInput, what + ": save it as CSV in UTF-8",
                where_in(path, position_of(text, text.size())));
  };
  const std::size_t units = bytes.size() / 2;
  for (std::size_t i = units > 0 && unit(0) == 0xFEFF ? 1 : 0; i < units; ++i) {
    char32_t c = unit(i);
    const bool first_half = c >= 0xD800 && c < 0xDC00;
    if (first_half && i + 1 < units && unit(i + 1) >= 0xDC00 && unit(i + 1) < 0xE000) {
      c = 0x10000 + ((c - 0xD800) << 10) + (unit(++i) - 0xDC00);
    } else if (c >= 0xD800 && c < 0xE000) {
      refuse("half a character in a file that is UTF-16: it is damaged");
    }
    if (c == 0) refuse("a NUL character in a file that looks like UTF-16: this is no text file");
    append_utf8(text, c);
  }
  if (bytes.size() % 2 != 0) refuse("the file is UTF-16, but ends within a character, it was cut off");
  return text;
}

Windows1252 utf8_from_windows_1252(const std::string& path, std::string_view bytes, const CsvBadByte& bad) {
  if (bad.byte() == '\0' || bytes.find('\0') != std::string_view::npos) throw bad;
  const Utf8Count count = count_utf8(bytes);
  if (count.cut_off)
    throw Error(ErrorCode::kBadInput,
                "the last character is not UTF-8 but the beginning of one: the file was cut off; get it anew",
                bad.where());
  if (4 * count.good > count.bad) {
    throw Error(ErrorCode::kBadInput,
                bad_byte_message(bad.byte()) + "; " + format_count(static_cast<std::int64_t>(count.good)) +
                    " other characters are UTF-8: the file mixes two encodings",
                bad.where());
  }
  Windows1252 found;
  found.text.reserve(bytes.size() + bytes.size() / 16);
  for (const char byte : bytes) {
    const auto value = static_cast<unsigned char>(byte);
    char32_t c = value;
    if (value >= 0x80 && value < 0xA0) {
      c = kWindows[value - 0x80U];
      found.latin1 = false;
    }
    if (value < 0x80 && is_control(c)) {
      throw Error(
          ErrorCode::kBadInput,
          "byte " + hex(value) + " is a control character, and the file is not UTF-8: this is no text file",
          where_in(path, position_of(found.text, found.text.size())));
    }
    if (c == kNone) {
      throw Error(ErrorCode::kBadInput,
                  "byte " + hex(value) +
                      " stands for nothing in Windows-1252, and the file is not UTF-8: save it as UTF-8",
                  where_in(path, position_of(found.text, found.text.size())));
    }
    if (value >= 0x80 && found.first_shown.empty()) {
      found.first = position_of(found.text, found.text.size());
      append_utf8(found.first_shown, c);
    }
    append_utf8(found.text, c);
  }
  return found;
}

bool is_encoding(const std::string& name) { return Iconv(name).open(); }

bool is_utf8_name(const std::string& name) {
  const std::string plain = plain_name(name);
  return plain == "utf8";
}

std::string text_from(const std::string& path, std::string_view bytes, const std::string& encoding) {
  const Iconv iconv(encoding);
  if (!iconv.open()) {
    throw Error(
        ErrorCode::kBadInput,
        "no encoding '" + encoding + "' is known here: it may be utf-8, utf-16, windows-1252, latin-1", path);
  }
  std::string text;
  text.reserve(bytes.size() + bytes.size() / 8);
  const std::size_t left = iconv.convert(bytes, text);
  if (text.starts_with("\xEF\xBB\xBF")) text.erase(0, 3);
  if (left == 0) return text;
  const std::string where = where_in(path, position_of(text, text.size()));
  if (iconv.cut_off())
    throw Error(
        ErrorCode::kBadInput,
        "the file ends within a character of " + encoding + ": it was cut off, or is in another encoding",
        where);
  throw Error(ErrorCode::kBadInput,
              "byte " + hex(static_cast<unsigned char>(bytes[bytes.size() - left])) +
                  " stands for nothing in " + encoding + ": name the encoding that the file is in",
              where);
}

bool ends_lines_with_carriage_returns(std::string_view beginning) {
  bool quoted = false;
  for (std::size_t i = 0; i < beginning.size(); ++i) {
    if (beginning[i] == '"') quoted = !quoted;
    if (!quoted && beginning[i] == '\n') return false;
    if (!quoted && beginning[i] == '\r') return i + 1 == beginning.size() || beginning[i + 1] != '\n';
  }
  return false;
}

bool replace_carriage_returns(std::string& text) {
  const auto outside_quotes = [&text](char wanted, const auto& act) {
    bool quoted = false;
    for (char& c : text) {
      if (c == '"') quoted = !quoted;
      if (!quoted && c == wanted) act(c);
    }
  };
  bool line_feeds = false;
  outside_quotes('\n', [&](char&) { line_feeds = true; });
  if (line_feeds) return false;
  outside_quotes('\r', [](char& c) { c = '\n'; });
  return true;
}

}  // namespace headroom
