// Small tables whose faults are put in by hand, and real ones that have none.
#include "core/data/doubts.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/error.h"
#include "core/base/rng.h"
#include "core/data/csv/csv.h"
#include "core/data/tabular.h"
#include "test_places.h"

namespace headroom {
namespace {

// `columns` columns of noise; the target is decided by `target(row, rng)`.
template <typename Target>
Dataset noise(std::int64_t rows, std::int64_t columns, std::int64_t classes, const Target& target) {
  Dataset data;
  data.rows = rows;
  data.columns = columns;
  data.target_name = "y";
  data.task = classes > 0 ? Task::kClassification : Task::kRegression;
  for (std::int64_t c = 0; c < columns; ++c) data.column_names.push_back("x" + std::to_string(c));
  for (std::int64_t k = 0; k < classes; ++k)
    data.class_names.push_back(std::string(1, static_cast<char>('a' + k)));
  Rng rng(5);
  for (std::int64_t r = 0; r < rows; ++r) {
    for (std::int64_t c = 0; c < columns; ++c) data.values.push_back(static_cast<float>(rng.normal()));
    data.targets.push_back(static_cast<float>(target(r, rng)));
  }
  return data;
}

void set(Dataset& data, std::int64_t row, std::int64_t column, float value) {
  data.values[static_cast<std::size_t>(row * data.columns + column)] = value;
}

std::vector<DataDoubt> doubts_of(const Dataset& data, const SplitSettings& settings = {}) {
  return find_doubts(data, make_split(data.rows, settings, 1), settings);
}

const auto kCoin = [](std::int64_t, Rng& rng) { return rng.below(2); };

TEST(Doubts, NoiseHasNone) {
  EXPECT_TRUE(doubts_of(noise(500, 20, 2, kCoin)).empty());
  EXPECT_TRUE(doubts_of(noise(500, 20, 0, [](std::int64_t, Rng& rng) { return rng.normal(); })).empty());
  Progress progress;
  for (const char* name : {"iris", "wine"}) {
    const std::string path =
        std::string(HEADROOM_TESTS_DIR) +
        (std::string(name) == "wine" ? "/golden/wine.csv" : "/../assets/samples/iris.csv");
    EXPECT_TRUE(doubts_of(make_dataset(read_csv(path, {}, progress), {}, progress)).empty()) << name;
  }
}

TEST(Doubts, AClassWithoutTrainingRowsOfASortedFile) {
  const Dataset data = noise(90, 2, 3, [](std::int64_t r, Rng&) { return r / 30; });
  const auto doubts = doubts_of(data, {SplitKind::kTail, 0.4});
  ASSERT_FALSE(doubts.empty());
  EXPECT_EQ(doubts[0].kind, DoubtKind::kClassWithoutRows);
  EXPECT_EQ(doubts[0].what, "Class 'c' of 'y' has no training row: the network cannot learn it.");
  EXPECT_EQ(doubts[0].advice, "The file is sorted by 'y': shuffle its rows.");
  EXPECT_TRUE(doubts_of(data).empty());  // shuffled: all is well
}

TEST(Doubts, AnUnbalancedTarget) {
  const Dataset data = noise(1000, 3, 2, [](std::int64_t r, Rng&) { return r % 20 == 0 ? 1 : 0; });
  const auto doubts = doubts_of(data);
  ASSERT_EQ(doubts.size(), 1U);
  EXPECT_EQ(doubts[0].kind, DoubtKind::kUnbalanced);
  EXPECT_NE(doubts[0].what.find("'a' (9"), std::string::npos) << doubts[0].what;
  EXPECT_TRUE(doubts_of(noise(1000, 3, 2, [](std::int64_t r, Rng&) { return r % 4 == 0 ? 1 : 0; })).empty());
}

TEST(Doubts, AColumnThatIsTheClass) {
  Dataset data = noise(400, 5, 3, [](std::int64_t, Rng& rng) { return rng.below(3); });
  const float codes[] = {7, -2, 3};  // in no order
  for (std::int64_t r = 0; r < data.rows; ++r) {
    set(data, r, 3, codes[static_cast<std::size_t>(data.targets[static_cast<std::size_t>(r)])]);
  }
  auto doubts = doubts_of(data);
  ASSERT_EQ(doubts.size(), 1U);
  EXPECT_EQ(doubts[0].kind, DoubtKind::kLeak);
  EXPECT_EQ(doubts[0].column, "x3");
  EXPECT_NE(doubts[0].advice.find("leave it out"), std::string::npos);
  // One row in a hundred is different: a good column, not the answer.
  for (std::int64_t r = 0; r < data.rows; r += 100) set(data, r, 3, 55);
  EXPECT_TRUE(doubts_of(data).empty());
}

TEST(Doubts, ANumberThatDecidesByAThreshold) {
  Dataset data = noise(3000, 4, 2, kCoin);
  for (std::int64_t r = 0; r < data.rows; ++r) {
    const float target = data.targets[static_cast<std::size_t>(r)];
    set(data, r, 1, static_cast<float>(r % 997) + (target > 0 ? 5000.0F : 0.0F));
  }
  const auto doubts = doubts_of(data);
  ASSERT_EQ(doubts.size(), 1U);
  EXPECT_EQ(doubts[0].column, "x1");
}

TEST(Doubts, ACategoryThatDecides) {
  Dataset data = noise(400, 4, 2, kCoin);
  data.origins = {{"a", std::nullopt}, {"word", "left"}, {"word", "right"}, {"word", "up"}};
  for (std::int64_t r = 0; r < data.rows; ++r) {
    const bool yes = data.targets[static_cast<std::size_t>(r)] > 0;
    for (std::int64_t c = 1; c < 4; ++c) set(data, r, c, 0);
    set(data, r, yes ? 1 : 2 + r % 2, 1);
  }
  const auto doubts = doubts_of(data);
  ASSERT_EQ(doubts.size(), 1U);
  EXPECT_EQ(doubts[0].column, "word");
}

TEST(Doubts, FewRowsProveNothing) {
  Dataset data = noise(30, 1, 2, kCoin);
  for (std::int64_t r = 0; r < 30; ++r) set(data, r, 0, data.targets[static_cast<std::size_t>(r)]);
  EXPECT_TRUE(doubts_of(data).empty());
  // Nor does a level of its own for every row.
  data = noise(200, 1, 2, kCoin);
  for (std::int64_t r = 0; r < 200; ++r) set(data, r, 0, static_cast<float>(r));
  EXPECT_TRUE(doubts_of(data).empty());
}

TEST(Doubts, AColumnThatIsTheValueInAnotherUnit) {
  Dataset data = noise(300, 3, 0, [](std::int64_t, Rng& rng) { return rng.uniform(10, 30); });
  for (std::int64_t r = 0; r < data.rows; ++r) {
    set(data, r, 2, 32 - 1.8F * data.targets[static_cast<std::size_t>(r)]);
  }
  const auto doubts = doubts_of(data);
  ASSERT_EQ(doubts.size(), 1U);
  EXPECT_EQ(doubts[0].column, "x2");
  EXPECT_NE(doubts[0].what.find("-1.0000"), std::string::npos) << doubts[0].what;
}

TEST(Doubts, MoreCategoriesThanRows) {
  Dataset data = noise(20, 30, 2, kCoin);
  for (std::int64_t c = 0; c < 30; ++c)
    data.origins.push_back({c < 25 ? "town" : "street", std::to_string(c)});
  const auto doubts = doubts_of(data);
  ASSERT_EQ(doubts.size(), 1U);
  EXPECT_EQ(doubts[0].kind, DoubtKind::kManyCategories);
  EXPECT_EQ(doubts[0].column, "town");
}

TEST(Doubts, TheShareThatARuleTells) {
  // By hand. Levels: 1 1 1 | 2 2 | 3; the last is alone and proves nothing, of the second each is judged by
  // the other one, which is of the other class.
  EXPECT_DOUBLE_EQ(share_told_by_levels({1, 1, 1, 2, 2, 3}, {0, 0, 0, 0, 1, 1}, 2), 3.0 / 6);
  const float none = std::numeric_limits<float>::quiet_NaN();
  EXPECT_DOUBLE_EQ(share_told_by_levels({none, none, 1, 1}, {1, 1, 0, 0}, 2), 1);
  // One threshold between 2 and 3 leaves one row wrong; two pieces more get it.
  const std::vector<float> x{1, 2, 3, 4, 5, 6};
  const std::vector<std::int32_t> y{0, 0, 1, 0, 1, 1};
  EXPECT_DOUBLE_EQ(share_told_by_thresholds(x, y, 2, 1), 3.0 / 6);
  EXPECT_DOUBLE_EQ(share_told_by_thresholds(x, y, 2, 2), 5.0 / 6);
  EXPECT_DOUBLE_EQ(share_told_by_thresholds(x, y, 2, 4), 1);
  // Equal values are not told apart, and what is missing is told by none.
  EXPECT_DOUBLE_EQ(share_told_by_thresholds({1, 1, 1, 1}, {0, 1, 0, 1}, 2, 4), 0.5);
  EXPECT_DOUBLE_EQ(share_told_by_thresholds({none, 1, 2, none}, {0, 0, 1, 1}, 2, 2), 0.5);
}

TEST(Doubts, AreCancelled) {
  Progress progress;
  progress.cancel();
  const Dataset data = noise(100, 2, 2, kCoin);
  EXPECT_THROW(find_doubts(data, make_split(100, {}, 1), {}, progress), Error);
}

}  // namespace
}  // namespace headroom
