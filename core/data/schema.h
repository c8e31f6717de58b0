// What each column of a table is: decided once from the whole file, said openly, kept with the run, applied
// to every later file, and overruled by whoever knows better.
//
//   const CsvTable table = read_csv("houses.csv", {}, progress);
//   const TypedTable typed = decide_schema(table, {.target = "price"}, progress);
//   const ColumnSchema& first = typed.schema.columns.front();
//   column_type_name(first.type);   // "number"
//   first.reason;                   // "every cell is a number"
//
// How the types are told apart stands with ColumnType. A guess that could be wrong is a doubt, with
// the place of an example and what decides otherwise; nothing is left out without a word.
//
// Thread rule: plain values and functions.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/names.h"
#include "core/base/progress.h"
#include "core/data/csv/csv.h"
#include "core/data/dataset.h"
#include "core/data/table_remedy.h"
#include "core/data/writing/date_writing.h"
#include "core/data/writing/number_writing.h"

namespace headroom {

enum class ColumnType {
  kNumber,      // most cells are numbers in one writing
  kCategory,    // texts that repeat, or numbers that are asked to be names
  kDate,        // dates, times of day, or both
  kText,        // free text: distinct in most rows
  kIdentifier,  // names the row: an index of the file, or distinct in every row
  kConstant,    // one value in every row
  kEmpty,       // no value in any row
};

inline constexpr auto kColumnTypeNames = names<ColumnType>({{ColumnType::kNumber, "number"},
                                                            {ColumnType::kCategory, "category"},
                                                            {ColumnType::kDate, "date"},
                                                            {ColumnType::kText, "text"},
                                                            {ColumnType::kIdentifier, "identifier"},
                                                            {ColumnType::kConstant, "constant"},
                                                            {ColumnType::kEmpty, "empty"}});
inline std::string_view column_type_name(ColumnType type) { return kColumnTypeNames.name(type); }

enum class ColumnRole { kFeature, kTarget, kLeftOut };
inline constexpr auto kColumnRoleNames = names<ColumnRole>(
    {{ColumnRole::kFeature, "feature"}, {ColumnRole::kTarget, "target"}, {ColumnRole::kLeftOut, "left out"}});

// Something that may be other than it was taken for.
struct Doubt {
  std::string text;
  std::string where;                        // "file:line:column"; empty when it is about the whole column
  std::vector<TableRemedy> otherwise = {};  // the likeliest first; not kept with a run
  bool operator==(const Doubt& other) const { return text == other.text && where == other.where; }
};

// Why a column that names the rows is left out, where CsvTable::notes tell how it was recognised.
inline constexpr std::string_view kNamesRows = "names the rows";

struct ColumnSchema {
  std::string name;
  ColumnType type = ColumnType::kNumber;
  ColumnRole role = ColumnRole::kFeature;
  std::string reason;                  // why it is this type, or left out
  std::vector<TableRemedy> otherwise;  // than by this reason; not kept with a run
  std::vector<Doubt> doubts;

  NumberWriting writing;             // kNumber
  DateWriting date;                  // kDate
  double origin = 0;                 // kNumber: subtracted before it becomes a float; kDate: the first second
  std::vector<FeaturePart> parts;    // kDate: those that vary, and so become features
  std::vector<std::string> missing;  // the words that stand for a missing value here; empty cells always do
  // kCategory: in their own spelling, sorted by byte. Rows of any other value share one feature where
  // `others` is set, and are 0 in all of them elsewhere.
  std::vector<std::string> levels;
  bool others = false;
  bool missing_level = false;  // kCategory: a missing value is a level of its own

  // About the file that it was decided from.
  std::int64_t missing_cells = 0;
  std::int64_t odd_cells = 0;  // that do not fit the type and were taken as missing
  std::string odd_example, odd_where;
};

struct Schema {
  std::vector<ColumnSchema> columns;  // in the order of the file
  std::string target;
  Task task = Task::kClassification;
  std::string task_reason;           // "detected from its values"
  std::vector<std::string> classes;  // in their own spelling, sorted (numbers by value, else by byte)
  // How the file was cut into cells (CsvFrame), so that it is read alike again; separator 0: that is not
  // known.
  char separator = ',', quote = '"', comment = '\0';
  std::int64_t skip_lines = 0;
  bool header = true;
  std::string encoding;           // that was asked for; empty: told from the bytes of each file
  std::vector<TableNote> notes;   // about the file as a whole
  std::int64_t dropped_rows = 0;  // without a target

  const ColumnSchema* find(std::string_view name) const;
};

// What the person decides; everything else is guessed.
struct TabularOptions {
  std::string target = {};                        // column name; empty: the last column
  std::optional<Task> task = {};                  // empty: from the target's values
  std::string task_reason = "as asked for";       // why `task` was given
  std::map<std::string, ColumnWish> wishes = {};  // by column
  std::vector<std::string> missing = {};          // further words for a missing value, numbers too
  std::map<std::string, std::vector<std::string>> missing_in = {};  // the same of single columns
  char decimal = 0;                                                 // '.' or ','; 0: as the file shows
  std::optional<bool> day_first = {};  // in dates of numbers; empty: as the column shows
  std::int64_t max_categories = 64;    // of a column: the most frequent, and the others together
  std::int64_t max_features = 65536;   // more is refused with Error{kBadInput}
  bool drop_rows_without_target = false;
  std::shared_ptr<const Schema> schema = {};  // from an earlier file: applied, nothing is guessed
};

// A table with its schema.
struct TypedTable {
  const CsvTable* table = nullptr;
  Schema schema;
  // [schema.columns] of the table, or read again as texts where that was needed
  std::vector<std::shared_ptr<const CsvColumn>> columns;
  std::vector<std::uint32_t> kept;  // rows of the table; empty: all of them
  std::int64_t rows() const { return kept.empty() ? table->rows : static_cast<std::int64_t>(kept.size()); }
};

// Throws Error{kNotFound} for an unknown column (lists them), Error{kBadInput} for a target that cannot be
// learned, a column in which a stray text hides among numbers (file:line:column), and a schema that does not
// fit the table. `table` must outlive the result.
TypedTable decide_schema(const CsvTable& table, const TabularOptions& options, Progress& progress);

// How to read the file that the schema was decided from once more.
CsvOptions reading_of(const Schema& schema);

// A column of the table as texts: read again, or, of a table without a file, as its numbers are written.
CsvColumn column_as_texts(const TypedTable& typed, std::size_t column, Progress& progress);

}  // namespace headroom
