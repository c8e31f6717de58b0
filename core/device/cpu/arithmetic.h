// What the CPU engines compute element by element, beside their matrix products: activations, losses and the
// update of parameters. There are two of them:
//
//   native    as fast as this processor can: products and sums are fused where it fuses them, and exp, log
//             and tanh are those of the system's library. Another processor or library rounds otherwise.
//   portable  the same bits on every processor (Precision::kPortable): nothing is fused, and elementary
//             functions are our own (core/base/portable_math.h).
//
//   const Arithmetic& math = arithmetic_of(settings.precision);
//   math.activate(Activation::kTanh, values, count);
//
// Thread rule: pure functions on the caller's memory; disjoint ranges may run at once.
#pragma once

#include <cstdint>

#include "core/model/spec.h"

namespace headroom::cpu {

// The rows of one pass. delta may be null: evaluation needs no gradient.
struct LossRows {
  const float* logits;                   // [rows, outputs]
  const float* targets;                  // [rows]
  float* delta;                          // [rows, outputs] d(mean loss) / d(logits)
  float* loss;                           // [rows]
  std::int32_t* correct;                 // [rows] 0 or 1; 0 for regression
  const float* class_weights = nullptr;  // [classes]; null: all alike
};

// What is the same for all parameters of one update (optimizers.h).
struct UpdateConstants {
  float rate, l2;
  float momentum;
  float share1;                     // 1 - beta1
  float kept_squares, new_squares;  // of the average of squared gradients: beta2, 1 - beta2
  float step_size;                  // learning rate / (1 - beta1^t)
  float root_factor;                // 1 / sqrt(1 - beta2^t)
  float epsilon;
  float decay;  // AdamW: weights shrink by this factor first; 1 for Adam
};

struct Arithmetic {
  // values[count] <- act(values). NaN stays NaN, so that a diverged run shows.
  void (*activate)(Activation activation, float* values, std::int64_t count);
  // delta[count] <- delta * act'(z). `value` is act(z); `z` is read for those that keep it
  // (kActivationTable).
  void (*activate_backward)(Activation activation, const float* value, const float* z, float* delta,
                            std::int64_t count);

  // Loss, gradient and hits of rows [begin, end), from the last layer's logits. `scale` is the share of one
  // row of weight 1 in the mean over the batch.
  //
  // softmax  cross-entropy        log(sum exp z) - z[class]           d = (p - onehot) / rows
  // sigmoid  binary cross-entropy max(z, 0) - z t + log1p(exp(-|z|))  d = (sigmoid(z) - t) / rows
  // linear   mean squared error   (z - t)^2                           d = 2 (z - t) / rows
  // With class weights a row's loss and its gradient are times the weight of its class, and `scale` is 1 /
  // the sum of the weights in the batch.
  // A row is hit when the largest logit (the first of equals) is its class, or z > 0 for class 1.
  void (*row_losses)(Output output, std::int64_t outputs, const LossRows& at, std::int64_t begin,
                     std::int64_t end, float scale);
  // Logits to predictions, in place: values[rows, outputs].
  void (*apply_output)(Output output, std::int64_t outputs, float* values, std::int64_t rows);

  // One update of w[count], as PyTorch 2 computes it (torch.optim).
  void (*sgd)(float* w, const float* g, std::int64_t count, const UpdateConstants& c);
  void (*momentum)(float* w, const float* g, float* buffer, std::int64_t count, const UpdateConstants& c);
  void (*adam)(float* w, const float* g, float* m, float* v, std::int64_t count, const UpdateConstants& c);
  void (*rmsprop)(float* w, const float* g, float* squares, std::int64_t count, const UpdateConstants& c);
};

const Arithmetic& native_arithmetic();
const Arithmetic& portable_arithmetic();
inline const Arithmetic& arithmetic_of(Precision precision) {
  return precision == Precision::kPortable ? portable_arithmetic() : native_arithmetic();
}

}  // namespace headroom::cpu
