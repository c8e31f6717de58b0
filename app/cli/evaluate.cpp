// headroom-cli evaluate: where a trained run is wrong on the rows of a file, and how sure it is.
#include <algorithm>
#include <memory>
#include <optional>
#include <utility>

#include "app/cli/command_line.h"
#include "app/cli/context.h"
#include "app/cli/evaluate_report.h"
#include "app/cli/output.h"
#include "app/cli/predict_report.h"
#include "app/cli/reading.h"
#include "app/cli/train_report.h"
#include "app/cli/values.h"
#include "core/base/error.h"
#include "core/base/json.h"
#include "core/io/array_file.h"
#include "core/predict/evaluated_answers.h"
#include "core/predict/predictor.h"
#include "core/predict/row_reader.h"

namespace headroom::cli {

namespace {

constexpr std::int64_t kDealtOut = 5;  // times that every column is permuted

struct EvaluateOptions {
  std::optional<std::string> run, data, model, seed;
};

std::vector<Prediction> predictions_of(const Predictor& predictor, const InputRows& rows, Context& context) {
  constexpr std::int64_t kBetweenLooks = 256;
  const std::size_t columns = predictor.columns().size();
  std::vector<Prediction> all;
  ProgressBar bar(context);
  for (std::int64_t first = 0; first < rows.rows; first += kBetweenLooks) {
    stop_request().check();
    const std::int64_t end = std::min(first + kBetweenLooks, rows.rows);
    const auto raw = std::span(rows.values)
                         .subspan(static_cast<std::size_t>(first) * columns,
                                  static_cast<std::size_t>(end - first) * columns);
    for (Prediction& prediction : predictor.predict(raw)) all.push_back(std::move(prediction));
    bar.update(static_cast<double>(end) / static_cast<double>(rows.rows), "predicting");
  }
  bar.clear();
  return all;
}

Importance importance_of(ImportanceJob job, Context& context) {
  PermutationImportance work(std::move(job));
  ProgressBar bar(context);
  while (!work.advance()) stop_request().check();
  bar.clear();
  return work.result();
}

void evaluate(const EvaluateOptions& options, const RunRecord& record, Context& context) {
  const ModelRecord& model = options.model ? record.model(*options.model) : record.models.front();
  const Predictor predictor(record, model);
  const CsvTable table = with_bar<CsvTable>(context, "reading " + *options.data, [&](Progress& progress) {
    return read_table(*options.data, reading_for(record), progress);
  });
  Progress progress;
  const InputRows rows = rows_for(record, table, progress);
  if (rows.targets.empty()) {
    throw Error(ErrorCode::kBadInput,
                "has no column '" + record.target_name +
                    "': without the true answers nothing can be evaluated (predict needs none)",
                *options.data);
  }
  for (const std::string& note : rows.notes) context.say(note);
  for (const std::string& name : rows.ignored)
    context.say("column '" + name + "': not known to the run, ignored");
  const std::vector<Prediction> predictions = predictions_of(predictor, rows, context);
  const EvaluatedAnswers answers = evaluate_answers(record, predictions, rows.targets);
  const std::vector<std::string> notes = notes_about(answers.judged, record);
  for (const std::string& note : notes) context.say(note);
  Evaluated evaluated{record, predictions, answers, {}, 0};
  evaluated.columns = static_cast<std::int64_t>(column_groups(predictor.columns(), record.features).size());
  if (!answers.judged.rows.empty()) {
    const auto seed =
        static_cast<std::uint64_t>(options.seed ? parse_integer(*options.seed, "--seed", 0, INT64_MAX) : 0);
    evaluated.importance =
        importance_of(importance_job(record, model, rows, answers.judged, kDealtOut, seed), context);
  }
  if (!context.json) {
    print_evaluation(evaluated, context.out);
    return;
  }
  Json document = {{"schema_version", 1},
                   {"model", model_json(model.spec)},
                   {"model_id", model.id},
                   {"epochs_finished", model.state.epochs_finished},
                   {"ignored_columns", rows.ignored},
                   {"notes", rows.notes},
                   {"unknown_labels", unknown_labels_json(answers.judged)}};
  for (const std::string& note : notes) document["notes"].push_back(note);
  add_evaluation(document, evaluated);
  print_json(document, context.out);
}

}  // namespace

Action add_evaluate(Subcommand& app) {
  auto options = std::make_shared<EvaluateOptions>();
  app.add_option("--run", options->run, "the directory that train --run wrote", "DIR");
  app.add_option("--data", options->data, "a CSV file with the same columns and the true answers", "FILE");
  app.add_option("--model", options->model, "which model, when the run has several", "ID");
  app.add_option("--seed", options->seed, "of the permutations that tell which columns matter (0)", "N");
  return [options](Context& context) {
    if (!options->run)
      throw Error(ErrorCode::kUsage, "is missing: name the directory that train --run wrote", "--run");
    if (!options->data)
      throw Error(ErrorCode::kUsage, "is missing: name a CSV file with the true answers", "--data");
    evaluate(*options, load_run(*options->run), context);
  };
}

}  // namespace headroom::cli
