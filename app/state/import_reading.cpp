#include "app/state/import_reading.h"

#include <algorithm>

namespace headroom::app {

std::string separator_name(char separator) {
  const auto* const row = std::find_if(kSeparatorNames.begin(), kSeparatorNames.end(),
                                       [&](const auto& each) { return each.value == separator; });
  return row == kSeparatorNames.end() ? std::string(1, separator) : std::string(row->name);
}

}  // namespace headroom::app
