// `evaluate` against what `predict` says of the same rows, counted again.
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <map>

#include "core/base/rng.h"
#include "tests/cli/cli_runner.h"
#include "tests/support/temporary_directory.h"

namespace headroom {
namespace {

using nlohmann::json;
using test::invoke;
using test::invoke_done;
using test::sample;
using test::TemporaryDirectory;

class EvaluateIris : public ::testing::Test {
 protected:
  void SetUp() override {
    invoke_done({"train", "--data", sample("iris.csv"), "--epochs", "4", "--device", "cpu", "--run", run()});
    evaluated = invoke_done({"evaluate", "--run", run(), "--data", sample("iris.csv"), "--json"}).document();
    predicted = invoke_done({"predict", "--run", run(), "--data", sample("iris.csv"), "--json"}).document();
  }
  std::string run() const { return directory / "run"; }
  TemporaryDirectory directory;
  json evaluated, predicted;
};

TEST_F(EvaluateIris, CountsEveryRowOfPredict) {
  const std::vector<std::string> names = evaluated.at("classes");
  std::map<std::string, std::size_t> at;
  for (std::size_t c = 0; c < names.size(); ++c) at[names[c]] = c;
  std::vector<std::vector<int>> counts(3, std::vector<int>(3));
  std::vector<json> wrong;
  double gap_rows = 0;
  for (const json& each : predicted.at("predictions")) {
    const std::string truth = each.at("target"), said = each.at("class");
    ++counts[at.at(truth)][at.at(said)];
    gap_rows += 1;
    if (truth == said) continue;
    wrong.push_back(
        {{"row", each.at("row")}, {"class", truth}, {"said", said}, {"probability", each.at("probability")}});
  }
  EXPECT_EQ(evaluated.at("confusion"), json(counts));
  EXPECT_EQ(evaluated.at("wrong"), json(wrong));
  EXPECT_EQ(evaluated.at("wrong_rows"), wrong.size());
  EXPECT_EQ(evaluated.at("rows"), 150);
  EXPECT_EQ(evaluated.at("accuracy"), predicted.at("accuracy"));
  EXPECT_EQ(evaluated.at("loss"), predicted.at("metrics").at("loss"));
  double rows = 0;
  for (const json& bin : evaluated.at("calibration").at("bins")) rows += bin.at("rows").get<double>();
  EXPECT_EQ(rows, gap_rows);
}

TEST_F(EvaluateIris, AreasAreThoseOfAllPairs) {
  for (std::size_t c = 0; c < 3; ++c) {
    const json& figures = evaluated.at("per_class")[c];
    double before = 0, pairs = 0;
    for (const json& a : predicted.at("predictions")) {
      if (a.at("target") != figures.at("class")) continue;
      for (const json& b : predicted.at("predictions")) {
        if (b.at("target") == figures.at("class")) continue;
        const double own = a.at("probabilities")[c].at("probability");
        const double other = b.at("probabilities")[c].at("probability");
        before += own > other ? 1 : own == other ? 0.5 : 0;
        ++pairs;
      }
    }
    EXPECT_NEAR(figures.at("auc").get<double>(), before / pairs, 1e-4);
    EXPECT_EQ(evaluated.at("curves")[c].at("roc").at("tpr").back(), 1.0);
  }
}

TEST_F(EvaluateIris, ImportanceIsSeeded) {
  const auto importance = [&](const std::string& seed) {
    return invoke_done({"evaluate", "--run", run(), "--data", sample("iris.csv"), "--seed", seed, "--json"})
        .document()
        .at("importance");
  };
  EXPECT_EQ(importance("0"), evaluated.at("importance"));
  EXPECT_EQ(evaluated.at("importance").at("columns").size(), 4U);
  EXPECT_NEAR(evaluated["importance"]["value"].get<double>(), evaluated["accuracy"].get<double>(), 1e-9);
  EXPECT_NE(importance("1"), evaluated.at("importance"));
}

TEST_F(EvaluateIris, PrintsTables) {
  const std::string out = invoke_done({"evaluate", "--run", run(), "--data", sample("iris.csv")}).out;
  for (const char* word : {"precision", "said ", "AUC", "accuracy lost", "confidence"})
    EXPECT_NE(out.find(word), std::string::npos) << word;
}

TEST_F(EvaluateIris, RefusesWhatCannotBeEvaluated) {
  EXPECT_EQ(invoke({"evaluate", "--data", sample("iris.csv")}).status, 2);
  EXPECT_EQ(invoke({"evaluate", "--run", run()}).status, 2);
  EXPECT_EQ(invoke({"evaluate", "--run", run(), "--data", directory / "none.csv"}).status, 2);
  std::ifstream whole(sample("iris.csv"));
  std::ofstream part(directory / "part.csv");
  for (std::string line; std::getline(whole, line);) part << line.substr(0, line.rfind(',')) << '\n';
  part.close();
  const auto refused = invoke({"evaluate", "--run", run(), "--data", directory / "part.csv", "--json"});
  EXPECT_EQ(refused.status, 2);
  EXPECT_NE(refused.out.find("true answers"), std::string::npos) << refused.out;
}

TEST(Evaluate, ARegressionTellsResidualsAndItsWorstRows) {
  const TemporaryDirectory directory;
  const std::string file = directory / "rows.csv", run = directory / "run";
  std::ofstream out(file);
  Rng rng(5);
  out << "u,v,price\n";
  for (int i = 0; i < 200; ++i) {
    const double u = rng.normal(), v = rng.normal();
    out << u << ',' << v << ',' << 1000 + 50 * u + (i == 77 ? 900 : 0) << '\n';
  }
  out.close();
  invoke_done(
      {"train", "--data", file, "--task", "regress", "--epochs", "60", "--device", "cpu", "--run", run});
  const json e = invoke_done({"evaluate", "--run", run, "--data", file, "--json"}).document();
  const json p = invoke_done({"predict", "--run", run, "--data", file, "--json"}).document();
  EXPECT_EQ(e.at("rmse"), p.at("metrics").at("rmse"));
  EXPECT_EQ(e.at("worst").size(), 10U);
  EXPECT_EQ(e["worst"][0].at("row"), 77);
  EXPECT_LT(e["worst"][0].at("residual").get<double>(), -400);
  int rows = 0;
  for (const json& count : e.at("residuals").at("counts")) rows += count.get<int>();
  EXPECT_EQ(rows, 200);
  EXPECT_EQ(e.at("importance").at("score"), "r2");
}

}  // namespace
}  // namespace headroom
