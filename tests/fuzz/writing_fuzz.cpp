// Any bytes as the spellings of a column, one a line, behind a byte of hints: the guesses keep their word,
// and reading by them, or by a pattern that makes no sense, ends well. How to run: tests/fuzz/CMakeLists.txt.
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "core/data/writing/date_writing.h"
#include "core/data/writing/missing_words.h"
#include "core/data/writing/number_writing.h"
#include "tests/fuzz/require.h"

using namespace headroom;

namespace {

NumberHints hints_of(std::uint8_t bits) {
  NumberHints hints;
  hints.separator = ",;\t|"[bits & 3U];
  hints.file_decimal = "\0.,\0"[bits >> 2U & 3U];
  hints.plain_mark = "\0.,\0"[bits >> 4U & 3U];
  hints.plain_integers = (bits & 64U) != 0;
  hints.plain_long = (bits & 128U) != 0;
  return hints;
}

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return lines;
}

// Odd are exactly those that are neither missing nor read; at most half of the cells are.
template <typename Guess, typename Read>
void check_odd(const std::vector<std::string>& spellings, const std::vector<std::int64_t>& counts,
               const Guess& guess, const Read& read) {
  fuzz::require(guess.doubt.empty() || guess.doubt_at < spellings.size());
  std::size_t next = 0;
  std::int64_t explained = 0;
  std::int64_t cells = 0;
  for (std::size_t i = 0; i < spellings.size(); ++i) {
    const bool is_odd = next < guess.odd.size() && guess.odd[next] == i;
    if (is_odd) ++next;
    if (is_missing_word(spellings[i])) {
      fuzz::require(!is_odd);
      continue;
    }
    cells += counts[i];
    fuzz::require(read(spellings[i]).has_value() != is_odd);
    if (!is_odd) explained += counts[i];
  }
  fuzz::require(next == guess.odd.size() && explained > 0 && explained * 2 >= cells);
}

void check_numbers(const std::vector<std::string>& spellings, const std::vector<std::int64_t>& counts,
                   const NumberHints& hints) {
  const auto guess = guess_number_writing(spellings, counts, hints);
  if (!guess) return;
  check_odd(spellings, counts, *guess, [&](const std::string& spelling) {
    const auto value = read_number(spelling, guess->writing);
    fuzz::require(value ==
                  read_number(" " + spelling + " ", guess->writing));  // not the usual case: no short cut
    fuzz::require(!value || std::abs(*value) <= double{std::numeric_limits<float>::max()});
    return value;
  });
  fuzz::require(describe(guess->writing).empty() == guess->writing.plain());
}

void check_dates(const std::vector<std::string>& spellings, const std::vector<std::int64_t>& counts) {
  const auto guess = guess_date_writing(spellings, counts);
  if (!guess) return;
  check_odd(spellings, counts, *guess, [&](const std::string& spelling) {
    const auto seconds = read_date(spelling, guess->writing);
    if (!seconds) return seconds;
    const DateParts parts = date_parts(*seconds);
    fuzz::require(parts.month >= 1 && parts.month <= 12 && parts.weekday >= 0 && parts.weekday <= 6);
    fuzz::require(parts.hour >= 0.0 && parts.hour < 24.0);
    const auto again = read_date(date_text(*seconds), {"%Y-%m-%d %H:%M:%S"});
    // An offset can lead out of the years 1 to 9999.
    fuzz::require(again ? std::abs(*again - *seconds) <= 0.5 : std::abs(*seconds) > 6e10);
    return seconds;
  });
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  if (size == 0) return 0;
  const std::vector<std::string> spellings = lines_of({reinterpret_cast<const char*>(bytes + 1), size - 1});
  std::vector<std::int64_t> counts;
  for (std::size_t i = 0; i < spellings.size(); ++i) counts.push_back(1 + static_cast<std::int64_t>(i % 3));
  check_numbers(spellings, counts, hints_of(bytes[0]));
  check_dates(spellings, counts);
  if (spellings.empty()) return 0;
  for (const std::string& spelling : spellings) {
    read_date(spelling, {spellings[0]});
    read_number(
        spelling,
        {.decimal = ',', .group = spellings[0], .prefix = "$", .suffix = spellings[0], .brackets = true});
  }
  return 0;
}
