// A network's parameters as a safetensors file: `layers.0.weight` [out, in], `layers.0.bias` [out], ...;
// with `optimizer.0.layers.0.weight`, ... (first moment), `optimizer.1. ...` (second) and the per-step
// history `history.step_loss`, `history.step_accuracy` [steps], everything that a run needs to continue as
// if it had never stopped. While training stops early there is a second network: `best.layers.0.weight`, ...
// of the epoch with the lowest validation loss; once the run is finished that one stands in its own place and
// `last.layers.0.weight`, ... is where training stopped.
//
// Thread rule: plain functions.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/io/safetensors.h"
#include "core/model/spec.h"
#include "core/model/weights.h"

namespace headroom {

struct Checkpoint {
  EngineState state;
  std::vector<float> step_loss;      // per step; the last entry belongs to the last step
  std::vector<float> step_accuracy;  // the same; empty for regression
  std::int64_t steps_per_entry = 1;  // of the two series (core/train/history.h)
  // Early stop: the best network, or the last one when the best is in `state`. Null: none.
  std::shared_ptr<const Weights> aside = {};
  bool best_in_use = false;
};

// `__metadata__` carries schema_version, updates, widths, activation and output, and steps_per_entry where it
// is not 1.
SafetensorsFile to_safetensors(const ModelSpec& spec, const Checkpoint& checkpoint);

// Strict: throws Error{kBadInput} with the file for another schema_version, a missing or unknown tensor, a
// shape that does not match `spec`, moments that do not match `optimizer`.
Checkpoint from_safetensors(const SafetensorsFile& file, const ModelSpec& spec, OptimizerKind optimizer,
                            const std::string& where);

// Weights to start from (`--init`): only the layers; optimizer and history tensors of a checkpoint are
// ignored. Throws Error{kBadInput} that names the tensor and the shape it should have.
Weights read_initial_weights(const std::filesystem::path& path, const ModelSpec& spec);

}  // namespace headroom
