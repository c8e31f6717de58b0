// A MemoryAccount as JSON, in run records and in the document of `headroom-cli train`:
//
//   {"categories": [{"category": "weights", "predicted_bytes": n, "charged_bytes": n, "error_bytes": n},
//   ...],
//    "context_bytes": n, "used_bytes": n, "accounted_bytes": n, "difference_bytes": n,
//    "difference_percent": x}
//
// Thread rule: pure functions.
#pragma once

#include "core/base/json_fwd.h"
#include "core/memory/memory_account.h"

namespace headroom {

Json account_to_json(const MemoryAccount& account);
// Throws Error{kBadInput} for unknown categories, negative sizes and figures that contradict each other.
MemoryAccount account_from_json(JsonObject object);

}  // namespace headroom
