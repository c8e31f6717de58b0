// A flight recorder, and a divergence with its ways back, as the run thread would tell them: for tests and
// pictures of the views.
#pragma once

#include "core/run/snapshot.h"

namespace headroom::app::demo {

// A state an epoch, the rate changed six steps before the newest step.
void add_recorder(Snapshot& run);
// Layer 4 of 6 overflows in the newest step; three ways back, tried so far.
enum class Tried { kNothing, kSome, kAll };
void add_divergence(Snapshot& run, Tried tried);

}  // namespace headroom::app::demo
