// What the window, the keys, the script driver and the tests may ask of a run. Plain values, posted to
// RunThread; each is carried out on the run thread between two slices of training.
#pragma once

#include <memory>
#include <string>
#include <variant>

#include "core/pipeline/run_config.h"
#include "core/run/inspection.h"

namespace headroom {

struct SavedRun;  // core/io/run_record.h

namespace command {

// Replaces whatever was loaded; prepares the data and waits at step 0, or where the record stopped. Nothing
// is lost when the new configuration is refused: the old run stays and the refusal is shown.
struct Load {
  RunConfig config;
  bool play = false;
  std::shared_ptr<const SavedRun> saved = {};  // continues from it; its folder is kept up to date
};
struct Play {};
struct Pause {};
// One batch or one epoch, then pause.
struct Step {
  bool whole_epoch = false;
};
// Every model back to step 0; same seed unless asked, then seed + 1. The learning rate stays.
struct Reset {
  bool new_seed = false;
};
// The run as it should be. core/run/change.h says what that takes; the newest one wins while queued.
struct Change {
  RunConfig config;
  bool custom_again = false;  // the custom model starts over even where its network is the same
};
// Starts over there.
struct SetDevice {
  std::string id;
};
// Times the largest selected network on every device, and goes on with the fastest; starts over when that is
// another one.
struct CompareDevices {};
// After divergence: back to the last good epoch with a lower learning rate.
struct RollBack {
  double learning_rate;
};
// Stop what is being prepared; the previous run stays.
struct Cancel {};
// Run record and checkpoints of the models as they are; from then on the folder is kept up to date after
// every epoch, until the run starts over.
struct SaveRun {
  std::string directory;
};
// A run that nobody asked to save: it gets this folder, or one beside it where there is something already,
// unless it has one. It is up to date after every epoch, marked as kept automatically; SaveRun removes the
// mark.
struct Keep {
  std::string directory;
  bool now = false;  // written at once, also in the middle of an epoch
};
// What to inspect from now on (core/run/inspection.h), instead of what was inspected before.
struct Watch {
  Interests interests;
};

}  // namespace command

using Command = std::variant<command::Load, command::Play, command::Pause, command::Step, command::Reset,
                             command::Change, command::SetDevice, command::CompareDevices, command::RollBack,
                             command::Cancel, command::SaveRun, command::Keep, command::Watch>;

// The configuration once this command is carried out on a run that has `now`.
RunConfig config_after(const Command& command, RunConfig now);

}  // namespace headroom
