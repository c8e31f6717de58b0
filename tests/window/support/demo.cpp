#include "support/demo.h"

#include <limits>

#include "app/state/plan_library.h"
#include "core/io/presets.h"

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
  table.columns.push_back(kind);
  return table;
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
  list.push_back(with("failed", failed()));
  list.push_back(with("does_not_fit", does_not_fit()));
  list.push_back(with("regression", regression()));
  list.push_back(with("long_names", long_names()));
  list.push_back(with("presenter", training({"small", "large"}, 7), [](UiState& s) { s.presenter = true; }));
  list.push_back(with("log", training({"small", "large"}, 17), [](UiState& s) {
    s.curves.log_loss = true;
    s.curves.axis = CurveAxis::kStep;
    s.curves.smoothing = 0.95;
  }));
  list.push_back(with("keys", training({"large"}, 7), [](UiState& s) { s.keys_shown = true; }));
  list.push_back(with("custom", training({"large"}, 7), [](UiState& s) { s.editing_custom_model = true; }));
  list.push_back(with("settings", training({"large"}, 7), [](UiState& s) { s.editing_settings = true; }));
  list.push_back(
      with("stage", training({"large"}, 7), [](UiState& s) { s.open_stage = StageId::kPreprocess; }));
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
    auto data = std::make_shared<Dataset>();
    data->rows = 6;
    data->columns = 4;
    data->target_name = "species";
    data->class_names = {"setosa", "versicolor", "virginica"};
    data->notes = {"1 missing value in each of 4 columns becomes the column's mean over training rows"};
    s.import_state.dataset = data;
  }));
  list.push_back(with("refused", empty(), [](UiState& s) {
    s.home = true;
    s.import_state.phase = ImportState::Phase::kRefused;
    s.import_state.path = "/home/student/data/iris.csv";
    s.import_state.refusal = Error(
        ErrorCode::kBadInput, "row has 4 fields, the header has 5: add or remove a field", "iris.csv:17:1");
  }));
  list.push_back(with("browser", empty(), [](UiState& s) {
    s.home = true;
    s.browser.open = true;
    s.browser.directory = "/home/student/data";
    s.browser.entries = {{"archive", true, 0}, {"iris.csv", false, 4551}, {"digits.csv", false, 483201}};
  }));
  return list;
}

}  // namespace

const std::vector<Demo>& all() {
  static const std::vector<Demo> kAll = make_all();
  return kAll;
}

}  // namespace headroom::app::demo
