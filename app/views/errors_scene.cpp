#include "app/views/errors_scene.h"

#include <cstdio>
#include <utility>

#include "app/state/errors_ways.h"
#include "app/widgets/format.h"
#include "app/widgets/paint.h"

namespace headroom::app {
namespace {

std::string exact_share(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.6g", value);
  return text;
}

}  // namespace

void ErrorsScene::change(std::function<void(ErrorsOptions&)> by) const {
  context.actions.emplace_back(
      action::ChangeErrors{[by = std::move(by)](ErrorsOptions& options, Look&) { by(options); }});
}

std::string class_title(const ErrorsScene& scene, std::int64_t index) {
  const Dataset* const dataset = scene.context.run.facts->dataset.get();
  if (dataset && index < dataset->classes()) return dataset->class_names[static_cast<std::size_t>(index)];
  return std::to_string(index);
}

std::optional<ErrorCell> cell_of(const ErrorsScene& scene) {
  return chosen_cell(scene.options(), scene.model);
}

std::int64_t class_against_the_rest(const ErrorsScene& scene) {
  if (const auto cell = cell_of(scene)) return cell->truth;
  return scene.classes() == 2 ? 1 : 0;
}

std::string hundredths(double share) {
  std::string text = percent_text(share);
  const std::size_t sign = text.find(" %");
  return sign == std::string::npos ? text : text.substr(0, sign);
}

std::string metric_words(double value) {
  std::string text = metric_text(value);
  text.erase(0, text.find_first_not_of(' '));
  return text;
}

std::string csv_text(const std::string& cell) {
  if (cell.find_first_of(",\"\r\n") == std::string::npos) return cell;
  std::string quoted = "\"";
  for (const char c : cell) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + "\"";
}

std::string matrix_csv(const ErrorsScene& scene) {
  std::string csv = "true";
  for (std::int64_t c = 0; c < scene.classes(); ++c) csv += "," + csv_text(class_title(scene, c));
  csv += '\n';
  for (std::int64_t own = 0; own < scene.classes(); ++own) {
    csv += csv_text(class_title(scene, own));
    for (std::int64_t said = 0; said < scene.classes(); ++said)
      csv += "," + std::to_string(scene.model.counts[static_cast<std::size_t>(own * scene.classes() + said)]);
    csv += '\n';
  }
  return csv;
}

std::string classes_csv(const ErrorsScene& scene) {
  std::string csv = "class,precision,recall,f1,rows\n";
  for (std::int64_t c = 0; c < scene.classes(); ++c) {
    const ClassMetric& metric = scene.model.classes.classes[static_cast<std::size_t>(c)];
    csv += csv_text(class_title(scene, c)) + "," + exact_share(metric.precision) + "," +
           exact_share(metric.recall) + "," + exact_share(metric.f1) + "," + std::to_string(metric.rows) +
           '\n';
  }
  return csv;
}

}  // namespace headroom::app
