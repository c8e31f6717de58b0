// Every case of tests/golden/memory/reference_cases.json (published figures, measurements and the wrong
// numbers of other tools, each with its source) against the planner's own functions.
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "core/memory/activations.h"
#include "core/memory/deepspeed.h"
#include "core/memory/model_states.h"
#include "core/memory/network_ledger.h"
#include "core/memory/transformer_parameters.h"
#include "core/memory/transformer_plan.h"
#include "test_places.h"

namespace headroom {
namespace {

using nlohmann::json;

TransformerConfig model(const std::string& name) {
  return read_transformer_config(std::string(HEADROOM_ASSETS_DIR) + "/models/" + name + ".json");
}

// The `inputs` of a parameter case, which describe a decoder without naming a family.
TransformerConfig described(const json& in) {
  TransformerConfig c;
  c.hidden = in.at("hidden_size");
  c.layers = in.at("num_hidden_layers");
  c.heads = in.at("num_attention_heads");
  c.kv_heads = in.at("num_key_value_heads");
  c.head_dim = in.at("head_dim");
  c.ffn = c.dense_ffn = in.at("intermediate_size");
  c.vocab = in.at("vocab_size");
  c.tied = in.at("tie_word_embeddings");
  c.gated = in.at("gated_mlp");
  c.qkv_bias = in.at("qkv_bias");
  c.out_bias = in.at("o_bias");
  c.mlp_bias = in.at("mlp_bias");
  c.layer_norm = in.at("norm") == "layernorm";
  c.norms_per_layer = in.at("norms_per_layer");
  c.qk_norm = in.at("qk_norm");
  c.learned_positions = in.at("learned_positions");
  c.experts = in.at("num_experts");
  c.experts_per_token = in.at("experts_per_token");
  c.expert_layers = c.experts > 0 ? c.layers : 0;
  c.embedding_width = c.hidden;
  c.embedding_norms = in.at("extra_params").get<std::int64_t>() > 0 ? 1 : 0;
  return c;
}

// A GELU decoder with ffn = 4 h, the form of the activation paper.
TransformerConfig classic(std::int64_t h, std::int64_t layers, std::int64_t heads) {
  TransformerConfig c;
  c.hidden = c.embedding_width = h;
  c.layers = layers;
  c.heads = c.kv_heads = heads;
  c.head_dim = h / heads;
  c.ffn = c.dense_ffn = 4 * h;
  c.vocab = 32'000;
  return c;
}

// BERT is no decoder, but made of the same blocks: token types count as positions, the embedding has a
// norm, there is none at the end, and a pooler h h + h sits on top.
std::int64_t bert_base_parameters() {
  TransformerConfig c = classic(768, 12, 12);
  c.vocab = 28'996;
  c.learned_positions = 512 + 2;
  c.layer_norm = c.qkv_bias = c.out_bias = c.mlp_bias = c.tied = true;
  c.embedding_norms = 1;
  c.final_norm = false;
  return parameter_count(c) + 768 * 768 + 768;
}

double in_unit(Bytes bytes, const std::string& unit) {
  const auto value = static_cast<double>(bytes);
  if (unit == "GiB") return value / static_cast<double>(kGiB);
  if (unit == "MiB") return value / static_cast<double>(kMiB);
  if (unit == "GB(1e9)") return value / 1e9;
  return value;
}

std::int64_t whole(const json& number) { return std::llround(number.get<double>()); }

std::string last_part(const std::string& id) { return id.substr(id.rfind('/') + 1); }

TransformerJob zero_job(int stage, std::int64_t ranks) {
  TransformerJob job;
  job.parallel.zero = stage;
  job.parallel.data = ranks;
  return job;
}

double parameters(const std::string& id, const json& in) {
  const std::string name = last_part(id);
  if (name == "bert-base-cased") return static_cast<double>(bert_base_parameters());
  if (name == "mlp-784-128-10") {
    ModelSpec spec;
    spec.widths = in.at("layers").get<std::vector<std::int64_t>>();
    return static_cast<double>(parameter_count(spec));
  }
  const std::int64_t count = parameter_count(model(name));
  EXPECT_EQ(count, parameter_count(described(in)));
  return static_cast<double>(count);
}

// Checkpoints that hold more elements than the model has parameters: a rotary buffer counted with them.
double trap(const std::string& id, const json& in) {
  std::int64_t extra = 0;
  TransformerConfig c = model("llama2-7b");
  if (id == "trap/gguf-llama3.1-8b") {
    c = model("llama3-8b");
    extra = c.head_dim / 2;
  } else {
    if (id == "trap/hf-safetensors-llama2-70b") c = model("llama2-70b");
    if (id == "trap/hf-safetensors-llama2-13b") {
      c.hidden = c.embedding_width = 5120;
      c.layers = c.heads = c.kv_heads = 40;
      c.ffn = c.dense_ffn = 13'824;
    }
    extra = c.layers * c.head_dim / 2;
  }
  EXPECT_EQ(parameter_count(c), in.at("params").get<std::int64_t>());
  return static_cast<double>(parameter_count(c) + extra);
}

Bytes zero_states(const std::string& id, const json& in) {
  if (id == "zero/tutorial-1.5B-adam") {
    return model_states(whole(in.at("params")), zero_job(1, in.at("dp_degree"))).optimizer;
  }
  const std::int64_t p = whole(in.at("params_billion").get<double>() * 1e9);
  return model_states(p, zero_job(id.back() - '0', in.at("dp_degree"))).sum();
}

Bytes deepspeed_bytes(const std::string& id, const json& in) {
  using deepspeed::Host;
  const std::int64_t p = whole(in.at("P"));
  const std::int64_t gpus = in.at("gpus");
  const std::string name = last_part(id);
  if (id.find("/zero2/") != std::string::npos) {
    if (name == "offload-cpu") return deepspeed::zero2_host(p, gpus);
    if (name == "no-offload-doc") return 4 * p + 16 * p / gpus;  // what the documentation still prints
    return deepspeed::zero2_gpu(p, gpus, name == "offload-gpu");
  }
  const std::int64_t layer = whole(in.at("largest_layer"));
  const Host host = name.find("all-offload") != std::string::npos   ? Host::kParameters
                    : name.find("opt-offload") != std::string::npos ? Host::kOptimizer
                                                                    : Host::kNothing;
  return name.starts_with("cpu-") ? deepspeed::zero3_host(p, layer, gpus, host)
                                  : deepspeed::zero3_gpu(p, layer, gpus, host);
}

Bytes accelerate_bytes(const std::string& id) {
  constexpr Bytes kBuffers = 8 * 1024;  // int64 position numbers
  TransformerJob job;
  if (id.find("fp32") != std::string::npos) job.precision = PlanPrecision::kFp32;
  const ModelStates states = model_states(bert_base_parameters(), job);
  const std::string name = last_part(id);
  if (name == "fp32-total") return states.weights + kBuffers;
  return name.ends_with("adam") ? states.sum() : states.weights;
}

Bytes playbook_bytes(const std::string& id) {
  TransformerConfig c = model(id.find("/8B/") != std::string::npos    ? "llama3-8b"
                              : id.find("/70B/") != std::string::npos ? "llama3.1-70b"
                                                                      : "llama3.2-1b");
  if (c.layers == 80) c.vocab = 131'072;  // padded there
  const std::int64_t norms = (2 * c.layers + 1) * norm_parameters(c);
  const std::int64_t matrices = parameter_count(c) - norms;
  TransformerJob job;
  if (id.ends_with("tp16")) return model_states(matrices / 16, job).weights;
  if (id.ends_with("params")) return model_states(matrices, job).weights;
  job.precision = PlanPrecision::kFp32;
  return model_states(matrices, job).optimizer;
}

double activations(const std::string& id, const json& in) {
  if (id.starts_with("playbook/")) {
    TransformerJob job;
    job.sequence = in.at("s");
    job.micro_batch = in.at("b");
    return in_unit(stage_activations(classic(in.at("h"), in.at("L"), 32), job, 0).bytes, "GiB");
  }
  const bool gpt3 = id.find("gpt3") != std::string::npos;  // Table 3 of the paper; MT-NLG: h 20480, a 128
  const TransformerConfig c = gpt3 ? classic(12'288, 96, 96) : classic(20'480, 105, 128);
  TransformerJob job;
  job.sequence = 2048;
  job.flash_attention = false;
  const Bytes all = layer_activations(c, job).bytes;
  job.recompute = Recompute::kSelective;
  const Bytes selective = layer_activations(c, job).bytes;
  const double scores = static_cast<double>(all - selective);
  if (id.ends_with("5as_h")) return scores / static_cast<double>(job.sequence * c.hidden);
  return 100 * scores / static_cast<double>(all);
}

Bytes kv_bytes(const std::string& id, const json& in) {
  TransformerConfig c;
  std::int64_t tokens = 0;
  std::int64_t element = 2;
  if (id == "kv/vllm-qwen3-4b/1394-blocks") {
    c.layers = 36, c.kv_heads = 8, c.head_dim = 128;  // Qwen3-4B
    tokens = in.at("blocks").get<std::int64_t>() * in.at("block_size").get<std::int64_t>();
  } else {
    c.layers = in.at("layers"), c.kv_heads = in.at("kv_heads"), c.head_dim = in.at("head_dim");
    tokens = in.at("tokens"), element = in.at("bytes");
  }
  return kv_cache_bytes(c, c.layers, tokens, 1, element);
}

// NVIDIA's functional test of a 7B GPT on four tensor-parallel and two data-parallel ranks.
Bytes megatron_bytes(const std::string& id, const json& in) {
  TransformerConfig c = classic(in.at("hidden"), in.at("layers"), in.at("heads"));
  c.kv_heads = in.at("kv_heads");
  c.ffn = c.dense_ffn = in.at("ffn");
  c.vocab = in.at("padded_vocab");
  c.learned_positions = in.at("seq");
  c.layer_norm = c.qkv_bias = c.out_bias = c.mlp_bias = true;
  TransformerJob job;
  job.sequence = in.at("seq");
  job.micro_batch = in.at("micro_batch");
  job.parallel.tensor = in.at("tp");
  job.parallel.data = in.at("dp");
  job.parallel.distributed_optimizer = true;
  const GpuPlan plan = plan_transformer(c, job);
  if (in.contains("params_per_rank")) {
    EXPECT_EQ(plan.rank_parameters, in.at("params_per_rank").get<std::int64_t>());
  }
  const Bytes states =
      plan.of(PlanCategory::kWeights) + plan.of(PlanCategory::kGradients) + plan.of(PlanCategory::kOptimizer);
  if (id.find("/states/") != std::string::npos) return states;
  return states + plan.of(PlanCategory::kActivations) + plan.of(PlanCategory::kLogits);
}

Bytes inference_weights() {
  TransformerJob job;
  job.mode = PlanMode::kInfer;
  return plan_transformer(model("llama3-8b"), job)
      .find(PlanCategory::kWeights)
      ->high;  // with the rotary table
}

Bytes gpumemnet_bytes(const std::string& id, const json& in) {
  ModelSpec spec;
  spec.widths = in.at("linear_outputs").get<std::vector<std::int64_t>>();
  spec.widths.insert(spec.widths.begin(), std::stoll(id.substr(id.find("input:") + 6)));
  EXPECT_EQ(parameter_count(spec), in.at("params").get<std::int64_t>());
  return pytorch_network_bytes(spec, in.at("batch"));
}

// What the planner answers, in the unit of the case; nothing for constants of other machines.
std::optional<double> answer(const json& c) {
  const std::string id = c.at("id"), category = c.at("category"), unit = c.at("unit");
  const json& in = c.at("inputs");
  if (c.at("use") == "reference") return std::nullopt;
  if (category == "param_count") return parameters(id, in);
  if (category == "trap") return trap(id, in);
  if (category == "zero") return in_unit(zero_states(id, in), unit);
  if (category == "deepspeed") return in_unit(deepspeed_bytes(id, in), unit);
  if (category == "accelerate") return in_unit(accelerate_bytes(id), unit);
  if (category == "playbook") return in_unit(playbook_bytes(id), unit);
  if (category == "activations") return activations(id, in);
  if (category == "kv_cache") return in_unit(kv_bytes(id, in), unit);
  if (category == "inference_weights") return in_unit(inference_weights(), unit);
  if (category == "measured_mlp") return in_unit(gpumemnet_bytes(id, in), unit);
  if (id.starts_with("megatron/")) return in_unit(megatron_bytes(id, in), unit);
  if (id == "hf/anatomy/bert-large-weights") {
    TransformerJob job;
    job.precision = PlanPrecision::kFp32;
    return in_unit(model_states(in.at("params"), job).weights, unit);
  }
  ADD_FAILURE() << "nobody knows how to answer this case";
  return std::nullopt;
}

json cases() {
  std::ifstream in(std::string(HEADROOM_TESTS_DIR) + "/golden/memory/reference_cases.json");
  return json::parse(in).at("cases");
}

class ReferenceCases : public testing::TestWithParam<json> {};

TEST_P(ReferenceCases, AgreesWithinItsTolerance) {
  const json& c = GetParam();
  SCOPED_TRACE(c.at("id").get<std::string>() + " (" + c.at("source").get<std::string>() + ")");
  const std::optional<double> ours = answer(c);
  if (c.at("use") == "reference") {
    EXPECT_FALSE(ours.has_value());
    return;
  }
  ASSERT_TRUE(ours.has_value());
  const double expected = c.at("expected");
  const json& tolerance = c.at("tolerance");
  const double allowed = tolerance.contains("abs") ? tolerance.at("abs").get<double>()
                                                   : tolerance.at("rel").get<double>() * std::abs(expected);
  if (c.at("use") == "known_wrong") {
    EXPECT_GT(std::abs(*ours - expected), allowed);
  } else {
    EXPECT_LE(std::abs(*ours - expected), allowed) << "ours " << *ours << ", expected " << expected;
  }
}

std::string case_name(const testing::TestParamInfo<json>& info) {
  std::string name = std::to_string(info.index) + "_" + info.param.at("id").get<std::string>();
  for (char& c : name) {
    if (std::isalnum(static_cast<unsigned char>(c)) == 0) c = '_';
  }
  return name;
}

const std::vector<json>& all_cases() {
  static const std::vector<json> list = cases().get<std::vector<json>>();
  return list;
}

INSTANTIATE_TEST_SUITE_P(Golden, ReferenceCases, testing::ValuesIn(all_cases()), case_name);

TEST(ReferenceData, HasAllCases) { EXPECT_EQ(all_cases().size(), 125u); }

TEST(ReferenceData, DeepSpeedsPrintedFigureIsNotWhatItsCodeAnswers) {
  const std::int64_t p = 2'851'000'000;
  EXPECT_LT(deepspeed::zero2_gpu(p, 8, false), 4 * p + 16 * p / 8);
}

TEST(ReferenceData, ReportedContextsLieInTheRange) {
  for (const json& c : all_cases()) {
    if (!c.at("id").get<std::string>().starts_with("const/pytorch-context")) continue;
    EXPECT_GE(c.at("expected").get<Bytes>(), kContextLow - kContextLow / 10);
    EXPECT_LE(c.at("expected").get<Bytes>(), kContextHigh);
  }
}

}  // namespace
}  // namespace headroom
