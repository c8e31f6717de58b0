// Where a training run stopped being finite.
#pragma once

#include <cstdint>
#include <string>

namespace headroom {

struct Divergence {
  std::int64_t epoch = 0;  // from 1
  std::int64_t step = 0;   // of the run, from 1
  std::string layer;       // "layers.2", or "loss" when the weights are still finite
};

}  // namespace headroom
