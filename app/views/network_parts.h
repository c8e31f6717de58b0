// The panels of the Network tab beside its picture: the table of layers, how it came to be so, the pinned
// units.
//
// Thread rule: window's thread, within a frame.
#pragma once

#include <string>
#include <vector>

#include "app/views/network_page.h"

namespace headroom::app {

// A box with its title; returns what is left inside.
Rect figures_panel(const Ui& ui, const Rect& area, std::string_view title, std::string_view note = {});

// Parameters, gradient, update / weight, dead units, layer by layer.
void draw_layers_table(const NetworkPage& page, const Rect& area);
float layers_table_height(const NetworkPage& page, float width);

// All weights of a layer as a density over time, with lines for those of the pinned unit.
void draw_weights_over_time(const NetworkPage& page, const Rect& area);
void draw_gradient_norm(const NetworkPage& page, const Rect& area);
// The two side by side, where each is small.
void draw_depth_plots(const NetworkPage& page, const Rect& area);

// The pinned units beside each other, or what to do to have some.
void draw_pinned(const NetworkPage& page, const Rect& area);
// What the first pinned unit adds up, and what it is worth.
void draw_pinned_sum(const NetworkPage& page, Rect area);
float pinned_sum_height(const Ui& ui, float width);
// "95.0 → 79.0 %": with it and without; empty: not known.
std::string quality_off_text(const NetworkPage& page, const UnitDetail& unit);

}  // namespace headroom::app
