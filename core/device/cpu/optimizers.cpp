#include "core/device/cpu/optimizers.h"

#include <cmath>

#include "core/device/cpu/clones.h"

namespace headroom::cpu {

UpdateRule::UpdateRule(const OptimizerSettings& s, std::int64_t update) : kind_(s.kind) {
  const auto t = static_cast<double>(update);
  const bool decoupled = kOptimizerTable.row(s.kind).decoupled_decay;
  rate_ = static_cast<float>(s.learning_rate);
  l2_ = decoupled ? 0.0F : static_cast<float>(s.l2);
  momentum_ = static_cast<float>(s.momentum);
  share1_ = static_cast<float>(1.0 - s.beta1);
  const double kept_squares = s.kind == OptimizerKind::kRmsprop ? s.alpha : s.beta2;
  kept_squares_ = static_cast<float>(kept_squares);
  new_squares_ = static_cast<float>(1.0 - kept_squares);
  step_size_ = static_cast<float>(s.learning_rate / (1.0 - std::pow(s.beta1, t)));
  root_factor_ = static_cast<float>(1.0 / std::sqrt(1.0 - std::pow(s.beta2, t)));
  epsilon_ = static_cast<float>(s.epsilon);
  decay_ = decoupled ? static_cast<float>(1.0 - s.learning_rate * s.l2) : 1.0F;
}

// Not in the unnamed namespace: clones need a visible name.
HEADROOM_CLONES void sgd(float* __restrict w, const float* __restrict g, std::int64_t count, float rate,
                         float l2) {
  for (std::int64_t i = 0; i < count; ++i) w[i] -= rate * (g[i] + l2 * w[i]);
}

HEADROOM_CLONES void momentum(float* __restrict w, const float* __restrict g, float* __restrict buffer,
                              std::int64_t count, float rate, float l2, float keep) {
  for (std::int64_t i = 0; i < count; ++i) {
    buffer[i] = keep * buffer[i] + (g[i] + l2 * w[i]);
    w[i] -= rate * buffer[i];
  }
}

struct AdamConstants {
  float share1, kept_squares, new_squares, step_size, root_factor, epsilon, l2, decay;
};

HEADROOM_CLONES void adam(float* __restrict w, const float* __restrict g, float* __restrict m,
                          float* __restrict v, std::int64_t count, const AdamConstants& c) {
  for (std::int64_t i = 0; i < count; ++i) {
    const float weight = w[i] * c.decay;
    const float gradient = g[i] + c.l2 * weight;
    m[i] += (gradient - m[i]) * c.share1;
    v[i] = v[i] * c.kept_squares + c.new_squares * gradient * gradient;
    w[i] = weight - c.step_size * m[i] / (std::sqrt(v[i]) * c.root_factor + c.epsilon);
  }
}

struct RmspropConstants {
  float rate, l2, kept_squares, new_squares, epsilon;
};

HEADROOM_CLONES void rmsprop(float* __restrict w, const float* __restrict g, float* __restrict squares,
                             std::int64_t count, const RmspropConstants& c) {
  for (std::int64_t i = 0; i < count; ++i) {
    const float gradient = g[i] + c.l2 * w[i];
    squares[i] = squares[i] * c.kept_squares + c.new_squares * gradient * gradient;
    w[i] -= c.rate * (gradient / (std::sqrt(squares[i]) + c.epsilon));
  }
}

void UpdateRule::apply(const ParameterBlocks& blocks, std::int64_t begin, std::int64_t end) const {
  float* const w = blocks.weights + begin;
  const float* const g = blocks.gradients + begin;
  switch (kind_) {
    case OptimizerKind::kSgd: sgd(w, g, end - begin, rate_, l2_); break;
    case OptimizerKind::kMomentum:
      momentum(w, g, blocks.moments[0] + begin, end - begin, rate_, l2_, momentum_);
      break;
    case OptimizerKind::kAdam:
    case OptimizerKind::kAdamW:
      adam(w, g, blocks.moments[0] + begin, blocks.moments[1] + begin, end - begin,
           {share1_, kept_squares_, new_squares_, step_size_, root_factor_, epsilon_, l2_, decay_});
      break;
    case OptimizerKind::kRmsprop:
      rmsprop(w, g, blocks.moments[0] + begin, end - begin,
              {rate_, l2_, kept_squares_, new_squares_, epsilon_});
      break;
  }
}

}  // namespace headroom::cpu
