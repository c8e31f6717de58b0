// One planner: 200 random runs, each asked about everywhere where one can ask. One verdict, one number, one
// list, and every promise is kept.
#include <gtest/gtest.h>

#include <algorithm>
#include <optional>

#include "core/base/error.h"
#include "core/base/json.h"
#include "core/base/rng.h"
#include "core/memory/network_plan.h"
#include "core/memory/network_remedies.h"
#include "core/plan/plan_export.h"
#include "core/plan/plan_report.h"
#include "test_places.h"

namespace headroom {
namespace {

const Catalogue& shipped_catalogue() {
  static const Catalogue cards = read_catalogue(std::string(HEADROOM_ASSETS_DIR) + "/catalogue/gpus.json");
  return cards;
}

struct Case {
  NetworkJob job;
  DeviceInfo device;
  MemoryStatus memory;
};

ModelSpec random_network(Rng& rng, const DataShape& data) {
  ModelSpec model;
  model.widths = {data.features()};
  for (std::uint64_t layers = rng.below(5); layers > 0; --layers)
    model.widths.push_back(static_cast<std::int64_t>(1 + rng.below(3000)));
  model.widths.push_back(1);
  return model;
}

// The device's memory lies around what the run needs, so that every verdict occurs.
Case random_case(Rng& rng) {
  Case each;
  NetworkJob& job = each.job;
  const bool gpu = rng.below(2) == 0;
  job.layout = gpu ? cuda_layout() : cpu_layout();
  job.data.rows = static_cast<std::int64_t>(10 + rng.below(500'000));
  job.data.train_rows = job.data.rows - static_cast<std::int64_t>(rng.below(9));
  job.data.columns = static_cast<std::int64_t>(1 + rng.below(60));
  job.data.degree = 1 + static_cast<int>(rng.below(2));
  if (job.layout.generates_terms && rng.below(3) == 0) job.data.terms = Terms::kGenerated;
  if (job.layout.streams_rows && rng.below(3) == 0) job.data.residence = Residence::kStreamed;
  for (std::uint64_t models = 1 + rng.below(2); models > 0; --models)
    job.models.push_back(random_network(rng, job.data));
  job.settings.batch = static_cast<std::int64_t>(1 + rng.below(20'000));
  const OptimizerKind kinds[] = {OptimizerKind::kSgd, OptimizerKind::kMomentum, OptimizerKind::kAdam};
  job.settings.optimizer.kind = kinds[rng.below(3)];
  if (rng.below(3) > 0) job.recorder = static_cast<Bytes>(1 + rng.below(1000)) * kMiB;
  each.device.kind = gpu ? "cuda" : "cpu";
  each.device.name = "a device";
  const Bytes need = planned_bytes(job);
  each.memory.total = 4 * need + 8 * kGiB;
  each.memory.free =
      need / 4 + static_cast<Bytes>(rng.below(static_cast<std::uint64_t>(2 * need + 300 * kMiB)));
  if (rng.below(3) == 0)  // closer: within the margin
    each.memory.free =
        need + static_cast<Bytes>(rng.below(static_cast<std::uint64_t>(each.memory.total / 100)));
  each.memory.context = 300 * kMiB;
  if (rng.below(3) == 0) each.memory.charged = need;
  return each;
}

PlanReport report_of(const Case& each) {
  PlanInputs inputs;
  inputs.mlp = each.job;
  inputs.measured_context = each.memory.context;
  return make_report(inputs, target_of(each.device, each.memory, shipped_catalogue()), shipped_catalogue());
}

bool refused(const Case& each) {
  try {
    const NetworkPlan accepted = require_plan_fits(each.job, each.memory, "device");
    EXPECT_NE(accepted.verdict, Verdict::kDoesNotFit);
    return false;
  } catch (const PlanRefused& refusal) {
    EXPECT_EQ(refusal.code(), ErrorCode::kOutOfMemory);
    EXPECT_EQ(refusal.plan().verdict, Verdict::kDoesNotFit);
    return true;
  }
}

// Worked out beside the planner, from the tables alone.
Bytes headroom_by_hand(const Case& each) {
  Bytes tables = dataset_tensors(each.job.data, each.job.layout).total();
  Bytes copy = 0;
  for (const ModelSpec& model : each.job.models) {
    tables += engine_tensors(model, each.job.settings, each.job.data, each.job.layout).total();
    for (std::size_t i = 0; i + 1 < model.widths.size(); ++i)
      copy += 4 * (1 + optimizer_states(each.job.settings.optimizer.kind)) *
              (model.widths[i] * model.widths[i + 1] + model.widths[i + 1]);
  }
  // As many states as fit, at most 64; they have the copies' room, but for the one that is being made.
  const Bytes recorder =
      each.device.kind == "cuda" || copy > each.job.recorder ? 0 : std::min(64 * copy, each.job.recorder);
  tables += recorder;
  const bool two = recorder == 0 && each.memory.charged < tables;
  const Bytes copies = each.device.kind == "cuda" ? 0 : two ? 2 * copy : copy;
  const Bytes margin = std::max(64 * kMiB, each.memory.total / 100);
  return each.memory.free + each.memory.charged - margin - tables - copies;
}

TEST(OnePlanner, TwoHundredRunsAskedEverywhere) {
  Rng rng(20);
  int seen[3] = {};
  for (int i = 0; i < 200; ++i) {
    SCOPED_TRACE(i);
    const Case each = random_case(rng);
    const NetworkPlan panel = plan_network(each.job, each.memory);
    const PlanReport tab = report_of(each);
    const Json document = plan_json(tab);
    ++seen[static_cast<int>(panel.verdict)];
    // One verdict.
    const Bytes headroom = headroom_by_hand(each);
    const Bytes margin = std::max(64 * kMiB, each.memory.total / 100);
    EXPECT_EQ(panel.verdict, headroom >= 0            ? Verdict::kFits
                             : headroom + margin >= 0 ? Verdict::kBorderline
                                                      : Verdict::kDoesNotFit);
    EXPECT_EQ(refused(each), panel.verdict == Verdict::kDoesNotFit);
    EXPECT_EQ(tab.judgement.verdict, panel.verdict);
    EXPECT_EQ(document.at("verdict"), verdict_name(panel.verdict));
    // One number.
    EXPECT_EQ(panel.headroom, headroom);
    EXPECT_EQ(tab.judgement.headroom, headroom);
    EXPECT_EQ(document.at("headroom_bytes"), headroom);
    EXPECT_EQ(document.at("per_gpu").at("bytes"), panel.need + each.memory.context);
    // One list.
    ASSERT_EQ(document.at("remedies").size(), tab.remedies.size());
    const std::size_t cards = !tab.remedies.empty() && !tab.remedies.back().card.empty() ? 1 : 0;
    ASSERT_EQ(tab.remedies.size(), panel.remedies.size() + cards);
    for (std::size_t r = 0; r < panel.remedies.size(); ++r) {
      const NetworkRemedy& remedy = panel.remedies[r];
      EXPECT_EQ(tab.remedies[r].title, remedy.title);
      EXPECT_EQ(tab.remedies[r].saves, remedy.saves) << remedy.title;
      EXPECT_EQ(tab.remedies[r].verdict, remedy.verdict) << remedy.title;
      EXPECT_EQ(document.at("remedies")[r].at("title"), remedy.title);
      EXPECT_EQ(document.at("remedies")[r].at("headroom_bytes"), remedy.headroom) << remedy.title;
    }
    // The same limits.
    EXPECT_EQ(tab.limits.batch, panel.largest_batch);
    EXPECT_EQ(document.at("largest").at("batch"), panel.largest_batch);
    EXPECT_EQ(document.at("largest").at("rows"), panel.largest_rows);
    EXPECT_EQ(document.at("largest").at("width"), panel.largest_width);
  }
  for (const int times : seen) EXPECT_GT(times, 10);  // every verdict was among them
}

TEST(OnePlanner, WhatARemedyPromisesIsWhatThePlanThenSays) {
  Rng rng(21);
  int remedies = 0;
  for (int i = 0; i < 200; ++i) {
    SCOPED_TRACE(i);
    const Case each = random_case(rng);
    const NetworkPlan before = plan_network(each.job, each.memory);
    for (const NetworkRemedy& remedy : before.remedies) {
      ++remedies;
      const NetworkPlan after = plan_network(remedy.job, each.memory);
      EXPECT_EQ(after.need, remedy.bytes) << remedy.title;
      EXPECT_EQ(after.verdict, remedy.verdict) << remedy.title;
      EXPECT_EQ(after.headroom, remedy.headroom) << remedy.title;
      EXPECT_EQ(after.headroom - before.headroom, remedy.saves) << remedy.title;
    }
  }
  EXPECT_GT(remedies, 400);
}

TEST(OnePlanner, TheLargestFitsAndOneMoreDoesNot) {
  Rng rng(22);
  for (int i = 0; i < 60; ++i) {
    SCOPED_TRACE(i);
    const Case each = random_case(rng);
    const NetworkPlan plan = plan_network(each.job, each.memory);
    const auto fits = [&](const NetworkJob& job) {
      return judge(need_of(job), each.memory).verdict == Verdict::kFits;
    };
    if (plan.largest_batch > 0) {
      EXPECT_TRUE(fits(with_batch(each.job, plan.largest_batch)));
    }
    if (!plan.batch_is_whole_data) {
      EXPECT_FALSE(fits(with_batch(each.job, plan.largest_batch + 1)));
    }
    if (plan.largest_rows > 0) {
      EXPECT_TRUE(fits(with_rows(each.job, plan.largest_rows)));
    }
    if (plan.largest_rows < kMostRows) {
      EXPECT_FALSE(fits(with_rows(each.job, plan.largest_rows + 1)));
    }
    if (plan.largest_width > 0) {
      EXPECT_TRUE(fits(with_width(each.job, plan.largest_width)));
      EXPECT_FALSE(fits(with_width(each.job, plan.largest_width + 1)));
    }
  }
}

// The tightest runs are offered a smaller recorder, and as much of it as fits.
TEST(OnePlanner, ARunThatTheRecorderMakesTooLargeIsOfferedASmallerOne) {
  Case each;
  each.device.kind = "cpu";
  each.job = network_job({230, 200, 200, 200, 200, 200, 1}, 10'000, 64);
  each.job.layout = cpu_layout();
  each.job.settings.optimizer.kind = OptimizerKind::kAdam;
  each.memory.total = 8 * kGiB;
  NetworkJob without = each.job;
  without.recorder = 0;
  const Bytes state = recorded_state_bytes(each.job);
  const Bytes least = planned_bytes(without) + 2 * state + 4 * kMiB;  // and 82 MiB too little for all
  each.memory.free = least + std::max(64 * kMiB, each.memory.total / 100);
  const NetworkPlan plan = plan_network(each.job, each.memory);
  EXPECT_NE(plan.verdict, Verdict::kFits);
  const auto smaller = std::find_if(plan.remedies.begin(), plan.remedies.end(), [](const NetworkRemedy& r) {
    return r.title.starts_with("flight recorder 64.0 MiB → ");
  });
  ASSERT_NE(smaller, plan.remedies.end());
  EXPECT_EQ(smaller->verdict, Verdict::kFits);
  // The room that is left beside one copy, in whole MiB.
  EXPECT_EQ(smaller->job.recorder, (state + 4 * kMiB) / kMiB * kMiB);
  EXPECT_TRUE(smaller->title.ends_with("→ " + std::to_string(smaller->job.recorder / kMiB) + " MiB"));
  const PlanReport tab = report_of(each);
  EXPECT_TRUE(std::any_of(tab.remedies.begin(), tab.remedies.end(),
                          [&](const PlanRemedy& remedy) { return remedy.title == smaller->title; }));
  // Not even one state: it is off.
  each.memory.free -= state + 5 * kMiB;
  const NetworkPlan tight = plan_network(each.job, each.memory);
  const auto off = std::find_if(tight.remedies.begin(), tight.remedies.end(),
                                [](const NetworkRemedy& r) { return r.title.ends_with("→ off"); });
  ASSERT_NE(off, tight.remedies.end());
  EXPECT_EQ(off->job.recorder, 0);
  // With a card the states are in main memory: nothing to save.
  each.job.layout = cuda_layout();
  for (const NetworkRemedy& remedy : plan_network(each.job, each.memory).remedies)
    EXPECT_FALSE(remedy.title.starts_with("flight recorder")) << remedy.title;
}

// A T4 shows 14.6 GiB (the catalogue's figure) to a program; the context was not measured: 768 MiB, up to
// 1 331. So a run fits up to free - margin - (1 331 - 768) MiB and is refused only beyond free.
TEST(OnePlanner, ACardKeepsTheSameMarginAndItsUncertainContext) {
  const GpuCard& card = shipped_catalogue().find("Tesla T4");
  const Bytes free = card.usable() - 768 * kMiB;
  const Bytes margin = std::max(64 * kMiB, card.usable() / 100);
  PlanInputs inputs;
  inputs.mlp = network_job({230, 50, 50, 1}, 10'000, 64);
  const auto verdict = [&](std::int64_t rows) {
    inputs.mlp = with_rows(network_job({230, 50, 50, 1}, 10'000, 64), rows);
    const Judgement judgement = judge(inputs, target_of(card));
    const Bytes left = free - margin - planned_bytes(inputs.mlp);
    EXPECT_EQ(judgement.headroom, left) << rows;
    EXPECT_EQ(judgement.margin, margin);
    const Verdict expected = left >= 563 * kMiB   ? Verdict::kFits
                             : left + margin >= 0 ? Verdict::kBorderline
                                                  : Verdict::kDoesNotFit;
    EXPECT_EQ(judgement.verdict, expected) << rows;
    return judgement.verdict;
  };
  EXPECT_EQ(verdict(1'000'000), Verdict::kFits);
  EXPECT_EQ(verdict(15'500'000), Verdict::kBorderline);  // 231 * 4 bytes a row: 13.3 GiB of 13.8
  EXPECT_EQ(verdict(20'000'000), Verdict::kDoesNotFit);
}

}  // namespace
}  // namespace headroom
