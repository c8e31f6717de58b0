// headroom-cli inspect: what the columns of a file are taken for, and why.
#include <memory>
#include <optional>
#include <string>

#include "app/cli/command_line.h"
#include "app/cli/context.h"
#include "app/cli/output.h"
#include "app/cli/reading.h"
#include "app/cli/remedy_words.h"
#include "app/cli/table_options.h"
#include "core/base/bytes.h"
#include "core/base/error.h"
#include "core/base/json.h"
#include "core/data/apply_schema.h"
#include "core/data/features.h"
#include "core/data/tabular.h"
#include "core/io/array_file.h"
#include "core/io/file.h"
#include "core/io/schema_json.h"

namespace headroom::cli {

namespace {

struct InspectOptions {
  std::optional<std::string> file, save;
  TableOptions table;
};

std::string separator_name(char separator) {
  switch (separator) {
    case ',': return "comma";
    case ';': return "semicolon";
    case '\t': return "tab";
    case '|': return "pipe";
    case ' ': return "blanks";
    default: return std::string(1, separator);
  }
}

// What tells the reader how a column is written.
std::string writing_of(const ColumnSchema& column) {
  if (column.type == ColumnType::kDate) return describe(column.date);
  if (!column.levels.empty()) {
    std::string text;
    for (std::size_t i = 0; i < column.levels.size() && i < 4; ++i)
      text += (i == 0 ? "" : ", ") + column.levels[i];
    return column.levels.size() > 4 ? text + ", ..." : text;
  }
  return column.type == ColumnType::kNumber ? describe(column.writing) : "";
}

void print_schema(const CsvTable& table, const Schema& schema, std::ostream& out) {
  out << format_count(table.rows) << " rows x "
      << format_count(static_cast<std::int64_t>(table.columns.size())) << " columns, "
      << separator_name(table.separator) << " separated, "
      << (table.header ? "named by the first row" : "without a header") << "\n\n";
  Table columns({"column", "type", "as", ">missing", ">features", "written", "why"});
  for (const ColumnSchema& column : schema.columns) {
    columns.add({shorten(column.name, 24), std::string(column_type_name(column.type)),
                 std::string(kColumnRoleNames.name(column.role)), format_count(column.missing_cells),
                 format_count(static_cast<std::int64_t>(features_of(column).size())),
                 shorten(writing_of(column), 32), shorten(column.reason, 60)});
  }
  columns.print(out);
  out << '\n';
  for (const TableNote& note : schema_notes(schema)) out << told(note) << '\n';
}

Json inspect_document(const CsvTable& table, const Schema& schema) {
  Json document = schema_to_json(schema);
  document["file"] = table.path;
  document["rows"] = table.rows;
  for (std::size_t c = 0; c < schema.columns.size(); ++c) {
    Json& column = document["columns"][c];
    column["features"] = Json::array();
    for (const FeatureOrigin& feature : features_of(schema.columns[c]))
      column["features"].push_back(feature.name());
    for (std::size_t d = 0; d < schema.columns[c].doubts.size(); ++d) {
      const Doubt& doubt = schema.columns[c].doubts[d];
      column["doubts"][d]["text"] = told(doubt);
      column["doubts"][d]["options"] = Json::array();
      for (const TableRemedy& remedy : doubt.otherwise)
        column["doubts"][d]["options"].push_back(option_words(remedy));
    }
  }
  document["notes"] = told(schema_notes(schema));
  return document;
}

void inspect(const InspectOptions& options, Context& context) {
  if (!options.file) throw Error(ErrorCode::kUsage, "is missing: name the file to look at", "FILE");
  CsvOptions reading = reading_of(options.table);
  const TabularOptions tabular = tabular_of(options.table);
  if (tabular.schema) keep_reading(*tabular.schema, reading);
  const std::string path = *options.file;
  const auto table =
      with_bar<std::shared_ptr<const CsvTable>>(context, "reading " + path, [&](Progress& progress) {
        return std::make_shared<const CsvTable>(read_table(path, reading, progress));
      });
  Progress progress;
  const Schema schema = decide_schema(*table, tabular, progress).schema;
  if (options.save) write_file(*options.save, schema_to_json(schema).dump(1) + "\n");
  if (context.json) {
    print_json(inspect_document(*table, schema), context.out);
    return;
  }
  print_schema(*table, schema, context.out);
  if (options.save) context.out << "written to " << *options.save << '\n';
}

}  // namespace

Action add_inspect(Subcommand& app) {
  auto options = std::make_shared<InspectOptions>();
  app.add_positional("FILE", options->file, "a table");
  register_options(app, options->table);
  app.add_option("--save", options->save, "write the schema here, for train --schema", "FILE");
  return [options](Context& context) { inspect(*options, context); };
}

}  // namespace headroom::cli
