#include "core/train/replay.h"

#include <algorithm>

#include "core/base/bytes.h"
#include "core/base/permutation.h"
#include "core/model/seeds.h"

namespace headroom {
namespace {

// How many steps from `at` on have the same learning rate.
std::int64_t same_rate(const Recorder& recorder, std::int64_t at, std::int64_t steps) {
  for (const RateChange& change : recorder.rates()) {
    if (change.step > at) return std::min(steps, change.step - at);
  }
  return steps;
}

}  // namespace

std::vector<StepMetric> train_again(Engine& engine, const Recorder& recorder, const TrainerState& from,
                                    std::int64_t at, std::int64_t steps) {
  const std::int64_t per_epoch = engine.steps_per_epoch();
  std::vector<StepMetric> all;
  const std::int64_t last = at + steps;
  while (at < last) {
    const std::int64_t most = std::min({last - at, kMetricSlots, per_epoch - at % per_epoch});
    const std::int64_t count = same_rate(recorder, at, most);
    engine.set_learning_rate(recorder.rate_after(from, at));
    engine.train(at / per_epoch, at % per_epoch, count);
    const std::vector<StepMetric> metrics = engine.take_metrics();
    all.insert(all.end(), metrics.begin(), metrics.end());
    at += count;
  }
  return all;
}

std::vector<float> batch_features(const DeviceData& data, const TrainSettings& settings, std::int64_t at) {
  const std::int64_t all = data.shape().train_rows;
  const std::int64_t per_epoch = ceil_div(all, settings.batch);
  const std::int64_t first = at % per_epoch * settings.batch;
  const std::int64_t rows = std::min({settings.batch, all - first, kMostTraced});
  const Permutation order(static_cast<std::uint32_t>(all), shuffle_seed(settings.seed),
                          static_cast<std::uint64_t>(at / per_epoch));
  std::vector<float> features;
  for (std::int64_t i = first; i < first + rows; ++i) {
    const std::int64_t row =
        settings.shuffle == Shuffle::kNone ? i : std::int64_t{order(static_cast<std::uint32_t>(i))};
    const std::vector<float> one = data.read_features(row, 1);
    features.insert(features.end(), one.begin(), one.end());
  }
  return features;
}

}  // namespace headroom
