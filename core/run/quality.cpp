#include "core/run/quality.h"

#include <algorithm>
#include <functional>
#include <span>
#include <vector>

#include "core/model/layer_trace.h"
#include "core/predict/row_preparation.h"

namespace headroom {
namespace {

constexpr std::int64_t kJudgedAtOnce = 1024;  // of which every layer's values are held

// What the network sees of places [first, first + count).
using ReadFeatures = std::function<std::vector<float>(std::int64_t first, std::int64_t count)>;

// `rows`: of the dataset, in the order of the places.
Quality quality_of(const Lane& lane, const PreparedData& data, std::span<const std::uint32_t> rows,
                   const Progress& progress, const ReadFeatures& read) {
  const Output output = lane.spec.output;
  const bool regression = output == Output::kLinear;
  const auto outputs = static_cast<std::size_t>(lane.spec.outputs());
  std::vector<std::int64_t> truth, said;
  std::vector<double> wanted, given;
  Quality quality;
  quality.rows = static_cast<std::int64_t>(rows.size());
  for (std::int64_t first = 0; first < quality.rows; first += kJudgedAtOnce) {
    progress.check();
    const std::int64_t count = std::min(kJudgedAtOnce, quality.rows - first);
    const std::vector<LayerRows> layers = lane.trainer->engine().trace_rows(read(first, count));
    const std::vector<float>& last = layers.back().pre_activation;
    const std::vector<double> z(last.begin(), last.end());
    for (std::int64_t i = 0; i < count; ++i) {
      const auto own = std::span(z).subspan(static_cast<std::size_t>(i) * outputs, outputs);
      const double target = data.dataset->targets[rows[static_cast<std::size_t>(first + i)]];
      quality.loss += row_loss(output, own, regression ? data.target.scaled(target) : target);
      if (regression) {
        wanted.push_back(target);
        given.push_back(data.target.original(own[0]));
      } else {
        truth.push_back(static_cast<std::int64_t>(target));
        said.push_back(predicted_class(output, own));
      }
    }
  }
  quality.loss /= static_cast<double>(quality.rows);
  if (regression) {
    quality.values = value_metrics(wanted, given);
  } else {
    quality.classes = class_metrics(truth, said, data.dataset->classes());
  }
  return quality;
}

}  // namespace

Quality validation_quality(const Lane& lane, const PreparedData& data, const Progress& progress) {
  const std::int64_t start = data.shape.train_rows;
  return quality_of(
      lane, data, std::span(data.split.order).subspan(static_cast<std::size_t>(start)), progress,
      [&](std::int64_t first, std::int64_t count) { return data.data->read_features(start + first, count); });
}

std::optional<Quality> test_quality(const Lane& lane, const PreparedData& data, const RunConfig& config,
                                    const Progress& progress) {
  const std::vector<std::uint32_t>& rows = data.split.test;
  if (rows.empty()) return std::nullopt;
  const Dataset& dataset = *data.dataset;
  const RowPreparation prepare(dataset.column_names, data.column_means, data.scaler, config.degree);
  return quality_of(lane, data, rows, progress, [&](std::int64_t first, std::int64_t count) {
    std::vector<float> raw;
    for (std::int64_t i = first; i < first + count; ++i) {
      const float* const row = dataset.row(rows[static_cast<std::size_t>(i)]);
      raw.insert(raw.end(), row, row + dataset.columns);
    }
    return prepare.features(raw);
  });
}

}  // namespace headroom
