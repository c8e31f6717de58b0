// What stands behind the figures of an evaluation: every row of one part of the data, judged by the weights
// at the end of the last epoch, on the host in double precision.
//
//   const ErrorFigures::Model& model = figures.models.front();
//   for (const std::uint32_t i : model.cell(8, 3)) show(model.answers[i].row);   // of class 8, called 3
//
// Everything that a picture needs is in here, in bounded memory: 24 bytes a row for up to kMostAnswers rows,
// counts by pairs for up to kMostClasses classes, and curves of some hundred points for up to kMostCurves
// classes, drawn from the first rows that kMostScores probabilities are enough for (they lie in random
// order).
//
// Values of a regression are in the network's unit (RunFacts::target brings them into the file's).
//
// Thread rule: plain values.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/model/calibration.h"
#include "core/model/confusion.h"
#include "core/model/metrics.h"
#include "core/model/rank_curves.h"
#include "core/model/residuals.h"
#include "core/predict/importance.h"
#include "core/run/judged_row.h"

namespace headroom {

// A row and its answer: classes, the likeliest first.
struct RowAnswer {
  static constexpr std::size_t kTop = 3;
  std::uint32_t row = 0;  // of the dataset, from 0
  std::uint16_t truth = 0;
  std::array<std::uint16_t, kTop> said{};
  std::array<float, kTop> share{};  // probabilities; where there are two classes, the third is 0
};
struct RowValue {
  std::uint32_t row = 0;
  float truth = 0, said = 0;
};

struct ErrorFigures {
  static constexpr std::int64_t kMostClasses = 1024;
  static constexpr std::int64_t kMostCurves = 50;
  static constexpr std::int64_t kMostAnswers = 1'000'000;
  static constexpr std::int64_t kMostScores = 4'000'000;
  static constexpr std::size_t kMostPairs = 50;
  static constexpr std::size_t kExtremes = 20;

  struct Model {
    std::string id;
    std::int64_t epoch = 0, steps = 0;  // whose weights; 0: the initial ones
    std::int64_t rows = 0;
    std::int64_t correct = 0;  // 0 for regression
    double loss_sum = 0;
    std::vector<std::int64_t> counts;            // [class, said]; empty for regression and too many classes
    double target_mean = 0, target_squares = 0;  // regression: sum of squares about the mean, SST
    std::vector<JudgedRow> shown;                // the rows that every stage shows, then others

    // Of classes.
    std::vector<RowAnswer> answers;    // as the rows come, at most kMostAnswers
    std::vector<std::uint32_t> order;  // of answers: by class, then what was said, then the surest first
    // Of answers that are right, for when none is wrong: at most kExtremes, the most extreme first.
    std::vector<std::uint32_t> surest, least_sure;
    ClassMetrics classes;  // from counts
    std::vector<ConfusedPair> confused;
    std::vector<std::int64_t> similar;  // [classes] those side by side that are confused; as `curves`
    Calibration calibration;
    std::vector<RankCurves> curves;  // [classes], thinned; empty for too many classes
    std::int64_t curve_rows = 0;     // the first ones, of which the curves are
    // Of a regression.
    std::vector<RowValue> values;
    std::vector<std::uint32_t> worst;  // of values, the largest miss first
    ResidualHistogram residuals;       // said - truth

    double loss() const { return loss_sum / static_cast<double>(rows); }
    double accuracy() const { return static_cast<double>(correct) / static_cast<double>(rows); }
    double r2() const { return target_squares > 0 ? 1 - loss_sum / target_squares : loss_sum == 0 ? 1 : 0; }
    // Indices of answers, the surest first.
    std::span<const std::uint32_t> cell(std::int64_t truth, std::int64_t said) const;
  };
  bool of_training_rows = false;
  std::vector<Model> models;  // those on the device
};

inline std::span<const std::uint32_t> ErrorFigures::Model::cell(std::int64_t truth, std::int64_t said) const {
  const auto key = [this](std::uint32_t i) {
    return std::pair<std::int64_t, std::int64_t>(answers[i].truth, answers[i].said[0]);
  };
  const std::pair<std::int64_t, std::int64_t> wanted(truth, said);
  const auto first =
      std::partition_point(order.begin(), order.end(), [&](std::uint32_t i) { return key(i) < wanted; });
  const auto last =
      std::partition_point(first, order.end(), [&](std::uint32_t i) { return key(i) <= wanted; });
  return {first, last};
}

// Which columns the network that is looked at relies on, by rows that validate.
struct ImportanceFigures {
  std::string model;  // ModelChoice::id
  std::int64_t epoch = 0;
  std::int64_t all_rows = 0, all_columns = 0;  // of which so many were taken
  Importance importance;
};

}  // namespace headroom
