#include "app/views/errors_scene.h"

#include <cmath>
#include <utility>

#include "app/widgets/format.h"
#include "app/widgets/paint.h"

namespace headroom::app {
namespace {

double part(const ImVec4& c) {
  const auto linear = [](float v) {
    return v <= 0.04045F ? v / 12.92F : std::pow((v + 0.055F) / 1.055F, 2.4F);
  };
  return static_cast<double>(0.2126F * linear(c.x) + 0.7152F * linear(c.y) + 0.0722F * linear(c.z));
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
  const auto& chosen = scene.options().cell;
  if (chosen && chosen->truth < scene.classes() && chosen->said < scene.classes()) return chosen;
  if (scene.model.confused.empty()) return std::nullopt;
  const ConfusedPair& worst = scene.model.confused.front();
  return ErrorCell{worst.truth, worst.said};
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

ImVec4 text_on(const Theme& theme, const ImVec4& ground) {
  const ImVec4 light = theme.dark ? theme.text : theme.panel, dark = theme.dark ? theme.ground : theme.text;
  const double behind = part(ground) + 0.05;
  return (part(light) + 0.05) / behind >= behind / (part(dark) + 0.05) ? light : dark;
}

}  // namespace headroom::app
