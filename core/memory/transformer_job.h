// The work planned for a transformer: training or inference, precision, sizes, number of GPUs.
//
// Symbols as in memory_model.md: N data-parallel degree, t tensor-parallel degree, p pipeline stages, d
// shards of the distributed optimizer (d = N), s sequence, b micro-batch, m micro-batches in a step. Thread
// rule: plain values.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/names.h"

namespace headroom {

enum class PlanMode { kTrain, kInfer };
enum class PlanPrecision { kFp32, kBf16, kFp16, kInt8, kInt4 };  // int8, int4: only weights for inference
enum class PlanOptimizer { kSgd, kMomentum, kAdam, kAdam8bit };
enum class Recompute { kNone, kSelective, kFull };
enum class Offload {
  kNone,
  kOptimizer,
  kParameters
};  // to the host's memory; kParameters includes the states

inline constexpr auto kPlanModeNames =
    names<PlanMode>({{PlanMode::kTrain, "train"}, {PlanMode::kInfer, "infer"}});
inline constexpr auto kPlanPrecisionNames = names<PlanPrecision>({{PlanPrecision::kFp32, "fp32"},
                                                                  {PlanPrecision::kBf16, "bf16"},
                                                                  {PlanPrecision::kFp16, "fp16"},
                                                                  {PlanPrecision::kInt8, "int8"},
                                                                  {PlanPrecision::kInt4, "int4"}});
inline constexpr auto kPlanOptimizerNames =
    names<PlanOptimizer>({{PlanOptimizer::kSgd, "sgd"},
                          {PlanOptimizer::kMomentum, "momentum"},
                          {PlanOptimizer::kAdam, "adam"},
                          {PlanOptimizer::kAdam, "adamw"},  // needs the same memory
                          {PlanOptimizer::kAdam8bit, "adam8bit"}});
inline constexpr auto kRecomputeNames = names<Recompute>(
    {{Recompute::kNone, "none"}, {Recompute::kSelective, "selective"}, {Recompute::kFull, "full"}});
inline constexpr auto kOffloadNames = names<Offload>(
    {{Offload::kNone, "none"}, {Offload::kOptimizer, "optimizer"}, {Offload::kParameters, "parameters"}});

inline std::string_view plan_mode_name(PlanMode mode) { return kPlanModeNames.name(mode); }
inline std::string_view plan_precision_name(PlanPrecision p) { return kPlanPrecisionNames.name(p); }
inline std::string_view plan_optimizer_name(PlanOptimizer o) { return kPlanOptimizerNames.name(o); }
inline std::string_view recompute_name(Recompute recompute) { return kRecomputeNames.name(recompute); }
inline std::string_view offload_name(Offload offload) { return kOffloadNames.name(offload); }

// How the work is split over GPUs, data * tensor * pipeline in total.
struct Parallelism {
  std::int64_t data = 1;      // N: each takes its part of the batch
  std::int64_t tensor = 1;    // t: each takes a part of every matrix
  std::int64_t pipeline = 1;  // p: each takes some of the layers
  int zero = 0;               // ZeRO stage, 0 to 3: what is sharded over the N ranks
  bool sequence = false;      // sequence parallelism: t also divides what tensor parallelism leaves whole
  bool distributed_optimizer = false;  // Megatron-LM: fp32 gradients, optimizer sharded over N

  std::int64_t gpus() const;  // throws Error{kOutOfMemory} on overflow
  bool operator==(const Parallelism&) const = default;
};

struct TransformerJob {
  PlanMode mode = PlanMode::kTrain;
  PlanPrecision precision = PlanPrecision::kBf16;
  PlanOptimizer optimizer = PlanOptimizer::kAdam;
  std::int64_t sequence = 2048;    // s; for inference: tokens in the cache, prompt and answer
  std::int64_t micro_batch = 1;    // b; for inference: sequences at once
  std::int64_t micro_batches = 1;  // m per rank and step: accumulates gradients, fills a pipeline
  Recompute recompute = Recompute::kNone;
  bool flash_attention = true;
  bool fp32_gradients = false;  // in 16-bit training
  Offload offload = Offload::kNone;
  Parallelism parallel;

  // Sequences in one optimizer step, over all ranks.
  std::int64_t global_batch() const;
  bool operator==(const TransformerJob&) const = default;
};

// Throws Error{kUsage} that says what to do, with the quantity as `where` (core/plan/plan_settings.h): counts
// below 1, a ZeRO stage that does not exist, int8 training, bf16 settings that exclude each other.
void validate(const TransformerJob& job);

}  // namespace headroom
