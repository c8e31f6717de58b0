#include "app/state/script.h"

#include <fstream>
#include <functional>
#include <iterator>
#include <map>

#include "app/state/script_words.h"
#include "core/base/error.h"
#include "core/plan/plan_settings.h"

namespace headroom::app {

namespace {

using Words = ScriptWords;

Step run(Command command) { return step::Do{action::Run{std::move(command)}}; }

std::vector<std::string> split_at_commas(const std::string& text) {
  std::vector<std::string> parts(1);
  for (const char c : text) {
    if (c == ',') {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  return parts;
}

// Turns what a core parser throws into a fault of this line.
template <typename Parse>
auto core_parse(const Words& words, Parse parse) {
  try {
    return parse();
  } catch (const Error& error) {
    words.fail(error.message());
  }
}

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
  return step::StepOnce{words.choice({"batch", "epoch"}) == 1};
}

Step parse_axis(Words& words) { return step::ChangeCurves{{}, words.one_of(kCurveAxisNames), {}, {}}; }

Step parse_plan(Words& words) {
  switch (words.choice({"example", "file", "network", "run", "card", "set", "undo", "measure", "save"})) {
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
    default: {
      const bool json = words.choice({"markdown", "json"}) == 1;
      const std::string path = words.empty() ? "" : words.rest("a file name");
      return step::Do{action::SavePlan{json ? PlanFormat::kJson : PlanFormat::kMarkdown, path}};
    }
  }
}

Step parse_wait(Words& words) {
  switch (words.choice({"epoch", "state", "import", "seconds", "frames"})) {
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
  switch (words.choice({"state", "error", "no-error", "plan", "accuracy"})) {
    case 0: return step::ExpectState{words.one_of(kRunStateNames)};
    case 1: return step::ExpectError{words.rest("a part of the error's text")};
    case 2: return step::ExpectNoError{};
    case 3: return step::ExpectPlan{words.one_of(kVerdictNames)};
    default: {
      std::string model = words.word("a model's name");
      words.take(">=");
      return step::ExpectAccuracy{std::move(model), words.number("an accuracy", 0, 1)};
    }
  }
}

Step parse_print(Words& words) {
  if (words.choice({"stats", "state"}) == 0) return step::PrintStats{};
  return step::PrintState{};
}

struct Verb {
  std::string_view name;
  std::string usage;  // what follows the name
  Step (*parse)(Words&);
};

// Every action of the language, in the order in which help lists them.
const Verb kVerbs[] = {
    {"open", "preset ID | FILE.csv | CONFIG.json", parse_open},
    {"train", "", [](Words&) -> Step { return step::Do{action::TrainImported{true}}; }},
    {"target", "COLUMN", [](Words& w) -> Step { return step::ChooseTarget{w.rest("a column's name")}; }},
    {"task", "classify|regress",
     [](Words& w) -> Step {
       return step::ChooseTask{w.choice({"classify", "regress"}) == 0 ? Task::kClassification
                                                                      : Task::kRegression};
     }},
    {"cancel", "", [](Words&) -> Step { return step::Do{action::CancelImport{}}; }},
    {"select", "small,large,custom",
     [](Words& w) -> Step { return run(command::SelectModels{split_at_commas(w.word("models"))}); }},
    {"custom", "64x32 | none",
     [](Words& w) -> Step {
       const std::string text = w.word("hidden widths such as 64x32");
       if (text == "none") return run(command::RemoveCustomModel{});
       return run(command::SetCustomModel{core_parse(w, [&] { return parse_hidden(text); })});
     }},
    {"activation", kActivationTable.list("|"),
     [](Words& w) -> Step {
       const std::string text = w.word("an activation");
       return run(command::SetActivation{core_parse(w, [&] { return parse_activation(text); })});
     }},
    {"terms", kTermsNames.list("|"),
     [](Words& w) -> Step {
       const std::string text = w.word("stored or generated");
       return run(command::SetTerms{core_parse(w, [&] { return parse_terms(text); })});
     }},
    {"residence", kResidenceNames.list("|"),
     [](Words& w) -> Step {
       const std::string text = w.word("device or streamed");
       return run(command::SetResidence{core_parse(w, [&] { return parse_residence(text); })});
     }},
    {"device", "cpu|cuda:N", [](Words& w) -> Step { return run(command::SetDevice{w.word("a device")}); }},
    {"compare-devices", "", [](Words&) -> Step { return run(command::CompareDevices{}); }},
    {"play", "", [](Words&) -> Step { return run(command::Play{}); }},
    {"pause", "", [](Words&) -> Step { return run(command::Pause{}); }},
    {"step", "[batch|epoch]", parse_step},
    {"reset", "", [](Words&) -> Step { return run(command::Reset{false}); }},
    {"new-seed", "", [](Words&) -> Step { return run(command::Reset{true}); }},
    {"seed", "N",
     [](Words& w) -> Step {
       return run(command::SetSeed{static_cast<std::uint64_t>(w.integer("a seed", 0, INT64_MAX))});
     }},
    {"lr", "X",
     [](Words& w) -> Step { return run(command::SetLearningRate{w.number("a learning rate", 0, 1e6)}); }},
    {"roll-back", "LR",
     [](Words& w) -> Step { return run(command::RollBack{w.number("a learning rate", 0, 1e6)}); }},
    {"save", "[DIRECTORY]",
     [](Words& w) -> Step { return run(command::SaveRun{w.empty() ? "" : w.rest("a directory")}); }},
    {"wait", "epoch N [timeout S] | state NAME [timeout S] | import [timeout S] | seconds S | frames N",
     parse_wait},
    {"expect", "state NAME | error TEXT | no-error | plan VERDICT | accuracy MODEL >= X", parse_expect},
    {"print", "stats | state", parse_print},
    {"screenshot", "FILE.png", [](Words& w) -> Step { return step::Screenshot{w.rest("a file name")}; }},
    {"theme", "dark|light",
     [](Words& w) -> Step {
       return step::Do{action::SetTheme{w.choice({"dark", "light"}) == 0}};
     }},
    {"scale", "100 to 250",
     [](Words& w) -> Step {
       return step::Do{action::SetTextScale{static_cast<float>(w.number("a percentage", 100, 250) / 100)}};
     }},
    {"size", "1024x700",
     [](Words& w) -> Step {
       const auto [width, height] = w.size();
       return step::Resize{width, height};
     }},
    {"presenter", "on|off", [](Words& w) -> Step { return step::Do{action::SetPresenter{w.on_off()}}; }},
    {"stage", kStageTable.list("|") + "|none",
     [](Words& w) -> Step { return step::Do{action::OpenStage{take_stage(w)}}; }},
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
    {"fit", "", [](Words&) -> Step { return step::Do{action::FitCurves{}}; }},
    {"keys", "on|off", [](Words& w) -> Step { return step::Do{action::ShowKeys{w.on_off()}}; }},
    {"settings", "on|off", [](Words& w) -> Step { return step::Do{action::EditSettings{w.on_off()}}; }},
    {"custom-editor", "on|off",
     [](Words& w) -> Step { return step::Do{action::EditCustomModel{w.on_off()}}; }},
    {"browse", "[DIRECTORY|off]",
     [](Words& w) -> Step {
       if (w.take("off")) return step::Do{action::Browse{false}};
       if (w.empty()) return step::Do{action::Browse{true}};
       return step::Do{action::BrowseTo{w.rest("a directory")}};
     }},
    {"tab", "curves|plan",
     [](Words& w) -> Step {
       return step::Do{action::SelectTab{w.choice({"curves", "plan"}) == 0 ? Tab::kCurves : Tab::kPlan}};
     }},
    {"plan",
     "example | file CONFIG.json | network | run [ID] | card NAME | set SETTING VALUE | undo | "
     "measure | save markdown|json [FILE]",
     parse_plan},
    {"dismiss", "", [](Words&) -> Step { return step::Do{action::DismissError{}}; }},
    {"home", "", [](Words&) -> Step { return step::Do{action::GoHome{}}; }},
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
  std::string known;
  for (const Verb& verb : kVerbs) known += (known.empty() ? "" : ", ") + std::string(verb.name);
  words.fail("is no action; the actions are " + known);
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
