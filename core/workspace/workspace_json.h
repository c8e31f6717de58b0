// workspace.json. For .cpp files of core/workspace.
#pragma once

#include <string>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/json_fwd.h"
#include "core/workspace/workspace.h"

namespace headroom {

// A part of the file besides workspace.json.
struct WorkspacePart {
  std::string name;
  Bytes bytes = 0;
  std::string sha256;
};

Json workspace_to_json(const Workspace& workspace, const std::vector<WorkspacePart>& parts);
// Everything but the record and the table's content. Throws Error{kBadInput} with file and place; another
// version first.
Workspace workspace_from_json(const Json& document, const std::string& file,
                              std::vector<WorkspacePart>& parts);

}  // namespace headroom
