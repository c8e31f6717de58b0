// The batch that was trained last, against a network in double precision that shares no code with the engines
// (tests/support/reference_mlp.h), and against what the history says.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "core/base/permutation.h"
#include "core/model/seeds.h"
#include "core/run/inspections.h"
#include "tests/run/inspected_run.h"
#include "tests/support/reference_mlp.h"
#include "tests/support/small_data.h"

namespace headroom {
namespace {

RunConfig config_with(Task task, std::int64_t batch) {
  RunConfig config = test::small_config();
  config.dataset = test::small_dataset(100, task);
  config.train.batch = batch;
  if (task == Task::kRegression) config.train.optimizer.learning_rate = 1e-5;
  return config;
}

struct Trained : test::InspectedRun {
  using InspectedRun::InspectedRun;
  const BatchFigures::Model& look() { return inspect(Inspect::kBatch)->batch()->models.at(0); }
  Trainer& trainer() const { return *run.lanes()[0].trainer; }
  const History& history() const { return trainer().history(); }
};

// Places of the rows of a step, counted from 0 over the run.
std::vector<std::int64_t> places_of(const Trained& trained, std::int64_t step) {
  const TrainSettings& settings = trained.trainer().settings();
  const std::int64_t rows = trained.run.data().shape.train_rows,
                     batches = trained.trainer().steps_per_epoch();
  const Permutation order(static_cast<std::uint32_t>(rows), shuffle_seed(settings.seed),
                          static_cast<std::uint64_t>(step / batches));
  std::vector<std::int64_t> places;
  const std::int64_t first = step % batches * settings.batch;
  for (std::int64_t i = first; i < std::min(rows, first + settings.batch); ++i)
    places.push_back(order(static_cast<std::uint32_t>(i)));
  return places;
}

struct Batch {
  std::vector<reference::Vector> rows;
  reference::Vector targets;
};
Batch batch_of(const Trained& trained, std::int64_t step) {
  Batch batch;
  for (const std::int64_t place : places_of(trained, step)) {
    const std::vector<float> row = trained.run.data().data->read_features(place, 1);
    batch.rows.emplace_back(row.begin(), row.end());
    batch.targets.push_back(trained.run.data().data->read_targets(place, 1)[0]);
  }
  return batch;
}

class EveryTask : public testing::TestWithParam<Task> {};

TEST_P(EveryTask, AgreesWithAReferenceThatTrainsTheSameSteps) {
  Trained trained(config_with(GetParam(), 30));  // 80 rows train: 30, 30, 20
  const Lane& lane = trained.run.lanes()[0];
  reference::Mlp reference(lane.spec, trained.trainer().settings().optimizer,
                           trained.trainer().engine().state().weights);
  for (const int step : {0, 1, 2, 3}) {
    SCOPED_TRACE(step);
    const Batch batch = batch_of(trained, step);
    const reference::Mlp::Batch before = reference.step(batch.rows, batch.targets);
    trained.steps(1);
    const BatchFigures::Model& seen = trained.look();
    EXPECT_EQ(seen.steps, step + 1);
    EXPECT_EQ(seen.epoch, step / 3 + 1);
    EXPECT_EQ(seen.batch, step % 3 + 1);
    EXPECT_EQ(seen.batches, 3);
    ASSERT_EQ(seen.rows, step % 3 == 2 ? 20 : 30);
    reference::Parameters gradient = reference::zeros(lane.spec);
    const reference::Mlp::Batch after = reference.measure(batch.rows, batch.targets, &gradient);
    const double scale = std::max(1.0, after.loss);
    EXPECT_NEAR(seen.loss(), after.loss, 1e-5 * scale);
    EXPECT_EQ(seen.correct, after.correct);
    ASSERT_TRUE(seen.loss_before);
    EXPECT_NEAR(*seen.loss_before, before.loss, 1e-5 * scale);
    ASSERT_EQ(seen.layers.size(), gradient.bias.size());
    for (std::size_t l = 0; l < seen.layers.size(); ++l) {
      double squares = 0;
      for (const double g : gradient.bias[l]) squares += g * g;
      for (const auto& unit : gradient.weight[l]) {
        for (const double g : unit) squares += g * g;
      }
      EXPECT_NEAR(seen.layers[l].gradient_norm, std::sqrt(squares), 1e-4 * std::max(1.0, std::sqrt(squares)));
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Tasks, EveryTask, testing::Values(Task::kClassification, Task::kRegression));

TEST(BatchInspection, ShapesRangesAndZerosAreThoseOfTheEngine) {
  RunConfig config = config_with(Task::kClassification, 30);
  config.selected = {"large"};
  Trained trained(config);
  trained.steps(2);
  while (trained.inspections.advance(trained.run, false).worked) {
  }
  const BatchFigures::Model& seen = trained.look();
  Engine& engine = trained.run.lanes()[1].trainer->engine();
  ASSERT_EQ(seen.id, "large");
  ASSERT_EQ(seen.layers.size(), 3U);
  for (std::size_t l = 0; l < 3; ++l) {
    const BatchFigures::Layer& layer = seen.layers[l];
    const std::string name = "layers." + std::to_string(l);
    EXPECT_EQ(layer.in, l == 0 ? 2 : 8);
    EXPECT_EQ(layer.out, l == 2 ? 1 : 8);
    EXPECT_EQ(layer.parameters, layer.in * layer.out + layer.out);
    const std::vector<float> z = engine.read(name + ".pre_activation", 0, 30 * layer.out);
    const std::vector<float> a = engine.read(name + ".activation", 0, 30 * layer.out);
    EXPECT_NEAR(layer.z_min, *std::min_element(z.begin(), z.end()), 1e-5);
    EXPECT_NEAR(layer.z_max, *std::max_element(z.begin(), z.end()), 1e-5);
    EXPECT_NEAR(layer.min, *std::min_element(a.begin(), a.end()), 1e-5);
    EXPECT_NEAR(layer.max, *std::max_element(a.begin(), a.end()), 1e-5);
    EXPECT_EQ(layer.zeros,
              static_cast<double>(std::count(a.begin(), a.end(), 0.0F)) / static_cast<double>(a.size()));
  }
  EXPECT_GT(seen.layers[0].zeros, 0);  // ReLU
}

TEST(BatchInspection, BeforeTheFirstStepItIsTheBatchThatComesFirst) {
  Trained trained(config_with(Task::kClassification, 30));
  const BatchFigures::Model first = trained.look();
  EXPECT_EQ(first.steps, 0);
  EXPECT_EQ(first.batch, 1);
  EXPECT_FALSE(first.loss_before);
  EXPECT_EQ(first.times.step, 0);  // nothing was trained
  trained.steps(1);
  EXPECT_NEAR(first.loss(), trained.history().step_loss[0], 1e-6);
  const auto hits = static_cast<double>(trained.history().step_accuracy[0]) * 30;
  EXPECT_EQ(first.correct, std::lround(hits));
}

TEST(BatchInspection, AStepThatChangesNothingKeepsItsLoss) {
  RunConfig config = config_with(Task::kClassification, 30);
  config.train.optimizer.learning_rate = 1e-30;
  Trained trained(config);
  trained.steps(5);
  const BatchFigures::Model& seen = trained.look();
  EXPECT_NEAR(seen.loss(), *seen.loss_before, 1e-6);
}

TEST(BatchInspection, RowsAreNamedByTheirNumberInTheData) {
  Trained trained(config_with(Task::kClassification, 30));
  trained.steps(2);
  const BatchFigures::Model& seen = trained.look();
  const Dataset& dataset = *trained.run.data().dataset;
  const std::vector<std::int64_t> places = places_of(trained, 1);
  ASSERT_EQ(seen.shown.size(), kShownRows);
  for (std::size_t i = 0; i < seen.shown.size(); ++i) {
    const JudgedRow& row = seen.shown[i];
    EXPECT_EQ(row.row, trained.run.data().split.order[static_cast<std::size_t>(places[i])]);
    EXPECT_EQ(row.target, dataset.targets[static_cast<std::size_t>(row.row)]);
    const double own = row.target > 0.5 ? row.output : 1 - row.output;
    EXPECT_NEAR(row.loss, -std::log(own), 1e-12);
    EXPECT_EQ(row.said, row.output > 0.5 ? 1 : 0);
  }
}

// What they are is up to the machine; that a layer with a hundred times the products takes longer is not.
TEST(BatchInspection, EveryLayerIsTimedOnceMoreThoughTheRunWaits) {
  RunConfig config = config_with(Task::kClassification, 64);
  config.train.batch = 64;
  set_custom_model(config, {512, 512, 8});
  Trained trained(config);
  trained.steps(1);
  const BatchFigures::Model& seen = trained.look();
  ASSERT_EQ(seen.layers.size(), 4U);
  EXPECT_EQ(seen.timed_rows, 64);
  for (const BatchFigures::Layer& layer : seen.layers) {
    EXPECT_GT(layer.times.forward, 0);
    EXPECT_GT(layer.times.backward, 0);
    EXPECT_GT(layer.times.update, 0);
  }
  EXPECT_GT(seen.layers[1].times.forward, seen.layers[3].times.forward);
  EXPECT_GT(seen.layers[1].times.backward, seen.layers[3].times.backward);
  EXPECT_GT(seen.layers[1].times.update, seen.layers[3].times.update);
}

TEST(BatchInspection, OfALargeBatchTheFirstRowsAreTimed) {
  RunConfig config = config_with(Task::kClassification, 80);
  set_custom_model(config, {2048, 2048});  // 4.2 million products a row: 50 million allow 11 rows
  Trained trained(config);
  trained.steps(1);
  const BatchFigures::Model& seen = trained.look();
  EXPECT_EQ(seen.rows, 80);
  EXPECT_EQ(seen.timed_rows, 11);
}

// After a reset and after going back the engine is asked for a batch that it has not trained since.
TEST(BatchInspection, ANetworkThatIsPutBackShowsTheBatchOfItsState) {
  Trained trained(config_with(Task::kClassification, 30));
  const BatchFigures::Model first = trained.look();
  trained.steps(2);
  const BatchFigures::Model second = trained.look();
  const TrainerState state = trained.trainer().state();
  trained.run.reset();
  trained.inspections.restart();
  const BatchFigures::Model again = trained.look();
  EXPECT_EQ(again.steps, 0);
  trained.trainer().restore(state);
  trained.inspections.restart();
  const BatchFigures::Model restored = trained.look();
  EXPECT_EQ(restored.steps, 2);
  for (std::size_t l = 0; l < first.layers.size(); ++l) {
    EXPECT_EQ(again.layers[l].gradient_norm, first.layers[l].gradient_norm);
    EXPECT_EQ(restored.layers[l].gradient_norm, second.layers[l].gradient_norm);
    EXPECT_NE(first.layers[l].gradient_norm, second.layers[l].gradient_norm);
  }
}

// However far training goes on meanwhile, all figures belong to the step with which it began.
TEST(BatchInspection, BelongsToOneStepThoughTrainingGoesOn) {
  const RunConfig config = config_with(Task::kClassification, 70);  // five pieces of rows
  Trained whole(config);
  whole.steps(3);
  const BatchFigures::Model want = whole.look();

  Trained trained(config);
  trained.steps(3);
  const std::unique_ptr<Inspector> inspector = batch_inspector_maker()();
  int pieces = 0;
  while (!inspector->advance(trained.run, [] { return true; })) {
    ++pieces;
    if (pieces < 5) trained.steps(1);
  }
  EXPECT_GE(pieces, 1);
  const Findings findings = inspector->findings();
  const BatchFigures::Model& got = std::get<BatchFigures>(findings).models.at(0);
  EXPECT_EQ(got.steps, 3);
  EXPECT_EQ(got.loss_sum, want.loss_sum);
  EXPECT_EQ(got.rows, want.rows);
  for (std::size_t l = 0; l < want.layers.size(); ++l) {
    EXPECT_EQ(got.layers[l].z_max, want.layers[l].z_max);
    EXPECT_EQ(got.layers[l].zeros, want.layers[l].zeros);
    EXPECT_EQ(got.layers[l].gradient_norm, want.layers[l].gradient_norm);
  }
}

TEST(BatchTimes, WhatCannotBeToldIsNotMadeUp) {
  EXPECT_DOUBLE_EQ((BatchTimes{1, 3, 3.5}.backward()), 2);
  EXPECT_DOUBLE_EQ((BatchTimes{1, 3, 3.5}.update()), 0.5);
  EXPECT_EQ((BatchTimes{1, 3, 2.5}.update()), 0);  // quicker than the two passes: fused
  EXPECT_EQ((BatchTimes{0, 3, 4}.backward()), 0);
  EXPECT_EQ((BatchTimes{1, 3, 0}.update()), 0);
}

}  // namespace
}  // namespace headroom
