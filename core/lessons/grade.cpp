#include <algorithm>
#include <cmath>
#include <limits>

#include "core/lessons/prediction.h"

namespace headroom {

namespace {

constexpr double kRounding = 1e-9;  // of what decimal fractions lose: 0.4 is within 0.1 of 0.3

double factor_between(double a, double b) {
  if (a == b) return 1;
  if (!std::isfinite(a) || !std::isfinite(b)) return std::numeric_limits<double>::infinity();
  const double larger = std::max(std::abs(a), std::abs(b)), smaller = std::min(std::abs(a), std::abs(b));
  const bool comparable = smaller > 0 && std::signbit(a) == std::signbit(b);
  return comparable ? larger / smaller : std::numeric_limits<double>::infinity();
}

}  // namespace

Graded grade(const Prediction& prediction, double guess, const MeasuredFigure& measured) {
  Graded graded;
  if (!prediction.choices.empty()) {
    graded.grade =
        std::lround(guess) == std::lround(measured.value) ? GuessGrade::kRight : GuessGrade::kWrong;
    return graded;
  }
  graded.factor = factor_between(guess, measured.value);
  const bool near = prediction.logarithmic ? graded.factor <= 2 * (1 + kRounding)
                                           : std::abs(guess - measured.value) <=
                                                 (prediction.to - prediction.from) / 10 * (1 + kRounding);
  const bool among = measured.low <= guess && guess <= measured.high;
  graded.by_spread = among && !near;
  if (!near && !among) graded.grade = guess < measured.value ? GuessGrade::kTooLow : GuessGrade::kTooHigh;
  return graded;
}

}  // namespace headroom
