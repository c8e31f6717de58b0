// What `train` answers: the document, or the same figures as tables.
#pragma once

#include <iosfwd>

#include "app/cli/train_session.h"
#include "core/base/json_fwd.h"

namespace headroom::cli {

Json train_document(const TrainSession& session, bool log_steps);
void print_train_tables(const TrainSession& session, bool log_steps, std::ostream& out);

// {"widths", "activation", "output", "parameters"}; shared with `predict`.
Json model_json(const ModelSpec& spec);

}  // namespace headroom::cli
