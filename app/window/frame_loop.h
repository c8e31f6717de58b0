// The program behind main(): window, fonts, run and views, drawn when something changed.
#pragma once

#include "app/window/options.h"

namespace headroom::app {

// Returns the exit status. Throws NoDisplay when no window can be opened.
int run_window(const Options& options);

}  // namespace headroom::app
