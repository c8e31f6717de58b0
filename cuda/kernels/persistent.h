// Many training steps in one launch, by one block that holds the whole network in its shared memory.
//
//   allow_persistent(limit);                         // once: opts in to more shared memory
//   begin_steps(stream, optimizer, first_step, steps, corrections, clock);
//   train_persistent(stream, job, steps);
//
// Small networks are bound by the time between kernels, not by arithmetic: here the phases of a step are
// separated by block barriers (two for each layer and three more), and weights, moments and activations never
// leave the chip. They are loaded from the tensor table's blocks at the start of a launch and stored back at
// its end, so that everything else (evaluation, states, the other paths) finds them in their usual place.
//
// The step is that of the other paths, with its own order of summation, which depends only on the sizes: the
// same launch gives the same bits, and so do its steps launched one at a time.
//
// A launch cannot be interrupted: it trains all the steps train() was asked for, about 10 ms under the
// Trainer (core/train/trainer.h), which bounds how soon pause, stop and the learning rate take effect.
#pragma once

#include <cstdint>

#include "core/model/spec.h"
#include "cuda/kernels/launch.h"
#include "cuda/kernels/optimizer.h"
#include "cuda/kernels/rows.h"
#include "cuda/kernels/step_clock.h"
#include "cuda/persistent_layout.h"

namespace headroom::gpu {

struct PersistentJob {
  PersistentLayout layout;
  // The blocks of the tensor table, and where in each of them a layer's [out, in] weights and [out] biases
  // begin.
  ParameterBlocks blocks;
  std::int64_t weight_at[kMostPersistentLayers];
  std::int64_t bias_at[kMostPersistentLayers];
  Activation activation;
  Output output;
  OptimizerKind optimizer;
  int batch;         // rows of a whole batch
  std::int64_t end;  // position after the launch's last row, where its last batch ends
  RowSource source;
  const StepClock* clock;
  const StepCorrection* corrections;
  float* losses;  // one slot per step
  std::int32_t* corrects;
};

// For all networks on the current device: `limit` is the shared memory that one block may have
// (cudaDevAttrMaxSharedMemoryPerBlockOptin), the same that persistent_layout() is given.
void allow_persistent(Bytes limit);

void train_persistent(StreamHandle stream, const PersistentJob& job, std::int64_t steps);

}  // namespace headroom::gpu
