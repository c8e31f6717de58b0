// Which build of the program is running: what was measured with one build says nothing about another.
//
// Thread rule: a pure function.
#pragma once

#include <string>

namespace headroom {

// The linker's build id of the running program, in hexadecimal; its version where the linker wrote none.
std::string program_build();

}  // namespace headroom
