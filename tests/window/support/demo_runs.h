// Snapshots for tests and pictures of the views: every state that a run can be in, reached by a real run of
// core on the fake device. Nothing is made up: stages, notes, figures and errors are what core writes.
#pragma once

#include <string>
#include <vector>

#include "core/run/look.h"
#include "core/run/snapshot.h"

namespace headroom::app::demo {

// The preset "scalability" with `models` ("small", "large", "custom"), training, some batches after `epochs`
// of 20.
Snapshot training(const std::vector<std::string>& models, std::int64_t epochs);
// To the end, a million steps for every model.
Snapshot million_steps();
// With rows in main memory.
Snapshot streamed();
Snapshot empty();
Snapshot preparing();
Snapshot ready();
Snapshot paused();
Snapshot finished();
Snapshot diverged();
Snapshot failed();
// A network that was asked for beside a run and is too large.
Snapshot does_not_fit();
Snapshot regression();
// A trained run whose table is looked at, so; on the processor.
Snapshot table(const RunConfig& config, const Look& look = {});
Snapshot table(const Look& look = {});  // of "scalability"
// Tables that a person may bring: "one column", "many columns", "class without rows", "missing", "five
// classes", "regression".
Snapshot odd_table(const std::string& what, const Look& look = {});
// A run of the small model that was kept to be compared with.
PastRun past_run(std::uint64_t id);
Snapshot long_names();

}  // namespace headroom::app::demo
