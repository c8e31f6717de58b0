// Where a value stands in a JSON text: a walk along the text that skips what the pointer does not name.
// The text is known to be well-formed, so nothing is checked twice here.
#include <algorithm>
#include <cstddef>
#include <string>

#include "core/base/json.h"

namespace headroom {
namespace {

class Walk {
 public:
  explicit Walk(std::string_view text) : text_(text) {}

  // The byte where the pointer's value begins, or where the last container it reached does.
  std::size_t find(std::string_view pointer) {
    std::size_t found = (skip_space(), at_);
    while (pointer.starts_with('/')) {
      pointer.remove_prefix(1);
      const std::size_t end = std::min(pointer.find('/'), pointer.size());
      if (!enter(unescaped(pointer.substr(0, end)))) break;
      found = at_;
      pointer.remove_prefix(end);
    }
    return found;
  }

 private:
  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  void skip_space() {
    while (at_ < text_.size() && std::string_view(" \t\r\n").find(text_[at_]) != std::string_view::npos)
      ++at_;
  }

  static std::string unescaped(std::string_view part) {  // RFC 6901
    std::string out;
    for (std::size_t i = 0; i < part.size(); ++i) {
      const bool escape = part[i] == '~' && i + 1 < part.size();
      out += escape ? (part[i + 1] == '1' ? '/' : '~') : part[i];
      i += escape ? 1 : 0;
    }
    return out;
  }

  std::string read_string() {
    std::string out;
    for (++at_; peek() != '"' && at_ < text_.size(); ++at_) {
      if (peek() == '\\') ++at_;
      out += peek();
    }
    ++at_;
    return out;
  }

  void skip_value() {
    int depth = 0;
    do {
      skip_space();
      const char c = peek();
      if (c == '"') {
        read_string();
      } else if (c == '{' || c == '[') {
        ++depth, ++at_;
      } else if (c == '}' || c == ']') {
        --depth, ++at_;
      } else if (c == ',' || c == ':') {
        ++at_;
      } else {
        while (at_ < text_.size() &&
               std::string_view(" \t\r\n,:]}").find(text_[at_]) == std::string_view::npos)
          ++at_;
      }
    } while (depth > 0 && at_ < text_.size());
  }

  // Moves to the member or element; stays where it can be continued from when there is none.
  bool enter(const std::string& part) {
    const char open = peek();
    if (open != '{' && open != '[') return false;
    ++at_;
    for (std::size_t index = 0; at_ < text_.size(); ++index) {
      skip_space();
      if (peek() == '}' || peek() == ']') return false;
      std::string name = open == '[' ? std::to_string(index) : read_string();
      if (open == '{') {
        skip_space();
        ++at_;  // the colon
        skip_space();
      }
      if (name == part) return true;
      skip_value();
      skip_space();
      if (peek() == ',') ++at_;
    }
    return false;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

std::string json_position(std::string_view text, std::string_view pointer) {
  const std::size_t byte = std::min(Walk(text).find(pointer), text.size());
  const std::string_view before = text.substr(0, byte);
  const auto line = std::count(before.begin(), before.end(), '\n') + 1;
  const std::size_t newline = before.rfind('\n');
  const std::size_t start = newline == std::string_view::npos ? 0 : newline + 1;
  return std::to_string(line) + ":" + std::to_string(byte - start + 1);
}

}  // namespace headroom
