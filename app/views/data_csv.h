// The numbers behind the Data tab as CSV files.
//
//   const DataSource source = data_source(scene);
//   std::string csv = rows_csv(source);  // in a job
//
// Numbers are written so that they read back the same; a missing one is empty. Features are named as
// scikit-learn names them: "x1 x18", "x2^2".
//
// Thread rule: pure; a source holds what it needs and may go to a job.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "app/views/data_scene.h"

namespace headroom::app {

// Cells of one file; a table that has more is written up to there.
inline constexpr std::int64_t kMostCsvCells = 10'000'000;

struct DataSource {
  DataFigures figures;
  std::shared_ptr<const DataAnswers> answers;  // of the network that is looked at; null: none
  DataStage stage = DataStage::kRaw;
};
DataSource data_source(const DataScene& scene);

// The rows that rows_csv() writes, of those that are listed.
std::int64_t rows_written(const DataSource& source);
// The listed rows in their order, with every column at the shown stage.
std::string rows_csv(const DataSource& source);
std::string columns_csv(const DataSource& source);  // how each column spreads and what it tells alone
std::string target_csv(const DataSource& source);   // rows of each class, or the target's histogram
std::string histogram_csv(const DataSource& source, std::size_t feature);
std::string points_csv(const DataSource& source);  // of the plane
std::string correlations_csv(const DataSource& source);

}  // namespace headroom::app
