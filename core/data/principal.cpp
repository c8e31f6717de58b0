#include "core/data/principal.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

namespace headroom {

Comoments::Comoments(std::vector<std::vector<float>> columns) : columns_(std::move(columns)) {
  covariance_.size = columns_.size();
  covariance_.values.resize(columns_.size() * columns_.size());
  for (std::vector<float>& column : columns_) {
    double sum = 0;
    for (const float v : column) sum += static_cast<double>(v);
    const double mean = column.empty() ? 0 : sum / static_cast<double>(column.size());
    for (float& v : column) v = static_cast<float>(static_cast<double>(v) - mean);
    means_.push_back(mean);
  }
}

bool Comoments::advance() {
  if (next_ == columns_.size()) return true;
  const std::size_t a = next_++;
  const std::vector<float>& left = columns_[a];
  const double divisor = left.size() > 1 ? static_cast<double>(left.size() - 1) : 1;
  for (std::size_t b = a; b < columns_.size(); ++b) {
    // Four sums, so that each addition does not wait for the one before.
    double sums[4] = {};
    const std::vector<float>& right = columns_[b];
    std::size_t i = 0;
    for (; i + 4 <= left.size(); i += 4) {
      for (std::size_t k = 0; k < 4; ++k) {
        sums[k] += static_cast<double>(left[i + k]) * static_cast<double>(right[i + k]);
      }
    }
    for (; i < left.size(); ++i) sums[0] += static_cast<double>(left[i]) * static_cast<double>(right[i]);
    covariance_.at(a, b) = covariance_.at(b, a) = (sums[0] + sums[1] + sums[2] + sums[3]) / divisor;
  }
  return next_ == columns_.size();
}

double Comoments::correlation(std::size_t a, std::size_t b) const {
  const double scale = std::sqrt(covariance_.at(a, a) * covariance_.at(b, b));
  return scale > 0 ? std::clamp(covariance_.at(a, b) / scale, -1.0, 1.0)
                   : std::numeric_limits<double>::quiet_NaN();
}

namespace {

// Turns rows and columns p and q so that at(p, q) becomes 0, and the vectors with them.
void jacobi_turn(SymmetricMatrix& a, SymmetricMatrix& vectors, std::size_t p, std::size_t q) {
  if (a.at(p, q) == 0) return;
  const double theta = (a.at(q, q) - a.at(p, p)) / (2 * a.at(p, q));
  const double t = (theta < 0 ? -1 : 1) / (std::abs(theta) + std::sqrt(theta * theta + 1));
  const double c = 1 / std::sqrt(t * t + 1), s = t * c;
  for (std::size_t k = 0; k < a.size; ++k) {
    const double kp = a.at(k, p), kq = a.at(k, q);
    a.at(k, p) = c * kp - s * kq;
    a.at(k, q) = s * kp + c * kq;
  }
  for (std::size_t k = 0; k < a.size; ++k) {
    const double pk = a.at(p, k), qk = a.at(q, k);
    a.at(p, k) = c * pk - s * qk;
    a.at(q, k) = s * pk + c * qk;
  }
  for (std::size_t k = 0; k < a.size; ++k) {
    const double kp = vectors.at(k, p), kq = vectors.at(k, q);
    vectors.at(k, p) = c * kp - s * kq;
    vectors.at(k, q) = s * kp + c * kq;
  }
}

}  // namespace

PrincipalAxes principal_axes(SymmetricMatrix a) {
  const std::size_t n = a.size;
  SymmetricMatrix vectors{n, std::vector<double>(n * n)};
  PrincipalAxes axes;
  for (std::size_t i = 0; i < n; ++i) {
    vectors.at(i, i) = 1;
    axes.total += a.at(i, i);
  }
  constexpr int kMostSweeps = 30;
  for (int sweep = 0; sweep < kMostSweeps; ++sweep) {
    double off = 0;
    for (std::size_t p = 0; p < n; ++p) {
      for (std::size_t q = p + 1; q < n; ++q) off += a.at(p, q) * a.at(p, q);
    }
    if (off <= 1e-24 * axes.total * axes.total) break;
    for (std::size_t p = 0; p < n; ++p) {
      for (std::size_t q = p + 1; q < n; ++q) jacobi_turn(a, vectors, p, q);
    }
  }
  std::vector<std::size_t> order(n);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t x, std::size_t y) { return a.at(x, x) > a.at(y, y); });
  for (const std::size_t i : order) axes.variances.push_back(std::max(0.0, a.at(i, i)));
  for (std::size_t k = 0; k < std::min<std::size_t>(2, n); ++k) {
    std::vector<double> axis;
    for (std::size_t i = 0; i < n; ++i) axis.push_back(vectors.at(i, order[k]));
    const auto largest = *std::max_element(axis.begin(), axis.end(),
                                           [](double x, double y) { return std::abs(x) < std::abs(y); });
    for (double& part : axis) part *= largest < 0 ? -1 : 1;
    axes.weights.push_back(std::move(axis));
  }
  return axes;
}

}  // namespace headroom
