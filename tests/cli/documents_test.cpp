// The documents hold the keys that command_line's contract names, with consistent values.
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <set>

#include "tests/cli/run.h"
#include "tests/support/temporary_directory.h"

namespace headroom {
namespace {

using nlohmann::json;
using test::run;
using test::sample;
using test::TemporaryDirectory;

TEST(Documents, DevicesListTheCpuWithItsMemory) {
  const json document = run({"devices", "--json"}).document();
  EXPECT_EQ(document.at("schema_version"), 1);
  std::set<std::string> ids;
  for (const json& device : document.at("devices")) {
    ids.insert(device.at("id").get<std::string>());
    EXPECT_FALSE(device.at("kind").get<std::string>().empty());
    EXPECT_FALSE(device.at("name").get<std::string>().empty());
    EXPECT_GE(device.at("memory_total_bytes").get<std::int64_t>(),
              device.at("memory_free_bytes").get<std::int64_t>());
  }
  EXPECT_TRUE(ids.contains("cpu"));
}

TEST(Documents, PresetsAreThere) {
  const std::string out = run({"presets", "--json"}).out;
  EXPECT_NE(out.find("infrastructure"), std::string::npos);
  EXPECT_NE(out.find("scalability"), std::string::npos);
}

TEST(Documents, TrainTellsStagesModelMemoryAndEpochs) {
  const test::Ran ran = run({"train", "--preset", "scalability", "--model", "small", "--epochs", "2",
                             "--log-steps", "--json", "--device", "cpu"});
  ASSERT_EQ(ran.status, 0) << ran.err;
  const json document = ran.document();
  EXPECT_EQ(document.at("schema_version"), 1);
  EXPECT_EQ(document.at("device").at("id"), "cpu");
  std::vector<std::string> ids;
  for (const json& stage : document.at("stages")) {
    ids.push_back(stage.at("id"));
    EXPECT_GE(stage.at("seconds").get<double>(), 0);
    EXPECT_TRUE(stage.contains("bytes") && stage.contains("where") && stage.contains("in") &&
                stage.contains("out"));
  }
  EXPECT_EQ(ids, (std::vector<std::string>{"load", "transfer", "preprocess", "features", "training",
                                           "evaluation"}));
  EXPECT_EQ(document.at("stages")[0].at("in"), json({10000, 20}));
  EXPECT_EQ(document.at("stages")[3].at("out"), json({10000, 230}));
  const json& model = document.at("model");
  EXPECT_EQ(model.at("widths"), json({230, 50, 50, 1}));
  EXPECT_EQ(model.at("parameters"), 14151);
  EXPECT_EQ(model.at("activation"), "relu");
  EXPECT_EQ(model.at("output"), "sigmoid");
  const json& memory = document.at("memory");
  std::int64_t sum = 0;
  for (const json& item : memory.at("items")) sum += item.at("bytes").get<std::int64_t>();
  EXPECT_EQ(sum, memory.at("predicted_bytes").get<std::int64_t>());
  EXPECT_EQ(memory.at("predicted_bytes"), memory.at("charged_bytes"));
  for (const char* key : {"device_total_bytes", "device_free_before_bytes", "device_free_after_bytes"}) {
    EXPECT_GT(memory.at(key).get<std::int64_t>(), 0) << key;
  }
  ASSERT_EQ(document.at("epochs").size(), 2U);
  EXPECT_EQ(document.at("epochs")[1].at("epoch"), 2);
  EXPECT_EQ(document.at("epochs")[0].at("steps"), 32);  // ceil(8,000 / 256)
  EXPECT_EQ(document.at("steps").size(), 64U);
  EXPECT_EQ(document.at("steps")[0].at("step"), 1);
  // A step's loss is taken before its update: the first one of an untrained classifier is near ln 2.
  EXPECT_NEAR(document.at("steps")[0].at("loss").get<double>(), std::log(2.0), 0.25);
  EXPECT_EQ(document.at("final").at("validation_loss"), document.at("epochs")[1].at("validation_loss"));
  EXPECT_GT(document.at("final").at("steps_per_second").get<double>(), 0);
}

TEST(Documents, ARegressionTellsErrorsInsteadOfAccuracy) {
  TemporaryDirectory folder;
  const std::string file = (folder / "line.csv").string();
  {
    std::ofstream csv(file);
    csv << "x,noise,y\n";
    for (int i = 0; i < 200; ++i)
      csv << i * 0.01 << ',' << (i * 37 % 11) << ',' << (0.5 + i * 0.0123) << '\n';
  }
  const test::Ran ran = run({"train", "--data", file, "--epochs", "60", "--lr", "0.01", "--json"});
  ASSERT_EQ(ran.status, 0) << ran.err;
  const json document = ran.document();
  EXPECT_EQ(document.at("model").at("output"), "linear");
  const json& last = document.at("epochs").back();
  EXPECT_FALSE(last.contains("validation_accuracy"));
  const double loss = last.at("validation_loss");
  EXPECT_NEAR(last.at("validation_rmse").get<double>(), std::sqrt(loss), 1e-9);
  EXPECT_TRUE(last.contains("train_rmse"));
  EXPECT_GT(last.at("r2").get<double>(), 0.9);  // the target is a line of the first column
}

TEST(Documents, MissingNumbersAreCounted) {
  TemporaryDirectory folder;
  const std::string file = (folder / "gaps.csv").string();
  {
    std::ofstream csv(file);
    csv << "a,b,kind\n";
    for (int i = 0; i < 40; ++i)
      csv << (i % 10 == 0 ? "NA" : std::to_string(i)) << ',' << i % 7 << ',' << (i % 2 ? "odd" : "even")
          << '\n';
  }
  const json document = run({"train", "--data", file, "--epochs", "1", "--json"}).document();
  EXPECT_EQ(document.at("classes"), json({"even", "odd"}));
  EXPECT_NE(document.at("imputed").dump().find('4'), std::string::npos) << document.at("imputed");
}

TEST(Documents, PredictTracesOneRowOf230FeaturesToOneValue) {
  TemporaryDirectory folder;
  const std::string directory = (folder / "run").string();
  ASSERT_EQ(run({"train", "--preset", "scalability", "--model", "small", "--epochs", "1", "--run", directory})
                .status,
            0);
  const test::Ran ran = run({"predict", "--run", directory, "--row", "5", "--trace", "--json"});
  ASSERT_EQ(ran.status, 0) << ran.err;
  const json document = ran.document();
  const json& trace = document.at("trace");
  EXPECT_EQ(trace.at("raw_input").size(), 20U);
  ASSERT_EQ(trace.at("scaled_input").size(), 20U);
  ASSERT_EQ(trace.at("features").size(), 230U);
  const auto scaled = [&](std::size_t i) { return trace.at("scaled_input")[i].at("value").get<double>(); };
  const auto feature = [&](std::size_t i) { return trace.at("features")[i].at("value").get<double>(); };
  EXPECT_NEAR(feature(20), scaled(0) * scaled(0), 1e-6);  // x0^2
  EXPECT_NEAR(feature(21), scaled(0) * scaled(1), 1e-6);  // x0 x1
  EXPECT_NEAR(feature(229), scaled(19) * scaled(19), 1e-6);
  ASSERT_EQ(trace.at("layers").size(), 3U);
  const json& last = trace.at("layers").back();
  ASSERT_EQ(last.at("pre_activation").size(), 1U);
  const double z = last.at("pre_activation")[0];
  EXPECT_NEAR(document.at("output")[0].get<double>(), 1 / (1 + std::exp(-z)), 1e-6);
  for (const json& value : trace.at("layers")[0].at("activation")) EXPECT_GE(value.get<double>(), 0);  // ReLU
}

}  // namespace
}  // namespace headroom
