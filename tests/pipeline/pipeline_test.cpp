// Expected figures are calculated by hand.
#include "core/pipeline/pipeline.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "tests/support/fake_device.h"
#include "tests/support/small_data.h"

namespace headroom {
namespace {

using test::FakeDevice;
using test::FakeScript;
using Shape = std::vector<std::int64_t>;

// Five rows in file order, the last validates; column a has a missing value in row 1.
RunConfig five_rows(int degree) {
  RunConfig config = test::small_config();
  auto data = std::make_shared<Dataset>(*test::small_dataset(5));
  data->values = {0, 10, std::numeric_limits<float>::quiet_NaN(), 20, 2, 30, 4, 10, 8, 50};
  data->notes = {"column c left out: it has 99 different texts"};
  config.dataset = data;
  config.degree = degree;
  config.split = {SplitKind::kTail, 0.2};
  return config;
}

struct Carried {
  test::Script script = std::make_shared<FakeScript>();
  FakeDevice device{script};
  Progress progress;
  PreparedData data;
  std::vector<std::string> states;  // "load running", ...

  explicit Carried(const RunConfig& config) {
    Pipeline pipeline(config, [this](const std::vector<StageReport>& stages) {
      for (const StageReport& s : stages) {
        if (s.state == StageState::kRunning) states.push_back(std::string(stage_name(s.id)));
      }
    });
    pipeline.load(progress);
    data = pipeline.run(device, progress);
  }
  const StageReport& stage(std::size_t i) const { return data.stages.at(i); }
};

TEST(Pipeline, ReportsShapesBytesAndPlaces) {
  const Carried c(five_rows(2));
  ASSERT_EQ(c.data.stages.size(), 6u);
  EXPECT_EQ(c.states, (std::vector<std::string>{"load", "transfer", "preprocess", "features"}));
  const Shape raw{5, 2};
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(c.stage(i).in, raw);
    EXPECT_EQ(c.stage(i).out, raw);
    EXPECT_EQ(c.stage(i).bytes, 5 * 2 * 4);
    EXPECT_EQ(c.stage(i).state, StageState::kDone);
    EXPECT_GE(c.stage(i).seconds, 0);
    EXPECT_EQ(c.stage(i).where, i == 0 ? "host" : "fake:0");
  }
  EXPECT_EQ(c.stage(0).note, "4 train + 1 validation");
  EXPECT_EQ(c.stage(3).in, raw);
  EXPECT_EQ(c.stage(3).out, (Shape{5, 5}));  // a, b, a^2, a b, b^2
  EXPECT_EQ(c.stage(3).bytes, 5 * 5 * 4);
  EXPECT_EQ(c.stage(4).state, StageState::kWaiting);
  EXPECT_EQ(c.progress.fraction(), 1);
}

TEST(Pipeline, DegreeOneHasNoFeatureStage) {
  const Carried c(five_rows(1));
  ASSERT_EQ(c.data.stages.size(), 5u);
  EXPECT_EQ(c.stage(3).id, StageId::kTraining);
  EXPECT_EQ(c.data.feature_names, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(c.progress.fraction(), 1);
}

TEST(Pipeline, MissingValuesBecomeTheTrainingMeanAndScalingIsFittedOnTrainingRows) {
  // Training a: 0, -, 2, 4: mean 2, range 0 to 4. Training b: 10, 20, 30, 10: range 10 to 30.
  // The validation row (8, 50) becomes (2, 2).
  const Carried c(five_rows(1));
  EXPECT_EQ(c.data.imputed, (std::vector<std::int64_t>{1, 0}));
  EXPECT_EQ(c.data.column_means[0], 2);
  EXPECT_EQ(c.data.data->read_columns(0, 5), (std::vector<float>{0, 0, 0.5f, 0.5f, 0.5f, 1, 1, 0, 2, 2}));
  const StageDetail& detail = *c.stage(2).detail;
  ASSERT_EQ(detail.rows.size(), 5u);
  EXPECT_TRUE(detail.rows[3].trains);
  EXPECT_FALSE(detail.rows[4].trains);
  EXPECT_TRUE(std::isnan(detail.rows_before[2]));
  EXPECT_EQ(detail.rows_after[2], 0.5f);
  EXPECT_EQ(detail.min_before, (std::vector<float>{0, 10}));
  EXPECT_EQ(detail.max_before, (std::vector<float>{4, 30}));
  EXPECT_EQ(detail.min_after, (std::vector<float>{0, 0}));
  EXPECT_EQ(detail.max_after, (std::vector<float>{1, 1}));
  ASSERT_TRUE(detail.worked);
  EXPECT_EQ(detail.worked->formula, "x' = (x - min) / (max - min)");
  EXPECT_EQ(detail.worked->numbers, "a of row 0: (0 - 0) / (4 - 0) = 0");
  EXPECT_EQ(detail.facts.front(), "1 missing value replaced by the column's mean over training rows (a: 1)");
}

TEST(Pipeline, DetailsOfTheOtherStages) {
  const Carried c(five_rows(2));
  const StageDetail& load = *c.stage(0).detail;
  EXPECT_EQ(load.names_after.size(), 2u);
  EXPECT_EQ(load.rows_after.size(), 10u);
  EXPECT_NE(std::find(load.facts.begin(), load.facts.end(), "2 classes: no (3 rows), yes (2 rows)"),
            load.facts.end());
  EXPECT_EQ(load.facts.back(), "column c left out: it has 99 different texts");
  const StageDetail& features = *c.stage(3).detail;
  EXPECT_EQ(features.names_after, (std::vector<std::string>{"a", "b", "a²", "a·b", "b²"}));
  EXPECT_EQ(features.first_new, 2u);
  EXPECT_EQ(features.rows_after.size(), 5u * 5u);
  ASSERT_TRUE(features.worked);
  EXPECT_EQ(features.worked->to, 3u);
  EXPECT_EQ(features.worked->from, (std::vector<std::size_t>{0, 1}));
  EXPECT_EQ(features.worked->numbers, "a·b of row 0: 0 · 0 = 0");
  EXPECT_EQ(features.max_after, (std::vector<float>{1, 1, 1, 0.5f, 1}));  // products of the scaled rows
  EXPECT_EQ(features.facts.front(), "2 columns + 3 products of two = 5 features");
  EXPECT_EQ(c.data.feature_names, (std::vector<std::string>{"a", "b", "a^2", "a b", "b^2"}));
}

// The same rows of the file in every stage, wherever the shuffle put them.
TEST(Pipeline, EveryStageShowsTheSameRows) {
  RunConfig config = test::small_config(100);
  config.degree = 2;
  const Carried c(config);
  const std::vector<FollowedRow>& rows = c.stage(0).detail->rows;
  ASSERT_EQ(rows.size(), 8u);
  bool moved = false;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    EXPECT_EQ(rows[i].row, static_cast<std::int64_t>(i));
    EXPECT_EQ(rows[i].target, i % 2 == 0 ? "no" : "yes");
    EXPECT_EQ(c.data.split.order[static_cast<std::size_t>(rows[i].place)], i);
    EXPECT_EQ(rows[i].trains, rows[i].place < 80);
    moved = moved || rows[i].place != rows[i].row;
  }
  EXPECT_TRUE(moved);
  for (std::size_t s = 0; s < 4; ++s) {
    const StageDetail& detail = *c.stage(s).detail;
    ASSERT_EQ(detail.rows.size(), 8u);
    for (std::size_t i = 0; i < 8; ++i) EXPECT_EQ(detail.rows[i].place, rows[i].place);
    if (s > 0) {
      EXPECT_EQ(detail.rows_before, c.stage(s - 1).detail->rows_after) << s;
    }
  }
  // Column b of the generator is the row number modulo 3.
  const StageDetail& sent = *c.stage(1).detail;
  for (std::size_t i = 0; i < 8; ++i) EXPECT_EQ(sent.rows_after[2 * i + 1], static_cast<float>(i % 3));
  EXPECT_NE(sent.facts.front().find("shuffled here, once, with seed 1"), std::string::npos);
}

TEST(Pipeline, TheWorkedCellIsRight) {
  RunConfig config = five_rows(1);
  config.scale = ScaleKind::kStandard;
  auto data = std::make_shared<Dataset>(*config.dataset);
  data->values = {-1, 10, 3, 20, -1, 30, 3, 10, 8, 50};  // a: mean 1, deviation 2 over the training rows
  config.dataset = data;
  const Carried c(config);
  ASSERT_TRUE(c.stage(2).detail->worked);
  EXPECT_EQ(c.stage(2).detail->worked->formula, "x' = (x - mean) / deviation");
  EXPECT_EQ(c.stage(2).detail->worked->numbers, "a of row 0: (-1 - 1) / 2 = -1");
  data = std::make_shared<Dataset>(*data);
  config.scale = ScaleKind::kMinMax;
  config.dataset = data;
  EXPECT_EQ(Carried(config).stage(2).detail->worked->numbers, "a of row 0: (-1 - (-1)) / (3 - (-1)) = 0");
  config.scale = ScaleKind::kNone;
  EXPECT_FALSE(Carried(config).stage(2).detail->worked);
}

TEST(Pipeline, CancelledBetweenStagesNothingStaysAllocated) {
  auto script = std::make_shared<FakeScript>();
  FakeDevice device(script);
  Progress progress;
  script->on_upload = [&] { progress.cancel(); };
  Pipeline pipeline(five_rows(2));
  pipeline.load(progress);
  try {
    pipeline.run(device, progress);
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kCancelled);
  }
  EXPECT_EQ(device.ledger().charged(), 0);
}

TEST(Pipeline, AFailingStageSaysSo) {
  auto script = std::make_shared<FakeScript>();
  FakeDevice device(script);
  script->on_scale = [] { throw Error(ErrorCode::kDevice, "gone", "fake:0"); };
  Progress progress;
  Pipeline pipeline(five_rows(1));
  pipeline.load(progress);
  EXPECT_THROW(pipeline.run(device, progress), Error);
  EXPECT_EQ(pipeline.stages()[1].state, StageState::kDone);
  EXPECT_EQ(pipeline.stages()[2].state, StageState::kFailed);
}

TEST(Pipeline, TheMemoryQuestionPredictsWhatIsCharged) {
  RunConfig config = five_rows(2);
  config.recorder = 0;  // what a run keeps beside data and engine
  auto script = std::make_shared<FakeScript>();
  FakeDevice device(script);
  Progress progress;
  Pipeline pipeline(config);
  pipeline.load(progress);
  const Bytes planned = planned_bytes(pipeline.network_job(device.layout()));
  const PreparedData data = pipeline.run(device, progress);
  const auto engine = device.create_engine(pipeline.model("small"), config.train, *data.data);
  EXPECT_EQ(device.ledger().charged(), planned);
}

TEST(Pipeline, GeneratingIsTheLoadStage) {
  RunConfig config = test::small_config();
  config.dataset.reset();
  config.generator =
      SyntheticSpec{.kind = "scalability", .rows = 100, .columns = 4, .noise = 0.5, .signal = 1};
  const Carried c(config);
  EXPECT_EQ(c.stage(0).out, (Shape{100, 4}));
  EXPECT_GT(c.stage(0).seconds, 0);
  EXPECT_NE(c.stage(0).detail->facts.front().find("seed 1"), std::string::npos);
}

// 3 GiB in a quarter of a second; a 32nd of the 3/4 s of work was waited for.
TEST(Pipeline, StreamedRowsInWords) {
  StreamFigures figures{
      .bytes = 3 * kGiB, .gather_seconds = 0.5, .upload_seconds = 0.25, .waited_seconds = 0};
  EXPECT_EQ(stream_text(figures), "3.00 GiB streamed at 12.0 GiB/s · 100 % hidden behind training");
  figures.waited_seconds = 0.75 / 32;
  EXPECT_EQ(figures.hidden(), 1 - 1.0 / 32);
  EXPECT_EQ(stream_text(figures), "3.00 GiB streamed at 12.0 GiB/s · 96 % hidden behind training");
  figures.waited_seconds = 2;  // the device was also starved by something else
  EXPECT_EQ(figures.hidden(), 0);
  StageReport transfer;
  transfer.note = "before";
  set_stream_figures(transfer, {});
  EXPECT_EQ(transfer.note, "before");
  EXPECT_FALSE(transfer.stream);
  figures += figures;
  set_stream_figures(transfer, figures);
  EXPECT_EQ(transfer.note, "6.00 GiB streamed at 12.0 GiB/s · 0 % hidden behind training");
  EXPECT_EQ(transfer.stream->gather_seconds, 1);
}

TEST(Pipeline, TrainingAndEvaluationReports) {
  const DataShape shape{.rows = 10000, .train_rows = 8000, .columns = 20, .degree = 2};
  const ModelSpec small{{230, 50, 50, 1}, Activation::kRelu, Output::kSigmoid};
  const TrainingFigures figures{StageState::kRunning, 0.25, 1.5, 0.5, 32, 4};
  const StageReport training = training_stage(shape, {small}, figures, "cpu");
  EXPECT_EQ(training.in, (Shape{8000, 230}));
  EXPECT_TRUE(training.out.empty());
  EXPECT_EQ(training.out_text, "weights");
  EXPECT_EQ(training.note, "8 000 rows · batch 32");
  EXPECT_EQ(training.bytes, 14151 * 4);
  EXPECT_EQ(training.seconds, 1.5);
  EXPECT_EQ(training.progress, 0.25);
  const StageReport evaluation = evaluation_stage(shape, {small}, figures, "cpu");
  EXPECT_EQ(evaluation.in, (Shape{2000, 230}));
  EXPECT_EQ(evaluation.times, 4);
  EXPECT_EQ(evaluation.out_text, "loss, accuracy");
  EXPECT_EQ(evaluation.seconds, 0.5);
}

}  // namespace
}  // namespace headroom
