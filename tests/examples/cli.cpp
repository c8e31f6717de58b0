// The examples of app/cli's headers, word for word (tests/support/check_examples.py): compiled, never run.
#include <optional>
#include <sstream>
#include <string>

#include "app/cli/cli.h"
#include "app/cli/command_line.h"
#include "app/cli/divergence_report.h"
#include "app/cli/interrupt.h"
#include "app/cli/lesson_check.h"
#include "app/cli/output.h"
#include "app/cli/progress_bar.h"
#include "app/cli/remedy_words.h"
#include "app/cli/train_results.h"
#include "core/base/json.h"

namespace headroom::cli {

namespace {

[[maybe_unused]] void whole_program() {
  std::ostringstream out, err;
  const int status = run_cli({"train", "--preset", "scalability", "--json"}, out, err);
}

[[maybe_unused]] void options(Subcommand& subcommand, bool& all_gpus) {
  std::optional<std::string> rows;
  subcommand.add_option("--rows", rows, "rows of the data", "N");
  subcommand.add_flag("--all-gpus", all_gpus, "the verdict for every card");
}

[[maybe_unused]] void output(std::ostream& out) {
  Table table({"name", ">bytes"});
  table.add({"weights", "781 KiB"});
  table.print(out);
}

[[maybe_unused]] void divergence_of(Run& run, const RunDiverged& error, Json& document) {
  if (run.diverged()) report_divergence(run, "headroom-cli train --resume my-run");
  document["error"]["divergence"] = divergence_json(error);
}

[[maybe_unused]] void lessons(Context& context) {
  check_lesson_files({"small_or_large.md"}, context);  // throws LessonFaults
}

[[maybe_unused]] void progress_bar(Context& context) {
  ProgressBar bar(context);
  bar.update(0.4, "epoch 3/20");
  bar.line("epoch 3/20  loss 0.51");
}

[[maybe_unused]] void remedies(const TableNote& note) {
  option_words(TableRemedy::missing("oops"));
  told(note);
}

[[maybe_unused]] void results_of(const Run& run) {
  const TrainResults results = judge(run, true, stop_request());
  results.validation.front().classes->balanced_accuracy;
}

}  // namespace

}  // namespace headroom::cli
