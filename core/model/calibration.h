// Whether a network that says "90 %" is right nine times in ten.
//
//   Calibration calibration;
//   for (const auto& [confidence, was_right] : answers) calibration.add(confidence, was_right);
//   calibration.expected_error();
//
// Confidence is the probability of the class that was said. Bins of equal width over [0, 1], as
// sklearn.calibration.calibration_curve(strategy="uniform") makes them: a value on an edge belongs to the bin
// below. Expected calibration error (Naeini, Cooper and Hauskrecht, 2015; Guo et al., 2017): the mean over
// rows of |share right - mean confidence| of their bin.
//
// Thread rule: a plain value.
#pragma once

#include <array>
#include <cstdint>

namespace headroom {

// Where a share of `right` in `rows` may really lie, at 95 %: Wilson's score interval (1927).
struct ShareRange {
  double low = 0, high = 1;
};
ShareRange wilson_range(std::int64_t right, std::int64_t rows);

class Calibration {
 public:
  static constexpr std::size_t kBins = 10;
  struct Bin {
    std::int64_t rows = 0, right = 0;
    double confidence_sum = 0;
    double confidence() const { return confidence_sum / static_cast<double>(rows); }
    double share_right() const { return static_cast<double>(right) / static_cast<double>(rows); }
  };

  void add(double confidence, bool right);  // 0 to 1; one that is no number is left out
  const std::array<Bin, kBins>& bins() const { return bins_; }
  std::int64_t rows() const;
  double expected_error() const;  // NaN without rows
  // Whether it is more often right than it says, on the whole.
  bool modest() const;

 private:
  std::array<Bin, kBins> bins_;
};

}  // namespace headroom
