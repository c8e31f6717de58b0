// A schema as JSON: in run.json, for `--schema FILE` and `inspect --json`.
//
// Thread rule: pure functions.
#pragma once

#include "core/base/json_fwd.h"
#include "core/data/schema.h"

namespace headroom {

class JsonObject;

Json schema_to_json(const Schema& schema);
// Throws Error{kBadInput} at whatever is unknown or contradictory.
Schema schema_from_json(JsonObject object);

}  // namespace headroom
