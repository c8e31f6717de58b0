#include "core/run/layer_matrix.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/bytes.h"

namespace headroom {

LayerMatrixMaker::LayerMatrixMaker(const MatrixSource& source) : source_(source) {
  made_.lines = static_cast<std::int64_t>(source.line_order.size());
  made_.columns = source.columns;
  const std::int64_t side = std::max(made_.lines, made_.columns);
  made_.block = std::max<std::int64_t>(1, ceil_div(side, LayerMatrix::kMostSide));
  made_.shown_lines = ceil_div(made_.lines, made_.block);
  made_.shown_columns = ceil_div(made_.columns, made_.block);
  const auto shown = static_cast<std::size_t>(made_.shown_lines * made_.shown_columns);
  made_.mean.reserve(shown);
  if (made_.block == 1) return;
  made_.least.reserve(shown);
  made_.most.reserve(shown);
}

bool LayerMatrixMaker::advance() {
  constexpr std::int64_t kNumbers = 1 << 17;
  for (std::int64_t done = 0; done < kNumbers; done += made_.block * made_.columns) {
    if (next_ == made_.shown_lines) return true;
    add_shown_line();
    ++next_;
  }
  return next_ == made_.shown_lines;
}

void LayerMatrixMaker::add_shown_line() {
  constexpr float kNone = std::numeric_limits<float>::quiet_NaN();
  const std::int64_t first = next_ * made_.block, end = std::min(first + made_.block, made_.lines);
  const auto columns = static_cast<std::size_t>(made_.columns);
  for (std::int64_t column = 0; column < made_.columns; column += made_.block) {
    const std::int64_t last = std::min(column + made_.block, made_.columns);
    double sum = 0;
    std::int64_t count = 0;
    float least = std::numeric_limits<float>::infinity(), most = -least;
    for (std::int64_t line = first; line < end; ++line) {
      const std::size_t start =
          static_cast<std::size_t>(source_.line_order[static_cast<std::size_t>(line)]) * columns;
      for (std::int64_t c = column; c < last; ++c) {
        const std::size_t at =
            start + static_cast<std::size_t>(source_.column_order[static_cast<std::size_t>(c)]);
        const float number =
            source_.minus.empty() ? source_.numbers[at] : source_.numbers[at] - source_.minus[at];
        if (!std::isfinite(number)) continue;
        sum += static_cast<double>(number);
        least = std::min(least, number);
        most = std::max(most, number);
        ++count;
      }
    }
    const std::int64_t missing = (end - first) * (last - column) - count;
    made_.not_finite += missing;
    if (count > 0) made_.largest = std::max({made_.largest, std::abs(least), std::abs(most)});
    made_.mean.push_back(missing > 0 ? kNone : static_cast<float>(sum / static_cast<double>(count)));
    if (made_.block == 1) continue;
    made_.least.push_back(count > 0 ? least : kNone);
    made_.most.push_back(count > 0 ? most : kNone);
  }
}

}  // namespace headroom
