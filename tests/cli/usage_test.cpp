// What is refused, with which status, and in which form.
#include <gtest/gtest.h>

#include <fstream>

#include "app/cli/interrupt.h"
#include "app/devices.h"
#include "tests/cli/cli_runner.h"
#include "tests/support/temporary_directory.h"

namespace headroom {
namespace {

using test::CliResult;
using test::invoke;
using test::sample;
using Arguments = std::vector<std::string>;

// Status 2, nothing on standard output, one line on standard error that names the place; with --json the
// same as a document.
void expect_usage_refused(Arguments arguments, const std::string& part) {
  std::string line;
  for (const std::string& argument : arguments) line += argument + " ";
  SCOPED_TRACE(line);
  const CliResult plain = invoke(arguments);
  EXPECT_EQ(plain.status, 2);
  EXPECT_EQ(plain.out, "");
  // Notes about the data may come before it; the error is the last line.
  ASSERT_TRUE(plain.err.ends_with('\n'));
  const std::size_t start = plain.err.rfind('\n', plain.err.size() - 2) + 1;  // npos + 1 is 0
  const std::string error_line = plain.err.substr(start);
  EXPECT_TRUE(error_line.starts_with("headroom-cli: ")) << plain.err;
  EXPECT_NE(error_line.find(part), std::string::npos) << plain.err;

  arguments.emplace_back("--json");
  const CliResult as_json = invoke(arguments);
  EXPECT_EQ(as_json.status, 2);
  const nlohmann::json error = as_json.document().at("error");
  EXPECT_TRUE(error.at("code").is_string());
  EXPECT_FALSE(error.at("message").get<std::string>().empty());
  EXPECT_TRUE(error.at("where").is_string());
}

TEST(Usage, SubcommandsAndUnknownOptions) {
  expect_usage_refused({}, "devices, presets, inspect, train, predict");
  expect_usage_refused({"plan"}, "--config FILE");
  expect_usage_refused({"fly"}, "devices, presets, inspect, train, predict");
  expect_usage_refused({"train", "--preset", "infrastructure", "--fast"}, "--fast");
  expect_usage_refused({"devices", "extra"}, "extra");
  expect_usage_refused({"train", "--preset"}, "--preset");
  expect_usage_refused({"train", "--preset", "a", "--preset", "b"}, "--preset: is given more than once");
}

TEST(Usage, HelpAndVersionAreNoErrors) {
  for (const Arguments& arguments : {Arguments{"--help"}, {"train", "--help"}, {"--version"}}) {
    const CliResult result = invoke(arguments);
    EXPECT_EQ(result.status, 0);
    EXPECT_FALSE(result.out.empty());
    EXPECT_EQ(result.err, "");
  }
  for (const char* name : {"devices", "presets", "train", "predict", "plan"}) {
    EXPECT_NE(invoke({"--help"}).out.find(name), std::string::npos);
  }
}

TEST(Usage, OneSourceOfData) {
  expect_usage_refused({"train"}, "--preset ID, --data FILE and --resume DIR");
  expect_usage_refused({"train", "--preset", "infrastructure", "--data", sample("iris.csv")}, "several");
  expect_usage_refused({"train", "--preset", "nothing"}, "infrastructure, scalability");
  expect_usage_refused({"train", "--preset", "infrastructure", "--target", "x"}, "--target");
  expect_usage_refused({"train", "--preset", "infrastructure", "--task", "regress"}, "--task");
}

TEST(Usage, FilesThatCannotBeUsed) {
  const test::TemporaryDirectory directory;
  std::ofstream(directory / "empty.csv").flush();
  std::ofstream(directory / "ragged.csv") << "a,b,c\n1,2,x\n1,2\n";
  expect_usage_refused({"train", "--data", directory / "missing.csv"}, "missing.csv");
  expect_usage_refused({"train", "--data", directory.path()}, "director");
  expect_usage_refused({"train", "--data", directory / "empty.csv"}, "empty");
  expect_usage_refused({"train", "--data", directory / "ragged.csv"}, "ragged.csv:3:");
  expect_usage_refused({"train", "--data", sample("iris.csv"), "--target", "colour"}, "species");
  expect_usage_refused({"train", "--data", sample("iris.csv"), "--task", "regress"}, "iris.csv:2:");
  expect_usage_refused({"train", "--data", sample("iris.csv"), "--output", "sigmoid"}, "softmax");
  expect_usage_refused({"train", "--data", sample("iris.csv"), "--init", directory / "no.safetensors"},
                       "no.safetensors");
  expect_usage_refused({"train", "--data", sample("iris.csv"), "--init", sample("iris.csv")}, "iris.csv");
  expect_usage_refused(
      {"train", "--data", sample("iris.csv"), "--init", sample("iris.csv"), "--init-scheme", "he"},
      "--init-scheme");
  expect_usage_refused({"train", "--resume", directory / "missing"}, "missing");
  for (const char* option : {"--init-scheme=he", "--scale-target=none"}) {
    expect_usage_refused({"train", "--resume", directory.path(), option}, "keeps what it was started with");
  }
  expect_usage_refused({"train", "--resume", directory.path()}, "run.json");
  for (const char* option : {"--data", "--resume"}) expect_usage_refused({"train", option, ""}, option);
  for (const char* option : {"--init", "--run"}) {
    expect_usage_refused({"train", "--preset", "infrastructure", option, ""}, option);
  }
}

TEST(Usage, RowsAreStreamedToAGpuOnly) {
  expect_usage_refused(
      {"train", "--preset", "infrastructure", "--device", "cpu", "--residence", "streamed"},
      "--residence: rows are streamed to a CUDA device only: choose device, or --device cuda");
  if (list_devices().size() > 1) GTEST_SKIP() << "there is a GPU here";
  expect_usage_refused({"train", "--preset", "infrastructure", "--residence", "streamed"},
                       "there is none here: choose device");
}

TEST(Usage, ValuesThatAreNone) {
  const std::pair<const char*, std::vector<const char*>> wrong[] = {
      {"--epochs", {"0", "-1", "x", "1.5", "", "99999999999999999999"}},
      {"--batch", {"0", "-3", "ten"}},
      {"--lr", {"0", "-1", "nan", "inf", "1e999", "0.1x"}},
      {"--model", {"50x", "x50", "0x5", "50xx5", "huge", "-5", "1e3", "", "small,", "small,small", "5,6"}},
      {"--activation", {"step"}},
      {"--optimizer", {"adagrad"}},
      {"--seed", {"-1", "1.5", "18446744073709551616"}},
      {"--validation", {"0", "1", "-0.1", "1.5", "nan"}},
      {"--scale", {"log"}},
      {"--scale-target", {"log", "", "standard", "none"}},  // a class has no scale
      {"--init-scheme", {"zeros", ""}},
      {"--degree", {"0", "3"}},
      {"--terms", {"", "some"}},
      {"--residence", {"", "floppy"}},
      {"--device", {"tpu", "cuda:99", ""}},
      {"--threads", {"-1", "many"}},
      {"--precision", {"fp64"}},
      {"--shuffle", {"often"}},
      {"--split", {"head"}},
      {"--output", {"linear"}},
      {"--task", {"guess"}},
      {"--l2", {"-1", "x"}},
      {"--early-stop", {"-1"}},
  };
  for (const auto& [option, values] : wrong) {
    for (const char* value : values) {
      expect_usage_refused({"train", "--preset", "infrastructure", std::string(option) + "=" + value}, "");
    }
  }
}

TEST(Usage, TheCpuComputesInFp32Only) {
  for (const char* precision : {"tf32", "bf16"}) {
    expect_usage_refused({"train", "--preset", "infrastructure", "--device", "cpu", "--precision", precision},
                         "fp32");
  }
}

TEST(Usage, PredictWantsARunAndOneQuestion) {
  const test::TemporaryDirectory directory;
  const std::string run = directory / "run";
  ASSERT_EQ(invoke({"train", "--data", sample("iris.csv"), "--epochs", "1", "--run", run}).status, 0);
  expect_usage_refused({"predict", "--row", "1"}, "--run");
  expect_usage_refused({"predict", "--run", run}, "--row I");
  expect_usage_refused({"predict", "--run", run, "--row", "1", "--data", "x"}, "--row I");
  expect_usage_refused({"predict", "--run", run, "--row", "150"}, "0 to 149");
  expect_usage_refused({"predict", "--run", run, "--row", "-1"}, "--row");
  expect_usage_refused({"predict", "--run", run, "--row", "1", "--out", "x.csv"}, "--out");
  expect_usage_refused({"predict", "--run", run, "--data", directory / "no.csv"}, "no.csv");
  expect_usage_refused({"predict", "--run", run, "--row", "1", "--model", "large"}, "small");
  expect_usage_refused({"train", "--data", sample("iris.csv"), "--run", run}, "--resume");
  expect_usage_refused({"train", "--resume", run, "--batch", "8"}, "--batch");
}

TEST(Usage, WhatCannotBeWrittenIsAFailureOfTheWork) {
  const CliResult result =
      invoke({"train", "--data", sample("iris.csv"), "--epochs", "1", "--run", "/proc/headroom"});
  EXPECT_EQ(result.status, 1);
  EXPECT_NE(result.err.find("/proc/headroom"), std::string::npos) << result.err;
  const test::TemporaryDirectory directory;
  const std::string run = directory / "run";
  ASSERT_EQ(invoke({"train", "--data", sample("iris.csv"), "--epochs", "1", "--run", run}).status, 0);
  EXPECT_EQ(invoke({"predict", "--run", run, "--data", sample("iris.csv"), "--out", "/dev/full"}).status, 1);
}

TEST(Usage, DivergenceIsToldWithEpochStepAndLayer) {
  const CliResult result =
      invoke({"train", "--data", sample("iris.csv"), "--lr", "1e30", "--optimizer", "sgd", "--json"});
  EXPECT_EQ(result.status, 1);
  EXPECT_EQ(result.document().at("error").at("code"), "diverged");
  const auto told = result.document().at("error").at("divergence");
  EXPECT_EQ(told.at("step"), 2);  // the first update spoils every weight
  EXPECT_EQ(told.at("steps").back(), told.at("step"));
  EXPECT_EQ(told.at("largest_pre_activation").at(0).size(), told.at("steps").size());
  EXPECT_EQ(told.at("loss").size(), told.at("steps").size());
  ASSERT_FALSE(told.at("ways_back").empty());
  EXPECT_EQ(told.at("ways_back").at(0).at("step"), 0);
  EXPECT_NE(result.err.find("at step 2: the "), std::string::npos) << result.err;
}

TEST(Usage, ADivergenceIsToldWithAPointAndARateThatWork) {
  const CliResult result = invoke({"train", "--data", sample("iris.csv"), "--lr", "20", "--optimizer", "sgd",
                                   "--epochs", "50", "--model", "32x32x32", "--json"});
  if (result.status == 0) GTEST_SKIP() << "this rate does not break this network";
  const auto told = result.document().at("error").at("divergence");
  const auto& first = told.at("ways_back").at(0);
  if (!first.at("good").get<bool>()) return;
  EXPECT_NE(result.err.find("works (64 steps tried"), std::string::npos) << result.err;
  EXPECT_LT(first.at("learning_rate").get<double>(), 20);
}

TEST(Usage, TheRecorderIsASetting) {
  const std::vector<std::string> train{"train", "--data", sample("iris.csv"), "--epochs", "2", "--json"};
  const auto with = [&](const std::string& mebibytes) {
    std::vector<std::string> arguments = train;
    arguments.insert(arguments.end(), {"--recorder", mebibytes});
    return invoke(arguments);
  };
  const auto memory = with("1").document().at("memory");
  EXPECT_EQ(memory.at("recorder").at("most_bytes"), 1 << 20);
  EXPECT_GT(memory.at("recorder").at("held_bytes"), 0);
  EXPECT_EQ(memory.at("predicted_bytes"), memory.at("charged_bytes"));
  EXPECT_EQ(with("0").document().at("memory").at("recorder").at("room_bytes"), 0);
  EXPECT_EQ(with("-1").status, 2);
  EXPECT_EQ(with("many").status, 2);
}

// The memory of no machine holds this; refused with figures before anything is allocated.
TEST(Usage, ANetworkThatDoesNotFitIsRefused) {
  const std::vector<std::string> train{"train", "--data",  sample("iris.csv"), "--device",
                                       "cpu",   "--model", "900000x900000"};
  const CliResult plain = invoke(train);
  EXPECT_EQ(plain.status, 1);
  EXPECT_NE(plain.err.find("TiB"), std::string::npos) << plain.err;
  EXPECT_NE(plain.err.find("can be used"), std::string::npos) << plain.err;
  std::vector<std::string> with_json = train;
  with_json.emplace_back("--json");
  EXPECT_EQ(invoke(with_json).document().at("error").at("code"), "out_of_memory");
}

}  // namespace
}  // namespace headroom
