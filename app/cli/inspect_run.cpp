// headroom-cli inspect-run: what is inside a saved network, layer by layer.
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "app/cli/command_line.h"
#include "app/cli/context.h"
#include "app/cli/inspect_run_report.h"
#include "app/cli/interrupt.h"
#include "app/cli/output.h"
#include "app/cli/progress_bar.h"
#include "app/cli/run_rows.h"
#include "app/cli/values.h"
#include "app/devices.h"
#include "core/base/error.h"
#include "core/base/json.h"
#include "core/run/inspections.h"

namespace headroom::cli {

namespace {

struct InspectRunOptions {
  std::optional<std::string> folder, model, layer;
  bool no_data = false;
};

// The run once more, on the processor and without a step: then the inspection of the Network tab says what
// the rows do.
NetworkFigures figures_with_rows(const std::shared_ptr<const SavedRun>& saved, const ModelRecord& model,
                                 Context& context) {
  RunSetup setup;
  ProgressBar bar(context);
  bar.update(0, "reading the rows again");
  setup.config = config_to_resume(saved->record, stop_request());
  setup.config.selected = {model.id};
  setup.config.residence = Residence::kDevice;
  setup.config.train.precision = Precision::kFp32;
  setup.saved = saved;
  setup.device = open_device("cpu");
  const Run run(std::move(setup), stop_request());
  Inspections inspections;
  Look look;
  look.model = model.id;
  inspections.watch(interest(Inspect::kNetwork), look);
  while (inspections.advance(run, false).worked) stop_request().check();
  bar.clear();
  const std::shared_ptr<const Inspection> seen = inspections.results()[index_of(Inspect::kNetwork)];
  if (seen->error) throw Error(*seen->error);
  return *seen->network();
}

void inspect_run(const InspectRunOptions& options, Context& context) {
  if (!options.folder)
    throw Error(ErrorCode::kUsage, "is missing: name the directory that train --run wrote", "DIR");
  const auto saved = std::make_shared<const SavedRun>(SavedRun{*options.folder, load_run(*options.folder)});
  const RunRecord& record = saved->record;
  const ModelRecord& model = named_model(record, options.model);
  std::optional<std::size_t> layer;
  if (options.layer) {
    layer = static_cast<std::size_t>(parse_integer(*options.layer, "--layer", 1, model.spec.layers())) - 1;
  }
  InspectedNetwork network{record, model, saved_layers(record, model), {}, {}};
  if (record.given_weights) {
    network.notes.push_back(
        "it began with weights that were given (--init), which are not kept: how far they "
        "moved is not known");
  }
  if (!options.no_data) {
    try {
      network.seen = figures_with_rows(saved, model, context);
    } catch (const Error& error) {
      if (error.code() == ErrorCode::kCancelled) throw;
      network.notes.push_back("dead units and gradients need the rows that it was trained on: " +
                              std::string(error.what()));
    }
  }
  for (const std::string& note : network.notes) context.say(note);
  if (context.json) {
    print_json(inspected_json(network, layer), context.out);
  } else {
    print_inspected(network, layer, context.out);
  }
}

}  // namespace

Action add_inspect_run(Subcommand& app) {
  auto options = std::make_shared<InspectRunOptions>();
  app.add_positional("DIR", options->folder, "the directory that train --run wrote");
  app.add_option("--model", options->model, "which model, when the run has several", "ID");
  app.add_option("--layer", options->layer, "one layer unit by unit, from 1; the last is the output", "N");
  app.add_flag("--no-data", options->no_data, "leave the rows alone: no dead units, no gradients");
  return [options](Context& context) { inspect_run(*options, context); };
}

}  // namespace headroom::cli
