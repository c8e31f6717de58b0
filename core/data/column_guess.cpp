#include "core/data/column_guess.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <set>

#include "core/base/bytes.h"
#include "core/base/error.h"
#include "core/base/tr.h"
#include "core/data/column_cells.h"
#include "core/data/column_decision.h"
#include "core/data/csv/counted.h"
#include "core/data/csv/values.h"
#include "core/data/number_column.h"
#include "core/data/writing/missing_words.h"

namespace headroom {

namespace {

constexpr std::size_t kMostNumericClasses = 20;
constexpr std::int64_t kRowsPerNumericClass = 3;

// The levels of a column, parted: which are missing words and which are not.
struct Parted {
  std::vector<std::size_t> rest;       // levels of the column
  std::vector<std::string> spellings;  // [rest]
  std::vector<std::int64_t> counts;    // [rest]
  std::vector<std::string> words;      // that stand for a missing value
  std::int64_t missing = 0;            // cells that hold them
  std::int64_t cells = 0;              // cells that hold the rest
};

class Guess : ColumnDecision {
 public:
  Guess(const CsvColumn& column, const GuessContext& context) : ColumnDecision(column, context, {}) {
    schema_.name = column.name;
    schema_.role = context.is_target ? ColumnRole::kTarget : ColumnRole::kFeature;
  }

  // Empty: the texts are needed, all of them.
  std::optional<ColumnSchema> make() {
    if (context_.wish == ColumnWish::kIgnore) return left_out(ColumnType::kText, "left out as asked for");
    if (column_.row_names && !context_.wish && !context_.is_target)
      return left_out(ColumnType::kIdentifier, std::string(kNamesRows));
    if (context_.wish == ColumnWish::kCategorical || asks_for_classes()) return categories("asked for");
    if (context_.wish == ColumnWish::kDate) return asked_date();
    if (column_.numeric) return numbers();
    return texts();
  }

 private:
  bool needs_numbers() const {
    return asked_numeric() || (context_.is_target && options().task == Task::kRegression);
  }
  bool asks_for_classes() const { return context_.is_target && options().task == Task::kClassification; }

  ColumnSchema left_out(ColumnType type, std::string reason) {
    schema_.type = type;
    if (!context_.is_target) schema_.role = ColumnRole::kLeftOut;
    schema_.reason = std::move(reason);
    schema_.missing_cells = column_.missing;
    return std::move(schema_);
  }

  // `levels`: those to look at.
  Parted part(const std::vector<std::size_t>& levels, const std::vector<std::int64_t>& counts,
              bool among_numbers) const {
    Parted parted;
    for (const std::size_t i : levels) {
      const std::string& level = column_.levels[i];
      if (said_missing(level) || (among_numbers ? is_missing_word(level) : is_missing(level))) {
        parted.words.push_back(level);
        parted.missing += counts[i];
      } else {
        parted.rest.push_back(i);
        parted.spellings.push_back(level);
        parted.counts.push_back(counts[i]);
        parted.cells += counts[i];
      }
    }
    return parted;
  }

  Parted part_all(bool among_numbers) const {
    std::vector<std::size_t> all(column_.levels.size());
    std::iota(all.begin(), all.end(), std::size_t{0});
    return part(all, column_.counts, among_numbers);
  }

  // The odd cells of a column of numbers.
  Parted part_odd() const {
    std::vector<std::int64_t> counts(column_.levels.size());
    std::vector<std::size_t> levels;
    for (const CsvOdd& cell : column_.odd) {
      const auto level = static_cast<std::size_t>(cell.code);
      if (counts[level]++ == 0) levels.push_back(level);
    }
    return part(levels, counts, true);
  }

  // --- Columns of numbers ---

  std::optional<ColumnSchema> numbers() {
    const Parted odd = part_odd();
    const std::int64_t plain = plain_numbers();
    if (plain == 0 && odd.cells == 0) {
      return left_out(ColumnType::kEmpty, odd.missing + column_.missing > 0 ? "no value in any row" : "");
    }
    if (mark_may_group()) return std::nullopt;
    std::vector<std::size_t> unknown(odd.rest.size());
    std::iota(unknown.begin(), unknown.end(), std::size_t{0});
    if (!odd.rest.empty()) {
      const NumberHints hints{.file_decimal = decimal(),
                              .separator = context_.separator,
                              .plain_mark = column_.mark == '.' && whole() ? '\0' : column_.mark,
                              .plain_integers = whole()};
      if (const auto guess = guess_number_writing(odd.spellings, odd.counts, hints)) {
        const char mark = hints.plain_mark;
        const bool conflict =
            mark != 0 && (guess->writing.decimal != mark || guess->writing.group[0] == mark);
        if (conflict) return std::nullopt;
        schema_.writing = guess->writing;
        unknown = guess->odd;
        if (!guess->doubt.empty()) doubt_writing(*guess, place_of(odd.rest[guess->doubt_at]));
      } else if (column_.mark == ',') {
        schema_.writing.decimal = ',';
      }
    } else if (column_.mark == ',') {
      schema_.writing.decimal = ',';
    }
    std::int64_t unknown_cells = 0;
    for (const std::size_t i : unknown) unknown_cells += odd.counts[i];
    const std::int64_t present = plain + odd.cells;
    if (unknown_cells > 0 && !asked_numeric()) {
      const std::int64_t good = present - unknown_cells;
      const bool few = unknown_cells <= std::max<std::int64_t>(1, present / 10);
      if (good < 2 || (!few && (few_distinct(good, unknown.size()) || unknown_cells * 2 >= present))) {
        return std::nullopt;
      }
      refuse_stray(odd, unknown, unknown_cells, present);
    }
    if (unknown_cells > 0) take_as_missing(odd, unknown, unknown_cells);
    return finish_numbers(odd);
  }

  std::int64_t plain_numbers() const {
    return context_.rows - column_.missing - static_cast<std::int64_t>(column_.odd.size());
  }

  bool whole() const {
    return std::all_of(column_.numbers.begin(), column_.numbers.end(),
                       [](double value) { return std::isnan(value) || value == std::floor(value); });
  }

  char decimal() const { return options().decimal != 0 ? options().decimal : context_.file_decimal; }

  // In a file where the comma does not separate, 12.500 may be twelve and a half or a good many. Only the
  // spelling tells, and only where nothing else has told before.
  bool mark_may_group() const {
    if (context_.separator == ',' || column_.mark == 0) return false;
    if (options().decimal != 0) return options().decimal != column_.mark;
    if (column_.mark_is_sure || context_.file_decimal == column_.mark) return false;
    return std::all_of(column_.numbers.begin(), column_.numbers.end(), [](double value) {
      return std::isnan(value) ||
             (std::abs(value) < 1000 && std::abs(value * 1000 - std::round(value * 1000)) < 1e-6) ||
             value == std::floor(value);
    });
  }

  bool few_distinct(std::int64_t numbers, std::size_t texts) const {
    std::set<double> distinct;
    for (const double value : column_.numbers) {
      if (!std::isnan(value)) distinct.insert(value);
      if (distinct.size() > kMostNumericClasses) return false;
    }
    const std::size_t all = distinct.size() + texts;
    return all <= kMostNumericClasses && numbers >= static_cast<std::int64_t>(distinct.size()) * 2;
  }

  [[noreturn]] void refuse_stray(const Parted& odd, const std::vector<std::size_t>& unknown,
                                 std::int64_t cells, std::int64_t present) const {
    const std::size_t level = odd.rest[unknown.front()];
    const std::string& text = column_.levels[level];
    double ignored = 0;
    if (parse_number(text, false, ignored) == NumberParse::kOutOfRange) {
      throw TableRefusal(tr("{1} in column '{2}' is too large for a number (the limit is 3.4e38)",
                            in_quotes(text), column_.name),
                         tr("correct it, or leave it empty when it is missing"), place_of(level),
                         column_.name, {TableRemedy::missing(text), wished(ColumnWish::kIgnore)});
    }
    throw TableRefusal(tr("{1} in column '{2}' is text among numbers ({3} of {4} values)", in_quotes(text),
                          column_.name, format_count(cells), format_count(present)),
                       tr("correct it"), place_of(level), column_.name,
                       stray_remedies(text, unknown.size(), ColumnWish::kNumeric));
  }

  // `all`: what takes the other spellings as missing too.
  std::vector<TableRemedy> stray_remedies(const std::string& text, std::size_t spellings,
                                          ColumnWish all) const {
    std::vector<TableRemedy> remedies = {TableRemedy::missing(text)};
    if (spellings > 1 && !context_.is_target) remedies.push_back(wished(all));
    remedies.push_back(wished(ColumnWish::kCategorical));
    remedies.push_back(wished(context_.is_target ? ColumnWish::kNumeric : ColumnWish::kIgnore));
    return remedies;
  }

  void take_as_missing(const Parted& parted, const std::vector<std::size_t>& unknown, std::int64_t cells) {
    schema_.odd_cells = cells;
    const std::size_t level = parted.rest[unknown.front()];
    schema_.odd_example = column_.levels[level];
    schema_.odd_where = place_of(level);
    for (const std::size_t i : unknown) schema_.missing.push_back(parted.spellings[i]);
  }

  ColumnSchema finish_numbers(const Parted& parted) {
    std::vector<std::string> words = column_.missing_words;
    words.insert(words.end(), parted.words.begin(), parted.words.end());
    return number_column(column_, context_, std::move(schema_), std::move(words),
                         column_.missing + parted.missing);
  }

  // The guess of the numbers' writing.
  void doubt_writing(const NumberGuess& guess, std::string where) {
    const char other = schema_.writing.decimal == ',' ? '.' : ',';
    std::vector<TableRemedy> otherwise;
    if (options().decimal == 0 && guess.mark_in_doubt) otherwise.push_back(TableRemedy::decimal(other));
    otherwise.push_back(wished(ColumnWish::kCategorical));
    doubt(guess.doubt, std::move(where), std::move(otherwise));
  }

  // --- Columns of texts ---

  std::optional<ColumnSchema> texts() {
    const Parted parted = part_all(true);
    if (parted.cells == 0 && !context_.is_target) {
      schema_.missing = parted.words;
      ColumnSchema empty = left_out(ColumnType::kEmpty, "no value in any row");
      empty.missing_cells = context_.rows;
      return empty;
    }
    if (parted.cells > 0) {
      if (written_numbers(parted)) return finish_numbers(parted);
      if (dates(parted, false)) return finish_dates(parted);
    }
    if (needs_numbers()) refuse_text_target(parted);
    return categories("");
  }

  // Whether the texts are numbers in some writing; fills the schema. Refuses a text that hides among them.
  bool written_numbers(const Parted& parted) {
    const NumberHints hints{.file_decimal = decimal(),
                            .separator = context_.separator,
                            .plain_mark = '\0',
                            .plain_integers = false};
    const auto guess = guess_number_writing(parted.spellings, parted.counts, hints);
    if (!guess) return false;
    std::int64_t odd = 0;
    for (const std::size_t i : guess->odd) odd += parted.counts[i];
    const std::int64_t good = parted.cells - odd;
    const bool few = odd <= std::max<std::int64_t>(1, parted.cells / 10);
    if (odd > 0 && !asked_numeric() && (!few || good < 2)) {
      if (!guess->writing.multipliers.empty()) doubt_categories(parted, *guess, good);
      return false;
    }
    schema_.writing = guess->writing;
    if (odd > 0 && !asked_numeric()) refuse_stray(parted, guess->odd, odd, parted.cells);
    if (odd > 0) take_as_missing(parted, guess->odd, odd);
    if (!guess->doubt.empty()) doubt_writing(*guess, place_of(parted.rest[guess->doubt_at]));
    return true;
  }

  // Mostly "19M" and "8.7k", and too many texts among them to take those as missing without being asked.
  void doubt_categories(const Parted& parted, const NumberGuess& guess, std::int64_t good) {
    const std::string& text = parted.spellings[guess.odd.front()];
    doubt(format_count(good) + " of " + format_count(parted.cells) + " values are numbers (" +
              describe(guess.writing) + "), " + in_quotes(text) + " is none: all are taken as categories",
          place_of(parted.rest[guess.odd.front()]), {wished(ColumnWish::kNumeric)});
  }

  bool dates(const Parted& parted, bool asked) {
    const auto guess =
        guess_date_writing(parted.spellings, parted.counts, {.day_first = options().day_first});
    if (!guess) return false;
    std::int64_t odd = 0;
    for (const std::size_t i : guess->odd) odd += parted.counts[i];
    const bool few = odd <= std::max<std::int64_t>(1, parted.cells / 10);
    if (odd > 0 && !asked && (!few || parted.cells - odd < 2)) return false;
    if (odd > 0 && !asked) {
      const std::size_t level = parted.rest[guess->odd.front()];
      throw TableRefusal(tr("{1} in column '{2}' is no date as the others are ({3})",
                            in_quotes(column_.levels[level]), column_.name, describe(guess->writing)),
                         tr("correct it"), place_of(level), column_.name,
                         stray_remedies(column_.levels[level], guess->odd.size(), ColumnWish::kDate));
    }
    schema_.date = guess->writing;
    if (odd > 0) take_as_missing(parted, guess->odd, odd);
    if (!guess->doubt.empty()) {
      std::vector<TableRemedy> otherwise;
      if (guess->other_day_first) otherwise.push_back(TableRemedy::order(*guess->other_day_first));
      otherwise.push_back(wished(ColumnWish::kCategorical));
      otherwise.push_back(wished(ColumnWish::kIgnore));
      doubt(guess->doubt, place_of(parted.rest[guess->doubt_at]), std::move(otherwise));
    }
    return true;
  }

  std::optional<ColumnSchema> asked_date() {
    if (column_.numeric) return std::nullopt;
    const Parted parted = part_all(true);
    if (!dates(parted, true)) {
      throw TableRefusal(tr("column '{1}' holds no dates ('{2}')", column_.name,
                            parted.spellings.empty() ? "" : parted.spellings.front()),
                         "", parted.rest.empty() ? *context_.path : place_of(parted.rest.front()),
                         column_.name, {wished(std::nullopt)});
    }
    return finish_dates(parted);
  }

  ColumnSchema finish_dates(const Parted& parted) {
    schema_.type = ColumnType::kDate;
    schema_.reason = "its values are dates, written " + describe(schema_.date);
    schema_.missing.insert(schema_.missing.end(), parted.words.begin(), parted.words.end());
    schema_.missing_cells = column_.missing + parted.missing;
    if (context_.is_target) return std::move(schema_);
    const ColumnCells cells(column_, schema_);
    std::set<int> months, weekdays;
    std::set<double> hours;
    double first = std::numeric_limits<double>::infinity(), last = -first;
    for (std::size_t i = 0; i < column_.levels.size(); ++i) {
      const std::optional<double> seconds = read_date(column_.levels[i], schema_.date);
      if (!seconds) continue;
      first = std::min(first, *seconds);
      last = std::max(last, *seconds);
      const DateParts parts = date_parts(*seconds);
      months.insert(parts.month);
      weekdays.insert(parts.weekday);
      if (hours.size() < 2) hours.insert(parts.hour);
    }
    schema_.origin = first;
    using enum FeaturePart;
    if (schema_.date.has_date()) schema_.parts = {kDays};
    // A day of the year that never comes again tells nothing that the days since the first one do not.
    if (months.size() > 1 && schema_.date.has_date())
      schema_.parts.insert(schema_.parts.end(), {kMonthSin, kMonthCos});
    if (weekdays.size() > 1 && schema_.date.has_date())
      schema_.parts.insert(schema_.parts.end(), {kWeekdaySin, kWeekdayCos});
    if (hours.size() > 1) schema_.parts.insert(schema_.parts.end(), {kHourSin, kHourCos});
    if (first == last) {
      schema_.type = ColumnType::kConstant;
      schema_.role = ColumnRole::kLeftOut;
      schema_.reason = "the same date in every row";
    }
    return std::move(schema_);
  }

  [[noreturn]] void refuse_text_target(const Parted& parted) const {
    const std::size_t level = parted.rest.empty() ? 0 : parted.rest.front();
    const std::string example = parted.rest.empty() ? "" : column_.levels[level];
    if (context_.is_target) {
      throw TableRefusal(
          tr("the target '{1}' holds text ('{2}'), regression needs numbers", column_.name, example),
          tr("choose classification or another target"), place_of(level), column_.name,
          {TableRemedy::as_task(Task::kClassification)});
    }
    throw TableRefusal(tr("column '{1}' holds text ('{2}') and no numbers", column_.name, example), "",
                       place_of(level), column_.name, {wished(std::nullopt)});
  }

  std::optional<ColumnSchema> categories(const std::string& asked) {
    if (!column_.spelled()) return std::nullopt;
    const Parted parted = part_all(false);
    schema_.missing = parted.words;
    schema_.missing_cells = 0;
    for (const std::int32_t code : column_.codes) schema_.missing_cells += code < 0 ? 1 : 0;
    schema_.missing_cells += parted.missing;
    if (context_.is_target) return classes(parted);
    if (parted.cells == 0) return left_out(ColumnType::kEmpty, "no value in any row");
    const auto distinct = static_cast<std::int64_t>(parted.rest.size());
    if (asked.empty()) {
      if (distinct == parted.cells && context_.rows >= kRowsToTellNames) {
        return left_out(ColumnType::kIdentifier, "text that is different in every row");
      }
      if (distinct * 2 > parted.cells && context_.rows >= kRowsToTellNames) {
        schema_.otherwise = {wished(ColumnWish::kCategorical)};
        return left_out(ColumnType::kText, "text with " + format_count(distinct) + " distinct values in " +
                                               count_of(parted.cells, "row") +
                                               ": too few rows each to learn from");
      }
    }
    schema_.type = ColumnType::kCategory;
    schema_.reason = "text with " + count_of(distinct, "distinct value");
    if (!asked.empty())
      schema_.reason = "categories, as " + asked + ": " + count_of(distinct, "distinct value");
    if (distinct == 1 && schema_.missing_cells == 0) {
      schema_.type = ColumnType::kConstant;
      schema_.reason = "the same value in every row";
    }
    schema_.missing_level = schema_.missing_cells > 0;
    choose_levels(parted);
    return std::move(schema_);
  }

  void choose_levels(const Parted& parted) {
    std::vector<std::size_t> order(parted.rest.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    const auto most = static_cast<std::size_t>(std::max<std::int64_t>(options().max_categories, 1));
    if (order.size() > most) {
      // Ties by spelling, so that the choice does not depend on the order of the rows.
      std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        if (parted.counts[a] != parted.counts[b]) return parted.counts[a] > parted.counts[b];
        return parted.spellings[a] < parted.spellings[b];
      });
      std::int64_t kept = 0;
      for (std::size_t i = 0; i + 1 < most; ++i) kept += parted.counts[order[i]];
      schema_.reason += ": the " + format_count(static_cast<std::int64_t>(most) - 1) + " most frequent (" +
                        format_count(kept) + " of " + format_count(parted.cells) +
                        " cells) and the others together";
      schema_.otherwise = {TableRemedy::max_categories()};
      order.resize(most - 1);
      schema_.others = true;
    }
    for (const std::size_t i : order) schema_.levels.push_back(parted.spellings[i]);
    std::sort(schema_.levels.begin(), schema_.levels.end());
  }

  // The target's labels. A word for a missing value may be a label like the others: NA beside EU and AS.
  ColumnSchema classes(const Parted& parted) {
    schema_.type = ColumnType::kCategory;
    schema_.levels = parted.spellings;
    std::vector<std::string> words;
    for (const std::string& word : parted.words) {
      if (!looks_like_a_label(word, parted.spellings)) {
        words.push_back(word);
        continue;
      }
      const auto level = static_cast<std::size_t>(
          std::find(column_.levels.begin(), column_.levels.end(), word) - column_.levels.begin());
      schema_.levels.push_back(word);
      schema_.missing_cells -= column_.counts[level];
      doubt("'" + word + "' is taken as a class like the others", place_of(level),
            {TableRemedy::missing(word)});
    }
    std::sort(schema_.levels.begin(), schema_.levels.end());
    schema_.missing = words;
    schema_.reason = "the target's labels";
    return std::move(schema_);
  }

  bool looks_like_a_label(const std::string& word, const std::vector<std::string>& labels) const {
    if (said_missing(word)) return false;
    const auto upper = [](const std::string& text) {
      return !text.empty() && text.size() <= 3 &&
             std::all_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
    };
    return upper(word) && !labels.empty() && std::all_of(labels.begin(), labels.end(), upper);
  }
};

}  // namespace

std::optional<ColumnSchema> guess_column(const CsvColumn& column, const GuessContext& context) {
  return Guess(column, context).make();
}

Task guess_task(const std::vector<double>& numbers) {
  const auto whole = [](double value) { return std::isnan(value) || value == std::floor(value); };
  if (!std::all_of(numbers.begin(), numbers.end(), whole)) return Task::kRegression;
  std::set<double> distinct;
  for (const double value : numbers) {
    if (!std::isnan(value)) distinct.insert(value);
    if (distinct.size() > kMostNumericClasses) return Task::kRegression;
  }
  const auto needed = static_cast<std::int64_t>(distinct.size()) * kRowsPerNumericClass;
  const bool few = distinct.size() <= 2 || needed <= static_cast<std::int64_t>(numbers.size());
  return few ? Task::kClassification : Task::kRegression;
}

}  // namespace headroom
