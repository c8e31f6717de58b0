// The end of the network: outputs, loss, hits, and the gradient that starts the backward pass.
//
//   output_loss(stream, output, logits, target, rows, width, row_loss, row_correct, delta);
//   weight_rows(stream, class_weights, target, rows, width, row_loss, delta);   // where classes have weights
//   store_metric(stream, row_loss, row_correct, rows, corrections, clock, losses, corrects);
//
// Losses are computed from the logits z, never from rounded probabilities:
//   sigmoid: max(z,0) - z*y + log(1 + e^-|z|)    delta (p - y) / rows     hit: (z > 0) == (y > 0.5)
//   softmax: log(sum e^z) - z[y]                 delta (p - 1[y]) / rows  hit: the first largest z is y
//   linear:  (z - y)^2                           delta 2 (z - y) / rows   hit: none
// Sums over rows run in double and in a fixed order, without atomics.
#pragma once

#include <cstdint>

#include "core/model/spec.h"
#include "cuda/kernels/launch.h"
#include "cuda/kernels/step_clock.h"

namespace headroom::gpu {

// z: [rows, width] logits; width is 1 for sigmoid and linear (Error{kUnsupported} otherwise). target: [rows].
// row_loss, row_correct: [rows], written. delta: [rows, width], the gradient of the mean loss over `batch`
// rows (0: over these rows); null when only the loss is wanted.
void output_loss(StreamHandle stream, Output output, const float* z, const float* target, std::int64_t rows,
                 std::int64_t width, float* row_loss, std::int32_t* row_correct, float* delta,
                 std::int64_t batch = 0);

// After output_loss() over whole batches: losses and gradient as of the mean weighted by the rows' classes,
// sum(w loss) / sum(w). class_weights: [width], of a sigmoid [2]. The sum of the weights is the same number
// in every block, added in a fixed order. A class without a weight makes the loss NaN.
void weight_rows(StreamHandle stream, const float* class_weights, const float* target, std::int64_t rows,
                 std::int64_t width, float* row_loss, float* delta);

// losses[slot] = mean of row_loss [rows], corrects[slot] = sum of row_correct, slot being the clock's. Then
// the clock takes the factors of this step's update from corrections[slot] and moves on to the next step.
void store_metric(StreamHandle stream, const float* row_loss, const std::int32_t* row_correct,
                  std::int64_t rows, const StepCorrection* corrections, StepClock* clock, float* losses,
                  std::int32_t* corrects);
// *loss += sum of row_loss [rows], *correct += sum of row_correct.
void add_to_evaluation(StreamHandle stream, const float* row_loss, const std::int32_t* row_correct,
                       std::int64_t rows, double* loss, std::int64_t* correct);

// z [rows, width] becomes sigmoid(z), the softmax of each row, or stays as it is.
void apply_output(StreamHandle stream, Output output, std::int64_t rows, std::int64_t width, float* z);

}  // namespace headroom::gpu
