#include "core/run/quality.h"

#include <algorithm>

#include "core/model/layer_trace.h"

namespace headroom {
namespace {

constexpr std::int64_t kJudgedAtOnce = 1024;  // of which every layer's values are held

std::span<const std::uint32_t> rows_of(const PreparedData& data, JudgedPart part) {
  if (part == JudgedPart::kTest) return data.split.test;
  return std::span(data.split.order).subspan(static_cast<std::size_t>(data.shape.train_rows));
}

Quality judge_all(QualityJudge judge, const Progress& progress) {
  while (!judge.done()) {
    progress.check();
    judge.advance();
  }
  return judge.quality();
}

}  // namespace

QualityJudge::QualityJudge(const Lane& lane, const PreparedData& data, const RunConfig& config,
                           JudgedPart part)
    : lane_(lane), data_(data), part_(part), rows_(rows_of(data, part)) {
  if (part == JudgedPart::kTest)
    prepare_.emplace(data.dataset->column_names, data.column_means, data.scaler, config.degree);
}

// What the network sees of places [first, first + count).
std::vector<float> QualityJudge::features(std::int64_t first, std::int64_t count) const {
  if (part_ == JudgedPart::kValidation)
    return data_.data->read_features(data_.shape.train_rows + first, count);
  const Dataset& dataset = *data_.dataset;
  std::vector<float> raw;
  for (std::int64_t i = first; i < first + count; ++i) {
    const float* const row = dataset.row(rows_[static_cast<std::size_t>(i)]);
    raw.insert(raw.end(), row, row + dataset.columns);
  }
  return prepare_->features(raw);
}

void QualityJudge::advance() {
  const Output output = lane_.spec.output;
  const bool regression = output == Output::kLinear;
  const auto outputs = static_cast<std::size_t>(lane_.spec.outputs());
  const std::int64_t first = next_, count = std::min(kJudgedAtOnce, std::ssize(rows_) - first);
  const std::vector<LayerRows> layers = lane_.trainer->engine().trace_rows(features(first, count));
  const std::vector<float>& last = layers.back().pre_activation;
  const std::vector<double> z(last.begin(), last.end());
  for (std::int64_t i = 0; i < count; ++i) {
    const auto own = std::span(z).subspan(static_cast<std::size_t>(i) * outputs, outputs);
    const double target = data_.dataset->targets[rows_[static_cast<std::size_t>(first + i)]];
    loss_ += row_loss(output, own, regression ? data_.target.scaled(target) : target);
    if (regression) {
      wanted_.push_back(target);
      given_.push_back(data_.target.original(own[0]));
    } else {
      truth_.push_back(static_cast<std::int64_t>(target));
      said_.push_back(predicted_class(output, own));
    }
  }
  next_ += count;
}

Quality QualityJudge::quality() const {
  Quality quality;
  quality.rows = std::ssize(rows_);
  quality.loss = loss_ / static_cast<double>(quality.rows);
  if (lane_.spec.output == Output::kLinear) {
    quality.values = value_metrics(wanted_, given_);
  } else {
    quality.classes = class_metrics(truth_, said_, data_.dataset->classes());
  }
  return quality;
}

Quality validation_quality(const Lane& lane, const PreparedData& data, const RunConfig& config,
                           const Progress& progress) {
  return judge_all(QualityJudge(lane, data, config, JudgedPart::kValidation), progress);
}

std::optional<Quality> test_quality(const Lane& lane, const PreparedData& data, const RunConfig& config,
                                    const Progress& progress) {
  if (data.split.test.empty()) return std::nullopt;
  return judge_all(QualityJudge(lane, data, config, JudgedPart::kTest), progress);
}

}  // namespace headroom
