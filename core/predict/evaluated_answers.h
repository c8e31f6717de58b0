// All that can be said about predictions of rows whose targets are known: what `evaluate` prints.
//
//   const EvaluatedAnswers evaluated = evaluate_answers(record, predictions, rows.targets);
//   evaluated.counts;                       // the confusion matrix, [class, said]
//   evaluated.curves[8].auc;                // class 8 against the rest
//
// Figures and formulas: core/model/metrics.h, confusion.h, rank_curves.h, calibration.h, residuals.h.
//
// Thread rule: pure functions.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/io/run_record.h"
#include "core/model/calibration.h"
#include "core/model/confusion.h"
#include "core/model/rank_curves.h"
#include "core/model/residuals.h"
#include "core/predict/importance.h"
#include "core/predict/judged_answers.h"
#include "core/predict/predictor.h"
#include "core/predict/row_reader.h"

namespace headroom {

struct EvaluatedAnswers {
  JudgedAnswers judged;
  // Of classes.
  std::vector<std::int64_t> counts;  // [class, said]
  ClassMeans means;
  std::vector<RankCurves> curves;  // [classes], at most about kEvaluatedPoints points each; areas of all rows
  Calibration calibration;
  std::vector<std::int64_t> wrong;  // rows of the file, in its order
  // Of a regression, in the file's unit.
  ResidualHistogram residuals;
  std::vector<std::int64_t> worst;  // rows of the file, the largest miss first
};
inline constexpr std::size_t kEvaluatedPoints = 1000;
inline constexpr std::size_t kWorstRows = 10;

// As judge_answers().
EvaluatedAnswers evaluate_answers(const RunRecord& record, const std::vector<PredictedRow>& predictions,
                                  const std::vector<std::string>& targets);

// Permutation importance of the file's columns by rows that count, evenly spaced over the file, so that the
// work stays bounded.
ImportanceJob importance_job(const RunRecord& record, const ModelRecord& model, const InputRows& rows,
                             const JudgedAnswers& judged, std::int64_t repeats, std::uint64_t seed);

}  // namespace headroom
