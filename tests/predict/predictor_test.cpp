// Rows through fill, scale, expand and forward. Expected values by hand: one output, z = w · features + b.
#include "core/predict/predictor.h"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <limits>

#include "core/base/error.h"
#include "core/base/progress.h"
#include "core/data/csv/csv.h"
#include "core/device/cpu/cpu_device.h"
#include "core/predict/row_reader.h"
#include "tests/support/temporary_directory.h"

namespace headroom {
namespace {

constexpr float kMissing = std::numeric_limits<float>::quiet_NaN();

// Columns size (mean 4, from 2 to 6) and colour=red (0 or 1); features of degree 2:
// size, red, size², size·red, red².
RunRecord record() {
  RunRecord record;
  record.config.degree = 2;
  record.target_name = "kind";
  record.class_names = {"even", "odd"};
  record.features = {{.column = "size", .level = std::nullopt}, {.column = "colour", .level = "red"}};
  record.column_means = {4, 0.5F};
  record.scaler = {ScaleKind::kMinMax, {2, 0}, {0.25F, 1}};
  ModelRecord model;
  model.id = "by hand";
  model.spec = {{5, 1}, Activation::kRelu, Output::kSigmoid};
  model.state.engine.weights = {{{{1, 2, 4, 8, -1}, {0.5F}}}};
  record.models.push_back(model);
  return record;
}

TEST(RowPreparation, FillsScalesAndExpands) {
  const RowPreparation prepare(record());
  EXPECT_EQ(prepare.column_names(), (std::vector<std::string>{"size", "colour=red"}));
  EXPECT_EQ(prepare.feature_names(),
            (std::vector<std::string>{"size", "colour=red", "size^2", "size colour=red", "colour=red^2"}));
  EXPECT_EQ(prepare.features(std::vector<float>{5, 1, kMissing, kMissing}),
            (std::vector<float>{0.75F, 1, 0.5625F, 0.75F, 1, 0.5F, 0.5F, 0.25F, 0.25F, 0.25F}));
  EXPECT_TRUE(prepare.features({}).empty());
  EXPECT_THROW(prepare.features(std::vector<float>{1, 2, 3}), Error);
}

TEST(Predictor, AnswersOneRowOrMany) {
  const RunRecord run = record();
  const Predictor predictor(run, run.models.front());
  const std::vector<PredictedRow> both = predictor.predict(std::vector<float>{5, 1, kMissing, kMissing});
  ASSERT_EQ(both.size(), 2U);
  // 0.75 + 2 + 2.25 + 6 - 1 + 0.5, and 0.5 + 1 + 1 + 2 - 0.25 + 0.5.
  EXPECT_DOUBLE_EQ(both[0].output[0], 1 / (1 + std::exp(-10.5)));
  EXPECT_DOUBLE_EQ(both[1].output[0], 1 / (1 + std::exp(-4.75)));
  EXPECT_EQ(both[0].class_index, 1);
  EXPECT_EQ(predictor.class_name(1), "odd");
  EXPECT_DOUBLE_EQ(both[0].probabilities[0] + both[0].probabilities[1], 1);

  const PredictionTrace trace = predictor.trace(std::vector<float>{kMissing, 1});
  EXPECT_TRUE(std::isnan(trace.raw[0]));
  EXPECT_EQ(trace.filled, (std::vector<float>{4, 1}));
  EXPECT_EQ(trace.scaled, (std::vector<float>{0.5F, 1}));
  EXPECT_EQ(trace.features, (std::vector<float>{0.5F, 1, 0.25F, 0.5F, 1}));
  EXPECT_DOUBLE_EQ(trace.layers[0].pre_activation[0], 0.5 + 2 + 1 + 4 - 1 + 0.5);
  EXPECT_EQ(trace.prediction.output, trace.layers[0].activation);
}

TEST(Predictor, GivesARegressionInTheTargetsUnit) {
  RunRecord run = record();
  run.task = Task::kRegression;
  run.class_names.clear();
  run.target = {1000, 200};
  run.models.front().spec.output = Output::kLinear;
  const Predictor predictor(run, run.models.front());
  // z = 0.75 + 2 + 2.25 + 6 - 1 + 0.5 = 10.5; 1000 + 200 * 10.5.
  EXPECT_DOUBLE_EQ(predictor.predict(std::vector<float>{5, 1})[0].output[0], 3100);
  const PredictionTrace trace = predictor.trace(std::vector<float>{5, 1});
  EXPECT_DOUBLE_EQ(trace.prediction.output[0], 3100);
  EXPECT_DOUBLE_EQ(trace.layers[0].activation[0], 10.5);
}

TEST(Predictor, ReadsOutputsOfEveryKind) {
  const PredictedRow value = prediction_of({{3, 1}, Activation::kRelu, Output::kLinear}, {-2.5});
  EXPECT_EQ(value.output, std::vector<double>{-2.5});
  EXPECT_EQ(value.class_index, -1);
  EXPECT_TRUE(value.probabilities.empty());
  const PredictedRow classes =
      prediction_of({{3, 3}, Activation::kRelu, Output::kSoftmax}, {0.25, 0.5, 0.25});
  EXPECT_EQ(classes.class_index, 1);
  EXPECT_EQ(classes.probabilities, classes.output);
}

// The same rows by an engine, in float32.
TEST(Predictor, AgreesWithAnEngine) {
  const RunRecord run = record();
  const Predictor predictor(run, run.models.front());
  cpu::CpuDevice device;
  const auto data = device.create_data({.rows = 1, .train_rows = 1, .columns = 5});
  data->upload(std::vector<float>(5), std::vector<float>(1));
  Device& open = device;
  const auto engine = open.create_engine(run.models.front().spec, {}, *data);
  engine->set_state(run.models.front().state.engine);
  const std::vector<float> raw{5, 1, 2.25F, 0, kMissing, 0};
  const std::vector<float> outputs = engine->predict_rows(RowPreparation(run).features(raw));
  const std::vector<PredictedRow> want = predictor.predict(raw);
  ASSERT_EQ(outputs.size(), want.size());
  for (std::size_t r = 0; r < outputs.size(); ++r) EXPECT_NEAR(outputs[r], want[r].output[0], 1e-6);
}

TEST(RowsFor, FindsColumnsByNameAndSaysWhatItDecided) {
  const test::TemporaryDirectory directory;
  const std::string path = directory / "rows.csv";
  std::ofstream(path) << "note,colour,size\nx,red,3\ny,green,\n";
  Progress progress;
  const InputRows rows = rows_for(record(), read_csv(path, {}, progress), progress);
  EXPECT_EQ(rows.rows, 2);
  EXPECT_EQ(rows.values[0], 3);
  EXPECT_EQ(rows.values[1], 1);
  EXPECT_TRUE(std::isnan(rows.values[2]));
  EXPECT_EQ(rows.values[3], 0);
  EXPECT_EQ(rows.ignored, std::vector<std::string>{"note"});
  EXPECT_EQ(rows.notes.size(), 2U);
  EXPECT_TRUE(rows.targets.empty());
}

}  // namespace
}  // namespace headroom
