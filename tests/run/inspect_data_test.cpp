// What the table's inspection says, against the rows that are on the device and the engine's own predictions.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/predict/row_preparation.h"
#include "core/run/data_memory.h"
#include "core/run/inspections.h"
#include "core/run/row_sorter.h"
#include "tests/run/inspected_run.h"
#include "tests/support/small_data.h"

namespace headroom {
namespace {

enum class Data { kTwoClasses, kThreeClasses, kRegression };

std::shared_ptr<Dataset> table_of(Data kind, std::int64_t rows) {
  auto data = std::make_shared<Dataset>(
      *test::small_dataset(rows, kind == Data::kRegression ? Task::kRegression : Task::kClassification));
  for (std::int64_t i = 0; i < rows; ++i) {
    data->values[static_cast<std::size_t>(2 * i)] = static_cast<float>((i * 37) % 101);
  }
  if (kind == Data::kThreeClasses) {
    data->class_names = {"high", "low", "mid"};
    for (std::size_t i = 0; i < data->targets.size(); ++i) data->targets[i] = static_cast<float>(i % 3);
  }
  data->values[0] = std::numeric_limits<float>::quiet_NaN();
  data->values[1] = std::numeric_limits<float>::quiet_NaN();
  return data;
}

RunConfig table_config(Data kind, int degree) {
  RunConfig config = test::small_config();
  config.dataset = table_of(kind, 100);
  config.degree = degree;
  config.train.optimizer.learning_rate = kind == Data::kRegression ? 1e-3 : 0.1;
  return config;
}

struct TableRun : test::InspectedRun {
  using InspectedRun::InspectedRun;
  Look look;
  const DataFigures& see() {
    seen_ = inspect(Inspect::kData, look);
    return *seen_->data();
  }
  Engine& engine() { return run.lanes()[0].trainer->engine(); }
  std::int64_t place_of(std::uint32_t row) const {
    const std::vector<std::uint32_t>& order = run.data().split.order;
    return std::find(order.begin(), order.end(), row) - order.begin();
  }

 private:
  std::shared_ptr<const Inspection> seen_;  // holds what see() gave
};

TEST(DataInspection, EveryStageEqualsTheRowsOnTheDevice) {
  for (const int degree : {1, 2}) {
    TableRun table(table_config(Data::kTwoClasses, degree));
    const RowStages& stages = table.see().rows->stages;
    const DeviceData& device = *table.run.data().data;
    ASSERT_EQ(stages.features(), degree == 2 ? 5 : 2);
    for (std::int64_t place = 0; place < 100; ++place) {
      const std::uint32_t row = table.run.data().split.order[static_cast<std::size_t>(place)];
      const std::vector<float> scaled = device.read_columns(place, 1),
                               features = device.read_features(place, 1);
      for (std::int64_t c = 0; c < 2; ++c) {
        EXPECT_EQ(stages.scaled(row, c), scaled[static_cast<std::size_t>(c)]);
        const double raw = table.run.data().dataset->row(row)[c];
        EXPECT_TRUE(stages.missing(row, c) ? std::isnan(stages.raw(row, c)) : stages.raw(row, c) == raw);
        EXPECT_NEAR(stages.unscaled(c, static_cast<double>(scaled[static_cast<std::size_t>(c)])),
                    static_cast<double>(stages.filled(row, c)), 1e-4);
      }
      for (std::int64_t k = 0; k < stages.features(); ++k) {
        EXPECT_EQ(stages.feature(row, k), features[static_cast<std::size_t>(k)]);
      }
    }
    for (std::int64_t k = 0; k < stages.features(); ++k) {
      EXPECT_EQ(stages.name(k), table.run.data().feature_names[static_cast<std::size_t>(k)]);
      EXPECT_EQ(stages.find(stages.name(k)), k);
    }
    if (degree == 2) {
      EXPECT_EQ(stages.find("a\u00B7b"), 3);
    }
  }
}

TEST(DataInspection, CountsPartsClassesAndMissingCells) {
  TableRun table(table_config(Data::kThreeClasses, 1));
  const DataRows& rows = *table.see().rows;
  EXPECT_EQ(rows.train, 80);
  EXPECT_EQ(rows.validation, 20);
  EXPECT_EQ(rows.class_rows, (std::vector<std::int64_t>{34, 33, 33}));
  EXPECT_EQ(rows.imputed, (std::vector<std::int64_t>{1, 1}));
  EXPECT_EQ(std::count(rows.part.begin(), rows.part.end(), RowPart::kValidation), 20);
}

TEST(DataInspection, FiguresAreThoseOfTheColumn) {
  TableRun table(table_config(Data::kTwoClasses, 2));
  const DataFigures& seen = table.see();
  ASSERT_EQ(seen.columns->sample, 100);
  ASSERT_EQ(seen.columns->of.size(), 5U);
  const RowStages& stages = seen.rows->stages;
  for (std::int64_t k = 0; k < 5; ++k) {
    const ColumnFigures& of = seen.columns->of[static_cast<std::size_t>(k)];
    double least = 1e9, most = -1e9, concordant = 0, pairs = 0;
    for (std::int64_t a = 0; a < 100; ++a) {
      const auto value = static_cast<double>(stages.feature(a, k));
      least = std::min(least, value);
      most = std::max(most, value);
      for (std::int64_t b = 0; b < 100; ++b) {  // the area by its definition: pairs in the right order
        if (stages.dataset().targets[static_cast<std::size_t>(a)] != 1 ||
            stages.dataset().targets[static_cast<std::size_t>(b)] != 0) {
          continue;
        }
        const auto other = static_cast<double>(stages.feature(b, k));
        concordant += value > other ? 1 : value == other ? 0.5 : 0;
        pairs += 1;
      }
    }
    EXPECT_EQ(of.least, least);
    EXPECT_EQ(of.most, most);
    EXPECT_NEAR(of.tells, concordant / pairs, 1e-12);
    std::int64_t binned = 0;
    for (const std::int64_t count : of.bins) binned += count;
    EXPECT_EQ(binned, 100);
  }
}

class DataOfEveryTask : public testing::TestWithParam<Data> {};

TEST_P(DataOfEveryTask, AnswersAndSurfaceAreTheEngines) {
  TableRun table(table_config(GetParam(), 2));
  table.train(Goal::kEpoch);
  const DataFigures seen = table.see();
  ASSERT_TRUE(seen.answers && seen.plane);
  EXPECT_EQ(seen.answers->judged, 20);
  EXPECT_EQ(seen.answers->steps, 8);
  const std::int64_t width = table.run.lanes()[0].spec.outputs();
  std::int64_t wrong = 0;
  for (std::uint32_t row = 0; row < 100; ++row) {
    const std::vector<float> out = table.engine().predict(table.place_of(row), 1);
    float want = out[0];
    if (GetParam() == Data::kRegression) {
      want = static_cast<float>(table.run.data().target.original(static_cast<double>(out[0])));
    }
    std::int64_t said = want > 0.5F ? 1 : 0;
    if (GetParam() == Data::kThreeClasses) {
      said = std::max_element(out.begin(), out.begin() + static_cast<std::ptrdiff_t>(width)) - out.begin();
      want = out[static_cast<std::size_t>(said)];
    }
    EXPECT_NEAR(seen.answers->output[row], want, 1e-4F * std::max(1.0F, std::abs(want)));
    if (GetParam() == Data::kRegression) continue;
    EXPECT_EQ(seen.answers->said[row], said);
    const auto target = static_cast<std::int64_t>(table.run.data().dataset->targets[row]);
    if (seen.rows->part[row] == RowPart::kValidation && said != target) ++wrong;
  }
  EXPECT_EQ(seen.answers->wrong, wrong);
  // Cells of the surface, from raw rows by the same way as predictions of a file take.
  const PreparedData& data = table.run.data();
  const RowPreparation prepare(data.dataset->column_names, data.column_means, data.scaler, 2);
  const DataPlanePicture& plane = *seen.plane;
  ASSERT_GT(plane.side, 0);
  for (const std::int64_t cell :
       {std::int64_t{0}, plane.side * plane.side / 2, plane.side * plane.side - 1}) {
    const double sx = (static_cast<double>(cell % plane.side) + 0.5) / static_cast<double>(plane.side);
    const double sy = (static_cast<double>(cell / plane.side) + 0.5) / static_cast<double>(plane.side);
    std::vector<float> raw(2);
    raw[static_cast<std::size_t>(plane.x)] = static_cast<float>(plane.left + sx * (plane.right - plane.left));
    raw[static_cast<std::size_t>(plane.y)] =
        static_cast<float>(plane.bottom + sy * (plane.top - plane.bottom));
    const std::vector<float> out = table.engine().predict_rows(prepare.features(raw));
    float want = out[0];
    if (GetParam() == Data::kThreeClasses) want = *std::max_element(out.begin(), out.end());
    if (GetParam() == Data::kRegression) {
      want = static_cast<float>(data.target.original(static_cast<double>(want)));
    }
    EXPECT_NEAR(plane.output[static_cast<std::size_t>(cell)], want, 2e-4F * std::max(1.0F, std::abs(want)));
  }
}
INSTANTIATE_TEST_SUITE_P(Tasks, DataOfEveryTask,
                         testing::Values(Data::kTwoClasses, Data::kThreeClasses, Data::kRegression));

TEST(DataInspection, ListsAreFilteredAndSorted) {
  TableRun table(table_config(Data::kTwoClasses, 1));
  table.train(Goal::kEpoch);
  EXPECT_EQ(table.see().order->rows.size(), 100U);
  table.look.data.filter = RowFilter::kValidation;
  EXPECT_EQ(table.see().order->rows.size(), 20U);
  table.look.data.filter = RowFilter::kWrong;
  const DataFigures wrong = table.see();
  EXPECT_EQ(static_cast<std::int64_t>(wrong.order->rows.size()), wrong.answers->wrong);
  table.look.data.filter = RowFilter::kClass;
  table.look.data.filter_class = 1;
  EXPECT_EQ(table.see().order->rows.size(), 50U);
  // The four cells of two classes are all rows of a part, each once.
  table.look.data.filter = RowFilter::kCell;
  for (const bool training : {false, true}) {
    table.look.data.filter_training = training;
    std::size_t rows = 0;
    for (const auto& [truth, said] : {std::pair{0, 0}, {0, 1}, {1, 0}, {1, 1}}) {
      table.look.data.filter_class = truth;
      table.look.data.filter_said = said;
      const DataFigures cell = table.see();
      rows += cell.order->rows.size();
      for (const std::uint32_t row : cell.order->rows) {
        EXPECT_EQ(static_cast<int>(cell.rows->stages.dataset().targets[row]), truth);
        EXPECT_EQ(cell.answers->said[row], said);
        EXPECT_EQ(cell.rows->part[row], training ? RowPart::kTraining : RowPart::kValidation);
      }
    }
    EXPECT_EQ(rows, training ? 80U : 20U);
  }
  table.look.data.filter = RowFilter::kAll;
  for (const bool down : {false, true}) {
    table.look.data.sort = RowSort::kFeature;
    table.look.data.descending = down;
    const DataFigures sorted = table.see();
    ASSERT_EQ(sorted.order->rows.size(), 100U);
    for (std::size_t i = 0; i + 2 < 100; ++i) {  // the last one is missing
      const float a = sorted.rows->stages.feature(sorted.order->rows[i], 0);
      const float b = sorted.rows->stages.feature(sorted.order->rows[i + 1], 0);
      EXPECT_TRUE(down ? a >= b : a <= b);
    }
    EXPECT_EQ(sorted.order->rows[99], 0U);
  }
  table.look.data.sort = RowSort::kCertainty;
  table.look.data.descending = false;
  const DataFigures certain = table.see();
  for (std::size_t i = 0; i + 1 < 100; ++i) {
    const auto doubt = [&](std::size_t at) {
      return std::abs(certain.answers->output[certain.order->rows[at]] - 0.5F);
    };
    EXPECT_LE(doubt(i), doubt(i + 1));
  }
}

TEST(DataInspection, PartsThatDoNotChangeStayTheSameObject) {
  TableRun table(table_config(Data::kTwoClasses, 2));
  const DataFigures first = table.see();
  table.look.row = 7;
  table.look.data.first = 40;
  const DataFigures second = table.see();
  EXPECT_EQ(first.rows, second.rows);
  EXPECT_EQ(first.columns, second.columns);
  EXPECT_EQ(first.order, second.order);
  EXPECT_EQ(first.plane, second.plane);
  table.look.data.stage = DataStage::kFeatures;  // the view's own: nothing to look at again
  table.inspections.watch(interest(Inspect::kData), table.look);
  EXPECT_FALSE(table.inspections.advance(table.run, false).worked);
  table.look.data.others_at_row = true;
  EXPECT_NE(table.see().plane, first.plane);
  table.look.data.plane = DataPlane::kPrincipal;
  EXPECT_TRUE(table.see().plane->principal);
  table.train(Goal::kEpoch);
  EXPECT_NE(table.see().answers->output, first.answers->output);
}

// More rows than the network is asked about: all of them are points, placed where the table says.
TEST(DataInspection, EveryListedRowIsAPointOfTheCloud) {
  RunConfig config = table_config(Data::kTwoClasses, 1);
  config.dataset = table_of(Data::kTwoClasses, 3000);
  TableRun table(config);
  const DataFigures all = table.see();
  ASSERT_TRUE(all.plane && all.plane->cloud);
  const DataPlanePicture& plane = *all.plane;
  const PlaneCloud& cloud = *plane.cloud;
  EXPECT_EQ(plane.rows.size(), static_cast<std::size_t>(DataPlanePicture::kMostPoints));
  ASSERT_EQ(cloud.x.size(), 3000U);
  const RowStages& stages = all.rows->stages;
  for (std::size_t i = 0; i < cloud.x.size(); ++i) {
    const std::uint32_t row = (*cloud.rows)[i];
    ASSERT_EQ(row, i);
    EXPECT_EQ(cloud.x[i], stages.filled(row, plane.x));
    EXPECT_EQ(cloud.y[i], stages.filled(row, plane.y));
    EXPECT_EQ(static_cast<float>(cloud.mark[i]), stages.dataset().targets[row]);
    EXPECT_GE(static_cast<double>(cloud.x[i]), plane.left);
    EXPECT_LE(static_cast<double>(cloud.y[i]), plane.top);
  }
  table.train(Goal::kEpoch);  // another surface, the same points
  EXPECT_EQ(table.see().plane->cloud, all.plane->cloud);
  table.look.data.sort = RowSort::kTarget;
  EXPECT_EQ(table.see().plane->cloud, all.plane->cloud);
  table.look.data.filter = RowFilter::kValidation;
  EXPECT_EQ(table.see().plane->cloud, nullptr);  // 600 rows: they are all asked about
  table.look.data.filter = RowFilter::kTrain;
  EXPECT_EQ(table.see().plane->cloud->x.size(), 2400U);
  table.look.data.filter = RowFilter::kAll;
  table.look.data.plane = DataPlane::kPrincipal;
  const DataFigures principal = table.see();
  ASSERT_TRUE(principal.plane->cloud);
  EXPECT_EQ(principal.plane->cloud->x.size(), 3000U);
  // The points that are asked about lie where the cloud has them.
  for (std::size_t i = 0; i < principal.plane->rows.size(); i += 97) {
    EXPECT_EQ(principal.plane->px[i], principal.plane->cloud->x[principal.plane->rows[i]]);
  }
}

TEST(DataInspection, RowsOfTheTestAreNotShown) {
  RunConfig config = table_config(Data::kTwoClasses, 1);
  config.split.test_fraction = 0.3;
  TableRun table(config);
  const DataFigures seen = table.see();
  EXPECT_EQ(seen.rows->test, 30);
  EXPECT_EQ(seen.order->rows.size(), 70U);
  EXPECT_EQ(seen.columns->sample, 70);
  for (std::size_t row = 0; row < 100; ++row) {
    const bool kept = seen.rows->part[row] == RowPart::kTest;
    EXPECT_EQ(std::isnan(seen.answers->output[row]), kept) << row;
  }
}

TEST(RowSorter, EqualsAStableSort) {
  std::vector<float> keys;
  for (std::uint32_t i = 0; i < 70'000; ++i) {
    keys.push_back(i % 97 == 0 ? std::numeric_limits<float>::quiet_NaN()
                               : static_cast<float>(static_cast<int>(i * 7919U % 1013U) - 500));
  }
  RowSorter sorter;
  for (std::uint32_t i = 0; i < keys.size(); ++i) sorter.add(i, keys[i]);
  int pieces = 1;
  while (!sorter.advance()) ++pieces;
  EXPECT_GT(pieces, 5);
  std::vector<std::uint32_t> want(keys.size());
  for (std::uint32_t i = 0; i < want.size(); ++i) want[i] = i;
  std::stable_sort(want.begin(), want.end(), [&](std::uint32_t a, std::uint32_t b) {
    if (std::isnan(keys[a]) || std::isnan(keys[b])) return !std::isnan(keys[a]) && std::isnan(keys[b]);
    return keys[a] < keys[b];
  });
  EXPECT_EQ(sorter.take(), want);
}

}  // namespace
}  // namespace headroom
