// One network in training on a CUDA device.
//
// A step: gather the batch's rows in the epoch's order; forward, layer by layer (one product, then bias and
// activation; the last bias is fused into its product); losses and their gradient from the logits; one metric
// slot; backward with two alternating delta buffers, bias gradients fused into the products; one optimizer
// sweep over all parameters. A step allocates and copies nothing and does not depend on the host: whatever
// changes from step to step is in the step clock (kernels/step_clock.h). So a step is captured once and
// launched many times, kGraphSteps at once when that many are left. A network that fits into one block's
// shared memory may instead train all its steps in one launch (kernels/persistent.h); train_path.h says which
// path is taken. With class weights a step has one kernel more, and is never of the persistent path.
// With a GradientExchange the gradients are summed over all ranks before the sweep; the exchange is captured
// with the step if it is capturable().
//
// train() returns before the device is done, but take_metrics() waits: at most the steps of one train() call
// are queued at any time, about 10 ms of work under the Trainer.
//
// Thread rule: as Engine.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/device/backend_engine.h"
#include "cuda/arena.h"
#include "cuda/device_state.h"
#include "cuda/gpu_data.h"
#include "cuda/kernels/optimizer.h"
#include "cuda/kernels/persistent.h"
#include "cuda/kernels/rows.h"
#include "cuda/kernels/step_clock.h"
#include "cuda/matmul.h"
#include "cuda/row_stream.h"
#include "cuda/step_graph.h"
#include "cuda/train_path.h"

namespace headroom::gpu {

class GpuEngine final : public BackendEngine {
 public:
  GpuEngine(DeviceState& state, const EngineJob& job, const GpuData& data, TrainPath path = TrainPath::kBest);
  ~GpuEngine() override;

  const TensorTable& tensors() const override { return arena_.table(); }
  void set_state(const EngineState& state) override;
  TrainPath path() const { return path_; }
  StreamFigures stream_figures() const override { return stream_ ? stream_->figures() : StreamFigures{}; }

 private:
  // The products of one step with a given number of rows, one per layer.
  struct StepPlans {
    std::vector<MatmulPlan> forward;
    std::vector<MatmulPlan> weight_gradient;
    std::vector<MatmulPlan> input_gradient;  // [l] from layer l back to l - 1; none for layer 0
  };
  // Steps with a given number of rows. The first is always queued kernel by kernel, which loads the
  // kernels.
  struct Steps {
    std::int64_t rows = 0;   // of this engine; 0: none of its own
    std::int64_t batch = 0;  // of all ranks; 0: no such steps
    StepPlans plans;
    bool loaded = false;
    StepGraph one;
    StepGraph many;  // kGraphSteps of them
  };

  void run_steps(std::int64_t epoch, std::int64_t first_step, std::int64_t steps) override;
  void read_metrics(std::span<float> losses, std::span<std::int32_t> correct) override;
  Evaluation sum_over(std::int64_t first, std::int64_t count) override;
  void predict_into(std::int64_t first, std::int64_t count, float* outputs) override;
  void differentiate(const StepRows& rows) override;
  void load_rows(const float* features, std::int64_t rows) override;
  void load_step_rows(const StepRows& rows) override;
  void forward_loaded(std::int64_t rows, std::span<const LayerTarget> targets) override;
  Weights read_block(const float* block) const override;
  void write_block(const Weights& from, float* block) override;
  void copy_out(const float* from, std::int64_t count, float* to) const override;

  void find_buffers();
  void choose_path();
  void take_class_weights();
  void prepare_persistent(const PersistentLayout& layout);
  std::string path_key() const;
  double seconds_per_step(TrainPath path);
  MatmulPlan plan(const MatmulShape& shape, const Epilogue& epilogue = {}) const;
  std::vector<MatmulPlan> plan_forward(std::int64_t rows, int input_alignment) const;
  StepPlans plan_step(std::int64_t rows) const;
  void plan_steps(Steps& steps, std::int64_t whole, std::int64_t batch) const;
  const std::vector<MatmulPlan>& evaluation_plans(std::int64_t rows);

  RowOrder epoch_order(std::int64_t epoch) const;
  // The steps of train(), without its checks.
  void queue(std::int64_t epoch, std::int64_t first_step, std::int64_t steps);
  // Steps whose rows are read in `order`, starting at position `first` of source_.
  void queue_part(const RowOrder& order, std::int64_t first, std::int64_t first_step, std::int64_t steps);
  void queue_step(const Steps& steps);
  // From the rows in batch_input_ to their losses, and from there to the gradients.
  void queue_losses(const Steps& steps);
  void queue_gradients(const Steps& steps);
  void exchange_gradients();
  void queue_steps(Steps& steps, std::int64_t count);
  // Of streamed rows; chunks count from 0, one after the last has no rows.
  RowChunk training_chunk(std::int64_t epoch, std::int64_t index) const;
  // Of the rows [first, first + count), starting `begin` rows in; whole passes.
  RowChunk pass_chunk(std::int64_t first, std::int64_t count, std::int64_t begin) const;
  // Position in source_ of the pass that comes after `done` of the rows [first, first + count).
  std::int64_t pass_position(std::int64_t first, std::int64_t count, std::int64_t done);
  // [rows, inputs] starting at row `first` of source_: in place, or with their terms in batch_input_.
  const float* features_of(std::int64_t first, std::int64_t rows) const;
  void forward(const std::vector<MatmulPlan>& plans, const float* input, std::int64_t rows, bool training);
  void backward(const StepPlans& plans, std::int64_t rows);
  void multiply(const MatmulPlan& plan, const float* a, const float* b, float* c) const;
  void download(float* to, const float* from, std::int64_t count) const;
  // Calls visit(rows done before, position in source_, rows) for each pass over [first, first + count).
  template <typename Visit>
  void for_each_pass(std::int64_t first, std::int64_t count, const Visit& visit);

  DeviceState& state_;
  const GpuData& data_;
  TensorArena arena_;
  RowSource source_;
  ParameterBlocks blocks_;
  Workspace workspace_;
  float* batch_input_ = nullptr;
  float* batch_target_ = nullptr;
  float* delta_[2] = {nullptr, nullptr};
  float* class_weights_ = nullptr;    // null for a regression
  std::int64_t weights_version_ = 0;  // of the data's that it holds
  bool weighted_ = false;
  float* row_loss_ = nullptr;
  std::int32_t* row_correct_ = nullptr;
  float* metric_loss_ = nullptr;
  std::int32_t* metric_correct_ = nullptr;
  double* evaluation_loss_ = nullptr;
  std::int64_t* evaluation_correct_ = nullptr;
  TrainPath path_;  // never kBest after construction
  std::optional<PersistentJob> persistent_;
  StepClock* clock_ = nullptr;
  StepCorrection* corrections_ = nullptr;
  Steps full_batch_;
  Steps last_batch_;  // where the last batch of an epoch is smaller
  std::map<std::int64_t, std::vector<MatmulPlan>> evaluation_plans_;
  std::vector<float> host_gradients_;  // for an exchange in host memory
  RowChunk training_next_;             // what the steps after the queued ones read
  std::unique_ptr<RowStream> stream_;  // streamed rows only; uses the arena, so destroyed first
};

}  // namespace headroom::gpu
