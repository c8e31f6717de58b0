#include "core/data/writing/number_votes.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "core/data/writing/missing_words.h"
#include "core/data/writing/spelling.h"
#include "core/data/writing/units.h"

namespace headroom {

namespace {

// A column of texts that begin with numbers ("12 Main Street") has a suffix a row, and no use for all of
// them.
constexpr std::size_t kMostAffixes = 4096;

bool all_digits(std::string_view text) { return std::all_of(text.begin(), text.end(), is_ascii_digit); }

// Four numbers to 255 with points between them.
bool is_address(const NumberParts& parts) {
  if (!parts.suffix.empty() || !parts.prefix.empty()) return false;
  int points = 0;
  int part = 0;
  for (const char c : parts.digits) {
    if (c == '.') {
      part = 0;
      ++points;
    } else if (!is_ascii_digit(c) || (part = part * 10 + (c - '0')) > 255) {
      return false;
    }
  }
  return points == 3;
}

// One point or comma; what the digits around it allow.
struct SingleMark {
  bool single = false;
  bool ambiguous = false;
  char mark = 0;
};

SingleMark single_mark(const NumberParts& parts) {
  const std::string_view digits = parts.digits;
  const std::size_t at = digits.find_first_not_of("0123456789");
  SingleMark found;
  found.mark = digits[at];
  found.single = (found.mark == '.' || found.mark == ',') && all_digits(digits.substr(at + 1));
  found.ambiguous = found.single && parts.exponent.empty() && at >= 1 && at <= 3 && digits.size() == at + 4 &&
                    digits[0] != '0';
  return found;
}

bool has_mark(std::string_view digits, GroupMark group) {
  switch (group) {
    case GroupMark::kComma: return digits.find(',') != std::string_view::npos;
    case GroupMark::kPoint: return digits.find('.') != std::string_view::npos;
    case GroupMark::kUnderscore: return digits.find('_') != std::string_view::npos;
    // Apostrophes and blanks of several bytes are looked for by trying.
    default: return digits.find_first_not_of("0123456789.,_") != std::string_view::npos;
  }
}

void count_marks(const NumberParts& parts, std::int64_t count, NumberVotes& votes) {
  PlainDigits plain;
  bool without_group = false;  // the answer for the decimal mark alone
  for (std::size_t h = 0; h < kMarkHypotheses.size(); ++h) {
    const auto [decimal, group] = kMarkHypotheses[h];
    const bool as_without = group != GroupMark::kNone && !has_mark(parts.digits, group);
    const bool explained = as_without
                               ? without_group
                               : read_digits(parts.digits, !parts.exponent.empty(), decimal, group, plain);
    if (group == GroupMark::kNone) without_group = explained;
    if (explained) votes.explained[h] += count;
  }
}

void count_single_mark(const SingleMark& found, std::size_t at, std::int64_t count, NumberVotes& votes) {
  for (std::size_t h = 0; h < kMarkHypotheses.size(); ++h) {
    const auto [decimal, group] = kMarkHypotheses[h];
    const GroupMark mark = found.mark == '.' ? GroupMark::kPoint : GroupMark::kComma;
    if (decimal == found.mark || (found.ambiguous && group == mark)) votes.explained[h] += count;
  }
  if (!found.ambiguous) return;
  votes.ambiguous += count;
  std::size_t& first = found.mark == '.' ? votes.ambiguous_point : votes.ambiguous_comma;
  if (first == NumberVotes::kNone) first = at;
}

std::string_view blank_in(std::string_view digits) {
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (const std::size_t bytes = blank_at(digits, i)) return digits.substr(i, bytes);
  }
  return {};
}

void count(const NumberParts& parts, std::size_t at, std::int64_t cells, NumberVotes& votes) {
  votes.cells += cells;
  votes.trailing_minus = votes.trailing_minus || parts.trailing_minus;
  votes.detached = votes.detached || !parts.attached;
  if (!parts.brackets) {
    votes.unbracketed += cells;
  } else if (votes.bracketed == NumberVotes::kNone) {
    votes.bracketed = at;
  }
  if (all_digits(parts.digits)) {
    for (std::int64_t& explained : votes.explained) explained += cells;
    if (!parts.exponent.empty()) return;
    votes.integers = true;
    votes.long_integers = votes.long_integers || parts.digits.size() >= 5;
    return;
  }
  votes.marked = true;
  const SingleMark found = single_mark(parts);
  if (found.single) {
    count_single_mark(found, at, cells, votes);
    return;
  }
  count_marks(parts, cells, votes);
  votes.all_addresses = votes.all_addresses && is_address(parts);
  if (votes.blank_mark.empty()) votes.blank_mark = blank_in(parts.digits);
}

// Finds the votes for a prefix and suffix; mostly the same as before.
class ByAffix {
 public:
  NumberVotes* of(const NumberParts& parts, bool several_points, std::size_t at) {
    if (last_ != kNothing && same(all_[last_], parts, several_points)) return &all_[last_];
    const auto known = index_.find({parts.prefix, parts.suffix, several_points});
    if (known != index_.end()) {
      last_ = known->second;
      return &all_[last_];
    }
    if (all_.size() >= kMostAffixes) return nullptr;
    if (!parts.prefix.empty() && !is_currency(parts.prefix)) return nullptr;
    if (!parts.suffix.empty() && !is_unit(parts.suffix, parts.attached)) return nullptr;
    last_ = all_.size();
    index_[{parts.prefix, parts.suffix, several_points}] = last_;
    NumberVotes& votes = all_.emplace_back();
    votes.prefix = parts.prefix;
    votes.suffix = parts.suffix;
    votes.several_points = several_points;
    votes.first = at;
    return &votes;
  }

  std::vector<NumberVotes> take() { return std::move(all_); }

 private:
  static constexpr std::size_t kNothing = std::numeric_limits<std::size_t>::max();

  static bool same(const NumberVotes& votes, const NumberParts& parts, bool several_points) {
    return votes.prefix == parts.prefix && votes.suffix == parts.suffix &&
           votes.several_points == several_points;
  }

  std::vector<NumberVotes> all_;
  std::map<std::tuple<std::string_view, std::string_view, bool>, std::size_t> index_;
  std::size_t last_ = kNothing;
};

}  // namespace

std::vector<NumberVotes> count_number_votes(std::span<const std::string> spellings,
                                            std::span<const std::int64_t> counts, std::int64_t& cells) {
  ByAffix by_affix;
  cells = 0;
  for (std::size_t i = 0; i < spellings.size(); ++i) {
    if (is_missing_word(spellings[i])) continue;
    const std::int64_t n = i < counts.size() ? counts[i] : 1;
    cells += n;
    NumberParts parts;
    if (!split_number(spellings[i], parts) || is_telephone(parts)) continue;
    const bool several_points = std::count(parts.digits.begin(), parts.digits.end(), '.') > 1;
    if (NumberVotes* votes = by_affix.of(parts, several_points, i)) count(parts, i, n, *votes);
  }
  return by_affix.take();
}

}  // namespace headroom
