// The options of `plan` and the question that they form.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "app/cli/context.h"
#include "core/plan/plan_settings.h"

namespace headroom::cli {

// As given: text, checked when used. Empty: not given, the default holds.
struct PlanOptions {
  using Text = std::optional<std::string>;
  Text config;  // this, a network (--widths or --columns), or --example
  bool example = false;
  std::map<std::string_view, Text> settings;  // by their words (core/plan/plan_settings.h)
  Text gpu, cards, markdown;
  bool all_gpus = false;
  bool measure = false;

  bool given(std::string_view word) const { return settings.at(word).has_value(); }
};

void register_options(Subcommand& app, PlanOptions& options);

// What to plan; notes about defaults that were taken go to `notes`. Throws Error{kUsage} naming the option,
// and what reading a config.json throws.
PlanInputs plan_inputs(const PlanOptions& options, std::vector<std::string>& notes);

// The catalogue that comes with Headroom, with the user's own cards (--cards).
Catalogue plan_catalogue(const PlanOptions& options);

// The card of --gpu, or the device of this machine, whose context is then measured into `inputs`.
PlanTarget plan_target(const PlanOptions& options, const Catalogue& catalogue, PlanInputs& inputs,
                       std::vector<std::string>& notes);

}  // namespace headroom::cli
