#include "core/run/baseline.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <span>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/percent.h"
#include "core/base/tr.h"
#include "core/train/linear_model.h"

namespace headroom {
namespace {

constexpr std::int64_t kWork = 30'000'000;        // multiplications
constexpr std::int64_t kPasses = 60;              // of L-BFGS over the rows, forward and backward
constexpr std::int64_t kLeastRowsPerFeature = 4;  // fewer say nothing
constexpr std::int64_t kBlocks = 64;
constexpr std::int64_t kRowsAtOnce = 4096;

struct Rows {
  std::vector<float> features;        // [rows, features]
  std::vector<std::uint32_t> origin;  // [rows] rows of the dataset
};

// Places [first, first + count) of the device.
void add_rows(const PreparedData& data, std::int64_t first, std::int64_t count, Rows& rows) {
  const std::vector<float> features = data.data->read_features(first, count);
  rows.features.insert(rows.features.end(), features.begin(), features.end());
  const auto begin = data.split.order.begin() + first;
  rows.origin.insert(rows.origin.end(), begin, begin + count);
}

// So many training rows, in blocks that are spread evenly.
Rows training_rows(const PreparedData& data, std::int64_t count) {
  const std::int64_t all = data.shape.train_rows;
  Rows rows;
  if (count >= all) {
    add_rows(data, 0, all, rows);
    return rows;
  }
  const std::int64_t blocks = std::min(kBlocks, count);
  for (std::int64_t b = 0; b < blocks; ++b) {
    const std::int64_t size = count / blocks + (b < count % blocks ? 1 : 0);
    add_rows(data, std::min(b * all / blocks, all - size), size, rows);
  }
  return rows;
}

std::int64_t rows_to_fit(const PreparedData& data) {
  const std::int64_t features = data.shape.features();
  const std::int64_t classes = data.dataset->task == Task::kRegression ? 0 : data.dataset->classes();
  const std::int64_t outputs = classes == 2 ? 1 : classes;
  const std::int64_t per_row = classes == 0 ? features * features / 2 : features * outputs * kPasses;
  const std::int64_t least = std::max<std::int64_t>(1000, kLeastRowsPerFeature * features);
  return std::min(data.shape.train_rows, std::max(least, kWork / std::max<std::int64_t>(1, per_row)));
}

void judge_classes(const PreparedData& data, const Rows& rows, const Progress& progress, Baseline& baseline) {
  const Dataset& dataset = *data.dataset;
  const std::int64_t width = data.shape.features(), classes = dataset.classes();
  std::vector<std::int64_t> targets;
  for (const std::uint32_t row : rows.origin) {
    targets.push_back(static_cast<std::int64_t>(dataset.targets[row]));
  }
  const LinearModel model = fit_logistic(rows.features, width, targets, classes, {}, progress);
  std::vector<std::int64_t> truth, said;
  for (std::int64_t first = data.shape.train_rows; first < data.shape.rows; first += kRowsAtOnce) {
    progress.check();
    Rows part;
    add_rows(data, first, std::min(kRowsAtOnce, data.shape.rows - first), part);
    for (std::size_t i = 0; i < part.origin.size(); ++i) {
      truth.push_back(static_cast<std::int64_t>(dataset.targets[part.origin[i]]));
      said.push_back(
          model.class_of(std::span(part.features)
                             .subspan(i * static_cast<std::size_t>(width), static_cast<std::size_t>(width))));
    }
  }
  baseline.classes = class_metrics(truth, said, classes);
}

void judge_values(const PreparedData& data, const Rows& rows, const Progress& progress, Baseline& baseline) {
  const Dataset& dataset = *data.dataset;
  const std::int64_t width = data.shape.features();
  std::vector<double> targets;
  for (const std::uint32_t row : rows.origin) targets.push_back(dataset.targets[row]);
  const LinearModel model = fit_ridge(rows.features, width, targets, 1, progress);
  std::vector<double> truth, said;
  for (std::int64_t first = data.shape.train_rows; first < data.shape.rows; first += kRowsAtOnce) {
    progress.check();
    Rows part;
    add_rows(data, first, std::min(kRowsAtOnce, data.shape.rows - first), part);
    for (std::size_t i = 0; i < part.origin.size(); ++i) {
      truth.push_back(dataset.targets[part.origin[i]]);
      said.push_back(
          model.value(std::span(part.features)
                          .subspan(i * static_cast<std::size_t>(width), static_cast<std::size_t>(width))));
    }
  }
  baseline.values = value_metrics(truth, said);
}

double majority_accuracy(const PreparedData& data) {
  std::vector<std::int64_t> rows(static_cast<std::size_t>(data.dataset->classes()), 0);
  for (std::int64_t i = data.shape.train_rows; i < data.shape.rows; ++i) {
    ++rows[static_cast<std::size_t>(data.dataset->targets[data.split.order[static_cast<std::size_t>(i)]])];
  }
  return static_cast<double>(*std::max_element(rows.begin(), rows.end())) /
         static_cast<double>(data.shape.validation_rows());
}

std::string r2_text(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "R2 %.4f", value);
  return local_number(text);
}

}  // namespace

std::string not_beaten(const Baseline& baseline, double quality) {
  if (baseline.majority && quality <= *baseline.majority)
    return tr("always answering the most frequent class ({1})", percent_text(*baseline.majority));
  if (baseline.values && quality <= 0) return tr("always answering the mean (R2 0)");
  if (baseline.classes && quality <= baseline.classes->accuracy)
    return tr("the linear model ({1})", percent_text(baseline.classes->accuracy));
  if (baseline.values && quality <= baseline.values->r2)
    return tr("the linear model ({1})", r2_text(baseline.values->r2));
  return {};
}

std::string baseline_text(const Baseline& baseline) {
  std::string text;
  if (baseline.majority) text = "majority " + percent_text(*baseline.majority);
  if (baseline.classes) text += ", linear model " + percent_text(baseline.classes->accuracy);
  if (baseline.values) {
    char values[80];
    std::snprintf(values, sizeof values, "linear model RMSE %.5g, R2 %.4f", baseline.values->rmse,
                  baseline.values->r2);
    text = values;
  }
  if (!baseline.note.empty()) text += (text.empty() ? "" : "; ") + baseline.note;
  return text;
}

Baseline fit_baseline(const PreparedData& data, const Progress& progress) {
  const auto start = std::chrono::steady_clock::now();
  Baseline baseline;
  const bool regression = data.dataset->task == Task::kRegression;
  if (!regression) baseline.majority = majority_accuracy(data);
  if (data.shape.features() > Baseline::kMostFeatures) {
    baseline.note = tr("no linear model of {1} features: at most {2} are quick to fit",
                       format_count(data.shape.features()), format_count(Baseline::kMostFeatures));
    return baseline;
  }
  const Rows rows = training_rows(data, rows_to_fit(data));
  baseline.rows = std::ssize(rows.origin);
  if (baseline.rows < data.shape.train_rows) {
    baseline.note = tr("fitted on {1} of {2} training rows", format_count(baseline.rows),
                       format_count(data.shape.train_rows));
  }
  if (regression) {
    judge_values(data, rows, progress, baseline);
  } else {
    judge_classes(data, rows, progress, baseline);
  }
  baseline.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return baseline;
}

}  // namespace headroom
