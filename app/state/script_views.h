// The script's words about what the tabs show that look into the run: each takes what stands behind its verb.
//
//   look unit 2 13            data sort down x3           network values change
//   errors cell 1 0           paint point 0.2 0.7         recorder way 460 0.001
//
// Thread rule: pure functions.
#pragma once

#include "app/state/script.h"
#include "app/state/script_words.h"

namespace headroom::app {

Step parse_look(ScriptWords& words);
Step parse_data(ScriptWords& words);
Step parse_network(ScriptWords& words);
Step parse_errors(ScriptWords& words);
Step parse_paint(ScriptWords& words);
Step parse_recorder(ScriptWords& words);
Step parse_learn(ScriptWords& words);
Step parse_workspace(ScriptWords& words);

}  // namespace headroom::app
