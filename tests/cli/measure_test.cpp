// headroom-cli measure: the names are a contract; what is counted is known, what is timed adds up.
#include <gtest/gtest.h>

#include "app/devices.h"
#include "tests/cli/cli_runner.h"

namespace headroom {
namespace {

using nlohmann::json;
using test::CliResult;
using test::invoke;
using test::invoke_done;

json measure(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), "measure");
  arguments.emplace_back("--json");
  return invoke_done(arguments).document();
}

void expect_measure_refused(std::vector<std::string> arguments, const std::string& part) {
  arguments.insert(arguments.begin(), "measure");
  const CliResult result = invoke(arguments);
  EXPECT_EQ(result.status, 2) << result.err;
  EXPECT_EQ(result.out, "");
  EXPECT_NE(result.err.find(part), std::string::npos) << result.err;
}

TEST(Measure, ListsItsFigures) {
  const json document = measure({"--list"});
  EXPECT_EQ(document.at("schema_version"), 1);
  std::string ids;
  for (const json& figure : document.at("figures")) {
    ids += figure.at("id").get<std::string>() + " ";
    for (const char* key : {"title", "unit", "what", "timed", "settings"}) EXPECT_TRUE(figure.contains(key));
  }
  EXPECT_EQ(
      ids,
      "epoch-time-ratio memory-ratio arithmetic-ratio accuracy-gain columns-after-degree-2 epochs-to-85 "
      "training-to-answering batch-epoch-time memory-twice-rows batch-doubling-memory copy-share "
      "first-to-90 threads-speedup cpu-gpu-crossing adam-8bit-saves ");
  EXPECT_EQ(document.at("figures").at(0).at("settings"),
            json::parse(R"(["batch", "columns", "degree", "repeats", "rows", "seed"])"));
  EXPECT_EQ(document.at("figures").back().at("settings"), json::array());
  EXPECT_NE(invoke_done({"measure", "--list"}).out.find("first optimizer to 90 %"), std::string::npos);
}

TEST(Measure, ACountedFigureIsTheSameEverywhere) {
  EXPECT_EQ(invoke_done({"measure", "arithmetic-ratio"}).out,
            "arithmetic of training, Large to Small: 18.7 x\n"
            "1 145 200 : 61 300 FLOP a row in training\n"
            "230 → 5×200 → 1 to 230 → 2×50 → 1, counted, not measured\n"
            "\n"
            "230 features\n"
            "\n"
            "FLOP a weight and row  weights  forward  weight gradients  input gradients   sum\n"
            "Small                   14 050     2.00              2.00             0.36  4.36\n"
            "Large                  206 200     2.00              2.00             1.55  5.55\n"
            "\n"
            "The first layer needs no gradient for its inputs. It has 82 % of Small's weights and 22 % of "
            "Large's: so Large does more arithmetic for each weight.\n"
            "14.7 times the weights x 5.55 : 4.36 = 18.7 times the arithmetic.\n");
}

TEST(Measure, TheDocumentOfATimedFigure) {
  const json document =
      measure({"epoch-time-ratio", "--rows", "1000", "--repeats", "3", "--device", "cpu", "--threads", "1"});
  EXPECT_EQ(document.at("schema_version"), 1);
  EXPECT_EQ(document.at("figure"), "epoch-time-ratio");
  EXPECT_EQ(document.at("title"), "time of an epoch, Large to Small");
  EXPECT_EQ(document.at("unit"), "x");
  EXPECT_EQ(document.at("repeats"), 3);
  EXPECT_EQ(document.at("values").size(), 3U);
  EXPECT_GT(document.at("low"), 0);
  EXPECT_LE(document.at("low"), document.at("value"));
  EXPECT_LE(document.at("value"), document.at("high"));
  EXPECT_EQ(document.at("setting"), "1 000 rows, 230 features, batch 256, seed 2");
  EXPECT_NE(document.at("device").get<std::string>().find("1 thread"), std::string::npos);
  EXPECT_EQ(document.at("how").size(), 2U);
  EXPECT_EQ(document.at("marks").at(1).at("title"), "arithmetic");
  EXPECT_EQ(document.at("arithmetic").at(1).at("model"), "large");
  EXPECT_EQ(document.at("arithmetic").at(1).at("weights"), 206200);
  EXPECT_FALSE(document.contains("choice"));
}

TEST(Measure, MemoryIsWhatTrainCharges) {
  const auto charged = [](const std::string& model) {
    const json run = invoke_done({"train", "--preset", "scalability", "--model", model, "--epochs", "1",
                                  "--device", "cpu", "--recorder", "0", "--json"})
                         .document();
    return run.at("memory").at("charged_bytes").get<double>();
  };
  const json document = measure({"memory-ratio", "--device", "cpu"});
  EXPECT_DOUBLE_EQ(document.at("value").get<double>(), charged("large") / charged("small"));
}

TEST(Measure, AChoiceIsNamed) {
  const json document =
      measure({"first-to-90", "--rows", "4000", "--choices", "sgd,adam", "--device", "cpu"});
  const auto place = document.at("value").get<std::size_t>();
  EXPECT_EQ(document.at("choice"), document.at("choices").at(place));
  EXPECT_EQ(document.at("choices"), json::parse(R"(["sgd", "adam"])"));
}

TEST(Measure, WhatItRefuses) {
  expect_measure_refused({}, "measure --list");
  expect_measure_refused({"speed-of-light"}, "epoch-time-ratio, memory-ratio");
  expect_measure_refused({"--list", "epoch-time-ratio"}, "--list");
  expect_measure_refused({"epoch-time-ratio", "--batch", "0"}, "--batch: must be 1 to 1 000 000");
  expect_measure_refused({"epoch-time-ratio", "--batch", "many"}, "--batch");
  expect_measure_refused({"adam-8bit-saves", "--rows", "1000"},
                         "--rows: adam-8bit-saves does not depend on it");
  expect_measure_refused({"memory-ratio", "--repeats", "3"}, "--repeats");
  expect_measure_refused({"first-to-90", "--choices", "newton"}, "--choices");
  expect_measure_refused({"epoch-time-ratio", "--device", "tpu"}, "--device");
  const bool alone = list_devices().size() == 1;
  if (alone) expect_measure_refused({"cpu-gpu-crossing"}, "no GPU that can be used");
}

}  // namespace
}  // namespace headroom
