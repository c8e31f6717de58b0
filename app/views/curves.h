// Loss and accuracy (or R²) of every model in training, live.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "app/views/view.h"
#include "app/widgets/plot/curve_plot.h"

namespace headroom::app {

class Curves {
 public:
  // `in_page`: the view lies in a page that scrolls; the wheel zooms only with Ctrl.
  void draw(const ViewContext& context, const Rect& area, bool in_page = false);
  // In a page that shows only `visible` of it at once: legend and loss fill that, the rest follows below,
  // without a heading. Returns the height used.
  float draw_cramped(const ViewContext& context, const Rect& area, float visible);

 private:
  // The series drawn per epoch: one value of each for every epoch of the history.
  struct EpochSeries {
    Series number, seconds, loss, quality;
    void update(const EpochList& epochs, bool regression);
  };
  struct ModelCurves {
    CurveCache loss, accuracy;  // per step
    EpochSeries epochs;
    CurveCache validation_loss, validation_quality;  // per epoch
  };

  void update_caches(const ViewContext& context);
  void draw_fit_button(const ViewContext& context, Rect& row);
  void draw_plots(const ViewContext& context, Rect area, bool in_page);
  PlotSpec plot_spec(const ViewContext& context, bool loss) const;
  void fit();

  std::map<std::string, ModelCurves, std::less<>> caches_;  // by model id
  AxisView x_;
  PlotState loss_, quality_;
  std::uint64_t fits_ = 0;  // UiState::fit_requests already followed
  CurveAxis axis_ = CurveAxis::kEpoch;
  bool log_loss_ = false;
  std::string run_id_;
};

// What the curves wait for: nothing loaded, preparing, not started; empty once there is a step.
std::optional<EmptyState> no_curves_yet(const ViewContext& context);

// The weight that each step gets when the slider says `smoothing`: the slider is a weight per 1/200 of the
// run, not per step, so that it means the same stretch of the curve in a run of 400 steps and of 400 000:
//
//   step_weight(0.6, 2'000) = 0.6^(200 / 2'000) = 0.950   ten steps decay it like one step of a 200-step run
//
// This is the idea of Weights & Biases' time-weighted average (docs.wandb.ai, "Smooth line plots"; there
// sqrt(slider) per 1/1000 of the axis), not TensorBoard's, where the slider is the weight per logged
// point. Runs of at most 200 steps take it as it is, as TensorBoard would.
double step_weight(double smoothing, std::int64_t steps_of_run);

}  // namespace headroom::app
