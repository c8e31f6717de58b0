#include "core/data/tabular.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <new>
#include <utility>

#include "core/base/bytes.h"
#include "core/base/error.h"
#include "core/base/tr.h"
#include "core/data/column_cells.h"
#include "core/data/csv/counted.h"
#include "core/data/csv/values.h"
#include "core/data/features.h"

namespace headroom {

namespace {

std::string class_list(const std::vector<std::string>& names) {
  constexpr std::size_t kShown = 6;
  std::string text;
  for (std::size_t i = 0; i < std::min(kShown, names.size()); ++i) text += (i == 0 ? "" : ", ") + names[i];
  return names.size() > kShown ? text + ", ..." : text;
}

std::string target_note(const Schema& schema) {
  std::string note = "target '" + schema.target + "': " + std::string(task_name(schema.task));
  if (schema.task == Task::kClassification) {
    note += ", " + format_count(static_cast<std::int64_t>(schema.classes.size())) + " classes (" +
            class_list(schema.classes) + ")";
  }
  return note + ", " + schema.task_reason;
}

std::string word_list(const std::vector<std::string>& words) {
  constexpr std::size_t kShown = 3;
  std::string text;
  for (std::size_t i = 0; i < std::min(kShown, words.size()); ++i) {
    text += (i == 0 ? "'" : ", '") + words[i] + "'";
  }
  return words.size() > kShown ? text + ", ..." : text;
}

// What a category or a date became.
std::string became(const ColumnSchema& column) {
  const auto width = static_cast<std::int64_t>(features_of(column).size());
  if (column.type == ColumnType::kDate) {
    std::string note = "dates (" + describe(column.date) + "), from " + date_text(column.origin) + " on: ";
    for (std::size_t i = 0; i < column.parts.size(); ++i) {
      note += (i == 0 ? "" : ", ") + std::string(kFeaturePartNames.name(column.parts[i]));
    }
    return note;
  }
  std::string note = "text, one-hot in " + count_of(width, "column");
  if (column.others) note += ": " + column.reason.substr(column.reason.find(": ") + 2);
  if (column.missing_level) note += ", one of them for " + format_count(column.missing_cells) + " missing";
  return note;
}

// Without an exponent: it stands beside numbers of the file.
std::string plain_text(double value) {
  char text[64];
  std::snprintf(text, sizeof text, "%.15g", value);
  return text;
}

void column_notes(const ColumnSchema& column, std::vector<TableNote>& notes) {
  const std::string name = "column '" + column.name + "': ";
  if (column.role == ColumnRole::kLeftOut && column.reason == kNamesRows) return;
  if (column.role == ColumnRole::kLeftOut) {
    notes.push_back({name + column.reason + ", left out", column.otherwise});
  } else if (column.role == ColumnRole::kFeature) {
    if (column.type == ColumnType::kConstant) notes.push_back(name + "the same value in every row");
    if (column.type == ColumnType::kDate || !column.levels.empty()) {
      notes.push_back({name + became(column), column.otherwise});
    }
    const std::string writing = column.type == ColumnType::kNumber ? describe(column.writing) : "";
    if (!writing.empty()) notes.push_back(name + "numbers written " + writing);
    if (column.type == ColumnType::kNumber && column.origin != 0) {
      notes.push_back(name + "counted from " + plain_text(column.origin) +
                      ", so that large numbers with a small spread keep their digits");
    }
    const bool mean = column.levels.empty();
    if (mean && column.missing_cells > 0) {
      notes.push_back(name + count_of(column.missing_cells, "missing number") +
                      (column.missing.empty() ? "" : " (" + word_list(column.missing) + ")") +
                      ", replaced by the mean of the training rows");
    }
  }
  if (column.odd_cells > 0) {
    notes.push_back(name + format_count(column.odd_cells) + " that do not fit taken as missing, '" +
                    column.odd_example + "' first (" + column.odd_where + ")");
  }
  for (const Doubt& doubt : column.doubts) {
    notes.push_back(
        {name + doubt.text + (doubt.where.empty() ? "" : " (" + doubt.where + ")"), doubt.otherwise});
  }
}

void check_features(const TabularOptions& options, const Dataset& data) {
  if (data.columns == 0) {
    std::string reasons;
    for (const std::string& note : data.notes) reasons += "; " + note;
    throw Error(
        ErrorCode::kBadInput,
        tr("no column is left to learn from: add numeric columns or columns with few distinct texts") +
            reasons,
        data.source);
  }
  if (data.columns > options.max_features) {
    throw TableRefusal(tr("{1} features after one-hot, at most {2} can be used", format_count(data.columns),
                          format_count(options.max_features)),
                       tr("leave columns out"), data.source, "",
                       {TableRemedy::column("", ColumnWish::kIgnore), TableRemedy::max_categories()});
  }
}

void write_targets(const TypedTable& typed, Dataset& data) {
  const Schema& schema = typed.schema;
  const auto at = static_cast<std::size_t>(schema.find(schema.target) - schema.columns.data());
  const ColumnSchema& target = schema.columns[at];
  const ColumnCells cells(*typed.columns[at], target);
  std::vector<float> class_of_level;
  for (const std::string& level : target.levels) {
    const auto found = std::find(schema.classes.begin(), schema.classes.end(), level);
    class_of_level.push_back(static_cast<float>(found - schema.classes.begin()));
  }
  data.targets.resize(static_cast<std::size_t>(data.rows));
  for (std::size_t r = 0; r < data.targets.size(); ++r) {
    const std::size_t row = typed.kept.empty() ? r : typed.kept[r];
    data.targets[r] = schema.task == Task::kClassification
                          ? class_of_level[static_cast<std::size_t>(cells.level(row))]
                          : static_cast<float>(cells.value(row) - target.origin);
  }
}

}  // namespace

std::vector<TableNote> schema_notes(const Schema& schema) {
  std::vector<TableNote> notes = schema.notes;
  notes.push_back(target_note(schema));
  if (schema.dropped_rows > 0) {
    notes.push_back(count_of(schema.dropped_rows, "row") + " without a target left out, as asked for");
  }
  for (const ColumnSchema& column : schema.columns) column_notes(column, notes);
  return notes;
}

Dataset make_dataset(const TypedTable& typed, const TabularOptions& options) {
  const Schema& schema = typed.schema;
  Dataset data;
  data.source = typed.table->path;
  data.rows = typed.rows();
  data.read_seconds = typed.table->seconds;
  data.schema = std::make_shared<const Schema>(schema);
  data.target_name = schema.target;
  data.task = schema.task;
  data.class_names = schema.classes;
  data.target_origin = schema.task == Task::kRegression ? schema.find(schema.target)->origin : 0;
  for (TableNote& note : schema_notes(schema)) data.notes.push_back(std::move(note.text));
  data.origins = features_of(schema);
  for (const FeatureOrigin& feature : data.origins) data.column_names.push_back(feature.name());
  data.columns = static_cast<std::int64_t>(data.origins.size());
  check_features(options, data);
  try {
    const std::int64_t values = checked_product({data.rows, data.columns});
    checked_mul(values, std::int64_t{sizeof(float)});
    data.values.resize(static_cast<std::size_t>(values));
    write_features(typed, static_cast<std::size_t>(data.columns), data.values);
    write_targets(typed, data);
  } catch (const std::bad_alloc&) {
    throw Error(ErrorCode::kOutOfMemory, tr("the features do not fit into memory: use fewer rows or columns"),
                typed.table->path);
  }
  return data;
}

Dataset make_dataset(const CsvTable& table, const TabularOptions& options, Progress& progress) {
  return make_dataset(decide_schema(table, options, progress), options);
}

}  // namespace headroom
