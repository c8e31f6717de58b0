#include "core/train/history.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/rng.h"

namespace headroom {
namespace {

EpochMetric epoch_of(std::int64_t number, double validation_loss) {
  EpochMetric metric;
  metric.epoch = number;
  metric.validation_loss = validation_loss;
  metric.seconds = 1;
  metric.elapsed_seconds = static_cast<double>(number);
  return metric;
}

TEST(History, HoldsEveryStepAndEpochUpToItsBounds) {
  History history;
  constexpr auto kSteps = static_cast<std::int64_t>(History::kMostSteps);
  for (std::int64_t i = 0; i < kSteps; ++i) {
    history.push_step(static_cast<float>(i), 0.5F, static_cast<float>(2 * i));
  }
  EXPECT_EQ(history.steps_per_entry, 1);
  ASSERT_EQ(history.step_loss.size(), static_cast<std::size_t>(kSteps));
  ASSERT_EQ(history.step_accuracy.size(), static_cast<std::size_t>(kSteps));
  EXPECT_EQ(history.step_loss[4'000'000], 4e6F);
  EXPECT_EQ(history.step_seconds[4'000'000], 8e6F);

  constexpr auto kEpochs = static_cast<std::int64_t>(History::kMostEpochs);
  for (std::int64_t e = 1; e <= kEpochs; ++e) history.push_epoch(epoch_of(e, 1.0 / static_cast<double>(e)));
  ASSERT_EQ(history.epochs.size(), static_cast<std::size_t>(kEpochs));
  for (const std::int64_t e : {std::int64_t{1}, std::int64_t{777}, kEpochs}) {
    const EpochMetric* const found = history.find_epoch(e);
    ASSERT_NE(found, nullptr);
    EXPECT_EQ(found->epoch, e);
    EXPECT_EQ(found->validation_loss, 1.0 / static_cast<double>(e));
  }
}

TEST(History, OfAVeryLongRunStaysBoundedAndKeepsEveryPeak) {
  History history;
  Rng rng(7);
  constexpr std::int64_t kSteps = 20'000'000;
  float least = std::numeric_limits<float>::infinity(), most = -least;
  for (std::int64_t i = 0; i < kSteps; ++i) {
    float loss = static_cast<float>(rng.uniform());
    if (i == 1'234'567) loss = 99;    // early, and thinned several times
    if (i == 17'654'321) loss = -99;  // late
    least = std::min(least, loss);
    most = std::max(most, loss);
    history.push_step(loss, std::nullopt, static_cast<float>(i));
    ASSERT_LE(history.step_loss.size(), History::kMostSteps);
  }
  EXPECT_TRUE(history.step_accuracy.empty());
  ASSERT_EQ(history.step_seconds.size(), history.step_loss.size());
  EXPECT_EQ(*std::min_element(history.step_loss.begin(), history.step_loss.end()), least);
  EXPECT_EQ(*std::max_element(history.step_loss.begin(), history.step_loss.end()), most);
  // 20e6 steps in fewer than 2^22 entries: eight steps each; the last of them may still wait.
  EXPECT_EQ(history.steps_per_entry, 8);
  const auto stood_for = static_cast<std::int64_t>(history.step_loss.size()) * history.steps_per_entry;
  EXPECT_LE(stood_for, kSteps);
  EXPECT_GT(stood_for, kSteps - 2 * history.steps_per_entry);
  // Entry i stands at about step (i + 1) * steps_per_entry; the seconds say which step it really was.
  for (std::size_t i = 0; i < history.step_seconds.size(); i += 1000) {
    EXPECT_NEAR(history.step_seconds[i], static_cast<double>((i + 1) * 8), 16);
  }
}

TEST(History, OfAMillionEpochsKeepsTheBestTheWorstAndTheLast) {
  History history;
  Rng rng(11);
  for (std::int64_t e = 1; e <= 1'000'000; ++e) {
    double loss = rng.uniform();
    if (e == 3) loss = 50;
    if (e == 500'001) loss = -50;
    if (e == 800'003) loss = std::nan("");
    history.push_epoch(epoch_of(e, loss));
    ASSERT_LE(history.epochs.size(), History::kMostEpochs);
    ASSERT_EQ(history.last_epoch(), e);
  }
  bool in_order = true, nan_kept = false;
  for (std::size_t i = 1; i < history.epochs.size(); ++i) {
    in_order = in_order && history.epochs[i - 1].epoch < history.epochs[i].epoch;
    nan_kept = nan_kept || std::isnan(history.epochs[i].validation_loss);
  }
  EXPECT_TRUE(in_order);
  EXPECT_TRUE(nan_kept);
  ASSERT_NE(history.find_epoch(3), nullptr);
  EXPECT_EQ(history.find_epoch(3)->validation_loss, 50);
  ASSERT_NE(history.find_epoch(500'001), nullptr);
  EXPECT_EQ(history.find_epoch(500'001)->validation_loss, -50);
  EXPECT_EQ(history.find_epoch(1'000'001), nullptr);
  EXPECT_EQ(recent_epochs(history).size(), 1024U);
  EXPECT_EQ(recent_epochs(history).back().epoch, 1'000'000);
}

TEST(History, CopiesDoNotChange) {
  History history;
  for (int i = 0; i < 10'000; ++i) history.push_step(static_cast<float>(i), 1, 0);
  const History copy = history;
  for (int i = 0; i < 10'000; ++i) history.push_step(-1, 0, 0);
  ASSERT_EQ(copy.step_loss.size(), 10'000U);
  EXPECT_EQ(copy.step_loss[9'999], 9'999);
  EXPECT_EQ(history.step_loss[10'000], -1);
}

TEST(History, GoesBackToAnEarlierMoment) {
  History history;
  for (int i = 0; i < 10; ++i) history.push_step(static_cast<float>(i), 1, static_cast<float>(i));
  for (std::int64_t e = 1; e <= 3; ++e) history.push_epoch(epoch_of(e, 1));
  const History earlier = history.before(4, 2);
  ASSERT_EQ(earlier.step_loss.size(), 6U);
  EXPECT_EQ(earlier.step_loss.back(), 5);
  EXPECT_EQ(earlier.step_accuracy.size(), 6U);
  EXPECT_EQ(earlier.step_seconds.size(), 6U);
  EXPECT_EQ(earlier.last_epoch(), 2);
  EXPECT_TRUE(history.before(11, 0).step_loss.empty());
}

}  // namespace
}  // namespace headroom
