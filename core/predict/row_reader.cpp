#include "core/predict/row_reader.h"

#include <charconv>
#include <cmath>
#include <limits>
#include <map>
#include <set>

#include "core/base/bytes.h"
#include "core/base/error.h"

namespace headroom {

namespace {

constexpr float kMissing = std::numeric_limits<float>::quiet_NaN();

// As class names and one-hot levels are written: the shortest text that reads back as the same number.
std::string number_text(double value) {
  char text[32];
  const std::to_chars_result end = std::to_chars(text, text + sizeof text, value + 0.0);
  return std::string(text, end.ptr);
}

std::string cell_text(const CsvColumn& column, std::size_t row) {
  if (!column.numeric)
    return column.codes[row] < 0 ? "" : column.levels[static_cast<std::size_t>(column.codes[row])];
  return std::isnan(column.numbers[row]) ? "" : number_text(column.numbers[row]);
}

std::map<std::string, const CsvColumn*> by_name(const CsvTable& table) {
  std::map<std::string, const CsvColumn*> columns;
  for (const CsvColumn& column : table.columns) columns[column.name] = &column;
  return columns;
}

void require_columns(const RunRecord& record, const CsvTable& table,
                     const std::map<std::string, const CsvColumn*>& columns) {
  std::set<std::string> missing;
  for (const FeatureOrigin& feature : record.features) {
    if (!columns.contains(feature.column)) missing.insert(feature.column);
  }
  if (missing.empty()) return;
  constexpr std::size_t kShown = 10;
  std::string list;
  std::size_t shown = 0;
  for (const std::string& name : missing) {
    if (++shown > kShown) {
      list += ", ...";
      break;
    }
    list += (list.empty() ? "'" : ", '") + name + "'";
  }
  throw Error(ErrorCode::kBadInput,
              format_count(static_cast<std::int64_t>(missing.size())) +
                  " of the columns that the run was trained on " + (missing.size() == 1 ? "is" : "are") +
                  " missing: add " + list,
              table.path);
}

// A number per row; refuses texts.
void read_number_column(const CsvTable& table, const CsvColumn& column, std::size_t feature,
                        std::size_t columns, InputRows& rows) {
  if (!column.numeric && column.missing < table.rows) {
    throw Error(ErrorCode::kBadInput,
                "column '" + column.name + "' holds text, the run needs numbers there: correct the file",
                table.path + ":" + std::to_string(column.first_text_line) + ":" +
                    std::to_string(column.first_text_column));
  }
  for (std::size_t r = 0; r < static_cast<std::size_t>(table.rows); ++r) {
    rows.values[r * columns + feature] = column.numeric ? static_cast<float>(column.numbers[r]) : kMissing;
  }
  if (column.missing > 0) {
    rows.notes.push_back("column '" + column.name + "': " + format_count(column.missing) +
                         (column.missing == 1 ? " missing number" : " missing numbers") +
                         ", replaced by the mean of the training rows");
  }
}

// The one-hot features of one column of texts.
void read_text_column(const CsvTable& table, const CsvColumn& column,
                      const std::map<std::string, std::size_t>& feature_of, std::size_t columns,
                      InputRows& rows) {
  std::int64_t unseen = 0;
  std::string example;
  for (std::size_t r = 0; r < static_cast<std::size_t>(table.rows); ++r) {
    const std::string text = cell_text(column, r);
    const auto found = feature_of.find(text);
    if (found != feature_of.end()) {
      rows.values[r * columns + found->second] = 1;
    } else if (!text.empty()) {
      ++unseen;
      if (example.empty()) example = text;
    }
  }
  if (unseen > 0) {
    rows.notes.push_back("column '" + column.name + "': " + format_count(unseen) +
                         (unseen == 1 ? " value was" : " values were") + " never seen in training ('" +
                         example + "'), 0 in all its features");
  }
}

}  // namespace

InputRows rows_for(const RunRecord& record, const CsvTable& table) {
  const auto columns = by_name(table);
  require_columns(record, table, columns);
  const std::size_t width = record.features.size();
  InputRows rows;
  rows.rows = table.rows;
  rows.values.assign(
      static_cast<std::size_t>(checked_product({table.rows, static_cast<std::int64_t>(width)})), 0);

  std::map<std::string, std::map<std::string, std::size_t>> one_hot;  // column -> level -> feature
  std::set<std::string> known{record.target_name};
  for (std::size_t f = 0; f < width; ++f) {
    const FeatureOrigin& feature = record.features[f];
    known.insert(feature.column);
    if (feature.level) {
      one_hot[feature.column][*feature.level] = f;
    } else {
      read_number_column(table, *columns.at(feature.column), f, width, rows);
    }
  }
  for (const auto& [name, feature_of] : one_hot)
    read_text_column(table, *columns.at(name), feature_of, width, rows);
  for (const CsvColumn& column : table.columns) {
    if (!known.contains(column.name)) rows.ignored.push_back(column.name);
  }
  if (const auto target = columns.find(record.target_name); target != columns.end()) {
    for (std::size_t r = 0; r < static_cast<std::size_t>(table.rows); ++r) {
      rows.targets.push_back(cell_text(*target->second, r));
    }
  }
  return rows;
}

}  // namespace headroom
