// What the window, the keys, the script driver and the tests may ask of a run. Plain values, posted to
// RunThread; each is carried out on the run thread between two slices of training.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <variant>

#include "core/pipeline/run_config.h"
#include "core/run/inspection.h"
#include "core/run/look.h"
#include "core/run/pace.h"
#include "core/run/past_run.h"

namespace headroom {

struct RunRecord;  // core/io/run_record.h
struct SavedRun;

namespace command {

// Replaces whatever was loaded; prepares the data and waits at step 0, or where the record stopped. Nothing
// is lost when the new configuration is refused: the old run stays and the refusal is shown.
struct Load {
  RunConfig config;
  bool play = false;
  std::shared_ptr<const SavedRun> saved = {};  // continues from it; its folder is kept up to date
  Pace pace = {};
};
struct Play {};
struct Pause {};
// One batch or one epoch, then pause.
struct Step {
  bool whole_epoch = false;
};
// How fast it may train from now on.
struct SetPace {
  Pace pace;
};
// The selected models back to step 0. With a new seed (the next one) the data are other data, and every model
// goes back. The learning rate stays.
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
// Every network on the device as it was after this step of the run, to be looked at; one that has not come so
// far, as it is. Nothing: back to the newest. What trains or changes the run returns there first.
struct LookBack {
  std::optional<std::int64_t> step;
};
// Training goes on from after that step, with this learning rate; what came later stays behind as a curve to
// compare with. Without a step, after a divergence: what diverged goes back to the last good epoch.
struct GoBack {
  std::optional<std::int64_t> step;
  double learning_rate;
};
// The run as it was before the last command that made networks start over or go back, bit for bit; once more,
// and that command is carried out again. RunFacts::undo names it.
struct Undo {};
// A curve to compare with, and its end (by PastRun::id).
struct AddPast {
  std::shared_ptr<const PastRun> run;
};
struct RemovePast {
  std::uint64_t id;
};
// Stop what is being prepared; the previous run stays.
struct Cancel {};
// Run record and checkpoints of the models as they are; from then on the folder is kept up to date after
// every epoch, until the run starts over.
struct SaveRun {
  std::string directory;
};
// Hands the run over as it is, for what keeps it elsewhere than in a folder; the run goes on. Without `to`
// nothing happens. Called on the run's thread.
struct HandOver {
  std::function<void(std::shared_ptr<const RunRecord> record)> to;
};
// A run that nobody asked to save: it gets this folder, or one beside it where there is something already,
// unless it has one. It is up to date after every epoch, marked as kept automatically; SaveRun removes the
// mark.
struct Keep {
  std::string directory;
  bool now = false;  // written at once, also in the middle of an epoch
};
// What to inspect from now on (core/run/inspection.h), instead of what was inspected before, and where.
struct Watch {
  Interests interests;
  Look look = {};
};

}  // namespace command

using Command =
    std::variant<command::Load, command::Play, command::Pause, command::Step, command::Reset,
                 command::SetPace, command::Change, command::SetDevice, command::CompareDevices,
                 command::LookBack, command::GoBack, command::Undo, command::AddPast, command::RemovePast,
                 command::Cancel, command::SaveRun, command::HandOver, command::Keep, command::Watch>;

// The configuration once this command is carried out on a run that has `now`.
RunConfig config_after(const Command& command, RunConfig now);

}  // namespace headroom
