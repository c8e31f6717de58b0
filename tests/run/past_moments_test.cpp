// What the Network tab tells of a time when nobody looked, against a run that was looked at all the time.
#include "core/run/past_moments.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "tests/run/network_run.h"

namespace headroom {
namespace {

using test::network_config;
using test::NetworkRun;

constexpr std::int64_t kEach = 8;  // steps an epoch

RunConfig long_config() {
  RunConfig config = network_config();
  config.train.epochs = 60;
  return config;
}

void train_epochs(NetworkRun& network, std::int64_t epochs) {
  network.steps(static_cast<int>(epochs * kEach));
}

TEST(PastMoments, OfAnUnwatchedRunAreThoseOfAWatchedOne) {
  NetworkRun watched(long_config()), unwatched(long_config());
  ASSERT_EQ(watched.lane().trainer->steps_per_epoch(), kEach);
  watched.see();
  for (int epoch = 0; epoch < 10; ++epoch) {
    train_epochs(watched, 1);
    watched.see();
  }
  train_epochs(unwatched, 10);
  const NetworkHistory expected = *watched.see().history, told = *unwatched.see().history;
  ASSERT_EQ(told.steps, expected.steps);
  EXPECT_EQ(told.steps.front(), 0);
  EXPECT_EQ(told.steps.size(), 11U);
  for (std::size_t l = 0; l < told.layers.size(); ++l) {
    const NetworkHistory::Layer &a = told.layers[l], &b = expected.layers[l];
    EXPECT_EQ(a.gradient_norm, b.gradient_norm) << l;
    EXPECT_EQ(a.weights, b.weights) << l;
    EXPECT_EQ(a.biases, b.biases) << l;
    EXPECT_EQ(a.density, b.density) << l;
    EXPECT_EQ(a.high, b.high) << l;
    EXPECT_TRUE(std::isnan(a.update_ratio.front()));
    // The newest look knows no look before it.
    for (std::size_t m = 1; m + 1 < told.steps.size(); ++m)
      EXPECT_NEAR(a.update_ratio[m], b.update_ratio[m], 1e-12) << l << ' ' << m;
    ASSERT_EQ(a.dead_share.size(), told.steps.size());
  }
}

TEST(PastMoments, LookingChangesNothingOfTheTraining) {
  NetworkRun looked(long_config()), alone(long_config());
  train_epochs(looked, 5);
  looked.see();
  train_epochs(looked, 3);
  looked.see();
  train_epochs(looked, 2);
  train_epochs(alone, 10);
  const EngineState a = looked.lane().trainer->engine().state(), b = alone.lane().trainer->engine().state();
  for (std::size_t l = 0; l < a.weights.layers.size(); ++l) {
    EXPECT_EQ(a.weights.layers[l].weight, b.weights.layers[l].weight);
    EXPECT_EQ(a.weights.layers[l].bias, b.weights.layers[l].bias);
  }
  EXPECT_EQ(looked.lane().trainer->history().step_loss.size(),
            alone.lane().trainer->history().step_loss.size());
}

TEST(PastMoments, ALongGapIsFilled) {
  NetworkRun network(long_config());
  network.steps(1);
  network.see();
  train_epochs(network, 10);
  const NetworkHistory history = *network.see().history;
  EXPECT_TRUE(std::is_sorted(history.steps.begin(), history.steps.end()));
  for (std::int64_t epoch = 0; epoch <= 10; ++epoch)
    EXPECT_TRUE(std::binary_search(history.steps.begin(), history.steps.end(), epoch * kEach)) << epoch;
}

TEST(PastMoments, WithoutTheRecorderThereAreNone) {
  RunConfig config = long_config();
  config.recorder = 0;
  NetworkRun network(config);
  train_epochs(network, 4);
  EXPECT_EQ(network.see().history->steps, (std::vector<std::int64_t>{4 * kEach}));
}

TEST(PastMoments, AreOfThePastAsItIsAfterGoingBack) {
  NetworkRun network(long_config());
  train_epochs(network, 6);
  network.see();
  network.run.go_back(2 * kEach, 0.01, Progress{});
  network.inspections.restart();
  train_epochs(network, 1);
  const NetworkHistory history = *network.see().history;
  EXPECT_EQ(history.steps.back(), 3 * kEach);
  EXPECT_EQ(std::count_if(history.steps.begin(), history.steps.end(),
                          [](std::int64_t step) { return step > 2 * kEach; }),
            1);
}

// Bins that reach less far are widened before they stand beside the others.
TEST(NetworkHistoryKeeper, MomentsThatAreInsertedLieInTheSameBins) {
  const auto moment = [](NetworkHistoryKeeper& keeper, std::int64_t step, float weight) {
    LayersFigures layers;
    layers.steps = step;
    LayerFigures layer;
    layer.in = 2;
    layer.out = 1;
    layer.parameters = 3;
    layer.min = -static_cast<double>(weight);
    layer.max = static_cast<double>(weight);
    layers.of.push_back(layer);
    const Weights weights{{LayerWeights{{-weight, weight}, {0}}}};
    keeper.add(layers, &weights);
  };
  NetworkHistoryKeeper keeper, past;
  moment(keeper, 30, 4.0F);
  moment(past, 10, 0.75F);
  moment(past, 20, 1.5F);
  moment(past, 30, 9.0F);  // known already: left out
  keeper.insert(*past.told());
  const NetworkHistory& history = *keeper.told();
  EXPECT_EQ(history.steps, (std::vector<std::int64_t>{10, 20, 30}));
  const NetworkHistory::Layer& layer = history.layers[0];
  EXPECT_EQ(layer.weights, (std::vector<float>{-0.75F, 0.75F, -1.5F, 1.5F, -4.0F, 4.0F}));
  ASSERT_EQ(layer.density.size(), 3U * NetworkHistory::kBins);
  for (std::size_t m = 0; m < 3; ++m) {
    const auto first = layer.density.begin() + static_cast<std::ptrdiff_t>(m * NetworkHistory::kBins);
    EXPECT_EQ(std::accumulate(first, first + NetworkHistory::kBins, 0U), 2U) << m;
  }
  EXPECT_GE(layer.high, 9);
}

}  // namespace
}  // namespace headroom
