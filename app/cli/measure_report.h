// What `measure` prints: a figure with how it came about and what explains it, or the list of figures.
#pragma once

#include <iosfwd>

#include "core/base/json_fwd.h"
#include "core/run/measured_figures.h"

namespace headroom::cli {

Json figure_document(const FigureResult& result);
void print_figure(const FigureResult& result, std::ostream& out);

Json figures_document();
void print_figures(std::ostream& out);

}  // namespace headroom::cli
