#include "app/widgets/svg_text.h"

#include <array>
#include <cmath>
#include <cstdio>

namespace headroom::app {

std::string svg_words(std::string_view text) {
  std::string safe;
  for (const char c : text) {
    if (c == '&') {
      safe += "&amp;";
    } else if (c == '<') {
      safe += "&lt;";
    } else if (c == '>') {
      safe += "&gt;";
    } else if (c == '"') {
      safe += "&quot;";
    } else if (static_cast<unsigned char>(c) >= 0x20) {
      safe += c;
    }
  }
  return safe;
}

std::string svg_number(float value) {
  if (!std::isfinite(value)) return "0";
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%.2f", static_cast<double>(value));
  std::string number = text.data();
  while (number.back() == '0') number.pop_back();
  if (number.back() == '.') number.pop_back();
  return number == "-0" ? "0" : number;
}

std::string svg_color(const ImVec4& c) {
  const auto byte = [](float v) { return static_cast<unsigned>(v * 255 + 0.5F); };
  std::array<char, 16> text{};
  std::snprintf(text.data(), text.size(), "#%02x%02x%02x", byte(c.x), byte(c.y), byte(c.z));
  return text.data();
}

}  // namespace headroom::app
