// Verdicts, remedies, limits, catalogue: the report as a whole.
#include "core/plan/plan_report.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

#include "core/base/error.h"
#include "core/memory/transformer_plan.h"
#include "core/plan/plan_export.h"
#include "test_places.h"
#include "tests/support/temporary_directory.h"

namespace headroom {
namespace {

const std::string kAssets = HEADROOM_ASSETS_DIR;

const Catalogue& catalogue() {
  static const Catalogue cards = read_catalogue(kAssets + "/catalogue/gpus.json");
  return cards;
}

PlanInputs llama() {
  PlanInputs inputs;
  inputs.transformer = read_transformer_config(kAssets + "/models/llama3-8b.json");
  inputs.job.sequence = 4096;
  return inputs;
}

std::string where_of(const std::string& path) {
  Catalogue cards;
  try {
    add_own_cards(cards, path);
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kBadInput);
    return error.where();
  }
  return "accepted";
}

TEST(Catalogue, ThreeCapacities) {
  EXPECT_EQ(catalogue().cards.size(), 48u);
  const GpuCard& h100 = catalogue().find("H100 SXM5");
  EXPECT_EQ(h100.sold(), 80'000'000'000);
  EXPECT_EQ(h100.nvidia_smi(), 81'559 * kMiB);
  EXPECT_NEAR(static_cast<double>(h100.usable()) / static_cast<double>(kGiB), 79.10, 1e-6);
  const GpuCard& a10 = catalogue().find("a10");  // nobody has read what a program sees
  EXPECT_EQ(a10.name, "A10");
  EXPECT_NEAR(static_cast<double>(a10.usable()) / static_cast<double>(kGiB), 23'028 / 1024.0 - 0.8, 1e-6);
  for (const GpuCard& card : catalogue().cards) {
    EXPECT_GT(card.usable(), 0) << card.name;
    EXPECT_LT(card.usable(), card.sold() * 11 / 10) << card.name;
  }
}

TEST(Catalogue, EveryFieldHasASource) {
  for (const GpuCard& card : catalogue().cards) {
    for (const auto& [field, code] : card.sources) {
      EXPECT_TRUE(catalogue().source_codes.contains(code)) << card.name << " " << field << " " << code;
      if (code == "mem") {
        EXPECT_TRUE(card.is_from_memory(field)) << card.name << " " << field;
      }
    }
  }
}

TEST(Catalogue, NamesAndPartsOfThem) {
  EXPECT_EQ(catalogue().find("GeForce RTX 4090 Laptop").name, "GeForce RTX 4090 Laptop");
  EXPECT_EQ(catalogue().find("rtx 4090").name, "GeForce RTX 4090");
  EXPECT_EQ(catalogue().find("H200").name, "H200 SXM");  // not GH200
  for (const char* several : {"H100", "RTX", "A100"}) EXPECT_THROW(catalogue().find(several), Error);
  EXPECT_THROW(catalogue().find("Voodoo 2"), Error);
  EXPECT_THROW(catalogue().find(""), Error);
}

TEST(Catalogue, OwnCardsAndWhatIsWrongWithThem) {
  const test::TemporaryDirectory directory;
  const std::string path = directory / "cards.json";
  std::ofstream(path) << R"({"schema_version": 1, "gpus": [{"name": "My card", "marketing_memory_gb": 20}]})";
  Catalogue cards = catalogue();
  add_own_cards(cards, path);
  const GpuCard& mine = cards.find("My card");
  EXPECT_TRUE(mine.own);
  EXPECT_EQ(mine.usable_grade(), Grade::kAssumed);
  EXPECT_LT(mine.usable(), mine.sold());

  std::ofstream(path)
      << "{\"schema_version\": 1,\n \"gpus\": [\n  {\"name\": \"a\",\n   \"marketing_memory_gb\": 8},\n"
         "  {\"name\": \"b\",\n   \"marketing_memory_gb\": -8}]}";
  EXPECT_EQ(where_of(path), path + ":6:27: /gpus/1/marketing_memory_gb");
  std::ofstream(path)
      << "{\"schema_version\": 1,\n \"gpus\": [\n  {\"name\": \"a\",\n   \"marketing_memory_gb\": 8,\n"
         "   \"memory\": 8}]}";
  EXPECT_EQ(where_of(path), path + ":5:14: /gpus/0/memory");
  std::ofstream(path) << "{\"schema_version\": 1,\n \"gpus\": [\n  {\"name\": \"a\"}]}";
  EXPECT_EQ(where_of(path), path + ":3:3: /gpus/0/marketing_memory_gb");
  std::ofstream(path) << "{\"schema_version\": 1,\n \"gpus\": [\n  {\"name\" \"a\"}]}";
  EXPECT_TRUE(where_of(path).starts_with(path + ":3:"));
}

TEST(Verdict, BorderlineWhenTheHeadroomIsUncertain) {
  GpuPlan plan;
  add_line(plan, {PlanCategory::kActivations, 100, 90, 130, Grade::kPublished, "f", "s"});
  EXPECT_EQ(judge_plan(plan, 99).verdict, Verdict::kDoesNotFit);
  EXPECT_EQ(judge_plan(plan, 99).headroom, -1);
  EXPECT_EQ(judge_plan(plan, 100).verdict, Verdict::kBorderline);
  EXPECT_EQ(judge_plan(plan, 129).verdict, Verdict::kBorderline);
  EXPECT_EQ(judge_plan(plan, 130).verdict, Verdict::kFits);
}

TEST(Limits, AgreeWithThePlan) {
  PlanInputs inputs = llama();
  inputs.job.parallel.data = 8;
  inputs.job.parallel.zero = 3;
  const PlanTarget target = target_of(catalogue().find("H100 SXM5"));
  const PlanLimits limits = make_report(inputs, target, catalogue()).limits;
  ASSERT_GT(limits.micro_batch, 0);
  ASSERT_GT(limits.sequence, 0);
  for (const auto& [limit, field] : {std::pair{limits.micro_batch, &TransformerJob::micro_batch},
                                     std::pair{limits.sequence, &TransformerJob::sequence}}) {
    PlanInputs changed = inputs;
    changed.job.*field = limit;
    EXPECT_TRUE(plan_fits(changed, target));
    changed.job.*field = limit + 1;
    EXPECT_FALSE(plan_fits(changed, target));
  }
  PlanInputs cards = llama();
  const std::int64_t fewest = make_report(cards, target, catalogue()).limits.cards;
  ASSERT_GT(fewest, 1);
  cards.job.parallel.zero = 3;
  cards.job.parallel.data = fewest;
  EXPECT_TRUE(plan_fits(cards, target));
  cards.job.parallel.data = fewest - 1;
  EXPECT_FALSE(plan_fits(cards, target));
}

TEST(Limits, OfOurOwnNetworksAgreeWithThePlan) {
  PlanInputs inputs;
  inputs.mlp = network_job({230, 200, 200, 1}, 1'000'000, 64);
  const PlanTarget target = target_of(catalogue().find("T4"));
  const PlanLimits limits = make_report(inputs, target, catalogue()).limits;
  PlanInputs changed = inputs;
  changed.mlp = network_job({230, 200, 200, 1}, limits.rows, 64);
  EXPECT_TRUE(plan_fits(changed, target));
  changed.mlp = network_job({230, 200, 200, 1}, limits.rows + 1, 64);
  EXPECT_FALSE(plan_fits(changed, target));
  EXPECT_EQ(limits.batch, 800'000);  // all training rows
  changed.mlp = network_job({230, limits.width + 1, limits.width + 1, 1}, 1'000'000, 64);
  EXPECT_FALSE(plan_fits(changed, target));
}

TEST(MlpPlan, IsTheTensorTableAndTheContext) {
  const NetworkJob job = network_job({230, 50, 50, 1}, 10'000, 64);
  const GpuPlan plan = network_ledger(job, 500 * kMiB);
  EXPECT_EQ(plan.parameters, 14'151);
  const Bytes table = dataset_tensors(job.data, cuda_layout()).total() +
                      engine_tensors(job.models.front(), job.settings, job.data, cuda_layout()).total();
  EXPECT_EQ(plan.bytes, table + 500 * kMiB);
  EXPECT_EQ(plan.low, plan.high);
  EXPECT_EQ(plan.grade, Grade::kMeasured);
}

TEST(Cards, AreJudgedAsCardsWhenTheTargetIsTheCpu) {
  PlanInputs inputs;
  inputs.mlp = network_job({230, 50, 50, 1}, 10'000, 64);
  inputs.mlp.layout = cpu_layout();
  inputs.measured_context = 60 * kMiB;
  PlanTarget cpu;
  cpu.name = "CPU";
  cpu.usable = 16 * kGiB;
  cpu.gpu = false;
  const PlanReport report = make_report(inputs, cpu, catalogue());
  EXPECT_EQ(report.plan.find(PlanCategory::kContext)->formula, "the program itself");
  PlanInputs on_card = inputs;
  on_card.mlp.layout = cuda_layout();
  on_card.measured_context.reset();
  for (const CardVerdict& card : report.cards) EXPECT_EQ(card.bytes, plan_gpu(on_card).bytes) << card.name;
  EXPECT_GT(report.cards.front().bytes, report.plan.bytes);
  // A CPU is one device, whose memory is the host's: nothing to share with, nothing to offload to.
  PlanInputs transformer = llama();
  for (const PlanRemedy& remedy : make_report(transformer, cpu, catalogue()).remedies) {
    EXPECT_EQ(remedy.gpus, 1) << remedy.title;
    EXPECT_EQ(remedy.host_bytes, 0) << remedy.title;
    EXPECT_TRUE(remedy.card.empty()) << remedy.title;
  }
}

TEST(WorkedExample, Needs24GiBOnACardOf16) {
  const PlanInputs inputs = worked_example(kAssets + "/models");
  const PlanReport report = make_report(inputs, target_of(catalogue().find(kWorkedExampleCard)), catalogue());
  EXPECT_EQ(format_bytes(report.plan.bytes), "24.0 GiB");
  EXPECT_EQ(report.target.sold, 16'000'000'000);
  EXPECT_EQ(report.judgement.verdict, Verdict::kDoesNotFit);
  // 16 bytes a parameter, of 24 GiB: the activations are the smaller part.
  EXPECT_GT(16 * report.plan.parameters, report.plan.bytes * 9 / 10);
  EXPECT_EQ(target_of(catalogue().find(kCardOf8)).sold, 8'000'000'000);
}

TEST(Remedies, AreThePlanWithOtherInputs) {
  PlanInputs inputs = worked_example(kAssets + "/models");
  inputs.job.recompute = Recompute::kNone;
  const PlanReport report = make_report(inputs, target_of(catalogue().find(kWorkedExampleCard)), catalogue());
  EXPECT_EQ(report.plan.parameters, 1'557'611'200);
  EXPECT_EQ(report.judgement.verdict, Verdict::kDoesNotFit);
  ASSERT_FALSE(report.remedies.empty());
  bool fits = false, nothing = false;
  for (const PlanRemedy& remedy : report.remedies) {
    fits = fits || remedy.verdict == Verdict::kFits;
    if (remedy.saves_nothing) nothing = true;
    if (nothing) {
      EXPECT_TRUE(remedy.saves_nothing) << "what saves nothing stands at the end: " << remedy.title;
    }
    EXPECT_EQ(remedy.saves, report.plan.bytes - remedy.bytes);
    EXPECT_FALSE(remedy.cost.empty()) << remedy.title;
    EXPECT_NE(remedy.inputs.has_value(), !remedy.card.empty()) << remedy.title;
    if (!remedy.inputs) continue;
    EXPECT_EQ(plan_gpu(*remedy.inputs).bytes, remedy.bytes) << remedy.title;
    // Compared at the same global batch.
    const TransformerJob& job = remedy.inputs->job;
    if (job.parallel.data <= 8) {
      EXPECT_EQ(job.global_batch(), inputs.job.global_batch()) << remedy.title;
    }
  }
  EXPECT_TRUE(fits);
  EXPECT_TRUE(nothing);  // selective recompute beside FlashAttention
}

TEST(Remedies, OfOurOwnNetworksAlsoWhenItFits) {
  PlanInputs inputs;
  inputs.mlp = network_job({230, 200, 200, 1}, 10'000, 64);
  const PlanTarget target = target_of(catalogue().find("T4"));
  const PlanReport report = make_report(inputs, target, catalogue());
  ASSERT_EQ(report.judgement.verdict, Verdict::kFits);
  ASSERT_FALSE(report.remedies.empty());
  for (const PlanRemedy& remedy : report.remedies) {
    ASSERT_TRUE(remedy.inputs) << remedy.title;
    EXPECT_EQ(plan_gpu(*remedy.inputs).bytes, remedy.bytes) << remedy.title;
    EXPECT_GT(remedy.saves, 0) << remedy.title;
    // The work stays the same: nothing has to become smaller.
    EXPECT_EQ(remedy.inputs->mlp.data.rows, 10'000) << remedy.title;
    EXPECT_EQ(remedy.inputs->mlp.models, inputs.mlp.models) << remedy.title;
  }
}

TEST(Remedies, OfOurOwnNetworksMakeItFit) {
  PlanInputs inputs;
  inputs.mlp = network_job({230, 60'000, 60'000, 1}, 10'000, 64);
  const PlanReport report = make_report(inputs, target_of(catalogue().find("T4")), catalogue());
  ASSERT_EQ(report.judgement.verdict, Verdict::kDoesNotFit);
  bool fits = false, narrower = false;
  for (const PlanRemedy& remedy : report.remedies) {
    fits = fits || remedy.verdict == Verdict::kFits;
    if (!remedy.inputs) continue;
    EXPECT_EQ(plan_gpu(*remedy.inputs).bytes, remedy.bytes) << remedy.title;
    narrower = narrower || remedy.inputs->mlp.models[0].widths[1] < 60'000;
  }
  EXPECT_TRUE(fits);
  EXPECT_TRUE(narrower);
  // Inference keeps neither gradients nor states: another optimizer saves nothing there.
  inputs.mlp.mode = PlanMode::kInfer;
  for (const PlanRemedy& remedy : make_report(inputs, report.target, catalogue()).remedies) {
    EXPECT_EQ(remedy.title.find("optimizer"), std::string::npos);
  }
}

std::string blamed(const PlanInputs& inputs) {
  try {
    make_report(inputs, target_of(catalogue().find("Tesla T4")), catalogue());
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kOutOfMemory) << error.what();
    return error.where();
  }
  return "nothing";
}

TEST(TooLarge, TheSettingThatMakesItSoIsNamed) {
  constexpr std::int64_t kHuge = std::int64_t{1} << 40;
  PlanInputs inputs = llama();
  inputs.job.sequence = kHuge;
  inputs.job.micro_batch = 4096;
  EXPECT_EQ(blamed(inputs), "sequence length");
  inputs.job.sequence = 4096;
  inputs.job.micro_batch = kHuge;
  inputs.job.micro_batches = kHuge;
  EXPECT_EQ(blamed(inputs), "micro-batch");  // 2^40 sequences of 4 096 tokens, 34 * 4 096 * 32 bytes each
  inputs.job.mode = PlanMode::kInfer;
  inputs.job.micro_batch = 1 << 20;
  inputs.job.sequence = kHuge;
  EXPECT_EQ(blamed(inputs), "tokens");
  PlanInputs network;
  network.mlp = network_job({230, 50, 1}, 10'000, kHuge);
  network.mlp.data.rows = network.mlp.data.train_rows = kHuge;
  EXPECT_EQ(blamed(network), "nothing");  // 2^40 rows of 231 values and a pass over them: 2^50.2 bytes
  network.mlp = network_job({1'000'000, 1'000'000, 1}, 1 << 20, kHuge);
  EXPECT_EQ(blamed(network), "batch");  // 2^40 rows of a pass with 3 000 001 values: 2^63.5 bytes
  network.mlp.settings.batch = 64;
  network.mlp.data.train_rows = network.mlp.data.rows = 4 * kHuge;
  EXPECT_EQ(blamed(network), "rows");  // 2^42 rows of 1 000 001 values: 2^63.9 bytes
}

TEST(Inputs, ACardWithoutBf16IsSaidToHaveNone) {
  const auto says = [](const char* card) {
    const PlanReport report = make_report(llama(), target_of(catalogue().find(card)), catalogue());
    return std::any_of(report.plan.notes.begin(), report.plan.notes.end(),
                       [](const std::string& note) { return note.find("bf16") != std::string::npos; });
  };
  EXPECT_TRUE(says("Tesla T4"));  // Turing; bf16 came with Ampere
  EXPECT_FALSE(says("A100 SXM4 80GB"));
}

TEST(Together, TheSecondNetworkTakesItsTablesAndGivesThemBackAlone) {
  PlanInputs inputs;
  inputs.mlp = network_job({230, 50, 50, 1}, 10'000, 64);
  inputs.mlp.models.push_back({{230, 200, 200, 200, 200, 200, 1}});
  const PlanReport both = make_report(inputs, target_of(catalogue().find("Tesla T4")), catalogue());
  EXPECT_EQ(both.plan.parameters, 14'151 + 207'201);
  // Adam's two moments; each of the 36 tensors begins at a multiple of 256 bytes.
  EXPECT_NEAR(static_cast<double>(both.plan.of(PlanCategory::kOptimizer)), 8.0 * (14'151 + 207'201),
              36 * 256);
  const auto alone = std::find_if(both.remedies.begin(), both.remedies.end(),
                                  [](const PlanRemedy& r) { return r.title == "one model at a time"; });
  ASSERT_NE(alone, both.remedies.end());
  PlanInputs large = inputs;
  large.mlp.models.erase(large.mlp.models.begin());
  EXPECT_EQ(alone->bytes, plan_gpu(large).bytes);
  // The widest that fits is of the larger network: at most what it could have by itself.
  EXPECT_LE(both.limits.width, make_report(large, both.target, catalogue()).limits.width);
  inputs.mlp.models[1].widths.front() = 20;
  EXPECT_THROW(plan_gpu(inputs), Error);  // the data have 230 columns
}

TEST(Inputs, TheUsualSequenceAndLearnedPositions) {
  TransformerConfig config = read_transformer_config(kAssets + "/models/llama3-8b.json");
  EXPECT_EQ(usual_sequence(config), 4096);  // made for 8192
  config = read_transformer_config(kAssets + "/models/gpt2.json");
  EXPECT_EQ(usual_sequence(config), 1024);
  TransformerJob job;
  job.sequence = 1024;
  EXPECT_NO_THROW(check_positions(config, job));
  job.sequence = 1025;
  EXPECT_THROW(check_positions(config, job), Error);
}

TEST(Time, RangesAreOrderedAndGrowWithWork) {
  PlanInputs inputs = llama();
  inputs.train_tokens = 1e9;
  inputs.price_per_hour = 2.0;
  const PlanReport report = make_report(inputs, target_of(catalogue().find("H100 SXM5")), catalogue());
  ASSERT_TRUE(report.step && report.run && report.run->money);
  EXPECT_LT(report.step->step.low, report.step->step.seconds);
  EXPECT_LT(report.step->step.seconds, report.step->step.high);
  // 6 N D and attention on top of it.
  EXPECT_GT(report.run->operations, 6.0 * 8.03e9 * 1e9);
  EXPECT_LT(report.run->operations, 8.0 * 8.03e9 * 1e9);
  EXPECT_NEAR(report.run->money->seconds, report.run->seconds.seconds / 3600 * 2, 1e-9);
}

TEST(Time, OperationsOfOurOwnNetworksAreExact) {
  // 2 multiply-add * 3 products * 4 rows * (3*5 + 5*2), less the input gradient of the first layer.
  EXPECT_EQ(network_step(network_job({3, 5, 2}, 100, 4)).operations, 4.0 * (6 * 25 - 2 * 15));
}

TEST(Time, TwoCardsAreSlowerForASmallNetwork) {
  PlanInputs inputs;
  inputs.mlp = network_job({230, 50, 50, 1}, 10'000, 64);
  const PlanReport report = make_report(inputs, target_of(catalogue().find("H100 SXM5")), catalogue());
  EXPECT_NE(report.two_cards.find("slower"), std::string::npos) << report.two_cards;
}

TEST(Export, MarkdownNamesEveryLineAndCard) {
  const PlanReport report = make_report(llama(), target_of(catalogue().find("H100 SXM5")), catalogue());
  const std::string page = plan_markdown(report);
  for (const PlanLine& line : report.plan.lines) EXPECT_NE(page.find(line.formula), std::string::npos);
  for (const CardVerdict& card : report.cards) EXPECT_NE(page.find(card.name), std::string::npos);
  EXPECT_EQ(report.cards.size(), 48u);
  EXPECT_TRUE(std::is_sorted(report.cards.begin(), report.cards.end(),
                             [](const auto& a, const auto& b) { return a.usable > b.usable; }));
}

}  // namespace
}  // namespace headroom
