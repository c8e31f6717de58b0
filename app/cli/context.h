// What every subcommand gets: where to write, and how options are registered.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <ostream>
#include <string>

namespace headroom::cli {

struct Context {
  std::ostream& out;
  std::ostream& err;
  bool json = false;
  bool err_is_terminal = false;  // a bar may be drawn

  // A line for the person, never part of the result.
  void say(const std::string& line) const { err << "headroom-cli: " << line << '\n' << std::flush; }
};

// A subcommand registers its options on its CLI::App and answers what to do once they are parsed.
using Action = std::function<void(Context&)>;

Action add_devices(CLI::App& app);
Action add_presets(CLI::App& app);
Action add_train(CLI::App& app);
Action add_predict(CLI::App& app);
Action add_plan(CLI::App& app);
Action add_bench(CLI::App& app);

}  // namespace headroom::cli
