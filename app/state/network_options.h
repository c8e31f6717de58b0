// What the Network tab shows besides where it looks (Look): kept with the window's state, so that scripts and
// tests choose it as a click does.
//
//   NetworkOptions options;
//   options.scale = NetworkScale::kUnit;   // each unit's weights go up to the full colour
//   options.proposal = {8, 9};             // hidden widths that are shown with their price, not yet taken
//
// Thread rule: plain values and pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "core/base/names.h"
#include "core/run/look.h"

namespace headroom::app {

// What the full colour of a matrix stands for: the largest number of a unit, of its layer, or of all layers.
enum class NetworkScale { kUnit, kLayer, kNetwork };
inline constexpr auto kNetworkScaleNames = names<NetworkScale>(
    {{NetworkScale::kUnit, "unit"}, {NetworkScale::kLayer, "layer"}, {NetworkScale::kNetwork, "network"}});

// Which edges are drawn where units are nodes.
enum class EdgeSigns { kBoth, kPositive, kNegative };
struct EdgeSignsRow {
  EdgeSigns value;
  std::string_view name;  // in scripts
  std::string_view title;
};
inline constexpr auto kEdgeSignsNames = named_rows<EdgeSignsRow>({{EdgeSigns::kBoth, "both", "+ and −"},
                                                                  {EdgeSigns::kPositive, "positive", "+"},
                                                                  {EdgeSigns::kNegative, "negative", "−"}});

struct NetworkOptions {
  NetworkScale scale = NetworkScale::kLayer;
  EdgeSigns signs = EdgeSigns::kBoth;
  std::optional<std::int64_t> history_layer =
      {};                       // whose weights are shown over time; empty: the pinned unit's
  bool figures_beside = false;  // where there is room for one only: the figures instead of the picture
  bool off = false;             // the first pinned unit is shown switched off
  bool second_newer = false;    // of the two pinned units: the first is the one that moves
  // Hidden widths of a network that is considered, with what it takes; empty: none.
  std::optional<std::vector<std::int64_t>> proposal = {};
};

// Pins a unit: the first, then the second, then in place of the older one.
void pin_unit(NetworkOptions& options, Look& look, UnitAt unit);
// Takes a pinned one away; the second becomes the first.
void unpin_first(NetworkOptions& options, Look& look);

}  // namespace headroom::app
