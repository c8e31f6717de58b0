// The file chooser's listings, made by a job. What is listed: folders, then files that look like tables
// or like the configuration of a model.
//
// Thread rule: window's thread; never waits.
#pragma once

#include <string>

#include "app/state/job_slot.h"
#include "app/state/ui_state.h"

namespace headroom::app {

class Browser {
 public:
  void open(BrowserState& state);  // where it was last, at first the current directory
  void go_to(const std::string& directory, BrowserState& state);
  void close(BrowserState& state);

  bool poll(BrowserState& state);  // true when `state` changed
  bool busy() const { return listing_.running(); }

 private:
  struct Listing {
    std::string directory;
    std::vector<BrowserState::Entry> entries;
  };
  static Listing list(const std::string& directory, Progress& progress);

  JobSlot<Listing> listing_;
};

}  // namespace headroom::app
