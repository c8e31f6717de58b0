// The Plan view's questions and answers through the window's actions, without a window. The figures of the
// answers are checked in tests/memory; here, that each action asks for what it should.
#include "app/state/planner.h"

#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

#include "app/devices.h"
#include "app/state/app.h"
#include "core/io/presets.h"
#include "core/plan/plan_settings.h"
#include "support/demo.h"
#include "tests/support/temporary_directory.h"

namespace headroom::app {
namespace {

class PlannerTest : public ::testing::Test {
 protected:
  App make() {
    return App(
        {[](const Command&) {}, [this]() -> std::shared_ptr<const Snapshot> { return snapshot; }}, {},
        [] { return Library{}; }, [this] { return read_plan_library(cards); });
  }
  void wait(App& app) {
    for (int i = 0; i < 5000; ++i) {
      app.poll(now += 0.001);
      if (!app.busy()) return;
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    FAIL() << "the planner did not end";
  }
  void perform(App& app, const Action& action) {
    app.perform(action);
    wait(app);
  }
  std::string file(const std::string& name, const std::string& text) {
    const std::filesystem::path path = std::filesystem::path(directory.path()) / name;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path) << text;
    return path.string();
  }
  static std::string text_of(const std::string& path) {
    std::stringstream text;
    text << std::ifstream(path).rdbuf();
    return text.str();
  }
  static std::string model(const std::string& name) {
    return (assets_directory() / "models" / (name + ".json")).string();
  }

  test::TemporaryDirectory directory;
  std::filesystem::path cards = std::filesystem::path(directory.path()) / "cards.json";
  std::shared_ptr<Snapshot> snapshot = std::make_shared<Snapshot>(demo::empty());
  double now = 0;
};

TEST_F(PlannerTest, TheWorkedExampleOpensFromTheFirstScreen) {
  App app = make();
  ASSERT_TRUE(app.state().home);
  perform(app, action::PlanExample{});
  EXPECT_FALSE(app.state().home);
  EXPECT_EQ(app.state().tab, Tab::kPlan);
  const PlanState& plan = app.state().plan;
  ASSERT_TRUE(plan.report);
  EXPECT_EQ(plan.report->plan.parameters, 1'557'611'200);
  EXPECT_EQ(plan.report->target.name, kWorkedExampleCard);
  EXPECT_EQ(plan.report->judgement.verdict, Verdict::kDoesNotFit);
  EXPECT_EQ(plan.report->cards.size(), 48U);
  EXPECT_GT(plan.models.size(), 20U);
  EXPECT_FALSE(plan.can_undo);
}

TEST_F(PlannerTest, AsksAboutACardOf8GbWithoutOrWithAPlan) {
  App app = make();
  perform(app, action::PlanOnSmallCard{});
  ASSERT_TRUE(app.state().plan.report);
  EXPECT_EQ(app.state().plan.report->target.name, kCardOf8);
  EXPECT_EQ(app.state().plan.report->judgement.verdict, Verdict::kDoesNotFit);
  perform(app, action::PlanAbout{PlanSubject::kNetwork});
  perform(app, action::PlanOn{"H100 SXM5 80GB"});
  perform(app, action::PlanOnSmallCard{});
  EXPECT_EQ(app.state().plan.question.subject, PlanSubject::kNetwork);
  EXPECT_EQ(app.state().plan.report->target.name, kCardOf8);
  EXPECT_EQ(app.state().plan.report->judgement.verdict, Verdict::kFits);
}

TEST_F(PlannerTest, AnswersWhichDeviceAnIndexIs) {
  App app = make();
  perform(app, action::AskDevice{1});
  EXPECT_EQ(app.state().tab, Tab::kPlan);
  EXPECT_EQ(app.state().plan.device_index, 1);
  perform(app, action::AskDevice{});
  EXPECT_FALSE(app.state().plan.device_index);
}

TEST_F(PlannerTest, ARemedyIsAppliedByItsInputsAndUndone) {
  App app = make();
  perform(app, action::PlanExample{});
  const std::shared_ptr<const PlanReport> before = app.state().plan.report;
  const auto remedy = std::find_if(before->remedies.begin(), before->remedies.end(), [](const PlanRemedy& r) {
    return r.verdict == Verdict::kFits && r.inputs;
  });
  ASSERT_NE(remedy, before->remedies.end());
  perform(app, action::SetPlan{*remedy->inputs});
  EXPECT_EQ(app.state().plan.report->plan.bytes, remedy->bytes);
  EXPECT_EQ(app.state().plan.report->judgement.verdict, Verdict::kFits);
  EXPECT_TRUE(app.state().plan.can_undo);
  perform(app, action::UndoPlan{});
  EXPECT_EQ(app.state().plan.report->plan.bytes, before->plan.bytes);
  EXPECT_FALSE(app.state().plan.can_undo);
}

TEST_F(PlannerTest, AnotherCardAnotherVerdict) {
  App app = make();
  perform(app, action::PlanExample{});
  perform(app, action::PlanOn{"H100 SXM5 80GB"});
  EXPECT_EQ(app.state().plan.report->target.name, "H100 SXM5 80GB");
  EXPECT_EQ(app.state().plan.report->judgement.verdict, Verdict::kFits);
  perform(app, action::PlanOn{"Voodoo 2"});
  ASSERT_TRUE(app.state().plan.refusal);
  EXPECT_EQ(app.state().plan.refusal->code(), ErrorCode::kNotFound);
}

TEST_F(PlannerTest, ThisMachineIsHeldAgainstWhatOthersUse) {
  App app = make();
  perform(app, action::PlanExample{});
  perform(app, action::PlanOn{""});
  const PlanTarget& target = app.state().plan.report->target;
  EXPECT_EQ(target.name, snapshot->facts->device.name);
  EXPECT_EQ(target.usable, snapshot->facts->device.memory_total);
  EXPECT_EQ(target.others, snapshot->facts->device.memory_total - snapshot->facts->device.memory_free);
  // Others take a gibibyte more: the answer follows by itself, at most once a second.
  auto next = std::make_shared<Snapshot>(*snapshot);
  ++next->sequence;
  next->memory.edit().device.free -= kGiB;
  const Bytes before = target.others;
  snapshot = next;
  now += 2;
  app.poll(now);
  wait(app);
  EXPECT_EQ(app.state().plan.report->target.others, before + kGiB);
}

TEST_F(PlannerTest, AConfigurationIsDroppedAndNamedAfterItsFolder) {
  App app = make();
  perform(app, action::Drop{{model("llama3-8b")}});
  EXPECT_EQ(app.state().tab, Tab::kPlan);
  EXPECT_FALSE(app.state().home);
  ASSERT_TRUE(app.state().plan.report);
  EXPECT_EQ(app.state().plan.report->plan.parameters, 8'030'261'248);
  EXPECT_EQ(app.state().plan.question.inputs.job.sequence, 4096);
  const std::string path = file("my-model/config.json", text_of(model("gpt2")));
  perform(app, action::OpenPath{path});
  EXPECT_EQ(app.state().plan.report->inputs.transformer->name, "my-model");
  EXPECT_EQ(app.state().plan.question.inputs.job.sequence, 1024);  // it has no more positions
}

TEST_F(PlannerTest, ABadConfigurationIsToldAndThePlanBeforeStays) {
  App app = make();
  perform(app, action::PlanExample{});
  const auto refused = [&](const std::string& path) -> std::string {
    perform(app, action::Drop{{path}});
    const Error* const error = app.visible_error();
    std::string what = error ? error->what() : "accepted";
    app.perform(Action{action::DismissError{}});
    return what;
  };
  const std::string unknown = refused(file("unknown.json", R"({"model_type": "perceiver"})"));
  EXPECT_NE(unknown.find("llama"), std::string::npos) << unknown;  // lists what is known
  const std::string missing = refused(file("missing.json", R"({"model_type": "llama"})"));
  EXPECT_NE(missing.find("missing.json"), std::string::npos) << missing;
  const std::string broken = refused(file("broken.json", "{\n \"model_type\""));
  EXPECT_NE(broken.find("broken.json:2"), std::string::npos) << broken;
  EXPECT_NE(refused("/nowhere/config.json").find("/nowhere"), std::string::npos);
  EXPECT_EQ(app.state().plan.report->plan.parameters, 1'557'611'200);
  EXPECT_FALSE(app.state().plan.refusal);
}

TEST_F(PlannerTest, SettingsThatDoNotGoTogetherAreRefusedWithTheirName) {
  App app = make();
  perform(app, action::PlanExample{});
  PlanInputs inputs = app.state().plan.question.asked();
  inputs.job.sequence = 4096;  // GPT-2 has 1024 positions
  perform(app, action::SetPlan{inputs});
  ASSERT_TRUE(app.state().plan.refusal);
  EXPECT_EQ(app.state().plan.refusal->where(), "sequence length");
  inputs.job.sequence = 512;
  perform(app, action::SetPlan{inputs});
  EXPECT_FALSE(app.state().plan.refusal);
}

TEST_F(PlannerTest, ThisRunIsPlannedAsItTrainsAndFollowsIt) {
  *snapshot = demo::training({"small", "large"}, 7);
  App app = make();
  perform(app, action::SelectTab{Tab::kPlan});  // a run is loaded: it is what is asked about first
  const PlanState& plan = app.state().plan;
  EXPECT_EQ(plan.question.subject, PlanSubject::kRun);
  ASSERT_TRUE(plan.report);
  EXPECT_EQ(plan.report->plan.parameters, 14'151 + 207'201);  // both train
  EXPECT_EQ(plan.report->inputs.mlp.models.size(), 2U);
  EXPECT_EQ(plan.report->target.name, snapshot->facts->device.name);
  perform(app, action::PlanAbout{PlanSubject::kRun, "large"});
  EXPECT_EQ(plan.report->plan.parameters, 207'201);
  EXPECT_EQ(plan.report->inputs.mlp.models.size(), 1U);
  auto next = std::make_shared<Snapshot>(*snapshot);
  ++next->sequence;
  next->memory.edit().question.edit().settings.batch = 512;
  snapshot = next;
  app.poll(now);
  wait(app);
  EXPECT_EQ(plan.report->inputs.mlp.settings.batch, 512);
  // A change makes it a network of its own, which no longer follows.
  PlanInputs inputs = plan.question.asked();
  inputs.mlp.settings.batch = 32;
  perform(app, action::SetPlan{inputs});
  EXPECT_EQ(plan.question.subject, PlanSubject::kNetwork);
  EXPECT_EQ(plan.report->inputs.mlp.settings.batch, 32);
  // The transformer of before comes back as it was.
  perform(app, action::PlanAbout{PlanSubject::kTransformer, {}});
  EXPECT_TRUE(plan.report->inputs.transformer);
}

TEST_F(PlannerTest, EveryNetworkThatTrainsCountsAsInTheRunItself) {
  *snapshot = demo::training({"small", "large"}, 7);
  snapshot->facts.edit().device.kind = "cuda";
  App app = make();
  perform(app, action::SelectTab{Tab::kPlan});
  NetworkJob run = *snapshot->memory->question;
  run.models = {snapshot->curves->models[0].spec, snapshot->curves->models[1].spec};
  run.layout = cuda_layout();
  const GpuPlan& plan = app.state().plan.report->plan;
  EXPECT_EQ(plan.bytes - plan.of(PlanCategory::kContext), planned_bytes(run));
  // A network typed in by hand stands alone.
  PlanInputs inputs = app.state().plan.question.asked();
  change_plan(inputs, "widths", "20x8x1");
  EXPECT_EQ(inputs.mlp.models.size(), 1U);
}

// On the processor the recorder's states are in the memory that is planned.
TEST_F(PlannerTest, TheRecorderCountsAsInTheRunItself) {
  *snapshot = demo::training({"small"}, 7);
  snapshot->facts.edit().device.kind = "cpu";
  NetworkJob run = *snapshot->memory->question;
  run.models = {snapshot->curves->models[0].spec};
  run.layout = cpu_layout();
  run.recorder = 3 * kMiB;
  snapshot->memory.edit().question.edit() = run;
  ASSERT_GT(recorder_bytes(run), 0);
  App app = make();
  perform(app, action::SelectTab{Tab::kPlan});
  const GpuPlan& plan = app.state().plan.report->plan;
  EXPECT_EQ(plan.of(PlanCategory::kRecorder), recorder_bytes(run));
  EXPECT_EQ(plan.bytes - plan.of(PlanCategory::kContext), planned_bytes(run));
}

TEST_F(PlannerTest, EpochsOfTheRunBecomePointsOfTheRoofline) {
  *snapshot = demo::training({"small", "large"}, 0);
  for (ModelSnapshot& model : snapshot->curves.edit().models) model.history.epochs.clear();
  App app = make();
  wait(app);
  EXPECT_TRUE(app.state().plan.measured.empty());
  auto next = std::make_shared<Snapshot>(*snapshot);
  ++next->sequence;
  for (const double seconds : {0.30, 0.20, 0.25}) {
    EpochMetric epoch;
    epoch.epoch = next->curves->models[0].history.last_epoch() + 1;
    epoch.seconds = seconds;
    next->curves.edit().models[0].history.epochs.push(epoch);
  }
  snapshot = next;
  app.poll(now += 1);
  ASSERT_EQ(app.state().plan.measured.size(), 1U);
  const MeasuredStep& step = app.state().plan.measured[0];
  // 8 000 rows are 125 steps of 64; a row of 230-50-50-1 takes 6 (11 500 + 2 500 + 50) - 2 * 11 500
  // = 61 300 operations.
  EXPECT_DOUBLE_EQ(step.seconds.seconds, 0.25 / 125);
  EXPECT_DOUBLE_EQ(step.seconds.low, 0.20 / 125);
  EXPECT_DOUBLE_EQ(step.seconds.high, 0.30 / 125);
  EXPECT_DOUBLE_EQ(step.rate(), 61'300.0 * 8'000 / 0.25);
  app.poll(now += 1);  // nothing new: nothing twice
  EXPECT_EQ(app.state().plan.measured.size(), 1U);
}

TEST_F(PlannerTest, MeasuresWhatIsPlannedOnThisMachine) {
  bool asked = false;
  App app(
      {[](const Command&) {}, [this]() -> std::shared_ptr<const Snapshot> { return snapshot; }}, {},
      [] { return Library{}; }, [this] { return read_plan_library(cards); },
      [&asked](Precision precision) {
        asked = precision == Precision::kFp32;
        return std::vector<Candidate>{{"cpu", [] { return open_device("cpu", 1); }}};
      });
  perform(app, action::PlanAbout{PlanSubject::kNetwork, {}});
  PlanInputs inputs = app.state().plan.question.asked();
  change_plan(inputs, "widths", "6x5x1");
  change_plan(inputs, "rows", "100");
  perform(app, action::SetPlan{inputs});
  perform(app, action::MeasurePlan{});
  EXPECT_TRUE(asked);
  EXPECT_FALSE(app.state().plan.measuring);
  ASSERT_EQ(app.state().plan.measured.size(), 1U);
  EXPECT_GT(app.state().plan.measured[0].rate(), 0);
  // Asked again while it is under way: stopped, and what was known stays.
  app.perform(Action{action::MeasurePlan{}});
  EXPECT_TRUE(app.state().plan.measuring);
  app.perform(Action{action::MeasurePlan{}});
  EXPECT_FALSE(app.state().plan.measuring);
  wait(app);
  EXPECT_EQ(app.state().plan.measured.size(), 1U);
  EXPECT_EQ(app.visible_error(), nullptr);
  // What is measured goes into the file as well.
  const std::string document = (std::filesystem::path(directory.path()) / "plan.json").string();
  perform(app, action::PlanOn{kWorkedExampleCard});
  perform(app, action::SavePlan{PlanFormat::kJson, document});
  EXPECT_NE(text_of(document).find("\"measured\""), std::string::npos);
  // Beside a training that is under way both figures would be wrong.
  auto next = std::make_shared<Snapshot>(*snapshot);
  ++next->sequence;
  next->state = RunState::kTraining;
  snapshot = next;
  app.poll(now += 1);
  perform(app, action::MeasurePlan{});
  ASSERT_NE(app.visible_error(), nullptr);
  EXPECT_NE(std::string(app.visible_error()->what()).find("pause"), std::string::npos);
}

TEST_F(PlannerTest, OwnCardsAndWhatIsWrongWithThem) {
  file("cards.json", R"({"schema_version": 1, "gpus": [{"name": "Mine", "marketing_memory_gb": 1000}]})");
  App app = make();
  perform(app, action::PlanExample{});
  EXPECT_EQ(app.state().plan.report->cards.size(), 49U);
  perform(app, action::PlanOn{"Mine"});
  EXPECT_EQ(app.state().plan.report->judgement.verdict, Verdict::kFits);
  perform(app, action::PlanOn{kWorkedExampleCard});
  file("cards.json", "{\"schema_version\": 1,\n \"gpus\": [{\"name\": 3}]}");
  perform(app, action::SelectTab{Tab::kCurves});
  perform(app, action::SelectTab{Tab::kPlan});  // read again
  ASSERT_TRUE(app.state().plan.own_cards);
  EXPECT_NE(app.state().plan.own_cards->where().find("cards.json:2:20: /gpus/0/name"), std::string::npos);
  EXPECT_EQ(app.state().plan.report->cards.size(), 48U);
}

TEST_F(PlannerTest, SavesThePlanAndSaysWhere) {
  App app = make();
  perform(app, action::PlanExample{});
  const std::string page = (std::filesystem::path(directory.path()) / "new" / "plan.md").string();
  perform(app, action::SavePlan{PlanFormat::kMarkdown, page});
  EXPECT_EQ(app.state().notice, "saved " + page);
  EXPECT_NE(text_of(page).find("# Infrastructure plan"), std::string::npos);
  const std::string document = (std::filesystem::path(directory.path()) / "plan.json").string();
  perform(app, action::SavePlan{PlanFormat::kJson, document});
  EXPECT_NE(text_of(document).find("\"schema_version\": 1"), std::string::npos);
  EXPECT_NE(text_of(document).find("\"cards\""), std::string::npos);
  file("in the way", "x");
  perform(app, action::SavePlan{PlanFormat::kJson,
                                (std::filesystem::path(directory.path()) / "in the way" / "a").string()});
  ASSERT_NE(app.visible_error(), nullptr);
  EXPECT_EQ(app.visible_error()->code(), ErrorCode::kIo);
}

TEST_F(PlannerTest, QuestionsCoalesceToTheNewest) {
  App app = make();
  perform(app, action::PlanExample{});
  for (std::int64_t batch = 1; batch <= 200; ++batch) {
    PlanInputs inputs = app.state().plan.question.asked();
    inputs.job.micro_batch = batch;
    app.perform(Action{action::SetPlan{inputs}});
  }
  EXPECT_FALSE(app.settled());
  wait(app);
  EXPECT_TRUE(app.settled());
  EXPECT_EQ(app.state().plan.report->inputs.job.micro_batch, 200);
}

TEST_F(PlannerTest, AnotherRunLeadsBackToItsCurves) {
  App app = make();
  perform(app, action::PlanExample{});
  app.perform(Action{action::Run{command::Load{}}});
  EXPECT_EQ(app.state().tab, Tab::kCurves);
}

TEST(Settle, DropsWhatNoLongerApplies) {
  PlanInputs inputs;
  TransformerJob& job = inputs.job;
  job.precision = PlanPrecision::kInt4;  // was inference
  job.parallel.sequence = true;
  job.parallel.distributed_optimizer = true;
  job.parallel.pipeline = 8;
  settle(inputs);
  EXPECT_EQ(job.precision, PlanPrecision::kBf16);
  EXPECT_FALSE(job.parallel.sequence);
  EXPECT_FALSE(job.parallel.distributed_optimizer);
  EXPECT_EQ(job.micro_batches, 8);
}

}  // namespace
}  // namespace headroom::app
