#include "core/data/csv/header.h"

#include <algorithm>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/error.h"
#include "core/data/csv/scanner.h"
#include "core/data/csv/text.h"
#include "core/data/csv/values.h"

namespace headroom {

namespace {

// Some header lines are long, none should be longer than this; when one is, more is read.
constexpr std::size_t kFirstBytes = std::size_t{1} << 20;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

std::vector<std::string> column_names(const std::vector<CsvField>& fields, const CsvScanner& scanner,
                                      const CsvOptions& options) {
  if (fields.size() > static_cast<std::size_t>(options.max_columns)) {
    throw Error(ErrorCode::kBadInput,
                format_count(static_cast<std::int64_t>(scanner.field_count())) +
                    (scanner.field_count() == 1 ? " column" : " columns") + ", at most " +
                    format_count(options.max_columns) + " can be read: leave some out",
                scanner.where(fields.back().offset));
  }
  std::vector<std::string> names;
  std::unordered_map<std::string, std::size_t> seen;
  for (const CsvField& field : fields) {
    const std::string name = field.str();
    const std::string number = std::to_string(names.size() + 1);
    if (name.empty()) {
      throw Error(ErrorCode::kBadInput,
                  "column " + number + " has no name: name it in the header, or remove it",
                  scanner.where(field.offset));
    }
    const auto [first, is_new] = seen.emplace(name, names.size());
    if (!is_new) {
      throw Error(ErrorCode::kBadInput,
                  "columns " + std::to_string(first->second + 1) + " and " + number + " are both named " +
                      headroom::quoted(name) + ": rename one of them",
                  scanner.where(field.offset));
    }
    names.push_back(name);
  }
  return names;
}

bool all_numbers(const std::vector<CsvField>& fields) {
  double value = 0;
  return std::all_of(fields.begin(), fields.end(), [&](const CsvField& field) {
    return parse_number(field.text, false, value) == NumberParse::kNumber;
  });
}

// The header of a text that holds all of it, or all of the file; null when it holds too little.
bool read_header(const std::string& path, std::string_view text, bool goes_on, const CsvOptions& options,
                 CsvHeader& header) {
  const char separator = detect_separator(text);
  CsvScanner scanner(path, text, separator, 1, goes_on);
  std::vector<CsvField> fields;
  const bool found = scanner.next(fields, static_cast<std::size_t>(options.max_columns));
  if (goes_on && (!found || scanner.cut_off())) return false;
  if (const std::size_t bad = find_bad_byte(text); bad < scanner.offset()) {
    throw Error(ErrorCode::kBadInput, bad_byte_message(text[bad]), where_in(path, position_of(text, bad)));
  }
  if (!found) {
    throw Error(ErrorCode::kBadInput, "the file holds blank lines only: it needs a header line and rows",
                scanner.where(0));
  }
  header.layout.separator = separator;
  header.first_row_numbers = all_numbers(fields);
  if (options.header) {
    header.layout.names = column_names(fields, scanner, options);
    header.records.offset = scanner.offset();
    header.records.line = scanner.line();
  } else {
    for (std::size_t i = 1; i <= fields.size(); ++i) header.layout.names.push_back("c" + std::to_string(i));
  }
  header.layout.uses.assign(fields.size(), CsvUse::kNumbers);
  // A comma can be a decimal mark only where it does not separate; each column of such a file shows its own.
  header.records.marks.assign(fields.size(), separator != ',' ? '\0' : '.');
  return true;
}

}  // namespace

CsvHeader read_csv_header(const CsvFile& file, const CsvOptions& options, const Progress& progress) {
  for (std::size_t want = kFirstBytes;; want *= 2) {
    std::string all(std::min(want, file.size()), '\0');
    all.resize(file.read(0, all.size(), all.data(), progress));
    std::string_view text = all;
    const bool goes_on = text.size() == want && want < file.size();
    // Whole lines only: a field or a character that is cut in two would look broken.
    if (goes_on) text = text.substr(0, text.rfind('\n') + 1);
    const std::size_t mark = text.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
    text.remove_prefix(mark);
    if (text.empty() && !goes_on) {
      throw Error(ErrorCode::kBadInput, "the file is empty: it needs a header line and rows",
                  where_in(file.path(), {}));
    }
    refuse_other_formats(file.path(), text);
    CsvHeader header;
    if (!read_header(file.path(), text, goes_on, options, header)) continue;
    header.records.offset += mark;
    return header;
  }
}

}  // namespace headroom
