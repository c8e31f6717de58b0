// Which character separates the values of a table: told from how it cuts the records at the beginning.
//
//   const SeparatorGuess guess = guess_separator(text, records, {}, quote);
//   guess.separator;   // ';'
//   guess.alike;       // it cuts most records into the same number of fields
//
// The rules stand in frame.h.
//
// Thread rule: pure functions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/data/csv/sample.h"

namespace headroom {

struct SeparatorGuess {
  char separator = ',';
  bool alike = false;               // it cuts most records into the same number of fields, two or more
  bool blanks = false;              // runs of blanks were chosen
  std::vector<std::size_t> fields;  // of each record
  // Where the records are one value each: what else would cut them, and into how many.
  char other = '\0';
  std::size_t other_fields = 0;
};

// `text` holds the records. `asked`: by a person or a line "sep=;".
SeparatorGuess guess_separator(std::string_view text, const std::vector<SampleRecord>& records,
                               std::optional<char> asked, char quote);

// The commonest number of fields of at least `least` and how many records have it; of equals that of the
// earliest record.
std::pair<std::size_t, std::size_t> commonest_fields(const std::vector<std::size_t>& counts,
                                                     std::size_t least);

// One that is only taken when it is asked for.
bool is_rare_separator(char separator);

std::string separator_words(char separator);  // "tabs", "':'"

}  // namespace headroom
