#include "core/device/cpu/cpu_engine.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

#include "core/base/error.h"
#include "core/device/cpu/flush_denormals.h"
#include "core/model/seeds.h"

namespace headroom::cpu {

namespace {

// Rows that are worth a thread of their own: some 30 us of work.
constexpr std::int64_t kLossGrain = 1 << 10;

[[noreturn]] void refuse(ErrorCode code, const std::string& message) { throw Error(code, message, "cpu"); }

void check(const ModelSpec& model, const TrainSettings& settings, const DataShape& shape) {
  validate(model);
  if (settings.precision != Precision::kFp32) {
    refuse(ErrorCode::kUnsupported, "the CPU computes in fp32 only: choose precision fp32");
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
  if (shape.train_rows < 1 || shape.train_rows > std::numeric_limits<std::uint32_t>::max()) {
    refuse(ErrorCode::kBadInput,
           "training needs 1 to 4294967295 rows, there are " + std::to_string(shape.train_rows));
  }
}

}  // namespace

CpuEngine::CpuEngine(const ModelSpec& model, const TrainSettings& settings, const CpuData& data,
                     WorkerPool& pool, Ledger& ledger, const BackendLayout& layout)
    : model_(model),
      settings_(settings),
      data_(data),
      pool_(pool),
      arena_((check(model, settings, data.shape()), engine_tensors(model, settings, data.shape(), layout)),
             ledger, "the network " + widths_text(model) + " with batch " + format_count(settings.batch)) {
  find_layers();
  pass_rows_ = activation_rows(settings.batch, data.shape());
  row_loss_ = arena_.floats("row.loss");
  row_correct_ = arena_.at<std::int32_t>("row.correct");
  metric_loss_ = arena_.floats("metrics.loss");
  metric_correct_ = arena_.at<std::int32_t>("metrics.correct");
  outstanding_.reserve(static_cast<std::size_t>(kMetricSlots));
}

void CpuEngine::find_layers() {
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
  for (int i = 0; i < optimizer_states(settings_.optimizer.kind); ++i) {
    blocks_.moments[i] = arena_.floats("moment." + std::to_string(i) + ".layers.0.weight");
  }
  const Bytes bytes = arena_.table().by_category()[static_cast<std::size_t>(Category::kWeights)];
  block_size_ = bytes / static_cast<Bytes>(sizeof(float));
}

std::int64_t CpuEngine::steps_per_epoch() const {
  return (data_.shape().train_rows - 1) / settings_.batch + 1;
}

void CpuEngine::set_learning_rate(double learning_rate) { settings_.optimizer.learning_rate = learning_rate; }

void CpuEngine::train(std::int64_t epoch, std::int64_t first_step, std::int64_t steps) {
  if (epoch < 0 || first_step < 0 || steps < 0 || first_step > steps_per_epoch() - steps) {
    refuse(ErrorCode::kInternal, "steps " + std::to_string(first_step) + " to " +
                                     std::to_string(first_step + steps) + " of an epoch with " +
                                     std::to_string(steps_per_epoch()));
  }
  if (static_cast<std::int64_t>(outstanding_.size()) + steps > kMetricSlots) {
    refuse(ErrorCode::kInternal,
           "more than " + std::to_string(kMetricSlots) + " steps without reading metrics");
  }
  check_classes();
  const FlushDenormals guard;
  for (std::int64_t step = first_step; step < first_step + steps; ++step) {
    const BatchRows rows = rows_of_step(epoch, step);
    ++updates_;
    const Evaluation sums = learn(rows);
    metric_loss_[outstanding_.size()] = static_cast<float>(sums.loss / static_cast<double>(rows.count));
    metric_correct_[outstanding_.size()] = static_cast<std::int32_t>(sums.correct);
    outstanding_.push_back(static_cast<std::int32_t>(rows.count));
  }
}

BatchRows CpuEngine::rows_of_step(std::int64_t epoch, std::int64_t step) const {
  const std::int64_t train_rows = data_.shape().train_rows, first = step * settings_.batch;
  return {Permutation(static_cast<std::uint32_t>(train_rows), shuffle_seed(settings_.seed),
                      static_cast<std::uint64_t>(epoch)),
          settings_.shuffle == Shuffle::kEpoch, first, std::min(settings_.batch, train_rows - first)};
}

Evaluation CpuEngine::measure(const float* logits, const float* targets, std::int64_t rows, float* delta) {
  const LossRows at = loss_rows(logits, targets, delta);
  const float scale = 1.0F / static_cast<float>(rows);
  pool_.split(rows, kLossGrain, [&](std::int64_t begin, std::int64_t end) {
    row_losses(model_.output, model_.outputs(), at, begin, end, scale);
  });
  return sum_losses(rows);
}

Evaluation CpuEngine::sum_losses(std::int64_t rows) const {
  Evaluation sums;
  for (std::int64_t r = 0; r < rows; ++r) {
    sums.loss += static_cast<double>(row_loss_[r]);
    sums.correct += row_correct_[r];
  }
  sums.rows = rows;
  return sums;
}

std::vector<StepMetric> CpuEngine::take_metrics() {
  std::vector<StepMetric> metrics(outstanding_.size());
  for (std::size_t i = 0; i < metrics.size(); ++i) {
    metrics[i] = {metric_loss_[i], metric_correct_[i], outstanding_[i]};
  }
  outstanding_.clear();
  return metrics;
}

Evaluation CpuEngine::evaluate(std::int64_t first, std::int64_t count) {
  check_rows(first, count);
  check_classes();
  const FlushDenormals guard;
  Evaluation result;
  for (std::int64_t done = 0; done < count; done += pass_rows_) {
    const std::int64_t rows = std::min(pass_rows_, count - done);
    const Evaluation sums = measure(infer(first + done, rows), data_.targets() + first + done, rows, nullptr);
    result.loss += sums.loss;
    result.correct += sums.correct;
  }
  result.rows = count;
  if (count > 0) result.loss /= static_cast<double>(count);
  return result;
}

std::vector<float> CpuEngine::predict(std::int64_t first, std::int64_t count) {
  check_rows(first, count);
  const FlushDenormals guard;
  const std::int64_t outputs = model_.outputs();
  std::vector<float> result(static_cast<std::size_t>(checked_mul(count, outputs)));
  for (std::int64_t done = 0; done < count; done += pass_rows_) {
    const std::int64_t rows = std::min(pass_rows_, count - done);
    std::copy_n(infer(first + done, rows), rows * outputs, result.data() + done * outputs);
  }
  apply_output(model_.output, outputs, result.data(), count);
  return result;
}

void CpuEngine::check_rows(std::int64_t first, std::int64_t count) const {
  if (first < 0 || count < 0 || first > data_.shape().rows - count) {
    refuse(ErrorCode::kInternal, "rows " + std::to_string(first) + " to " + std::to_string(first + count) +
                                     " of " + std::to_string(data_.shape().rows));
  }
}

void CpuEngine::check_classes() const {
  if (model_.output != Output::kSoftmax) return;
  const auto [least, most] = data_.target_range();
  for (const float target : {least, most}) {
    if (target >= 0.0F && target < static_cast<float>(model_.outputs())) continue;
    refuse(ErrorCode::kBadInput, "a row is of class " + std::to_string(target) + ", the network has " +
                                     std::to_string(model_.outputs()) + " outputs");
  }
}

}  // namespace headroom::cpu
