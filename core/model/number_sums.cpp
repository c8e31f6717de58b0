#include "core/model/number_sums.h"

#include <algorithm>
#include <cmath>

namespace headroom {

void NumberSums::add(std::span<const float> numbers) {
  for (const float number : numbers) {
    const auto value = static_cast<double>(number);
    min = std::min(min, value);
    max = std::max(max, value);
    sum += value;
    squares += value * value;
    zeros += number == 0 ? 1 : 0;
    not_finite += std::isfinite(number) ? 0 : 1;
  }
  count += static_cast<std::int64_t>(numbers.size());
}

double NumberSums::rms() const { return std::sqrt(squares / static_cast<double>(count)); }
double NumberSums::norm() const { return std::sqrt(squares); }

}  // namespace headroom
