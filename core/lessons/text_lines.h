// Pieces of a text as lines of its file. md4c says nowhere on which line a block begins, but hands out pieces
// of the text as they lie in it; where a block has none, the next line that looks like its beginning is
// meant.
//
// Thread rule: a plain value that refers to the text.
#pragma once

#include <algorithm>
#include <cstddef>
#include <functional>
#include <string_view>
#include <vector>

namespace headroom {

class TextLines {
 public:
  TextLines(std::string_view text, int first_line) : text_(text), first_line_(first_line) {
    starts_.push_back(0);
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] == '\n') starts_.push_back(i + 1);
    }
  }

  bool holds(const char* at) const {
    return !text_.empty() && !std::less<>()(at, text_.data()) &&
           std::less<>()(at, text_.data() + text_.size());
  }
  bool escaped(const char* at) const { return holds(at) && at > text_.data() && at[-1] == '\\'; }
  const char* at(std::size_t offset) const { return text_.data() + std::min(offset, text_.size()); }

  // The line of a piece that holds(). find_next() goes on behind it.
  int seen(const char* at) {
    const auto after =
        std::upper_bound(starts_.begin(), starts_.end(), static_cast<std::size_t>(at - text_.data()));
    next_ = static_cast<std::size_t>(after - starts_.begin());
    return newest();
  }
  // The first line behind the newest of which `is` holds, without marks of quotes; else the newest.
  template <typename Is>
  int find_next(const Is& is) {
    for (std::size_t i = next_; i < starts_.size(); ++i) {
      if (!is(content(i))) continue;
      next_ = i + 1;
      break;
    }
    return newest();
  }

 private:
  int newest() const { return first_line_ + static_cast<int>(next_ > 0 ? next_ - 1 : 0); }
  std::string_view content(std::size_t line) const {
    constexpr std::string_view kAround = " \t\r\n>";
    const std::size_t end = line + 1 < starts_.size() ? starts_[line + 1] : text_.size();
    const std::string_view whole = text_.substr(starts_[line], end - starts_[line]);
    const std::size_t first = std::min(whole.find_first_not_of(kAround), whole.size());
    return whole.substr(first, whole.find_last_not_of(kAround) + 1 - first);
  }

  std::string_view text_;
  int first_line_;
  std::vector<std::size_t> starts_;
  std::size_t next_ = 0;  // the line behind the newest
};

}  // namespace headroom
