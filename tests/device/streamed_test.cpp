// Rows that stay in main memory and come chunk by chunk train as those on the device do: the same losses,
// weights, evaluations and predictions, bit for bit, on less memory.
#include "core/base/error.h"
#include "tests/device/workbench.h"

namespace headroom::test {
namespace {

struct Outcome {
  std::vector<float> losses, predictions, columns, features, targets;
  std::vector<double> evaluations;
  EngineState state;
  StreamFigures figures;
  Bytes charged = 0;
};

struct Variant {
  int degree;
  Shuffle shuffle;
  std::int64_t batch;
};

constexpr std::int64_t kManyRows = 5003, kManyTrainRows = 4099, kFewColumns = 7;

// Steps in calls of odd lengths, across the borders of chunks and with an evaluation in the middle of an
// epoch, as the trainer's.
Outcome train(Device& device, const Variant& variant, Residence residence) {
  const DataShape shape{.rows = kManyRows,
                        .train_rows = kManyTrainRows,
                        .columns = kFewColumns,
                        .degree = variant.degree,
                        .residence = residence};
  Task task;
  task.widths = {kFewColumns, 1};
  task.output = Output::kSigmoid;
  task.rows = kManyRows;
  const Table table = make_rows(task);
  auto data = device.create_data(shape);
  data->upload(table.features, table.targets);
  data->scale(data->fit_scaler(ScaleKind::kMinMax));
  data->expand();
  task.widths = {shape.features(), 5, 1};
  task.settings.batch = variant.batch;
  task.settings.shuffle = variant.shuffle;
  auto engine = device.create_engine(task.model(), task.settings, *data);
  engine->set_state(start_state(task));
  Outcome outcome;
  outcome.charged = device.ledger().charged();
  EXPECT_EQ(outcome.charged, data->tensors().total() + engine->tensors().total());
  const std::int64_t steps = engine->steps_per_epoch();
  for (std::int64_t epoch = 0; epoch < 2; ++epoch) {
    for (std::int64_t step = 0; step < steps; step += 7) {
      engine->train(epoch, step, std::min<std::int64_t>(7, steps - step));
      if (step == 14) outcome.evaluations.push_back(engine->evaluate(0, kManyRows).loss);
    }
    for (const StepMetric& metric : engine->take_metrics()) outcome.losses.push_back(metric.loss);
    outcome.evaluations.push_back(engine->evaluate(kManyTrainRows, kManyRows - kManyTrainRows).loss);
  }
  engine->train(0, 0, steps);  // in one call
  engine->take_metrics();
  outcome.state = engine->state();
  outcome.predictions = engine->predict(1, kManyRows - 2);
  outcome.figures = engine->stream_figures();
  outcome.columns = data->read_columns(3, 50);
  outcome.features = data->read_features(3, 50);
  outcome.targets = data->read_targets(3, 50);
  return outcome;
}

class StreamedTest : public testing::TestWithParam<std::string> {};

TEST_P(StreamedTest, TrainsAsOnTheDevice) {
  const auto device = open_for_test(GetParam(), 2);
  if (!device->layout().streams_rows) GTEST_SKIP() << "this backend keeps its rows";
  for (const Variant& variant :
       {Variant{1, Shuffle::kEpoch, 100}, Variant{2, Shuffle::kEpoch, 64}, Variant{1, Shuffle::kNone, 200}}) {
    const Outcome kept = train(*device, variant, Residence::kDevice);
    const Outcome streamed = train(*device, variant, Residence::kStreamed);
    EXPECT_EQ(streamed.losses, kept.losses);
    EXPECT_EQ(streamed.state, kept.state);
    EXPECT_EQ(streamed.evaluations, kept.evaluations);
    EXPECT_EQ(streamed.predictions, kept.predictions);
    EXPECT_EQ(streamed.columns, kept.columns);
    EXPECT_EQ(streamed.features, kept.features);
    EXPECT_EQ(streamed.targets, kept.targets);
    EXPECT_LT(streamed.charged, kept.charged);
    // Three epochs at least, each of its rows once, with columns and target.
    EXPECT_GE(streamed.figures.bytes, Bytes{3} * kManyTrainRows * (kFewColumns + 1) * 4);
    EXPECT_GT(streamed.figures.upload_seconds, 0);
    EXPECT_GT(streamed.figures.waited_seconds, 0);
    EXPECT_GT(streamed.figures.hidden(), 0);
    EXPECT_EQ(kept.figures.bytes, 0);
  }
}

// As a run that is saved in the middle of an epoch and continued by another process.
TEST_P(StreamedTest, GoesOnFromACheckpoint) {
  const auto device = open_for_test(GetParam(), 2);
  if (!device->layout().streams_rows) GTEST_SKIP() << "this backend keeps its rows";
  Task task;
  task.output = Output::kSigmoid;
  task.widths = {kFewColumns, 5, 1};
  task.rows = kManyRows;
  task.train_rows = kManyTrainRows;
  task.settings.batch = 100;
  DataShape shape = task.shape();
  shape.residence = Residence::kStreamed;
  const Table table = make_rows(task);
  const auto data = device->create_data(shape);
  data->upload(table.features, table.targets);
  const auto in_one = device->create_engine(task.model(), task.settings, *data);
  in_one->set_state(start_state(task));
  EXPECT_EQ(in_one->stream_figures().bytes, 0);  // trials of paths do not count
  in_one->train(0, 0, 23);
  const EngineState saved = in_one->state();
  in_one->train(0, 23, in_one->steps_per_epoch() - 23);
  in_one->take_metrics();

  const auto fresh = device->create_data(shape);
  fresh->upload(table.features, table.targets);
  const auto resumed = device->create_engine(task.model(), task.settings, *fresh);
  resumed->set_state(saved);
  resumed->train(0, 23, resumed->steps_per_epoch() - 23);
  resumed->take_metrics();
  EXPECT_EQ(resumed->state(), in_one->state());
  EXPECT_NE(resumed->state(), saved);
  // Nothing of the 23 steps before moved again, but for the chunk of 600 rows that they end in.
  EXPECT_GE(resumed->stream_figures().bytes, Bytes{kManyTrainRows - 2300} * (kFewColumns + 1) * 4);
  EXPECT_LT(resumed->stream_figures().bytes, in_one->stream_figures().bytes);
}

// Rows that change are not taken from a chunk that was gathered before.
TEST_P(StreamedTest, SeesNewRows) {
  const auto device = open_for_test(GetParam(), 2);
  if (!device->layout().streams_rows) GTEST_SKIP() << "this backend keeps its rows";
  Task task;
  task.output = Output::kLinear;
  task.widths = {kFewColumns, 4, 1};
  DataShape shape = task.shape();
  shape.residence = Residence::kStreamed;
  auto data = device->create_data(shape);
  Table table = make_rows(task);
  data->upload(table.features, table.targets);
  auto engine = device->create_engine(task.model(), task.settings, *data);
  engine->set_state(start_state(task));
  const auto first = engine->predict(0, task.rows);
  for (float& value : table.features) value += 1.0F;
  data->upload(table.features, table.targets);
  const auto second = engine->predict(0, task.rows);
  Workbench bench(GetParam(), task);
  EXPECT_EQ(first, bench.engine->predict(0, task.rows));
  bench.data->upload(table.features, table.targets);
  EXPECT_EQ(second, bench.engine->predict(0, task.rows));
  EXPECT_NE(first, second);
}

INSTANTIATE_TEST_SUITE_P(Devices, StreamedTest, testing::ValuesIn(engine_ids()), device_test_name);

}  // namespace
}  // namespace headroom::test
