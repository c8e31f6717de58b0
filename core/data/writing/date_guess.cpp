#include <algorithm>
#include <array>
#include <set>

#include "core/data/writing/date_fields.h"
#include "core/data/writing/date_writing.h"
#include "core/data/writing/missing_words.h"
#include "core/data/writing/spelling.h"

namespace headroom {

namespace {

// In the order of preference where several explain the same cells. "" is a time of day alone.
constexpr std::array<std::string_view, 47> kDatePatterns = {
    "%Y-%m-%d",
    "%Y/%m/%d",
    "%Y.%m.%d",
    "%d.%m.%Y",
    "%m/%d/%Y",
    "%d/%m/%Y",
    "%d-%m-%Y",
    "%m-%d-%Y",
    "%m.%d.%Y",
    "%d.%m.%y",
    "%m/%d/%y",
    "%d/%m/%y",
    "%d-%m-%y",
    "%m-%d-%y",
    "%y-%m-%d",
    "%y/%m/%d",
    "%m.%d.%y",
    "%d %b %Y",
    "%d. %b %Y",
    "%d-%b-%Y",
    "%d/%b/%Y",
    "%d.%b.%Y",
    "%d%b%Y",
    "%b %d, %Y",
    "%b %d %Y",
    "%Y %b %d",
    "%Y-%b-%d",
    "%d %b %y",
    "%d-%b-%y",
    "%d%b%y",
    "%b %Y",
    "%b-%Y",
    "%Y-%b",
    "%b-%y",
    "%a, %d %b %Y",
    "%a %d %b %Y",
    "%a, %d. %b %Y",
    "%a, %b %d, %Y",
    "%a %b %d %Y",
    "%a, %d.%m.%Y",
    "%a %d.%m.%Y",
    "%Y年%m月%d日",
    "%Y-%m",
    "%Y/%m",
    "%m/%Y",
    "%d. %m. %Y",
    "",
};

struct Vote {
  std::string_view date = {};
  std::string whole = {};  // pattern with a year behind the time; else empty
  std::int64_t cells = 0;
  TimeShape shape = {};
  bool same_day = true;  // of all dates read with it
  int day = 0;           // the first
  bool seasons = true;   // all months are the year after: 2019-20
  unsigned months = 0;   // a bit each
};

// ctime, date(1) and Twitter write the year behind the time.
constexpr std::array<std::string_view, 2> kYearBehind = {"%a %b %d %H:%M:%S %Y", "%a %b %d %H:%M:%S %z %Y"};

void merge(TimeShape& all, const TimeShape& one) {
  all.time = all.time || one.time;
  all.seconds = all.seconds || one.seconds;
  all.half_day = all.half_day || one.half_day;
  all.blank_before_half = all.blank_before_half || one.blank_before_half;
  all.zone = all.zone || one.zone;
  all.blank_before_zone = all.blank_before_zone || one.blank_before_zone;
  all.letter_t = all.letter_t || one.letter_t;
  all.comma = all.comma || one.comma;
}

std::string with_time(std::string_view date, const TimeShape& shape) {
  std::string pattern(date);
  if (!shape.time) return pattern;
  if (!date.empty()) pattern += shape.comma ? ", " : shape.letter_t ? "T" : " ";
  pattern += shape.half_day ? "%I:%M" : "%H:%M";
  if (shape.seconds) pattern += ":%S";
  if (shape.half_day) pattern += shape.blank_before_half ? " %p" : "%p";
  if (shape.zone) pattern += shape.blank_before_zone ? " %z" : "%z";
  return pattern;
}

// One spelling by one pattern.
void try_pattern(std::string_view spelling, std::int64_t cells, Vote& vote) {
  DateFields fields;
  TimeShape shape;
  if (!vote.whole.empty()) {
    if (!read_fields(spelling, vote.whole, fields)) return;
  } else if (!read_date_and_time(spelling, vote.date, fields, shape)) {
    return;
  }
  if (!seconds_of(fields)) return;
  if (vote.date == "%Y-%m" || vote.date == "%Y/%m") {
    if (trim_blanks(spelling).size() != 7) return;  // 2020-1 is something else
    vote.seasons = vote.seasons && (fields.year + 1) % 100 == fields.month;
  } else {
    vote.seasons = false;
  }
  vote.cells += cells;
  merge(vote.shape, shape);
  if (vote.day == 0) vote.day = fields.day;
  vote.same_day = vote.same_day && vote.day == fields.day;
  vote.months |= 1U << static_cast<unsigned>(fields.month);
}

std::vector<Vote> all_votes() {
  std::vector<Vote> votes;
  for (const std::string_view date : kDatePatterns) votes.push_back({.date = date});
  for (const std::string_view whole : kYearBehind) votes.push_back({.whole = std::string(whole)});
  return votes;
}

// Patterns that explain none of a few hundred spellings from all over the column are not tried on the others.
constexpr std::size_t kSample = 256;

void drop_unlikely(std::span<const std::string> spellings, std::vector<Vote>& votes) {
  if (spellings.size() <= kSample) return;
  for (std::size_t k = 0; k < kSample; ++k) {
    const std::size_t i = k * spellings.size() / kSample;
    for (Vote& vote : votes) try_pattern(spellings[i], 1, vote);
  }
  std::erase_if(votes, [](const Vote& vote) { return vote.cells == 0; });
  for (Vote& vote : votes) vote = {.date = vote.date, .whole = vote.whole};
}

std::vector<Vote> count_votes(std::span<const std::string> spellings, std::span<const std::int64_t> counts,
                              std::int64_t& cells) {
  std::vector<Vote> votes = all_votes();
  drop_unlikely(spellings, votes);
  if (votes.empty()) return votes;  // texts
  for (std::size_t i = 0; i < spellings.size(); ++i) {
    if (is_missing_word(spellings[i])) continue;
    const std::int64_t count = i < counts.size() ? counts[i] : 1;
    cells += count;
    for (Vote& vote : votes) try_pattern(spellings[i], count, vote);
  }
  std::erase_if(votes, [](const Vote& vote) { return vote.cells == 0 || vote.seasons; });
  return votes;
}

// The other order of day and month.
std::string swapped(std::string_view date) {
  std::string other(date);
  for (std::size_t i = 0; i + 1 < other.size(); ++i) {
    if (other[i] != '%') continue;
    char& sign = other[++i];
    sign = sign == 'd' ? 'm' : sign == 'm' ? 'd' : sign;
  }
  return other;
}

bool is_certain_order(std::string_view date) { return date.starts_with("%d.%m.%Y"); }

bool is_monthly(const Vote& vote) {
  int months = 0;
  for (unsigned month = 1; month <= 12; ++month) months += (vote.months >> month & 1U) != 0 ? 1 : 0;
  return vote.same_day && vote.day == 1 && months >= 6;
}

// The other order of day and month, where it explains as much and the days are always the first.
const Vote* monthly_figures(const Vote& chosen, const std::vector<Vote>& votes) {
  const std::string other_order = swapped(chosen.date);
  for (const Vote& vote : votes) {
    const bool as_good =
        vote.date == other_order && vote.cells == chosen.cells && !is_certain_order(chosen.date);
    if (as_good && is_monthly(vote) && !is_monthly(chosen)) return &vote;
  }
  return nullptr;
}

const Vote* best_vote(const std::vector<Vote>& votes) {
  const Vote* best = nullptr;
  for (const Vote& vote : votes) {
    if (vote.cells > 0 && (best == nullptr || vote.cells > best->cells)) best = &vote;
  }
  return best;
}

// What the same spelling is by another pattern, where that explains as many cells.
void doubt_order(const std::string& spelling, const Vote& chosen, const std::vector<Vote>& votes,
                 DateGuess& guess) {
  const std::optional<double> read = read_date(spelling, guess.writing);
  if (!read) return;
  for (const Vote& other : votes) {
    if (&other == &chosen || other.cells < chosen.cells || !other.whole.empty()) continue;
    const DateWriting writing{with_time(other.date, other.shape)};
    const std::optional<double> instead = read_date(spelling, writing);
    if (!instead || *instead == *read) continue;
    guess.doubt = "'" + spelling + "' may be " + date_text(*read) + " (" + guess.writing.pattern + ") or " +
                  date_text(*instead) + " (" + writing.pattern + "): read as " + date_text(*read);
    if (other.date != swapped(chosen.date)) return;
    guess.other_day_first = day_first(writing);
    return;
  }
}

// The order that was asked for, where it explains as many cells.
const Vote* in_asked_order(const Vote& chosen, const std::vector<Vote>& votes, const DateHints& hints) {
  const std::optional<bool> order = day_first({std::string(chosen.date)});
  if (!order || !hints.day_first || *order == *hints.day_first) return &chosen;
  const std::string other_order = swapped(chosen.date);
  const auto other = std::find_if(votes.begin(), votes.end(), [&](const Vote& vote) {
    return vote.date == other_order && vote.cells == chosen.cells;
  });
  return other == votes.end() ? &chosen : &*other;
}

// The first date that cannot be read in the order that was asked for.
void doubt_asked_order(std::span<const std::string> spellings, bool asked, DateGuess& guess) {
  const DateWriting other{swapped(guess.writing.pattern)};
  for (std::size_t i = 0; i < spellings.size(); ++i) {
    if (!read_date(spellings[i], guess.writing) || read_date(spellings[i], other)) continue;
    guess.doubt = "'" + spellings[i] + "' cannot be read with the " + (asked ? "day" : "month") +
                  " first: all are read as " + describe(guess.writing);
    guess.doubt_at = i;
    return;
  }
}

bool has_short_year(std::string_view pattern) { return pattern.find("%y") != std::string_view::npos; }

void say_doubt(std::span<const std::string> spellings, const Vote& chosen, const std::vector<Vote>& votes,
               bool order_is_asked, DateGuess& guess) {
  if (!is_certain_order(chosen.date) && !order_is_asked) {
    for (std::size_t i = 0; i < spellings.size() && guess.doubt.empty(); ++i) {
      if (is_missing_word(spellings[i])) continue;
      doubt_order(spellings[i], chosen, votes, guess);
      guess.doubt_at = i;
    }
  }
  if (!guess.doubt.empty() || !has_short_year(guess.writing.pattern)) return;
  for (std::size_t i = 0; i < spellings.size(); ++i) {
    const std::optional<double> read = read_date(spellings[i], guess.writing);
    if (!read) continue;
    guess.doubt = "'" + spellings[i] + "' has a year of two digits: read as " + date_text(*read) +
                  " (69 to 99 are 1969 to 1999, 00 to 68 are 2000 to 2068)";
    guess.doubt_at = i;
    return;
  }
}

}  // namespace

std::optional<DateGuess> guess_date_writing(std::span<const std::string> spellings,
                                            std::span<const std::int64_t> counts, const DateHints& hints) {
  std::int64_t cells = 0;
  const std::vector<Vote> votes = count_votes(spellings, counts, cells);
  const Vote* chosen = best_vote(votes);
  if (chosen == nullptr) return std::nullopt;
  const std::optional<bool> order = day_first({std::string(chosen->date)});
  if (hints.day_first && order) {
    chosen = in_asked_order(*chosen, votes, hints);
  } else if (const Vote* const monthly = monthly_figures(*chosen, votes)) {
    chosen = monthly;
  }
  DateGuess guess;
  guess.writing.pattern = chosen->whole.empty() ? with_time(chosen->date, chosen->shape) : chosen->whole;
  std::int64_t explained = 0;
  for (std::size_t i = 0; i < spellings.size(); ++i) {
    if (is_missing_word(spellings[i])) continue;
    if (read_date(spellings[i], guess.writing)) {
      explained += i < counts.size() ? counts[i] : 1;
    } else {
      guess.odd.push_back(i);
    }
  }
  if (explained == 0 || explained < cells - explained) return std::nullopt;
  const std::optional<bool> read_order = day_first(guess.writing);
  const bool asked = hints.day_first && read_order;
  if (asked && *read_order != *hints.day_first) doubt_asked_order(spellings, *hints.day_first, guess);
  if (guess.doubt.empty()) say_doubt(spellings, *chosen, votes, asked, guess);
  return guess;
}

}  // namespace headroom
