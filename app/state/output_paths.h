// Where the window writes what nobody named a place for: $XDG_DATA_HOME/headroom/<kind>/<name>-<local time>.
#pragma once

#include <string>
#include <string_view>

namespace headroom::app {

// default_output("plans", "gpt2-xl", ".md"): ".../headroom/plans/gpt2-xl-20261121-094500.md"
std::string default_output(std::string_view kind, std::string_view name, std::string_view ending = {});

}  // namespace headroom::app
