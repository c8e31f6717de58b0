// Inspections: computed for whoever watches, within a budget and an interval, and told in their slots.
#include "core/run/inspections.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/device/cpu/cpu_device.h"
#include "driver.h"

namespace headroom {
namespace {

// What the inspector of the test does and has done. Each piece takes `piece` seconds of `now`.
struct Counts {
  int begun = 0, calls = 0, pieces = 0, pieces_wanted = 1;
  double piece = 0, now = 0;
  bool fails = false;
};

class CountingInspector : public Inspector {
 public:
  explicit CountingInspector(Counts& counts) : counts_(counts) { ++counts_.begun; }
  bool advance(const Run&, const std::function<bool()>& time_is_up) override {
    ++counts_.calls;
    while (done_ < counts_.pieces_wanted) {
      if (counts_.fails) throw Error(ErrorCode::kUnsupported, "it cannot be looked at");
      ++done_;
      ++counts_.pieces;
      counts_.now += counts_.piece;
      if (time_is_up()) break;
    }
    return done_ == counts_.pieces_wanted;
  }
  Findings findings() override { return {}; }

 private:
  Counts& counts_;
  int done_ = 0;
};

Inspectors counting(Counts& counts) {
  Inspectors inspectors;
  inspectors[index_of(Inspect::kErrors)].make = [&](const Look&) {
    return std::make_unique<CountingInspector>(counts);
  };
  return inspectors;
}

RunSetup small_setup(const test::Script& script = std::make_shared<test::FakeScript>()) {
  RunSetup setup;
  setup.config = test::small_config();
  setup.device = std::make_shared<test::FakeDevice>(script);
  return setup;
}

class InspectionsTest : public ::testing::Test {
 protected:
  InspectionsTest() { run.set_goal(Goal::kAll); }
  // A step of training, and what follows it.
  Inspections::Did step() {
    run.set_goal(Goal::kStep);
    run.advance();
    return inspections.advance(run, true);
  }
  const Inspection* result() const { return inspections.results()[index_of(Inspect::kErrors)].get(); }

  Counts counts;
  Progress progress;
  headroom::Run run{small_setup(), progress};
  Inspections inspections{counting(counts), [this] { return counts.now; }};
};

TEST_F(InspectionsTest, NothingIsComputedThatNobodyWatches) {
  for (int i = 0; i < 5; ++i) EXPECT_FALSE(step().worked);
  inspections.watch(interest(Inspect::kNetwork));  // not the one that is there
  for (int i = 0; i < 5; ++i) EXPECT_FALSE(step().worked);
  EXPECT_EQ(counts.begun, 0);
  EXPECT_EQ(result(), nullptr);
}

TEST_F(InspectionsTest, BeginsAtMostOnceInAnInterval) {
  inspections.watch(interest(Inspect::kErrors));
  EXPECT_TRUE(step().finished);
  ASSERT_NE(result(), nullptr);
  EXPECT_EQ(result()->version, 1U);
  EXPECT_EQ(result()->steps, (std::vector<std::int64_t>{1, 0}));
  counts.now = 0.099;
  EXPECT_FALSE(step().worked);
  counts.now = 0.101;
  EXPECT_TRUE(step().finished);
  EXPECT_EQ(result()->version, 2U);
  EXPECT_EQ(result()->steps, (std::vector<std::int64_t>{3, 0}));
  EXPECT_EQ(counts.begun, 2);
}

TEST_F(InspectionsTest, StopsAtTheEndOfItsBudgetAndGoesOn) {
  counts.pieces_wanted = 5;
  counts.piece = 0.0009;  // three pieces reach the 2 ms
  inspections.watch(interest(Inspect::kErrors));
  Inspections::Did did = step();
  EXPECT_TRUE(did.worked);
  EXPECT_FALSE(did.finished);
  EXPECT_EQ(counts.pieces, 3);
  EXPECT_EQ(result(), nullptr);
  did = step();
  EXPECT_TRUE(did.finished);
  EXPECT_EQ(counts.pieces, 5);
  EXPECT_EQ(counts.begun, 1);
  EXPECT_EQ(counts.calls, 2);
  EXPECT_NEAR(result()->seconds, 0.0045, 1e-12);
  EXPECT_EQ(result()->steps, (std::vector<std::int64_t>{1, 0}));  // when it was begun
}

TEST_F(InspectionsTest, WhatNobodyWatchesAnyMoreIsDropped) {
  counts.pieces_wanted = 5;
  counts.piece = 0.003;
  inspections.watch(interest(Inspect::kErrors));
  step();
  inspections.watch({});
  EXPECT_FALSE(step().worked);
  inspections.watch(interest(Inspect::kErrors));
  step();
  EXPECT_EQ(counts.begun, 2);
}

TEST_F(InspectionsTest, AStandingRunIsLookedAtOnce) {
  inspections.watch(interest(Inspect::kErrors));
  step();
  EXPECT_FALSE(inspections.advance(run, false).worked);
  run.set_goal(Goal::kStep);
  run.advance();
  EXPECT_TRUE(inspections.advance(run, false).finished);  // without waiting for the interval
  EXPECT_FALSE(inspections.advance(run, false).worked);
  inspections.restart();
  EXPECT_EQ(result(), nullptr);
  EXPECT_TRUE(inspections.advance(run, false).finished);
}

TEST_F(InspectionsTest, AnErrorStandsInTheSlotUntilTheNextTime) {
  counts.fails = true;
  inspections.watch(interest(Inspect::kErrors));
  EXPECT_TRUE(step().finished);
  ASSERT_TRUE(result()->error);
  EXPECT_EQ(result()->error->code(), ErrorCode::kUnsupported);
  counts.fails = false;
  counts.now = 1;
  step();
  EXPECT_FALSE(result()->error);
}

TEST(NetworkInspection, TellsTheWeightsThatTheEngineHas) {
  RunSetup setup;
  setup.config = test::small_config();
  setup.config.selected = {"small", "large"};
  setup.device = std::make_shared<cpu::CpuDevice>(1);
  Progress progress;
  headroom::Run run(std::move(setup), progress);
  for (run.set_goal(Goal::kEpoch); !run.goal_reached();) run.advance();

  for (std::size_t m = 0; m < 2; ++m) {
    Inspections inspections;
    Look look;
    look.model = run.lanes()[m].choice.id;
    inspections.watch(interest(Inspect::kNetwork), look);
    while (inspections.advance(run, false).worked) {
    }
    const auto seen = inspections.results()[index_of(Inspect::kNetwork)];
    ASSERT_TRUE(seen && seen->network()) << (seen && seen->error ? seen->error->what() : "nothing");
    EXPECT_EQ(seen->network()->model, look.model);
    const std::vector<LayerFigures>& layers = seen->network()->layers->of;
    Engine& engine = run.lanes()[m].trainer->engine();
    const Weights weights = engine.state().weights;
    ASSERT_EQ(layers.size(), weights.layers.size());
    for (std::size_t l = 0; l < layers.size(); ++l) {
      const auto& values = weights.layers[l].weight;
      double least = values[0], most = values[0], sum = 0, squares = 0, zeros = 0;
      for (const double v : values) {
        least = std::min(least, v);
        most = std::max(most, v);
        sum += v;
        squares += v * v;
        zeros += v == 0 ? 1 : 0;
      }
      const auto count = static_cast<double>(values.size());
      const LayerFigures& layer = layers[l];
      EXPECT_EQ(layer.min, least);
      EXPECT_EQ(layer.max, most);
      EXPECT_NEAR(layer.mean, sum / count, 1e-9);
      EXPECT_NEAR(layer.rms, std::sqrt(squares / count), 1e-9);
      EXPECT_EQ(layer.zeros, zeros / count);
      double gradient = 0;
      const std::string name = "gradient.layers." + std::to_string(l);
      for (const auto& [tensor, size] : {std::pair(name + ".weight", values.size()),
                                         std::pair(name + ".bias", weights.layers[l].bias.size())}) {
        for (const double g : engine.read(tensor, 0, static_cast<std::int64_t>(size))) gradient += g * g;
      }
      EXPECT_NEAR(layer.gradient_norm, std::sqrt(gradient), 1e-6);
    }
  }
}

TEST(WatchCommand, TheThreadLooksWhileItTrainsAndWhileItStands) {
  test::Driver run;
  run.load();
  EXPECT_EQ(run.snapshot()->inspections[index_of(Inspect::kNetwork)], nullptr);
  run.post(command::Watch{interest(Inspect::kNetwork)});
  const auto seen = [](const Snapshot& s) { return s.inspections[index_of(Inspect::kNetwork)]; };
  test::SnapshotPtr s = run.wait([&](const Snapshot& x) { return seen(x) && seen(x)->steps[0] == 0; });
  ASSERT_TRUE(seen(*s)->network());
  EXPECT_EQ(seen(*s)->network()->model, "small");
  EXPECT_EQ(seen(*s)->network()->layers->of.size(), 2U);
  run.post(command::Play{});
  s = run.wait([&](const Snapshot& x) {
    return x.state == RunState::kFinished && seen(x) && seen(x)->steps[0] == 24;
  });
  EXPECT_FALSE(seen(*s)->error);
}

TEST(WatchCommand, AnInspectorThatFailsLeavesTheRunAlone) {
  Counts counts;
  counts.fails = true;
  std::atomic<bool> told = false;
  const auto script = std::make_shared<test::FakeScript>();
  RunThread run(
      {.list =
           [] {
             return std::vector<DeviceInfo>{
                 {.id = "fake:0", .kind = "fake", .name = "Fake", .compute_capability = {}}};
           },
       .open = [&](const std::string& id) { return std::make_unique<test::FakeDevice>(script, id); }},
      [&] {
        told.store(true);
        told.notify_all();
      },
      Inspections(counting(counts)));
  const auto wait = [&](const std::function<bool(const Snapshot&)>& condition) {
    for (;;) {
      const std::shared_ptr<const Snapshot> now = run.snapshot();
      if (condition(*now)) return now;
      told.wait(false);
      told.store(false);
    }
  };
  run.post(command::Watch{interest(Inspect::kErrors)});
  run.post(command::Load{test::small_config(), true});
  const auto now = wait([](const Snapshot& s) {
    return s.state == RunState::kFinished && s.inspections[index_of(Inspect::kErrors)];
  });
  EXPECT_TRUE(now->inspections[index_of(Inspect::kErrors)]->error);
  EXPECT_FALSE(now->error);
  EXPECT_EQ(now->curves->models[0].epoch, 3);
}

}  // namespace
}  // namespace headroom
