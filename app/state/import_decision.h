// What the options of the import sheet make of a table: what each column is and looks like, the data to train
// on, or what stands in the way and how to get past it.
//
//   const ImportDecision decision = decide_import(*table, options, progress);
//   if (decision.dataset) train(decision.dataset);
//
// A table that is refused for one column is looked at without it, so that the other columns can be shown, and
// what else is refused is found at once.
//
// Thread rule: plain values and a function, for a job. Throws only what is no fault of the table:
// Error{kCancelled} and std::bad_alloc.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/base/progress.h"
#include "core/data/column_summary.h"
#include "core/data/schema.h"
#include "core/data/table_remedy.h"

namespace headroom::app {

struct ImportRefusal {
  Error error;
  std::string problem;      // without advice
  std::string column = {};  // that it is about; empty: the whole table
  std::vector<TableRemedy> remedies = {};
};

struct DecidedTable {
  Schema schema;
  std::vector<ColumnSummary> looks;    // [columns]
  std::vector<std::int64_t> features;  // [columns] how many each becomes
  std::int64_t doubts = 0;             // columns that may be other than they were taken for, or were refused
};

struct ImportDecision {
  std::shared_ptr<const DecidedTable> table;  // null: not even that can be told
  std::shared_ptr<const Dataset> dataset;     // null: refused
  std::vector<ImportRefusal> refusals;        // in the order in which they were found
};

// A table that cannot even be read.
ImportRefusal refusal_from(const Error& error);

ImportDecision decide_import(const CsvTable& table, const TabularOptions& options, Progress& progress);

// The refusal of this column; null: it was not refused.
const ImportRefusal* refusal_of(const std::vector<ImportRefusal>& refusals, const std::string& column);

}  // namespace headroom::app
