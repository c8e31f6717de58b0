// The numbers of initial_weights() (core/model/weights.h), some at a time.
//
//   WeightDraw draw(spec, config.init, weight_seed(config.train.seed));
//   while (!draw.advance(1 << 17)) {}
//   const Weights start = draw.take();
//
// Thread rule: one object, one thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>

#include "core/base/rng.h"
#include "core/model/weights.h"

namespace headroom {

class WeightDraw {
 public:
  WeightDraw(const ModelSpec& spec, const InitSettings& init, std::uint64_t seed);
  // Draws at least one and at most `numbers` more; true once all are there.
  bool advance(std::int64_t numbers);
  Weights take() { return std::move(weights_); }

 private:
  bool next_tensor();

  ModelSpec spec_;
  InitSettings init_;
  Rng rng_;
  Weights weights_;
  std::size_t layer_ = 0;
  bool in_bias_ = false;
  std::size_t next_ = 0;  // of the tensor
};

}  // namespace headroom
