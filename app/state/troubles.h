// Which trouble of the run the window tells at the moment, and what its button does: for the view, the
// scripts and the facts alike.
//
// Thread rule: pure functions.
#pragma once

#include <string>

#include "app/state/action.h"
#include "app/state/ui_state.h"
#include "core/run/snapshot.h"

namespace headroom::app {

// The first selected model that has one which is not dismissed; null when there is none.
const ModelSnapshot* troubled_model(const UiState& state, const Snapshot& run);
// "small:overfits"
std::string trouble_id(const ModelSnapshot& model);
// "LR 0.001", "Restart at LR 0.001", "Stop early"; empty where no single action helps.
std::string remedy_label(const Trouble& trouble);
ActionQueue follow_advice(const Trouble& trouble);
// Forgets dismissals of troubles that are gone, so that they are told when they come back.
void forget_gone_troubles(const Snapshot& run, UiState& state);

}  // namespace headroom::app
