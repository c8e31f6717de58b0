// What a column looks like at a glance: a histogram of its numbers or dates, or its most frequent texts.
//
//   const std::vector<ColumnSummary> looks = summarize(typed, progress);
//   looks[0].bins;   // 24 counts, from looks[0].least to looks[0].most
//
// The bins are those of numpy.histogram(values, bins=24): of equal width, a value on an edge in the upper
// one, the greatest in the last; all values alike lie in the middle of a range of one. Missing values are in
// none.
//
// Thread rule: pure functions; summarize() uses all processors.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <vector>

#include "core/base/progress.h"
#include "core/data/schema.h"

namespace headroom {

inline constexpr std::size_t kSummaryBins = 24;

struct ColumnSummary {
  std::int64_t present = 0, missing = 0;  // cells

  // Of numbers, and of dates in seconds since 1970; NaN elsewhere.
  double least = std::numeric_limits<double>::quiet_NaN();
  double most = std::numeric_limits<double>::quiet_NaN();
  double mean = std::numeric_limits<double>::quiet_NaN();
  std::vector<std::int64_t> bins = {};  // [kSummaryBins], or none

  // Of texts: the most frequent, at most kSummaryBins; in their order.
  struct Level {
    std::string text;
    std::int64_t cells = 0;
  };
  std::vector<Level> levels = {};
  std::int64_t more_levels = 0, more_cells = 0;  // that are not listed
};

// Finite values; `least` and `most` of them.
std::vector<std::int64_t> histogram(std::span<const double> values, double least, double most);

ColumnSummary summarize(const CsvColumn& column, const ColumnSchema& schema);
// In the order of the schema.
std::vector<ColumnSummary> summarize(const TypedTable& typed, Progress& progress);

}  // namespace headroom
