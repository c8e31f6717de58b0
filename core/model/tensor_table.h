// The tensor table: every buffer on a device, written down once.
//
// The engine allocates from it, the planner adds it up, the window shows it. Predicted and charged
// bytes are therefore the same number, and a test says so on every backend.
//
//   TensorTable t = engine_tensors(spec, shape, device.layout());
//   t.total();                       // bytes, after alignment
//   t.offset("layers.0.weight");     // where it lies in the arena
//
// Thread rule: a plain value.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/names.h"
#include "core/model/spec.h"

namespace headroom {

enum class Category { kWeights, kGradients, kOptimizer, kActivations, kDataset, kWorkspace, kMetrics };
inline constexpr auto kCategoryNames = names<Category>({{Category::kWeights, "weights"},
                                                        {Category::kGradients, "gradients"},
                                                        {Category::kOptimizer, "optimizer"},
                                                        {Category::kActivations, "activations"},
                                                        {Category::kDataset, "dataset"},
                                                        {Category::kWorkspace, "workspace"},
                                                        {Category::kMetrics, "metrics"}});
inline constexpr int kCategoryCount = static_cast<int>(kCategoryNames.size());

inline std::string_view category_name(Category c) { return kCategoryNames.name(c); }

struct TensorSpec {
  std::string name;  // "layers.0.weight", "features", ...
  Category category = Category::kWeights;
  std::vector<std::int64_t> shape;
  int element_bytes = 4;  // float32 and uint32 are 4, double 8, raw workspace 1
  Bytes bytes = 0;        // after alignment: what is charged
  Bytes offset = 0;       // from the start of the arena
};

class TensorTable {
 public:
  explicit TensorTable(Bytes alignment = 64) : alignment_(alignment) {}

  // Appends a tensor; throws Error{kOutOfMemory} when its size overflows.
  void add(std::string name, Category category, std::vector<std::int64_t> shape, int element_bytes = 4);

  const std::vector<TensorSpec>& tensors() const { return tensors_; }
  // Throws Error{kInternal} for an unknown name.
  const TensorSpec& find(std::string_view name) const;
  Bytes total() const { return total_; }
  std::array<Bytes, kCategoryCount> by_category() const;

 private:
  Bytes alignment_;
  Bytes total_ = 0;
  std::vector<TensorSpec> tensors_;
};

// What of a backend decides the table's sizes. Plain data, so a plan needs no device.
struct BackendLayout {
  Bytes alignment = 64;       // of every tensor
  Bytes workspace_bytes = 0;  // one workspace buffer an engine (cuBLASLt)
  bool keeps_weight_copies = false;
  bool in_main_memory = false;   // what the program keeps on the host takes room from the device
  bool panels = false;           // a batch lies in panels of samples (core/model/panels.h)
  bool generates_terms = false;  // its engines can make the degree-2 terms themselves (Terms::kGenerated)
  bool streams_rows = false;     // its engines can read data that stay in main memory (Residence::kStreamed)
  bool keeps_time = false;       // which step is next stands on the device, so that steps need no host
};

BackendLayout cpu_layout();
BackendLayout cuda_layout();

// Where the terms of degree 2 are: in a matrix beside the raw columns, made once; or nowhere, and the engine
// makes those of a row when it reads the row. The same numbers, bit for bit.
enum class Terms { kStored, kGenerated };
inline constexpr auto kTermsNames =
    names<Terms>({{Terms::kStored, "stored"}, {Terms::kGenerated, "generated"}});
inline std::string_view terms_name(Terms terms) { return kTermsNames.name(terms); }
inline Terms parse_terms(std::string_view text) { return kTermsNames.parse(text, "way to keep the terms"); }

// Where the rows are: on the device, or in main memory, from where an engine brings them chunk by chunk in
// the order in which it trains, one chunk on its way while the other is read. The same numbers, bit for bit;
// only a standard scaler, which is then fitted on the host, may differ in the last bit. Streamed terms of
// degree 2 are always generated: only columns travel.
enum class Residence { kDevice, kStreamed };
inline constexpr auto kResidenceNames =
    names<Residence>({{Residence::kDevice, "device"}, {Residence::kStreamed, "streamed"}});
inline std::string_view residence_name(Residence residence) { return kResidenceNames.name(residence); }
inline Residence parse_residence(std::string_view text) {
  return kResidenceNames.parse(text, "place for the rows");
}

// The data as the device holds it.
struct DataShape {
  std::int64_t rows = 0;  // training rows first, validation rows behind them
  std::int64_t train_rows = 0;
  std::int64_t columns = 0;  // raw
  int degree = 1;
  Terms terms = Terms::kStored;
  std::int64_t features() const;
  Residence residence = Residence::kDevice;
  bool streamed() const { return residence == Residence::kStreamed; }
  bool generates() const { return degree >= 2 && (terms == Terms::kGenerated || streamed()); }
  std::int64_t validation_rows() const { return rows - train_rows; }
};

// The data of a run, all of category dataset:
//   columns [rows, columns]    raw, then scaled in place
//   features [rows, features]  degree 2 only, unless they are generated
//   targets [rows]
//   (none of these where the rows are streamed)
//   scaler.offset, scaler.factor [columns]
TensorTable dataset_tensors(const DataShape& shape, const BackendLayout& layout);
// One engine, l = 0 .. layers-1, n_l = widths[l], rows = activation_rows(batch, shape):
//   layers.l.weight [n_l+1, n_l], layers.l.bias [n_l+1]         weights
//   bf16.layers.l.weight                                        16-bit copies, where the layout keeps them
//   gradient.layers.l.weight, ...                               gradients
//   moment.0.layers.l.weight, ..., moment.1...                  optimizer (0, 1 or 2 of them)
//   stream.columns [2, stream_rows, columns], stream.targets [2, stream_rows]   dataset, streamed rows only:
//                                  the chunk that is read, and the one that is on its way
//   batch.input [batch, n_0], batch.target [batch]              activations: the gathered rows of a step;
//                                  [rows, n_0] where terms are generated, for the rows of an evaluation
//   layers.l.pre_activation [batch, n_l+1]                      hidden layers whose way back needs it
//   layers.l.activation [rows, n_l+1]                           logits for the last layer
//   delta.0, delta.1 [batch, widest n_l+1]                      used in turn on the way back
// A layout with panels pads rows to whole panels, keeps some matrices twice, by samples and by features, and
// a delta for each layer instead of the two that take turns:
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
// Rows of one chunk of streamed data: whole batches, an evaluation pass at least, beyond that an eighth of
// the data, 32 MiB or 262,144 rows, whichever is least.
std::int64_t stream_rows(std::int64_t batch, const DataShape& shape);

}  // namespace headroom
