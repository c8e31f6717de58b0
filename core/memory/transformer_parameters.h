// Exact parameter counts of a transformer: of the whole model, of what one token uses, and of one rank under
// tensor and pipeline parallelism.
//
//   q = a * hd, k = kv * hd
//   attention  h q + 2 h k + q h  [+ q + 2 k qkv bias] [+ h output bias] [+ 2 hd q/k norms]
//   MLP        (3 gated | 2 plain) h ffn  [+ biases];  experts: E MLP + h E router + shared experts
//   norms      norms_per_layer * (h RMS | 2 h LayerNorm)
//   embedding  v h, twice when untied, + learned positions h, + final norm, + BLOOM's own norm
// Source: memory_model.md; checked against 26 published counts (tests/golden/memory).
//
// Errors: Error{kOutOfMemory} when a count exceeds 2^63. Thread rule: pure functions.
#pragma once

#include <cstdint>

#include "core/memory/transformer_config.h"

namespace headroom {

std::int64_t parameter_count(const TransformerConfig& config);
// With only the experts that one token uses; equal to parameter_count() without experts.
std::int64_t active_parameter_count(const TransformerConfig& config);

// Building blocks, each on one of `tensor` ranks: split matrices are divided (rounded up, the most loaded
// rank), biases after the split and norms are kept whole. No rank holds less than one key/value head.
std::int64_t attention_parameters(const TransformerConfig& config, std::int64_t tensor = 1);
std::int64_t mlp_parameters(const TransformerConfig& config, std::int64_t width, std::int64_t tensor = 1);
std::int64_t norm_parameters(const TransformerConfig& config);  // one norm
// One layer of the kind that has experts, or of the kind that has none. active: only the experts of a token.
std::int64_t layer_parameters(const TransformerConfig& config, bool with_experts, bool active,
                              std::int64_t tensor = 1);
std::int64_t embedding_parameters(const TransformerConfig& config,
                                  std::int64_t tensor = 1);  // with positions
// The output layer when it is not the embedding itself; else 0.
std::int64_t head_parameters(const TransformerConfig& config, std::int64_t tensor = 1);

// One pipeline stage of `stages`, numbered from 0. Layers are distributed evenly, the first stages take the
// remainder. The embedding lies in the first stage, final norm and output layer in the last; a tied
// embedding is kept in both.
std::int64_t stage_layers(const TransformerConfig& config, std::int64_t stages, std::int64_t stage);
// Parameters of the most loaded tensor rank of the stage. With layers of both kinds: as many layers with
// experts as can fall into it.
std::int64_t stage_parameters(const TransformerConfig& config, std::int64_t tensor, std::int64_t stages,
                              std::int64_t stage);
// Of the largest layer, which ZeRO-3 gathers whole (embedding included).
std::int64_t largest_layer_parameters(const TransformerConfig& config, std::int64_t tensor = 1);

}  // namespace headroom
