// The looked row on its way through the networks: against the engine, against what training then does, and
// against the rows of the data.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "core/io/run_record.h"
#include "core/predict/predictor.h"
#include "core/run/inspections.h"
#include "tests/run/inspected_run.h"
#include "tests/support/small_data.h"

namespace headroom {
namespace {

RunConfig config_of(Task task, OptimizerKind optimizer = OptimizerKind::kAdam) {
  RunConfig config = test::small_config();
  config.dataset = test::small_dataset(100, task);
  config.degree = 2;
  config.train.optimizer.kind = optimizer;
  config.train.optimizer.learning_rate = 0.01;
  config.selected = {"small", "large"};
  return config;
}

struct Looked : test::InspectedRun {
  using InspectedRun::InspectedRun;
  const PredictionFigures& predict(const Look& at) {
    return *inspect(Inspect::kPrediction, at)->prediction();
  }
  std::optional<std::int64_t> find(RowSearch::For what, std::int64_t from, std::uint64_t number) {
    return inspect(Inspect::kFoundRow, {.row = from, .search = RowSearch{what, number}})->found_row()->row;
  }
  const Lane& lane(std::size_t i) const { return run.lanes()[i]; }
};

class PredictionOfEveryTask : public testing::TestWithParam<Task> {};

// The same as `predict` makes of the record of this run.
TEST_P(PredictionOfEveryTask, IsWhatThePredictorSays) {
  Looked looked(config_of(GetParam()));
  looked.steps(5);
  RunRecord record = make_record(looked.run.config(), looked.run.data(), looked.run.device()->info());
  for (const std::size_t i : {0, 1})
    record.models.push_back({looked.lane(i).choice.id, looked.lane(i).spec, looked.lane(i).trainer->state()});
  for (const std::int64_t row : {0, 17, 99}) {
    const PredictionFigures& seen = looked.predict({.row = row});
    EXPECT_EQ(seen.row, row);
    EXPECT_EQ(seen.rows, 100);
    ASSERT_EQ(seen.models.size(), 2U);
    for (const std::size_t i : {0, 1}) {
      const Predictor predictor(record, record.models[i]);
      const float* const raw = looked.run.data().dataset->row(row);
      const PredictionTrace want = predictor.trace({raw, 2});
      EXPECT_EQ(seen.raw, want.raw);
      EXPECT_EQ(seen.features, want.features);
      const PredictionFigures::Model& model = seen.models[i];
      for (std::size_t l = 0; l < want.layers.size(); ++l) {
        EXPECT_EQ(model.layers[l].pre_activation, want.layers[l].pre_activation);
        EXPECT_EQ(model.layers[l].activation, want.layers[l].activation);
      }
      EXPECT_EQ(model.output, want.prediction.output);
      EXPECT_EQ(model.said, want.prediction.class_index);
      ASSERT_TRUE(model.agreement);
      EXPECT_GT(model.agreement->largest, 0);
      EXPECT_LT(model.agreement->largest, 1e-5);
    }
    EXPECT_EQ(seen.target, GetParam() == Task::kRegression ? row : row % 2);
  }
}

INSTANTIATE_TEST_SUITE_P(Tasks, PredictionOfEveryTask,
                         testing::Values(Task::kClassification, Task::kRegression));

TEST(PredictionInspection, KnowsThePartOfARowAndTheRangesOfTrainingRows) {
  Looked looked(config_of(Task::kClassification));
  const Split& split = looked.run.data().split;
  const PredictionFigures trained = looked.predict({.row = split.order.front()});
  EXPECT_EQ(trained.part, RowPart::kTraining);
  EXPECT_EQ(looked.predict({.row = split.order.back()}).part, RowPart::kValidation);
  double low = 1e9, high = -1e9;
  for (std::int64_t i = 0; i < split.train_rows; ++i) {
    const double x = split.order[static_cast<std::size_t>(i)];  // column a holds the row's number
    low = std::min(low, x);
    high = std::max(high, x);
  }
  const ColumnRange& range = trained.columns->at(0);
  EXPECT_EQ(range.low, low);
  EXPECT_EQ(range.high, high);
  std::int64_t counted = 0;
  for (const std::int64_t count : range.counts) counted += count;
  EXPECT_EQ(counted, split.train_rows);
}

TEST(PredictionInspection, MovedValuesAreFollowed) {
  Looked looked(config_of(Task::kClassification));
  looked.steps(3);
  const PredictionFigures still = looked.predict({.row = 4});
  EXPECT_FALSE(still.moved);
  const PredictionFigures moved = looked.predict({.row = 4, .moved = {50, 1}});
  EXPECT_TRUE(moved.moved);
  EXPECT_EQ(moved.original, still.raw);
  EXPECT_EQ(moved.raw, (std::vector<double>{50, 1}));
  EXPECT_EQ(moved.features, looked.predict({.row = 49, .moved = {50, 1}}).features);
  EXPECT_NE(moved.models[0].output, still.models[0].output);
  const PredictionFigures missing = looked.predict({.row = 4, .moved = {std::nanf(""), 1}});
  EXPECT_TRUE(std::isnan(missing.raw[0]));
  EXPECT_EQ(missing.filled[0], looked.run.data().column_means[0]);
  const auto refused =
      looked.result(Inspect::kPrediction, {.row = 4, .moved = {std::numeric_limits<float>::infinity(), 1}});
  ASSERT_TRUE(refused->error);
  EXPECT_NE(refused->error->message().find("'a'"), std::string::npos);
  // Finite itself, but not its square.
  const auto far = looked.result(Inspect::kPrediction, {.row = 4, .moved = {3e38F, 1}});
  ASSERT_TRUE(far->error);
  EXPECT_NE(far->error->message().find("'a' was moved so far away"), std::string::npos);
}

// The nearest that there is.
TEST(PredictionInspection, WhatDoesNotExistIsTakenAsTheNearest) {
  Looked looked(config_of(Task::kClassification));
  const PredictionFigures& seen = looked.predict({.model = "none", .row = 1000, .unit = UnitAt{9, 99}});
  EXPECT_EQ(seen.row, 99);
  EXPECT_EQ(seen.looked, 0U);
  ASSERT_TRUE(seen.models[0].unit);
  EXPECT_EQ(seen.models[0].unit->layer, 1);
  EXPECT_EQ(seen.models[0].unit->unit, 0);
}

// With batches of one row, the step that is foretold for the row that comes next is the one that is taken.
class EveryOptimizer : public testing::TestWithParam<OptimizerKind> {};

TEST_P(EveryOptimizer, TheStepIsTheOneThatTrainingTakes) {
  RunConfig config = config_of(Task::kClassification, GetParam());
  config.train.batch = 1;
  config.train.shuffle = Shuffle::kNone;
  config.train.optimizer.l2 = 0.01;
  config.activation = Activation::kTanh;  // no unit is off
  Looked looked(config);
  looked.steps(6);  // in turn: three of each network
  const std::int64_t row =
      looked.run.data().split.order[static_cast<std::size_t>(looked.lane(1).trainer->steps())];
  const PredictionFigures seen = looked.predict({.model = "large", .row = row, .unit = UnitAt{1, 3}});
  EXPECT_EQ(seen.looked, 1U);
  const UnitTrace unit = seen.models[1].unit.value();
  Engine& engine = looked.run.lanes()[1].trainer->engine();
  const std::vector<float> before = engine.read("layers.1.weight", 24, 8);
  const std::vector<float> bias = engine.read("layers.1.bias", 3, 1);
  const std::int64_t steps = looked.lane(1).trainer->steps();
  while (looked.lane(1).trainer->steps() == steps) looked.steps(1);
  const std::vector<float> after = engine.read("layers.1.weight", 24, 8);
  ASSERT_EQ(unit.steepest.size(), 8U);
  for (const UnitTrace::Steepest& steep : unit.steepest) {
    const auto i = static_cast<std::size_t>(steep.source);
    EXPECT_EQ(static_cast<float>(steep.weight), before[i]);
    const double taken = static_cast<double>(after[i]) - static_cast<double>(before[i]);
    EXPECT_NE(taken, 0);
    EXPECT_NEAR(steep.change, taken, 2e-6);
  }
  EXPECT_NEAR(unit.bias_step.change,
              static_cast<double>(engine.read("layers.1.bias", 3, 1)[0]) - static_cast<double>(bias[0]),
              2e-6);
}

INSTANTIATE_TEST_SUITE_P(Kinds, EveryOptimizer,
                         testing::Values(OptimizerKind::kSgd, OptimizerKind::kMomentum, OptimizerKind::kAdam,
                                         OptimizerKind::kAdamW, OptimizerKind::kRmsprop));

TEST(RowFinder, NextWrongGoesThroughAllThatAreWrongOnce) {
  Looked looked(config_of(Task::kClassification));
  looked.steps(4);
  const Split& split = looked.run.data().split;
  std::vector<std::int64_t> wrong;
  for (std::int64_t i = split.train_rows; i < split.train_rows + split.validation_rows; ++i) {
    const std::int64_t row = split.order[static_cast<std::size_t>(i)];
    if (looked.predict({.row = row}).models[0].said != row % 2) wrong.push_back(row);
  }
  ASSERT_GT(wrong.size(), 1U);
  std::int64_t at = split.order.front();  // it trains: the search begins with the first that validates
  for (std::uint64_t n = 0; n < wrong.size() + 1; ++n) {
    const auto found = looked.find(RowSearch::For::kWrong, at, n + 1);
    ASSERT_TRUE(found);
    EXPECT_EQ(*found, wrong[n % wrong.size()]);
    at = *found;
  }
}

TEST(RowFinder, MostUncertainIsNearestToAHalfThenTheNext) {
  Looked looked(config_of(Task::kClassification));
  looked.steps(4);
  const Split& split = looked.run.data().split;
  std::vector<std::pair<double, std::int64_t>> all;
  for (std::int64_t i = split.train_rows; i < split.train_rows + split.validation_rows; ++i) {
    const std::int64_t row = split.order[static_cast<std::size_t>(i)];
    all.emplace_back(std::abs(looked.predict({.row = row}).models[0].output[0] - 0.5), row);
  }
  std::sort(all.begin(), all.end());
  EXPECT_EQ(looked.find(RowSearch::For::kUncertain, split.order.front(), 1), all[0].second);
  EXPECT_EQ(looked.find(RowSearch::For::kUncertain, all[0].second, 2), all[1].second);
}

TEST(RowFinder, OfARegressionTheRowThatIsFurthestOff) {
  Looked looked(config_of(Task::kRegression));
  const Split& split = looked.run.data().split;
  std::pair<double, std::int64_t> worst{-1, -1};
  for (std::int64_t i = split.train_rows; i < split.train_rows + split.validation_rows; ++i) {
    const std::int64_t row = split.order[static_cast<std::size_t>(i)];
    const double off = std::abs(looked.predict({.row = row}).models[0].output[0] - static_cast<double>(row));
    worst = std::max(worst, {off, row});
  }
  EXPECT_EQ(looked.find(RowSearch::For::kWrong, split.order.front(), 1), worst.second);
}

TEST(RowFinder, RandomRepeatsWithTheSeed) {
  Looked looked(config_of(Task::kClassification)), again(config_of(Task::kClassification));
  std::vector<std::int64_t> rows;
  for (std::uint64_t n = 1; n < 20; ++n) {
    rows.push_back(looked.find(RowSearch::For::kRandom, 0, n).value());
    EXPECT_EQ(again.find(RowSearch::For::kRandom, 0, n), rows.back());
    EXPECT_GE(rows.back(), 0);
    EXPECT_LT(rows.back(), 100);
  }
  std::sort(rows.begin(), rows.end());
  EXPECT_GT(std::unique(rows.begin(), rows.end()) - rows.begin(), 10);
}

}  // namespace
}  // namespace headroom
