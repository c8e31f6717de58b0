// The counts behind an evaluation, against the history's figures and the engine's own predictions.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/run/inspections.h"
#include "tests/run/inspected_run.h"
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

struct Judged : test::InspectedRun {
  using InspectedRun::InspectedRun;
  const ErrorFigures::Model& look(const Look& at = {}) {
    return inspect(Inspect::kErrors, at)->errors()->models.at(0);
  }
  Engine& engine() { return run.lanes()[0].trainer->engine(); }
  const EpochMetric& last_epoch() const { return run.lanes()[0].trainer->history().epochs.back(); }
};

class EveryKind : public testing::TestWithParam<Kind> {};

TEST_P(EveryKind, EqualsTheHistoryAndThePredictions) {
  Judged trained(config_of(GetParam()));
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
    ASSERT_EQ(seen.values.size(), 20U);
    double squares = 0;
    for (const RowValue& value : seen.values) {
      const double off = static_cast<double>(value.said) - static_cast<double>(value.truth);
      squares += off * off;
    }
    EXPECT_NEAR(squares / 20, told.validation_loss, 1e-4 * std::max(1.0, told.validation_loss));
    const auto miss = [&](std::size_t i) {
      return std::abs(seen.values[seen.worst[i]].said - seen.values[seen.worst[i]].truth);
    };
    for (std::size_t i = 1; i < 20; ++i) EXPECT_LE(miss(i), miss(i - 1));
    EXPECT_EQ(std::accumulate(seen.residuals.counts.begin(), seen.residuals.counts.end(), std::int64_t{0}),
              20);
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
  // The rows behind every cell, by number, the surest first; and the curves' area by comparing all pairs.
  std::size_t listed = 0;
  for (std::int64_t own = 0; own < classes; ++own) {
    for (std::int64_t said = 0; said < classes; ++said) {
      const auto cell = seen.cell(own, said);
      ASSERT_EQ(static_cast<std::int64_t>(cell.size()),
                counts[static_cast<std::size_t>(own * classes + said)]);
      for (std::size_t i = 0; i < cell.size(); ++i) {
        const RowAnswer& answer = seen.answers[cell[i]];
        EXPECT_EQ(trained.run.data().dataset->targets[answer.row], static_cast<float>(own));
        EXPECT_EQ(answer.said[0], said);
        if (i > 0) {
          EXPECT_LE(answer.share[0], seen.answers[cell[i - 1]].share[0]);
        }
      }
      listed += cell.size();
    }
  }
  EXPECT_EQ(listed, 20U);
  ASSERT_EQ(seen.curves.size(), static_cast<std::size_t>(classes));
  for (std::int64_t own = 0; own < classes; ++own) {
    const auto score = [&](std::size_t r) {
      const auto at = static_cast<std::size_t>(own);
      return classes == 3 ? outputs[3 * r + at] : own == 1 ? outputs[r] : 1 - outputs[r];
    };
    double before = 0, pairs = 0;
    for (std::size_t a = 0; a < 20; ++a) {
      for (std::size_t b = 0; b < 20; ++b) {
        if (targets[a] != static_cast<float>(own) || targets[b] == static_cast<float>(own)) continue;
        before += score(a) > score(b) ? 1 : score(a) == score(b) ? 0.5 : 0;
        ++pairs;
      }
    }
    if (pairs > 0) {
      EXPECT_NEAR(seen.curves[static_cast<std::size_t>(own)].auc, before / pairs, 1e-9) << own;
    }
  }
  EXPECT_EQ(seen.calibration.rows(), 20);
}

INSTANTIATE_TEST_SUITE_P(Kinds, EveryKind,
                         testing::Values(Kind::kTwoClasses, Kind::kThreeClasses, Kind::kRegression));

TEST(ErrorsInspection, StaysWithTheLastEpochWhileTheNextOneTrains) {
  Judged trained(config_of(Kind::kTwoClasses));
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
  Judged trained(config_of(Kind::kTwoClasses));
  const ErrorFigures::Model& seen = trained.look();
  EXPECT_EQ(seen.epoch, 0);
  EXPECT_EQ(seen.steps, 0);
  const Evaluation want = trained.engine().evaluate(80, 20);
  EXPECT_NEAR(seen.loss(), want.loss, 1e-6);
  EXPECT_EQ(seen.correct, want.correct);
}

// The rows that all stages show come first, as far as they are held back.
TEST(ErrorsInspection, ShowsTheRowsThatEveryStageShows) {
  Judged trained(config_of(Kind::kTwoClasses));
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

RunConfig with_classes(int classes) {
  RunConfig config = config_of(Kind::kTwoClasses);
  auto data = std::make_shared<Dataset>(*config.dataset);
  data->class_names.clear();
  for (int c = 0; c < classes; ++c) data->class_names.push_back(std::to_string(c));
  for (std::size_t i = 0; i < data->targets.size(); ++i) data->targets[i] = static_cast<float>(i % 40);
  config.dataset = data;
  return config;
}

TEST(ErrorsInspection, ManyClassesAreCountedWithoutCurves) {
  Judged trained(with_classes(100));
  const ErrorFigures::Model& seen = trained.look();
  EXPECT_EQ(seen.counts.size(), 10'000U);
  EXPECT_TRUE(seen.curves.empty());
  std::int64_t wrong = 0;
  for (const ConfusedPair& pair : seen.confused) wrong += pair.rows;
  EXPECT_EQ(wrong, 20 - seen.correct);
}

TEST(ErrorsInspection, TooManyClassesAreNotCountedByPairs) {
  Judged trained(with_classes(1100));
  EXPECT_TRUE(trained.look().counts.empty());
  EXPECT_EQ(trained.look().rows, 20);
  EXPECT_EQ(trained.look().answers.size(), 20U);
}

TEST(ErrorsInspection, JudgesTheTrainingRowsWhenTheyAreLookedAt) {
  Judged trained(config_of(Kind::kThreeClasses));
  trained.train(Goal::kEpoch);
  trained.look();
  Look look;
  look.training_rows = true;
  const ErrorFigures::Model& seen = trained.look(look);
  EXPECT_TRUE(trained.inspections.results()[index_of(Inspect::kErrors)]->errors()->of_training_rows);
  ASSERT_EQ(seen.rows, 80);
  const Evaluation want = trained.engine().evaluate(0, 80);
  EXPECT_NEAR(seen.loss(), want.loss, 1e-5);
  EXPECT_EQ(seen.correct, want.correct);
}

// x0 tells the rows apart and x1 nothing; of the other lane nobody asked.
TEST(ImportanceInspection, TellsTheColumnsOfTheNetworkThatIsLookedAt) {
  RunConfig config = config_of(Kind::kRegression);
  config.train.epochs = 30;
  config.train.optimizer.learning_rate = 0.01;
  Judged trained(config);
  trained.train(Goal::kAll);
  trained.inspections.watch(interest(Inspect::kImportance));
  while (trained.inspections.advance(trained.run, false).worked) {
  }
  const auto result = trained.inspections.results()[index_of(Inspect::kImportance)];
  ASSERT_TRUE(result && result->importance());
  const ImportanceFigures& seen = *result->importance();
  EXPECT_EQ(seen.model, "small");
  EXPECT_EQ(seen.epoch, 30);
  ASSERT_EQ(seen.importance.columns.size(), 2U);
  EXPECT_EQ(seen.importance.rows, 20);
  EXPECT_NEAR(seen.importance.score, trained.last_epoch().r2, 1e-4);
  EXPECT_GT(seen.importance.columns[0].mean, 5 * std::abs(seen.importance.columns[1].mean));
}

}  // namespace
}  // namespace headroom
