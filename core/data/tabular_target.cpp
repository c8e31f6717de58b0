#include "core/data/tabular_target.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "core/base/bytes.h"
#include "core/base/error.h"
#include "core/base/tr.h"
#include "core/data/column_cells.h"
#include "core/data/column_guess.h"
#include "core/data/csv/counted.h"
#include "core/data/csv/values.h"

namespace headroom {

namespace {

// Below this many rows a class for every row may be a tiny example; above, it is an identifier.
constexpr std::int64_t kIdentifierRows = 20;

class Target {
 public:
  Target(TypedTable& typed, std::size_t column, const TabularOptions& options, Progress& progress)
      : typed_(typed), at_(column), options_(options), progress_(progress) {}

  void decide() {
    Schema& schema = typed_.schema;
    schema.task_reason = options_.task ? options_.task_reason : "detected from its values";
    if (target().type == ColumnType::kEmpty) refuse_missing(typed_.table->rows);
    if (target().type == ColumnType::kDate) refuse_dates();
    const bool labels = !target().levels.empty();
    if (target().type == ColumnType::kCategory && !labels) refuse_missing(typed_.table->rows);
    if (labels && options_.task == Task::kRegression) refuse_categories();
    schema.task = options_.task.value_or(labels ? Task::kClassification : guess_task(values()));
    if (schema.task == Task::kClassification && !labels) take_as_labels();
    keep_rows_with_target();
    if (schema.task == Task::kClassification) {
      schema.classes = sorted_classes(target().levels);
      check_classes();
    } else {
      check_values();
    }
  }

 private:
  ColumnSchema& target() { return typed_.schema.columns[at_]; }
  const CsvColumn& column() const { return *typed_.columns[at_]; }
  const std::string& path() const { return typed_.table->path; }

  std::vector<double> values() {
    const ColumnCells cells(column(), target());
    std::vector<double> values(static_cast<std::size_t>(typed_.table->rows));
    for (std::size_t row = 0; row < values.size(); ++row) values[row] = cells.value(row);
    return values;
  }

  // Numbers that are names of classes, in their own spelling.
  void take_as_labels() {
    const GuessContext context{.path = &path(),
                               .table = typed_.table,
                               .options = &options_,
                               .rows = typed_.table->rows,
                               .separator = typed_.table->separator,
                               .file_decimal = 0,
                               .wish = ColumnWish::kCategorical,
                               .is_target = true};
    std::optional<ColumnSchema> labels = guess_column(column(), context);
    if (!labels) {
      typed_.columns[at_] = std::make_shared<const CsvColumn>(column_as_texts(typed_, at_, progress_));
      labels = guess_column(column(), context);
    }
    // What was said about the numbers (a missing word among them) holds for the labels.
    for (const std::string& word : target().missing) {
      if (std::erase(labels->levels, word) > 0) labels->missing.push_back(word);
    }
    target() = *std::move(labels);
    if (!options_.task) refuse_two_spellings();
  }

  void refuse_two_spellings() {
    std::map<double, std::string> spelling_of;
    for (const std::string& level : target().levels) {
      double value = 0;
      if (parse_number(level, typed_.table->separator != ',', value) != NumberParse::kNumber) continue;
      const auto [other, is_new] = spelling_of.emplace(value, level);
      if (is_new) continue;
      throw TableRefusal(
          tr("the labels '{1}' and '{2}' of the target '{3}' are one number in two spellings", other->second,
             level, target().name),
          tr("write them alike, or say whether they are values or classes"), place_of(level), target().name,
          {TableRemedy::as_task(Task::kRegression), TableRemedy::as_task(Task::kClassification)});
    }
  }

  std::string place_of(const std::string& level) const {
    const auto found = std::find(column().levels.begin(), column().levels.end(), level);
    const auto i = static_cast<std::size_t>(found - column().levels.begin());
    return i < column().places.size() ? where_in(path(), column().places[i]) : path();
  }

  void keep_rows_with_target() {
    const ColumnCells cells(column(), target());
    const bool labels = typed_.schema.task == Task::kClassification;
    const auto rows = static_cast<std::size_t>(typed_.table->rows);
    std::vector<std::uint32_t> kept;
    for (std::size_t row = 0; row < rows; ++row) {
      const bool there = labels ? cells.level(row) >= 0 : !std::isnan(cells.value(row));
      if (there) kept.push_back(static_cast<std::uint32_t>(row));
    }
    if (kept.size() == rows) return;
    const std::int64_t blank = kept.empty() ? 0 : blank_rows(kept);
    const std::int64_t missing = static_cast<std::int64_t>(rows - kept.size()) - blank;
    if (kept.empty() || (missing > 0 && !options_.drop_rows_without_target)) refuse_missing(missing);
    if (blank > 0)
      typed_.schema.notes.push_back(count_of(blank, "row") + " without a value in any column left out");
    typed_.schema.dropped_rows = missing;
    typed_.kept = std::move(kept);
  }

  // Of the rows that are not kept: those that hold nothing at all, as spreadsheets write between two tables.
  std::int64_t blank_rows(const std::vector<std::uint32_t>& kept) const {
    const auto empty = [](const CsvColumn& column, std::size_t row) {
      if (column.spelled()) return column.codes[row] < 0;
      if (!column.numeric || !std::isnan(column.numbers[row])) return false;
      return column.missing_words.empty() &&
             !std::any_of(column.odd.begin(), column.odd.end(),
                          [&](const CsvOdd& odd) { return odd.row == static_cast<std::int64_t>(row); });
    };
    std::int64_t blank = 0;
    auto next = kept.begin();
    for (std::size_t row = 0; row < static_cast<std::size_t>(typed_.table->rows); ++row) {
      if (next != kept.end() && *next == row) {
        ++next;
        continue;
      }
      blank += std::all_of(typed_.columns.begin(), typed_.columns.end(),
                           [&](const auto& column) { return column == nullptr || empty(*column, row); });
    }
    return blank;
  }

  [[noreturn]] void refuse_missing(std::int64_t missing) const {
    const bool known = column().first_missing.line > 0 && column().missing > 0;
    std::vector<TableRemedy> remedies;
    if (missing < typed_.table->rows) remedies.push_back(TableRemedy::drop_rows());
    throw TableRefusal(known ? tr("the target '{1}' is missing in {2} of {3} rows, here first", column().name,
                                  format_count(missing), format_count(typed_.table->rows))
                             : tr("the target '{1}' is missing in {2} of {3} rows", column().name,
                                  format_count(missing), format_count(typed_.table->rows)),
                       tr("fill it in, or leave these rows out"),
                       known ? where_in(path(), column().first_missing) : first_word(), column().name,
                       std::move(remedies));
  }

  // Where a word for a missing value stands first.
  std::string first_word() const {
    for (const std::string& word : typed_.schema.columns[at_].missing) {
      const std::string place = place_of(word);
      if (place != path()) return place;
    }
    return path();
  }

  [[noreturn]] void refuse_dates() {
    throw TableRefusal(tr("the target '{1}' holds dates ('{2}'), which can be neither classes nor values",
                          column().name, column().levels.front()),
                       tr("choose another target, unless each date is a class"),
                       column().places.empty() ? path() : where_in(path(), column().places.front()),
                       column().name, {TableRemedy::column(column().name, ColumnWish::kCategorical)});
  }

  // Said of the column, against what was said of the task.
  [[noreturn]] void refuse_categories() {
    throw TableRefusal(
        tr("the target '{1}' is read as categories, regression needs numbers", column().name),
        tr("choose classification, or have its values read as numbers"), path(), column().name,
        {TableRemedy::as_task(Task::kClassification), TableRemedy::column(column().name, std::nullopt)});
  }

  void check_classes() {
    const std::vector<std::string>& classes = typed_.schema.classes;
    const auto count = static_cast<std::int64_t>(classes.size());
    if (count < 2) {
      throw Error(ErrorCode::kBadInput,
                  tr("the target '{1}' has one class only ('{2}'): there is nothing to tell apart; choose "
                     "another target or add "
                     "rows of other classes",
                     column().name, classes.empty() ? std::string() : classes.front()),
                  path());
    }
    if (count == typed_.rows() && count >= kIdentifierRows) {
      throw Error(ErrorCode::kBadInput,
                  tr("the target '{1}' is different in every row: nothing repeats that could be learned; "
                     "choose another target",
                     column().name),
                  path());
    }
    if (count * 2 > typed_.rows() && count >= kIdentifierRows) {
      target().doubts.push_back(
          {.text = format_count(count) + " classes in " + format_count(typed_.rows()) +
                   " rows: fewer than two rows for each class; is it a value, or another column the target?",
           .where = "",
           .otherwise = values_or_nothing()});
    }
  }

  // Labels that are all numbers may be values.
  std::vector<TableRemedy> values_or_nothing() const {
    double ignored = 0;
    for (const std::string& level : typed_.schema.classes) {
      if (parse_number(level, false, ignored) != NumberParse::kNumber) return {};
    }
    return {TableRemedy::as_task(Task::kRegression)};
  }

  void check_values() {
    if (target().type != ColumnType::kConstant) return;
    const ColumnCells cells(column(), target());
    const std::size_t row = typed_.kept.empty() ? 0 : typed_.kept.front();
    throw Error(ErrorCode::kBadInput,
                tr("the target '{1}' is {2} in every row: there is nothing to predict; choose another target",
                   column().name, number_text(cells.value(row))),
                path());
  }

  TypedTable& typed_;
  std::size_t at_;
  const TabularOptions& options_;
  Progress& progress_;
};

}  // namespace

void decide_target(TypedTable& typed, std::size_t column, const TabularOptions& options, Progress& progress) {
  Target(typed, column, options, progress).decide();
}

std::vector<std::string> sorted_classes(std::vector<std::string> labels) {
  std::map<std::string, double> value_of;
  bool all_numbers = true;
  for (const std::string& label : labels) {
    double value = 0;
    all_numbers = all_numbers && parse_number(label, false, value) == NumberParse::kNumber;
    value_of[label] = value;
  }
  std::sort(labels.begin(), labels.end());  // char_traits compares bytes as unsigned
  labels.erase(std::unique(labels.begin(), labels.end()), labels.end());
  if (all_numbers) {
    std::stable_sort(labels.begin(), labels.end(), [&](const std::string& a, const std::string& b) {
      return value_of.at(a) < value_of.at(b);
    });
  }
  return labels;
}

}  // namespace headroom
