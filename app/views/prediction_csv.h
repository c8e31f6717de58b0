// The numbers behind the Prediction tab as CSV files: the row that is followed, step by step.
//
//   std::string csv = layers_csv({seen, dataset});
//
// Thread rule: pure; a source holds what it needs and may go to a job.
#pragma once

#include <memory>
#include <string>

#include "core/run/snapshot.h"

namespace headroom::app {

struct PredictionSource {
  std::shared_ptr<const Inspection> seen;  // of Inspect::kPrediction
  std::shared_ptr<const Dataset> dataset;

  const PredictionFigures& figures() const { return *seen->prediction(); }
  // The network that is looked at.
  const PredictionFigures::Model& looked() const { return figures().models[figures().looked]; }
};

std::string inputs_csv(const PredictionSource& source);    // in the file's unit, and scaled
std::string features_csv(const PredictionSource& source);  // what the network sees, and its effect on z
std::string layers_csv(const PredictionSource& source);    // z, a and what flows back of every hidden unit
std::string outputs_csv(const PredictionSource& source);   // z and probability or value of every network
std::string unit_csv(const PredictionSource& source);      // the sum of the chosen unit, and its way back

}  // namespace headroom::app
