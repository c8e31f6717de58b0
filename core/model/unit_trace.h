// The arithmetic of one unit for one row: bias, the largest of its products, z and a; and the way back, the
// chain rule in its numbers and what the optimizer makes of it. On the host, in double precision.
//
//   UnitTrace unit = trace_unit(spec, weights, features, layers, 2, 13);
//   unit.others_sum;   // with the bias and the products of unit.largest it makes unit.z
//   trace_unit_backward(unit, {spec, weights, features, layers, back}, optimizer, moments, updates);
//
// A source of layer 0 is a feature, of another layer a unit of the layer before. The step is the one that
// would be taken if this row were a batch by itself.
//
// Thread rule: pure functions.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/model/backward_trace.h"
#include "core/model/optimizer.h"

namespace headroom {

struct UnitTrace {
  static constexpr std::size_t kLargest = 8;       // told one by one
  static constexpr std::size_t kConsequences = 4;  // the same of what comes back

  struct Source {
    std::int64_t source = 0;
    double weight = 0, input = 0;
    double product() const { return weight * input; }
  };
  // A unit of the next layer that the loss comes back from.
  struct Consequence {
    std::int64_t unit = 0;
    double d_z = 0, weight = 0;
    double product() const { return d_z * weight; }
  };
  struct Steepest {
    std::int64_t source = 0;  // -1: the bias
    double weight = 0, input = 1;
    double gradient = 0;  // dL/dw = dL/dz times the input
    double change = 0;    // of the weight, by the optimizer
  };

  std::int64_t layer = 0, unit = 0;
  double bias = 0, z = 0, a = 0;
  std::vector<Source> largest;  // by the size of the product
  std::int64_t others = 0;
  double others_sum = 0;

  // Backward; no numbers without a target.
  bool has_backward = false;
  double d_a = 0, slope = 0, d_z = 0;  // d_z = d_a times slope, but for softmax, which ties its outputs
  std::vector<Consequence> consequences;
  std::int64_t other_consequences = 0;
  double other_consequences_sum = 0;
  std::vector<Steepest> steepest;  // by the size of the gradient
  Steepest bias_step{.source = -1};
};

UnitTrace trace_unit(const ModelSpec& spec, const Weights& weights, std::span<const float> features,
                     const std::vector<LayerTrace>& layers, std::int64_t layer, std::int64_t unit);

// The optimizer's moments of this unit, as many as it keeps; empty: zero.
struct UnitMoments {
  std::vector<std::vector<float>> weight;  // each [in]
  std::vector<float> bias;                 // [moments]
};

struct OneRow {
  const ModelSpec& spec;
  const Weights& weights;
  std::span<const float> features;
  const std::vector<LayerTrace>& layers;
  const BackwardTrace& back;
};
void trace_unit_backward(UnitTrace& unit, const OneRow& row, const OptimizerSettings& optimizer,
                         const UnitMoments& moments, std::int64_t updates);

}  // namespace headroom
