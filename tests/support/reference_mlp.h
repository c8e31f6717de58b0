// A multilayer perceptron in double precision, one row after the other, as a textbook writes it: what
// the engines are compared with. It shares no arithmetic with them; slow and obvious on purpose.
#pragma once

#include <cmath>
#include <cstdint>
#include <vector>

#include "core/model/spec.h"
#include "core/model/weights.h"

namespace headroom::reference {

using Vector = std::vector<double>;

// Per layer: [out][in] and [out].
struct Parameters {
  std::vector<std::vector<Vector>> weight;
  std::vector<Vector> bias;
};

inline Parameters zeros(const ModelSpec& spec) {
  Parameters p;
  for (std::size_t l = 0; l + 1 < spec.widths.size(); ++l) {
    const auto in = static_cast<std::size_t>(spec.widths[l]);
    const auto out = static_cast<std::size_t>(spec.widths[l + 1]);
    p.weight.emplace_back(out, Vector(in, 0.0));
    p.bias.emplace_back(out, 0.0);
  }
  return p;
}

inline double act(Activation a, double z) {
  if (a == Activation::kRelu) return z > 0 ? z : 0;
  if (a == Activation::kTanh) return std::tanh(z);
  if (a == Activation::kSigmoid) return 1 / (1 + std::exp(-z));
  if (a == Activation::kSilu) return z / (1 + std::exp(-z));
  return z * 0.5 * (1 + std::erf(z / std::sqrt(2.0)));
}

inline double act_slope(Activation a, double z) {
  const double y = act(a, z);
  if (a == Activation::kRelu) return z > 0 ? 1 : 0;
  if (a == Activation::kTanh) return 1 - y * y;
  if (a == Activation::kSigmoid) return y * (1 - y);
  if (a == Activation::kSilu) return (1 + std::exp(-z) * (1 + z)) / std::pow(1 + std::exp(-z), 2);
  return 0.5 * (1 + std::erf(z / std::sqrt(2.0))) + z * std::exp(-z * z / 2) / std::sqrt(2 * std::acos(-1.0));
}

struct RowLoss {
  double loss = 0;
  bool correct = false;
  Vector slope;  // d loss / d logits
};

inline RowLoss row_loss(Output output, const Vector& z, double target) {
  RowLoss r;
  if (output == Output::kLinear) {
    r.loss = (z[0] - target) * (z[0] - target);
    r.slope = {2 * (z[0] - target)};
    return r;
  }
  if (output == Output::kSigmoid) {
    const double p = 1 / (1 + std::exp(-z[0]));
    r.loss = target > 0.5 ? std::log(1 + std::exp(-z[0])) : std::log(1 + std::exp(z[0]));
    r.slope = {p - target};
    r.correct = (z[0] > 0) == (target > 0.5);
    return r;
  }
  double sum = 0;
  std::size_t best = 0;
  for (std::size_t c = 0; c < z.size(); ++c) {
    sum += std::exp(z[c]);
    if (z[c] > z[best]) best = c;
  }
  const auto truth = static_cast<std::size_t>(target);
  r.loss = -std::log(std::exp(z[truth]) / sum);
  for (std::size_t c = 0; c < z.size(); ++c) r.slope.push_back(std::exp(z[c]) / sum - (c == truth ? 1 : 0));
  r.correct = best == truth;
  return r;
}

class Mlp {
 public:
  Mlp(const ModelSpec& spec, const OptimizerSettings& optimizer, const Weights& start)
      : spec_(spec), optimizer_(optimizer), p_(zeros(spec)), m_(zeros(spec)), v_(zeros(spec)) {
    for (std::size_t l = 0; l < p_.weight.size(); ++l) {
      for (std::size_t o = 0; o < p_.bias[l].size(); ++o) {
        p_.bias[l][o] = static_cast<double>(start.layers[l].bias[o]);
        for (std::size_t i = 0; i < p_.weight[l][o].size(); ++i) {
          p_.weight[l][o][i] = static_cast<double>(start.layers[l].weight[o * p_.weight[l][o].size() + i]);
        }
      }
    }
  }

  void set_learning_rate(double rate) { optimizer_.learning_rate = rate; }
  const Parameters& parameters() const { return p_; }

  struct Batch {
    double loss = 0;
    int correct = 0;
  };

  // Mean loss and hits of the rows before the update; then the update.
  Batch step(const std::vector<Vector>& rows, const Vector& targets) {
    Parameters gradient = zeros(spec_);
    const Batch result = measure(rows, targets, &gradient);
    update(gradient);
    return result;
  }

  Batch measure(const std::vector<Vector>& rows, const Vector& targets,
                Parameters* gradient = nullptr) const {
    Batch result;
    const auto n = static_cast<double>(rows.size());
    for (std::size_t r = 0; r < rows.size(); ++r) {
      std::vector<Vector> x{rows[r]};  // what each layer reads
      std::vector<Vector> z;           // and what it makes before the activation
      for (std::size_t l = 0; l < p_.weight.size(); ++l) {
        z.push_back(affine(l, x[l]));
        x.push_back(z[l]);
        for (double& value : x.back()) value = act(spec_.activation, value);
      }
      const RowLoss loss = row_loss(spec_.output, z.back(), targets[r]);
      result.loss += loss.loss / n;
      result.correct += loss.correct ? 1 : 0;
      if (gradient) add_gradient(x, z, loss.slope, n, *gradient);
    }
    return result;
  }

 private:
  Vector affine(std::size_t l, const Vector& x) const {
    Vector z = p_.bias[l];
    for (std::size_t o = 0; o < z.size(); ++o) {
      for (std::size_t i = 0; i < x.size(); ++i) z[o] += p_.weight[l][o][i] * x[i];
    }
    return z;
  }

  // The chain rule for one row; `slope` starts as d loss / d logits.
  void add_gradient(const std::vector<Vector>& x, const std::vector<Vector>& z, Vector slope, double n,
                    Parameters& gradient) const {
    for (std::size_t l = p_.weight.size(); l-- > 0;) {
      Vector below(x[l].size(), 0.0);
      for (std::size_t o = 0; o < slope.size(); ++o) {
        gradient.bias[l][o] += slope[o] / n;
        for (std::size_t i = 0; i < below.size(); ++i) {
          gradient.weight[l][o][i] += slope[o] * x[l][i] / n;
          below[i] += slope[o] * p_.weight[l][o][i];
        }
      }
      if (l == 0) return;
      for (std::size_t i = 0; i < below.size(); ++i) below[i] *= act_slope(spec_.activation, z[l - 1][i]);
      slope = below;
    }
  }

  void update(const Parameters& g) {
    ++updates_;
    for (std::size_t l = 0; l < p_.weight.size(); ++l) {
      for (std::size_t o = 0; o < p_.bias[l].size(); ++o) {
        update_one(p_.bias[l][o], g.bias[l][o], m_.bias[l][o], v_.bias[l][o]);
        for (std::size_t i = 0; i < p_.weight[l][o].size(); ++i) {
          update_one(p_.weight[l][o][i], g.weight[l][o][i], m_.weight[l][o][i], v_.weight[l][o][i]);
        }
      }
    }
  }

  // torch.optim's documentation, line by line.
  void update_one(double& p, double g, double& m, double& v) const {
    const OptimizerSettings& s = optimizer_;
    if (s.kind == OptimizerKind::kAdamW) p -= s.learning_rate * s.l2 * p;
    if (s.kind != OptimizerKind::kAdamW) g += s.l2 * p;
    if (s.kind == OptimizerKind::kSgd) {
      p -= s.learning_rate * g;
      return;
    }
    if (s.kind == OptimizerKind::kMomentum) {
      m = updates_ > 1 ? s.momentum * m + g : g;
      p -= s.learning_rate * m;
      return;
    }
    if (s.kind == OptimizerKind::kRmsprop) {
      m = s.alpha * m + (1 - s.alpha) * g * g;
      p -= s.learning_rate * g / (std::sqrt(m) + s.epsilon);
      return;
    }
    m = s.beta1 * m + (1 - s.beta1) * g;
    v = s.beta2 * v + (1 - s.beta2) * g * g;
    const double m_hat = m / (1 - std::pow(s.beta1, updates_));
    const double v_hat = v / (1 - std::pow(s.beta2, updates_));
    p -= s.learning_rate * m_hat / (std::sqrt(v_hat) + s.epsilon);
  }

  ModelSpec spec_;
  OptimizerSettings optimizer_;
  Parameters p_, m_, v_;
  int updates_ = 0;
};

}  // namespace headroom::reference
