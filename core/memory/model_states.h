// Weights, gradients and optimizer states of training a transformer: bytes per parameter by recipe, and how
// they are sharded.
//
// P: parameters of one rank after tensor and pipeline parallelism; N: data-parallel ranks.
//   fp32           weights 4, gradients 4, optimizer 0 SGD, 4 momentum, 8 Adam, 2 8-bit Adam
//   16 bit mixed   weights 2, gradients 2, optimizer 4 more than in fp32 (its own fp32 copy of the weights)
//   fp32 gradients of 16-bit training: 4 (Megatron-LM); distributed optimizer: 6 + 12/N
//   ZeRO           stage 1 optimizer / N; stage 2 gradients / N as well; stage 3 weights / N as well
// Sources: ZeRO (arXiv 1910.02054) section 3.1; Megatron-LM docs dist_optimizer; Hugging Face optimizer docs
// (8-bit Adam).
//
// Errors: Error{kOutOfMemory} beyond 2^63. Thread rule: pure functions.
#pragma once

#include <cstdint>
#include <string>

#include "core/base/tr.h"
#include "core/memory/gpu_plan.h"
#include "core/memory/transformer_job.h"

namespace headroom {

// Sources of the ledger's lines.
inline constexpr const char* kFromShapes = tr_later("follows from the shapes");
inline constexpr const char* kZeroPaper = tr_later("ZeRO, arXiv 1910.02054, section 3.1");

// Bytes per parameter of the three states.
struct Recipe {
  std::int64_t weights = 2;
  std::int64_t gradients = 2;
  std::int64_t optimizer = 12;
  const char* source = kZeroPaper;
};
Recipe recipe_of(const TransformerJob& job);

// Over how many ranks each state is sharded.
struct Shares {
  std::int64_t weights = 1;
  std::int64_t gradients = 1;
  std::int64_t optimizer = 1;
};
Shares shares_of(const Parallelism& p);

// bytes_each per parameter, sharded over `ranks` and rounded up: the most loaded rank.
Bytes state_bytes(std::int64_t parameters, std::int64_t bytes_each, std::int64_t ranks);
PlanLine state_line(PlanCategory category, std::int64_t parameters, std::int64_t bytes_each,
                    std::int64_t ranks, const std::string& source);

// The three states of a rank that holds `parameters`, by the job's recipe and sharding (its offload is
// ignored).
struct ModelStates {
  Bytes weights = 0;
  Bytes gradients = 0;
  Bytes optimizer = 0;

  Bytes sum() const;
};
ModelStates model_states(std::int64_t parameters, const TransformerJob& job);

}  // namespace headroom
