// What every subcommand gets: where to write, and how options are registered.
#pragma once

#include <functional>
#include <ostream>
#include <string>

namespace headroom {
struct LessonWords;
}

namespace headroom::cli {

struct Context {
  std::ostream& out;
  std::ostream& err;
  bool json = false;
  bool err_is_terminal = false;        // a bar may be drawn
  const LessonWords* words = nullptr;  // of the window; null: it was not built

  // A line for the user, never part of the result.
  void say(const std::string& line) const { err << "headroom-cli: " << line << '\n' << std::flush; }
};

class Subcommand;  // command_line.h

// A subcommand registers its options and answers what to do once they are parsed.
using Action = std::function<void(Context&)>;

Action add_devices(Subcommand& subcommand);
Action add_presets(Subcommand& subcommand);
Action add_inspect(Subcommand& subcommand);
Action add_train(Subcommand& subcommand);
Action add_predict(Subcommand& subcommand);
Action add_evaluate(Subcommand& subcommand);
Action add_inspect_run(Subcommand& subcommand);
Action add_plan(Subcommand& subcommand);
Action add_bench(Subcommand& subcommand);
Action add_measure(Subcommand& subcommand);
Action add_lesson(Subcommand& subcommand);
Action add_workspace(Subcommand& subcommand);
Action add_class_sheet(Subcommand& subcommand);

}  // namespace headroom::cli
