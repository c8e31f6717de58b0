// The flight recorder of a run: what is charged, looking back, going back, and what broke.
#include <algorithm>
#include <cmath>
#include <limits>

#include "core/model/layer_trace.h"
#include "core/run/way_back.h"
#include "core/train/replay.h"
#include "tests/run/driver.h"
#include "tests/run/inspected_run.h"

namespace headroom {
namespace {

using test::Driver;
using test::FakeScript;
using test::InspectedRun;
using test::losses;
using test::model;
using test::small_config;
using test::SnapshotPtr;

constexpr auto kRecorder = static_cast<std::size_t>(Category::kRecorder);

RunConfig two_networks(std::int64_t epochs = 3) {
  RunConfig config = small_config(100, epochs);
  config.selected = {"small", "large"};
  return config;
}

// Waits until the step is there; nothing: live.
SnapshotPtr look_back(Driver& run, std::optional<std::int64_t> step) {
  run.post(command::LookBack{step});
  return run.wait([step](const Snapshot& s) { return s.recorder->shown == step && !s.recorder->moving; });
}

TEST(RunRecorder, IsChargedAsPredictedAndHoldsNoMore) {
  Driver run;
  const SnapshotPtr ready = run.load(two_networks());
  // Momentum: weights and one moment. 2->4->1 has 17 parameters, 2->8->8->1 has 105.
  const Bytes one = (17 + 105) * 2 * 4;
  EXPECT_EQ(ready->recorder->one_state, one);
  EXPECT_EQ(ready->recorder->most, kUsualRecorder);
  EXPECT_EQ(ready->recorder->bytes, kMostRecorded * one);
  EXPECT_GE(ready->memory->charged[kRecorder], ready->recorder->bytes);
  EXPECT_EQ(ready->memory->charged, ready->memory->predicted);
  run.post(command::Play{});
  const SnapshotPtr trained = run.wait(RunState::kFinished);
  EXPECT_LE(trained->recorder->held, trained->recorder->bytes);
  EXPECT_GT(trained->recorder->held, 0);
  EXPECT_EQ(trained->recorder->newest, 24);
  EXPECT_EQ(trained->recorder->moments.front(), (RecorderStatus::Moment{0, 0}));
  EXPECT_EQ(trained->recorder->moments.back(), (RecorderStatus::Moment{24, 3}));
  EXPECT_EQ(trained->memory->charged, ready->memory->charged);
}

TEST(RunRecorder, OffItKeepsTheLastGoodEpochAlone) {
  Driver run;
  RunConfig config = small_config();
  config.recorder = 0;
  run.train_to_end(config);
  SnapshotPtr s = run.sync();
  EXPECT_EQ(s->recorder->bytes, 0);
  EXPECT_TRUE(s->recorder->moments.empty());
  EXPECT_EQ(s->memory->charged[kRecorder], 0);
  EXPECT_EQ(s->memory->charged, s->memory->predicted);
  const std::uint64_t before = s->error_sequence;
  run.post(command::LookBack{3});
  s = run.wait_for_error(before);
  EXPECT_NE(s->error->message().find("without the flight recorder"), std::string::npos)
      << s->error->message();
  EXPECT_FALSE(s->recorder->shown);
  // Switched on it goes on without starting over, from here on.
  run.change([](RunConfig& now) {
    now.recorder = kUsualRecorder;
    now.train.epochs = 5;
  });
  run.post(command::Play{});
  s = run.wait([](const Snapshot& x) { return x.state == RunState::kFinished && x.recorder->newest == 40; });
  EXPECT_EQ(s->recorder->moments.front().step, 24);
  EXPECT_EQ(s->memory->charged, s->memory->predicted);
}

TEST(RunRecorder, TooSmallForOneStateSaysHowMuchItNeeds) {
  Driver run;
  RunConfig config = small_config();
  config.recorder = 17 * 2 * 4 - 1;
  const SnapshotPtr s = run.train_to_end(config);
  EXPECT_EQ(s->recorder->bytes, 0);
  EXPECT_EQ(s->recorder->one_state, 17 * 2 * 4);
  EXPECT_TRUE(s->recorder->moments.empty());
}

TEST(RunRecorder, LookingBackShowsThePastAndChangesNothing) {
  Driver straight;
  const SnapshotPtr expected = straight.train_to_end(two_networks(5));
  Driver run;
  run.train_to_end(two_networks(3));
  run.post(command::Watch{interest(Inspect::kNetwork)});
  SnapshotPtr s = look_back(run, 11);
  EXPECT_EQ(s->state, RunState::kFinished);
  EXPECT_EQ(model(*s, "small").steps, 24);  // the curves stay whole
  EXPECT_EQ(model(*s, "large").history.step_loss.size(), 24U);
  s = run.wait([](const Snapshot& x) {
    const auto& seen = x.inspections[index_of(Inspect::kNetwork)];
    return seen && seen->steps == std::vector<std::int64_t>{11, 11};
  });
  s = look_back(run, std::nullopt);
  EXPECT_FALSE(s->recorder->shown);
  look_back(run, 5);
  run.change([](RunConfig& config) { config.train.epochs = 5; });  // returns to the newest step first
  run.post(command::Play{});
  s = run.wait([](const Snapshot& x) { return x.state == RunState::kFinished && x.recorder->newest == 40; });
  EXPECT_FALSE(s->recorder->shown);
  for (const char* id : {"small", "large"}) EXPECT_EQ(losses(model(*s, id)), losses(model(*expected, id)));
}

TEST(RunRecorder, ALookBeyondTheNewestStepIsLive) {
  Driver run;
  run.train_to_end();
  run.post(command::LookBack{24});
  EXPECT_FALSE(run.sync()->recorder->shown);
}

// To step 9, another rate, and to the end; once straight, once after the run went further.
TEST(RunRecorder, GoingBackContinuesAsIfItHadNeverGoneFurther) {
  const auto change_rate = [](RunConfig& config) { config.train.optimizer.learning_rate = 0.03; };
  Driver straight;
  straight.load(two_networks());
  straight.post(command::Step{true});
  straight.wait([](const Snapshot& s) { return s.state == RunState::kPaused && s.recorder->newest == 8; });
  straight.post(command::Step{false});
  straight.wait([](const Snapshot& s) { return s.state == RunState::kPaused && s.recorder->newest == 9; });
  straight.change(change_rate);
  straight.post(command::Play{});
  const SnapshotPtr expected = straight.wait(RunState::kFinished);

  Driver run;
  const SnapshotPtr before = run.train_to_end(two_networks());
  run.post(command::GoBack{9, 0.03});
  SnapshotPtr s = run.wait([](const Snapshot& x) {
    return x.state == RunState::kFinished && x.facts->config.train.optimizer.learning_rate == 0.03;
  });
  for (const char* id : {"small", "large"}) {
    EXPECT_EQ(losses(model(*s, id)), losses(model(*expected, id)));
    EXPECT_EQ(model(*s, id).history.epochs.back().validation_loss,
              model(*expected, id).history.epochs.back().validation_loss);
    EXPECT_EQ(model(*s, id).history.epochs[1].train_loss, model(*expected, id).history.epochs[1].train_loss);
  }
  EXPECT_EQ(s->recorder->rates, (std::vector<RateChange>{{9, 0.1, 0.03}}));
  // What was left stays behind, until the next reset; Undo brings all of it back.
  ASSERT_EQ(s->past->size(), 2U);
  EXPECT_TRUE(s->past->front().branch);
  EXPECT_EQ(s->past->front().history.step_loss.size(), 24U);
  run.post(command::Undo{});
  s = run.wait([](const Snapshot& x) { return x.facts->undone; });
  EXPECT_TRUE(s->past->empty());
  for (const char* id : {"small", "large"}) EXPECT_EQ(losses(model(*s, id)), losses(model(*before, id)));
  EXPECT_EQ(s->recorder->moments.front().step, 0);
  run.post(command::Undo{});
  run.wait([](const Snapshot& x) { return !x.facts->undone; });
  run.post(command::Reset{});
  s = run.wait(RunState::kReady);
  EXPECT_TRUE(
      std::none_of(s->past->begin(), s->past->end(), [](const PastRun& past) { return past.branch; }));
}

TEST(RunRecorder, NothingToGoBackFromIsRefused) {
  Driver run;
  const SnapshotPtr s = run.train_to_end();
  run.post(command::GoBack{24, 0.01});
  EXPECT_NE(run.wait_for_error(s->error_sequence)->error->message().find("not come further"),
            std::string::npos);
}

TEST(RunRecorder, ADeviceThatIsLostWhileLookingBackKeepsTheCurves) {
  Driver run;
  run.train_to_end();
  look_back(run, 20);
  run.script->steps_until_failure = 0;
  run.post(command::LookBack{3});
  const SnapshotPtr s = run.wait(RunState::kFailed);
  EXPECT_EQ(model(*s, "small").history.step_loss.size(), 24U);
  EXPECT_FALSE(s->recorder->shown);
  EXPECT_EQ(s->memory->charged_total, 0);
}

TEST(RunRecorder, ADivergenceIsExplainedAndTheWaysBackAreTried) {
  auto script = std::make_shared<FakeScript>();
  script->blow_up_update = 21;
  script->blow_up_at = 0.3;
  Driver run(script);
  run.load(two_networks(10));
  run.post(command::Watch{interest(Inspect::kRecorder)});
  run.post(command::Step{true});
  run.wait([](const Snapshot& s) { return s.state == RunState::kPaused && s.recorder->newest == 8; });
  run.post(command::Step{true});
  run.wait([](const Snapshot& s) { return s.state == RunState::kPaused && s.recorder->newest == 16; });
  run.change([](RunConfig& config) { config.train.optimizer.learning_rate = 0.3; });
  run.post(command::Play{});
  SnapshotPtr s = run.wait([](const Snapshot& x) {
    const auto& seen = x.inspections[index_of(Inspect::kRecorder)];
    return x.state == RunState::kDiverged && seen && seen->recorder() && !seen->recorder()->ways.empty() &&
           std::all_of(seen->recorder()->ways.begin(), seen->recorder()->ways.end(),
                       [](const WayBack& way) { return way.finished; });
  });
  const RecorderFigures& figures = *s->inspections[index_of(Inspect::kRecorder)]->recorder();
  ASSERT_TRUE(figures.divergence);
  EXPECT_EQ(figures.divergence->steps.back(), 22);  // the first loss after the update
  EXPECT_EQ(figures.divergence->bad_layer, 0);
  EXPECT_EQ(figures.divergence->bad_tensor, "weights");
  EXPECT_TRUE(std::isinf(figures.divergence->bad_value));
  ASSERT_EQ(figures.ways.size(), 3U);
  for (const WayBack& way : figures.ways) {
    EXPECT_EQ(way.step, 16);
    EXPECT_EQ(way.done, WayBack::kTried);
    EXPECT_TRUE(std::isfinite(way.loss));
  }
  // The trials left the run as it was: it goes on as one that never had the higher rate.
  const WayBack first = figures.ways.front();
  run.post(command::GoBack{first.step, first.learning_rate});
  s = run.wait(RunState::kFinished);
  Driver straight;
  straight.load(two_networks(10));
  straight.post(command::Step{true});
  straight.wait([](const Snapshot& x) { return x.state == RunState::kPaused && x.recorder->newest == 8; });
  straight.post(command::Step{true});
  straight.wait([](const Snapshot& x) { return x.state == RunState::kPaused && x.recorder->newest == 16; });
  straight.change([&](RunConfig& config) { config.train.optimizer.learning_rate = first.learning_rate; });
  straight.post(command::Play{});
  const SnapshotPtr expected = straight.wait(RunState::kFinished);
  for (const char* id : {"small", "large"}) EXPECT_EQ(losses(model(*s, id)), losses(model(*expected, id)));
}

// A real network on the processor whose rate is raised: the largest |z| of every layer and step, against the
// weights of a run of its own and sums in double precision on the host.
TEST(RunRecorder, TheLastStepsAreThoseOfAHostReplay) {
  // Squared errors at a rate far above 1: the bias of the output alone overshoots further with every step.
  RunConfig config = small_config(100, 20);
  config.dataset = test::small_dataset(100, Task::kRegression);
  config.selected = {"large"};
  config.train.optimizer.kind = OptimizerKind::kSgd;
  config.train.optimizer.learning_rate = 0.01;
  InspectedRun broken(config), straight(config);
  broken.steps(30);
  RunConfig raised = broken.run.config();
  raised.train.optimizer.learning_rate = 1e3;
  broken.run.change(raised, what_changes(broken.run.config(), raised));
  broken.train(Goal::kAll);
  ASSERT_TRUE(broken.run.diverged());
  const auto seen = broken.inspect(Inspect::kRecorder);
  const DivergenceFigures& figures = *seen->recorder()->divergence;
  const Trainer& trainer = *broken.run.training_lanes().front()->trainer;
  ASSERT_EQ(figures.steps.back(), trainer.divergence()->step);
  ASSERT_LE(figures.steps.size(), DivergenceFigures::kSteps);

  straight.steps(static_cast<int>(figures.steps.front()) - 1);
  for (std::size_t i = 0; i < figures.steps.size(); ++i) {
    const Lane& lane = *straight.run.training_lanes().front();
    if (lane.trainer->steps() == 30) {
      straight.run.change(raised, what_changes(straight.run.config(), raised));
    }
    ASSERT_EQ(lane.trainer->steps(), figures.steps[i] - 1);
    const Weights weights = lane.trainer->state().engine.weights;
    const std::vector<float> batch =
        batch_features(*straight.run.data().data, lane.trainer->settings(), lane.trainer->steps());
    const std::vector<LayerTrace> layers = trace_layers(lane.spec, weights, batch);
    for (std::size_t l = 0; l < layers.size(); ++l) {
      double largest = 0;
      for (const double z : layers[l].pre_activation) largest = std::max(largest, std::fabs(z));
      if (!std::isfinite(figures.largest[l][i])) {
        EXPECT_FALSE(largest < std::numeric_limits<float>::max() / 1e3) << l << ' ' << i;
      } else {
        EXPECT_NEAR(figures.largest[l][i], largest, 1e-3 * std::max(1.0, largest)) << l << ' ' << i;
      }
    }
    EXPECT_EQ(
        figures.loss[i],
        static_cast<double>(trainer.history().step_loss[static_cast<std::size_t>(figures.steps[i] - 1)]))
        << i;
    if (i + 1 < figures.steps.size()) straight.steps(1);
  }
}

}  // namespace
}  // namespace headroom
