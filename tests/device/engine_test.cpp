// What every engine promises beside its arithmetic: bytes, determinism, states, evaluation, refusals.

#include <limits>
#include <numeric>

#include "core/base/error.h"
#include "core/model/layer_trace.h"
#include "tests/device/workbench.h"

namespace headroom::test {
namespace {

Task task_with(OptimizerKind kind) {
  Task task;
  task.settings.batch = 8;
  task.settings.optimizer.kind = kind;
  task.settings.optimizer.learning_rate = 0.01;
  return task;
}

class EngineTest : public testing::TestWithParam<std::string> {};

TEST_P(EngineTest, PredictedBytesAreChargedBytes) {
  for (const OptimizerKind kind :
       {OptimizerKind::kSgd, OptimizerKind::kMomentum, OptimizerKind::kAdam, OptimizerKind::kRmsprop}) {
    for (const Activation activation : {Activation::kRelu, Activation::kGelu, Activation::kSilu}) {
      Task task = task_with(kind);
      task.activation = activation;
      Workbench bench(GetParam(), task);
      const BackendLayout layout = bench.device->layout();
      const TensorTable data = dataset_tensors(task.shape(), layout);
      const TensorTable engine = engine_tensors(task.model(), task.settings, task.shape(), layout);
      EXPECT_EQ(bench.device->ledger().charged(), data.total() + engine.total());
      EXPECT_EQ(bench.device->memory().charged, data.total() + engine.total());
      for (int c = 0; c < kCategoryCount; ++c) {
        const auto i = static_cast<std::size_t>(c);
        EXPECT_EQ(bench.device->ledger().by_category()[i], data.by_category()[i] + engine.by_category()[i]);
      }
      bench.train_epochs(1);
      bench.engine->evaluate(0, task.rows);
      bench.engine->predict(0, task.rows);
      EXPECT_EQ(bench.device->ledger().peak(), data.total() + engine.total());
      bench.engine.reset();
      EXPECT_EQ(bench.device->ledger().charged(), data.total());
      bench.data.reset();
      EXPECT_EQ(bench.device->ledger().charged(), 0);
    }
  }
}

TEST_P(EngineTest, RunsAgainBitForBit) {
  const Task task = task_with(OptimizerKind::kAdam);
  Workbench first(GetParam(), task);
  Workbench second(GetParam(), task);
  const std::vector<StepMetric> a = first.train_epochs(3);
  const std::vector<StepMetric> b = second.train_epochs(3);
  ASSERT_EQ(a.size(), b.size());
  for (std::size_t i = 0; i < a.size(); ++i) EXPECT_EQ(a[i].loss, b[i].loss) << "step " << i;
  EXPECT_EQ(first.engine->state(), second.engine->state());
}

TEST_P(EngineTest, ContinuesBitForBitFromAStateInMidEpoch) {
  for (const OptimizerRow& optimizer : kOptimizerTable) {
    const OptimizerKind kind = optimizer.value;
    const Task task = task_with(kind);
    Workbench whole(GetParam(), task);
    whole.engine->train(0, 0, 5);
    whole.engine->train(1, 0, 5);

    Workbench before(GetParam(), task);
    before.engine->train(0, 0, 5);
    before.engine->train(1, 0, 2);
    const EngineState saved = before.engine->state();
    EXPECT_EQ(saved.updates, 7);
    EXPECT_EQ(saved.moments.size(), static_cast<std::size_t>(optimizer_states(kind)));

    Workbench after(GetParam(), task);
    after.engine->train(2, 0, 1);  // something else first: all of it must be replaced
    after.engine->set_state(saved);
    EXPECT_EQ(after.engine->state(), saved);
    after.engine->train(1, 2, 3);
    EXPECT_EQ(after.engine->state(), whole.engine->state()) << optimizer_name(kind);
  }
}

TEST_P(EngineTest, PiecesOfAnEpochAreTheWholeEpoch) {
  const Task task = task_with(OptimizerKind::kAdam);
  Workbench whole(GetParam(), task);
  Workbench pieces(GetParam(), task);
  whole.engine->train(0, 0, 5);
  for (std::int64_t s = 0; s < 5; ++s) pieces.engine->train(0, s, 1);
  EXPECT_EQ(whole.engine->state(), pieces.engine->state());
  EXPECT_EQ(whole.engine->take_metrics().size(), 5U);
  EXPECT_EQ(pieces.engine->take_metrics().size(), 5U);
  EXPECT_TRUE(pieces.engine->take_metrics().empty());
}

// Long enough for work that an engine keeps and repeats, with a smaller last batch in each epoch, and a
// learning rate that changes in between.
TEST_P(EngineTest, ManyStepsAtOnceAreOneStepAtATime) {
  Task task = task_with(OptimizerKind::kAdamW);
  task.rows = 100;
  task.train_rows = 99;
  task.settings.batch = 2;
  task.settings.optimizer.l2 = 0.01;
  Workbench whole(GetParam(), task);
  Workbench single(GetParam(), task);
  for (std::int64_t epoch = 0; epoch < 3; ++epoch) {
    const double rate = epoch < 2 ? 0.01 : 0.002;
    whole.engine->set_learning_rate(rate);
    single.engine->set_learning_rate(rate);
    whole.engine->train(epoch, 0, 50);
    for (std::int64_t s = 0; s < 50; ++s) single.engine->train(epoch, s, 1);
  }
  EXPECT_EQ(whole.engine->state(), single.engine->state());
  const std::vector<StepMetric> a = whole.engine->take_metrics();
  const std::vector<StepMetric> b = single.engine->take_metrics();
  ASSERT_EQ(a.size(), 150U);
  ASSERT_EQ(b.size(), 150U);
  for (std::size_t i = 0; i < a.size(); ++i) {
    EXPECT_EQ(a[i].loss, b[i].loss) << "step " << i;
    EXPECT_EQ(a[i].rows, i % 50 == 49 ? 1 : 2) << "step " << i;
  }
}

TEST_P(EngineTest, SeedsAndEpochsChangeTheOrder) {
  Task task = task_with(OptimizerKind::kSgd);
  Workbench bench(GetParam(), task);
  const EngineState start = bench.engine->state();
  const auto first_loss = [&](Workbench& b, std::int64_t epoch) {
    b.engine->set_state(start);
    b.engine->train(epoch, 0, 1);
    return b.engine->take_metrics().front().loss;
  };
  EXPECT_NE(first_loss(bench, 0), first_loss(bench, 1));
  EXPECT_EQ(first_loss(bench, 1), first_loss(bench, 1));
  task.settings.seed = 2;
  Workbench other(GetParam(), task);
  EXPECT_NE(first_loss(bench, 0), first_loss(other, 0));
}

// Predictions by layer_trace, the loss and the hits from the predictions alone.
TEST_P(EngineTest, PredictionsAgreeWithTheTraceAndEvaluationWithThePredictions) {
  for (const Output output : {Output::kSigmoid, Output::kSoftmax, Output::kLinear}) {
    SCOPED_TRACE(output_name(output));
    Task task = task_with(OptimizerKind::kAdam);
    task.output = output;
    task.rows = 1300;  // more than two passes of evaluation
    task.widths.back() = output == Output::kSoftmax ? 3 : 1;
    Workbench bench(GetParam(), task);
    bench.train_epochs(2);
    const Table table = make_rows(task);
    const std::vector<float> predicted = bench.engine->predict(0, task.rows);
    const auto outputs = static_cast<std::size_t>(task.widths.back());
    ASSERT_EQ(predicted.size(), static_cast<std::size_t>(task.rows) * outputs);
    const Weights weights = bench.engine->state().weights;
    const auto columns = static_cast<std::size_t>(task.widths.front());
    double loss = 0;
    std::int64_t correct = 0;
    for (std::size_t r = 0; r < static_cast<std::size_t>(task.rows); ++r) {
      const std::vector<LayerTrace> trace =
          trace_layers(task.model(), weights, {table.features.data() + r * columns, columns});
      const float* p = predicted.data() + r * outputs;
      for (std::size_t c = 0; c < outputs; ++c) {
        ASSERT_NEAR(static_cast<double>(p[c]), trace.back().activation[c], 2e-5);
      }
      const double target = static_cast<double>(table.targets[r]);
      const double first = static_cast<double>(p[0]);
      if (output == Output::kLinear) loss += (first - target) * (first - target);
      if (output == Output::kSigmoid) {
        loss -= std::log(target > 0.5 ? first : 1 - first);
        correct += (first > 0.5) == (target > 0.5) ? 1 : 0;
      }
      if (output == Output::kSoftmax) {
        const auto truth = static_cast<std::size_t>(target);
        loss -= std::log(static_cast<double>(p[truth]));
        correct += std::max_element(p, p + outputs) == p + truth ? 1 : 0;
      }
    }
    const Evaluation all = bench.engine->evaluate(0, task.rows);
    EXPECT_NEAR(all.loss, loss / static_cast<double>(task.rows), 2e-5);
    EXPECT_EQ(all.correct, correct);
    EXPECT_EQ(all.rows, task.rows);
    const Evaluation part = bench.engine->evaluate(task.train_rows, task.rows - task.train_rows);
    const Evaluation rest = bench.engine->evaluate(0, task.train_rows);
    EXPECT_EQ(part.correct + rest.correct, correct);
    EXPECT_EQ(bench.engine->evaluate(3, 0).rows, 0);
    EXPECT_EQ(bench.engine->predict(7, 1),
              std::vector<float>(predicted.begin() + 7 * static_cast<long>(outputs),
                                 predicted.begin() + 8 * static_cast<long>(outputs)));
  }
}

TEST_P(EngineTest, LossesOfTheTrainingStepsAreThoseOfEvaluation) {
  Task task = task_with(OptimizerKind::kSgd);
  task.settings.optimizer.learning_rate = 0;  // so every step sees the starting weights
  Workbench bench(GetParam(), task);
  const std::vector<StepMetric> metrics = bench.train_epochs(1);
  double loss = 0;
  std::int64_t correct = 0;
  std::int64_t rows = 0;
  for (const StepMetric& m : metrics) {
    loss += static_cast<double>(m.loss) * m.rows;
    correct += m.correct;
    rows += m.rows;
  }
  const Evaluation train = bench.engine->evaluate(0, task.train_rows);
  EXPECT_EQ(rows, task.train_rows);
  EXPECT_EQ(correct, train.correct);
  EXPECT_NEAR(loss / static_cast<double>(rows), train.loss, 1e-5);
}

// A loss that is no longer finite must be seen, not swallowed by a ReLU.
TEST_P(EngineTest, DivergenceShowsInLossAndWeights) {
  for (const Activation activation :
       {Activation::kRelu, Activation::kGelu, Activation::kTanh, Activation::kSilu}) {
    Task task = task_with(OptimizerKind::kSgd);
    task.activation = activation;
    Workbench bench(GetParam(), task);
    EngineState state = start_state(task);
    state.weights.layers[0].weight[0] = std::numeric_limits<float>::quiet_NaN();
    bench.engine->set_state(state);
    EXPECT_EQ(first_non_finite_layer(bench.engine->state().weights), 0);
    bench.engine->train(0, 0, 1);
    EXPECT_FALSE(std::isfinite(bench.engine->take_metrics().front().loss)) << activation_name(activation);
    EXPECT_FALSE(std::isfinite(bench.engine->evaluate(0, task.rows).loss));
  }
}

TEST_P(EngineTest, RefusesWhatDoesNotFitTogether) {
  const Task task = task_with(OptimizerKind::kAdam);
  Workbench bench(GetParam(), task);
  const auto code_of = [](auto&& action) {
    try {
      action();
    } catch (const Error& e) {
      return e.code();
    }
    ADD_FAILURE() << "nothing was thrown";
    return ErrorCode::kCancelled;
  };
  EngineState wrong = start_state(task);
  wrong.weights.layers.pop_back();
  EXPECT_EQ(code_of([&] { bench.engine->set_state(wrong); }), ErrorCode::kBadInput);
  wrong = start_state(task);
  wrong.moments.resize(1);
  EXPECT_EQ(code_of([&] { bench.engine->set_state(wrong); }), ErrorCode::kBadInput);
  ModelSpec narrow = task.model();
  narrow.widths.front() = 5;
  EXPECT_EQ(code_of([&] { bench.device->create_engine(narrow, task.settings, *bench.data); }),
            ErrorCode::kBadInput);
  EXPECT_EQ(code_of([&] { bench.engine->train(0, 3, 3); }), ErrorCode::kInternal);  // 5 steps an epoch
  EXPECT_EQ(code_of([&] { bench.engine->evaluate(30, 12); }), ErrorCode::kInternal);
  EXPECT_EQ(code_of([&] { bench.data->read_targets(-1, 1); }), ErrorCode::kInternal);
  // 4 * 10^18 bytes: no machine has them.
  DataShape vast = task.shape();
  vast.rows = 1'000'000'000'000;
  vast.columns = 1'000'000;
  EXPECT_EQ(code_of([&] { bench.device->create_data(vast); }), ErrorCode::kOutOfMemory);
  TrainSettings huge = task.settings;
  huge.batch = std::int64_t{1} << 50;
  EXPECT_EQ(code_of([&] { bench.device->create_engine(task.model(), huge, *bench.data); }),
            ErrorCode::kOutOfMemory);
  // A refusal charges nothing.
  EXPECT_EQ(bench.device->ledger().charged(),
            bench.data->tensors().total() + bench.engine->tensors().total());
}

TEST_P(EngineTest, DataComeBackAsTheyWent) {
  const Task task = task_with(OptimizerKind::kSgd);
  Workbench bench(GetParam(), task);
  const Table table = make_rows(task);
  EXPECT_EQ(bench.data->read_columns(0, task.rows), table.features);
  EXPECT_EQ(bench.data->read_features(0, task.rows), table.features);
  EXPECT_EQ(bench.data->read_targets(0, task.rows), table.targets);
  const auto width = static_cast<std::ptrdiff_t>(task.widths.front());
  EXPECT_EQ(bench.data->read_columns(4, 2),
            std::vector<float>(table.features.begin() + 4 * width, table.features.begin() + 6 * width));
}

INSTANTIATE_TEST_SUITE_P(Devices, EngineTest, testing::ValuesIn(engine_ids()), device_test_name);

}  // namespace
}  // namespace headroom::test
