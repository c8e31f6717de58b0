// The same run with other seeds and folds: as when each is trained by itself.
#include "core/run/repeats.h"

#include <gtest/gtest.h>

#include <limits>
#include <set>

#include "core/base/error.h"
#include "core/device/cpu/cpu_device.h"
#include "core/io/presets.h"

namespace headroom {
namespace {

using TheRun = headroom::Run;  // a test of googletest has a Run() of its own

RunConfig few_rows() {
  RunConfig config = load_preset("scalability");
  config.models = {{"small", "Small", {4}}, {"large", "Large", {8}}};
  config.selected = {"small", "large"};
  config.reference.reset();
  config.generator->rows = 300;
  config.degree = 1;
  config.train.epochs = 2;
  return config;
}

RepeatsRequest request(RepeatPlan plan, RunConfig config = few_rows()) {
  return {std::move(config), plan, {{"cpu", [] { return std::make_unique<cpu::CpuDevice>(1); }}}};
}

std::vector<Repeat> trained(const RepeatsRequest& request) {
  std::vector<Repeat> done;
  Progress progress;
  train_repeats(
      request, [&](const Repeat& each, const TheRun&) { done.push_back(each); }, progress);
  EXPECT_EQ(progress.fraction(), 1);
  return done;
}

TEST(Repeats, SeedsAreTrainedAsOneByItself) {
  const std::vector<Repeat> done = trained(request({RepeatPlan::Kind::kSeeds, 3}));
  ASSERT_EQ(done.size(), 3U);
  std::set<double> losses;
  for (std::size_t i = 0; i < done.size(); ++i) {
    RunSetup setup;
    setup.config = few_rows();
    setup.config.train.seed += i;
    setup.device = std::make_shared<cpu::CpuDevice>(1);
    Progress progress;
    TheRun alone(std::move(setup), progress);
    for (alone.set_goal(Goal::kAll); !alone.goal_reached();) alone.advance();
    ASSERT_EQ(done[i].networks.size(), 2U);
    EXPECT_EQ(done[i].number, alone.config().train.seed);
    for (std::size_t n = 0; n < 2; ++n) {
      const EpochMetric& last = alone.training_lanes()[n]->trainer->history().epochs.back();
      EXPECT_EQ(done[i].networks[n].epochs.back().validation_loss, last.validation_loss);
      EXPECT_NEAR(done[i].networks[n].validation.classes->accuracy, last.validation_accuracy, 1e-12);
    }
    losses.insert(done[i].networks[0].validation.loss);
  }
  EXPECT_EQ(losses.size(), 3U);
}

TEST(Repeats, EveryRowValidatesInOneFold) {
  const std::vector<Repeat> done = trained(request({RepeatPlan::Kind::kFolds, 4}));
  std::int64_t validated = 0;
  for (std::size_t i = 0; i < done.size(); ++i) {
    EXPECT_EQ(done[i].number, i + 1);
    EXPECT_EQ(done[i].train_rows + done[i].validation_rows, 300);
    validated += done[i].validation_rows;
  }
  EXPECT_EQ(validated, 300);
}

TEST(Repeats, OfATestPartBothAreTold) {
  RunConfig config = few_rows();
  config.split.test_fraction = 0.2;
  const std::vector<Repeat> done = trained(request({RepeatPlan::Kind::kSeeds, 2}, config));
  const RepeatFigure& accuracy = repeat_figures().front();
  EXPECT_EQ(repeat_values(done, 1, true, accuracy).size(), 2U);
  EXPECT_EQ(done[0].networks[1].test->rows, 60);
}

TEST(Repeats, OneIsNoneAndTooManyAreRefused) {
  for (const std::int64_t count : {std::int64_t{1}, kMostTrainings + 1, std::int64_t{-3}}) {
    Progress progress;
    EXPECT_THROW(train_repeats(request({RepeatPlan::Kind::kSeeds, count}), nullptr, progress), Error)
        << count;
  }
}

TEST(Repeats, CancelledWhatWasDoneIsTold) {
  int done = 0;
  Progress progress;
  const RepeatsRequest three = request({RepeatPlan::Kind::kSeeds, 3});
  try {
    train_repeats(
        three,
        [&](const Repeat&, const TheRun&) {
          ++done;
          progress.cancel();
        },
        progress);
    FAIL() << "it was not cancelled";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kCancelled);
  }
  EXPECT_EQ(done, 1);
}

TEST(Repeats, ADivergenceNamesItsTraining) {
  RunConfig config = few_rows();
  config.train.seed = 40;
  config.train.optimizer.kind = OptimizerKind::kSgd;
  config.train.optimizer.learning_rate = 1e30;
  Progress progress;
  const RepeatsRequest wild = request({RepeatPlan::Kind::kSeeds, 2}, config);
  try {
    train_repeats(
        wild, [](const Repeat&, const TheRun&) {}, progress);
    FAIL() << "it did not diverge";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kDiverged);
    EXPECT_EQ(error.where(), "seed 40");
  }
}

}  // namespace
}  // namespace headroom
