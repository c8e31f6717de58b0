// The examples of the headers of core/data, as in core.cpp.
#include <algorithm>
#include <functional>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/base/job.h"
#include "core/base/join.h"
#include "core/base/json.h"
#include "core/base/names.h"
#include "core/base/parallel.h"
#include "core/base/permutation.h"
#include "core/base/progress.h"
#include "core/base/sort_in_pieces.h"
#include "core/data/apply_schema.h"
#include "core/data/column_cells.h"
#include "core/data/column_summary.h"
#include "core/data/csv/counted.h"
#include "core/data/csv/csv.h"
#include "core/data/csv/decimal.h"
#include "core/data/csv/encoding.h"
#include "core/data/csv/header_guess.h"
#include "core/data/csv/level_table.h"
#include "core/data/csv/names.h"
#include "core/data/csv/piece.h"
#include "core/data/csv/sample.h"
#include "core/data/csv/separator.h"
#include "core/data/csv/source.h"
#include "core/data/csv/table_end.h"
#include "core/data/csv/unpack.h"
#include "core/data/doubts.h"
#include "core/data/features.h"
#include "core/data/polynomial_term.h"
#include "core/data/principal.h"
#include "core/data/row_blocks.h"
#include "core/data/row_stages.h"
#include "core/data/schema.h"
#include "core/data/sentinels.h"
#include "core/data/table_remedy.h"
#include "core/data/tabular.h"
#include "core/data/tells.h"
#include "core/data/writing/date_fields.h"
#include "core/data/writing/date_writing.h"
#include "core/data/writing/missing_words.h"
#include "core/data/writing/multipliers.h"
#include "core/data/writing/number_parts.h"
#include "core/data/writing/number_votes.h"
#include "core/data/writing/number_writing.h"
#include "core/data/writing/spelling.h"
#include "core/data/writing/units.h"
#include "core/io/array_file.h"
#include "core/io/context_store.h"
#include "core/io/file.h"
#include "core/io/presets.h"
#include "core/io/run_record.h"
#include "core/io/safetensors.h"

namespace headroom {

namespace {

void use(const auto&...) {}

[[maybe_unused]] void number_writing() {
  const std::vector<std::string> spellings = {"1.234,5", "12,25", "900"};
  const std::vector<std::int64_t> cells = {1, 1, 7};
  const auto guess = guess_number_writing(spellings, cells, {.separator = ';'});
  describe(guess->writing);                  // "1.234,5 (decimal comma, thousands mark '.')"
  read_number("12.500,75", guess->writing);  // 12500.75
}

[[maybe_unused]] void number_votes(const std::vector<std::string>& spellings,
                                   const std::vector<std::int64_t>& counts) {
  std::int64_t cells = 0;
  const std::vector<NumberVotes> votes = count_number_votes(spellings, counts, cells);
  const std::int64_t plain = votes.front().explained[0];  // cells of plain decimals
}

[[maybe_unused]] void date_writing() {
  const std::vector<std::string> spellings = {"31.01.2020 12:30", "01.02.2020 08:00"};
  const std::vector<std::int64_t> cells = {1, 1};
  const auto guess = guess_date_writing(spellings, cells);
  guess->writing.pattern;  // "%d.%m.%Y %H:%M"
  const auto when = read_date("31.01.2020 12:30", guess->writing);
  date_text(*when);           // "2020-01-31 12:30:00"
  date_parts(*when).weekday;  // 4, a Friday
}

[[maybe_unused]] void parts_of_writings() {
  is_missing_word("#DIV/0!");  // true
  is_missing_word("n.a.");     // true: letters in any case

  trim_blanks("\t5 ");  // "5"
  minus_at("5-", 1);    // 1

  NumberParts parts;
  split_number("-$ 1,234.50 /kg", parts);  // negative, prefix "$", digits "1,234.50", suffix "/kg"

  is_currency("US$");      // true
  is_unit("km/h", false);  // true: "12 km/h"
  is_unit("-10", true);    // false: "5-10" is a range

  DateFields fields;
  read_fields("31.1.2020", "%d.%m.%Y", fields);  // true; fields.day 31
  seconds_of(fields);                            // 1580428800
}

[[maybe_unused]] void progress_of(Progress& progress, std::int64_t done, std::int64_t total, bool clicked,
                                  void (*bar)(double)) {
  for (; done < total; ++done) {
    progress.check();
    progress.report(done, total);
  }
  bar(progress.fraction());
  if (clicked) progress.cancel();
}

// --- data

[[maybe_unused]] void text_of(const std::string& path, const std::string& whole, std::string text) {
  const std::string beginning = text;
  if (const auto order = looks_like_utf16(beginning)) text = utf8_from_utf16(path, whole, *order);
  const std::optional<CsvFrame> frame = detect_frame(beginning, false, {.skip_lines = 2});
  const CsvShape shape = count_fields(text, false, 1000);
  const SampleRow first = split_row(text.substr(0, shape.records[0].end), {.separator = ';'});
  const HeaderGuess guess = guess_header(first, std::vector<SampleRow>{first}, ',');
  use(frame, guess.verdict);
}

[[maybe_unused]] void names_of(std::vector<std::string> names) {
  std::vector<TableNote> notes;
  names = usable_names({"a", "a", ""}, notes);
}

[[maybe_unused]] void source_of(const std::string& path, const CsvOptions& options, Progress& progress,
                                std::vector<TableNote>& notes) {
  CsvFile file(path);
  prepare_source(file, options, progress, notes);
}

[[maybe_unused]] void unpacked(CsvFile& file, const std::string& beginning, Progress& progress) {
  std::string member;
  if (is_gzip(beginning)) file.hold(unpack_gzip(file, {}, progress));
  if (is_zip(beginning)) file.hold(unpack_zip(file, {}, progress, member));
}

[[maybe_unused]] void finished(CsvTable& table, const std::vector<bool>& unnamed) {
  finish_columns(table, unnamed);
}

[[maybe_unused]] void decimal() {
#ifdef HEADROOM_NEAREST_DOUBLE
  nearest_double(3455260831295742, 16);  // 0.3455260831295742
#endif
}

[[maybe_unused]] void counted() {
  count_of(2, "row");  // "2 rows"
}

[[maybe_unused]] void separator_of(const std::vector<SampleRecord>& records, std::string_view text,
                                   char quote) {
  const SeparatorGuess guess = guess_separator(text, records, {}, quote);
  guess.separator;  // ';'
  guess.alike;      // it cuts most records into the same number of fields
}

[[maybe_unused]] void sentinels(const ColumnCells& cells, std::int64_t rows) {
  for (const Sentinel& found : find_sentinels(cells, rows, {-999, 40})) std::cout << found.value;  // -999
}

[[maybe_unused]] void multipliers() {
  const Multiplier found = multiplier_of("Mio €");
  found.word;   // "Mio"
  found.power;  // 6: times 10^6
  found.rest;   // "€"
}

[[maybe_unused]] void level_table() {
  LevelTable table;
  table.code_of("red");    // 0
  table.code_of("green");  // 1
  table.code_of("red");    // 0
  table.take();            // {"red", "green"}
}

[[maybe_unused]] void csv() {
  Progress progress;
  const CsvTable table = read_csv("iris.csv", {}, progress);
}

[[maybe_unused]] void csv_file(char* buffer, const Progress& progress) {
  const CsvFile file("iris.csv");
  const std::size_t got = file.read(0, 4096, buffer, progress);
  use(got);
}

[[maybe_unused]] void csv_piece(CsvPiece& piece, const CsvFile& file, const CsvLayout& layout,
                                std::size_t begin, std::size_t end, const std::vector<char>& marks,
                                CsvCursor& cursor, const Progress& progress) {
  piece.guess(file, layout, begin, end, marks, progress);
  if (!piece.follows(cursor)) piece.read(file, layout, cursor, end, progress);
  piece.advance(cursor);
}

[[maybe_unused]] void csv_scanner(const std::string& path, std::string_view text, std::size_t limit) {
  CsvScanner scanner(path, text, ',');
  std::vector<CsvField> fields;
  while (scanner.next(fields, limit)) use(fields);
}

[[maybe_unused]] void polynomial() {
  const PolynomialTerm t = polynomial_term(20, 20);
  use(t);
}

[[maybe_unused]] void blocks_of_rows(std::size_t rows, std::size_t columns, const std::vector<double>& values,
                                     std::vector<double>& partial) {
  for_row_blocks(rows, columns, [&](std::size_t block, std::size_t first, std::size_t end) {
    for (std::size_t row = first; row < end; ++row) partial[block] += values[row];
  });
}

[[maybe_unused]] void schema(Progress& progress) {
  const CsvTable table = read_csv("houses.csv", {}, progress);
  const TypedTable typed = decide_schema(table, {.target = "price"}, progress);
  const ColumnSchema& first = typed.schema.columns.front();
  column_type_name(first.type);  // "number"
  first.reason;                  // "every cell is a number"
}

[[maybe_unused]] void features(const TypedTable& typed, std::span<float> values) {
  const std::vector<FeatureOrigin> features = features_of(typed.schema);
  write_features(typed, features.size(), values);
}

[[maybe_unused]] void column_summary(const TypedTable& typed, Progress& progress) {
  const std::vector<ColumnSummary> looks = summarize(typed, progress);
  looks[0].bins;  // 24 counts, from looks[0].least to looks[0].most
}

[[maybe_unused]] void table_remedy() {
  TabularOptions options;
  options = remedied(std::move(options), TableRemedy::missing("oops"));
  remedy_title(TableRemedy::missing("oops"));  // "Take 'oops' as missing"
}

[[maybe_unused]] void column_cells(const CsvColumn& column, const ColumnSchema& schema, std::size_t row) {
  const ColumnCells cells(column, schema);
  cells.value(row);  // 12500.5, NaN where missing
  cells.level(row);  // index into schema.levels, or kMissing, kOther
}

[[maybe_unused]] void applied_schema(const Schema& schema, const CsvTable& table, std::size_t width,
                                     std::span<float> values, Progress& progress) {
  const AppliedSchema applied = apply_schema(schema, table, progress);
  write_features(applied.typed, width, values);
}

[[maybe_unused]] void array_file(const std::string& path, CsvTable& table, Progress& progress) {
  if (is_array_file(path)) table = read_array_table(path, progress);
}

[[maybe_unused]] void tabular(Progress& progress) {
  const CsvTable table = read_csv("iris.csv", {}, progress);
  const Dataset data = make_dataset(table, {.target = "species"}, progress);
}

}  // namespace

}  // namespace headroom
