#include "core/base/csv_field.h"

#include <array>
#include <charconv>
#include <cmath>

namespace headroom {
namespace {

template <typename T>
std::string shortest(T value) {
  if (std::isnan(value)) return "nan";
  if (std::isinf(value)) return value > 0 ? "inf" : "-inf";
  std::array<char, 64> text{};
  return {text.data(), std::to_chars(text.data(), text.data() + text.size(), value).ptr};
}

}  // namespace

std::string csv_field(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + '"';
}

std::string csv_line(std::initializer_list<std::string> cells) {
  std::string line;
  for (const std::string& cell : cells) line += (&cell == cells.begin() ? "" : ",") + csv_field(cell);
  return line + "\n";
}

std::string exact_text(double value) { return shortest(value); }
std::string exact_text(float value) { return shortest(value); }

}  // namespace headroom
