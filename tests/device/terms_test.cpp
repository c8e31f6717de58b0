// Terms of degree 2 that an engine makes itself are those that stand in the stored matrix: the same losses,
// weights and predictions, bit for bit, without the matrix's bytes.
#include "tests/device/workbench.h"

namespace headroom::test {
namespace {

struct TermsOutcome {
  std::vector<float> losses;
  EngineState state;
  double evaluation = 0;
  std::vector<float> predictions, features;
  Bytes dataset = 0;
};

TermsOutcome train(Device& device, std::int64_t columns, Terms terms, Shuffle shuffle) {
  const DataShape shape{.rows = 75, .train_rows = 61, .columns = columns, .degree = 2, .terms = terms};
  Task task;
  task.widths = {shape.features(), 11, 5, 1};
  task.output = Output::kSigmoid;
  task.settings.batch = 23;
  task.settings.shuffle = shuffle;
  task.settings.optimizer.learning_rate = 0.01;
  auto data = device.create_data(shape);
  Task raw = task;
  raw.widths.front() = shape.columns;
  raw.rows = shape.rows;
  const Table table = make_rows(raw);
  data->upload(table.features, table.targets);
  data->expand();
  auto engine = device.create_engine(task.model(), task.settings, *data);
  engine->set_state(start_state(task));
  TermsOutcome outcome;
  for (std::int64_t epoch = 0; epoch < 3; ++epoch) {
    engine->train(epoch, 0, engine->steps_per_epoch());
    for (const StepMetric& step : engine->take_metrics()) outcome.losses.push_back(step.loss);
  }
  outcome.state = engine->state();
  outcome.evaluation = engine->evaluate(61, 14).loss;
  outcome.predictions = engine->predict(0, shape.rows);
  outcome.features = data->read_features(3, 70);
  outcome.dataset = data->tensors().total();
  return outcome;
}

class TermsTest : public testing::TestWithParam<std::string> {};

TEST_P(TermsTest, GeneratedAreTheStored) {
  const auto device = open_for_test(GetParam(), 2);
  if (!device->layout().generates_terms) GTEST_SKIP() << "this backend keeps its terms";
  // 54 and 629 features: no whole register, panel or warp of anything.
  const auto expect_the_same = [&](std::int64_t columns, std::int64_t features, Shuffle shuffle) {
    const TermsOutcome stored = train(*device, columns, Terms::kStored, shuffle);
    const TermsOutcome generated = train(*device, columns, Terms::kGenerated, shuffle);
    EXPECT_EQ(generated.losses, stored.losses);
    EXPECT_EQ(generated.state, stored.state);
    EXPECT_EQ(generated.evaluation, stored.evaluation);
    EXPECT_EQ(generated.predictions, stored.predictions);
    EXPECT_EQ(generated.features, stored.features);
    // 75 rows of so many features of 4 bytes, in whole cache lines.
    EXPECT_EQ(stored.dataset - generated.dataset,
              align_up(Bytes{75} * features * 4, device->layout().alignment));
  };
  expect_the_same(9, 54, Shuffle::kEpoch);
  expect_the_same(9, 54, Shuffle::kNone);
  expect_the_same(34, 629, Shuffle::kEpoch);
}

INSTANTIATE_TEST_SUITE_P(Devices, TermsTest, testing::ValuesIn(engine_ids()), device_test_name);

}  // namespace
}  // namespace headroom::test
