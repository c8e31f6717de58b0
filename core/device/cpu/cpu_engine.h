// What the two engines of the processor share: parameters in one arena, the order of rows, metrics,
// and taking the state to the host and back. How a batch is learned is theirs:
//
//   PlainEngine   one product after the other, as a textbook says; the oracle of the tests
//   FusedEngine   panels of samples that stay in the cache, SIMD kernels, update behind the gradient
//
// Nothing is allocated within a step.
//
// Thread rule: as Engine.
#pragma once

#include <cstdint>
#include <vector>

#include "core/base/permutation.h"
#include "core/device/cpu/arena.h"
#include "core/device/cpu/cpu_data.h"
#include "core/device/cpu/losses.h"
#include "core/device/cpu/optimizers.h"
#include "core/device/cpu/worker_pool.h"
#include "core/device/device.h"

namespace headroom::cpu {

// The rows of one batch: number i of them is (*this)[i].
struct BatchRows {
  Permutation order;
  bool shuffled;
  std::int64_t first;  // position in the epoch
  std::int64_t count;
  std::int64_t operator[](std::int64_t i) const {
    return shuffled ? order(static_cast<std::uint32_t>(first + i)) : first + i;
  }
};

class CpuEngine : public Engine {
 public:
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

 protected:
  // Pointers into the arena.
  struct Layer {
    std::int64_t in = 0;
    std::int64_t out = 0;
    float* weight = nullptr;           // [out, in]
    float* bias = nullptr;             // [out]
    float* weight_gradient = nullptr;  // [out, in]
    float* bias_gradient = nullptr;    // [out]
    float* pre_activation = nullptr;   // of a training batch, where the way back needs it, else null
    float* activation = nullptr;       // of one pass
  };

  CpuEngine(const ModelSpec& model, const TrainSettings& settings, const CpuData& data, WorkerPool& pool,
            Ledger& ledger, const BackendLayout& layout);

  // Learns from one batch; the sums of its losses and hits before the update. updates_ counts this one.
  virtual Evaluation learn(const BatchRows& rows) = 0;
  // Logits [count, outputs] of rows [first, first + count); count is at most pass_rows_.
  virtual const float* infer(std::int64_t first, std::int64_t count) = 0;

  // Sums of row losses and hits; delta may be null.
  Evaluation measure(const float* logits, const float* targets, std::int64_t rows, float* delta);
  // The two halves of measure(): what row_losses() fills, row by row, and then its sums over `rows` rows.
  LossRows loss_rows(const float* logits, const float* targets, float* delta) const {
    return {logits, targets, delta, row_loss_, row_correct_};
  }
  Evaluation sum_losses(std::int64_t rows) const;

  ModelSpec model_;
  TrainSettings settings_;
  const CpuData& data_;
  WorkerPool& pool_;
  Arena arena_;
  std::vector<Layer> layers_;
  ParameterBlocks blocks_{};
  std::int64_t block_size_ = 0;  // floats, padding included
  std::int64_t pass_rows_ = 0;   // rows of the activation buffers
  std::int64_t updates_ = 0;

 private:
  void find_layers();
  BatchRows rows_of_step(std::int64_t epoch, std::int64_t step) const;
  void check_rows(std::int64_t first, std::int64_t count) const;
  void check_classes() const;

  float* row_loss_ = nullptr;
  std::int32_t* row_correct_ = nullptr;
  float* metric_loss_ = nullptr;
  std::int32_t* metric_correct_ = nullptr;
  std::vector<std::int32_t> outstanding_;  // rows of each step whose metrics nobody has read
};

}  // namespace headroom::cpu
