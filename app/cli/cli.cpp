#include "app/cli/cli.h"

#include <unistd.h>

#include <algorithm>
#include <exception>
#include <iostream>
#include <new>

#include "app/cli/command_line.h"
#include "app/cli/divergence_report.h"
#include "app/cli/interrupt.h"
#include "app/cli/lesson_check.h"
#include "app/cli/output.h"
#include "app/cli/remedy_words.h"
#include "core/base/json.h"

namespace headroom::cli {

namespace {

void print_error(const Error& error, const Context& context) {
  const std::string message = told(error);
  std::string line = error.where().empty() ? message : error.where() + ": " + message;
  std::replace(line.begin(), line.end(), '\n', ' ');
  context.say(line);
  if (!context.json) return;
  Json document;
  document["error"] = {
      {"code", error_code_name(error.code())}, {"message", message}, {"where", error.where()}};
  if (const auto* const diverged = dynamic_cast<const RunDiverged*>(&error)) {
    document["error"]["divergence"] = divergence_json(*diverged);
  }
  if (const auto* const lessons = dynamic_cast<const LessonFaults*>(&error)) {
    document["error"]["faults"] = lesson_faults_json(*lessons);
  }
  print_json(document, context.out);
}

// Results that could not be written are a failed work, not a silent one.
void require_written(std::ostream& out) {
  out.flush();
  if (!out)
    throw Error(ErrorCode::kIo, "the results could not be written: check the disk", "standard output");
}

void run(const std::vector<std::string>& arguments, Context& context) {
  if (const Action action = parse_command_line(arguments, context)) action(context);
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

int run_cli(const std::vector<std::string>& arguments, std::ostream& out, std::ostream& err,
            const LessonWords* words) {
  clear_stop_request();
  Context context{out, err};
  context.words = words;
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
