// Ctrl-C and SIGTERM as a request that long work asks about between two slices.
#pragma once

#include "core/base/progress.h"

namespace headroom::cli {

// The request: cancelled() once somebody asked to stop. Reset at the start of every run_cli().
Progress& stop_request();
void clear_stop_request();

// SIGINT and SIGTERM cancel stop_request(); a second one ends the process as usual.
void catch_interrupts();

}  // namespace headroom::cli
