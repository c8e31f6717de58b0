#include "app/views/errors_csv.h"

#include <algorithm>

#include "core/base/csv_field.h"

namespace headroom::app {
namespace {

using JudgedModel = ErrorFigures::Model;

const std::vector<JudgedModel>& models_of(const ErrorsSource& source) {
  return source.seen->errors()->models;
}

std::string value_line(const ErrorsSource& source, const RowValue& value) {
  const double truth = source.target.original(static_cast<double>(value.truth));
  const double said = source.target.original(static_cast<double>(value.said));
  return csv_line({std::to_string(value.row), exact_text(truth), exact_text(said), exact_text(said - truth)});
}

constexpr const char* kValueHead = "row,true,value,off\n";

}  // namespace

const JudgedModel& ErrorsSource::looked() const {
  const std::vector<JudgedModel>& models = models_of(*this);
  const auto found =
      std::find_if(models.begin(), models.end(), [&](const JudgedModel& m) { return m.id == model; });
  return found == models.end() ? models.front() : *found;
}

std::string ErrorsSource::class_name(std::int64_t index) const {
  if (dataset && index < dataset->classes()) return dataset->class_names[static_cast<std::size_t>(index)];
  return std::to_string(index);
}

ErrorsSource errors_source(const ErrorsScene& scene) {
  const Snapshot& run = scene.context.run;
  return {run.inspections[index_of(Inspect::kErrors)], run.facts->dataset, scene.model.id, run.facts->target};
}

std::string matrix_csv(const ErrorsSource& source) {
  const JudgedModel& model = source.looked();
  const auto classes = static_cast<std::int64_t>(model.classes.classes.size());
  std::string csv = "true";
  for (std::int64_t c = 0; c < classes; ++c) csv += "," + csv_field(source.class_name(c));
  csv += '\n';
  for (std::int64_t own = 0; own < classes; ++own) {
    csv += csv_field(source.class_name(own));
    for (std::int64_t said = 0; said < classes; ++said)
      csv += "," + std::to_string(model.counts[static_cast<std::size_t>(own * classes + said)]);
    csv += '\n';
  }
  return csv;
}

// A class without rows has none of the three.
std::string classes_csv(const ErrorsSource& source) {
  std::string csv = "class,precision,recall,f1,rows\n";
  const std::vector<ClassMetric>& classes = source.looked().classes.classes;
  for (std::size_t c = 0; c < classes.size(); ++c) {
    const ClassMetric& metric = classes[c];
    const auto figure = [&](double value) { return metric.rows > 0 ? exact_text(value) : std::string(); };
    csv += csv_line({source.class_name(static_cast<std::int64_t>(c)), figure(metric.precision),
                     figure(metric.recall), figure(metric.f1), std::to_string(metric.rows)});
  }
  return csv;
}

std::string pairs_csv(const ErrorsSource& source) {
  std::string csv = "true,said,rows\n";
  for (const ConfusedPair& pair : source.looked().confused)
    csv += csv_line({source.class_name(pair.truth), source.class_name(pair.said), std::to_string(pair.rows)});
  return csv;
}

std::string calibration_csv(const ErrorsSource& source) {
  std::string csv = "model,rows,confidence,share_right\n";
  for (const JudgedModel& model : models_of(source)) {
    for (const Calibration::Bin& bin : model.calibration.bins()) {
      if (bin.rows == 0) continue;
      csv += csv_line(
          {model.id, std::to_string(bin.rows), exact_text(bin.confidence()), exact_text(bin.share_right())});
    }
  }
  return csv;
}

std::string ranks_csv(const ErrorsSource& source, std::int64_t own) {
  std::string csv = "model,class,threshold,false_positive_share,recall,precision\n";
  for (const JudgedModel& model : models_of(source)) {
    if (static_cast<std::size_t>(own) >= model.curves.size()) continue;
    const RankCurves& curves = model.curves[static_cast<std::size_t>(own)];
    for (const RankCurves::Point& p : curves.points) {
      csv +=
          csv_line({model.id, source.class_name(own), exact_text(p.threshold), exact_text(curves.fallout(p)),
                    exact_text(curves.recall(p)), exact_text(RankCurves::precision(p))});
    }
  }
  return csv;
}

std::string answers_csv(const ErrorsSource& source, const std::vector<std::uint32_t>& listed) {
  const JudgedModel& model = source.looked();
  const std::size_t tops = std::min(RowAnswer::kTop, model.classes.classes.size());
  std::string csv = "row,true";
  for (std::size_t k = 1; k <= tops; ++k) csv += ",said_" + std::to_string(k) + ",share_" + std::to_string(k);
  csv += '\n';
  for (const std::uint32_t index : listed) {
    const RowAnswer& answer = model.answers[index];
    csv += std::to_string(answer.row) + "," + csv_field(source.class_name(answer.truth));
    for (std::size_t k = 0; k < tops; ++k)
      csv += "," + csv_field(source.class_name(answer.said[k])) + "," + exact_text(answer.share[k]);
    csv += '\n';
  }
  return csv;
}

std::string residuals_csv(const ErrorsSource& source) {
  std::string csv = kValueHead;
  for (const RowValue& value : source.looked().values) csv += value_line(source, value);
  return csv;
}

std::string worst_csv(const ErrorsSource& source) {
  const JudgedModel& model = source.looked();
  std::string csv = kValueHead;
  for (const std::uint32_t index : model.worst) csv += value_line(source, model.values[index]);
  return csv;
}

std::string residual_bins_csv(const ErrorsSource& source) {
  const ResidualHistogram& of = source.looked().residuals;
  const double width = (of.high - of.low) / static_cast<double>(std::max<std::size_t>(1, of.counts.size()));
  const auto edge = [&](std::size_t i) {
    return exact_text(source.target.deviation * (of.low + width * static_cast<double>(i)));
  };
  std::string csv = "from,to,rows\n";
  for (std::size_t i = 0; i < of.counts.size(); ++i)
    csv += csv_line({edge(i), edge(i + 1), std::to_string(of.counts[i])});
  return csv;
}

std::string importance_csv(const Importance& importance) {
  std::string csv = "column,mean,deviation\n";
  for (const Importance::Column& column : importance.columns)
    csv += csv_line({column.name, exact_text(column.mean), exact_text(column.deviation)});
  return csv;
}

}  // namespace headroom::app
