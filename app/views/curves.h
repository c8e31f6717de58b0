// Loss and accuracy (or R²) of every model in training, live.
#pragma once

#include <optional>
#include <vector>

#include "app/state/curve_plots.h"
#include "app/views/recorder_panel.h"
#include "app/views/view.h"

namespace headroom::app {

class Curves {
 public:
  // `in_page`: the view lies in a page that scrolls; the wheel zooms only with Ctrl.
  void draw(const ViewContext& context, const Rect& area, bool in_page = false);
  // In a page that shows only `visible` of it at once: a plot fills that, with its legend where there is room
  // for both; the rest follows below, without a heading. Returns the height used.
  float draw_cramped(const ViewContext& context, const Rect& area, float visible);

 private:
  struct Shown {  // a plot of this frame
    CurveMeasure measure;
    Rect area;
    PlotSpec spec;
  };

  void follow(const ViewContext& context);
  static void declare(const ViewContext& context, const Rect& area);
  void draw_fit_button(const ViewContext& context, Rect& row);
  void draw_plots(const ViewContext& context, Rect area, bool in_page);
  std::vector<Shown> shown_plots(const ViewContext& context, Rect area) const;
  void draw_menu(const ViewContext& context);
  void draw_recorder_below(const ViewContext& context, const Rect& area);
  void fit(const ViewContext& context);
  PlotState& state_of(CurveMeasure measure) { return measure == CurveMeasure::kLoss ? loss_ : quality_; }

  CurvePlots plots_;
  AxisView x_{.lowest = 0};
  PlotState loss_, quality_;
  CurveMeasure menu_of_ = CurveMeasure::kLoss;
  ImVec2 menu_at_;
  std::vector<std::string> menu_values_;    // see PlotEvent
  PlotSpan span_;                           // of the plots drawn last
  float plots_top_ = 0, plots_bottom_ = 0;  // of their data
  std::uint64_t fits_ = 0;                  // UiState::fit_requests already followed
  CurveAxis axis_ = CurveAxis::kEpoch;
  bool log_loss_ = false;
  std::string run_id_;
};

// What the curves wait for: nothing loaded, preparing, not started; empty once there is a step.
std::optional<EmptyState> no_curves_yet(const ViewContext& context);
// Whether two plots, one below the other, can both be read in this height.
bool both_plots_fit(const Ui& ui, float height);

}  // namespace headroom::app
