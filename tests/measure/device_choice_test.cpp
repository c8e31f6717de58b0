// The clock of these tests runs by the steps that the fake devices train: every figure follows by hand.
#include "core/measure/device_choice.h"

#include <gtest/gtest.h>

#include "core/base/error.h"
#include "core/measure/workload.h"
#include "tests/support/fake_device.h"

namespace headroom {
namespace {

using test::FakeDevice;
using test::FakeScript;

// Devices that take so many seconds a step.
struct Race {
  explicit Race(std::vector<double> paces) : seconds_per_step(std::move(paces)) {
    for (std::size_t i = 0; i < seconds_per_step.size(); ++i) {
      scripts.push_back(std::make_shared<FakeScript>());
      const std::string id = "fake:" + std::to_string(i);
      candidates.push_back(
          {id, [script = scripts.back(), id] { return std::make_unique<FakeDevice>(script, id); }});
    }
    question.data = {.rows = 100, .train_rows = 80, .columns = 1, .degree = 1};
    question.models = {{{1, 1}, Activation::kRelu, Output::kSigmoid}};
    question.settings.batch = 2;
    question.settings.optimizer.kind = OptimizerKind::kSgd;
  }

  double clock() const {
    double seconds = 0;
    for (std::size_t i = 0; i < scripts.size(); ++i) {
      seconds += static_cast<double>(scripts[i]->steps) * seconds_per_step[i];
    }
    return seconds;
  }
  DeviceChoice choose() const {
    return choose_device(candidates, question, {.seconds = 0.1, .clock = [this] { return clock(); }});
  }

  std::vector<double> seconds_per_step;
  std::vector<test::Script> scripts;
  std::vector<Candidate> candidates;
  NetworkJob question;
};

TEST(StepTimer, SamplesOfWholePartsOfAnEpoch) {
  Race race({0.001});
  FakeDevice device(race.scripts[0]);
  const auto data = seeded_data(device, race.question.data, race.question.models[0]);
  const auto engine = device.create_engine(race.question.models[0], race.question.settings, *data);
  start_seeded(*engine, 1);
  // 80 rows in batches of 2: 40 steps an epoch. 1, 2, 4 and 8 steps find that 10 of them last 10 ms.
  const StepTimes times = time_steps(
      *engine, 2, {.seconds = 0.095, .sample_seconds = 0.010, .clock = [&] { return race.clock(); }});
  EXPECT_EQ(race.scripts[0]->steps - times.steps, 1 + 2 + 4 + 8);
  EXPECT_NEAR(times.median(), 0.001, 1e-12);
  EXPECT_NEAR(times.least(), 0.001, 1e-12);
  EXPECT_NEAR(times.most(), 0.001, 1e-12);
  EXPECT_GE(static_cast<double>(times.steps) * 0.001, 0.095);
  EXPECT_EQ(race.scripts[0]->largest_slice, 10);
}

// Batches of 2, 2 and 1 rows in samples of one step: a step of 5/3 rows takes 5/6 or, for the last, 5/3 of a
// clock that counts steps.
TEST(StepTimer, ASampleCountsByItsRows) {
  Race race({1.0});
  race.question.data = {.rows = 5, .train_rows = 5, .columns = 1, .degree = 1};
  FakeDevice device(race.scripts[0]);
  const auto data = seeded_data(device, race.question.data, race.question.models[0]);
  const auto engine = device.create_engine(race.question.models[0], race.question.settings, *data);
  start_seeded(*engine, 1);
  const StepTimes times =
      time_steps(*engine, rows_per_step(race.question.data, 2),
                 {.seconds = 3, .sample_seconds = 0.010, .clock = [&] { return race.clock(); }});
  ASSERT_EQ(times.samples.size(), 3u);  // the first step of the epoch was the trial
  EXPECT_NEAR(times.samples[0], 5.0 / 6, 1e-12);
  EXPECT_NEAR(times.samples[1], 5.0 / 3, 1e-12);
  EXPECT_NEAR(times.samples[2], 5.0 / 6, 1e-12);
}

TEST(StepTimer, TheMedianOfAnEvenNumberIsTheMiddleOfTwo) {
  const StepTimes times{.samples = {4, 1, 3, 2}, .steps = 4};
  EXPECT_EQ(times.median(), 2.5);
  EXPECT_EQ(times.least(), 1);
  EXPECT_EQ(times.most(), 4);
}

TEST(StepTimer, AClockThatStandsStillEnds) {
  Race race({0});
  const DeviceChoice choice = race.choose();
  EXPECT_EQ(choice.trials[0].times->median(), 0);
}

TEST(DeviceChoice, TheFastestWinsAndEveryFigureIsTold) {
  const DeviceChoice choice = Race({0.0021, 0.0012, 0.0030}).choose();
  EXPECT_EQ(choice.best, 1u);
  EXPECT_EQ(choice.trials[choice.best].device.id, "fake:1");
  EXPECT_NEAR(choice.trials[2].times->median(), 0.0030, 1e-12);
  EXPECT_EQ(choice_text(choice),
            "fake:0 2 100.0 us a step; fake:1 1 200.0 us a step; fake:2 3 000.0 us a step");
}

TEST(DeviceChoice, WithinATenthTheFirstStays) {
  EXPECT_EQ(Race({0.00100, 0.00091}).choose().best, 0u);
  EXPECT_EQ(Race({0.00100, 0.00089}).choose().best, 1u);
}

TEST(DeviceChoice, WhatFailsIsToldAndNotTaken) {
  Race race({0.002, 0.001, 0.001});
  race.scripts[1]->on_create_engine = [] { throw Error(ErrorCode::kUnsupported, "fp32 only", "fake:1"); };
  race.scripts[2]->total = 4 * kMiB;
  race.question.data.rows = race.question.data.train_rows = 1'000'000;
  const DeviceChoice choice = race.choose();
  EXPECT_EQ(choice.best, 0u);
  EXPECT_EQ(choice.trials[1].reason, "fp32 only");
  EXPECT_NE(choice.trials[2].reason.find("short by"), std::string::npos) << choice.trials[2].reason;
  EXPECT_NE(choice_text(choice).find("fake:1 takes no part (fp32 only)"), std::string::npos);
  EXPECT_EQ(race.scripts[2]->steps, 0);
}

TEST(DeviceChoice, WhenNoneCanTheFirstReasonIsThrown) {
  Race race({0.001, 0.001});
  for (const test::Script& script : race.scripts) script->steps_until_failure = 3;
  try {
    race.choose();
    FAIL() << "two broken devices were chosen from";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kDevice);
  }
  EXPECT_THROW(choose_device({}, race.question), Error);
}

TEST(DeviceChoice, TheLargestModelIsTriedOnFewRowsAndNothingIsLeftBehind) {
  Race race({0.001});
  race.question.data.rows = race.question.data.train_rows = 4'000'000;
  race.question.models.push_back({{1, 3, 1}, Activation::kRelu, Output::kSigmoid});
  std::int64_t uploads = 0;
  race.scripts[0]->on_upload = [&] { ++uploads; };
  race.choose();
  EXPECT_EQ(uploads, 1);
  EXPECT_EQ(race.scripts[0]->engines, 0);
}

TEST(DeviceChoice, ThreadCounts) {
  EXPECT_EQ(thread_counts(1), (std::vector<int>{1}));
  EXPECT_EQ(thread_counts(2), (std::vector<int>{1, 2}));
  EXPECT_EQ(thread_counts(12), (std::vector<int>{1, 2, 4, 8, 12}));
  EXPECT_EQ(thread_counts(0), (std::vector<int>{1}));
}

TEST(Workload, MultiplyAddsByHand) {
  // 3 -> 2 -> 1 with 10 rows: first layer 6 weights twice, second 2 weights three times.
  EXPECT_EQ(multiply_adds({{3, 2, 1}, Activation::kRelu, Output::kSigmoid}, 10), 10 * (6 * 2 + 2 * 3));
  // 8000 rows in batches of 256 are 32 steps.
  EXPECT_EQ(rows_per_step({.rows = 10000, .train_rows = 8000, .columns = 1, .degree = 1}, 256), 250);
}

}  // namespace
}  // namespace headroom
