// What must hold for every input: libFuzzer keeps the input for which it does not.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <initializer_list>

#include "core/base/error.h"

namespace headroom::fuzz {

inline void require(bool holds) {
  if (!holds) std::abort();
}

// Does it, or is refused with one of these errors and a place.
template <typename Work>
void do_or_refuse(const Work& work, std::initializer_list<ErrorCode> expected = {ErrorCode::kBadInput}) {
  try {
    work();
  } catch (const Error& error) {
    require(std::find(expected.begin(), expected.end(), error.code()) != expected.end() &&
            !error.where().empty());
  }
}

}  // namespace headroom::fuzz
