// Which build of the program is running: what was measured with one build says nothing about another. All
// that the build tells the code stands in this one file.
//
// Thread rule: pure functions.
#pragma once

#include <string>

namespace headroom {

// The linker's build id of the running program, in hexadecimal; its version where the linker wrote none.
std::string program_build();
// "0.1.0".
std::string program_version();
// The folder assets of the source tree that the program was built from.
std::string source_assets();

}  // namespace headroom
