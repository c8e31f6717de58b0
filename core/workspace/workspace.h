// A workspace: what is open in the window as one file, which opens on another machine as it was and goes on
// from there.
//
//   NAME.headroom                        a ZIP file; nothing of it is unpacked to the disk but the table
//     workspace.json                     version 1: title, instructions, what is hidden and open; every other
//                                        part with its size and SHA-256
//     run/run.json, run/checkpoint-...   as in a run's folder (core/io/run_record.h): configuration, schema,
//                                        seed, networks, optimizer states, curves
//     data/iris.csv                      the table, where it travels in the file
//
//   save_workspace("iris.headroom", {.title = "Iris", .record = record}, DataWay::kInside);
//   const OpenedWorkspace opened = open_workspace("iris.headroom", keep, progress);
//   run.post(command::Load{opened.config, false, opened.saved});
//
// A table by reference lies beside the workspace under its name, else where it lay when the workspace was
// saved; it is used when size and SHA-256 are those of then, and else refused. In portable arithmetic a run
// goes on with the same bits on any machine; in others the last digits may differ.
//
// Thread rule: plain values and functions; reading and writing take a while, call them in a job.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "core/base/names.h"
#include "core/base/progress.h"
#include "core/io/run_record.h"
#include "core/workspace/hidden.h"
#include "core/workspace/zip_file.h"

namespace headroom {

inline constexpr int kWorkspaceVersion = 1;
inline constexpr const char* kWorkspaceEnding = ".headroom";

// Where the rows come from on another machine.
enum class DataWay { kGenerated, kInside, kReference };
inline constexpr auto kDataWayNames = names<DataWay>(
    {{DataWay::kGenerated, "generated"}, {DataWay::kInside, "inside"}, {DataWay::kReference, "reference"}});

struct WorkspaceData {
  DataWay way = DataWay::kGenerated;
  std::string name;  // of the table's file, without folder; empty when generated
  Bytes bytes = 0;
  std::string sha256;
  std::string path;     // by reference: where it lay, a hint
  std::string content;  // inside: the file, once it is read
};

// What is open. The words are the window's own (tabs, stages, pace as scripts write them): those that it does
// not know are passed over.
struct WorkspaceView {
  std::string tab = "curves";
  std::string sheet = {};  // "settings", "custom-editor" or a stage; empty: none
  std::string model = {};  // that is looked at
  std::int64_t row = 0;
  struct Unit {
    std::int64_t layer = 0, unit = 0;
    bool operator==(const Unit&) const = default;
  };
  std::optional<Unit> unit = {};
  std::string pace = "full";
  std::string axis = "epoch", show = "both";  // of the curves
  bool log_loss = false, recorder = false;
  double smoothing = 0.6;
  bool operator==(const WorkspaceView&) const = default;
};

struct Workspace {
  std::string title, author, instructions;  // for the class; may be empty
  HiddenList hidden = {};
  WorkspaceView view = {};
  RunRecord record = {};
  WorkspaceData data = {};  // filled in by save_workspace() and read_workspace()
};

inline constexpr std::size_t kMostWorkspaceText = 2000;  // bytes of a title, an author, the instructions

bool is_workspace(const std::filesystem::path& path);  // by its ending

// What a table that travels adds, packed about a third to a fifth of it; nothing where it is generated or not
// there. `most` in ZipLimits is what a workspace can hold.
std::optional<Bytes> table_bytes(const RunRecord& record);

// `way`: of a table; generated data need none. Writes a temporary file and renames it; returns its size.
// Throws Error{kNotFound} when the table is gone, Error{kUsage} when it is too large to travel or the texts
// are too long, Error{kIo}.
Bytes save_workspace(const std::filesystem::path& path, Workspace workspace, DataWay way,
                     const ZipLimits& limits = {});

// Every part is compared with its checksum. Throws what read_zip() and parse_run() throw, Error{kBadInput}
// with file and part for one that is missing, not listed or damaged, and for another version.
Workspace read_workspace(const std::filesystem::path& path, const Progress& progress,
                         const ZipLimits& limits = {});

// The file with the workspace's rows: an inside one is written below `keep`, under its checksum, unless it is
// there already. Throws Error{kNotFound} for one by reference that is nowhere, Error{kBadInput} when what
// lies there is another one. Not for generated data.
std::filesystem::path workspace_table(const Workspace& workspace, const std::filesystem::path& file,
                                      const std::filesystem::path& keep);

struct OpenedWorkspace {
  Workspace workspace;  // without the table's content
  RunConfig config;     // with its rows
  std::shared_ptr<const SavedRun> saved;
};
OpenedWorkspace open_workspace(const std::filesystem::path& path, const std::filesystem::path& keep,
                               Progress& progress);

}  // namespace headroom
