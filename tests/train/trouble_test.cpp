// Histories made by hand: every trouble is told at the epoch where a person would call it one, and ordinary
// trainings are left alone.
#include "core/train/trouble.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

#include "core/base/rng.h"

namespace headroom {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

struct Curve {
  std::function<double(double epoch)> train, validation;
  std::function<double(double epoch)> quality;  // accuracy, or R2
};

History history_of(const Curve& curve, std::int64_t epochs, bool regression = false, double rate = 1e-3) {
  History history;
  for (std::int64_t e = 1; e <= epochs; ++e) {
    const auto x = static_cast<double>(e);
    for (int step = 0; step < 10; ++step)
      history.push_step(static_cast<float>(curve.train(x)), 0.5F, static_cast<float>(x));
    EpochMetric m;
    m.epoch = e;
    m.train_loss = curve.train(x);
    m.validation_loss = curve.validation(x);
    m.train_accuracy = regression ? kNan : curve.quality(x);
    m.validation_accuracy = regression ? kNan : curve.quality(x);
    m.r2 = regression ? curve.quality(x) : kNan;
    m.learning_rate = rate;
    history.push_epoch(m);
  }
  return history;
}

// 60 of 100 validation rows are "no".
TroubleContext classes(double rate = 1e-3) {
  TroubleContext context{Task::kClassification, {"no", 60, 100}, {}};
  context.optimizer.learning_rate = rate;
  return context;
}

TroubleContext numbers(double rate = 1e-3) {
  TroubleContext context{Task::kRegression, {}, {}};
  context.optimizer.learning_rate = rate;
  return context;
}

const auto kFalling = [](double e) { return 0.7 / e; };
const auto kGood = [](double) { return 0.9; };

TEST(Trouble, OfAnOrdinaryTrainingIsNone) {
  const Curve curve{kFalling, [](double e) { return 0.75 / e + 0.05; }, kGood};
  for (std::int64_t epochs = 0; epochs <= 60; ++epochs)
    EXPECT_FALSE(find_trouble(history_of(curve, epochs), classes())) << epochs;
}

TEST(Trouble, IsNotSeenInAValidationLossThatWavers) {
  Rng rng(3);
  const Curve curve{[](double e) { return 0.5 / std::sqrt(e); },
                    [&](double) { return 0.3 * (1 + 0.2 * (rng.uniform() - 0.5)); }, kGood};
  for (int times = 0; times < 50; ++times) EXPECT_FALSE(find_trouble(history_of(curve, 40), classes()));
}

TEST(Trouble, NorInAPlateauAfterLearning) {
  const Curve curve{[](double e) { return e < 10 ? 0.7 / e : 0.07; },
                    [](double e) { return e < 10 ? 0.8 / e : 0.08; }, kGood};
  EXPECT_FALSE(find_trouble(history_of(curve, 100), classes()));
}

TEST(Trouble, AThousandTimesTheFirstLossExplodes) {
  History history;
  history.push_step(0.7F, 0.5F, 0);
  for (int i = 0; i < 8; ++i) history.push_step(690, 0.5F, 0);
  EXPECT_FALSE(find_trouble(history, classes(1000)));
  for (int i = 0; i < 8; ++i) history.push_step(7e5F, 0.5F, 0);
  const auto trouble = find_trouble(history, classes(1000));
  ASSERT_TRUE(trouble);
  EXPECT_EQ(trouble->kind, TroubleKind::kExplodes);
  EXPECT_EQ(trouble->what, "The loss is 1e+06 times what it was at the start.");
  EXPECT_EQ(trouble->advice, "Lower the learning rate to 0.001 and start again.");
  EXPECT_EQ(trouble->remedy, TroubleRemedy::kRestart);
  // One bad batch is forgiven, and a rate that is usual already goes down by ten.
  for (int i = 0; i < 8; ++i) history.push_step(0.6F, 0.5F, 0);
  EXPECT_FALSE(find_trouble(history, classes(1000)));
  for (int i = 0; i < 8; ++i) history.push_step(7e3F, 0.5F, 0);
  EXPECT_EQ(find_trouble(history, classes(1e-3))->learning_rate, 1e-4);
}

TEST(Trouble, SoDoesALossThatStaysAboveItsStart) {
  const Curve high{[](double e) { return e < 2 ? 1.0 : 30 / e; }, [](double) { return 5.0; }, kGood};
  EXPECT_FALSE(find_trouble(history_of(high, 3, false, 10), classes(10)));  // two epochs only
  const auto trouble = find_trouble(history_of(high, 4, false, 10), classes(10));
  ASSERT_TRUE(trouble);
  EXPECT_EQ(trouble->what, "The loss is 7.5 times what it was at the start.");
  EXPECT_FALSE(find_trouble(history_of(high, 25, false, 10), classes(10)));  // 1.2 times: it came down
}

// As Adam does at a rate of 10: far up in the first epoch, back within three, and never below the start.
TEST(Trouble, AnExplosionIsRememberedUntilTheLossIsHalfOfItsStart) {
  History history;
  history.push_step(0.7F, 0.5F, 0);
  const auto epoch = [&](double loss) {
    for (int step = 0; step < 10; ++step)
      history.push_step(static_cast<float>(std::min(loss, 10.0)), 0.5F, 0);
    EpochMetric m;
    m.epoch = history.epochs.empty() ? 1 : history.epochs.back().epoch + 1;
    m.train_loss = m.validation_loss = loss;
    m.train_accuracy = m.validation_accuracy = 0.7;
    m.learning_rate = 10;
    history.push_epoch(m);
  };
  epoch(7e4);
  ASSERT_TRUE(find_trouble(history, classes(10)));
  EXPECT_EQ(find_trouble(history, classes(10))->what,
            "The loss was 100 000 times what it was at the start, and the network has not recovered.");
  for (int i = 0; i < 20; ++i) epoch(0.8 - 0.01 * (i % 3));
  ASSERT_TRUE(find_trouble(history, classes(10)));
  EXPECT_EQ(find_trouble(history, classes(10))->kind, TroubleKind::kExplodes);
  EXPECT_EQ(find_trouble(history, classes(10))->remedy, TroubleRemedy::kRestart);
  for (int i = 0; i < 4; ++i) epoch(0.3);
  EXPECT_FALSE(find_trouble(history, classes(10)));
}

TEST(Trouble, OfARareClassTheCountsAreWhatToLookAt) {
  const Curve curve{[](double) { return 0.2; }, [](double) { return 0.2; }, [](double) { return 0.95; }};
  Curve slow = curve;
  slow.train = [](double e) { return 0.2 + 0.01 / e; };
  TroubleContext context = classes();
  context.majority = {"usual", 95, 100};
  const auto trouble = find_trouble(history_of(slow, 20), context);
  ASSERT_TRUE(trouble);
  EXPECT_EQ(trouble->kind, TroubleKind::kOneClass);
  EXPECT_NE(trouble->advice.find("counts"), std::string::npos) << trouble->advice;
}

TEST(Trouble, ALossThatDoesNotMoveIsToldAfterThreeEpochs) {
  const Curve curve{[](double e) { return 0.6931 - 1e-5 * e; }, [](double) { return 0.6932; },
                    [](double) { return 0.55; }};
  EXPECT_FALSE(find_trouble(history_of(curve, 2, false, 1e-9), classes(1e-9)));
  const auto trouble = find_trouble(history_of(curve, 3, false, 1e-9), classes(1e-9));
  ASSERT_TRUE(trouble);
  EXPECT_EQ(trouble->kind, TroubleKind::kStuck);
  EXPECT_EQ(trouble->what, "The loss has not moved in 3 epochs (0.693).");
  EXPECT_EQ(trouble->advice, "Raise the learning rate to 0.001.");
  EXPECT_EQ(trouble->remedy, TroubleRemedy::kRate);
  // The advice was taken: nothing is said before the next epoch.
  EXPECT_FALSE(find_trouble(history_of(curve, 3, false, 1e-9), classes(1e-3)));
  // At a rate that kills units, raising it would be wrong.
  EXPECT_EQ(find_trouble(history_of(curve, 3, false, 10), classes(10))->remedy, TroubleRemedy::kRestart);
  // Slow is not stuck: 0.2 % an epoch.
  const Curve slow{[](double e) { return 0.6931 * std::pow(0.998, e); }, [](double) { return 0.6932; },
                   [](double) { return 0.7; }};
  EXPECT_FALSE(find_trouble(history_of(slow, 3), classes()));
}

TEST(Trouble, OneClassForEveryRowIsTold) {
  const Curve curve{[](double e) { return e < 2 ? 5.0 : 0.673; }, [](double) { return 0.68; },
                    [](double) { return 0.60; }};
  EXPECT_FALSE(find_trouble(history_of(curve, 3), classes()));  // from 5.0 it was on its way
  const auto trouble = find_trouble(history_of(curve, 4), classes());
  ASSERT_TRUE(trouble);
  EXPECT_EQ(trouble->kind, TroubleKind::kOneClass);
  EXPECT_EQ(trouble->what, "Accuracy is 60.0 %, no better than always answering \"no\".");
  EXPECT_EQ(trouble->remedy, TroubleRemedy::kNone);  // the rate is usual: it is not to blame
  const Curve better{[](double) { return 0.6; }, [](double) { return 0.68; }, [](double) { return 0.61; }};
  EXPECT_NE(find_trouble(history_of(better, 4), classes())->kind, TroubleKind::kOneClass);
}

TEST(Trouble, OverFittingNamesTheEpochOfTheLowestValidationLoss) {
  const Curve curve{[](double e) { return 0.7 * std::pow(0.8, e); },
                    [](double e) { return 0.4 + 0.01 * (e - 7) * (e - 7); }, kGood};
  std::int64_t told = 0;
  for (std::int64_t epochs = 1; epochs <= 30 && told == 0; ++epochs)
    if (find_trouble(history_of(curve, epochs), classes())) told = epochs;
  EXPECT_EQ(told, 13);  // above the 0.42 around epoch 7 from epoch 9 on, five times
  const auto trouble = find_trouble(history_of(curve, told), classes());
  EXPECT_EQ(trouble->kind, TroubleKind::kOverfits);
  EXPECT_EQ(trouble->epoch, 7);
  EXPECT_EQ(trouble->remedy, TroubleRemedy::kStopEarly);
  EXPECT_NE(trouble->what.find("lowest in epoch 7 (0.4, now 0.76)"), std::string::npos) << trouble->what;
  // When training rises as well, it is something else.
  const Curve both{[](double e) { return 0.4 + 0.01 * (e - 7) * (e - 7); }, curve.validation, kGood};
  EXPECT_EQ(find_trouble(history_of(both, 20), classes())->kind, TroubleKind::kExplodes);
}

TEST(Trouble, ATinyRiseOfATinyLossIsNone) {
  const Curve curve{[](double e) { return std::pow(0.5, e); },
                    [](double e) { return e < 10 ? std::pow(0.5, e) : 0.001 + 1e-4 * e; }, kGood};
  EXPECT_FALSE(find_trouble(history_of(curve, 40), classes()));
}

TEST(Trouble, R2BelowZeroIsToldWhenItStays) {
  const Curve flat{[](double e) { return e < 2 ? 2.0 : 1.1; }, [](double) { return 1.3; },
                   [](double) { return -0.3; }};
  EXPECT_FALSE(find_trouble(history_of(flat, 4, true), numbers()));
  const auto trouble = find_trouble(history_of(flat, 6, true), numbers());
  ASSERT_TRUE(trouble);
  EXPECT_EQ(trouble->kind, TroubleKind::kBelowMean);
  EXPECT_EQ(trouble->what, "R2 is -0.3, below 0: always predicting the mean would be better.");
  EXPECT_EQ(trouble->remedy, TroubleRemedy::kNone);  // the rate is usual: it is not to blame
  EXPECT_EQ(find_trouble(history_of(flat, 6, true, 10), numbers(10))->learning_rate, 1e-3);
  // A rate that is far too low was once told to go down.
  EXPECT_EQ(find_trouble(history_of(flat, 6, true, 1e-6), numbers(1e-6))->advice,
            "Raise the learning rate to 0.001.");
  const Curve falls{[](double e) { return 10 / e; }, [](double e) { return 13 / e; },
                    [](double e) { return -3 / e; }};
  EXPECT_EQ(find_trouble(history_of(falls, 6, true), numbers())->remedy, TroubleRemedy::kMoreEpochs);
  // Where only the training rows get better, more epochs would not help.
  const Curve learnt_by_heart{falls.train, [](double) { return 1.3; }, [](double e) { return -0.1 * e; }};
  const auto by_heart = find_trouble(history_of(learnt_by_heart, 6, true), numbers());
  EXPECT_EQ(by_heart->kind, TroubleKind::kBelowMean);
  EXPECT_EQ(by_heart->remedy, TroubleRemedy::kNone);
  EXPECT_NE(by_heart->advice.find("smaller network"), std::string::npos) << by_heart->advice;
}

TEST(Trouble, SurvivesFiguresThatAreNoNumbers) {
  const auto nan = [](double) { return kNan; };
  EXPECT_FALSE(find_trouble(history_of({nan, nan, nan}, 20), classes()));
  const auto zero = [](double) { return 0.0; };
  EXPECT_FALSE(find_trouble(history_of({zero, zero, [](double) { return 1.0; }}, 20), classes()));
}

TEST(Trouble, MajorityIsThatOfTheValidationRows) {
  Dataset data;
  data.rows = 6;
  data.class_names = {"a", "b"};
  data.targets = {0, 0, 0, 1, 1, 0};
  Split split;
  split.order = {0, 1, 2, 3, 4, 5};
  split.train_rows = 3;
  split.validation_rows = 3;
  const Majority majority = majority_of(data, split);
  EXPECT_EQ(majority.name, "b");
  EXPECT_EQ(majority.rows, 2);
  EXPECT_EQ(majority.of, 3);
  data.task = Task::kRegression;
  EXPECT_EQ(majority_of(data, split).of, 0);
}

TEST(Trouble, BestEpochIsThatOfAThinnedHistoryToo) {
  History history;
  for (std::int64_t e = 1; e <= 200'000; ++e) {
    EpochMetric m;
    m.epoch = e;
    m.validation_loss = e == 777 ? 0.25 : 1;
    history.push_epoch(m);
  }
  ASSERT_NE(history.best_epoch(), nullptr);
  EXPECT_EQ(history.best_epoch()->epoch, 777);
  EXPECT_EQ(history.before(0, 500).best_epoch()->validation_loss, 1);
}

}  // namespace
}  // namespace headroom
