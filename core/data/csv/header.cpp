#include "core/data/csv/header.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "core/base/bytes.h"
#include "core/base/error.h"
#include "core/base/tr.h"
#include "core/data/csv/names.h"
#include "core/data/csv/scanner.h"
#include "core/data/csv/source.h"
#include "core/data/csv/text.h"
#include "core/data/csv/values.h"

namespace headroom {

namespace {

// Some header lines are long, none should be longer than this; when one is, more is read.
constexpr std::size_t kFirstBytes = std::size_t{1} << 20;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

void check_count(const std::vector<CsvField>& fields, const CsvScanner& scanner, const CsvOptions& options) {
  if (fields.size() <= static_cast<std::size_t>(options.max_columns)) return;
  throw Error(ErrorCode::kBadInput,
              format_count(static_cast<std::int64_t>(scanner.field_count())) +
                  (scanner.field_count() == 1 ? " column" : " columns") + ", at most " +
                  format_count(options.max_columns) + " can be read: leave some out",
              scanner.where(fields.back().offset));
}

bool all_numbers(const std::vector<CsvField>& fields) {
  double value = 0;
  return std::all_of(fields.begin(), fields.end(), [&](const CsvField& field) {
    return parse_number(field.text, false, value) == NumberParse::kNumber;
  });
}

// The names as the first record gives them, one for each field of a row.
std::vector<std::string> given_names(const std::vector<CsvField>& fields, const CsvFrame& frame) {
  std::vector<std::string> names;
  if (!frame.header) return std::vector<std::string>(fields.size());
  if (frame.names_rows) names.emplace_back("row_names");
  for (const CsvField& field : fields) names.push_back(field.str());
  // One separator more or less at its end.
  const bool longer = frame.fields + 1 == names.size() && names.back().empty();
  if (longer || frame.fields == names.size() + 1) names.resize(frame.fields);
  return names;
}

// The header of a text that holds all of it, or all of the file; false when it holds too little.
bool read_header(const std::string& path, std::string_view text, bool goes_on, const CsvOptions& options,
                 CsvHeader& header) {
  CsvScanner scanner(path, text, header.layout.separator, header.frame.skip_lines + 1, goes_on,
                     header.frame.quote, header.frame.comment);
  scanner.seek(header.frame.begin);
  std::vector<CsvField> fields;
  const bool found = scanner.next(fields, static_cast<std::size_t>(options.max_columns));
  if (goes_on && (!found || scanner.cut_off())) return false;
  if (!found && options.skip_lines.value_or(0) > 0) {
    throw Error(
        ErrorCode::kBadInput,
        tr("nothing is left behind the {1} lines to skip: skip fewer", format_count(*options.skip_lines)),
        where_in(path, position_of(text, text.size())));
  }
  if (!found) {
    throw Error(ErrorCode::kBadInput, tr("the file holds blank lines only: it needs a header line and rows"),
                where_in(path, position_of(text, text.size())));
  }
  check_count(fields, scanner, options);
  header.first_row_numbers = all_numbers(fields);
  std::vector<std::string> names = given_names(fields, header.frame);
  for (const std::string& name : names) header.unnamed.push_back(header.frame.header && name.empty());
  header.layout.names = usable_names(std::move(names), header.frame.notes);
  header.records.offset = header.frame.header ? scanner.offset() : header.frame.begin;
  header.records.line = header.frame.header ? scanner.line() : header.frame.skip_lines + 1;
  CsvLayout& layout = header.layout;
  layout.uses.assign(layout.columns(), CsvUse::kNumbers);
  // A comma can be a decimal mark only where it does not separate; each column of such a file shows its own.
  header.records.marks.assign(layout.columns(), layout.separator != ',' ? '\0' : '.');
  return true;
}

void set_frame(CsvHeader& header, CsvFrame frame) {
  // Runs of blanks have become tabs.
  header.layout.separator = frame.separator == ' ' ? '\t' : frame.separator;
  header.layout.quote = frame.quote;
  header.layout.comment = frame.comment;
  header.layout.header = frame.header;
  header.layout.other_separator = frame.other_separator;
  header.frame = std::move(frame);
}

}  // namespace

CsvHeader read_csv_header(CsvFile& file, const CsvOptions& options, const Progress& progress) {
  for (std::size_t want = kFirstBytes;; want *= 2) {
    std::string all = file.beginning(want, progress);
    std::string_view text = all;
    const bool goes_on = text.size() == want && want < file.size();
    // Whole lines only: a field or a character that is cut in two would look broken.
    if (goes_on) text = text.substr(0, text.rfind('\n') + 1);
    const std::size_t mark = text.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
    text.remove_prefix(mark);
    if (text.empty() && !goes_on) {
      throw Error(ErrorCode::kBadInput, tr("the file is empty: it needs a header line and rows"),
                  where_in(file.path(), {}));
    }
    if (const std::size_t bad = find_bad_byte(text); bad != std::string_view::npos) {
      throw CsvBadByte(text[bad], where_in(file.path(), position_of(text, bad)));
    }
    std::optional<CsvFrame> frame = detect_frame(text, goes_on, options);
    if (!frame) continue;
    if (frame->separator == ' ') {
      blanks_to_tabs(file, mark + frame->begin, frame->quote, options, progress);
      all = file.beginning(want, progress);
      text = std::string_view(all).substr(mark, text.size());
    }
    CsvHeader header;
    set_frame(header, std::move(*frame));
    if (!read_header(file.path(), text, goes_on, options, header)) continue;
    header.records.offset += mark;
    return header;
  }
}

}  // namespace headroom
