// Loss, gradient and hits of every row, from the last layer's logits.
//
// softmax  cross-entropy        log(sum exp z) - z[class]           d = (p - onehot) / rows
// sigmoid  binary cross-entropy max(z, 0) - z t + log1p(exp(-|z|))  d = (sigmoid(z) - t) / rows
// linear   mean squared error   (z - t)^2                           d = 2 (z - t) / rows
// With class weights a row's loss and its gradient are times the weight of its class, and `scale` is 1 / the
// sum of the weights in the batch.
// A row is hit when the largest logit (the first of equals) is its class, or z > 0 for class 1.
//
// Thread rule: pure functions on the caller's memory.
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

// Rows [begin, end). `scale` is the share of one row of weight 1 in the mean over the batch.
void row_losses(Output output, std::int64_t outputs, const LossRows& at, std::int64_t begin, std::int64_t end,
                float scale);

// Logits to predictions, in place: values[rows, outputs].
void apply_output(Output output, std::int64_t outputs, float* values, std::int64_t rows);

}  // namespace headroom::cpu
