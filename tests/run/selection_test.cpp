// Which models train: side by side, toggled there and back, custom ones added and removed.
#include "core/run/run_thread.h"

#include "tests/run/driver.h"

namespace headroom {
namespace {

using test::Driver;
using test::FakeScript;
using test::losses;
using test::model;
using test::small_config;
using test::SnapshotPtr;

TEST(Selection, TwoModelsSideBySideShareRowsAndKeepPace) {
  // With learning rate 1 the fake's weight is the last batch's mean: from step 2 on the losses depend on the
  // rows and their order only.
  RunConfig config = small_config(100, 30);
  config.selected = {"small", "large"};
  config.train.optimizer.learning_rate = 1;
  auto script = std::make_shared<FakeScript>();
  Driver* driver = nullptr;
  std::int64_t apart = 0;
  script->on_evaluate = [&] {
    const SnapshotPtr s = driver->snapshot();
    apart = std::max(apart, std::abs(s->curves->models[0].epoch - s->curves->models[1].epoch));
  };
  Driver run(script);
  driver = &run;
  const SnapshotPtr s = run.train_to_end(config);
  std::vector<float> small = losses(model(*s, "small"));
  std::vector<float> large = losses(model(*s, "large"));
  ASSERT_EQ(small.size(), 240u);
  small.erase(small.begin());
  large.erase(large.begin());
  EXPECT_EQ(small, large);
  EXPECT_LE(apart, 1);
  EXPECT_EQ(s->memory->predicted, s->memory->charged);
}

TEST(Selection, AStepSideBySideIsOneOfEachAndAnEpochEndsTogether) {
  RunConfig config = small_config();
  config.selected = {"small", "large"};
  Driver run;
  run.load(config);
  run.post(command::Step{false});
  SnapshotPtr s = run.wait(RunState::kPaused);
  EXPECT_EQ(s->curves->models[0].steps, 1);
  EXPECT_EQ(s->curves->models[1].steps, 1);
  run.post(command::Step{true});
  s = run.wait(
      [](const Snapshot& x) { return x.state == RunState::kPaused && x.curves->models[0].epoch == 1; });
  EXPECT_EQ(s->curves->models[1].epoch, 1);
  EXPECT_EQ(s->curves->models[1].step_in_epoch, 0);
}

TEST(Selection, TogglingModelsKeepsTheOthersCurveAndGoesOnWhereItStopped) {
  Driver run;
  const SnapshotPtr trained = run.train_to_end();
  run.select({"large"});
  SnapshotPtr s = run.wait(RunState::kReady);
  EXPECT_EQ(losses(model(*s, "small")), losses(model(*trained, "small")));
  EXPECT_FALSE(model(*s, "small").selected);
  EXPECT_EQ(model(*s, "large").steps, 0);
  EXPECT_EQ(run.script->engines, 1);  // the small one left the device
  EXPECT_EQ(s->memory->predicted, s->memory->charged);
  run.post(command::Play{});
  s = run.wait(RunState::kFinished);
  EXPECT_EQ(model(*s, "large").history.epochs.size(), 3u);
  run.select({"small", "large"});
  s = run.sync();
  EXPECT_EQ(s->state, RunState::kFinished);
  EXPECT_EQ(model(*s, "small").epoch, 3);
  run.post(command::Reset{});
  s = run.wait(RunState::kReady);
  EXPECT_TRUE(model(*s, "small").history.epochs.empty());
  EXPECT_TRUE(model(*s, "large").history.epochs.empty());
}

TEST(Selection, TogglingThereAndBackIsAsIfNothingHappened) {
  Driver straight;
  const SnapshotPtr expected = straight.train_to_end();
  Driver run;
  run.load();
  run.post(command::Step{true});
  run.wait(RunState::kPaused);
  run.post(command::Step{false});
  run.wait([](const Snapshot& x) { return x.state == RunState::kPaused && x.curves->models[0].steps == 9; });
  run.select({"large"});
  run.wait(RunState::kReady);
  run.select({"small"});
  run.wait(RunState::kPaused);
  run.post(command::Play{});
  EXPECT_EQ(losses(model(*run.wait(RunState::kFinished), "small")), losses(model(*expected, "small")));
}

TEST(Selection, CustomModelAndActivation) {
  Driver run;
  run.load();
  run.custom({7, 5});
  SnapshotPtr s = run.wait([](const Snapshot& x) { return x.curves->models.size() == 3; });
  EXPECT_TRUE(model(*s, "custom").selected);
  EXPECT_EQ(model(*s, "custom").spec.widths, (std::vector<std::int64_t>{2, 7, 5, 1}));
  run.change([](RunConfig& config) { config.activation = Activation::kTanh; });
  s = run.wait([](const Snapshot& x) { return x.facts->config.activation == Activation::kTanh; });
  EXPECT_EQ(model(*s, "custom").spec.activation, Activation::kTanh);
  EXPECT_EQ(s->state, RunState::kReady);
}

TEST(Selection, TheCustomModelCanBeRemoved) {
  Driver run;
  const SnapshotPtr before = run.train_to_end();
  run.custom({7, 5});
  run.wait([](const Snapshot& x) { return x.curves->models.size() == 3; });
  run.change(remove_custom_model);
  const SnapshotPtr s = run.wait([](const Snapshot& x) { return x.curves->models.size() == 2; });
  EXPECT_TRUE(model(*s, "small").selected);
  EXPECT_EQ(losses(model(*s, "small")), losses(model(*before, "small")));
  EXPECT_TRUE(s->past->empty());  // it had not trained
  RunConfig without = s->facts->config;
  EXPECT_THROW(remove_custom_model(without), Error);
}

TEST(Selection, ACustomModelThatIsRemovedLeavesItsCurve) {
  Driver run;
  run.load();
  run.custom({7, 5});
  run.post(command::Play{});
  const SnapshotPtr trained = run.wait(RunState::kFinished);
  const std::vector<float> curve = losses(model(*trained, "custom"));
  run.change(remove_custom_model);
  SnapshotPtr s = run.wait([](const Snapshot& x) { return x.curves->models.size() == 2; });
  ASSERT_EQ(s->past->size(), 1U);
  const PastRun& ghost = s->past->at(0);
  EXPECT_EQ(ghost.model, "custom");
  ASSERT_EQ(ghost.history.step_loss.size(), curve.size());
  EXPECT_EQ(ghost.history.step_loss[curve.size() - 1], curve.back());
  // Undone, it is a live curve again and no ghost.
  run.post(command::Undo{});
  s = run.wait([](const Snapshot& x) { return x.curves->models.size() == 3; });
  EXPECT_TRUE(s->past->empty());
  EXPECT_EQ(losses(model(*s, "custom")), curve);
}

}  // namespace
}  // namespace headroom
