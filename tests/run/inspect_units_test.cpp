// What the Network tab's inspection says of single units, against a forward pass on the host.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "tests/run/network_run.h"

namespace headroom {
namespace {

using test::network_config;
using test::NetworkRun;
using test::Table;

TEST(NetworkInspection, UnitPicturesEqualTheHostsForwardPass) {
  for (const Table kind : {Table::kTwoClasses, Table::kThreeClasses, Table::kRegression}) {
    NetworkRun network(network_config(kind));
    network.train(Goal::kEpoch);
    const UnitFigures& seen = *network.see().units;
    EXPECT_LT(seen.left, 0);
    EXPECT_GT(seen.right, 99);
    const PreparedData& data = network.run.data();
    const auto features = [&](double x, double y) {
      std::vector<float> row = {static_cast<float>(x), static_cast<float>(y)};
      apply_scaler(data.scaler, row, 2);
      return row;
    };
    const Weights now = network.weights();
    for (const auto& [i, j] : {std::pair{0, 0}, {31, 0}, {7, 20}}) {
      const double x = seen.left + (i + 0.5) / 32 * (seen.right - seen.left);
      const double y = seen.bottom + (j + 0.5) / 32 * (seen.top - seen.bottom);
      const std::vector<LayerTrace> host = trace_layers(network.lane().spec, now, features(x, y));
      for (std::size_t l = 0; l < 3; ++l) {
        for (std::size_t u = 0; u < host[l].activation.size(); ++u) {
          ASSERT_EQ(seen.pictures[l][u].size(), 32U * 32U);
          EXPECT_NEAR(seen.pictures[l][u][static_cast<std::size_t>(j * 32 + i)], host[l].activation[u], 1e-4);
        }
      }
      const double ox = seen.left + (3 * i + 0.5) / 96 * (seen.right - seen.left);
      const double oy = seen.bottom + (3 * j + 0.5) / 96 * (seen.top - seen.bottom);
      const std::vector<double> out =
          trace_layers(network.lane().spec, now, features(ox, oy)).back().activation;
      const float told = seen.output[static_cast<std::size_t>(3 * j * 96 + 3 * i)];
      const double three = static_cast<double>(std::max_element(out.begin(), out.end()) - out.begin());
      const double expected = kind == Table::kTwoClasses     ? out[0]
                              : kind == Table::kThreeClasses ? three
                                                             : data.target.original(out[0]);
      EXPECT_NEAR(told, expected, kind == Table::kRegression ? 1e-2 : 1e-4);
    }
    EXPECT_EQ(seen.output.size(), 96U * 96U);
  }
}

TEST(NetworkInspection, MeansOfAClassAreThoseOfItsRows) {
  NetworkRun network(network_config(Table::kThreeClasses));
  network.train(Goal::kEpoch);
  const UnitFigures& seen = *network.see().units;
  const std::vector<LayerTrace> host = network.host(network.weights(), 0, 80);
  const std::vector<float> targets = network.run.data().data->read_targets(0, 80);
  for (std::size_t u = 0; u < 8; ++u) {
    double sums[3] = {}, counts[3] = {};
    for (std::size_t row = 0; row < 80; ++row) {
      const auto c = static_cast<std::size_t>(targets[row]);
      sums[c] += host[0].activation[row * 8 + u];
      ++counts[c];
    }
    for (std::size_t c = 0; c < 3; ++c) EXPECT_NEAR(seen.means[0][u * 3 + c], sums[c] / counts[c], 1e-5);
  }
}

// Its outgoing weights 0: what the unit says goes nowhere.
TEST(NetworkInspection, SwitchedOffIsTheNetworkWithoutTheUnitsOutgoingWeights) {
  for (const Table kind : {Table::kTwoClasses, Table::kThreeClasses, Table::kRegression}) {
    NetworkRun network(network_config(kind));
    network.train(Goal::kAll);
    network.look.row = 17;
    network.look.unit = UnitAt{0, 3};
    network.look.network.other = UnitAt{1, 2};
    const NetworkFigures seen = network.see();
    ASSERT_TRUE(seen.pinned && seen.pinned->a && seen.pinned->b);
    const std::int64_t train = network.train_rows();
    std::vector<float> targets;  // in the file's unit; those on the device are scaled
    for (std::size_t i = 80; i < 100; ++i) {
      targets.push_back(network.run.data().dataset->targets[network.run.data().split.order[i]]);
    }
    const auto place =
        std::find(network.run.data().split.order.begin(), network.run.data().split.order.end(), 17U) -
        network.run.data().split.order.begin();
    const auto say = [&](const std::vector<double>& out) {
      if (kind == Table::kRegression) return network.run.data().target.original(out[0]);
      if (kind == Table::kTwoClasses) return out[0];
      return static_cast<double>(std::max_element(out.begin(), out.end()) - out.begin());
    };
    const auto quality = [&](const Weights& with) {
      double right = 0, mean = 0, sse = 0, sst = 0;
      for (const float target : targets) mean += static_cast<double>(target) / 20;
      for (std::int64_t i = 0; i < 20; ++i) {
        const double truth = targets[static_cast<std::size_t>(i)],
                     said = say(network.host(with, train + i, 1).back().activation);
        right +=
            kind == Table::kTwoClasses ? ((said > 0.5) == (truth == 1) ? 1 : 0) : (said == truth ? 1 : 0);
        sse += (said - truth) * (said - truth);
        sst += (mean - truth) * (mean - truth);
      }
      return kind == Table::kRegression ? 1 - sse / sst : right / 20;
    };
    for (const std::optional<UnitDetail>* unit : {&seen.pinned->a, &seen.pinned->b}) {
      const auto layer = static_cast<std::size_t>((*unit)->at.layer),
                 u = static_cast<std::size_t>((*unit)->at.unit);
      Weights without = network.weights();
      const std::size_t units = without.layers[layer].bias.size();
      for (std::size_t o = 0; o < without.layers[layer + 1].bias.size(); ++o) {
        EXPECT_EQ((*unit)->weights_out[o], without.layers[layer + 1].weight[o * units + u]);
        without.layers[layer + 1].weight[o * units + u] = 0;
      }
      EXPECT_EQ((*unit)->judged, 20);
      EXPECT_NEAR((*unit)->answer, say(network.host(network.weights(), place, 1).back().activation), 1e-6);
      EXPECT_NEAR((*unit)->answer_off, say(network.host(without, place, 1).back().activation), 1e-5);
      EXPECT_NEAR((*unit)->quality, quality(network.weights()), 1e-6);
      EXPECT_NEAR((*unit)->quality_off, quality(without), 1e-5);
    }
  }
}

TEST(NetworkInspection, APinnedUnitTellsWhatItsRowsDo) {
  NetworkRun network(network_config());
  network.train(Goal::kAll);
  network.look.unit = UnitAt{0, 3};
  network.look.network.other = UnitAt{0, 5};
  const PinnedFigures pinned = *network.see().pinned;
  const UnitDetail& unit = *pinned.a;
  const std::vector<LayerTrace> host = network.host(network.weights(), 0, 80);
  const std::vector<float> targets = network.run.data().data->read_targets(0, 80);
  double least = 1e9, most = -1e9, fires[2] = {}, counts[2] = {};
  double a = 0, b = 0, aa = 0, bb = 0, ab = 0;
  for (std::size_t row = 0; row < 80; ++row) {
    const double value = host[0].activation[row * 8 + 3], other = host[0].activation[row * 8 + 5];
    const auto c = static_cast<std::size_t>(targets[row]);
    least = std::min(least, value);
    most = std::max(most, value);
    fires[c] += value > 0 ? 1 : 0;
    ++counts[c];
    a += value / 80;
    b += other / 80;
    aa += value * value / 80;
    bb += other * other / 80;
    ab += value * other / 80;
  }
  EXPECT_NEAR(unit.least, least, 1e-5);
  EXPECT_NEAR(unit.most, most, 1e-5);
  EXPECT_NEAR(unit.fires[0], fires[0] / counts[0], 1e-9);
  EXPECT_NEAR(unit.fires[1], fires[1] / counts[1], 1e-9);
  EXPECT_NEAR(unit.fires_all, (fires[0] + fires[1]) / 80, 1e-9);
  ASSERT_EQ(unit.bins.size(), 40U);
  EXPECT_EQ(std::accumulate(unit.bins.begin(), unit.bins.begin() + 20, std::int64_t{0}),
            static_cast<std::int64_t>(counts[0]));
  EXPECT_EQ(std::accumulate(unit.bins.begin(), unit.bins.end(), std::int64_t{0}), 80);
  const double expected = (ab - a * b) / std::sqrt((aa - a * a) * (bb - b * b));
  if (std::isnan(expected)) {
    EXPECT_TRUE(std::isnan(pinned.alike_activations));
  } else {
    EXPECT_NEAR(pinned.alike_activations, expected, 1e-4);
  }
  const Weights now = network.weights(), start = network.start();
  double product = 0, left = 0, right = 0;
  for (std::size_t i = 0; i < 2; ++i) {
    EXPECT_EQ(unit.weights_in[i], now.layers[0].weight[6 + i]);
    const double x =
        static_cast<double>(now.layers[0].weight[6 + i]) - static_cast<double>(start.layers[0].weight[6 + i]);
    const double y = static_cast<double>(now.layers[0].weight[10 + i]) -
                     static_cast<double>(start.layers[0].weight[10 + i]);
    EXPECT_NEAR(unit.change_in[i], x, 1e-6);
    product += x * y;
    left += x * x;
    right += y * y;
  }
  EXPECT_NEAR(pinned.alike_changes, product / std::sqrt(left * right), 1e-4);
}

TEST(NetworkInspection, WhatIsPinnedWhereThereIsNothingIsNotTold) {
  NetworkRun network(network_config());
  network.look.unit = UnitAt{9, 0};
  network.look.network.other = UnitAt{0, 99};
  EXPECT_EQ(network.see().pinned, nullptr);
  network.look.unit = UnitAt{2, 0};  // the output itself
  const NetworkFigures& seen = network.see();
  ASSERT_TRUE(seen.pinned && seen.pinned->a);
  EXPECT_EQ(seen.pinned->a->answer_off, 0);
  EXPECT_TRUE(seen.pinned->a->weights_out.empty());
  EXPECT_FALSE(seen.pinned->b);
}

}  // namespace
}  // namespace headroom
