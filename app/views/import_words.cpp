#include "app/views/import_words.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstdio>
#include <iterator>

#include "app/state/import_reading.h"
#include "app/views/column_words.h"
#include "app/widgets/format.h"
#include "core/base/bytes.h"
#include "core/base/tr.h"
#include "core/data/writing/date_writing.h"

namespace headroom::app {
namespace {

// Short, but without losing what tells neighbours apart.
std::string short_number(double value) {
  const double size = std::abs(value);
  return size >= 1e5 && size < 1e15 ? decimals_text(value, 0) : digits_text(value, 5);
}

bool is_date(const ColumnSchema& column) { return column.type == ColumnType::kDate; }

std::string shown(const ColumnSchema& column, double value) {
  if (!is_date(column)) return short_number(value);
  const DateWriting& date = column.date;
  if (date.has_date()) return date_text(value);
  const int minutes = static_cast<int>(value / 60);
  char text[16];
  std::snprintf(text, sizeof text, "%02d:%02d", minutes / 60, minutes % 60);
  return text;
}

std::string level_list(const ColumnSummary& look, std::size_t most, bool counts) {
  std::string text;
  for (std::size_t i = 0; i < std::min(most, look.levels.size()); ++i) {
    text += (i == 0 ? "" : counts ? "\n" : ", ") + look.levels[i].text;
    if (counts) text += ": " + format_count(look.levels[i].cells);
  }
  const auto all = static_cast<std::int64_t>(look.levels.size()) + look.more_levels;
  const std::int64_t more = all - static_cast<std::int64_t>(std::min(most, look.levels.size()));
  if (more > 0 && counts) text += "\n" + tr("{1} more", format_count(more));
  if (more > 0 && !counts) text += ", …";
  return text;
}

}  // namespace

std::string values_text(const ColumnSchema& column, const ColumnSummary& look) {
  if (!look.levels.empty()) return level_list(look, 6, false);
  if (look.present == 0) return {};
  if (look.least == look.most) return shown(column, look.least);
  return tr("{1} to {2}", shown(column, look.least), shown(column, look.most));
}

std::string look_text(const ColumnSchema& column, const ColumnSummary& look) {
  std::string text;
  if (!look.levels.empty()) {
    text = level_list(look, 12, true);
  } else if (look.present > 0) {
    text = values_text(column, look) + "\n" + tr("mean {1}", shown(column, look.mean));
  }
  const std::string values = format_count(look.present);
  text += (text.empty() ? "" : "\n") +
          (look.missing > 0 ? tr("{1} values, {2} missing", values, format_count(look.missing))
                            : tr("{1} values", values));
  return text;
}

std::string becomes_text(const ColumnSchema& column, std::int64_t features) {
  if (column.role == ColumnRole::kTarget) return tr("what is predicted");
  if (column.role == ColumnRole::kLeftOut || features == 0) return "–";
  if (column.type == ColumnType::kDate) {
    std::string text;
    for (const FeaturePart part : column.parts) {
      const std::string_view name = part == FeaturePart::kDays         ? tr("days")
                                    : part == FeaturePart::kMonthSin   ? tr("month")
                                    : part == FeaturePart::kWeekdaySin ? tr("weekday")
                                    : part == FeaturePart::kHourSin    ? tr("hour")
                                                                       : "";
      if (!name.empty()) text += (text.empty() ? "" : ", ") + std::string(name);
    }
    return text + ": " + tr_n("{n} feature", "{n} features", features);
  }
  if (!column.levels.empty()) {
    return tr("one-hot: {1}", tr_n("{n} feature", "{n} features", features));
  }
  return tr_n("{n} feature", "{n} features", 1);
}

std::string why_text(const ColumnSchema& column) {
  std::string text = column_words(column.reason);
  if (column.odd_cells == 0 && !column.missing.empty()) {
    constexpr std::size_t kShown = 4;
    std::string words;
    for (std::size_t i = 0; i < std::min(kShown, column.missing.size()); ++i)
      words += (i == 0 ? "'" : ", '") + column.missing[i] + "'";
    if (column.missing.size() > kShown) words += ", …";
    text += (text.empty() ? "" : "; ") + tr("missing: {1}", words);
  }
  if (column.odd_cells > 0) {
    text +=
        (text.empty() ? "" : "; ") + tr("{1} that do not fit taken as missing, '{2}' first ({3})",
                                        format_count(column.odd_cells), column.odd_example, column.odd_where);
  }
  return text;
}

std::vector<TableRemedy> with_buttons(const std::vector<TableRemedy>& remedies) {
  std::vector<TableRemedy> buttons;
  std::copy_if(remedies.begin(), remedies.end(), std::back_inserter(buttons),
               [](const TableRemedy& remedy) { return !remedy_title(remedy).empty(); });
  return buttons;
}

std::string sentence(std::string text) {
  if (!text.empty()) text[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(text[0])));
  return text;
}

std::string import_title(const ImportState& import) {
  if (import.pasted) return tr("Pasted table");
  const std::size_t slash = import.path.find_last_of('/');
  return slash == std::string::npos ? import.path : import.path.substr(slash + 1);
}

std::string file_facts(const CsvTable& table) {
  std::string text = tr_n("{n} row", "{n} rows", table.rows) + " × " +
                     tr_n("{n} column", "{n} columns", static_cast<std::int64_t>(table.columns.size()));
  if (table.file_bytes > 0) text += " · " + format_bytes(table.file_bytes);
  if (table.origin) {  // a text, not arrays
    text += " · " + tr("{1} separated", tr(std::string_view(separator_name(table.separator)))) + " · " +
            (table.header ? tr("the first row names the columns") : tr("without a header"));
  }
  return text + " · " + tr("read in {1}", duration_text(table.seconds));
}

std::vector<std::string> file_notes(const ImportState& import) {
  std::vector<std::string> notes;
  for (const TableNote& note : import.table->notes) notes.push_back(column_words(note.text));
  // While that is still to be decided, the columns are looked at without those rows.
  const std::int64_t dropped = import.decided ? import.decided->schema.dropped_rows : 0;
  if (dropped > 0 && import.options.drop_rows_without_target) {
    notes.push_back(tr_n("{n} row without a target left out, as asked for",
                         "{n} rows without a target left out, as asked for", dropped));
  }
  if (import.pasted) {
    notes.emplace_back(
        import.path.empty()
            ? tr("pasted: the text is not kept, so that a saved run of it cannot go on later")
            : tr("pasted: the text is kept beside the runs once it is trained on, so that a saved run "
                 "can go on"));
  }
  return notes;
}

}  // namespace headroom::app
