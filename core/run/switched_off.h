// A network with one unit's activation held at 0, for rows whose layers are known: the layers after it once
// more, on the host and in double precision.
//
//   const SwitchedOff off(spec, weights, {.layer = 1, .unit = 5});
//   off.outputs(trace_layers(spec, weights, features));   // [rows, outputs]
//
// Thread rule: const functions from any thread.
#pragma once

#include <vector>

#include "core/model/layer_trace.h"
#include "core/model/spec.h"
#include "core/model/weights.h"
#include "core/run/network_look.h"

namespace headroom {

class SwitchedOff {
 public:
  SwitchedOff(const ModelSpec& spec, const Weights& weights, const UnitAt& at);
  // layers: trace_layers() of some rows.
  std::vector<double> outputs(const std::vector<LayerTrace>& layers) const;

 private:
  UnitAt at_;
  ModelSpec rest_;  // the layers after it, if there are any
  Weights rest_weights_;
};

}  // namespace headroom
