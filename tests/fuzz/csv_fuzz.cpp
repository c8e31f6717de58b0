// Any bytes as a CSV file: read, or refused with an Error that names the place; what was read is consistent
// and becomes a dataset or is refused. A last byte above 0x7F chooses options. How to run:
// tests/fuzz/CMakeLists.txt.
#include "core/data/csv/csv.h"

#include <cmath>
#include <string>

#include "core/base/error.h"
#include "core/data/tabular.h"
#include "tests/fuzz/memory_file.h"

using namespace headroom;

namespace {

void check_table(const CsvTable& table) {
  const auto rows = static_cast<std::size_t>(table.rows);
  fuzz::require(rows > 0 && !table.columns.empty());
  for (const CsvColumn& column : table.columns) {
    fuzz::require(!column.name.empty());
    fuzz::require((column.numeric ? column.numbers.size() : column.codes.size()) == rows);
    std::int64_t none = 0, empty = 0;
    for (const double number : column.numbers) {
      fuzz::require(!std::isinf(number));
      none += std::isnan(number) ? 1 : 0;
    }
    for (const std::int32_t code : column.codes) {
      fuzz::require(code >= -1 && code < static_cast<std::int32_t>(column.levels.size()));
      empty += code == -1 ? 1 : 0;
    }
    const auto odd = static_cast<std::int64_t>(column.odd.size());
    fuzz::require(column.numeric ? none == column.missing + odd : empty == column.missing);
    fuzz::require(column.counts.size() == column.levels.size() &&
                  column.places.size() == column.levels.size());
  }
}

void check_dataset(const Dataset& data) {
  fuzz::require(data.values.size() == static_cast<std::size_t>(data.rows * data.columns));
  fuzz::require(data.targets.size() == static_cast<std::size_t>(data.rows));
  fuzz::require(data.column_names.size() == static_cast<std::size_t>(data.columns));
  for (const float value : data.values) fuzz::require(!std::isinf(value));
  for (const float target : data.targets) {
    fuzz::require(std::isfinite(target));
    if (data.task == Task::kClassification) {
      fuzz::require(target >= 0 && target < static_cast<float>(data.classes()));
    }
  }
}

// None for a text that ends as texts do.
CsvOptions options_of(std::uint8_t last) {
  CsvOptions options{.threads = 1};             // starting threads takes longer than all else
  options.text_limit = std::int64_t{16} << 20;  // inputs are small: what unpacks to more is made to
  if (last < 0x80) return options;
  constexpr char kSeparators[] = {',', ';', '\t', '|', ' ', ':', 'a', '"'};
  options.header = last % 2 == 0 ? HeaderChoice::kYes : HeaderChoice::kNo;
  if (last & 0x02) options.separator = kSeparators[(last >> 4) % 8];
  if (last & 0x04) options.quote = (last & 0x10) != 0 ? '\'' : '\0';
  if (last & 0x08) options.comment = '#';
  if (last & 0x20) options.skip_lines = last >> 6;
  options.piece_bytes = (last & 0x40) != 0 ? 3 : 64;
  return options;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const auto read = [&] {
    Progress progress;
    const CsvOptions options = options_of(size > 0 ? bytes[size - 1] : 0);
    const CsvTable table = fuzz::read_table(bytes, size, options);
    check_table(table);
    constexpr std::optional<Task> kTasks[] = {std::nullopt, Task::kClassification, Task::kRegression};
    fuzz::do_or_refuse([&] { check_dataset(make_dataset(table, {.task = kTasks[size % 3]}, progress)); });
  };
  fuzz::do_or_refuse(read, {ErrorCode::kBadInput, ErrorCode::kOutOfMemory});
  return 0;
}
