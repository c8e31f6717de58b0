// Words for how the import sheet has a table read.
//
// Pure functions.
#pragma once

#include <optional>
#include <string>

#include "core/base/names.h"
#include "core/data/csv/csv.h"

namespace headroom::app {

inline constexpr auto kHeaderNames = names<HeaderChoice>(
    {{HeaderChoice::kAuto, "auto"}, {HeaderChoice::kYes, "yes"}, {HeaderChoice::kNo, "no"}});

inline constexpr auto kSeparatorNames = names<std::optional<char>>({{',', "comma"},
                                                                    {';', "semicolon"},
                                                                    {'\t', "tab"},
                                                                    {'|', "bar"},
                                                                    {' ', "blanks"},
                                                                    {std::nullopt, "auto"}});
std::string separator_name(char separator);

}  // namespace headroom::app
