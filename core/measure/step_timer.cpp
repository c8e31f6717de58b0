#include "core/measure/step_timer.h"

#include <algorithm>
#include <chrono>

namespace headroom {
namespace {

constexpr std::size_t kLeastSamples = 3;
// Further samples of an engine whose clock stands still say nothing.
constexpr std::size_t kMostSamples = 100'000;

double steady_seconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

// Walks through the epochs of an engine.
class Walk {
 public:
  Walk(Engine& engine, const TimingOptions& options)
      : engine_(engine),
        clock_(options.clock ? options.clock : steady_seconds),
        per_epoch_(engine.steps_per_epoch()) {}

  // Trains at most `wanted` steps, to the end of the epoch at most; the seconds they took.
  double train(std::int64_t wanted) {
    steps_ = std::min({wanted, per_epoch_ - step_, kMetricSlots});
    const double start = clock_();
    engine_.train(epoch_, step_, steps_);
    const std::vector<StepMetric> metrics = engine_.take_metrics();
    const double seconds = clock_() - start;
    rows_ = 0;
    for (const StepMetric& metric : metrics) rows_ += metric.rows;
    step_ += steps_;
    if (step_ == per_epoch_) {
      step_ = 0;
      ++epoch_;
    }
    return seconds;
  }
  std::int64_t steps() const { return steps_; }  // of the last train()
  std::int64_t rows() const { return rows_; }    // that it learned from
  std::int64_t per_epoch() const { return per_epoch_; }

 private:
  Engine& engine_;
  std::function<double()> clock_;
  std::int64_t per_epoch_, epoch_ = 0, step_ = 0, steps_ = 0, rows_ = 0;
};

// How many steps fill a sample, found by doubling; an epoch is cut into samples of the same length.
std::int64_t steps_of_sample(Walk& walk, double seconds) {
  const std::int64_t most = std::min(kMetricSlots, walk.per_epoch());
  std::int64_t wanted = 1;
  while (true) {
    const double took = walk.train(wanted);
    if (took >= 0.5 * seconds || wanted >= most) {
      const double pace = took / static_cast<double>(walk.steps());
      if (pace > 0) wanted = static_cast<std::int64_t>(std::clamp(seconds / pace, 1.0, 1e9));
      wanted = std::min(wanted, most);
      return ceil_div(walk.per_epoch(), ceil_div(walk.per_epoch(), wanted));
    }
    wanted *= 2;
  }
}

}  // namespace

double StepTimes::median() const {
  std::vector<double> sorted = samples;
  const auto middle = sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2);
  std::nth_element(sorted.begin(), middle, sorted.end());
  if (sorted.size() % 2 == 1) return *middle;
  return 0.5 * (*middle + *std::max_element(sorted.begin(), middle));
}

double StepTimes::least() const { return *std::min_element(samples.begin(), samples.end()); }
double StepTimes::most() const { return *std::max_element(samples.begin(), samples.end()); }

StepTimes time_steps(Engine& engine, double rows, const TimingOptions& options) {
  Walk walk(engine, options);
  const std::int64_t wanted = steps_of_sample(walk, options.sample_seconds);
  StepTimes times;
  double spent = 0;
  while ((spent < options.seconds || times.samples.size() < kLeastSamples) &&
         times.samples.size() < kMostSamples) {
    const double seconds = walk.train(wanted);
    spent += seconds;
    times.samples.push_back(seconds * rows / static_cast<double>(walk.rows()));
    times.steps += walk.steps();
  }
  return times;
}

}  // namespace headroom
