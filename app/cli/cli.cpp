#include "app/cli/cli.h"

#include <unistd.h>

#include <algorithm>
#include <exception>
#include <functional>
#include <iostream>
#include <new>
#include <sstream>

#include "app/cli/context.h"
#include "app/cli/interrupt.h"
#include "app/cli/output.h"
#include "core/base/join.h"

namespace headroom::cli {

namespace {

struct Subcommand {
  const char* name;
  const char* help;
  Action (*add)(CLI::App&);
};

constexpr Subcommand kSubcommands[] = {
    {"devices", "List the devices of this machine and their memory", add_devices},
    {"presets", "List the runs that come with Headroom", add_presets},
    {"train", "Train a network on a preset or on an own CSV file", add_train},
    {"predict", "Ask a trained run about rows", add_predict},
    {"plan", "Plan the memory of a network or transformer: what fits where, and what to do", add_plan},
    {"bench", "Measure how fast this machine trains, and with how much memory", add_bench},
};

std::string subcommand_list() { return join(kSubcommands, &Subcommand::name); }

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

void print_error(const Error& error, const Context& context) {
  std::string line = error.what();
  std::replace(line.begin(), line.end(), '\n', ' ');
  context.say(line);
  if (!context.json) return;
  Json document;
  document["error"] = {
      {"code", error_code_name(error.code())}, {"message", error.message()}, {"where", error.where()}};
  print_json(document, context.out);
}

// Results that could not be written are a failed work, not a silent one.
void require_written(std::ostream& out) {
  out.flush();
  if (!out)
    throw Error(ErrorCode::kIo, "the results could not be written: check the disk", "standard output");
}

void run(const std::vector<std::string>& arguments, Context& context) {
  CLI::App app("Train neural networks and know beforehand whether they fit into memory.", "headroom-cli");
  app.set_version_flag("--version", std::string("headroom-cli ") + HEADROOM_VERSION);
  app.footer("headroom-cli SUBCOMMAND --help lists the options of a subcommand.");
  Action chosen;
  std::string name;
  for (const Subcommand& command : kSubcommands) {
    CLI::App* sub = app.add_subcommand(command.name, command.help);
    sub->footer("");
    sub->add_flag("--json", context.json, "print one JSON document instead of tables");
    sub->callback([&chosen, &name, &command, action = command.add(*sub)] {
      chosen = action;
      name = command.name;
    });
  }
  if (!arguments.empty() && !arguments.front().starts_with("-")) {
    name = arguments.front();
    const bool known = std::any_of(std::begin(kSubcommands), std::end(kSubcommands),
                                   [&](const Subcommand& command) { return name == command.name; });
    if (!known) {
      throw Error(ErrorCode::kUsage, "there is no such subcommand: use " + subcommand_list(), name);
    }
  }
  try {
    std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());  // as CLI11 wants them
    app.parse(reversed);
  } catch (const CLI::Success& request) {  // --help, --version
    app.exit(request, context.out, context.err);
    return;
  } catch (const CLI::ParseError& error) {
    throw usage_error(error, name);
  }
  if (!chosen) throw Error(ErrorCode::kUsage, "a subcommand is missing: use " + subcommand_list());
  chosen(context);
}

}  // namespace

int exit_status(ErrorCode code) {
  switch (code) {
    case ErrorCode::kUsage:
    case ErrorCode::kBadInput:
    case ErrorCode::kNotFound:
    case ErrorCode::kUnsupported: return kWrongUsage;
    default: return kFailed;
  }
}

int run_cli(const std::vector<std::string>& arguments, std::ostream& out, std::ostream& err) {
  clear_stop_request();
  Context context{out, err};
  // Known before parsing, so that a wrong option is answered in the form that was asked for.
  context.json = std::find(arguments.begin(), arguments.end(), "--json") != arguments.end();
  context.err_is_terminal = &err == &std::cerr && ::isatty(STDERR_FILENO) == 1;
  const auto failed = [&context](const Error& error) {
    print_error(error, context);
    return exit_status(error.code());
  };
  try {
    run(arguments, context);
    require_written(out);
    return kDone;
  } catch (const Error& error) {
    return failed(error);
  } catch (const std::bad_alloc&) {
    return failed(
        Error(ErrorCode::kOutOfMemory, "the host's memory is full: use fewer rows or a smaller network"));
  } catch (const std::exception& error) {
    return failed(Error(ErrorCode::kInternal, error.what()));
  }
}

}  // namespace headroom::cli
