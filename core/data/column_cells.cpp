#include "core/data/column_cells.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

#include "core/data/csv/values.h"
#include "core/data/writing/missing_words.h"

namespace headroom {

namespace {

constexpr double kNoValue = std::numeric_limits<double>::quiet_NaN();

bool contains(const std::vector<std::string>& sorted_or_not, const std::string& text) {
  return std::find(sorted_or_not.begin(), sorted_or_not.end(), text) != sorted_or_not.end();
}

// Where the text stands among the sorted levels; a number may be spelled otherwise in a later file ("1" for
// "1.0") when only one level means the same number.
std::int32_t find_level(const std::vector<std::string>& levels, const std::string& text) {
  const auto found = std::lower_bound(levels.begin(), levels.end(), text);
  if (found != levels.end() && *found == text) return static_cast<std::int32_t>(found - levels.begin());
  double value = 0, other = 0;
  if (parse_number(text, false, value) != NumberParse::kNumber) return ColumnCells::kOther;
  std::int32_t same = ColumnCells::kOther;
  for (std::size_t i = 0; i < levels.size(); ++i) {
    if (parse_number(levels[i], false, other) != NumberParse::kNumber || other != value) continue;
    if (same != ColumnCells::kOther) return ColumnCells::kOther;
    same = static_cast<std::int32_t>(i);
  }
  return same;
}

}  // namespace

ColumnCells::ColumnCells(const CsvColumn& column, const ColumnSchema& schema) : column_(column) {
  const bool category = schema.type == ColumnType::kCategory ||
                        (schema.type == ColumnType::kConstant && !schema.levels.empty());
  const bool date = schema.type == ColumnType::kDate;
  for (const std::string& word : schema.missing) {
    if (category || date) break;
    if (const std::optional<double> number = read_number(word, schema.writing)) missing_.push_back(*number);
  }
  if (!category && !date && column.numeric && column.odd.empty()) {
    if (missing_.empty()) plain_ = column.numbers.data();
    return;
  }
  for (std::size_t i = 0; i < column.levels.size(); ++i) {
    const std::string& text = column.levels[i];
    if (category) {
      std::int32_t level = find_level(schema.levels, text);
      if (level == kOther && (contains(schema.missing, text) || is_missing(text))) level = kMissing;
      if (level == kOther) unknown_.push_back(i);
      levels_.push_back(level);
      continue;
    }
    const bool missing = contains(schema.missing, text) || is_missing_word(text);
    const std::optional<double> value = missing ? std::nullopt
                                        : date  ? read_date(text, schema.date)
                                                : read_number(text, schema.writing);
    values_.push_back(unless_missing(value.value_or(kNoValue)));
    if (!value && !missing) unknown_.push_back(i);
  }
  // Beside numbers only the odd cells are read by their text: 0.0 is a number also where 1,5 is written.
  if (category || !column.numeric) return;
  const std::vector<bool> odd = odd_levels(column);
  std::erase_if(unknown_, [&](std::size_t level) { return !odd[level]; });
}

std::vector<bool> odd_levels(const CsvColumn& column) {
  std::vector<bool> odd(column.levels.size(), !column.numeric);
  for (const CsvOdd& cell : column.odd) odd[static_cast<std::size_t>(cell.code)] = true;
  return odd;
}

double ColumnCells::unless_missing(double value) const {
  return std::find(missing_.begin(), missing_.end(), value) == missing_.end() ? value : kNoValue;
}

double ColumnCells::value(std::size_t row) const {
  if (!column_.numeric) {
    const std::int32_t code = column_.codes[row];
    return code < 0 ? kNoValue : values_[static_cast<std::size_t>(code)];
  }
  const double number = column_.numbers[row];
  if (!std::isnan(number) || column_.odd.empty()) return unless_missing(number);
  const auto odd = std::lower_bound(column_.odd.begin(), column_.odd.end(), static_cast<std::int64_t>(row),
                                    [](const CsvOdd& cell, std::int64_t at) { return cell.row < at; });
  const bool is_odd = odd != column_.odd.end() && odd->row == static_cast<std::int64_t>(row);
  return is_odd ? values_[static_cast<std::size_t>(odd->code)] : kNoValue;
}

std::int32_t ColumnCells::level(std::size_t row) const {
  const std::int32_t code = column_.codes[row];
  return code < 0 ? kMissing : levels_[static_cast<std::size_t>(code)];
}

std::string number_text(double value) {
  char text[32];
  const std::to_chars_result end = std::to_chars(text, text + sizeof text, value + 0.0);  // -0 becomes 0
  return {text, end.ptr};
}

}  // namespace headroom
