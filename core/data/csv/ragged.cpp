#include "core/data/csv/ragged.h"

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/tr.h"
#include "core/data/csv/counted.h"
#include "core/data/csv/sample.h"
#include "core/data/csv/separator.h"
#include "core/data/csv/text.h"

namespace headroom {

namespace {

constexpr std::size_t kMostFooterLines = 5;

std::string_view without_blanks(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\n";
  const std::size_t first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) + 1 - first);
}

// A sum, a source or a remark below the table: this record and the few behind it are shorter than the rows.
bool is_footer(const RaggedRecord& record) {
  if (!record.near_end || record.fields >= record.wanted) return false;
  std::size_t lines = 0;
  for (std::string_view rest = record.rest; !rest.empty();) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    const std::string_view line = without_blanks(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (line.empty()) continue;
    if (++lines > kMostFooterLines) return false;
    if (split_row(line, {record.separator, '"'}).fields.size() >= record.wanted) return false;
  }
  return true;
}

struct Cause {
  std::string text;
  std::vector<TableRemedy> remedies = {};
};

Cause cause(const RaggedRecord& record) {
  const std::string_view text = without_blanks(record.text);
  if (text.starts_with('#') || text.starts_with('%') || text.starts_with("//")) {
    return {tr("it looks like a comment"), {TableRemedy::comment(text.front())}};
  }
  if (record.other_separator != '\0')
    return {tr("{1} would cut nearly all rows alike", separator_words(record.other_separator)),
            {TableRemedy::separator(record.other_separator)}};
  for (const char separator : kSeparators) {
    if (separator == record.separator || record.wanted < 2) continue;
    if (split_row(text, {separator, '"'}).fields.size() == record.wanted)
      return {tr(
          "its values are separated by {1}, the others by {2}: use one separator in all lines",
          separator == '\t' ? std::string(tr("tabs")) : "'" + std::string(1, separator) + "'",
          record.separator == '\t' ? std::string(tr("tabs")) : "'" + std::string(1, record.separator) + "'")};
  }
  if (is_footer(record))
    return {tr("it looks like a line below the table ({1}): remove what does not belong to the table",
               in_quotes(text))};
  if (record.fields < record.wanted)
    return {tr("add the missing fields, left empty where there is no value")};
  if (record.fields == record.wanted + 1 && !text.empty() && text.back() == record.separator)
    return {tr("remove the separator at the end of the line, or write it in all lines")};
  return {tr("remove fields, or put quotes around a value that holds the separator")};
}

}  // namespace

TableRefusal ragged(const RaggedRecord& record, std::string where) {
  Cause found = cause(record);
  const auto fields = static_cast<std::int64_t>(record.fields);
  const std::string wanted = format_count(static_cast<std::int64_t>(record.wanted));
  std::string problem = record.header ? tr_n("the row has {n} field, the header has {1}",
                                             "the row has {n} fields, the header has {1}", fields, wanted)
                                      : tr_n("the row has {n} field, the first row has {1}",
                                             "the row has {n} fields, the first row has {1}", fields, wanted);
  if (!found.remedies.empty()) problem += ": " + std::exchange(found.text, {});  // they are the advice
  return {problem, found.text, std::move(where), "", std::move(found.remedies)};
}

}  // namespace headroom
