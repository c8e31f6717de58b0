// The document of `train`, key by key, and what its figures say about each other.
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <regex>
#include <set>

#include "core/base/rng.h"
#include "test_places.h"
#include "tests/cli/cli_runner.h"
#include "tests/support/temporary_directory.h"

namespace headroom {
namespace {

using nlohmann::json;
using test::invoke;
using test::invoke_done;
using test::sample;

void expect_keys(const json& object, const std::vector<std::string>& numbers,
                 const std::vector<std::string>& texts = {}) {
  for (const std::string& key : numbers) {
    ASSERT_TRUE(object.contains(key)) << key;
    EXPECT_TRUE(object[key].is_number()) << key << " is " << object[key].dump();
  }
  for (const std::string& key : texts) {
    ASSERT_TRUE(object.contains(key)) << key;
    EXPECT_TRUE(object[key].is_string()) << key;
  }
}

TEST(Devices, DocumentAndTable) {
  const json document = invoke_done({"devices", "--json"}).document();
  EXPECT_EQ(document.at("schema_version"), 1);
  ASSERT_GE(document.at("devices").size(), 1U);
  EXPECT_EQ(document["devices"][0]["id"], "cpu");
  for (const json& device : document["devices"]) {
    expect_keys(device, {"memory_total_bytes", "memory_free_bytes"}, {"id", "kind", "name"});
    EXPECT_EQ(device.contains("compute_capability"), device["kind"] == "cuda");
  }
  EXPECT_NE(invoke_done({"devices"}).out.find("cpu"), std::string::npos);
}

TEST(Presets, BothPipelinesAreThere) {
  const json document = invoke_done({"presets", "--json"}).document();
  EXPECT_EQ(document.at("schema_version"), 1);
  const auto preset = [&](const std::string& id) {
    for (const json& candidate : document.at("presets")) {
      if (candidate.at("id") == id) return candidate;
    }
    return json::object();
  };
  EXPECT_EQ(preset("infrastructure").at("rows"), 10000);
  EXPECT_EQ(preset("infrastructure").at("columns"), 50);
  EXPECT_EQ(preset("infrastructure").at("epochs"), 5);
  EXPECT_EQ(preset("scalability").at("features"), 230);  // 20 + 20 * 21 / 2
  EXPECT_EQ(preset("scalability").at("epochs"), 20);
}

TEST(Train, DocumentOfAClassification) {
  const json d = invoke_done({"train", "--preset", "scalability", "--model", "small", "--epochs", "2",
                              "--device", "cpu", "--log-steps", "--json"})
                     .document();
  EXPECT_EQ(d.at("schema_version"), 1);
  EXPECT_EQ(d.at("device").at("id"), "cpu");
  expect_keys(d["device"], {}, {"id", "kind", "name"});

  const char* ids[] = {"load", "transfer", "preprocess", "features", "training", "evaluation"};
  ASSERT_EQ(d.at("stages").size(), 6U);
  for (std::size_t i = 0; i < 6; ++i) {
    EXPECT_EQ(d["stages"][i].at("id"), ids[i]);
    expect_keys(d["stages"][i], {"bytes", "seconds"}, {"where"});
    EXPECT_TRUE(d["stages"][i].at("in").is_array());
    EXPECT_TRUE(d["stages"][i].at("out").is_array());
  }
  EXPECT_EQ(d["stages"][0]["out"], json({10000, 20}));
  EXPECT_EQ(d["stages"][3]["in"], json({10000, 20}));
  EXPECT_EQ(d["stages"][3]["out"], json({10000, 230}));
  EXPECT_EQ(d["stages"][3]["bytes"], 10000 * 230 * 4);

  EXPECT_EQ(d.at("model").at("widths"), json({230, 50, 50, 1}));
  EXPECT_EQ(d["model"].at("activation"), "relu");
  EXPECT_EQ(d["model"].at("output"), "sigmoid");
  EXPECT_EQ(d["model"].at("parameters"), 14151);  // 230*50+50 + 50*50+50 + 50+1

  const json& memory = d.at("memory");
  expect_keys(memory, {"predicted_bytes", "charged_bytes", "device_total_bytes", "device_free_before_bytes",
                       "device_free_after_bytes"});
  EXPECT_EQ(memory["predicted_bytes"], memory["charged_bytes"]);
  std::int64_t sum = 0;
  for (const json& item : memory.at("items")) {
    expect_keys(item, {"bytes"}, {"name", "category"});
    sum += item["bytes"].get<std::int64_t>();
  }
  EXPECT_EQ(memory["charged_bytes"], sum);
  expect_keys(memory,
              {"context_bytes", "used_bytes", "accounted_bytes", "difference_bytes", "difference_percent"});
  std::int64_t charged = 0;
  for (const json& category : memory.at("categories")) {
    expect_keys(category, {"predicted_bytes", "charged_bytes"}, {"category"});
    EXPECT_EQ(category.at("error_bytes"), 0) << category;
    charged += category["charged_bytes"].get<std::int64_t>();
  }
  EXPECT_EQ(memory["charged_bytes"], charged);
  EXPECT_EQ(memory["accounted_bytes"], charged - memory["unfilled_bytes"].get<std::int64_t>() +
                                           memory["context_bytes"].get<std::int64_t>());
  EXPECT_EQ(memory["difference_bytes"],
            memory["used_bytes"].get<std::int64_t>() - memory["accounted_bytes"].get<std::int64_t>());

  ASSERT_EQ(d.at("epochs").size(), 2U);
  for (const json& epoch : d["epochs"]) {
    expect_keys(epoch, {"epoch", "train_loss", "train_accuracy", "validation_loss", "validation_accuracy",
                        "seconds", "steps"});
    EXPECT_EQ(epoch["steps"], 32);  // ceil(8,000 / 256)
  }
  ASSERT_EQ(d.at("steps").size(), 64U);
  EXPECT_EQ(d["steps"][0].at("step"), 1);
  EXPECT_EQ(d["steps"][63].at("step"), 64);
  EXPECT_NEAR(d["steps"][0].at("loss").get<double>(), std::log(2.0), 0.5);
  expect_keys(d.at("final"), {"validation_loss", "validation_accuracy", "seconds", "steps_per_second"});
  EXPECT_EQ(d["final"]["validation_loss"], d["epochs"][1]["validation_loss"]);
  EXPECT_EQ(d.at("classes").size(), 2U);
}

TEST(Train, DegreeOneHasNoFeatureStageAndStepsOnlyOnRequest) {
  const json d = invoke_done({"train", "--data", sample("iris.csv"), "--epochs", "1", "--json"}).document();
  ASSERT_EQ(d.at("stages").size(), 5U);
  EXPECT_EQ(d["stages"][3]["id"], "training");
  EXPECT_FALSE(d.contains("steps"));
  EXPECT_EQ(d.at("classes"), json({"setosa", "versicolor", "virginica"}));
  EXPECT_EQ(d.at("model").at("output"), "softmax");
  EXPECT_EQ(d.at("data").at("validation_rows"), 30);  // ceil(150 * 0.2)
}

// One missing number; the regression's figures stand in place of accuracy.
TEST(Train, RegressionAndMissingNumbers) {
  const test::TemporaryDirectory directory;
  std::ofstream file(directory / "line.csv");
  file << "x,noise,y\n";
  for (int i = 0; i < 200; ++i) {
    file << 0.01 * i << ',' << (i == 3 ? "?" : std::to_string(i * 37 % 11)) << ',' << 0.5 + 0.0123 * i
         << '\n';
  }
  file.close();
  const json d = invoke_done({"train", "--data", directory / "line.csv", "--epochs", "60", "--lr", "0.01",
                              "--split", "tail", "--json"})
                     .document();
  EXPECT_EQ(d.at("model").at("output"), "linear");
  EXPECT_EQ(d.at("imputed"), json({{"noise", 1}}));
  EXPECT_FALSE(d.contains("classes"));
  const json& last = d.at("epochs").back();
  expect_keys(last, {"train_loss", "validation_loss", "train_rmse", "validation_rmse", "r2"});
  EXPECT_FALSE(last.contains("train_accuracy"));
  // The loss is that of the standardised target, RMSE is in its own unit. Of y = 0.5 + 0.0123 i over the
  // first 160 rows: mean 0.5 + 0.0123 * 79.5, deviation 0.0123 * sqrt((160^2 - 1) / 12).
  const json& scale = d.at("data").at("target_scale");
  EXPECT_NEAR(scale["mean"].get<double>(), 1.47785, 1e-6);
  EXPECT_NEAR(scale["deviation"].get<double>(), 0.0123 * std::sqrt((160.0 * 160 - 1) / 12), 1e-6);
  EXPECT_NEAR(last["validation_rmse"].get<double>(),
              scale["deviation"].get<double>() * std::sqrt(last["validation_loss"].get<double>()), 1e-9);
  EXPECT_GT(last["r2"].get<double>(), 0.9);  // the target is a line of the first column
  expect_keys(d.at("final"), {"validation_loss", "validation_rmse", "r2", "seconds", "steps_per_second"});
}

// Prices of rooms by area and age: 50,000 to 800,000, learnt at the defaults.
TEST(Train, ALargeTargetIsLearntAtTheDefaultsAndPredictedInItsUnit) {
  const test::TemporaryDirectory directory;
  std::ofstream file(directory / "rooms.csv");
  file << "area,age,price\n";
  for (int i = 0; i < 400; ++i) {
    const int area = 20 + i * 73 % 181, age = i * 37 % 80;
    file << area << ',' << age << ',' << 60'000 + 3'600 * area - 600 * age + i * 7919 % 20'000 << '\n';
  }
  file.close();
  const std::string folder = directory / "run";
  const json d =
      invoke_done({"train", "--data", directory / "rooms.csv", "--run", folder, "--json"}).document();
  EXPECT_GT(d.at("final").at("r2").get<double>(), 0.9);
  EXPECT_LT(d.at("final").at("validation_rmse").get<double>(), 60'000);
  EXPECT_GT(d.at("final").at("validation_rmse").get<double>(), 1'000);
  EXPECT_LT(d.at("epochs").at(0).at("train_loss").get<double>(), 3);
  EXPECT_EQ(d.at("warnings"), json::array());
  const json row = invoke_done({"predict", "--run", folder, "--row", "11", "--json"}).document();
  const double price = row.at("target").get<double>();
  EXPECT_NEAR(row.at("output").at(0).get<double>(), price, 100'000);
  // Resumed with more epochs it goes on from the same scale.
  const json more = invoke_done({"train", "--resume", folder, "--epochs", "90", "--json"}).document();
  EXPECT_EQ(more.at("data").at("target_scale"), d.at("data").at("target_scale"));
  EXPECT_GE(more.at("final").at("r2").get<double>(), 0.9);
}

// Without scaling, the loss is that of the file's numbers, as PyTorch's MSELoss on them would be.
TEST(Train, TheTargetsScaleCanBeChosen) {
  const test::TemporaryDirectory directory;
  std::ofstream file(directory / "line.csv");
  file << "x,y\n";
  for (int i = 0; i < 100; ++i) file << i << ',' << 1000 + i << '\n';
  file.close();
  const auto train = [&](const char* scale) {
    return invoke_done({"train", "--data", directory / "line.csv", "--task", "regress", "--epochs", "1",
                        "--scale-target", scale, "--json"})
        .document();
  };
  const json none = train("none"), standard = train("standard"), automatic = train("auto");
  EXPECT_EQ(none["data"]["target_scale"], json({{"mean", 0.0}, {"deviation", 1.0}}));
  EXPECT_GT(none["final"]["validation_loss"].get<double>(), 900'000);  // outputs near 0, targets from 1000 on
  EXPECT_LT(standard["final"]["validation_loss"].get<double>(), 3);
  EXPECT_NEAR(standard["data"]["target_scale"]["deviation"].get<double>(), 29, 3);
  EXPECT_EQ(automatic["final"]["validation_loss"], standard["final"]["validation_loss"]);
  EXPECT_EQ(none["settings"]["scale_target"], false);
  EXPECT_EQ(standard["settings"]["scale_target"], true);
}

// Each scheme starts elsewhere; a resumed run and a saved one know which it was.
TEST(Train, TheFirstWeightsCanBeChosen) {
  const test::TemporaryDirectory directory;
  std::set<double> losses;
  for (const char* scheme : {"torch", "glorot", "he"}) {
    const json d = invoke_done({"train", "--data", sample("iris.csv"), "--epochs", "1", "--init-scheme",
                                scheme, "--run", directory / scheme, "--log-steps", "--json"})
                       .document();
    EXPECT_EQ(d["settings"]["init_scheme"], scheme);
    losses.insert(d["steps"][0]["loss"].get<double>());
    const json more =
        invoke_done({"train", "--resume", directory / scheme, "--epochs", "2", "--json"}).document();
    EXPECT_EQ(more["settings"]["init_scheme"], scheme);
  }
  EXPECT_EQ(losses.size(), 3U);
}

// The unit of the target changes RMSE and nothing else.
TEST(Train, TheUnitOfATargetDoesNotChangeItsCurve) {
  const test::TemporaryDirectory directory;
  const auto train = [&](const char* name, int unit) {
    std::ofstream file(directory / name);
    file << "x,y\n";
    for (int i = 0; i < 128; ++i) file << i << ',' << unit * (i * i % 4096) << '\n';
    file.close();
    return invoke_done({"train", "--data", directory / name, "--epochs", "5", "--task", "regress", "--json"})
        .document()
        .at("final");
  };
  const json one = train("one.csv", 1), many = train("many.csv", 1024);
  EXPECT_NEAR(many["r2"].get<double>(), one["r2"].get<double>(), 1e-6);
  EXPECT_NEAR(many["validation_rmse"].get<double>(), 1024 * one["validation_rmse"].get<double>(),
              1e-3 * many["validation_rmse"].get<double>());
}

TEST(Train, WarnsOfWhatAPersonWouldSee) {
  const json stuck =
      invoke_done({"train", "--data", test::sample("iris.csv"), "--lr", "1e-9", "--epochs", "5", "--json"})
          .document()
          .at("warnings");
  ASSERT_EQ(stuck.size(), 1U);
  EXPECT_EQ(stuck[0].at("kind"), "stuck");
  EXPECT_EQ(stuck[0].at("advice"), "Raise the learning rate to 0.001.");
  const json high = invoke_done({"train", "--preset", "infrastructure", "--lr", "1000", "--json"})
                        .document()
                        .at("warnings");
  ASSERT_EQ(high.size(), 1U);
  EXPECT_EQ(high[0].at("kind"), "explodes");
  for (const char* preset : {"infrastructure", "scalability"}) {
    EXPECT_EQ(
        invoke_done({"train", "--preset", preset, "--model", "small", "--json"}).document().at("warnings"),
        json::array())
        << preset;
  }
  const test::CliResult table =
      invoke_done({"train", "--data", test::sample("iris.csv"), "--lr", "1e-9", "--epochs", "5"});
  EXPECT_NE(table.out.find("warning The loss has not moved in 5 epochs"), std::string::npos) << table.out;
}

// More columns than rows, and nothing to learn from them.
TEST(Train, WarnsOfOverFitting) {
  const test::TemporaryDirectory directory;
  std::ofstream file(directory / "wide.csv");
  Rng rng(5);
  for (int c = 0; c < 400; ++c) file << 'c' << c << ',';
  file << "y\n";
  for (int r = 0; r < 200; ++r) {
    for (int c = 0; c < 400; ++c) file << rng.uniform() << ',';
    file << (rng.uniform() < 0.5 ? "yes" : "no") << '\n';
  }
  file.close();
  const json warnings =
      invoke_done({"train", "--data", directory / "wide.csv", "--json"}).document().at("warnings");
  ASSERT_EQ(warnings.size(), 1U);
  EXPECT_EQ(warnings[0].at("kind"), "overfits");
  EXPECT_GE(warnings[0].at("epoch").get<int>(), 1);
}

TEST(Train, AFileWithoutAHeaderCanBeRead) {
  const test::TemporaryDirectory directory;
  std::ofstream file(directory / "bare.csv");
  for (int i = 0; i < 60; ++i)
    file << 1 + 0.25 * i << ',' << 2 + i * 7 % 11 << ',' << (i < 30 ? 0 : 1) << '\n';
  file.close();
  const std::string path = directory / "bare.csv", folder = directory / "run";
  const test::CliResult asked = invoke_done({"train", "--data", path, "--epochs", "1", "--json"});
  EXPECT_EQ(asked.document().at("data").at("rows"), 60) << "no row is lost in silence";
  EXPECT_NE(asked.err.find("--header yes"), std::string::npos) << asked.err;
  const test::CliResult bare =
      invoke_done({"train", "--data", path, "--header", "no", "--epochs", "1", "--run", folder, "--json"});
  EXPECT_EQ(bare.document().at("data").at("rows"), 60);
  EXPECT_EQ(bare.document().at("data").at("target"), "x3");
  EXPECT_EQ(bare.err.find("--header"), std::string::npos) << bare.err;
  const test::CliResult names =
      invoke_done({"train", "--data", path, "--header", "yes", "--epochs", "1", "--json"});
  EXPECT_EQ(names.document().at("data").at("rows"), 59) << "as asked for";
  // The record knows: going on and predicting read the first row as well.
  EXPECT_EQ(
      invoke_done({"train", "--resume", folder, "--epochs", "2", "--json"}).document().at("data").at("rows"),
      60);
  EXPECT_EQ(
      invoke_done({"predict", "--run", folder, "--data", path, "--json"}).document().at("predictions").size(),
      60U);
  EXPECT_EQ(invoke({"train", "--data", path, "--header", "perhaps"}).status, 2);
  EXPECT_EQ(invoke({"train", "--preset", "infrastructure", "--header", "no"}).status, 2);
}

TEST(Train, HowAFileIsMadeCanBeSaid) {
  const test::TemporaryDirectory directory;
  const std::string path = directory / "odd.txt";
  std::ofstream file(path);
  file << "from 1:2\n'a':'y'\n";
  for (int i = 0; i < 40; ++i)
    file << (i == 20 ? "!left out\n" : "") << i << ":'" << (i % 2 == 0 ? "u" : "v") << "'\n";
  file.close();
  const auto train = [&](std::vector<std::string> words) {
    words.insert(words.begin(), {"train", "--data", path, "--epochs", "1", "--json"});
    return invoke(words);
  };
  const test::CliResult read =
      train({"--separator", ":", "--quote", "'", "--comment", "!", "--skip-lines", "1", "--header", "yes"});
  ASSERT_EQ(read.status, 0) << read.err;
  EXPECT_EQ(read.document().at("data").at("rows"), 40);
  EXPECT_EQ(read.document().at("classes"), json({"u", "v"}));
  EXPECT_EQ(train({"--separator", "none"}).status, 2);
  EXPECT_EQ(train({"--separator", "::"}).status, 2);
  EXPECT_EQ(train({"--skip-lines", "-1"}).status, 2);
  EXPECT_EQ(train({"--skip-lines", "100"}).status, 2);
  EXPECT_EQ(invoke({"train", "--preset", "infrastructure", "--separator", ";"}).status, 2);
}

TEST(Train, OptionsOverrideAPreset) {
  const json d = invoke_done({"train",
                              "--preset",
                              "infrastructure",
                              "--model",
                              "7x3",
                              "--epochs",
                              "1",
                              "--batch",
                              "500",
                              "--lr",
                              "0.5",
                              "--optimizer",
                              "sgd",
                              "--activation",
                              "tanh",
                              "--seed",
                              "9",
                              "--validation",
                              "0.5",
                              "--scale",
                              "standard",
                              "--degree",
                              "2",
                              "--json"})
                     .document();
  EXPECT_EQ(d.at("model").at("widths"), json({1325, 7, 3, 3}));  // 50 + 50 * 51 / 2
  EXPECT_EQ(d["model"]["activation"], "tanh");
  EXPECT_EQ(d.at("epochs").size(), 1U);
  EXPECT_EQ(d["epochs"][0]["steps"], 10);
  EXPECT_EQ(d.at("settings").at("optimizer"), "sgd");
  EXPECT_EQ(d["settings"]["seed"], 9);
  EXPECT_EQ(d["settings"]["scale"], "standard");
}

TEST(Train, TheSameSeedGivesTheSameCurve) {
  const auto losses = [](const std::string& seed) {
    const json d = invoke_done({"train", "--preset", "infrastructure", "--epochs", "1", "--seed", seed,
                                "--device", "cpu", "--log-steps", "--json"})
                       .document();
    return d.at("steps").dump();
  };
  EXPECT_EQ(losses("5"), losses("5"));
  EXPECT_NE(losses("5"), losses("6"));
}

// 10,000 rows x 230 columns of 4 bytes are not stored, and nothing else changes: the run record knows.
TEST(Train, GeneratedTermsTrainTheSameWithoutTheirBytes) {
  const test::TemporaryDirectory directory;
  const auto train = [&](const std::string& terms) {
    return invoke_done({"train", "--preset", "scalability", "--model", "small", "--epochs", "2", "--device",
                        "cpu", "--terms", terms, "--run", (directory.path() / terms).string(), "--log-steps",
                        "--json"})
        .document();
  };
  const json stored = train("stored"), generated = train("generated");
  EXPECT_EQ(generated.at("steps"), stored.at("steps"));
  EXPECT_EQ(generated.at("settings").at("terms"), "generated");
  EXPECT_EQ(stored.at("memory").at("predicted_bytes").get<std::int64_t>() -
                generated.at("memory").at("predicted_bytes").get<std::int64_t>(),
            10000 * 230 * 4);
  EXPECT_EQ(generated.at("memory").at("charged_bytes"), generated.at("memory").at("predicted_bytes"));

  const auto resume = [&](const std::string& terms) {
    return invoke_done({"train", "--resume", (directory.path() / terms).string(), "--epochs", "3", "--json"})
        .document();
  };
  const json on = resume("generated");
  EXPECT_EQ(on.at("settings").at("terms"), "generated");
  EXPECT_EQ(on.at("epochs").back().at("validation_loss"),
            resume("stored").at("epochs").back().at("validation_loss"));
}

// The figures of a model without what a clock measured.
json without_times(const json& model) {
  json figures = {{"epochs", model.at("epochs")}, {"steps", model.at("steps")}};
  for (json& epoch : figures["epochs"]) epoch.erase("seconds");
  return figures;
}

TEST(Train, SideBySideEachModelIsWhatItIsAlone) {
  const auto train = [](const std::string& models) {
    return invoke_done({"train", "--data", sample("iris.csv"), "--model", models, "--epochs", "3", "--device",
                        "cpu", "--log-steps", "--json"})
        .document();
  };
  const json both = train("small,large");
  ASSERT_EQ(both.at("models").size(), 2U);
  std::int64_t own_bytes = 0;
  for (const json& model : both["models"]) {
    SCOPED_TRACE(model.at("id"));
    const json alone = train(model["id"]);
    EXPECT_FALSE(alone.contains("models"));
    EXPECT_EQ(without_times(model), without_times(alone));
    EXPECT_EQ(model.at("widths"), alone.at("model").at("widths"));
    EXPECT_EQ(model.at("parameters"), alone.at("model").at("parameters"));
    EXPECT_EQ(model.at("final").at("validation_loss"), alone.at("final").at("validation_loss"));
    EXPECT_EQ(model.at("memory").at("predicted_bytes"), model.at("memory").at("charged_bytes"));
    own_bytes += model["memory"]["charged_bytes"].get<std::int64_t>();
  }
  // The keys of one model: the first one's figures, and the memory of all.
  EXPECT_EQ(both.at("model").at("widths"), both["models"][0]["widths"]);
  EXPECT_EQ(both.at("epochs"), both["models"][0]["epochs"]);
  EXPECT_EQ(both.at("steps"), both["models"][0]["steps"]);
  EXPECT_EQ(both.at("final"), both["models"][0]["final"]);
  const json& memory = both.at("memory");
  EXPECT_EQ(memory.at("predicted_bytes"), memory.at("charged_bytes"));
  std::int64_t items = 0, rows = 0;
  for (const json& item : memory.at("items")) {
    items += item["bytes"].get<std::int64_t>();
    if (item["category"] == "dataset") rows += item["bytes"].get<std::int64_t>();
  }
  EXPECT_EQ(items, memory["charged_bytes"]);
  EXPECT_GT(rows, 0);
  EXPECT_LE(own_bytes + rows, items);
}

TEST(Train, SideBySideTablesNameEveryModel) {
  const test::CliResult result = invoke_done(
      {"train", "--data", sample("iris.csv"), "--model", "3,small", "--epochs", "1", "--device", "cpu"});
  EXPECT_NE(result.out.find("small   4 → 2×50 → 3"), std::string::npos) << result.out;
  EXPECT_NE(result.out.find("custom  4 → 3 → 3"), std::string::npos) << result.out;
  EXPECT_NE(result.out.find("small   validation loss "), std::string::npos) << result.out;
  EXPECT_NE(result.err.find("custom  epoch 1/1  train loss "), std::string::npos) << result.err;
}

TEST(Train, EarlyStopIsOffByDefaultAndStopsWhenAsked) {
  const json d = invoke_done({"train", "--data", sample("iris.csv"), "--epochs", "50", "--lr", "1e-9",
                              "--early-stop", "2", "--json"})
                     .document();
  EXPECT_EQ(d.at("epochs").size(), 3U);  // the first one improves on nothing
  EXPECT_EQ(d.at("final").at("stopped_early"), true);
}

// Digits, units and names of this machine vary; the form does not.
TEST(Train, TablesHaveTheirForm) {
  const test::CliResult result =
      invoke_done({"train", "--data", sample("iris.csv"), "--epochs", "2", "--device", "cpu"});
  std::string form = std::regex_replace(result.out, std::regex("cpu  .*"), "cpu  NAME");
  form = std::regex_replace(form, std::regex("difference  .*"), "difference DIFFERENCE");  // of either sign
  form = std::regex_replace(form, std::regex("[0-9][0-9 .]*( us| ms| s)\\b"), "TIME");
  form = std::regex_replace(form, std::regex("[0-9][0-9 .]*( B| KiB| MiB| GiB)\\b"), "BYTES");
  form = std::regex_replace(form, std::regex("[0-9]+([ .][0-9]+)*"), "N");
  form = std::regex_replace(form, std::regex(" +"), " ");
  std::ifstream golden(std::string(HEADROOM_TESTS_DIR) + "/golden/train_iris.txt");
  const std::string expected((std::istreambuf_iterator<char>(golden)), std::istreambuf_iterator<char>());
  EXPECT_EQ(form, expected);
  EXPECT_NE(result.err.find("epoch 1/2  train loss "), std::string::npos);
  EXPECT_NE(result.err.find("epoch 2/2  train loss "), std::string::npos);
}

}  // namespace
}  // namespace headroom
