#include "support/demo.h"

#include <limits>

#include "app/state/import_decision.h"
#include "app/state/plan_library.h"
#include "core/io/presets.h"
#include "support/demo_recorder.h"
#include "support/learn_demo.h"
#include "tests/data/temp_csv.h"

namespace headroom::app::demo {

UiState ui_state() {
  UiState state;
  state.home = false;
  state.presets = {{"infrastructure",
                    "Infrastructure & data flow",
                    "10,000 rows travel to the device, are scaled there and train a classifier in 5 epochs.",
                    10000,
                    50,
                    50,
                    {{50}}},
                   {"scalability",
                    "Architecture & scalability",
                    "20 columns become 230 features; a small and a large network learn side by side.",
                    10000,
                    20,
                    230,
                    {{50, 50}, {200, 200, 200, 200, 200}}}};
  state.samples = {{"Iris", "iris.csv", "150 flowers, 3 kinds"},
                   {"Breast cancer", "breast_cancer.csv", "569 tumours, 2 diagnoses"},
                   {"Digits", "digits.csv", "1 797 handwritten digits"}};
  return state;
}

RepeatsState repeats(std::size_t done) {
  RepeatsState state;
  state.phase = done < 5 ? RepeatsPhase::kStopped : RepeatsPhase::kDone;
  state.plan = state.trained = {RepeatPlan::Kind::kSeeds, 5};
  const auto quality = [](double accuracy) {
    Quality made;
    made.rows = 100;
    made.loss = 1 - accuracy;
    made.classes.emplace();
    made.classes->accuracy = accuracy;
    made.classes->balanced_accuracy = accuracy - 0.01;
    return made;
  };
  for (std::size_t i = 0; i < done; ++i) {
    const double more = 0.01 * static_cast<double>(i);
    Repeat repeat;
    repeat.number = 1 + i;
    repeat.train_rows = 800;
    repeat.validation_rows = 100;
    repeat.networks.push_back({"small", "Small 2x50", quality(0.9 + 2 * more), quality(0.88 + 2 * more), {}});
    repeat.networks.push_back({"large", "Large 5x200", quality(0.95 + more), quality(0.94 + more), {}});
    state.done.push_back(std::move(repeat));
  }
  return state;
}

namespace {

CsvTable demo_table() {
  CsvTable table;
  table.path = "/home/student/data/iris.csv";
  table.rows = 6;
  table.file_bytes = 4551;
  table.seconds = 0.002;
  for (const char* name :
       {"sepal length (cm)", "sepal width (cm)", "petal length (cm)", "petal width (cm)"}) {
    CsvColumn column;
    column.name = name;
    column.numbers = {5.1, 4.9, std::numeric_limits<double>::quiet_NaN(), 6.2, 5.9, 7.1};
    column.missing = 1;
    table.columns.push_back(column);
  }
  CsvColumn kind;
  kind.name = "species";
  kind.numeric = false;
  kind.codes = {0, 0, 1, 1, 2, 2};
  kind.levels = {"setosa", "versicolor", "virginica"};
  kind.counts = {2, 2, 2};
  table.columns.push_back(kind);
  return table;
}

void decide(ImportState& import) {
  Progress progress;
  ImportDecision decision = decide_import(*import.table, import.options, progress);
  import.decided = std::move(decision.table);
  import.dataset = std::move(decision.dataset);
  import.refusals = std::move(decision.refusals);
  if (!import.refusals.empty()) import.refusal = import.refusals.front().error;
}

// A column of every kind, some of them in doubt.
ImportState doubtful_import() {
  std::string text = "id;zip;price;sold;colour;remark;same;nothing;area;kind\n";
  for (int i = 0; i < 30; ++i) {
    const std::string n = std::to_string(i), two = std::to_string(10 + i % 18);
    text += std::to_string(7 + i) + ";0" + std::to_string(4100 + i % 4) + ";" + two + ".500;2021-03-" + two +
            ";" +
            (i % 3 == 0   ? "red"
             : i % 3 == 1 ? "dark blue"
                          : "") +
            ";a remark of its own, number " + n + ";1;;" + std::to_string(30 + i) + ",5 m²;" +
            (i % 2 == 0 ? "flat" : "house") + "\n";
  }
  return import_of(text);
}

Demo with(std::string name, Snapshot run) { return {std::move(name), std::move(run), ui_state()}; }

template <typename F>
Demo with(std::string name, Snapshot run, F change) {
  Demo demo = with(std::move(name), std::move(run));
  change(demo.state);
  return demo;
}

}  // namespace

UiState plan_state(bool transformer) {
  UiState state = ui_state();
  state.tab = Tab::kPlan;
  PlanState& plan = state.plan;
  const PlanLibrary library = read_plan_library("/nowhere/cards.json");
  plan.catalogue = library.catalogue;
  plan.models = library.models;
  plan.own_cards_path = "/home/student/.config/headroom/cards.json";
  plan.asked = plan.can_undo = true;
  plan.question.card = kWorkedExampleCard;
  plan.question.inputs = worked_example(assets_directory() / "models");
  if (!transformer) {
    plan.question.subject = PlanSubject::kNetwork;
    plan.question.inputs.mlp = network_job({230, 60'000, 60'000, 1}, 10'000, 64);
    const NetworkJob small = network_job({230, 50, 50, 1}, 10'000, 64),
                     large = network_job({230, 200, 1}, 10'000, 64);
    for (const NetworkJob& job : {small, large}) {
      plan.measured.push_back({"NVIDIA H100 80GB HBM3",
                               measured_name(job),
                               "made up",
                               measured_work(job, 64),
                               {20e-6, 18e-6, 25e-6}});
    }
  }
  const PlanTarget target = target_of(plan.catalogue->find(plan.question.card));
  plan.report = std::make_shared<PlanReport>(make_report(plan.question.asked(), target, *plan.catalogue));
  return state;
}

namespace {

std::vector<Demo> make_all() {
  std::vector<Demo> list;
  list.push_back({"plan", empty(), plan_state()});
  list.push_back({"plan_network", training({"small", "large"}, 7), plan_state(false)});
  list.push_back(with("plan_nothing", empty(), [](UiState& s) { s.tab = Tab::kPlan; }));
  list.push_back({"plan_presenter", empty(), plan_state()});
  list.back().state.presenter = true;
  list.push_back({"plan_refused", empty(), plan_state()});
  list.back().state.plan.refusal = Error(ErrorCode::kUsage, "use at most as many positions", "--seq");
  list.back().state.plan.own_cards =
      Error(ErrorCode::kBadInput, "is no string", "cards.json:2:20: /gpus/0/name");
  list.push_back(with("training", training({"small", "large"}, 7)));
  list.push_back(with("home", empty(), [](UiState& s) { s.home = true; }));
  list.push_back(with("home_recent", empty(), [](UiState& s) {
    s.home = true;
    s.recent.removed = "titanic";
    s.recent.entries = {
        {.path = "/runs/a",
         .title = "iris",
         .run = true,
         .ours = true,
         .automatic = true,
         .when = "today 14:05",
         .models = "Small 2×50, Large 5×200",
         .epochs = "12 / 200",
         .figure = "93.3 % · 96.7 %"},
        {.path = "/runs/b",
         .title = "a name that is far too long for a row of the list of recent runs",
         .run = true,
         .ours = true,
         .when = "yesterday 09:12",
         .models = "Custom",
         .epochs = "1 000 000 / 1 000 000",
         .figure = "R² 0.712"},
        {.path = "/home/student/data/breast_cancer.csv", .title = "breast_cancer.csv", .when = "21 Nov 2026"},
        {.path = "/runs/c",
         .title = "c",
         .run = true,
         .ours = true,
         .when = "20 Nov 2026",
         .fault = "holds no run (there is no run.json): name a directory that a run was saved to"}};
  }));
  list.push_back(
      with("closing", training({"small", "large"}, 7), [](UiState& s) { s.closing = Closing::kAsking; }));
  list.push_back(with("saving", training({"small"}, 7), [](UiState& s) { s.closing = Closing::kSaving; }));
  list.push_back(with("empty", empty()));
  list.push_back(with("preparing", preparing()));
  list.push_back(with("ready", ready()));
  list.push_back(with("one", training({"large"}, 13)));
  list.push_back(with("three", training({"small", "large", "custom"}, 7)));
  list.push_back(with("paused", paused()));
  list.push_back(with("finished", finished()));
  list.push_back(with("diverged", diverged()));
  for (const Tried tried : {Tried::kNothing, Tried::kSome, Tried::kAll}) {
    Snapshot run = diverged();
    add_recorder(run);
    add_divergence(run, tried);
    const auto open = [](UiState& s) { s.recorder.open = true; };
    list.push_back(with("diverged_" + std::to_string(static_cast<int>(tried)), run, open));
    list.back().state.curves.axis = CurveAxis::kStep;
    list.back().state.curves.log_loss = true;
  }
  list.push_back(list.back());
  list.back().name = "diverged_presenter";
  list.back().state.presenter = true;
  for (const char* const what : {"live", "past", "off", "too_small", "nothing_yet"}) {
    Snapshot run = training({"small", "large"}, 7);
    add_recorder(run);
    auto recorder = std::make_shared<RecorderStatus>(*run.recorder);
    const std::string_view state(what);
    if (state == "past") recorder->shown = recorder->newest - 200;
    if (state == "off") {
      const std::int64_t newest = recorder->newest;
      *recorder = {};
      recorder->newest = newest;
    }
    if (state == "too_small") recorder->one_state = 80 * kMiB;
    if (state == "too_small" || state == "nothing_yet") recorder->moments.clear();
    run.recorder = recorder;
    list.push_back(with("recorder_" + std::string(what), run, [](UiState& s) { s.recorder.open = true; }));
  }
  list.push_back(with("failed", failed()));
  list.push_back(with("does_not_fit", does_not_fit()));
  list.push_back(with("regression", regression()));
  list.push_back(with("long_names", long_names()));
  list.push_back(with("presenter", training({"small", "large"}, 7), [](UiState& s) { s.presenter = true; }));
  Snapshot compared = training({"small", "large"}, 7);
  compared.past = PastRuns{past_run(7)};
  list.push_back(with("ghost", compared));
  list.push_back(with("log", training({"small", "large"}, 17), [](UiState& s) {
    s.curves.log_loss = true;
    s.curves.axis = CurveAxis::kStep;
    s.curves.smoothing = 0.95;
  }));
  list.push_back(with("keys", training({"large"}, 7), [](UiState& s) { s.keys_shown = true; }));
  list.push_back(with("custom", training({"large"}, 7), [](UiState& s) { s.editing_custom_model = true; }));
  list.push_back(with("for a class", training({"large"}, 7), [](UiState& s) {
    s.workspace.editing = true;
    s.workspace.draft = {
        "Moons", "Ms Example", "Press Space.", "/home/teacher/moons.headroom", {Hidden::kPlan}};
    s.workspace.saved = s.workspace.draft.path;
  }));
  list.push_back(with("of a class", training({"small", "large"}, 7), [](UiState& s) {
    s.workspace.file = "/home/student/moons.headroom";
    s.workspace.author = "Ms Example";
    s.workspace.instructions =
        "Press Space, wait for epoch 20 and compare the check value with your neighbour.";
    s.workspace.hidden = {Hidden::kSettings, Hidden::kPlan, Hidden::kTabs, Hidden::kData};
  }));
  list.push_back(with("settings", training({"large"}, 7), [](UiState& s) { s.editing_settings = true; }));
  list.push_back(with("repeats", training({"small", "large"}, 7), [](UiState& s) { s.repeats.open = true; }));
  list.push_back(with("repeats_done", training({"small", "large"}, 7), [](UiState& s) {
    s.repeats = repeats(5);
    s.repeats.open = true;
  }));
  list.push_back(with("repeats_failed", training({"small", "large"}, 7), [](UiState& s) {
    s.repeats = repeats(2);
    s.repeats.open = true;
    s.repeats.phase = RepeatsPhase::kFailed;
    s.repeats.failure = Error(ErrorCode::kDiverged, "the loss of the large model is not finite", "seed 4");
  }));
  list.push_back(with("repeats_training", training({"small", "large"}, 7), [](UiState& s) {
    s.repeats = repeats(2);
    s.repeats.open = true;
    s.repeats.phase = RepeatsPhase::kTraining;
    s.repeats.fraction = 0.47;
  }));
  for (const StageRow& stage : kStageTable) {
    const auto open = [&stage](UiState& s) { s.open_stage = stage.value; };
    const std::string name = "stage_" + std::string(stage.name);
    list.push_back(with(name, training({"small", "large"}, 7), open));
    list.push_back(with(name + "_waiting", preparing(), open));
  }
  list.push_back(
      with("stage_regression", regression(), [](UiState& s) { s.open_stage = StageId::kEvaluation; }));
  list.push_back(
      with("stage_before_it_looked", ready(), [](UiState& s) { s.open_stage = StageId::kTraining; }));
  const auto errors = [](UiState& s) { s.tab = Tab::kErrors; };
  list.push_back(with("errors", training({"small", "large"}, 7), errors));
  list.push_back(with("errors_presenter", training({"small", "large"}, 7), [&](UiState& s) {
    errors(s);
    s.presenter = true;
  }));
  list.push_back(with("errors_regression", regression(), errors));
  list.push_back(with("errors_nothing", empty(), errors));
  list.push_back(with("errors_before_an_epoch", ready(), errors));
  const auto data = [](UiState& s) { s.tab = Tab::kData; };
  list.push_back(with("data", table(), data));
  list.push_back(with("data_presenter", table(), [&](UiState& s) {
    data(s);
    s.presenter = true;
  }));
  for (const DataPlane plane : {DataPlane::kPrincipal, DataPlane::kCorrelation}) {
    Look look;
    look.data.plane = plane;
    look.data.filter = RowFilter::kWrong;
    look.data.stage = DataStage::kFeatures;
    list.push_back(with("data_" + std::string(kDataPlaneNames.name(plane)), table(look), [&](UiState& s) {
      data(s);
      s.look = look;
    }));
  }
  for (const char* what :
       {"one column", "many columns", "class without rows", "missing", "five classes", "regression"}) {
    list.push_back(with(std::string("data of ") + what, odd_table(what), data));
  }
  list.push_back(with("data_nothing", empty(), data));
  list.push_back(with("data_preparing", preparing(), data));
  list.push_back(with("data_not_read", ready(), data));
  list.push_back(with("data_failed", failed(), data));
  list.push_back(with("slow", training({"small", "large"}, 7)));
  list.back().run.facts.edit().pace = kEpochASecond;
  list.push_back(with("streamed", streamed(), [](UiState& s) { s.open_stage = StageId::kTransfer; }));
  list.push_back(with("reading", empty(), [](UiState& s) {
    s.home = true;
    s.import_state.phase = ImportState::Phase::kReading;
    s.import_state.path = "/home/student/data/big.csv";
    s.import_state.fraction = 0.37;
    s.import_state.elapsed_seconds = 2.4;
  }));
  list.push_back(with("choosing", empty(), [](UiState& s) {
    s.home = true;
    s.import_state.phase = ImportState::Phase::kChoosing;
    s.import_state.path = "/home/student/data/iris.csv";
    s.import_state.table = std::make_shared<CsvTable>(demo_table());
    s.import_state.options.target = "species";
    decide(s.import_state);
  }));
  list.push_back(with("choosing_doubts", empty(), [](UiState& s) {
    s.home = true;
    s.import_state = doubtful_import();
  }));
  list.push_back(with("choosing_in_doubt_only", empty(), [](UiState& s) {
    s.home = true;
    s.import_state = doubtful_import();
    s.import_state.show = ImportShow::kDoubts;
  }));
  list.push_back(with("choosing_first_rows_of_a_pasted_table", empty(), [](UiState& s) {
    s.home = true;
    s.import_state = doubtful_import();
    s.import_state.pasted = std::make_shared<const std::string>("...");
    s.import_state.show = ImportShow::kRows;
  }));
  list.push_back(with("choosing_refused", empty(), [](UiState& s) {
    s.home = true;
    s.import_state = import_of(many_columns(9, "oops"));
  }));
  list.push_back(with("refused", empty(), [](UiState& s) {
    s.home = true;
    s.import_state.phase = ImportState::Phase::kRefused;
    s.import_state.path = "/home/student/data/iris.csv";
    s.import_state.refusal = Error(
        ErrorCode::kBadInput, "row has 4 fields, the header has 5: add or remove a field", "iris.csv:17:1");
    s.import_state.refusals = {refusal_from(*s.import_state.refusal)};
  }));
  for (const char* what : {"new", "begun", "finished", "faults", "question", "answered", "guess", "choices",
                           "measured", "failed", "lesson", "lesson guess", "lesson measured", "insight"}) {
    list.push_back(learn(what));
  }
  list.push_back(with("browser", empty(), [](UiState& s) {
    s.home = true;
    s.browser.open = true;
    s.browser.directory = "/home/student/data";
    s.browser.entries = {{"archive", true, 0}, {"iris.csv", false, 4551}, {"digits.csv", false, 483201}};
  }));
  return list;
}

}  // namespace

ImportState import_of(const std::string& text) {
  const TempCsv file(text);
  Progress progress;
  ImportState import;
  import.phase = ImportState::Phase::kChoosing;
  import.path = "/home/student/data/houses.csv";
  auto table = std::make_shared<CsvTable>(read_csv(file.path(), {}, progress));
  import.table = table;
  import.options.target = table->columns.back().name;
  decide(import);
  table->path = import.path;
  return import;
}

std::string many_columns(int count, const std::string& stray) {
  std::string text;
  for (int c = 0; c < count; ++c) text += "column " + std::to_string(c) + ",";
  text += "label\n";
  for (int r = 0; r < 40; ++r) {
    for (int c = 0; c < count; ++c) {
      text +=
          (r == 20 && c < 2 && !stray.empty() ? stray : std::to_string((r * 7 + c * 3) % 11) + ".5") + ",";
    }
    text += r % 2 == 0 ? "a\n" : "b\n";
  }
  return text;
}

const std::vector<Demo>& all() {
  static const std::vector<Demo> kAll = make_all();
  return kAll;
}

}  // namespace headroom::app::demo
