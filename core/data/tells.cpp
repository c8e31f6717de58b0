#include "core/data/tells.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <limits>

namespace headroom {
namespace {

constexpr double kNotKnown = std::numeric_limits<double>::quiet_NaN();

// Floats in the order of these whole numbers; -0 as 0.
std::uint32_t rank_key(float value) {
  const auto bits = std::bit_cast<std::uint32_t>(value == 0 ? 0.0F : value);
  return (bits & 0x80000000U) != 0 ? ~bits : bits | 0x80000000U;
}

struct MeanDeviation {
  double mean = 0, deviation = 0;
};

MeanDeviation mean_deviation(std::span<const float> values) {
  MeanDeviation of;
  for (const float v : values) of.mean += static_cast<double>(v);
  of.mean /= static_cast<double>(values.size());
  for (const float v : values) {
    const double off = static_cast<double>(v) - of.mean;
    of.deviation += off * off;
  }
  of.deviation = std::sqrt(of.deviation / static_cast<double>(values.size()));
  return of;
}

constexpr std::size_t kPairTerms = 6;
using PairTerms = std::array<double, kPairTerms>;

// Gaussian elimination with pivots from the diagonal of a symmetric matrix; a term that depends on those
// before it counts nothing.
PairTerms solve_symmetric(std::array<PairTerms, kPairTerms> a, PairTerms b) {
  std::array<bool, kPairTerms> used{};
  for (std::size_t step = 0; step < kPairTerms; ++step) {
    std::size_t pivot = kPairTerms;
    for (std::size_t i = 0; i < kPairTerms; ++i) {
      if (!used[i] && (pivot == kPairTerms || a[i][i] > a[pivot][pivot])) pivot = i;
    }
    if (a[pivot][pivot] < 1e-9) break;
    used[pivot] = true;
    for (std::size_t row = 0; row < kPairTerms; ++row) {
      if (row == pivot) continue;
      const double share = a[row][pivot] / a[pivot][pivot];
      for (std::size_t c = 0; c < kPairTerms; ++c) a[row][c] -= share * a[pivot][c];
      b[row] -= share * b[pivot];
    }
  }
  PairTerms solved{};
  for (std::size_t i = 0; i < kPairTerms; ++i) solved[i] = used[i] ? b[i] / a[i][i] : 0;
  return solved;
}

}  // namespace

std::vector<double> auc_by_rank(std::span<const float> values, std::span<const std::int32_t> labels,
                                std::int32_t classes) {
  const std::size_t rows = values.size();
  std::vector<std::uint64_t> order(rows);
  for (std::size_t i = 0; i < rows; ++i) order[i] = std::uint64_t{rank_key(values[i])} << 32U | i;
  std::sort(order.begin(), order.end());
  std::vector<double> ranks(static_cast<std::size_t>(classes)), counts(ranks.size());
  for (std::size_t first = 0; first < rows;) {
    std::size_t end = first + 1;
    while (end < rows && order[end] >> 32U == order[first] >> 32U) ++end;
    const double rank = static_cast<double>(first + end + 1) / 2;  // the mean of first + 1 .. end
    for (std::size_t i = first; i < end; ++i) {
      const auto label = static_cast<std::size_t>(labels[order[i] & 0xFFFFFFFFU]);
      ranks[label] += rank;
      counts[label] += 1;
    }
    first = end;
  }
  std::vector<double> areas;
  for (std::size_t k = 0; k < ranks.size(); ++k) {
    const double own = counts[k], others = static_cast<double>(rows) - own;
    areas.push_back(own > 0 && others > 0 ? (ranks[k] - own * (own + 1) / 2) / (own * others) : kNotKnown);
  }
  return areas;
}

double auc_of_pair(std::span<const float> x, std::span<const float> y, std::span<const std::int32_t> labels) {
  if (x.empty()) return kNotKnown;
  const MeanDeviation of_x = mean_deviation(x), of_y = mean_deviation(y);
  const auto unit = [](float v, const MeanDeviation& of) {
    return of.deviation > 0 ? (static_cast<double>(v) - of.mean) / of.deviation : 0;
  };
  const auto terms = [&](std::size_t i) {
    const double a = unit(x[i], of_x), b = unit(y[i], of_y);
    return PairTerms{1, a, b, a * a, a * b, b * b};
  };
  std::array<PairTerms, kPairTerms> squares{};
  PairTerms towards{};
  const double share = 1 / static_cast<double>(x.size());
  for (std::size_t i = 0; i < x.size(); ++i) {
    const PairTerms t = terms(i);
    for (std::size_t r = 0; r < kPairTerms; ++r) {
      for (std::size_t c = 0; c < kPairTerms; ++c) squares[r][c] += share * t[r] * t[c];
      if (labels[i] == 1) towards[r] += share * t[r];
    }
  }
  const PairTerms weights = solve_symmetric(squares, towards);
  std::vector<float> scores(x.size());
  for (std::size_t i = 0; i < x.size(); ++i) {
    const PairTerms t = terms(i);
    double score = 0;
    for (std::size_t k = 0; k < kPairTerms; ++k) score += weights[k] * t[k];
    scores[i] = static_cast<float>(score);
  }
  return auc_by_rank(scores, labels, 2)[1];
}

double correlation(std::span<const float> x, std::span<const float> y) {
  if (x.empty()) return kNotKnown;
  const MeanDeviation of_x = mean_deviation(x), of_y = mean_deviation(y);
  if (of_x.deviation == 0 || of_y.deviation == 0) return kNotKnown;
  double sum = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    sum += (static_cast<double>(x[i]) - of_x.mean) * (static_cast<double>(y[i]) - of_y.mean);
  }
  return sum / static_cast<double>(x.size()) / (of_x.deviation * of_y.deviation);
}

}  // namespace headroom
