#include "core/memory/transformer_config.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <set>

#include "core/base/bytes.h"
#include "core/base/error.h"
#include "core/base/join.h"
#include "core/base/json.h"

namespace headroom {

namespace {

// A config.json and the TransformerConfig that it becomes.
class Reader {
 public:
  Reader(JsonObject& object, TransformerConfig& config) : object_(object), config_(config) {}

  TransformerConfig& config() { return config_; }

  bool given(std::string_view key) { return object_.has(key) && !object_.is_null(key); }

  std::int64_t required(std::string_view key, std::int64_t most = kMostTransformerWidth) {
    return object_.integer(key, 1, most);
  }
  // The first of two names that is there; both are in use for BLOOM and Falcon.
  std::int64_t required_either(std::string_view key, std::string_view other,
                               std::int64_t most = kMostTransformerWidth) {
    return required(!given(key) && given(other) ? other : key, most);
  }
  std::int64_t optional(std::string_view key, std::int64_t otherwise, const std::string& because) {
    if (given(key)) return required(key);
    config_.notes.push_back(std::string(key) + " is left out: " + because + " (" + std::to_string(otherwise) +
                            ")");
    return otherwise;
  }
  // Not worth a note: everybody leaves it out.
  std::int64_t quiet(std::string_view key, std::int64_t otherwise) {
    return given(key) ? object_.integer(key, 0, kMostTransformerWidth) : otherwise;
  }
  bool flag(std::string_view key, bool otherwise) { return given(key) ? object_.boolean(key) : otherwise; }
  bool flag_with_note(std::string_view key, bool otherwise) {
    if (given(key)) return object_.boolean(key);
    config_.notes.push_back(std::string(key) + " is left out: " + (otherwise ? "true" : "false") +
                            " in this family");
    return otherwise;
  }
  std::vector<std::int64_t> integers(std::string_view key) {
    return given(key) ? object_.integers(key, 0, kMostTransformerWidth) : std::vector<std::int64_t>();
  }
  std::string text(std::string_view key) { return given(key) ? object_.string(key) : std::string(); }
  [[noreturn]] void fail(std::string_view key, const std::string& message) { object_.fail(key, message); }

  // Heads, key/value heads and the head's dimension, from the keys of the Llama lineage.
  void heads(std::string_view heads_key, std::optional<std::int64_t> usual_head_dim = std::nullopt) {
    TransformerConfig& c = config_;
    c.heads = required(heads_key);
    c.kv_heads = optional("num_key_value_heads", c.heads, "as many as heads");
    finish_heads(heads_key, "num_key_value_heads", usual_head_dim);
  }
  void finish_heads(std::string_view heads_key, std::string_view kv_key,
                    std::optional<std::int64_t> usual_head_dim) {
    TransformerConfig& c = config_;
    if (c.kv_heads > c.heads || c.heads % c.kv_heads != 0) {
      fail(kv_key, std::to_string(c.kv_heads) + " key/value heads do not divide " + std::to_string(c.heads) +
                       " heads: correct one of them");
    }
    if (given("head_dim")) {
      c.head_dim = required("head_dim");
    } else if (usual_head_dim) {
      c.head_dim = optional("head_dim", *usual_head_dim, "this family's default");
    } else if (c.hidden % c.heads != 0) {
      fail(heads_key, std::to_string(c.heads) + " heads do not divide the hidden size " +
                          std::to_string(c.hidden) + ": correct one of them or give head_dim");
    } else {
      c.head_dim = c.hidden / c.heads;
    }
  }

 private:
  JsonObject& object_;
  TransformerConfig& config_;
};

// hidden_size, num_hidden_layers, vocab_size, intermediate_size, max_position_embeddings.
void read_usual_sizes(Reader& r, std::string_view ffn_key = "intermediate_size") {
  TransformerConfig& c = r.config();
  c.hidden = r.required("hidden_size");
  c.layers = r.required("num_hidden_layers", kMostLayers);
  c.vocab = r.required("vocab_size");
  c.ffn = r.required(ffn_key);
  c.max_positions = r.quiet("max_position_embeddings", 0);
}

// Every bias, LayerNorm, a plain MLP of two matrices: the families around GPT-2.
void set_classic(TransformerConfig& c) { c.layer_norm = c.qkv_bias = c.out_bias = c.mlp_bias = true; }

void read_sliding_window(Reader& r, std::int64_t every) {
  TransformerConfig& c = r.config();
  if (!r.flag("use_sliding_window", true)) return;
  c.sliding_window = r.quiet("sliding_window", 0);
  // One layer in `every` sees everything; 0: none does.
  if (c.sliding_window > 0) c.sliding_layers = every > 0 ? c.layers - c.layers / every : c.layers;
}

void read_gpt2(Reader& r) {
  TransformerConfig& c = r.config();
  set_classic(c);
  c.hidden = r.required("n_embd");
  c.layers = r.required("n_layer", kMostLayers);
  c.heads = c.kv_heads = r.required("n_head");
  c.vocab = r.required("vocab_size");
  c.learned_positions = c.max_positions = r.optional("n_positions", 1024, "this family's default");
  c.ffn = r.given("n_inner") ? r.required("n_inner") : checked_mul(4, c.hidden);
  c.tied = r.flag("tie_word_embeddings", true);
  r.finish_heads("n_head", "n_head", std::nullopt);
}

void read_gpt_neox(Reader& r) {
  TransformerConfig& c = r.config();
  read_usual_sizes(r);
  set_classic(c);
  c.qkv_bias = c.out_bias = r.flag("attention_bias", true);
  c.heads = c.kv_heads = r.required("num_attention_heads");
  c.tied = r.flag_with_note("tie_word_embeddings", false);
  r.finish_heads("num_attention_heads", "num_attention_heads", std::nullopt);
}

void read_opt(Reader& r) {
  TransformerConfig& c = r.config();
  read_usual_sizes(r, "ffn_dim");
  set_classic(c);
  c.qkv_bias = c.out_bias = c.mlp_bias = r.flag("enable_bias", true);
  c.heads = c.kv_heads = r.required("num_attention_heads");
  c.max_positions = r.required("max_position_embeddings");
  c.learned_positions = checked_add(c.max_positions, 2);  // OPT's table starts at row 2
  c.embedding_width = r.quiet("word_embed_proj_dim", c.hidden);
  c.final_norm = r.flag("do_layer_norm_before", true) && !r.flag("_remove_final_layer_norm", false);
  c.tied = r.flag("tie_word_embeddings", true);
  r.finish_heads("num_attention_heads", "num_attention_heads", std::nullopt);
}

void read_bloom(Reader& r) {
  TransformerConfig& c = r.config();
  set_classic(c);
  c.hidden = r.required_either("hidden_size", "n_embed");
  c.layers = r.required_either("n_layer", "num_hidden_layers", kMostLayers);
  c.heads = c.kv_heads = r.required_either("n_head", "num_attention_heads");
  c.vocab = r.required("vocab_size");
  c.ffn = checked_mul(4, c.hidden);
  c.max_positions = r.quiet("seq_length", 0);
  c.embedding_norms = 1;
  c.tied = r.flag("tie_word_embeddings", true);
  r.finish_heads("n_head", "n_head", std::nullopt);
}

void read_falcon(Reader& r) {
  TransformerConfig& c = r.config();
  if (r.flag("new_decoder_architecture", false)) {
    throw Error(
        ErrorCode::kUnsupported,
        "only the form of Falcon-7B is known, this is the one of Falcon-40B: plan with another model");
  }
  c.hidden = r.required("hidden_size");
  c.layers = r.required_either("num_hidden_layers", "n_layer", kMostLayers);
  c.heads = r.required_either("num_attention_heads", "n_head");
  c.kv_heads = r.flag_with_note("multi_query", true) ? 1 : c.heads;
  c.vocab = r.required("vocab_size");
  c.ffn = r.given("ffn_hidden_size") ? r.required("ffn_hidden_size") : checked_mul(4, c.hidden);
  c.max_positions = r.quiet("max_position_embeddings", 2048);
  c.layer_norm = true;
  c.qkv_bias = c.out_bias = c.mlp_bias = r.flag("bias", false);
  c.norms_per_layer = r.flag("parallel_attn", true) ? 1 : 2;
  c.tied = r.flag("tie_word_embeddings", true);
  r.finish_heads("num_attention_heads", "multi_query", std::nullopt);
}

void read_llama(Reader& r) {
  TransformerConfig& c = r.config();
  read_usual_sizes(r);
  c.gated = true;
  c.qkv_bias = c.out_bias = r.flag("attention_bias", false);
  c.mlp_bias = r.flag("mlp_bias", false);
  c.tied = r.flag_with_note("tie_word_embeddings", false);
  r.heads("num_attention_heads");
}

void read_mistral(Reader& r) {
  TransformerConfig& c = r.config();
  read_usual_sizes(r);
  c.gated = true;
  c.tied = r.flag_with_note("tie_word_embeddings", false);
  r.heads("num_attention_heads");
  read_sliding_window(r, 0);
}

void read_mixtral(Reader& r) {
  TransformerConfig& c = r.config();
  read_mistral(r);
  c.experts = r.required("num_local_experts", 1'000'000);
  c.experts_per_token = r.required("num_experts_per_tok", 1'000'000);
  c.expert_layers = c.layers;
}

void read_qwen2(Reader& r) {
  TransformerConfig& c = r.config();
  read_usual_sizes(r);
  c.gated = true;
  c.qkv_bias = true;
  c.tied = r.flag_with_note("tie_word_embeddings", false);
  r.heads("num_attention_heads");
}

void read_qwen3(Reader& r) {
  TransformerConfig& c = r.config();
  read_usual_sizes(r);
  c.gated = c.qk_norm = true;
  c.qkv_bias = c.out_bias = r.flag("attention_bias", false);
  c.tied = r.flag_with_note("tie_word_embeddings", false);
  r.heads("num_attention_heads", 128);
}

// Layer i has experts when (i + 1) is a multiple of decoder_sparse_step and i is not in mlp_only_layers.
void read_qwen3_moe(Reader& r) {
  TransformerConfig& c = r.config();
  read_usual_sizes(r);
  c.gated = c.qk_norm = true;
  c.qkv_bias = c.out_bias = r.flag("attention_bias", false);
  c.tied = r.flag_with_note("tie_word_embeddings", false);
  r.heads("num_attention_heads");
  c.dense_ffn = c.ffn;
  c.ffn = r.required("moe_intermediate_size");
  c.experts = r.required("num_experts", 1'000'000);
  c.experts_per_token = r.required("num_experts_per_tok", 1'000'000);
  const std::int64_t step = r.given("decoder_sparse_step") ? r.required("decoder_sparse_step") : 1;
  const std::vector<std::int64_t> listed = r.integers("mlp_only_layers");
  c.expert_layers = c.layers / step;
  for (const std::int64_t layer : std::set<std::int64_t>(listed.begin(), listed.end())) {
    if (layer < c.layers && (layer + 1) % step == 0) --c.expert_layers;
  }
}

void read_gemma(Reader& r) {
  TransformerConfig& c = r.config();
  read_usual_sizes(r);
  c.gated = true;
  c.qkv_bias = c.out_bias = r.flag("attention_bias", false);
  c.tied = r.flag_with_note("tie_word_embeddings", true);
  r.heads("num_attention_heads", 256);
}

void read_gemma2(Reader& r) {
  read_gemma(r);
  r.config().norms_per_layer = 4;
  read_sliding_window(r, 2);
}

void read_gemma3(Reader& r) {
  read_gemma(r);
  r.config().norms_per_layer = 4;
  r.config().qk_norm = true;
  read_sliding_window(r, r.quiet("sliding_window_pattern", 6));
}

struct Family {
  const char* model_type;
  void (*read)(Reader&);
};

constexpr Family kFamilies[] = {
    {"gpt2", read_gpt2},       {"gpt_neox", read_gpt_neox},   {"opt", read_opt},
    {"bloom", read_bloom},     {"falcon", read_falcon},       {"llama", read_llama},
    {"mistral", read_mistral}, {"mixtral", read_mixtral},     {"qwen2", read_qwen2},
    {"qwen3", read_qwen3},     {"qwen3_moe", read_qwen3_moe}, {"gemma", read_gemma},
    {"gemma2", read_gemma2},   {"gemma3_text", read_gemma3},  {"phi3", read_llama},
};

void check(Reader& r) {
  TransformerConfig& c = r.config();
  if (c.embedding_width == 0) c.embedding_width = c.hidden;
  if (c.dense_ffn == 0) c.dense_ffn = c.ffn;
  if (c.experts > 0 && c.experts_per_token > c.experts) {
    r.fail("num_experts_per_tok", "is more than there are experts (" + std::to_string(c.experts) + ")");
  }
  if (r.given("quantization_config")) {
    c.notes.emplace_back("quantization_config is not read: choose the precision in the plan");
  }
}

TransformerConfig read_document(const Json& document, const std::string& name) {
  JsonObject object(document, name);
  if (document.is_object() && !object.has("model_type")) {
    throw Error(ErrorCode::kBadInput,
                "names no \"model_type\": this is not the config.json of a transformer, or only a part of it",
                name + ": /model_type");
  }
  const std::string model_type = object.string("model_type");
  const auto family = std::find_if(std::begin(kFamilies), std::end(kFamilies),
                                   [&](const Family& f) { return model_type == f.model_type; });
  if (family == std::end(kFamilies)) {
    throw Error(
        ErrorCode::kUnsupported,
        "the family \"" + model_type + "\" is not known: plan with one of " + join(transformer_families()),
        name + ": /model_type");
  }
  TransformerConfig config;
  config.model_type = model_type;
  Reader reader(object, config);
  try {
    family->read(reader);
    check(reader);
  } catch (const Error& error) {
    if (!error.where().empty()) throw;
    throw Error(error.code(), error.message(), name);
  }
  return config;
}

// "model/config.json" -> "model", "llama3-8b.json" -> "llama3-8b".
std::string title_of(const std::string& name) {
  const std::filesystem::path path(name);
  const std::string stem = path.stem().string();
  if (stem != "config") return stem;
  const std::string folder = path.parent_path().filename().string();
  return folder.empty() ? stem : folder;
}

}  // namespace

const std::vector<std::string>& transformer_families() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> list;
    for (const Family& family : kFamilies) list.emplace_back(family.model_type);
    return list;
  }();
  return names;
}

TransformerConfig parse_transformer_config(std::string_view text, const std::string& name) {
  const Json document = parse_json(text, name);
  try {
    TransformerConfig config = read_document(document, name);
    config.name = title_of(name);
    return config;
  } catch (const Error& error) {
    const std::string prefix = name + ": /";
    if (!error.where().starts_with(prefix)) throw;
    const std::string pointer = error.where().substr(prefix.size() - 1);
    throw Error(error.code(), error.message(), name + ":" + json_position(text, pointer) + ": " + pointer);
  }
}

TransformerConfig read_transformer_config(const std::string& file) {
  // Refuses what is no file, is too large or is no JSON, before the text is read for its positions.
  read_json_file(file);
  std::ifstream in(file, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  return parse_transformer_config(text, file);
}

}  // namespace headroom
