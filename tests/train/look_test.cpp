// Looking back and going back, on the processor: compared bit by bit with trainings that were only ever
// forward.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "core/device/cpu/cpu_device.h"
#include "core/model/seeds.h"
#include "core/train/replay.h"
#include "core/train/trainer.h"

namespace headroom {
namespace {

constexpr std::int64_t kRows = 50, kTrainRows = 40, kBatch = 7;  // 6 steps an epoch, the last of 5 rows

// Every look at the clock takes a third of a second: an epoch is kept, and a state inside it.
struct SlowBench {
  cpu::CpuDevice device{1};
  std::unique_ptr<DeviceData> data;
  ModelSpec model{{2, 5, 1}, Activation::kTanh, Output::kSigmoid};
  TrainSettings settings;
  double now = 0;

  SlowBench() {
    std::vector<float> columns, targets;
    for (int i = 0; i < kRows; ++i) {
      columns.push_back(std::sin(static_cast<float>(i)));
      columns.push_back(std::cos(1.7F * static_cast<float>(i)));
      targets.push_back(columns[columns.size() - 2] * columns.back() > 0 ? 1.0F : 0.0F);
    }
    data = device.create_data({.rows = kRows, .train_rows = kTrainRows, .columns = 2, .degree = 1});
    data->upload(columns, targets);
    settings.epochs = 8;
    settings.batch = kBatch;
    settings.seed = 3;
    settings.shuffle = Shuffle::kEpoch;
    settings.optimizer.kind = OptimizerKind::kAdam;
    settings.optimizer.learning_rate = 0.02;
  }
  Trainer trainer(std::size_t states) {
    Trainer trainer(device, *data, model, settings, initial_weights(model, {}, weight_seed(settings.seed)),
                    {.clock = [this] { return now += 1.0 / 3; }});
    trainer.set_recorder(states);
    return trainer;
  }
};

// To this step, with another rate from the steps that are named on.
void train_to_step(Trainer& trainer, std::int64_t step) {
  while (trainer.steps() < step || (trainer.evaluating() && !trainer.finished())) {
    if (trainer.steps() == 13) trainer.set_learning_rate(0.05);
    if (trainer.steps() == 27) trainer.set_learning_rate(0.01);
    const std::int64_t next = trainer.steps() < 13 ? 13 : trainer.steps() < 27 ? 27 : step;
    trainer.advance(std::min(step, next) - trainer.steps());
  }
}

void look(Trainer& trainer, std::int64_t step) {
  trainer.look_at(step);
  while (!trainer.look_on(0.1)) {
  }
}

void expect_same_history(const History& one, const History& other) {
  ASSERT_EQ(one.step_loss.size(), other.step_loss.size());
  for (std::size_t i = 0; i < one.step_loss.size(); ++i) EXPECT_EQ(one.step_loss[i], other.step_loss[i]) << i;
  ASSERT_EQ(one.epochs.size(), other.epochs.size());
  for (std::size_t i = 0; i < one.epochs.size(); ++i) {
    EXPECT_EQ(one.epochs[i].train_loss, other.epochs[i].train_loss);
    if (!std::isnan(one.epochs[i].train_accuracy)) {  // NaN for regression
      EXPECT_EQ(one.epochs[i].train_accuracy, other.epochs[i].train_accuracy);
    }
    EXPECT_EQ(one.epochs[i].validation_loss, other.epochs[i].validation_loss);
    EXPECT_EQ(one.epochs[i].learning_rate, other.epochs[i].learning_rate);
  }
}

TEST(Looking, EveryStepIsMadeAgainBitByBitAcrossChangesOfTheRate) {
  SlowBench bench;
  std::vector<EngineState> known;  // after each step, of a training that never looks back
  Trainer straight = bench.trainer(0);
  for (std::int64_t step = 0; step <= 45; ++step) {
    train_to_step(straight, step);
    known.push_back(straight.state().engine);
  }
  for (const std::size_t room : {0, 1, 3, 5, 64}) {
    Trainer trainer = bench.trainer(room);
    train_to_step(trainer, 45);
    const TrainerState live = trainer.state();
    EXPECT_EQ(live.engine, known[45]);
    EXPECT_LE(trainer.recorder().states().size(), room);
    for (const std::int64_t step : {44, 30, 31, 12, 13, 14, 6, 40, 0, 26, 28, 43}) {
      look(trainer, step);
      const std::int64_t there = std::max<std::int64_t>(step, trainer.oldest());
      EXPECT_EQ(trainer.engine().state(), known[static_cast<std::size_t>(there)]) << room << ' ' << step;
      EXPECT_EQ(trainer.steps(), there);
      EXPECT_EQ(trainer.epochs_finished(), there / 6);
      EXPECT_EQ(trainer.step_in_epoch(), there % 6);
      EXPECT_EQ(trainer.history().step_loss.size(), static_cast<std::size_t>(there));
      EXPECT_EQ(trainer.history().epochs.size(), static_cast<std::size_t>(there / 6));
      EXPECT_EQ(trainer.kept().engine, known[static_cast<std::size_t>(there)]);
      // What is saved, and what goes on, is the present.
      EXPECT_EQ(trainer.state().engine, live.engine);
      EXPECT_EQ(trainer.live().steps, 45);
    }
    trainer.look_live();
    EXPECT_FALSE(trainer.looking());
    EXPECT_EQ(trainer.engine().state(), live.engine);
    while (!trainer.finished()) trainer.advance();
    while (!straight.finished()) straight.advance();
    EXPECT_EQ(trainer.state().engine, straight.state().engine);
    expect_same_history(trainer.history(), straight.history());
  }
}

TEST(Looking, TrainingGoesOnAtTheNewestStepByItself) {
  SlowBench bench;
  Trainer trainer = bench.trainer(8), straight = bench.trainer(8);
  train_to_step(trainer, 20);
  train_to_step(straight, 20);
  look(trainer, 9);
  while (!trainer.finished()) trainer.advance();
  while (!straight.finished()) straight.advance();
  EXPECT_EQ(trainer.state().engine, straight.state().engine);
}

// The same as a training that never went further.
TEST(GoingBack, ContinuesBitByBit) {
  for (const std::int64_t patience : {0, 100}) {
    for (const std::int64_t step : {9, 12, 14, 29}) {
      SlowBench bench;
      bench.settings.early_stop_patience = patience;
      Trainer straight = bench.trainer(8);
      train_to_step(straight, step);
      straight.set_learning_rate(0.004);

      Trainer trainer = bench.trainer(8);
      train_to_step(trainer, 40);
      look(trainer, step);
      trainer.go_back();
      EXPECT_EQ(trainer.steps(), step);
      EXPECT_EQ(trainer.state().engine, straight.state().engine);
      trainer.set_learning_rate(0.004);
      while (!straight.finished()) straight.advance();
      while (!trainer.finished()) trainer.advance();
      EXPECT_EQ(trainer.state().engine, straight.state().engine) << step;
      expect_same_history(trainer.history(), straight.history());
      EXPECT_EQ(trainer.best().epoch, straight.best().epoch);
      ASSERT_EQ(!trainer.best().aside, !straight.best().aside);
      if (straight.best().aside) {
        EXPECT_EQ(*trainer.best().aside, *straight.best().aside);
      }
      // And what is recorded of it leads to the same steps again.
      look(trainer, step + 3);
      const EngineState again = trainer.engine().state();
      Trainer forward = bench.trainer(8);
      train_to_step(forward, step);
      forward.set_learning_rate(0.004);
      while (forward.steps() < step + 3) forward.advance(step + 3 - forward.steps());
      EXPECT_EQ(again, forward.state().engine);
    }
  }
}

TEST(GoingBack, FromADivergenceNamesWhatBrokeAndGoesOn) {
  SlowBench bench;
  bench.model.activation = Activation::kRelu;
  bench.model.output = Output::kLinear;
  bench.settings.optimizer.kind = OptimizerKind::kSgd;
  Trainer trainer = bench.trainer(16);
  while (trainer.steps() < 20) trainer.advance(20 - trainer.steps());
  trainer.set_learning_rate(1e12);
  while (!trainer.divergence() && !trainer.finished()) trainer.advance();
  ASSERT_TRUE(trainer.divergence());
  const Divergence where = *trainer.divergence();

  // The same on the host: the weights before that step, from a training of its own, and the plain sums.
  Trainer straight = bench.trainer(0);
  while (straight.steps() < 20) straight.advance(20 - straight.steps());
  straight.set_learning_rate(1e12);
  while (straight.steps() < where.step - 1) straight.advance(1);
  const Weights weights = straight.state().engine.weights;
  std::string expected = "loss", tensor = "loss";
  const std::int64_t bad = first_non_finite_layer(weights);
  if (bad >= 0) {
    expected = "layers." + std::to_string(bad);
    tensor = "weights";
  } else {
    const std::vector<float> rows = batch_features(*bench.data, bench.settings, where.step - 1);
    for (std::size_t row = 0; row * 2 < rows.size(); ++row) {
      std::vector<float> x(rows.begin() + static_cast<std::ptrdiff_t>(2 * row),
                           rows.begin() + static_cast<std::ptrdiff_t>(2 * row + 2));
      for (std::size_t l = 0; l < weights.layers.size(); ++l) {
        std::vector<float> z = weights.layers[l].bias;
        for (std::size_t o = 0; o < z.size(); ++o) {
          for (std::size_t i = 0; i < x.size(); ++i)
            z[o] += weights.layers[l].weight[o * x.size() + i] * x[i];
          if (!std::isfinite(z[o]) && (expected == "loss" || "layers." + std::to_string(l) < expected)) {
            expected = "layers." + std::to_string(l);
            tensor = "pre-activation";
          }
          if (l + 1 < weights.layers.size()) z[o] = std::max(0.0F, z[o]);
        }
        x = z;
      }
    }
  }
  EXPECT_EQ(where.layer, expected);
  EXPECT_EQ(where.tensor, tensor);
  EXPECT_FALSE(std::isfinite(where.value));
  EXPECT_FALSE(where.exploding);

  look(trainer, 20);
  EXPECT_TRUE(trainer.divergence());  // looking changes nothing
  trainer.go_back();
  EXPECT_FALSE(trainer.divergence());
  trainer.set_learning_rate(0.01);
  while (!trainer.finished()) trainer.advance();
  Trainer never = bench.trainer(0);
  while (never.steps() < 20) never.advance(20 - never.steps());
  never.set_learning_rate(0.01);
  while (!never.finished()) never.advance();
  EXPECT_EQ(trainer.state().engine, never.state().engine);
  expect_same_history(trainer.history(), never.history());
}

TEST(Diverging, RowsThatAreNotFiniteAreNamedBeforeAnyLayer) {
  SlowBench bench;
  std::vector<float> columns(2 * kRows, 0.5F);
  columns[2 * 17] = std::numeric_limits<float>::quiet_NaN();
  bench.data->upload(columns, std::vector<float>(kRows, 1.0F));
  bench.settings.shuffle = Shuffle::kNone;
  Trainer trainer = bench.trainer(4);
  while (!trainer.divergence()) ASSERT_FALSE(trainer.advance().epoch_finished);
  EXPECT_EQ(trainer.divergence()->step, 3);  // row 17 is in the third batch of seven
  EXPECT_EQ(trainer.divergence()->layer, "input");
  EXPECT_EQ(trainer.divergence()->tensor, "input");
  EXPECT_TRUE(std::isnan(trainer.divergence()->value));
  EXPECT_EQ(divergence_place(*trainer.divergence()), "the input");
  EXPECT_EQ(divergence_layer(*trainer.divergence()), -1);
}

}  // namespace
}  // namespace headroom
