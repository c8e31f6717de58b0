// A learner's figure is measured by a job, while the window and its run go on.
#include "app/state/learn_measure.h"

#include <gtest/gtest.h>

#include <chrono>
#include <thread>

#include "support/demo.h"
#include "tests/support/fake_device.h"

namespace headroom::app {
namespace {

using MeasurementPhase = FigureMeasurement::Phase;

struct MeterTest : ::testing::Test {
  void wait(FigureMeter& meter) {
    for (int i = 0; i < 5000 && meter.running(); ++i) {
      meter.collect(run, state);
      if (meter.running()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    ASSERT_FALSE(meter.running()) << "the measurement did not end";
  }
  FigureDevices devices(const DeviceInfo& device) {
    asked = device;
    FigureDevices all;
    all.here = {{"fake", [this] { return std::make_unique<test::FakeDevice>(script); }}};
    return all;
  }
  FigureMeter meter() {
    script->on_steps = [this](const ModelSpec& model, const auto&, std::int64_t steps) {
      while (hold) std::this_thread::sleep_for(std::chrono::milliseconds(1));
      now += static_cast<double>(steps) * (model.widths.size() > 5 ? 0.03 : 0.01);
    };
    return FigureMeter([this](const DeviceInfo& device) { return devices(device); }, [this] { return now; });
  }

  test::Script script = std::make_shared<test::FakeScript>();
  double now = 0;  // of the job's thread
  std::atomic<bool> hold = false;
  DeviceInfo asked;
  Snapshot run = demo::empty();
  FigureMeasurement state;
};

const FigureRequest kFewRows{.rows = 1000};

TEST_F(MeterTest, MeasuresOnTheDeviceOfTheRun) {
  RunFacts facts = *run.facts;
  facts.device.id = "fake:7";
  run.facts = facts;
  FigureMeter meter = this->meter();
  EXPECT_FALSE(meter.collect(run, state));
  EXPECT_EQ(state.phase, MeasurementPhase::kIdle);
  hold = true;
  meter.start("epoch-time-ratio", kFewRows, run, state);
  EXPECT_EQ(state.phase, MeasurementPhase::kMeasuring);
  EXPECT_EQ(state.id, "epoch-time-ratio");
  EXPECT_EQ(state.request, kFewRows);
  hold = false;
  wait(meter);
  ASSERT_EQ(state.phase, MeasurementPhase::kMeasured);
  EXPECT_NEAR(state.result->figure.value, 3, 1e-9);
  EXPECT_FALSE(state.disturbed);
  EXPECT_EQ(state.result->figure.how.size(), 2U);
  EXPECT_EQ(asked.id, "fake:7");
}

TEST_F(MeterTest, SaysThatTheRunTrainedAtTheSameTime) {
  FigureMeter meter = this->meter();
  hold = true;
  meter.start("epoch-time-ratio", kFewRows, run, state);
  run.state = RunState::kTraining;  // only for a while
  meter.collect(run, state);
  run.state = RunState::kPaused;
  hold = false;
  wait(meter);
  ASSERT_EQ(state.phase, MeasurementPhase::kMeasured);
  EXPECT_TRUE(state.disturbed);
  EXPECT_EQ(state.result->figure.how.back(), "the run trained at the same time: each slowed the other down");
  // Bytes do not depend on who else works.
  run.state = RunState::kTraining;
  meter.start("memory-ratio", kFewRows, run, state);
  wait(meter);
  EXPECT_TRUE(state.disturbed);
  EXPECT_EQ(state.result->figure.how.size(), 2U);
}

TEST_F(MeterTest, CancelledItIsIdleAgain) {
  FigureMeter meter = this->meter();
  hold = true;
  meter.start("epoch-time-ratio", kFewRows, run, state);
  meter.cancel(state);
  EXPECT_EQ(state.phase, MeasurementPhase::kIdle);
  EXPECT_EQ(state.id, "");
  EXPECT_FALSE(meter.running());
  meter.cancel(state);
  hold = false;
  meter.start("arithmetic-ratio", {}, run, state);
  wait(meter);
  EXPECT_EQ(state.phase, MeasurementPhase::kMeasured);
  EXPECT_EQ(state.result->id, "arithmetic-ratio");
}

TEST_F(MeterTest, AFailureIsAReasonAndNoFigure) {
  FigureMeter meter = this->meter();
  script->steps_until_failure = 5;
  meter.start("epoch-time-ratio", kFewRows, run, state);
  wait(meter);
  ASSERT_EQ(state.phase, MeasurementPhase::kFailed);
  EXPECT_FALSE(state.result);
  EXPECT_EQ(state.failure->code(), ErrorCode::kDevice);
  // And another attempt may succeed.
  script->steps_until_failure = 1'000'000;
  meter.start("epoch-time-ratio", kFewRows, run, state);
  EXPECT_FALSE(state.failure);
  wait(meter);
  EXPECT_EQ(state.phase, MeasurementPhase::kMeasured);
  meter.start("no-such-figure", {}, run, state);
  wait(meter);
  EXPECT_EQ(state.failure->code(), ErrorCode::kNotFound);
  FigureMeter nowhere{{}};
  nowhere.start("epoch-time-ratio", {}, run, state);
  wait(nowhere);
  EXPECT_EQ(state.phase, MeasurementPhase::kFailed);
}

TEST(FigureDevicesTest, OfTheRunOrAll) {
  DeviceInfo run;
  const FigureDevices none = figure_devices(run);
  EXPECT_FALSE(none.all.empty());
  EXPECT_EQ(none.here.size(), none.all.size());
  run.id = "cpu";
  run.threads = 1;
  const FigureDevices loaded = figure_devices(run);
  ASSERT_EQ(loaded.here.size(), 1U);
  EXPECT_EQ(loaded.here.front().open()->info().threads, 1);
}

}  // namespace
}  // namespace headroom::app
