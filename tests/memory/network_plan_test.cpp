// The plan against hand calculation, its inverse questions against the plan itself.
#include "core/memory/network_plan.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

#include "core/base/error.h"
#include "core/base/rng.h"

namespace headroom {
namespace {

constexpr BackendLayout kPacked{.alignment = 1, .workspace_bytes = 0};

// The processor's alignment on a device whose memory is its own, so that only the table counts.
BackendLayout own_memory() {
  BackendLayout layout = cpu_layout();
  layout.in_main_memory = false;
  return layout;
}

// The course's second pipeline: 10,000 x 20 -> 230 features, 2,000 rows validate.
NetworkJob scalability(std::vector<std::int64_t> hidden, const BackendLayout& layout = own_memory()) {
  NetworkJob question;
  question.data = {.rows = 10000, .train_rows = 8000, .columns = 20, .degree = 2};
  ModelSpec model;
  model.widths = {230};
  model.widths.insert(model.widths.end(), hidden.begin(), hidden.end());
  model.widths.push_back(1);
  question.models = {model};
  question.layout = layout;
  return question;
}

Bytes category_sum(const NetworkJob& question, Category category) {
  Bytes sum = 0;
  for (const TensorTable& table : plan_tables(question)) {
    sum += table.by_category()[static_cast<std::size_t>(category)];
  }
  return sum;
}

MemoryStatus device_with(Bytes free, Bytes total = 16 * kGiB) { return {.total = total, .free = free}; }

// Free memory that leaves exactly `usable` after the margin.
MemoryStatus device_for(Bytes usable) { return device_with(usable + safety_margin(16 * kGiB)); }

Bytes bytes_with_batch(NetworkJob question, std::int64_t batch) {
  question.settings.batch = batch;
  return planned_bytes(question);
}

Bytes bytes_with_rows(NetworkJob question, std::int64_t rows) {
  question.data.rows = rows;
  question.data.train_rows = rows * 4 / 5;
  return planned_bytes(question);
}

Bytes bytes_with_width(NetworkJob question, std::int64_t width) {
  auto& widths = question.models.front().widths;
  std::fill(widths.begin() + 1, widths.end() - 1, width);
  return planned_bytes(question);
}

TEST(Plan, ParametersTakeTheirKnownBytes) {
  // 230*50+50 + 50*50+50 + 50+1 = 14,151 and 230*200+200 + 4*(200*200+200) + 200+1 = 207,201.
  for (const auto& [hidden, parameters] :
       {std::pair<std::vector<std::int64_t>, Bytes>{{50, 50}, 14151}, {{200, 200, 200, 200, 200}, 207201}}) {
    const NetworkJob question = scalability(hidden, kPacked);
    EXPECT_EQ(category_sum(question, Category::kWeights), 4 * parameters);
    EXPECT_EQ(category_sum(question, Category::kGradients), 4 * parameters);
    EXPECT_EQ(category_sum(question, Category::kOptimizer), 8 * parameters) << "Adam is the default";
  }
}

// On the processor the copies to go back to lie in the same memory: 4 bytes * 14,151 parameters * (weights +
// 2 moments of Adam), twice at the end of an epoch. Once the run is there, one of them is no longer free.
TEST(Plan, CopiesOfTheTrainersCountWhereMainMemoryIsTheDevices) {
  NetworkJob question = scalability({50, 50}, cpu_layout());
  ASSERT_TRUE(question.layout.in_main_memory);
  EXPECT_EQ(last_good_copy_bytes(question), 3 * 4 * 14151);
  const Bytes need = planned_bytes(question);
  const NetworkPlan before = plan_network(question, device_for(need + 2 * 3 * 4 * 14151));
  EXPECT_EQ(before.need, need);
  EXPECT_EQ(before.copies, 2 * 3 * 4 * 14151);
  EXPECT_EQ(before.headroom, 0);
  EXPECT_EQ(before.verdict, Verdict::kFits);
  MemoryStatus running = device_for(3 * 4 * 14151);
  running.charged = need;
  EXPECT_EQ(plan_network(question, running).headroom, 0);

  question.settings.optimizer.kind = OptimizerKind::kSgd;
  EXPECT_EQ(last_good_copy_bytes(question), 4 * 14151);
  question.layout = cuda_layout();
  EXPECT_EQ(last_good_copy_bytes(question), 0);
  EXPECT_EQ(plan_network(question, device_for(planned_bytes(question))).copies, 0);
}

// A state of 14,151 parameters with two moments is 169,812 bytes: room for 64 of them, or for what is
// allowed, or for none. On the processor it is a table of its own; beside a card it lies elsewhere.
TEST(Plan, TheRecorderTakesRoomForSixtyFourStates) {
  constexpr Bytes kState = 3 * 4 * 14151;
  NetworkJob question = scalability({50, 50}, cpu_layout());
  const Bytes without = planned_bytes(question);
  EXPECT_EQ(recorder_bytes(question), 0);
  question.recorder = 64 * kMiB;
  EXPECT_EQ(recorded_state_bytes(question), kState);
  EXPECT_EQ(recorder_bytes(question), 64 * kState);
  EXPECT_EQ(recorded_states(question), 64);
  EXPECT_EQ(category_sum(question, Category::kRecorder), 64 * kState);
  EXPECT_EQ(planned_bytes(question), without + 64 * kState);
  // The copy to go back to is among them; another one is made before it takes its place.
  EXPECT_EQ(plan_network(question, device_for(without + 64 * kState + kState)).headroom, 0);
  question.settings.early_stop_patience = 3;  // the best network waits beside each
  EXPECT_EQ(recorded_state_bytes(question), 4 * 4 * 14151);
  question.settings.early_stop_patience = 0;
  question.recorder = 10 * kState + 1;
  EXPECT_EQ(recorder_bytes(question), 10 * kState + 1);
  EXPECT_EQ(recorded_states(question), 10);
  question.recorder = kState - 1;
  EXPECT_EQ(recorder_bytes(question), 0);
  EXPECT_EQ(plan_tables(question).size(), 2U);
  question.recorder = 64 * kMiB;
  question.layout = cuda_layout();
  EXPECT_EQ(recorder_bytes(question), 64 * kState);
  EXPECT_EQ(category_sum(question, Category::kRecorder), 0);
  question.mode = PlanMode::kInfer;
  EXPECT_EQ(recorder_bytes(question), 0);
}

TEST(Plan, OptimizersDifferByTheirStates) {
  NetworkJob question = scalability({50, 50}, kPacked);
  for (const auto& [kind, states] : {std::pair{OptimizerKind::kSgd, 0},
                                     {OptimizerKind::kMomentum, 1},
                                     {OptimizerKind::kAdam, 2},
                                     {OptimizerKind::kAdamW, 2},
                                     {OptimizerKind::kRmsprop, 1}}) {
    question.settings.optimizer.kind = kind;
    EXPECT_EQ(category_sum(question, Category::kOptimizer), states * 4 * 14151);
  }
}

TEST(Plan, DataOfAMillionRowsFillTheCard) {
  NetworkJob question = scalability({50, 50}, kPacked);
  question.data.rows = 1'000'000;
  question.data.train_rows = 800'000;
  const TensorTable data = plan_tables(question).front();
  EXPECT_EQ(data.find("features").bytes, 920'000'000);
  EXPECT_EQ(format_bytes(data.find("features").bytes), "877 MiB");
  // Raw columns, features, targets, and offset and factor of 20 columns.
  EXPECT_EQ(data.total(), 1'000'000 * (20 + 230 + 1) * 4 + 2 * 20 * 4);
}

TEST(Plan, IsTheSumOfItsTables) {
  NetworkJob question = scalability({50, 50}, cuda_layout());
  question.models.push_back(scalability({200, 200}).models.front());
  const std::vector<TensorTable> tables = plan_tables(question);
  ASSERT_EQ(tables.size(), 3U);
  Bytes sum = 0;
  for (const TensorTable& table : tables) {
    for (const TensorSpec& tensor : table.tensors()) sum += tensor.bytes;
  }
  EXPECT_EQ(planned_bytes(question), sum);
}

TEST(Plan, GrowsWithEverything) {
  const NetworkJob question = scalability({50, 50});
  Rng rng(1);
  for (int i = 0; i < 300; ++i) {
    const auto small = static_cast<std::int64_t>(1 + rng.below(100'000));
    const auto large = small + static_cast<std::int64_t>(rng.below(100'000));
    EXPECT_LE(bytes_with_batch(question, small), bytes_with_batch(question, large)) << small << " " << large;
    EXPECT_LE(bytes_with_rows(question, small), bytes_with_rows(question, large)) << small << " " << large;
    EXPECT_LE(bytes_with_width(question, small), bytes_with_width(question, large)) << small << " " << large;
  }
}

TEST(Assess, MarginIsOnePercentAndAtLeast64MiB) {
  EXPECT_EQ(safety_margin(0), 64 * kMiB);
  EXPECT_EQ(safety_margin(2 * kGiB), 64 * kMiB);
  EXPECT_EQ(safety_margin(80 * kGiB), 80 * kGiB / 100);
}

TEST(Assess, VerdictTurnsAtTheByte) {
  const NetworkJob question = scalability({50, 50});
  const Bytes need = planned_bytes(question);
  const Bytes margin = safety_margin(16 * kGiB);
  const auto verdict = [&](Bytes free) { return plan_network(question, device_with(free)).verdict; };
  EXPECT_EQ(verdict(need + margin), Verdict::kFits);
  EXPECT_EQ(verdict(need + margin - 1), Verdict::kBorderline);
  EXPECT_EQ(verdict(need), Verdict::kBorderline);
  EXPECT_EQ(verdict(need - 1), Verdict::kDoesNotFit);
  EXPECT_EQ(verdict(0), Verdict::kDoesNotFit);
  EXPECT_EQ(verdict_name(Verdict::kBorderline), "borderline");
}

TEST(Assess, WhatTheRunHoldsCountsAsAvailable) {
  const NetworkJob question = scalability({50, 50});
  const Bytes need = planned_bytes(question);
  MemoryStatus device = device_with(safety_margin(16 * kGiB));
  device.charged = need;  // already allocated
  const NetworkPlan report = plan_network(question, device);
  EXPECT_EQ(report.verdict, Verdict::kFits);
  EXPECT_EQ(report.need, need);
  EXPECT_EQ(report.available, need);
  EXPECT_EQ(report.headroom, 0);
  for (const NetworkRemedy& remedy : report.remedies) EXPECT_EQ(remedy.job.models, question.models);
}

TEST(Assess, LargestIsTheLastThatFits) {
  Rng rng(2);
  for (int i = 0; i < 40; ++i) {
    const NetworkJob question = scalability({50, 50}, i % 2 == 0 ? own_memory() : cuda_layout());
    const Bytes usable = planned_bytes(question) / 2 + static_cast<Bytes>(rng.below(64 * kMiB));
    const NetworkPlan report = plan_network(question, device_for(usable));
    ASSERT_EQ(report.available, usable);

    const std::int64_t batch = report.largest_batch;
    if (batch > 0) {
      EXPECT_LE(bytes_with_batch(question, batch), usable);
    }
    EXPECT_EQ(report.batch_is_whole_data, batch == 8000);
    if (batch < 8000) {
      EXPECT_GT(bytes_with_batch(question, batch + 1), usable);
    }

    const std::int64_t rows = report.largest_rows;
    if (rows > 0) {
      EXPECT_LE(bytes_with_rows(question, rows), usable);
    }
    EXPECT_GT(bytes_with_rows(question, rows + 1), usable);

    const std::int64_t width = report.largest_width;
    if (width > 0) {
      EXPECT_LE(bytes_with_width(question, width), usable);
    }
    EXPECT_GT(bytes_with_width(question, width + 1), usable);
  }
}

TEST(Assess, WidthIsAskedOfTheLargestModel) {
  NetworkJob question = scalability({50, 50});
  question.models.push_back(scalability({200, 200, 200, 200, 200}).models.front());
  const Bytes usable = 500 * kMiB;
  const std::int64_t width = plan_network(question, device_for(usable)).largest_width;
  const auto with = [&](std::int64_t w) {
    NetworkJob changed = question;
    auto& widths = changed.models.back().widths;
    std::fill(widths.begin() + 1, widths.end() - 1, w);
    return planned_bytes(changed);
  };
  EXPECT_LE(with(width), usable);
  EXPECT_GT(with(width + 1), usable);
}

TEST(Assess, NoHiddenLayerHasNoWidth) {
  EXPECT_EQ(plan_network(scalability({}), device_with(8 * kGiB)).largest_width, 0);
}

TEST(Assess, PlentyOfMemoryReachesTheBounds) {
  const NetworkPlan report = plan_network(scalability({50}), device_with(Bytes{1} << 50, Bytes{1} << 50));
  EXPECT_EQ(report.largest_batch, 8000);
  EXPECT_TRUE(report.batch_is_whole_data);
  EXPECT_EQ(report.largest_rows, kMostRows);
  EXPECT_EQ(report.largest_width, kMostWidth);
}

TEST(Assess, AbsurdSizesDoNotWrap) {
  NetworkJob question = scalability({1'000'000, 1'000'000});
  question.settings.batch = std::int64_t{1} << 62;
  question.data.rows = std::int64_t{1} << 60;
  question.data.train_rows = std::int64_t{1} << 59;
  EXPECT_THROW(planned_bytes(question), Error);
  const NetworkPlan report = plan_network(question, device_with(0));
  EXPECT_EQ(report.verdict, Verdict::kDoesNotFit);
  EXPECT_EQ(report.need, kUncountable);
  EXPECT_LT(report.headroom, 0);
  EXPECT_EQ(report.largest_batch, 0);
  for (const NetworkRemedy& remedy : report.remedies) EXPECT_GT(remedy.saves, 0) << remedy.title;
  EXPECT_THROW(require_fits(report, "cpu"), Error);
}

}  // namespace
}  // namespace headroom
