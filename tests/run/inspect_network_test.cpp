// What the Network tab's inspection says of layers, values, order and history, against the engine's weights.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

#include "tests/run/network_run.h"

namespace headroom {
namespace {

using test::network_config;
using test::NetworkRun;

constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();

double rms(const std::vector<float>& a, const std::vector<float>& b = {}) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const double x = static_cast<double>(a[i]) - (b.empty() ? 0.0 : static_cast<double>(b[i]));
    sum += x * x;
  }
  return std::sqrt(sum / static_cast<double>(a.size()));
}

TEST(NetworkInspection, UpdateRatioIsTheChangeOfAStepSinceTheLookBefore) {
  NetworkRun network(network_config());
  network.steps(2);
  for (const LayerFigures& layer : network.see().layers->of) EXPECT_TRUE(std::isnan(layer.update_ratio));
  const Weights before = network.weights();
  network.steps(4);
  const Weights after = network.weights();
  const NetworkFigures& seen = network.see();
  EXPECT_EQ(seen.layers->steps, 6);
  for (std::size_t l = 0; l < 3; ++l) {
    const double expected =
        rms(after.layers[l].weight, before.layers[l].weight) / rms(after.layers[l].weight) / 4;
    EXPECT_NEAR(seen.layers->of[l].update_ratio, expected, 1e-9);
  }
  // Another look at the same step tells the same.
  network.look.unit = UnitAt{0, 1};
  EXPECT_EQ(network.see().layers->of[0].update_ratio, seen.layers->of[0].update_ratio);
}

TEST(NetworkInspection, ValuesAreTheEnginesInTheirOrder) {
  NetworkRun network(network_config());
  network.train(Goal::kEpoch);
  const Weights now = network.weights(), start = network.start();
  for (const NetworkValues values : {NetworkValues::kWeights, NetworkValues::kChange,
                                     NetworkValues::kGradients, NetworkValues::kActivations}) {
    for (const UnitOrder order : {UnitOrder::kIndex, UnitOrder::kLearned}) {
      const NetworkFigures seen = network.see(values, order);
      ASSERT_TRUE(seen.values && seen.order);
      EXPECT_EQ(seen.values->values, values);
      EXPECT_EQ(seen.values->order, order);
      EXPECT_EQ(seen.values->since, 0);
      ASSERT_EQ(seen.values->layers.size(), 3U);
      for (std::size_t l = 0; l < 3; ++l) {
        const LayerMatrix& matrix = seen.values->layers[l];
        const std::vector<std::int32_t>&in = seen.order->units[l], &out = seen.order->units[l + 1];
        const bool rows = values == NetworkValues::kActivations;
        const auto columns = static_cast<std::int64_t>(rows ? out.size() : in.size());
        ASSERT_EQ(matrix.columns, columns);
        ASSERT_EQ(matrix.lines, rows ? 80 : static_cast<std::int64_t>(out.size()));
        EXPECT_EQ(matrix.block, 1);
        const std::string name = "layers." + std::to_string(l) + ".weight";
        const std::vector<float> gradient = network.lane().trainer->engine().read(
            "gradient." + name, 0, static_cast<std::int64_t>(in.size() * out.size()));
        const std::vector<LayerTrace> host = network.host(now, 0, network.train_rows());
        float largest = 0;
        for (std::int64_t i = 0; i < matrix.lines; ++i) {
          for (std::int64_t j = 0; j < columns; ++j) {
            const auto column = static_cast<std::size_t>(rows ? out[static_cast<std::size_t>(j)]
                                                              : in[static_cast<std::size_t>(j)]);
            const std::size_t at =
                rows ? static_cast<std::size_t>(i) * out.size() + column
                     : static_cast<std::size_t>(out[static_cast<std::size_t>(i)]) * in.size() + column;
            double expected = 0;
            switch (values) {
              case NetworkValues::kWeights: expected = now.layers[l].weight[at]; break;
              case NetworkValues::kChange:
                expected = static_cast<double>(now.layers[l].weight[at]) -
                           static_cast<double>(start.layers[l].weight[at]);
                break;
              case NetworkValues::kGradients: expected = gradient[at]; break;
              case NetworkValues::kActivations: expected = host[l].activation[at]; break;
            }
            EXPECT_NEAR(matrix.at(i, j), expected, 2e-6);
            largest = std::max(largest, std::abs(matrix.at(i, j)));
          }
        }
        EXPECT_EQ(matrix.largest, largest);
        if (rows || values == NetworkValues::kGradients) continue;
        for (std::size_t i = 0; i < out.size(); ++i) {
          const auto unit = static_cast<std::size_t>(out[i]);
          const float from = values == NetworkValues::kChange ? start.layers[l].bias[unit] : 0;
          EXPECT_FLOAT_EQ(seen.values->biases[l][i], now.layers[l].bias[unit] - from);
        }
      }
    }
  }
}

TEST(NetworkInspection, ActivationsNameTheirRows) {
  NetworkRun network(network_config());
  const ValuesFigures& values = *network.see(NetworkValues::kActivations).values;
  ASSERT_EQ(values.rows.size(), 80U);  // all that train
  for (std::size_t i = 0; i < 80; ++i) EXPECT_EQ(values.rows[i], network.run.data().split.order[i]);
}

TEST(NetworkInspection, TheOrderStaysForAnEpochAndSortsByThePattern) {
  NetworkRun network(network_config());
  const std::shared_ptr<const NetworkOrder> before =
      network.see(NetworkValues::kChange, UnitOrder::kLearned).order;
  for (const double share : before->one_pattern) EXPECT_TRUE(std::isnan(share));  // nothing has changed yet
  network.train(Goal::kEpoch);
  const std::shared_ptr<const NetworkOrder> first = network.see().order;
  ASSERT_NE(first, before);
  network.steps(3);
  EXPECT_EQ(network.see().order, first);
  network.train(Goal::kEpoch);
  const std::shared_ptr<const NetworkOrder> second = network.see().order;
  EXPECT_NE(second, first);
  const Weights now = network.weights(), start = network.start();
  for (std::size_t l = 0; l < 3; ++l) {
    EXPECT_NEAR(second->moved[l],
                rms(now.layers[l].weight, start.layers[l].weight) / rms(start.layers[l].weight), 1e-6);
    EXPECT_GT(second->one_pattern[l], 0);
    EXPECT_LE(second->one_pattern[l], 1 + 1e-9);
  }
  EXPECT_NEAR(second->one_pattern[2], 1, 1e-9);  // one line is one pattern
  for (std::size_t p = 0; p < 4; ++p) {
    const std::set<std::int32_t> all(second->units[p].begin(), second->units[p].end());
    EXPECT_EQ(static_cast<std::int64_t>(all.size()), network.lane().spec.widths[p]);
    EXPECT_EQ(*all.rbegin() + 1, network.lane().spec.widths[p]);
  }
  // The inputs have one layer behind them, whose change they are sorted by; the other way round would be as
  // good, and stays as it was.
  const NetworkFigures by_index = network.see(NetworkValues::kChange, UnitOrder::kIndex);
  EXPECT_EQ(by_index.order->units[0], (std::vector<std::int32_t>{0, 1}));
  EXPECT_EQ(by_index.order->one_pattern, second->one_pattern);
}

TEST(NetworkInspection, DeadUnitsAreThoseThatNoRowSwitchesOn) {
  RunSetup setup = test::InspectedRun::setup(network_config());
  setup.first_weights = [](const std::string&, const ModelSpec& spec) {
    Weights weights = initial_weights(spec, {}, 3);
    weights.layers[0].bias[2] = -100;
    weights.layers[1].bias[5] = -100;
    return weights;
  };
  Progress progress;
  headroom::Run run(std::move(setup), progress);
  Inspections inspections;
  inspections.watch(interest(Inspect::kNetwork));
  while (inspections.advance(run, false).worked) {
  }
  const NetworkFigures& seen = *inspections.results()[index_of(Inspect::kNetwork)]->network();
  const Lane& lane = *run.training_lanes()[0];
  const std::vector<LayerTrace> host =
      trace_layers(lane.spec, lane.trainer->engine().state().weights,
                   run.data().data->read_features(0, run.data().split.train_rows));
  EXPECT_TRUE(seen.layers->all_rows);
  EXPECT_EQ(seen.layers->rows, 80);
  for (std::size_t l = 0; l < 2; ++l) {
    const auto out = static_cast<std::size_t>(lane.spec.widths[l + 1]);
    std::int64_t dead = 0;
    for (std::size_t u = 0; u < out; ++u) {
      bool fires = false;
      for (std::size_t row = 0; row < 80; ++row) fires = fires || host[l].pre_activation[row * out + u] > 0;
      EXPECT_EQ(seen.layers->of[l].dead_units[u], !fires);
      dead += fires ? 0 : 1;
    }
    EXPECT_EQ(seen.layers->of[l].dead, dead);
    EXPECT_GE(dead, 1);
  }
  EXPECT_EQ(seen.layers->of[2].dead, -1);
  EXPECT_TRUE(seen.layers->of[2].dead_units.empty());
  // Given weights are not drawn again: the change counts from the first look.
  EXPECT_FALSE(run.starts_from_seed());
}

TEST(NetworkInspection, WhatHasNotChangedStaysTheSameObject) {
  NetworkRun network(network_config());
  network.steps(3);
  const NetworkFigures before = network.see();
  network.look.unit = UnitAt{0, 1};
  const NetworkFigures pinned = network.see();
  EXPECT_EQ(pinned.layers, before.layers);
  EXPECT_EQ(pinned.values, before.values);
  EXPECT_EQ(pinned.units, before.units);
  EXPECT_EQ(pinned.order, before.order);
  EXPECT_EQ(pinned.history, before.history);
  network.look.row = 5;
  const NetworkFigures moved = network.see();
  EXPECT_NE(moved.pinned, pinned.pinned);
  EXPECT_EQ(moved.layers, before.layers);
}

TEST(NetworkInspection, AfterALookOfAMomentAgoTheNewestFollows) {
  NetworkRun network(network_config());
  network.steps(3);
  network.see();
  network.steps(2);
  network.look.unit = UnitAt{0, 1};
  const NetworkFigures& seen = network.see();
  EXPECT_EQ(seen.steps, 5);
  EXPECT_EQ(seen.pinned->steps, 5);
  EXPECT_EQ(seen.layers->steps, 5);
}

TEST(NetworkInspection, HistoryIsGatheredAndThinned) {
  RunConfig config = network_config();
  config.train.epochs = 60;  // 480 steps
  NetworkRun network(config);
  for (int i = 0; i < 470; ++i) {
    network.steps(1);
    const NetworkHistory& history = *network.see().history;
    ASSERT_LE(history.steps.size(), NetworkHistory::kMost);
    ASSERT_EQ(history.steps.back(), i + 1);
    ASSERT_TRUE(std::is_sorted(history.steps.begin(), history.steps.end()));
  }
  const NetworkHistory& history = *network.see().history;
  EXPECT_GT(history.steps.size(), NetworkHistory::kMost / 3);
  const std::size_t moments = history.steps.size();
  const Weights now = network.weights();
  for (std::size_t l = 0; l < 3; ++l) {
    const NetworkHistory::Layer& layer = history.layers[l];
    EXPECT_EQ(layer.gradient_norm.size(), moments);
    EXPECT_EQ(layer.dead_share.size(), moments);
    const std::size_t count = now.layers[l].weight.size();
    ASSERT_EQ(layer.weights.size(), moments * count);
    EXPECT_TRUE(std::equal(now.layers[l].weight.begin(), now.layers[l].weight.end(),
                           layer.weights.end() - static_cast<std::ptrdiff_t>(count)));
    ASSERT_EQ(layer.density.size(), moments * static_cast<std::size_t>(NetworkHistory::kBins));
    for (std::size_t m = 0; m < moments; ++m) {
      std::vector<std::uint32_t> expected(NetworkHistory::kBins);
      for (std::size_t i = 0; i < count; ++i) {
        const double at =
            (static_cast<double>(layer.weights[m * count + i]) - layer.low) / (layer.high - layer.low) * 48;
        ++expected[std::min<std::size_t>(static_cast<std::size_t>(at), 47)];
      }
      for (std::size_t b = 0; b < 48; ++b) EXPECT_EQ(layer.density[m * 48 + b], expected[b]) << m << ' ' << b;
    }
  }
}

TEST(NetworkInspection, HistoryOfANetworkThatStartedOverBeginsAnew) {
  NetworkRun network(network_config());
  for (int i = 0; i < 4; ++i) {
    network.steps(1);
    network.see();
  }
  network.inspections.restart();  // as a command that keeps the network does
  EXPECT_EQ(network.see().history->steps, (std::vector<std::int64_t>{0, 1, 2, 3, 4}));
  network.run.reset();
  network.inspections.restart();
  EXPECT_EQ(network.see().history->steps, (std::vector<std::int64_t>{0}));
}

TEST(NetworkInspection, WeightsThatAreNoNumbersAreCounted) {
  NetworkRun network(network_config());
  network.train(Goal::kEpoch);
  EngineState state = network.lane().trainer->engine().state();
  state.weights.layers[1].weight[3] = kNaN;
  network.lane().trainer->engine().set_state(state);
  network.look.unit = UnitAt{1, 0};
  const NetworkFigures& seen = network.see(NetworkValues::kWeights, UnitOrder::kLearned);
  EXPECT_EQ(seen.values->layers[1].not_finite, 1);
  EXPECT_EQ(seen.values->layers[0].not_finite, 0);
  EXPECT_TRUE(std::isfinite(seen.values->layers[1].largest));
  EXPECT_TRUE(std::isnan(seen.order->one_pattern[1]));
  EXPECT_TRUE(std::isfinite(seen.order->one_pattern[0]));
  EXPECT_TRUE(std::isnan(seen.layers->of[1].rms));
  EXPECT_TRUE(seen.pinned->a);
}

TEST(NetworkInspection, NothingIsDoneWhileNobodyLooks) {
  NetworkRun network(network_config());
  network.train(Goal::kEpoch);
  network.inspections.watch(interest(Inspect::kErrors));
  while (network.inspections.advance(network.run, false).worked) {
  }
  EXPECT_EQ(network.inspections.results()[index_of(Inspect::kNetwork)], nullptr);
  network.see();
  const auto before = network.inspections.results()[index_of(Inspect::kNetwork)];
  network.inspections.watch({});
  network.steps(3);
  EXPECT_FALSE(network.inspections.advance(network.run, true).worked);
  EXPECT_EQ(network.inspections.results()[index_of(Inspect::kNetwork)], before);
}

struct Shape {
  std::int64_t rows, columns, classes;
  std::vector<std::int64_t> hidden;
};

TEST(NetworkInspection, EveryShapeIsLookedAt) {
  for (const Shape& shape : {Shape{2, 1, 2, {3}}, Shape{2100, 2000, 1000, {8}}, Shape{40, 3, 2, {4096}},
                             Shape{40, 2, 2, {1200, 1100}}}) {
    auto data = std::make_shared<Dataset>();
    data->source = "by hand";
    data->rows = shape.rows;
    data->columns = shape.columns;
    data->target_name = "y";
    for (std::int64_t c = 0; c < shape.columns; ++c) data->column_names.push_back("c" + std::to_string(c));
    for (std::int64_t c = 0; c < shape.classes; ++c) data->class_names.push_back(std::to_string(100000 + c));
    for (std::int64_t i = 0; i < shape.rows * shape.columns; ++i) {
      data->values.push_back(static_cast<float>((i * 31) % 17));
    }
    for (std::int64_t i = 0; i < shape.rows; ++i)
      data->targets.push_back(static_cast<float>(i % shape.classes));
    RunConfig config = test::small_config();
    config.dataset = data;
    config.models = {{"small", "Small", shape.hidden}};
    config.train.optimizer.learning_rate = 1e-3;
    NetworkRun network(config);
    network.steps(1);
    network.look.unit = UnitAt{0, 2};
    for (const NetworkValues values : {NetworkValues::kChange, NetworkValues::kActivations}) {
      const NetworkFigures& seen = network.see(values, UnitOrder::kLearned);
      ASSERT_TRUE(seen.layers && seen.order && seen.values && seen.units && seen.pinned && seen.history);
      EXPECT_EQ(seen.values->layers.size(), shape.hidden.size() + 1);
      EXPECT_EQ(seen.units->output.empty(), shape.columns != 2);
      EXPECT_TRUE(seen.units->pictures.empty());
      for (const LayerMatrix& matrix : seen.values->layers) {
        EXPECT_LE(matrix.shown_lines, LayerMatrix::kMostSide);
        EXPECT_LE(matrix.shown_columns, LayerMatrix::kMostSide);
        EXPECT_EQ(static_cast<std::int64_t>(matrix.mean.size()), matrix.shown_lines * matrix.shown_columns);
        EXPECT_EQ(matrix.not_finite, 0);
      }
      EXPECT_GE(seen.pinned->a->judged, 1);
    }
  }
}

}  // namespace
}  // namespace headroom
