#include "core/data/csv/source.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>

#include "core/base/bytes.h"
#include "core/base/error.h"
#include "core/data/csv/encoding.h"
#include "core/data/csv/sample.h"
#include "core/data/csv/unpack.h"

namespace headroom {

namespace {

constexpr std::size_t kBeginning = std::size_t{64} << 10;

std::string whole_text(const CsvFile& file, const CsvOptions& options, const Progress& progress) {
  refuse_larger_than_memory(file.path(), file.size(), {options.text_limit},
                            "the file, which must be converted,");
  return file.beginning(file.size(), progress);
}

std::string sizes(const CsvFile& file) {
  return format_bytes(static_cast<Bytes>(file.stored_bytes())) + ", " +
         format_bytes(static_cast<Bytes>(file.size())) + " of text";
}

void unpack(CsvFile& file, const CsvOptions& options, const Progress& progress,
            std::vector<TableNote>& notes) {
  const std::string beginning = file.beginning(4, progress);
  const bool zip = is_zip(beginning);
  if (!zip && !is_gzip(beginning)) return;
  std::string member;
  file.hold(zip ? unpack_zip(file, {options.text_limit}, progress, member)
                : unpack_gzip(file, {options.text_limit}, progress));
  const std::string inside = file.beginning(4, progress);
  if (is_zip(inside) || is_gzip(inside))
    throw Error(ErrorCode::kBadInput, "the file is packed twice: unpack it first", where_in(file.path(), {}));
  notes.push_back(zip ? "unpacked " + in_quotes(member) + " from ZIP (" + sizes(file) + ")"
                      : "unpacked from gzip (" + sizes(file) + ")");
}

enum class EmptyLine { kNo, kBlank, kRow };

// kRow: separators, and between them nothing or a pair of quotes. kBlank: nothing at all.
EmptyLine empty_line(std::string_view line, char separator, char quote) {
  EmptyLine found = EmptyLine::kBlank;
  for (std::size_t at = 0; at < line.size(); ++at) {
    const char c = line[at];
    if (c == separator) {
      found = EmptyLine::kRow;
    } else if (quote != '\0' && c == quote) {
      // Exactly two: three would be a quote within quotes.
      if (at + 1 >= line.size() || line[at + 1] != quote) return EmptyLine::kNo;
      ++at;
      if (at + 1 < line.size() && line[at + 1] == quote) return EmptyLine::kNo;
      found = EmptyLine::kRow;
    } else if (c != ' ' && c != '\t' && c != '\r') {
      return EmptyLine::kNo;
    }
  }
  return found;
}

}  // namespace

void prepare_source(CsvFile& file, const CsvOptions& options, const Progress& progress,
                    std::vector<TableNote>& notes) {
  unpack(file, options, progress, notes);
  const std::string beginning = file.beginning(kBeginning, progress);
  refuse_other_formats(file.path(), beginning);
  const std::string& asked = options.encoding;
  const std::optional<ByteOrder> order = asked.empty() ? looks_like_utf16(beginning) : std::nullopt;
  if (!asked.empty() && !is_utf8_name(asked)) {
    file.hold(text_from(file.path(), whole_text(file, options, progress), asked));
    notes.push_back("the file is read as " + asked + ", as asked for");
  } else if (order) {
    file.hold(utf8_from_utf16(file.path(), whole_text(file, options, progress), *order));
    notes.emplace_back("the file is in UTF-16: converted");
  }
  if (ends_lines_with_carriage_returns(file.beginning(kBeginning, progress))) {
    std::string text = whole_text(file, options, progress);
    if (replace_carriage_returns(text)) {
      file.hold(std::move(text));
      notes.emplace_back("lines end with a carriage return alone, as on old Macs: read as line ends");
    }
  }
}

void convert_bad_bytes(CsvFile& file, const CsvBadByte& bad, const CsvOptions& options,
                       const Progress& progress, std::vector<TableNote>& notes) {
  if (bad.byte() == '\0' || !options.encoding.empty()) throw bad;
  Windows1252 found = utf8_from_windows_1252(file.path(), whole_text(file, options, progress), bad);
  notes.push_back({"the file is not UTF-8: read as " +
                       std::string(found.latin1 ? "Latin-1" : "Windows-1252") + ", the first accent is " +
                       in_quotes(found.first_shown) + " in line " + format_count(found.first.line) +
                       ", column " + format_count(found.first.column),
                   {TableRemedy::encoding()}});
  file.hold(std::move(found.text));
}

void blanks_to_tabs(CsvFile& file, std::size_t begin, char quote, const CsvOptions& options,
                    const Progress& progress) {
  std::string text = whole_text(file, options, progress);
  const auto blank = [](char c) { return c == ' ' || c == '\t'; };
  const auto line_ends = [&text](std::size_t at) {
    return at >= text.size() || text[at] == '\n' ||
           (text[at] == '\r' && at + 1 < text.size() && text[at + 1] == '\n');
  };
  bool field_begins = true;
  for (std::size_t at = begin; at < text.size();) {
    if (blank(text[at])) {
      const bool line_begins = at == begin || text[at - 1] == '\n';
      for (; at < text.size() && blank(text[at]); ++at) text[at] = ' ';
      if (!line_begins && !line_ends(at)) text[at - 1] = '\t';
      field_begins = true;
    } else if (quote != '\0' && text[at] == quote && field_begins) {
      at = std::min(end_of_quotes(text, at, quote), text.size());
      field_begins = false;
    } else {
      field_begins = text[at] == '\n';
      ++at;
    }
  }
  file.hold(std::move(text));
}

void end_before_empty_rows(CsvFile& file, std::size_t begin, char separator, char quote,
                           const Progress& progress, std::vector<TableNote>& notes) {
  const auto empty = [separator, quote](char c) {
    return c == separator || (quote != '\0' && c == quote) || c == ' ' || c == '\t' || c == '\r' || c == '\n';
  };
  // Backwards to the last byte of a value, then behind the end of its line.
  std::size_t at = file.size();
  std::string text;
  std::size_t last = std::string::npos;
  while (at > begin && last == std::string::npos) {
    const std::size_t count = std::min(kBeginning, at - begin);
    std::string part(count, '\0');
    at -= count;
    if (file.read(at, count, part.data(), progress) != count) return;  // it became shorter meanwhile
    text.insert(0, part);
    const auto value = std::find_if_not(part.rbegin(), part.rend(), empty);
    if (value != part.rend()) last = static_cast<std::size_t>(part.rend() - value) - 1;
  }
  const std::size_t newline = text.find('\n', last == std::string::npos ? 0 : last);
  if (last == std::string::npos || newline == std::string::npos) return;
  std::int64_t rows = 0;
  std::size_t first = std::string::npos;
  for (std::size_t line = newline + 1; line < text.size();) {
    const std::size_t end = std::min(text.find('\n', line), text.size());
    const EmptyLine found = empty_line(std::string_view(text).substr(line, end - line), separator, quote);
    if (found == EmptyLine::kNo) {  // a quote that closes here: nothing before it is an empty row
      rows = 0;
      first = std::string::npos;
    } else if (found == EmptyLine::kRow) {
      ++rows;
      first = std::min(first, line);
    }
    line = end + 1;
  }
  if (rows == 0) return;
  file.end_at(at + first);
  notes.push_back(format_count(rows) + (rows == 1 ? " row" : " rows") +
                  " without a value at the end of the file: left out");
}

}  // namespace headroom
