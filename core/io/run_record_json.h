// A RunRecord as JSON, as run.json holds it. For .cpp files of core/io.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/json_fwd.h"
#include "core/io/run_record.h"

namespace headroom {

// The file that holds a model's parameters, with its size and checksum.
struct CheckpointEntry {
  std::string file;  // a name inside the run's directory
  Bytes bytes = 0;
  std::string checksum;  // core/io/file.h hash_text(fnv1a(content))
};

// `entries`: one per model, in order.
Json record_to_json(const RunRecord& record, const std::vector<CheckpointEntry>& entries);
// Everything but the engine's numbers and the series per step, which the checkpoints hold. Strict: throws
// Error{kBadInput} with file and place, also for sizes that contradict each other.
std::pair<RunRecord, std::vector<CheckpointEntry>> record_from_json(const Json& document,
                                                                    const std::string& file);

}  // namespace headroom
