// A small CSV file with everything in it, damaged in a few places: the same for the same random numbers.
#pragma once

#include <string>
#include <string_view>

#include "core/base/rng.h"

namespace headroom {

inline constexpr std::string_view kValid =
    "id,\"na,me\",x,\"quo\"\"te\",class\r\n"
    "1,\"a,b\",0.5,\"x \"\"y\"\" z\",red\r\n"
    "2,\"two\nlines\",-1e3,?,blue\n"
    "3,  spaces  ,NA,\"\",red\n"
    "4,\xC3\xA4\xE2\x82\xAC,7,NaN,green\n"
    "5;6,\"\",\"8\",1,blue";

inline constexpr std::string_view kBytes =
    ",;\t\"\"\n\r \xEF\xBB\xBF\x80\xC3\xFF"
    "0123456789.eE+-NA?x\0";

inline std::string mutate(Rng& rng) {
  std::string text(kValid);
  const std::uint64_t changes = 1 + rng.below(8);
  for (std::uint64_t i = 0; i < changes && !text.empty(); ++i) {
    const auto at = static_cast<std::size_t>(rng.below(text.size()));
    const char byte = kBytes[static_cast<std::size_t>(rng.below(kBytes.size()))];
    switch (rng.below(5)) {
      case 0: text[at] = byte; break;
      case 1: text.insert(at, 1, byte); break;
      case 2: text.erase(at, 1 + static_cast<std::size_t>(rng.below(4))); break;
      case 3: text.insert(at, text.substr(static_cast<std::size_t>(rng.below(text.size())), 20)); break;
      default: text.resize(at); break;
    }
  }
  return text;
}

}  // namespace headroom
