#include "core/memory/activations.h"

#include "core/base/tr.h"

#include <algorithm>
#include <string>

namespace headroom {

namespace {

// The MLP's inner width as one token sees it: the experts it passes count together.
std::int64_t inner_width(const TransformerConfig& c) {
  const std::int64_t expert = checked_add(checked_mul(c.ffn, c.experts_per_token), c.shared_expert_ffn);
  if (c.expert_layers == 0) return c.dense_ffn;
  return c.expert_layers == c.layers ? expert : std::max(expert, c.dense_ffn);
}

// Bytes per token of one layer, apart by who divides them. masks: one byte each, of any precision.
struct PerToken {
  std::int64_t whole = 0;        // 16-bit values that tensor parallelism leaves on every rank
  std::int64_t whole_masks = 0;  // dropout masks among those
  std::int64_t split = 0;        // values that it divides
};

enum class Estimate { kLow, kLikely, kHigh };

PerToken per_token(const TransformerConfig& c, Estimate estimate) {
  PerToken bytes;
  // Inputs of both norms, of attention and of the MLP, 2 h each; two dropout masks.
  bytes.whole = checked_mul(8, c.hidden);
  bytes.whole_masks = estimate == Estimate::kLow ? 0 : checked_mul(2, c.hidden);
  // Queries, keys, values and the input of the projection: 8 h in the paper, 4 q + 4 k in general.
  const std::int64_t heads = checked_mul(4, checked_add(c.query_width(), c.key_width()));
  const std::int64_t attention =
      estimate == Estimate::kLow ? heads : std::max(heads, checked_mul(8, c.hidden));
  const std::int64_t times = !c.gated || estimate == Estimate::kLow ? 4
                             : estimate == Estimate::kLikely        ? 6
                                                                    : 8;
  bytes.split = checked_add(attention, checked_mul(times, inner_width(c)));
  // Experts: every token is copied to each of its experts and back.
  if (c.experts > 0 && estimate == Estimate::kHigh) {
    bytes.split = checked_add(bytes.split, checked_product({4, c.hidden, c.experts_per_token}));
  }
  return bytes;
}

std::int64_t tokens(const TransformerJob& job) { return checked_mul(job.sequence, job.micro_batch); }

Bytes one_layer(const TransformerConfig& c, const TransformerJob& job, Estimate estimate) {
  const std::int64_t t = job.parallel.tensor;
  const std::int64_t wide = job.precision == PlanPrecision::kFp32 ? 2 : 1;
  const PerToken b = per_token(c, estimate);
  const Bytes whole = checked_mul(tokens(job), checked_add(checked_mul(wide, b.whole), b.whole_masks));
  Bytes sum = job.parallel.sequence ? ceil_div(whole, t) : whole;
  sum = checked_add(sum, ceil_div(checked_product({tokens(job), wide, b.split}), t));
  if (job.flash_attention || job.recompute == Recompute::kSelective) return sum;
  // Attention scores: softmax, its dropout mask and what dropout leaves, 2 + 1 + 2 bytes (4 + 1 + 4).
  const Bytes scores =
      checked_product({wide == 2 ? 9 : 5, c.heads, job.sequence, job.sequence, job.micro_batch});
  return checked_add(sum, ceil_div(scores, t));
}

Bytes one_stage(const TransformerConfig& c, const TransformerJob& job, std::int64_t layers,
                std::int64_t under_way, Estimate estimate) {
  const Bytes layer = one_layer(c, job, estimate);
  const std::int64_t kept = checked_mul(layers, under_way);
  if (job.recompute != Recompute::kFull) return checked_mul(kept, layer);
  const std::int64_t wide = job.precision == PlanPrecision::kFp32 ? 2 : 1;
  const Bytes inputs = checked_product({2, wide, tokens(job), c.hidden});
  return checked_add(checked_mul(kept, inputs), layer);
}

}  // namespace

ByteRange layer_activations(const TransformerConfig& config, const TransformerJob& job) {
  return {one_layer(config, job, Estimate::kLikely), one_layer(config, job, Estimate::kLow),
          one_layer(config, job, Estimate::kHigh)};
}

ByteRange stage_activations(const TransformerConfig& config, const TransformerJob& job, std::int64_t stage) {
  const std::int64_t stages = job.parallel.pipeline;
  const std::int64_t layers = config.layers / stages + (stage < config.layers % stages ? 1 : 0);
  const std::int64_t under_way = std::min(job.micro_batches, stages - stage);
  return {one_stage(config, job, layers, under_way, Estimate::kLikely),
          one_stage(config, job, layers, under_way, Estimate::kLow),
          one_stage(config, job, layers, under_way, Estimate::kHigh)};
}

ByteRange logits_bytes(const TransformerConfig& config, const TransformerJob& job) {
  const std::int64_t mine = ceil_div(config.vocab, job.parallel.tensor);
  const Bytes one = checked_mul(tokens(job), mine);
  const bool wide = job.precision == PlanPrecision::kFp32;
  const Bytes bytes = checked_mul(one, wide ? 8 : 6);
  return {bytes, bytes, checked_mul(one, wide ? 12 : 10)};
}

std::string activation_formula(const TransformerConfig& config, const TransformerJob& job) {
  const std::string t = job.parallel.tensor > 1 ? "/t" : "";
  const std::string times = config.gated ? "6" : "4";
  const std::string split = "(8h + " + times + "·ffn)" + t;
  std::string layer =
      job.parallel.sequence || t.empty() ? "(18h + " + times + "·ffn)" + t : "(10h + " + split + ")";
  if (!job.flash_attention && job.recompute != Recompute::kSelective) layer += " + 5·a·s²·b" + t;
  layer = "s·b·" + layer;
  if (job.precision == PlanPrecision::kFp32) layer = tr("{1}, twice that in fp32", layer);
  const std::string micro = job.parallel.pipeline > 1 ? "·min(m, p)" : "";
  if (job.recompute == Recompute::kFull) return tr("{1} + one layer of {2}", "2·s·b·h·L" + micro, layer);
  return "L" + std::string(job.parallel.pipeline > 1 ? "/p" : "") + micro + "·[" + layer + "]";
}

}  // namespace headroom
