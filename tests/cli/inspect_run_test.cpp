// `inspect-run` against the record that it reads, counted again.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "core/io/run_record.h"
#include "core/model/layer_trace.h"
#include "core/pipeline/pipeline.h"
#include "tests/cli/cli_runner.h"
#include "tests/support/temporary_directory.h"

namespace headroom {
namespace {

using nlohmann::json;
using test::invoke;
using test::invoke_done;
using test::sample;
using test::TemporaryDirectory;

class InspectRun : public ::testing::Test {
 protected:
  void SetUp() override {
    std::filesystem::copy(sample("iris.csv"), data());
    invoke_done(
        {"train", "--data", data(), "--epochs", "4", "--model", "9x7", "--device", "cpu", "--run", run()});
  }
  std::string run() const { return directory / "run"; }
  std::string data() const { return directory / "flowers.csv"; }
  json inspected(const std::vector<std::string>& more = {}) const {
    std::vector<std::string> arguments = {"inspect-run", run(), "--json"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return invoke_done(arguments).document();
  }
  TemporaryDirectory directory;
};

TEST_F(InspectRun, EveryLayersNumbersAreTheCheckpoints) {
  const json document = inspected();
  const RunRecord record = load_run(run());
  const ModelRecord& model = record.models.front();
  const Weights& now = model.state.engine.weights;
  const Weights start = start_weights(record.config, model.spec);
  EXPECT_EQ(document.at("steps"), model.state.steps);
  ASSERT_EQ(document.at("layers").size(), 3U);
  for (std::size_t l = 0; l < 3; ++l) {
    const json& layer = document.at("layers")[l];
    const std::vector<float>& weights = now.layers[l].weight;
    double sum = 0, squares = 0, moved = 0, before = 0;
    for (std::size_t i = 0; i < weights.size(); ++i) {
      const double w = weights[i], s = start.layers[l].weight[i];
      sum += w;
      squares += w * w;
      moved += (w - s) * (w - s);
      before += s * s;
    }
    const auto count = static_cast<double>(weights.size());
    EXPECT_EQ(layer.at("layer"), l);
    EXPECT_EQ(layer.at("in"), model.spec.widths[l]);
    EXPECT_EQ(layer.at("out"), model.spec.widths[l + 1]);
    EXPECT_EQ(layer.at("parameters"), weights.size() + now.layers[l].bias.size());
    const json& of = layer.at("weights");
    EXPECT_EQ(of.at("min"), static_cast<double>(*std::min_element(weights.begin(), weights.end())));
    EXPECT_EQ(of.at("max"), static_cast<double>(*std::max_element(weights.begin(), weights.end())));
    EXPECT_NEAR(of.at("mean"), sum / count, 1e-9);
    EXPECT_NEAR(of.at("rms"), std::sqrt(squares / count), 1e-9);
    EXPECT_NEAR(layer.at("change").at("relative"), std::sqrt(moved / before), 1e-9);
    const double share = layer.at("change").at("one_pattern");
    EXPECT_GT(share, 1.0 / static_cast<double>(std::min(model.spec.widths[l], model.spec.widths[l + 1])));
    EXPECT_LE(share, 1 + 1e-9);
    std::int64_t counted = 0;
    for (const std::int64_t bin : layer.at("histogram").at("counts")) counted += bin;
    EXPECT_EQ(counted, static_cast<std::int64_t>(weights.size()));
    EXPECT_EQ(layer.at("moments_rms").size(), model.state.engine.moments.size());
    EXPECT_GT(layer.at("gradient_norm"), 0.0);
    EXPECT_FALSE(layer.contains("units"));
  }
}

TEST_F(InspectRun, DeadUnitsAreThoseOfTheTrainingRows) {
  const json document = inspected();
  const json trace =
      invoke_done({"predict", "--run", run(), "--data", data(), "--trace", "--json"}).document();
  EXPECT_EQ(document.at("rows"), 120);
  EXPECT_EQ(document.at("all_rows"), true);
  // All 150 rows: a unit that is dead for them is dead for those that train.
  for (std::size_t l = 0; l < 2; ++l) {
    const json& layer = document.at("layers")[l];
    const std::vector<std::size_t> dead = layer.at("dead_units");
    EXPECT_EQ(layer.at("dead"), dead.size());
    const std::size_t units = layer.at("out");
    for (std::size_t u = 0; u < units; ++u) {
      std::size_t fires = 0;
      for (const json& row : trace.at("predictions")) {
        fires += row.at("trace").at("layers")[l].at("activation")[u].get<double>() > 0 ? 1 : 0;
      }
      const bool told = std::find(dead.begin(), dead.end(), u) != dead.end();
      EXPECT_TRUE(told || fires > 0);
      EXPECT_TRUE(!told || fires <= 30);  // rows that validate may switch it on
    }
  }
  EXPECT_TRUE(document.at("layers")[2].at("dead").is_null());
}

TEST_F(InspectRun, OneLayerIsToldUnitByUnit) {
  const json document = inspected({"--layer", "2"});
  ASSERT_EQ(document.at("layers").size(), 1U);
  const json& layer = document.at("layers")[0];
  EXPECT_EQ(layer.at("layer"), 1);
  ASSERT_EQ(layer.at("units").size(), 7U);
  const RunRecord record = load_run(run());
  const Weights& now = record.models.front().state.engine.weights;
  for (std::size_t u = 0; u < 7; ++u) {
    const json& unit = layer.at("units")[u];
    double in = 0, out = 0;
    for (std::size_t i = 0; i < 9; ++i)
      in += std::pow(static_cast<double>(now.layers[1].weight[u * 9 + i]), 2);
    for (std::size_t o = 0; o < 3; ++o)
      out += std::pow(static_cast<double>(now.layers[2].weight[o * 7 + u]), 2);
    EXPECT_EQ(unit.at("bias"), static_cast<double>(now.layers[1].bias[u]));
    EXPECT_NEAR(unit.at("norm_in"), std::sqrt(in), 1e-9);
    EXPECT_NEAR(unit.at("norm_out"), std::sqrt(out), 1e-9);
    EXPECT_EQ(unit.at("mean_activation").size(), 3U);
  }
  EXPECT_TRUE(inspected({"--layer", "3"}).at("layers")[0].at("units")[0].at("norm_out").is_null());
  const std::string text = invoke_done({"inspect-run", run(), "--layer", "2"}).out;
  EXPECT_NE(text.find("layer 2"), std::string::npos);
  EXPECT_NE(text.find("9 -> 7"), std::string::npos);
}

TEST_F(InspectRun, WithoutItsRowsTheWeightsAreStillTold) {
  std::filesystem::remove(data());
  const json document = inspected();
  EXPECT_TRUE(document.at("rows").is_null());
  ASSERT_EQ(document.at("notes").size(), 1U);
  EXPECT_NE(document.at("notes")[0].get<std::string>().find("need the rows"), std::string::npos);
  EXPECT_TRUE(document.at("layers")[0].at("dead").is_null());
  EXPECT_TRUE(document.at("layers")[0].at("gradient_norm").is_null());
  EXPECT_GT(document.at("layers")[0].at("weights").at("rms"), 0.0);
  EXPECT_TRUE(inspected({"--no-data"}).at("notes").empty());
}

TEST_F(InspectRun, GivenWeightsAreNotTakenForTheSeeds) {
  const std::string other = directory / "other";
  std::filesystem::path checkpoint;
  for (const auto& file : std::filesystem::directory_iterator(run())) {
    if (file.path().extension() == ".safetensors") checkpoint = file.path();
  }
  invoke_done({"train", "--data", data(), "--epochs", "1", "--model", "9x7", "--device", "cpu", "--init",
               checkpoint.string(), "--run", other});
  const auto look = [&] { return invoke_done({"inspect-run", other, "--json"}).document(); };
  EXPECT_TRUE(look().at("layers")[0].at("change").at("relative").is_null());
  ASSERT_EQ(look().at("notes").size(), 1U);
  // Nor after it went on without them.
  invoke_done({"train", "--resume", other, "--epochs", "2", "--device", "cpu"});
  EXPECT_TRUE(look().at("layers")[0].at("change").at("relative").is_null());
}

TEST_F(InspectRun, SaysWhatIsWrong) {
  const auto refused = [](const std::vector<std::string>& arguments, const std::string& says) {
    const test::CliResult result = invoke(arguments);
    EXPECT_EQ(result.status, 2);
    EXPECT_NE(result.err.find(says), std::string::npos) << result.err;
  };
  refused({"inspect-run"}, "is missing");
  refused({"inspect-run", directory / "nowhere"}, "nowhere");
  refused({"inspect-run", run(), "--layer", "0"}, "--layer");
  refused({"inspect-run", run(), "--layer", "4"}, "--layer");
  refused({"inspect-run", run(), "--model", "tiny"}, "tiny");
  // A checkpoint of another shape.
  const std::string other = directory / "other";
  invoke_done(
      {"train", "--data", data(), "--epochs", "4", "--model", "5x5", "--device", "cpu", "--run", other});
  const auto checkpoint = [](const std::string& folder) {
    for (const auto& file : std::filesystem::directory_iterator(folder)) {
      if (file.path().extension() == ".safetensors") return file.path();
    }
    return std::filesystem::path();
  };
  std::filesystem::copy_file(checkpoint(other), checkpoint(run()),
                             std::filesystem::copy_options::overwrite_existing);
  refused({"inspect-run", run()}, "checkpoint");
}

}  // namespace
}  // namespace headroom
