#include "core/memory/transformer_parameters.h"

#include <algorithm>

#include "core/base/bytes.h"
#include "core/base/error.h"

namespace headroom {

namespace {

std::int64_t add(std::initializer_list<std::int64_t> terms) {
  std::int64_t sum = 0;
  for (const std::int64_t term : terms) sum = checked_add(sum, term);
  return sum;
}

// Key/value width of one rank: kv heads are shared out, and repeated once there are more ranks than heads.
std::int64_t key_width(const TransformerConfig& c, std::int64_t tensor) {
  return checked_mul(ceil_div(c.kv_heads, tensor), c.head_dim);
}

std::int64_t expert_block(const TransformerConfig& c, std::int64_t experts, std::int64_t tensor) {
  const std::int64_t router = checked_mul(c.hidden, c.experts);
  const std::int64_t shared = c.shared_expert_ffn > 0 ? mlp_parameters(c, c.shared_expert_ffn, tensor) : 0;
  return add({checked_mul(experts, mlp_parameters(c, c.ffn, tensor)), router, shared});
}

std::int64_t layers_parameters(const TransformerConfig& c, std::int64_t with_experts, std::int64_t without,
                               bool active, std::int64_t tensor) {
  std::int64_t sum = 0;
  if (with_experts > 0) sum = checked_mul(with_experts, layer_parameters(c, true, active, tensor));
  if (without > 0) sum = checked_add(sum, checked_mul(without, layer_parameters(c, false, active, tensor)));
  return sum;
}

std::int64_t whole_model(const TransformerConfig& c, bool active) {
  return add({embedding_parameters(c), head_parameters(c), c.final_norm ? norm_parameters(c) : 0,
              layers_parameters(c, c.expert_layers, c.layers - c.expert_layers, active, 1)});
}

}  // namespace

std::int64_t parameter_count(const TransformerConfig& config) { return whole_model(config, false); }

std::int64_t active_parameter_count(const TransformerConfig& config) { return whole_model(config, true); }

std::int64_t attention_parameters(const TransformerConfig& c, std::int64_t tensor) {
  const std::int64_t q = checked_mul(ceil_div(c.heads, tensor), c.head_dim);
  const std::int64_t k = key_width(c, tensor);
  std::int64_t sum =
      add({checked_mul(c.hidden, q), checked_product({2, c.hidden, k}), checked_mul(q, c.hidden)});
  if (c.qkv_bias) sum = add({sum, q, checked_mul(2, k)});
  if (c.out_bias) sum = checked_add(sum, c.hidden);
  if (c.qk_norm) sum = checked_add(sum, checked_mul(2, c.head_dim));
  return sum;
}

std::int64_t mlp_parameters(const TransformerConfig& c, std::int64_t width, std::int64_t tensor) {
  const std::int64_t mine = ceil_div(width, tensor);
  std::int64_t sum = checked_product({c.gated ? 3 : 2, c.hidden, mine});
  if (c.mlp_bias) sum = add({sum, checked_mul(c.gated ? 2 : 1, mine), c.hidden});
  return sum;
}

std::int64_t norm_parameters(const TransformerConfig& c) {
  return checked_mul(c.layer_norm ? 2 : 1, c.hidden);
}

std::int64_t layer_parameters(const TransformerConfig& c, bool with_experts, bool active,
                              std::int64_t tensor) {
  const std::int64_t mlp = with_experts ? expert_block(c, active ? c.experts_per_token : c.experts, tensor)
                                        : mlp_parameters(c, c.dense_ffn, tensor);
  return add({attention_parameters(c, tensor), mlp, checked_mul(c.norms_per_layer, norm_parameters(c))});
}

std::int64_t embedding_parameters(const TransformerConfig& c, std::int64_t tensor) {
  std::int64_t sum =
      add({checked_mul(ceil_div(c.vocab, tensor), c.embedding_width),
           checked_mul(c.learned_positions, c.hidden), checked_mul(c.embedding_norms, norm_parameters(c))});
  // OPT 350M: one matrix in, one out, no bias.
  if (c.embedding_width != c.hidden) sum = add({sum, checked_product({2, c.embedding_width, c.hidden})});
  return sum;
}

std::int64_t head_parameters(const TransformerConfig& c, std::int64_t tensor) {
  return c.tied ? 0 : checked_mul(ceil_div(c.vocab, tensor), c.embedding_width);
}

std::int64_t stage_layers(const TransformerConfig& config, std::int64_t stages, std::int64_t stage) {
  if (stages < 1 || stage < 0 || stage >= stages || stages > config.layers) {
    throw Error(ErrorCode::kUsage, std::to_string(config.layers) + " layers cannot be dealt to " +
                                       std::to_string(stages) + " pipeline stages: use fewer stages");
  }
  return config.layers / stages + (stage < config.layers % stages ? 1 : 0);
}

std::int64_t stage_parameters(const TransformerConfig& c, std::int64_t tensor, std::int64_t stages,
                              std::int64_t stage) {
  const std::int64_t layers = stage_layers(c, stages, stage);
  // Which layers fall into a stage is not looked at: the heavier kind, as far as there is enough of it.
  const bool both = c.expert_layers > 0 && c.expert_layers < c.layers;
  const bool dense_is_heavier =
      both && layer_parameters(c, false, false, tensor) > layer_parameters(c, true, false, tensor);
  const std::int64_t with_experts = dense_is_heavier ? layers - std::min(layers, c.layers - c.expert_layers)
                                                     : std::min(layers, c.expert_layers);
  std::int64_t sum = layers_parameters(c, with_experts, layers - with_experts, false, tensor);
  const bool last = stage == stages - 1;
  if (stage == 0) sum = checked_add(sum, embedding_parameters(c, tensor));
  if (!last) return sum;
  if (c.final_norm) sum = checked_add(sum, norm_parameters(c));
  sum = checked_add(sum, head_parameters(c, tensor));
  if (c.tied && stages > 1) sum = checked_add(sum, checked_mul(ceil_div(c.vocab, tensor), c.embedding_width));
  return sum;
}

std::int64_t largest_layer_parameters(const TransformerConfig& c, std::int64_t tensor) {
  const std::int64_t layer =
      std::max(c.expert_layers > 0 ? layer_parameters(c, true, false, tensor) : 0,
               c.expert_layers < c.layers ? layer_parameters(c, false, false, tensor) : 0);
  return std::max(layer, checked_mul(ceil_div(c.vocab, tensor), c.embedding_width));
}

}  // namespace headroom
