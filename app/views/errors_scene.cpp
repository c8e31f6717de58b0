#include "app/views/errors_scene.h"

#include <utility>

#include "app/state/errors_ways.h"
#include "app/widgets/format.h"
#include "app/widgets/paint.h"

namespace headroom::app {

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

}  // namespace headroom::app
