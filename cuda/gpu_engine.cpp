#include "cuda/gpu_engine.h"

#include <algorithm>
#include <limits>
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

[[noreturn]] void refuse(ErrorCode code, const std::string& message) { throw Error(code, message, "cuda"); }

void check(const ModelSpec& model, const TrainSettings& settings, const DataShape& shape, int capability) {
  validate(model);
  if (settings.precision != Precision::kFp32 && capability < 80) {
    refuse(ErrorCode::kUnsupported, std::string(precision_name(settings.precision)) +
                                        " needs compute capability 8.0 or higher: choose precision fp32");
  }
  if (settings.batch < 1) refuse(ErrorCode::kBadInput, "the batch must have at least 1 row");
  if (model.inputs() != shape.features()) {
    refuse(ErrorCode::kBadInput, "the network takes " + std::to_string(model.inputs()) +
                                     " features, the data have " + std::to_string(shape.features()));
  }
  if (model.output != Output::kSoftmax && model.outputs() != 1) {
    refuse(ErrorCode::kBadInput, "a " + std::string(output_name(model.output)) +
                                     " output has one value, not " + std::to_string(model.outputs()));
  }
  if (shape.train_rows > std::numeric_limits<std::uint32_t>::max()) {  // the epoch's order counts in 32 bits
    refuse(ErrorCode::kBadInput,
           "training takes at most 4294967295 rows, there are " + std::to_string(shape.train_rows));
  }
}

// Bytes that every row of a [.., columns] fp32 matrix is aligned to, whose base is aligned to 256.
int row_alignment(std::int64_t columns) {
  const std::int64_t bytes = columns * static_cast<std::int64_t>(sizeof(float));
  return static_cast<int>(std::min<std::int64_t>(256, bytes & -bytes));
}

}  // namespace

GpuEngine::GpuEngine(DeviceState& state, const ModelSpec& model, const TrainSettings& settings,
                     const GpuData& data, TrainPath path)
    : state_(state),
      model_(model),
      settings_(settings),
      data_(data),
      arena_(state,
             (check(model, settings, data.shape(), state.compute_capability()),
              engine_tensors(model, settings, data.shape(), cuda_layout())),
             "the network"),
      source_(data.source()),
      path_(path) {
  find_layers();
  if (data.shape().streamed()) {
    source_.rows = arena_.floats("stream.columns");
    source_.targets = arena_.floats("stream.targets");
    stream_ = std::make_unique<RowStream>(state, data, shuffle_seed(settings.seed),
                                          stream_rows(settings.batch, data.shape()),
                                          arena_.floats("stream.columns"), arena_.floats("stream.targets"));
  }
  const std::int64_t train_rows = data.shape().train_rows;
  full_batch_.rows = std::min(settings.batch, train_rows);
  full_batch_.plans = plan_step(full_batch_.rows);
  last_batch_.rows = train_rows % full_batch_.rows;
  if (last_batch_.rows > 0) last_batch_.plans = plan_step(last_batch_.rows);
  evaluation_plans(std::min(pass_rows_, data.shape().rows));
  outstanding_.reserve(static_cast<std::size_t>(kMetricSlots));
  choose_path();
}

// Queued work may still use the arena; errors were or will be told elsewhere.
GpuEngine::~GpuEngine() { HEADROOM_CUDA_LOG(cudaStreamSynchronize(state_.stream().get())); }

void GpuEngine::find_layers() {
  for (std::int64_t l = 0; l < model_.layers(); ++l) {
    const std::string name = "layers." + std::to_string(l);
    Layer layer;
    layer.in = model_.widths[static_cast<std::size_t>(l)];
    layer.out = model_.widths[static_cast<std::size_t>(l + 1)];
    layer.weight = arena_.floats(name + ".weight");
    layer.bias = arena_.floats(name + ".bias");
    layer.weight_gradient = arena_.floats("gradient." + name + ".weight");
    layer.bias_gradient = arena_.floats("gradient." + name + ".bias");
    layer.activation = arena_.floats(name + ".activation");
    if (model_.keeps_pre_activation(l)) layer.pre_activation = arena_.floats(name + ".pre_activation");
    layers_.push_back(layer);
  }
  blocks_.weights = layers_.front().weight;
  blocks_.gradients = layers_.front().weight_gradient;
  const int moments = optimizer_states(settings_.optimizer.kind);
  if (moments > 0) blocks_.moment0 = arena_.floats("moment.0.layers.0.weight");
  if (moments > 1) blocks_.moment1 = arena_.floats("moment.1.layers.0.weight");
  blocks_.count =
      arena_.block_floats("layers.0.weight", "layers." + std::to_string(model_.layers() - 1) + ".bias");
  const TensorSpec& workspace = arena_.table().find("workspace");
  workspace_ = {arena_.pointer<char>("workspace"), workspace.bytes};
  batch_input_ = arena_.floats("batch.input");
  batch_target_ = arena_.floats("batch.target");
  delta_[0] = arena_.floats("delta.0");
  delta_[1] = arena_.floats("delta.1");
  row_loss_ = arena_.floats("row.loss");
  row_correct_ = arena_.pointer<std::int32_t>("row.correct");
  metric_loss_ = arena_.floats("metrics.loss");
  metric_correct_ = arena_.pointer<std::int32_t>("metrics.correct");
  evaluation_loss_ = arena_.pointer<double>("evaluation.loss");
  evaluation_correct_ = arena_.pointer<std::int64_t>("evaluation.correct");
  static_assert(sizeof(StepClock) <= kStepClockBytes && sizeof(StepCorrection) == 2 * sizeof(float));
  clock_ = reinterpret_cast<StepClock*>(arena_.pointer<std::byte>("step.clock"));
  corrections_ = reinterpret_cast<StepCorrection*>(arena_.floats("step.corrections"));
  pass_rows_ = activation_rows(settings_.batch, data_.shape());
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

// Evaluation reads stored rows in place, so layer 0 knows only that rows begin at whole floats.
const std::vector<MatmulPlan>& GpuEngine::evaluation_plans(std::int64_t rows) {
  const auto found = evaluation_plans_.find(rows);
  if (found != evaluation_plans_.end()) return found->second;
  if (evaluation_plans_.size() >= kKeptEvaluationShapes) evaluation_plans_.clear();
  return evaluation_plans_.emplace(rows, plan_forward(rows, row_alignment(model_.inputs()))).first->second;
}

std::int64_t GpuEngine::steps_per_epoch() const {
  return (data_.shape().train_rows - 1) / settings_.batch + 1;
}

void GpuEngine::check_targets() const {
  if (model_.output == Output::kSoftmax) data_.check_classes(model_.outputs());
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

Evaluation GpuEngine::evaluate(std::int64_t first, std::int64_t count) {
  data_.check_rows(first, count);
  check_targets();
  Evaluation result;
  result.rows = count;
  if (count == 0) return result;
  state_.guarded([&] {
    const StreamHandle stream = state_.stream().get();
    HEADROOM_CUDA(cudaMemsetAsync(evaluation_loss_, 0, sizeof(double), stream));
    HEADROOM_CUDA(cudaMemsetAsync(evaluation_correct_, 0, sizeof(std::int64_t), stream));
    for_each_pass(first, count, [&](std::int64_t, std::int64_t position, std::int64_t rows) {
      output_loss(stream, model_.output, layers_.back().activation, source_.targets + position, rows,
                  model_.outputs(), row_loss_, row_correct_, nullptr);
      add_to_evaluation(stream, row_loss_, row_correct_, rows, evaluation_loss_, evaluation_correct_);
    });
    state_.download(&result.loss, evaluation_loss_, sizeof(double));
    state_.download(&result.correct, evaluation_correct_, sizeof(std::int64_t));
  });
  result.loss /= static_cast<double>(count);
  return result;
}

std::vector<float> GpuEngine::predict(std::int64_t first, std::int64_t count) {
  data_.check_rows(first, count);
  const std::int64_t outputs = model_.outputs();
  std::vector<float> result(static_cast<std::size_t>(checked_mul(count, outputs)));
  state_.guarded([&] {
    for_each_pass(first, count, [&](std::int64_t done, std::int64_t, std::int64_t rows) {
      float* const logits = layers_.back().activation;
      apply_output(state_.stream().get(), model_.output, rows, outputs, logits);
      state_.download(result.data() + done * outputs, logits,
                      rows * outputs * static_cast<Bytes>(sizeof(float)));
    });
  });
  return result;
}

}  // namespace headroom::gpu
