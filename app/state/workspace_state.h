// What the window knows of workspaces (core/workspace/workspace.h): the sheet "For a class" as it is filled
// in, and what the workspace says that is open.
//
// Thread rule: plain values.
#pragma once

#include <algorithm>
#include <optional>
#include <string>

#include "core/workspace/workspace.h"

namespace headroom::app {

// What the sheet holds.
struct WorkspaceDraft {
  std::string title, author, instructions;
  std::string path;  // of the file to save
  HiddenList hides;
  DataWay way = DataWay::kInside;  // of a table

  void set_hidden(Hidden what, bool hide) {
    std::erase(hides, what);
    if (hide) hides.push_back(what);
  }
};

struct WorkspaceState {
  bool editing = false;  // the sheet is shown
  WorkspaceDraft draft;
  std::optional<Bytes> table;  // size of the run's table; none: generated, or not known yet
  bool saving = false;
  std::string saved;  // the file that was written last
  bool making_sheet = false;
  double fraction = 0;  // of the page to print
  std::string sheet;    // the page that was made last

  // Of the workspace that is open; `file` empty: none is.
  std::string file, title, author, instructions;
  HiddenList hidden;

  bool hides(Hidden what) const { return std::find(hidden.begin(), hidden.end(), what) != hidden.end(); }
  bool told() const { return !hidden.empty() || !instructions.empty(); }
};

}  // namespace headroom::app
