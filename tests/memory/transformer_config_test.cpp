// Reading config.json: every family, exact counts, what is left out, and what is refused.
#include "core/memory/transformer_config.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/memory/transformer_parameters.h"
#include "test_places.h"
#include "tests/support/temporary_directory.h"

namespace headroom {
namespace {

using nlohmann::json;

const std::string kModels = std::string(HEADROOM_ASSETS_DIR) + "/models/";

json document(const std::string& name) {
  std::ifstream in(kModels + name + ".json");
  return json::parse(in);
}

TransformerConfig parse(const json& config) {
  return parse_transformer_config(config.dump(1), "config.json");
}

void expect_refused(const std::string& text, ErrorCode code, const std::string& part) {
  SCOPED_TRACE(text.substr(0, 200));
  try {
    parse_transformer_config(text, "config.json");
    ADD_FAILURE() << "was accepted";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), code) << error.what();
    EXPECT_NE(std::string(error.what()).find(part), std::string::npos) << error.what();
  }
}

json changed(const std::string& name, const std::string& key, const json& value) {
  json config = document(name);
  config[key] = value;
  return config;
}

TEST(TransformerParameters, ExactForAllConfigurations) {
  std::ifstream in(std::string(HEADROOM_TESTS_DIR) + "/golden/memory/expected_parameters.json");
  const json expected = json::parse(in);
  EXPECT_EQ(expected.size(), 26u);
  for (const auto& [name, count] : expected.items()) {
    SCOPED_TRACE(name);
    EXPECT_EQ(parameter_count(read_transformer_config(kModels + name + ".json")), count.get<std::int64_t>());
  }
}

TEST(TransformerParameters, ActiveOnesCountTheExpertsOfAToken) {
  // The notes of the reference cases.
  EXPECT_EQ(active_parameter_count(read_transformer_config(kModels + "mixtral-8x7b.json")), 12'879'925'248);
  EXPECT_EQ(active_parameter_count(read_transformer_config(kModels + "qwen3-30b-a3b.json")), 3'353'032'704);
  const TransformerConfig dense = read_transformer_config(kModels + "llama3-8b.json");
  EXPECT_EQ(active_parameter_count(dense), parameter_count(dense));
}

// tiiuae/falcon-7b: 6,921,720,704 parameters with its embedding tied, as its config has it.
TEST(TransformerParameters, Falcon7B) {
  const json config = {{"model_type", "falcon"},
                       {"hidden_size", 4544},
                       {"num_hidden_layers", 32},
                       {"vocab_size", 65'024},
                       {"num_attention_heads", 71},
                       {"multi_query", true},
                       {"parallel_attn", true},
                       {"bias", false},
                       {"new_decoder_architecture", false}};
  EXPECT_EQ(parameter_count(parse(config)), 6'921'720'704);
}

TEST(TransformerParameters, StagesAndRanksNeverHoldLessThanTheWhole) {
  for (const char* name : {"gpt2-xl", "llama3-8b", "gemma3-1b", "mixtral-8x7b", "opt-125m", "bloom-176b"}) {
    const TransformerConfig c = read_transformer_config(kModels + std::string(name) + ".json");
    for (const std::int64_t tensor : {1, 2, 3, 8, 16}) {
      for (const std::int64_t stages : {1, 2, 5, 12}) {
        SCOPED_TRACE(std::string(name) + " " + std::to_string(tensor) + " " + std::to_string(stages));
        std::int64_t sum = 0, layers = 0;
        for (std::int64_t stage = 0; stage < stages; ++stage) {
          sum += tensor * stage_parameters(c, tensor, stages, stage);
          layers += stage_layers(c, stages, stage);
        }
        EXPECT_EQ(layers, c.layers);
        EXPECT_GE(sum, parameter_count(c));
      }
    }
    EXPECT_EQ(stage_parameters(c, 1, 1, 0), parameter_count(c));
  }
}

TEST(TransformerConfig, FamiliesKnowTheirDefaults) {
  json llama = document("llama3-8b");
  llama.erase("num_key_value_heads");
  llama.erase("tie_word_embeddings");
  const TransformerConfig config = parse(llama);
  EXPECT_EQ(config.kv_heads, 32);
  EXPECT_FALSE(config.tied);
  EXPECT_EQ(config.notes.size(), 2u);
  for (const char* tied : {"gpt2", "opt-125m", "bloom-176b", "gemma-7b", "gemma2-2b", "gemma3-1b"}) {
    json without = document(tied);
    without.erase("tie_word_embeddings");
    EXPECT_TRUE(parse(without).tied) << tied;
  }
  for (const char* untied : {"mistral-7b-v0.1", "qwen2.5-7b", "pythia-6.9b", "phi3-mini"}) {
    json without = document(untied);
    without.erase("tie_word_embeddings");
    EXPECT_FALSE(parse(without).tied) << untied;
  }
}

TEST(TransformerConfig, TheHeadsDimensionIsTakenFromTheFile) {
  const TransformerConfig c = read_transformer_config(kModels + "qwen3-0.6b.json");
  EXPECT_EQ(c.head_dim, 128);  // 1024 / 16 would be 64
  EXPECT_EQ(c.query_width(), 2048);
}

TEST(TransformerConfig, NullCountsAsLeftOut) {
  EXPECT_EQ(parse(changed("llama3-8b", "head_dim", nullptr)).head_dim, 128);
  EXPECT_EQ(parse(changed("gpt2", "n_inner", nullptr)).ffn, 4 * 768);
}

TEST(TransformerConfig, RefusesUnknownFamiliesWithTheList) {
  for (const char* unknown : {"mamba", "t5", "gemma3", ""}) {
    const std::string text = changed("llama3-8b", "model_type", unknown).dump();
    for (const std::string& family : transformer_families())
      expect_refused(text, ErrorCode::kUnsupported, family);
  }
  EXPECT_EQ(transformer_families().size(), 15u);
  expect_refused(R"({"model_type": "falcon", "new_decoder_architecture": true})", ErrorCode::kUnsupported,
                 "Falcon-7B");
}

TEST(TransformerConfig, MissingKeysAreNamed) {
  for (const char* name : {"llama3-8b", "gpt2", "opt-125m", "bloom-176b", "qwen3-30b-a3b", "mixtral-8x7b"}) {
    const json whole = document(name);
    for (const auto& [key, value] : whole.items()) {
      const bool needed = key == "model_type" || key == "hidden_size" || key == "n_embd" ||
                          key == "n_layer" || key == "num_hidden_layers" || key == "vocab_size" ||
                          key == "intermediate_size" || key == "num_attention_heads" ||
                          key == "num_experts" || key == "num_local_experts" ||
                          key == "moe_intermediate_size" || key == "ffn_dim";
      if (!needed) continue;
      json without = document(name);
      without.erase(key);
      expect_refused(without.dump(), ErrorCode::kBadInput, key);
    }
  }
}

TEST(TransformerConfig, WrongValuesAreNamedWithTheirLine) {
  const json bad[] = {0, -1, -4096, 1e30, "4096", 3.5, json::array(), true, 1'000'000'000'000'000'000};
  for (const char* key : {"hidden_size", "num_hidden_layers", "num_attention_heads", "num_key_value_heads",
                          "intermediate_size", "vocab_size"}) {
    for (const json& value : bad) {
      const std::string text = changed("llama3-8b", key, value).dump(1);
      const auto at = text.find(key);
      const auto line = std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n') + 1;
      expect_refused(text, ErrorCode::kBadInput, "config.json:" + std::to_string(line) + ":");
      expect_refused(text, ErrorCode::kBadInput, std::string("/") + key);
    }
  }
}

TEST(TransformerConfig, HeadsThatDoNotDivide) {
  expect_refused(changed("llama3-8b", "num_key_value_heads", 5).dump(), ErrorCode::kBadInput,
                 "do not divide");
  expect_refused(changed("llama3-8b", "num_key_value_heads", 64).dump(), ErrorCode::kBadInput,
                 "do not divide");
  expect_refused(changed("gpt2", "n_head", 7).dump(), ErrorCode::kBadInput, "do not divide");
  expect_refused(changed("mixtral-8x7b", "num_experts_per_tok", 9).dump(), ErrorCode::kBadInput, "experts");
}

TEST(TransformerConfig, HostileDocuments) {
  expect_refused("", ErrorCode::kBadInput, "empty");
  expect_refused("[1, 2]", ErrorCode::kBadInput, "object");
  expect_refused("{\"model_type\": \"llama\",", ErrorCode::kBadInput, "config.json:1:");
  expect_refused(std::string(100'000, '['), ErrorCode::kBadInput, "deep");
  std::string nested;
  for (int i = 0; i < 100'000; ++i) nested += "{\"a\":";
  expect_refused(nested, ErrorCode::kBadInput, "deep");
}

TEST(TransformerConfig, AFileOf200MegabytesIsNotRead) {
  const test::TemporaryDirectory directory;
  const std::string path = directory / "config.json";
  std::ofstream(path) << "{\"model_type\": \"llama\"}";
  std::filesystem::resize_file(path, 200'000'000);
  EXPECT_THROW(read_transformer_config(path), Error);
  EXPECT_THROW(read_transformer_config(directory.path()), Error);
  EXPECT_THROW(read_transformer_config(directory / "none.json"), Error);
}

TEST(TransformerConfig, AbsurdSizesAreRefusedOrCounted) {
  // Accepted one by one, but their product leaves the range: an error, never a wrapped number.
  json config = document("llama3-8b");
  config["hidden_size"] = 1LL << 31;
  config["intermediate_size"] = 1LL << 31;
  config["num_hidden_layers"] = 100'000;
  EXPECT_THROW(parameter_count(parse(config)), Error);
}

}  // namespace
}  // namespace headroom
