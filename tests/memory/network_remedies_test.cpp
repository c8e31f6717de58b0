// The remedies: each promises what the plan says once it is pulled.
#include <gtest/gtest.h>

#include <algorithm>
#include <optional>

#include "core/base/error.h"
#include "core/memory/network_plan.h"

namespace headroom {
namespace {

// The processor's alignment on a device whose memory is its own, so that only the table counts.
BackendLayout shared_host_memory() {
  BackendLayout layout = cpu_layout();
  layout.in_main_memory = false;
  return layout;
}

// Two models side by side, Adam, degree 2, a batch as large as the data: everything can be lowered.
NetworkJob everything_large() {
  NetworkJob question;
  question.data = {.rows = 100'000, .train_rows = 80'000, .columns = 20, .degree = 2};
  question.models = {{.widths = {230, 50, 50, 1}}, {.widths = {230, 2000, 2000, 2000, 1}}};
  question.settings.batch = 65536;
  question.layout = shared_host_memory();
  return question;
}

NetworkPlan assess_with(const NetworkJob& question, Bytes usable) {
  constexpr Bytes kTotal = 16 * kGiB;
  return plan_network(question, {.total = kTotal, .free = usable + safety_margin(kTotal)});
}

std::optional<NetworkRemedy> remedy_about(const NetworkPlan& report, const std::string& title) {
  for (const NetworkRemedy& remedy : report.remedies) {
    if (remedy.title.starts_with(title)) return remedy;
  }
  return std::nullopt;
}

// Where it fits there is one list as well, of what makes more room and leaves the work as it is.
TEST(Remedies, NothingBecomesSmallerWhenItFits) {
  const NetworkJob job = everything_large();
  const NetworkPlan plan = assess_with(job, 100 * kGiB);
  ASSERT_EQ(plan.verdict, Verdict::kFits);
  EXPECT_FALSE(plan.remedies.empty());
  for (const NetworkRemedy& remedy : plan.remedies) {
    EXPECT_EQ(remedy.job.data.rows, job.data.rows) << remedy.title;
    EXPECT_EQ(remedy.job.data.degree, job.data.degree) << remedy.title;
    for (const ModelSpec& model : remedy.job.models)
      EXPECT_NE(std::find(job.models.begin(), job.models.end(), model), job.models.end()) << remedy.title;
  }
}

TEST(Remedies, CheapestFirstAndEachSavesWhatItSays) {
  const NetworkJob question = everything_large();
  const Bytes need = planned_bytes(question);
  const NetworkPlan report = assess_with(question, need / 2);
  ASSERT_EQ(report.verdict, Verdict::kDoesNotFit);
  const std::vector<std::string> order = {
      "terms stored → generated", "batch ",       "one model",     "optimizer adam → momentum",
      "optimizer adam → sgd",     "degree 2 → 1", "hidden layers", "rows "};
  ASSERT_EQ(report.remedies.size(), order.size());
  for (std::size_t i = 0; i < order.size(); ++i) {
    const NetworkRemedy& remedy = report.remedies[i];
    EXPECT_TRUE(remedy.title.starts_with(order[i])) << remedy.title;
    EXPECT_EQ(remedy.saves, need - remedy.bytes) << remedy.title;
    EXPECT_GT(remedy.saves, 0) << remedy.title;
    EXPECT_FALSE(remedy.cost.empty()) << remedy.title;
    const Bytes usable = report.available;
    EXPECT_EQ(remedy.verdict == Verdict::kFits, remedy.bytes <= usable) << remedy.title;
  }
}

TEST(Remedies, BatchIsAPowerOfTwoThatFits) {
  NetworkJob question = everything_large();
  const NetworkPlan report = assess_with(question, planned_bytes(question) / 2);
  const auto remedy = remedy_about(report, "batch 65 536 → ");
  ASSERT_TRUE(remedy);
  EXPECT_EQ(remedy->verdict, Verdict::kFits);
  for (std::int64_t batch = 1;; batch *= 2) {
    question.settings.batch = batch * 2;
    if (planned_bytes(question) <= report.available) continue;
    EXPECT_EQ(remedy->title, "batch 65 536 → " + format_count(batch));
    question.settings.batch = batch;
    EXPECT_EQ(remedy->bytes, planned_bytes(question));
    break;
  }
}

TEST(Remedies, SgdSavesTwoFloatsAParameter) {
  NetworkJob question = everything_large();
  question.layout = {.alignment = 1};
  const NetworkPlan report = assess_with(question, planned_bytes(question) / 2);
  std::int64_t parameters = 0;
  for (const ModelSpec& model : question.models) parameters += parameter_count(model);
  EXPECT_EQ(remedy_about(report, "optimizer adam → sgd")->saves, 8 * parameters);
  EXPECT_EQ(remedy_about(report, "optimizer adam → momentum")->saves, 4 * parameters);
}

TEST(Remedies, OneAtATimeSavesTheSmallerModel) {
  const NetworkJob question = everything_large();
  const auto remedy = remedy_about(assess_with(question, planned_bytes(question) / 2), "one model");
  ASSERT_TRUE(remedy);
  EXPECT_EQ(remedy->saves,
            engine_tensors(question.models[0], question.settings, question.data, question.layout).total());
}

// 100,000 rows of 20 + 210 features of 4 bytes. Not offered twice, nor for a device that cannot.
TEST(Remedies, GeneratedTermsSaveTheMatrix) {
  NetworkJob question = everything_large();
  const auto remedy = remedy_about(assess_with(question, planned_bytes(question) / 2), "terms");
  ASSERT_TRUE(remedy);
  EXPECT_EQ(remedy->saves, Bytes{100'000} * 230 * 4);
  question.data.terms = Terms::kGenerated;
  EXPECT_EQ(planned_bytes(question), remedy->bytes);
  EXPECT_FALSE(remedy_about(assess_with(question, planned_bytes(question) / 2), "terms"));
  question.data.terms = Terms::kStored;
  question.layout.generates_terms = false;
  EXPECT_FALSE(remedy_about(assess_with(question, planned_bytes(question) / 2), "terms"));
}

// The feature matrix, the columns and the targets for two chunks of rows: an eighth of the 100,000 rows, up
// to whole batches of 1,000, for each of two models. Not offered for a device that cannot, nor twice.
TEST(Remedies, StreamedRowsSaveAllButTwoChunks) {
  NetworkJob question = everything_large();
  EXPECT_FALSE(remedy_about(assess_with(question, planned_bytes(question) / 2), "rows on"));
  question.layout = {.alignment = 1, .generates_terms = true, .streams_rows = true};
  question.settings.batch = 1000;
  const auto remedy = remedy_about(assess_with(question, planned_bytes(question) / 2), "rows on the device");
  ASSERT_TRUE(remedy);
  const Bytes chunks = Bytes{2} * 2 * 13'000 * (20 + 1) * 4;
  EXPECT_EQ(remedy->saves, Bytes{100'000} * (20 + 230 + 1) * 4 - chunks);
  question.data.residence = Residence::kStreamed;
  EXPECT_EQ(planned_bytes(question), remedy->bytes);
  const NetworkPlan streamed = assess_with(question, planned_bytes(question) / 2);
  EXPECT_FALSE(remedy_about(streamed, "rows on"));
  EXPECT_FALSE(remedy_about(streamed, "terms"));
}

TEST(Remedies, DegreeOneShrinksDataAndInputs) {
  const NetworkJob question = everything_large();
  const auto remedy = remedy_about(assess_with(question, planned_bytes(question) / 2), "degree");
  NetworkJob plain = question;
  plain.data.degree = 1;
  plain.models = {{.widths = {20, 50, 50, 1}}, {.widths = {20, 2000, 2000, 2000, 1}}};
  ASSERT_TRUE(remedy);
  EXPECT_EQ(remedy->bytes, planned_bytes(plain));
}

TEST(Remedies, WhatSavesNothingIsLeftOut) {
  NetworkJob question;
  question.data = {.rows = 1000, .train_rows = 800, .columns = 4, .degree = 1};
  question.models = {{.widths = {4, 8, 1}}};
  question.settings.batch = 1;
  question.settings.optimizer.kind = OptimizerKind::kSgd;
  question.layout = shared_host_memory();
  const NetworkPlan report = assess_with(question, 1000);
  EXPECT_EQ(report.verdict, Verdict::kBorderline);
  EXPECT_FALSE(remedy_about(report, "batch"));
  EXPECT_FALSE(remedy_about(report, "one model"));
  EXPECT_FALSE(remedy_about(report, "precision"));
  EXPECT_FALSE(remedy_about(report, "optimizer"));
  EXPECT_FALSE(remedy_about(report, "degree"));
  EXPECT_TRUE(remedy_about(report, "rows"));
}

TEST(RequireFits, RefusesWithFiguresAndLevers) {
  const NetworkJob question = everything_large();
  const NetworkPlan report = assess_with(question, planned_bytes(question) / 2);
  try {
    require_fits(report, "cuda:0");
    FAIL() << "accepted";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kOutOfMemory);
    EXPECT_EQ(error.where(), "cuda:0");
    const std::string text = error.message();
    EXPECT_NE(text.find("needs " + format_bytes(report.need)), std::string::npos) << text;
    EXPECT_NE(text.find(format_bytes(report.available) + " can be used on cuda:0"), std::string::npos)
        << text;
    EXPECT_NE(text.find("short by " + format_bytes(-report.headroom)), std::string::npos) << text;
    EXPECT_NE(text.find("batch 65 536 → "), std::string::npos) << text;
    EXPECT_NE(text.find("would fit (saves "), std::string::npos) << text;
  }
}

TEST(RequireFits, SaysWhenNoSingleChangeIsEnough) {
  const NetworkPlan report = plan_network(everything_large(), {.total = 16 * kGiB, .free = 1 * kMiB});
  try {
    require_fits(report, "cpu");
    FAIL() << "accepted";
  } catch (const Error& error) {
    EXPECT_NE(error.message().find("no single change is enough"), std::string::npos) << error.message();
  }
}

TEST(RequireFits, LetsFittingAndBorderlineRunsPass) {
  const NetworkJob question = everything_large();
  EXPECT_NO_THROW(require_fits(assess_with(question, planned_bytes(question)), "cpu"));
  EXPECT_NO_THROW(require_fits(assess_with(question, planned_bytes(question) - kMiB), "cpu"));
}

}  // namespace
}  // namespace headroom
