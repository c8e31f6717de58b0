// What the engines of every backend have in common: layers in one arena, checks before work begins, unread
// metrics, copying states to the host and back, and reading single tensors. How rows are trained and where
// memory lies is up to the backend: the pure virtual functions.
//
// Thread rule: as Engine.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.h"
#include "core/device/backend_data.h"
#include "core/device/device.h"

namespace headroom {

// The arguments of Device::create_engine.
struct EngineJob {
  const ModelSpec& model;
  const TrainSettings& settings;
  Shard shard{};
  GradientExchange* exchange = nullptr;
};

class BackendEngine : public Engine {
 public:
  const ModelSpec& model() const final { return model_; }
  std::int64_t steps_per_epoch() const final;

  void set_state(const EngineState& state) override;
  EngineState state() const final;
  void set_learning_rate(double learning_rate) final { settings_.optimizer.learning_rate = learning_rate; }

  void train(std::int64_t epoch, std::int64_t first_step, std::int64_t steps) final;
  std::vector<StepMetric> take_metrics() final;

  Evaluation evaluate(std::int64_t first, std::int64_t count) final;
  std::vector<float> predict(std::int64_t first, std::int64_t count) final;
  std::vector<float> predict_rows(std::span<const float> features) final;
  std::vector<LayerRows> trace_rows(std::span<const float> features) final;
  std::vector<float> read(std::string_view tensor, std::int64_t first, std::int64_t count) final;
  std::vector<std::int64_t> shape_of(std::string_view tensor) const final;

 protected:
  // Pointers into the arena.
  struct Layer {
    std::int64_t in = 0;
    std::int64_t out = 0;
    float* weight = nullptr;           // [out, in]
    float* bias = nullptr;             // [out]
    float* weight_gradient = nullptr;  // [out, in]
    float* bias_gradient = nullptr;    // [out]
    float* pre_activation = nullptr;   // of a training batch if the backward pass needs it, else null
    float* activation = nullptr;       // of one pass; logits for the last layer
  };
  // The rows of one step that this engine trains: positions in the epoch's order.
  struct StepRows {
    std::int64_t epoch, step;
    std::int64_t first, count;
    std::int64_t batch;  // rows of the whole batch, of all ranks
  };
  // Where a layer's values go in host memory, [rows, out] each; null: not wanted.
  struct LayerTarget {
    float* pre_activation = nullptr;
    float* activation = nullptr;
  };

  // Throws Error{kBadInput} for a network that does not match the data, or a shard that has no rows.
  BackendEngine(const EngineJob& job, const BackendData& data);

  // Call once the arena exists.
  void find_layers(const TensorTable& table, std::byte* memory);
  StepRows rows_of_step(std::int64_t epoch, std::int64_t step) const;
  // Between the weights of a network and a block in host memory; padding is left as it is.
  void pack(const Weights& from, float* block) const;
  Weights unpack(const float* block) const;
  [[noreturn]] void refuse(ErrorCode code, const std::string& message) const;

  // Carries out or queues the steps of train(): each adds an entry to outstanding_ and 1 to updates_.
  virtual void run_steps(std::int64_t epoch, std::int64_t first_step, std::int64_t steps) = 0;
  // Waits, then reads the first losses.size() metric slots.
  virtual void read_metrics(std::span<float> losses, std::span<std::int32_t> correct) = 0;
  // Sums over rows [first, first + count); count is at least 1.
  virtual Evaluation sum_over(std::int64_t first, std::int64_t count) = 0;
  // outputs[count, outputs] of rows [first, first + count).
  virtual void predict_into(std::int64_t first, std::int64_t count, float* outputs) = 0;
  // gradients <- those of these rows at the current weights; changes nothing else that training needs.
  virtual void differentiate(const StepRows& rows) = 0;
  // The input of the next pass: features[rows, inputs] in host memory, or rows of the data. At most
  // input_rows_.
  virtual void load_rows(const float* features, std::int64_t rows) = 0;
  virtual void load_step_rows(const StepRows& rows) = 0;
  // Forward through the first targets.size() layers.
  virtual void forward_loaded(std::int64_t rows, std::span<const LayerTarget> targets) = 0;
  // Blocks of parameters, from and to the host. No layers: all zero.
  virtual Weights read_block(const float* block) const = 0;
  virtual void write_block(const Weights& from, float* block) = 0;
  virtual void copy_out(const float* from, std::int64_t count, float* to) const = 0;

  const ModelSpec model_;
  TrainSettings settings_;
  const DataShape shape_;
  const Shard shard_;
  GradientExchange* const exchange_;  // null: none
  std::vector<Layer> layers_;
  // The blocks of the tensor table: congruent, contiguous, padding included.
  float* weights_ = nullptr;
  float* gradients_ = nullptr;
  float* moments_[2] = {nullptr, nullptr};  // null where the optimizer has none
  std::int64_t block_size_ = 0;             // floats
  std::int64_t pass_rows_ = 0;              // rows of the activation buffers
  std::int64_t input_rows_ = 0;             // rows that load_rows() has room for
  std::int64_t updates_ = 0;
  std::vector<std::int32_t> outstanding_;  // rows of each step whose metrics are unread

 private:
  // A tensor that read() returns: parameters lie in the arena, the others belong to a layer.
  struct Readable {
    std::vector<std::int64_t> shape;
    const float* at = nullptr;  // null: z or activation of `layer`
    bool is_gradient = false;
    std::size_t layer = 0;
    bool is_activation = false;
  };
  Readable find(std::string_view tensor) const;
  std::vector<float> read_layer(const Readable& what, std::int64_t first, std::int64_t count);
  std::int64_t checked_rows(std::span<const float> features) const;
  void check_classes() const;

  const BackendData& backend_data_;
  const std::byte* memory_ = nullptr;
  std::int64_t last_epoch_ = 0, last_step_ = 0;  // trained last
  bool gradients_are_now_ = false;               // of that step's rows at the current weights
};

}  // namespace headroom
