// The memory plan of a transformer: one pure function from a model and a job to the ledger of the most
// loaded GPU.
//
//   const GpuPlan plan = plan_transformer(config, job);
//   plan.bytes;                        // what one GPU needs
//   plan.binding;                      // which of the two peaks that is
//
// States: model_states.h.
// Inference: weights 4, 2, 1 or 1/2 byte, KV cache 2 L kv hd bytes tokens batch (never under one kv head).
// Activations and logits: activations.h.
// Source of the activations: arXiv 2205.05198.
//
// DeepSpeed's own estimator uses other formulas (deepspeed.h); these are the paper's, and a note says so.
//
// Errors: Error{kUsage} for an impossible job (validate(), more stages than layers), Error{kOutOfMemory}
// when a size exceeds 2^63. Thread rule: pure functions.
#pragma once

#include <optional>

#include "core/memory/gpu_plan.h"
#include "core/memory/transformer_config.h"
#include "core/memory/transformer_job.h"

namespace headroom {

// What a CUDA context with its modules takes, when it was not measured: contexts are reported between 0.27
// and 1.3 GiB.
inline constexpr Bytes kContextLow = 276 * kMiB;
inline constexpr Bytes kContextLikely = 768 * kMiB;
inline constexpr Bytes kContextHigh = 1331 * kMiB;
// One set of NCCL communicators.
inline constexpr Bytes kNcclLow = 512 * kMiB;
inline constexpr Bytes kNcclLikely = 1024 * kMiB;
inline constexpr Bytes kNcclHigh = 2048 * kMiB;
// Elements of a ZeRO bucket (DeepSpeed's reduce_bucket_size).
inline constexpr std::int64_t kZeroBucket = 500'000'000;

GpuPlan plan_transformer(const TransformerConfig& config, const TransformerJob& job,
                         std::optional<Bytes> measured_context = std::nullopt);

// One pipeline stage of it; plan_transformer() is the stage that needs the most.
GpuPlan plan_stage(const TransformerConfig& config, const TransformerJob& job, std::int64_t stage,
                   std::optional<Bytes> measured_context = std::nullopt);

// The sequence length planned by default: the positions that the model was made for, at most 4 096; 2 048
// where its config does not give them.
std::int64_t usual_sequence(const TransformerConfig& config);
// Throws Error{kUsage} about the sequence length when the sequence is longer than the model's table of
// learned positions.
void check_positions(const TransformerConfig& config, const TransformerJob& job);

// 2 L kv hd bytes tokens batch for the layers of one stage and the kv heads of one rank; low: what a sliding
// window leaves.
Bytes kv_cache_bytes(const TransformerConfig& config, std::int64_t layers, std::int64_t tokens,
                     std::int64_t batch, std::int64_t element_bytes, std::int64_t tensor = 1);
// The tables of sines and cosines that some servers keep for every position: positions hd 2 bytes.
Bytes rope_cache_bytes(const TransformerConfig& config);

// The context line of any plan: measured where it could be.
PlanLine context_line(std::optional<Bytes> measured, std::int64_t communicators);

}  // namespace headroom
