// Where the mark is in a slow run; seconds are given, no clock is read.
#include "app/views/batch_walk.h"

#include <gtest/gtest.h>

#include "support/demo_runs.h"

namespace headroom::app {
namespace {

TEST(BatchWalk, ABatchASecondComesAlongTheArrowAndIsTrained) {
  const auto at = [](double since) {
    return batch_walk({.since_step = since, .batches_per_second = 1, .batches = 63});
  };
  EXPECT_EQ(at(0.1).lit, StageId::kTraining);
  EXPECT_FALSE(at(0.1).into);
  EXPECT_EQ(at(0.75).into, StageId::kTraining);  // the last half second
  EXPECT_FLOAT_EQ(at(0.75).along, 0.5F);
  EXPECT_FALSE(at(3).into);  // a batch that is late: nothing moves
}

TEST(BatchWalk, AtTheEndOfAnEpochItVisitsEvaluation) {
  const auto at = [](double since) {
    return batch_walk({.since_step = since, .since_epoch = since, .batches_per_second = 0.5, .batches = 63});
  };
  EXPECT_EQ(at(0.25).into, StageId::kEvaluation);
  EXPECT_FLOAT_EQ(at(0.25).along, 0.5F);
  EXPECT_EQ(at(0.75).lit, StageId::kEvaluation);
  EXPECT_FALSE(at(0.75).into);
  EXPECT_EQ(at(1.2).lit, StageId::kTraining);
  EXPECT_EQ(at(1.9).into, StageId::kTraining);
}

TEST(BatchWalk, QuickBatchesHaveNoMarkButEpochsDo) {
  // 63 batches a second: an epoch a second.
  EXPECT_FALSE(batch_walk({.since_step = 0.01, .batches_per_second = 63, .batches = 63}).into);
  const BatchWalk end =
      batch_walk({.since_step = 0, .since_epoch = 0.1, .batches_per_second = 63, .batches = 63});
  EXPECT_EQ(end.into, StageId::kEvaluation);
  // 20 epochs a second: nobody can see one.
  EXPECT_FALSE(
      batch_walk({.since_step = 0, .since_epoch = 0, .batches_per_second = 1260, .batches = 63}).into);
}

TEST(BatchWalk, OnlyASlowRunThatTrainsIsFollowed) {
  Snapshot run = demo::training({"small"}, 7);  // 10 batches into epoch 8, 125 each
  EXPECT_FALSE(followed_rate(run));
  EXPECT_EQ(batch_text(run), "");
  run.facts.edit().pace = kEpochASecond;
  EXPECT_EQ(followed_rate(run), 125);
  EXPECT_EQ(batch_text(run), "batch  10 / 125");
  run.state = RunState::kPaused;
  EXPECT_FALSE(followed_rate(run));
  EXPECT_EQ(batch_text(run), "batch  10 / 125");
  run.curves.edit().models[0].step_in_epoch = 0;  // all of an epoch
  EXPECT_EQ(batch_text(run), "");
  run.state = RunState::kTraining;
  EXPECT_EQ(batch_text(run), "batch 125 / 125");
  run.curves.edit().models[0].steps = 0;
  EXPECT_EQ(batch_text(run), "");
}

}  // namespace
}  // namespace headroom::app
