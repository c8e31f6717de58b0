#include "app/state/script.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>

#include "app/state/curve_export.h"
#include "app/state/recent.h"
#include "app/state/script_views.h"
#include "app/state/script_words.h"
#include "app/state/settings.h"
#include "app/state/window_report.h"
#include "core/base/error.h"
#include "core/base/join.h"
#include "core/base/nearest.h"
#include "core/data/csv/encoding.h"
#include "core/io/file.h"
#include "core/plan/plan_settings.h"

namespace headroom::app {

namespace {

using Words = ScriptWords;

constexpr auto kTargetScaleNames = names<bool>({{true, "standard"}, {false, "none"}});

Step run(Command command) { return step::Do{action::Run{std::move(command)}}; }

Step edit(std::function<void(RunConfig&)> change) { return step::Do{action::Edit{std::move(change)}}; }

std::optional<StageId> take_stage(Words& words) {
  std::vector<std::string_view> names;
  for (const StageRow& stage : kStageTable) names.push_back(stage.name);
  names.emplace_back("none");
  const std::size_t chosen = words.choice(names);
  if (chosen == kStageTable.size()) return std::nullopt;
  return kStageTable.begin()[chosen].value;
}

Step parse_open(Words& words) {
  if (words.take("preset")) return step::Do{action::OpenPreset{words.word("a preset's name"), false}};
  return step::Do{action::OpenPath{words.rest("a file name, or preset and its name")}};
}

Step parse_step(Words& words) {
  if (words.empty()) return step::StepOnce{};
  return step::StepOnce{words.one_of(kStepUnitNames)};
}

constexpr std::int64_t kMostSteps = 1'000'000'000'000;

Step parse_axis(Words& words) { return step::ChangeCurves{{}, words.one_of(kCurveAxisNames), {}, {}}; }

Step parse_curve(Words& words) {
  step::ChangeCurves change;
  change.curve = words.word("a curve: a model's name, or past-N");
  change.curve_on = words.on_off();
  return change;
}

// The curves are exported whatever is shown; of others scripts know no more than the name.
Step parse_export(Words& words) {
  const std::string name = words.word("what to export: curves, or one of the fact exhibits");
  if (name != "curves") {
    const ExportFormat format = words.one_of(kExportFormatNames);
    return step::Do{action::Export{name, format, words.empty() ? "" : words.rest("a file name")}};
  }
  const std::string file = words.rest("a file name, or png, svg or csv");
  // As of other exhibits: "csv FILE". A file whose name begins so has its own ending.
  for (const auto& format : kExportFormatNames) {
    if (file == format.name) return step::Do{action::ExportCurves{format.value, {}}};
    if (file.starts_with(std::string(format.name) + " "))
      return step::Do{action::ExportCurves{format.value, file.substr(format.name.size() + 1)}};
  }
  return step::Do{action::ExportCurves{words.parsed([&] { return export_format_of(file); }), file}};
}

Step parse_plan(Words& words) {
  switch (words.choice({"example", "file", "network", "run", "card", "set", "undo", "measure", "save",
                        "fits-8gb", "device"})) {
    case 0: return step::Do{action::PlanExample{}};
    case 1: return step::Do{action::PlanModelFile{words.rest("a config.json")}};
    case 2: return step::Do{action::PlanAbout{PlanSubject::kNetwork, {}}};
    case 3: {
      const std::string id = words.empty() ? "" : words.word("a network of the run");
      return step::Do{action::PlanAbout{PlanSubject::kRun, id}};
    }
    case 4: {
      const std::string card = words.rest("a card's whole name, or device");
      return step::Do{action::PlanOn{card == "device" ? "" : card}};
    }
    case 5: {
      std::vector<std::string_view> settings;
      for (const PlanSetting& each : plan_settings()) settings.push_back(each.word);
      const std::string setting(settings[words.choice(settings)]);
      return step::ChangePlan{setting, words.word("a value")};
    }
    case 6: return step::Do{action::UndoPlan{}};
    case 7: return step::Do{action::MeasurePlan{}};
    case 9: return step::Do{action::PlanOnSmallCard{}};
    case 10: return step::Do{action::AskDevice{words.empty() ? 1 : words.integer("an index", 0, 1000)}};
    default: {
      const bool json = words.choice({"markdown", "json"}) == 1;
      const std::string path = words.empty() ? "" : words.rest("a file name");
      return step::Do{action::SavePlan{json ? PlanFormat::kJson : PlanFormat::kMarkdown, path}};
    }
  }
}

// Index of the word that comes next in `own`, or the fact that it names.
std::variant<std::size_t, const Fact*> take_own_or_fact(Words& words, std::vector<std::string_view> own) {
  const std::size_t own_count = own.size();
  for (const Fact& fact : facts()) {
    if (std::find(own.begin(), own.end(), fact.name) == own.end()) own.push_back(fact.name);
  }
  const std::size_t chosen = words.choice(own);
  if (chosen < own_count) return chosen;
  return find_fact(own[chosen]);
}

FactTest take_test(Words& words, const Fact* fact) {
  FactTest test{fact, Comparison::kIs, {}};
  if (words.take(">=")) test.comparison = Comparison::kAtLeast;
  if (words.take("<=")) test.comparison = Comparison::kAtMost;
  test.value = words.word("a value of " + std::string(fact->name));
  double number = 0;
  const char* const end = test.value.data() + test.value.size();
  const auto [read, failure] = std::from_chars(test.value.data(), end, number);
  if (test.comparison != Comparison::kIs && (failure != std::errc() || read != end))
    words.fail("compares " + std::string(fact->name) + " with a number, not with '" + test.value + "'");
  return test;
}

// `epoch`: finished by every selected model; a word of its own, as the fact is of the one furthest ahead.
Step parse_wait(Words& words) {
  const auto what = take_own_or_fact(words, {"epoch", "state", "import", "seconds", "frames"});
  if (const Fact* const* const fact = std::get_if<const Fact*>(&what)) {
    FactTest test = take_test(words, *fact);
    return step::WaitFact{std::move(test), words.timeout(kDefaultTimeout)};
  }
  switch (std::get<std::size_t>(what)) {
    case 0: {
      const std::int64_t epoch = words.integer("an epoch", 1, 1'000'000'000);
      return step::WaitEpoch{epoch, words.timeout(kDefaultTimeout)};
    }
    case 1: {
      const RunState state = words.one_of(kRunStateNames);
      return step::WaitState{state, words.timeout(kDefaultTimeout)};
    }
    case 2: return step::WaitImport{words.timeout(kDefaultTimeout)};
    case 3: return step::WaitSeconds{words.number("seconds", 0, 1e6)};
    default: return step::WaitFrames{words.integer("a number of frames", 1, 1'000'000)};
  }
}

Step parse_expect(Words& words) {
  const auto what = take_own_or_fact(words, {"state", "error", "no-error", "plan", "column", "accuracy"});
  if (const Fact* const* const fact = std::get_if<const Fact*>(&what)) {
    return step::ExpectFact{take_test(words, *fact)};
  }
  switch (std::get<std::size_t>(what)) {
    case 0: return step::ExpectState{words.one_of(kRunStateNames)};
    case 1: return step::ExpectError{words.rest("a part of the error's text")};
    case 2: return step::ExpectNoError{};
    case 3: return step::ExpectPlan{words.one_of(kVerdictNames)};
    case 4: {
      std::string column = words.word("a column's name");
      return step::ExpectColumn{std::move(column), words.one_of(kColumnTypeNames)};
    }
    default: {
      std::string model = words.word("a model's name");
      words.take(">=");
      return step::ExpectAccuracy{std::move(model), words.number("an accuracy", 0, 1)};
    }
  }
}

Step parse_recent(Words& words) {
  const std::size_t what = words.choice({"open", "trash", "undo"});
  if (what == 2) return step::Do{action::UndoRecent{}};
  const auto entry = static_cast<std::size_t>(
                         words.integer("its place in the list", 1, static_cast<std::int64_t>(kMostRecent))) -
                     1;
  if (what == 0) return step::Do{action::OpenRecent{entry}};
  return step::Do{action::RemoveRecent{entry}};
}

Step parse_close(Words& words) {
  if (words.empty()) return step::Do{action::Close{}};
  constexpr action::CloseAnswer kAnswers[] = {action::CloseAnswer::kSave, action::CloseAnswer::kDiscard,
                                              action::CloseAnswer::kStay};
  return step::Do{action::AnswerClose{kAnswers[words.choice({"save", "discard", "stay"})]}};
}

Step parse_print(Words& words) {
  if (words.choice({"stats", "state"}) == 0) return step::PrintStats{};
  return step::PrintState{};
}

constexpr auto kWishNames = names<std::optional<ColumnWish>>({{ColumnWish::kIgnore, "ignore"},
                                                              {ColumnWish::kNumeric, "number"},
                                                              {ColumnWish::kCategorical, "category"},
                                                              {ColumnWish::kDate, "date"},
                                                              {std::nullopt, "auto"}});

struct Verb {
  std::string_view name;
  std::string usage;  // what follows the name
  Step (*parse)(Words&);
};

// Every action of the language, in the order in which help lists them.
const Verb kVerbs[] = {
    {"open", "preset ID | FILE.csv | CONFIG.json | RUN_DIRECTORY | FILE.headroom", parse_open},
    {"train", "", [](Words&) -> Step { return step::Do{action::TrainImported{true}}; }},
    {"target", "COLUMN", [](Words& w) -> Step { return step::ChooseTarget{w.rest("a column's name")}; }},
    {"task", "classify|regress",
     [](Words& w) -> Step {
       return step::ChooseTask{w.choice({"classify", "regress"}) == 0 ? Task::kClassification
                                                                      : Task::kRegression};
     }},
    {"paste", "FILE (as a table from the clipboard)",
     [](Words& w) -> Step {
       const std::string file = w.rest("a file that holds what is pasted");
       return step::Do{action::Paste{w.parsed([&] { return read_file(file); })}};
     }},
    {"column", "NAME " + kWishNames.list("|"),
     [](Words& w) -> Step {
       std::string column = w.word("a column's name");
       return step::ChangeColumn{std::move(column), w.one_of(kWishNames)};
     }},
    {"import-missing", "WORD",
     [](Words& w) -> Step {
       return step::ChangeTable{TableRemedy::missing(w.word("a word for a missing value"))};
     }},
    {"import-drop-rows", "(those without a target)",
     [](Words&) -> Step { return step::ChangeTable{TableRemedy::drop_rows()}; }},
    {"import-show", kImportShowNames.list("|"),
     [](Words& w) -> Step { return step::Do{action::ShowImport{w.one_of(kImportShowNames)}}; }},
    {"header", kHeaderNames.list("|"),
     [](Words& w) -> Step { return step::ChangeReading{.header = w.one_of(kHeaderNames)}; }},
    {"separator", kSeparatorNames.list("|"),
     [](Words& w) -> Step { return step::ChangeReading{.separator = w.one_of(kSeparatorNames)}; }},
    {"comment", "CHARACTER | auto",
     [](Words& w) -> Step {
       if (w.take("auto")) return step::ChangeReading{.comment = std::optional<char>()};
       const std::string text = w.word("a character");
       if (text.size() != 1) w.fail("'" + text + "' is not one character");
       return step::ChangeReading{.comment = text.front()};
     }},
    {"skip-lines", "N | auto",
     [](Words& w) -> Step {
       if (w.take("auto")) return step::ChangeReading{.skip_lines = std::optional<std::int64_t>()};
       return step::ChangeReading{.skip_lines = w.integer("lines", 0, 1'000'000)};
     }},
    {"encoding", "NAME | auto",
     [](Words& w) -> Step {
       if (w.take("auto")) return step::ChangeReading{.encoding = std::string()};
       const std::string name = w.word("an encoding");
       if (!is_encoding(name)) w.fail("'" + name + "' is no encoding that this system knows");
       return step::ChangeReading{.encoding = name};
     }},
    {"day-order", kDayOrderNames.list("|"),
     [](Words& w) -> Step { return step::ChangeDayOrder{w.one_of(kDayOrderNames)}; }},
    {"cancel", "", [](Words&) -> Step { return step::Do{action::CancelImport{}}; }},
    {"select", "small,large,custom",
     [](Words& w) -> Step { return step::Do{use_models(split(w.word("models")))}; }},
    {"custom", "64x32 | none",
     [](Words& w) -> Step {
       const std::string text = w.word("hidden widths such as 64x32");
       if (text == "none") return edit(remove_custom_model);
       return step::Do{use_custom_model(w.parsed([&] { return parse_hidden(text); }))};
     }},
    {"activation", kActivationTable.list("|"),
     [](Words& w) -> Step {
       const std::string text = w.word("an activation");
       const Activation activation = w.parsed([&] { return parse_activation(text); });
       return edit([activation](RunConfig& config) { config.activation = activation; });
     }},
    {"test-part", "PERCENT of the rows, for the end of the training",
     [](Words& w) -> Step {
       const double share = w.number("a percentage", 0, 90) / 100;
       return edit([share](RunConfig& config) { config.split.test_fraction = share; });
     }},
    {"class-weight", kClassWeightNames.list("|"),
     [](Words& w) -> Step {
       const ClassWeight weight = w.one_of(kClassWeightNames);
       return edit([weight](RunConfig& config) { config.class_weight = weight; });
     }},
    {"target-scale", kTargetScaleNames.list("|"),
     [](Words& w) -> Step {
       const bool scaled = w.one_of(kTargetScaleNames);
       return edit([scaled](RunConfig& config) { config.scale_target = scaled; });
     }},
    {"terms", kTermsNames.list("|"),
     [](Words& w) -> Step {
       const std::string text = w.word("stored or generated");
       const Terms terms = w.parsed([&] { return parse_terms(text); });
       return edit([terms](RunConfig& config) { set_terms(config, terms); });
     }},
    {"residence", kResidenceNames.list("|"),
     [](Words& w) -> Step {
       const std::string text = w.word("device or streamed");
       const Residence residence = w.parsed([&] { return parse_residence(text); });
       return edit([residence](RunConfig& config) { config.residence = residence; });
     }},
    {"device", "cpu|cuda:N", [](Words& w) -> Step { return run(command::SetDevice{w.word("a device")}); }},
    {"compare-devices", "", [](Words&) -> Step { return run(command::CompareDevices{}); }},
    {"play", "", [](Words&) -> Step { return run(command::Play{}); }},
    {"pace", "full | 10 batches | 1 epochs (a second; a script's runs start at full speed)",
     [](Words& w) -> Step {
       const std::string text = w.rest("full, or a number and batches or epochs");
       return run(command::SetPace{w.parsed([&] { return parse_pace(text); })});
     }},
    {"slower", "", [](Words&) -> Step { return step::Do{action::ChangePace{false}}; }},
    {"faster", "", [](Words&) -> Step { return step::Do{action::ChangePace{true}}; }},
    {"more", "[EPOCHS]",
     [](Words& w) -> Step {
       return step::Do{action::MoreEpochs{w.empty() ? kMoreEpochs : w.integer("epochs", 1, 1'000'000)}};
     }},
    {"undo", "", [](Words&) -> Step { return run(command::Undo{}); }},
    {"compare", "RUN_DIRECTORY",
     [](Words& w) -> Step { return step::Do{action::ComparePath{w.rest("the folder of a saved run")}}; }},
    {"remove-past", "N (1 is the newest)",
     [](Words& w) -> Step {
       return step::RemovePast{
           static_cast<std::size_t>(w.integer("its place in the list", 1, kMostPastRuns))};
     }},
    {"pause", "", [](Words&) -> Step { return run(command::Pause{}); }},
    {"step", "[batch|epoch]", parse_step},
    {"reset", "", [](Words&) -> Step { return run(command::Reset{false}); }},
    {"new-seed", "", [](Words&) -> Step { return run(command::Reset{true}); }},
    {"seed", "N",
     [](Words& w) -> Step {
       const auto seed = static_cast<std::uint64_t>(w.integer("a seed", 0, INT64_MAX));
       return edit([seed](RunConfig& config) { config.train.seed = seed; });
     }},
    {"batch", "N (rows of a step)",
     [](Words& w) -> Step {
       const std::int64_t batch = w.integer("a number of rows", 1, INT32_MAX);
       return edit([batch](RunConfig& config) { config.train.batch = batch; });
     }},
    {"precision", kPrecisionNames.list("|"),
     [](Words& w) -> Step {
       const Precision precision = w.one_of(kPrecisionNames);
       return edit([precision](RunConfig& config) { config.train.precision = precision; });
     }},
    {"noise", "X (of a generated set)",
     [](Words& w) -> Step { return step::Do{use_noise(w.number("a noise", 0, 1e6))}; }},
    {"lr", "X",
     [](Words& w) -> Step { return step::Do{use_learning_rate(w.number("a learning rate", 0, 1e6))}; }},
    {"roll-back", "LR",
     [](Words& w) -> Step {
       return run(command::GoBack{std::nullopt, w.number("a learning rate", 0, 1e6)});
     }},
    {"look-back", "STEP|live",
     [](Words& w) -> Step {
       if (w.take("live")) return run(command::LookBack{});
       return run(command::LookBack{w.integer("a step, or live", 0, kMostSteps)});
     }},
    {"go-back", "STEP LR",
     [](Words& w) -> Step {
       const std::int64_t step = w.integer("a step", 0, kMostSteps);
       return run(command::GoBack{step, w.number("a learning rate", 0, 1e6)});
     }},
    {"save", "[DIRECTORY]",
     [](Words& w) -> Step { return run(command::SaveRun{w.empty() ? "" : w.rest("a directory")}); }},
    {"wait",
     "epoch N [timeout S] | state NAME [timeout S] | import [timeout S] | seconds S | frames N | "
     "FACT [>=|<=] VALUE [timeout S]",
     parse_wait},
    {"expect",
     "state NAME | error TEXT | no-error | plan VERDICT | column NAME TYPE | accuracy MODEL >= X | FACT "
     "[>=|<=] VALUE",
     parse_expect},
    {"print", "stats (of the frames since the last time) | state (every fact, by its name)", parse_print},
    {"screenshot", "FILE.png", [](Words& w) -> Step { return step::Screenshot{w.rest("a file name")}; }},
    {"theme", "dark|light",
     [](Words& w) -> Step { return step::Do{action::SetTheme{w.one_of(kThemeNames)}}; }},
    {"scale", "100 to 250",
     [](Words& w) -> Step {
       return step::Do{action::SetTextScale{static_cast<float>(w.number("a percentage", 100, 250) / 100)}};
     }},
    {"size", "1024x700",
     [](Words& w) -> Step {
       const auto [width, height] = w.size();
       return step::Resize{width, height};
     }},
    {"spotlight",
     "on|off|next|prev | at NAME (in presenter mode: a control, an exhibit, a place of a lesson)",
     [](Words& w) -> Step {
       switch (w.choice({"on", "off", "next", "prev", "at"})) {
         case 0: return step::Do{action::SetSpotlight{true}};
         case 1: return step::Do{action::SetSpotlight{false}};
         case 2: return step::Do{action::MoveSpotlight{1}};
         case 3: return step::Do{action::MoveSpotlight{-1}};
         default: return step::Do{action::SetSpotlight{true, w.rest("a place's name")}};
       }
     }},
    {"laser", "X Y (pixels) | off",
     [](Words& w) -> Step {
       if (w.take("off")) return step::Do{action::PointLaser{}};
       const double x = w.number("pixels from the left", 0, 20'000);
       const double y = w.number("pixels from the top", 0, 20'000);
       return step::Do{action::PointLaser{ImVec2(static_cast<float>(x), static_cast<float>(y))}};
     }},
    {"autoplay", "[TOUR] | hold | next | back | pause SECONDS | leave (a tour that plays by itself)",
     [](Words& w) -> Step {
       if (w.empty()) return step::Do{action::Autoplay{}};
       if (w.take("hold")) return step::Do{action::Autoplay{AutoplayDo::kHold}};
       if (w.take("next")) return step::Do{action::Autoplay{AutoplayDo::kNext}};
       if (w.take("back")) return step::Do{action::Autoplay{AutoplayDo::kBack}};
       if (w.take("leave")) return step::Do{action::Autoplay{AutoplayDo::kLeave}};
       if (!w.take("pause")) return step::Do{action::Autoplay{AutoplayDo::kStart, w.word("a tour's name")}};
       const auto seconds = static_cast<int>(w.integer("seconds", kShortestPause, kLongestPause));
       return step::Do{action::Autoplay{AutoplayDo::kPause, {}, seconds}};
     }},
    {"presenter", "on|off", [](Words& w) -> Step { return step::Do{action::SetPresenter{w.on_off()}}; }},
    {"stage", kStageTable.list("|") + "|next|prev|none",
     [](Words& w) -> Step {
       if (w.take("next")) return step::Do{action::TurnStage{1}};
       if (w.take("prev")) return step::Do{action::TurnStage{-1}};
       return step::Do{action::OpenStage{take_stage(w)}};
     }},
    {"smoothing", "0 to 0.99",
     [](Words& w) -> Step {
       return step::ChangeCurves{w.number("a smoothing", 0, 0.99), {}, {}, {}};
     }},
    {"axis", kCurveAxisNames.list("|"), parse_axis},
    {"log", "on|off",
     [](Words& w) -> Step {
       return step::ChangeCurves{{}, {}, w.on_off(), {}};
     }},
    {"reference", "on|off",
     [](Words& w) -> Step {
       return step::ChangeCurves{{}, {}, {}, w.on_off()};
     }},
    {"curves", "show " + kCurveShowNames.list("|"),
     [](Words& w) -> Step {
       w.choice({"show"});
       step::ChangeCurves change;
       change.show = w.one_of(kCurveShowNames);
       return change;
     }},
    {"curve", "MODEL|past-N on|off", parse_curve},
    {"export", "curves FILE.png|FILE.svg|FILE.csv | curves|EXHIBIT png|svg|csv [FILE]", parse_export},
    {"report", "FILE.html|FILE.md|html|md (what the window shows, in words, tables and drawings)",
     [](Words& w) -> Step {
       const std::string file = w.rest("a file name, or html or md");
       if (const auto* const format = kReportFormatNames.find(file))
         return step::Do{action::Report{format->value}};
       return step::Do{action::Report{w.parsed([&] { return report_format_of(file); }), file}};
     }},
    {"fit", "", [](Words&) -> Step { return step::Do{action::FitCurves{}}; }},
    {"keys", "on|off", [](Words& w) -> Step { return step::Do{action::ShowKeys{w.on_off()}}; }},
    {"settings", "on|off", [](Words& w) -> Step { return step::Do{action::EditSettings{w.on_off()}}; }},
    {"repeats", "open|close|start|cancel | seeds|folds N (figures with their uncertainty)",
     [](Words& w) -> Step {
       constexpr std::array kDo{RepeatsDo::kOpen, RepeatsDo::kClose, RepeatsDo::kStart, RepeatsDo::kCancel};
       const std::size_t what = w.choice({"open", "close", "start", "cancel", "seeds", "folds"});
       if (what < kDo.size()) return step::Do{action::Repeats{kDo[what]}};
       return step::Do{action::Repeats{RepeatsDo::kPlan,
                                       {what == 5 ? RepeatPlan::Kind::kFolds : RepeatPlan::Kind::kSeeds,
                                        w.integer("a number of trainings", 2, kMostRepeatsShown)}}};
     }},
    {"app-settings", "on|off",
     [](Words& w) -> Step { return step::Do{action::ShowAppSettings{w.on_off()}}; }},
    {"reduced-motion", "on|off",
     [](Words& w) -> Step { return step::Do{action::SetReducedMotion{w.on_off()}}; }},
    {"language", "en|de|system",
     [](Words& w) -> Step {
       if (w.take("system")) return step::Do{action::SetLanguage{}};
       return step::Do{action::SetLanguage{w.word("a language, as de, or system")}};
     }},
    {"offer-scale", "100 to 250 | none",
     [](Words& w) -> Step {
       if (w.take("none")) return step::Do{action::OfferTextScale{0}};
       return step::Do{action::OfferTextScale{static_cast<float>(w.number("a percentage", 100, 250) / 100)}};
     }},
    {"focus", "next|prev|NAME", [](Words& w) -> Step { return step::MoveFocus{w.rest("a control's name")}; }},
    {"press", "", [](Words&) -> Step { return step::PressFocused{}; }},
    {"custom-editor", "on|off",
     [](Words& w) -> Step { return step::Do{action::EditCustomModel{w.on_off()}}; }},
    {"browse", "[DIRECTORY|off]",
     [](Words& w) -> Step {
       if (w.take("off")) return step::Do{action::Browse{false}};
       if (w.empty()) return step::Do{action::Browse{true}};
       return step::Do{action::BrowseTo{w.rest("a directory")}};
     }},
    {"look",
     "model ID | row N | unit LAYER UNIT|LAYER:UNIT|none | other LAYER UNIT|LAYER:UNIT|none | wrong | "
     "uncertain | random | value COLUMN X | restore | pad clear | pad draw ROW COLUMN "
     "(layers "
     "from 1, rows and units from 0)",
     parse_look},
    {"errors",
     "cell TRUE SAID | show counts|shares | rows validation|train | plot " + kErrorPlots.list("|") +
         " | order surest|least | side rows|plots | classes " + kClassOrderNames.list("|") +
         " | in-data (classes from 0)",
     parse_errors},
    {"recorder",
     "MIB (main memory that it may take; 0: off) | open | close | " + kRecorderMoves.list(" | ") +
         " | way STEP LR | tries on|off (the ways back after a divergence)",
     parse_recorder},
    {"network",
     "values " + kNetworkValuesNames.list("|") + " | order " + kUnitOrderNames.list("|") + " | scale " +
         kNetworkScaleNames.list("|") + " | signs " + kEdgeSignsNames.list("|") +
         " | layer N|pinned (over time) | side panel|figures | off on|off (the pinned unit) | propose 8x9 | "
         "leave (custom 8x9 takes it)",
     parse_network},
    {"data",
     "stage raw|scaled|features | filter all|train|validation|wrong | class NAME | cell TRUE SAID "
     "[validation|train] (classes from 0) | sort [down] row|target|certainty|COLUMN | "
     "plane scatter|pca|correlation | x COLUMN | y COLUMN | others mean|row | mark COLUMN",
     parse_data},
    {"learn",
     "courses | lesson ID [STEP] (from 1) | go-on | next | back | hint | leave | question ID | questions "
     "easy|medium|hard|COURSE | answer A|B|C|D | again | missed | prediction [ID] | guess X|CHOICE | measure "
     "| "
     "setting N | cancel | show | run | enlarge | forget | file PATH",
     parse_learn},
    {"workspace",
     "save [FILE.headroom] | open FILE.headroom | title TEXT | author TEXT | text TEXT | hide " +
         kHiddenTable.list(",") +
         "|none | data inside|reference | show-all | sheet [FILE.html] | on | off (a run "
         "for another machine, for a class)",
     parse_workspace},
    {"paint",
     "new | data | on | off | class 0|1 | point X Y | erase X Y | clear | train (a set of two columns; new: "
     "empty, "
     "data: with the rows that are shown)",
     parse_paint},
    {"tab", kTabs.list("|"), [](Words& w) -> Step { return step::Do{action::SelectTab{w.one_of(kTabs)}}; }},
    {"plan",
     "example | fits-8gb | device [N] | file CONFIG.json | network | run [ID] | card NAME | set SETTING "
     "VALUE | undo | "
     "measure | save markdown|json [FILE]",
     parse_plan},
    {"recent", "open N | trash N | undo (1 is the newest)", parse_recent},
    {"dismiss", "", [](Words&) -> Step { return step::Do{action::DismissError{}}; }},
    {"trouble", "follow|dismiss",
     [](Words& w) -> Step {
       if (w.choice({"follow", "dismiss"}) == 0) return step::Do{action::FollowAdvice{}};
       return step::Do{action::DismissTrouble{}};
     }},
    {"home", "", [](Words&) -> Step { return step::Do{action::GoHome{}}; }},
    {"close", "[save|discard|stay] (as the window's close button, and the answer to its question)",
     parse_close},
    {"quit", "", [](Words&) -> Step { return step::Do{action::Quit{}}; }},
};

Step parse_line(Words& words) {
  const std::string name = words.word("an action");
  for (const Verb& verb : kVerbs) {
    if (verb.name != name) continue;
    Step step = verb.parse(words);
    words.finish();
    return step;
  }
  std::vector<std::string_view> known;
  for (const Verb& verb : kVerbs) known.push_back(verb.name);
  words.fail("is no action; the actions are " + join(known) + meant_text(name, known));
}

}  // namespace

Script parse_script(std::string_view text, const std::string& name) {
  Script script;
  int number = 0;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    Words words(line, name + ":" + std::to_string(++number));
    if (words.empty()) continue;
    Step step = parse_line(words);
    script.lines.push_back({std::move(step), words.where()});
  }
  return script;
}

Script read_script(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  if (!in.is_open() || in.bad()) throw Error(ErrorCode::kNotFound, "there is no such script", path);
  return parse_script(text, path);
}

std::vector<std::string> script_actions() {
  std::vector<std::string> lines;
  for (const Verb& verb : kVerbs) {
    lines.push_back(std::string(verb.name) + (verb.usage.empty() ? "" : " ") + verb.usage);
  }
  return lines;
}

}  // namespace headroom::app
