// What the planner reads: the GPU catalogue with the user's own cards, and the configurations of
// well-known transformers. Read by a job.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/state/plan_state.h"

namespace headroom::app {

struct PlanLibrary {
  std::shared_ptr<const Catalogue> catalogue;
  std::optional<Error> own_cards;  // their file could not be used: with line and key
  std::vector<PlanModel> models;   // by name
};

// $XDG_CONFIG_HOME/headroom/cards.json, in the form of assets/catalogue/gpus.json (core/memory/catalogue.h).
std::string own_cards_path();

// Reads assets/, and the user's cards where `own_cards` exists. Throws Error when the assets are missing or
// broken; a broken file of the user's is reported in the result.
PlanLibrary read_plan_library(const std::string& own_cards);

}  // namespace headroom::app
