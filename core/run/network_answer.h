// What a network's outputs say, as the Network tab tells it.
//
//   network_answer(Output::kSoftmax, {}, outputs).said;
//
// Thread rule: pure functions.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>

#include "core/data/scaler.h"
#include "core/model/spec.h"

namespace headroom {

struct NetworkAnswer {
  // Of two classes the probability of class 1, of more the class, of a regression the value in the target's
  // unit less Dataset::target_origin.
  double told = 0;
  std::int64_t said = -1;  // the class; -1 of a regression
};

// outputs: [outputs] after the output function.
template <typename Number>
NetworkAnswer network_answer(Output output, const TargetScale& target, std::span<const Number> outputs) {
  const auto first = static_cast<double>(outputs[0]);
  if (output == Output::kLinear) return {target.original(first), -1};
  if (output == Output::kSigmoid) return {first, first > 0.5 ? 1 : 0};
  const std::int64_t said = std::max_element(outputs.begin(), outputs.end()) - outputs.begin();
  if (outputs.size() == 2) return {static_cast<double>(outputs[1]), said};
  return {static_cast<double>(said), said};
}

}  // namespace headroom
