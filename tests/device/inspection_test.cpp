// Looking into an engine: single tensors by name, rows that are given, and what every layer makes of them.
// Expected values come from the state, from layer_trace (double precision), or from a step of SGD.
//
// Tolerance of values that float32 computed through four layers: 2e-5, as in engine_test.cpp.

#include "core/base/error.h"
#include "core/model/layer_trace.h"
#include "tests/device/workbench.h"

namespace headroom::test {
namespace {

Task inspected_task(OptimizerKind kind, Activation activation = Activation::kTanh) {
  Task task;
  task.activation = activation;
  task.settings.batch = 8;  // 33 rows: four steps, and one with a single row
  task.settings.optimizer.kind = kind;
  task.settings.optimizer.learning_rate = 0.01;
  return task;
}

std::vector<float> read_all(Engine& engine, const std::string& tensor) {
  std::int64_t count = 1;
  for (const std::int64_t extent : engine.shape_of(tensor)) count *= extent;
  return engine.read(tensor, 0, count);
}

std::vector<std::string> parameters(const Task& task) {
  std::vector<std::string> names;
  for (std::size_t l = 0; l + 1 < task.widths.size(); ++l) {
    names.push_back("layers." + std::to_string(l) + ".weight");
    names.push_back("layers." + std::to_string(l) + ".bias");
  }
  return names;
}

const std::vector<float>& part_of(const Weights& weights, const std::string& name) {
  const LayerWeights& layer = weights.layers[static_cast<std::size_t>(name[7] - '0')];
  return name.ends_with(".weight") ? layer.weight : layer.bias;
}

class Inspection : public testing::TestWithParam<std::string> {};

TEST_P(Inspection, ReadsWhatTheStateHolds) {
  for (const OptimizerRow& optimizer : kOptimizerTable) {
    const Task task = inspected_task(optimizer.value);
    Workbench bench(GetParam(), task);
    bench.engine->train(0, 0, 5);
    const EngineState state = bench.engine->state();
    for (const std::string& name : parameters(task)) {
      EXPECT_EQ(read_all(*bench.engine, name), part_of(state.weights, name)) << name;
      for (std::size_t i = 0; i < state.moments.size(); ++i) {
        EXPECT_EQ(read_all(*bench.engine, "moment." + std::to_string(i) + "." + name),
                  part_of(state.moments[i], name))
            << name;
      }
    }
    const std::vector<float>& weight = state.weights.layers[1].weight;
    EXPECT_EQ(bench.engine->read("layers.1.weight", 9, 3),
              (std::vector<float>{weight[9], weight[10], weight[11]}));
    EXPECT_EQ(bench.engine->shape_of("layers.1.weight"), (std::vector<std::int64_t>{7, 8}));
    EXPECT_EQ(bench.engine->shape_of("layers.1.bias"), (std::vector<std::int64_t>{7}));
    EXPECT_TRUE(bench.engine->read("layers.1.weight", 56, 0).empty());
  }
}

// The same step once more, by SGD, tells the gradient: (before - after) / rate. Of a whole batch, and of the
// last one of an epoch.
TEST_P(Inspection, GradientsAreThoseOfTheLastBatchByTheWeightsOfNow) {
  Task task = inspected_task(OptimizerKind::kSgd);
  task.settings.optimizer.learning_rate = 0.5;
  Workbench bench(GetParam(), task);
  for (const std::int64_t step : {2, 4}) {
    bench.engine->train(1, step - 1, 2);
    bench.engine->evaluate(0, task.rows);
    std::vector<std::vector<float>> gradients;
    for (const std::string& name : parameters(task))
      gradients.push_back(read_all(*bench.engine, "gradient." + name));
    const Weights before = bench.engine->state().weights;
    bench.engine->train(1, step, 1);
    const Weights after = bench.engine->state().weights;
    for (std::size_t p = 0; p < gradients.size(); ++p) {
      const std::string name = parameters(task)[p];
      ASSERT_EQ(gradients[p].size(), part_of(before, name).size());
      for (std::size_t i = 0; i < gradients[p].size(); ++i) {
        const float stepped = (part_of(before, name)[i] - part_of(after, name)[i]) / 0.5F;
        ASSERT_NEAR(gradients[p][i], stepped, 1e-6F) << name << " [" << i << "] of step " << step;
      }
    }
  }
}

TEST_P(Inspection, LayersShowTheLastBatch) {
  for (const ActivationRow& activation : kActivationTable) {
    SCOPED_TRACE(activation.name);
    const Task task = inspected_task(OptimizerKind::kAdam, activation.value);
    const Table table = make_rows(task);
    Workbench bench(GetParam(), task);
    const auto compare = [&](std::int64_t epoch, std::int64_t step) {
      const ReferenceRows rows = rows_of_step(task, table, epoch, step);
      const Weights weights = bench.engine->state().weights;
      for (std::size_t l = 0; l + 1 < task.widths.size(); ++l) {
        const std::string layer = "layers." + std::to_string(l);
        const auto out = static_cast<std::size_t>(task.widths[l + 1]);
        const auto count = static_cast<std::int64_t>(rows.targets.size());
        EXPECT_EQ(bench.engine->shape_of(layer + ".activation"),
                  (std::vector<std::int64_t>{count, task.widths[l + 1]}));
        const std::vector<float> z = read_all(*bench.engine, layer + ".pre_activation");
        const std::vector<float> a = read_all(*bench.engine, layer + ".activation");
        for (std::size_t r = 0; r < rows.features.size(); ++r) {
          const std::vector<float> features(rows.features[r].begin(), rows.features[r].end());
          const LayerTrace want = trace_layers(task.model(), weights, features)[l];
          for (std::size_t o = 0; o < out; ++o) {
            ASSERT_NEAR(z[r * out + o], want.pre_activation[o], 2e-5) << layer << " row " << r;
            ASSERT_NEAR(a[r * out + o], want.activation[o], 2e-5) << layer << " row " << r;
          }
        }
        if (count < 2) continue;
        // From the middle of one row to the middle of another; a GPU's library may sum two rows in another
        // order than eight.
        const std::size_t first = out / 2;
        const std::vector<float> part = bench.engine->read(
            layer + ".activation", static_cast<std::int64_t>(first), static_cast<std::int64_t>(out));
        ASSERT_EQ(part.size(), out);
        for (std::size_t i = 0; i < out; ++i) EXPECT_NEAR(part[i], a[first + i], 2e-6F);
      }
    };
    compare(0, 0);  // nothing trained yet: what comes first
    bench.engine->train(1, 0, 3);
    compare(1, 2);
    bench.engine->evaluate(0, task.rows);
    compare(1, 2);
    bench.engine->train(1, 3, 2);
    compare(1, 4);
  }
}

// Also where the rows come chunk by chunk.
TEST_P(Inspection, ReadingChangesNothing) {
  for (const Residence residence : {Residence::kDevice, Residence::kStreamed}) {
    Task task = inspected_task(OptimizerKind::kAdam, Activation::kGelu);
    DataShape shape = task.shape();
    shape.residence = residence;
    const auto device = open_for_test(GetParam());
    if (shape.streamed() && !device->layout().streams_rows) continue;
    const auto data = device->create_data(shape);
    const Table table = make_rows(task);
    data->upload(table.features, table.targets);
    const auto quiet = device->create_engine(task.model(), task.settings, *data);
    const auto watched = device->create_engine(task.model(), task.settings, *data);
    quiet->set_state(start_state(task));
    watched->set_state(start_state(task));
    for (std::int64_t epoch = 0; epoch < 2; ++epoch) {
      for (std::int64_t step = 0; step < 5; ++step) {
        quiet->train(epoch, step, 1);
        watched->train(epoch, step, 1);
        for (const char* name : {"layers.0.weight", "gradient.layers.1.weight", "layers.0.pre_activation",
                                 "layers.2.activation", "gradient.layers.2.bias"}) {
          read_all(*watched, name);
        }
        watched->trace_rows({table.features.data(), 12});
      }
    }
    EXPECT_EQ(watched->state(), quiet->state());
    const std::vector<StepMetric> a = watched->take_metrics(), b = quiet->take_metrics();
    ASSERT_EQ(a.size(), b.size());
    for (std::size_t i = 0; i < a.size(); ++i) EXPECT_EQ(a[i].loss, b[i].loss);
  }
}

// As many rows at once as predict() takes, so that the products are the same ones, bit for bit. One by one to
// rounding: a GPU's library may sum in another order.
TEST_P(Inspection, GivenRowsArePredictedAsThoseOfTheData) {
  for (const Output output : {Output::kSigmoid, Output::kSoftmax, Output::kLinear}) {
    Task task = inspected_task(OptimizerKind::kAdam);
    task.output = output;
    task.widths = {5, 8, 7, output == Output::kSoftmax ? 3 : 1};
    for (const Terms terms : {Terms::kStored, Terms::kGenerated}) {
      const DataShape shape{.rows = 41, .train_rows = 33, .columns = 5, .degree = 2, .terms = terms};
      const auto device = open_for_test(GetParam());
      const auto data = device->create_data(shape);
      const Table table = make_rows(task);
      data->upload(table.features, table.targets);
      data->expand();
      Task wide = task;
      wide.widths.front() = shape.features();
      wide.settings.batch = 48;
      const auto engine = device->create_engine(wide.model(), wide.settings, *data);
      engine->set_state(start_state(wide));
      engine->train(0, 0, 1);
      const std::vector<float> features = data->read_features(0, 41);
      const std::vector<float> want = engine->predict(0, 41);
      EXPECT_EQ(engine->predict_rows(features), want);

      wide.settings.batch = 4;
      const auto small = device->create_engine(wide.model(), wide.settings, *data);
      small->set_state(engine->state());
      const std::vector<float> got = small->predict_rows(features);
      ASSERT_EQ(got.size(), want.size());
      for (std::size_t i = 0; i < got.size(); ++i) EXPECT_NEAR(got[i], want[i], 2e-6F);
    }
  }
}

TEST_P(Inspection, GivenRowsAreTracedThroughEveryLayer) {
  for (const ActivationRow& activation : kActivationTable) {
    SCOPED_TRACE(activation.name);
    const Task task = inspected_task(OptimizerKind::kAdam, activation.value);
    Workbench bench(GetParam(), task);
    bench.engine->train(0, 0, 5);
    const Weights weights = bench.engine->state().weights;
    const std::vector<float> features = make_rows(task).features;
    const auto columns = static_cast<std::size_t>(task.widths.front());
    const std::vector<LayerRows> trace = bench.engine->trace_rows(features);
    ASSERT_EQ(trace.size(), weights.layers.size());
    for (std::size_t r = 0; r < static_cast<std::size_t>(task.rows); ++r) {
      const std::vector<LayerTrace> want =
          trace_layers(task.model(), weights, {features.data() + r * columns, columns});
      for (std::size_t l = 0; l < trace.size(); ++l) {
        const std::size_t out = want[l].activation.size();
        for (std::size_t o = 0; o < out; ++o) {
          ASSERT_NEAR(trace[l].pre_activation[r * out + o], want[l].pre_activation[o], 2e-5);
          ASSERT_NEAR(trace[l].activation[r * out + o], want[l].activation[o], 2e-5);
        }
      }
    }
    EXPECT_EQ(trace.back().activation, bench.engine->predict_rows(features));
    EXPECT_TRUE(bench.engine->predict_rows({}).empty());
  }
}

TEST_P(Inspection, RefusesWhatThereIsNot) {
  const Task task = inspected_task(OptimizerKind::kMomentum);
  Workbench bench(GetParam(), task);
  const auto refusal = [&](const auto& action) {
    try {
      action();
    } catch (const Error& error) {
      return error;
    }
    ADD_FAILURE() << "nothing was thrown";
    return Error(ErrorCode::kCancelled, "");
  };
  for (const char* name : {"layers.3.weight", "moment.1.layers.0.bias", "batch.input", "weights", ""}) {
    const Error error = refusal([&] { bench.engine->read(name, 0, 1); });
    EXPECT_EQ(error.code(), ErrorCode::kNotFound) << name;
    EXPECT_NE(error.message().find("layers.0 to layers.2"), std::string::npos) << error.message();
    EXPECT_NE(error.message().find("moment.0."), std::string::npos) << error.message();
  }
  EXPECT_EQ(refusal([&] { bench.engine->read("layers.0.bias", 5, 4); }).code(), ErrorCode::kInternal);
  EXPECT_EQ(refusal([&] { bench.engine->read("layers.0.activation", -1, 2); }).code(), ErrorCode::kInternal);
  EXPECT_EQ(refusal([&] { bench.engine->predict_rows(std::vector<float>(7)); }).code(), ErrorCode::kBadInput);
}

INSTANTIATE_TEST_SUITE_P(Devices, Inspection, testing::ValuesIn(engine_ids()), device_test_name);

}  // namespace
}  // namespace headroom::test
