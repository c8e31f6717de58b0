// Figures that are guessed first: measured by a made-up clock, so that every value is known beforehand, and
// by real training where it counts epochs or bytes.
#include "core/run/measured_figures.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iterator>
#include <map>

#include "app/devices.h"
#include "core/base/error.h"
#include "core/device/tensors.h"
#include "core/io/presets.h"
#include "core/run/run.h"
#include "tests/support/fake_device.h"

namespace headroom {
namespace {

using test::FakeDevice;
using test::FakeScript;
using test::Script;

// A device whose clock goes on by what it is asked to do.
struct MadeUp {
  Script script = std::make_shared<FakeScript>();
  double now = 0;
  Progress progress;
  // Seconds of a step.
  std::function<double(const ModelSpec&, const TrainSettings&)> step = [](const auto&, const auto&) {
    return 0.001;
  };

  MadeUp() {
    script->on_steps = [this](const ModelSpec& model, const TrainSettings& settings, std::int64_t steps) {
      for (std::int64_t i = 0; i < steps; ++i) now += step(model, settings);
    };
  }
  FigureDevices devices() {
    FigureDevices devices;
    devices.here = {{"fake", [this] { return std::make_unique<FakeDevice>(script); }}};
    return devices;
  }
  FigureResult measure(std::string_view id, FigureRequest request = {}) {
    if (!request.rows && figure_info(id).settings.find("rows") != std::string_view::npos) request.rows = 1000;
    return measure_figure(
        id, request, devices(), [this] { return now; }, progress);
  }
  ErrorCode refusal(std::string_view id, const FigureRequest& request = {}) {
    try {
      measure(id, request);
    } catch (const Error& error) {
      said = error.what();
      return error.code();
    }
    ADD_FAILURE() << id << " was measured";
    return ErrorCode::kInternal;
  }
  std::string said;
};

bool is_large(const ModelSpec& model) { return model.widths.size() > 5; }

FigureDevices processor() {
  FigureDevices devices;
  devices.here = {{"cpu", [] { return open_device("cpu", 1); }}};
  return devices;
}

FigureResult measure_here(std::string_view id, const FigureRequest& request = {}) {
  Progress progress;
  return measure_figure(id, request, processor(), {}, progress);
}

TEST(MeasuredFigures, ARatioOfTwoPacesIsTheirRatio) {
  MadeUp made_up;
  made_up.step = [](const ModelSpec& model, const TrainSettings&) { return is_large(model) ? 0.008 : 0.001; };
  const FigureResult result = made_up.measure("epoch-time-ratio");
  EXPECT_NEAR(result.figure.value, 8, 1e-9);
  EXPECT_NEAR(result.figure.low, 8, 1e-9);
  EXPECT_NEAR(result.figure.high, 8, 1e-9);
  EXPECT_EQ(result.figure.repeats, 5);
  // 800 rows in batches of 256 are 4 steps.
  ASSERT_EQ(result.figure.how.size(), 2U);
  EXPECT_EQ(result.figure.how[0], "32 ms : 4 ms");
  EXPECT_EQ(result.figure.how[1], "five repeats: 8 to 8");
  EXPECT_EQ(result.unit, "x");
  EXPECT_EQ(result.setting, "1 000 rows, 230 features, batch 256, seed 2");
  EXPECT_EQ(result.device, "Fake");
  EXPECT_EQ(made_up.script->engines, 0);
}

TEST(MeasuredFigures, WhatIsSlowAtFirstIsNotCounted) {
  MadeUp made_up;
  made_up.step = [&](const ModelSpec& model, const TrainSettings&) {
    if (made_up.now < 1) return 0.5;  // the first round of both
    return is_large(model) ? 0.008 : 0.001;
  };
  EXPECT_NEAR(made_up.measure("epoch-time-ratio").figure.high, 8, 1e-9);
}

TEST(MeasuredFigures, RepeatsThatDifferAreTheSpread) {
  MadeUp made_up;
  made_up.step = [&](const ModelSpec& model, const TrainSettings&) {
    return is_large(model) ? (made_up.script->steps > 100 ? 0.04 : 0.008) : 0.001;
  };
  // A round is 8 steps and takes long enough: two to warm up, then repeats of two rounds. After 100 steps
  // Large becomes slow.
  const FigureResult result = made_up.measure("epoch-time-ratio", {.repeats = 9});
  EXPECT_NEAR(result.figure.low, 8, 1e-9);
  EXPECT_NEAR(result.figure.high, 40, 1e-9);
  EXPECT_EQ(result.repeats.size(), 9U);
  std::vector<double> sorted = result.repeats;
  std::sort(sorted.begin(), sorted.end());
  EXPECT_EQ(result.figure.value, sorted[4]);
  EXPECT_EQ(result.figure.how[1], "nine repeats: 8 to 40");
}

TEST(MeasuredFigures, AGuessIsGradedAgainstWhatTheClockSaid) {
  Prediction prediction;
  prediction.id = "epoch-time-ratio";
  MadeUp made_up;
  made_up.step = [](const ModelSpec& model, const TrainSettings&) { return is_large(model) ? 0.02 : 0.001; };
  MeasuredFigure measured = made_up.measure(prediction.id).figure;
  const Graded low = grade(prediction, 8, measured);
  EXPECT_EQ(low.grade, GuessGrade::kTooLow);
  EXPECT_NEAR(low.factor, 2.5, 1e-9);
  EXPECT_EQ(grade(prediction, 12, measured).grade, GuessGrade::kRight);
  EXPECT_EQ(grade(prediction, 50, measured).grade, GuessGrade::kTooHigh);

  // On a machine where Large costs no more, the same guesses end otherwise.
  MadeUp even;
  measured = even.measure(prediction.id).figure;
  EXPECT_EQ(grade(prediction, 8, measured).grade, GuessGrade::kTooHigh);
  EXPECT_EQ(grade(prediction, 1.5, measured).grade, GuessGrade::kRight);

  // And where repeats lie far apart, every guess among them is right.
  MadeUp unsteady;
  unsteady.step = [&](const ModelSpec& model, const TrainSettings&) {
    return is_large(model) ? (unsteady.script->steps > 120 ? 0.04 : 0.008) : 0.001;
  };
  measured = unsteady.measure(prediction.id, {.repeats = 9}).figure;
  const double guess = measured.value > 20 ? 10 : 30;
  const Graded spread = grade(prediction, guess, measured);
  EXPECT_EQ(spread.grade, GuessGrade::kRight);
  EXPECT_TRUE(spread.by_spread);
}

TEST(MeasuredFigures, WhatTakesLongIsRepeatedLess) {
  MadeUp made_up;
  made_up.step = [](const ModelSpec&, const TrainSettings&) { return 0.2; };
  EXPECT_EQ(made_up.measure("epoch-time-ratio").figure.repeats, 3);
  EXPECT_EQ(made_up.measure("epoch-time-ratio", {.repeats = 6}).figure.repeats, 6);
}

TEST(MeasuredFigures, StepsOfTheSameLengthGiveTheRatioOfTheirNumber) {
  MadeUp made_up;
  // 800 rows: 25 steps of 32 rows or one of all.
  EXPECT_NEAR(made_up.measure("batch-epoch-time").figure.value, 25, 1e-9);
  const FigureResult result = made_up.measure("batch-epoch-time", {.batch = 200});
  EXPECT_NEAR(result.figure.value, 6.25, 1e-9);
  ASSERT_EQ(result.marks.size(), 1U);
  EXPECT_EQ(result.marks[0].title, "steps");
  EXPECT_EQ(result.marks[0].value, 6.25);
}

TEST(MeasuredFigures, TrainingToAnsweringIsARowOfEach) {
  MadeUp made_up;
  made_up.step = [](const ModelSpec&, const TrainSettings&) { return 0.016; };  // four for 800 rows
  made_up.script->on_evaluate = [&] { made_up.now += 0.004; };                  // once for 200 rows
  const FigureResult result = made_up.measure("training-to-answering");
  EXPECT_NEAR(result.figure.value, (0.064 / 800) / (0.004 / 200), 1e-9);
  EXPECT_EQ(result.figure.how[0], "80 us : 20 us a row");
}

TEST(MeasuredFigures, TheShareOfCopyingIsOfAllStages) {
  MadeUp made_up;
  made_up.script->on_upload = [&] { made_up.now += 0.010; };
  made_up.script->on_scale = [&] { made_up.now += 0.005; };
  made_up.script->on_evaluate = [&] { made_up.now += 0.002; };
  made_up.step = [](const ModelSpec&, const TrainSettings&) { return 0.001; };
  // 800 rows in batches of 128 are 7 steps; five epochs.
  const double all = 0.010 + 0.005 + 5 * (7 * 0.001 + 0.002);
  const FigureResult result = made_up.measure("copy-share");
  EXPECT_NEAR(result.figure.value, 100 * 0.010 / all, 1e-6);
  EXPECT_EQ(result.unit, "%");
  EXPECT_EQ(result.figure.how[0], "10 ms : 60 ms");
}

TEST(MeasuredFigures, ThreadsAreComparedInTurns) {
  auto one = std::make_shared<FakeScript>(), four = std::make_shared<FakeScript>();
  double now = 0;
  one->on_steps = [&](const auto&, const auto&, std::int64_t steps) {
    now += 0.009 * static_cast<double>(steps);
  };
  four->on_steps = [&](const auto&, const auto&, std::int64_t steps) {
    now += 0.003 * static_cast<double>(steps);
  };
  FigureDevices devices;
  devices.all = {{"1", [&] { return std::make_unique<FakeDevice>(one, "cpu", 1, "cpu"); }},
                 {"4", [&] { return std::make_unique<FakeDevice>(four, "cpu", 4, "cpu"); }}};
  Progress progress;
  const auto clock = [&] { return now; };
  const FigureResult result = measure_figure("threads-speedup", {.rows = 1000}, devices, clock, progress);
  EXPECT_NEAR(result.figure.value, 3, 1e-9);
  EXPECT_EQ(result.marks[0].value, 4);
  devices.all.pop_back();
  EXPECT_THROW(measure_figure("threads-speedup", {}, devices, clock, progress), Error);
}

// The processor takes the longer the wider the layers are, the other device always the same.
struct TwoDevices {
  Script processor = std::make_shared<FakeScript>(), other = std::make_shared<FakeScript>();
  double now = 0;
  double per_unit = 1e-6, flat = 1e-4;
  FigureDevices devices;
  Progress progress;

  TwoDevices() {
    processor->on_steps = [this](const ModelSpec& model, const auto&, std::int64_t steps) {
      now += per_unit * static_cast<double>(model.widths[1] * steps);
    };
    other->on_steps = [this](const auto&, const auto&, std::int64_t steps) {
      now += flat * static_cast<double>(steps);
    };
    devices.all = {{"cpu", [this] { return std::make_unique<FakeDevice>(processor, "cpu", 2, "cpu"); }},
                   {"fake:0", [this] { return std::make_unique<FakeDevice>(other); }}};
  }
  FigureResult measure() {
    return measure_figure(
        "cpu-gpu-crossing", {.repeats = 2}, devices, [this] { return now; }, progress);
  }
};

TEST(MeasuredFigures, TheCrossingLiesBetweenTheWidthsThatWereTried) {
  TwoDevices two;
  const FigureResult result = two.measure();
  EXPECT_NEAR(result.figure.value, 100, 1e-6);  // between 64 and 128
  EXPECT_EQ(result.figure.repeats, 2);
  EXPECT_EQ(result.figure.how.front(), "8 units: 8 us a step on the CPU, 100 us on the GPU");
}

TEST(MeasuredFigures, WithoutACrossingThereIsAReason) {
  TwoDevices slow, quick, alone;
  slow.flat = 1e-6;
  quick.flat = 1;
  alone.devices.all.pop_back();
  for (TwoDevices* each : {&slow, &quick, &alone}) {
    try {
      each->measure();
      FAIL();
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::kUnsupported) << error.what();
      EXPECT_EQ(error.where(), "cpu-gpu-crossing");
    }
  }
}

TEST(MeasuredFigures, ArithmeticIsThatOfTheWidths) {
  // Small 230-50-50-1, Large 230-5x200-1: weights, and those behind the first layer.
  const double small = 11500 + 2500 + 50, behind_small = 2500 + 50;
  const double large = 46000 + 4 * 40000 + 200, behind_large = 4 * 40000 + 200;
  MadeUp made_up;
  const FigureResult result = made_up.measure("arithmetic-ratio");
  const double ratio = (4 * large + 2 * behind_large) / (4 * small + 2 * behind_small);
  EXPECT_NEAR(result.figure.value, ratio, 1e-12);
  EXPECT_NEAR(ratio, 18.7, 0.05);
  EXPECT_EQ(result.figure.repeats, 0);
  EXPECT_EQ(result.figure.low, result.figure.high);
  EXPECT_EQ(result.figure.how[0], "1 145 200 : 61 300 FLOP a row in training");
  ASSERT_EQ(result.arithmetic.size(), 2U);
  const FigureArithmetic &first = result.arithmetic[0], &second = result.arithmetic[1];
  EXPECT_EQ(first.weights, 14050);
  EXPECT_EQ(second.weights, 206200);
  EXPECT_EQ(first.forward, 2);
  EXPECT_EQ(second.weight_gradients, 2);
  EXPECT_NEAR(first.input_gradients, 2 * behind_small / small, 1e-12);
  EXPECT_NEAR(second.input_gradients, 2 * behind_large / large, 1e-12);
  EXPECT_NEAR(first.sum(), 4.36, 0.005);
  EXPECT_NEAR(second.sum(), 5.55, 0.005);
  ASSERT_EQ(result.marks.size(), 1U);
  EXPECT_NEAR(result.marks[0].value, 207201.0 / 14151.0, 1e-12);
  EXPECT_EQ(result.why[0],
            "The first layer needs no gradient for its inputs. It has 82 % of Small's weights and 22 % of "
            "Large's: so Large does more arithmetic for each weight.");
  EXPECT_EQ(result.why[1], "14.7 times the weights x 5.55 : 4.36 = 18.7 times the arithmetic.");
  EXPECT_EQ(made_up.script->opened, 0);  // nothing has to run

  // The 20 columns alone: 20-50-50-1 and 20-5x200-1.
  const double alone = (4.0 * 164200 + 2 * 160200) / (4.0 * 3550 + 2 * 2550);
  EXPECT_NEAR(made_up.measure("arithmetic-ratio", {.degree = 1}).figure.value, alone, 1e-12);
}

TEST(MeasuredFigures, TheTimeIsExplainedByArithmeticAndPace) {
  MadeUp made_up;
  made_up.step = [](const ModelSpec& model, const TrainSettings&) { return is_large(model) ? 0.008 : 0.001; };
  const FigureResult result = made_up.measure("epoch-time-ratio");
  ASSERT_EQ(result.marks.size(), 2U);
  EXPECT_EQ(result.marks[0].title, "parameters");
  EXPECT_EQ(result.marks[1].title, "arithmetic");
  EXPECT_NEAR(result.marks[1].value, 1145200.0 / 61300.0, 1e-12);
  // 800 rows of 61 300 FLOP in 4 ms, of 1 145 200 in 32 ms.
  ASSERT_GE(result.why.size(), 3U);
  EXPECT_EQ(result.why[2], "Small computes 12.3 GFLOP/s, Large 28.6 GFLOP/s: 18.7 x 12.3 : 28.6 = 8.");
}

TEST(MeasuredFigures, TermsOfDegreeTwoAreCounted) {
  MadeUp made_up;
  const FigureResult result = made_up.measure("columns-after-degree-2");
  EXPECT_EQ(result.figure.value, 11.5);
  EXPECT_EQ(result.figure.how[0], "230 : 20 columns");
  EXPECT_EQ(result.why[0], "20 columns, 20 squares and 190 products of two different columns: together 230.");
  // 7 columns, 7 squares, 21 pairs.
  EXPECT_EQ(made_up.measure("columns-after-degree-2", {.columns = 7}).figure.value, 5);
}

// What the planner says of a run on the CPU, without this module.
double planned(std::int64_t rows, std::int64_t batch, const std::vector<std::int64_t>& widths) {
  NetworkJob job;
  job.data = {rows, usual_train_rows(rows), 20, 2};
  job.models = {{widths, Activation::kRelu, Output::kSigmoid}};
  job.settings.batch = batch;
  job.layout = cpu_layout();
  return static_cast<double>(planned_bytes(job));
}

const std::vector<std::int64_t> kSmallWidths{230, 50, 50, 1};
const std::vector<std::int64_t> kLargeWidths{230, 200, 200, 200, 200, 200, 1};

TEST(MeasuredFigures, MemoryIsThePlanners) {
  const FigureResult ratio = measure_here("memory-ratio");
  EXPECT_EQ(ratio.figure.value, planned(10000, 256, kLargeWidths) / planned(10000, 256, kSmallWidths));
  EXPECT_EQ(ratio.figure.low, ratio.figure.high);
  const auto bytes = [](double value) { return format_bytes(static_cast<Bytes>(value)); };
  EXPECT_EQ(ratio.figure.how[0],
            bytes(planned(10000, 256, kLargeWidths)) + " : " + bytes(planned(10000, 256, kSmallWidths)));

  EXPECT_EQ(measure_here("memory-twice-rows", {.rows = 3000}).figure.value,
            planned(6000, 256, kSmallWidths) / planned(3000, 256, kSmallWidths));
  EXPECT_EQ(measure_here("batch-doubling-memory", {.batch = 512, .rows = 3000}).figure.value,
            planned(3000, 1024, kLargeWidths) / planned(3000, 512, kLargeWidths));
}

TEST(MeasuredFigures, WhatDoesNotFitIsRefusedWithoutAFigure) {
  MadeUp made_up;
  made_up.script->total = kMiB;
  EXPECT_EQ(made_up.refusal("memory-ratio"), ErrorCode::kOutOfMemory);
}

TEST(MeasuredFigures, EightBitAdamByHand) {
  const FigureResult result = measure_here("adam-8bit-saves");
  // 8 030 261 248 parameters, 6 bytes of 12 for each saved of what the plan needs.
  const double saved = 6.0 * 8030261248;
  EXPECT_EQ(result.figure.repeats, 0);
  EXPECT_GT(result.figure.value, 25);
  EXPECT_LT(result.figure.value, 37.5);
  EXPECT_NE(result.figure.how[0].find(format_bytes(static_cast<Bytes>(saved)) + " less"), std::string::npos)
      << result.figure.how[0];
  EXPECT_NE(result.why[0].find("12 bytes a parameter"), std::string::npos) << result.why[0];
}

// The same training without this module.
std::int64_t epochs_until(double goal, RunConfig config, std::string_view model) {
  config.selected = {std::string(model)};
  config.recorder = 0;
  config.train.epochs = 300;
  Progress progress;
  RunSetup setup;
  setup.config = config;
  setup.device = open_device("cpu", 1);
  Run run(std::move(setup), progress);
  run.set_goal(Goal::kAll);
  while (!run.goal_reached()) {
    run.advance();
    const EpochList& epochs = run.training_lanes().front()->trainer->history().epochs;
    if (!epochs.empty() && epochs.back().validation_accuracy >= goal) return epochs.back().epoch;
  }
  return 0;
}

TEST(MeasuredFigures, EpochsTo85AreCountedAndTheSameAgain) {
  RunConfig config = load_preset("scalability");
  config.train.batch = 64;
  const FigureRequest request{.batch = 64, .repeats = 1};
  const FigureResult result = measure_here("epochs-to-85", request);
  EXPECT_EQ(result.figure.value, static_cast<double>(epochs_until(0.85, config, "small")));
  EXPECT_EQ(result.figure.how[0],
            "seed 2: " + std::to_string(static_cast<int>(result.figure.value)) + " epochs");
  EXPECT_EQ(result.figure.how[1], "measured once");
  EXPECT_EQ(measure_here("epochs-to-85", request).repeats, result.repeats);
}

TEST(MeasuredFigures, WhoeverNeedsFewestEpochsIsFirst) {
  const FigureRequest request{.rows = 4000, .seed = 5, .choices = {"momentum", "adam"}};
  const FigureResult result = measure_here("first-to-90", request);
  RunConfig config = load_preset("infrastructure");
  config.generator->rows = 4000;
  config.train.seed = 5;
  config.train.optimizer = {.kind = OptimizerKind::kMomentum, .learning_rate = 0.01};
  const std::int64_t momentum = epochs_until(0.9, config, "small");
  config.train.optimizer = {.kind = OptimizerKind::kAdam, .learning_rate = 0.001};
  const std::int64_t adam = epochs_until(0.9, config, "small");
  ASSERT_NE(momentum, adam);
  EXPECT_EQ(result.figure.value, momentum < adam ? 0 : 1);
  EXPECT_EQ(result.choices, request.choices);
  EXPECT_NE(result.figure.how[0].find("adam after " + std::to_string(adam) + " epochs"), std::string::npos)
      << result.figure.how[0];
  EXPECT_EQ(measure_here("first-to-90", request).figure.how, result.figure.how);
  // The place follows the choices, which may be titles.
  const FigureResult turned =
      measure_here("first-to-90", {.rows = 4000, .seed = 5, .choices = {"Adam", "momentum"}});
  EXPECT_EQ(turned.figure.value, 1 - result.figure.value);
}

TEST(MeasuredFigures, AccuracyIsThatOfTheLastEpoch) {
  MadeUp made_up;  // its answers do not depend on the network
  const FigureResult result = made_up.measure("accuracy-gain");
  EXPECT_EQ(result.figure.value, 0);
  EXPECT_EQ(result.figure.repeats, 1);
  EXPECT_NE(result.figure.how[0].find("after 20 epochs"), std::string::npos);
  EXPECT_EQ(made_up.measure("accuracy-gain", {.repeats = 2}).figure.how[1].substr(0, 7), "seed 3:");
}

TEST(MeasuredFigures, WhatIsNeverReachedHasNoFigure) {
  MadeUp made_up;
  EXPECT_EQ(made_up.refusal("epochs-to-85"), ErrorCode::kUnsupported);
  EXPECT_NE(made_up.said.find("had not reached 85 %"), std::string::npos) << made_up.said;
  EXPECT_EQ(made_up.refusal("first-to-90"), ErrorCode::kUnsupported);
  EXPECT_EQ(made_up.script->engines, 0);
}

TEST(MeasuredFigures, AFailedDeviceADivergedRunAndACancelGiveAReason) {
  MadeUp failed, diverged, cancelled;
  failed.script->steps_until_failure = 21;
  EXPECT_EQ(failed.refusal("epoch-time-ratio"), ErrorCode::kDevice);
  diverged.script->blow_up_update = 7;
  EXPECT_EQ(diverged.refusal("epoch-time-ratio"), ErrorCode::kDiverged);
  EXPECT_NE(diverged.said.find("diverged in epoch 2"), std::string::npos) << diverged.said;
  cancelled.script->on_train = [&] {
    if (cancelled.script->steps > 30) cancelled.progress.cancel();
  };
  EXPECT_EQ(cancelled.refusal("epoch-time-ratio"), ErrorCode::kCancelled);
  for (const MadeUp* each : {&failed, &diverged, &cancelled}) EXPECT_EQ(each->script->engines, 0);
  EXPECT_LT(cancelled.script->steps, 100);
}

TEST(MeasuredFigures, ProgressOnlyGoesForward) {
  for (const char* id : {"epoch-time-ratio", "copy-share", "accuracy-gain", "memory-ratio"}) {
    MadeUp made_up;
    std::vector<double> seen;
    const auto look = [&] { seen.push_back(made_up.progress.fraction()); };
    made_up.script->on_train = made_up.script->on_evaluate = made_up.script->on_upload = look;
    made_up.measure(id);
    EXPECT_TRUE(std::is_sorted(seen.begin(), seen.end())) << id;
    EXPECT_LE(seen.back(), 1) << id;
    EXPECT_GT(seen.back(), 0.4) << id;
  }
}

TEST(MeasuredFigures, WhatCannotBeAskedFor) {
  MadeUp made_up;
  const auto refused = [&](std::string_view id, const FigureRequest& request, const char* where) {
    EXPECT_EQ(made_up.refusal(id, request), ErrorCode::kUsage) << id;
    EXPECT_EQ(made_up.said.substr(0, std::string(where).size()), where) << made_up.said;
  };
  refused("adam-8bit-saves", {.batch = 8}, "batch: adam-8bit-saves does not depend on it");
  refused("arithmetic-ratio", {.seed = 8}, "seed: ");
  refused("epoch-time-ratio", {.batch = 0}, "batch: must be 1 to 1 000 000, not 0");
  refused("epoch-time-ratio", {.degree = 3}, "degree: ");
  refused("epoch-time-ratio", {.rows = 2'000'000}, "rows: ");
  refused("epoch-time-ratio", {.repeats = 26}, "repeats: ");
  refused("columns-after-degree-2", {.columns = 1}, "columns: ");
  refused("epoch-time-ratio", {.choices = {"adam"}}, "choices: ");
  refused("first-to-90", {.choices = {"adam", "newton"}}, "choices: \"newton\" is no optimizer");
  Progress progress;
  EXPECT_THROW(measure_figure("epoch-time-ratio", {}, {}, {}, progress), Error);  // no device
  try {
    measure_figure("speed-of-light", {}, {}, {}, progress);
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kNotFound);
    EXPECT_NE(error.message().find("epoch-time-ratio, memory-ratio"), std::string::npos);
  }
}

TEST(MeasuredFigures, AClockThatStandsStillIsNoFigure) {
  MadeUp made_up;
  made_up.step = [](const ModelSpec&, const TrainSettings&) { return 0.0; };
  EXPECT_EQ(made_up.refusal("epoch-time-ratio"), ErrorCode::kInternal);
}

TEST(MeasuredFigures, AgainWithAnotherSetting) {
  EXPECT_GE(all_figures().size(), 12U);
  for (const FigureInfo& info : all_figures()) {
    for (const FigureVariant& variant : figure_variants(info.id)) {
      EXPECT_FALSE(variant.title.empty()) << info.id;
      EXPECT_NE(variant.request, FigureRequest{}) << info.id;
    }
  }
  std::vector<FigureVariant> variants = figure_variants("epoch-time-ratio");
  ASSERT_EQ(variants.size(), 2U);
  EXPECT_EQ(variants[0].title, "batch 2 048");
  EXPECT_EQ(variants[0].request, FigureRequest{.batch = 2048});
  EXPECT_EQ(variants[1].title, "20 columns");
  EXPECT_EQ(variants[1].request, FigureRequest{.degree = 1});
  // Measured with one of them: the way back, and the other.
  variants = figure_variants("epoch-time-ratio", variants[0].request);
  ASSERT_EQ(variants.size(), 2U);
  EXPECT_EQ(variants[0].title, "as at first");
  EXPECT_EQ(variants[1].title, "20 columns");
  // Every seed is another one; the choices stay.
  const FigureRequest sixth{.seed = 6, .choices = {"SGD", "Adam"}};
  const FigureVariant seed = figure_variants("first-to-90", sixth)[1];
  EXPECT_EQ(seed.title, "another seed");
  EXPECT_EQ(seed.request, (FigureRequest{.seed = 7, .choices = {"SGD", "Adam"}}));
}

TEST(MeasuredFigures, EveryPredictionOfTheCoursesIsOne) {
  std::ifstream file(assets_directory() / "lessons" / "predictions.md");
  const std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  const PredictionReading reading = read_predictions(text, "predictions.md", {});
  EXPECT_TRUE(reading.faults.empty());
  EXPECT_GE(reading.predictions.size(), 12U);
  for (const Prediction& prediction : reading.predictions) {
    EXPECT_EQ(figure_info(prediction.id).unit, prediction.unit) << prediction.id;
    EXPECT_EQ(prediction.choices.empty(), !figure_info(prediction.id).unit.empty()) << prediction.id;
  }
}

// --- every prediction of the courses is graded by what was measured, right and wrong

using Machine = std::function<MeasuredFigure()>;

// Steps that take so long for Small, and for Large.
Machine with_steps(std::string id, double small, double large) {
  return [id = std::move(id), small, large] {
    MadeUp made_up;
    made_up.step = [=](const ModelSpec& model, const TrainSettings&) {
      return is_large(model) ? large : small;
    };
    return made_up.measure(id).figure;
  };
}

// Steps that cost so much each, and so much for each row.
Machine with_batches(double step, double row) {
  return [=] {
    MadeUp made_up;
    made_up.step = [=](const ModelSpec&, const TrainSettings& settings) {
      return step + row * static_cast<double>(settings.batch);
    };
    return made_up.measure("batch-epoch-time").figure;
  };
}

Machine with_answers(double seconds) {
  return [=] {
    MadeUp made_up;
    made_up.step = [](const ModelSpec&, const TrainSettings&) { return 0.016; };
    made_up.script->on_evaluate = [&] { made_up.now += seconds; };
    return made_up.measure("training-to-answering").figure;
  };
}

Machine with_copies(double seconds) {
  return [=] {
    MadeUp made_up;
    made_up.script->on_upload = [&] { made_up.now += seconds; };
    made_up.step = [](const ModelSpec&, const TrainSettings&) { return 0.001; };
    return made_up.measure("copy-share").figure;
  };
}

Machine with_threads(double one_thread, double four_threads) {
  return [=] {
    auto one = std::make_shared<FakeScript>(), four = std::make_shared<FakeScript>();
    double now = 0;
    const auto takes = [&now](double seconds) {
      return [&now, seconds](const auto&, const auto&, std::int64_t steps) {
        now += seconds * static_cast<double>(steps);
      };
    };
    one->on_steps = takes(one_thread);
    four->on_steps = takes(four_threads);
    FigureDevices devices;
    devices.all = {{"1", [&] { return std::make_unique<FakeDevice>(one, "cpu", 1, "cpu"); }},
                   {"4", [&] { return std::make_unique<FakeDevice>(four, "cpu", 4, "cpu"); }}};
    Progress progress;
    return measure_figure(
               "threads-speedup", {.rows = 1000}, devices, [&] { return now; }, progress)
        .figure;
  };
}

Machine with_crossing(double flat) {
  return [=] {
    TwoDevices two;
    two.flat = flat;
    return two.measure().figure;
  };
}

Machine computed(std::string id, FigureRequest request = {}) {
  return [id = std::move(id), request] { return measure_here(id, request).figure; };
}

// By the id of a prediction: one machine, or two of which the same guess is right on the first alone.
const std::map<std::string, std::vector<Machine>>& machines() {
  static const std::map<std::string, std::vector<Machine>> kMachines = {
      {"epoch-time-ratio",
       {with_steps("epoch-time-ratio", 0.001, 0.02), with_steps("epoch-time-ratio", 0.001, 0.001)}},
      {"training-to-answering", {with_answers(0.004), with_answers(0.064)}},
      {"batch-epoch-time", {with_batches(0.001, 0), with_batches(0, 0.00001)}},
      {"copy-share", {with_copies(0.001), with_copies(0.1)}},
      {"threads-speedup", {with_threads(0.009, 0.003), with_threads(0.003, 0.006)}},
      {"cpu-gpu-crossing", {with_crossing(1e-4), with_crossing(8e-4)}},
      {"memory-ratio", {computed("memory-ratio")}},
      {"arithmetic-ratio", {computed("arithmetic-ratio")}},
      {"columns-after-degree-2", {computed("columns-after-degree-2")}},
      {"memory-twice-rows", {computed("memory-twice-rows")}},
      {"batch-doubling-memory", {computed("batch-doubling-memory")}},
      {"adam-8bit-saves", {computed("adam-8bit-saves")}},
      {"accuracy-gain", {[] { return MadeUp().measure("accuracy-gain").figure; }}},
      {"epochs-to-85", {computed("epochs-to-85", {.batch = 64, .repeats = 1})}},
      {"first-to-90",
       {computed("first-to-90",
                 {.rows = 4000, .seed = 5, .choices = {"SGD", "momentum", "Adam", "RMSprop"}})}},
  };
  return kMachines;
}

std::vector<Prediction> predictions_of_the_courses() {
  std::ifstream file(assets_directory() / "lessons" / "predictions.md");
  const std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  return read_predictions(text, "predictions.md", {}).predictions;
}

// Whichever end of the slider, or which choice, is far from what was measured.
double far_guess(const Prediction& prediction, const MeasuredFigure& figure) {
  if (!prediction.choices.empty())
    return figure.value + 1 < static_cast<double>(prediction.choices.size()) ? figure.value + 1 : 0;
  const bool upper_half = prediction.logarithmic
                              ? figure.value * figure.value > prediction.from * prediction.to
                              : 2 * figure.value > prediction.from + prediction.to;
  return upper_half ? prediction.from : prediction.to;
}

TEST(MeasuredFigures, EveryPredictionIsGradedRightAndWrongByWhatWasMeasured) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  GTEST_SKIP() << "trains until 85 %";
#endif
  std::size_t graded = 0;
  for (const Prediction& prediction : predictions_of_the_courses()) {
    SCOPED_TRACE(prediction.id);
    const auto found = machines().find(prediction.id);
    ASSERT_NE(found, machines().end()) << "give it a row in machines()";
    const MeasuredFigure figure = found->second.front()();
    EXPECT_EQ(grade(prediction, figure.value, figure).grade, GuessGrade::kRight);
    const Graded wrong = grade(prediction, far_guess(prediction, figure), figure);
    EXPECT_NE(wrong.grade, GuessGrade::kRight);
    if (prediction.choices.empty()) {
      EXPECT_EQ(wrong.grade,
                far_guess(prediction, figure) < figure.value ? GuessGrade::kTooLow : GuessGrade::kTooHigh);
    }
    ++graded;
    if (found->second.size() == 1) continue;
    // The same guess, on a machine with another clock.
    const MeasuredFigure elsewhere = found->second.back()();
    EXPECT_NE(grade(prediction, figure.value, elsewhere).grade, GuessGrade::kRight);
    EXPECT_EQ(grade(prediction, elsewhere.value, elsewhere).grade, GuessGrade::kRight);
    EXPECT_NE(grade(prediction, elsewhere.value, figure).grade, GuessGrade::kRight);
  }
  EXPECT_EQ(graded, machines().size());
  // All that the clock decides is among those with two machines.
  for (const FigureInfo& info : all_figures()) {
    if (!info.timed) continue;
    EXPECT_EQ(machines().at(std::string(info.id)).size(), 2U) << info.id;
  }
}

}  // namespace
}  // namespace headroom
