// What the plots of a run show: its curves, those of earlier runs and the reference, as the window draws them
// and as they are exported.
//
//   CurvePlots plots;
//   plots.update(run, options.smoothing);   // every frame: only what is new costs anything
//   PlotSpec loss = plots.spec(theme, run, options, CurveMeasure::kLoss);
//
// Thread rule: one thread; what spec() returns points into this object, until the next update().
#pragma once

#include <map>
#include <string>

#include "app/state/action.h"
#include "app/ui/theme.h"
#include "app/widgets/plot/curve_plot.h"
#include "core/run/snapshot.h"

namespace headroom::app {

enum class CurveMeasure { kLoss, kQuality };  // accuracy, or R² for regression

class CurvePlots {
 public:
  void update(const Snapshot& run, double smoothing);
  // Curves that the options hide are left out. Models that do not train are dimmed.
  PlotSpec spec(const Theme& theme, const Snapshot& run, const CurveOptions& options,
                CurveMeasure measure) const;

 private:
  // The series drawn per epoch: one value of each for every epoch of the history.
  struct EpochSeries {
    Series number, seconds, loss, quality;
    void update(const EpochList& epochs, bool regression);
  };
  struct Cache {
    CurveCache loss, accuracy;  // per step
    EpochSeries epochs;
    CurveCache validation_loss, validation_quality;  // per epoch
    void update(const History& history, double weight_per_step, bool regression);
  };
  PlotCurve curve(const Cache& cache, const History& history, std::int64_t steps_per_epoch, CurveAxis axis,
                  CurveMeasure measure, bool regression) const;

  std::map<std::string, Cache, std::less<>> caches_;  // by curve_key()
};

// The name of a curve in CurveOptions::hidden and in scripts: a model's id, or "past-3".
std::string curve_key(const PastRun& run);
bool has_curve(const ModelSnapshot& model);
bool any_curve(const Snapshot& run);
// Where a step of the run lies on the x axis, by the curve that is longest, and the step that lies nearest to
// a place there: what the flight recorder's time line is drawn by.
double x_of_step(const Snapshot& run, CurveAxis axis, std::int64_t step);
std::int64_t step_at_x(const Snapshot& run, CurveAxis axis, double x);
// Of the network that is looked at: what it measured at this step; NaN where that is not kept.
struct StepValues {
  double loss = 0, quality = 0;  // quality: accuracy; NaN for regression
};
StepValues values_at_step(const ModelSnapshot& model, std::int64_t step);
std::string measure_title(const Snapshot& run, CurveMeasure measure);  // "Accuracy"
// Under the axis: "epoch".
std::string axis_title(CurveAxis axis);
// Why the reference cannot be drawn at the moment; empty where it can.
std::string reference_missing(CurveAxis axis);
PlotMark model_mark(std::string_view model_id);

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
