// What `train` says of a run whose numbers left the finite: the first layer and tensor, the step, and a point
// to go back to with a learning rate that was tried.
//
//   if (run.diverged()) report_divergence(run, "headroom-cli train --resume my-run");
//   document["error"]["divergence"] = divergence_json(error);
#pragma once

#include <string>

#include "core/base/error.h"
#include "core/base/json_fwd.h"
#include "core/run/run.h"

namespace headroom::cli {

class RunDiverged : public Error {
 public:
  RunDiverged(const Error& error, Divergence divergence, RecorderFigures figures)
      : Error(error), divergence_(std::move(divergence)), figures_(std::move(figures)) {}
  const Divergence& divergence() const { return divergence_; }
  const RecorderFigures& figures() const { return figures_; }

 private:
  Divergence divergence_;
  RecorderFigures figures_;
};

// Tries the ways back and throws RunDiverged, an Error{kDiverged}. `resume`: how the saved run is continued;
// empty: nothing is kept. Where a way works, the saved run is taken to the step at which that way was tried,
// so that going on is what the trial was, bit for bit; else it stays at the end of its last good epoch.
[[noreturn]] void report_divergence(Run& run, const std::string& resume);
Json divergence_json(const RunDiverged& diverged);

}  // namespace headroom::cli
