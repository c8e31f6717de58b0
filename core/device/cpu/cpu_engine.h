// What the two engines of the processor share: the rows of a batch, sums of losses, the update. How a batch
// is trained is up to them:
//
//   PlainEngine   one product after the other, as in a textbook; the oracle of the tests
//   FusedEngine   panels of samples that stay in the cache, SIMD kernels, update right after the gradient
//
// Nothing is allocated within a step.
//
// Thread rule: as Engine.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/base/permutation.h"
#include "core/device/backend_engine.h"
#include "core/device/cpu/arena.h"
#include "core/device/cpu/arithmetic.h"
#include "core/device/cpu/cpu_data.h"
#include "core/device/cpu/optimizers.h"
#include "core/device/cpu/worker_pool.h"

namespace headroom::cpu {

// The rows of one batch: number i of them is (*this)[i].
struct BatchRows {
  Permutation order;
  bool shuffled;
  std::int64_t first;  // position in the epoch
  std::int64_t count;
  float share;    // of one row in the mean over the batch; with class weights, of a row of weight 1
  double weight;  // of all its rows together: their count, or the sum of their class weights
  std::int64_t operator[](std::int64_t i) const {
    return shuffled ? order(static_cast<std::uint32_t>(first + i)) : first + i;
  }
};

class CpuEngine : public BackendEngine {
 public:
  const TensorTable& tensors() const override { return arena_.table(); }

 protected:
  CpuEngine(const EngineJob& job, const CpuData& data, WorkerPool& pool, Ledger& ledger,
            const BackendLayout& layout);

  // Gradients of one batch; the sums of its losses and hits.
  virtual Evaluation gradients_of(const BatchRows& rows) = 0;
  // The same, followed by the update, which updates_ already counts.
  virtual Evaluation learn(const BatchRows& rows);
  // Logits [count, outputs] of rows [first, first + count); count is at most pass_rows_.
  virtual const float* infer(std::int64_t first, std::int64_t count) = 0;
  virtual void load_batch(const BatchRows& rows) = 0;

  // Sums of row losses and hits; delta may be null, else each row's gradient is scaled by `share`.
  Evaluation measure(const float* logits, const float* targets, std::int64_t rows, float* delta, float share);
  // The two halves of measure(): what row_losses() fills, row by row, and then its sums over `rows` rows.
  LossRows loss_rows(const float* logits, const float* targets, float* delta) const {
    return {logits, targets, delta, row_loss_, row_correct_, delta ? data_.class_weights() : nullptr};
  }
  Evaluation sum_losses(std::int64_t rows) const;

  const CpuData& data_;
  WorkerPool& pool_;
  Arena arena_;
  ParameterBlocks blocks_{};
  const Arithmetic& math_;

 private:
  void run_steps(std::int64_t epoch, std::int64_t first_step, std::int64_t steps) final;
  void read_metrics(std::span<float> losses, std::span<std::int32_t> correct) final;
  Evaluation sum_over(std::int64_t first, std::int64_t count) final;
  void predict_into(std::int64_t first, std::int64_t count, float* outputs) final;
  void differentiate(const StepRows& rows) final;
  void load_step_rows(const StepRows& rows) final { load_batch(batch_rows(rows)); }
  Weights read_block(const float* block) const final { return unpack(block); }
  void write_block(const Weights& from, float* block) final;
  void copy_out(const float* from, std::int64_t count, float* to) const final;

  BatchRows batch_rows(const StepRows& rows) const;
  Evaluation learn_shared(const BatchRows& rows);
  void update();

  float* row_loss_ = nullptr;
  std::int32_t* row_correct_ = nullptr;
  float* metric_loss_ = nullptr;
  std::int32_t* metric_correct_ = nullptr;
};

}  // namespace headroom::cpu
