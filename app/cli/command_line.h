// The only access to CLI11, whose header takes seconds to compile: how subcommands name their options, and
// what the arguments ask for. Only command_line.cpp includes the library.
//
//   std::optional<std::string> rows;
//   subcommand.add_option("--rows", rows, "rows of the data", "N");
//   subcommand.add_flag("--all-gpus", all_gpus, "the verdict for every card");
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/cli/context.h"

namespace CLI {
class App;
}

namespace headroom::cli {

// What a subcommand registers its options on. Each `value` must live until the arguments are parsed.
class Subcommand {
 public:
  explicit Subcommand(CLI::App& app) : app_(app) {}

  // `type` is what --help writes after the name.
  void add_option(const char* name, std::optional<std::string>& value, const std::string& help,
                  const char* type = "TEXT");
  // One or more values: "--ignore a b", also given several times.
  void add_list(const char* name, std::vector<std::string>& values, const std::string& help,
                const char* type);
  void add_positional(const char* name, std::optional<std::string>& value, const std::string& help);
  void add_flag(const char* name, bool& value, const char* help);

 private:
  CLI::App& app_;
};

// What the arguments ask for; nothing when that was --help or --version, which are answered here. Throws
// Error{kUsage}.
Action parse_command_line(const std::vector<std::string>& arguments, Context& context);

}  // namespace headroom::cli
