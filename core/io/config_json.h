// A RunConfig as JSON, as run.json and presets hold it. For .cpp files of core/io.
#pragma once

#include <string>
#include <string_view>

#include "core/base/json.h"
#include "core/pipeline/run_config.h"

namespace headroom {

// Everything but the data source's rows: `dataset` is not written.
Json config_to_json(const RunConfig& config);
// Strict; `object` is finished here. Throws Error{kBadInput} with file and place.
RunConfig config_from_json(JsonObject object);

}  // namespace headroom
