// From points on a canvas to a run: opens the sheet with what there is to go on from, and makes a table of
// what was painted, as a job.
//
// Thread rule: window's thread; never waits.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "app/state/action.h"
#include "app/state/job_slot.h"
#include "app/state/painted.h"

namespace headroom::app {

class Painter {
 public:
  // `dataset`: of the run; null: none is there. Throws Error{kUsage} where it cannot be painted on.
  void open(action::OpenPainting::From from, const Dataset* dataset, PaintState& state);
  // In `data` a file with the points is kept, unless that is empty. What cannot be trained is a fault of
  // `state`.
  void train(const std::filesystem::path& data, bool play, PaintState& state);

  struct Painted {
    std::optional<RunConfig> config;  // empty: it failed, and `state` says why
    std::string path = {};            // of the file; empty: none was kept
    bool play = true;
  };
  // Once for each table that was made.
  std::optional<Painted> poll(PaintState& state);
  bool busy() const { return making_.running(); }

 private:
  JobSlot<Painted> making_;
  int made_ = 0;
};

}  // namespace headroom::app
