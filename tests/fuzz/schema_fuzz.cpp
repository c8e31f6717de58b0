// Any bytes as a table, and behind a '{' as a schema: what is decided about a table is written and read again
// to the same, and fits the table that it was decided from; a schema that a person wrote is refused with an
// Error or applied to a table with one. A first byte above 0x7F chooses what the person says. How to run:
// tests/fuzz/CMakeLists.txt.
#include <optional>
#include <string>
#include <string_view>

#include "core/base/error.h"
#include "core/base/json.h"
#include "core/data/apply_schema.h"
#include "core/data/tabular.h"
#include "core/io/schema_json.h"
#include "tests/fuzz/memory_file.h"

using namespace headroom;

namespace {

template <typename Work>
void do_or_refuse(const Work& work) {
  fuzz::do_or_refuse(work, {ErrorCode::kBadInput, ErrorCode::kOutOfMemory, ErrorCode::kNotFound});
}

TabularOptions options_of(std::uint8_t first) {
  TabularOptions options;
  if (first < 0x80) return options;
  if (first & 0x01) options.task = (first & 0x02) != 0 ? Task::kRegression : Task::kClassification;
  if (first & 0x04) options.missing = {"-999", "x"};
  if (first & 0x08) options.decimal = (first & 0x02) != 0 ? ',' : '.';
  if (first & 0x10) options.day_first = (first & 0x02) != 0;
  if (first & 0x20) options.max_categories = 2;
  options.drop_rows_without_target = (first & 0x40) != 0;
  return options;
}

void check_schema(const CsvTable& table, const TabularOptions& options) {
  Progress progress;
  const TypedTable typed = decide_schema(table, options, progress);
  const Json written = schema_to_json(typed.schema);
  const Schema read = schema_from_json(JsonObject(written, "schema.json"));
  fuzz::require(schema_to_json(read) == written);
  // The same table, by its own schema: nothing is unknown in it.
  const AppliedSchema applied = apply_schema(read, table, progress);
  fuzz::require(applied.has_target);
  do_or_refuse([&] {
    const Dataset before = make_dataset(typed, options);
    TabularOptions given = options;
    given.schema = std::make_shared<const Schema>(read);
    const Dataset after = make_dataset(table, given, progress);
    fuzz::require(before.rows == after.rows && before.columns == after.columns);
    for (std::size_t i = 0; i < before.values.size(); ++i) {
      const bool none = before.values[i] != before.values[i];
      fuzz::require(none ? after.values[i] != after.values[i] : before.values[i] == after.values[i]);
    }
    fuzz::require(before.targets == after.targets);
  });
  for (const ColumnSchema& column : typed.schema.columns) {
    for (const Doubt& doubt : column.doubts) {
      for (const TableRemedy& remedy : doubt.otherwise) {
        fuzz::require(!remedy_title(remedy).empty());
        do_or_refuse([&] { decide_schema(table, remedied(options, remedy), progress); });
      }
    }
  }
}

void check_json(std::string_view text) {
  static const std::string kTable = "a,b,c,y\n1,x,2020-01-02,0\n2,z,2021-03-04,1\n-999,x,2022-05-06,0\n";
  const Json document = parse_json(text, "schema.json");
  auto schema = std::make_shared<const Schema>(schema_from_json(JsonObject(document, "schema.json")));
  const Json written = schema_to_json(*schema);
  fuzz::require(schema_to_json(schema_from_json(JsonObject(written, "schema.json"))) == written);
  CsvOptions reading = reading_of(*schema);
  reading.threads = 1;
  Progress progress;
  const CsvTable table = read_csv_text(kTable, "table.csv", reading, progress);
  make_dataset(table, {.schema = schema}, progress);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  if (size == 0) return 0;
  do_or_refuse([&] {
    const std::string_view text(reinterpret_cast<const char*>(bytes), size);
    if (text.front() == '{') {
      check_json(text);
      return;
    }
    const std::size_t skip = bytes[0] >= 0x80 ? 1 : 0;
    CsvOptions reading{.threads = 1};
    reading.text_limit = std::int64_t{16} << 20;
    const CsvTable table = fuzz::read_table(bytes + skip, size - skip, reading);
    check_schema(table, options_of(bytes[0]));
  });
  return 0;
}
