// What `train` prints: the document (train_document.cpp), or the same figures as tables (train_tables.cpp).
//
// With several models the document lists each in "models"; "model", "epochs", "steps" and "final" are then
// the first one's, "memory" and "stages" those of all.
#pragma once

#include <iosfwd>

#include "app/cli/train_results.h"
#include "core/base/json_fwd.h"
#include "core/run/run.h"

namespace headroom::cli {

Json train_document(const Run& run, const TrainResults& results, bool log_steps);
void print_train_tables(const Run& run, const TrainResults& results, bool log_steps, std::ostream& out);
// The "final" of network number `lane` of those that train, and its "test" where there is a test part.
Json final_json(const Run& run, const TrainResults& results, std::size_t lane);
// What went wrong though every figure is finite: with the data, and with the training of each network.
struct Warning {
  std::string model = {};  // empty: the data
  std::string kind = {}, text = {}, advice = {}, column = {};
  std::int64_t epoch = 0;
};
std::vector<Warning> warnings_of(const Run& run, const TrainResults& results);

// {"widths", "activation", "output", "parameters"}; shared with `predict`.
Json model_json(const ModelSpec& spec);

// The number of the run's first step that the history still holds.
std::int64_t first_step(const Trainer& trainer);
double steps_per_second(const Trainer& trainer);  // over all of its training

}  // namespace headroom::cli
