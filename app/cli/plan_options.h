// The options of `plan` and the question that they make.
#pragma once

#include <optional>
#include <string>

#include "app/cli/context.h"
#include "core/memory/plan_report.h"

namespace headroom::cli {

// As given: text, checked when used. Empty: not given, the default holds.
struct PlanOptions {
  using Text = std::optional<std::string>;
  Text config, widths;  // one of them, or --example
  bool example = false;
  Text rows, batch, epochs;  // with --widths
  Text mode, precision, optimizer;
  Text seq, micro_batch, micro_batches, tokens;
  Text recompute, flash_attention, gradients, offload;
  Text zero, data_parallel, tensor_parallel, sequence_parallel, pipeline_parallel, distributed_optimizer;
  Text gpu, cards, price, train_tokens;
  Text markdown;
  bool all_gpus = false;
  bool measure = false;
};

void register_options(Subcommand& app, PlanOptions& options);

// What to plan; notes about defaults that were taken go to `notes`. Throws Error{kUsage} naming the option,
// and what reading a config.json throws.
PlanInputs plan_inputs(const PlanOptions& options, std::vector<std::string>& notes);

// The catalogue that comes along, with the user's own cards (--cards).
Catalogue plan_catalogue(const PlanOptions& options);

// The card of --gpu, or the device of this machine, whose context is then measured into `inputs`.
PlanTarget plan_target(const PlanOptions& options, const Catalogue& catalogue, PlanInputs& inputs,
                       std::vector<std::string>& notes);

}  // namespace headroom::cli
