#include "app/state/script.h"

#include <gtest/gtest.h>

#include <fstream>

#include "core/base/error.h"
#include "tests/support/temporary_directory.h"

namespace headroom::app {
namespace {

template <typename T>
T only(const std::string& line) {
  const Script script = parse_script(line, "t");
  EXPECT_EQ(script.lines.size(), 1U) << line;
  const T* const step = get_if<T>(&script.lines.at(0).step);
  if (!step) throw Error(ErrorCode::kInternal, "'" + line + "' became another step");
  return *step;
}

template <typename T>
T only_action(const std::string& line) {
  return get<T>(only<step::Do>(line).action);
}

template <typename T>
T only_command(const std::string& line) {
  return std::get<T>(only_action<action::Run>(line).command);
}

std::string refusal(const std::string& text) {
  try {
    parse_script(text, "demo");
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kBadInput);
    return error.what();
  }
  ADD_FAILURE() << "accepted: " << text;
  return {};
}

TEST(Script, ReadsActionsOfTheWindow) {
  EXPECT_EQ(only_action<action::OpenPreset>("open preset scalability").id, "scalability");
  EXPECT_FALSE(only_action<action::OpenPreset>("open preset scalability").play);
  EXPECT_EQ(only_action<action::OpenPath>("open data/my iris.csv").path, "data/my iris.csv");
  EXPECT_EQ(only_action<action::OpenPath>("open \"a  b#.csv\"").path, "a  b#.csv");
  EXPECT_TRUE(only_action<action::TrainImported>("train").play);
  only_action<action::CancelImport>("cancel");
  EXPECT_TRUE(only_action<action::SetTheme>("theme dark").dark);
  EXPECT_FALSE(only_action<action::SetTheme>("theme light").dark);
  EXPECT_FLOAT_EQ(only_action<action::SetTextScale>("scale 200").scale, 2);
  EXPECT_TRUE(only_action<action::SetPresenter>("presenter on").on);
  EXPECT_FALSE(only_action<action::SetPresenter>("presenter off").on);
  EXPECT_EQ(only_action<action::SetSpotlight>("spotlight at stage.load").target, "stage.load");
  EXPECT_FALSE(only_action<action::SetSpotlight>("spotlight off").on);
  EXPECT_EQ(only_action<action::MoveSpotlight>("spotlight prev").by, -1);
  EXPECT_EQ(only_action<action::PointLaser>("laser 10 20").at->y, 20);
  EXPECT_FALSE(only_action<action::PointLaser>("laser off").at);
  EXPECT_EQ(only_action<action::Autoplay>("autoplay").id, "");
  EXPECT_EQ(only_action<action::Autoplay>("autoplay scalability").id, "scalability");
  EXPECT_EQ(only_action<action::Autoplay>("autoplay hold").what, AutoplayDo::kHold);
  EXPECT_EQ(only_action<action::Autoplay>("autoplay pause 30").seconds, 30);
  EXPECT_EQ(only_action<action::Report>("report a.md").format, ReportFormat::kMarkdown);
  EXPECT_EQ(only_action<action::Report>("report html").path, "");
  EXPECT_EQ(only_action<action::OpenStage>("stage features").stage, StageId::kFeatures);
  EXPECT_FALSE(only_action<action::OpenStage>("stage none").stage.has_value());
  EXPECT_EQ(only_action<action::TurnStage>("stage next").by, 1);
  EXPECT_EQ(only_action<action::TurnStage>("stage prev").by, -1);
  EXPECT_TRUE(only_action<action::ShowKeys>("keys on").on);
  EXPECT_TRUE(only_action<action::EditSettings>("settings on").on);
  EXPECT_FALSE(only_action<action::EditCustomModel>("custom-editor off").on);
  EXPECT_TRUE(only_action<action::Browse>("browse").open);
  EXPECT_FALSE(only_action<action::Browse>("browse off").open);
  EXPECT_EQ(only_action<action::BrowseTo>("browse /home/a b").directory, "/home/a b");
  EXPECT_EQ(only_action<action::SelectTab>("tab plan").tab, Tab::kPlan);
  EXPECT_EQ(only_action<action::SelectTab>("tab curves").tab, Tab::kCurves);
  EXPECT_TRUE(only_action<action::ShowAppSettings>("app-settings on").on);
  EXPECT_TRUE(only_action<action::SetReducedMotion>("reduced-motion on").on);
  EXPECT_EQ(only_action<action::SetLanguage>("language de").code, "de");
  EXPECT_EQ(only_action<action::SetLanguage>("language system").code, "");
  EXPECT_FLOAT_EQ(only_action<action::OfferTextScale>("offer-scale 200").scale, 2);
  EXPECT_EQ(only_action<action::OfferTextScale>("offer-scale none").scale, 0);
  only_action<action::FitCurves>("fit");
  EXPECT_EQ(only_action<action::ExportCurves>("export curves svg").format, ExportFormat::kSvg);
  EXPECT_EQ(only_action<action::ExportCurves>("export curves svg").path, "");
  EXPECT_EQ(only_action<action::ExportCurves>("export curves my run.csv").format, ExportFormat::kCsv);
  EXPECT_EQ(only_action<action::ExportCurves>("export curves my run.csv").path, "my run.csv");
  EXPECT_EQ(only_action<action::ExportCurves>("export curves csv my run.txt").format, ExportFormat::kCsv);
  EXPECT_EQ(only_action<action::ExportCurves>("export curves csv my run.txt").path, "my run.txt");
  EXPECT_THROW(parse_script("export curves a.pdf", "s"), Error);
  EXPECT_EQ(only_action<action::Export>("export errors-matrix svg").name, "errors-matrix");
  EXPECT_EQ(only_action<action::Export>("export errors-matrix svg").path, "");
  EXPECT_EQ(only_action<action::Export>("export data-rows csv my rows.csv").path, "my rows.csv");
  EXPECT_EQ(only_action<action::Export>("export data-rows csv my rows.csv").format, ExportFormat::kCsv);
  EXPECT_THROW(parse_script("export errors-matrix", "s"), Error);
  EXPECT_THROW(parse_script("export errors-matrix pdf a.pdf", "s"), Error);
  EXPECT_THROW(parse_script("curves show all", "s"), Error);
  only_action<action::DismissError>("dismiss");
  only_action<action::GoHome>("home");
  only_action<action::Quit>("quit");
}

TEST(Script, ReadsCommandsOfTheRun) {
  only_command<command::Play>("play");
  only_command<command::Pause>("pause");
  EXPECT_FALSE(only_command<command::Reset>("reset").new_seed);
  EXPECT_TRUE(only_command<command::Reset>("new-seed").new_seed);
  EXPECT_DOUBLE_EQ(only_command<command::GoBack>("roll-back 1e-4").learning_rate, 1e-4);
  EXPECT_FALSE(only_command<command::GoBack>("roll-back 1e-4").step);
  EXPECT_EQ(only_command<command::GoBack>("go-back 460 0.001").step, 460);
  EXPECT_DOUBLE_EQ(only_command<command::GoBack>("go-back 460 0.001").learning_rate, 0.001);
  EXPECT_EQ(only_command<command::LookBack>("look-back 460").step, 460);
  EXPECT_FALSE(only_command<command::LookBack>("look-back live").step);
  EXPECT_THROW(parse_script("look-back soon", "s"), Error);
  EXPECT_THROW(parse_script("go-back 460", "s"), Error);
  EXPECT_EQ(only_command<command::SetDevice>("device cuda:1").id, "cuda:1");
  EXPECT_EQ(only_command<command::SaveRun>("save runs/one").directory, "runs/one");
  EXPECT_EQ(only_command<command::SaveRun>("save").directory, "");
  EXPECT_EQ(only_command<command::SetPace>("pace full").pace, kFullSpeed);
  EXPECT_EQ(only_command<command::SetPace>("pace 10 batches").pace, (Pace{PaceUnit::kBatches, 10}));
  EXPECT_EQ(only_command<command::SetPace>("pace 0.5 epochs").pace, (Pace{PaceUnit::kEpochs, 0.5}));
  only_command<command::Undo>("undo");
  EXPECT_EQ(only_action<action::MoreEpochs>("more").epochs, 20);
  EXPECT_EQ(only_action<action::MoreEpochs>("more 3").epochs, 3);
  EXPECT_TRUE(only_action<action::ChangePace>("faster").faster);
  EXPECT_FALSE(only_action<action::ChangePace>("slower").faster);
  EXPECT_EQ(only_action<action::ComparePath>("compare runs/last week").path, "runs/last week");
}

RunConfig edited(const std::string& line, RunConfig config = {}) {
  only_action<action::Edit>(line).edit(config);
  return config;
}

TEST(Script, ReadsChangesOfTheRun) {
  EXPECT_EQ(edited("seed 42").train.seed, 42U);
  EXPECT_EQ(edited("recorder 16").recorder, 16 * kMiB);
  EXPECT_EQ(edited("recorder 0").recorder, 0);
  EXPECT_DOUBLE_EQ(edited("lr 0.001").train.optimizer.learning_rate, 0.001);
  EXPECT_EQ(edited("select small,large").selected, (std::vector<std::string>{"small", "large"}));
  const RunConfig custom = edited("custom 64x32");
  EXPECT_EQ(custom.models.back().hidden, (std::vector<std::int64_t>{64, 32}));
  EXPECT_EQ(custom.selected, std::vector<std::string>{"custom"});
  EXPECT_TRUE(only_action<action::Edit>("custom 64x32").custom_again);
  RunConfig two = custom;
  two.models.insert(two.models.begin(), {"small", "Small", {4}});
  EXPECT_EQ(edited("custom none", two).selected, std::vector<std::string>{"small"});
  EXPECT_EQ(edited("activation gelu").activation, Activation::kGelu);
  EXPECT_EQ(edited("activation silu").activation, Activation::kSilu);
  EXPECT_DOUBLE_EQ(edited("test-part 12.5").split.test_fraction, 0.125);
  EXPECT_EQ(edited("class-weight balanced").class_weight, ClassWeight::kBalanced);
  EXPECT_FALSE(edited("target-scale none").scale_target);
  RunConfig products;
  products.degree = 2;
  EXPECT_EQ(edited("terms generated", products).terms, Terms::kGenerated);
  EXPECT_EQ(edited("residence streamed").residence, Residence::kStreamed);
}

TEST(Script, ReadsActionsOfThePlan) {
  only_action<action::PlanExample>("plan example");
  EXPECT_EQ(only_action<action::PlanModelFile>("plan file my model/config.json").path,
            "my model/config.json");
  EXPECT_EQ(only_action<action::PlanAbout>("plan network").subject, PlanSubject::kNetwork);
  EXPECT_EQ(only_action<action::PlanAbout>("plan run").subject, PlanSubject::kRun);
  EXPECT_EQ(only_action<action::PlanAbout>("plan run large").run_model, "large");
  EXPECT_EQ(only_action<action::PlanOn>("plan card GeForce RTX 4090").card, "GeForce RTX 4090");
  EXPECT_EQ(only_action<action::PlanOn>("plan card device").card, "");
  only_action<action::UndoPlan>("plan undo");
  EXPECT_EQ(only_action<action::SavePlan>("plan save json").format, PlanFormat::kJson);
  EXPECT_EQ(only_action<action::SavePlan>("plan save markdown a.md").path, "a.md");
  EXPECT_EQ(only<step::ChangePlan>("plan set zero 3").setting, "zero");
  EXPECT_EQ(only<step::ChangePlan>("plan set zero 3").value, "3");
  EXPECT_EQ(only<step::ExpectPlan>("expect plan borderline").verdict, Verdict::kBorderline);
}

TEST(Script, ReadsStepsThatNeedTheState) {
  EXPECT_EQ(only<step::ChooseTarget>("target petal width").column, "petal width");
  EXPECT_EQ(only<step::ChooseTask>("task regress").task, Task::kRegression);
  EXPECT_EQ(only<step::ChooseTask>("task classify").task, Task::kClassification);
  EXPECT_FALSE(only<step::StepOnce>("step").whole_epoch.has_value());
  EXPECT_EQ(only<step::StepOnce>("step batch").whole_epoch, false);
  EXPECT_EQ(only<step::StepOnce>("step epoch").whole_epoch, true);
  EXPECT_EQ(only<step::ChangeCurves>("smoothing 0.9").smoothing, 0.9);
  EXPECT_EQ(only<step::ChangeCurves>("axis seconds").axis, CurveAxis::kSeconds);
  EXPECT_EQ(only<step::ChangeCurves>("log on").log_loss, true);
  EXPECT_EQ(only<step::ChangeCurves>("reference off").reference, false);
  EXPECT_EQ(only<step::ChangeCurves>("curves show quality").show, CurveShow::kQuality);
  EXPECT_EQ(only<step::ChangeCurves>("curve small off").curve, "small");
  EXPECT_FALSE(only<step::ChangeCurves>("curve small off").curve_on);
  EXPECT_EQ(only<step::Resize>("size 1024x700").height, 700);
  EXPECT_EQ(only<step::Screenshot>("screenshot a.png").path, "a.png");
  only<step::PrintStats>("print stats");
  only<step::PrintState>("print state");
}

TEST(Script, ReadsWhatAColumnIsAndHowATableIsRead) {
  const auto column = only<step::ChangeColumn>("column \"petal width\" category");
  EXPECT_EQ(column.column, "petal width");
  EXPECT_EQ(column.wish, ColumnWish::kCategorical);
  EXPECT_EQ(only<step::ChangeColumn>("column a ignore").wish, ColumnWish::kIgnore);
  EXPECT_EQ(only<step::ChangeColumn>("column a number").wish, ColumnWish::kNumeric);
  EXPECT_EQ(only<step::ChangeColumn>("column a date").wish, ColumnWish::kDate);
  EXPECT_FALSE(only<step::ChangeColumn>("column a auto").wish.has_value());
  EXPECT_EQ(only<step::ChangeTable>("import-missing oops").remedy, TableRemedy::missing("oops"));
  EXPECT_EQ(only<step::ChangeTable>("import-drop-rows").remedy, TableRemedy::drop_rows());
  EXPECT_EQ(only_action<action::ShowImport>("import-show doubts").show, ImportShow::kDoubts);
  EXPECT_EQ(only<step::ChangeReading>("header no").header, HeaderChoice::kNo);
  EXPECT_EQ(only<step::ChangeReading>("header auto").header, HeaderChoice::kAuto);
  EXPECT_EQ(only<step::ChangeReading>("separator semicolon").separator, std::optional<char>(';'));
  const auto any = only<step::ChangeReading>("separator auto").separator;
  EXPECT_TRUE(any && !*any);
  EXPECT_EQ(only<step::ChangeReading>("skip-lines 3").skip_lines, std::optional<std::int64_t>(3));
  EXPECT_EQ(only<step::ChangeReading>("comment %").comment, std::optional<char>('%'));
  EXPECT_EQ(only<step::ChangeReading>("encoding windows-1251").encoding, "windows-1251");
  EXPECT_EQ(only<step::ChangeReading>("encoding auto").encoding, "");
  EXPECT_THROW(parse_script("encoding klingon", "test"), Error);
  EXPECT_EQ(only<step::ChangeDayOrder>("day-order day").day_first, true);
  EXPECT_EQ(only<step::ChangeDayOrder>("day-order month").day_first, false);
  EXPECT_FALSE(only<step::ChangeDayOrder>("day-order auto").day_first.has_value());
  const auto expected = only<step::ExpectColumn>("expect column a identifier");
  EXPECT_EQ(expected.column, "a");
  EXPECT_EQ(expected.type, ColumnType::kIdentifier);
}

TEST(Script, ReadsWhatIsPastedFromAFile) {
  const test::TemporaryDirectory folder;
  const std::string path = (folder.path() / "cells.txt").string();
  std::ofstream(path) << "a\tb\n1\t2\n";
  EXPECT_EQ(only_action<action::Paste>("paste " + path).text, "a\tb\n1\t2\n");
}

TEST(Script, ReadsWaitsAndExpectations) {
  EXPECT_EQ(only<step::WaitEpoch>("wait epoch 5").epoch, 5);
  EXPECT_DOUBLE_EQ(only<step::WaitEpoch>("wait epoch 5").timeout, kDefaultTimeout);
  EXPECT_DOUBLE_EQ(only<step::WaitEpoch>("wait epoch 5 timeout 7.5").timeout, 7.5);
  EXPECT_EQ(only<step::WaitState>("wait state finished timeout 3").state, RunState::kFinished);
  EXPECT_DOUBLE_EQ(only<step::WaitImport>("wait import timeout 2").timeout, 2);
  EXPECT_DOUBLE_EQ(only<step::WaitSeconds>("wait seconds 0.25").seconds, 0.25);
  EXPECT_EQ(only<step::WaitFrames>("wait frames 10").frames, 10);
  EXPECT_EQ(only<step::ExpectState>("expect state diverged").state, RunState::kDiverged);
  EXPECT_EQ(only<step::ExpectError>("expect error has 4 fields").part, "has 4 fields");
  only<step::ExpectNoError>("expect no-error");
  const auto accuracy = only<step::ExpectAccuracy>("expect accuracy large >= 0.8");
  EXPECT_EQ(accuracy.model, "large");
  EXPECT_DOUBLE_EQ(accuracy.at_least, 0.8);
}

TEST(Script, ReadsAnyFact) {
  const auto wait = only<step::WaitFact>("wait theme light timeout 3");
  EXPECT_EQ(wait.test.fact->name, "theme");
  EXPECT_EQ(wait.test.comparison, Comparison::kIs);
  EXPECT_EQ(wait.test.value, "light");
  EXPECT_DOUBLE_EQ(wait.timeout, 3);
  EXPECT_EQ(only<step::ExpectFact>("expect steps >= 5").test.comparison, Comparison::kAtLeast);
  EXPECT_EQ(only<step::ExpectFact>("expect plan_gpus <= 8").test.comparison, Comparison::kAtMost);
  EXPECT_EQ(only<step::ExpectFact>("expect plan_card \"A card\"").test.value, "A card");
  // Words with a meaning of their own keep it.
  EXPECT_EQ(only<step::WaitEpoch>("wait epoch 5").epoch, 5);
  EXPECT_EQ(only<step::ExpectFact>("expect epoch 5").test.fact->name, "epoch");
}

TEST(Script, NamesTheFactsWhenThereIsNoSuchOne) {
  const std::string what = refusal("expect weather fine");
  EXPECT_EQ(
      what.rfind("demo:1: 'expect' wants one of state, error, no-error, plan, column, accuracy, home, tab, ",
                 0),
      0U)
      << what;
  EXPECT_NE(what.find("plan_verdict"), std::string::npos);
  EXPECT_NE(what.find("not 'weather'"), std::string::npos);
}

TEST(Script, SkipsCommentsAndBlankLines) {
  const Script script = parse_script("# a demo\n\n  play   # go\r\n\t\nquit", "demo");
  ASSERT_EQ(script.lines.size(), 2U);
  EXPECT_EQ(script.lines[0].where, "demo:3");
  EXPECT_EQ(script.lines[1].where, "demo:5");
  EXPECT_TRUE(parse_script("", "demo").lines.empty());
}

TEST(Script, NamesTheLineOfAnUnknownActionAndListsTheKnownOnes) {
  const std::string what = refusal("play\njump\n");
  EXPECT_EQ(what.rfind("demo:2: 'jump' is no action; the actions are open, train, ", 0), 0U) << what;
  EXPECT_NE(what.find("screenshot"), std::string::npos);
}

TEST(Script, RefusesWhatIsIncompleteOrTooMuch) {
  for (const char* const line : {"open",
                                 "open preset",
                                 "select",
                                 "custom",
                                 "custom 64xx",
                                 "custom 0",
                                 "seed",
                                 "seed -1",
                                 "seed 1.5",
                                 "lr x",
                                 "lr nan",
                                 "wait",
                                 "wait epoch",
                                 "wait epoch 0",
                                 "wait state asleep",
                                 "wait frames 0",
                                 "wait epoch 3 timeout",
                                 "wait epoch 3 timeout x",
                                 "theme blue",
                                 "scale 50",
                                 "scale 251",
                                 "size 10",
                                 "size 10x10",
                                 "size 1024x700x2",
                                 "presenter",
                                 "presenter maybe",
                                 "spotlight",
                                 "spotlight at",
                                 "laser 10",
                                 "laser -1 5",
                                 "autoplay pause 1",
                                 "autoplay a b",
                                 "report",
                                 "report a.pdf",
                                 "stage middle",
                                 "smoothing 1",
                                 "axis days",
                                 "expect",
                                 "expect state",
                                 "expect accuracy large",
                                 "expect accuracy large >= 2",
                                 "print",
                                 "print money",
                                 "play now",
                                 "quit 1",
                                 "activation step",
                                 "test-part 95",
                                 "class-weight heavy",
                                 "target-scale",
                                 "step day",
                                 "screenshot",
                                 "open \"a.csv",
                                 "target",
                                 "task guess",
                                 "log",
                                 "tab cellar",
                                 "plan",
                                 "plan card",
                                 "plan set colour blue",
                                 "plan save html",
                                 "expect plan perhaps",
                                 "expect weather fine",
                                 "expect theme",
                                 "expect theme dark light",
                                 "wait theme",
                                 "focus",
                                 "press now",
                                 "app-settings",
                                 "offer-scale 50",
                                 "keys 1"}) {
    const std::string what = refusal(line);
    EXPECT_EQ(what.rfind("demo:1: ", 0), 0U) << line << " -> " << what;
  }
}

TEST(Script, EveryListedActionHasAName) {
  for (const std::string& line : script_actions()) EXPECT_FALSE(line.empty());
  EXPECT_GE(script_actions().size(), 35U);
}

TEST(Script, SaysWhenThereIsNoSuchFile) {
  try {
    read_script("/nowhere/demo.headroom");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kNotFound);
    EXPECT_EQ(error.where(), "/nowhere/demo.headroom");
  }
}

TEST(Script, PaintsMovesTheNoiseAndDrawsOnThePad) {
  const Script script = parse_script(
      "noise 0.35\nbatch 64\npaint new\npaint class 1\npaint point 0.25 -0.5\npaint erase 0 0\npaint train\n"
      "look pad clear\nlook pad draw 3 4\n",
      "s");
  ASSERT_EQ(script.lines.size(), 9U);
  const auto action_of = [&](std::size_t i) { return get<step::Do>(script.lines[i].step).action; };
  RunConfig config;
  config.generator = SyntheticSpec{"moons", 100, 2, 0.1, 1};
  get<action::Edit>(action_of(0)).edit(config);
  EXPECT_EQ(config.generator->noise, 0.35);
  get<action::Edit>(action_of(1)).edit(config);
  EXPECT_EQ(config.train.batch, 64);
  config.generator.reset();
  EXPECT_THROW(get<action::Edit>(action_of(0)).edit(config), Error);
  EXPECT_EQ(get<action::OpenPainting>(action_of(2)).from, action::OpenPainting::From::kEmpty);
  PaintState paint = empty_painting();
  for (const std::size_t i : {3, 4}) get<action::Paint>(action_of(i)).change(paint);
  ASSERT_EQ(paint.points.size(), 1U);
  EXPECT_EQ(paint.points[0].x, 0.25F);
  EXPECT_EQ(paint.points[0].label, 1);
  EXPECT_TRUE(get<step::ChangeLook>(script.lines[7].step).pad);
  for (const char* const wrong : {"paint class 2", "paint point 1", "noise -1", "look pad", "batch 0"}) {
    EXPECT_THROW(parse_script(wrong, "s"), Error) << wrong;
  }
}

}  // namespace
}  // namespace headroom::app
