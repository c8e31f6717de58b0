#include "core/data/csv/table_end.h"

#include <cmath>
#include <cstddef>
#include <string>
#include <unordered_set>
#include <utility>

#include "core/base/bytes.h"

namespace headroom {

namespace {

// 0, 1, 2, ... or 1, 2, 3, ...
bool counts_rows(const std::vector<double>& numbers) {
  if (numbers.empty() || (numbers[0] != 0 && numbers[0] != 1)) return false;
  for (std::size_t i = 1; i < numbers.size(); ++i) {
    if (numbers[i] != numbers[0] + static_cast<double>(i)) return false;
  }
  return true;
}

// Whole numbers, all different: what is left of an index when rows were chosen or shuffled.
bool numbers_rows(const std::vector<double>& numbers) {
  std::unordered_set<double> seen;
  for (const double number : numbers) {
    if (number != std::floor(number) || !seen.insert(number).second) return false;
  }
  return true;
}

// Empty when the column does not hold names of the rows, else what it holds.
std::string rows_named_by(const CsvColumn& column, std::int64_t rows) {
  if (column.missing > 0 || rows < 2) return "";
  if (column.numeric) {
    if (counts_rows(column.numbers)) return "counts the rows";
    return numbers_rows(column.numbers) ? "holds another number in every row" : "";
  }
  return static_cast<std::int64_t>(column.levels.size()) == rows ? "holds another name in every row" : "";
}

}  // namespace

void finish_columns(CsvTable& table, const std::vector<bool>& unnamed) {
  std::vector<CsvColumn> kept;
  std::int64_t empty = 0;
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    CsvColumn& column = table.columns[c];
    if (unnamed[c] && column.missing == table.rows) {
      ++empty;
      continue;
    }
    // Two columns at least: one that counts may be the table.
    const std::string what = c == 0 && table.columns.size() > 1 && (unnamed[c] || column.name == "Unnamed: 0")
                                 ? rows_named_by(column, table.rows)
                                 : "";
    if (c == 0 && table.frame.names_rows) {
      column.row_names = true;
      table.notes.emplace_back(
          "the header is one field short: the first column holds names of the rows (as R writes "
          "them), left out");
    } else if (!what.empty()) {
      column.row_names = true;
      table.notes.push_back("column 1 has no name and " + what + " (as pandas and R write it): left out");
    } else if (unnamed[c]) {
      table.notes.push_back("column " + std::to_string(c + 1) + " has no name: called '" + column.name + "'");
    }
    kept.push_back(std::move(column));
  }
  if (empty > 0 && !kept.empty())
    table.notes.push_back(
        format_count(empty) + (empty == 1 ? " column" : " columns") +
        " without a name and without a value (a separator at the end of the lines): left out");
  if (!kept.empty()) table.columns = std::move(kept);
}

}  // namespace headroom
