// `predict`: the way of a row, checked against the run record and by hand.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>

#include "core/io/file.h"
#include "core/io/safetensors.h"
#include "tests/cli/cli_runner.h"
#include "tests/support/temporary_directory.h"

namespace headroom {
namespace {

using nlohmann::json;
using test::invoke;
using test::invoke_done;
using test::sample;
using test::TemporaryDirectory;

TEST(Predict, ScalabilityTurnsOneRowOf230IntoOneValue) {
  const TemporaryDirectory directory;
  const std::string run = directory / "run";
  invoke_done({"train", "--preset", "scalability", "--model", "small", "--epochs", "1", "--run", run});
  const json d = invoke_done({"predict", "--run", run, "--row", "7", "--trace", "--json"}).document();
  EXPECT_EQ(d.at("schema_version"), 1);
  EXPECT_EQ(d.at("in"), json({1, 230}));
  EXPECT_EQ(d.at("out"), json({1, 1}));
  const json& trace = d.at("trace");
  ASSERT_EQ(trace.at("raw_input").size(), 20U);
  ASSERT_EQ(trace.at("scaled_input").size(), 20U);
  ASSERT_EQ(trace.at("features").size(), 230U);
  ASSERT_EQ(trace.at("layers").size(), 3U);
  EXPECT_EQ(trace["layers"][0].at("pre_activation").size(), 50U);
  EXPECT_EQ(trace["layers"][0].at("activation").size(), 50U);
  EXPECT_EQ(trace["layers"][2].at("activation").size(), 1U);
  EXPECT_EQ(trace.at("output"), d.at("output"));
  EXPECT_EQ(trace.at("prediction"), d.at("prediction"));
  // Feature 20 is the first column squared, 21 the product of the first two (scikit-learn's order).
  const auto value = [&](const char* list, std::size_t i) { return trace[list][i]["value"].get<double>(); };
  EXPECT_NEAR(value("features", 20), value("scaled_input", 0) * value("scaled_input", 0), 1e-6);
  EXPECT_NEAR(value("features", 21), value("scaled_input", 0) * value("scaled_input", 1), 1e-6);
  for (std::size_t i = 0; i < 50; ++i) {  // ReLU
    const double before = trace["layers"][0]["pre_activation"][i];
    EXPECT_EQ(trace["layers"][0]["activation"][i].get<double>(), std::max(before, 0.0));
  }
  const double z = trace["layers"][2]["pre_activation"][0];
  const double p = 1 / (1 + std::exp(-z));
  EXPECT_NEAR(d["output"][0].get<double>(), p, 1e-12);
  EXPECT_EQ(d["prediction"]["class"], p > 0.5 ? "yes" : "no");
  EXPECT_NEAR(d["prediction"]["probability"].get<double>(), std::max(p, 1 - p), 1e-12);
}

// A network whose only layer is written by hand: softmax of (x, 0, -x) + bias 0 over scaled input.
TEST(Predict, ByHand) {
  const TemporaryDirectory directory;
  const std::string run = directory / "run";
  std::ofstream(directory / "in.csv") << "x,c\n0,a\n10,b\n5,c\n2,a\n8,b\n";
  SafetensorsFile init;
  init.tensors = {{"layers.0.weight", {2, 1}, {1, -1}},
                  {"layers.0.bias", {2}, {0, 0}},
                  {"layers.1.weight", {3, 2}, {1, 0, 0, 0, -1, 0}},
                  {"layers.1.bias", {3}, {0, 0, 0}}};
  write_file(directory / "init.safetensors", format_safetensors(init));
  invoke_done({"train", "--data", directory / "in.csv", "--model", "2", "--init",
               directory / "init.safetensors", "--lr", "1e-30", "--optimizer", "sgd", "--epochs", "1",
               "--split", "tail", "--run", run});
  // Fitted on the first four rows: minimum 0, maximum 10; x = 5 becomes 0.5, hidden (0.5, relu(-0.5) = 0).
  const json d = invoke_done({"predict", "--run", run, "--row", "2", "--trace", "--json"}).document();
  EXPECT_NEAR(d["trace"]["scaled_input"][0]["value"].get<double>(), 0.5, 1e-7);
  EXPECT_EQ(d["trace"]["layers"][0]["pre_activation"], json({0.5, -0.5}));
  EXPECT_EQ(d["trace"]["layers"][0]["activation"], json({0.5, 0.0}));
  const double sum = std::exp(0.5) + 1 + std::exp(-0.5);
  EXPECT_NEAR(d["output"][0].get<double>(), std::exp(0.5) / sum, 1e-7);
  EXPECT_NEAR(d["output"][2].get<double>(), std::exp(-0.5) / sum, 1e-7);
  EXPECT_EQ(d["prediction"]["class"], "a");
  EXPECT_EQ(d["target"], "c");
}

// The loss of a row, moved a little by hand: a network of one weight and one bias, p = 1 / (1 + e^-z).
TEST(Predict, BackwardByHand) {
  const TemporaryDirectory directory;
  const std::string run = directory / "run";
  std::ofstream(directory / "in.csv") << "x,c\n0,a\n10,b\n5,b\n2,a\n8,b\n";
  SafetensorsFile init;
  init.tensors = {{"layers.0.weight", {2, 1}, {2, -1}},
                  {"layers.0.bias", {2}, {0.5F, 0.25F}},
                  {"layers.1.weight", {1, 2}, {1.5F, -0.5F}},
                  {"layers.1.bias", {1}, {-0.75F}}};
  write_file(directory / "init.safetensors", format_safetensors(init));
  invoke_done({"train", "--data", directory / "in.csv", "--model", "2", "--init",
               directory / "init.safetensors", "--lr", "1e-30", "--optimizer", "sgd", "--epochs", "1",
               "--split", "tail", "--run", run});
  const std::vector<std::string> asked{"predict", "--run",      run,      "--row", "2",
                                       "--trace", "--backward", "--unit", "1:0",   "--json"};
  const json d = invoke_done(asked).document();
  // x = 5 is 0.5: z = (1.5, -0.25), a = (1.5, 0), z = 1.5, p; the class is b, which is 1.
  const double p = 1 / (1 + std::exp(-1.5));
  const json& back = d.at("backward");
  EXPECT_NEAR(back["loss"].get<double>(), -std::log(p), 1e-7);
  EXPECT_NEAR(back["layers"][1]["d_pre_activation"][0].get<double>(), p - 1, 1e-7);
  EXPECT_NEAR(back["layers"][1]["d_activation"][0].get<double>(), -1 / p, 1e-6);
  EXPECT_NEAR(back["layers"][1]["weight_gradient_norm"].get<double>(), (1 - p) * 1.5, 1e-7);
  EXPECT_NEAR(back["layers"][0]["d_activation"][0].get<double>(), (p - 1) * 1.5, 1e-7);
  EXPECT_NEAR(back["layers"][0]["d_pre_activation"][0].get<double>(), (p - 1) * 1.5, 1e-7);
  EXPECT_EQ(back["layers"][0]["d_pre_activation"][1].get<double>(), 0);  // switched off
  EXPECT_NEAR(back["features"][0]["value"].get<double>(), (p - 1) * 1.5 * 2, 1e-7);
  const json& unit = back.at("unit");
  EXPECT_EQ(unit["layer"], 0);
  EXPECT_NEAR(unit["products"][0]["product"].get<double>(), 1, 1e-7);
  EXPECT_EQ(unit["products"][0]["name"], "x");
  EXPECT_NEAR(unit["pre_activation"].get<double>(), 1.5, 1e-7);
  EXPECT_NEAR(unit["weights"][0]["gradient"].get<double>(), (p - 1) * 1.5 * 0.5, 1e-7);
  EXPECT_NEAR(unit["weights"][0]["step"].get<double>(), -1e-30 * (p - 1) * 1.5 * 0.5, 1e-36);
  const test::CliResult words =
      invoke_done({"predict", "--run", run, "--row", "2", "--trace", "--backward", "--unit", "1:0"});
  EXPECT_NE(words.out.find("|dL/dz|"), std::string::npos);
  // Told from 1, as --unit counts them; the document's numbers stay as they were, from 0.
  EXPECT_NE(words.out.find("\nlayer 1  1 -> 2\n"), std::string::npos) << words.out;
  EXPECT_NE(words.out.find("\nlayer 2  2 -> 1\n"), std::string::npos) << words.out;
  EXPECT_EQ(words.out.find("layer 0"), std::string::npos) << words.out;
  for (const std::vector<std::string>& wrong : std::vector<std::vector<std::string>>{
           {"predict", "--run", run, "--data", directory / "in.csv", "--backward"},
           {"predict", "--run", run, "--row", "2", "--unit", "1:0"},
           {"predict", "--run", run, "--row", "2", "--backward", "--unit", "1:2"},
           {"predict", "--run", run, "--row", "2", "--backward", "--unit", "3"}}) {
    EXPECT_EQ(invoke(wrong).status, 2);
  }
}

class PredictFile : public ::testing::Test {
 protected:
  void SetUp() override {
    std::ofstream file(directory_ / "train.csv");
    file << "size,colour,kind\n";
    for (int i = 0; i < 40; ++i) {
      file << (i == 5 ? "" : std::to_string(i)) << ',' << (i % 2 == 0 ? "red" : "blue") << ','
           << (i % 2 == 0 ? "even" : "odd") << '\n';
    }
    file.close();
    run_ = directory_ / "run";
    invoke_done(
        {"train", "--data", directory_ / "train.csv", "--epochs", "20", "--lr", "0.01", "--run", run_});
  }
  std::string write(const std::string& text) {
    write_file(directory_ / "rows.csv", text);
    return directory_ / "rows.csv";
  }
  TemporaryDirectory directory_;
  std::string run_;
};

TEST_F(PredictFile, ColumnsByNameInAnyOrder) {
  const std::string rows = write("note,colour,size\nx,red,3\ny,blue,4\n");
  const test::CliResult result = invoke_done({"predict", "--run", run_, "--data", rows, "--json"});
  const json d = result.document();
  ASSERT_EQ(d.at("predictions").size(), 2U);
  EXPECT_EQ(d["predictions"][0].at("class"), "even");
  EXPECT_EQ(d["predictions"][1].at("class"), "odd");
  EXPECT_EQ(d.at("ignored_columns"), json({"note"}));
  EXPECT_NE(result.err.find("'note'"), std::string::npos);
}

TEST_F(PredictFile, MissingColumnsAndTextsAreRefused) {
  const auto refused = [&](const std::string& text, const std::string& part) {
    const test::CliResult result = invoke({"predict", "--run", run_, "--data", write(text)});
    EXPECT_EQ(result.status, 2);
    EXPECT_NE(result.err.find(part), std::string::npos) << result.err;
  };
  refused("colour\nred\n", "'size'");
  refused("size\n1\n", "'colour'");
  refused("size,colour\n1,red\ntwo,red\n", "rows.csv:3:1");
}

TEST_F(PredictFile, UnseenTextsAndMissingNumbersAreSaid) {
  const std::string rows = write("size,colour\n,green\n");
  const test::CliResult result = invoke_done({"predict", "--run", run_, "--data", rows, "--trace", "--json"});
  EXPECT_NE(result.err.find("'green'"), std::string::npos) << result.err;
  const json d = result.document();
  const json& trace = d["predictions"][0].at("trace");
  EXPECT_TRUE(trace["raw_input"][0]["value"].is_null());
  EXPECT_TRUE(trace["scaled_input"][0]["value"].is_number());
  EXPECT_EQ(trace["raw_input"][1]["name"], "colour=blue");
  EXPECT_EQ(trace["raw_input"][1]["value"], 0);
  EXPECT_EQ(trace["raw_input"][2]["value"], 0);
}

TEST_F(PredictFile, ATraceTellsNumbersAsTheyWereWritten) {
  const std::string rows = write("size,colour\n5.4,red\n");
  const test::CliResult result = invoke_done({"predict", "--run", run_, "--data", rows, "--trace"});
  EXPECT_NE(result.out.find(" 5.4 "), std::string::npos) << result.out;
  EXPECT_EQ(result.out.find("5.40000"), std::string::npos) << result.out;
}

TEST_F(PredictFile, WritesACsvFile) {
  const std::string rows = write("size,colour,kind\n3,red,even\n4,blue,even\n");
  const std::string out = directory_ / "out.csv";
  const test::CliResult result = invoke_done({"predict", "--run", run_, "--data", rows, "--out", out});
  EXPECT_NE(result.out.find("accuracy  50.0 %"), std::string::npos) << result.out;
  const std::string csv = read_file(out);
  EXPECT_TRUE(csv.starts_with("row,prediction,probability,p(even),p(odd),target\n0,even,")) << csv;
  EXPECT_NE(csv.find("\n1,odd,"), std::string::npos) << csv;
}

}  // namespace
}  // namespace headroom
