// What the import sheet says of a column, in words and short figures.
//
// Pure functions.
#pragma once

#include <string>
#include <vector>

#include "app/state/ui_state.h"

namespace headroom::app {

// "4.3 to 7.9", "2020-01-01 to 2020-12-31", "red, blue, …"; empty without values.
std::string values_text(const ColumnSchema& column, const ColumnSummary& look);
// All that is known of its values, for a tooltip.
std::string look_text(const ColumnSchema& column, const ColumnSummary& look);
// "1 number", "one-hot, 12 features", "days, month, weekday"; "–" when nothing.
std::string becomes_text(const ColumnSchema& column, std::int64_t features);
// Why, and what of it did not fit.
std::string why_text(const ColumnSchema& column);

// Those that a button does; the others leave something to be said in a control of the sheet.
std::vector<TableRemedy> with_buttons(const std::vector<TableRemedy>& remedies);

// The first letter in upper case, for a sentence of its own.
std::string sentence(std::string text);
// "iris.csv", or "Pasted table".
std::string import_title(const ImportState& import);
// "150 rows × 5 columns · 4.5 KiB · comma separated · read in 2 ms"
std::string file_facts(const CsvTable& table);
// What is said about the file as a whole.
std::vector<std::string> file_notes(const ImportState& import);

}  // namespace headroom::app
