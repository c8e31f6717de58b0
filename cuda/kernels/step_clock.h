// What changes from step to step, kept on the device, so that a step can be queued (or captured in a graph
// and launched again) without the host knowing which step it is.
//
//   begin_steps(stream, settings.optimizer, first_step, steps, corrections, clock);   // once per train()
//   gather_rows(stream, source, clock, rows, input, target);    // reads where the step's rows are
//   store_metric(stream, row_loss, row_correct, rows, corrections, clock, losses,
//                corrects);                                 // writes the slot, moves the clock on
//   optimizer_step(stream, kind, clock, blocks);             // uses the factors that store_metric left
//
// So kernels before store_metric use the position, kernels after it the factors. The
// learning rate changes with the next begin_steps, never by capturing again.
//
// Adam's 1 - beta and bias corrections are formed in double and rounded once, as core/device/cpu does.
#pragma once

#include <cstdint>

#include "core/model/spec.h"
#include "cuda/kernels/launch.h"
#include "cuda/kernels/rows.h"

namespace headroom::gpu {

// The optimizer's settings in the form that the kernels use.
struct StepFactors {
  float l2;     // added to the gradient
  float decay;  // AdamW: w *= decay
  float step;   // lr, or lr / (1 - b1^t)
  float momentum;
  float one_minus_b1;
  float kept_squares;  // of an average of squared gradients: b2
  float new_squares;   // 1 - kept_squares
  float root_factor;   // 1 / sqrt(1 - b2^t)
  float epsilon;
};

// The two factors that depend on the number of updates. One entry per metric slot.
struct StepCorrection {
  float step;
  float root_factor;
};

struct StepClock {
  RowOrder order;       // of the epoch in training
  std::uint32_t first;  // position of the next step's first row
  std::uint32_t batch;  // rows from one step to the next
  std::uint32_t slot;   // metric slot of the next step
  StepFactors factors;  // for the update of the step whose loss was stored last
};

// Where a call of train() begins.
struct FirstStep {
  RowOrder order;
  std::uint32_t first;  // position of its first row
  std::uint32_t batch;
  std::uint32_t slot;
  std::int64_t updates;  // done before it
};

// Sets the clock, and corrections[slot ... slot + steps).
void begin_steps(StreamHandle stream, const OptimizerSettings& settings, const FirstStep& first_step,
                 std::int64_t steps, StepCorrection* corrections, StepClock* clock);

}  // namespace headroom::gpu
