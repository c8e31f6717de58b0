// A replayed step against a network in double precision that shares no code with it
// (tests/support/reference_mlp.h).
#include "core/device/cpu/layer_replay.h"

#include <string>

#include "tests/device/workbench.h"

namespace headroom {
namespace {

using reference::Vector;

struct Case {
  Activation activation;
  Output output;
  OptimizerKind optimizer;
};

class EveryStep : public testing::TestWithParam<Case> {};

TEST_P(EveryStep, UpdatesTheWeightsAsTheReferenceDoes) {
  test::Task task;
  task.activation = GetParam().activation;
  task.output = GetParam().output;
  if (task.output != Output::kSoftmax) task.widths.back() = 1;
  OptimizerSettings optimizer;
  optimizer.kind = GetParam().optimizer;
  optimizer.learning_rate = 0.05;
  const test::Table table = test::make_rows(task);
  const Weights start = test::start_state(task).weights;

  cpu::LayerReplay replay({task.model(), optimizer, start, table.features, table.targets});
  int pieces = 1;
  while (!replay.advance()) ++pieces;
  EXPECT_EQ(pieces, 6);  // three layers there and back

  std::vector<Vector> rows;
  const auto width = static_cast<std::size_t>(task.widths.front());
  for (std::size_t r = 0; r < table.targets.size(); ++r) {
    const auto from = table.features.begin() + static_cast<std::ptrdiff_t>(r * width);
    rows.emplace_back(from, from + static_cast<std::ptrdiff_t>(width));
  }
  reference::Mlp mlp(task.model(), optimizer, start);
  mlp.step(rows, Vector(table.targets.begin(), table.targets.end()));
  double moved = 0;
  for (std::size_t l = 0; l < start.layers.size(); ++l) {
    const LayerWeights& is = replay.weights().layers[l];
    for (std::size_t o = 0; o < is.bias.size(); ++o) {
      EXPECT_NEAR(is.bias[o], mlp.parameters().bias[l][o], 2e-5) << "layer " << l << " unit " << o;
      const std::size_t in = is.weight.size() / is.bias.size();
      for (std::size_t i = 0; i < in; ++i) {
        const auto at = static_cast<std::size_t>(o * in + i);
        EXPECT_NEAR(is.weight[at], mlp.parameters().weight[l][o][i], 2e-5) << l << " " << o << " " << i;
        moved = std::max(moved, std::abs(static_cast<double>(is.weight[at] - start.layers[l].weight[at])));
      }
    }
  }
  EXPECT_GT(moved, 1e-4);
  for (const cpu::LayerSeconds& layer : replay.seconds()) {
    EXPECT_GT(layer.forward, 0);
    EXPECT_GT(layer.backward, 0);
    EXPECT_GT(layer.update, 0);
  }
}

INSTANTIATE_TEST_SUITE_P(Kinds, EveryStep,
                         testing::Values(Case{Activation::kRelu, Output::kSigmoid, OptimizerKind::kSgd},
                                         Case{Activation::kTanh, Output::kSoftmax, OptimizerKind::kMomentum},
                                         Case{Activation::kGelu, Output::kLinear, OptimizerKind::kSgd},
                                         Case{Activation::kSilu, Output::kSoftmax, OptimizerKind::kSgd},
                                         Case{Activation::kSigmoid, Output::kSigmoid,
                                              OptimizerKind::kMomentum}),
                         [](const auto& test) {
                           return std::string(activation_name(test.param.activation)) + "_" +
                                  std::string(output_name(test.param.output));
                         });

TEST(LayerReplay, GoesOnWhereThePassBeforeEnded) {
  test::Task task;
  task.activation = Activation::kRelu;
  OptimizerSettings optimizer;
  optimizer.kind = OptimizerKind::kSgd;
  optimizer.learning_rate = 0.05;
  const test::Table table = test::make_rows(task);
  cpu::LayerReplay twice(
      {task.model(), optimizer, test::start_state(task).weights, table.features, table.targets});
  while (!twice.advance()) {
  }
  cpu::LayerReplay second({task.model(), optimizer, twice.weights(), table.features, table.targets});
  while (!second.advance()) {
  }
  while (!twice.advance()) {
  }
  EXPECT_EQ(twice.weights(), second.weights());
}

}  // namespace
}  // namespace headroom
