// What a person looks at inside a network: a part of Look.
//
//   look.network.values = NetworkValues::kChange;
//   look.network.order = UnitOrder::kLearned;
//
// Thread rule: plain values.
#pragma once

#include <cstdint>
#include <optional>

#include "core/base/names.h"

namespace headroom {

struct UnitAt {
  std::int64_t layer = 0;  // from 0, the output layer last
  std::int64_t unit = 0;   // of its outputs, from 0
  bool operator==(const UnitAt&) const = default;
};

// kChange: since the start of the run, or since NetworkLook::since.
enum class NetworkValues { kWeights, kChange, kGradients, kActivations };
inline constexpr auto kNetworkValuesNames =
    names<NetworkValues>({{NetworkValues::kWeights, "weights"},
                          {NetworkValues::kChange, "change"},
                          {NetworkValues::kGradients, "gradients"},
                          {NetworkValues::kActivations, "activations"}});

enum class UnitOrder { kIndex, kLearned };
inline constexpr auto kUnitOrderNames =
    names<UnitOrder>({{UnitOrder::kIndex, "index"}, {UnitOrder::kLearned, "learned"}});

struct NetworkLook {
  NetworkValues values = NetworkValues::kWeights;
  UnitOrder order = UnitOrder::kIndex;
  std::optional<UnitAt> other = {};  // the second that is pinned; the first is Look::unit
  bool operator==(const NetworkLook&) const = default;
};

}  // namespace headroom
