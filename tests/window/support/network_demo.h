// A run whose network is looked into, for tests of the Network tab: a real run on the processor, and figures
// of weights that are drawn here, so that every number is known.
#pragma once

#include <cstdint>
#include <vector>

#include "core/run/network_figures.h"
#include "support/demo.h"

namespace headroom::app::demo {

struct NetworkDemo {
  std::vector<std::int64_t> hidden = {5, 4};
  std::int64_t columns = 2, classes = 2;  // 0: a regression
  NetworkLook look = {};
  Activation activation = Activation::kRelu;
  std::int64_t steps = 30;
  bool whole = true;    // else the layers alone
  bool broken = false;  // a unit is not a number
};

// The weight of the drawn network.
float drawn_weight(std::int64_t layer, std::int64_t unit, std::int64_t source);
// Learned order of n units here: the last one first.
std::vector<std::int32_t> backwards(std::int64_t n);

Demo network_demo(const NetworkDemo& wish);

}  // namespace headroom::app::demo
