// What the window, the keys, the script driver and the tests may ask of a run. Plain values, posted to
// RunThread; each is carried out on the run thread between two slices of training.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/pipeline/run_config.h"

namespace headroom {

namespace command {

// Replaces whatever was loaded; prepares the data and waits at step 0. Nothing is lost when the new
// configuration is refused: the old run stays and the refusal is shown.
struct Load {
  RunConfig config;
  bool play = false;
};
struct Play {};
struct Pause {};
struct Step {
  bool whole_epoch = false;
};  // one batch or one epoch, then pause
struct Reset {
  bool new_seed = false;
};  // every model back to step 0; same seed unless asked, then seed + 1. The learning rate stays.
struct SetSeed {
  std::uint64_t seed;
};  // resets
// Takes effect between two steps; newest value wins while queued.
struct SetLearningRate {
  double value;
};
struct SelectModels {
  std::vector<std::string> ids;
};  // see core/run/run.h: what trains on goes on, the rest keeps curve and state until a reset
struct SetCustomModel {
  std::vector<std::int64_t> hidden;
};  // hidden widths of "custom"; selects it and starts it over, the others keep their curves
struct RemoveCustomModel {};  // and its curve; where it was the only one selected, the first model is
struct SetActivation {
  Activation value;
};  // resets
struct SetTerms {
  Terms value;
};  // of degree 2; resets
struct SetResidence {
  Residence value;
};  // of the rows; resets
struct SetTrainSettings {
  TrainSettings settings;
};  // resets when the structure changes (batch, optimizer, seed); epochs may grow mid-run
struct SetDevice {
  std::string id;
};  // resets
// Times the largest selected network on every device, and goes on with the fastest; resets when that is
// another one.
struct CompareDevices {};
// After divergence: back to the last good epoch with a lower learning rate.
struct RollBack {
  double learning_rate;
};
// Stop what is being prepared; the previous run stays.
struct Cancel {};
struct SaveRun {
  std::string directory;
};  // run record and checkpoints of the models as they are

}  // namespace command

using Command =
    std::variant<command::Load, command::Play, command::Pause, command::Step, command::Reset,
                 command::SetSeed, command::SetLearningRate, command::SelectModels, command::SetCustomModel,
                 command::RemoveCustomModel, command::SetActivation, command::SetTerms, command::SetResidence,
                 command::SetTrainSettings, command::SetDevice, command::CompareDevices, command::RollBack,
                 command::Cancel, command::SaveRun>;

}  // namespace headroom
