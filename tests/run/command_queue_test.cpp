#include "core/run/command_queue.h"

#include <gtest/gtest.h>

namespace headroom {
namespace {

RunConfig named(const std::string& id) {
  RunConfig config;
  config.id = id;
  return config;
}

Command change(double learning_rate, bool custom_again = false) {
  RunConfig config = named("a");
  config.train.optimizer.learning_rate = learning_rate;
  return command::Change{config, custom_again};
}

double rate_of(const Command& command) {
  return std::get<command::Change>(command).config.train.optimizer.learning_rate;
}

TEST(CommandQueue, ANewerChangeReplacesTheOneDirectlyBeforeIt) {
  CommandQueue queue;
  queue.post(change(0.1));
  queue.post(change(0.2));
  queue.post(command::Play{});
  queue.post(change(0.3));
  EXPECT_EQ(rate_of(queue.next()->command), 0.2);
  EXPECT_TRUE(std::holds_alternative<command::Play>(queue.next()->command));
  EXPECT_EQ(rate_of(queue.next()->command), 0.3);
  EXPECT_FALSE(queue.next());
  EXPECT_EQ(queue.done(), 4U);
}

TEST(CommandQueue, WhatStartsOverIsNotForgottenWhenAChangeIsReplaced) {
  CommandQueue queue;
  queue.post(change(0.1, true));
  queue.post(change(0.2));
  EXPECT_TRUE(std::get<command::Change>(queue.next()->command).custom_again);
}

// As a person drags along the time line.
TEST(CommandQueue, OfStepsToLookBackAtTheNewestCounts) {
  CommandQueue queue;
  for (const std::int64_t step : {40, 30, 20}) queue.post(command::LookBack{step});
  EXPECT_EQ(std::get<command::LookBack>(queue.next()->command).step, 20);
  EXPECT_FALSE(queue.next());
}

TEST(CommandQueue, StepsAreNeverMerged) {
  CommandQueue queue;
  queue.post(command::Step{});
  queue.post(command::Step{});
  EXPECT_TRUE(queue.next());
  EXPECT_TRUE(queue.next());
}

TEST(CommandQueue, LoadReplacesAWaitingLoadAndWhatWasMeantForIt) {
  CommandQueue queue;
  queue.post(command::Pause{});
  queue.post(command::Load{named("a"), true});
  queue.post(command::SetDevice{"cpu"});
  queue.post(command::Step{});
  queue.post(command::Load{named("b"), true});
  EXPECT_TRUE(std::holds_alternative<command::Pause>(queue.next()->command));
  EXPECT_TRUE(std::holds_alternative<command::SetDevice>(queue.next()->command));
  EXPECT_EQ(std::get<command::Load>(queue.next()->command).config.id, "b");
  EXPECT_FALSE(queue.next());
}

TEST(CommandQueue, CancelStopsWhatIsCarriedOutAndDropsWaitingLoads) {
  CommandQueue queue;
  queue.post(command::Load{named("a"), true});
  const auto entry = queue.next();
  queue.post(command::Load{named("b"), true});
  EXPECT_TRUE(entry->progress->cancelled());
  queue.post(command::Cancel{});
  EXPECT_FALSE(queue.next());
}

TEST(CommandQueue, LoadLetsAChangeOfDeviceFinish) {
  CommandQueue queue;
  queue.post(command::SetDevice{"cpu"});
  const auto entry = queue.next();
  queue.post(command::Load{named("a"), true});
  EXPECT_FALSE(entry->progress->cancelled());
  queue.post(command::Cancel{});
  EXPECT_TRUE(entry->progress->cancelled());
}

TEST(CommandQueue, TheNewestWatchReplacesOlderOnesAndOutlivesALoad) {
  CommandQueue queue;
  queue.post(command::Load{named("a"), true});
  queue.post(command::Watch{interest(Inspect::kNetwork)});
  queue.post(command::Watch{interest(Inspect::kErrors)});
  queue.post(command::Load{named("b"), true});
  EXPECT_EQ(std::get<command::Watch>(queue.next()->command).interests, interest(Inspect::kErrors));
  EXPECT_EQ(std::get<command::Load>(queue.next()->command).config.id, "b");
  EXPECT_FALSE(queue.next());
}

TEST(CommandQueue, CancelAfterTheEndTouchesNothing) {
  CommandQueue queue;
  queue.post(command::Load{named("a"), true});
  const auto entry = queue.next();
  EXPECT_FALSE(queue.next());  // carried out
  queue.post(command::Cancel{});
  EXPECT_FALSE(entry->progress->cancelled());
}

}  // namespace
}  // namespace headroom
