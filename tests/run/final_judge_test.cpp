// What a finished run tells of its networks: judged here once more, with a forward pass and counts written
// out in plain loops over the dataset's own numbers.
#include "core/run/final_judge.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "core/device/cpu/cpu_device.h"
#include "tests/run/driver.h"

namespace headroom {
namespace {

using test::model;

// Two columns; one row in twenty is of class 1, and there x0 is large as often as not.
std::shared_ptr<const Dataset> rare_class(std::int64_t rows, Task task = Task::kClassification) {
  auto data = std::make_shared<Dataset>(*test::small_dataset(rows, task));
  for (std::int64_t i = 0; i < rows; ++i) {
    const auto at = static_cast<std::size_t>(i);
    const bool rare = i % 20 == 3;
    data->values[2 * at] = static_cast<float>(rare && i % 40 == 3 ? 40 + i % 7 : i % 11);
    data->values[2 * at + 1] = static_cast<float>((i * 7) % 13);
    data->targets[at] = task == Task::kClassification ? (rare ? 1.0F : 0.0F)
                                                      : 3 * data->values[2 * at] + static_cast<float>(i % 2);
  }
  return data;
}

RunConfig with_test_part(Task task) {
  RunConfig config = test::small_config(400, 6);
  config.dataset = rare_class(400, task);
  config.split.test_fraction = 0.25;
  return config;
}

// Row by row: min-max over the training rows, one hidden layer of ReLU, one output.
class ByHand {
 public:
  explicit ByHand(const Run& run) : run_(run), weights_(run.lanes().front().trainer->state().engine.weights) {
    for (std::size_t c = 0; c < 2; ++c) {
      for (std::int64_t i = 0; i < run.data().split.train_rows; ++i) {
        const double x = row(run.data().split.order[static_cast<std::size_t>(i)])[c];
        least_[c] = i == 0 ? x : std::min(least_[c], x);
        most_[c] = i == 0 ? x : std::max(most_[c], x);
      }
    }
  }
  double output(std::uint32_t at) const {
    const LayerWeights &first = weights_.layers[0], &last = weights_.layers[1];
    double z = last.bias[0];
    for (std::size_t h = 0; h < first.bias.size(); ++h) {
      double sum = first.bias[h];
      for (std::size_t c = 0; c < 2; ++c)
        sum += first.weight[2 * h + c] * (row(at)[c] - least_[c]) / (most_[c] - least_[c]);
      z += last.weight[h] * std::max(0.0, sum);
    }
    return z;
  }

 private:
  std::span<const float> row(std::uint32_t at) const { return {run_.data().dataset->row(at), 2}; }
  const Run& run_;
  Weights weights_;
  double least_[2] = {}, most_[2] = {};
};

std::unique_ptr<Run> trained(const RunConfig& config) {
  RunSetup setup;
  setup.config = config;
  setup.device = std::make_shared<cpu::CpuDevice>(1);
  Progress progress;
  auto run = std::make_unique<Run>(std::move(setup), progress);
  for (run->set_goal(Goal::kAll); !run->goal_reached();) run->advance();
  return run;
}

ModelSnapshot judged(const Run& run) {
  FinalJudge judge;
  while (judge.advance(run).worked) {
  }
  CurvesSnapshot curves = curves_of(run, false);
  judge.tell(curves);
  return curves.models.front();
}

TEST(FinalJudge, CountsTheTestPartAndTheRareClass) {
  const auto run = trained(with_test_part(Task::kClassification));
  ASSERT_EQ(run->data().split.test.size(), 100U);
  const ModelSnapshot told = judged(*run);
  ASSERT_TRUE(told.tested && told.validated);
  const ByHand by_hand(*run);
  const auto shares = [&](std::span<const std::uint32_t> rows) {
    double right[2] = {}, all[2] = {};
    for (const std::uint32_t row : rows) {
      const auto truth = static_cast<std::size_t>(run->data().dataset->targets[row]);
      const std::size_t said = by_hand.output(row) > 0 ? 1 : 0;
      ++all[truth];
      if (said == truth) ++right[truth];
    }
    return std::pair((right[0] + right[1]) / (all[0] + all[1]), (right[0] / all[0] + right[1] / all[1]) / 2);
  };
  const auto [accuracy, balanced] = shares(run->data().split.test);
  EXPECT_NEAR(told.tested->classes->accuracy, accuracy, 1e-12);
  EXPECT_NEAR(told.tested->classes->balanced_accuracy, balanced, 1e-12);
  EXPECT_EQ(told.tested->rows, 100);
  const auto order = std::span(run->data().split.order);
  const auto [validation, balanced_validation] =
      shares(order.subspan(static_cast<std::size_t>(run->data().split.train_rows)));
  EXPECT_NEAR(told.validated->classes->accuracy, validation, 1e-12);
  EXPECT_NEAR(told.validated->classes->balanced_accuracy, balanced_validation, 1e-12);
  EXPECT_LT(balanced_validation, validation);  // what the plain figure hides
}

TEST(FinalJudge, ARegressionIsToldInTheFilesUnit) {
  const auto run = trained(with_test_part(Task::kRegression));
  const ModelSnapshot told = judged(*run);
  ASSERT_TRUE(told.tested);
  EXPECT_FALSE(told.validated);  // the curves tell it
  const ByHand by_hand(*run);
  const std::vector<float>& targets = run->data().dataset->targets;
  double mean = 0, deviation = 0, squares = 0, sum = 0, error = 0;
  const auto train =
      std::span(run->data().split.order).first(static_cast<std::size_t>(run->data().split.train_rows));
  for (const std::uint32_t row : train) mean += targets[row];
  mean /= static_cast<double>(train.size());
  for (const std::uint32_t row : train) deviation += (targets[row] - mean) * (targets[row] - mean);
  deviation = std::sqrt(deviation / static_cast<double>(train.size()));
  const std::vector<std::uint32_t>& test = run->data().split.test;
  for (const std::uint32_t row : test) sum += targets[row];
  for (const std::uint32_t row : test) {
    const double off = mean + deviation * by_hand.output(row) - targets[row];
    const double about = targets[row] - sum / static_cast<double>(test.size());
    error += off * off;
    squares += about * about;
  }
  EXPECT_NEAR(told.tested->values->r2, 1 - error / squares, 1e-5);
  EXPECT_NEAR(told.tested->values->rmse, std::sqrt(error / static_cast<double>(test.size())), 1e-3);
}

TEST(FinalJudge, ThereIsNothingToDoWhereTheCurvesTellIt) {
  FinalJudge judge;
  EXPECT_FALSE(judge.advance(*trained(test::small_config())).worked);
}

TEST(FinalJudge, AFinishedRunIsToldUntilItGoesOn) {
  RunThread run({.list =
                     [] {
                       return std::vector<DeviceInfo>{
                           {.id = "cpu", .kind = "cpu", .name = "CPU", .compute_capability = {}}};
                     },
                 .open = [](const std::string&) { return std::make_unique<cpu::CpuDevice>(1); }},
                {});
  const auto wait = [&](const std::function<bool(const Snapshot&)>& wanted) {
    test::SnapshotPtr now = run.snapshot();
    for (int i = 0; i < 60000 && !wanted(*now); ++i, now = run.snapshot())
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    EXPECT_TRUE(wanted(*now)) << now->message;
    return now;
  };
  const auto told = [](const Snapshot& s) {
    return s.state == RunState::kFinished && model(s, "small").tested != nullptr;
  };
  run.post(command::Load{with_test_part(Task::kClassification), true});
  const test::SnapshotPtr first = wait(told);
  EXPECT_EQ(first->facts->test_rows, 100);
  EXPECT_EQ(first->facts->train_rows + first->facts->validation_rows, 300);
  run.post(command::Reset{});
  const test::SnapshotPtr again = wait([](const Snapshot& s) { return s.state == RunState::kReady; });
  EXPECT_EQ(model(*again, "small").tested, nullptr);
  run.post(command::Play{});
  const test::SnapshotPtr second = wait(told);
  EXPECT_EQ(model(*second, "small").tested->loss, model(*first, "small").tested->loss);
}

TEST(NotBeaten, NamesTheSimplestThatIsAsGood) {
  Baseline baseline;
  baseline.majority = 0.627;
  baseline.classes = ClassMetrics{.accuracy = 0.961, .classes = {}};
  EXPECT_EQ(not_beaten(baseline, 0.97), "");
  EXPECT_EQ(not_beaten(baseline, 0.961), "the linear model (96.1 %)");
  EXPECT_EQ(not_beaten(baseline, 0.7), "the linear model (96.1 %)");
  EXPECT_EQ(not_beaten(baseline, 0.627), "always answering the most frequent class (62.7 %)");
  Baseline values;
  values.values = ValueMetrics{.r2 = 0.8931};
  EXPECT_EQ(not_beaten(values, 0.9), "");
  EXPECT_EQ(not_beaten(values, 0.5), "the linear model (R2 0.8931)");
  EXPECT_EQ(not_beaten(values, -0.1), "always answering the mean (R2 0)");
  EXPECT_EQ(not_beaten(values, std::nan("")), "");
}

}  // namespace
}  // namespace headroom
