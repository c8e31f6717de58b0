// headroom-cli evaluate: where a trained run is wrong on the rows of a file, and how sure it is.
#include <algorithm>
#include <memory>
#include <optional>
#include <utility>

#include "app/cli/command_line.h"
#include "app/cli/context.h"
#include "app/cli/evaluate_report.h"
#include "app/cli/interrupt.h"
#include "app/cli/output.h"
#include "app/cli/predict_report.h"
#include "app/cli/run_rows.h"
#include "app/cli/train_report.h"
#include "app/cli/values.h"
#include "core/base/error.h"
#include "core/base/json.h"
#include "core/predict/evaluated_answers.h"
#include "core/predict/predictor.h"
#include "core/predict/row_reader.h"

namespace headroom::cli {

namespace {

constexpr std::int64_t kDealtOut = 5;  // times that every column is permuted

struct EvaluateOptions {
  std::optional<std::string> run, data, model, seed;
};

Importance importance_of(ImportanceJob job) {
  PermutationImportance work(std::move(job));
  while (!work.advance()) stop_request().check();
  return work.result();
}

void evaluate(const EvaluateOptions& options, const RunRecord& record, Context& context) {
  const ModelRecord& model = named_model(record, options.model);
  const Predictor predictor(record, model);
  const InputRows rows = read_rows(*options.data, record, context);
  if (rows.targets.empty()) {
    throw Error(ErrorCode::kBadInput,
                "has no column '" + record.target_name +
                    "': without the true answers nothing can be evaluated (predict needs none)",
                *options.data);
  }
  say_notes(rows, context);
  const std::vector<PredictedRow> predictions = predict_rows(predictor, rows, false, context).rows;
  const EvaluatedAnswers answers = evaluate_answers(record, predictions, rows.targets);
  const std::vector<std::string> notes = notes_about(answers.judged, record);
  for (const std::string& note : notes) context.say(note);
  Evaluated evaluated{record, predictions, answers, {}, 0};
  evaluated.columns = static_cast<std::int64_t>(column_groups(predictor.columns(), record.features).size());
  if (!answers.judged.rows.empty()) {
    const auto seed =
        static_cast<std::uint64_t>(options.seed ? parse_integer(*options.seed, "--seed", 0, INT64_MAX) : 0);
    evaluated.importance =
        importance_of(importance_job(record, model, rows, answers.judged, kDealtOut, seed));
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
    check_run(options->run);
    if (!options->data)
      throw Error(ErrorCode::kUsage, "is missing: name a CSV file with the true answers", "--data");
    evaluate(*options, load_run(*options->run), context);
  };
}

}  // namespace headroom::cli
