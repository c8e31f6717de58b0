// The examples of the headers of core/pipeline, train, predict and run, as in core.cpp.
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
#include "core/run/figure_bench.h"
#include "core/run/final_judge.h"
#include "core/run/judged_row.h"
#include "core/run/measured_figures.h"
#include "core/run/pace.h"
#include "core/run/plane_builder.h"
#include "core/run/plane_cloud.h"
#include "core/run/quality.h"
#include "core/run/repeats.h"
#include "core/run/row_sorter.h"
#include "core/run/run.h"
#include "core/run/run_thread.h"
#include "core/train/linear_model.h"
#include "core/train/trouble.h"

namespace headroom {

namespace {

void use(const auto&...) {}

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

[[maybe_unused]] void judged(const RunRecord& record, const std::vector<PredictedRow>& predictions,
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
  if (seen && !seen->error) seen->network()->layers->of.front().rms;
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

[[maybe_unused]] void evaluated(const RunRecord& record, const std::vector<PredictedRow>& predictions,
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

[[maybe_unused]] void measured_figures(const Prediction& prediction, Progress& progress) {
  FigureDevices devices;
  devices.here = {{"cpu with 2 threads", [] { return open_device("cpu", 2); }}};
  FigureResult result = measure_figure("epoch-time-ratio", {}, devices, {}, progress);
  result.figure.value;
  result.figure.how;
  grade(prediction, 8, result.figure);
}

[[maybe_unused]] void repeats(const RunConfig& config, const std::vector<Candidate>& candidates,
                              Progress& progress) {
  RepeatsRequest request{config, {RepeatPlan::Kind::kSeeds, 5}, candidates};
  std::vector<Repeat> done;
  train_repeats(
      request, [&](const Repeat& each, const Run&) { done.push_back(each); }, progress);
  const Spread spread = spread_of(repeat_values(done, 0, false, repeat_figures().front()));
  use(spread);
}

[[maybe_unused]] void figure_bench(const FigureInfo& info, const FigureRequest& request,
                                   const FigureDevices& devices, const std::function<double()>& clock,
                                   Progress& progress) {
  FigureBench bench(info, request, devices, clock, progress);
  std::unique_ptr<Run> run = bench.open(bench.preset("scalability", {"small", "large"}));
  std::vector<TimedPair> pairs = bench.in_turn([&] {
    bench.epoch(*run);
    return TimedPair{last_epoch_seconds(*run, "large"), last_epoch_seconds(*run, "small")};
  });
  FigureResult result = bench.result(*run);
  bench.take_ratios(result, pairs);
}

[[maybe_unused]] void plane_builder(const std::shared_ptr<DataMemory>& memory, const Look& look,
                                    std::vector<float> (*answers)(const std::vector<float>&)) {
  PlaneBuilder plane(memory, look, 96);
  while (!plane.place()) {
  }  // each call is one piece
  plane.begin_surface();
  while (!plane.complete()) {
    for (const float output : answers(plane.next_cells(64))) plane.add(output, -1);
  }
  memory->plane = plane.take();
}

[[maybe_unused]] void plane_cloud(PlaneCloudMaker::Rows rows, PlaneCloudMaker::Place place,
                                  PlaneCloudMaker::Mark mark) {
  PlaneCloudMaker maker(rows, place, mark);
  while (!maker.advance()) {
  }  // each call is one piece
  const std::shared_ptr<const PlaneCloud> cloud = maker.take();
  const std::int64_t point = cloud->nearest(0.3, 1.2, {0.01, 0.02});  // -1: none is that near
}

}  // namespace

}  // namespace headroom
