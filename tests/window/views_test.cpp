// Every view in every state, drawn without a display: nothing throws, something is seen, the number of
// vertices stays bounded, and clicks come out as actions.
#include "app/views/main_view.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

#include "app/views/architecture.h"
#include "app/views/custom_model_sheet.h"
#include "app/views/headroom_panel.h"
#include "app/views/pipeline_strip.h"
#include "app/views/plan_roofline.h"
#include "app/views/plan_view.h"
#include "app/views/plan_words.h"
#include "support/demo.h"
#include "support/overlap.h"
#include "support/screen.h"
#include "support/software_renderer.h"

namespace headroom::app {
namespace {

std::size_t colors(const Rendering& picture) {
  std::set<std::uint32_t> seen;
  for (std::size_t i = 0; i + 3 < picture.rgba.size(); i += 4 * 7) {
    seen.insert(picture.rgba[i] | (picture.rgba[i + 1] << 8U) | (picture.rgba[i + 2] << 16U));
  }
  return seen.size();
}

struct PictureSize {
  float width, height, scale;
};

class EveryState : public testing::TestWithParam<PictureSize> {};

TEST_P(EveryState, Draws) {
  const auto [width, height, scale] = GetParam();
  for (const demo::Demo& demo : demo::all()) {
    SCOPED_TRACE(demo.name);
    Screen screen(width, height, scale);
    const ImDrawData& data = screen.draw(demo);
    EXPECT_GT(data.TotalVtxCount, 500);
    EXPECT_LT(data.TotalVtxCount, 120'000);
    for (const Action& action : screen.actions()) {  // what is looked at is computed
      const auto* const run = get_if<action::Run>(&action);
      EXPECT_TRUE(run && std::holds_alternative<command::Watch>(run->command))
          << "looking at something must not change it";
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Sizes, EveryState,
                         testing::Values(PictureSize{1440, 900, 1}, PictureSize{1024, 700, 1},
                                         PictureSize{1024, 700, 2}, PictureSize{1440, 900, 2.5F},
                                         PictureSize{320, 240, 2.5F}));

TEST(Views, LightAndDarkAreSeen) {
  for (const bool dark : {true, false}) {
    Screen screen(1024, 700, 1, dark);
    const demo::Demo demo{"training", demo::training({"small", "large"}, 7), demo::ui_state()};
    const Rendering picture = render_to_memory(screen.draw(demo), screen.theme().ground);
    EXPECT_GT(colors(picture), 100U);
  }
}

TEST(Views, AMillionPointsStayBounded) {
  Screen screen(1440, 900, 1);
  const demo::Demo demo{"million", demo::million_steps(), demo::ui_state()};
  EXPECT_LT(screen.draw(demo, 2).TotalVtxCount, 120'000);
}

TEST(Views, PlayButtonPauses) {
  Screen screen(1440, 900, 1);
  const demo::Demo demo{"training", demo::training({"small", "large"}, 7), demo::ui_state()};
  const Rendering picture = render_to_memory(screen.draw(demo), screen.theme().ground);
  // The play button is the one large patch of the action's colour in the top bar.
  float x = 0, count = 0;
  const auto byte = [](float v) { return static_cast<int>(v * 255 + 0.5F); };
  for (int i = 0; i < picture.width; ++i) {
    const std::uint8_t* p = &picture.rgba[static_cast<std::size_t>(12 * picture.width + i) * 4];
    if (p[0] == byte(screen.theme().action.x) && p[1] == byte(screen.theme().action.y)) {
      x += static_cast<float>(i);
      ++count;
    }
  }
  ASSERT_GT(count, 50);
  screen.click(demo, {x / count, 27});
  ASSERT_EQ(screen.actions().size(), 1U);
  const auto* run = get_if<action::Run>(screen.actions().data());
  ASSERT_NE(run, nullptr);
  EXPECT_TRUE(std::holds_alternative<command::Pause>(run->command));
}

TEST(Views, AStageCardOpensItsSheet) {
  Screen screen(1440, 900, 1);
  const demo::Demo demo{"training", demo::training({"small"}, 7), demo::ui_state()};
  screen.draw(demo);
  screen.actions().clear();
  screen.click(demo, {368, 120});
  ASSERT_EQ(screen.actions().size(), 1U);
  const auto* open = get_if<action::OpenStage>(screen.actions().data());
  ASSERT_NE(open, nullptr);
  EXPECT_EQ(open->stage, StageId::kTransfer);
}

// The card of a stage that changes rows opens them as they are behind it, and then its sheet.
TEST(Views, AStageCardOpensItsRows) {
  Screen screen(1440, 900, 1);
  demo::Demo demo{"training", demo::training({"small"}, 7), demo::ui_state()};
  ASSERT_EQ(screen.draw(demo).CmdListsCount > 0, true);
  ASSERT_EQ(screen.focus(demo, "stage3"), "");
  screen.actions().clear();
  screen.key(demo, NamedKey::kEnter);
  ASSERT_EQ(screen.actions().size(), 2U);
  EXPECT_EQ(get<action::SelectTab>(screen.actions()[0]).tab, Tab::kData);
  const Look look = get<action::LookAt>(screen.actions()[1]).look;
  EXPECT_EQ(look.data.stage, DataStage::kScaled);
  demo.state.tab = Tab::kData;
  demo.state.look = look;
  screen.actions().clear();
  screen.focus(demo, "stage3");
  screen.actions().clear();
  screen.key(demo, NamedKey::kEnter);
  EXPECT_EQ(get<action::OpenStage>(screen.actions().at(0)).stage, StageId::kPreprocess);
}

TEST(Views, AFirstScreenCardOpensItsPreset) {
  Screen screen(1440, 900, 1);
  demo::Demo demo{"home", demo::empty(), demo::ui_state()};
  demo.state.home = true;
  screen.draw(demo);
  screen.click(demo, {400, 350});
  ASSERT_EQ(screen.actions().size(), 1U);
  const auto* open = get_if<action::OpenPreset>(screen.actions().data());
  ASSERT_NE(open, nullptr);
  EXPECT_EQ(open->id, "infrastructure");
}

TEST(Views, ATabIsChosenByAClick) {
  Screen screen(1440, 900, 1);
  const demo::Demo demo{"training", demo::training({"small"}, 7), demo::ui_state()};
  screen.draw(demo);
  screen.click(demo, {125, 74});
  ASSERT_EQ(screen.actions().size(), 1U);
  const auto* tab = get_if<action::SelectTab>(screen.actions().data());
  ASSERT_NE(tab, nullptr);
  EXPECT_EQ(tab->tab, kTabs.begin()[1].value);
}

TEST(Views, TheFirstScreenOpensTheWorkedExample) {
  Screen screen(1440, 900, 1);
  demo::Demo demo{"home", demo::empty(), demo::ui_state()};
  demo.state.home = true;
  const Rendering picture = render_to_memory(screen.draw(demo), screen.theme().ground);
  // The little ledger of the example's card: the longest row of the optimizer's colour.
  const ImVec4 wanted = screen.theme().categories[2];
  const auto byte = [](float v) { return static_cast<int>(v * 255 + 0.5F); };
  int longest = 0;
  ImVec2 at;
  for (int y = 0; y < picture.height; ++y) {
    for (int x = 0, run = 0; x < picture.width; ++x) {
      const std::uint8_t* p = &picture.rgba[static_cast<std::size_t>(y * picture.width + x) * 4];
      run = p[0] == byte(wanted.x) && p[1] == byte(wanted.y) && p[2] == byte(wanted.z) ? run + 1 : 0;
      if (run <= longest) continue;
      longest = run;
      at = {static_cast<float>(x), static_cast<float>(y)};
    }
  }
  ASSERT_GT(longest, 40);
  screen.click(demo, at);
  ASSERT_EQ(screen.actions().size(), 1U);
  EXPECT_TRUE(holds_alternative<action::PlanExample>(screen.actions().front()));
}

TEST(Views, ACardIsChosenAndARemedyAppliedByAClick) {
  Screen screen(1440, 900, 1);
  demo::Demo demo{"plan", demo::empty(), demo::plan_state()};
  screen.draw(demo, 6);  // the list scrolls to the chosen card
  screen.click(demo, {1250, 300});
  ASSERT_EQ(screen.actions().size(), 1U);
  const auto* card = get_if<action::PlanOn>(screen.actions().data());
  ASSERT_NE(card, nullptr);
  EXPECT_NO_THROW(demo.state.plan.catalogue->find(card->card));
  EXPECT_NE(card->card, kWorkedExampleCard);
  screen.actions().clear();
  screen.click(demo, {500, 715});  // in the list of remedies
  ASSERT_EQ(screen.actions().size(), 1U);
  const auto* changed = get_if<action::SetPlan>(screen.actions().data());
  ASSERT_NE(changed, nullptr);
  const std::vector<PlanRemedy>& remedies = demo.state.plan.report->remedies;
  EXPECT_TRUE(std::any_of(remedies.begin(), remedies.end(), [&](const PlanRemedy& r) {
    return r.inputs && plan_gpu(*r.inputs).bytes == plan_gpu(changed->inputs).bytes;
  }));
}

TEST(PlanLayout, ColumnsStandBesideEachOtherWhereThereIsRoom) {
  const PlanLayout wide = plan_layout({0, 100, 1408, 700}, 1, false);
  EXPECT_FALSE(wide.inputs.empty());
  EXPECT_FALSE(wide.cards.empty());
  EXPECT_GT(wide.answer.w, 700);
  const PlanLayout small = plan_layout({0, 100, 992, 500}, 1, false);
  EXPECT_GT(small.answer.w, 420);
  EXPECT_FALSE(overlap(small.inputs, small.answer));
  EXPECT_FALSE(overlap(small.answer, small.cards));
  EXPECT_TRUE(plan_layout({0, 100, 700, 500}, 1, false).cards.empty());
  const PlanLayout narrow = plan_layout({0, 100, 500, 500}, 1, false);
  EXPECT_TRUE(narrow.inputs.empty());
  EXPECT_EQ(narrow.answer.w, 500);
  EXPECT_TRUE(plan_layout({0, 100, 1408, 700}, 1, true).inputs.empty());
}

TEST(RooflineAxes, ShowEveryPointTheRidgeAndThePeak) {
  GpuCard card;
  card.fp32_tflops = 10;
  card.bandwidth_gbs = 500;
  const NetworkJob job = network_job({230, 50, 50, 1}, 10'000, 64);
  const std::optional<Roofline> chart = roofline_of(network_step(job), card, Catalogue{});
  ASSERT_TRUE(chart);
  const std::vector<MeasuredStep> slow{{"a", "b", "c", measured_work(job, 64), {1, 1, 1}}};
  const RooflineAxes axes = roofline_axes(&*chart, slow);
  const auto shows = [](const AxisView& axis, double value) {
    return axis.low < std::log10(value) && std::log10(value) < axis.high;
  };
  EXPECT_TRUE(shows(axes.x, 20));  // the ridge: 10e12 / 500e9
  EXPECT_TRUE(shows(axes.x, chart->work.intensity()));
  EXPECT_TRUE(shows(axes.y, 10e12));
  EXPECT_TRUE(shows(axes.y, chart->rate().low));
  EXPECT_TRUE(shows(axes.y, slow[0].rate()));
  const RooflineAxes alone = roofline_axes(nullptr, slow);
  EXPECT_NEAR(alone.y.high - alone.y.low, 2, 1e-9);  // two decades around a single point
  EXPECT_NEAR(alone.y.low + alone.y.high, 2 * std::log10(slow[0].rate()), 1e-9);
}

TEST(PlanWords, InFiguresAndWords) {
  Judgement judgement;
  judgement.headroom = -(23 * kGiB / 2);
  EXPECT_EQ(verdict_figure(judgement), "short by 11.5 GiB");
  EXPECT_EQ(headroom_gib(judgement), "short 11.5");
  EXPECT_EQ(headroom_gib(judgement, true), "-11.5");
  judgement.headroom = 200 * kGiB;
  EXPECT_EQ(headroom_gib(judgement), "left 200");
}

TEST(NumberField, ReadsWholeNumbersOfItsRange) {
  constexpr NumberRange<std::int64_t> kRange{1, 10'000};
  EXPECT_EQ(parse_number("4 096", kRange), 4096);
  EXPECT_FALSE(parse_number("0", kRange));
  EXPECT_FALSE(parse_number("10001", kRange));
  EXPECT_FALSE(parse_number("12x", kRange));
  EXPECT_FALSE(parse_number("", kRange));
  EXPECT_FALSE(parse_number("99999999999999999999", NumberRange<std::int64_t>{}));
}

TEST(Views, OnlyAnOpenSheetGetsClicks) {
  Screen screen(1440, 900, 1);
  demo::Demo demo{"keys", demo::training({"small"}, 7), demo::ui_state()};
  demo.state.keys_shown = true;
  screen.draw(demo);
  screen.click(demo, {120, 120});  // a stage card lies there, behind the sheet's shade
  ASSERT_EQ(screen.actions().size(), 1U);
  const auto* keys = get_if<action::ShowKeys>(screen.actions().data());
  ASSERT_NE(keys, nullptr);
  EXPECT_FALSE(keys->on);
}

std::string sentence(const Snapshot& run) {
  std::string text;
  for (const ComparisonPart& part : compare_models(demo::ui_state(), run)) text += part.text;
  return text;
}

TEST(Comparison, OnlyWhatIsKnown) {
  Snapshot run = demo::training({"small", "large"}, 7);
  run.curves.edit().models[0].epoch_seconds = 0.0019;
  run.curves.edit().models[1].epoch_seconds = 0.0047;
  // 207 201 / 14 151 = 14.64; 4.7 ms / 1.9 ms = 2.47
  const std::string full = sentence(run);
  EXPECT_NE(full.find("Large costs 14.6× parameters, 2.5× time, "), std::string::npos) << full;
  EXPECT_NE(full.find(" pts accuracy"), std::string::npos) << full;
  run.curves.edit().models[1].epoch_seconds = 0;
  run.curves.edit().models[1].history.epochs.clear();
  const std::string early = sentence(run);
  EXPECT_EQ(early.find("time"), std::string::npos) << early;
  EXPECT_EQ(early.find("accuracy"), std::string::npos) << early;
  run.curves.edit().models.resize(1);
  EXPECT_EQ(sentence(run), "");
}

TEST(Verdict, InWords) {
  NetworkPlan report;
  report.headroom = 22 * kGiB;
  EXPECT_EQ(verdict_text(report), "fits · 22.0 GiB left");
  report.verdict = Verdict::kDoesNotFit;
  report.headroom = -3 * kGiB;
  EXPECT_EQ(verdict_text(report), "does not fit · short by 3.00 GiB");
}

demo::Demo stage_demo(StageId stage) {
  demo::Demo demo{"stage", demo::training({"small", "large"}, 7), demo::ui_state()};
  demo.state.open_stage = stage;
  return demo;
}

std::optional<Interests> newest_watch(const ActionQueue& actions) {
  std::optional<Interests> watched;
  for (const Action& action : actions) {
    const auto* const run = get_if<action::Run>(&action);
    if (!run) continue;
    if (const auto* const watch = std::get_if<command::Watch>(&run->command)) watched = watch->interests;
  }
  return watched;
}

TEST(StageSheets, OnlyTheOpenOneIsLookedAt) {
  Screen screen(1440, 900, 1);
  screen.draw(stage_demo(StageId::kFeatures));
  EXPECT_FALSE(newest_watch(screen.actions()));
  screen.draw(stage_demo(StageId::kTraining));
  EXPECT_EQ(newest_watch(screen.actions()), interest(Inspect::kBatch));
  screen.draw(stage_demo(StageId::kEvaluation));
  EXPECT_EQ(newest_watch(screen.actions()), interest(Inspect::kErrors));
  demo::Demo covered = stage_demo(StageId::kEvaluation);
  covered.state.keys_shown = true;
  screen.draw(covered);
  EXPECT_EQ(newest_watch(screen.actions()), Interests());
}

TEST(StageSheets, TheNextStageIsAButtonAtTheRightOfTheTitle) {
  Screen screen(1440, 900, 1);
  const demo::Demo demo = stage_demo(StageId::kLoad);
  screen.draw(demo);
  // The sheet is 1190 x 760 in the middle: 20 to its edge, 32 of the cross, 12 between.
  const float right = 1315 - 20 - 32 - 12, y = 70 + 16 + 16;
  screen.click(demo, {right - 16, y});
  ASSERT_EQ(screen.actions().size(), 1U);
  ASSERT_TRUE(holds_alternative<action::TurnStage>(screen.actions()[0]));
  EXPECT_EQ(get<action::TurnStage>(screen.actions()[0]).by, 1);
  screen.click(demo, {right - 52, y});  // there is none before the first
  EXPECT_EQ(screen.actions().size(), 1U);
}

// The wheel over the tables of a sheet scrolls the sheet: both of its ends are reached from anywhere.
TEST(StageSheets, TheWheelIsNeverCaught) {
  Screen screen(1024, 700, 1);
  const demo::Demo demo = stage_demo(StageId::kPreprocess);
  const auto picture = [&] {  // without a tooltip, and the dots that pulse at the same moment
    ImGui::GetIO().MousePos = {-1, -1};
    screen.now = 1;
    return render_to_memory(screen.draw(demo), screen.theme().ground).rgba;
  };
  picture();  // sizes settle
  const auto top = picture();
  const auto turn = [&](float wheel) {
    ImGui::GetIO().MousePos = {400, 420};
    for (int i = 0; i < 40; ++i) {
      ImGui::GetIO().MouseWheel = wheel;
      screen.draw(demo, 1);
      ImGui::GetIO().MouseWheel = 0;
      screen.draw(demo, 1);
    }
  };
  turn(-1);
  const auto bottom = picture();
  EXPECT_NE(bottom, top);
  turn(1);
  EXPECT_EQ(picture(), top);
}

TEST(PipelineStrip, AMarkTravelsInASlowRunAndNothingMovesAtFullSpeed) {
  demo::Demo slow{"slow", demo::training({"small"}, 7), demo::ui_state()};
  demo::Demo full = slow;
  slow.run.facts.edit().pace = {PaceUnit::kBatches, 1};
  const auto strip = [](Screen& screen, const demo::Demo& demo, double now) {
    screen.now = now;
    const Rendering all = render_to_memory(screen.draw(demo, 1), screen.theme().ground);
    // At the height of the cards' bars, where the mark runs.
    std::vector<std::uint8_t> row;
    for (int y = 212; y < 224; ++y) {
      const auto from = all.rgba.begin() + static_cast<std::ptrdiff_t>(y) * all.width * 4;
      row.insert(row.end(), from, from + all.width * 4);
    }
    return row;
  };
  {
    // The pulse of a running card stands at the same phase: sin(5 now) repeats.
    Screen screen(1440, 900, 1);
    strip(screen, full, 100);
    const auto still = strip(screen, full, 100);
    EXPECT_EQ(strip(screen, full, 100 + 2 * 3.14159265358979 / 5), still);
  }
  Screen screen(1440, 900, 1);
  strip(screen, slow, 100);
  const auto early = strip(screen, slow, 100.7);
  EXPECT_NE(strip(screen, slow, 100.9), early);
}

TEST(StageCard, SaysWhichRows) {
  const Snapshot run = demo::training({"small", "large"}, 7);
  const StageCardSpec card = stage_card_of(run, run.stages->at(4), 5);
  EXPECT_EQ(card.title, "5 Training");
  EXPECT_EQ(card.in, "8k × 230");
  EXPECT_EQ(card.out, "weights");
  EXPECT_EQ(card.figures, "2 models · epoch 7 / 20");
  EXPECT_NE(card.tip.find("8 000 × 230"), std::string::npos);
}

// A tip is for what the card has no room for.
TEST(StageCard, ItsTipDoesNotRepeatIt) {
  const Snapshot run = demo::training({"small", "large"}, 7);
  int number = 0;
  for (const StageReport& stage : *run.stages) {
    const StageCardSpec card = stage_card_of(run, stage, ++number);
    EXPECT_EQ(card.tip.find(card.note), std::string::npos) << card.tip;
    EXPECT_EQ(card.tip.find(card.figures), std::string::npos) << card.tip;
    EXPECT_NE(card.tip.find("Click: "), std::string::npos);
  }
}

TEST(StageCard, ASlowRunTellsItsBatch) {
  Snapshot run = demo::training({"small", "large"}, 7);
  EXPECT_EQ(stage_card_of(run, run.stages->at(4), 5).live, "");
  run.facts.edit().pace = kEpochASecond;
  EXPECT_EQ(stage_card_of(run, run.stages->at(4), 5).live, "batch  10 / 125");
  EXPECT_EQ(stage_card_of(run, run.stages->at(5), 6).live, "");
}

// The card is narrow; the tip has the whole sentence.
TEST(StageCard, SaysHowMuchOfTheStreamingIsHidden) {
  Snapshot run = demo::training({"small"}, 7);
  set_stream_figures(
      run.stages.edit().at(1),
      {.bytes = 3 * kGiB, .gather_seconds = 0.5, .upload_seconds = 0.25, .waited_seconds = 0.75 / 32});
  const StageCardSpec card = stage_card_of(run, run.stages.edit().at(1), 2);
  EXPECT_EQ(card.note, "3.00 GiB streamed at 12.0 GiB/s · 96 % hidden");
  EXPECT_EQ(card.tip.find("3.00 GiB streamed at 12.0 GiB/s · 96 % hidden behind training"), 0U);
}

TEST(CustomModel, PreviewIsTheWholePlanAndItsVerdict) {
  Snapshot run;
  auto data = std::make_shared<Dataset>();
  data->task = Task::kRegression;
  run.facts.edit().dataset = data;
  run.facts.edit().task = data->task;
  run.facts.edit().features = 10;
  run.memory.edit().question.edit().data = {.rows = 100, .train_rows = 80, .columns = 10, .degree = 1};
  run.memory.edit().question.edit().settings.batch = 20;
  run.memory.edit().question.edit().layout.alignment = 4;
  run.memory.edit().device = {.total = kGiB, .free = kGiB, .charged = 0, .context = 0};
  const CustomModelPreview small = preview_custom_model(run, "8", Activation::kRelu);
  ASSERT_TRUE(small.plan) << small.fault;
  EXPECT_EQ(small.parameters, 10 * 8 + 8 + 8 * 1 + 1);
  const auto bytes = [&](Category c) { return small.plan->categories[static_cast<std::size_t>(c)]; };
  EXPECT_EQ(bytes(Category::kWeights), 97 * 4);
  EXPECT_GT(bytes(Category::kActivations), 0);
  EXPECT_EQ(std::accumulate(small.plan->categories.begin(), small.plan->categories.end(), Bytes{0}),
            small.plan->need);
  EXPECT_EQ(small.plan->verdict, Verdict::kFits);
  const CustomModelPreview huge = preview_custom_model(run, "60000x60000", Activation::kRelu);
  ASSERT_TRUE(huge.plan);
  EXPECT_EQ(huge.plan->verdict, Verdict::kDoesNotFit);
  const CustomModelPreview wrong = preview_custom_model(run, "8xx", Activation::kRelu);
  EXPECT_FALSE(wrong.plan);
  EXPECT_FALSE(wrong.fault.empty());
}

}  // namespace
}  // namespace headroom::app
