// What the window shows, for those who cannot see it: the run with its data, stages, networks, curves and
// memory, what the tab shows as drawings with the numbers behind them, the messages, and every word and
// control that is there.
//
//   write_file("report.html", report_html(window_report(source)));   // in a job
//
// Figures are those of the facts (facts.h), which stand at the end of it by their names.
//
// Thread rule: pure; the source holds all by value or shared.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/state/ui_state.h"
#include "core/io/report_document.h"
#include "core/run/snapshot.h"

namespace headroom::app {

// One exhibit of the tab (app/widgets/exhibit.h).
struct ReportExhibit {
  std::string name, title;
  std::function<std::string()> svg, csv;  // csv may be empty: there are no numbers behind it
};

struct ReportSource {
  UiState state;
  std::shared_ptr<const Snapshot> run;
  std::optional<Error> error = {};  // that is shown
  std::string focus = {};
  std::vector<ReportExhibit> exhibits = {};
  std::vector<std::vector<std::string>> words = {};  // every line of text that is in sight, panel by panel
  std::vector<std::string> controls = {};            // by name, as Tab goes through them
};

ReportDocument window_report(const ReportSource& source);

// By its ending: "a.html", "a.md". Throws Error{kUsage} for others.
ReportFormat report_format_of(const std::string& path);

}  // namespace headroom::app
