// Drives one engine through its epochs, a slice of about 10 ms at a time.
//
//   Trainer trainer(device, *prepared.data, model, settings, start_weights(config, model));
//   while (!trainer.finished() && !trainer.divergence()) trainer.advance();
//   trainer.history().epochs.back().validation_loss;
//
// A slice never crosses the end of an epoch; the slice that reaches it also evaluates the validation
// rows and appends an EpochMetric. Between two slices everything may be changed, read, saved or
// restored. Seconds count training only: neither evaluation nor bookkeeping.
//
// Thread rule: belongs to the thread that owns the device. Lifetime: device > data > trainer.
// Errors of the engine pass through; the trainer then still answers history() and last_good().
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>

#include "core/device/device.h"
#include "core/model/spec.h"
#include "core/model/weights.h"
#include "core/train/divergence.h"
#include "core/train/history.h"

namespace headroom {

// The network of the epoch with the lowest validation loss, kept while training stops early. When the run is
// finished it takes the place of the last epoch's, which waits here in case the run goes on.
struct BestNetwork {
  std::int64_t epoch = 0;                // from 1; 0: none yet
  double validation_loss = 0;            // of that epoch
  bool in_use = false;                   // the engine has it
  std::shared_ptr<const Weights> aside;  // what the engine does not have: the best, or else the last weights
};

// Everything from which a run continues bit-identically; a plain value, what a checkpoint holds.
// Saved between epochs, the `partial_` figures are all 0.
struct TrainerState {
  EngineState engine;
  std::int64_t epochs_finished = 0;
  std::int64_t steps = 0;  // of the run
  double learning_rate = 0;
  double seconds = 0;  // training time since the start of the run

  // Early stop: the best validation loss so far, and how many epochs ago it was. No epoch yet: -1 and 0.
  double best_validation_loss = -1;
  std::int64_t epochs_without_improvement = 0;
  BestNetwork best;  // of the epochs since early stop was asked for

  // The unfinished epoch: steps done, and the sums for its means. An interrupted evaluation starts again.
  std::int64_t partial_steps = 0;
  double partial_loss_sum = 0;  // loss * rows
  std::int64_t partial_correct = 0;
  std::int64_t partial_rows = 0;
  double partial_seconds = 0;

  // The series per step may be missing from a file: the last entry of history.step_loss belongs to step
  // `steps`, those before it to steps at distances of history.steps_per_entry.
  History history;
};

// Where a trainer stands, to return to bit for bit: unlike a TrainerState it knows the last good epoch and a
// divergence. Of no use to another trainer than one of the same network, data and settings.
struct TrainerPoint {
  TrainerState now;
  TrainerState good;  // the last good epoch, without its history; no moments: they are 0
  bool rate_changed = false;
  std::optional<Divergence> divergence;
  double evaluation_seconds = 0;
  std::int64_t evaluations = 0;
};

struct TrainerOptions {
  double slice_seconds = 0.010;   // how long a slice should take
  bool keep_last_good = true;     // copy the state to the host after every epoch, for roll_back()
  std::function<double()> clock;  // seconds, monotonic; empty: std::chrono::steady_clock
};

// What one call of advance() did.
struct Slice {
  std::int64_t steps = 0;  // 0: a part of an evaluation; or finished or diverged, nothing to do
  double seconds = 0;      // training only
  bool epoch_finished = false;
};

// Median training time of the finished epochs (of the last 1,024 where there are more); 0 before the first.
double median_epoch_seconds(const History& history);

class Trainer {
 public:
  // Creates the engine, which allocates: throws what Device::create_engine throws.
  Trainer(Device& device, DeviceData& data, const ModelSpec& model, const TrainSettings& settings,
          const Weights& initial, TrainerOptions options = {});

  // Trains at most `limit` steps (0: as many as fit into a slice), at most to the end of the epoch; after the
  // last one it evaluates, as much as fits into a slice, and continues in the next call.
  Slice advance(std::int64_t limit = 0);
  // To the end of the epoch, or until it diverges. Calls `after_slice` between slices; false stops early.
  void finish_epoch(const std::function<bool()>& after_slice = {});

  // All requested epochs are done, or it stopped early.
  bool finished() const;
  // All steps of the epoch are done, its evaluation is not.
  bool evaluating() const { return now_.partial_steps == steps_per_epoch_; }
  bool stopped_early() const;
  // Set when a loss was not finite; advance() then does nothing until restore(), roll_back() or reset().
  const std::optional<Divergence>& divergence() const { return divergence_; }

  // Back to step 0 with these weights and no optimizer state; the learning rate stays.
  void reset(const Weights& initial);
  // Takes effect with the next slice.
  void set_learning_rate(double learning_rate);
  void set_epochs(std::int64_t epochs);
  void set_early_stop(std::int64_t patience, double min_delta);

  TrainerState state() const;  // asks the engine
  // Throws Error{kBadInput} when shapes, optimizer or the number of finished steps do not belong to this
  // trainer.
  void restore(TrainerState state);
  TrainerPoint point() const;
  void return_to(TrainerPoint point);
  // The state at the end of the last epoch whose losses were all finite, or at the start.
  TrainerState last_good() const;
  // The same without copying; history and moments that are all zero are missing.
  const TrainerState& kept() const { return last_good_; }
  // Back to last_good() with this learning rate.
  void roll_back(double learning_rate);

  Engine& engine() { return *engine_; }  // for predict() and tensors()
  const Engine& engine() const { return *engine_; }
  const ModelSpec& model() const { return model_; }
  const TrainSettings& settings() const { return settings_; }  // epochs and learning rate as they are now
  const History& history() const { return now_.history; }
  // The epoch whose network the engine has at the end of an epoch: the last one, or the best after an early
  // stop. Null before the first.
  const EpochMetric* result() const;
  const BestNetwork& best() const { return now_.best; }
  bool regression() const { return model_.output == Output::kLinear; }

  std::int64_t epochs_finished() const { return now_.epochs_finished; }
  std::int64_t step_in_epoch() const { return now_.partial_steps; }
  std::int64_t steps_per_epoch() const { return steps_per_epoch_; }
  std::int64_t steps() const { return now_.steps; }
  double progress() const;  // 0 to 1 over all requested epochs
  double seconds() const { return now_.seconds; }
  double evaluation_seconds() const { return evaluation_seconds_; }  // since construction or reset
  std::int64_t evaluations() const { return evaluations_; }          // finished in that time
  // Over the last second of training; 0 before the first step.
  double steps_per_second() const;
  double epoch_seconds() const { return median_epoch_seconds(history()); }

 private:
  void continue_from(TrainerState state);
  std::int64_t next_slice(std::int64_t limit) const;
  void learn_speed(std::int64_t steps, double seconds);
  // Appends one step to the history and the epoch's sums; `seconds` of training since the start.
  void record(const StepMetric& metric, double seconds);
  void train_slice(std::int64_t limit, Slice& slice);
  bool evaluate_slice();                                 // true once all validation rows are done
  void finish_epoch_with(const Evaluation& validation);  // appends the EpochMetric
  void diverge(bool by_step);       // by_step: the last step's loss was not finite; else the validation loss
  bool return_to_step_before();     // false: it cannot be repeated
  std::int64_t first_bad_output();  // the layer, for the batch of the last step; -1: all are finite
  void keep_good(EngineState engine);
  void keep_best(const Weights& weights);  // of the epoch that just ended
  // Best network in the engine when the run is finished, the last one when it goes on.
  void use_best_when_finished();

  std::function<double()> clock_;
  TrainerOptions options_;
  const DeviceData* data_;
  DataShape shape_;
  ModelSpec model_;
  TrainSettings settings_;
  std::unique_ptr<Engine> engine_;
  std::int64_t steps_per_epoch_ = 0;
  double validation_sst_ = 0;  // regression: sum of squares about the mean of the validation targets

  TrainerState now_;           // without `engine`, which only the engine knows
  TrainerState last_good_;     // without `history`, a prefix of now_.history; moments: empty for zero
  bool rate_changed_ = false;  // since last_good_: the steps since then cannot be repeated
  std::optional<Divergence> divergence_;
  Evaluation validation_;  // of the rows evaluated so far: their part of the mean
  double evaluation_seconds_ = 0;
  std::int64_t evaluations_ = 0;
  double seconds_per_step_ = 0;  // measured; 0 before the first slice
  std::int64_t last_slice_steps_ = 0;
  struct Pace {
    std::int64_t steps;
    double seconds;
  };
  std::deque<Pace> recent_;  // slices of the last second
};

}  // namespace headroom
