#include "cuda/gpu_engine.h"

#include <algorithm>
#include <string>
#include <utility>

#include "core/base/error.h"
#include "core/model/seeds.h"
#include "cuda/check.h"
#include "cuda/kernels/activations.h"
#include "cuda/kernels/dataset.h"
#include "cuda/kernels/loss.h"

namespace headroom::gpu {
namespace {

constexpr std::size_t kKeptEvaluationShapes = 32;

const EngineJob& checked(const EngineJob& job, int capability) {
  const Precision precision = job.settings.precision;
  if (precision == Precision::kPortable) {
    throw Error(ErrorCode::kUnsupported,
                "a GPU adds up in an order of its own: choose the processor, or precision fp32", "precision");
  }
  if (precision == Precision::kFp32 || capability >= 80) return job;
  throw Error(ErrorCode::kUnsupported,
              std::string(precision_name(precision)) +
                  " needs compute capability 8.0 or higher: choose precision fp32",
              "cuda");
}

// Bytes that every row of a [.., columns] fp32 matrix is aligned to, whose base is aligned to 256.
int row_alignment(std::int64_t columns) {
  const std::int64_t bytes = columns * static_cast<std::int64_t>(sizeof(float));
  return static_cast<int>(std::min<std::int64_t>(256, bytes & -bytes));
}

}  // namespace

GpuEngine::GpuEngine(DeviceState& state, const EngineJob& job, const GpuData& data, TrainPath path)
    : BackendEngine(checked(job, state.compute_capability()), data),
      state_(state),
      data_(data),
      arena_(state, engine_tensors(job.model, job.settings, data.shape(), cuda_layout()), "the network"),
      source_(data.source()),
      path_(path) {
  find_layers(arena_.table(), arena_.data());
  find_buffers();
  if (data.shape().streamed()) {
    source_.rows = arena_.floats("stream.columns");
    source_.targets = arena_.floats("stream.targets");
    stream_ = std::make_unique<RowStream>(state, data, shuffle_seed(settings_.seed),
                                          stream_rows(settings_.batch, shape_),
                                          arena_.floats("stream.columns"), arena_.floats("stream.targets"));
  }
  const std::int64_t whole = std::min(settings_.batch, shape_.train_rows);
  plan_steps(full_batch_, whole, whole);
  plan_steps(last_batch_, whole, shape_.train_rows % whole);
  evaluation_plans(std::min(pass_rows_, shape_.rows));
  choose_path();
}

// Queued work may still use the arena; errors were or will be told elsewhere.
GpuEngine::~GpuEngine() { HEADROOM_CUDA_LOG(cudaStreamSynchronize(state_.stream().get())); }

void GpuEngine::find_buffers() {
  blocks_ = {weights_, gradients_, moments_[0], moments_[1], block_size_};
  const TensorSpec& workspace = arena_.table().find("workspace");
  workspace_ = {arena_.pointer<char>("workspace"), workspace.bytes};
  batch_input_ = arena_.floats("batch.input");
  input_rows_ = arena_.table().find("batch.input").shape.front();
  batch_target_ = arena_.floats("batch.target");
  delta_[0] = arena_.floats("delta.0");
  delta_[1] = arena_.floats("delta.1");
  if (model_.output != Output::kLinear) class_weights_ = arena_.floats("class.weights");
  row_loss_ = arena_.floats("row.loss");
  row_correct_ = arena_.pointer<std::int32_t>("row.correct");
  metric_loss_ = arena_.floats("metrics.loss");
  metric_correct_ = arena_.pointer<std::int32_t>("metrics.correct");
  evaluation_loss_ = arena_.pointer<double>("evaluation.loss");
  evaluation_correct_ = arena_.pointer<std::int64_t>("evaluation.correct");
  static_assert(sizeof(StepClock) <= kStepClockBytes && sizeof(StepCorrection) == 2 * sizeof(float));
  clock_ = reinterpret_cast<StepClock*>(arena_.pointer<std::byte>("step.clock"));
  corrections_ = reinterpret_cast<StepCorrection*>(arena_.floats("step.corrections"));
}

MatmulPlan GpuEngine::plan(const MatmulShape& shape, const Epilogue& epilogue) const {
  return MatmulPlan(state_.lt(), shape, settings_.precision, workspace_.bytes, epilogue);
}

// y [rows, out] = x [rows, in] * W [out, in]^T. The last layer's bias goes along; in the others it stands
// before an activation, in one kernel with it.
std::vector<MatmulPlan> GpuEngine::plan_forward(std::int64_t rows, int input_alignment) const {
  std::vector<MatmulPlan> plans;
  for (std::size_t l = 0; l < layers_.size(); ++l) {
    const bool last = l + 1 == layers_.size();
    const Epilogue bias{Epilogue::Kind::kAddBias, layers_[l].bias};
    plans.push_back(plan({.rows = rows,
                          .cols = layers_[l].out,
                          .depth = layers_[l].in,
                          .transpose_b = true,
                          .a_alignment = l == 0 ? input_alignment : 256},
                         last ? bias : Epilogue{}));
  }
  return plans;
}

// dW [out, in] = delta [rows, out]^T * x [rows, in], and db [out] with it;  dx [rows, in] = delta [rows, out]
// * W [out, in]
GpuEngine::StepPlans GpuEngine::plan_step(std::int64_t rows) const {
  StepPlans plans;
  plans.forward = plan_forward(rows, 256);
  for (std::size_t l = 0; l < layers_.size(); ++l) {
    const Layer& layer = layers_[l];
    plans.weight_gradient.push_back(
        plan({.rows = layer.out, .cols = layer.in, .depth = rows, .transpose_a = true},
             {Epilogue::Kind::kSumOverDepth, layer.bias_gradient}));
    if (l > 0) plans.input_gradient.push_back(plan({.rows = rows, .cols = layer.in, .depth = layer.out}));
  }
  return plans;
}

void GpuEngine::plan_steps(Steps& steps, std::int64_t whole, std::int64_t batch) const {
  steps.batch = batch;
  steps.rows = rows_of_shard(shard_, whole, batch).count;
  if (steps.rows > 0) steps.plans = plan_step(steps.rows);
}

// Evaluation reads stored rows in place, so layer 0 knows only that rows begin at whole floats.
const std::vector<MatmulPlan>& GpuEngine::evaluation_plans(std::int64_t rows) {
  const auto found = evaluation_plans_.find(rows);
  if (found != evaluation_plans_.end()) return found->second;
  if (evaluation_plans_.size() >= kKeptEvaluationShapes) evaluation_plans_.clear();
  return evaluation_plans_.emplace(rows, plan_forward(rows, row_alignment(model_.inputs()))).first->second;
}

void GpuEngine::multiply(const MatmulPlan& plan, const float* a, const float* b, float* c) const {
  plan.run(state_.lt(), state_.stream(), a, b, c, workspace_);
}

void GpuEngine::forward(const std::vector<MatmulPlan>& plans, const float* input, std::int64_t rows,
                        bool training) {
  const StreamHandle stream = state_.stream().get();
  for (std::size_t l = 0; l < layers_.size(); ++l) {
    const Layer& layer = layers_[l];
    float* const z = training && layer.pre_activation ? layer.pre_activation : layer.activation;
    multiply(plans[l], input, layer.weight, z);
    if (l + 1 < layers_.size()) {  // the last leaves logits: the loss and predict() apply the output
      add_bias_and_activate(stream, model_.activation, layer.bias, rows, layer.out, z, layer.activation);
    }
    input = layer.activation;
  }
}

const float* GpuEngine::features_of(std::int64_t first, std::int64_t rows) const {
  const float* const from = source_.rows + first * source_.width;
  if (!source_.makes_terms()) return from;
  expand_degree2(state_.stream().get(), from, rows, source_.width, batch_input_);
  return batch_input_;
}

// Passes are those of rows on the device.
RowChunk GpuEngine::pass_chunk(std::int64_t first, std::int64_t count, std::int64_t begin) const {
  const std::int64_t most = stream_->chunk_rows() / pass_rows_ * pass_rows_;
  return {.first = first + begin, .rows = std::clamp<std::int64_t>(count - begin, 0, most)};
}

std::int64_t GpuEngine::pass_position(std::int64_t first, std::int64_t count, std::int64_t done) {
  if (!stream_) return first + done;
  const std::int64_t most = stream_->chunk_rows() / pass_rows_ * pass_rows_;
  const std::int64_t begin = done / most * most;
  RowChunk next = pass_chunk(first, count, begin + most);
  if (next.rows == 0) next = training_next_;  // training goes on behind an evaluation
  return stream_->use(pass_chunk(first, count, begin), next) + done - begin;
}

template <typename Visit>
void GpuEngine::for_each_pass(std::int64_t first, std::int64_t count, const Visit& visit) {
  for (std::int64_t done = 0; done < count; done += pass_rows_) {
    const std::int64_t rows = std::min(pass_rows_, count - done);
    const std::int64_t position = pass_position(first, count, done);
    forward(evaluation_plans(rows), features_of(position, rows), rows, false);
    visit(done, position, rows);
  }
}

Evaluation GpuEngine::sum_over(std::int64_t first, std::int64_t count) {
  Evaluation sums;
  state_.guarded([&] {
    const StreamHandle stream = state_.stream().get();
    HEADROOM_CUDA(cudaMemsetAsync(evaluation_loss_, 0, sizeof(double), stream));
    HEADROOM_CUDA(cudaMemsetAsync(evaluation_correct_, 0, sizeof(std::int64_t), stream));
    for_each_pass(first, count, [&](std::int64_t, std::int64_t position, std::int64_t rows) {
      output_loss(stream, model_.output, layers_.back().activation, source_.targets + position, rows,
                  model_.outputs(), row_loss_, row_correct_, nullptr);
      add_to_evaluation(stream, row_loss_, row_correct_, rows, evaluation_loss_, evaluation_correct_);
    });
    state_.download(&sums.loss, evaluation_loss_, sizeof(double));
    state_.download(&sums.correct, evaluation_correct_, sizeof(std::int64_t));
  });
  return sums;
}

void GpuEngine::predict_into(std::int64_t first, std::int64_t count, float* outputs) {
  const std::int64_t width = model_.outputs();
  state_.guarded([&] {
    for_each_pass(first, count, [&](std::int64_t done, std::int64_t, std::int64_t rows) {
      float* const logits = layers_.back().activation;
      apply_output(state_.stream().get(), model_.output, rows, width, logits);
      download(outputs + done * width, logits, rows * width);
    });
  });
}

}  // namespace headroom::gpu
