// What `predict` prints: documents, tables, and a CSV file of predictions.
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "core/base/json_fwd.h"
#include "core/predict/predictor.h"
#include "core/predict/row_reader.h"

namespace headroom::cli {

// {"class", "class_index", "probability", "probabilities"} or {"value"}.
Json prediction_json(const Predictor& predictor, const Prediction& prediction);
// Raw input, scaled input, named features, layers, output, prediction.
Json trace_json(const Predictor& predictor, const PredictionTrace& trace);

void print_prediction(const Predictor& predictor, const Prediction& prediction, const std::string& title,
                      std::ostream& out);
void print_trace(const Predictor& predictor, const PredictionTrace& trace, std::ostream& out);
void print_predictions(const Predictor& predictor, const std::vector<Prediction>& predictions,
                       const InputRows& rows, std::ostream& out);

// "row,prediction,probability,p(class)..." or "row,prediction", with the target where the file has one.
std::string predictions_csv(const Predictor& predictor, const std::vector<Prediction>& predictions,
                            const InputRows& rows);

// The share of rows whose target is the predicted class; NaN when nothing can be compared.
double accuracy_of(const Predictor& predictor, const std::vector<Prediction>& predictions,
                   const InputRows& rows);

}  // namespace headroom::cli
