#include "app/state/learn_cover.h"

#include <algorithm>
#include <span>

namespace headroom::app {
namespace {

struct CoverRow {
  std::string_view prediction;
  Covered covered;
};

// What of the window says, or nearly says, what is asked for.
constexpr CoverRow kCovers[] = {
    {"epoch-time-ratio", Covered::kEpochTime}, {"batch-epoch-time", Covered::kEpochTime},
    {"cpu-gpu-crossing", Covered::kEpochTime}, {"copy-share", Covered::kEpochTime},
    {"float64-cost", Covered::kEpochTime},     {"memory-ratio", Covered::kMemory},
};

constexpr std::string_view kTimes[] = {"small_epoch_time", "large_epoch_time", "epoch_time_ratio",
                                       "steps_per_second", "epoch_time",       "copy_time",
                                       "train_time"};
constexpr std::string_view kMemories[] = {"small_memory", "large_memory", "memory_ratio", "model_memory"};

bool asks_to_guess(const LearnState& learn, Covered what) {
  const Prediction* const asked[] = {learn.shown_prediction(false), learn.shown_prediction(true)};
  for (const Prediction* const prediction : asked) {
    if (!prediction) continue;
    const LearnGuess* const guess = learn.guess(prediction->id);
    if (guess && guess->given) continue;
    const auto asks = [&](const CoverRow& row) {
      return row.prediction == prediction->id && row.covered == what;
    };
    if (std::any_of(std::begin(kCovers), std::end(kCovers), asks)) return true;
  }
  return false;
}

bool one_of(std::span<const std::string_view> names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

bool covers(const UiState& state, Covered what) {
  // On its page the Learn tab is shown; an open lesson covers wherever one looks.
  return asks_to_guess(state.learn, what);
}

bool covers_figure(const LearnState& learn, std::string_view figure) {
  return (one_of(kTimes, figure) && asks_to_guess(learn, Covered::kEpochTime)) ||
         (one_of(kMemories, figure) && asks_to_guess(learn, Covered::kMemory));
}

}  // namespace headroom::app
