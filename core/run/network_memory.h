// What the inspections of a run's networks remember from one to the next, one memory for each network.
//
//   NetworkMemories memories;
//   NetworkMemory& memory = memories.of(run, lane);   // forgets what is not of this network and these data
//   memory.weights.now();
//
// Thread rule: the thread that owns the device.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "core/data/row_stages.h"
#include "core/run/learned_order.h"
#include "core/run/look.h"
#include "core/run/network_figures.h"
#include "core/run/network_history.h"
#include "core/run/network_rows.h"
#include "core/run/network_weights.h"
#include "core/run/past_moments.h"
#include "core/run/pinned_units.h"
#include "core/run/run.h"
#include "core/run/unit_pictures.h"

namespace headroom {

struct NetworkMemory {
  // Whose they are, and how far it had come: training repeats to the bit, so the last loss tells.
  struct Owner {
    ModelSpec spec;
    InitSettings init;
    std::uint64_t seed = 0;
    std::shared_ptr<const Dataset> dataset;
    std::size_t losses = 0;
    std::int64_t steps_each = 0;
    float last_loss = 0;
  } owner;
  bool doubted = true;

  std::optional<RowStages> stages;
  NetworkWeights weights;
  NetworkRows rows;
  LearnedOrder order;
  UnitPictures pictures;
  PinnedUnits pinned;
  NetworkHistoryKeeper history;
  PastMoments past;
  std::shared_ptr<const LayersFigures> layers;
  std::uint64_t layers_version = 0;  // of the weights that it tells of
  std::shared_ptr<const ValuesFigures> values;
  std::uint64_t values_version = 0;
  std::shared_ptr<const NetworkOrder> values_order;

  Look look;              // the last
  bool told = false;      // something
  bool going_on = false;  // another inspection goes on with these weights
};

class NetworkMemories {
 public:
  // The run was replaced or changed: looks again whether these are still its networks.
  void doubt();
  NetworkMemory& of(const Run& run, const Lane& lane);

 private:
  std::map<std::string, std::unique_ptr<NetworkMemory>> of_;  // by ModelChoice::id
};

}  // namespace headroom
