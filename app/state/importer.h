// Imports a file. A CSV, or a table that was pasted: reads it, decides what its columns are and turns it into
// a dataset as the options say, all as jobs, and keeps ImportState up to date for the import sheet. A run
// record or a workspace: reads it and its rows again, and is done.
//
// Thread rule: window's thread; never waits.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "app/state/job_slot.h"
#include "app/state/ui_state.h"
#include "core/io/run_record.h"
#include "core/workspace/workspace.h"

namespace headroom::app {

// A saved run, with everything needed to resume it.
struct OpenedRun {
  RunConfig config;
  std::shared_ptr<const SavedRun> saved;
};

// A workspace that was read.
struct ReadWorkspace {
  std::string path;
  OpenedWorkspace opened;
};

class Importer {
 public:
  // Where tables of workspaces are kept.
  void keep_tables_in(std::filesystem::path folder) { tables_ = std::move(folder); }
  void open(const std::string& path, double now, ImportState& state);
  // A table from the clipboard. `path`: where its text will be kept; empty: nowhere.
  void paste(std::string text, const std::string& path, double now, ImportState& state);
  // With `reading`, the file is read again so; what was chosen of the columns stays as far as there are such.
  void choose(const TabularOptions& options, const std::optional<CsvOptions>& reading, double now,
              ImportState& state);
  void cancel(ImportState& state);

  // Collects finished jobs; true when `state` changed.
  bool poll(double now, ImportState& state);
  bool busy() const { return reading_.running() || converting_.running(); }
  // The dataset fits the chosen options: not stale, not refused.
  bool ready(const ImportState& state) const;
  // The run record that was read, once.
  std::optional<OpenedRun> take_run() { return std::exchange(opened_, std::nullopt); }
  // The same of a workspace.
  std::optional<ReadWorkspace> take_workspace() { return std::exchange(workspace_, std::nullopt); }

 private:
  using Table = std::shared_ptr<const CsvTable>;
  using File = std::variant<Table, OpenedRun, ReadWorkspace>;

  void read(double now, ImportState& state);
  void take_table(Table table, ImportState& state);
  void convert(ImportState& state);
  static void take_decision(ImportDecision decision, ImportState& state);

  JobSlot<File> reading_;
  JobSlot<ImportDecision> converting_;
  std::optional<OpenedRun> opened_;
  std::optional<ReadWorkspace> workspace_;
  std::filesystem::path tables_;
  double started_ = 0;
};

}  // namespace headroom::app
