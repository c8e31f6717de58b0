// headroom-cli inspect, and the options of train that decide what columns are.
#include <gtest/gtest.h>

#include <fstream>
#include <functional>
#include <nlohmann/json.hpp>

#include "tests/cli/cli_runner.h"
#include "tests/support/temporary_directory.h"

namespace headroom {
namespace {

using nlohmann::json;
using test::CliResult;
using test::TemporaryDirectory;

using Line = std::function<std::string(int)>;
std::string table_in(const TemporaryDirectory& directory, const std::string& header, int rows,
                     const Line& line) {
  const std::string path = directory / "table.csv";
  std::ofstream file(path);
  file << header << "\n";
  for (int i = 0; i < rows; ++i) file << line(i) << "\n";
  return path;
}

std::string number_of(int i) { return std::to_string(i * 37 % 101) + ".5"; }
std::string class_of(int i) { return i % 3 == 0 ? "no" : "yes"; }

json column(const json& document, const std::string& name) {
  for (const json& each : document.at("columns")) {
    if (each["name"] == name) return each;
  }
  return {};
}

TEST(Inspect, SaysWhatEachColumnIs) {
  const TemporaryDirectory directory;
  const std::string path = table_in(directory, "id,price,when,colour,y", 60, [](int i) {
    return std::to_string(i) + ",\"1," + std::to_string(100 + i) + "\",2024-01-" + (i % 28 < 9 ? "0" : "") +
           std::to_string(i % 28 + 1) + "," + (i % 5 == 0 ? "red" : "blue") + "," + class_of(i);
  });
  const json document = test::invoke_done({"inspect", path, "--json"}).document();
  EXPECT_EQ(document["rows"], 60);
  EXPECT_EQ(document["target"], "y");
  EXPECT_EQ(document["classes"], (json{"no", "yes"}));
  EXPECT_EQ(column(document, "id")["type"], "identifier");
  EXPECT_EQ(column(document, "id")["role"], "left out");
  EXPECT_EQ(column(document, "price")["type"], "number");
  EXPECT_EQ(column(document, "price")["writing"]["thousands"], ",");
  EXPECT_EQ(column(document, "when")["type"], "date");
  EXPECT_EQ(column(document, "colour")["categories"], (json{"blue", "red"}));
  EXPECT_EQ(column(document, "colour")["features"], (json{"colour=blue", "colour=red"}));
  const std::string printed = test::invoke_done({"inspect", path}).out;
  for (const char* const part : {"price", "number", "left out", "counts the rows"}) {
    EXPECT_NE(printed.find(part), std::string::npos) << printed;
  }
  EXPECT_EQ(test::invoke({"inspect"}).status, 2);
  EXPECT_EQ(test::invoke({"inspect", directory / "nothing.csv"}).status, 2);
}

TEST(Inspect, ThePersonDecides) {
  const TemporaryDirectory directory;
  const std::string path = table_in(directory, "a,b,c,y", 60, [](int i) {
    return number_of(i) + "," + (i == 7 ? "unknown" : number_of(i)) + "," + std::to_string(i % 4) + "," +
           class_of(i);
  });
  const CliResult refused = test::invoke({"train", "--data", path, "--epochs", "1"});
  EXPECT_EQ(refused.status, 2);
  EXPECT_NE(refused.err.find("table.csv:9:"), std::string::npos) << refused.err;
  EXPECT_NE(refused.err.find("--missing 'unknown'"), std::string::npos) << refused.err;
  const auto features = [&](std::vector<std::string> options) {
    options.insert(options.begin(), {"train", "--data", path, "--epochs", "1", "--json"});
    return test::invoke_done(options).document()["data"]["features"].get<int>();
  };
  EXPECT_EQ(features({"--missing", "unknown"}), 3);
  EXPECT_EQ(features({"--numeric", "b"}), 3);
  EXPECT_EQ(features({"--ignore", "b", "c"}), 1);
  EXPECT_EQ(features({"--ignore", "b", "--categorical", "c"}), 5);
  EXPECT_EQ(features({"--ignore", "b", "--categorical", "c", "--max-categories", "3"}), 4);
  EXPECT_EQ(test::invoke({"train", "--data", path, "--ignore", "b", "--numeric", "b"}).status, 2);
  EXPECT_EQ(test::invoke({"train", "--data", path, "--ignore", "nothing"}).status, 2);
  EXPECT_EQ(test::invoke({"train", "--data", path, "--decimal", "x"}).status, 2);
}

// A delivery note as a Russian program writes it: Windows-1251, dates that could be either way, -999 where
// the weight is unknown, and colons between the values.
TEST(Inspect, WhatOnlyAPersonKnows) {
  const TemporaryDirectory directory;
  const std::string path = directory / "note.csv";
  std::ofstream file(path, std::ios::binary);
  file << "\xE4\xE0\xF2\xE0:\xE2\xE5\xF1:y\n";  // "дата:вес:y"
  for (int i = 0; i < 60; ++i) {
    file << "0" << 1 + i % 9 << "/0" << 1 + i % 7 << "/2021:" << (i % 10 == 4 ? "-999" : number_of(i)) << ":"
         << class_of(i) << "\n";
  }
  file.close();
  const CliResult refused = test::invoke({"train", "--data", path, "--encoding", "cp1251"});
  EXPECT_EQ(refused.status, 2);
  EXPECT_NE(refused.err.find("--separator ':' reads them so"), std::string::npos) << refused.err;

  const std::vector<std::string> inspect = {"inspect", path, "--encoding", "cp1251", "--separator", ":"};
  std::vector<std::string> json_of = inspect;
  json_of.emplace_back("--json");
  const json guessed = test::invoke_done(json_of).document();
  EXPECT_EQ(guessed["columns"][0]["name"], "дата");
  EXPECT_EQ(guessed["columns"][0]["date"], "%m/%d/%Y");
  EXPECT_NE(guessed["columns"][1]["doubts"][0]["text"].get<std::string>().find("--missing-in 'вес=-999'"),
            std::string::npos)
      << guessed["columns"][1].dump();
  EXPECT_TRUE(guessed["columns"][1]["doubts"][0]["where"].get<std::string>().ends_with(":6:12"));

  const std::string schema = directory / "schema.json";
  std::vector<std::string> decided = json_of;
  decided.insert(decided.end(), {"--day-first", "yes", "--missing-in", "вес=-999", "--save", schema});
  const json said = test::invoke_done(decided).document();
  EXPECT_EQ(said["columns"][0]["date"], "%d/%m/%Y");
  EXPECT_EQ(said["columns"][1]["missing"], json({"-999"}));
  EXPECT_EQ(said["columns"][1]["missing_cells"], 6);
  EXPECT_EQ(said["encoding"], "cp1251");
  // Who uses the schema again, or predicts, need not say it again.
  const std::string run = directory / "run";
  test::invoke_done({"train", "--data", path, "--schema", schema, "--epochs", "2", "--run", run});
  test::invoke_done({"predict", "--run", run, "--data", path});

  for (const std::vector<std::string>& wrong : {std::vector<std::string>{"--encoding", "klingon"},
                                                {"--day-first", "maybe"},
                                                {"--missing-in", "-999"},
                                                {"--missing-in", "nothing=-999"}}) {
    std::vector<std::string> asked = inspect;
    asked.insert(asked.end(), wrong.begin(), wrong.end());
    EXPECT_EQ(test::invoke(asked).status, 2) << wrong[0] << ' ' << wrong[1];
  }
}

TEST(Inspect, ASchemaIsSavedAndUsedAgain) {
  const TemporaryDirectory directory;
  const std::string path = table_in(directory, "a,code,y", 60, [](int i) {
    return number_of(i) + "," + std::to_string(i % 3) + "," + class_of(i);
  });
  const std::string schema = directory / "schema.json";
  test::invoke_done({"inspect", path, "--categorical", "code", "--save", schema});
  const std::vector<std::string> train = {"train", "--data", path, "--epochs", "2", "--json"};
  std::vector<std::string> asked = train, saved = train;
  asked.insert(asked.end(), {"--categorical", "code"});
  saved.insert(saved.end(), {"--schema", schema});
  const json one = test::invoke_done(asked).document(), other = test::invoke_done(saved).document();
  EXPECT_EQ(one["data"]["features"], 4);
  EXPECT_EQ(one["final"]["validation_loss"], other["final"]["validation_loss"]);
  saved.insert(saved.end(), {"--ignore", "a"});
  EXPECT_EQ(test::invoke(saved).status, 2) << "the file decides";
  std::ofstream(schema) << R"({"schema_version": 1, "target": "y", "task": "classification", "columns": []})";
  const CliResult broken = test::invoke({"train", "--data", path, "--schema", schema});
  EXPECT_EQ(broken.status, 2);
  EXPECT_NE(broken.err.find("schema.json"), std::string::npos) << broken.err;
}

// The schema goes with the run: later files are read by it, and the run goes on with the same columns.
TEST(Inspect, TheRunKeepsTheSchema) {
  const TemporaryDirectory directory;
  const std::string path = table_in(directory, "a;code;when;y", 60, [](int i) {
    return std::to_string(i) + ",5;00" + std::to_string(i % 3) + ";" + std::to_string(i % 28 + 1) +
           ".03.2024;" + std::to_string(i * 3) + ",25";
  });
  const std::string run = directory / "run";
  const json trained = test::invoke_done({"train", "--data", path, "--categorical", "code", "--epochs", "3",
                                          "--run", run, "--json"})
                           .document();
  EXPECT_EQ(trained["data"]["task"], "regression");
  const std::string later = directory / "later.csv";
  std::ofstream(later) << "when,a,code\n2024-03-05,7.5,001\n2024-03-06,8.5,007\n";
  const json predicted =
      test::invoke_done({"predict", "--run", run, "--data", later, "--trace", "--json"}).document();
  ASSERT_EQ(predicted["predictions"].size(), 2U);
  const json inputs = predicted["predictions"][0]["trace"]["raw_input"];
  EXPECT_EQ(inputs[0]["value"], 7.5);
  EXPECT_EQ(inputs[2]["name"], "code=001");
  EXPECT_EQ(inputs[2]["value"], 1);
  EXPECT_EQ(inputs[4]["name"], "when days");
  EXPECT_EQ(inputs[4]["value"], 4);
  EXPECT_NE(predicted["notes"].dump().find("'007'"), std::string::npos) << predicted["notes"];
  const json resumed = test::invoke_done({"train", "--resume", run, "--epochs", "5", "--json"}).document();
  EXPECT_EQ(resumed["epochs"].size(), 5U);
}

}  // namespace
}  // namespace headroom
