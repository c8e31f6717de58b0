// What `train` prints: the document (train_document.cpp), or the same figures as tables (train_tables.cpp).
//
// With several models the document lists each in "models"; "model", "epochs", "steps" and "final" are then
// the first one's, "memory" and "stages" those of all.
#pragma once

#include <iosfwd>

#include "core/base/json_fwd.h"
#include "core/run/run.h"

namespace headroom::cli {

Json train_document(const Run& run, bool log_steps);
void print_train_tables(const Run& run, bool log_steps, std::ostream& out);

// {"widths", "activation", "output", "parameters"}; shared with `predict`.
Json model_json(const ModelSpec& spec);

// The number of the run's first step that the history still holds.
std::int64_t first_step(const Trainer& trainer);
double steps_per_second(const Trainer& trainer);  // over all of its training

}  // namespace headroom::cli
