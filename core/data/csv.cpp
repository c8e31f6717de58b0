#include "core/data/csv.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <memory>
#include <new>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "core/base/bytes.h"
#include "core/base/error.h"
#include "core/data/csv_scanner.h"
#include "core/data/csv_text.h"
#include "core/data/csv_values.h"

namespace headroom {

namespace {

// The share of the work after reading the file, after the first pass; the rest is the second pass.
constexpr double kReadShare = 0.25;
constexpr double kFirstPassShare = 0.85;
constexpr std::size_t kReportEvery = std::size_t{1} << 20;  // bytes
constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

std::string quoted(std::string_view value) {
  constexpr std::size_t kShown = 40;
  if (value.size() <= kShown) return "'" + std::string(value) + "'";
  std::size_t end = kShown;  // not in the middle of a character
  while (end > 0 && (static_cast<unsigned char>(value[end]) & 0xC0) == 0x80) --end;
  return "'" + std::string(value.substr(0, end)) + "...'";
}

// Collects one column. Starts as numbers; the first text decides: when only missing values came
// before it, the column becomes text at once, else the numbers before it must be read again as text.
class ColumnBuilder {
 public:
  ColumnBuilder(std::string name, bool decimal_comma) : decimal_comma_(decimal_comma) {
    column.name = std::move(name);
  }

  void reserve(std::size_t rows) { column.numbers.reserve(rows); }

  void add(const CsvField& field, const CsvScanner& scanner) {
    double value = 0;
    const NumberParse parse = parse_number(field.text, decimal_comma_, value);
    if (parse == NumberParse::kNumber) {
      if (decimal_comma_) check_decimal_style(field, scanner);
      seen_number_ = true;
      if (column.numeric) {
        column.numbers.push_back(value);
      } else if (!again_) {
        column.codes.push_back(code_of(field));
      }
      return;
    }
    if (is_missing(field.text)) {
      add_missing(field, scanner);
      return;
    }
    if (column.text_values++ == 0) become_text(field, scanner, parse == NumberParse::kOutOfRange);
    if (!again_) column.codes.push_back(code_of(field));
  }

  // The numbers before the first text are gone: add_text() must see every row once more.
  bool needs_second_pass() const { return again_; }
  void add_text(const CsvField& field) {
    column.codes.push_back(is_missing(field.text) ? -1 : code_of(field));
  }

  CsvColumn column;

 private:
  void add_missing(const CsvField& field, const CsvScanner& scanner) {
    if (column.missing++ == 0) {
      const TextPosition position = scanner.position(field.offset);
      column.first_missing_line = position.line;
      column.first_missing_column = position.column;
    }
    if (column.numeric) {
      column.numbers.push_back(kMissing);
    } else if (!again_) {
      column.codes.push_back(-1);
    }
  }

  void become_text(const CsvField& field, const CsvScanner& scanner, bool out_of_range) {
    const TextPosition position = scanner.position(field.offset);
    column.first_text_line = position.line;
    column.first_text_column = position.column;
    column.first_text = field.str();
    column.first_text_out_of_range = out_of_range;
    column.numeric = false;
    again_ = seen_number_;
    if (!again_) column.codes.assign(column.numbers.size(), -1);
    column.numbers = {};
  }

  std::int32_t code_of(const CsvField& field) {
    std::string unescaped;
    std::string_view text = field.text;
    if (field.doubled_quotes) text = unescaped = field.str();
    const auto found = codes_.find(text);
    if (found != codes_.end()) return found->second;
    const auto code = static_cast<std::int32_t>(column.levels.size());
    column.levels.emplace_back(text);
    codes_.emplace(column.levels.back(), code);
    return code;
  }

  // 1.234 beside 1,5 may be a thousand or one and a bit: nobody but the author knows.
  void check_decimal_style(const CsvField& field, const CsvScanner& scanner) {
    const std::size_t mark = field.text.find_first_of(".,");
    if (mark == std::string_view::npos) return;
    const char style = field.text[mark];
    if (decimal_mark_ == 0) decimal_mark_ = style;
    if (style == decimal_mark_) return;
    throw Error(ErrorCode::kBadInput,
                quoted(field.text) + " in column '" + column.name +
                    "': the column mixes decimal commas and decimal points; use one of them",
                scanner.where(field.offset));
  }

  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };

  bool decimal_comma_;
  char decimal_mark_ = 0;
  bool seen_number_ = false;
  bool again_ = false;
  std::unordered_map<std::string, std::int32_t, Hash, std::equal_to<>> codes_;
};

using Builders = std::vector<ColumnBuilder>;

std::string plural(std::int64_t count, const std::string& thing) {
  return format_count(count) + " " + thing + (count == 1 ? "" : "s");
}

Builders read_header(CsvScanner& scanner, char separator, const CsvOptions& options,
                     std::vector<CsvField>& fields) {
  const auto limit = static_cast<std::size_t>(options.max_columns);
  if (!scanner.next(fields, limit)) {
    throw Error(ErrorCode::kBadInput, "the file holds blank lines only: it needs a header line and rows",
                scanner.where(0));
  }
  if (fields.size() > limit) {
    throw Error(ErrorCode::kBadInput,
                plural(static_cast<std::int64_t>(scanner.field_count()), "column") + ", at most " +
                    format_count(options.max_columns) + " can be read: leave some out",
                scanner.where(fields.back().offset));
  }
  Builders builders;
  std::unordered_map<std::string, std::size_t> seen;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const std::string name = fields[i].str();
    const std::string number = std::to_string(i + 1);
    if (name.empty()) {
      throw Error(ErrorCode::kBadInput,
                  "column " + number + " has no name: name it in the header, or remove it",
                  scanner.where(fields[i].offset));
    }
    const auto [first, is_new] = seen.emplace(name, i);
    if (!is_new) {
      throw Error(ErrorCode::kBadInput,
                  "columns " + std::to_string(first->second + 1) + " and " + number + " are both named " +
                      quoted(name) + ": rename one of them",
                  scanner.where(fields[i].offset));
    }
    builders.emplace_back(name, separator == ';');
  }
  return builders;
}

void check_field_count(const std::vector<CsvField>& fields, std::size_t expected, const CsvScanner& scanner) {
  if (scanner.field_count() == expected) return;
  const bool too_many = scanner.field_count() > expected;
  throw Error(ErrorCode::kBadInput,
              "the row has " + plural(static_cast<std::int64_t>(scanner.field_count()), "field") +
                  ", the header has " + format_count(static_cast<std::int64_t>(expected)) +
                  (too_many ? ": remove fields, or put quotes around a value that holds the separator"
                            : ": add the missing fields, left empty where there is no value"),
              scanner.where(too_many ? fields.back().offset : scanner.record_end()));
}

// Calls visit(fields) for every record behind the header.
template <typename Visit>
std::int64_t scan_rows(CsvScanner& scanner, std::size_t columns, std::size_t size, double from, double to,
                       Progress& progress, const Visit& visit) {
  std::vector<CsvField> fields;
  std::int64_t rows = 0;
  std::size_t report_at = 0;
  while (scanner.next(fields, columns)) {
    check_field_count(fields, columns, scanner);
    visit(fields);
    ++rows;
    if (scanner.offset() < report_at) continue;
    report_at = scanner.offset() + kReportEvery;
    progress.check();
    const double done =
        from + (to - from) * static_cast<double>(scanner.offset()) / static_cast<double>(size);
    progress.report(static_cast<std::int64_t>(done * 1e6), 1'000'000);
  }
  return rows;
}

// Mixed columns again, now that they are known to be text.
void encode_mixed_columns(const std::string& path, std::string_view text, char separator, Builders& builders,
                          Progress& progress) {
  std::vector<std::size_t> mixed;
  for (std::size_t c = 0; c < builders.size(); ++c) {
    if (builders[c].needs_second_pass()) mixed.push_back(c);
  }
  if (mixed.empty()) return;
  CsvScanner scanner(path, text, separator);
  std::vector<CsvField> header;
  scanner.next(header, builders.size());
  scan_rows(scanner, builders.size(), text.size(), kFirstPassShare, 1.0, progress,
            [&](const std::vector<CsvField>& fields) {
              for (const std::size_t c : mixed) builders[c].add_text(fields[c]);
            });
}

CsvTable read_table(const std::string& path, const CsvOptions& options, Progress& progress) {
  const std::string text = read_utf8_file(path, kReadShare, progress);
  CsvTable table;
  table.path = path;
  table.file_bytes = static_cast<std::int64_t>(text.size());
  table.separator = detect_separator(text);

  CsvScanner scanner(path, text, table.separator);
  std::vector<CsvField> header;
  Builders builders = read_header(scanner, table.separator, options, header);
  // A row takes at least one byte a column, so this never reserves more than 8 bytes for each of the file.
  const auto lines = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
  const std::size_t rows_at_most = std::min(lines, text.size() / builders.size());
  for (ColumnBuilder& builder : builders) builder.reserve(rows_at_most);

  table.rows = scan_rows(scanner, builders.size(), text.size(), kReadShare, kFirstPassShare, progress,
                         [&](const std::vector<CsvField>& fields) {
                           for (std::size_t c = 0; c < fields.size(); ++c)
                             builders[c].add(fields[c], scanner);
                         });
  if (table.rows == 0) {
    throw input_error(path, text, scanner.offset(), "a header without rows: add at least one row of values");
  }
  encode_mixed_columns(path, text, table.separator, builders, progress);
  for (ColumnBuilder& builder : builders) table.columns.push_back(std::move(builder.column));
  return table;
}

}  // namespace

CsvTable read_csv(const std::string& path, const CsvOptions& options, Progress& progress) {
  const auto start = std::chrono::steady_clock::now();
  try {
    CsvTable table = read_table(path, options, progress);
    progress.report(1, 1);
    table.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    return table;
  } catch (const std::bad_alloc&) {
    throw Error(ErrorCode::kOutOfMemory, "the table does not fit into memory: use fewer rows or columns",
                path);
  }
}

}  // namespace headroom
