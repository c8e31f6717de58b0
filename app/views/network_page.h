// What the parts of the Network tab draw from: the figures as far as they are about the network as it is now,
// and words for its layers and units.
//
//   const std::optional<NetworkPage> page = network_page(context, seen, prediction);
//   if (!page) return;                          // nothing is known yet
//   page->change([](NetworkOptions&, Look& look) { look.unit = UnitAt{1, 5}; });   // an action
//
// Layers count from 0 here as in core/run/network_figures.h, and from 1 in words.
//
// Thread rule: window's thread, within a frame.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "app/views/view.h"
#include "core/run/inspection.h"

namespace headroom::app {

struct NetworkPage {
  const ViewContext& context;
  const Dataset& dataset;
  const ModelSnapshot& model;
  std::int64_t steps = 0;  // with which looking began
  // Null: not yet, or of another network.
  const LayersFigures* layers = nullptr;
  const NetworkOrder* order = nullptr;
  std::shared_ptr<const ValuesFigures> values = nullptr;  // textures keep what they show
  std::shared_ptr<const UnitFigures> units = nullptr;
  const PinnedFigures* pinned = nullptr;
  const NetworkHistory* history = nullptr;
  bool off = false;                                  // the first pinned unit is shown switched off
  const PredictionFigures* row = nullptr;            // the looked row,
  const PredictionFigures::Model* answer = nullptr;  // and what this network makes of it

  const Ui& ui() const { return context.ui; }
  const Look& look() const { return context.state.look; }
  const NetworkOptions& options() const { return context.state.network; }
  const ModelSpec& spec() const { return model.spec; }
  std::int64_t layer_count() const { return model.spec.layers(); }
  std::int64_t width(std::int64_t layer) const;  // units of a layer
  bool hidden(std::int64_t layer) const { return layer + 1 < layer_count(); }
  bool regression() const { return model.spec.output == Output::kLinear; }
  bool two_columns() const { return dataset.columns == 2; }
  ImVec4 color() const;  // of the network

  bool dead(UnitAt unit) const;
  bool exists(const std::optional<UnitAt>& unit) const;
  // Its picture over the plane of a two-column set, or its mean for each class; empty: there is none.
  std::span<const float> picture(UnitAt unit) const;
  std::span<const float> means(UnitAt unit) const;
  // Activation for the looked row; NaN: not known.
  double activation(UnitAt unit) const;
  // The number on the way from a source to a unit in what is shown; NaN: not known, or averaged away.
  double number(std::int64_t layer, std::int64_t unit, std::int64_t source) const;
  // The weight itself, whatever is shown; NaN: not known.
  double weight(std::int64_t layer, std::int64_t unit, std::int64_t source) const;
  // The values are those that are asked for.
  bool values_current() const;

  std::string layer_title(std::int64_t layer) const;  // "layer 2", "output"
  std::string short_layer(std::int64_t layer) const;  // "2", "out"
  std::string unit_title(UnitAt unit) const;          // "layer 2 · unit 5"
  std::string source_name(std::int64_t layer, std::int64_t source) const;
  std::string class_name(std::int64_t index) const;

  void change(std::function<void(NetworkOptions&, Look&)> by) const;
};

// Nothing: the inspection is not there, or of a network that is gone.
std::optional<NetworkPage> network_page(const ViewContext& context, const Inspection* seen,
                                        const Inspection* prediction);

// Units stand as nodes where every layer has few; else each layer is a matrix.
bool drawn_as_nodes(const ModelSpec& spec);

// Of layer l of n, from pale to dark in the network's colour; the output muted.
ImVec4 depth_color(const NetworkPage& page, std::int64_t layer);

// "1.5e-3", "0.653": three digits, as short as they can be.
std::string small_number(double value);

}  // namespace headroom::app
