#include "core/train/linear_model.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <deque>
#include <utility>

namespace headroom {
namespace {

using Vector = std::vector<double>;

constexpr std::size_t kRemembered = 10;  // steps of L-BFGS, as scikit-learn's (SciPy's)
constexpr int kHalvings = 30;

// In eight parts that a compiler can add side by side.
template <typename A, typename B>
double dot(const A* a, const B* b, std::size_t n) {
  double part[8] = {};
  std::size_t i = 0;
  for (; i + 8 <= n; i += 8) {
    for (std::size_t k = 0; k < 8; ++k)
      part[k] += static_cast<double>(a[i + k]) * static_cast<double>(b[i + k]);
  }
  for (; i < n; ++i) part[0] += static_cast<double>(a[i]) * static_cast<double>(b[i]);
  return ((part[0] + part[1]) + (part[2] + part[3])) + ((part[4] + part[5]) + (part[6] + part[7]));
}

double dot(const Vector& a, const Vector& b) { return dot(a.data(), b.data(), a.size()); }

// Standardised columns, one after the other: sums over rows and sums over columns both run along memory.
struct Columns {
  std::size_t rows = 0, features = 0;
  std::vector<float> values;  // [features, rows]
  const float* at(std::size_t feature) const { return values.data() + feature * rows; }
};

Columns standardise(std::span<const float> x, std::int64_t features, LinearModel& model) {
  Columns columns;
  columns.features = static_cast<std::size_t>(features);
  columns.rows = x.size() / columns.features;
  columns.values.resize(x.size());
  const auto rows = static_cast<double>(columns.rows);
  for (std::size_t f = 0; f < columns.features; ++f) {
    double mean = 0, squares = 0;
    for (std::size_t r = 0; r < columns.rows; ++r) mean += static_cast<double>(x[r * columns.features + f]);
    mean /= rows;
    for (std::size_t r = 0; r < columns.rows; ++r) {
      const double off = static_cast<double>(x[r * columns.features + f]) - mean;
      squares += off * off;
    }
    const double factor = squares > 0 ? 1 / std::sqrt(squares / rows) : 0;
    for (std::size_t r = 0; r < columns.rows; ++r) {
      const double value = (static_cast<double>(x[r * columns.features + f]) - mean) * factor;
      columns.values[f * columns.rows + r] = static_cast<float>(value);
    }
    model.mean.push_back(mean);
    model.factor.push_back(factor);
  }
  return columns;
}

// a[n, n] symmetric and positive definite, lower half: a <- its Cholesky factor, b <- the solution.
void solve(Vector& a, Vector& b, const Progress& progress) {
  const std::size_t n = b.size();
  for (std::size_t i = 0; i < n; ++i) {
    progress.check();
    double* const row = a.data() + i * n;
    for (std::size_t j = 0; j < i; ++j) {
      const double* const other = a.data() + j * n;
      row[j] = (row[j] - dot(row, other, j)) / other[j];
    }
    row[i] = std::sqrt(row[i] - dot(row, row, i));
  }
  for (std::size_t i = 0; i < n; ++i) b[i] = (b[i] - dot(a.data() + i * n, b.data(), i)) / a[i * n + i];
  for (std::size_t i = n; i-- > 0;) {
    for (std::size_t j = i + 1; j < n; ++j) b[i] -= a[j * n + i] * b[j];
    b[i] /= a[i * n + i];
  }
}

// The loss of logistic regression and its gradient. Parameters: [outputs, features], then [outputs].
class LogisticLoss {
 public:
  LogisticLoss(const Columns& x, std::vector<std::size_t> y, std::size_t classes, double c)
      : x_(x),
        y_(std::move(y)),
        outputs_(classes == 2 ? 1 : classes),
        penalty_(1 / (c * static_cast<double>(x.rows))),
        z_(outputs_ * x.rows) {}

  std::size_t outputs() const { return outputs_; }
  std::size_t size() const { return outputs_ * (x_.features + 1); }

  double operator()(const Vector& at, Vector& gradient) {
    forward(at);
    const double loss = (outputs_ == 1 ? binary() : softmax()) / static_cast<double>(x_.rows);
    const std::size_t weights = outputs_ * x_.features;
    for (std::size_t k = 0; k < outputs_; ++k) {
      const double* const d = z_.data() + k * x_.rows;
      for (std::size_t f = 0; f < x_.features; ++f) {
        const std::size_t i = k * x_.features + f;
        gradient[i] = dot(d, x_.at(f), x_.rows) + penalty_ * at[i];
      }
      double sum = 0;
      for (std::size_t r = 0; r < x_.rows; ++r) sum += d[r];
      gradient[weights + k] = sum;
    }
    return loss + 0.5 * penalty_ * dot(at.data(), at.data(), weights);
  }

 private:
  void forward(const Vector& at) {
    for (std::size_t k = 0; k < outputs_; ++k) {
      double* const z = z_.data() + k * x_.rows;
      std::fill_n(z, x_.rows, at[outputs_ * x_.features + k]);
      for (std::size_t f = 0; f < x_.features; ++f) {
        const double w = at[k * x_.features + f];
        const float* const x = x_.at(f);
        for (std::size_t r = 0; r < x_.rows; ++r) z[r] += w * static_cast<double>(x[r]);
      }
    }
  }
  // Both leave d(mean loss)/dz where z was, and return the sum of the losses.
  double binary() {
    double loss = 0;
    const double share = 1 / static_cast<double>(x_.rows);
    for (std::size_t r = 0; r < x_.rows; ++r) {
      const double z = z_[r], t = static_cast<double>(y_[r]);
      const double e = std::exp(-std::abs(z));
      loss += std::max(z, 0.0) - z * t + std::log1p(e);
      z_[r] = ((z >= 0 ? 1 / (1 + e) : e / (1 + e)) - t) * share;
    }
    return loss;
  }
  double softmax() {
    double loss = 0;
    const double share = 1 / static_cast<double>(x_.rows);
    for (std::size_t r = 0; r < x_.rows; ++r) {
      double highest = z_[r], sum = 0;
      for (std::size_t k = 1; k < outputs_; ++k) highest = std::max(highest, z_[k * x_.rows + r]);
      const double own = z_[y_[r] * x_.rows + r];
      for (std::size_t k = 0; k < outputs_; ++k) {
        double& z = z_[k * x_.rows + r];
        z = std::exp(z - highest);
        sum += z;
      }
      for (std::size_t k = 0; k < outputs_; ++k) z_[k * x_.rows + r] *= share / sum;
      z_[y_[r] * x_.rows + r] -= share;
      loss += std::log(sum) - (own - highest);
    }
    return loss;
  }

  const Columns& x_;
  std::vector<std::size_t> y_;
  std::size_t outputs_;
  double penalty_;
  Vector z_;  // [outputs, rows]
};

struct Pair {
  Vector step, change;  // of the parameters and of the gradient
  double inverse;       // 1 / (step . change)
};

// The inverse Hessian that the remembered steps suggest, times the gradient; downhill.
Vector direction(const Vector& gradient, const std::deque<Pair>& pairs) {
  Vector q = gradient, alpha(pairs.size());
  for (std::size_t i = pairs.size(); i-- > 0;) {
    alpha[i] = pairs[i].inverse * dot(pairs[i].step, q);
    for (std::size_t j = 0; j < q.size(); ++j) q[j] -= alpha[i] * pairs[i].change[j];
  }
  if (!pairs.empty()) {
    const double scale = 1 / (pairs.back().inverse * dot(pairs.back().change, pairs.back().change));
    for (double& value : q) value *= scale;
  }
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    const double beta = pairs[i].inverse * dot(pairs[i].change, q);
    for (std::size_t j = 0; j < q.size(); ++j) q[j] += (alpha[i] - beta) * pairs[i].step[j];
  }
  for (double& value : q) value = -value;
  return q;
}

// Halves the step until the loss falls enough (Armijo); the loss is convex, so that is all it takes.
Vector minimise(LogisticLoss& loss, const LogisticOptions& options, const Progress& progress) {
  Vector at(loss.size(), 0.0), gradient(loss.size()), next(loss.size()), next_gradient(loss.size());
  double value = loss(at, gradient);
  std::deque<Pair> pairs;
  for (int i = 0; i < options.iterations; ++i) {
    progress.check();
    double largest = 0;
    for (const double g : gradient) largest = std::max(largest, std::abs(g));
    if (largest <= options.tolerance) break;
    const Vector way = direction(gradient, pairs);
    const double slope = dot(way, gradient);
    double length = pairs.empty() ? 1 / std::sqrt(dot(gradient, gradient)) : 1;
    double next_value = value;
    int halvings = 0;
    for (; halvings < kHalvings; ++halvings, length /= 2) {
      for (std::size_t j = 0; j < at.size(); ++j) next[j] = at[j] + length * way[j];
      next_value = loss(next, next_gradient);
      if (next_value <= value + 1e-4 * length * slope) break;
    }
    if (halvings == kHalvings) break;  // as good as it gets in double precision
    Pair pair{Vector(at.size()), Vector(at.size()), 0};
    for (std::size_t j = 0; j < at.size(); ++j) {
      pair.step[j] = next[j] - at[j];
      pair.change[j] = next_gradient[j] - gradient[j];
    }
    const double curvature = dot(pair.step, pair.change);
    if (curvature > 0) {
      pair.inverse = 1 / curvature;
      if (pairs.size() == kRemembered) pairs.pop_front();
      pairs.push_back(std::move(pair));
    }
    std::swap(at, next);
    std::swap(gradient, next_gradient);
    value = next_value;
  }
  return at;
}

}  // namespace

double LinearModel::value(std::span<const float> features, std::size_t output) const {
  double sum = bias[output];
  const double* const w = weights.data() + output * features.size();
  for (std::size_t f = 0; f < features.size(); ++f) {
    sum += w[f] * ((static_cast<double>(features[f]) - mean[f]) * factor[f]);
  }
  return sum;
}

std::int64_t LinearModel::class_of(std::span<const float> features) const {
  if (classes.size() == 1) return classes.front();
  if (classes.size() == 2) return classes[value(features) > 0 ? 1 : 0];
  std::size_t best = 0;
  double most = value(features, 0);
  for (std::size_t k = 1; k < classes.size(); ++k) {
    const double z = value(features, k);
    if (z > most) {
      most = z;
      best = k;
    }
  }
  return classes[best];
}

LinearModel fit_ridge(std::span<const float> x, std::int64_t features, std::span<const double> y,
                      double alpha, const Progress& progress) {
  LinearModel model;
  const Columns columns = standardise(x, features, model);
  const std::size_t n = columns.features;
  double mean = 0;
  for (const double value : y) mean += value;
  mean /= static_cast<double>(y.size());
  Vector centred(y.begin(), y.end());
  for (double& value : centred) value -= mean;
  Vector a(n * n, 0.0), b(n);
  for (std::size_t i = 0; i < n; ++i) {
    progress.check();
    for (std::size_t j = 0; j <= i; ++j) a[i * n + j] = dot(columns.at(i), columns.at(j), columns.rows);
    a[i * n + i] += alpha;
    b[i] = dot(columns.at(i), centred.data(), columns.rows);
  }
  solve(a, b, progress);
  model.weights = std::move(b);
  model.bias = {mean};
  return model;
}

LinearModel fit_logistic(std::span<const float> x, std::int64_t features, std::span<const std::int64_t> y,
                         std::int64_t classes, const LogisticOptions& options, const Progress& progress) {
  LinearModel model;
  std::vector<std::size_t> place(static_cast<std::size_t>(classes), 0);
  for (const std::int64_t each : y) place[static_cast<std::size_t>(each)] = 1;
  for (std::size_t c = 0; c < place.size(); ++c) {
    if (place[c] == 0) continue;
    place[c] = model.classes.size();
    model.classes.push_back(static_cast<std::int64_t>(c));
  }
  const Columns columns = standardise(x, features, model);
  if (model.classes.size() < 2) return model;
  std::vector<std::size_t> own;
  for (const std::int64_t each : y) own.push_back(place[static_cast<std::size_t>(each)]);
  LogisticLoss loss(columns, std::move(own), model.classes.size(), options.c);
  const Vector found = minimise(loss, options, progress);
  const auto weights = static_cast<std::ptrdiff_t>(loss.outputs() * columns.features);
  model.weights.assign(found.begin(), found.begin() + weights);
  model.bias.assign(found.begin() + weights, found.end());
  return model;
}

}  // namespace headroom
