// A device that holds data and trains networks: the CPU, or a CUDA GPU.
//
// The interface asks for work in large pieces, never one layer at a time, so that a backend may run
// a whole epoch in one launch.
//
//   std::unique_ptr<Device> device = open_device("cuda:0");         // app/devices.h
//   auto data = device->create_data(shape);
//   data->upload(rows.values, rows.targets);
//   ScalerParams scaler = data->fit_scaler(ScaleKind::kMinMax);
//   data->scale(scaler);
//   data->expand();
//   auto engine = device->create_engine(model, settings, *data);
//   engine->set_state(state);
//   engine->train(epoch, 0, 100);
//   std::vector<StepMetric> losses = engine->take_metrics();
//
// Thread rule: one thread owns a device, its data and its engines. Lifetime: device > data > engine.
// Errors: Error{kOutOfMemory} with the figures when an allocation does not fit, Error{kDevice} when
// the driver fails (the device is then closed: every later call throws the same reason),
// Error{kUnsupported} for what a backend cannot do.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/bytes.h"
#include "core/data/scaler.h"
#include "core/device/ledger.h"
#include "core/device/shard.h"
#include "core/device/tensors.h"
#include "core/model/spec.h"
#include "core/model/weights.h"

namespace headroom {

struct DeviceInfo {
  std::string id;    // "cpu", "cuda:0"
  std::string kind;  // "cpu", "cuda"
  std::string name;  // "AMD EPYC 7763", "NVIDIA H100 80GB HBM3"
  Bytes memory_total = 0;
  Bytes memory_free = 0;           // when the list was made
  std::string compute_capability;  // "9.0"; empty for the CPU
  int threads = 0;                 // worker threads; CPU only
  std::string driver = {};         // its version, "580.65.06"; empty for the CPU
};

// Read from the driver (cudaMemGetInfo) or the operating system. Never called from the window's thread.
struct MemoryStatus {
  Bytes total = 0;
  Bytes free = 0;
  Bytes charged = 0;  // our ledger
  Bytes context = 0;  // what this program holds besides: CUDA context and modules, measured at start; on
                      // the CPU its own anonymous memory less what is charged
  // What other programs hold: total - free - charged - context, not below 0.
  Bytes others() const;
};

// The data pipeline on the device.
class DeviceData {
 public:
  virtual ~DeviceData() = default;

  virtual const DataShape& shape() const = 0;
  virtual const TensorTable& tensors() const = 0;

  // columns: [rows, columns] row-major, training rows first; targets: [rows]. Blocks until done.
  virtual void upload(std::span<const float> columns, std::span<const float> targets) = 0;
  // Fitted on the training rows, on the device.
  virtual ScalerParams fit_scaler(ScaleKind kind) = 0;
  // In place on the raw columns.
  virtual void scale(const ScalerParams& params) = 0;
  // How much a row of each class counts in the training loss, a weighted mean over the batch as PyTorch's
  // CrossEntropyLoss(weight) forms it; evaluations do not weight. Empty: all alike, as it is at first. Throws
  // Error{kUnsupported} where a backend cannot.
  virtual void set_class_weights(std::span<const float> weights);
  // Degree 2: writes the feature matrix [rows, features]. Degree 1 or generated terms: nothing to do.
  virtual void expand() = 0;

  // Copies back rows [first, first + count): raw (or scaled) columns [count, columns] ...
  virtual std::vector<float> read_columns(std::int64_t first, std::int64_t count) const = 0;
  // ... or what the network sees, [count, features].
  virtual std::vector<float> read_features(std::int64_t first, std::int64_t count) const = 0;
  virtual std::vector<float> read_targets(std::int64_t first, std::int64_t count) const = 0;
};

// One training step as it was before its update; of a shard, over its own rows.
struct StepMetric {
  float loss = 0;            // mean over the batch; 0 where a shard has no rows in it
  std::int32_t correct = 0;  // rows classified right; 0 for regression
  std::int32_t rows = 0;     // in this batch; the last one of an epoch may be smaller
};

// What one layer makes of given rows.
struct LayerRows {
  std::vector<float> pre_activation;  // [rows, out] z = W x + b
  std::vector<float> activation;  // [rows, out] act(z); behind the last layer sigmoid, softmax or z itself
};

struct Evaluation {
  double loss = 0;  // mean over rows
  std::int64_t correct = 0;
  std::int64_t rows = 0;
};

// What an engine of streamed rows moved since its state was set; all 0 where the rows lie on the device.
// Gathering and copying overlap the work on the previous chunk: only the time that the device waited made the
// run longer. Only finished copies are counted.
struct StreamFigures {
  Bytes bytes = 0;
  double gather_seconds = 0;  // host time spent gathering rows in order
  double upload_seconds = 0;  // of the copies themselves, by the device's clock
  double waited_seconds = 0;  // the device had no rows to work on, by its clock

  StreamFigures& operator+=(const StreamFigures& other) {
    bytes += other.bytes;
    gather_seconds += other.gather_seconds;
    upload_seconds += other.upload_seconds;
    waited_seconds += other.waited_seconds;
    return *this;
  }
  // Bytes a second while copies run; 0 before the first is over.
  double bandwidth() const { return upload_seconds > 0 ? static_cast<double>(bytes) / upload_seconds : 0; }
  // The share of gathering and copying that no work waited for, 0 to 1.
  double hidden() const {
    const double moving = gather_seconds + upload_seconds;
    return moving > 0 ? std::clamp(1 - waited_seconds / moving, 0.0, 1.0) : 0;
  }
};

// One network in training. Holds weights, gradients, optimizer state and activations on the device.
class Engine {
 public:
  virtual ~Engine() = default;

  virtual const ModelSpec& model() const = 0;
  virtual const TensorTable& tensors() const = 0;
  virtual std::int64_t steps_per_epoch() const = 0;  // ceil(train_rows / batch)

  // Empty moments start at zero. Throws Error{kBadInput} when shapes or moments are another network's.
  virtual void set_state(const EngineState& state) = 0;
  virtual EngineState state() const = 0;
  // Takes effect with the next train().
  virtual void set_learning_rate(double learning_rate) = 0;

  // Trains steps [first_step, first_step + steps) of `epoch` (both from 0). The rows of step s are
  // Permutation(train_rows, seed, epoch) at positions [s*batch, min((s+1)*batch, train_rows)), or
  // file order without shuffling; a shard trains its part of them (rows_of_shard). May return before the
  // device has finished; at most kMetricSlots steps may be outstanding.
  virtual void train(std::int64_t epoch, std::int64_t first_step, std::int64_t steps) = 0;
  // Waits for outstanding steps and returns their metrics in order, each once.
  virtual std::vector<StepMetric> take_metrics() = 0;

  // Over rows [first, first + count) of the data.
  virtual Evaluation evaluate(std::int64_t first, std::int64_t count) = 0;
  // Outputs after sigmoid, softmax or identity: [count, outputs].
  virtual std::vector<float> predict(std::int64_t first, std::int64_t count) = 0;

  // The same for the given rows: features [count, inputs] as the network sees them, scaled and with all
  // their terms. Throws Error{kBadInput} unless they are whole rows.
  virtual std::vector<float> predict_rows(std::span<const float> features) = 0;
  // And what every layer makes of them, input side first; the last activation is the prediction.
  virtual std::vector<LayerRows> trace_rows(std::span<const float> features) = 0;

  // One tensor, or a part of it: numbers [first, first + count) of its row-major elements. By name:
  //   layers.l.weight [out, in], layers.l.bias [out]
  //   gradient.layers.l.weight, ...     of the mean loss
  //   moment.k.layers.l.weight, ...     of the optimizer
  //   layers.l.pre_activation, layers.l.activation [rows, out]
  // Gradients, z and activations are those of the batch trained last (before the first step: of epoch 0's
  // first batch; after set_state(): of its last update) by the weights that are read beside them.
  // They are computed when they are read, as not every backend keeps them: z and activations cost a forward
  // pass of the requested rows up to that layer, the first gradient after a train() one step without its
  // update. A shard answers for its own rows, whose gradient is its part of the sum; no exchange is called.
  // Reading does not affect training and copies no more than was requested. Streamed rows may be transferred
  // again. Throws Error{kNotFound} that lists the names, Error{kInternal} for a range outside the tensor.
  virtual std::vector<float> read(std::string_view tensor, std::int64_t first, std::int64_t count) = 0;
  // Of a tensor that read() knows; throws the same Error{kNotFound}.
  virtual std::vector<std::int64_t> shape_of(std::string_view tensor) const = 0;

  virtual StreamFigures stream_figures() const { return {}; }
};

class Device {
 public:
  virtual ~Device() = default;

  virtual const DeviceInfo& info() const = 0;
  virtual BackendLayout layout() const = 0;
  virtual MemoryStatus memory() = 0;
  virtual const Ledger& ledger() const = 0;
  // Books what a run itself keeps in this device's memory, beside data and engines.
  [[nodiscard]] virtual Charge charge(Category category, Bytes bytes) = 0;

  virtual std::unique_ptr<DeviceData> create_data(const DataShape& shape) = 0;
  // `data` and `exchange` must outlive the engine. With an exchange a step is not fused: gradients, their
  // sum, update. Throws Error{kUnsupported} for a precision the backend lacks.
  virtual std::unique_ptr<Engine> create_engine(const ModelSpec& model, const TrainSettings& settings,
                                                DeviceData& data, const Shard& shard = {},
                                                GradientExchange* exchange = nullptr) = 0;
};

}  // namespace headroom
