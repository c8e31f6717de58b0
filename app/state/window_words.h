// Sentences that a command line and the window share, for the window: what only a command line can do is left
// out, for here a button does it.
//
//   without_options("the values are separated by blanks: --separator names another separator")
//       // "the values are separated by blanks"
//
// Pure functions.
#pragma once

#include <string>
#include <string_view>

namespace headroom::app {

// Without the clauses and the parentheses that name an option. What stands in quotes is somebody's data and
// stays, whatever it looks like.
std::string without_options(std::string_view text);

}  // namespace headroom::app
