// From the user's own file to a run that can be trained at once: the settings to start from.
//
//   auto data = std::make_shared<const Dataset>(make_dataset(table, options, progress));
//   run.post(command::Load{config_for_dataset(data), true});
#pragma once

#include <memory>

#include "core/pipeline/run_config.h"

namespace headroom {

// Named after the file (its name without folder and ending). Min-max scaling, degree 1, a shuffled fifth
// for validation; small (2 x 50, selected) and large (5 x 200) to choose from; Adam 1e-3, batches of 32,
// 20 to 200 epochs (about 1,000 steps), seed 1. Throws Error{kInternal} when there is no dataset.
RunConfig config_for_dataset(std::shared_ptr<const Dataset> dataset);

}  // namespace headroom
