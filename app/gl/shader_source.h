// The text of a file in shaders/, which the build puts into the program.
//
//   const std::string_view text = shader_source("values.frag");   // empty: there is no such file
//
// Thread rule: any.
#pragma once

#include <string_view>

namespace headroom::app {

std::string_view shader_source(std::string_view name);

}  // namespace headroom::app
