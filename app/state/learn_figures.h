// Figures of this machine that texts of lessons name: "{large_epoch_time}" becomes "153 ms".
//
//   figure_text("epoch_time_ratio", state, run);   // "20.5×", or tr_later("not measured yet")
//
// Nothing is stored: each is read from the loaded run, or from what was measured, when it is drawn.
//
// Thread rule: pure functions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/state/ui_state.h"
#include "core/base/tr.h"
#include "core/run/snapshot.h"

namespace headroom::app {

std::vector<std::string_view> figure_names();
// Throws Error{kBadInput} with an empty place that lists what there is.
void check_figure(std::string_view name);

inline constexpr std::string_view kNotMeasured = tr_later("not measured yet");

// Empty while it is not known.
std::string known_figure(std::string_view name, const UiState& state, const Snapshot& run);
// As it stands in a text: kNotMeasured while it is not known, "?" while it is to be guessed (learn_cover.h).
std::string figure_text(std::string_view name, const UiState& state, const Snapshot& run);

// "copied in {copy_time}" with its figures; empty while one of them is not known.
std::string with_figures(std::string_view text, const UiState& state, const Snapshot& run);

}  // namespace headroom::app
