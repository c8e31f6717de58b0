// What `predict` prints: documents, tables, and a CSV file of predictions.
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "core/base/json_fwd.h"
#include "core/predict/judged_answers.h"
#include "core/predict/predictor.h"
#include "core/predict/row_reader.h"

namespace headroom::cli {

// {"class", "class_index", "probability", "probabilities"} or {"value"}.
Json prediction_json(const Predictor& predictor, const PredictedRow& prediction);
// Raw input, scaled input, named features, layers, output, prediction.
Json trace_json(const Predictor& predictor, const PredictionTrace& trace);

// {"loss", "layers": [{"layer", "d_activation", "d_pre_activation", "weight_gradient_norm"}], "features"}:
// the gradient of weight [out][in] is d_pre_activation[out] times what comes in, of a bias d_pre_activation.
Json backward_json(const Predictor& predictor, const PredictionTrace& trace, const BackwardTrace& back);
// One unit in its numbers, both ways; what comes in by name.
Json unit_json(const Predictor& predictor, const UnitTrace& unit);
void print_backward(const Predictor& predictor, const PredictionTrace& trace, const BackwardTrace& back,
                    std::ostream& out);
void print_unit(const Predictor& predictor, const UnitTrace& unit, std::ostream& out);

void print_prediction(const Predictor& predictor, const PredictedRow& prediction, const std::string& title,
                      std::ostream& out);
void print_trace(const Predictor& predictor, const PredictionTrace& trace, std::ostream& out);
void print_predictions(const Predictor& predictor, const std::vector<PredictedRow>& predictions,
                       const InputRows& rows, std::ostream& out);

// "row,prediction,probability,p(class)..." or "row,prediction", with the target where the file has one.
std::string predictions_csv(const Predictor& predictor, const std::vector<PredictedRow>& predictions,
                            const InputRows& rows);

// {"rows","loss"} and the metrics of classes or of values, as after a training.
Json metrics_json(const JudgedAnswers& judged, const std::vector<std::string>& class_names);
// [{"label","rows","nearest"}]
Json unknown_labels_json(const JudgedAnswers& judged);
void print_metrics(const JudgedAnswers& judged, const std::vector<std::string>& class_names,
                   std::ostream& out);
// Sentences: labels that the run does not know, rows that were left out.
std::vector<std::string> notes_about(const JudgedAnswers& judged, const RunRecord& record);

}  // namespace headroom::cli
