// One loaded run on one device: the prepared data and a lane for every architecture of the
// configuration. Selected lanes train side by side; the others rest.
//
// What a person toggling between a small and a large model sees: a lane that is deselected keeps its
// curve and, on the host, the state of its network; its engine leaves the device. Selected again, it goes
// on where it stopped. A reset, or a change of anything that would make curves incomparable (seed,
// batch, optimizer, activation), clears every lane.
//
// Side by side: all lanes start from the same seed and see the same rows in the same order. The lane that is
// furthest behind trains the next slice, so that lanes pass through each epoch together; each lane's
// time is measured by itself.
//
// Thread rule: the run thread. Errors of the device pass through; refuse-before-allocate is Error
// {kOutOfMemory} and leaves the run as it was.
#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/memory/network_plan.h"
#include "core/pipeline/pipeline.h"
#include "core/run/snapshot.h"
#include "core/train/trainer.h"

namespace headroom {

struct Lane {
  ModelChoice choice;
  ModelSpec spec;
  bool selected = false;
  TensorTable table;  // of its engine
  // While it is on the device: the trainer. Else what it was when it left: nothing, or its state.
  std::unique_ptr<Trainer> trainer;
  std::optional<TrainerState> rest;
  History shown;  // while it rests; may reach further than `rest` when it left because of a failure
  std::int64_t target_steps = 0;  // trains up to here
};

// How far the next play() goes.
enum class Goal { kAll, kStep, kEpoch };

class Run {
 public:
  // Runs the rest of `pipeline` (after load()) on the device and creates the selected engines.
  Run(std::shared_ptr<Device> device, Pipeline& pipeline, Progress& progress);

  const RunConfig& config() const { return config_; }
  const std::shared_ptr<Device>& device() const { return device_; }
  const std::vector<Lane>& lanes() const { return lanes_; }
  const PreparedData& data() const { return data_; }
  const StageReport& load_report() const { return data_.stages.front(); }

  bool started() const;                                // a selected lane has taken a step
  bool finished() const;                               // every selected lane has
  bool diverged() const;                               // a selected lane has
  bool lost() const { return data_.data == nullptr; }  // see abandon() and step_aside()
  bool whole() const;                                  // not lost, and every selected lane is on the device
  std::string divergence_text() const;                 // one line, when diverged()

  // Training.
  void aim(Goal goal);
  bool reached() const;
  void advance();  // one slice of the lane that is furthest behind
  void reset();
  void reset_lane(const std::string& id);
  void roll_back(double learning_rate);
  void set_learning_rate(double learning_rate);
  // What may change without starting over: learning rate, epochs, early stop.
  void set_schedule(const TrainSettings& settings);

  // Another selection, other architectures, other settings over the same data. Lanes whose network is the
  // same go on when `keep` is true; all others start over. Assesses the memory first.
  void change(RunConfig config, bool keep);

  // Frees everything on the device; come_back() brings it back as it was.
  void step_aside();
  void come_back();
  // The device failed: everything on it is gone, histories and the last good weights stay.
  void abandon() noexcept;

  // The state of every lane that has one; the last good one of a lane that diverged.
  std::vector<std::pair<const Lane*, TrainerState>> states() const;

  const NetworkJob& question() const { return question_; }
  NetworkPlan assess_memory(const MemoryStatus& status) const;
  // Everything that a snapshot says about a loaded run, except state, message, error and device.
  void fill(Snapshot& snapshot, bool training) const;

 private:
  Lane make_lane(const RunConfig& config, const ModelChoice& choice) const;
  NetworkJob question(const RunConfig& config, const std::vector<Lane>& lanes) const;
  void start_over(Lane& lane);
  void engage(Lane& lane);       // onto the device
  static void park(Lane& lane);  // off the device
  void plan();
  void fill_lane(const Lane& lane, ModelSnapshot& out, bool training) const;
  void fill_stages(Snapshot& snapshot, bool training) const;
  Lane* furthest_behind();

  RunConfig config_;
  std::shared_ptr<Device> device_;  // outlives data, which outlives the lanes' engines
  PreparedData data_;
  std::vector<Lane> lanes_;
  NetworkJob question_;
  std::vector<TensorTable> tables_;  // of question_
  BackendLayout layout_;
};

}  // namespace headroom
