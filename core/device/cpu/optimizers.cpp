#include "core/device/cpu/optimizers.h"

#include <cmath>

#include "core/device/cpu/clones.h"

namespace headroom::cpu {

// Everything is formed in double and rounded once: 1 - beta2 formed in float is off by 1e-4 of itself.
struct AdamConstants {
  float share1;  // 1 - beta1
  float beta2, share2;
  float step_size;        // learning rate / (1 - beta1^t)
  float root_correction;  // sqrt(1 - beta2^t)
  float epsilon;
  float l2;     // Adam: added to the gradient
  float decay;  // AdamW: weights shrink by this factor first; 1 for Adam
};

namespace {

AdamConstants adam_constants(const OptimizerSettings& s, std::int64_t update) {
  const auto t = static_cast<double>(update);
  const bool decoupled = s.kind == OptimizerKind::kAdamW;
  return {.share1 = static_cast<float>(1.0 - s.beta1),
          .beta2 = static_cast<float>(s.beta2),
          .share2 = static_cast<float>(1.0 - s.beta2),
          .step_size = static_cast<float>(s.learning_rate / (1.0 - std::pow(s.beta1, t))),
          .root_correction = static_cast<float>(std::sqrt(1.0 - std::pow(s.beta2, t))),
          .epsilon = static_cast<float>(s.epsilon),
          .l2 = decoupled ? 0.0F : static_cast<float>(s.l2),
          .decay = decoupled ? static_cast<float>(1.0 - s.learning_rate * s.l2) : 1.0F};
}

}  // namespace

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

HEADROOM_CLONES void adam(float* __restrict w, const float* __restrict g, float* __restrict m,
                          float* __restrict v, std::int64_t count, const AdamConstants& c) {
  for (std::int64_t i = 0; i < count; ++i) {
    const float weight = w[i] * c.decay;
    const float gradient = g[i] + c.l2 * weight;
    m[i] += (gradient - m[i]) * c.share1;
    v[i] = v[i] * c.beta2 + c.share2 * gradient * gradient;
    w[i] = weight - c.step_size * m[i] / (std::sqrt(v[i]) / c.root_correction + c.epsilon);
  }
}

void update_parameters(const OptimizerSettings& settings, std::int64_t update, const ParameterBlocks& blocks,
                       std::int64_t begin, std::int64_t end) {
  float* w = blocks.weights + begin;
  const float* g = blocks.gradients + begin;
  const auto rate = static_cast<float>(settings.learning_rate);
  const auto l2 = static_cast<float>(settings.l2);
  switch (settings.kind) {
    case OptimizerKind::kSgd: sgd(w, g, end - begin, rate, l2); break;
    case OptimizerKind::kMomentum:
      momentum(w, g, blocks.moments[0] + begin, end - begin, rate, l2, static_cast<float>(settings.momentum));
      break;
    case OptimizerKind::kAdam:
    case OptimizerKind::kAdamW: {
      const AdamConstants constants = adam_constants(settings, update);
      adam(w, g, blocks.moments[0] + begin, blocks.moments[1] + begin, end - begin, constants);
      break;
    }
  }
}

}  // namespace headroom::cpu
