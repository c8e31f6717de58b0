// What a script may ask of the flight recorder; see the table in facts.cpp.
//
// Thread rule: pure functions.
#pragma once

#include "app/state/facts.h"

namespace headroom::app {

// What was found out about a divergence; null: nothing yet, or it is not watched.
const RecorderFigures* recorder_seen(const Snapshot& run);
// The first good way back once all are tried; null: none, or not yet.
const WayBack* advised_way(const RecorderFigures& figures);

FactValue recorder_oldest(const Observed& seen);
FactValue recorder_rates(const Observed& seen);
FactValue recorder_broke(const Observed& seen);
FactValue recorder_ways(const Observed& seen);
FactValue recorder_way(const Observed& seen);
FactValue recorder_advised(const Observed& seen);

}  // namespace headroom::app
