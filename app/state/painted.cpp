#include "app/state/painted.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <utility>

#include "core/base/bytes.h"
#include "core/base/tr.h"
#include "core/pipeline/default_config.h"

namespace headroom::app {

PaintState empty_painting() { return {}; }

bool paintable(const Dataset& dataset) {
  return dataset.columns == 2 && dataset.classes() == 2 &&
         dataset.rows <= static_cast<std::int64_t>(PaintState::kMost) &&
         std::none_of(dataset.values.begin(), dataset.values.end(),
                      [](float value) { return std::isnan(value); });
}

PaintState painting_of(const Dataset& dataset) {
  PaintState paint;
  if (!paintable(dataset) || dataset.rows < 1) return paint;
  const auto origin = [&](std::size_t c) {
    return c < dataset.origins.size() ? static_cast<float>(dataset.origins[c].origin) : 0.0F;
  };
  for (std::int64_t row = 0; row < dataset.rows; ++row) {
    const float* const values = dataset.row(row);
    paint.points.push_back({values[0] + origin(0), values[1] + origin(1),
                            dataset.targets[static_cast<std::size_t>(row)] > 0.5F ? 1 : 0});
  }
  for (std::size_t i = 0; i < 2; ++i) {
    paint.names[i] = dataset.class_names[i];
    paint.columns[i] = dataset.column_names[i];
  }
  const auto range = [&](float PaintPoint::*axis, double& low, double& high) {
    const auto [least, most] =
        std::minmax_element(paint.points.begin(), paint.points.end(),
                            [&](const PaintPoint& a, const PaintPoint& b) { return a.*axis < b.*axis; });
    low = static_cast<double>((*least).*axis);
    high = static_cast<double>((*most).*axis);
    const double pad = high > low ? 0.1 * (high - low) : 1;
    low -= pad;
    high += pad;
  };
  range(&PaintPoint::x, paint.left, paint.right);
  range(&PaintPoint::y, paint.bottom, paint.top);
  return paint;
}

void paint_point(PaintState& paint, double x, double y) {
  paint.fault.clear();
  const bool inside = x >= paint.left && x <= paint.right && y >= paint.bottom && y <= paint.top;
  if (!inside || paint.points.size() >= PaintState::kMost) return;
  paint.points.push_back({static_cast<float>(x), static_cast<float>(y), paint.label});
}

void erase_points(PaintState& paint, double x, double y, double radius) {
  paint.fault.clear();
  std::erase_if(paint.points, [&](const PaintPoint& point) {
    const double dx = (static_cast<double>(point.x) - x) / (paint.right - paint.left);
    const double dy = (static_cast<double>(point.y) - y) / (paint.top - paint.bottom);
    return dx * dx + dy * dy <= radius * radius;
  });
}

std::int64_t painted_of_class(const PaintState& paint, int label) {
  return std::count_if(paint.points.begin(), paint.points.end(),
                       [label](const PaintPoint& point) { return point.label == label; });
}

std::string paint_fault(const PaintState& paint) {
  if (paint.points.empty()) return tr("There is nothing to learn from yet: paint points of both classes.");
  for (const int label : {0, 1}) {
    const std::string& name = paint.names[static_cast<std::size_t>(label)];
    const std::int64_t count = painted_of_class(paint, label);
    if (count == 0) {
      return tr_n(
          "The only point is {1}: a network can only learn to tell classes apart. Paint some of {2}.",
          "All {n} points are {1}: a network can only learn to tell classes apart. Paint some of {2}.",
          static_cast<std::int64_t>(paint.points.size()), paint.names[static_cast<std::size_t>(1 - label)],
          name);
    }
    if (count < PaintState::kLeastOfClass) {
      return tr_n("Only {n} point is {1}: paint {2} more, so that some can train and some can judge.",
                  "Only {n} points are {1}: paint {2} more, so that some can train and some can judge.",
                  count, name, format_count(PaintState::kLeastOfClass - count));
    }
  }
  return {};
}

std::string painted_target(const PaintState& paint) {
  std::string name = "class";
  while (name == paint.columns[0] || name == paint.columns[1]) name += "_";
  return name;
}

std::string painted_csv(const PaintState& paint) {
  // A name that a reader could take for something else stands in quotes.
  const auto quoted = [](const std::string& name) {
    std::string text = "\"";
    for (const char c : name) text += c == '"' ? std::string("\"\"") : std::string(1, c);
    return text + "\"";
  };
  std::string text =
      quoted(paint.columns[0]) + "," + quoted(paint.columns[1]) + "," + quoted(painted_target(paint)) + "\n";
  for (const PaintPoint& point : paint.points) {
    char numbers[64];
    std::snprintf(numbers, sizeof numbers, "%.6f,%.6f,", static_cast<double>(point.x),
                  static_cast<double>(point.y));
    text += numbers + quoted(paint.names[static_cast<std::size_t>(point.label)]) + "\n";
  }
  return text;
}

RunConfig config_for_painted(std::shared_ptr<const Dataset> dataset) {
  RunConfig config = config_for_dataset(std::move(dataset));
  config.title = tr("Painted");
  config.models = {{"small", "Small 2×8", {8, 8}}, {"large", "Large 3×16", {16, 16, 16}}};
  config.train.optimizer.learning_rate = 0.01;
  return config;
}

}  // namespace headroom::app
