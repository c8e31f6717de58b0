// What the Data tab shows of a run, in parts that stay the same object until they change: Inspect::kData.
//
//   const DataFigures& data = *inspection->data();
//   if (data.rows) data.rows->stages.raw(data.order->rows[0], 3);
//   if (data.columns) data.columns->of[3].tells;
//
// Parts come one after the other; null: not yet.
//
// Thread rule: immutable values.
#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "core/data/principal.h"
#include "core/data/row_stages.h"
#include "core/data/split.h"
#include "core/run/data_look.h"
#include "core/run/plane_cloud.h"

namespace headroom {

inline constexpr double kUnknownFigure = std::numeric_limits<double>::quiet_NaN();

// All rows, and in which part each is.
struct DataRows {
  RowStages stages;
  std::vector<RowPart> part;             // [rows]
  std::vector<std::int64_t> class_rows;  // [classes], without the test's; empty for regression
  std::vector<std::int64_t> imputed;     // [columns] missing numbers that were replaced
  std::int64_t train = 0, validation = 0, test = 0;
  std::int64_t listed() const { return train + validation; }
};

// One column or term over a sample of the rows, missing numbers replaced.
struct ColumnFigures {
  double least = kUnknownFigure, most = kUnknownFigure, mean = kUnknownFigure;  // as the network sees it
  std::vector<std::int64_t> bins;  // [groups, bins]: of two classes apart, else of all rows together
  // How well it alone tells the target: of two classes the AUC of class 1, of more that of the class it tells
  // best against the others, of a regression the correlation.
  double tells = kUnknownFigure;
  std::int64_t tells_class = 1;
  // From 0 to 1, whichever way it points.
  double strength(bool regression) const {
    if (!(tells == tells)) return 0;
    if (regression) return tells < 0 ? -tells : tells;
    return tells < 0.5 ? 1 - tells : tells;
  }
};

struct DataColumns {
  static constexpr std::int64_t kBins = 24;
  static constexpr std::int64_t kMost = 4096;  // features with figures: the first
  std::int64_t sample = 0;                     // rows
  std::int64_t groups = 1;                     // of bins
  std::vector<ColumnFigures> of;               // [features]
  std::vector<std::int64_t> by_strength;       // features, those that tell most first
  std::vector<std::int64_t> target_bins;       // regression: [kBins], from target_least to target_most
  double target_least = 0, target_most = 0;
};

struct DataRelations {
  static constexpr std::int64_t kMost = 128;  // columns: those that vary most
  std::vector<std::int64_t> columns;          // in their order
  std::int64_t sample = 0;                    // rows
  std::vector<double> correlations;           // [columns, columns]; NaN beside a constant one
  std::vector<double> with_target;            // [columns]; NaN where there is no such number
  PrincipalAxes axes;                         // of the scaled columns
  std::vector<double> means;                  // [columns] scaled
  // The two columns that tell two classes apart best together, or that tell most; both 0 of one column.
  std::int64_t x = 0, y = 0;
};

struct DataOrder {
  DataLook look;                    // filter and sort that it answers
  std::vector<std::uint32_t> rows;  // of the dataset
};

// What the network says of rows that were asked for.
struct DataAnswers {
  std::string model;
  std::int64_t steps = 0, epoch = 0;
  // Two classes: the probability of class 1; more: of the class it says; regression: the value in the
  // target's unit less Dataset::target_origin. NaN: not asked.
  std::vector<float> output;       // [rows]
  std::vector<std::int32_t> said;  // [rows] class; -1: not asked, or regression
  std::int64_t judged = 0;         // validation rows
  std::int64_t wrong = 0;          // of those
};

// The plane: points of rows, and what the network says between them.
struct DataPlanePicture {
  static constexpr std::int64_t kMostPoints = 1000;  // that the network is asked about
  DataLook look;
  std::int64_t row = 0;  // others_at_row
  bool principal = false;
  std::int64_t x = 0, y = 0;                        // columns
  double left = 0, right = 1, bottom = 0, top = 1;  // in the file's unit, or along the components
  std::vector<std::uint32_t> rows;                  // thinned evenly from the list
  std::vector<float> px, py;                        // [rows]
  std::int64_t of_rows = 0;                         // listed
  std::shared_ptr<const PlaneCloud> cloud;          // all that are listed; null: they are `rows`
  std::int64_t side = 0;                            // of the surface; 0: none
  std::vector<float> output;                        // [side, side] bottom row first, as DataAnswers
  std::vector<std::int32_t> said;                   // [side, side]
  double alone_x = kUnknownFigure, alone_y = kUnknownFigure, together = kUnknownFigure;  // AUC, two classes
};

struct DataFigures {
  std::shared_ptr<const DataRows> rows;
  std::shared_ptr<const DataColumns> columns;
  std::shared_ptr<const DataRelations> relations;
  std::shared_ptr<const DataOrder> order;
  std::shared_ptr<const DataAnswers> answers;
  std::shared_ptr<const DataPlanePicture> plane;
};

}  // namespace headroom
