// The numbers behind the panels beside the tabs as CSV files; bytes and seconds are exact, and what is not
// known is left empty.
//
//   std::string csv = memory_csv(*run.memory);
//
// Thread rule: pure functions.
#pragma once

#include <string>

#include "core/run/snapshot.h"

namespace headroom::app {

std::string memory_csv(const MemorySnapshot& memory);
// A line for each network that can be chosen.
std::string architecture_csv(const Snapshot& run);

}  // namespace headroom::app
