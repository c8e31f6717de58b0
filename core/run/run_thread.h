// The background thread of a run: commands in, immutable snapshots out.
//
//   RunThread run({list_devices, [](const std::string& id) { return open_device(id); }}, on_publish);
//   run.post(command::Load{load_preset("scalability"), true});
//   const std::shared_ptr<const Snapshot> snapshot = run.snapshot();   // every frame
//
// The thread owns the device and every engine. Commands are carried out between two slices of training, each
// about 10 ms long, so pause, step and a new learning rate take effect at once. Neither side holds a lock
// across a frame or a step. A waiting Change is replaced by a newer one. At a pace (command::SetPace) a slice
// is one batch, every batch is published up to 60 a second, and the thread waits for the next one; the losses
// are the same to the bit at any pace.
//
// The rules for every command in every state, in one place:
// - A refused command changes nothing: the old run goes on exactly as it was, Snapshot::error tells why.
// - A cancelled preparation is a refusal without an error.
// - A device that fails ends the run (kFailed): histories and the last good weights stay. Load, Reset,
//   SetDevice and changes that start over open the device again.
// - No exception leaves the thread.
// - A command that makes networks start over leaves their curves behind as past runs, and can be undone as
// long
//   as what has to be kept of the networks is small enough.
// While nothing trains the thread blocks: an idle run costs nothing, and publishes nothing.
//
// Thread rule: post() and snapshot() from any thread. The destructor stops and joins.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "core/base/tr.h"
#include "core/device/device.h"
#include "core/measure/device_choice.h"
#include "core/measure/processor_load.h"
#include "core/run/command_queue.h"
#include "core/run/final_judge.h"
#include "core/run/inspections.h"
#include "core/run/publisher.h"
#include "core/run/run.h"
#include "core/run/snapshot.h"

namespace headroom {

struct DeviceProvider {
  std::function<std::vector<DeviceInfo>()> list;                       // called on the run thread
  std::function<std::unique_ptr<Device>(const std::string& id)> open;  // called on the run thread
  // What CompareDevices times, and a long run whose device nobody chose. May be empty: nothing is timed.
  std::function<std::vector<Candidate>()> candidates = {};
  ChoiceOptions trial = {};
};

class RunThread {
 public:
  // `on_publish` is called on the run thread after each publication (the window wakes its event loop
  // with it); may be empty.
  // `inspections`: computes what is watched; tests pass their own.
  // `most_kept`: the host memory that may hold networks for Undo.
  RunThread(DeviceProvider devices, std::function<void()> on_publish, Inspections inspections = Inspections(),
            Bytes most_kept = kMostKept);
  static constexpr Bytes kMostKept = Bytes{1} << 30;
  ~RunThread();
  RunThread(const RunThread&) = delete;
  RunThread& operator=(const RunThread&) = delete;

  void post(Command command) { queue_.post(std::move(command)); }
  std::shared_ptr<const Snapshot> snapshot() const { return publisher_.snapshot(); }  // never null

 private:
  using Clock = std::chrono::steady_clock;
  static double seconds_now() {
    return std::chrono::duration<double>(Clock::now().time_since_epoch()).count();
  }
  static constexpr const char* kAllDone = tr_later("all epochs are done: train 20 more, or start again");

  // run_thread.cpp: the loop
  void loop(const std::stop_token& stop);
  void carry_out(CommandQueue::Entry& entry);
  bool batch_due();  // at a pace: the next batch may begin, or is under way
  void train_slice();
  bool look_on();            // towards the step that is looked back at; false when it is there
  bool inspect();            // a little of what is watched; false when there is nothing to do
  bool judge();              // of a finished run, a few rows; false when there is nothing to do
  void catch_up() noexcept;  // a folder that cannot be written is told, and holds up nothing
  void refuse(const Error& error);
  void fail(const Error& error) noexcept;
  void open_first_device();
  void ensure_device();
  // With as many threads as it had.
  std::shared_ptr<Device> open_again(const DeviceInfo& before) const;

  // commands.cpp: what each command does; all may throw, which refuses the command
  void on(const command::Load& load, Progress& progress);
  void on(const command::Play&, Progress&) { start(Goal::kAll); }
  void on(const command::Pause&, Progress&);
  void on(const command::Step& step, Progress&) { start(step.whole_epoch ? Goal::kEpoch : Goal::kStep); }
  void on(const command::Reset& reset, Progress& progress);
  void on(const command::Change& change, Progress& progress);
  void on(const command::SetDevice& set, Progress& progress);
  void on(const command::CompareDevices&, Progress& progress);
  void on(const command::LookBack& look, Progress&);
  void on(const command::GoBack& back, Progress& progress);
  void on(const command::Cancel&, Progress&) {}  // the queue has done it
  void on(const command::SaveRun& save, Progress&);
  void on(const command::HandOver& over, Progress&);
  void on(const command::SetPace& set, Progress&);
  void on(const command::Undo&, Progress& progress);
  void on(const command::AddPast& add, Progress&);
  void on(const command::RemovePast& remove, Progress&);
  void on(const command::Keep& keep, Progress&);
  void on(const command::Watch& watch, Progress&) { inspections_.watch(watch.interests, watch.look); }

  Run& loaded();  // throws Error{kUsage} when nothing is
  void start(Goal goal);
  void look_live();  // what is inspected begins again there
  // Prepares a run and replaces the current one with it; on any failure the old one stays.
  void prepare(RunSetup setup, Progress& progress);
  void find_baseline(const Progress& progress) noexcept;
  // Takes the old run off the device if both do not fit side by side; true if it did.
  bool make_room_for(const Run& fresh);
  // Where a saved run goes on: the device it was trained on, unless another was chosen or it is missing.
  std::shared_ptr<Device> device_of(const RunRecord& record);
  // The setup of the loaded run again, over the same data.
  RunSetup same_again(std::shared_ptr<Device> device) const;
  // After a failed preparation: back to the state before, with everything on the device.
  void return_to(RunState before, bool aside);
  // past.cpp: what a command leaves behind that makes networks start over
  struct Before {
    std::string what;  // the command, in a word or two
    bool undone = false;
    DeviceInfo device;
    RunPoint point;  // the curves alone where the states are too large
    PastRuns past;
  };
  using BeforePtr = std::shared_ptr<Before>;
  // Before such a command; null when nothing has trained, so nothing can be lost.
  BeforePtr remember(std::string what, bool undone = false) const;
  // After it. Returns what the message adds.
  std::string leave_behind(const BeforePtr& before, bool branch = false);
  // Of the lanes that lost them, as past runs; `branch`: of what was gone back from.
  void keep_curves(const RunPoint& before, bool branch = false);
  void add_past(PastRun run);
  bool undoable() const { return !run_ || run_->point_bytes() <= most_kept_; }

  RunState settled() const;  // the state of a run that does not train
  void after_change();       // goes on training, or settles

  // publish.cpp
  void publish() noexcept;
  void publish_if_due();
  double rate() const;  // batches a second at the pace
  void poll_memory();
  void fill_plan(Snapshot& next) const;
  void fill_memory(MemorySnapshot& memory) const;
  void fill_recorder(Snapshot& next) const;
  // The parts that the next publication must rebuild; the status always is.
  enum News : unsigned { kPlan = 1, kCurves = 2, kStages = 4, kMemory = 8, kEverything = 15 };
  static unsigned touches(const Command& command);

  DeviceProvider provider_;
  Publisher publisher_;
  CommandQueue queue_;

  // The run thread's own.
  RunState state_ = RunState::kEmpty;
  Goal goal_ = Goal::kAll;
  std::string message_;
  std::string failure_;  // why state_ is kFailed
  std::optional<Error> error_;
  std::uint64_t error_sequence_ = 0;
  std::vector<DeviceInfo> devices_;
  DeviceInfo device_info_;
  bool device_asked_for_ = false;               // the user chose it: a long run does not move by itself
  std::shared_ptr<const DeviceChoice> choice_;  // see Snapshot::device_choice
  std::shared_ptr<Device> device_;              // empty before it is opened and after it failed
  std::unique_ptr<Run> run_;
  MemoryStatus memory_status_;
  MemoryStatus before_;    // see MemorySnapshot::before
  std::string before_id_;  // the device it was read from
  std::array<Bytes, kCategoryCount> charged_{};
  ProcessorLoad load_meter_;
  std::optional<double> processor_load_;  // read with the memory
  NetworkPlan report_;
  std::shared_ptr<const NetworkPlan> refused_;  // see MemorySnapshot::refused
  Clock::time_point last_publish_{};
  Clock::time_point last_poll_{};
  unsigned news_ = kEverything;
  Pace pace_;
  Ticks ticks_;
  RunConfig opened_;  // see RunFacts
  Part<PastRuns> past_;
  std::uint64_t last_past_id_ = 0;
  Bytes most_kept_;
  BeforePtr undo_;  // null: nothing to undo
  Inspections inspections_;
  FinalJudge final_judge_;

  std::shared_ptr<const Baseline> baseline_;  // of the data of run_
  std::optional<Preparing> preparing_;        // while state_ is kPreparing

  std::jthread thread_;  // last: stopped and joined first
};

}  // namespace headroom
