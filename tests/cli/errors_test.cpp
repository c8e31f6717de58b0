// Wrong usage and bad input: one line that says what, where and what to do, and the right exit status.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/cli/run.h"
#include "tests/support/temporary_directory.h"

namespace headroom {
namespace {

using test::run;
using test::sample;

struct Wrong {
  std::vector<std::string> arguments;
  std::string says;
};

class WrongUsage : public testing::TestWithParam<Wrong> {};

TEST_P(WrongUsage, IsOneLineAndStatusTwo) {
  const test::Ran ran = run(GetParam().arguments);
  EXPECT_EQ(ran.status, 2);
  EXPECT_TRUE(ran.out.empty()) << ran.out;
  EXPECT_EQ(std::count(ran.err.begin(), ran.err.end(), '\n'), 1) << ran.err;
  EXPECT_NE(ran.err.find(GetParam().says), std::string::npos) << ran.err;
}

TEST_P(WrongUsage, IsADocumentWithJson) {
  std::vector<std::string> arguments = GetParam().arguments;
  if (arguments.empty() || arguments[0] == "plan") return;  // no subcommand that could take --json
  arguments.emplace_back("--json");
  const test::Ran ran = run(arguments);
  EXPECT_EQ(ran.status, 2);
  const nlohmann::json error = ran.document().at("error");
  EXPECT_FALSE(error.at("code").get<std::string>().empty());
  EXPECT_FALSE(error.at("message").get<std::string>().empty());
  EXPECT_TRUE(error.at("where").is_string());
}

const std::string kPreset = "infrastructure";
INSTANTIATE_TEST_SUITE_P(
    Cli, WrongUsage,
    testing::Values(Wrong{{}, "subcommand"}, Wrong{{"plan"}, "devices, presets, train, predict"},
                    Wrong{{"train"}, "--preset"}, Wrong{{"train", "--nonsense"}, "--nonsense"},
                    Wrong{{"train", "--preset", "nope"}, "infrastructure, scalability"},
                    Wrong{{"train", "--preset", kPreset, "--data", "x.csv"}, "one of"},
                    Wrong{{"train", "--data", "/"}, "directory"},
                    Wrong{{"train", "--data", "/no/such.csv"}, "no such file"},
                    Wrong{{"train", "--data", sample("iris.csv"), "--target", "nope"}, "sepal_length_cm"},
                    Wrong{{"train", "--data", sample("iris.csv"), "--task", "regress"}, "iris.csv:2:"},
                    Wrong{{"train", "--preset", kPreset, "--epochs", "-1"}, "--epochs"},
                    Wrong{{"train", "--preset", kPreset, "--epochs", "many"}, "--epochs"},
                    Wrong{{"train", "--preset", kPreset, "--batch", "0"}, "--batch"},
                    Wrong{{"train", "--preset", kPreset, "--lr", "0"}, "--lr"},
                    Wrong{{"train", "--preset", kPreset, "--lr", "nan"}, "--lr"},
                    Wrong{{"train", "--preset", kPreset, "--model", "50x"}, "--model"},
                    Wrong{{"train", "--preset", kPreset, "--model", "0x5"}, "--model"},
                    Wrong{{"train", "--preset", kPreset, "--device", "cpu", "--output", "sigmoid"}, "class"},
                    Wrong{{"train", "--preset", kPreset, "--device", "tpu"}, "--device"},
                    Wrong{{"train", "--preset", kPreset, "--device", "cpu", "--precision", "bf16"},
                          "--precision"},
                    Wrong{{"train", "--resume", "/no/such"}, "/no/such"},
                    Wrong{{"predict", "--run", "/no/such", "--row", "1"}, "/no/such"}));

TEST(Errors, ARunThatDoesNotFitIsRefusedWithFigures) {
  const test::Ran ran =
      run({"train", "--preset", "infrastructure", "--device", "cpu", "--model", "900000x900000"});
  EXPECT_EQ(ran.status, 1);
  EXPECT_NE(ran.err.find("TiB"), std::string::npos) << ran.err;
  EXPECT_NE(ran.err.find("can be used"), std::string::npos) << ran.err;
}

TEST(Errors, ARunDirectoryThatCannotBeWrittenIsSaidBeforeTraining) {
  const test::Ran ran =
      run({"train", "--preset", "infrastructure", "--epochs", "1", "--run", "/proc/headroom"});
  EXPECT_NE(ran.status, 0);
  EXPECT_NE(ran.err.find("/proc/headroom"), std::string::npos) << ran.err;
}

}  // namespace
}  // namespace headroom
