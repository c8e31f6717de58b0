#include "core/data/polynomial.h"

#include <algorithm>

#include "core/base/bytes.h"
#include "core/base/error.h"
#include "core/data/row_blocks.h"

namespace headroom {

std::int64_t feature_count(std::int64_t columns, int degree) {
  if (columns < 0) throw Error(ErrorCode::kUsage, "the number of columns must not be negative");
  if (degree == 1) return columns;
  if (degree != 2) {
    throw Error(ErrorCode::kUsage, "degree " + std::to_string(degree) + " is unknown: use 1 or 2");
  }
  // One of n and n + 1 is even: halve that one first, so that only the result can overflow.
  const std::int64_t successor = checked_add(columns, 1);
  const std::int64_t pairs = columns % 2 == 0 ? checked_mul(columns / 2, successor)  //
                                              : checked_mul(columns, successor / 2);
  return checked_add(columns, pairs);
}

std::vector<std::string> feature_names(std::span<const std::string> columns, int degree) {
  std::vector<std::string> names(columns.begin(), columns.end());
  names.reserve(static_cast<std::size_t>(feature_count(static_cast<std::int64_t>(columns.size()), degree)));
  if (degree == 1) return names;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    names.push_back(columns[i] + "^2");
    for (std::size_t j = i + 1; j < columns.size(); ++j) names.push_back(columns[i] + " " + columns[j]);
  }
  return names;
}

void expand_features(std::span<const float> x, std::int64_t columns, int degree, std::span<float> out) {
  const auto n = static_cast<std::size_t>(columns);
  const auto features = static_cast<std::size_t>(feature_count(columns, degree));
  const std::size_t rows = n == 0 ? 0 : x.size() / n;
  if (x.size() != rows * n || out.size() != rows * features) {
    throw Error(ErrorCode::kInternal, "expand_features: input and output sizes do not match");
  }
  // Each row is written along, each product once: the memory that is written sets the time.
  for_row_blocks(rows, features, [&](std::size_t, std::size_t first, std::size_t end) {
    for (std::size_t r = first; r < end; ++r) {
      const float* const __restrict row = x.data() + r * n;
      float* __restrict to = out.data() + r * features;
      to = std::copy_n(row, n, to);
      for (std::size_t i = 0; degree == 2 && i < n; ++i) {
        const float left = row[i];
        for (std::size_t j = i; j < n; ++j) to[j - i] = left * row[j];
        to += n - i;
      }
    }
  });
}

}  // namespace headroom
