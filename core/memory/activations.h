// What training keeps of the forward pass: activations of the layers, and the logits.
//
// Bytes of one layer for one micro-batch in 16 bits, after "Reducing Activation Recomputation in Large
// Transformer Models" (arXiv 2205.05198), table 2:
//
//   no recompute                 s b h (34 + 5 a s / h)
//   tensor parallel              s b h (10 + 24 / t + 5 a s / (h t))
//   tensor + sequence parallel   s b h (34 + 5 a s / h) / t
//   selective, or FlashAttention the same without 5 a s / h
//   full recompute               2 s b h, plus one live layer at the peak
//
// 34 assumes ffn = 4 h with GELU and dropout; in general 24 = 8 + 4 ffn / h. Gated MLPs keep 6 to 8 ffn in
// place of 4 ffn, so their line has a range: 4 (everything fused) to 8 (nothing fused), 6 as the likely
// value. In fp32 everything but the one-byte dropout masks doubles.
//
// Errors: Error{kOutOfMemory} beyond 2^63. Thread rule: pure functions.
#pragma once

#include "core/base/bytes.h"
#include "core/memory/transformer_config.h"
#include "core/memory/transformer_job.h"

namespace headroom {

struct ByteRange {
  Bytes bytes = 0;
  Bytes low = 0;
  Bytes high = 0;
};

// All that one layer keeps for one micro-batch if only the attention scores may be dropped (selective
// recompute or FlashAttention).
ByteRange layer_activations(const TransformerConfig& config, const TransformerJob& job);

// Of a whole pipeline stage at the end of its forward passes: its layers, times the micro-batches in flight
// there, min(m, p - stage).
ByteRange stage_activations(const TransformerConfig& config, const TransformerJob& job, std::int64_t stage);

// 6 s b v / t: the logits in 16 bits and a copy in fp32 for the loss. 4 + 4 in fp32. Up to 10 where the
// framework keeps the log-softmax as well. Source: measured peaks of Megatron-LM (tests/golden/memory).
ByteRange logits_bytes(const TransformerConfig& config, const TransformerJob& job);

// "s b (18 h + 4 ffn) L", for the ledger.
std::string activation_formula(const TransformerConfig& config, const TransformerJob& job);

}  // namespace headroom
