// headroom-cli predict: asks a trained run about a row of its own data, or about the rows of another file.
#include <algorithm>
#include <memory>
#include <optional>
#include <utility>

#include "app/cli/command_line.h"
#include "app/cli/context.h"
#include "app/cli/output.h"
#include "app/cli/predict_report.h"
#include "app/cli/reading.h"
#include "app/cli/run_rows.h"
#include "app/cli/train_report.h"
#include "app/cli/values.h"
#include "core/base/error.h"
#include "core/base/json.h"
#include "core/io/file.h"
#include "core/predict/predictor.h"
#include "core/predict/row_reader.h"

namespace headroom::cli {

namespace {

struct PredictOptions {
  std::optional<std::string> run, row, data, out, model, unit;
  bool trace = false, backward = false;
};

void check(const PredictOptions& options) {
  check_run(options.run);
  if (options.row.has_value() == options.data.has_value()) {
    throw Error(ErrorCode::kUsage, "give one of --row I (a row of the run's own data) and --data FILE",
                "predict");
  }
  if (options.out && !options.data) throw Error(ErrorCode::kUsage, "goes with --data only", "--out");
  const bool one_way = !options.row || !options.backward;
  if (options.backward && !options.row) {
    throw Error(ErrorCode::kUsage, "goes with --row I, a row of the run's own data, whose target is known",
                "--backward");
  }
  if (options.unit && one_way) throw Error(ErrorCode::kUsage, "goes with --row I and --backward", "--unit");
}

// "3:13": layer from 1, unit from 0.
std::pair<std::int64_t, std::int64_t> parse_unit(const std::string& text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string::npos)
    throw Error(ErrorCode::kUsage, "'" + text + "' is not LAYER:UNIT, such as 3:13", "--unit");
  return {parse_integer(text.substr(0, colon), "--unit", 1, INT32_MAX) - 1,
          parse_integer(text.substr(colon + 1), "--unit", 0, INT32_MAX)};
}

// How the loss of a row flows back, for a document or in words.
void tell_backward(const PredictOptions& options, const Predictor& predictor, const PredictionTrace& trace,
                   double target, Json* document, Context& context) {
  const BackwardTrace back = predictor.backward(trace, target);
  std::optional<UnitTrace> unit;
  if (options.unit) {
    const auto [layer, index] = parse_unit(*options.unit);
    unit = predictor.unit(trace, back, layer, index);
  }
  if (!document) {
    print_backward(predictor, trace, back, context.out);
    if (unit) print_unit(predictor, *unit, context.out);
    return;
  }
  Json& json = (*document)["backward"] = backward_json(predictor, trace, back);
  if (unit) json["unit"] = unit_json(predictor, *unit);
}

Json start_document(const Predictor& predictor, std::int64_t rows) {
  const ModelSpec& spec = predictor.model().spec;
  return {{"schema_version", 1},
          {"model", model_json(spec)},
          {"epochs_finished", predictor.model().state.epochs_finished},
          {"in", {rows, spec.inputs()}},
          {"out", {rows, spec.outputs()}}};
}

void predict_own_row(const PredictOptions& options, const RunRecord& record, const Predictor& predictor,
                     Context& context) {
  const auto row = parse_integer(*options.row, "--row", 0, record.rows - 1);
  const auto dataset = with_bar<std::shared_ptr<const Dataset>>(
      context, "reading the run's data",
      [&](Progress& progress) { return original_dataset(record, progress); });
  const auto columns = static_cast<std::size_t>(dataset->columns);
  const PredictionTrace trace = predictor.trace(std::span(dataset->row(row), columns));
  const PredictedRow& prediction = trace.prediction;
  const float target = dataset->targets[static_cast<std::size_t>(row)];
  const double value = static_cast<double>(target) + (predictor.regression() ? dataset->target_origin : 0);
  const Json known = predictor.regression() ? number(target + dataset->target_origin)
                                            : Json(predictor.class_name(static_cast<std::int64_t>(target)));
  if (context.json) {
    Json document = start_document(predictor, 1);
    document["row"] = row;
    document["prediction"] = prediction_json(predictor, prediction);
    document["output"] = prediction.output;
    document["target"] = known;
    if (options.trace) document["trace"] = trace_json(predictor, trace);
    if (options.backward) tell_backward(options, predictor, trace, value, &document, context);
    print_json(document, context.out);
    return;
  }
  if (options.trace) print_trace(predictor, trace, context.out);
  if (options.backward) tell_backward(options, predictor, trace, value, nullptr, context);
  print_prediction(predictor, prediction, "row " + format_count(row), context.out);
  context.out << "target      " << (known.is_string() ? known.get<std::string>() : known.dump()) << '\n';
}

Json rows_document(const Predictor& predictor, const Predictions& predictions, const InputRows& rows,
                   const std::optional<JudgedAnswers>& judged, const RunRecord& record) {
  Json document = start_document(predictor, rows.rows);
  document["ignored_columns"] = rows.ignored;
  document["notes"] = rows.notes;
  if (judged) {
    for (const std::string& note : notes_about(*judged, record)) document["notes"].push_back(note);
  }
  document["predictions"] = Json::array();
  for (std::size_t r = 0; r < predictions.rows.size(); ++r) {
    Json json = prediction_json(predictor, predictions.rows[r]);
    json["row"] = r;
    json["output"] = predictions.rows[r].output;
    if (!rows.targets.empty()) json["target"] = rows.targets[r];
    if (!predictions.traces.empty()) json["trace"] = trace_json(predictor, predictions.traces[r]);
    document["predictions"].push_back(std::move(json));
  }
  if (judged) {
    if (judged->classes) document["accuracy"] = number(judged->classes->accuracy);
    document["metrics"] = metrics_json(*judged, record.class_names);
    document["unknown_labels"] = unknown_labels_json(*judged);
  }
  return document;
}

void predict_file(const PredictOptions& options, const RunRecord& record, const Predictor& predictor,
                  Context& context) {
  const InputRows rows = read_rows(*options.data, record, context);
  say_notes(rows, context);
  const Predictions predictions = predict_rows(predictor, rows, options.trace, context);
  std::optional<JudgedAnswers> judged;
  if (!rows.targets.empty()) judged = judge_answers(record, predictions.rows, rows.targets);
  if (judged) {
    for (const std::string& note : notes_about(*judged, record)) context.say(note);
  }
  if (options.out) write_file(*options.out, predictions_csv(predictor, predictions.rows, rows));
  if (context.json) {
    print_json(rows_document(predictor, predictions, rows, judged, record), context.out);
    return;
  }
  for (std::size_t r = 0; r < predictions.traces.size(); ++r) {
    print_trace(predictor, predictions.traces[r], context.out);
    print_prediction(predictor, predictions.rows[r], "row " + format_count(static_cast<std::int64_t>(r)),
                     context.out);
    context.out << '\n';
  }
  if (options.out) {
    context.out << format_count(rows.rows) << " predictions written to " << *options.out << '\n';
  } else if (!options.trace) {
    print_predictions(predictor, predictions.rows, rows, context.out);
  }
  if (judged) print_metrics(*judged, record.class_names, context.out);
}

}  // namespace

Action add_predict(Subcommand& app) {
  auto options = std::make_shared<PredictOptions>();
  app.add_option("--run", options->run, "the directory that train --run wrote", "DIR");
  app.add_option("--row", options->row, "a row of the run's own data, from 0 in file order", "I");
  app.add_option("--data", options->data, "a CSV file with the same feature columns", "FILE");
  app.add_option("--out", options->out, "write the predictions as a CSV file", "FILE");
  app.add_option("--model", options->model, "which model, when the run has several", "ID");
  app.add_flag("--trace", options->trace, "show the way through scaling, features and every layer");
  app.add_flag("--backward", options->backward, "show how the row's loss flows back, layer by layer");
  app.add_option("--unit", options->unit, "one unit in its numbers: layer from 1, unit from 0", "LAYER:UNIT");
  return [options](Context& context) {
    check(*options);
    const RunRecord record = load_run(*options->run);
    const Predictor predictor(record, named_model(record, options->model));
    if (options->row) {
      predict_own_row(*options, record, predictor, context);
    } else {
      predict_file(*options, record, predictor, context);
    }
  };
}

}  // namespace headroom::cli
