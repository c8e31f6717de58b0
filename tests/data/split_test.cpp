#include "core/data/split.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/base/error.h"

namespace headroom {
namespace {

constexpr float kNone = std::numeric_limits<float>::quiet_NaN();

Dataset small_dataset() {
  Dataset data;
  data.rows = 5;
  data.columns = 3;
  data.values = {1,     kNone, kNone,  //
                 3,     10,    kNone,  //
                 kNone, 20,    kNone,  //
                 100,   1000,  7,      //
                 kNone, kNone, kNone};
  data.targets = {0, 1, 2, 3, 4};
  return data;
}

TEST(Split, ValidationRowsAreRoundedUp) {
  // ceil(rows * fraction), as scikit-learn's train_test_split.
  EXPECT_EQ(make_split(10000, {}, 1).validation_rows, 2000);
  EXPECT_EQ(make_split(10000, {}, 1).train_rows, 8000);
  EXPECT_EQ(make_split(569, {}, 1).validation_rows, 114);
  EXPECT_EQ(make_split(150, {.validation_fraction = 0.25}, 1).validation_rows, 38);
  EXPECT_EQ(make_split(2, {.validation_fraction = 0.01}, 1).validation_rows, 1);
}

TEST(Split, TailKeepsFileOrder) {
  const Split split = make_split(10, {SplitKind::kTail, 0.3}, 7);
  std::vector<std::uint32_t> in_order(10);
  std::iota(in_order.begin(), in_order.end(), 0U);
  EXPECT_EQ(split.order, in_order);
  EXPECT_EQ(split.train_rows, 7);
}

TEST(Split, ShuffledIsASeededPermutation) {
  const Split a = make_split(1000, {}, 1);
  EXPECT_EQ(a.order, make_split(1000, {}, 1).order);
  EXPECT_NE(a.order, make_split(1000, {}, 2).order);
  std::vector<std::uint32_t> sorted = a.order;
  std::sort(sorted.begin(), sorted.end());
  for (std::uint32_t i = 0; i < 1000; ++i) ASSERT_EQ(sorted[i], i);
}

TEST(Split, TestRowsAreSplitOffFirst) {
  const Split split =
      make_split(10, {.kind = SplitKind::kTail, .validation_fraction = 0.25, .test_fraction = 0.15}, 7);
  EXPECT_EQ(split.test, (std::vector<std::uint32_t>{8, 9}));
  EXPECT_EQ(split.order, (std::vector<std::uint32_t>{0, 1, 2, 3, 4, 5, 6, 7}));
  EXPECT_EQ(split.train_rows, 6);
  EXPECT_EQ(split.validation_rows, 2);

  const Split shuffled = make_split(1000, {.test_fraction = 0.1}, 1);
  EXPECT_EQ(shuffled.test.size(), 100U);
  EXPECT_EQ(shuffled.validation_rows, 180);  // a fifth of what is left
  std::vector<std::uint32_t> all = shuffled.order;
  all.insert(all.end(), shuffled.test.begin(), shuffled.test.end());
  EXPECT_EQ(all, make_split(1000, {}, 1).order);  // the same shuffle
  EXPECT_THROW(make_split(2, {.test_fraction = 0.5}, 1), Error);
  EXPECT_THROW(make_split(10, {.test_fraction = 1}, 1), Error);
}

// Sizes of scikit-learn's KFold(4) of 11 rows: 3, 3, 3, 2, in file order.
TEST(Split, EveryRowValidatesInOneFold) {
  const std::size_t sizes[] = {3, 3, 3, 2};
  std::vector<std::uint32_t> validated;
  for (std::int64_t fold = 0; fold < 4; ++fold) {
    const Split split = make_split(11, {.kind = SplitKind::kTail, .folds = 4, .fold = fold}, 1);
    EXPECT_EQ(split.order.size(), 11U);
    EXPECT_EQ(static_cast<std::size_t>(split.validation_rows), sizes[fold]);
    validated.insert(validated.end(), split.order.begin() + split.train_rows, split.order.end());
  }
  std::vector<std::uint32_t> in_order(11);
  std::iota(in_order.begin(), in_order.end(), 0U);
  EXPECT_EQ(validated, in_order);
  EXPECT_THROW(make_split(3, {.folds = 4}, 1), Error);
}

TEST(Split, EveryRowIsEquallyLikelyToValidate) {
  std::vector<int> times(10, 0);
  for (std::uint64_t seed = 0; seed < 5000; ++seed) {
    const Split split = make_split(10, {}, seed);
    for (std::size_t i = 8; i < 10; ++i) ++times[split.order[i]];
  }
  // 1000 expected each; the standard deviation is sqrt(5000 * 0.2 * 0.8) = 28.
  for (const int count : times) EXPECT_NEAR(count, 1000, 5 * 28);
}

TEST(Split, RefusesEmptyParts) {
  EXPECT_THROW(make_split(1, {}, 1), Error);
  EXPECT_THROW(make_split(0, {}, 1), Error);
  EXPECT_THROW(make_split(3, {.validation_fraction = 0.9}, 1), Error);
  for (const double fraction : {0.0, 1.0, -0.1, 1.5, std::nan("")}) {
    EXPECT_THROW(make_split(100, {.validation_fraction = fraction}, 1), Error) << fraction;
  }
  EXPECT_THROW(make_split(std::int64_t{1} << 33, {}, 1), Error);
}

TEST(PreparedRows, MissingNumbersBecomeTheTrainingMean) {
  const PreparedRows rows = prepare_rows(small_dataset(), make_split(5, {SplitKind::kTail, 0.4}, 1));
  EXPECT_EQ(rows.train_rows, 3);
  // Training rows only: (1 + 3) / 2 and (10 + 20) / 2; nothing is known of the last column.
  EXPECT_EQ(rows.column_means, (std::vector<float>{2, 15, 0}));
  EXPECT_EQ(rows.imputed, (std::vector<std::int64_t>{2, 2, 4}));
  EXPECT_EQ(rows.values, (std::vector<float>{1, 15, 0, 3, 10, 0, 2, 20, 0, 100, 1000, 7, 2, 15, 0}));
  EXPECT_EQ(rows.targets, (std::vector<float>{0, 1, 2, 3, 4}));
}

TEST(PreparedRows, FollowTheSplit) {
  const Split split = make_split(5, {}, 3);
  const PreparedRows rows = prepare_rows(small_dataset(), split);
  for (std::size_t i = 0; i < 5; ++i) EXPECT_EQ(rows.targets[i], static_cast<float>(split.order[i]));
}

// 200,000 rows are several blocks, which threads share: row r is r, missing in every third one. Of the
// multiples of 3 below 200,000 there are 66,667.
TEST(PreparedRows, ManyBlocksAreOneTable) {
  constexpr std::int64_t kRows = 200'000;
  Dataset data;
  data.rows = kRows;
  data.columns = 2;
  for (std::int64_t r = 0; r < kRows; ++r) {
    data.values.push_back(static_cast<float>(r));
    data.values.push_back(r % 3 == 0 ? std::nanf("") : 1.0F);
    data.targets.push_back(static_cast<float>(-r));
  }
  const Split split = make_split(kRows, {}, 1);
  const PreparedRows rows = prepare_rows(data, split);
  EXPECT_EQ(rows.imputed, (std::vector<std::int64_t>{0, 66'667}));
  for (std::size_t i = 0; i < split.order.size(); ++i) {
    const auto row = static_cast<float>(split.order[i]);
    ASSERT_EQ(rows.values[2 * i], row);
    ASSERT_EQ(rows.values[2 * i + 1], 1.0F);
    ASSERT_EQ(rows.targets[i], -row);
  }
  Progress cancelled;
  cancelled.cancel();
  EXPECT_THROW(prepare_rows(data, split, cancelled), Error);
}

// Of 50, 30 and 7 rows in five parts: what scikit-learn's StratifiedKFold(5) holds out of each class. Dealt
// in the order of the classes, class c of the 7 begins with part 0: 2, 2, 1, 1, 1.
TEST(Split, FoldsOfClassesAreStratified) {
  Dataset data;
  data.rows = 87;
  data.task = Task::kClassification;
  data.class_names = {"a", "b", "c"};
  for (int i = 0; i < 87; ++i) data.targets.push_back(i < 50 ? 0.0F : i < 80 ? 1.0F : 2.0F);
  const std::int64_t kHeldOfC[] = {2, 2, 1, 1, 1};
  std::vector<int> held(87, 0);
  for (std::int64_t fold = 0; fold < 5; ++fold) {
    const SplitSettings settings{.folds = 5, .fold = fold};
    const Split split = make_split(data, settings, 3);
    EXPECT_EQ(split.order, make_split(data, settings, 3).order);
    EXPECT_EQ(split.train_rows + split.validation_rows, 87);
    std::vector<std::int64_t> rows(3, 0);
    for (std::size_t i = static_cast<std::size_t>(split.train_rows); i < split.order.size(); ++i) {
      ++rows[static_cast<std::size_t>(data.targets[split.order[i]])];
      ++held[split.order[i]];
    }
    EXPECT_EQ(rows, (std::vector<std::int64_t>{10, 6, kHeldOfC[fold]})) << fold;
  }
  EXPECT_EQ(held, std::vector<int>(87, 1));  // each row validates once
  // Values have no classes, and a file in its own order keeps it.
  data.task = Task::kRegression;
  EXPECT_EQ(make_split(data, {.folds = 5}, 3).order, make_split(87, {.folds = 5}, 3).order);
  data.task = Task::kClassification;
  const SplitSettings tail{.kind = SplitKind::kTail, .folds = 5};
  EXPECT_EQ(make_split(data, tail, 3).order, make_split(87, tail, 3).order);
}

}  // namespace
}  // namespace headroom
