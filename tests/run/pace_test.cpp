// The words, the arithmetic and the steps of a pace; and a run at one.
#include "core/run/pace.h"

#include <gtest/gtest.h>

#include "tests/run/driver.h"

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

TEST(Ticks, ComeAtTheirRate) {
  Ticks ticks;
  ticks.start(100);
  EXPECT_EQ(ticks.wait(100), 0);
  ticks.taken(100, 4);
  EXPECT_DOUBLE_EQ(ticks.wait(100), 0.25);
  ticks.taken(100.255, 4);  // 5 ms late: the next one is not
  EXPECT_NEAR(ticks.wait(100.255), 0.245, 1e-9);
}

TEST(Ticks, DoNotPileUpAfterAStall) {
  Ticks ticks;
  ticks.start(0);
  ticks.taken(0, 100);
  ticks.taken(10, 100);  // 10 s were lost: 1 000 batches are not made up for
  int at_once = 0;
  for (; ticks.wait(10) == 0; ++at_once) ticks.taken(10, 100);
  EXPECT_LE(at_once, 3);
}

TEST(Ticks, ANewRateCutsTheWaitShort) {
  Ticks ticks;
  ticks.start(0);
  ticks.taken(0, 1);
  ticks.change(0.1, 10);
  EXPECT_NEAR(ticks.wait(0.1), 0.1, 1e-9);
  ticks.change(0.1, 1);  // a slower one does not put it off
  EXPECT_NEAR(ticks.wait(0.1), 0.1, 1e-9);
}

using test::Driver;
using test::losses;
using test::model;
using test::small_config;
using test::SnapshotPtr;

RunConfig both() {
  RunConfig config = small_config();
  config.selected = {"small", "large"};
  return config;
}

TEST(PaceOfARun, CurvesAreTheSameToTheBit) {
  Driver quick, slow;
  const SnapshotPtr expected = quick.train_to_end(both());
  slow.post(command::Load{both(), true, nullptr, Pace{PaceUnit::kBatches, 500}});
  const SnapshotPtr s = slow.wait(RunState::kFinished);
  EXPECT_EQ(s->facts->pace, (Pace{PaceUnit::kBatches, 500}));
  for (const char* id : {"small", "large"}) {
    EXPECT_EQ(losses(model(*s, id)), losses(model(*expected, id)));
    EXPECT_EQ(model(*s, id).history.epochs.back().validation_loss,
              model(*expected, id).history.epochs.back().validation_loss);
  }
}

// Lanes go in step, and no batch goes by unseen.
TEST(PaceOfARun, EveryBatchIsPublished) {
  Driver run;
  std::vector<std::int64_t> seen;
  std::int64_t apart = 0;
  run.listen([&](const Snapshot& s) {
    if (s.curves->models.size() != 2) return;
    const std::int64_t small = s.curves->models[0].steps, large = s.curves->models[1].steps;
    apart = std::max(apart, std::abs(small - large));
    if (seen.empty() || seen.back() != large) seen.push_back(large);
  });
  run.post(command::Load{both(), true, nullptr, Pace{PaceUnit::kBatches, 60}});
  run.wait(RunState::kFinished);
  run.listen({});
  ASSERT_EQ(seen.size(), 25u);
  for (std::size_t i = 0; i < seen.size(); ++i) EXPECT_EQ(seen[i], static_cast<std::int64_t>(i));
  EXPECT_EQ(apart, 0);
}

TEST(PaceOfARun, ACommandEndsTheWait) {
  Driver run;
  run.post(command::Load{small_config(), true, nullptr, Pace{PaceUnit::kBatches, 0.001}});
  run.wait([](const Snapshot& s) { return !s.curves->models.empty() && s.curves->models[0].steps == 1; });
  // The next batch would be due in a quarter of an hour.
  run.post(command::SetPace{kFullSpeed});
  const SnapshotPtr s = run.wait(RunState::kFinished);
  EXPECT_TRUE(s->facts->pace.full());
  EXPECT_EQ(model(*s, "small").epoch, 3);
}

TEST(PaceOfARun, RemainingTimeFollowsThePace) {
  Driver run;
  run.post(command::Load{small_config(), true, nullptr, Pace{PaceUnit::kBatches, 0.001}});
  const SnapshotPtr s =
      run.wait([](const Snapshot& x) { return !x.curves->models.empty() && x.curves->models[0].steps == 1; });
  if (s->curves->remaining_seconds > 0) {  // the clock saw the first step
    EXPECT_DOUBLE_EQ(s->curves->remaining_seconds, 23 / 0.001);
  }
  run.post(command::SetPace{kFullSpeed});
  EXPECT_EQ(run.wait(RunState::kFinished)->curves->remaining_seconds, 0);
}

// A lane that is behind catches up first, at the pace.
TEST(PaceOfARun, ALaneThatIsBehindCatchesUp) {
  Driver run;
  run.load();
  run.post(command::Step{true});
  run.wait([](const Snapshot& s) { return s.curves->models[0].steps == 8; });
  run.select({"small", "large"});
  run.post(command::SetPace{{PaceUnit::kBatches, 1000}});
  std::int64_t ahead = 0;
  run.listen([&](const Snapshot& s) {
    const std::int64_t small = s.curves->models[0].steps, large = s.curves->models[1].steps;
    if (large > 0 && large < 8) ahead = std::max(ahead, small);
  });
  run.post(command::Play{});
  const SnapshotPtr s = run.wait(RunState::kFinished);
  run.listen({});
  EXPECT_LE(ahead, 8);
  EXPECT_EQ(model(*s, "large").epoch, 3);
}

}  // namespace
}  // namespace headroom
