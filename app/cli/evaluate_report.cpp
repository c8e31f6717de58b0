#include "app/cli/evaluate_report.h"

#include <algorithm>
#include <ostream>

#include "app/cli/output.h"
#include "app/cli/predict_report.h"
#include "app/cli/quality_json.h"
#include "core/base/bytes.h"
#include "core/base/json.h"

namespace headroom::cli {
namespace {

constexpr std::size_t kListedRows = 10'000;  // wrong rows told one by one
constexpr std::int64_t kListedClasses = 50;  // with their curves and in the matrix

Json curves_json(const std::string& name, const RankCurves& curves) {
  Json thresholds = Json::array(), own = Json::array(), others = Json::array(), precision = Json::array();
  for (const RankCurves::Point& point : curves.points) {
    thresholds.push_back(number(point.threshold));
    own.push_back(number(curves.recall(point)));
    others.push_back(number(curves.fallout(point)));
    precision.push_back(number(RankCurves::precision(point)));
  }
  return {{"class", name},
          {"thresholds", thresholds},
          {"roc", {{"fpr", others}, {"tpr", own}}},
          {"precision_recall", {{"precision", precision}, {"recall", own}}}};
}

Json calibration_json(const Calibration& calibration) {
  Json bins = Json::array();
  for (std::size_t b = 0; b < Calibration::kBins; ++b) {
    const Calibration::Bin& bin = calibration.bins()[b];
    if (bin.rows == 0) continue;
    const ShareRange range = wilson_range(bin.right, bin.rows);
    bins.push_back({{"low", static_cast<double>(b) / Calibration::kBins},
                    {"high", static_cast<double>(b + 1) / Calibration::kBins},
                    {"rows", bin.rows},
                    {"confidence", bin.confidence()},
                    {"share_right", bin.share_right()},
                    {"share_low", range.low},
                    {"share_high", range.high}});
  }
  return {{"bins", bins}, {"expected_error", number(calibration.expected_error())}};
}

Json importance_json(const Importance& importance, bool regression, std::int64_t all_columns) {
  Json columns = Json::array();
  for (const Importance::Column& column : importance.columns) {
    columns.push_back({{"column", column.name}, {"mean", column.mean}, {"deviation", column.deviation}});
  }
  return {
      {"score", regression ? "r2" : "accuracy"}, {"value", importance.score},      {"rows", importance.rows},
      {"repeats", importance.repeats},           {"columns_of_file", all_columns}, {"columns", columns}};
}

void add_classes(Json& document, const Evaluated& evaluated) {
  const EvaluatedAnswers& answers = evaluated.answers;
  const std::vector<std::string>& names = evaluated.record.class_names;
  document.update(class_metrics_json(*answers.judged.classes, names));
  document["classes"] = names;
  const auto classes = static_cast<std::int64_t>(names.size());
  Json curves = Json::array(), matrix = Json::array(), confused = Json::array();
  for (std::size_t c = 0; c < names.size(); ++c) {
    document["per_class"][c]["auc"] = number(answers.curves[c].auc);
    document["per_class"][c]["average_precision"] = number(answers.curves[c].average_precision);
    if (classes > kListedClasses) continue;
    curves.push_back(curves_json(names[c], answers.curves[c]));
    const auto row = answers.counts.begin() + static_cast<std::ptrdiff_t>(c * names.size());
    matrix.push_back(std::vector<std::int64_t>(row, row + static_cast<std::ptrdiff_t>(names.size())));
  }
  for (const ConfusedPair& pair : most_confused(answers.counts, 50)) {
    confused.push_back({{"class", names[static_cast<std::size_t>(pair.truth)]},
                        {"said", names[static_cast<std::size_t>(pair.said)]},
                        {"rows", pair.rows}});
  }
  document["confusion"] = classes > kListedClasses ? Json() : matrix;
  document["confused"] = confused;
  document["mean"] = {{"precision", number(answers.means.precision)},
                      {"recall", number(answers.means.recall)},
                      {"f1", number(answers.means.f1)}};
  document["curves"] = curves;
  document["calibration"] = calibration_json(answers.calibration);
  Json wrong = Json::array();
  for (std::size_t i = 0; i < std::min(kListedRows, answers.wrong.size()); ++i) {
    const auto row = static_cast<std::size_t>(answers.wrong[i]);
    const PredictedRow& said = evaluated.predictions[row];
    const auto at =
        std::lower_bound(answers.judged.rows.begin(), answers.judged.rows.end(), answers.wrong[i]) -
        answers.judged.rows.begin();
    wrong.push_back(
        {{"row", row},
         {"class", names[static_cast<std::size_t>(answers.judged.truth[static_cast<std::size_t>(at)])]},
         {"said", names[static_cast<std::size_t>(said.class_index)]},
         {"probability", number(said.probabilities[static_cast<std::size_t>(said.class_index)])}});
  }
  document["wrong_rows"] = answers.wrong.size();
  document["wrong"] = wrong;
}

void add_values(Json& document, const Evaluated& evaluated) {
  const EvaluatedAnswers& answers = evaluated.answers;
  document.update(value_metrics_json(*answers.judged.values));
  const ResidualHistogram& residuals = answers.residuals;
  document["residuals"] = {{"low", number(residuals.low)},
                           {"high", number(residuals.high)},
                           {"counts", residuals.counts},
                           {"mean", number(residuals.mean)},
                           {"deviation", number(residuals.deviation)},
                           {"not_finite", residuals.not_finite}};
  Json worst = Json::array();
  for (const std::int64_t row : answers.worst) {
    const auto at = std::lower_bound(answers.judged.rows.begin(), answers.judged.rows.end(), row) -
                    answers.judged.rows.begin();
    const double said = evaluated.predictions[static_cast<std::size_t>(row)].output[0];
    const double wanted = answers.judged.wanted[static_cast<std::size_t>(at)];
    worst.push_back({{"row", row},
                     {"target", number(wanted)},
                     {"value", number(said)},
                     {"residual", number(said - wanted)}});
  }
  document["worst"] = worst;
}

void print_matrix(const std::vector<std::int64_t>& counts, const std::vector<std::string>& names,
                  std::ostream& out) {
  constexpr std::size_t kMost = 12;
  if (names.size() > kMost) return;
  std::vector<std::string> header{"is"};
  for (const std::string& name : names) header.push_back(">said " + name);
  Table table(header);
  for (std::size_t c = 0; c < names.size(); ++c) {
    std::vector<std::string> line{names[c]};
    for (std::size_t said = 0; said < names.size(); ++said)
      line.push_back(format_count(counts[c * names.size() + said]));
    table.add(std::move(line));
  }
  out << '\n';
  table.print(out);
}

void print_class_figures(const Evaluated& evaluated, std::ostream& out) {
  const EvaluatedAnswers& answers = evaluated.answers;
  const std::vector<std::string>& names = evaluated.record.class_names;
  print_matrix(answers.counts, names, out);
  Table table({"class against the rest", ">AUC", ">average precision"});
  for (std::size_t c = 0; c < std::min(kMostClassLines, names.size()); ++c)
    table.add({names[c], fixed(answers.curves[c].auc, 4), fixed(answers.curves[c].average_precision, 4)});
  out << '\n';
  table.print(out);
  const double gap = answers.calibration.expected_error();
  out << "\nconfidence and share right differ by " << fixed(gap, 4)
      << (answers.calibration.modest() ? " (too modest)\n" : " (too sure)\n");
}

void print_importance(const Importance& importance, bool regression, std::ostream& out) {
  std::vector<Importance::Column> columns = importance.columns;
  std::stable_sort(columns.begin(), columns.end(),
                   [](const Importance::Column& a, const Importance::Column& b) { return a.mean > b.mean; });
  if (columns.size() > kMostClassLines) columns.resize(kMostClassLines);
  Table table({"column", regression ? ">R2 lost" : ">accuracy lost", ">+-"});
  for (const Importance::Column& column : columns)
    table.add({column.name, fixed(column.mean, 4), fixed(column.deviation, 4)});
  out << "\nwith one column's values dealt out to other rows (" << format_count(importance.rows) << " rows, "
      << importance.repeats << " times):\n";
  table.print(out);
}

}  // namespace

void add_evaluation(Json& document, const Evaluated& evaluated) {
  const bool regression = evaluated.record.task == Task::kRegression;
  regression ? add_values(document, evaluated) : add_classes(document, evaluated);
  document["loss"] = number(evaluated.answers.judged.loss);
  document["importance"] = Json();
  if (evaluated.importance)
    document["importance"] = importance_json(*evaluated.importance, regression, evaluated.columns);
}

void print_evaluation(const Evaluated& evaluated, std::ostream& out) {
  const JudgedAnswers& judged = evaluated.answers.judged;
  print_metrics(judged, evaluated.record.class_names, out);
  if (judged.rows.empty()) return;
  if (judged.classes) print_class_figures(evaluated, out);
  if (judged.values) {
    out << "residuals " << figure(evaluated.answers.residuals.mean) << " on average, deviation "
        << figure(evaluated.answers.residuals.deviation) << "; worst rows:";
    for (const std::int64_t row : evaluated.answers.worst) out << ' ' << row;
    out << '\n';
  }
  if (evaluated.importance) print_importance(*evaluated.importance, judged.values.has_value(), out);
}

}  // namespace headroom::cli
