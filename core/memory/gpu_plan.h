// A plan of memory: the lines of one GPU's ledger, each with bytes, range, grade, formula and source.
//
// The planners of transformers (transformer_plan.h) and of our own networks (network_plan.h) both return one;
// verdicts, remedies and limits only ever look at this.
//
// Thread rule: plain values.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/names.h"
#include "core/memory/grade.h"

namespace headroom {

enum class PlanCategory {
  kWeights,
  kGradients,
  kOptimizer,
  kActivations,
  kLogits,
  kKvCache,
  kBuckets,
  kContext,
  kDataset,  // our own networks only, as are the next three
  kWorkspace,
  kMetrics,
  kRecorder,
};

inline constexpr auto kPlanCategoryNames = names<PlanCategory>({{PlanCategory::kWeights, "weights"},
                                                                {PlanCategory::kGradients, "gradients"},
                                                                {PlanCategory::kOptimizer, "optimizer"},
                                                                {PlanCategory::kActivations, "activations"},
                                                                {PlanCategory::kLogits, "logits"},
                                                                {PlanCategory::kKvCache, "kv_cache"},
                                                                {PlanCategory::kBuckets, "buckets"},
                                                                {PlanCategory::kContext, "context"},
                                                                {PlanCategory::kDataset, "dataset"},
                                                                {PlanCategory::kWorkspace, "workspace"},
                                                                {PlanCategory::kMetrics, "metrics"},
                                                                {PlanCategory::kRecorder, "recorder"}});
inline std::string_view plan_category_name(PlanCategory category) {
  return kPlanCategoryNames.name(category);
}

struct PlanLine {
  PlanCategory category = PlanCategory::kWeights;
  Bytes bytes = 0;  // the likely value; low <= bytes <= high
  Bytes low = 0;
  Bytes high = 0;
  Grade grade = Grade::kExact;
  std::string formula;  // in the symbols of memory_model.md
  std::string source;   // where the formula or the constant was published or read
};

// The two moments of a training step that can need the most memory.
enum class Peak {
  kBackward,       // end of the forward pass: all activations and the logits are alive
  kOptimizerStep,  // activations are gone, the optimizer's temporaries are alive
  kDecode,         // inference has only this one
};

inline constexpr auto kPeakNames = names<Peak>(
    {{Peak::kBackward, "backward"}, {Peak::kOptimizerStep, "optimizer_step"}, {Peak::kDecode, "decode"}});
inline std::string_view peak_name(Peak peak) { return kPeakNames.name(peak); }

struct GpuPlan {
  std::int64_t parameters = 0;         // of the whole model
  std::int64_t active_parameters = 0;  // that one token uses
  std::int64_t rank_parameters = 0;    // on the most loaded GPU, before ZeRO shards anything
  std::int64_t stage = 0;              // the pipeline stage of that GPU, from 0
  std::int64_t gpus = 1;

  std::vector<PlanLine> lines;  // of the most loaded GPU; they add up to bytes, low and high
  Bytes bytes = 0;
  Bytes low = 0;
  Bytes high = 0;
  Grade grade = Grade::kExact;  // the weakest of the lines'

  Bytes backward_peak = 0;  // bytes is the larger of the two
  Bytes optimizer_peak = 0;
  Peak binding = Peak::kBackward;

  // Host memory that offloading needs, for all GPUs of one machine; 0: none.
  Bytes host_bytes = 0;
  Bytes host_high = 0;

  std::vector<std::string> notes;  // what was assumed or left out, one sentence each

  const PlanLine* find(PlanCategory category) const;  // nullptr when the plan has no such line
  Bytes of(PlanCategory category) const;              // its bytes, 0 without a line
};

// Appends a line, when it is not empty, and adds it to the sums. Throws Error{kOutOfMemory} beyond 2^63.
void add_line(GpuPlan& plan, PlanLine line);
// A line without a range.
PlanLine exact_line(PlanCategory category, Bytes bytes, std::string formula, std::string source);

}  // namespace headroom
