// headroom-cli plan: the document of the contract, its exit codes, and what it refuses.
#include <gtest/gtest.h>

#include <cstdint>
#include <fstream>
#include <sstream>

#include "test_places.h"
#include "tests/cli/cli_runner.h"
#include "tests/support/temporary_directory.h"

namespace headroom {
namespace {

using nlohmann::json;
using test::CliResult;
using test::invoke;
using test::invoke_done;

std::string model(const std::string& name) {
  return std::string(HEADROOM_ASSETS_DIR) + "/models/" + name + ".json";
}

json plan(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), "plan");
  arguments.emplace_back("--json");
  return invoke_done(arguments).document();
}

void expect_plan_refused(std::vector<std::string> arguments, const std::string& part) {
  arguments.insert(arguments.begin(), "plan");
  test::expect_usage_error(arguments, part);
}

TEST(Plan, TheDocumentHasEveryNameOfTheContract) {
  const json document = plan({"--config", model("llama3-8b"), "--gpu", "H100 SXM5", "--seq", "4096"});
  EXPECT_EQ(document.at("schema_version"), 1);
  EXPECT_EQ(document.at("parameters"), 8'030'261'248);
  EXPECT_EQ(document.at("active_parameters"), 8'030'261'248);
  std::int64_t sum = 0;
  for (const json& item : document.at("per_gpu").at("items")) {
    for (const char* key : {"category", "bytes", "low", "high", "grade", "formula", "source"}) {
      EXPECT_TRUE(item.contains(key)) << key;
    }
    sum += item.at("bytes").get<std::int64_t>();
  }
  EXPECT_EQ(document.at("per_gpu").at("bytes"), sum);
  EXPECT_EQ(document.at("gpu").at("name"), "H100 SXM5 80GB");
  EXPECT_EQ(document.at("verdict"), "does_not_fit");
  EXPECT_EQ(document.at("headroom_bytes").get<std::int64_t>(),
            document.at("gpu").at("usable_bytes").get<std::int64_t>() - sum);
  for (const json& remedy : document.at("remedies")) {
    for (const char* key : {"title", "bytes", "saves_bytes", "cost", "verdict"})
      EXPECT_TRUE(remedy.contains(key));
  }
  EXPECT_TRUE(document.at("largest").contains("micro_batch"));
  EXPECT_TRUE(document.at("largest").contains("sequence"));
}

TEST(Plan, OfOurOwnNetwork) {
  const json document = plan({"--widths", "230x50x50x1", "--rows", "10000", "--batch", "64", "--gpu", "T4"});
  EXPECT_EQ(document.at("parameters"), 14'151);
  EXPECT_EQ(document.at("verdict"), "fits");
  EXPECT_TRUE(document.at("largest").contains("batch"));
  EXPECT_TRUE(document.at("largest").contains("rows"));
}

std::int64_t bytes_in(const json& items, const char* category) {
  std::int64_t sum = 0;
  for (const json& item : items) {
    if (item.at("category") == category) sum += item.at("bytes").get<std::int64_t>();
  }
  return sum;
}

// 20 columns of degree 2 are 230 features: 10,000 x (20 + 230 + 1) numbers and a scaler, as the run charges.
TEST(Plan, ColumnsAndDegreeGiveTheDatasetOfTheRun) {
  const std::vector<std::string> data{"--columns", "20", "--degree", "2", "--rows", "10000", "--batch", "64"};
  std::vector<std::string> parts = data, widths = data;
  parts.insert(parts.end(), {"--hidden", "50x50", "--outputs", "1"});
  widths.insert(widths.end(), {"--widths", "230x50x50x1"});
  const json document = plan(parts);
  EXPECT_EQ(document.at("parameters"), 14'151);
  // The tables; the context is what this program was measured to hold, which differs from call to call.
  const auto tables = [](const json& planned) {
    json items = json::array();
    for (const json& item : planned.at("per_gpu").at("items")) {
      if (item.at("category") != "context") items.push_back(item);
    }
    return items;
  };
  EXPECT_EQ(tables(document), tables(plan(widths)));
  const std::int64_t dataset = bytes_in(document.at("per_gpu").at("items"), "dataset");
  EXPECT_NEAR(static_cast<double>(dataset), 10'000.0 * (20 + 230 + 1) * 4 + 2 * 20 * 4, 1024);
  if (document.at("gpu").contains("sold_bytes")) return;  // a GPU: the run below trains on the processor
  const json run = invoke_done({"train", "--preset", "scalability", "--model", "small", "--epochs", "1",
                                "--device", "cpu", "--json"})
                       .document();
  EXPECT_EQ(dataset, bytes_in(run.at("memory").at("items"), "dataset"));
}

TEST(Plan, TheLargestMicroBatchFitsAndOneMoreDoesNot) {
  const std::vector<std::string> base{"--config", model("gpt2"), "--seq", "1024", "--gpu", "RTX 4060"};
  const auto with = [&](std::int64_t batch) {
    std::vector<std::string> arguments = base;
    arguments.insert(arguments.end(), {"--micro-batch", std::to_string(batch)});
    return plan(arguments);
  };
  const std::int64_t largest = with(1).at("largest").at("micro_batch");
  EXPECT_EQ(with(largest).at("verdict"), "fits");
  EXPECT_NE(with(largest + 1).at("verdict"), "fits");
}

// Weights and Adam's two moments of 14,151 parameters, 64 times; on a card the states lie beside it.
TEST(Plan, TheRecorderCountsAsInTheRun) {
  const std::vector<std::string> network{"--widths", "230x50x50x1", "--optimizer", "adam"};
  const auto recorder = [&](const std::vector<std::string>& more) {
    std::vector<std::string> arguments = network;
    arguments.insert(arguments.end(), more.begin(), more.end());
    return bytes_in(plan(arguments).at("per_gpu").at("items"), "recorder");
  };
  EXPECT_EQ(recorder({"--gpu", "T4"}), 0);
  expect_plan_refused({"--widths", "4x2", "--recorder", "-1"}, "--recorder");
  expect_plan_refused({"--config", model("gpt2"), "--recorder", "8"}, "--recorder");
  if (plan(network).at("gpu").contains("sold_bytes")) return;  // this machine's device is a GPU
  constexpr std::int64_t kStates = std::int64_t{64} * 3 * 4 * 14'151;
  EXPECT_EQ(recorder({}), kStates);
  EXPECT_EQ(recorder({"--recorder", "1"}), 1 << 20);
  EXPECT_EQ(recorder({"--recorder", "0"}), 0);
  EXPECT_EQ(recorder({"--mode", "infer"}), 0);
  const json run = invoke_done({"train", "--preset", "scalability", "--model", "small", "--optimizer", "adam",
                                "--epochs", "1", "--device", "cpu", "--json"})
                       .document();
  EXPECT_EQ(bytes_in(run.at("memory").at("items"), "recorder"), kStates);
}

TEST(Plan, OnTheDeviceOfThisMachine) {
  const json document = plan({"--widths", "4x8x2", "--rows", "100", "--batch", "10", "--gpu", "device"});
  EXPECT_GT(document.at("gpu").at("usable_bytes").get<std::int64_t>(), 0);
}

TEST(Plan, ExampleTablesMarkdownAndAllCards) {
  const test::TemporaryDirectory directory;
  const std::string page = directory / "plan.md";
  const CliResult result =
      invoke_done({"plan", "--example", "--all-gpus", "--markdown", page, "--price", "1.5"});
  for (const char* part : {"short by", "8-bit Adam", "RTX 5090", "peaks:", "assumed"}) {
    EXPECT_NE(result.out.find(part), std::string::npos) << part;
  }
  std::stringstream written;
  written << std::ifstream(page).rdbuf();
  EXPECT_NE(written.str().find("# Infrastructure plan"), std::string::npos);
  EXPECT_EQ(plan({"--example", "--all-gpus"}).at("cards").size(), 48u);
}

TEST(Plan, LongTrainingsAreReadable) {
  // 1e12 tokens of 4,096 a step: 244,140,625 steps.
  const CliResult result = invoke_done(
      {"plan", "--config", model("llama3-8b"), "--seq", "4096", "--gpu", "T4", "--train-tokens", "1e12"});
  EXPECT_NE(result.out.find("all 244 140 625 steps"), std::string::npos) << result.out;
}

TEST(Plan, TheRooflineAndWhatThisMachineTakes) {
  const std::vector<std::string> network{"--widths", "6x5x1", "--rows", "100", "--gpu", "T4"};
  const json without = plan(network);
  EXPECT_EQ(without.at("roofline").at("compute").at("flops_per_second"), 8.1e12);  // NVIDIA's data sheet
  EXPECT_TRUE(without.at("roofline").at("measured").empty());
  std::vector<std::string> measured = network;
  measured.emplace_back("--measure");
  const json points = plan(measured).at("roofline").at("measured");
  ASSERT_FALSE(points.empty());
  for (const json& point : points) {
    EXPECT_EQ(point.at("grade"), "measured");
    // 80 rows in batches of 64 and 16: 40 a step, each 6 (30 + 5) - 2 * 30 = 150 operations.
    EXPECT_DOUBLE_EQ(point.at("operations").get<double>(), 40 * 150.0);
    EXPECT_NEAR(point.at("flops_per_second").get<double>(),
                6000 / point.at("step_seconds").at("median").get<double>(), 1);
  }
}

TEST(Plan, OwnCards) {
  const test::TemporaryDirectory directory;
  const std::string path = directory / "cards.json";
  std::ofstream(path) << R"({"schema_version": 1, "gpus": [{"name": "Mine", "marketing_memory_gb": 1000}]})";
  EXPECT_EQ(plan({"--example", "--cards", path, "--gpu", "Mine"}).at("verdict"), "fits");
  std::ofstream(path) << "{\"schema_version\": 1,\n \"gpus\": [{\"name\": 3}]}";
  expect_plan_refused({"--example", "--cards", path}, "cards.json:2:20: /gpus/0/name");
}

TEST(Plan, WhatItRefuses) {
  expect_plan_refused({}, "--config FILE");
  expect_plan_refused({"--example", "--widths", "4x2"}, "--config FILE");
  expect_plan_refused({"--config", "/nowhere/config.json"}, "/nowhere/config.json");
  expect_plan_refused({"--widths", "4x0x2"}, "--widths");
  expect_plan_refused({"--widths", "4"}, "--widths");
  expect_plan_refused({"--widths", "4x2", "--seq", "8"}, "--seq");
  expect_plan_refused({"--widths", "230x50x1", "--columns", "19", "--degree", "2"}, "--widths");
  expect_plan_refused({"--widths", "4x2", "--hidden", "8"}, "--hidden");
  expect_plan_refused({"--columns", "4", "--degree", "3"}, "--degree");
  expect_plan_refused({"--config", model("gpt2"), "--columns", "4"}, "--columns");
  expect_plan_refused({"--widths", "4x2", "--precision", "int8"}, "--precision");
  expect_plan_refused({"--config", model("gpt2"), "--rows", "8"}, "--rows");
  expect_plan_refused({"--config", model("gpt2"), "--seq", "0"}, "--seq");
  expect_plan_refused({"--config", model("gpt2"), "--seq", "2048"}, "learned positions");
  expect_plan_refused({"--config", model("gpt2"), "--micro-batch", "-1"}, "--micro-batch");
  expect_plan_refused({"--config", model("gpt2"), "--zero", "4"}, "--zero");
  expect_plan_refused({"--config", model("gpt2"), "--precision", "int4"}, "--precision");
  expect_plan_refused({"--config", model("gpt2"), "--optimizer", "lion"}, "adam8bit");
  expect_plan_refused({"--config", model("gpt2"), "--gpu", "H100"}, "H100 NVL");
  expect_plan_refused({"--config", model("gpt2"), "--gpu", "Voodoo"}, "Tesla T4");
  expect_plan_refused({"--config", model("gpt2"), "--pipeline-parallel", "13"}, "stages");
  expect_plan_refused({"--config", model("gpt2"), "--tokens", "5"}, "--tokens");
  expect_plan_refused({"--config", model("gpt2"), "--price", "-1"}, "--price");
  expect_plan_refused({"--config", model("gpt2"), "--train-tokens", "1e300"}, "1e+18");
}

TEST(Plan, BeyondCountingIsAnErrorNotANumber) {
  const CliResult result = invoke({"plan", "--config", model("llama3-8b"), "--gpu", "T4", "--seq",
                                   "1000000000000", "--micro-batch", "1000000000000", "--json"});
  EXPECT_EQ(result.status, 1);
  EXPECT_EQ(result.document().at("error").at("code"), "out_of_memory");
  EXPECT_EQ(result.document().at("error").at("where"), "--seq");
}

}  // namespace
}  // namespace headroom
