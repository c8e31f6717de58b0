// What can be said about a table's columns only when all of it has been read: columns without a name that
// hold nothing (a separator at the end of every line), and the numbers or names of the rows that pandas and R
// write.
//
//   finish_columns(table, unnamed);
//
// Thread rule: pure functions.
#pragma once

#include <vector>

#include "core/data/csv/csv.h"

namespace headroom {

// Drops columns without a name and without a value; marks CsvColumn::row_names; says so in table.notes, and
// how the other columns without a name are called. `unnamed`: [columns] those that the header did not name.
void finish_columns(CsvTable& table, const std::vector<bool>& unnamed);

}  // namespace headroom
