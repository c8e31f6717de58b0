// Every device trains as a textbook says (tests/support/reference_mlp.h, double precision).
//
// Tolerance: 2e-4 of the value plus 2e-5 absolute, after up to 24 float32 steps. Adam runs with
// epsilon 1e-3 here: with 1e-8 a gradient that is zero but for rounding would move a weight by the full
// learning rate, on any hardware; the PyTorch replay covers 1e-8.

#include "tests/device/workbench.h"

namespace headroom::test {
namespace {

void expect_near(double got, double want, const std::string& what) {
  EXPECT_NEAR(got, want, 2e-5 + 2e-4 * std::fabs(want)) << what;
}

void expect_weights(const Weights& got, const reference::Parameters& want) {
  for (std::size_t l = 0; l < got.layers.size(); ++l) {
    const std::string name = "layers." + std::to_string(l);
    for (std::size_t o = 0; o < want.bias[l].size(); ++o) {
      const std::size_t in = want.weight[l][o].size();
      expect_near(static_cast<double>(got.layers[l].bias[o]), want.bias[l][o], name + ".bias");
      for (std::size_t i = 0; i < in; ++i) {
        expect_near(static_cast<double>(got.layers[l].weight[o * in + i]), want.weight[l][o][i],
                    name + ".weight");
      }
    }
  }
}

void compare_with_reference(const std::string& device, const Task& task, std::int64_t epochs) {
  const Table table = make_rows(task);
  Workbench bench(device, task);
  reference::Mlp expected(task.model(), task.settings.optimizer, start_state(task).weights);
  const std::vector<StepMetric> metrics = bench.train_epochs(epochs);
  const std::int64_t steps = bench.engine->steps_per_epoch();
  ASSERT_EQ(metrics.size(), static_cast<std::size_t>(epochs * steps));
  for (std::int64_t s = 0; s < epochs * steps; ++s) {
    const ReferenceRows rows = rows_of_step(task, table, s / steps, s % steps);
    const reference::Mlp::Batch want = expected.step(rows.features, rows.targets);
    const StepMetric& got = metrics[static_cast<std::size_t>(s)];
    expect_near(static_cast<double>(got.loss), want.loss, "loss of step " + std::to_string(s));
    EXPECT_EQ(got.correct, want.correct) << "step " << s;
    EXPECT_EQ(got.rows, static_cast<std::int32_t>(rows.targets.size())) << "step " << s;
  }
  expect_weights(bench.engine->state().weights, expected.parameters());
}

TrainSettings settings(OptimizerKind kind, double rate, double l2, std::int64_t batch) {
  TrainSettings s;
  s.batch = batch;
  s.seed = 5;
  s.optimizer.kind = kind;
  s.optimizer.learning_rate = rate;
  s.optimizer.l2 = l2;
  s.optimizer.epsilon = 1e-3;
  return s;
}

class Parity : public testing::TestWithParam<std::string> {};

TEST_P(Parity, EveryActivationAndOutput) {
  for (const ActivationRow& row : kActivationTable) {
    const Activation a = row.value;
    for (const Output o : {Output::kSigmoid, Output::kSoftmax, Output::kLinear}) {
      SCOPED_TRACE(std::string(activation_name(a)) + " " + std::string(output_name(o)));
      Task task;
      task.activation = a;
      task.output = o;
      task.widths.back() = o == Output::kSoftmax ? 3 : 1;
      task.settings = settings(OptimizerKind::kAdam, 0.01, 0, 8);
      compare_with_reference(GetParam(), task, 4);
    }
  }
}

TEST_P(Parity, EveryOptimizerWithAndWithoutL2) {
  for (const OptimizerRow& optimizer : kOptimizerTable) {
    const OptimizerKind k = optimizer.value;
    for (const double l2 : {0.0, 0.03}) {
      SCOPED_TRACE(std::string(optimizer_name(k)) + " l2 " + std::to_string(l2));
      Task task;
      task.settings = settings(k, k == OptimizerKind::kSgd ? 0.1 : 0.02, l2, 8);
      compare_with_reference(GetParam(), task, 4);
    }
  }
}

TEST_P(Parity, OddSizes) {
  struct Sizes {
    const char* what;
    std::vector<std::int64_t> widths;
    std::int64_t rows, train_rows, batch;
  };
  const std::vector<Sizes> cases{
      {"one row", {3, 4, 2}, 1, 1, 1},
      {"batch of one", {3, 4, 2}, 5, 4, 1},
      {"batch larger than the rows", {3, 4, 2}, 9, 7, 64},
      {"width one everywhere", {1, 1, 1}, 9, 7, 3},
      {"no hidden layer", {17, 3}, 19, 17, 5},
      {"seventeen and three", {17, 3, 17, 3}, 40, 37, 17},
      {"beyond one tile", {33, 65, 31, 5}, 90, 71, 35},
      {"last batch of one row", {8, 16, 2}, 40, 33, 32},
      {"deeper than one depth block", {300, 9, 2}, 30, 25, 10},
  };
  for (const Sizes& sizes : cases) {
    for (const Shuffle shuffle : {Shuffle::kEpoch, Shuffle::kNone}) {
      SCOPED_TRACE(sizes.what);
      Task task;
      task.widths = sizes.widths;
      task.rows = sizes.rows;
      task.train_rows = sizes.train_rows;
      task.settings = settings(OptimizerKind::kMomentum, 0.02, 0, sizes.batch);
      task.settings.shuffle = shuffle;
      compare_with_reference(GetParam(), task, 2);
    }
  }
}

TEST_P(Parity, LearningRateChangesTakeEffectWithTheNextStep) {
  Task task;
  task.settings = settings(OptimizerKind::kSgd, 0.1, 0, 8);
  const Table table = make_rows(task);
  Workbench bench(GetParam(), task);
  reference::Mlp expected(task.model(), task.settings.optimizer, start_state(task).weights);
  for (std::int64_t s = 0; s < 4; ++s) {
    const double rate = s < 2 ? 0.1 : 0.5;
    bench.engine->set_learning_rate(rate);
    expected.set_learning_rate(rate);
    bench.engine->train(0, s, 1);
    const ReferenceRows rows = rows_of_step(task, table, 0, s);
    expected.step(rows.features, rows.targets);
  }
  expect_weights(bench.engine->state().weights, expected.parameters());
}

INSTANTIATE_TEST_SUITE_P(Devices, Parity, testing::ValuesIn(engine_ids()), device_test_name);

}  // namespace
}  // namespace headroom::test
