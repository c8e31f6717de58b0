#include "core/data/tabular_target.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <set>

#include "core/base/bytes.h"
#include "core/data/csv/values.h"

namespace headroom {

namespace {

constexpr std::size_t kMostNumericClasses = 20;
constexpr std::int64_t kRowsPerNumericClass = 3;
// Below this many rows a class for every row may be a tiny example; above, it is an identifier.
constexpr std::int64_t kIdentifierRows = 20;

std::string number_text(double value) {
  char text[32];
  const std::to_chars_result end = std::to_chars(text, text + sizeof text, value + 0.0);  // -0 becomes 0
  return {text, end.ptr};
}

// Distinct values, given up once there are more than `limit`.
std::set<double> distinct_values(const std::vector<double>& numbers, std::size_t limit) {
  std::set<double> distinct;
  for (const double value : numbers) {
    if (!std::isnan(value)) distinct.insert(value);
    if (distinct.size() > limit) break;
  }
  return distinct;
}

[[noreturn]] void refuse_missing_target(const CsvTable& table, const CsvColumn& column) {
  throw Error(ErrorCode::kBadInput,
              "the target '" + column.name + "' is missing in " + format_count(column.missing) + " of " +
                  format_count(table.rows) + " rows, here first: fill it in, or remove these rows",
              table.path + ":" + std::to_string(column.first_missing_line) + ":" +
                  std::to_string(column.first_missing_column));
}

void read_text_classes(const CsvColumn& column, Dataset& data) {
  data.class_names = sorted_classes(column.levels);
  std::map<std::string, float> number;
  for (std::size_t i = 0; i < data.class_names.size(); ++i)
    number[data.class_names[i]] = static_cast<float>(i);
  std::vector<float> class_of_code;
  for (const std::string& level : column.levels) class_of_code.push_back(number.at(level));
  for (const std::int32_t code : column.codes) {
    data.targets.push_back(class_of_code[static_cast<std::size_t>(code)]);
  }
}

void read_numeric_classes(const CsvColumn& column, Dataset& data) {
  std::map<double, float> number;  // in the order of the values
  for (const double value : column.numbers) number.emplace(value, 0.0F);
  for (auto& [value, index] : number) {
    index = static_cast<float>(data.class_names.size());
    data.class_names.push_back(number_text(value));
  }
  for (const double value : column.numbers) data.targets.push_back(number.at(value));
}

void check_classes(const CsvTable& table, const Dataset& data) {
  if (data.class_names.size() < 2) {
    throw Error(ErrorCode::kBadInput,
                "the target '" + data.target_name + "' has one class only ('" + data.class_names.front() +
                    "'): there is nothing to tell apart; choose another target or add rows of other classes",
                table.path);
  }
  if (data.classes() == table.rows && table.rows >= kIdentifierRows) {
    throw Error(
        ErrorCode::kBadInput,
        "the target '" + data.target_name +
            "' is different in every row: nothing repeats that could be learned; choose another target",
        table.path);
  }
}

void read_values(const CsvTable& table, const CsvColumn& column, Dataset& data) {
  if (!column.numeric) {
    throw Error(ErrorCode::kBadInput,
                "the target '" + column.name + "' holds text ('" + column.first_text +
                    "'), regression needs numbers: choose classification or another target",
                table.path + ":" + std::to_string(column.first_text_line) + ":" +
                    std::to_string(column.first_text_column));
  }
  for (const double value : column.numbers) data.targets.push_back(static_cast<float>(value));
  const auto [low, high] = std::minmax_element(data.targets.begin(), data.targets.end());
  if (*low == *high) {
    throw Error(ErrorCode::kBadInput,
                "the target '" + column.name + "' is " + number_text(column.numbers.front()) +
                    " in every row: there is nothing to predict; choose another target",
                table.path);
  }
}

std::string class_list(const std::vector<std::string>& names) {
  constexpr std::size_t kShown = 6;
  std::string text;
  for (std::size_t i = 0; i < std::min(kShown, names.size()); ++i) text += (i == 0 ? "" : ", ") + names[i];
  return names.size() > kShown ? text + ", ..." : text;
}

}  // namespace

Task guess_task(const CsvColumn& target) {
  if (!target.numeric) return Task::kClassification;
  const auto whole = [](double value) { return std::isnan(value) || value == std::floor(value); };
  if (!std::all_of(target.numbers.begin(), target.numbers.end(), whole)) return Task::kRegression;
  const std::size_t distinct = distinct_values(target.numbers, kMostNumericClasses).size();
  if (distinct > kMostNumericClasses) return Task::kRegression;
  const auto needed = static_cast<std::int64_t>(distinct) * kRowsPerNumericClass;
  const bool few = distinct <= 2 || needed <= static_cast<std::int64_t>(target.numbers.size());
  return few ? Task::kClassification : Task::kRegression;
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

void refuse_stray_text(const CsvTable& table, const CsvColumn& column) {
  if (column.numeric) return;
  const std::int64_t present = table.rows - column.missing;
  const std::int64_t numbers = present - column.text_values;
  const bool few_texts = column.text_values <= std::max<std::int64_t>(1, present / 10);
  if (numbers < 2 || !few_texts) return;
  const std::string problem = column.first_text_out_of_range
                                  ? "is too large for a number (the limit is 3.4e38): correct it, or leave "
                                    "it empty when it is missing"
                                  : "is text among numbers (" + format_count(column.text_values) + " of " +
                                        format_count(present) +
                                        " values): correct it, or leave it empty when it is missing";
  throw Error(ErrorCode::kBadInput, "'" + column.first_text + "' in column '" + column.name + "' " + problem,
              table.path + ":" + std::to_string(column.first_text_line) + ":" +
                  std::to_string(column.first_text_column));
}

void read_target(const CsvTable& table, const CsvColumn& column, const TabularOptions& options,
                 Dataset& data) {
  if (column.missing > 0) refuse_missing_target(table, column);
  // Whoever asks for classes may mean "3+" beside "1" and "2".
  if (options.task != Task::kClassification) refuse_stray_text(table, column);
  data.target_name = column.name;
  data.task = options.task.value_or(guess_task(column));
  data.targets.reserve(static_cast<std::size_t>(table.rows));
  if (data.task == Task::kRegression) {
    read_values(table, column, data);
  } else {
    column.numeric ? read_numeric_classes(column, data) : read_text_classes(column, data);
    check_classes(table, data);
  }
  std::string note = "target '" + column.name + "': " + std::string(task_name(data.task));
  if (data.task == Task::kClassification) {
    note += ", " + format_count(data.classes()) + " classes (" + class_list(data.class_names) + ")";
  }
  data.notes.push_back(note + ", " + (options.task ? options.task_reason : "detected from its values"));
}

}  // namespace headroom
