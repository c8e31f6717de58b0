// A list in words, for messages that say what there is; and the parts of one that was typed.
//
//   join(record.models, &ModelRecord::id);   // "small, large"
//   split("small,large");                    // {"small", "large"}
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace headroom {

// `text` is called with each element, or is the member of it that is wanted.
template <typename List, typename Text = std::identity>
std::string join(const List& list, const Text& text = {}, std::string_view between = ", ") {
  std::string all;
  for (const auto& each : list) {
    if (!all.empty()) all += between;
    all += std::invoke(text, each);
  }
  return all;
}

// Always at least one part; parts may be empty.
inline std::vector<std::string> split(std::string_view text, char at = ',') {
  std::vector<std::string> parts(1);
  for (const char c : text) {
    if (c == at) {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  return parts;
}

}  // namespace headroom
