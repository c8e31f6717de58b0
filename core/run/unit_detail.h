// One unit in its numbers: what training rows make of it, and its weights; and how alike two units are.
//
//   UnitDetail unit = describe_unit({.layer = 4, .unit = 53}, lane, weights, rows);
//   unit.fires_all;    // what it is worth (answer, quality) is told by PinnedUnits
//
// Thread rule: the thread that owns the device.
#pragma once

#include <span>

#include "core/run/network_figures.h"
#include "core/run/network_rows.h"
#include "core/run/network_weights.h"

namespace headroom {

// Without what is told of the network with the unit switched off.
UnitDetail describe_unit(const UnitAt& at, const Lane& lane, const NetworkWeights& weights,
                         const NetworkRows& rows);

// Pearson's correlation of what the two put out; NaN where one is constant.
double alike_activations(const NetworkRows& rows, const ModelSpec& spec, const UnitAt& a, const UnitAt& b);
// NaN where one has no length.
double cosine_of(std::span<const float> a, std::span<const float> b);

}  // namespace headroom
