// Which columns a network relies on: how much worse it answers when one column's values are dealt out to
// other rows.
//
//   ImportanceJob job;                              // network, rows as they are scaled, targets, columns
//   PermutationImportance importance(job);
//   while (!importance.advance()) {}                // a few rows each time
//   importance.result().columns.front().mean;       // accuracy lost, 0 to 1
//
// Permutation importance (Breiman, 2001; Fisher, Rudin and Dominici, 2019), as
// sklearn.inspection.permutation_importance: score of the rows as they are, less the score with the column
// permuted, mean and standard deviation (divided by n) over the repeats. Score: accuracy, or R2 of a
// regression. What became of one column of a file (a 0 or 1 for each of its texts) is permuted together, and
// terms of degree 2 are formed from the permuted values.
//
// Columns that say the same stand in for each other: then each alone looks unimportant.
//
// Thread rule: one object, one thread.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/data/dataset.h"
#include "core/model/spec.h"
#include "core/model/weights.h"

namespace headroom {

struct ColumnGroup {
  std::string name;                  // of the column in the file
  std::vector<std::size_t> columns;  // of the dataset, that were made of it
};
// origins: as Dataset::origins, or empty.
std::vector<ColumnGroup> column_groups(std::span<const std::string> names,
                                       std::span<const FeatureOrigin> origins);

struct ImportanceJob {
  ModelSpec spec = {};
  Weights weights = {};
  int degree = 1;                    // of the features
  std::vector<float> scaled = {};    // [rows, columns]
  std::vector<double> targets = {};  // [rows] class, or value as the network gives it
  std::vector<ColumnGroup> groups = {};
  std::int64_t repeats = 5;
  std::uint64_t seed = 0;
};

struct Importance {
  struct Column {
    std::string name;
    double mean = 0, deviation = 0;
  };
  std::int64_t rows = 0, repeats = 0;
  double score = 0;             // of the rows as they are
  std::vector<Column> columns;  // in the order of the job
};

class PermutationImportance {
 public:
  // Throws Error{kBadInput} without rows.
  explicit PermutationImportance(ImportanceJob job);
  // kTraceRows rows; true once everything is known.
  bool advance();
  const Importance& result() const { return result_; }

 private:
  std::vector<float> next_rows() const;
  void finish_pass();

  ImportanceJob job_;
  Importance result_;
  std::int64_t columns_ = 0;
  // Where it goes on: pass 0 is without a permutation, then `repeats` of every group.
  std::int64_t pass_ = 0, row_ = 0;
  double right_ = 0, squares_ = 0;  // of this pass
  double spread_ = 0;               // of the targets about their mean
  std::vector<double> drops_;       // of this group
};

// How many rows and columns are taken so that the work stays bounded: about kImportancePasses rows through
// the network.
inline constexpr std::int64_t kImportancePasses = 50'000;
struct ImportanceSize {
  std::int64_t rows = 0, groups = 0;
};
ImportanceSize importance_size(std::int64_t rows, std::int64_t groups, std::int64_t repeats);

}  // namespace headroom
