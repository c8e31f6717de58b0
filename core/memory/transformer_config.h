// What a transformer is: read strictly from a Hugging Face config.json, for the families we know.
//
//   TransformerConfig config = read_transformer_config("llama3-8b/config.json");
//   parameter_count(config);      // core/memory/transformer_parameters.h: 8,030,261,248
//
// Real files leave keys out, and every family has its own defaults and its own names (n_embd, ffn_dim);
// core/memory/transformer_config.cpp knows them, with one small reader per family. `notes` lists what was
// filled in. Keys that do not change the shape are ignored; an unknown `model_type` is an error that lists
// the supported ones, never a guess.
//
// Errors: Error{kBadInput} whose `where` is "file:line:column: /key"; Error{kUnsupported} for an unknown
// family or variant; Error{kNotFound} for a missing file.
// Thread rule: plain values.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace headroom {

// Decoder-only transformers, in the quantities that decide parameters and bytes.
struct TransformerConfig {
  std::string name;        // the file's own name, for titles
  std::string model_type;  // "llama"

  std::int64_t hidden = 0;    // h
  std::int64_t layers = 0;    // L
  std::int64_t heads = 0;     // a
  std::int64_t kv_heads = 0;  // kv; divides heads
  std::int64_t head_dim = 0;  // hd; not always h / a
  std::int64_t ffn = 0;       // width of the MLP, or of one expert
  std::int64_t vocab = 0;     // v

  bool tied = false;        // the output layer is the embedding
  bool gated = false;       // MLP of three matrices (SwiGLU, GeGLU), else of two
  bool qkv_bias = false;    // of the three projections into attention
  bool out_bias = false;    // of the projection out of it
  bool mlp_bias = false;    // of every matrix of the MLP
  bool layer_norm = false;  // LayerNorm (weight and bias), else RMSNorm (weight)
  bool final_norm = true;   // a norm after the last layer
  bool qk_norm = false;     // RMSNorm over each head's queries and keys
  std::int64_t norms_per_layer = 2;
  std::int64_t embedding_norms = 0;    // BLOOM: 1, right after the embedding
  std::int64_t learned_positions = 0;  // rows of the position table; 0: rotary or ALiBi
  std::int64_t embedding_width = 0;    // OPT 350M: narrower embeddings, projected in and out; else h
  std::int64_t experts = 0;            // E; 0: dense
  std::int64_t experts_per_token = 0;  // of E
  std::int64_t dense_ffn = 0;          // MLP width of the layers without experts
  std::int64_t expert_layers = 0;      // how many of the layers have experts
  std::int64_t shared_expert_ffn = 0;  // width of the experts that every token uses; 0: none
  std::int64_t max_positions = 0;      // context the model was made for; 0: not given
  std::int64_t sliding_window = 0;     // 0: full attention
  std::int64_t sliding_layers = 0;     // layers that only see the window

  std::vector<std::string> notes;  // "num_key_value_heads is left out: as many as heads (32)"

  std::int64_t query_width() const { return heads * head_dim; }   // q
  std::int64_t key_width() const { return kv_heads * head_dim; }  // k
  bool rotary() const { return learned_positions == 0 && model_type != "bloom"; }
};

// Sizes beyond these are refused as mistakes. Products of them may still exceed 2^63; all arithmetic on
// them is checked.
inline constexpr std::int64_t kMostLayers = 100'000;
inline constexpr std::int64_t kMostTransformerWidth = std::int64_t{1} << 31;

// "gpt2", "gpt_neox", "opt", ... in the order of memory_model.md.
const std::vector<std::string>& transformer_families();

TransformerConfig read_transformer_config(const std::string& file);
// The same from text that was read already; `name` is used in messages.
TransformerConfig parse_transformer_config(std::string_view text, const std::string& name);

}  // namespace headroom
