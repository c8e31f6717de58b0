#include "app/state/learn_targets.h"

#include <algorithm>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/base/join.h"
#include "core/base/tr.h"

namespace headroom::app {
namespace {

constexpr std::string_view kRingPlaces[] = {
    "stage.load",
    "stage.transfer",
    "stage.preprocess",
    "stage.features",
    "stage.training",
    "stage.evaluation",
    "model.small",
    "model.small.params",
    "model.small.epoch",
    "model.small.memory",
    "model.large",
    "model.large.params",
    "model.large.epoch",
    "model.large.memory",
    "model.custom",
    "model.custom.params",
    "model.custom.epoch",
    "model.custom.memory",
    "model.compare",
    "memory",
    "curves.loss",
    "curves.accuracy",
    "epoch",
    "tab.curves",
    "tab.network",
    "tab.data",
    "tab.prediction",
    "tab.errors",
    "tab.plan",
    "tab.learn",
};

constexpr std::string_view kRingControls[] = {
    "play",
    "step",
    "reset",
    "device",
    "rate",
    "clock",
    "pace",
    "settings",
    "looking_at",
    "together",
    "add_custom",
    "smooth",
    "axis",
    "log",
    "recorder",
    "data_stage",
    "data_filter",
    "data_plane",
    "data_rows",
    "data_columns",
    "errors_matrix",
    "errors_plot",
    "errors_show",
    "errors_rows",
    "products",
    "pixels",
    "output",
    "ask_24",
    "ask_8",
    "ask_index",
    "noise",
    "curves",
    "data-rows",
    "data-columns",
    "data-points",
    "data-classes",
    "data-correlations",
    "errors-matrix",
    "errors-calibration",
    "errors-roc",
    "errors-precision-recall",
    "errors-columns",
    "errors-rows",
    "errors-pairs",
    "network-nodes",
    "network-layers",
    "network-weights",
    "network-gradients",
    "network-dead",
    "plan-cards",
    "plan-memory",
    "plan-roofline",
};

}  // namespace

std::span<const std::string_view> ring_places() { return kRingPlaces; }
std::span<const std::string_view> ring_controls() { return kRingControls; }

void check_target(std::string_view name) {
  std::vector<std::string_view> known(std::begin(kRingPlaces), std::end(kRingPlaces));
  known.insert(known.end(), std::begin(kRingControls), std::end(kRingControls));
  if (std::find(known.begin(), known.end(), name) != known.end()) return;
  throw Error(ErrorCode::kBadInput,
              tr("there is nothing called '{1}' to lay a ring around; there are: {2}", name, join(known)));
}

}  // namespace headroom::app
