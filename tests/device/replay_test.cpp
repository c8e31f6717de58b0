// Every device loses, step by step, what PyTorch loses: 3 outputs x 5 activations x 8 optimizers, 20
// steps each, losses within 1e-5 relative. The figures come from tests/golden/make_replay.py.

#include <fstream>
#include <nlohmann/json.hpp>

#include "test_places.h"
#include "tests/device/workbench.h"

namespace headroom::test {
namespace {

using nlohmann::json;

json read_golden() {
  // The source tree when the tests were built; beside us on a machine that only got the binary.
  for (const std::string& root : {std::string(HEADROOM_TESTS_DIR), std::string("tests")}) {
    std::ifstream file(root + "/golden/mlp_replay.json");
    if (file) return json::parse(file);
  }
  throw std::runtime_error("tests/golden/mlp_replay.json is missing");
}

ModelSpec model_of(const json& golden, const json& example, const json& run) {
  ModelSpec model;
  model.widths = {golden["columns"].get<std::int64_t>()};
  for (const json& layer : example["layers"]) {
    model.widths.push_back(static_cast<std::int64_t>(layer["bias"].size()));
  }
  model.activation = parse_activation(run["activation"].get<std::string>());
  model.output = parse_output(example["output"].get<std::string>());
  return model;
}

TrainSettings settings_of(const json& golden, const json& run) {
  TrainSettings settings;
  settings.batch = golden["batch"].get<std::int64_t>();
  settings.shuffle = Shuffle::kNone;
  settings.optimizer.kind = parse_optimizer(run["optimizer"].get<std::string>());
  settings.optimizer.learning_rate = run["lr"].get<double>();
  settings.optimizer.l2 = run["l2"].get<double>();
  settings.optimizer.momentum = run.value("momentum", 0.9);
  settings.optimizer.alpha = run.value("alpha", 0.99);
  return settings;
}

void replay(Device& device, DeviceData& data, const json& golden, const json& example, const json& run) {
  const auto engine = device.create_engine(model_of(golden, example, run), settings_of(golden, run), data);
  EngineState start;
  for (const json& layer : example["layers"]) {
    start.weights.layers.push_back(
        {layer["weight"].get<std::vector<float>>(), layer["bias"].get<std::vector<float>>()});
  }
  engine->set_state(start);
  const auto losses = run["losses"].get<std::vector<double>>();
  const auto epochs = static_cast<std::int64_t>(losses.size()) / engine->steps_per_epoch();
  for (std::int64_t e = 0; e < epochs; ++e) engine->train(e, 0, engine->steps_per_epoch());
  const std::vector<StepMetric> metrics = engine->take_metrics();
  ASSERT_EQ(metrics.size(), losses.size());
  for (std::size_t i = 0; i < losses.size(); ++i) {
    EXPECT_NEAR(static_cast<double>(metrics[i].loss), losses[i], 1e-5 * losses[i])
        << example["output"] << " " << run["activation"] << " " << run["optimizer"] << " step " << i;
  }
}

class Replay : public testing::TestWithParam<std::string> {};

TEST_P(Replay, LosesWhatPyTorchLoses) {
  const json golden = read_golden();
  const auto device = open_for_test(GetParam());
  const auto rows = golden["rows"].get<std::int64_t>();
  for (const json& example : golden["cases"]) {
    const auto data = device->create_data({rows, rows, golden["columns"].get<std::int64_t>(), 1});
    data->upload(example["features"].get<std::vector<float>>(), example["targets"].get<std::vector<float>>());
    for (const json& run : example["runs"]) replay(*device, *data, golden, example, run);
  }
}

INSTANTIATE_TEST_SUITE_P(Devices, Replay, testing::ValuesIn(engine_ids()), device_test_name);

}  // namespace
}  // namespace headroom::test
