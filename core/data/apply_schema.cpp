#include "core/data/apply_schema.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <string_view>
#include <utility>

#include "core/base/bytes.h"
#include "core/base/error.h"
#include "core/data/column_cells.h"
#include "core/data/csv/separator.h"

namespace headroom {

namespace {

constexpr std::size_t kNamedValues = 3;  // that were never seen, told one by one

bool has_levels(const ColumnSchema& column) { return !column.levels.empty() || column.others; }

class Application {
 public:
  Application(const Schema& schema, const CsvTable& table, Progress& progress)
      : schema_(schema), table_(table), progress_(progress) {
    for (std::size_t c = 0; c < table.columns.size(); ++c) place_[table.columns[c].name] = c;
  }

  AppliedSchema apply() {
    require_columns();
    result_.typed.table = &table_;
    Schema& applied = result_.typed.schema;
    applied = schema_;
    applied.columns.clear();
    for (const ColumnSchema& column : schema_.columns) {
      const bool there = column.role != ColumnRole::kLeftOut && place_.contains(column.name);
      if (there) {
        take(column);
      } else {
        applied.columns.push_back(column);
        result_.typed.columns.push_back(nullptr);
      }
      result_.has_target = result_.has_target || (there && column.role == ColumnRole::kTarget);
    }
    std::set<std::string_view> learned;
    for (const ColumnSchema& column : schema_.columns) {
      if (column.role != ColumnRole::kLeftOut) learned.insert(column.name);
    }
    for (const CsvColumn& column : table_.columns) {
      if (!learned.contains(column.name)) result_.ignored.push_back(column.name);
    }
    return std::move(result_);
  }

 private:
  void require_columns() const {
    std::vector<std::string> missing;
    for (const ColumnSchema& column : schema_.columns) {
      if (column.role == ColumnRole::kFeature && !place_.contains(column.name))
        missing.push_back(column.name);
    }
    if (missing.empty()) return;
    constexpr std::size_t kShown = 10;
    std::string list;
    for (std::size_t i = 0; i < std::min(kShown, missing.size()); ++i) {
      list += (i == 0 ? "'" : ", '") + missing[i] + "'";
    }
    if (missing.size() > kShown) list += ", ...";
    throw Error(ErrorCode::kBadInput,
                format_count(static_cast<std::int64_t>(missing.size())) +
                    " of the columns that the run was trained on " + (missing.size() == 1 ? "is" : "are") +
                    " missing: add " + list,
                table_.path);
  }

  void take(const ColumnSchema& schema) {
    const std::size_t at = place_.at(schema.name);
    std::shared_ptr<const CsvColumn> column(std::shared_ptr<const CsvColumn>(), &table_.columns[at]);
    const bool texts = has_levels(schema) || schema.type == ColumnType::kDate;
    if (texts && !column->spelled() && table_.rows > 0) {
      TypedTable whole;
      whole.table = &table_;
      for (const CsvColumn& each : table_.columns)
        whole.columns.emplace_back(std::shared_ptr<const CsvColumn>(), &each);
      column = std::make_shared<const CsvColumn>(column_as_texts(whole, at, progress_));
    }
    ColumnSchema here = schema;
    if (texts && schema.type != ColumnType::kDate) {
      if (schema.role == ColumnRole::kFeature) count_unseen(here, *column);
    } else {
      read_as_written_here(here, *column);
      if (schema.role == ColumnRole::kFeature) count_missing(here, *column);
    }
    result_.typed.schema.columns.push_back(std::move(here));
    result_.typed.columns.push_back(std::move(column));
  }

  void count_unseen(const ColumnSchema& schema, const CsvColumn& column) {
    const ColumnCells cells(column, schema);
    std::int64_t unseen = 0;
    for (const std::size_t level : cells.unknown()) unseen += column.counts[level];
    if (unseen == 0) return;
    std::string which;
    for (std::size_t i = 0; i < std::min(kNamedValues, cells.unknown().size()); ++i) {
      const std::size_t level = cells.unknown()[i];
      which += (i == 0 ? "" : ", ") + in_quotes(column.levels[level]);
      if (column.counts[level] > 1) which += " " + format_count(column.counts[level]) + " times";
    }
    const auto more =
        static_cast<std::int64_t>(cells.unknown().size()) - static_cast<std::int64_t>(kNamedValues);
    if (more > 0) which += " and " + format_count(more) + " more";
    result_.notes.push_back("column '" + schema.name + "': " + format_count(unseen) +
                            (unseen == 1 ? " value was" : " values were") + " never seen in training (" +
                            which + "), " +
                            (schema.others ? "taken as one of the others" : "0 in all its features"));
  }

  // The same numbers may be written otherwise: 1,5 for 1.5.
  void read_as_written_here(ColumnSchema& schema, const CsvColumn& column) {
    const std::vector<std::size_t> unknown = ColumnCells(column, schema).unknown();
    if (unknown.empty()) return;
    std::vector<std::string> spellings;
    std::vector<std::int64_t> counts;
    // All of them, or what is known so far would be lost with the writing that reads the others.
    const std::vector<bool> asked = odd_levels(column);
    for (std::size_t i = 0; i < column.levels.size(); ++i) {
      if (!asked[i]) continue;
      spellings.push_back(column.levels[i]);
      counts.push_back(column.counts[i]);
    }
    if (schema.type == ColumnType::kDate) {
      const auto guess = guess_date_writing(spellings, counts, {.day_first = day_first(schema.date)});
      if (!guess || !guess->odd.empty()) refuse(schema, column, unknown.front());
      schema.date = guess->writing;
      result_.notes.push_back("column '" + schema.name + "': dates are written " + describe(schema.date) +
                              " here");
      return;
    }
    const NumberHints hints{.separator = table_.separator, .plain_mark = column.mark};
    const auto guess = guess_number_writing(spellings, counts, hints);
    if (!guess || !guess->odd.empty()) refuse(schema, column, unknown.front());
    schema.writing = guess->writing;
    result_.notes.push_back("column '" + schema.name + "': numbers are written " + describe(schema.writing) +
                            " here");
    if (!guess->doubt.empty()) result_.notes.push_back("column '" + schema.name + "': " + guess->doubt);
  }

  [[noreturn]] void refuse(const ColumnSchema& schema, const CsvColumn& column, std::size_t level) const {
    const bool date = schema.type == ColumnType::kDate;
    throw Error(ErrorCode::kBadInput,
                "column '" + schema.name + "' holds text ('" + column.levels[level] + "'), the run needs " +
                    (date ? "dates" : "numbers") + " there: correct the file",
                level < column.places.size() ? where_in(table_.path, column.places[level]) : table_.path);
  }

  void count_missing(const ColumnSchema& schema, const CsvColumn& column) {
    const ColumnCells cells(column, schema);
    std::int64_t missing = 0;
    for (std::int64_t row = 0; row < table_.rows; ++row) {
      missing += std::isnan(cells.value(static_cast<std::size_t>(row))) ? 1 : 0;
    }
    if (missing == 0) return;
    result_.notes.push_back("column '" + schema.name + "': " + format_count(missing) +
                            (missing == 1 ? " missing number" : " missing numbers") +
                            ", replaced by the mean of the training rows");
  }

  const Schema& schema_;
  const CsvTable& table_;
  Progress& progress_;
  std::map<std::string, std::size_t> place_;
  AppliedSchema result_;
};

}  // namespace

void keep_reading(const Schema& schema, CsvOptions& reading) {
  if (reading.encoding.empty()) reading.encoding = schema.encoding;
  if (!reading.separator && is_rare_separator(schema.separator)) reading.separator = schema.separator;
}

AppliedSchema apply_schema(const Schema& schema, const CsvTable& table, Progress& progress) {
  return Application(schema, table, progress).apply();
}

}  // namespace headroom
