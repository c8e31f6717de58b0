// The examples of core's headers, word for word (tests/support/check_examples.py): compiled, never run.
#include <algorithm>
#include <functional>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/devices.h"
#include "core/base/error.h"
#include "core/base/job.h"
#include "core/base/join.h"
#include "core/base/json.h"
#include "core/base/names.h"
#include "core/base/parallel.h"
#include "core/base/permutation.h"
#include "core/base/progress.h"
#include "core/base/sort_in_pieces.h"
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
#include "core/device/cpu/clones.h"
#include "core/device/cpu/gemm.h"
#include "core/device/cpu/layer_replay.h"
#include "core/io/array_file.h"
#include "core/io/context_store.h"
#include "core/io/file.h"
#include "core/io/presets.h"
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

[[maybe_unused]] void error() {
  throw Error(ErrorCode::kBadInput, "row has 4 fields, the header has 5: add or remove a field",
              "iris.csv:17:1");
}

[[maybe_unused]] void job_of(const std::string& path) {
  Job<CsvTable> job([path](Progress& p) { return read_csv(path, {}, p); });
  if (job.done()) use(job.take());
}

[[maybe_unused]] void join_of(const RunRecord& record) {
  join(record.models, &ModelRecord::id);  // "small, large"
  split("small,large");                   // {"small", "large"}
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

[[maybe_unused]] void number_writing() {
  const std::vector<std::string> spellings = {"1.234,5", "12,25", "900"};
  const std::vector<std::int64_t> cells = {1, 1, 7};
  const auto guess = guess_number_writing(spellings, cells, {.separator = ';'});
  describe(guess->writing);                  // "1.234,5 (decimal comma, thousands mark '.')"
  read_number("12.500,75", guess->writing);  // 12500.75
}

[[maybe_unused]] void number_votes(const std::vector<std::string>& spellings,
                                   const std::vector<std::int64_t>& counts) {
  std::int64_t cells = 0;
  const std::vector<NumberVotes> votes = count_number_votes(spellings, counts, cells);
  const std::int64_t plain = votes.front().explained[0];  // cells of plain decimals
}

[[maybe_unused]] void date_writing() {
  const std::vector<std::string> spellings = {"31.01.2020 12:30", "01.02.2020 08:00"};
  const std::vector<std::int64_t> cells = {1, 1};
  const auto guess = guess_date_writing(spellings, cells);
  guess->writing.pattern;  // "%d.%m.%Y %H:%M"
  const auto when = read_date("31.01.2020 12:30", guess->writing);
  date_text(*when);           // "2020-01-31 12:30:00"
  date_parts(*when).weekday;  // 4, a Friday
}

[[maybe_unused]] void parts_of_writings() {
  is_missing_word("#DIV/0!");  // true
  is_missing_word("n.a.");     // true: letters in any case

  trim_blanks("\t5 ");  // "5"
  minus_at("5-", 1);    // 1

  NumberParts parts;
  split_number("-$ 1,234.50 /kg", parts);  // negative, prefix "$", digits "1,234.50", suffix "/kg"

  is_currency("US$");      // true
  is_unit("km/h", false);  // true: "12 km/h"
  is_unit("-10", true);    // false: "5-10" is a range

  DateFields fields;
  read_fields("31.1.2020", "%d.%m.%Y", fields);  // true; fields.day 31
  seconds_of(fields);                            // 1580428800
}

[[maybe_unused]] void progress_of(Progress& progress, std::int64_t done, std::int64_t total, bool clicked,
                                  void (*bar)(double)) {
  for (; done < total; ++done) {
    progress.check();
    progress.report(done, total);
  }
  bar(progress.fraction());
  if (clicked) progress.cancel();
}

// --- data

[[maybe_unused]] void text_of(const std::string& path, const std::string& whole, std::string text) {
  const std::string beginning = text;
  if (const auto order = looks_like_utf16(beginning)) text = utf8_from_utf16(path, whole, *order);
  const std::optional<CsvFrame> frame = detect_frame(beginning, false, {.skip_lines = 2});
  const CsvShape shape = count_fields(text, false, 1000);
  const SampleRow first = split_row(text.substr(0, shape.records[0].end), {.separator = ';'});
  const HeaderGuess guess = guess_header(first, std::vector<SampleRow>{first}, ',');
  use(frame, guess.verdict);
}

[[maybe_unused]] void names_of(std::vector<std::string> names) {
  std::vector<std::string> notes;
  names = usable_names({"a", "a", ""}, notes);
}

[[maybe_unused]] void source_of(const std::string& path, const CsvOptions& options, Progress& progress,
                                std::vector<std::string>& notes) {
  CsvFile file(path);
  prepare_source(file, options, progress, notes);
}

[[maybe_unused]] void unpacked(CsvFile& file, const std::string& beginning, Progress& progress) {
  std::string member;
  if (is_gzip(beginning)) file.hold(unpack_gzip(file, {}, progress));
  if (is_zip(beginning)) file.hold(unpack_zip(file, {}, progress, member));
}

[[maybe_unused]] void finished(CsvTable& table, const std::vector<bool>& unnamed) {
  finish_columns(table, unnamed);
}

[[maybe_unused]] void decimal() {
#ifdef HEADROOM_NEAREST_DOUBLE
  nearest_double(3455260831295742, 16);  // 0.3455260831295742
#endif
}

[[maybe_unused]] void counted() {
  count_of(2, "row");  // "2 rows"
}

[[maybe_unused]] void separator_of(const std::vector<SampleRecord>& records, std::string_view text,
                                   char quote) {
  const SeparatorGuess guess = guess_separator(text, records, {}, quote);
  guess.separator;  // ';'
  guess.alike;      // it cuts most records into the same number of fields
}

[[maybe_unused]] void sentinels(const ColumnCells& cells, std::int64_t rows) {
  for (const Sentinel& found : find_sentinels(cells, rows, {-999, 40})) std::cout << found.value;  // -999
}

[[maybe_unused]] void multipliers() {
  const Multiplier found = multiplier_of("Mio €");
  found.word;   // "Mio"
  found.power;  // 6: times 10^6
  found.rest;   // "€"
}

[[maybe_unused]] void level_table() {
  LevelTable table;
  table.code_of("red");    // 0
  table.code_of("green");  // 1
  table.code_of("red");    // 0
  table.take();            // {"red", "green"}
}

[[maybe_unused]] void initial_weights_of(const ModelSpec& spec, const TrainSettings& settings) {
  const Weights w = initial_weights(spec, {.scheme = InitScheme::kGlorot}, weight_seed(settings.seed));
  use(w);
}

[[maybe_unused]] void csv() {
  Progress progress;
  const CsvTable table = read_csv("iris.csv", {}, progress);
}

[[maybe_unused]] void csv_file(char* buffer, const Progress& progress) {
  const CsvFile file("iris.csv");
  const std::size_t got = file.read(0, 4096, buffer, progress);
  use(got);
}

[[maybe_unused]] void csv_piece(CsvPiece& piece, const CsvFile& file, const CsvLayout& layout,
                                std::size_t begin, std::size_t end, const std::vector<char>& marks,
                                CsvCursor& cursor, const Progress& progress) {
  piece.guess(file, layout, begin, end, marks, progress);
  if (!piece.follows(cursor)) piece.read(file, layout, cursor, end, progress);
  piece.advance(cursor);
}

[[maybe_unused]] void csv_scanner(const std::string& path, std::string_view text, std::size_t limit) {
  CsvScanner scanner(path, text, ',');
  std::vector<CsvField> fields;
  while (scanner.next(fields, limit)) use(fields);
}

[[maybe_unused]] void polynomial() {
  const PolynomialTerm t = polynomial_term(20, 20);
  use(t);
}

[[maybe_unused]] void blocks_of_rows(std::size_t rows, std::size_t columns, const std::vector<double>& values,
                                     std::vector<double>& partial) {
  for_row_blocks(rows, columns, [&](std::size_t block, std::size_t first, std::size_t end) {
    for (std::size_t row = first; row < end; ++row) partial[block] += values[row];
  });
}

[[maybe_unused]] void schema(Progress& progress) {
  const CsvTable table = read_csv("houses.csv", {}, progress);
  const TypedTable typed = decide_schema(table, {.target = "price"}, progress);
  const ColumnSchema& first = typed.schema.columns.front();
  column_type_name(first.type);  // "number"
  first.reason;                  // "every cell is a number"
}

[[maybe_unused]] void features(const TypedTable& typed, std::span<float> values) {
  const std::vector<FeatureOrigin> features = features_of(typed.schema);
  write_features(typed, features.size(), values);
}

[[maybe_unused]] void column_summary(const TypedTable& typed, Progress& progress) {
  const std::vector<ColumnSummary> looks = summarize(typed, progress);
  looks[0].bins;  // 24 counts, from looks[0].least to looks[0].most
}

[[maybe_unused]] void table_remedy() {
  TabularOptions options;
  options = remedied(std::move(options), TableRemedy::missing("oops"));
  remedy_title(TableRemedy::missing("oops"));  // "Take 'oops' as missing"
}

[[maybe_unused]] void column_cells(const CsvColumn& column, const ColumnSchema& schema, std::size_t row) {
  const ColumnCells cells(column, schema);
  cells.value(row);  // 12500.5, NaN where missing
  cells.level(row);  // index into schema.levels, or kMissing, kOther
}

[[maybe_unused]] void applied_schema(const Schema& schema, const CsvTable& table, std::size_t width,
                                     std::span<float> values, Progress& progress) {
  const AppliedSchema applied = apply_schema(schema, table, progress);
  write_features(applied.typed, width, values);
}

[[maybe_unused]] void array_file(const std::string& path, CsvTable& table, Progress& progress) {
  if (is_array_file(path)) table = read_array_table(path, progress);
}

[[maybe_unused]] void tabular(Progress& progress) {
  const CsvTable table = read_csv("iris.csv", {}, progress);
  const Dataset data = make_dataset(table, {.target = "species"}, progress);
}

// --- model and device

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

// --- pipeline, train, predict, run

[[maybe_unused]] void default_config(const CsvTable& table, const TabularOptions& options, Progress& progress,
                                     RunThread& run) {
  auto data = std::make_shared<const Dataset>(make_dataset(table, options, progress));
  run.post(command::Load{config_for_dataset(data), true});
}

[[maybe_unused]] void pipeline_of(const RunConfig& config, const std::unique_ptr<Device>& device,
                                  Progress& progress) {
  Pipeline pipeline(config);
  pipeline.load(progress);
  require_fits(plan_network(pipeline.network_job(device->layout()), device->memory()), "cpu");
  PreparedData data = pipeline.run(*device, progress);
  ModelSpec model = pipeline.model("small");
  Trainer trainer(*device, *data.data, model, config.train, start_weights(config, model));
}

[[maybe_unused]] void trainer_of(Device& device, const PreparedData& prepared, const ModelSpec& model,
                                 const TrainSettings& settings, const RunConfig& config) {
  Trainer trainer(device, *prepared.data, model, settings, start_weights(config, model));
  while (!trainer.finished() && !trainer.divergence()) trainer.advance();
  trainer.history().epochs.back().validation_loss;
}

[[maybe_unused]] void trouble_of(const Trainer& trainer, const Dataset& dataset, const Split& split,
                                 const TrainSettings& settings) {
  const TroubleContext context{Task::kClassification, majority_of(dataset, split), settings.optimizer};
  if (const auto trouble = find_trouble(trainer.history(), context)) std::cout << trouble->what;
}

[[maybe_unused]] void doubts_of(const Dataset& dataset, const Split& split, const SplitSettings& settings,
                                const Progress& progress) {
  for (const DataDoubt& doubt : find_doubts(dataset, split, settings, progress)) std::cout << doubt.what;
}

[[maybe_unused]] void metrics_of(const std::vector<std::int64_t>& truth,
                                 const std::vector<std::int64_t>& said) {
  const ClassMetrics metrics = class_metrics(truth, said, 3);
  metrics.balanced_accuracy;
}

[[maybe_unused]] void linear_model(const std::vector<float>& x, std::int64_t features,
                                   const std::vector<std::int64_t>& classes_of_rows, std::int64_t classes,
                                   const std::vector<float>& row) {
  const LinearModel model = fit_logistic(x, features, classes_of_rows, classes);
  model.class_of(row);
}

[[maybe_unused]] void quality_of(const Run& run, const Lane& lane, const Progress& progress) {
  const Quality quality = validation_quality(lane, run.data(), run.config(), progress);
  if (quality.classes) quality.classes->balanced_accuracy;
  const Baseline baseline = fit_baseline(run.data(), progress);
  if (baseline.classes) baseline.classes->accuracy;  // of the linear model, over the validation rows
}

[[maybe_unused]] void final_figures(const Run& run, CurvesSnapshot& curves) {
  FinalJudge judge;
  while (judge.advance(run).worked) {
  }
  judge.tell(curves);  // ModelSnapshot::validated and tested
}

[[maybe_unused]] void judged(const RunRecord& record, const std::vector<Prediction>& predictions,
                             const InputRows& rows) {
  const JudgedAnswers judged = judge_answers(record, predictions, rows.targets);
  for (const UnknownLabel& label : judged.unknown) std::cout << label.label << " may be " << label.nearest;
}

[[maybe_unused]] void predictor_of(const RunRecord& record, const std::vector<float>& raw,
                                   const std::vector<float>& one_row) {
  const Predictor predictor(record, record.models.front());
  predictor.predict(raw);
  predictor.trace(one_row);
  predictor.backward(predictor.trace(one_row), 1);
}

[[maybe_unused]] void row_preparation(const RunRecord& record, Engine& engine,
                                      const std::vector<float>& raw) {
  const RowPreparation prepare(record);
  engine.predict_rows(prepare.features(raw));
}

[[maybe_unused]] void run_of(Progress& progress) {
  RunSetup setup;
  setup.config = load_preset("scalability");
  setup.device = open_device("cpu");
  setup.folder = "my-run";
  Run run(setup, progress);
  for (run.set_goal(Goal::kAll); !run.goal_reached(); run.checkpoint()) run.advance();
}

[[maybe_unused]] void change_of(const Run& run, const std::function<void()>& warn) {
  RunConfig wanted = run.config();
  wanted.train.batch = 32;
  if (what_changes(run.config(), wanted).starts_over()) warn();
}

[[maybe_unused]] void pace_of_a_run() {
  Pace pace = parse_pace("1 epochs");  // an epoch a second
  batches_per_second(pace, 63);        // 63, with 63 batches an epoch
  pace = slower(pace, 63);             // half as fast
  pace_text(pace);                     // "0.5 epochs/s"
}

[[maybe_unused]] void run_thread(const std::function<void()>& on_publish) {
  RunThread run({list_devices, [](const std::string& id) { return open_device(id); }}, on_publish);
  run.post(command::Load{load_preset("scalability"), true});
  const std::shared_ptr<const Snapshot> snapshot = run.snapshot();
}

[[maybe_unused]] void past_runs(RunThread& run, const RunFacts& facts) {
  for (const PastRun& past : past_runs_of(load_run("yesterday"), facts.config, facts.task, "yesterday")) {
    run.post(command::AddPast{std::make_shared<const PastRun>(past)});
  }
}

[[maybe_unused]] void part() {
  Part<RunFacts> facts = RunFacts{};
  facts->features;
  facts.edit().features = 20;
}

[[maybe_unused]] void snapshot_parts(const Snapshot& now, const Snapshot& before) {
  const bool new_memory = !now.memory.same_as(before.memory);
  (void)new_memory;
}

[[maybe_unused]] void inspection(const Snapshot& snapshot) {
  const std::shared_ptr<const Inspection> seen = snapshot.inspections[index_of(Inspect::kNetwork)];
  if (seen && !seen->error) seen->network()->models.front().layers.front().rms;
}

[[maybe_unused]] void where_a_person_looks(RunThread& thread) {
  Look look;
  look.row = 6680;
  look.unit = UnitAt{2, 13};
  thread.post(command::Watch{interest(Inspect::kPrediction), look});
}

[[maybe_unused]] void step_of_an_optimizer(const OptimizerSettings& settings, double weight, double gradient,
                                           const std::vector<double>& before, std::int64_t updates) {
  const OptimizerStep step = optimizer_step(settings, weight, gradient, before, updates);
  weight + step.change;
}

[[maybe_unused]] void backward_and_unit(const ModelSpec& spec, const Weights& weights,
                                        const std::vector<float>& features, double target, std::size_t l,
                                        std::size_t unit, double input) {
  const std::vector<LayerTrace> layers = trace_layers(spec, weights, features);  // of one row
  const BackwardTrace back = trace_backward(spec, weights, layers, target);
  back.layers[l].d_pre_activation[unit] * input;  // dL/dw of the weight that this input comes in by
}

[[maybe_unused]] void unit_both_ways(const ModelSpec& spec, const Weights& weights,
                                     const std::vector<float>& features,
                                     const std::vector<LayerTrace>& layers, const BackwardTrace& back,
                                     const OptimizerSettings& optimizer, const UnitMoments& moments,
                                     std::int64_t updates) {
  UnitTrace unit = trace_unit(spec, weights, features, layers, 2, 13);
  unit.others_sum;  // with the bias and the products of unit.largest it makes unit.z
  trace_unit_backward(unit, {spec, weights, features, layers, back}, optimizer, moments, updates);
}

[[maybe_unused]] void inspections_of(Run& run) {
  Inspections inspections;
  inspections.watch(interest(Inspect::kNetwork));
  while (!run.goal_reached()) {
    run.advance();
    inspections.advance(run, true);
  }
  const auto seen = inspections.results()[index_of(Inspect::kNetwork)];  // null before the first
}

[[maybe_unused]] void publisher_of(const Run& run, const std::function<void()>& wake_window) {
  Publisher publisher(wake_window);
  publisher.next.state = RunState::kTraining;
  publisher.next.curves = curves_of(run, true);
  publisher.publish();
  const std::shared_ptr<const Snapshot> seen = publisher.snapshot();
}

// --- errors

void look_after_something_else() {}
void show(std::uint32_t) {}

[[maybe_unused]] void sort_in_pieces(const std::vector<float>& some) {
  std::vector<float> items = some;
  SortInPieces sort(items, std::greater<>());
  while (!sort.advance()) look_after_something_else();
}

[[maybe_unused]] void confusion(const std::vector<std::int64_t>& truth,
                                const std::vector<std::int64_t>& said) {
  const std::vector<std::int64_t> counts = confusion_counts(truth, said, 10);  // [class, said]
  class_metrics_of(counts).classes[8].recall;
  const ConfusedPair worst =
      most_confused(counts, 8).front();  // {8, 3, 5}: five rows of class 8 were called 3
  (void)worst;
}

[[maybe_unused]] void calibration_of(const std::vector<std::pair<double, bool>>& answers) {
  Calibration calibration;
  for (const auto& [confidence, was_right] : answers) calibration.add(confidence, was_right);
  calibration.expected_error();
}

[[maybe_unused]] void rank_curves_of(std::vector<Ranked> rows) {
  std::sort(rows.begin(), rows.end(), ranks_before);
  const RankCurves curves = rank_curves(rows);
  curves.auc;
}

[[maybe_unused]] void residuals_of(const std::vector<double>& residuals) {
  const ResidualHistogram histogram = residual_histogram(residuals);
  worst_rows(residuals, 10);
}

[[maybe_unused]] void evaluated(const RunRecord& record, const std::vector<Prediction>& predictions,
                                const InputRows& rows) {
  const EvaluatedAnswers evaluated = evaluate_answers(record, predictions, rows.targets);
  evaluated.counts;
  evaluated.curves[8].auc;
}

[[maybe_unused]] void importance_of() {
  ImportanceJob job;
  PermutationImportance importance(job);
  while (!importance.advance()) {
  }
  importance.result().columns.front().mean;
}

[[maybe_unused]] void error_figures(const ErrorFigures& figures) {
  const ErrorFigures::Model& model = figures.models.front();
  for (const std::uint32_t i : model.cell(8, 3)) show(model.answers[i].row);
}

[[maybe_unused]] void judged_row() { JudgedRow row{.row = 6680, .target = 1, .output = 0.92, .said = 1}; }

// --- the table of a run

[[maybe_unused]] void row_stages(std::shared_ptr<const Dataset> prepared_dataset, std::vector<float> means,
                                 ScalerParams scaler) {
  const RowStages stages(prepared_dataset, means, scaler, 2);
  stages.raw(8079, 18);
  stages.scaled(8079, 18);
  stages.feature(8079, 55);
}

[[maybe_unused]] void tells(std::span<const float> values, std::span<const std::int32_t> labels) {
  const std::vector<double> auc = auc_by_rank(values, labels, 2);
  const double second = auc[1];
  (void)second;
}

[[maybe_unused]] void comoments(const std::vector<std::vector<float>>& columns) {
  Comoments moments(columns);
  while (!moments.advance()) {
  }
  moments.correlation(3, 7);
  const PrincipalAxes axes = principal_axes(moments.covariance());
  const double along = axes.variances[0];
  (void)along;
}

[[maybe_unused]] void data_look(Look look) {
  look.data.filter = RowFilter::kWrong;
  look.data.sort = RowSort::kCertainty;
}

[[maybe_unused]] void data_figures(const Inspection* inspection) {
  const DataFigures& data = *inspection->data();
  if (data.rows) data.rows->stages.raw(data.order->rows[0], 3);
  if (data.columns) data.columns->of[3].tells;
}

[[maybe_unused]] void data_memory(const headroom::Run& run) {
  DataMemory memory;
  memory.begin(run.data());
  while (!memory.read_rows(run.data())) {
  }
  while (!memory.look_at_columns()) {
  }
  while (!memory.relate_columns()) {
  }
}

[[maybe_unused]] void row_sorter(bool descending, std::uint32_t row, float key) {
  RowSorter sorter(descending);
  sorter.add(row, key);
  while (!sorter.advance()) {
  }
  const std::vector<std::uint32_t> rows = sorter.take();
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

[[maybe_unused]] void worker_pool(std::int64_t rows, void (*fill)(std::int64_t, std::int64_t)) {
  WorkerPool pool(4);
  pool.split(rows, 64, [&](std::int64_t begin, std::int64_t end) { fill(begin, end); });
}

}  // namespace

}  // namespace headroom::cpu
