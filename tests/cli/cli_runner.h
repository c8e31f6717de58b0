// Runs the command line inside the test's process and keeps what it said.
#pragma once

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "app/cli/cli.h"
#include "test_places.h"

namespace headroom::test {

struct CliResult {
  int status = 0;
  std::string out, err;

  // Exactly one document, and none of the numbers that JSON lacks.
  nlohmann::json document() const { return nlohmann::json::parse(out); }
};

inline CliResult invoke(const std::vector<std::string>& arguments) {
  std::ostringstream out, err;
  const int status = headroom::cli::run_cli(arguments, out, err);
  return {status, out.str(), err.str()};
}

// Succeeds, or the test says why not.
inline CliResult invoke_done(const std::vector<std::string>& arguments) {
  CliResult result = invoke(arguments);
  EXPECT_EQ(result.status, 0) << result.err;
  return result;
}

// Wrong usage, which names this part and prints no document.
inline void expect_usage_error(const std::vector<std::string>& arguments, const std::string& part) {
  const CliResult result = invoke(arguments);
  EXPECT_EQ(result.status, 2) << result.err;
  EXPECT_EQ(result.out, "");
  EXPECT_NE(result.err.find(part), std::string::npos) << result.err;
}

inline std::string sample(const std::string& name) {
  return std::string(HEADROOM_ASSETS_DIR) + "/samples/" + name;
}

}  // namespace headroom::test
