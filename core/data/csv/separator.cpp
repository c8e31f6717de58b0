#include "core/data/csv/separator.h"

#include <algorithm>
#include <map>

#include "core/base/tr.h"
#include "core/data/csv/header_guess.h"
#include "core/data/csv/scanner.h"

namespace headroom {

namespace {

// Not taken without being asked for: all of them stand in values too. The last two are ASCII's own.
constexpr std::string_view kRareSeparators = ":^~!&*#\x1F\x01";

// Half of the records are alike, or all from some record on.
bool most_alike(const std::vector<std::size_t>& counts, std::pair<std::size_t, std::size_t> most) {
  if (2 * most.second >= counts.size()) return true;
  return most.second > 2 && std::all_of(counts.end() - static_cast<std::ptrdiff_t>(most.second), counts.end(),
                                        [&](std::size_t count) { return count == most.first; });
}

// Columns whose values are numbers, the first row aside.
std::size_t number_columns(const std::vector<SampleRow>& rows) {
  std::size_t columns = 0;
  for (std::size_t c = 0; rows.size() > 1 && c < rows[1].fields.size(); ++c) {
    columns += std::all_of(rows.begin() + 1, rows.end(), [c](const SampleRow& row) {
      return c < row.fields.size() && look_of(row.fields[c], ',') <= CellLook::kNumber;
    });
  }
  return columns;
}

class SeparatorFinder {
 public:
  SeparatorFinder(std::string_view text, const std::vector<SampleRecord>& records, char quote)
      : text_(text), records_(records), quote_(quote) {}

  SeparatorGuess find(std::optional<char> asked) {
    if (asked) {
      take(*asked, counts_by(*asked));
      guess_.alike = most_alike(guess_.fields, commonest_fields(guess_.fields, 2));
    } else {
      choose();
    }
    look_for_others();
    return std::move(guess_);
  }

 private:
  void take(char separator, std::vector<std::size_t> counts) {
    guess_.separator = separator;
    guess_.fields = std::move(counts);
  }

  void choose() {
    std::size_t best = 0;
    for (const char separator : kSeparators) {
      std::vector<std::size_t> counts = counts_by(separator);
      const auto most = commonest_fields(counts, 2);
      if (most.second <= best || !most_alike(counts, most)) continue;
      best = most.second;
      take(separator, std::move(counts));
      guess_.alike = true;
    }
    guess_.blanks = (!guess_.alike || guess_.separator == '\t') && blanks_separate();
    if (guess_.blanks) {
      take(' ', counts_by(' '));
      guess_.alike = true;
    }
    if (guess_.alike) return;
    const char separator = detect_separator(text_);
    take(separator, counts_by(separator));
  }

  // Nearly all records are one value: what cuts nearly all of them into the same number?
  void look_for_others() {
    const auto most_one = commonest_fields(guess_.fields, 1);
    if (most_one.first != 1 || 10 * most_one.second < 9 * records_.size() || records_.size() < 2) return;
    std::string all(kSeparators.begin(), kSeparators.end());
    all += kRareSeparators;
    std::size_t best = 0;
    for (const char separator : all) {
      if (separator == guess_.separator) continue;
      const auto most = commonest_fields(counts_by(separator), 2);
      if (most.second <= best || 10 * most.second < 9 * records_.size()) continue;
      best = most.second;
      guess_.other = separator;
      guess_.other_fields = most.first;
    }
  }

  std::string_view text_of(const SampleRecord& record) const {
    return text_.substr(record.begin, record.end - record.begin);
  }

  SampleRow split(const SampleRecord& record, char separator) const {
    return split_row(text_of(record), {separator, quote_});
  }

  std::vector<std::size_t> counts_by(char separator) const {
    const auto* const known = std::find(kSeparators.begin(), kSeparators.end(), separator);
    const auto which = static_cast<std::size_t>(known - kSeparators.begin());
    std::vector<std::size_t> counts;
    for (const SampleRecord& record : records_) {
      counts.push_back(which < kSeparators.size() ? record.fields[which]
                                                  : split(record, separator).fields.size());
    }
    return counts;
  }

  // Whether runs of blanks cut nearly all records into the same number of fields with a number among them.
  bool blanks_separate() const {
    const std::vector<std::size_t> counts = counts_by(' ');
    const auto most = commonest_fields(counts, 2);
    if (most.first == 0 || 10 * most.second < 9 * (counts.size() - 1)) return false;
    std::vector<SampleRow> by_blanks;
    std::vector<SampleRow> by_tabs;
    bool runs = guess_.alike;
    for (std::size_t i = 0; i < std::min<std::size_t>(records_.size(), 100); ++i) {
      if (counts[i] != most.first) continue;
      by_blanks.push_back(split(records_[i], ' '));
      if (!guess_.alike) continue;
      by_tabs.push_back(split(records_[i], '\t'));
      runs = runs && text_of(records_[i]).find("  ") != std::string_view::npos;
    }
    return guess_.alike ? runs && number_columns(by_blanks) > number_columns(by_tabs)
                        : number_columns(by_blanks) > 0;
  }

  std::string_view text_;
  const std::vector<SampleRecord>& records_;
  char quote_;
  SeparatorGuess guess_;
};

}  // namespace

SeparatorGuess guess_separator(std::string_view text, const std::vector<SampleRecord>& records,
                               std::optional<char> asked, char quote) {
  return SeparatorFinder(text, records, quote).find(asked);
}

std::pair<std::size_t, std::size_t> commonest_fields(const std::vector<std::size_t>& counts,
                                                     std::size_t least) {
  std::map<std::size_t, std::size_t> times;
  for (const std::size_t count : counts) ++times[count];
  std::pair<std::size_t, std::size_t> best{0, 0};
  for (const std::size_t count : counts) {
    if (count >= least && times[count] > best.second) best = {count, times[count]};
  }
  return best;
}

bool is_rare_separator(char separator) {
  return separator != '\0' && separator != ' ' &&
         std::find(kSeparators.begin(), kSeparators.end(), separator) == kSeparators.end();
}

std::string separator_words(char separator) {
  if (separator == '\t') return tr("tabs");
  if (separator == ' ') return tr("blanks");
  if (separator < ' ') return tr("control characters {1}", std::to_string(int{separator}));
  return "'" + std::string(1, separator) + "'";
}

}  // namespace headroom
