// How a column writes its numbers: "1.234,50", "12.5%", "(25)", "$ 1,234", "5 167", "12 kg", "1.5M", and
// what each spelling then is.
//
// A writing is guessed from the distinct spellings of a whole column, once; from then on every cell of the
// column, and of later files, is read by it.
//
// Example:
//   const std::vector<std::string> spellings = {"1.234,5", "12,25", "900"};
//   const std::vector<std::int64_t> cells = {1, 1, 7};
//   const auto guess = guess_number_writing(spellings, cells, {.separator = ';'});
//   describe(guess->writing);                    // "1.234,5 (decimal comma, thousands mark '.')"
//   read_number("12.500,75", guess->writing);    // 12500.75
//
// Thread rule: pure functions. Reading does not allocate.
// Errors: none; a spelling that a writing does not explain is std::nullopt, and listed as odd by the guess.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace headroom {

struct NumberWriting {
  char decimal = '.';           // '.' or ','
  std::string group = {};       // thousands mark: "", ",", ".", "'", " ", "\u00A0", "\u202F", "_" (UTF-8)
  std::string prefix = {};      // "$", "EUR" ..., without blanks around it; "" none
  std::string suffix = {};      // "%", "kg", "€" ..., without blanks around it; "" none
  bool brackets = false;        // (25) is -25
  bool trailing_minus = false;  // 25- is -25
  // The words of multipliers.h that the column holds, by size: then each of them multiplies. Empty: none
  // does.
  std::vector<std::string> multipliers = {};
  bool operator==(const NumberWriting&) const = default;
  bool plain() const;  // written as parse_number() reads it without decimal comma
};

// An example and what is particular about it: "12,5 % (decimal comma, per cent: 12,5 % is 12,5)"; "" when
// plain.
std::string describe(const NumberWriting&);

// The value of one spelling. Not a number by this writing, or out of the range of a float: nullopt.
// - Groups are of three digits (with ',' also the Indian 12,34,567); a number without group marks is fine
// too.
// - Prefix and suffix may be absent, not different: "5" beside "5 kg". Blanks around them do not count, and
//   "1 year" is of the unit "years".
// - Every writing understands U+2212 for minus, a leading +, no-break spaces around and between groups of
//   three digits, and exponents (1,5e3), which never go with groups.
// - All kinds of blanks count as the same group mark, and so do ' and U+2019.
// - Where words multiply, any of multipliers.h does ("2bn" beside "10k"), not behind an exponent.
std::optional<double> read_number(std::string_view spelling, const NumberWriting&);

// What is known besides the spellings. Numbers that parse_number() reads without decimal comma need not be
// among the spellings. Then the fields named plain_ tell of them. But in files separated by other than
// commas, plain numbers with a point and exactly three digits behind it ("12.500") belong among the
// spellings, or are not seen to be ambiguous.
struct NumberHints {
  char file_decimal = 0;  // evidence from other columns or an option: '.' or ',', 0 none
  char separator = ',';   // of the file: "1,234" in quotes is a thousand in a comma file; in ; and tab
                          // files a comma is decimal
  char plain_mark = 0;    // the decimal mark of the plain numbers: '.' or ',', 0 none
  std::int64_t plain_marked = 0;  // how many cells have that mark; 0 is taken as "more than all the others"
  bool plain_integers = false;    // there are plain numbers without a mark
  bool plain_long = false;  // some of them have five digits or more, so that a thousands mark would show
};

struct NumberGuess {
  NumberWriting writing;
  std::vector<std::size_t>
      odd;            // spellings that it does not explain, in order; missing words are not among them
  std::string doubt;  // "" or what could also be meant: "'12.500' may be 12.5 or 12500: read as 12500"
  bool mark_in_doubt = false;  // the other decimal mark would read it otherwise
  std::size_t doubt_at = 0;    // the spelling that it is about
  std::int64_t bare = 0;       // cells among the spellings without the prefix and suffix of the others
};

// The writing that explains most cells of the spellings, and at least half of them, or nullopt. counts: how
// many cells have each spelling. Words of is_missing_word() take no part. One mark once, with exactly three
// digits behind and one to three before ("1.234"), can be either: decided by the other spellings, then
// plain_mark, then file_decimal, then the separator; the last is a doubt except in comma files. Multipliers
// ("10k") are read where a word cannot mean anything else, letters of two sizes occur, or k, K or M stands
// directly behind the digits; a single letter that never follows a decimal mark ("10M") is a doubt, and so
// are numbers without one among millions or more.
std::optional<NumberGuess> guess_number_writing(std::span<const std::string> spellings,
                                                std::span<const std::int64_t> counts, const NumberHints&);

}  // namespace headroom
