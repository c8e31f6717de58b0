// Which rows train, which validate and which are kept for a test, and the means that stand in for missing
// numbers.
#pragma once

#include <cstdint>
#include <vector>

#include "core/base/names.h"
#include "core/base/progress.h"
#include "core/data/dataset.h"

namespace headroom {

enum class SplitKind { kShuffled, kTail };
inline constexpr auto kSplitNames =
    names<SplitKind>({{SplitKind::kShuffled, "shuffled"}, {SplitKind::kTail, "tail"}});

struct SplitSettings {
  SplitKind kind = SplitKind::kShuffled;
  double validation_fraction = 0.2;  // validation rows = ceil(rows * fraction), of those not kept for a test
  double test_fraction = 0;          // test rows = ceil(rows * fraction); 0: none
  // Cross validation: the rows in `folds` parts, of which part `fold`, from 0, validates in place of a
  // fraction; the first parts have a row more where it does not come out even. 0: none.
  std::int64_t folds = 0;
  std::int64_t fold = 0;
  bool operator==(const SplitSettings&) const = default;
};

// Where a row of the dataset belongs. kNone: in no part of the split.
enum class RowPart : std::uint8_t { kNone, kTraining, kValidation, kTest };

// The dataset's rows reordered: training rows first, then validation rows, as row indices of the dataset.
// kTail keeps file order, the last rows are the test's and those before them validate; kShuffled draws with
// `seed`.
struct Split {
  std::vector<std::uint32_t> order;  // [train_rows + validation_rows]
  std::vector<std::uint32_t> test;   // no one looks at these before the training is over
  std::int64_t train_rows = 0;
  std::int64_t validation_rows = 0;
};

// Throws Error{kBadInput} when a part would be empty.
Split make_split(std::int64_t rows, const SplitSettings& settings, std::uint64_t seed);
// The same of a dataset. Shuffled folds of classes are stratified: the parts' rows of a class differ by one
// at most. Source: scikit-learn's StratifiedKFold, which deals the rows in the order of their classes to the
// parts in turn.
Split make_split(const Dataset& dataset, const SplitSettings& settings, std::uint64_t seed);

// The rows as a device needs them: in split order, missing numbers replaced by the column's mean
// over training rows (0 where a column has no value at all).
struct PreparedRows {
  std::int64_t rows = 0;
  std::int64_t columns = 0;
  std::int64_t train_rows = 0;
  std::vector<float> values;          // [rows, columns] row-major
  std::vector<float> targets;         // [rows]
  std::vector<std::int64_t> imputed;  // [columns] replaced values per column
  std::vector<float> column_means;    // [columns] over training rows; what a missing number becomes
};

// Throws Error{kCancelled} soon after progress.cancel().
PreparedRows prepare_rows(const Dataset& dataset, const Split& split, const Progress& progress = {});

}  // namespace headroom
