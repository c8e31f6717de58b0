// How large the flight recorder may be: what is asked for where nobody says otherwise, and the limits.
//
// Thread rule: constants.
#pragma once

#include <cstdint>

#include "core/base/bytes.h"

namespace headroom {

inline constexpr Bytes kUsualRecorder = 64 * kMiB;
// It is asked for in MiB, at most so many.
inline constexpr std::int64_t kMostRecorderMib = 1'000'000;
// It keeps at most so many states of each network.
inline constexpr std::int64_t kMostRecorded = 64;

}  // namespace headroom
