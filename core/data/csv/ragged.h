// Why a record may have another number of fields than the others, and what to do about it.
//
// Thread rule: pure functions.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "core/data/table_remedy.h"

namespace headroom {

struct RaggedRecord {
  std::string_view text;   // of the record
  std::string_view rest;   // of the file behind it, when `near_end`
  bool near_end = false;   // little is left of the file
  std::size_t fields = 0;  // that it has
  std::size_t wanted = 0;
  char separator = ',';
  char other_separator = '\0';  // that would cut nearly all rows alike
  bool header = true;           // the file names its columns
};

// "the row has 2 fields, the header has 3: add the missing ones, ..."
TableRefusal ragged(const RaggedRecord& record, std::string where);

}  // namespace headroom
