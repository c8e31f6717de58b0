// Permutation importance where its value is known: a column that decides everything, one that decides
// nothing, two that only count as a product.
#include "core/predict/importance.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/base/error.h"
#include "core/base/rng.h"

namespace headroom {
namespace {

// `rows` rows of two normal columns.
ImportanceJob job_of(std::vector<std::int64_t> widths, Output output, std::int64_t rows = 500) {
  ImportanceJob job;
  job.spec = {std::move(widths), Activation::kRelu, output};
  Rng rng(11);
  for (std::int64_t r = 0; r < 2 * rows; ++r) job.scaled.push_back(static_cast<float>(rng.normal()));
  job.groups = {{"a", {0}}, {"b", {1}}};
  job.repeats = 8;
  job.seed = 3;
  return job;
}

Importance done(ImportanceJob job) {
  PermutationImportance work(std::move(job));
  while (!work.advance()) {
  }
  return work.result();
}

// Over all permutations the squares are on average twice the targets' own, so that R2 falls from 1 to -1.
TEST(Importance, OfARegressionThatOneColumnDecides) {
  ImportanceJob job = job_of({2, 1}, Output::kLinear);
  job.weights.layers = {{{3, 0}, {0.5F}}};
  for (std::size_t r = 0; r < 500; ++r)
    job.targets.push_back(3 * static_cast<double>(job.scaled[2 * r]) + 0.5);
  const Importance importance = done(job);
  EXPECT_NEAR(importance.score, 1, 1e-9);
  EXPECT_EQ(importance.rows, 500);
  ASSERT_EQ(importance.columns.size(), 2U);
  EXPECT_EQ(importance.columns[0].name, "a");
  EXPECT_NEAR(importance.columns[0].mean, 2, 0.15);
  EXPECT_GT(importance.columns[0].deviation, 0);
  EXPECT_LT(importance.columns[0].deviation, 0.3);
  EXPECT_EQ(importance.columns[1].mean, 0);
  EXPECT_EQ(importance.columns[1].deviation, 0);
  const Importance again = done(job);
  EXPECT_EQ(again.columns[0].mean, importance.columns[0].mean);  // seeded
  job.seed = 4;
  EXPECT_NE(done(job).columns[0].mean, importance.columns[0].mean);
}

// The class is the sign of the product: dealt out again, either column decides by chance.
TEST(Importance, OfAClassThatAProductDecides) {
  for (const bool softmax : {false, true}) {
    ImportanceJob job = job_of({5, softmax ? 2 : 1}, softmax ? Output::kSoftmax : Output::kSigmoid);
    job.degree = 2;  // a, b, a^2, a b, b^2
    if (softmax) {
      job.weights.layers = {{{0, 0, 0, -1, 0, 0, 0, 0, 1, 0}, {0, 0}}};
    } else {
      job.weights.layers = {{{0, 0, 0, 1, 0}, {0}}};
    }
    for (std::size_t r = 0; r < 500; ++r)
      job.targets.push_back(job.scaled[2 * r] * job.scaled[2 * r + 1] > 0 ? 1 : 0);
    const Importance importance = done(job);
    EXPECT_EQ(importance.score, 1);
    EXPECT_NEAR(importance.columns[0].mean, 0.5, 0.06);
    EXPECT_NEAR(importance.columns[1].mean, 0.5, 0.06);
  }
}

TEST(Importance, WhatCameFromOneColumnIsPermutedTogether) {
  const std::vector<std::string> names{"x", "colour=red", "colour=blue"};
  const std::vector<FeatureOrigin> origins{{"x", {}}, {"colour", "red"}, {"colour", "blue"}};
  const std::vector<ColumnGroup> groups = column_groups(names, origins);
  ASSERT_EQ(groups.size(), 2U);
  EXPECT_EQ(groups[1].name, "colour");
  EXPECT_EQ(groups[1].columns, (std::vector<std::size_t>{1, 2}));
  EXPECT_EQ(column_groups(names, {}).size(), 3U);
}

TEST(Importance, WorkStaysBounded) {
  for (const auto& [rows, groups] : std::vector<std::pair<std::int64_t, std::int64_t>>{
           {1, 1}, {200'000, 20}, {1'000'000, 2000}, {10, 5000}}) {
    const ImportanceSize size = importance_size(rows, groups, 5);
    EXPECT_LE(size.rows * size.groups * 5, kImportancePasses);
    EXPECT_GE(size.rows, 1);
    EXPECT_GE(size.groups, 1);
    EXPECT_LE(size.rows, rows);
  }
  EXPECT_EQ(importance_size(200'000, 20, 5).groups, 20);
  EXPECT_THROW(PermutationImportance(ImportanceJob{}), Error);
}

}  // namespace
}  // namespace headroom
