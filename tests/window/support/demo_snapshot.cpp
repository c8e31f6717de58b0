#include "support/demo_snapshot.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "app/state/plan_library.h"
#include "core/base/rng.h"
#include "core/io/presets.h"

namespace headroom::app::demo {
namespace {

DeviceInfo gpu() {
  DeviceInfo device;
  device.id = "cuda:0";
  device.kind = "cuda";
  device.name = "NVIDIA H100 80GB";
  device.memory_total = 85'045'000'000;
  device.memory_free = 84'400'000'000;
  device.compute_capability = "9.0";
  return device;
}

DeviceInfo cpu() {
  DeviceInfo device;
  device.id = "cpu";
  device.kind = "cpu";
  device.name = "AMD EPYC 7763 64-Core Processor";
  device.memory_total = 64 * kGiB;
  device.memory_free = 41 * kGiB;
  device.threads = 2;
  return device;
}

StageReport stage(StageId id, StageState state, std::vector<std::int64_t> in, std::vector<std::int64_t> out,
                  std::string note, Bytes bytes, double seconds) {
  StageReport report;
  report.id = id;
  report.state = state;
  report.in = std::move(in);
  report.out = std::move(out);
  report.note = std::move(note);
  report.bytes = bytes;
  report.seconds = seconds;
  report.where = "cuda:0";
  report.progress = state == StageState::kDone ? 1 : 0;
  return report;
}

std::shared_ptr<const StageDetail> detail(int columns) {
  auto made = std::make_shared<StageDetail>();
  made->sample_rows = 8;
  Rng rng(7);
  for (int c = 0; c < columns; ++c) {
    made->names_before.push_back("x" + std::to_string(c));
    made->names_after.push_back("x" + std::to_string(c));
    made->min_before.push_back(-3.1F);
    made->max_before.push_back(3.4F);
    made->min_after.push_back(0);
    made->max_after.push_back(1);
  }
  for (int i = 0; i < 8 * columns; ++i) {
    const double v = rng.normal();
    made->rows_before.push_back(static_cast<float>(v));
    made->rows_after.push_back(static_cast<float>(v / 6.5 + 0.5));
  }
  made->facts = {"fitted on the 8 000 training rows only", "20 columns, none of them constant"};
  return made;
}

std::vector<StageReport> stages(double epochs, std::int64_t wanted) {
  const StageState done = StageState::kDone;
  std::vector<StageReport> list = {
      stage(StageId::kLoad, done, {10000, 20}, {10000, 20}, "8 000 train + 2 000 validation rows", 800000,
            0.0031),
      stage(StageId::kTransfer, done, {10000, 20}, {10000, 20}, "host memory to device", 800000, 6e-5),
      stage(StageId::kPreprocess, done, {10000, 20}, {10000, 20}, "min-max to 0–1, fitted on train", 800000,
            2e-5),
      stage(StageId::kFeatures, done, {10000, 20}, {10000, 230}, "degree 2: 20 + 210 terms", 9200000, 3e-5),
      stage(StageId::kTraining, StageState::kRunning, {8000, 230}, {}, "8 000 rows · batch 64", 56604, 0.04),
      stage(StageId::kEvaluation, StageState::kWaiting, {2000, 230}, {}, "2 000 validation rows", 0, 4e-5)};
  list[4].out_text = "weights";
  list[5].out_text = "loss, accuracy";
  list[5].brief_out = "loss, acc";
  list[4].progress = list[5].progress = epochs / static_cast<double>(wanted);
  if (epochs > 0) list[5].state = StageState::kRunning;
  list[2].detail = detail(20);
  return list;
}

ModelChoice choice_of(const std::string& id) {
  if (id == "small") return {"small", "Small 2x50", {50, 50}};
  if (id == "large") return {"large", "Large 5x200", {200, 200, 200, 200, 200}};
  return {"custom", "Custom 64x32", {64, 32}};
}

std::int64_t parameters_of(const ModelSpec& spec) {
  std::int64_t sum = 0;
  for (std::size_t l = 0; l + 1 < spec.widths.size(); ++l) sum += (spec.widths[l] + 1) * spec.widths[l + 1];
  return sum;
}

void add_history(ModelSnapshot& model, double epochs, double final_loss, double rate) {
  const auto steps = static_cast<std::int64_t>(epochs * static_cast<double>(model.steps_per_epoch));
  Rng rng(parameters_of(model.spec) > 100000 ? 3 : 5);
  const auto loss_at = [&](double e) { return final_loss + (0.82 - final_loss) * std::exp(-rate * e); };
  for (std::int64_t i = 0; i < steps; ++i) {
    const double e = static_cast<double>(i + 1) / static_cast<double>(model.steps_per_epoch);
    const double loss = loss_at(e) * (1 + 0.12 * rng.normal());
    model.history.step_loss.push(static_cast<float>(loss));
    model.history.step_accuracy.push(static_cast<float>(std::clamp(1.02 - 0.55 * loss, 0.0, 1.0)));
    model.history.step_seconds.push(static_cast<float>(static_cast<double>(i) * 3.5e-5));
  }
  for (std::int64_t e = 1; static_cast<double>(e) <= epochs; ++e) {
    EpochMetric m;
    m.epoch = e;
    m.validation_loss = loss_at(static_cast<double>(e)) + 0.03;
    m.validation_accuracy = std::clamp(1.0 - 0.55 * m.validation_loss, 0.0, 1.0);
    m.r2 = std::numeric_limits<double>::quiet_NaN();
    m.seconds = model.epoch_seconds;
    m.elapsed_seconds = static_cast<double>(e * model.steps_per_epoch) * 3.5e-5;
    model.history.epochs.push_back(m);
  }
  model.steps = steps;
  model.epoch = steps / model.steps_per_epoch;
  model.step_in_epoch = steps % model.steps_per_epoch;
}

void add_memory(Snapshot& run, bool charged) {
  MemorySnapshot& memory = run.memory;
  memory.device.total = run.device.memory_total;
  memory.device.free = run.device.memory_free - 500 * kMiB;
  memory.device.context = run.device.kind == "cuda" ? 472 * kMiB : 0;
  TensorTable data;
  data.add("features", Category::kDataset, {10000, 230});
  memory.tables.push_back(data);
  memory.predicted = {885408, 885408, 1770816, 724000, 9200000, 12000000, 65536};
  for (const Bytes b : memory.predicted) memory.predicted_total += b;
  if (charged) {
    memory.charged = memory.predicted;
    memory.charged_total = memory.predicted_total;
  }
  memory.device.charged = memory.charged_total;
  memory.report.need = memory.predicted_total;
  memory.report.available = memory.device.free;
  memory.report.headroom = memory.device.free - memory.predicted_total;
  memory.report.largest_batch = 8000;
  memory.report.batch_is_whole_data = true;
  memory.report.largest_rows = 81'200'000;
  memory.report.largest_width = 46300;
}

}  // namespace

// 40,000,000 x 20, four epochs in. The figures are made up as the others are.
Snapshot streamed() {
  Snapshot run = training({"large"}, 4.4);
  StageReport& transfer = run.stages[1];
  tell_stream(transfer,
              {.bytes = 13'200 * kMiB, .gather_seconds = 3.9, .upload_seconds = 0.52, .waited_seconds = 0.1});
  NetworkJob& question = run.memory.question;
  question.data = {.rows = 40'000'000, .train_rows = 32'000'000, .columns = 20, .degree = 2};
  question.data.terms = Terms::kGenerated;
  question.data.residence = run.config.residence = Residence::kStreamed;
  question.models = {run.models.front().spec};
  question.layout = cuda_layout();
  return run;
}

Snapshot empty() {
  Snapshot run;
  run.devices = {gpu(), cpu()};
  run.device = gpu();
  return run;
}

Snapshot training(const std::vector<std::string>& models, double epochs, std::int64_t steps_per_epoch) {
  Snapshot run = empty();
  run.sequence = 1;
  run.state = RunState::kTraining;
  run.config.id = "scalability";
  run.config.title = "Architecture & scalability";
  run.config.generator = SyntheticSpec{"scalability", 10000, 20, 0, 1};
  run.config.degree = 2;
  run.config.reference = ReferenceCurve{"course table, large model",
                                        "large",
                                        {1, 5, 10, 15, 20},
                                        {0.85, 0.6, 0.4, 0.3, 0.25},
                                        {0.55, 0.7, 0.82, 0.88, 0.91}};
  run.train_rows = 8000;
  run.validation_rows = 2000;
  run.features = 230;
  run.epochs = 20;
  run.learning_rate = 0.003;
  run.stages = stages(epochs, run.epochs);
  for (const std::string& id : {std::string("small"), std::string("large"), std::string("custom")}) {
    const bool selected = std::find(models.begin(), models.end(), id) != models.end();
    if (id == "custom" && !selected) continue;
    ModelSnapshot model;
    model.choice = choice_of(id);
    model.spec.widths = {230};
    for (const std::int64_t w : model.choice.hidden) model.spec.widths.push_back(w);
    model.spec.widths.push_back(1);
    model.parameters = parameters_of(model.spec);
    model.selected = selected;
    model.planned_bytes = model.parameters * 16 + 600000;
    model.steps_per_epoch = steps_per_epoch;
    if (selected) {
      model.steps_per_second = id == "small" ? 67300 : id == "large" ? 26600 : 55000;
      model.epoch_seconds = epochs >= 1 ? (id == "small" ? 0.0019 : id == "large" ? 0.0047 : 0.0023) : 0;
      add_history(model, epochs,
                  id == "small"   ? 0.26
                  : id == "large" ? 0.17
                                  : 0.22,
                  id == "small" ? 0.28 : 0.36);
    }
    run.models.push_back(std::move(model));
  }
  add_memory(run, true);
  return run;
}

Snapshot preparing() {
  Snapshot run = training({"large"}, 0);
  run.state = RunState::kPreparing;
  run.message = "reading";
  for (StageReport& s : run.stages) {
    s.state = StageState::kWaiting;
    s.seconds = 0;
    s.progress = 0;
  }
  run.stages[0].state = StageState::kDone;
  run.stages[1].state = StageState::kRunning;
  run.stages[1].progress = 0.4;
  run.memory.charged = {};
  run.memory.charged_total = 0;
  return run;
}

Snapshot ready() {
  Snapshot run = preparing();
  run.state = RunState::kReady;
  for (std::size_t i = 0; i < 4; ++i) run.stages[i].state = StageState::kDone;
  return run;
}

Snapshot diverged() {
  Snapshot run = training({"small", "large"}, 3.5);
  run.state = RunState::kDiverged;
  ModelSnapshot& large = run.models[1];
  large.divergence = Divergence{4, 440, "layers.2"};
  for (int i = 0; i < 3; ++i) {
    large.history.step_loss.push(std::numeric_limits<float>::quiet_NaN());
    large.history.step_accuracy.push(0.5F);
  }
  return run;
}

Snapshot failed() {
  Snapshot run = training({"small"}, 0);
  run.state = RunState::kFailed;
  run.error =
      Error(ErrorCode::kDevice,
            "the driver stopped answering while the features were computed: the device is closed; choose "
            "another device at the top, or restart the driver and open the data again",
            "cuda:0, stage features");
  run.error_sequence = 3;
  run.stages[3].state = StageState::kFailed;
  run.stages[4].state = run.stages[5].state = StageState::kWaiting;
  return run;
}

Snapshot does_not_fit() {
  Snapshot run = ready();
  run.device = cpu();
  run.memory = {};
  run.memory.device.total = run.device.memory_total;
  run.memory.device.free = run.device.memory_free;
  run.memory.predicted = {20 * kGiB, 20 * kGiB, 40 * kGiB, 3 * kGiB, 9 * kMiB, 0, 65536};
  for (const Bytes b : run.memory.predicted) run.memory.predicted_total += b;
  NetworkPlan& report = run.memory.report;
  report.verdict = Verdict::kDoesNotFit;
  report.need = run.memory.predicted_total;
  report.available = run.memory.device.free;
  report.headroom = report.available - report.need;
  NetworkRemedy optimizer, width;
  optimizer.title = "optimizer adam → momentum";
  optimizer.cost = "slower to converge, another learning rate";
  optimizer.saves = 20 * kGiB;
  optimizer.bytes = 63 * kGiB;
  width.title = "hidden width 40 000 → 12 000";
  width.cost = "a smaller model";
  width.saves = 70 * kGiB;
  width.bytes = 13 * kGiB;
  width.verdict = Verdict::kFits;
  report.remedies = {optimizer, width};
  return run;
}

Snapshot regression() {
  Snapshot run = training({"small"}, 6.5);
  run.task = Task::kRegression;
  run.config.reference.reset();
  run.config.title = "houses.csv · price";
  for (ModelSnapshot& model : run.models) {
    model.history.step_accuracy.clear();
    for (EpochMetric& m : model.history.epochs) {
      m.r2 = 1 - m.validation_loss;
      m.validation_accuracy = std::numeric_limits<double>::quiet_NaN();
    }
  }
  return run;
}

Snapshot long_names() {
  Snapshot run = training({"small", "large", "custom"}, 12.4);
  run.config.title = "measurements_of_the_second_semester_2026_final_version_corrected.csv";
  run.device.name = "NVIDIA GeForce RTX 5090 Laptop GPU with a very long name";
  run.epochs = 12000;
  run.learning_rate = 0.00012345;
  run.message = "the last message is a long sentence that does not fit beside everything else in the bar";
  run.stages[0].note = "1 234 567 train + 308 642 validation rows of a file with a long name";
  return run;
}

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

std::vector<Demo> all() {
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
  list.push_back(with("empty", empty()));
  list.push_back(with("preparing", preparing()));
  list.push_back(with("ready", ready()));
  list.push_back(with("one", training({"large"}, 13.6)));
  list.push_back(with("three", training({"small", "large", "custom"}, 7.7)));
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

}  // namespace headroom::app::demo
