// The curves of a run as files for other programs: a drawing of the plots, and a table of every value.
//
//   write_file("curves.csv", curves_csv(run));
//
// Thread rule: pure functions on a snapshot; a long run takes a while, so in a job.
#pragma once

#include <string>

#include "app/state/action.h"
#include "core/run/snapshot.h"

namespace headroom::app {

// One line per measured value, of every run in the plots, nothing left out and nothing smoothed:
//
//   run,model,rows,step,epoch,seconds,loss,accuracy,r2
//   Small 2x50,small,train,1,0.008,0.0021,0.7012,0.53125,
//   Small 2x50,small,validation,125,1,0.15,0.62,0.71,
//
// `train`: a batch before its update. What does not apply is empty; what is not finite is nan, inf or -inf.
// Of a run that is thinned (core/train/history.h) the values that were kept.
std::string curves_csv(const Snapshot& run);
// What the options show, over the whole run.
std::string curves_svg(const Snapshot& run, const CurveOptions& options);

// By its ending: "a.svg". Throws Error{kUsage} for others.
ExportFormat export_format_of(const std::string& path);

}  // namespace headroom::app
