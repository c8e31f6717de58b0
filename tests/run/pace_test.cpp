// The words, the arithmetic and the steps of a pace.
#include "core/run/pace.h"

#include <gtest/gtest.h>

namespace headroom {
namespace {

TEST(Pace, BatchesPerSecond) {
  EXPECT_EQ(batches_per_second(kFullSpeed, 63), 0);
  EXPECT_EQ(batches_per_second(kBatchAFrame, 63), 60);
  EXPECT_EQ(batches_per_second(kEpochASecond, 63), 63);
  EXPECT_EQ(batches_per_second({PaceUnit::kEpochs, 0.5}, 10), 5);
}

TEST(Pace, WordsComeBackAsTheyWere) {
  for (const Pace& pace : {kFullSpeed, kBatchAFrame, kEpochASecond, Pace{PaceUnit::kEpochs, 0.125}}) {
    EXPECT_EQ(parse_pace(pace_words(pace)), pace) << pace_words(pace);
  }
  EXPECT_EQ(pace_text(kFullSpeed), "full speed");
  EXPECT_EQ(pace_text({PaceUnit::kBatches, 1}), "1 batch/s");
  EXPECT_EQ(pace_text({PaceUnit::kBatches, 10}), "10 batches/s");
  EXPECT_EQ(pace_text(kEpochASecond), "1 epoch/s");
  EXPECT_EQ(pace_text({PaceUnit::kEpochs, 0.25}), "0.25 epochs/s");
}

TEST(Pace, BadWordsAreRefused) {
  for (const char* words : {"", "slow", "10", "0 batches", "-1 epochs", "nan batches", "inf epochs",
                            "1e9 batches", "10 steps", "10 batches a second"}) {
    EXPECT_THROW(parse_pace(words), Error) << words;
  }
}

TEST(Pace, StepsEndAtTheSlowestAndAtFullSpeed) {
  Pace pace = kFullSpeed;
  EXPECT_EQ(faster(pace, 25), kFullSpeed);
  pace = slower(pace, 25);
  EXPECT_EQ(pace, kEpochASecond);
  for (int i = 0; i < 20; ++i) pace = slower(pace, 25);
  EXPECT_GE(batches_per_second(pace, 25), kSlowestPace);
  EXPECT_LT(batches_per_second(pace, 25), 2 * kSlowestPace);
  for (int i = 0; i < 20; ++i) pace = faster(pace, 25);
  EXPECT_EQ(pace, kFullSpeed);
}

}  // namespace
}  // namespace headroom
