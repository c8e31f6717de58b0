#include "core/train/history.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace headroom {
namespace {

// The positions of the lowest and the highest loss of a group, in order; NaN is the highest of all.
template <typename Loss>
std::pair<std::size_t, std::size_t> extremes(std::size_t first, std::size_t count, const Loss& loss) {
  const auto below = [&](std::size_t a, std::size_t b) {
    const auto x = loss(a), y = loss(b);
    return std::isnan(y) ? !std::isnan(x) : x < y;
  };
  std::size_t low = first, high = first;
  for (std::size_t i = first; i < first + count; ++i) {
    if (below(i, low)) low = i;
    if (!below(i, high)) high = i;
  }
  if (low == high) low = high == first ? first + 1 : first;  // all alike
  return {std::min(low, high), std::max(low, high)};
}

}  // namespace

void History::append(const Step& step) {
  step_loss.push(step.loss);
  if (step.accuracy) step_accuracy.push(*step.accuracy);
  step_seconds.push(step.seconds);
}

History::Step History::entry(std::size_t i) const {
  return {step_loss[i], i < step_accuracy.size() ? std::optional(step_accuracy[i]) : std::nullopt,
          i < step_seconds.size() ? step_seconds[i] : 0};
}

void History::thin_steps() {
  History thinned;
  for (std::size_t i = 0; i + 4 <= step_loss.size(); i += 4) {
    const auto [a, b] = extremes(i, 4, [&](std::size_t at) { return step_loss[at]; });
    thinned.append(entry(a));
    thinned.append(entry(b));
  }
  step_loss = std::move(thinned.step_loss);
  step_accuracy = std::move(thinned.step_accuracy);
  step_seconds = std::move(thinned.step_seconds);
  steps_per_entry *= 2;
}

void History::push_step(float loss, std::optional<float> accuracy, float seconds) {
  if (step_loss.size() >= kMostSteps) thin_steps();
  if (steps_per_entry == 1) {
    append({loss, accuracy, seconds});
  } else {
    waiting_.push_back({loss, accuracy, seconds});
    if (waiting_.size() < static_cast<std::size_t>(2 * steps_per_entry)) return;
    const auto [a, b] = extremes(0, waiting_.size(), [&](std::size_t at) { return waiting_[at].loss; });
    append(waiting_[a]);
    append(waiting_[b]);
    waiting_.clear();
  }
}

void History::push_epoch(const EpochMetric& metric) {
  if (epochs.size() >= kMostEpochs) thin_epochs();
  epochs.push(metric);
  if (!best_ || metric.validation_loss < best_->validation_loss) best_ = metric;
}

void History::thin_epochs() {
  EpochList thinned;
  // The newest group stays whole: the last epoch is always there.
  const std::size_t old = epochs.size() - 4;
  for (std::size_t i = 0; i + 4 <= old; i += 4) {
    const auto [a, b] = extremes(i, 4, [&](std::size_t at) { return epochs[at].validation_loss; });
    thinned.push(epochs[a]);
    thinned.push(epochs[b]);
  }
  for (std::size_t i = old; i < epochs.size(); ++i) thinned.push(epochs[i]);
  epochs = std::move(thinned);
}

const EpochMetric* History::find_epoch(std::int64_t number) const {
  std::size_t low = 0, high = epochs.size();
  while (low < high) {
    const std::size_t middle = low + (high - low) / 2;
    (epochs[middle].epoch < number ? low : high) = epochs[middle].epoch < number ? middle + 1 : middle;
  }
  return low < epochs.size() && epochs[low].epoch == number ? &epochs[low] : nullptr;
}

History History::before(std::int64_t steps, std::int64_t epoch) const {
  History result;
  result.steps_per_entry = steps_per_entry;
  const std::int64_t entries = (steps + steps_per_entry - 1) / steps_per_entry;
  const auto left_out = std::min(step_loss.size(), static_cast<std::size_t>(entries));
  for (std::size_t i = 0; i < step_loss.size() - left_out; ++i) {
    const Step step = entry(i);
    result.step_loss.push(step.loss);
    if (step.accuracy) result.step_accuracy.push(*step.accuracy);
    if (i < step_seconds.size()) result.step_seconds.push(step.seconds);
  }
  for (const EpochMetric& metric : epochs) {
    if (metric.epoch <= epoch) result.push_epoch(metric);
  }
  return result;
}

std::vector<EpochMetric> recent_epochs(const History& history) {
  constexpr std::size_t kRecent = 1024;
  const std::size_t size = history.epochs.size();
  std::vector<EpochMetric> recent;
  for (std::size_t i = size - std::min(size, kRecent); i < size; ++i) recent.push_back(history.epochs[i]);
  return recent;
}

}  // namespace headroom
