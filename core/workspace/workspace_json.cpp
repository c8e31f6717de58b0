#include "core/workspace/workspace_json.h"

#include <algorithm>

#include "core/base/error.h"
#include "core/base/json.h"
#include "core/io/build_id.h"

namespace headroom {

namespace {

constexpr std::int64_t kMostCells = std::int64_t{1} << 40;

Json view_to_json(const WorkspaceView& view) {
  Json json = {{"tab", view.tab},
               {"sheet", view.sheet},
               {"model", view.model},
               {"row", view.row},
               {"pace", view.pace},
               {"curves",
                {{"axis", view.axis},
                 {"show", view.show},
                 {"log_loss", view.log_loss},
                 {"smoothing", view.smoothing},
                 {"recorder", view.recorder}}}};
  if (view.unit) json["unit"] = {{"layer", view.unit->layer}, {"unit", view.unit->unit}};
  return json;
}

WorkspaceView view_from_json(JsonObject object) {
  WorkspaceView view;
  view.tab = object.string("tab");
  view.sheet = object.string("sheet");
  view.model = object.string("model");
  view.row = object.integer("row", 0, kMostCells);
  view.pace = object.string("pace");
  if (object.has("unit")) {
    JsonObject unit = object.object("unit");
    view.unit =
        WorkspaceView::Unit{unit.integer("layer", 0, kMostCells), unit.integer("unit", 0, kMostCells)};
    unit.finish();
  }
  JsonObject curves = object.object("curves");
  view.axis = curves.string("axis");
  view.show = curves.string("show");
  view.log_loss = curves.boolean("log_loss");
  view.smoothing = curves.number("smoothing", 0, 0.99);
  view.recorder = curves.boolean("recorder");
  curves.finish();
  object.finish();
  return view;
}

Json table_to_json(const WorkspaceData& data) {
  Json json = {{"way", kDataWayNames.name(data.way)}};
  if (data.way == DataWay::kGenerated) return json;
  json["name"] = data.name;
  if (data.way == DataWay::kInside) return json;  // the list of parts has its size and checksum
  json["bytes"] = data.bytes;
  json["sha256"] = data.sha256;
  json["path"] = data.path;
  return json;
}

std::string checksum_from_json(JsonObject& object) {
  const std::string text = object.string("sha256");
  const bool digits = text.find_first_not_of("0123456789abcdef") == std::string::npos;
  if (text.size() != 64 || !digits) object.fail("sha256", "must be 64 hexadecimal digits");
  return text;
}

WorkspaceData table_from_json(JsonObject object) {
  WorkspaceData data;
  data.way = object.one_of("way", kDataWayNames);
  if (data.way != DataWay::kGenerated) {
    data.name = object.string("name");
    if (!is_plain_path(data.name) || data.name.find('/') != std::string::npos)
      object.fail("name", "must be the name of a file in the workspace's folder");
  }
  if (data.way == DataWay::kReference) {
    data.bytes = object.integer("bytes", 0, kAnyInteger);
    data.sha256 = checksum_from_json(object);
    data.path = object.string("path");
  }
  object.finish();
  return data;
}

std::string text_from_json(JsonObject& object, const char* key) {
  std::string text = object.string(key);
  if (text.size() > kMostWorkspaceText)
    object.fail(key, "is longer than " + format_count(kMostWorkspaceText) + " bytes");
  return text;
}

}  // namespace

Json workspace_to_json(const Workspace& workspace, const std::vector<WorkspacePart>& parts) {
  Json json = {{"schema_version", kWorkspaceVersion},
               {"program", "headroom " + program_version()},
               {"title", workspace.title},
               {"author", workspace.author},
               {"instructions", workspace.instructions},
               {"hidden", Json::array()},
               {"view", view_to_json(workspace.view)},
               {"data", table_to_json(workspace.data)},
               {"parts", Json::array()}};
  for (const Hidden hidden : workspace.hidden) json["hidden"].push_back(kHiddenTable.name(hidden));
  for (const WorkspacePart& part : parts) {
    json["parts"].push_back({{"name", part.name}, {"bytes", part.bytes}, {"sha256", part.sha256}});
  }
  return json;
}

Workspace workspace_from_json(const Json& document, const std::string& file,
                              std::vector<WorkspacePart>& parts) {
  JsonObject root(document, file);
  const std::int64_t version = root.integer("schema_version", 0, kAnyInteger);
  if (version > kWorkspaceVersion) {
    root.fail("schema_version", "is " + std::to_string(version) + ", this Headroom reads up to version " +
                                    std::to_string(kWorkspaceVersion) +
                                    ": use a newer Headroom, or have the workspace saved with this one");
  }
  if (version < 1) root.fail("schema_version", "must be at least 1");
  root.string("program");
  Workspace workspace;
  workspace.title = text_from_json(root, "title");
  workspace.author = text_from_json(root, "author");
  workspace.instructions = text_from_json(root, "instructions");
  for (const std::string& name : root.strings("hidden")) {
    const HiddenRow* const row = kHiddenTable.find(name);
    if (row == nullptr) root.fail("hidden", "holds \"" + name + "\": use " + kHiddenTable.list());
    if (std::find(workspace.hidden.begin(), workspace.hidden.end(), row->value) == workspace.hidden.end())
      workspace.hidden.push_back(row->value);
  }
  workspace.view = view_from_json(root.object("view"));
  workspace.data = table_from_json(root.object("data"));
  for (JsonObject& object : root.objects("parts")) {
    WorkspacePart part{object.string("name"), object.integer("bytes", 0, kAnyInteger),
                       checksum_from_json(object)};
    object.finish();
    parts.push_back(std::move(part));
  }
  root.finish();
  return workspace;
}

}  // namespace headroom
