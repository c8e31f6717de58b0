// The examples of core's headers, word for word (tests/support/check_examples.py): compiled, never run.
#include <algorithm>
#include <array>
#include <functional>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/devices.h"
#include "core/base/base64.h"
#include "core/base/csv_field.h"
#include "core/base/error.h"
#include "core/base/job.h"
#include "core/base/join.h"
#include "core/base/json.h"
#include "core/base/names.h"
#include "core/base/nearest.h"
#include "core/base/one_of.h"
#include "core/base/parallel.h"
#include "core/base/percent.h"
#include "core/base/permutation.h"
#include "core/base/plural_rule.h"
#include "core/base/portable_math.h"
#include "core/base/progress.h"
#include "core/base/sort_in_pieces.h"
#include "core/base/tr.h"
#include "core/base/translation.h"
#include "core/data/apply_schema.h"
#include "core/data/column_cells.h"
#include "core/data/column_summary.h"
#include "core/data/csv/counted.h"
#include "core/data/csv/csv.h"
#include "core/data/csv/decimal.h"
#include "core/data/csv/encoding.h"
#include "core/data/csv/header_guess.h"
#include "core/data/csv/level_table.h"
#include "core/data/csv/names.h"
#include "core/data/csv/piece.h"
#include "core/data/csv/sample.h"
#include "core/data/csv/separator.h"
#include "core/data/csv/source.h"
#include "core/data/csv/table_end.h"
#include "core/data/csv/unpack.h"
#include "core/data/doubts.h"
#include "core/data/features.h"
#include "core/data/polynomial_term.h"
#include "core/data/principal.h"
#include "core/data/row_blocks.h"
#include "core/data/row_stages.h"
#include "core/data/schema.h"
#include "core/data/sentinels.h"
#include "core/data/table_remedy.h"
#include "core/data/tabular.h"
#include "core/data/tells.h"
#include "core/data/writing/date_fields.h"
#include "core/data/writing/date_writing.h"
#include "core/data/writing/missing_words.h"
#include "core/data/writing/multipliers.h"
#include "core/data/writing/number_parts.h"
#include "core/data/writing/number_votes.h"
#include "core/data/writing/number_writing.h"
#include "core/data/writing/spelling.h"
#include "core/data/writing/units.h"
#include "core/device/cpu/arena.h"
#include "core/device/cpu/arithmetic.h"
#include "core/device/cpu/clones.h"
#include "core/device/cpu/gemm.h"
#include "core/device/cpu/layer_replay.h"
#include "core/io/array_file.h"
#include "core/io/context_store.h"
#include "core/io/file.h"
#include "core/io/languages.h"
#include "core/io/presets.h"
#include "core/io/report_document.h"
#include "core/io/run_record.h"
#include "core/io/safetensors.h"
#include "core/measure/measured_steps.h"
#include "core/measure/processor_load.h"
#include "core/measure/workload.h"
#include "core/memory/network_plan.h"
#include "core/memory/transformer_parameters.h"
#include "core/memory/transformer_plan.h"
#include "core/model/calibration.h"
#include "core/model/confusion.h"
#include "core/model/metrics.h"
#include "core/model/optimizer_step.h"
#include "core/model/rank_curves.h"
#include "core/model/residuals.h"
#include "core/model/seeds.h"
#include "core/model/unit_trace.h"
#include "core/model/weights.h"
#include "core/pipeline/default_config.h"
#include "core/plan/plan_settings.h"
#include "core/predict/evaluated_answers.h"
#include "core/predict/importance.h"
#include "core/predict/judged_answers.h"
#include "core/predict/predictor.h"
#include "core/predict/row_reader.h"
#include "core/run/baseline.h"
#include "core/run/change.h"
#include "core/run/data_figures.h"
#include "core/run/data_look.h"
#include "core/run/data_memory.h"
#include "core/run/error_figures.h"
#include "core/run/final_judge.h"
#include "core/run/judged_row.h"
#include "core/run/pace.h"
#include "core/run/quality.h"
#include "core/run/row_sorter.h"
#include "core/run/run.h"
#include "core/run/run_thread.h"
#include "core/train/linear_model.h"
#include "core/train/trouble.h"

namespace headroom {

namespace {

void all_reduce_sum(float*, std::int64_t) {}

void use(const auto&...) {}

// --- base

[[maybe_unused]] void report_pages() {
  ReportDocument page{.title = "Iris"};
  page.sections.push_back({.title = "Run", .paragraphs = {"It trains."}});
  write_file("iris.html", report_html(page));
}

[[maybe_unused]] void error() {
  throw Error(ErrorCode::kBadInput, "row has 4 fields, the header has 5: add or remove a field",
              "iris.csv:17:1");
}

[[maybe_unused]] void job_of(const std::string& path) {
  Job<CsvTable> job([path](Progress& p) { return read_csv(path, {}, p); });
  if (job.done()) use(job.take());
}

[[maybe_unused]] void translations(std::string_view text, const std::string& wish) {
  const char* const label = tr("Save the run");
  const std::string shown = tr("{1} of {2} rows", format_count(8), format_count(10));
  const std::string lost = tr_n("{n} row is missing", "{n} rows are missing", 3);
  const char* const size = tr_c("a network", "Small");
  constexpr std::array kTitles{tr_later("Learn"), tr_later("Plan")};
  const InEnglish scope;
  const Translation german = read_translation(text, "de.po");
  const char* const save = german.find("Save the run");
  const char* const small = german.find(Translation::key("a network", "Small"));
  const char* const rows = german.find_plural("{n} row", 7);
  const PluralRule rule("nplurals=2; plural=(n != 1);");
  const std::size_t one = rule.form(1);
  const std::size_t many = rule.form(7);
  use_translation(read_language(wish.empty() ? system_language(languages()) : wish));
  use(label, shown, lost, size, kTitles, save, small, rows, one, many);
}

[[maybe_unused]] void csv_and_base64(std::string& csv, const std::string& name) {
  csv += csv_line({"class", name, exact_text(0.1)});  // class,"a, b",0.1
  base64("Man");                                      // "TWFu"
}

[[maybe_unused]] void join_of(const RunRecord& record) {
  join(record.models, &ModelRecord::id);  // "small, large"
  split("small,large");                   // {"small", "large"}
}

[[maybe_unused]] void words_that_were_meant() {
  nearest_word("epohc", {"epoch", "epochs", "state"});  // "epoch"
  meant_text("epohc", {"epoch", "state"});              // "; the nearest is 'epoch'"
  // clang-format off
  known_text("epohc", {"epoch", "state"});               // "; there are: epoch, state; the nearest is 'epoch'"
  // clang-format on
  percent_text(0.6234);  // "62.3 %"
}

[[maybe_unused]] void json() {
  const Json document = read_json_file("presets/a.json");
  JsonObject preset(document, "presets/a.json");
  preset.check_version(1);
  std::string id = preset.string("id");
  JsonObject train = preset.object("train");
  std::int64_t epochs = train.integer("epochs", 1, 1'000'000);
  train.finish();
  preset.finish();
  use(epochs);
}

namespace named {

enum class Shuffle { kEpoch, kNone };
inline constexpr auto kShuffles = names<Shuffle>({{Shuffle::kEpoch, "epoch"}, {Shuffle::kNone, "none"}});

[[maybe_unused]] void words() {
  kShuffles.name(Shuffle::kNone);
  kShuffles.parse("epok", "order", "--shuffle");
  kShuffles.list();
}

}  // namespace named

namespace shapes {

struct Circle {
  double radius;
};
struct Square {
  double side;
};
void draw(const Circle&) {}
void draw(const Square&) {}

using Shape = OneOf<Kinds<Circle, Square>>;

[[maybe_unused]] void one_of() {
  const Shape shape = Square{2};
  if (const Square* const square = get_if<Square>(&shape)) use(square->side);
  visit([](const auto& kind) { draw(kind); }, shape);
}

}  // namespace shapes

[[maybe_unused]] void parallel(int threads, std::vector<std::function<void()>>& work) {
  struct Piece {
    std::function<void()>& read;
  };
  std::vector<Piece> pieces;
  for (auto& each : work) pieces.push_back({each});
  for_each_index(threads, pieces.size(), [&](std::size_t i) { pieces[i].read(); });
}

[[maybe_unused]] void permutation(std::uint32_t rows, std::uint64_t seed, std::uint64_t epoch,
                                  std::uint32_t position, std::uint32_t& row) {
  const Permutation order(rows, seed, epoch);
  row = order(position);
}

// --- model and device

[[maybe_unused]] void initial_weights_of(const ModelSpec& spec, const TrainSettings& settings) {
  const Weights w = initial_weights(spec, {.scheme = InitScheme::kGlorot}, weight_seed(settings.seed));
  use(w);
}

[[maybe_unused]] void seeds(std::uint32_t train_rows, const TrainSettings& settings, std::uint64_t epoch) {
  Permutation order(train_rows, shuffle_seed(settings.seed), epoch);
}

[[maybe_unused]] void tensor_table() {
  TensorTable table;
  table.add("layers.0.weight", Category::kWeights, {50, 230});
  table.total();
  table.find("layers.0.weight").offset;
}

[[maybe_unused]] void tensors(const ModelSpec& model, const TrainSettings& settings, const DataShape& shape,
                              const Device* device) {
  TensorTable table = engine_tensors(model, settings, shape, device->layout());
  table.total();
  table.find("layers.0.weight").offset;
}

[[maybe_unused]] void layout() {
  DataShape shape{.rows = 10'000, .train_rows = 8'000, .columns = 20, .degree = 2};
  shape.features();
}

[[maybe_unused]] void device(const DataShape& shape, const PreparedRows& rows, const ModelSpec& model,
                             const TrainSettings& settings, const EngineState& state, std::int64_t epoch) {
  std::unique_ptr<Device> device = open_device("cuda:0");
  auto data = device->create_data(shape);
  data->upload(rows.values, rows.targets);
  ScalerParams scaler = data->fit_scaler(ScaleKind::kMinMax);
  data->scale(scaler);
  data->expand();
  auto engine = device->create_engine(model, settings, *data);
  engine->set_state(state);
  engine->train(epoch, 0, 100);
  std::vector<StepMetric> losses = engine->take_metrics();
}

[[maybe_unused]] void shard(Device* device, const ModelSpec& model, const TrainSettings& settings,
                            const std::unique_ptr<DeviceData>& data) {
  class AllReduce : public GradientExchange {
    void sum(float* gradients, std::int64_t count, void*) override { all_reduce_sum(gradients, count); }
  };
  AllReduce all_reduce;
  auto engine = device->create_engine(model, settings, *data, {.rank = 1, .ranks = 4}, &all_reduce);
}

// --- measure and memory

[[maybe_unused]] void device_choice(const NetworkJob& question) {
  std::vector<Candidate> candidates{{"cpu, 1 thread", [] { return open_device("cpu", 1); }}};
  const DeviceChoice choice = choose_device(candidates, question, {});
  choice.trials[choice.best].device;
}

[[maybe_unused]] void measured(const PlanInputs& plan,
                               const std::function<std::vector<Candidate>(Precision)>& candidates,
                               Progress& progress) {
  std::vector<MeasuredStep> points = measure_steps(jobs_to_measure(plan), candidates, progress);
}

[[maybe_unused]] void timer(const std::unique_ptr<Engine>& engine, const DataShape& shape,
                            std::int64_t batch) {
  const StepTimes times = time_steps(*engine, rows_per_step(shape, batch), {.seconds = 0.5});
  1 / times.median();
}

[[maybe_unused]] void layer_replay(const ModelSpec& model, const TrainSettings& settings,
                                   const Weights& weights, const std::vector<float>& features,
                                   const std::vector<float>& targets) {
  cpu::LayerReplay replay({model, settings.optimizer, weights, features, targets});
  while (!replay.advance()) {  // a layer forward, or a layer backward with its update
  }
  replay.seconds()[0].backward;
}

[[maybe_unused]] void processor_load() {
  ProcessorLoad load;
  load.read();              // nothing yet: a share needs two readings
  load.read().value_or(0);  // a second later, 0.87: 87 % of all cores since the reading before
}

[[maybe_unused]] void workload(Device& device, const TrainSettings& settings) {
  const Workload work = standard_workloads()[0];
  auto data = seeded_data(device, work.shape, work.model);
  auto engine = device.create_engine(work.model, settings, *data);
  start_seeded(*engine, settings.seed);
}

[[maybe_unused]] void catalogue_of_cards() {
  Catalogue catalogue = read_catalogue(assets_directory() / "catalogue/gpus.json");
  add_own_cards(catalogue, "my_cards.json");
  const GpuCard& card = catalogue.find("4090");
  card.usable();
}

[[maybe_unused]] void network_plan(const DataShape& shape, const ModelSpec& small, const ModelSpec& large,
                                   const TrainSettings& settings, Device* device) {
  NetworkPlan plan = plan_network({shape, {small, large}, settings, device->layout()}, device->memory());
  plan.verdict;
  plan.headroom;
  require_fits(plan, "cuda:0");
}

[[maybe_unused]] void account_of(const NetworkJob& question, Device* device, const MemoryStatus& before) {
  MemoryAccount account = account_for(plan_tables(question), *device, before);
  account.error(Category::kWeights);
  account.difference();
}

[[maybe_unused]] void plan_settings(PlanInputs inputs, const Error& error) {
  change_plan(inputs, "seq", "4096");
  option_of(error.where());
}

[[maybe_unused]] void plan_report(const Catalogue& catalogue) {
  PlanInputs inputs;
  inputs.transformer = read_transformer_config("llama3-8b/config.json");
  const PlanReport report = make_report(inputs, target_of(catalogue.find("H100 SXM5")), catalogue);
  report.judgement.verdict;
  report.remedies;
}

[[maybe_unused]] void roofline(const StepWork& work, const GpuCard& card, const Catalogue& catalogue) {
  const std::optional<Roofline> chart = roofline_of(work, card, catalogue);
  chart->sold_at(10);
  chart->rate().seconds;
}

[[maybe_unused]] void transformer_config() {
  TransformerConfig config = read_transformer_config("llama3-8b/config.json");
  parameter_count(config);
}

[[maybe_unused]] void transformer_plan(const TransformerConfig& config, const TransformerJob& job) {
  const GpuPlan plan = plan_transformer(config, job);
  plan.bytes;
  plan.binding;
}

// --- files

[[maybe_unused]] void context_store(Device& device, const DeviceInfo& info, const MemoryStatus& status,
                                    void (*say)(const std::string&)) {
  const std::filesystem::path file = context_store_path();
  KnownContext known = remember_context(file, context_key(device.info()), status.context);
  KnownContext later = recall_context(file, context_key(info));
  if (!later.message.empty()) say(later.message);
}

[[maybe_unused]] void file(const std::filesystem::path& directory, const std::string& text) {
  write_file(directory / "run.json", text);
}

[[maybe_unused]] void run_record(Progress& progress) {
  RunRecord record = load_run("runs/iris");
  auto rows = original_dataset(record, progress);
  save_run("runs/iris", record);
}

[[maybe_unused]] void safetensors(const std::vector<float>& values) {
  SafetensorsFile file;
  file.metadata["schema_version"] = "1";
  file.tensors.push_back({"layers.0.weight", {50, 230}, values});
  write_file("weights.safetensors", format_safetensors(file));
}

}  // namespace

}  // namespace headroom

namespace headroom::cpu {

namespace {

[[maybe_unused]] void arena_of(const ModelSpec& model, const TrainSettings& settings, const DataShape& shape,
                               const BackendLayout& layout, Ledger& ledger) {
  Arena arena(engine_tensors(model, settings, shape, layout), ledger, "engine");
  float* w = arena.floats("layers.0.weight");
}

HEADROOM_CLONES void axpy(float* y, const float* x, std::int64_t n, float a);
HEADROOM_CLONES void axpy(float* y, const float* x, std::int64_t n, float a) {
  for (std::int64_t i = 0; i < n; ++i) y[i] += a * x[i];
}

[[maybe_unused]] void product(WorkerPool& pool, std::int64_t batch, std::int64_t out, std::int64_t in,
                              const float* x, const float* w, const float* bias, float* y) {
  gemm(pool, batch, out, in, rows_of(x, in), transposed(w, in), bias, y);
  axpy(y, x, in, 1);
}

[[maybe_unused]] void arithmetic_of_a_run(const TrainSettings& settings, float* values, std::int64_t count) {
  const Arithmetic& math = arithmetic_of(settings.precision);
  math.activate(Activation::kTanh, values, count);
}

[[maybe_unused]] void portable() {
  portable_exp(1.0);  // 2.718281828459045 everywhere
}

[[maybe_unused]] void worker_pool(std::int64_t rows, void (*fill)(std::int64_t, std::int64_t)) {
  WorkerPool pool(4);
  pool.split(rows, 64, [&](std::int64_t begin, std::int64_t end) { fill(begin, end); });
}

}  // namespace

}  // namespace headroom::cpu
