// The types of core/base/json.h by name only, for headers that pass documents on: the library behind it takes
// a second to compile. Code that holds or builds a document includes core/base/json.h.
#pragma once

#include <nlohmann/json_fwd.hpp>

namespace headroom {

using Json = nlohmann::json;
class JsonObject;

}  // namespace headroom
