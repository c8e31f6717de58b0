#include <algorithm>
#include <array>
#include <cstdio>
#include <limits>
#include <map>

#include "core/data/writing/missing_words.h"
#include "core/data/writing/number_parts.h"
#include "core/data/writing/number_writing.h"
#include "core/data/writing/spelling.h"
#include "core/data/writing/units.h"

namespace headroom {

namespace {

struct Candidate {
  NumberParts parts;
  std::size_t at = 0;  // the spelling
  std::int64_t cells = 0;
  bool marked = false;  // there is something else than digits among the digits
  bool ambiguous =
      false;  // one point or comma, exactly three digits behind, one to three before without leading 0
  bool address = false;  // 192.168.100.200
};

// Every decimal mark with every group mark.
struct Hypothesis {
  char decimal;
  GroupMark group;
  std::int64_t cells = 0;
};
using Hypotheses = std::array<Hypothesis, 10>;

std::size_t points_of(std::string_view digits) {
  return static_cast<std::size_t>(std::count(digits.begin(), digits.end(), '.'));
}

bool is_ambiguous(const NumberParts& parts) {
  const std::string_view digits = parts.digits;
  if (!parts.exponent.empty() || digits.size() < 5 || digits.size() > 7 || digits[0] == '0') return false;
  const std::size_t mark = digits.size() - 4;
  if (digits[mark] != '.' && digits[mark] != ',') return false;
  return static_cast<std::size_t>(std::count_if(digits.begin(), digits.end(), is_ascii_digit)) ==
         digits.size() - 1;
}

// Four numbers to 255 with points between them.
bool is_address(const NumberParts& parts) {
  if (points_of(parts.digits) != 3 || !parts.suffix.empty() || !parts.prefix.empty()) return false;
  int part = 0;
  for (const char c : parts.digits) {
    if (c == '.') {
      part = 0;
    } else if (!is_ascii_digit(c) || (part = part * 10 + (c - '0')) > 255) {
      return false;
    }
  }
  return true;
}

// Nullopt when it cannot be a number in any writing.
std::optional<Candidate> candidate_of(std::string_view spelling, std::size_t at, std::int64_t cells) {
  Candidate candidate;
  candidate.at = at;
  candidate.cells = cells;
  NumberParts& parts = candidate.parts;
  if (!split_number(spelling, parts) || is_telephone(parts)) return std::nullopt;
  if (!parts.prefix.empty() && !is_currency(parts.prefix)) return std::nullopt;
  if (!parts.suffix.empty() && !is_unit(parts.suffix, parts.attached)) return std::nullopt;
  candidate.marked = !std::all_of(parts.digits.begin(), parts.digits.end(), is_ascii_digit);
  candidate.ambiguous = candidate.marked && is_ambiguous(parts);
  candidate.address = candidate.marked && is_address(parts);
  return candidate;
}

// All numbers with several points are addresses of machines: then they are not numbers.
void drop_addresses(std::vector<Candidate>& candidates) {
  const auto several = [](const Candidate& c) { return c.marked && points_of(c.parts.digits) > 1; };
  if (std::any_of(candidates.begin(), candidates.end(),
                  [&](const Candidate& c) { return several(c) && !c.address; })) {
    return;
  }
  std::erase_if(candidates, several);
}

// "12A" is a code, unless the same letter also stands behind a blank or a marked number: "5 g", "1.5g". And
// "R5" is one, unless others have a mark: "R1,234.50" is in rands.
void drop_codes(std::vector<Candidate>& candidates, std::string_view NumberParts::*affix) {
  std::map<std::string_view, bool> units;
  for (const Candidate& c : candidates) {
    if (!is_single_letter(c.parts.*affix)) continue;
    bool& unit = units[c.parts.*affix];
    unit = unit || !c.parts.attached || c.marked;
  }
  std::erase_if(candidates, [&](const Candidate& c) {
    return is_single_letter(c.parts.*affix) && !units[c.parts.*affix];
  });
}

// The affix that most cells have, empty where none has one.
std::string_view most_frequent(const std::vector<Candidate>& candidates,
                               std::string_view NumberParts::*affix) {
  std::map<std::string_view, std::int64_t> cells;
  for (const Candidate& c : candidates) {
    if (!(c.parts.*affix).empty()) cells[c.parts.*affix] += c.cells;
  }
  const auto most = std::max_element(cells.begin(), cells.end(),
                                     [](const auto& a, const auto& b) { return a.second < b.second; });
  return most == cells.end() ? std::string_view() : most->first;
}

// Leaves only those without affixes or with the most frequent ones.
void choose_affixes(std::vector<Candidate>& candidates, NumberWriting& writing) {
  const std::string_view suffix = most_frequent(candidates, &NumberParts::suffix);
  std::erase_if(candidates, [&](const Candidate& c) {
    return !c.parts.suffix.empty() && !same_unit(c.parts.suffix, suffix);
  });
  const std::string_view prefix = most_frequent(candidates, &NumberParts::prefix);
  std::erase_if(candidates,
                [&](const Candidate& c) { return !c.parts.prefix.empty() && c.parts.prefix != prefix; });
  writing.prefix = prefix;
  writing.suffix = suffix;
}

Hypotheses count_explained(const std::vector<Candidate>& candidates, const NumberHints& hints) {
  Hypotheses all{};
  std::size_t n = 0;
  for (const char decimal : {'.', ','}) {
    const GroupMark other = decimal == '.' ? GroupMark::kComma : GroupMark::kPoint;
    for (const GroupMark group :
         {GroupMark::kNone, other, GroupMark::kBlank, GroupMark::kApostrophe, GroupMark::kUnderscore}) {
      all[n++] = {decimal, group};
    }
  }
  PlainDigits plain;
  for (const Candidate& c : candidates) {
    for (Hypothesis& h : all) {
      const bool explained =
          !c.marked || read_digits(c.parts.digits, !c.parts.exponent.empty(), h.decimal, h.group, plain);
      if (explained) h.cells += c.cells;
    }
  }
  for (Hypothesis& h : all) {
    if (hints.plain_mark != h.decimal) continue;
    h.cells += hints.plain_marked > 0 ? hints.plain_marked : std::numeric_limits<std::int64_t>::max() / 8;
  }
  return all;
}

// What is ambiguous in a column, and what is around it.
struct Ambiguity {
  const Candidate* point = nullptr;  // the first of each
  const Candidate* comma = nullptr;
  std::int64_t cells = 0;
  bool integers = false;       // numbers without a mark
  bool long_integers = false;  // of five digits or more: who groups would have grouped them
};

Ambiguity ambiguity_of(const std::vector<Candidate>& candidates, const NumberHints& hints) {
  Ambiguity a;
  a.integers = hints.plain_integers;
  a.long_integers = hints.plain_long;
  for (const Candidate& c : candidates) {
    if (!c.marked && c.parts.exponent.empty()) {
      a.integers = true;
      a.long_integers = a.long_integers || c.parts.digits.size() >= 5;
    }
    if (!c.ambiguous) continue;
    a.cells += c.cells;
    const bool point = c.parts.digits[c.parts.digits.size() - 4] == '.';
    const Candidate*& first = point ? a.point : a.comma;
    if (first == nullptr) first = &c;
  }
  return a;
}

struct DecimalChoice {
  char decimal = '.';
  bool doubtful = false;
};

// When the spellings alone do not tell.
DecimalChoice decimal_from_context(const Ambiguity& a, const NumberHints& hints) {
  if (hints.plain_mark != 0) return {hints.plain_mark, false};
  if (hints.file_decimal != 0) return {hints.file_decimal, false};
  const bool comma_likely = hints.separator == ';' || hints.separator == '\t';
  if (a.cells == 0) return {'.', false};
  if (!comma_likely) return {'.', hints.separator != ',' && a.comma != nullptr};
  if (a.comma != nullptr) return {',', true};
  // "12.500" beside "900": with fixed decimals it would be 900.000.
  if (a.integers && !a.long_integers) return {',', true};
  return {'.', hints.separator == ';' || a.integers};
}

std::string short_number(double value) {
  std::array<char, 40> text{};
  std::snprintf(text.data(), text.size(), "%.15g", value);
  return text.data();
}

std::string doubt_of_mark(const Candidate& c, const std::string& spelling, const NumberWriting& writing) {
  NumberWriting other = writing;
  other.decimal = writing.decimal == '.' ? ',' : '.';
  other.group = writing.decimal;
  NumberWriting self = writing;
  self.group = other.decimal;
  const std::optional<double> read = read_number(spelling, self);
  const std::optional<double> instead = read_number(spelling, other);
  if (!c.ambiguous || !read || !instead) return "";
  const auto [less, more] = std::minmax(*read, *instead);
  return "'" + spelling + "' may be " + short_number(less) + " or " + short_number(more) + ": read as " +
         short_number(*read) + "; --decimal " + other.decimal + " reads it as " + short_number(*instead);
}

// The mark in the column's own spelling, for the writing.
std::string group_text(const std::vector<Candidate>& candidates, GroupMark group) {
  switch (group) {
    case GroupMark::kPoint: return ".";
    case GroupMark::kComma: return ",";
    case GroupMark::kUnderscore: return "_";
    case GroupMark::kApostrophe: return "'";
    default: break;
  }
  if (group != GroupMark::kBlank) return "";
  for (const Candidate& c : candidates) {
    for (std::size_t i = 0; i < c.parts.digits.size(); ++i) {
      if (const std::size_t bytes = blank_at(c.parts.digits, i)) {
        return std::string(c.parts.digits.substr(i, bytes));
      }
    }
  }
  return " ";
}

// Chooses decimal and group mark, and says a doubt where the spellings leave one.
void choose_marks(const std::vector<Candidate>& candidates, std::span<const std::string> spellings,
                  const NumberHints& hints, NumberGuess& guess) {
  const Hypotheses all = count_explained(candidates, hints);
  const Ambiguity ambiguity = ambiguity_of(candidates, hints);
  const DecimalChoice context = decimal_from_context(ambiguity, hints);
  std::int64_t most = 0;
  std::int64_t most_of_other = 0;
  for (const Hypothesis& h : all) most = std::max(most, h.cells);
  const auto best = [&](char decimal) {
    return std::find_if(all.begin(), all.end(),
                        [&](const Hypothesis& h) { return h.decimal == decimal && h.cells == most; });
  };
  auto chosen = best(context.decimal);
  if (chosen == all.end()) chosen = best(context.decimal == '.' ? ',' : '.');
  guess.writing.decimal = chosen->decimal;
  // No-break spaces are understood without being named; named, they can be told.
  GroupMark group = chosen->group;
  if (group == GroupMark::kNone && group_text(candidates, GroupMark::kBlank) != " ")
    group = GroupMark::kBlank;
  guess.writing.group = group_text(candidates, group);

  for (const Hypothesis& h : all) {
    if (h.decimal != chosen->decimal) most_of_other = std::max(most_of_other, h.cells);
  }
  const bool undecided = most == most_of_other;
  const bool weak = !undecided && ambiguity.cells / 20 >= most - most_of_other;
  if (!(undecided ? context.doubtful : weak && hints.plain_mark == 0)) return;
  const Candidate* example =
      ambiguity.comma != nullptr && (hints.separator == ',' || ambiguity.point == nullptr) ? ambiguity.comma
                                                                                           : ambiguity.point;
  if (example == nullptr) return;
  guess.doubt = doubt_of_mark(*example, spellings[example->at], guess.writing);
  guess.doubt_at = example->at;
}

// A missing "€" does not change a number, a missing "%" or "kg" may.
bool is_measure(std::string_view suffix) { return suffix == "%" || !is_currency(suffix); }

// Brackets and minus signs behind, cells without affix, and the doubts about them.
void look_around(const std::vector<Candidate>& candidates, std::span<const std::string> spellings,
                 const NumberHints& hints, NumberGuess& guess) {
  const Candidate* bracketed = nullptr;
  const Candidate* bare = nullptr;
  const Candidate* with_unit = nullptr;
  std::int64_t positive = 0;
  for (const Candidate& c : candidates) {
    guess.writing.trailing_minus = guess.writing.trailing_minus || c.parts.trailing_minus;
    if (c.parts.brackets && bracketed == nullptr) bracketed = &c;
    if (!c.parts.brackets) positive += c.cells;
    if (!c.parts.suffix.empty() && with_unit == nullptr) with_unit = &c;
    const bool has_all = c.parts.suffix.empty() == guess.writing.suffix.empty() &&
                         c.parts.prefix.empty() == guess.writing.prefix.empty();
    if (has_all) continue;
    guess.bare += c.cells;
    if (bare == nullptr && c.parts.suffix.empty() && !guess.writing.suffix.empty()) bare = &c;
  }
  guess.writing.brackets = bracketed != nullptr;
  if (!guess.doubt.empty()) return;
  const bool plain_around = hints.plain_integers || hints.plain_mark != 0;
  if (bracketed != nullptr && positive == 0 && !plain_around) {
    guess.doubt = "'" + spellings[bracketed->at] + "' is read as a negative number, as accountants write it";
    guess.doubt_at = bracketed->at;
  } else if (with_unit != nullptr && is_measure(guess.writing.suffix) && (bare != nullptr || plain_around)) {
    guess.doubt_at = (bare != nullptr ? bare : with_unit)->at;
    guess.doubt = bare != nullptr ? "'" + spellings[bare->at] + "' has no '" : "some numbers have no '";
    guess.doubt +=
        guess.writing.suffix + "' as '" + spellings[with_unit->at] + "' has: read in the same unit";
  }
}

}  // namespace

std::optional<NumberGuess> guess_number_writing(std::span<const std::string> spellings,
                                                std::span<const std::int64_t> counts,
                                                const NumberHints& hints) {
  std::vector<Candidate> candidates;
  std::int64_t cells = 0;
  for (std::size_t i = 0; i < spellings.size(); ++i) {
    if (is_missing_word(spellings[i])) continue;
    const std::int64_t count = i < counts.size() ? counts[i] : 1;
    cells += count;
    if (const auto candidate = candidate_of(spellings[i], i, count)) candidates.push_back(*candidate);
  }
  drop_addresses(candidates);
  drop_codes(candidates, &NumberParts::suffix);
  drop_codes(candidates, &NumberParts::prefix);
  NumberGuess guess;
  choose_affixes(candidates, guess.writing);
  if (candidates.empty()) return std::nullopt;
  choose_marks(candidates, spellings, hints, guess);
  look_around(candidates, spellings, hints, guess);

  std::int64_t explained = 0;
  for (std::size_t i = 0, next = 0; i < spellings.size(); ++i) {
    while (next < candidates.size() && candidates[next].at < i) ++next;
    const bool possible = next < candidates.size() && candidates[next].at == i;
    if (possible && read_number(spellings[i], guess.writing)) {
      explained += candidates[next].cells;
    } else if (!is_missing_word(spellings[i])) {
      guess.odd.push_back(i);
    }
  }
  if (explained == 0 || explained < cells - explained) return std::nullopt;
  return guess;
}

}  // namespace headroom
