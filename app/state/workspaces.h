// Saves the run and what is open as a workspace, makes the page that a teacher prints, and puts the window as
// an opened workspace says. The run thread hands the run over, jobs do the rest.
//
//   post(workspaces.save("iris.headroom", state, run));
//   const Workspaces::News news = workspaces.poll(run, state.workspace);  // every tick
//
// Thread rule: window's thread; never waits.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "app/state/job_slot.h"
#include "app/state/ui_state.h"
#include "core/device/device.h"

namespace headroom::app {

// What is open, for a file, and back. Words that this window does not know are passed over.
WorkspaceView view_of(const UiState& state, const Snapshot& run);
void show_view(const WorkspaceView& view, UiState& state);

class Workspaces {
 public:
  // `tables`: where tables of workspaces are kept; empty: in the folder for temporary files.
  explicit Workspaces(const std::filesystem::path& data);

  const std::filesystem::path& tables() const { return tables_; }
  // What the page to print is made on; without, there is none.
  void set_device(std::function<std::shared_ptr<Device>()> open) { device_ = std::move(open); }

  // Opens the sheet: looks how large the table is, and proposes a name.
  void edit(const Snapshot& run, WorkspaceState& state);
  // Returns the command that hands the run over. Throws Error{kUsage} where there is nothing to save.
  Command save(const std::string& path, const UiState& state, const Snapshot& run);
  // Of the workspace that was saved or opened last; `path` empty: beside it. Throws Error{kUsage} without
  // one.
  void make_sheet(const std::string& path, WorkspaceState& state);
  static void opened(const Workspace& workspace, const std::string& file, WorkspaceState& state);

  struct News {
    bool changed = false;
    std::string notice = {};
    std::optional<Error> failure = {};
    std::string saved = {};  // for the list of recent files
  };
  News poll(const Snapshot& run, WorkspaceState& state);
  bool busy() const {
    return waiting_ != nullptr || saving_.running() || sheet_.running() || looking_.running();
  }

 private:
  // Filled on the run's thread.
  struct Slot {
    std::mutex mutex;
    std::shared_ptr<const RunRecord> record;
  };
  struct Saved {
    std::string path;
    Bytes bytes = 0;
  };
  struct Looked {
    std::optional<Bytes> table;
    std::string path;
  };

  void take_looked(News& news, WorkspaceState& state);
  void take_saved(News& news, WorkspaceState& state);
  void take_sheet(News& news, WorkspaceState& state);

  std::filesystem::path tables_;
  std::function<std::shared_ptr<Device>()> device_;
  std::shared_ptr<Slot> waiting_;  // for the run to be handed over
  std::uint64_t errors_before_ = 0;
  Workspace draft_;  // to be saved, once the run is there
  DataWay way_ = DataWay::kInside;
  std::string path_;
  bool replaces_ = false;  // it was saved or opened there before
  JobSlot<Saved> saving_;
  JobSlot<std::string> sheet_;
  JobSlot<Looked> looking_;
};

}  // namespace headroom::app
