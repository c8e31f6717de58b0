// A share as people read it, in the language that is chosen.
//
//   percent_text(0.6234);   // "62.3 %"
//
// Thread rule: pure functions.
#pragma once

#include <cstdio>
#include <string>

#include "core/base/tr.h"

namespace headroom {

inline std::string percent_text(double share) {
  char text[32];
  std::snprintf(text, sizeof text, "%.1f", 100 * share);
  return local_number(text) + " %";
}

}  // namespace headroom
