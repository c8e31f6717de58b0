#include "app/cli/predict_report.h"

#include <algorithm>
#include <cmath>
#include <ostream>
#include <span>

#include "app/cli/output.h"
#include "app/cli/quality_json.h"
#include "core/base/bytes.h"
#include "core/base/csv_field.h"
#include "core/base/json.h"

namespace headroom::cli {

namespace {

template <typename Number>
Json named(const std::vector<std::string>& names, const std::vector<Number>& values) {
  Json list = Json::array();
  for (std::size_t i = 0; i < values.size(); ++i)
    list.push_back({{"name", names[i]}, {"value", number(values[i])}});
  return list;
}

// Enough digits to read back the same number.
std::string exact(double value) { return std::isfinite(value) ? exact_text(value) : ""; }

std::string prediction_text(const Predictor& predictor, const PredictedRow& p) {
  return predictor.regression() ? exact(p.output[0]) : predictor.class_name(p.class_index);
}

void print_values(const std::string& title, const std::vector<double>& values, std::ostream& out) {
  constexpr std::size_t kShown = 8;
  out << title;
  for (std::size_t i = 0; i < values.size() && i < kShown; ++i) out << "  " << fixed(values[i], 4);
  if (values.size() > kShown)
    out << "  ... (" << format_count(static_cast<std::int64_t>(values.size())) << ")";
  out << '\n';
}

}  // namespace

Json prediction_json(const Predictor& predictor, const PredictedRow& p) {
  if (predictor.regression()) return {{"value", number(p.output[0])}};
  Json probabilities = Json::array();
  for (std::size_t k = 0; k < p.probabilities.size(); ++k) {
    probabilities.push_back({{"class", predictor.class_name(static_cast<std::int64_t>(k))},
                             {"probability", number(p.probabilities[k])}});
  }
  return {{"class", predictor.class_name(p.class_index)},
          {"class_index", p.class_index},
          {"probability", number(p.probabilities[static_cast<std::size_t>(p.class_index)])},
          {"probabilities", probabilities}};
}

Json trace_json(const Predictor& predictor, const PredictionTrace& p) {
  Json layers = Json::array();
  for (std::size_t l = 0; l < p.layers.size(); ++l) {
    const std::vector<std::int64_t>& widths = predictor.model().spec.widths;
    layers.push_back({{"layer", l},
                      {"in", widths[l]},
                      {"out", widths[l + 1]},
                      {"pre_activation", numbers(p.layers[l].pre_activation)},
                      {"activation", numbers(p.layers[l].activation)}});
  }
  return {{"raw_input", named(predictor.columns(), p.raw)},
          {"scaled_input", named(predictor.columns(), p.scaled)},
          {"features", named(predictor.features(), p.features)},
          {"layers", layers},
          {"output", numbers(p.prediction.output)},
          {"prediction", prediction_json(predictor, p.prediction)}};
}

void print_prediction(const Predictor& predictor, const PredictedRow& p, const std::string& title,
                      std::ostream& out) {
  out << title << ": 1 row x " << format_count(static_cast<std::int64_t>(predictor.features().size()))
      << " features -> " << p.output.size() << (p.output.size() == 1 ? " value\n" : " values\n");
  if (predictor.regression()) {
    out << "prediction  " << exact(p.output[0]) << '\n';
    return;
  }
  out << "prediction  " << predictor.class_name(p.class_index) << "  "
      << percent(p.probabilities[static_cast<std::size_t>(p.class_index)]) << '\n';
  Table table({"class", ">probability"});
  for (std::size_t k = 0; k < p.probabilities.size(); ++k) {
    table.add({predictor.class_name(static_cast<std::int64_t>(k)), fixed(p.probabilities[k], 6)});
  }
  table.print(out);
}

// Numbers of a table are kept in single precision: what was written 5.4 is told so, not as 5.400000095367432.
std::string as_written(double value) {
  if (std::isnan(value)) return "missing";
  const auto kept = static_cast<float>(value);
  return static_cast<double>(kept) == value ? exact_text(kept) : exact(value);
}

void print_trace(const Predictor& predictor, const PredictionTrace& p, std::ostream& out) {
  Table inputs({"column", ">raw", ">scaled"});
  for (std::size_t c = 0; c < p.raw.size(); ++c) {
    inputs.add({predictor.columns()[c], as_written(p.raw[c]), fixed(p.scaled[c], 6)});
  }
  inputs.print(out);
  if (p.features.size() > p.scaled.size()) {
    out << '\n';
    Table features({"feature", ">value"});
    for (std::size_t f = 0; f < p.features.size(); ++f) {
      features.add({predictor.features()[f], fixed(p.features[f], 6)});
    }
    features.print(out);
  }
  for (std::size_t l = 0; l < p.layers.size(); ++l) {  // told from 1, as --unit and the window count them
    out << "\nlayer " << l + 1 << "  " << format_count(predictor.model().spec.widths[l]) << " -> "
        << format_count(predictor.model().spec.widths[l + 1]) << '\n';
    print_values("  before  ", p.layers[l].pre_activation, out);
    print_values("  after   ", p.layers[l].activation, out);
  }
  out << '\n';
}

void print_predictions(const Predictor& predictor, const std::vector<PredictedRow>& predictions,
                       const InputRows& rows, std::ostream& out) {
  std::vector<std::string> header{">row", "prediction"};
  if (!predictor.regression()) header.emplace_back(">probability");
  if (!rows.targets.empty()) header.emplace_back("target");
  Table table(header);
  for (std::size_t r = 0; r < predictions.size(); ++r) {
    const PredictedRow& p = predictions[r];
    std::vector<std::string> line{format_count(static_cast<std::int64_t>(r)), prediction_text(predictor, p)};
    if (!predictor.regression())
      line.push_back(fixed(p.probabilities[static_cast<std::size_t>(p.class_index)], 4));
    if (!rows.targets.empty()) line.push_back(rows.targets[r]);
    table.add(std::move(line));
  }
  table.print(out);
}

std::string predictions_csv(const Predictor& predictor, const std::vector<PredictedRow>& predictions,
                            const InputRows& rows) {
  std::string csv = "row,prediction";
  if (!predictor.regression()) {
    csv += ",probability";
    for (std::size_t k = 0; k < predictions.front().probabilities.size(); ++k) {
      csv += "," + csv_field("p(" + predictor.class_name(static_cast<std::int64_t>(k)) + ")");
    }
  }
  if (!rows.targets.empty()) csv += ",target";
  csv += '\n';
  for (std::size_t r = 0; r < predictions.size(); ++r) {
    const PredictedRow& p = predictions[r];
    csv += std::to_string(r) + "," + csv_field(prediction_text(predictor, p));
    if (!predictor.regression()) {
      csv += "," + exact(p.probabilities[static_cast<std::size_t>(p.class_index)]);
      for (const double probability : p.probabilities) csv += "," + exact(probability);
    }
    if (!rows.targets.empty()) csv += "," + csv_field(rows.targets[r]);
    csv += '\n';
  }
  return csv;
}

Json metrics_json(const JudgedAnswers& judged, const std::vector<std::string>& class_names) {
  Json json =
      judged.classes ? class_metrics_json(*judged.classes, class_names) : value_metrics_json(*judged.values);
  json["loss"] = number(judged.loss);
  return json;
}

Json unknown_labels_json(const JudgedAnswers& judged) {
  Json list = Json::array();
  for (const UnknownLabel& unknown : judged.unknown) {
    Json json = {{"label", unknown.label}, {"rows", unknown.rows}, {"nearest", nullptr}};
    if (!unknown.nearest.empty()) json["nearest"] = unknown.nearest;
    list.push_back(std::move(json));
  }
  return list;
}

void print_metrics(const JudgedAnswers& judged, const std::vector<std::string>& class_names,
                   std::ostream& out) {
  if (judged.values) {
    if (judged.values->rows == 0) return;
    out << "RMSE " << figure(judged.values->rmse) << ", mean absolute error " << figure(judged.values->mae)
        << ", R2 " << fixed(judged.values->r2, 4) << ", " << format_count(judged.values->rows) << " rows\n";
    return;
  }
  const ClassMetrics& metrics = *judged.classes;
  if (metrics.rows == 0) return;
  print_classes(metrics, class_names, out);
  out << "\naccuracy  " << percent(metrics.accuracy) << " (balanced " << percent(metrics.balanced_accuracy)
      << ", majority " << percent(metrics.majority_accuracy) << "), loss " << fixed(judged.loss, 4) << ", "
      << format_count(metrics.rows) << " rows\n";
}

std::vector<std::string> notes_about(const JudgedAnswers& judged, const RunRecord& record) {
  constexpr std::size_t kNamed = 5;
  std::vector<std::string> notes;
  const std::string target = "target '" + record.target_name + "'";
  for (std::size_t i = 0; i < std::min(kNamed, judged.unknown.size()); ++i) {
    const UnknownLabel& unknown = judged.unknown[i];
    std::string note = target + ": '" + unknown.label + "' in " + format_count(unknown.rows) +
                       (unknown.rows == 1 ? " row" : " rows") +
                       (record.task == Task::kRegression ? " is no number" : " is no class of the run");
    if (!unknown.nearest.empty()) note += ", the nearest is '" + unknown.nearest + "'";
    notes.push_back(note);
  }
  if (judged.unknown.size() > kNamed) {
    notes.push_back(target + ": " + format_count(static_cast<std::int64_t>(judged.unknown.size() - kNamed)) +
                    " more labels that the run does not know");
  }
  const auto left_out = [&](std::int64_t rows, const std::string& why) {
    if (rows == 0) return;
    notes.push_back(format_count(rows) + (rows == 1 ? " row " : " rows ") + why +
                    (rows == 1 ? " is" : " are") + " left out of the figures");
  };
  left_out(judged.unknown_rows(), "with such a label");
  left_out(judged.without_target, "without a target");
  return notes;
}

}  // namespace headroom::cli
