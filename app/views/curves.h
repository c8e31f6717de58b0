// Loss and accuracy (or R²) of every model in training, live.
#pragma once

#include <map>
#include <string>

#include "app/views/views.h"
#include "app/widgets/plot/curve_plot.h"

namespace headroom::app {

class CurvesView {
 public:
  // `in_page`: the view lies in a page that scrolls; the wheel zooms only with Ctrl.
  void draw(const ViewContext& context, const Rect& area, bool in_page);

 private:
  struct ModelCurves {
    CurveCache loss, accuracy;
  };

  void update_caches(const ViewContext& context);
  void draw_empty(const ViewContext& context, const Rect& area) const;
  void draw_plots(const ViewContext& context, Rect area, bool in_page);
  PlotSpec plot_spec(const ViewContext& context, bool loss) const;
  void fit();

  std::map<std::string, ModelCurves, std::less<>> caches_;  // by model id
  AxisView x_;
  PlotState loss_, quality_;
  std::uint64_t fits_ = 0;           // UiState::fit_requests already followed
  CurveAxis axis_ = CurveAxis::kEpoch;
  bool log_loss_ = false;
  std::string run_id_;
};

// The line above the plots: legend with current values, smoothing, axis, log, reference. Returns the
// height used.
float draw_curve_controls(const ViewContext& context, const Rect& area);

}  // namespace headroom::app
