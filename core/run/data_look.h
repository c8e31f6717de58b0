// What a person looks at in the table of a run: a part of Look.
//
//   look.data.filter = RowFilter::kWrong;
//   look.data.sort = RowSort::kCertainty;
//
// Thread rule: plain values.
#pragma once

#include <cstdint>

#include "core/base/names.h"
#include "core/data/row_stages.h"

namespace headroom {

// Which rows are listed. kWrong: validation rows that the network gets wrong. kCell: of one part, those of
// one class that the network takes for one class.
enum class RowFilter { kAll, kTrain, kValidation, kWrong, kClass, kCell };
inline constexpr auto kRowFilterNames = names<RowFilter>({{RowFilter::kAll, "all"},
                                                          {RowFilter::kTrain, "train"},
                                                          {RowFilter::kValidation, "validation"},
                                                          {RowFilter::kWrong, "wrong"},
                                                          {RowFilter::kClass, "class"},
                                                          {RowFilter::kCell, "cell"}});

// In which order. kTarget: by class, or by the value. kCertainty: the least certain first; of a regression,
// the largest error.
enum class RowSort { kRow, kTarget, kCertainty, kFeature };
inline constexpr auto kRowSortNames = names<RowSort>({{RowSort::kRow, "row"},
                                                      {RowSort::kTarget, "target"},
                                                      {RowSort::kCertainty, "certainty"},
                                                      {RowSort::kFeature, "feature"}});

// What the plane beside the table shows.
enum class DataPlane { kScatter, kPrincipal, kCorrelation };
inline constexpr auto kDataPlaneNames = names<DataPlane>({{DataPlane::kScatter, "scatter"},
                                                          {DataPlane::kPrincipal, "pca"},
                                                          {DataPlane::kCorrelation, "correlation"}});

struct DataLook {
  DataStage stage = DataStage::kRaw;
  RowFilter filter = RowFilter::kAll;
  std::int64_t filter_class = 0;  // kClass, kCell
  std::int64_t filter_said = 0;   // kCell
  bool filter_training = false;   // kCell: of the rows that train, else of those that validate
  RowSort sort = RowSort::kRow;
  std::int64_t sort_feature = 0;  // kFeature
  bool descending = false;
  std::int64_t first = 0;  // place in the list of a row near those that are seen
  DataPlane plane = DataPlane::kScatter;
  std::int64_t x = -1, y = -1;  // columns; -1: those two that tell most together
  bool others_at_row = false;   // the surface: other columns as in Look::row, else at their mean
  std::int64_t feature = 0;     // the marked cell's column
  bool operator==(const DataLook&) const = default;
};

// Lists the rows of one cell of the confusion matrix, and nothing else.
inline void list_cell(DataLook& look, std::int64_t truth, std::int64_t said, bool training) {
  look.filter = RowFilter::kCell;
  look.filter_class = truth;
  look.filter_said = said;
  look.filter_training = training;
  look.first = 0;
}

}  // namespace headroom
