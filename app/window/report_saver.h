// Saves a report of the window (app/state/window_report.h): waits until the frame has settled, tapes one
// frame with all that is in it, and writes the page in a job.
//
//   saver.request({ReportFormat::kHtml, "report.html"});
//   if (saver.tapes_next()) saver.begin(view);   // before the frame
//   saver.frame_drawn(frame, view, scene);       // after it
//   if (auto news = saver.poll()) tell(*news);   // every round
//
// Thread rule: window's thread.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "app/state/action.h"
#include "app/state/job_slot.h"
#include "app/state/ui_state.h"
#include "app/views/main_view.h"
#include "app/window/exhibit_saver.h"

namespace headroom::app {

// What the window is at that moment.
struct ReportScene {
  const UiState& state;
  std::shared_ptr<const Snapshot> run;
  const Error* error = nullptr;
};

class ReportSaver {
 public:
  void request(action::Report wanted);
  void begin(MainView& view);
  void frame_drawn(const ExhibitFrame& frame, MainView& view, const ReportScene& scene);
  std::optional<ExhibitNews> poll();

  bool wants_frames() const { return settle_ > 0; }
  bool tapes_next() const { return settle_ == 1; }
  bool busy() const { return settle_ > 0 || job_.running(); }

 private:
  action::Report wanted_;
  int settle_ = 0;  // frames to draw before it is taken
  JobSlot<ExhibitNews> job_;
};

// The lines of text that are in sight, panel by panel, each from left to right.
std::vector<std::vector<std::string>> lines_in_sight(const std::vector<FrameNotes::Text>& texts);

}  // namespace headroom::app
