// What can be inspected in a training run besides its curves: one immutable result per kind.
//
// Nothing here costs anything until somebody watches it (command::Watch): the run thread computes what is
// watched between two slices of training, a few milliseconds at a time (core/run/inspections.h).
//
//   const std::shared_ptr<const Inspection> seen = snapshot.inspections[index_of(Inspect::kNetwork)];
//   if (seen && !seen->error) seen->network()->models.front().layers.front().rms;
//
// A new kind is a value of Inspect, a payload here, and a row in all_inspectors() (core/run/inspections.cpp).
//
// Thread rule: plain values.
#pragma once

#include <array>
#include <bitset>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/base/error.h"

namespace headroom {

enum class Inspect { kData, kNetwork, kPrediction, kErrors, kRecorder };
inline constexpr std::size_t kInspectionCount = 5;
constexpr std::size_t index_of(Inspect kind) { return static_cast<std::size_t>(kind); }

// The kinds that are watched, one bit each.
using Interests = std::bitset<kInspectionCount>;
inline Interests interest(Inspect kind) { return Interests().set(index_of(kind)); }

// One layer of a network at the moment it was inspected: training goes on between two layers.
struct LayerFigures {
  double min = 0, max = 0, mean = 0, rms = 0;  // of its weights, without biases
  double zeros = 0;                            // share of weights that are exactly 0
  double gradient_norm = 0;                    // Euclidean, of the weights' gradient of the mean loss
};

struct NetworkFigures {
  struct Model {
    std::string id;
    std::vector<LayerFigures> layers;
  };
  std::vector<Model> models;  // those on the device
};

using Findings = std::variant<std::monostate, NetworkFigures>;

struct Inspection {
  Inspect kind = Inspect::kData;
  std::uint64_t version = 0;        // of its kind, from 1
  std::vector<std::int64_t> steps;  // of every model when it started, in the order of CurvesSnapshot::models
  double seconds = 0;               // what it took, without the training in between
  std::optional<Error> error;       // why there are no findings
  Findings findings;

  const NetworkFigures* network() const { return std::get_if<NetworkFigures>(&findings); }
};

using InspectionSlots = std::array<std::shared_ptr<const Inspection>, kInspectionCount>;

}  // namespace headroom
