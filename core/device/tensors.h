// The tensor tables of the devices: every buffer of a run's data and of an engine.
//
// The engine allocates from it, the planner adds it up, the window shows it. Predicted and charged
// bytes are therefore the same number, and a test says so on every backend.
//
//   TensorTable table = engine_tensors(model, settings, shape, device->layout());
//   table.total();                            // bytes, after alignment
//   table.find("layers.0.weight").offset;     // where it lies in the arena
//
// Thread rule: pure functions.
#pragma once

#include <cstdint>

#include "core/base/bytes.h"
#include "core/device/layout.h"
#include "core/model/spec.h"
#include "core/model/tensor_table.h"

namespace headroom {

// The data of a run, all of category dataset:
//   columns [rows, columns]    raw, then scaled in place
//   features [rows, features]  degree 2 only, unless they are generated
//   targets [rows]
//   (none of these where the rows are streamed)
//   scaler.offset, scaler.factor [columns]
TensorTable dataset_tensors(const DataShape& shape, const BackendLayout& layout);
// One engine, l = 0 .. layers-1, n_l = widths[l], rows = activation_rows(batch, shape):
//   layers.l.weight [n_l+1, n_l], layers.l.bias [n_l+1]         weights
//   gradient.layers.l.weight, ...                               gradients
//   moment.0.layers.l.weight, ..., moment.1...                  optimizer (0, 1 or 2 of them)
//   stream.columns [2, stream_rows, columns], stream.targets [2, stream_rows]   dataset, streamed rows only:
//                                  the chunk being read, and the one being copied
//   batch.input [batch, n_0], batch.target [batch]              activations: the gathered rows of a step;
//                                  [rows, n_0] where terms are generated, for the rows of an evaluation
//   layers.l.pre_activation [batch, n_l+1]                      hidden layers whose backward pass needs it
//   layers.l.activation [rows, n_l+1]                           logits for the last layer
//   delta.0, delta.1 [batch, widest n_l+1]                      used in turn in the backward pass
// A layout with panels pads rows to whole panels, keeps some matrices twice, by samples and by features, and
// a delta for each layer instead of the two used in turn:
//   batch.input [padded batch, row_stride(n_0)]                 the gathered rows, sample by sample
//   input.panels [padded rows, n_0]                             the same, or the rows of an evaluation
//   layers.l.activation_rows [padded batch, row_stride(n_l+1)]  hidden layers, sample by sample
//   layers.l.delta [padded batch, n_l+1]
//   output.logits [padded rows, outputs], output.delta [padded batch, outputs]
//   workspace [workspace_bytes]
//   metrics.loss (float), metrics.correct (int32) [kMetricSlots]   one slot per step
//   row.loss (float), row.correct (int32) [rows]                   of the rows in one pass
//   evaluation.loss (double), evaluation.correct (int64) [1]       sums over passes
//   step.clock [kStepClockBytes], step.corrections [kMetricSlots, 2]   where the layout keeps time: the next
//                                  step, and for each slot the optimizer's factors that depend on the updates
//                                  done
// The blocks of weights, gradients and each moment hold the same shapes in the same order, so they
// are congruent: one sweep over a block updates all parameters (padding between tensors stays 0).
TensorTable engine_tensors(const ModelSpec& model, const TrainSettings& settings, const DataShape& shape,
                           const BackendLayout& layout);

// Steps whose metrics an engine holds until they are read.
inline constexpr std::int64_t kMetricSlots = 4096;
inline constexpr Bytes kStepClockBytes = 256;
// Rows in the activation buffers: the batch, or enough that evaluation needs few passes.
std::int64_t activation_rows(std::int64_t batch, const DataShape& shape);
// Rows of one chunk of streamed data: whole batches, at least an evaluation pass, else an eighth of the data,
// 32 MiB or 262,144 rows, whichever is least.
std::int64_t stream_rows(std::int64_t batch, const DataShape& shape);

}  // namespace headroom
