// Column names that can be used: none empty, none twice, letters composed.
//
//   std::vector<TableNote> notes;
//   names = usable_names({"a", "a", ""}, notes);   // a, a_2, x3
//
// Thread rule: pure functions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/data/table_remedy.h"

namespace headroom {

// A name that comes again gets the first of _2, _3, ... that makes it new; an empty one becomes x<N>, N its
// column counted from 1. Notes say what was renamed, except for empty names: whether such a column is kept is
// known only when its values have been read.
std::vector<std::string> usable_names(std::vector<std::string> names, std::vector<TableNote>& notes);

// A letter and its accents as one character where Unicode has one (NFC, Unicode Standard Annex 15): names
// typed on one system are found on another. As it was where this build has no utf8proc, and for invalid
// UTF-8.
std::string composed(std::string text);

}  // namespace headroom
