#include "core/workspace/workspace.h"

#include <algorithm>
#include <cctype>
#include <set>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "core/base/error.h"
#include "core/base/json.h"
#include "core/base/sha256.h"
#include "core/base/utf8.h"
#include "core/io/file.h"
#include "core/workspace/workspace_json.h"

namespace headroom {

namespace fs = std::filesystem;

namespace {

constexpr const char* kIndexName = "workspace.json";
constexpr std::string_view kRunFolder = "run/";
constexpr std::string_view kDataFolder = "data/";
constexpr std::size_t kMostName = 120;  // bytes of a table's name

// A file's name as every system can have it; its ending stays, which tells what it is.
std::string plain_name(const fs::path& file) {
  std::string name = file.filename().string();
  if (find_bad_byte(name) != std::string::npos) name = "table" + file.extension().string();
  for (char& c : name) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7f || std::string_view("/\\:*?\"<>|").find(c) != std::string_view::npos)
      c = '_';
  }
  if (name.size() > kMostName) name = "table" + fs::path(name).extension().string();
  return is_plain_path(name) ? name : "table.csv";
}

void require_short(const std::string& text, const char* what) {
  if (find_bad_byte(text) != std::string::npos) throw Error(ErrorCode::kUsage, "is no text in UTF-8", what);
  if (text.size() <= kMostWorkspaceText) return;
  throw Error(ErrorCode::kUsage, "is longer than " + format_count(kMostWorkspaceText) + " bytes: shorten it",
              what);
}

WorkspaceData table_of_record(const RunRecord& record, DataWay way, const ZipLimits& limits) {
  WorkspaceData data;
  if (!record.file) return data;
  const fs::path file = record.file->path;
  std::error_code ignored;
  if (!fs::is_regular_file(file, ignored)) {
    throw Error(
        ErrorCode::kNotFound,
        "the table of this run is no longer there, and a workspace needs it: bring it back, or open it "
        "anew and train again",
        file.string());
  }
  const auto size = static_cast<Bytes>(fs::file_size(file, ignored));
  // What is not the table leaves some room beside it.
  if (way == DataWay::kInside && size > limits.unpacked / 2) {
    throw Error(ErrorCode::kUsage,
                "has " + format_bytes(size) + ", and a table that travels in a workspace at most " +
                    format_bytes(limits.unpacked / 2) +
                    ": save the workspace by reference, and hand the table out beside it",
                file.string());
  }
  data.way = way == DataWay::kInside ? way : DataWay::kReference;
  data.name = plain_name(file);
  data.content = read_file(file);
  data.bytes = static_cast<Bytes>(data.content.size());
  data.sha256 = sha256_text(data.content);
  if (data.way == DataWay::kReference) {
    data.content.clear();
    data.path = file.string();
  }
  return data;
}

std::string damaged_text(const WorkspacePart& part, const std::string& bytes) {
  const auto size = static_cast<Bytes>(bytes.size());
  if (size == part.bytes)
    return "is damaged: its checksum is not the one in workspace.json; get the workspace anew";
  return "has " + format_count(size) + " bytes, workspace.json says " + format_count(part.bytes) +
         ": it is damaged or was replaced; get the workspace anew";
}

// The members by the list of parts: all that are listed, nothing else, each as it was.
std::vector<ZipMember> checked_parts(std::vector<ZipMember> members, const std::vector<WorkspacePart>& parts,
                                     const std::string& file) {
  std::set<std::string> listed;
  for (const WorkspacePart& part : parts) {
    listed.insert(part.name);
    const auto found = std::find_if(members.begin(), members.end(),
                                    [&](const ZipMember& member) { return member.name == part.name; });
    const std::string place = file + ": " + part.name;
    if (found == members.end())
      throw Error(ErrorCode::kBadInput, "is missing: get the workspace anew", place);
    if (static_cast<Bytes>(found->bytes.size()) != part.bytes || sha256_text(found->bytes) != part.sha256)
      throw Error(ErrorCode::kBadInput, damaged_text(part, found->bytes), place);
  }
  for (const ZipMember& member : members) {
    if (member.name != kIndexName && !listed.contains(member.name)) {
      throw Error(ErrorCode::kBadInput, "is no part of this workspace: the file was not saved by Headroom",
                  file + ": " + member.name);
    }
  }
  return members;
}

bool is_same_table(const fs::path& file, const WorkspaceData& data) {
  std::error_code failed;
  if (!fs::is_regular_file(file, failed)) return false;
  if (static_cast<Bytes>(fs::file_size(file, failed)) != data.bytes || failed) return false;
  return sha256_text(read_file(file)) == data.sha256;
}

}  // namespace

bool is_workspace(const fs::path& path) {
  std::string ending = path.extension().string();
  for (char& c : ending) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return ending == kWorkspaceEnding;
}

std::optional<Bytes> table_bytes(const RunRecord& record) {
  std::error_code failed;
  if (!record.file) return std::nullopt;
  const auto size = fs::file_size(record.file->path, failed);
  return failed ? std::nullopt : std::optional(static_cast<Bytes>(size));
}

Bytes save_workspace(const fs::path& path, Workspace workspace, DataWay way, const ZipLimits& limits) {
  require_short(workspace.title, "title");
  require_short(workspace.author, "author");
  require_short(workspace.instructions, "instructions");
  if (workspace.record.models.empty())
    throw Error(ErrorCode::kUsage, "there is no network to save: choose one to train first", path.string());
  workspace.data = table_of_record(workspace.record, way, limits);
  // Another machine has its own folders, and need not know ours.
  if (workspace.record.file) workspace.record.file->path = workspace.data.name;
  std::vector<ZipMember> members{{kIndexName, {}}};
  format_run(workspace.record, [&](const std::string& name, std::string_view bytes) {
    members.push_back({std::string(kRunFolder) + name, std::string(bytes)});
  });
  if (workspace.data.way == DataWay::kInside)
    members.push_back({std::string(kDataFolder) + workspace.data.name, std::move(workspace.data.content)});
  std::vector<WorkspacePart> parts;
  Bytes unpacked = 0;
  for (std::size_t i = 1; i < members.size(); ++i) {
    const auto size = static_cast<Bytes>(members[i].bytes.size());
    parts.push_back({members[i].name, size, sha256_text(members[i].bytes)});
    unpacked += size;
  }
  members.front().bytes = workspace_to_json(workspace, parts).dump(1) + "\n";
  unpacked += static_cast<Bytes>(members.front().bytes.size());
  const bool many = static_cast<std::int64_t>(members.size()) > limits.members;
  const std::string zip = unpacked > limits.unpacked || many ? std::string() : format_zip(members);
  if (zip.empty() || static_cast<Bytes>(zip.size()) > limits.file) {
    throw Error(ErrorCode::kUsage,
                "the workspace would have " + format_bytes(unpacked) + ", more than one can hold (" +
                    format_bytes(limits.unpacked) + ", " + format_bytes(limits.file) +
                    " packed): save the table by reference, or a smaller network",
                path.string());
  }
  write_file(path, zip);
  return static_cast<Bytes>(zip.size());
}

Workspace read_workspace(const fs::path& path, const Progress& progress, const ZipLimits& limits) {
  const std::string file = path.string();
  std::vector<ZipMember> members = read_zip(path, limits, progress);
  const auto index = std::find_if(members.begin(), members.end(),
                                  [](const ZipMember& member) { return member.name == kIndexName; });
  if (index == members.end()) {
    throw Error(ErrorCode::kBadInput,
                "is no workspace: it holds no workspace.json; a workspace is saved with Ctrl+Shift+S", file);
  }
  const std::string index_file = file + ": " + kIndexName;
  const Json document = parse_json(index->bytes, index_file);
  std::vector<WorkspacePart> parts;
  Workspace workspace = workspace_from_json(document, index_file, parts);
  members = checked_parts(std::move(members), parts, file);
  const auto content = [&](const std::string& name) {
    for (ZipMember& member : members) {
      if (member.name == name) return std::move(member.bytes);
    }
    throw Error(ErrorCode::kBadInput, "is missing: get the workspace anew", file + ": " + name);
  };
  workspace.record = parse_run(
      file + ": run", [&](const std::string& name) { return content(std::string(kRunFolder) + name); });
  if (workspace.record.file.has_value() == (workspace.data.way == DataWay::kGenerated)) {
    throw Error(ErrorCode::kBadInput, "workspace.json and run.json contradict each other about the table",
                index_file + ": /data");
  }
  if (workspace.data.way == DataWay::kInside) {
    workspace.data.content = content(std::string(kDataFolder) + workspace.data.name);
    workspace.data.bytes = static_cast<Bytes>(workspace.data.content.size());
    workspace.data.sha256 = sha256_text(workspace.data.content);
  }
  return workspace;
}

fs::path workspace_table(const Workspace& workspace, const fs::path& file, const fs::path& keep) {
  const WorkspaceData& data = workspace.data;
  if (data.way == DataWay::kInside) {
    const fs::path kept = keep / data.sha256.substr(0, 16) / data.name;
    if (is_same_table(kept, data)) return kept;
    std::error_code failed;
    fs::create_directories(kept.parent_path(), failed);
    if (failed)
      throw Error(ErrorCode::kIo, "the folder cannot be made (" + failed.message() + ")",
                  kept.parent_path().string());
    write_file(kept, data.content);
    return kept;
  }
  const fs::path beside = fs::absolute(file).parent_path() / data.name;
  if (is_same_table(beside, data)) return beside;
  if (is_same_table(data.path, data)) return data.path;
  std::error_code ignored;
  const std::string wanted =
      "'" + data.name + "' (" + format_bytes(data.bytes) + ", SHA-256 " + data.sha256.substr(0, 16) + "...)";
  for (const fs::path& place : {beside, fs::path(data.path)}) {
    if (!fs::exists(place, ignored)) continue;
    throw Error(ErrorCode::kBadInput,
                "is not the table that the workspace was saved with: put " + wanted +
                    " here, or have the workspace saved with its table inside",
                place.string());
  }
  throw Error(ErrorCode::kNotFound,
              "its table does not travel in it and is not here: put " + wanted +
                  " beside the workspace, in " + beside.parent_path().string(),
              file.string());
}

OpenedWorkspace open_workspace(const fs::path& path, const fs::path& keep, Progress& progress) {
  OpenedWorkspace opened{read_workspace(path, progress), {}, nullptr};
  Workspace& workspace = opened.workspace;
  if (workspace.data.way != DataWay::kGenerated)
    workspace.record.file->path =
        fs::absolute(workspace_table(workspace, path, keep)).lexically_normal().string();
  workspace.data.content.clear();
  opened.config = config_to_resume(workspace.record, progress);
  const std::string title = workspace.title.empty() ? path.filename().string() : workspace.title;
  opened.saved = std::make_shared<const SavedRun>(SavedRun{{}, workspace.record, title});
  return opened;
}

}  // namespace headroom
