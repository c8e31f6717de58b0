#include "core/measure/device_choice.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/base/error.h"
#include "core/measure/workload.h"

namespace headroom {
namespace {

// Rows of a trial: as many as stay out of the second-level cache, few enough to make in a moment.
constexpr std::int64_t kTrialRows = 16'384;
constexpr double kMultiplyAddsWorthATrial = 2e10;
// Another candidate is taken when its step takes less than this share of the best one's before it.
constexpr double kClearlyFaster = 0.9;

const ModelSpec& largest(const std::vector<ModelSpec>& models) {
  return *std::max_element(models.begin(), models.end(), [](const ModelSpec& a, const ModelSpec& b) {
    return parameter_count(a) < parameter_count(b);
  });
}

DataShape trial_shape(const DataShape& shape, std::int64_t batch) {
  DataShape small = shape;
  small.train_rows = std::min(shape.train_rows, std::max(kTrialRows, batch));
  small.rows = small.train_rows;
  return small;
}

void try_candidate(const Candidate& candidate, NetworkJob question, const ChoiceOptions& options,
                   Trial& trial) {
  const std::unique_ptr<Device> device = candidate.open();
  trial.device = device->info();
  question.layout = device->layout();
  require_fits(plan_network(question, device->memory()), trial.device.id);
  const ModelSpec& model = largest(question.models);
  const DataShape shape = trial_shape(question.data, question.settings.batch);
  const std::unique_ptr<DeviceData> data = seeded_data(*device, shape, model);
  const std::unique_ptr<Engine> engine = device->create_engine(model, question.settings, *data);
  start_seeded(*engine, question.settings.seed);
  trial.rows = rows_per_step(shape, question.settings.batch);
  trial.times = time_steps(
      *engine, trial.rows,
      {.seconds = options.seconds, .sample_seconds = options.seconds / 10, .clock = options.clock});
}

}  // namespace

DeviceChoice choose_device(const std::vector<Candidate>& candidates, const NetworkJob& question,
                           const ChoiceOptions& options) {
  if (candidates.empty()) throw Error(ErrorCode::kUsage, "there is no device to choose from");
  DeviceChoice choice;
  std::optional<Error> first_error;
  std::optional<std::size_t> best;
  for (const Candidate& candidate : candidates) {
    Trial& trial = choice.trials.emplace_back();
    trial.title = candidate.title;
    try {
      try_candidate(candidate, question, options, trial);
    } catch (const Error& error) {
      trial.reason = error.message();
      if (!first_error) first_error = error;
      continue;
    }
    const double limit = best ? kClearlyFaster * choice.trials[*best].times->median() : 0;
    if (!best || trial.times->median() < limit) best = choice.trials.size() - 1;
  }
  if (!best) throw Error(*first_error);
  choice.best = *best;
  return choice;
}

bool worth_a_trial(const NetworkJob& question) {
  double sum = 0;
  for (const ModelSpec& model : question.models) {
    sum += multiply_adds(model, static_cast<double>(question.data.train_rows));
  }
  return sum * static_cast<double>(question.settings.epochs) >= kMultiplyAddsWorthATrial;
}

std::vector<int> thread_counts(int most) {
  std::vector<int> counts;
  for (int count = 1; count < most; count *= 2) counts.push_back(count);
  counts.push_back(std::max(most, 1));
  return counts;
}

std::string trial_text(const Trial& trial) {
  if (!trial.times) return trial.title + " takes no part (" + trial.reason + ")";
  const auto tenths = static_cast<std::int64_t>(std::llround(trial.times->median() * 1e7));
  return trial.title + " " + format_count(tenths / 10) + "." + std::to_string(tenths % 10) + " us a step";
}

std::string choice_text(const DeviceChoice& choice) {
  std::string text;
  for (const Trial& trial : choice.trials) text += (text.empty() ? "" : "; ") + trial_text(trial);
  return text;
}

}  // namespace headroom
