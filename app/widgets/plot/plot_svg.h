// Plots as a drawing that other programs open: titles, axes, legend and the same lines as in the window.
//
//   std::string file = plots_svg("Architecture & scalability", {loss, quality});
//
// Thread rule: pure; what the specs point to must not change meanwhile.
#pragma once

#include <string>
#include <vector>

#include "app/widgets/plot/curve_plot.h"

namespace headroom::app {

// One below the other, over the range that shows everything.
std::string plots_svg(const std::string& heading, const std::vector<PlotSpec>& plots);

}  // namespace headroom::app
