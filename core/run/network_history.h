// How the network came to be so: a moment for each look, thinned when there are many.
//
//   NetworkHistoryKeeper keeper;
//   keeper.add(layers, &weights.now());   // after each look at new weights
//   keeper.insert(past);                  // moments that were found later (core/run/past_moments.h)
//   keeper.told();                    // the same object until the next one
//
// The bins of a layer's weights reach equally far to both sides, to a power of two: when a weight grows out
// of them, two become one.
//
// Thread rule: one object, one thread; what is told is immutable.
#pragma once

#include <cstdint>
#include <memory>

#include "core/model/weights.h"
#include "core/run/network_figures.h"

namespace headroom {

class NetworkHistoryKeeper {
 public:
  // `weights`: null where they are too large to be kept.
  void add(const LayersFigures& layers, const Weights* weights);
  // Moments of the same network at steps that are not known yet.
  void insert(const NetworkHistory& more);
  const std::shared_ptr<const NetworkHistory>& told() const { return told_; }

 private:
  void keep_until(NetworkHistory& history, std::int64_t steps) const;
  void thin(NetworkHistory& history);

  std::shared_ptr<const NetworkHistory> told_;
  std::int64_t spacing_ = 1;  // steps between two moments, but for the last
};

}  // namespace headroom
