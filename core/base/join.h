// A list in words, for messages that say what there is.
//
//   join(record.models, &ModelRecord::id);   // "small, large"
#pragma once

#include <functional>
#include <string>
#include <string_view>

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

}  // namespace headroom
