#include "core/measure/workload.h"

#include <algorithm>

#include "core/base/rng.h"
#include "core/model/seeds.h"

namespace headroom {

std::vector<Workload> standard_workloads() {
  return {
      {"A", {10000, 8000, 50, 1}, {{50, 50, 50, 2}, Activation::kRelu, Output::kSoftmax}},
      {"Bs", {10000, 8000, 20, 2}, {{230, 50, 50, 1}, Activation::kRelu, Output::kSigmoid}},
      {"Bs-generated",
       {10000, 8000, 20, 2, Terms::kGenerated},
       {{230, 50, 50, 1}, Activation::kRelu, Output::kSigmoid}},
      {"Bl", {10000, 8000, 20, 2}, {{230, 200, 200, 200, 200, 200, 1}, Activation::kRelu, Output::kSigmoid}}};
}

RowArithmetic row_arithmetic(const ModelSpec& model) {
  RowArithmetic row;
  for (std::size_t l = 0; l + 1 < model.widths.size(); ++l) {
    const double products = 2 * static_cast<double>(model.widths[l] * model.widths[l + 1]);
    row.forward += products;
    row.weight_gradients += products;
    if (l > 0) row.input_gradients += products;
  }
  return row;
}

double multiply_adds(const ModelSpec& model, double rows) { return rows * row_arithmetic(model).sum() / 2; }

double rows_per_step(const DataShape& shape, std::int64_t batch) {
  return static_cast<double>(shape.train_rows) / static_cast<double>(ceil_div(shape.train_rows, batch));
}

std::unique_ptr<DeviceData> seeded_data(Device& device, const DataShape& shape, const ModelSpec& model) {
  std::unique_ptr<DeviceData> data = device.create_data(shape);
  Rng rng(data_seed(1));
  std::vector<float> features(static_cast<std::size_t>(checked_mul(shape.rows, shape.columns)));
  for (float& value : features) value = static_cast<float>(rng.uniform());
  std::vector<float> targets(static_cast<std::size_t>(shape.rows));
  const auto classes = static_cast<std::uint64_t>(std::max<std::int64_t>(2, model.outputs()));
  for (float& target : targets) {
    target = model.output == Output::kLinear ? static_cast<float>(rng.uniform())
                                             : static_cast<float>(rng.below(classes));
  }
  data->upload(features, targets);
  data->expand();
  return data;
}

void start_seeded(Engine& engine, std::uint64_t seed) {
  engine.set_state({initial_weights(engine.model(), {}, weight_seed(seed)), {}, 0});
}

}  // namespace headroom
