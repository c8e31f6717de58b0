// One network in training on the processor: plain, deterministic, synchronous.
//
// A step: gather the batch's rows; forward, layer by layer (one product with the bias, then the
// activation in place); loss and its gradient from the logits; back through the layers with two delta
// buffers in turn; one optimizer sweep over all parameters. Nothing is allocated within a step.
#pragma once

#include <cstdint>
#include <vector>

#include "core/device/cpu/arena.h"
#include "core/device/cpu/cpu_data.h"
#include "core/device/cpu/losses.h"
#include "core/device/cpu/optimizers.h"
#include "core/device/cpu/worker_pool.h"
#include "core/device/device.h"

namespace headroom::cpu {

class CpuEngine final : public Engine {
 public:
  CpuEngine(const ModelSpec& model, const TrainSettings& settings, const CpuData& data, WorkerPool& pool,
            Ledger& ledger);

  const ModelSpec& model() const override { return model_; }
  const TensorTable& tensors() const override { return arena_.table(); }
  std::int64_t steps_per_epoch() const override;

  void set_state(const EngineState& state) override;
  EngineState state() const override;
  void set_learning_rate(double learning_rate) override;

  void train(std::int64_t epoch, std::int64_t first_step, std::int64_t steps) override;
  std::vector<StepMetric> take_metrics() override;
  Evaluation evaluate(std::int64_t first, std::int64_t count) override;
  std::vector<float> predict(std::int64_t first, std::int64_t count) override;

 private:
  // Pointers into the arena.
  struct Layer {
    std::int64_t in = 0;
    std::int64_t out = 0;
    float* weight = nullptr;           // [out, in]
    float* bias = nullptr;             // [out]
    float* weight_gradient = nullptr;  // [out, in]
    float* bias_gradient = nullptr;    // [out]
    float* pre_activation = nullptr;   // [batch, out], hidden layers under GELU, else null
    float* activation = nullptr;       // [activation rows, out]
  };
  // A batch as the network sees it: in place in the data, or gathered.
  struct Rows {
    const float* features;
    const float* targets;
    std::int64_t count;
  };

  void find_layers();
  Rows batch_rows(std::int64_t epoch, std::int64_t step);
  void train_step(const Rows& rows);
  void forward(const float* input, std::int64_t rows, bool training);
  // Sums of row losses and hits of the logits in the last layer; delta may be null.
  Evaluation measure(const float* targets, std::int64_t rows, float* delta);
  void backward(const float* input, std::int64_t rows);
  void update();
  void check_rows(std::int64_t first, std::int64_t count) const;
  void check_classes(const float* targets, std::int64_t rows) const;

  ModelSpec model_;
  TrainSettings settings_;
  const CpuData& data_;
  WorkerPool& pool_;
  Arena arena_;
  std::vector<Layer> layers_;
  ParameterBlocks blocks_{};
  std::int64_t block_size_ = 0;  // floats, padding included
  std::int64_t pass_rows_ = 0;   // rows of the activation buffers
  float* delta_[2] = {nullptr, nullptr};
  float* metric_loss_ = nullptr;
  std::int32_t* metric_correct_ = nullptr;
  std::int64_t updates_ = 0;
  std::vector<std::int32_t> outstanding_;  // rows of each step whose metrics nobody has read
};

}  // namespace headroom::cpu
