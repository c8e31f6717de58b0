// One run on one device, from its configuration to trained networks: takes the data through the stages, keeps
// a lane for every architecture, trains them side by side, and saves and resumes them. Synchronous: the run
// thread of the window and `headroom-cli train` drive it slice by slice.
//
//   RunSetup setup;
//   setup.config = load_preset("scalability");
//   setup.device = open_device("cpu");
//   setup.folder = "my-run";
//   Run run(setup, progress);
//   for (run.set_goal(Goal::kAll); !run.goal_reached(); run.checkpoint()) run.advance();
//
// What a person toggling between a small and a large model sees: a lane that is deselected keeps its
// curve and, on the host, the state of its network; its engine leaves the device. Selected again, it goes
// on where it stopped. A reset clears the selected lanes; a change of anything that would make curves
// incomparable (seed, batch, optimizer, activation) clears every lane.
//
// Side by side: all lanes start from the same seed and see the same rows in the same order. The lane that is
// furthest behind trains the next slice, so that lanes pass through each epoch together; each lane's time is
// measured separately.
//
// Thread rule: the thread that owns the device. Errors of the device pass through; what does not fit throws
// Error{kOutOfMemory} before anything is allocated and leaves the run as it was.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/io/run_record.h"
#include "core/measure/device_choice.h"
#include "core/memory/memory_account.h"
#include "core/memory/network_plan.h"
#include "core/pipeline/pipeline.h"
#include "core/run/change.h"
#include "core/run/recorder_figures.h"
#include "core/train/trainer.h"
#include "core/train/trouble.h"

namespace headroom {

struct Lane {
  ModelChoice choice;
  ModelSpec spec;
  bool selected = false;
  Bytes planned_bytes = 0;  // of its engine, without the shared data
  // On the device: its trainer. Off the device: its state when it left, or nothing.
  std::unique_ptr<Trainer> trainer;
  std::optional<TrainerState> rest;
  History shown;                  // off the device; may reach further than `rest` after a failure
  std::int64_t target_steps = 0;  // trains up to here

  bool started() const { return trainer ? trainer->live().steps > 0 : rest.has_value(); }
};

// Everything that starting over loses, to return to bit for bit.
struct RunPoint {
  struct Stand {
    std::string id;                       // of the lane
    History history;                      // what its curve shows
    std::optional<TrainerPoint> trainer;  // it was on the device
    std::optional<TrainerState> rest;     // it was not, but had trained
  };
  RunConfig config;
  std::filesystem::path folder;
  std::int64_t steps_per_epoch = 0;
  std::vector<Stand> lanes;
};

// Training time at the end of every step. A record keeps it for epochs only: their steps share it evenly.
Series step_seconds(const TrainerState& state);

// How far the run trains.
enum class Goal { kAll, kStep, kEpoch };

class Run;

// What a run is made of.
struct RunSetup {
  RunConfig config;
  // Where it trains. Given candidates, a run that takes a while goes to the fastest of them; a short one
  // stays on `device`, or else takes the first candidate.
  std::shared_ptr<Device> device = {};
  std::vector<Candidate> candidates = {};
  ChoiceOptions trial = {};
  const Run* same_data = nullptr;  // a run of the same source and seed: its dataset is not read again
  // Goes on from this record, and keeps its folder up to date from then on.
  std::shared_ptr<const SavedRun> saved = {};
  // Returns to this point of an earlier run of the same configuration.
  std::shared_ptr<const RunPoint> point = {};
  std::filesystem::path folder = {};  // without a record: kept up to date as well
  // Initial weights other than the seed's, by model id.
  std::function<Weights(const std::string& id, const ModelSpec& spec)> first_weights = {};
  Pipeline::Listener on_stages = {};
  // Of everything that is timed: seconds, monotonic; empty: std::chrono::steady_clock.
  std::function<double()> clock = {};
  // Called when it fits and nothing is allocated yet: device, report and question can be read.
  std::function<void(const Run& run, const Pipeline& loaded)> before_allocation = {};
};

class Run {
 public:
  // Everything up to step 0, or to where the record stopped. Throws PlanRefused before anything is allocated,
  // Error{kBadInput} for a record that belongs to other data or networks.
  Run(RunSetup setup, Progress& progress);

  const RunConfig& config() const { return config_; }
  const std::shared_ptr<Device>& device() const { return device_; }
  // The trial that decided on the device; null without one.
  const std::shared_ptr<const DeviceChoice>& device_choice() const { return device_choice_; }
  const std::vector<Lane>& lanes() const { return lanes_; }
  std::vector<const Lane*> training_lanes() const;  // the selected ones that are on the device
  const PreparedData& data() const { return data_; }
  // Whether what the networks started with can be drawn again (start_weights()), or was given.
  bool starts_from_seed() const { return !given_weights_; }
  const StageReport& load_report() const { return data_.stages.front(); }

  bool started() const;   // a selected lane has taken a step
  bool trained() const;   // a lane has taken a step, selected or not
  bool finished() const;  // every selected lane has trained its epochs
  bool diverged() const;  // the loss or a weight of a lane became NaN or infinite
  bool device_lost() const { return data_.data == nullptr; }  // see forget_device() and leave_device()
  bool on_device() const;                                     // the data and every selected lane
  double progress() const;                                    // 0 to 1, of all lanes on the device
  std::string divergence_text() const;                        // one line, when diverged()
  // What goes wrong with a lane's training while its figures are still finite; bounded work.
  std::optional<Trouble> trouble(const Lane& lane) const;

  // Training.
  void set_goal(Goal goal);
  bool goal_reached() const;
  struct Advance {
    const Lane* lane = nullptr;  // null: nothing was left to do
    Slice slice;
  };
  Advance advance();  // one slice of the lane that is furthest behind
  // At a pace: nothing trains beyond the next batch of the lanes that are furthest behind, until it is called
  // again. run_freely() ends that.
  void allow_batch();
  void run_freely() { allowed_steps_.reset(); }
  bool batch_done() const;  // what allow_batch() allowed, with an evaluation that belongs to it
  void reset();             // of the selected lanes
  void reset_lane(const std::string& id);
  void roll_back(double learning_rate);

  // Looking back (look_back.cpp): every network on the device as it was after this step, one that has not
  // come so far as it is. Whatever is asked of a lane's trainer is then answered as it was there; what trains
  // or changes the run returns to the newest step by itself. Throws Error{kUsage} for a step that is no
  // longer known.
  void look_back(std::int64_t step);
  bool look_on(double seconds);  // makes states again for about so long; false: nothing was left to do
  void look_live();
  std::optional<std::int64_t> shown() const { return shown_; }  // none: live
  bool moving() const;
  // Training goes on from after that step with this rate; what came later is forgotten. Throws Error{kUsage},
  // also where nothing has come further, Error{kCancelled}, and then leaves everything as it was.
  void go_back(std::int64_t step, double learning_rate, const Progress& progress);
  RecorderStatus recorder_status() const;

  // Goes on with other settings over the same data; `what` is what_changes(config(), config), at most
  // kStartsOver. Assesses the memory first.
  void change(RunConfig config, const Change& what);

  // With the states of the networks, or with the curves alone.
  RunPoint point(bool with_states) const;
  Bytes point_bytes() const;  // of the states, once they are trained
  // Over the same data: what_changes() to its configuration is at most kStartsOver. Assesses the memory
  // first.
  void return_to(const RunPoint& point);

  // Frees everything on the device; return_to_device() brings it back as it was.
  void leave_device();
  void return_to_device();
  // The device failed: everything on it is gone, histories and the last good weights stay.
  void forget_device() noexcept;

  // The folder that checkpoint() keeps up to date; empty: none. A run that starts over leaves it as it is and
  // no longer writes to it.
  const std::filesystem::path& folder() const { return folder_; }
  void keep_in(std::filesystem::path folder) { folder_ = std::move(folder); }
  // The same without having been asked: marked from the first time it is written, and under another name
  // where there is something already.
  void keep_automatically_in(const std::filesystem::path& folder);
  bool kept_automatically() const;
  // Call after every advance(): writes the folder when all lanes have finished an epoch or the run. At most
  // once in kWriteEvery until the goal is reached, so that short epochs are not held up by the disk: a
  // process that is killed loses an epoch, or a second where epochs are shorter.
  void checkpoint();
  static constexpr std::chrono::seconds kWriteEvery{1};
  // Writes what checkpoint() put off: call when the training pauses, and before the networks are replaced.
  void catch_up();
  // Writes run record and checkpoints of every lane that has a state. Throws Error{kIo}.
  void save(const std::filesystem::path& folder, RecordState state);
  // The record of what save() writes.
  RunRecord record(RecordState state);
  bool unsaved() const;              // has trained further than its folder tells
  RecordState record_state() const;  // diverged, finished, or `training`

  const NetworkJob& question() const { return question_; }
  const std::vector<TensorTable>& planned() const { return tables_; }   // the data's, then the lanes'
  const NetworkPlan& first_report() const { return report_; }           // before anything was allocated
  const MemoryStatus& memory_before() const { return memory_before_; }  // of the device, at the same time
  MemoryAccount memory_account() const;                                 // predicted, charged and used
  // The progress of every stage; `training`: the run is training, not paused.
  std::vector<StageReport> stages(bool training) const;
  StreamFigures stream_figures() const;  // of all lanes on the device

 private:
  void pick_device(const RunSetup& setup, const Pipeline& pipeline);
  void resume(const SavedRun& saved);
  Lane make_lane(const RunConfig& config, const ModelChoice& choice) const;
  NetworkJob question(const RunConfig& config, const std::vector<Lane>& lanes) const;
  Weights first_weights(const Lane& lane) const;
  void start_over(Lane& lane);
  void take_over(const RunPoint& point);  // by lanes at step 0
  bool allowed(const Lane& lane) const;
  void move_to_device(Lane& lane);
  static void move_to_host(Lane& lane);
  void rebuild_lanes(RunConfig config, bool keep);
  void apply_schedule(const TrainSettings& settings);
  void set_learning_rate(double learning_rate);
  void plan();
  void make_recorder();  // room for states, charged
  void require_known(std::int64_t step) const;
  // Of every lane that has one; the last good one of a lane that diverged.
  std::vector<std::pair<const Lane*, TrainerState>> states() const;
  Lane* furthest_behind();
  std::int64_t steps_of_all() const;

  RunConfig config_;
  std::function<double()> clock_;
  std::shared_ptr<Device> device_;  // outlives data, which outlives the lanes' engines
  std::shared_ptr<const DeviceChoice> device_choice_;
  PreparedData data_;
  Majority majority_;
  std::vector<Lane> lanes_;
  std::function<Weights(const std::string&, const ModelSpec&)> custom_weights_;
  bool given_weights_ = false;  // now, or when the saved run began
  NetworkJob question_;
  std::vector<TensorTable> tables_;  // of question_
  BackendLayout layout_;
  MemoryStatus memory_before_;
  NetworkPlan report_;
  std::filesystem::path folder_;
  std::optional<RunRecord> record_;  // what stays the same from save to save; made when first needed
  bool checkpoint_due_ = false;
  Charge recorder_charge_;                     // on a device whose memory is main memory
  std::optional<std::int64_t> shown_;          // see look_back()
  std::optional<std::int64_t> allowed_steps_;  // no lane trains beyond; see allow_batch()
  std::filesystem::path to_mark_;              // a folder that is kept automatically and was not written yet
  std::filesystem::path saved_in_;             // where it was written last,
  std::int64_t saved_steps_ = 0;               // with so many steps of all lanes together
  std::chrono::steady_clock::time_point written_at_{};
};

}  // namespace headroom
