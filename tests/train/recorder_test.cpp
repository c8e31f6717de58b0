// Which states stay, and what is known of the learning rate.
#include "core/train/recorder.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "core/train/divergence.h"

namespace headroom {
namespace {

Recorder::StatePtr state_at(std::int64_t step, double seconds, double rate = 0.1, std::int64_t partial = 0) {
  TrainerState state;
  state.steps = step;
  state.seconds = seconds;
  state.learning_rate = rate;
  state.partial_steps = partial;
  state.engine.weights.layers = {{{1, 2, 3}, {4}}};
  return std::make_shared<const TrainerState>(state);
}

std::vector<std::int64_t> steps_of(const Recorder& recorder) {
  std::vector<std::int64_t> steps;
  for (const Recorder::StatePtr& state : recorder.states()) steps.push_back(state->steps);
  return steps;
}

using Steps = std::vector<std::int64_t>;

TEST(Recorder, WithoutRoomTheLastGoodStateIsKeptAlone) {
  Recorder recorder;
  recorder.begin(state_at(0, 0));
  recorder.keep_good(state_at(10, 1));
  recorder.keep(state_at(15, 2, 0.1, 5));
  EXPECT_EQ(recorder.good()->steps, 10);
  EXPECT_TRUE(recorder.states().empty());
  EXPECT_EQ(recorder.held(), 0);
  EXPECT_EQ(recorder.before(12)->steps, 10);
  EXPECT_EQ(recorder.before(9), nullptr);
}

TEST(Recorder, RoomForOneStateIsTheLastGoodOnes) {
  Recorder recorder;
  recorder.set_room(1);
  recorder.begin(state_at(0, 0));
  recorder.keep_good(state_at(10, 1));
  recorder.keep(state_at(15, 2, 0.1, 5));
  EXPECT_EQ(steps_of(recorder), Steps({10}));
  EXPECT_EQ(recorder.held(), 16);
}

// A hundredth of a second each: only those a quarter of a second apart stay, and the newest.
TEST(Recorder, ShortEpochsAreKeptAQuarterOfASecondApart) {
  Recorder recorder;
  recorder.set_room(1000);
  recorder.begin(state_at(0, 0));
  for (int epoch = 1; epoch <= 100; ++epoch) recorder.keep_good(state_at(epoch * 10, epoch * 0.01));
  const auto& states = recorder.states();
  EXPECT_EQ(states.front()->steps, 0);
  EXPECT_EQ(states.back()->steps, 1000);
  for (std::size_t i = 1; i + 1 < states.size(); ++i) {
    EXPECT_GE(states[i]->seconds - states[i - 1]->seconds, Recorder::kApart - 1e-9) << i;
  }
  EXPECT_EQ(states.size(), 5U);  // 0, 0.25, 0.5, 0.75 and 1 s
}

// Of a long run what is recent stays dense: each distance is about in proportion to its age.
TEST(Recorder, IsThinnedByAge) {
  Recorder recorder;
  recorder.set_room(12);
  recorder.begin(state_at(0, 0));
  for (int epoch = 1; epoch <= 4096; ++epoch) {
    recorder.keep_good(state_at(epoch, epoch));
    EXPECT_LE(recorder.states().size(), 12U);
    EXPECT_EQ(recorder.states().front()->steps, 0);
    EXPECT_EQ(recorder.states().back()->steps, epoch);
  }
  const auto& states = recorder.states();
  ASSERT_EQ(states.size(), 12U);
  for (std::size_t i = 1; i < states.size(); ++i) {
    EXPECT_GT(states[i]->steps, states[i - 1]->steps);
    const auto age = static_cast<double>(4096 - states[i - 1]->steps);
    EXPECT_LE(static_cast<double>(states[i]->steps - states[i - 1]->steps), 0.8 * age + 1) << i;
  }
  EXPECT_LE(4096 - states[states.size() - 2]->steps, 4);
}

TEST(Recorder, TheLastGoodStateStaysAmongThoseInsideAnEpoch) {
  Recorder recorder;
  recorder.set_room(3);
  recorder.begin(state_at(0, 0));
  recorder.keep_good(state_at(100, 10));
  for (int i = 1; i <= 20; ++i) recorder.keep(state_at(100 + i, 10 + i, 0.1, i));
  EXPECT_EQ(steps_of(recorder), Steps({0, 100, 120}));
  EXPECT_EQ(recorder.good()->steps, 100);
}

TEST(Recorder, KnowsTheLearningRateOfEveryStep) {
  Recorder recorder;
  recorder.set_room(8);
  recorder.begin(state_at(0, 0, 0.1));
  recorder.change_rate(5, 0.1, 0.2);
  recorder.change_rate(5, 0.2, 0.3);  // nothing was trained in between: one change
  recorder.change_rate(9, 0.3, 0.05);
  recorder.change_rate(9, 0.05, 0.3);  // and back: none
  recorder.keep_good(state_at(10, 1, 0.3));
  recorder.change_rate(10, 0.3, 1.0);
  EXPECT_EQ(recorder.rates(), (std::vector<RateChange>{{5, 0.1, 0.3}, {10, 0.3, 1.0}}));
  const TrainerState& start = *recorder.before(4);
  EXPECT_EQ(recorder.rate_after(start, 0), 0.1);
  EXPECT_EQ(recorder.rate_after(start, 4), 0.1);
  EXPECT_EQ(recorder.rate_after(start, 5), 0.3);
  EXPECT_EQ(recorder.rate_after(start, 10), 1.0);
  EXPECT_EQ(recorder.rate_after(*recorder.before(10), 10), 1.0);
}

TEST(Recorder, ForgetsWhatIsNoLongerSo) {
  Recorder recorder;
  recorder.set_room(8);
  recorder.begin(state_at(0, 0));
  for (int epoch = 1; epoch <= 5; ++epoch) recorder.keep_good(state_at(epoch * 10, epoch));
  recorder.change_rate(20, 0.1, 0.2);
  recorder.change_rate(35, 0.2, 0.4);
  recorder.forget_after(35);
  EXPECT_EQ(steps_of(recorder), Steps({0, 10, 20, 30}));
  EXPECT_EQ(recorder.good()->steps, 30);
  EXPECT_EQ(recorder.rates(), (std::vector<RateChange>{{20, 0.1, 0.2}}));
}

TEST(Recorder, LessRoomKeepsWhatMatters) {
  Recorder recorder;
  recorder.set_room(8);
  recorder.begin(state_at(0, 0));
  for (int epoch = 1; epoch <= 7; ++epoch) recorder.keep_good(state_at(epoch * 10, epoch));
  recorder.set_room(2);
  EXPECT_EQ(steps_of(recorder), Steps({0, 70}));
  recorder.set_room(0);
  EXPECT_EQ(steps_of(recorder), Steps());
  EXPECT_EQ(recorder.good()->steps, 70);
  recorder.set_room(4);
  EXPECT_EQ(steps_of(recorder), Steps({70}));
}

History history_of(const std::vector<double>& losses) {
  History history;
  for (const double loss : losses) history.push_step(static_cast<float>(loss), std::nullopt, 0);
  return history;
}

// Begins at 1, then `later` step by step.
bool exploded(const std::function<double(int)>& later, int steps) {
  std::vector<double> losses(kFirstSteps, 1.0);
  for (int i = 0; i < steps; ++i) losses.push_back(later(i));
  return explodes(history_of(losses));
}

TEST(Explodes, ALossThatGrowsOnFarAboveItsStart) {
  EXPECT_TRUE(exploded([](int i) { return 2e3 * std::pow(1.1, i); }, 32));
  EXPECT_FALSE(exploded([](int i) { return 2e3 * std::pow(1.1, i); }, 31));  // not long enough
}

TEST(Explodes, WhatIsMerelyBadDoesNot) {
  EXPECT_FALSE(exploded([](int) { return 900.0; }, 200));                                // high and level
  EXPECT_FALSE(exploded([](int) { return 1e6; }, 200));                                  // higher, and level
  EXPECT_FALSE(exploded([](int i) { return 1e6 * std::pow(0.9, i); }, 40));              // comes down again
  EXPECT_FALSE(exploded([](int i) { return i % 10 == 9 ? 1.0 : 1e6 * (i + 1); }, 200));  // peaks
  // Five orders of magnitude above its best, not above its start.
  std::vector<double> losses(kFirstSteps, 1.0);
  for (int i = 0; i < 100; ++i) losses.push_back(1e-6);
  for (int i = 0; i < 64; ++i) losses.push_back(0.1 * std::pow(1.1, i));
  EXPECT_FALSE(explodes(history_of(losses)));
  EXPECT_FALSE(explodes(history_of({})));
  EXPECT_FALSE(explodes(history_of(std::vector<double>(100, 0.0))));
}

}  // namespace
}  // namespace headroom
