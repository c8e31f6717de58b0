#include "app/cli/command_line.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <ostream>

#include "core/base/error.h"
#include "core/base/join.h"
#include "core/io/build_id.h"

namespace headroom::cli {

namespace {

struct Entry {
  const char* name;
  const char* help;
  Action (*add)(Subcommand&);
};

constexpr Entry kSubcommands[] = {
    {"devices", "List the devices of this machine and their memory", add_devices},
    {"presets", "List the runs that come with Headroom", add_presets},
    {"inspect", "Say what the columns of a table are taken for, and why", add_inspect},
    {"train", "Train a network on a preset or on an own CSV file", add_train},
    {"predict", "Ask a trained run about rows", add_predict},
    {"evaluate", "Say where a trained run is wrong on the rows of a file, and how sure it is", add_evaluate},
    {"inspect-run", "Say what is inside a trained network, layer by layer", add_inspect_run},
    {"plan", "Plan the memory of a network or transformer: what fits where, and what to do", add_plan},
    {"bench", "Measure how fast this machine trains, and with how much memory", add_bench},
    {"measure", "Measure a figure of the lessons on this machine, and say how it comes about", add_measure},
    {"lesson", "List and show the lessons, and say what is wrong with one's own", add_lesson},
    {"workspace", "Say what a workspace holds, and whether it is whole", add_workspace},
    {"class-sheet", "Write the page for a class: what everybody sees who opens a workspace", add_class_sheet},
};

std::string subcommand_list() { return join(kSubcommands, &Entry::name); }

// CLI11's message on one line, at the subcommand it was about.
Error usage_error(const CLI::ParseError& error, const std::string& subcommand) {
  std::string message = error.what();
  std::replace(message.begin(), message.end(), '\n', ' ');
  if (const auto twice = message.find(": At Most 1 required"); twice != std::string::npos) {
    message = message.substr(0, twice) + ": is given more than once: keep one of them";
  }
  const std::string program = "headroom-cli" + (subcommand.empty() ? "" : " " + subcommand);
  return Error(ErrorCode::kUsage, message + " (" + program + " --help lists the options)", subcommand);
}

}  // namespace

void Subcommand::add_option(const char* name, std::optional<std::string>& value, const std::string& help,
                            const char* type) {
  app_.add_option(name, value, help)->type_name(type);
}

void Subcommand::add_list(const char* name, std::vector<std::string>& values, const std::string& help,
                          const char* type) {
  app_.add_option(name, values, help)->type_name(type);
}

void Subcommand::add_positional(const char* name, std::optional<std::string>& value,
                                const std::string& help) {
  app_.add_option(name, value, help)->type_name("");
}

void Subcommand::add_flag(const char* name, bool& value, const char* help) {
  app_.add_flag(name, value, help);
}

Action parse_command_line(const std::vector<std::string>& arguments, Context& context) {
  CLI::App app("Train neural networks and know beforehand whether they fit into memory.", "headroom-cli");
  app.set_version_flag("--version", "headroom-cli " + program_version());
  app.footer("headroom-cli SUBCOMMAND --help lists the options of a subcommand.");
  Action chosen;
  std::string name;
  for (const Entry& entry : kSubcommands) {
    CLI::App* sub = app.add_subcommand(entry.name, entry.help);
    sub->footer("");
    sub->add_flag("--json", context.json, "print one JSON document instead of tables");
    Subcommand subcommand(*sub);
    sub->callback([&chosen, &name, &entry, action = entry.add(subcommand)] {
      chosen = action;
      name = entry.name;
    });
  }
  if (!arguments.empty() && !arguments.front().starts_with("-")) {
    name = arguments.front();
    const bool known = std::any_of(std::begin(kSubcommands), std::end(kSubcommands),
                                   [&](const Entry& entry) { return name == entry.name; });
    if (!known) {
      throw Error(ErrorCode::kUsage, "there is no such subcommand: use " + subcommand_list(), name);
    }
  }
  try {
    std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());  // as CLI11 wants them
    app.parse(reversed);
  } catch (const CLI::Success& request) {  // --help, --version
    app.exit(request, context.out, context.err);
    return {};
  } catch (const CLI::ParseError& error) {
    throw usage_error(error, name);
  }
  if (!chosen) throw Error(ErrorCode::kUsage, "a subcommand is missing: use " + subcommand_list());
  return chosen;
}

}  // namespace headroom::cli
