// The counts behind an evaluation, against the history's figures and the engine's own predictions.
#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "core/device/cpu/cpu_device.h"
#include "core/run/inspections.h"
#include "tests/support/small_data.h"

namespace headroom {
namespace {

enum class Kind { kTwoClasses, kThreeClasses, kRegression };

RunConfig config_of(Kind kind) {
  RunConfig config = test::small_config();
  if (kind == Kind::kRegression) {
    config.dataset = test::small_dataset(100, Task::kRegression);
    config.train.optimizer.learning_rate = 1e-4;
  } else if (kind == Kind::kThreeClasses) {
    auto data = std::make_shared<Dataset>(*test::small_dataset(100));
    data->class_names = {"high", "low", "mid"};
    for (std::size_t i = 0; i < data->targets.size(); ++i) data->targets[i] = static_cast<float>(i / 34);
    config.dataset = data;
  }
  return config;
}

struct Trained {
  Progress progress;
  headroom::Run run;
  Inspections inspections;
  explicit Trained(const RunConfig& config) : run(setup(config), progress) {
    inspections.watch(interest(Inspect::kErrors));
  }
  static RunSetup setup(const RunConfig& config) {
    RunSetup setup;
    setup.config = config;
    setup.device = std::make_shared<cpu::CpuDevice>(1);
    return setup;
  }
  void train(Goal goal) {
    run.set_goal(goal);
    while (!run.goal_reached()) run.advance();
  }
  const ErrorFigures::Model& look() {
    while (inspections.advance(run, false).worked) {
    }
    const auto seen = inspections.results()[index_of(Inspect::kErrors)];
    if (!seen || !seen->errors())
      throw std::runtime_error(seen && seen->error ? seen->error->what() : "nothing");
    return seen->errors()->models.at(0);
  }
  Engine& engine() { return run.lanes()[0].trainer->engine(); }
  const EpochMetric& last_epoch() const { return run.lanes()[0].trainer->history().epochs.back(); }
};

class EveryKind : public testing::TestWithParam<Kind> {};

TEST_P(EveryKind, EqualsTheHistoryAndThePredictions) {
  Trained trained(config_of(GetParam()));
  trained.train(Goal::kEpoch);
  trained.train(Goal::kEpoch);
  const ErrorFigures::Model& seen = trained.look();
  const EpochMetric& told = trained.last_epoch();
  EXPECT_EQ(seen.epoch, 2);
  EXPECT_EQ(seen.steps, 16);
  ASSERT_EQ(seen.rows, 20);
  EXPECT_NEAR(seen.loss(), told.validation_loss, 1e-5 * std::max(1.0, told.validation_loss));
  if (GetParam() == Kind::kRegression) {
    EXPECT_NEAR(seen.r2(), told.r2, 1e-5);
    EXPECT_TRUE(seen.counts.empty());
    EXPECT_EQ(seen.correct, 0);
    return;
  }
  EXPECT_EQ(seen.accuracy(), told.validation_accuracy);
  // Every row again, from the engine's own predictions.
  const std::int64_t classes = GetParam() == Kind::kThreeClasses ? 3 : 2;
  std::vector<std::int64_t> counts(static_cast<std::size_t>(classes * classes));
  const std::vector<float> outputs = trained.engine().predict(80, 20);
  const std::vector<float> targets = trained.run.data().data->read_targets(80, 20);
  for (std::size_t r = 0; r < 20; ++r) {
    std::int64_t said = outputs[r] > 0.5F ? 1 : 0;
    if (classes == 3) {
      const auto row = outputs.begin() + static_cast<std::ptrdiff_t>(3 * r);
      said = std::max_element(row, row + 3) - row;
    }
    ++counts[static_cast<std::size_t>(static_cast<std::int64_t>(targets[r]) * classes + said)];
  }
  EXPECT_EQ(seen.counts, counts);
  EXPECT_EQ(std::accumulate(counts.begin(), counts.end(), std::int64_t{0}), 20);
}

INSTANTIATE_TEST_SUITE_P(Kinds, EveryKind,
                         testing::Values(Kind::kTwoClasses, Kind::kThreeClasses, Kind::kRegression));

TEST(ErrorsInspection, StaysWithTheLastEpochWhileTheNextOneTrains) {
  Trained trained(config_of(Kind::kTwoClasses));
  trained.train(Goal::kEpoch);
  const ErrorFigures::Model first = trained.look();
  trained.train(Goal::kStep);
  EXPECT_FALSE(trained.inspections.advance(trained.run, false).worked);  // nothing is new
  trained.inspections.restart();
  const ErrorFigures::Model again = trained.look();
  EXPECT_EQ(again.steps, 8);
  EXPECT_EQ(again.loss_sum, first.loss_sum);
  trained.train(Goal::kEpoch);
  EXPECT_EQ(trained.look().epoch, 2);
  EXPECT_EQ(trained.inspections.results()[index_of(Inspect::kErrors)]->steps,
            (std::vector<std::int64_t>{16, 0}));
}

TEST(ErrorsInspection, BeforeTheFirstStepItJudgesTheInitialWeights) {
  Trained trained(config_of(Kind::kTwoClasses));
  const ErrorFigures::Model& seen = trained.look();
  EXPECT_EQ(seen.epoch, 0);
  EXPECT_EQ(seen.steps, 0);
  const Evaluation want = trained.engine().evaluate(80, 20);
  EXPECT_NEAR(seen.loss(), want.loss, 1e-6);
  EXPECT_EQ(seen.correct, want.correct);
}

// The rows that all stages show come first, as far as they are held back.
TEST(ErrorsInspection, ShowsTheRowsThatEveryStageShows) {
  Trained trained(config_of(Kind::kTwoClasses));
  const ErrorFigures::Model& seen = trained.look();
  ASSERT_EQ(seen.shown.size(), kShownRows);
  std::size_t held_back = 0;
  for (const FollowedRow& row : trained.run.load_report().detail->rows) {
    if (row.trains) continue;
    EXPECT_EQ(seen.shown[held_back++].row, row.row);
  }
  const Dataset& dataset = *trained.run.data().dataset;
  for (const JudgedRow& row : seen.shown) {
    EXPECT_EQ(row.target, dataset.targets[static_cast<std::size_t>(row.row)]);
    EXPECT_NEAR(row.loss, -std::log(row.target > 0.5 ? row.output : 1 - row.output), 1e-12);
  }
}

TEST(ErrorsInspection, ManyClassesAreNotCountedByPairs) {
  RunConfig config = config_of(Kind::kTwoClasses);
  auto data = std::make_shared<Dataset>(*config.dataset);
  data->class_names.clear();
  for (int c = 0; c < 40; ++c) data->class_names.push_back(std::to_string(c));
  for (std::size_t i = 0; i < data->targets.size(); ++i) data->targets[i] = static_cast<float>(i % 40);
  config.dataset = data;
  Trained trained(config);
  EXPECT_TRUE(trained.look().counts.empty());
  EXPECT_EQ(trained.look().rows, 20);
}

}  // namespace
}  // namespace headroom
