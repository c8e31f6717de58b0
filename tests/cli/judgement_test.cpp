// What `train` and `predict` say about how good a network is: figures that agree with each other, with the
// predictions that they are made of, and with the baselines.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>

#include "core/base/rng.h"
#include "core/io/file.h"
#include "tests/cli/cli_runner.h"
#include "tests/support/temporary_directory.h"

namespace headroom {
namespace {

using nlohmann::json;
using test::invoke;
using test::invoke_done;
using test::sample;
using test::TemporaryDirectory;

json train(std::vector<std::string> options) {
  options.insert(options.begin(), "train");
  options.insert(options.end(), {"--device", "cpu", "--json"});
  return invoke_done(options).document();
}

// Two classes that a line tells apart but for a tenth of the rows; one in `every` rows is a "yes".
std::string write_rows(const TemporaryDirectory& directory, int every) {
  std::ofstream file(directory / "rows.csv");
  Rng rng(3);
  file << "u,v,kind\n";
  for (int i = 0; i < 400; ++i) {
    const bool yes = i % every == 0;
    const double shift = yes ? 1.3 : -1.3;
    file << rng.normal() + shift << ',' << rng.normal() - shift / 2 << ',' << (yes ? "yes" : "no") << '\n';
  }
  return directory / "rows.csv";
}

TEST(Judgement, FinalFiguresAgreeWithEachOther) {
  const json d = train({"--data", sample("iris.csv"), "--epochs", "30"});
  const json& final = d.at("final");
  double right = 0, rows = 0, recalls = 0, most = 0;
  for (const json& each : final.at("per_class")) {
    right += each.at("recall").get<double>() * each.at("rows").get<double>();
    rows += each["rows"].get<double>();
    recalls += each["recall"].get<double>();
    most = std::max(most, each["rows"].get<double>());
  }
  EXPECT_EQ(rows, 30);
  EXPECT_NEAR(final.at("validation_accuracy").get<double>(), right / rows, 1e-9);
  EXPECT_NEAR(final.at("balanced_accuracy").get<double>(), recalls / 3, 1e-9);
  EXPECT_NEAR(final.at("majority_accuracy").get<double>(), most / rows, 1e-9);
  EXPECT_NEAR(d.at("baseline").at("majority").get<double>(), most / rows, 1e-9);
  EXPECT_GT(d["baseline"].at("linear").get<double>(), 0.85);
  EXPECT_FALSE(
      train({"--data", sample("iris.csv"), "--epochs", "1", "--baseline", "off"}).contains("baseline"));
  EXPECT_EQ(invoke({"train", "--data", sample("iris.csv"), "--baseline", "maybe"}).status, 2);
}

TEST(Judgement, PredictSaysTheSameOfTheSameRows) {
  const TemporaryDirectory directory;
  const std::string rows = write_rows(directory, 3), run = directory / "run";
  const json d = train({"--data", rows, "--epochs", "5", "--split", "tail", "--run", run});
  // The last fifth of the file is what validated.
  std::ifstream whole(rows);
  std::ofstream tail(directory / "tail.csv");
  std::string line;
  for (int i = 0; std::getline(whole, line); ++i) {
    if (i == 0 || i > 320) tail << line << '\n';
  }
  tail.close();
  const json p =
      invoke_done({"predict", "--run", run, "--data", directory / "tail.csv", "--json"}).document();
  const json& metrics = p.at("metrics");
  EXPECT_EQ(metrics.at("per_class"), d.at("final").at("per_class"));
  EXPECT_NEAR(metrics.at("accuracy").get<double>(), d["final"]["validation_accuracy"].get<double>(), 1e-9);
  EXPECT_EQ(metrics["accuracy"], p.at("accuracy"));
  EXPECT_NEAR(metrics.at("loss").get<double>(), d["final"]["validation_loss"].get<double>(), 1e-5);
  EXPECT_EQ(p.at("unknown_labels"), json::array());
}

TEST(Judgement, PredictNamesLabelsThatTheRunNeverSaw) {
  const TemporaryDirectory directory;
  const std::string run = directory / "run";
  train({"--data", write_rows(directory, 3), "--epochs", "1", "--run", run});
  write_file(directory / "new.csv", "u,v,kind\n1,-1,Yes.\n-1,1,no\n2,-1,Yes.\n0,0,blue\n");
  const test::CliResult result =
      invoke_done({"predict", "--run", run, "--data", directory / "new.csv", "--json"});
  const json p = result.document();
  ASSERT_EQ(p.at("unknown_labels").size(), 2U);
  EXPECT_EQ(p["unknown_labels"][0], json({{"label", "Yes."}, {"rows", 2}, {"nearest", "yes"}}));
  EXPECT_TRUE(p["unknown_labels"][1].at("nearest").is_null());
  EXPECT_EQ(p.at("metrics").at("rows"), 1);
  EXPECT_NE(result.err.find("'Yes.' in 2 rows is no class of the run, the nearest is 'yes'"),
            std::string::npos)
      << result.err;
  EXPECT_NE(result.err.find("3 rows with such a label are left out"), std::string::npos) << result.err;
}

TEST(Judgement, ARegressionInTheFilesUnit) {
  const TemporaryDirectory directory;
  std::ofstream file(directory / "line.csv");
  Rng rng(4);
  file << "a,b,price\n";
  for (int i = 0; i < 300; ++i) {
    const double a = rng.uniform(), b = rng.uniform();
    file << a << ',' << b << ',' << 1000 * (300 + 200 * a - 90 * b + 10 * rng.normal()) << '\n';
  }
  file.close();
  const std::string path = directory / "line.csv", run = directory / "run";
  const json d = train({"--data", path, "--epochs", "5", "--run", run, "--test", "0.1"});
  // The noise has a deviation of 10,000, and a line is all there is.
  EXPECT_NEAR(d.at("baseline").at("rmse").get<double>(), 10'000, 2'500);
  EXPECT_GT(d["baseline"].at("r2").get<double>(), 0.9);
  EXPECT_TRUE(d.at("final").at("mae").is_number());
  EXPECT_EQ(d.at("test").at("rows"), 30);
  EXPECT_LT(d["test"].at("mae").get<double>(), d["test"].at("rmse").get<double>());
  const json p = invoke_done({"predict", "--run", run, "--data", path, "--json"}).document();
  double squares = 0;
  for (const json& row : p.at("predictions")) {
    const double off = row.at("value").get<double>() - std::stod(row.at("target").get<std::string>());
    squares += off * off;
  }
  EXPECT_NEAR(p.at("metrics").at("rmse").get<double>(), std::sqrt(squares / 300), 1e-6 * std::sqrt(squares));
}

TEST(Judgement, EarlyStopReportsAndKeepsTheBestEpoch) {
  const TemporaryDirectory directory;
  const std::string rows = write_rows(directory, 3), run = directory / "run", twin = directory / "twin";
  const std::vector<std::string> options = {"--data",       rows, "--lr",    "0.03",
                                            "--early-stop", "5",  "--split", "tail"};
  const auto with = [&](std::vector<std::string> more) {
    more.insert(more.begin(), options.begin(), options.end());
    return train(more);
  };
  const json d = with({"--epochs", "200", "--run", run});
  ASSERT_EQ(d.at("final").at("stopped_early"), true);
  const auto best = d["final"].at("best_epoch").get<std::size_t>();
  double least = 1e9;
  for (const json& epoch : d.at("epochs")) least = std::min(least, epoch.at("validation_loss").get<double>());
  EXPECT_LT(best, d["epochs"].size());
  EXPECT_EQ(d["epochs"][best - 1]["validation_loss"], least);
  EXPECT_EQ(d["final"]["validation_loss"], least);
  // Interrupted in between, after the best epoch and before the end, it ends the same.
  with({"--epochs", std::to_string(best + 2), "--run", twin});
  const json resumed = train({"--resume", twin, "--epochs", "200"});
  EXPECT_EQ(resumed["final"]["best_epoch"], best);
  EXPECT_EQ(resumed["epochs"].size(), d["epochs"].size());
  EXPECT_EQ(resumed["final"]["per_class"], d["final"]["per_class"]);
  EXPECT_EQ(resumed["epochs"].back()["train_loss"], d["epochs"].back()["train_loss"]);
  const auto answers = [&](const std::string& folder) {
    return invoke_done({"predict", "--run", folder, "--data", rows, "--json"}).document().at("predictions");
  };
  EXPECT_EQ(answers(run), answers(twin));
}

TEST(Judgement, ATestPartIsKeptOutOfTraining) {
  const TemporaryDirectory directory;
  const std::string rows = write_rows(directory, 3);
  const json d = train(
      {"--data", rows, "--epochs", "3", "--test", "0.25", "--split", "tail", "--run", directory / "run"});
  EXPECT_EQ(d.at("data").at("test_rows"), 100);
  EXPECT_EQ(d["data"].at("validation_rows"), 60);
  EXPECT_EQ(d["data"].at("train_rows"), 240);
  EXPECT_EQ(d.at("test").at("rows"), 100);
  EXPECT_GT(d["test"].at("accuracy").get<double>(), 0.5);
  EXPECT_EQ(d.at("settings").at("test_fraction"), 0.25);
  // What stands in these rows changes nothing but their own figures.
  std::ifstream in(rows);
  std::ofstream out(directory / "other.csv");
  std::string line;
  for (int i = 0; std::getline(in, line); ++i) out << (i > 300 ? "1e6,-1e6,no" : line) << '\n';
  out.close();
  const json other =
      train({"--data", directory / "other.csv", "--epochs", "3", "--test", "0.25", "--split", "tail"});
  for (std::size_t e = 0; e < 3; ++e) {
    EXPECT_EQ(other["epochs"][e]["train_loss"], d["epochs"][e]["train_loss"]);
    EXPECT_EQ(other["epochs"][e]["validation_loss"], d["epochs"][e]["validation_loss"]);
  }
  EXPECT_NE(other["test"]["loss"], d["test"]["loss"]);
  EXPECT_EQ(train({"--resume", directory / "run", "--epochs", "4"}).at("test").at("rows"), 100);
}

TEST(Judgement, FoldsAndSeedsComeWithTheirSpread) {
  const json folds = train({"--data", sample("iris.csv"), "--epochs", "3", "--folds", "4"});
  ASSERT_EQ(folds.at("folds").size(), 4U);
  std::int64_t validated = 0;
  double mean = 0;
  for (const json& fold : folds["folds"]) {
    validated += fold.at("validation_rows").get<std::int64_t>();
    mean += fold.at("validation_accuracy").get<double>() / 4;
  }
  EXPECT_EQ(validated, 150);
  const json& accuracy = folds.at("folds_summary").at("accuracy");
  EXPECT_NEAR(accuracy.at("mean").get<double>(), mean, 1e-9);
  EXPECT_EQ(accuracy.at("n"), 4);
  double squares = 0;
  for (const json& fold : folds["folds"]) {
    squares += std::pow(fold["validation_accuracy"].get<double>() - mean, 2);
  }
  EXPECT_NEAR(accuracy.at("std").get<double>(), std::sqrt(squares / 3), 1e-9);

  const json seeds = train({"--data", sample("iris.csv"), "--epochs", "2", "--seed", "5", "--seeds", "3"});
  ASSERT_EQ(seeds.at("seeds").size(), 3U);
  const json alone = train({"--data", sample("iris.csv"), "--epochs", "2", "--seed", "6"});
  EXPECT_EQ(seeds["seeds"][1].at("seed"), 6);
  EXPECT_EQ(seeds["seeds"][1].at("validation_loss"), alone.at("final").at("validation_loss"));
  EXPECT_EQ(seeds.at("epochs").size(), 2U);  // of the first

  const json both = train(
      {"--data", sample("iris.csv"), "--epochs", "1", "--model", "3,small", "--folds", "2", "--test", "0.2"});
  EXPECT_EQ(both.at("models").at(1).at("folds").size(), 2U);
  EXPECT_EQ(both["models"][1].at("folds_summary").at("test_accuracy").at("n"), 2);
  const test::CliResult table = invoke_done(
      {"train", "--data", sample("iris.csv"), "--epochs", "1", "--folds", "3", "--device", "cpu"});
  EXPECT_NE(table.out.find(" over 3 folds"), std::string::npos) << table.out;
  EXPECT_NE(table.err.find("fold 3 of 3: 100 rows train, 50 validate"), std::string::npos) << table.err;
}

TEST(Judgement, WhatDoesNotGoTogetherIsRefused) {
  const auto refused = [](std::vector<std::string> options, const std::string& part) {
    options.insert(options.begin(), {"train", "--data", sample("iris.csv")});
    const test::CliResult result = invoke(options);
    EXPECT_EQ(result.status, 2) << part;
    EXPECT_NE(result.err.find(part), std::string::npos) << result.err;
  };
  refused({"--folds", "3", "--seeds", "3"}, "--folds, --seeds");
  refused({"--folds", "3", "--validation", "0.3"}, "--folds, --validation");
  refused({"--seeds", "3", "--run", "somewhere"}, "--seeds, --run");
  refused({"--folds", "1"}, "--folds");
  refused({"--folds", "200"}, "150 rows cannot be divided into 200 parts");
  refused({"--test", "1"}, "--test");
  refused({"--test", "0.9999"}, "no row");
  refused({"--class-weight", "heavy"}, "--class-weight");
}

TEST(Judgement, BalancedClassWeightsFindTheRareClass) {
  const TemporaryDirectory directory;
  const std::string rows = write_rows(directory, 12), run = directory / "run";
  const json plain = train({"--data", rows, "--epochs", "20"});
  const json balanced = train({"--data", rows, "--epochs", "20", "--class-weight", "balanced", "--run", run});
  const auto recall = [](const json& d) {
    return d.at("final").at("per_class").at(1).at("recall").get<double>();
  };
  EXPECT_GT(recall(balanced), recall(plain));
  ASSERT_EQ(plain.at("warnings").size(), 1U) << plain["warnings"];
  EXPECT_EQ(plain["warnings"][0].at("kind"), "unbalanced");
  EXPECT_EQ(balanced.at("settings").at("class_weight"), "balanced");
  // Goes on as it was.
  const json longer = train({"--data", rows, "--epochs", "21", "--class-weight", "balanced"});
  const json resumed = train({"--resume", run, "--epochs", "21"});
  EXPECT_EQ(resumed.at("final").at("validation_loss"), longer.at("final").at("validation_loss"));
  EXPECT_EQ(resumed["epochs"].back()["train_loss"], longer["epochs"].back()["train_loss"]);
  const test::CliResult regression =
      invoke({"train", "--data", sample("iris.csv"), "--target", "petal_width_cm", "--class-weight",
              "balanced", "--device", "cpu"});
  EXPECT_EQ(regression.status, 2);
  EXPECT_NE(regression.err.find("class weights are for classes"), std::string::npos) << regression.err;
}

TEST(Judgement, AColumnThatHoldsTheAnswerIsNamed) {
  const TemporaryDirectory directory;
  std::ofstream file(directory / "leak.csv");
  Rng rng(6);
  file << "x,alive,survived\n";
  for (int i = 0; i < 200; ++i) {
    const bool lives = rng.below(3) == 0;
    file << rng.normal() << ',' << (lives ? "yes" : "no") << ',' << (lives ? 1 : 0) << '\n';
  }
  file.close();
  const test::CliResult result =
      invoke_done({"train", "--data", directory / "leak.csv", "--epochs", "1", "--json", "--device", "cpu"});
  const json warnings = result.document().at("warnings");
  ASSERT_FALSE(warnings.empty());
  EXPECT_EQ(warnings[0].at("kind"), "leak");
  EXPECT_EQ(warnings[0].at("column"), "alive");
  EXPECT_NE(warnings[0].at("advice").get<std::string>().find("leave it out (--ignore 'alive')."),
            std::string::npos);
  EXPECT_NE(result.err.find("(--ignore 'alive')"), std::string::npos);
}

}  // namespace
}  // namespace headroom
