// Figures of streamed rows in documents and run records.
//
//   {"bytes": n, "bytes_per_second": x, "gather_seconds": x, "upload_seconds": x, "waited_seconds": x,
//    "hidden": 0.97}
//
// Thread rule: pure functions.
#pragma once

#include "core/base/json_fwd.h"
#include "core/device/device.h"

namespace headroom {

Json stream_to_json(const StreamFigures& figures);
// Throws Error{kBadInput} with file and place. Derived figures are not read.
StreamFigures stream_from_json(JsonObject object);

}  // namespace headroom
