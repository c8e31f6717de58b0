// What the sheets of all stages are made of. Each part is cut off the top of `rest`.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/views/view.h"
#include "app/widgets/rect.h"
#include "core/run/inspection.h"

namespace headroom::app {

void heading(const Ui& ui, Rect& rest, std::string_view text);
void paragraph(const Ui& ui, Rect& rest, std::string_view text);

// Names above their figures, side by side as long as they fit.
using Figures = std::vector<std::pair<std::string, std::string>>;
void figure_row(const Ui& ui, Rect& rest, const Figures& figures);

// A formula and the same in numbers, on a ground of its own; long lines break.
void formula_box(const Ui& ui, Rect& rest, const std::vector<std::string>& lines);

// "■ Large" and, muted behind it, `place`.
void model_heading(const Ui& ui, Rect& rest, const ModelSnapshot& model, const std::string& place);

// Rows one by one: what was asked, what the network says, and the loss of each.
void judged_rows(const Ui& ui, Rect& rest, const char* id, const std::vector<JudgedRow>& rows, Output output,
                 const std::vector<std::string>& class_names);

// A figure inside a formula: five digits, "1 354" from a thousand on.
std::string precise(double value);
// "-[y ln p + (1 - y) ln(1 - p)]": what one row adds to the loss that this output has.
std::string loss_formula(Output output);
// Null when the run has no such model (any more).
const ModelSnapshot* find_model(const Snapshot& run, std::string_view id);

}  // namespace headroom::app
