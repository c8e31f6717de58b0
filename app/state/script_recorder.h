// The script's words about the flight recorder.
//
// Thread rule: pure functions.
#pragma once

#include "app/state/script.h"
#include "app/state/script_words.h"

namespace headroom::app {

// `recorder open`, `recorder epoch-back`, `recorder way 460 0.001`
Step parse_recorder(ScriptWords& words);

}  // namespace headroom::app
