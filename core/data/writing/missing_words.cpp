#include "core/data/writing/missing_words.h"

#include <algorithm>
#include <array>

#include "core/data/writing/spelling.h"

namespace headroom {

namespace {

constexpr std::size_t kLongest = 16;

// Lower case, without blanks around. The source of each line: who writes it.
constexpr std::string_view kWords[] = {
    "?",  // UCI's files; Weka
    "na",
    "<na>",
    "nat",  // R, pandas
    "nan",
    "-nan",
    "+nan",
    "1.#qnan",
    "-1.#qnan",  // C; with #, Microsoft's before 2015
    "1.#ind",
    "-1.#ind",
    "nan(ind)",
    "-nan(ind)",  // Microsoft's C, indefinite
    "none",       // Python
    "null",
    "(null)",
    "<null>",
    "[null]",  // SQL, C's printf, SQL clients
    "\\n",     // MySQL's and PostgreSQL's COPY (\N)
    "nil",
    "undefined",  // Ruby and Lua, JavaScript
    "missing",    // Julia
    ".",          // SAS, Stata
    "..",
    "...",
    "\u2026",  // World Bank, statistical offices
    ":",       // Eurostat
    "n/a",
    "n.a.",
    "n.a",
    "na.",
    "n/d",
    "n.d.",
    "n.d",
    "n/v",  // people: not available, no data
    "s/d",
    "s.d.",
    "n/r",
    "n.r.",  // Spanish sin dato; not reported
    "k.a.",
    "k. a.",
    "k.a",
    "k/a",
    "keine angabe",  // German
    "#n/a",
    "#n/a n/a",
    "#na",
    "#name?",
    "#null!",
    "#num!",  // Excel; Bloomberg's for Excel
    "#ref!",
    "#value!",
    "#div/0!",
    "#spill!",
    "#calc!",  //
    "#field!",
    "#blocked!",
    "#getting_data",
    "#error!",  // Excel, Google Sheets
    "#nv",
    "#wert!",
    "#bezug!",
    "#zahl!",
    "#div/0",  // Excel in German; LibreOffice
    "#ref",
    "#value",
    "#num",
    "#name",
    "#error",
    "#missing",  // LibreOffice, Essbase
    "err:502",
    "err:508",
    "err:509",
    "err:522",  // LibreOffice
    "-",
    "--",
    "---",
    "\u2013",
    "\u2014",
    "\u2212",  // people and statistical offices
    "(blank)",
    "(empty)",
    "blank",
    "empty",  // Excel's pivot tables, Spotfire
    "not available",
    "not applicable",
    "no data",  // people
};

}  // namespace

bool is_missing_word(std::string_view field) {
  field = trim_blanks(field);
  if (field.empty()) return true;
  if (field.size() > kLongest) return false;
  // Most fields are numbers or other words: out at the first letter.
  const char first = field.front();
  if (is_ascii_digit(first) && first != '1') return false;
  std::array<char, kLongest> lower{};
  std::transform(field.begin(), field.end(), lower.begin(), ascii_lower);
  const std::string_view word(lower.data(), field.size());
  return std::find(std::begin(kWords), std::end(kWords), word) != std::end(kWords);
}

}  // namespace headroom
