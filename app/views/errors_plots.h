// The plots of the tab of errors: calibration, ROC and precision-recall of one class against the rest for
// every network, which columns matter, and a regression's residuals.
//
// Thread rule: window's thread.
#pragma once

#include "app/views/errors_scene.h"
#include "app/widgets/rect.h"

namespace headroom::app {

// Two panels one above the other.
void draw_errors_plots(const ErrorsScene& scene, Rect area);
// Residual against value, of a regression.
void draw_residuals(const ErrorsScene& scene, Rect area);
// Their histogram with the figures, and which columns matter.
void draw_residual_figures(const ErrorsScene& scene, Rect area);

}  // namespace headroom::app
