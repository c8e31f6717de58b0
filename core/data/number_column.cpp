#include "core/data/number_column.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "core/base/bytes.h"
#include "core/data/column_cells.h"
#include "core/data/column_decision.h"
#include "core/data/sentinels.h"

namespace headroom {

namespace {

class NumberColumn : ColumnDecision {
 public:
  NumberColumn(const CsvColumn& column, const GuessContext& context, ColumnSchema schema)
      : ColumnDecision(column, context, std::move(schema)) {}

  ColumnSchema finish(std::vector<std::string> words, std::int64_t missing) {
    schema_.type = ColumnType::kNumber;
    // Behind those that were odd.
    schema_.missing.insert(schema_.missing.end(), std::make_move_iterator(words.begin()),
                           std::make_move_iterator(words.end()));
    schema_.missing_cells = missing;
    take_numbers_as_missing();
    const std::string writing = describe(schema_.writing);
    schema_.reason =
        schema_.missing_cells + schema_.odd_cells > 0 ? "its values are numbers" : "every cell is a number";
    if (!writing.empty()) schema_.reason += ", written " + writing;
    look_at_values();
    return std::move(schema_);
  }

 private:
  // --missing -999, in a column that holds it as a number.
  void take_numbers_as_missing() {
    bool any = false;
    for (const std::string& word : said_words()) {
      if (!read_number(word, schema_.writing)) continue;
      any = true;
      if (std::find(schema_.missing.begin(), schema_.missing.end(), word) == schema_.missing.end())
        schema_.missing.push_back(word);
    }
    if (!any) return;
    const ColumnCells cells(column_, schema_);
    std::int64_t none = 0;
    for (std::int64_t row = 0; row < context_.rows; ++row)
      none += std::isnan(cells.value(static_cast<std::size_t>(row))) ? 1 : 0;
    schema_.missing_cells = none - schema_.odd_cells;
  }

  // A number as the column would write it.
  std::string written(double value) const {
    std::string text = number_text(value);
    if (schema_.writing.decimal == ',') std::replace(text.begin(), text.end(), '.', ',');
    return text;
  }

  std::string place_in_row(std::int64_t row) const {
    const auto at = static_cast<std::size_t>(row);
    // Of the texts of a column of numbers no one has counted where they stand (CsvColumnBuilder).
    if (!column_.numeric && column_.codes[at] >= 0)
      return place_of(static_cast<std::size_t>(column_.codes[at]));
    const auto& columns = context_.table->columns;
    for (std::size_t c = 0; c < columns.size(); ++c) {
      if (columns[c].name != column_.name) continue;
      const std::optional<TextPosition> place = place_of_cell(*context_.table, c, row);
      return place ? where(*place) : "";
    }
    return "";
  }

  void doubt_sentinels(const ColumnCells& cells, const ValueRange& all) {
    for (const Sentinel& found : find_sentinels(cells, context_.rows, all)) {
      const std::string word = written(found.value);
      doubt(in_quotes(word) + " occurs " + format_count(found.cells) +
                " times, all other values lie between " + written(found.least) + " and " +
                written(found.most) + ": it may stand for a missing value",
            place_in_row(found.first_row), {TableRemedy::missing_in(column_.name, word)});
    }
  }

  // Constant, an identifier, or so large that a float would lose what tells them apart.
  void look_at_values() {
    const ColumnCells cells(column_, schema_);
    double least = std::numeric_limits<double>::infinity(), most = -least;
    bool whole = true, counts_up = true;
    double before = std::nan("");
    for (std::int64_t row = 0; row < context_.rows; ++row) {
      const double value = cells.value(static_cast<std::size_t>(row));
      if (std::isnan(value)) {
        counts_up = false;
        continue;
      }
      least = std::min(least, value);
      most = std::max(most, value);
      whole = whole && value == std::floor(value);
      counts_up = counts_up && (std::isnan(before) || value == before + 1);
      before = value;
    }
    if (least > most) {
      schema_.type = ColumnType::kEmpty;
      schema_.reason = "no value in any row";
      if (!context_.is_target) schema_.role = ColumnRole::kLeftOut;
      return;
    }
    if (least == most) {
      schema_.type = ColumnType::kConstant;
      schema_.reason = "the same value in every row";
    }
    doubt_sentinels(cells, {least, most});
    const double largest = std::max(std::abs(least), std::abs(most));
    const double step = std::ldexp(largest, -24);  // between neighbouring floats of this size, about
    const bool exact = whole && largest <= std::ldexp(1.0, 24);
    if (!exact && step > (most - least) * 1e-5 && most > least) schema_.origin = least;
    if (!context_.is_target && !asked_numeric()) name_the_rows(whole, counts_up, least);
    if (!column_.leading_zero.empty() && !asked_numeric() && !context_.is_target) {
      doubt("'" + column_.leading_zero + "' is read as the number " +
                number_text(std::stod(column_.leading_zero)),
            where(column_.leading_zero_at), {wished(ColumnWish::kCategorical)});
    }
  }

  void name_the_rows(bool whole, bool counts_up, double least) {
    if (!whole || context_.rows < kRowsToTellNames) return;
    std::string lower = column_.name;
    for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    const bool named = lower == "id" || lower == "index" || lower == "row" || lower == "rowid" ||
                       lower == "row_id" || lower == "row_number" || lower == "rownames" || lower == "nr" ||
                       lower == "no" || lower == "#" || lower == "uuid" || lower.starts_with("unnamed") ||
                       lower.ends_with("_id") ||
                       (column_.name.ends_with("Id") || column_.name.ends_with("ID"));
    if (counts_up && (least == 0 || least == 1) && named) {
      schema_.type = ColumnType::kIdentifier;
      schema_.role = ColumnRole::kLeftOut;
      schema_.reason = "it counts the rows";
      schema_.otherwise = {wished(ColumnWish::kNumeric)};
    } else if (counts_up) {
      doubt("it counts the rows", "", {wished(ColumnWish::kIgnore)});
    } else if (named) {
      doubt("by its name it identifies the rows", "", {wished(ColumnWish::kIgnore)});
    }
  }
};

}  // namespace

ColumnSchema number_column(const CsvColumn& column, const GuessContext& context, ColumnSchema schema,
                           std::vector<std::string> words, std::int64_t missing) {
  return NumberColumn(column, context, std::move(schema)).finish(std::move(words), missing);
}

}  // namespace headroom
