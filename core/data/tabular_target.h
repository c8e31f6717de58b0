// The target column of a table: its task, its classes, its values. Used by make_dataset() only.
#pragma once

#include <string>

#include "core/base/error.h"
#include "core/data/csv/csv.h"
#include "core/data/dataset.h"
#include "core/data/tabular.h"

namespace headroom {

// Fills target_name, task, targets, class_names and the notes about them.
void read_target(const CsvTable& table, const CsvColumn& column, const TabularOptions& options,
                 Dataset& data);

// Throws at the first text when the column holds numbers nearly everywhere.
void refuse_stray_text(const CsvTable& table, const CsvColumn& column);

}  // namespace headroom
