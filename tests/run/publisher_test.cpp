// Snapshots in parts: what did not change is the same object in the next one.
#include "core/run/publisher.h"

#include <gtest/gtest.h>

#include "driver.h"

namespace headroom {
namespace {

using test::Driver;
using test::SnapshotPtr;

TEST(Part, IsSharedUntilItIsEdited) {
  Part<std::vector<int>> first = std::vector{1, 2};
  const Part<std::vector<int>> second = first;
  EXPECT_TRUE(first.same_as(second));
  first.edit().push_back(3);
  EXPECT_FALSE(first.same_as(second));
  EXPECT_EQ(second->size(), 2U);
  EXPECT_EQ(first->size(), 3U);
}

TEST(Publisher, TellsWhatIsNextAndKeepsWhatWasTold) {
  int told = 0;
  Publisher publisher([&] { ++told; });
  const SnapshotPtr before = publisher.snapshot();
  EXPECT_EQ(before->sequence, 0U);
  publisher.next.curves.edit().models.emplace_back();
  EXPECT_TRUE(before->curves->models.empty());
  publisher.publish();
  const SnapshotPtr after = publisher.snapshot();
  EXPECT_EQ(after->sequence, 1U);
  EXPECT_EQ(told, 1);
  EXPECT_EQ(after->curves->models.size(), 1U);
  EXPECT_TRUE(before->curves->models.empty());
  EXPECT_TRUE(after->facts.same_as(before->facts));
  EXPECT_TRUE(after->memory.same_as(before->memory));
  EXPECT_FALSE(after->curves.same_as(before->curves));
}

TEST(RunThread, TrainingPublishesStagesAndCurvesOnly) {
  Driver run;
  const SnapshotPtr ready = run.load();
  run.post(command::Step{true});
  const SnapshotPtr stepped = run.wait(
      [](const Snapshot& s) { return s.state == RunState::kPaused && s.curves->models[0].epoch == 1; });
  EXPECT_TRUE(stepped->facts.same_as(ready->facts));
  EXPECT_TRUE(stepped->memory->question.same_as(ready->memory->question));
  EXPECT_TRUE(stepped->memory->tables.same_as(ready->memory->tables));
  EXPECT_FALSE(stepped->curves.same_as(ready->curves));
  EXPECT_FALSE(stepped->stages.same_as(ready->stages));
}

TEST(RunThread, ACommandThatChangesTheRunPublishesItsFacts) {
  Driver run;
  const SnapshotPtr ready = run.load();
  run.change([](RunConfig& config) { config.train.optimizer.learning_rate = 0.05; });
  const SnapshotPtr changed =
      run.wait([](const Snapshot& s) { return s.facts->config.train.optimizer.learning_rate == 0.05; });
  EXPECT_FALSE(changed->facts.same_as(ready->facts));
  EXPECT_EQ(ready->facts->config.train.optimizer.learning_rate, 0.1);
}

TEST(RunThread, LookingOnChangesNoPartThatTheRunHas) {
  Driver run;
  const SnapshotPtr ready = run.load();
  run.post(command::Watch{interest(Inspect::kNetwork)});
  const SnapshotPtr seen =
      run.wait([](const Snapshot& s) { return s.inspections[index_of(Inspect::kNetwork)] != nullptr; });
  EXPECT_TRUE(seen->facts.same_as(ready->facts));
  EXPECT_TRUE(seen->curves.same_as(ready->curves));
  EXPECT_TRUE(seen->stages.same_as(ready->stages));
  EXPECT_TRUE(seen->memory->tables.same_as(ready->memory->tables));
}

}  // namespace
}  // namespace headroom
