// What the Network tab's inspection says, against the engine's weights and a forward pass on the host.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <set>

#include "core/model/layer_trace.h"
#include "core/run/inspections.h"
#include "tests/run/inspected_run.h"
#include "tests/support/small_data.h"

namespace headroom {
namespace {

constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();

enum class Table { kTwoClasses, kThreeClasses, kRegression };

RunConfig network_config(Table kind = Table::kTwoClasses, std::int64_t rows = 100) {
  RunConfig config = test::small_config(rows);
  auto data = std::make_shared<Dataset>(
      *test::small_dataset(rows, kind == Table::kRegression ? Task::kRegression : Task::kClassification));
  for (std::int64_t i = 0; i < rows; ++i) {
    data->values[static_cast<std::size_t>(2 * i)] = static_cast<float>((i * 37) % 101);
  }
  if (kind == Table::kThreeClasses) {
    data->class_names = {"high", "low", "mid"};
    for (std::size_t i = 0; i < data->targets.size(); ++i) data->targets[i] = static_cast<float>(i % 3);
  }
  config.dataset = data;
  config.selected = {"large"};
  config.models[1].hidden = {8, 6};
  if (kind == Table::kRegression) config.train.optimizer.learning_rate = 1e-3;
  return config;
}

struct NetworkRun : test::InspectedRun {
  using InspectedRun::InspectedRun;
  Look look;
  const NetworkFigures& see() {
    seen_ = inspect(Inspect::kNetwork, look);
    return *seen_->network();
  }
  const NetworkFigures& see(NetworkValues values, UnitOrder order = UnitOrder::kIndex) {
    look.network.values = values;
    look.network.order = order;
    return see();
  }
  const Lane& lane() const { return *run.training_lanes()[0]; }
  Weights weights() const { return lane().trainer->engine().state().weights; }
  Weights start() const { return start_weights(run.config(), lane().spec); }
  std::int64_t train_rows() const { return run.data().split.train_rows; }
  std::vector<LayerTrace> host(const Weights& with, std::int64_t first, std::int64_t count) const {
    return trace_layers(lane().spec, with, run.data().data->read_features(first, count));
  }

 private:
  std::shared_ptr<const Inspection> seen_;  // holds what see() gave
};

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
  EXPECT_EQ(network.see().history->steps, (std::vector<std::int64_t>{1, 2, 3, 4}));
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

}  // namespace
}  // namespace headroom
