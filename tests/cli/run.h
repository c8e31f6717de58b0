// Runs headroom-cli inside the test's process.
#pragma once

#include <initializer_list>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "app/cli/cli.h"

namespace headroom::test {

struct Ran {
  int status = 0;
  std::string out, err;
  // Throws when `out` is not exactly one document.
  nlohmann::json document() const { return nlohmann::json::parse(out); }
};

inline Ran run(const std::vector<std::string>& arguments) {
  std::ostringstream out, err;
  Ran ran;
  ran.status = cli::run_cli(arguments, out, err);
  ran.out = out.str();
  ran.err = err.str();
  return ran;
}

inline std::string sample(const std::string& name) {
  return std::string(HEADROOM_ASSETS_DIR) + "/samples/" + name;
}

}  // namespace headroom::test
