// Several seeds and folds beside the run: the job, what the facts say of it, and the sheet.
#include "app/state/repeater.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <thread>

#include "app/state/facts.h"
#include "core/device/cpu/cpu_device.h"
#include "core/io/presets.h"
#include "support/demo.h"
#include "support/text_finder.h"
#include "tests/support/fake_device.h"

namespace headroom::app {
namespace {

struct RepeaterTest : ::testing::Test {
  RepeaterTest() {
    RunFacts facts = *run.facts;
    facts.config = load_preset("scalability");
    facts.config.models = {{"small", "Small 1x4", {4}}};
    facts.config.selected = {"small"};
    facts.config.generator->rows = 300;
    facts.config.degree = 1;
    facts.config.train.epochs = 2;
    facts.config.reference.reset();
    run.facts = facts;
  }
  void wait() {
    for (int i = 0; i < 10'000 && repeater.running(); ++i) {
      repeater.collect(state.repeats);
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    ASSERT_FALSE(repeater.running());
  }
  std::string fact(const char* name) {
    return fact_text(find_fact(name)->read(Observed{.state = state, .run = run}));
  }

  test::Script script = std::make_shared<test::FakeScript>();
  bool fake = false;
  Snapshot run = demo::empty();
  UiState state;
  Repeater repeater{[this](const DeviceInfo&) {
    FigureDevices devices;
    devices.here = {{"here", [this]() -> std::unique_ptr<Device> {
                       if (fake) return std::make_unique<test::FakeDevice>(script);
                       return std::make_unique<cpu::CpuDevice>(1);
                     }}};
    return devices;
  }};
};

TEST_F(RepeaterTest, TrainsEverySeedAndTellsMeanAndSpread) {
  state.repeats.plan = {RepeatPlan::Kind::kSeeds, 3};
  repeater.start(run, state.repeats);
  EXPECT_EQ(fact("repeats_phase"), "training");
  EXPECT_EQ(fact("repeats_figures"), "none");
  wait();
  ASSERT_EQ(state.repeats.phase, RepeatsPhase::kDone) << state.repeats.failure->what();
  EXPECT_EQ(fact("repeats_done"), "3");
  const std::uint64_t first = run.facts->config.train.seed;
  double sum = 0, squares = 0;
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(state.repeats.done[i].number, first + i);
    const double accuracy = state.repeats.done[i].networks[0].validation.classes->accuracy;
    sum += accuracy;
    squares += accuracy * accuracy;
  }
  char words[80];
  std::snprintf(words, sizeof words, "small accuracy %.4f %.4f", sum / 3,
                std::sqrt(std::max(0.0, (squares - sum * sum / 3) / 2)));
  EXPECT_TRUE(fact("repeats_figures").starts_with(words)) << fact("repeats_figures") << "\n" << words;
}

TEST_F(RepeaterTest, FiguresOfEarlierSettingsAreTold) {
  state.repeats.plan = {RepeatPlan::Kind::kFolds, 2};
  repeater.start(run, state.repeats);
  wait();
  ASSERT_EQ(state.repeats.done.size(), 2U);
  EXPECT_FALSE(repeats_outdated(state.repeats, run));
  run.facts.edit().config.train.batch += 1;
  EXPECT_TRUE(repeats_outdated(state.repeats, run));
}

TEST_F(RepeaterTest, CancelledWhatIsDoneStays) {
  fake = true;
  std::atomic<bool> hold = false;
  std::atomic<std::int64_t> trainings = 0;
  script->on_create_engine = [&] {
    if (++trainings == 2) hold = true;
    while (hold) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  };
  repeater.start(run, state.repeats);
  for (int i = 0; i < 10'000 && state.repeats.done.empty(); ++i) {
    repeater.collect(state.repeats);
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  ASSERT_EQ(state.repeats.done.size(), 1U);
  EXPECT_GE(state.repeats.fraction, 0.2);
  repeater.cancel(state.repeats);
  hold = false;
  EXPECT_FALSE(repeater.running());
  EXPECT_EQ(state.repeats.phase, RepeatsPhase::kStopped);
  EXPECT_EQ(fact("repeats_done"), "1");
  EXPECT_FALSE(repeater.collect(state.repeats));
}

TEST_F(RepeaterTest, AFailureNamesTheTraining) {
  fake = true;
  script->steps_until_failure = 1;
  repeater.start(run, state.repeats);
  wait();
  EXPECT_EQ(state.repeats.phase, RepeatsPhase::kFailed);
  EXPECT_EQ(state.repeats.failure->code(), ErrorCode::kDevice);
  run = demo::empty();
  run.facts.edit().config.models.clear();
  EXPECT_THROW(repeater.start(run, state.repeats), Error);
}

// The mean of 0.90, 0.92, ... 0.98 is 0.94, their deviation the square root of 0.001.
TEST(RepeatsSheet, SaysMeanAndSpreadOfEveryNetwork) {
  Screen screen(1440, 900, 1);
  demo::Demo demo{"repeats", demo::training({"small", "large"}, 7), demo::ui_state()};
  demo.state.repeats = demo::repeats(5);
  demo.state.repeats.open = true;
  std::vector<std::string> words;
  for (const Text& text : texts_of(screen, demo))
    words.push_back(text.whole.empty() ? text.words : text.whole);
  for (const char* wanted : {"mean ± standard deviation over 5 seeds", "94.0 ± 3.2 %", "97.0 ± 1.6 %",
                             "test accuracy", "92.0 ± 3.2 %"}) {
    EXPECT_NE(std::find(words.begin(), words.end(), wanted), words.end()) << wanted;
  }
}

}  // namespace
}  // namespace headroom::app
