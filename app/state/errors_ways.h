// Where the tab of errors looks, and how one gets from there to the rows themselves: for the view, the keys,
// the scripts and the facts alike.
//
//   if (const ErrorFigures::Model* model = looked_errors(state, run)) chosen_cell(state.errors, *model);
//   actions = show_errors_in_data(state, run);   // key D
//
// Thread rule: pure functions.
#pragma once

#include <optional>

#include "app/state/action.h"
#include "app/state/ui_state.h"
#include "core/run/error_figures.h"
#include "core/run/snapshot.h"

namespace headroom::app {

// What is known of the network that is looked at; null: nothing yet.
const ErrorFigures::Model* looked_errors(const UiState& state, const Snapshot& run);
// The cell whose rows are listed: the chosen one, or the pair that is confused most often; empty: none.
std::optional<ErrorCell> chosen_cell(const ErrorsOptions& options, const ErrorFigures::Model& model);
// The rows behind the cell as the list of the Data tab; where there is no cell, the rows that are missed most
// (of a regression), or the surest and least sure ones. Nothing before the errors are known.
ActionQueue show_errors_in_data(const UiState& state, const Snapshot& run);

}  // namespace headroom::app
