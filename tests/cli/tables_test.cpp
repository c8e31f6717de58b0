// Tables that people stumbled over, as they reported it, through the whole program.
// tests/data/tables/index.json says of each where it comes from, what is run on it, and what a person would
// expect: the right result, or a clear word.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>

#include "test_places.h"
#include "tests/cli/cli_runner.h"
#include "tests/support/temporary_directory.h"

namespace headroom {
namespace {

using nlohmann::json;

const std::string kTables = std::string(HEADROOM_TESTS_DIR) + "/data/tables";

json cases() { return json::parse(std::ifstream(kTables + "/index.json")).at("cases"); }

std::string with_paths(std::string text, const std::string& run) {
  for (const auto& [mark, path] : {std::pair<std::string, std::string>{"{dir}", kTables}, {"{run}", run}}) {
    for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark)) {
      text.replace(at, mark.size(), path);
    }
  }
  return text;
}

double value(const json& object, const std::string& key) {
  return object.contains(key) && object[key].is_number() ? object[key].get<double>() : std::nan("");
}

bool has_key(const json& document, const std::regex& pattern) {
  if (document.is_object()) {
    for (const auto& [key, below] : document.items()) {
      if (std::regex_match(key, pattern) || has_key(below, pattern)) return true;
    }
  } else if (document.is_array()) {
    for (const json& below : document) {
      if (has_key(below, pattern)) return true;
    }
  }
  return false;
}

// What a step did.
struct Outcome {
  int status = 0;
  json document;
  std::string text;  // what was said
};

std::vector<double> column_of(const std::string& path, const std::string& name) {
  std::ifstream file(path);
  std::string line, cell;
  std::getline(file, line);
  std::size_t at = 0;
  for (std::istringstream names(line); std::getline(names, cell, ',') && cell != name;) ++at;
  std::vector<double> values;
  while (std::getline(file, line)) {
    std::istringstream cells(line);
    for (std::size_t i = 0; i <= at; ++i) std::getline(cells, cell, ',');
    values.push_back(std::stod(cell));
  }
  return values;
}

double rmse_of_predictions(const json& document, const std::vector<double>& truth) {
  double sum = 0;
  if (document.at("predictions").size() != truth.size()) return std::nan("");
  for (std::size_t i = 0; i < truth.size(); ++i) {
    const double error = document["predictions"][i].at("value").get<double>() - truth[i];
    sum += error * error;
  }
  return std::sqrt(sum / static_cast<double>(truth.size()));
}

bool within(double value, const json& range) { return value >= range.at(0) && value <= range.at(1); }

// Empty when the outcome is as wanted, else what is not.
std::string falls_short(const json& want, const Outcome& outcome, const std::vector<std::string>& arguments) {
  const json exits = want.value("exit", json(0));
  const std::set<int> allowed =
      exits.is_array() ? exits.get<std::set<int>>() : std::set<int>{exits.get<int>()};
  if (!allowed.contains(outcome.status)) return "exit status " + std::to_string(outcome.status);
  for (const char* const key : {"text", "text2"}) {
    if (!want.contains(key)) continue;
    const std::regex said(want[key].get<std::string>(), std::regex::icase);
    if (!std::regex_search(outcome.text, said)) return "it does not say " + want[key].dump();
  }
  if (outcome.status != 0) return "";
  const json& document = outcome.document;
  const json final = document.value("final", json::object()), data = document.value("data", json::object());
  const double accuracy = value(final, "validation_accuracy"), r2 = value(final, "r2");
  if (want.contains("min_accuracy") && !(accuracy >= want["min_accuracy"]))
    return "accuracy " + std::to_string(accuracy);
  if (want.contains("min_r2") && !(r2 >= want["min_r2"])) return "R2 " + std::to_string(r2);
  if (want.contains("rmse") && !within(value(final, "validation_rmse"), want["rmse"])) return "RMSE";
  if (want.contains("task") &&
      data.value("task", "").substr(0, 7) != want["task"].get<std::string>().substr(0, 7))
    return "task " + data.value("task", "");
  if (want.contains("rows") && data.value("rows", 0) != want["rows"]) return "rows";
  if (want.contains("features") && data.value("features", 0) != want["features"]) return "features";
  const json classes = document.value("classes", json::array());
  if (want.contains("classes") && classes != want["classes"]) return "classes " + classes.dump();
  if (want.contains("n_classes") && classes.size() != want["n_classes"]) return "classes " + classes.dump();
  if (want.contains("raw")) {
    for (const auto& [name, number] : want["raw"].items()) {
      bool found = false;
      for (const json& input : document.at("trace").at("raw_input")) {
        found = found ||
                (input["name"] == name && std::abs(input["value"].get<double>() - number.get<double>()) <=
                                              1e-3 * std::abs(number.get<double>()));
      }
      if (!found) return "'" + name + "' was not read as " + number.dump();
    }
  }
  if (want.contains("predictions")) {
    json said = json::array();
    for (const json& row : document.at("predictions")) said.push_back(row.at("class"));
    if (said != want["predictions"]) return "predicted " + said.dump();
  }
  if (want.contains("accuracy_is") && document.value("accuracy", json()) != want["accuracy_is"])
    return "accuracy";
  if (want.contains("key")) {
    json rest = document;
    rest.erase("predictions");
    if (!has_key(rest, std::regex(want["key"].get<std::string>()))) return "no " + want["key"].dump();
  }
  if (want.contains("value_rmse")) {
    const auto file = std::find(arguments.begin(), arguments.end(), "--data") + 1;
    const double rmse = rmse_of_predictions(document, column_of(*file, want["target"]));
    if (!within(rmse, want["value_rmse"])) return "RMSE of the predictions " + std::to_string(rmse);
  }
  return "";
}

Outcome carry_out(std::vector<std::string> arguments) {
  arguments.push_back("--json");
  const test::CliResult result = test::invoke(arguments);
  Outcome outcome{result.status, json::parse(result.out, nullptr, false), result.err};
  if (outcome.document.is_discarded()) outcome.document = json::object();
  for (const json* const place : {&outcome.document}) {
    for (const json& note : place->value("notes", json::array()))
      outcome.text += note.get<std::string>() + "\n";
    const json data = place->value("data", json::object());
    for (const json& note : data.value("notes", json::array()))
      outcome.text += note.get<std::string>() + "\n";
    if (place->contains("error")) {
      const json& error = (*place)["error"];
      outcome.text += error.value("where", "") + ": " + error.value("message", "") + "\n";
    }
  }
  for (const std::string& argument : arguments) {  // a file's name must not pass for an explanation
    if (argument.find('/') == std::string::npos) continue;
    for (std::size_t at = outcome.text.find(argument); at != std::string::npos;
         at = outcome.text.find(argument)) {
      outcome.text.replace(at, argument.size(), "FILE");
    }
  }
  return outcome;
}

class Tables : public testing::TestWithParam<std::string> {};

TEST_P(Tables, AreUnderstoodOrAnswered) {
  const test::TemporaryDirectory directory;
  for (const json& each : cases()) {
    if (each["id"] != GetParam()) continue;
    SCOPED_TRACE(each["point"].get<std::string>() + " (" + each["source"].get<std::string>() + ")");
    for (const json& step : each["steps"]) {
      std::vector<std::string> arguments;
      for (const json& argument : step["args"]) {
        arguments.push_back(with_paths(argument.get<std::string>(), directory / "run"));
      }
      if (step.contains("drop"))
        arguments.insert(arguments.end(), {"--ignore", step["drop"].get<std::string>()});
      const Outcome outcome = carry_out(arguments);
      std::string why;
      bool holds = false;
      for (const json& want : step["any"]) {
        const std::string reason = falls_short(want, outcome, arguments);
        holds = holds || reason.empty();
        why += reason + "; ";
      }
      EXPECT_TRUE(holds) << why << "\n" << outcome.text;
      if (outcome.status != 0) return;  // refused as it should be: no next step
    }
    return;
  }
  FAIL() << "there is no such case";
}

std::vector<std::string> ids() {
  std::vector<std::string> ids;
  for (const json& each : cases()) ids.push_back(each["id"]);
  return ids;
}

INSTANTIATE_TEST_SUITE_P(Reported, Tables, testing::ValuesIn(ids()),
                         [](const testing::TestParamInfo<std::string>& test) { return test.param; });

}  // namespace
}  // namespace headroom
