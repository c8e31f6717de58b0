#include "core/predict/row_reader.h"

#include <cmath>

#include "core/base/bytes.h"
#include "core/data/apply_schema.h"
#include "core/data/column_cells.h"
#include "core/data/features.h"

namespace headroom {

namespace {

// As the model's classes are spelled, where the file means one of them; numbers without their writing.
std::vector<std::string> target_texts(const TypedTable& typed) {
  const ColumnSchema& target = *typed.schema.find(typed.schema.target);
  const CsvColumn& column = *typed.columns[static_cast<std::size_t>(&target - typed.schema.columns.data())];
  const ColumnCells cells(column, target);
  std::vector<std::string> texts(static_cast<std::size_t>(typed.rows()));
  for (std::size_t row = 0; row < texts.size(); ++row) {
    if (target.levels.empty()) {
      const double value = cells.value(row);
      if (!std::isnan(value)) texts[row] = number_text(value);
    } else if (const std::int32_t level = cells.level(row); level >= 0) {
      texts[row] = target.levels[static_cast<std::size_t>(level)];
    } else if (level == ColumnCells::kOther) {
      texts[row] = column.levels[static_cast<std::size_t>(column.codes[row])];
    }
  }
  return texts;
}

}  // namespace

CsvOptions reading_for(const RunRecord& record) {
  if (!record.schema) return {};
  CsvOptions options;
  const CsvOptions trained = reading_of(*record.schema);
  // Another file may lie otherwise in its lines. But a run without a header knows its columns as x1, x2, ...
  options.header = record.schema->header ? HeaderChoice::kAuto : HeaderChoice::kNo;
  options.spelled = trained.spelled;
  options.texts = trained.texts;
  keep_reading(*record.schema, options);
  return options;
}

InputRows rows_for(const RunRecord& record, const CsvTable& table, Progress& progress) {
  AppliedSchema applied =
      apply_schema(record.schema ? *record.schema : schema_from_features(record), table, progress);
  InputRows rows;
  rows.rows = table.rows;
  const std::size_t width = record.features.size();
  rows.values.resize(
      static_cast<std::size_t>(checked_product({table.rows, static_cast<std::int64_t>(width)})));
  write_features(applied.typed, width, rows.values);
  if (applied.has_target) rows.targets = target_texts(applied.typed);
  rows.ignored = std::move(applied.ignored);
  rows.notes = std::move(applied.notes);
  return rows;
}

}  // namespace headroom
