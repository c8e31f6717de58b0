// Class weights: losses and gradients of rows by the formula of PyTorch's CrossEntropyLoss(weight=...), whose
// mean divides by the sum of the weights (evaluated with NumPy in double precision); and whole engines
// against finite differences of that loss.
#include "core/base/error.h"
#include "core/device/cpu/arithmetic.h"
#include "core/model/layer_trace.h"
#include "tests/device/workbench.h"

namespace headroom::test {
namespace {

TEST(ClassWeight, SoftmaxRowsAsPyTorch) {
  const std::vector<float> z{1, -0.5F, 0.25F, 0.1F, 0.2F, -2, 3, -1, 0.5F, -0.3F, 0.7F, 0.9F}, t{0, 1, 2, 2};
  const std::vector<float> weights{0.5F, 1, 3};
  std::vector<float> delta(12), loss(4);
  std::vector<std::int32_t> correct(4);
  const float sum = 0.5F + 1 + 3 + 3;
  cpu::native_arithmetic().row_losses(
      Output::kSoftmax, 3, {z.data(), t.data(), delta.data(), loss.data(), correct.data(), weights.data()}, 0,
      4, 1 / sum);
  EXPECT_NEAR((loss[0] + loss[1] + loss[2] + loss[3]) / sum, 1.4674786655364556, 1e-6);
  const double wanted[] = {-0.02734682, 0.00877344, 0.01857338,  0.05985442, -0.06718397, 0.00732956,
                           0.36350397,  0.00665781, -0.37016178, 0.05683111, 0.15448297,  -0.21131408};
  for (std::size_t i = 0; i < 12; ++i) EXPECT_NEAR(delta[i], wanted[i], 1e-6) << i;
}

TEST(ClassWeight, SigmoidRowsBySumOfWeightsAsWell) {
  const std::vector<float> z{0.3F, -1.2F, 2, -0.1F}, t{1, 0, 0, 1}, weights{0.25F, 2};
  std::vector<float> delta(4), loss(4);
  std::vector<std::int32_t> correct(4);
  cpu::native_arithmetic().row_losses(
      Output::kSigmoid, 1, {z.data(), t.data(), delta.data(), loss.data(), correct.data(), weights.data()}, 0,
      4, 1 / 4.5F);
  EXPECT_NEAR((loss[0] + loss[1] + loss[2] + loss[3]) / 4.5, 0.7100125397065438, 1e-6);
  const double wanted[] = {-0.18913666, 0.01285973, 0.04893317, -0.23332408};
  for (std::size_t i = 0; i < 4; ++i) EXPECT_NEAR(delta[i], wanted[i], 1e-6) << i;
}

double weighted_loss(const Task& task, const Table& table, const Weights& weights,
                     const std::vector<float>& class_weights) {
  double sum = 0, all = 0;
  const auto outputs = static_cast<std::size_t>(task.widths.back());
  const std::vector<LayerTrace> trace = trace_layers(task.model(), weights, table.features);
  for (std::size_t r = 0; r < static_cast<std::size_t>(task.train_rows); ++r) {
    const auto target = static_cast<double>(table.targets[r]);
    const auto weight = static_cast<double>(class_weights[static_cast<std::size_t>(target)]);
    sum += weight * row_loss(task.output,
                             std::span(trace.back().pre_activation).subspan(r * outputs, outputs), target);
    all += weight;
  }
  return sum / all;
}

class ClassWeights : public testing::TestWithParam<std::string> {};

TEST_P(ClassWeights, GradientsMatchFiniteDifferences) {
  for (const Output output : {Output::kSigmoid, Output::kSoftmax}) {
    Task task;
    task.widths = {3, 5, output == Output::kSoftmax ? 3 : 1};
    task.output = output;
    task.rows = task.train_rows = 21;
    task.settings.batch = 21;
    task.settings.optimizer.kind = OptimizerKind::kSgd;
    const std::vector<float> class_weights = {0.4F, 1.7F, 3.1F};
    const Table table = make_rows(task);
    Workbench bench(GetParam(), task);
    bench.data->set_class_weights(std::span(class_weights).first(output == Output::kSoftmax ? 3 : 2));
    Weights weights = bench.engine->state().weights;
    EXPECT_NEAR(bench.engine->evaluate(0, 21).loss, weighted_loss(task, table, weights, {1, 1, 1}),
                1e-6);  // evaluations do not weight
    for (std::size_t l = 0; l < weights.layers.size(); ++l) {
      std::vector<float>& layer = weights.layers[l].weight;
      const std::vector<float> gradient = bench.engine->read(
          "gradient.layers." + std::to_string(l) + ".weight", 0, static_cast<std::int64_t>(layer.size()));
      for (std::size_t i = 0; i < layer.size(); ++i) {
        const float before = layer[i];
        layer[i] = before + 1e-4F;
        const auto up = static_cast<double>(layer[i]);
        const double loss_up = weighted_loss(task, table, weights, class_weights);
        layer[i] = before - 1e-4F;
        const double slope = (loss_up - weighted_loss(task, table, weights, class_weights)) /
                             (up - static_cast<double>(layer[i]));
        layer[i] = before;
        ASSERT_NEAR(gradient[i], slope, 1e-6 + 1e-4 * std::fabs(slope)) << "layers." << l << "[" << i << "]";
      }
    }
    bench.engine->train(0, 0, 1);
    EXPECT_NEAR(bench.engine->take_metrics().front().loss, weighted_loss(task, table, weights, class_weights),
                1e-6);
  }
}

TEST_P(ClassWeights, OnesChangeNothing) {
  Task task;
  Workbench plain(GetParam(), task), weighted(GetParam(), task);
  weighted.data->set_class_weights(std::vector<float>{1, 1, 1});
  const auto a = plain.train_epochs(2), b = weighted.train_epochs(2);
  for (std::size_t i = 0; i < a.size(); ++i) EXPECT_NEAR(a[i].loss, b[i].loss, 1e-6);
}

// Steps that a device has captured are forgotten when weights come, change and go.
TEST_P(ClassWeights, CountFromTheNextStepOn) {
  Task task;
  task.settings.batch = 8;
  Workbench plain(GetParam(), task), weighted(GetParam(), task);
  const std::int64_t steps = plain.engine->steps_per_epoch();
  ASSERT_GT(steps, 2);
  std::vector<std::vector<float>> losses;
  for (Workbench* const bench : {&plain, &weighted}) {
    std::vector<float> of_bench;
    for (std::int64_t epoch = 0; epoch < 3; ++epoch) {
      if (bench == &weighted && epoch == 1) bench->data->set_class_weights(std::vector<float>{5, 1, 0.1F});
      if (bench == &weighted && epoch == 2) bench->data->set_class_weights({});
      bench->engine->train(epoch, 0, steps);
      for (const StepMetric& metric : bench->engine->take_metrics()) of_bench.push_back(metric.loss);
    }
    losses.push_back(of_bench);
  }
  const auto at = [&](int bench, std::int64_t step) {
    return losses[static_cast<std::size_t>(bench)][static_cast<std::size_t>(step)];
  };
  EXPECT_EQ(at(0, steps - 1), at(1, steps - 1));
  EXPECT_GT(std::fabs(at(0, steps) - at(1, steps)), 1e-4F);
  // The same step again, from the weights that the weighted epoch left: a plain mean.
  EXPECT_NE(at(0, 2 * steps), at(1, 2 * steps));
}

INSTANTIATE_TEST_SUITE_P(Devices, ClassWeights, testing::ValuesIn(engine_ids()), device_test_name);

}  // namespace
}  // namespace headroom::test
