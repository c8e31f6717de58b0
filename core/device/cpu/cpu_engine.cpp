#include "core/device/cpu/cpu_engine.h"

#include <algorithm>
#include <string>

#include "core/base/error.h"
#include "core/device/cpu/flush_denormals.h"
#include "core/model/seeds.h"

namespace headroom::cpu {

namespace {

// Rows that are worth a thread of their own: some 30 us of work.
constexpr std::int64_t kLossGrain = 1 << 10;
// Elements that are: the same.
constexpr std::int64_t kUpdateGrain = 1 << 15;

const EngineJob& checked(const EngineJob& job) {
  if (job.settings.precision == Precision::kFp32 || job.settings.precision == Precision::kPortable)
    return job;
  throw Error(ErrorCode::kUnsupported, "the CPU computes in fp32 only: choose precision fp32 or portable",
              "cpu");
}

}  // namespace

CpuEngine::CpuEngine(const EngineJob& job, const CpuData& data, WorkerPool& pool, Ledger& ledger,
                     const BackendLayout& layout)
    : BackendEngine(checked(job), data),
      data_(data),
      pool_(pool),
      arena_(engine_tensors(job.model, job.settings, data.shape(), layout), ledger,
             "the network " + widths_text(job.model) + " with batch " + format_count(job.settings.batch)),
      math_(arithmetic_of(job.settings.precision)) {
  find_layers(arena_.table(), arena_.data());
  blocks_ = {weights_, gradients_, {moments_[0], moments_[1]}};
  row_loss_ = arena_.floats("row.loss");
  row_correct_ = arena_.at<std::int32_t>("row.correct");
  metric_loss_ = arena_.floats("metrics.loss");
  metric_correct_ = arena_.at<std::int32_t>("metrics.correct");
}

BatchRows CpuEngine::batch_rows(const StepRows& rows) const {
  BatchRows batch{Permutation(static_cast<std::uint32_t>(shape_.train_rows), shuffle_seed(settings_.seed),
                              static_cast<std::uint64_t>(rows.epoch)),
                  settings_.shuffle == Shuffle::kEpoch,
                  rows.first,
                  rows.count,
                  1.0F / static_cast<float>(rows.batch),
                  static_cast<double>(rows.count)};
  if (const float* const weights = data_.class_weights()) {
    if (rows.count != rows.batch) {
      throw Error(ErrorCode::kUnsupported, "class weights and several ranks do not go together yet", "cpu");
    }
    batch.weight = 0;
    for (std::int64_t i = 0; i < batch.count; ++i) {
      batch.weight += static_cast<double>(weights[static_cast<std::int64_t>(data_.targets()[batch[i]])]);
    }
    batch.share = static_cast<float>(1 / batch.weight);
  }
  return batch;
}

void CpuEngine::run_steps(std::int64_t epoch, std::int64_t first_step, std::int64_t steps) {
  const FlushDenormals guard;
  for (std::int64_t step = first_step; step < first_step + steps; ++step) {
    const BatchRows rows = batch_rows(rows_of_step(epoch, step));
    ++updates_;
    const Evaluation sums = exchange_ ? learn_shared(rows) : learn(rows);
    metric_loss_[outstanding_.size()] = static_cast<float>(sums.loss / rows.weight);
    metric_correct_[outstanding_.size()] = static_cast<std::int32_t>(sums.correct);
    outstanding_.push_back(static_cast<std::int32_t>(rows.count));
  }
}

Evaluation CpuEngine::learn(const BatchRows& rows) {
  const Evaluation sums = gradients_of(rows);
  update();
  return sums;
}

Evaluation CpuEngine::learn_shared(const BatchRows& rows) {
  Evaluation sums;
  if (rows.count > 0) {
    sums = gradients_of(rows);
  } else {
    std::fill_n(gradients_, block_size_, 0.0F);
  }
  exchange_->sum(gradients_, block_size_, nullptr);
  update();
  return sums;
}

void CpuEngine::update() {
  const UpdateRule rule(settings_.optimizer, updates_, math_);
  constexpr std::int64_t kUnit = 64;  // pieces begin at whole vectors
  const std::int64_t units = (block_size_ + kUnit - 1) / kUnit;
  pool_.split(units, kUpdateGrain / kUnit, [&](std::int64_t begin, std::int64_t end) {
    rule.apply(blocks_, begin * kUnit, std::min(end * kUnit, block_size_));
  });
}

void CpuEngine::differentiate(const StepRows& rows) {
  const FlushDenormals guard;
  if (rows.count > 0) {
    gradients_of(batch_rows(rows));
  } else {
    std::fill_n(gradients_, block_size_, 0.0F);
  }
}

Evaluation CpuEngine::measure(const float* logits, const float* targets, std::int64_t rows, float* delta,
                              float share) {
  const LossRows at = loss_rows(logits, targets, delta);
  pool_.split(rows, kLossGrain, [&](std::int64_t begin, std::int64_t end) {
    math_.row_losses(model_.output, model_.outputs(), at, begin, end, share);
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

void CpuEngine::read_metrics(std::span<float> losses, std::span<std::int32_t> correct) {
  std::copy_n(metric_loss_, losses.size(), losses.begin());
  std::copy_n(metric_correct_, correct.size(), correct.begin());
}

Evaluation CpuEngine::sum_over(std::int64_t first, std::int64_t count) {
  const FlushDenormals guard;
  Evaluation result;
  for (std::int64_t done = 0; done < count; done += pass_rows_) {
    const std::int64_t rows = std::min(pass_rows_, count - done);
    const Evaluation sums =
        measure(infer(first + done, rows), data_.targets() + first + done, rows, nullptr, 0.0F);
    result.loss += sums.loss;
    result.correct += sums.correct;
  }
  return result;
}

void CpuEngine::predict_into(std::int64_t first, std::int64_t count, float* outputs) {
  const FlushDenormals guard;
  const std::int64_t width = model_.outputs();
  for (std::int64_t done = 0; done < count; done += pass_rows_) {
    const std::int64_t rows = std::min(pass_rows_, count - done);
    std::copy_n(infer(first + done, rows), rows * width, outputs + done * width);
  }
  math_.apply_output(model_.output, width, outputs, count);
}

void CpuEngine::write_block(const Weights& from, float* block) {
  std::fill_n(block, block_size_, 0.0F);
  pack(from, block);
}

void CpuEngine::copy_out(const float* from, std::int64_t count, float* to) const {
  std::copy_n(from, count, to);
}

}  // namespace headroom::cpu
