// Gradients by finite differences: the engine's gradient is read by name, and off one SGD step with learning
// rate 1 (before - after = gradient); the other side is the change of the loss, computed in double by
// layer_trace, when one weight moves by +-1e-4.
//
// Tolerance: 1e-4 relative and 2e-6 absolute, the rounding of float32 weights near 0.5. Where ReLU
// bends, a difference is no derivative: rows are drawn until none comes near the bend.

#include "core/model/layer_trace.h"
#include "tests/device/workbench.h"

namespace headroom::test {
namespace {

double mean_loss(const Task& task, const Table& table, const Weights& weights) {
  double sum = 0;
  const auto columns = static_cast<std::size_t>(task.widths.front());
  for (std::size_t r = 0; r < static_cast<std::size_t>(task.train_rows); ++r) {
    const std::vector<LayerTrace> trace =
        trace_layers(task.model(), weights, {table.features.data() + r * columns, columns});
    const std::vector<double>& y = trace.back().activation;
    const auto target = static_cast<double>(table.targets[r]);
    if (task.output == Output::kLinear) sum += (y[0] - target) * (y[0] - target);
    if (task.output == Output::kSigmoid) sum -= std::log(target > 0.5 ? y[0] : 1 - y[0]);
    if (task.output == Output::kSoftmax) sum -= std::log(y[static_cast<std::size_t>(target)]);
  }
  return sum / static_cast<double>(task.train_rows);
}

// d loss / d value, where `value` belongs to `weights`. The step is what float32 makes of it.
double slope(const Task& task, const Table& table, Weights& weights, float& value) {
  const float before = value;
  value = before + 1e-4F;
  const double up = static_cast<double>(value);
  const double loss_up = mean_loss(task, table, weights);
  value = before - 1e-4F;
  const double down = static_cast<double>(value);
  const double loss_down = mean_loss(task, table, weights);
  value = before;
  return (loss_up - loss_down) / (up - down);
}

// Whether every hidden pre-activation of every row keeps away from 0.
bool far_from_zero(const Task& task) {
  const Table table = make_rows(task);
  const Weights weights = start_state(task).weights;
  const auto columns = static_cast<std::size_t>(task.widths.front());
  for (std::size_t r = 0; r < static_cast<std::size_t>(task.rows); ++r) {
    std::vector<LayerTrace> trace =
        trace_layers(task.model(), weights, {table.features.data() + r * columns, columns});
    trace.pop_back();
    for (const LayerTrace& layer : trace) {
      for (const double z : layer.pre_activation) {
        if (std::fabs(z) < 1e-3) return false;
      }
    }
  }
  return true;
}

void check(const std::string& device, const Task& task) {
  const Table table = make_rows(task);
  Workbench bench(device, task);
  Weights before = bench.engine->state().weights;
  const auto read = [&](std::size_t l, const char* what, std::size_t count) {
    return bench.engine->read("gradient.layers." + std::to_string(l) + what, 0,
                              static_cast<std::int64_t>(count));
  };
  std::vector<LayerWeights> gradients;
  for (std::size_t l = 0; l < before.layers.size(); ++l) {
    gradients.push_back(
        {read(l, ".weight", before.layers[l].weight.size()), read(l, ".bias", before.layers[l].bias.size())});
  }
  bench.engine->train(0, 0, 1);
  const Weights after = bench.engine->state().weights;
  for (std::size_t l = 0; l < before.layers.size(); ++l) {
    const auto compare = [&](std::vector<float>& from, const std::vector<float>& to,
                             const std::vector<float>& gradient, const char* what) {
      for (std::size_t i = 0; i < from.size(); ++i) {
        const double got = static_cast<double>(from[i]) - static_cast<double>(to[i]);
        const double want = slope(task, table, before, from[i]);
        ASSERT_NEAR(got, want, 2e-6 + 1e-4 * std::fabs(want)) << "layers." << l << what << "[" << i << "]";
        ASSERT_NEAR(gradient[i], want, 1e-6 + 1e-4 * std::fabs(want))
            << "layers." << l << what << "[" << i << "]";
      }
    };
    compare(before.layers[l].weight, after.layers[l].weight, gradients[l].weight, ".weight");
    compare(before.layers[l].bias, after.layers[l].bias, gradients[l].bias, ".bias");
  }
}

class Gradient : public testing::TestWithParam<std::string> {};

TEST_P(Gradient, MatchesFiniteDifferences) {
  for (const ActivationRow& row : kActivationTable) {
    const Activation a = row.value;
    for (const Output o : {Output::kSigmoid, Output::kSoftmax, Output::kLinear}) {
      for (const std::int64_t rows : {1, 13}) {
        SCOPED_TRACE(std::string(activation_name(a)) + " " + std::string(output_name(o)) + " rows " +
                     std::to_string(rows));
        Task task;
        task.widths = {3, 5, 4, o == Output::kSoftmax ? 3 : 1};
        task.rows = task.train_rows = rows;
        task.activation = a;
        task.output = o;
        task.settings.batch = rows;
        task.settings.optimizer.kind = OptimizerKind::kSgd;
        task.settings.optimizer.learning_rate = 1.0;
        while (!far_from_zero(task)) ++task.rows_seed;
        check(GetParam(), task);
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Devices, Gradient, testing::ValuesIn(engine_ids()), device_test_name);

}  // namespace
}  // namespace headroom::test
