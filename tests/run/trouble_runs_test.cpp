// Real trainings: those that a person would call good say nothing from the first epoch to the last; those
// with an absurd learning rate, over-fitting, a rare class or noise say what they should. What a run is told
// was looked at by hand over more data and rates than these; this keeps the limits of core/train/trouble.cpp
// from drifting.
#include <gtest/gtest.h>

#include <map>

#include "core/base/rng.h"
#include "core/data/tabular.h"
#include "core/device/cpu/cpu_device.h"
#include "core/io/presets.h"
#include "core/pipeline/default_config.h"
#include "core/run/run.h"
#include "test_places.h"

namespace headroom {
namespace {

// Every trouble that is told at the end of an epoch, and in how many of them.
std::map<TroubleKind, int> told(RunConfig config, std::optional<Trouble>* last = nullptr) {
  Progress progress;
  RunSetup setup;
  setup.config = std::move(config);
  setup.device = std::make_shared<cpu::CpuDevice>(1);
  Run run(std::move(setup), progress);
  std::map<TroubleKind, int> kinds;
  while (!run.finished() && !run.diverged()) {
    run.set_goal(Goal::kEpoch);
    while (!run.goal_reached()) run.advance();
    for (const Lane* lane : run.training_lanes()) {
      const std::optional<Trouble> trouble = run.trouble(*lane);
      if (trouble) ++kinds[trouble->kind];
      if (last) *last = trouble;
    }
  }
  return kinds;
}

RunConfig sample(const std::string& path, double rate = 0) {
  Progress progress;
  RunConfig config = config_for_dataset(
      std::make_shared<const Dataset>(make_dataset(read_csv(path, {}, progress), {}, progress)));
  if (rate > 0) config.train.optimizer.learning_rate = rate;
  return config;
}
std::string asset(const std::string& name) {
  return std::string(HEADROOM_ASSETS_DIR) + "/samples/" + name + ".csv";
}

// Columns of noise; `label` of the row number and its columns.
template <typename Label>
RunConfig made(std::int64_t rows, std::int64_t columns, Task task, const Label& label) {
  auto data = std::make_shared<Dataset>();
  data->source = "made";
  data->rows = rows;
  data->columns = columns;
  data->target_name = "y";
  data->task = task;
  if (task == Task::kClassification) data->class_names = {"usual", "fraud"};
  Rng rng(4);
  for (std::int64_t c = 0; c < columns; ++c) data->column_names.push_back("x" + std::to_string(c));
  for (std::int64_t r = 0; r < rows; ++r) {
    for (std::int64_t c = 0; c < columns; ++c) data->values.push_back(static_cast<float>(rng.uniform()));
    data->targets.push_back(static_cast<float>(label(rng)));
  }
  return config_for_dataset(data);
}

TEST(TroubleOfRealRuns, GoodOnesSayNothing) {
  for (const char* name : {"iris", "breast_cancer", "digits"}) {
    RunConfig config = sample(asset(name));
    config.train.epochs = std::min<std::int64_t>(config.train.epochs, 40);
    EXPECT_TRUE(told(config).empty()) << name;
  }
  EXPECT_TRUE(told(sample(std::string(HEADROOM_TESTS_DIR) + "/golden/wine.csv")).empty());
}

TEST(TroubleOfRealRuns, PresetsSayNothing) {
  for (const RunConfig& preset : load_presets()) {
    for (const ModelChoice& model : preset.models) {
      RunConfig config = preset;
      config.selected = {model.id};
      EXPECT_TRUE(told(config).empty()) << preset.id << " " << model.id;
    }
  }
}

// From where it is told on, it stays told.
TEST(TroubleOfRealRuns, AnAbsurdRateIsToldToTheEnd) {
  for (const char* name : {"iris", "breast_cancer"}) {
    for (const double rate : {1000.0, 10.0, 1e-6}) {
      SCOPED_TRACE(testing::Message() << name << " at " << rate);
      RunConfig config = sample(asset(name), rate);
      config.train.epochs = 20;
      std::optional<Trouble> last;
      const auto kinds = told(config, &last);
      ASSERT_TRUE(last);
      EXPECT_EQ(last->learning_rate, 1e-3) << last->what << " " << last->advice;
      int epochs = 0;
      for (const auto& [kind, count] : kinds) epochs += count;
      EXPECT_GE(epochs, 17);
      EXPECT_EQ(kinds.count(TroubleKind::kExplodes) > 0, rate > 1);
      EXPECT_EQ(kinds.count(TroubleKind::kStuck) > 0, rate < 1);
    }
  }
}

TEST(TroubleOfRealRuns, ANetworkThatLearnsNoiseByHeartOverfits) {
  RunConfig config = made(120, 20, Task::kClassification, [](Rng& rng) { return rng.below(2); });
  config.selected = {"large"};
  config.train.epochs = 60;
  std::optional<Trouble> last;
  EXPECT_GT(told(config, &last)[TroubleKind::kOverfits], 10);
  ASSERT_TRUE(last);
  EXPECT_EQ(last->kind, TroubleKind::kOverfits);
}

TEST(TroubleOfRealRuns, AClassOfAFewRowsIsNeverSaid) {
  RunConfig config =
      made(1000, 3, Task::kClassification, [](Rng& rng) { return rng.uniform() < 0.05 ? 1 : 0; });
  config.train.epochs = 30;
  std::optional<Trouble> last;
  EXPECT_GT(told(config, &last)[TroubleKind::kOneClass], 10);
  ASSERT_TRUE(last);
  EXPECT_NE(last->advice.find("counts"), std::string::npos) << last->advice;
}

TEST(TroubleOfRealRuns, NoiseIsPredictedWorseThanByItsMean) {
  RunConfig config = made(100, 20, Task::kRegression, [](Rng& rng) { return 100 + 15 * rng.normal(); });
  config.selected = {"large"};
  config.train.epochs = 40;
  auto kinds = told(config);
  EXPECT_GT(kinds[TroubleKind::kBelowMean] + kinds[TroubleKind::kOverfits], 20);
  EXPECT_GT(kinds[TroubleKind::kBelowMean], 0);
}

}  // namespace
}  // namespace headroom
