#include "core/predict/evaluated_answers.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/predict/row_preparation.h"

namespace headroom {
namespace {

void tell_classes(EvaluatedAnswers& evaluated, const std::vector<PredictedRow>& predictions,
                  std::int64_t classes) {
  const JudgedAnswers& judged = evaluated.judged;
  std::vector<std::int64_t> said;
  for (std::size_t i = 0; i < judged.rows.size(); ++i) {
    const PredictedRow& answer = predictions[static_cast<std::size_t>(judged.rows[i])];
    const bool right = answer.class_index == judged.truth[i];
    said.push_back(answer.class_index);
    evaluated.calibration.add(answer.probabilities[static_cast<std::size_t>(answer.class_index)], right);
    if (!right) evaluated.wrong.push_back(judged.rows[i]);
  }
  evaluated.counts = confusion_counts(judged.truth, said, classes);
  evaluated.means = class_means(*judged.classes);
  std::vector<Ranked> ranked(judged.rows.size());
  for (std::int64_t c = 0; c < classes; ++c) {
    for (std::size_t i = 0; i < ranked.size(); ++i) {
      const PredictedRow& answer = predictions[static_cast<std::size_t>(judged.rows[i])];
      ranked[i] = {static_cast<float>(answer.probabilities[static_cast<std::size_t>(c)]),
                   judged.truth[i] == c};
    }
    std::sort(ranked.begin(), ranked.end(), ranks_before);
    evaluated.curves.push_back(thinned(rank_curves(ranked), kEvaluatedPoints));
  }
}

void tell_values(EvaluatedAnswers& evaluated, const std::vector<PredictedRow>& predictions) {
  const JudgedAnswers& judged = evaluated.judged;
  std::vector<double> residuals;
  for (std::size_t i = 0; i < judged.rows.size(); ++i) {
    residuals.push_back(predictions[static_cast<std::size_t>(judged.rows[i])].output[0] - judged.wanted[i]);
  }
  evaluated.residuals = residual_histogram(residuals);
  for (const std::size_t i : worst_rows(residuals, kWorstRows)) evaluated.worst.push_back(judged.rows[i]);
}

}  // namespace

EvaluatedAnswers evaluate_answers(const RunRecord& record, const std::vector<PredictedRow>& predictions,
                                  const std::vector<std::string>& targets) {
  EvaluatedAnswers evaluated;
  evaluated.judged = judge_answers(record, predictions, targets);
  if (record.task == Task::kRegression) {
    tell_values(evaluated, predictions);
  } else {
    tell_classes(evaluated, predictions, static_cast<std::int64_t>(record.class_names.size()));
  }
  return evaluated;
}

ImportanceJob importance_job(const RunRecord& record, const ModelRecord& model, const InputRows& rows,
                             const JudgedAnswers& judged, std::int64_t repeats, std::uint64_t seed) {
  const RowPreparation preparation(record);
  const std::size_t columns = preparation.column_names().size();
  ImportanceJob job;
  job.groups = column_groups(preparation.column_names(), record.features);
  const auto all = static_cast<std::int64_t>(judged.rows.size());
  const ImportanceSize size = importance_size(all, static_cast<std::int64_t>(job.groups.size()), repeats);
  job.groups.resize(static_cast<std::size_t>(size.groups));
  std::vector<float> raw;
  for (std::int64_t i = 0; i < size.rows; ++i) {
    const auto at = static_cast<std::size_t>(i * all / size.rows);
    const auto row = rows.values.begin() +
                     static_cast<std::ptrdiff_t>(static_cast<std::size_t>(judged.rows[at]) * columns);
    raw.insert(raw.end(), row, row + static_cast<std::ptrdiff_t>(columns));
    job.targets.push_back(record.task == Task::kRegression ? record.target.scaled(judged.wanted[at])
                                                           : static_cast<double>(judged.truth[at]));
  }
  job.scaled = preparation.scale(preparation.fill(raw));
  job.spec = model.spec;
  job.weights = model.state.engine.weights;
  job.degree = record.config.degree;
  job.repeats = repeats;
  job.seed = seed;
  return job;
}

}  // namespace headroom
