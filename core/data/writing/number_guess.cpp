#include <algorithm>
#include <array>
#include <cstdio>
#include <map>
#include <set>

#include "core/data/writing/missing_words.h"
#include "core/data/writing/multipliers.h"
#include "core/data/writing/number_votes.h"
#include "core/data/writing/number_writing.h"
#include "core/data/writing/spelling.h"
#include "core/data/writing/units.h"

namespace headroom {

namespace {

std::string short_number(double value) {
  std::array<char, 40> text{};
  std::snprintf(text.data(), text.size(), "%.15g", value);
  return text.data();
}

// All numbers with several points are addresses of machines: then they are not numbers.
void drop_addresses(std::vector<NumberVotes>& votes) {
  const auto number = [](const NumberVotes& v) { return v.several_points && !v.all_addresses; };
  if (std::any_of(votes.begin(), votes.end(), number)) return;
  std::erase_if(votes, [](const NumberVotes& v) { return v.several_points; });
}

// "12A" is a code, unless the same letter also stands behind a blank or a marked number: "5 g", "1.5g". And
// "R5" is one, unless others have a mark: "R1,234.50" is in rands.
void drop_codes(std::vector<NumberVotes>& votes, std::string_view NumberVotes::*affix) {
  std::map<std::string_view, bool> units;
  for (const NumberVotes& v : votes) {
    if (!is_single_letter(v.*affix)) continue;
    bool& unit = units[v.*affix];
    unit = unit || v.detached || v.marked;
  }
  std::erase_if(votes, [&](const NumberVotes& v) { return is_single_letter(v.*affix) && !units[v.*affix]; });
}

// What the suffixes of a column say about multipliers.
struct Multiplied {
  std::map<int, std::set<std::string_view>> words;  // by power
  std::int64_t cells = 0, others = 0;               // with a multiplier, with another suffix
  bool sure = false, attached = true, marked = false, usual = false;
  std::size_t first = NumberVotes::kNone;  // spelling with one
  std::size_t bare = NumberVotes::kNone;   // spelling without any suffix

  void count(const NumberVotes& v) {
    const Multiplier found = multiplier_of(v.suffix);
    if (v.suffix.empty()) bare = std::min(bare, v.first);
    if (found.word.empty()) {
      others += v.suffix.empty() ? 0 : v.cells;
      return;
    }
    words[found.power].insert(found.word);
    cells += v.cells;
    sure = sure || found.sure;
    attached = attached && !v.detached;
    marked = marked || v.marked;
    usual = usual || found.word == "k" || found.word == "K" || found.word == "M";
    first = std::min(first, v.first);
  }
  // "5 m" alone is five metres, "300 K" a temperature, "12B" a code.
  bool meant() const {
    if (cells <= others) return false;
    return sure || (usual && (words.size() > 1 || attached));
  }
};

// Takes the multipliers off the suffixes, where they are such.
Multiplied take_multipliers(std::vector<NumberVotes>& votes, NumberWriting& writing) {
  Multiplied all;
  for (const NumberVotes& v : votes) all.count(v);
  if (!all.meant()) return {};
  for (NumberVotes& v : votes) {
    const Multiplier found = multiplier_of(v.suffix);
    if (!found.word.empty()) v.suffix = found.rest;
  }
  for (const auto& [power, words] : all.words) {
    for (const std::string_view word : words) writing.multipliers.emplace_back(word);
  }
  return all;
}

void look_for_multipliers(const Multiplied& all, std::span<const std::string> spellings,
                          const NumberHints& hints, NumberGuess& guess) {
  if (all.cells == 0 || !guess.doubt.empty()) return;
  const std::string& example = spellings[all.first];
  const bool plain_around = hints.plain_integers || hints.plain_mark != 0;
  const bool bare = all.bare != NumberVotes::kNone;
  if (!all.sure && all.words.size() == 1 && !all.marked) {
    const std::optional<double> value = read_number(example, guess.writing);
    guess.doubt =
        "'" + example + "' is read as " + short_number(value.value_or(0)) + ", it may be a code or of a unit";
    guess.doubt_at = all.first;
  } else if (all.words.begin()->first > 3 && (bare || plain_around)) {
    guess.doubt = (bare ? "'" + spellings[all.bare] + "' has no '" : "some numbers have no '") +
                  std::string(*all.words.begin()->second.begin()) + "' as '" + example +
                  "' has: read without it";
    guess.doubt_at = bare ? all.bare : all.first;
  }
}

struct Affix {
  std::string_view text;  // empty where none has one
  std::int64_t cells = 0;
};

Affix most_frequent(const std::vector<NumberVotes>& votes, std::string_view NumberVotes::*affix) {
  std::map<std::string_view, std::int64_t> cells;
  for (const NumberVotes& v : votes) {
    if (!(v.*affix).empty()) cells[v.*affix] += v.cells;
  }
  const auto most = std::max_element(cells.begin(), cells.end(),
                                     [](const auto& a, const auto& b) { return a.second < b.second; });
  return most == cells.end() ? Affix{} : Affix{most->first, most->second};
}

// Leaves only those without affixes or with the most frequent ones.
void choose_affixes(std::vector<NumberVotes>& votes, NumberWriting& writing) {
  Affix suffix = most_frequent(votes, &NumberVotes::suffix);
  std::erase_if(votes,
                [&](const NumberVotes& v) { return !v.suffix.empty() && !same_unit(v.suffix, suffix.text); });
  Affix prefix = most_frequent(votes, &NumberVotes::prefix);
  // "$5" beside "5 €" is of another currency, "$5 USD" has one of each.
  const bool currencies = is_currency(prefix.text) && is_currency(suffix.text) && prefix.text != suffix.text;
  const bool together = std::any_of(votes.begin(), votes.end(), [&](const NumberVotes& v) {
    return v.prefix == prefix.text && v.suffix == suffix.text;
  });
  if (currencies && !together) (prefix.cells >= suffix.cells ? suffix : prefix) = {};
  std::erase_if(votes, [&](const NumberVotes& v) {
    return (!v.prefix.empty() && v.prefix != prefix.text) ||
           (!v.suffix.empty() && !same_unit(v.suffix, suffix.text));
  });
  // One that stood only beside an affix that was not chosen is gone with it.
  const auto has = [&](std::string_view NumberVotes::*affix) {
    return std::any_of(votes.begin(), votes.end(), [&](const NumberVotes& v) { return !(v.*affix).empty(); });
  };
  if (has(&NumberVotes::prefix)) writing.prefix = prefix.text;
  if (has(&NumberVotes::suffix)) writing.suffix = suffix.text;
}

// All that are left in one.
NumberVotes sum_of(const std::vector<NumberVotes>& votes, const NumberHints& hints) {
  NumberVotes sum;
  sum.integers = hints.plain_integers;
  sum.long_integers = hints.plain_long;
  for (const NumberVotes& v : votes) {
    sum.cells += v.cells;
    for (std::size_t h = 0; h < sum.explained.size(); ++h) sum.explained[h] += v.explained[h];
    sum.ambiguous += v.ambiguous;
    sum.ambiguous_point = std::min(sum.ambiguous_point, v.ambiguous_point);
    sum.ambiguous_comma = std::min(sum.ambiguous_comma, v.ambiguous_comma);
    sum.bracketed = std::min(sum.bracketed, v.bracketed);
    sum.unbracketed += v.unbracketed;
    if (sum.blank_mark.empty()) sum.blank_mark = v.blank_mark;
    sum.trailing_minus = sum.trailing_minus || v.trailing_minus;
    sum.integers = sum.integers || v.integers;
    sum.long_integers = sum.long_integers || v.long_integers;
  }
  for (std::size_t h = 0; h < sum.explained.size(); ++h) {
    if (hints.plain_mark != kMarkHypotheses[h].decimal) continue;
    sum.explained[h] +=
        hints.plain_marked > 0 ? hints.plain_marked : std::numeric_limits<std::int64_t>::max() / 8;
  }
  return sum;
}

struct DecimalChoice {
  char decimal = '.';
  bool doubtful = false;
};

// When the spellings alone do not tell.
DecimalChoice decimal_from_context(const NumberVotes& all, const NumberHints& hints) {
  if (hints.plain_mark != 0) return {hints.plain_mark, false};
  if (hints.file_decimal != 0) return {hints.file_decimal, false};
  if (all.ambiguous == 0) return {'.', false};
  const bool comma = all.ambiguous_comma != NumberVotes::kNone;
  const bool comma_likely = hints.separator == ';' || hints.separator == '\t';
  if (!comma_likely) return {'.', hints.separator != ',' && comma};
  if (comma) return {',', true};
  // "12.500" beside "900": with fixed decimals it would be 900.000.
  if (all.integers && !all.long_integers) return {',', true};
  return {'.', hints.separator == ';' || all.integers};
}

void doubt_mark(const std::string& spelling, const NumberWriting& writing, NumberGuess& guess) {
  NumberWriting self = writing;
  self.group = writing.decimal == '.' ? "," : ".";
  NumberWriting other = writing;
  other.decimal = self.group[0];
  other.group = writing.decimal;
  const std::optional<double> read = read_number(spelling, self);
  const std::optional<double> instead = read_number(spelling, other);
  if (!read || !instead) return;
  const auto [less, more] = std::minmax(*read, *instead);
  guess.doubt = "'" + spelling + "' may be " + short_number(less) + " or " + short_number(more) +
                ": read as " + short_number(*read);
  guess.mark_in_doubt = true;
}

// The mark in the column's own spelling, for the writing. No-break spaces are understood without being named;
// named, they can be told.
std::string group_text(const NumberVotes& all, GroupMark group) {
  switch (group) {
    case GroupMark::kPoint: return ".";
    case GroupMark::kComma: return ",";
    case GroupMark::kUnderscore: return "_";
    case GroupMark::kApostrophe: return "'";
    case GroupMark::kBlank: return std::string(all.blank_mark);
    default: return no_break_at(all.blank_mark, 0) > 0 ? std::string(all.blank_mark) : "";
  }
}

// Chooses decimal and group mark, and says a doubt where the spellings leave one.
void choose_marks(const NumberVotes& all, std::span<const std::string> spellings, const NumberHints& hints,
                  NumberGuess& guess) {
  const DecimalChoice context = decimal_from_context(all, hints);
  const std::int64_t most = *std::max_element(all.explained.begin(), all.explained.end());
  const auto best = [&](char decimal) {
    std::size_t h = 0;
    while (h < kMarkHypotheses.size() && (kMarkHypotheses[h].decimal != decimal || all.explained[h] != most))
      ++h;
    return h;
  };
  std::size_t chosen = best(context.decimal);
  if (chosen == kMarkHypotheses.size()) chosen = best(context.decimal == '.' ? ',' : '.');
  guess.writing.decimal = kMarkHypotheses[chosen].decimal;
  guess.writing.group = group_text(all, kMarkHypotheses[chosen].group);

  std::int64_t most_of_other = 0;
  for (std::size_t h = 0; h < kMarkHypotheses.size(); ++h) {
    if (kMarkHypotheses[h].decimal != guess.writing.decimal)
      most_of_other = std::max(most_of_other, all.explained[h]);
  }
  const bool undecided = most == most_of_other;
  const bool weak = !undecided && all.ambiguous / 20 >= most - most_of_other && hints.plain_mark == 0;
  if (!(undecided ? context.doubtful : weak)) return;
  const bool point_first = hints.separator != ',' && all.ambiguous_point != NumberVotes::kNone;
  const std::size_t example =
      point_first || all.ambiguous_comma == NumberVotes::kNone ? all.ambiguous_point : all.ambiguous_comma;
  if (example == NumberVotes::kNone) return;
  doubt_mark(spellings[example], guess.writing, guess);
  guess.doubt_at = example;
}

// A missing "€" does not change a number, a missing "%" or "kg" may.
bool is_measure(std::string_view suffix) { return suffix == "%" || !is_currency(suffix); }

// Counts the cells without affix, and doubts whether they are of the same unit.
void look_for_bare(const std::vector<NumberVotes>& votes, std::span<const std::string> spellings,
                   const NumberHints& hints, NumberGuess& guess) {
  const NumberWriting& writing = guess.writing;
  std::size_t bare = NumberVotes::kNone;
  std::size_t with_unit = NumberVotes::kNone;
  for (const NumberVotes& v : votes) {
    if (v.suffix.empty() != writing.suffix.empty() || v.prefix.empty() != writing.prefix.empty())
      guess.bare += v.cells;
    std::size_t& first = v.suffix.empty() ? bare : with_unit;
    first = std::min(first, v.first);
  }
  const bool plain_around = hints.plain_integers || hints.plain_mark != 0;
  if (writing.suffix.empty() || !is_measure(writing.suffix) || !guess.doubt.empty()) return;
  if (bare == NumberVotes::kNone && !plain_around) return;
  guess.doubt_at = bare != NumberVotes::kNone ? bare : with_unit;
  guess.doubt = bare != NumberVotes::kNone ? "'" + spellings[bare] + "' has no '" : "some numbers have no '";
  guess.doubt += writing.suffix + "' as '" + spellings[with_unit] + "' has: read in the same unit";
}

void look_for_brackets(const NumberVotes& all, std::span<const std::string> spellings,
                       const NumberHints& hints, NumberGuess& guess) {
  guess.writing.trailing_minus = all.trailing_minus;
  guess.writing.brackets = all.bracketed != NumberVotes::kNone;
  const bool positive = all.unbracketed > 0 || hints.plain_integers || hints.plain_mark != 0;
  if (!guess.writing.brackets || positive || !guess.doubt.empty()) return;
  guess.doubt = "'" + spellings[all.bracketed] + "' is read as a negative number, as accountants write it";
  guess.doubt_at = all.bracketed;
}

}  // namespace

std::optional<NumberGuess> guess_number_writing(std::span<const std::string> spellings,
                                                std::span<const std::int64_t> counts,
                                                const NumberHints& hints) {
  std::int64_t cells = 0;
  std::vector<NumberVotes> votes = count_number_votes(spellings, counts, cells);
  drop_addresses(votes);
  NumberGuess guess;
  const Multiplied multiplied = take_multipliers(votes, guess.writing);
  drop_codes(votes, &NumberVotes::suffix);
  drop_codes(votes, &NumberVotes::prefix);
  choose_affixes(votes, guess.writing);
  const NumberVotes all = sum_of(votes, hints);
  if (all.cells == 0) return std::nullopt;
  choose_marks(all, spellings, hints, guess);
  look_for_multipliers(multiplied, spellings, hints, guess);
  look_for_brackets(all, spellings, hints, guess);
  look_for_bare(votes, spellings, hints, guess);

  std::int64_t explained = 0;
  for (std::size_t i = 0; i < spellings.size(); ++i) {
    if (is_missing_word(spellings[i])) continue;
    if (read_number(spellings[i], guess.writing)) {
      explained += i < counts.size() ? counts[i] : 1;
    } else {
      guess.odd.push_back(i);
    }
  }
  if (explained == 0 || explained < cells - explained) return std::nullopt;
  return guess;
}

}  // namespace headroom
