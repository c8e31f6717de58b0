// How a RunConfig stands in run.json and in a preset. For .cpp files of core/io.
#pragma once

#include <string>
#include <string_view>

#include "core/base/error.h"
#include "core/base/json.h"
#include "core/pipeline/run_config.h"

namespace headroom {

// Runs one of the parsers of core/model/spec.h on a member; its Error, written for the command line, becomes
// Error{kBadInput} with the member's place.
template <typename Parse>
auto parse_member(JsonObject& object, std::string_view key, const Parse& parse) {
  const std::string name = object.string(key);
  try {
    return parse(name);
  } catch (const Error& error) {
    object.fail(key, error.message());
  }
}

// Everything but the data source's rows: `dataset` is not written.
Json config_to_json(const RunConfig& config);
// Strict; `object` is finished here. Throws Error{kBadInput} with file and place.
RunConfig config_from_json(JsonObject object);

}  // namespace headroom
