// What a workspace hides from a class, as actions: keys, scripts and buttons ask here, so that what is hidden
// does not happen by another way either. Lessons may do everything.
//
// Thread rule: pure functions.
#pragma once

#include <optional>

#include "app/state/action.h"
#include "app/state/ui_state.h"

namespace headroom::app {

// The hidden group that the action belongs to; none: it may be carried out.
std::optional<Hidden> hidden_group(const UiState& state, const Action& action);
bool hides_tab(const UiState& state, Tab tab);
// What is told instead of carrying it out.
std::string hidden_text(const UiState& state, Hidden group);

}  // namespace headroom::app
