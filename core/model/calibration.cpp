#include "core/model/calibration.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace headroom {

ShareRange wilson_range(std::int64_t right, std::int64_t rows) {
  if (rows <= 0) return {};
  constexpr double kZ = 1.959963984540054;  // 97.5 % of a standard normal
  const auto n = static_cast<double>(rows);
  const double share = static_cast<double>(right) / n, z2 = kZ * kZ / n;
  const double middle = (share + z2 / 2) / (1 + z2);
  const double reach = kZ / (1 + z2) * std::sqrt(share * (1 - share) / n + z2 / (4 * n));
  return {std::max(0.0, middle - reach), std::min(1.0, middle + reach)};
}

void Calibration::add(double confidence, bool right) {
  if (std::isnan(confidence)) return;
  std::size_t bin = 0;
  // The edges as numpy.linspace(0, 1, 11) has them.
  while (bin + 1 < kBins && static_cast<double>(bin + 1) * (1.0 / kBins) < confidence) ++bin;
  ++bins_[bin].rows;
  if (right) ++bins_[bin].right;
  bins_[bin].confidence_sum += confidence;
}

std::int64_t Calibration::rows() const {
  std::int64_t rows = 0;
  for (const Bin& bin : bins_) rows += bin.rows;
  return rows;
}

double Calibration::expected_error() const {
  if (rows() == 0) return std::numeric_limits<double>::quiet_NaN();
  double sum = 0;
  for (const Bin& bin : bins_) sum += std::abs(static_cast<double>(bin.right) - bin.confidence_sum);
  return sum / static_cast<double>(rows());
}

bool Calibration::modest() const {
  double beyond = 0;
  for (const Bin& bin : bins_) beyond += static_cast<double>(bin.right) - bin.confidence_sum;
  return beyond > 0;
}

}  // namespace headroom
