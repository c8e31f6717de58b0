#include "app/state/plan_library.h"

#include <algorithm>
#include <filesystem>

#include "app/state/paths.h"
#include "core/io/presets.h"

namespace headroom::app {

namespace fs = std::filesystem;

std::string own_cards_path() { return (settings_path().parent_path() / "cards.json").string(); }

PlanLibrary read_plan_library(const std::string& own_cards) {
  PlanLibrary library;
  Catalogue catalogue = read_catalogue(assets_directory() / "catalogue" / "gpus.json");
  std::error_code ignored;
  if (fs::exists(own_cards, ignored)) {
    try {
      add_own_cards(catalogue, own_cards);
    } catch (const Error& error) {
      library.own_cards = error;
    }
  }
  library.catalogue = std::make_shared<const Catalogue>(std::move(catalogue));
  for (const fs::directory_entry& entry : fs::directory_iterator(assets_directory() / "models")) {
    if (entry.path().extension() != ".json") continue;
    library.models.push_back({entry.path().stem().string(), entry.path().string()});
  }
  std::sort(library.models.begin(), library.models.end(),
            [](const PlanModel& a, const PlanModel& b) { return a.name < b.name; });
  return library;
}

}  // namespace headroom::app
