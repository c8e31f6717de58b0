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
// Looking back: the engine is put to what it was after an earlier step, and everything that is asked of it,
// of steps(), history() and kept() is answered as it was then; live() is the present, where training goes on.
//
//   trainer.look_at(460);
//   while (!trainer.look_on(0.01)) {}   // states are made again from the one before
//   trainer.look_live();                // or trainer.go_back(): on from there
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
#include "core/train/recorder.h"
#include "core/train/trainer_state.h"

namespace headroom {

// Where a trainer stands, to return to bit for bit: unlike a TrainerState it knows what was recorded and a
// divergence. Of no use to another trainer than one of the same network, data and settings.
struct TrainerPoint {
  TrainerState now;
  Recorder recorder;
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
  bool evaluating() const { return live().partial_steps == steps_per_epoch_; }
  bool stopped_early() const;
  // Set when a loss was not finite or explodes; advance() then does nothing until restore(), roll_back(),
  // go_back() or reset().
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
  // The same without copying; history and moments that are all zero are missing. While it is looked back,
  // what is looked at.
  const TrainerState& kept() const { return looked_ ? *looked_ : *recorder_.good(); }
  // Back to last_good() with this learning rate.
  void roll_back(double learning_rate);

  // Looking back (trainer_look.cpp). How many states may be kept on the way; 0: the last good one alone.
  void set_recorder(std::size_t states) { recorder_.set_room(states); }
  const Recorder& recorder() const { return recorder_; }
  std::int64_t oldest() const;  // the step from which on it can be looked at
  // Aims at the state after this step, at least oldest(); at or beyond the newest it is look_live().
  void look_at(std::int64_t step);
  // Makes steps again for about so long; true once it is there.
  bool look_on(double seconds);
  void look_live();
  bool looking() const { return present_.has_value(); }
  bool moving() const { return looking() && !looked_; }
  // What is looked at becomes the present, what came after it is forgotten; a divergence with it.
  void go_back();
  // As it is at the newest step, without its engine; now() elsewhere means what is looked at.
  const TrainerState& live() const { return present_ ? *present_ : now_; }

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
  double seconds() const { return live().seconds; }
  double evaluation_seconds() const { return evaluation_seconds_; }  // since construction or reset
  std::int64_t evaluations() const { return evaluations_; }          // finished in that time
  // Over the last second of training; 0 before the first step.
  double steps_per_second() const;
  double epoch_seconds() const { return median_epoch_seconds(live().history); }

 private:
  void continue_from(TrainerState state);
  void use_rate(double learning_rate);
  std::int64_t next_slice(std::int64_t limit) const;
  void learn_speed(std::int64_t steps, double seconds);
  // Appends one step to the history and the epoch's sums; `seconds` of training since the start.
  void record(const StepMetric& metric, double seconds);
  void add_to_epoch(const StepMetric& metric);  // to its steps and sums
  void start_epoch();                           // the one after the one that ended
  void train_slice(std::int64_t limit, Slice& slice);
  bool evaluate_slice();                                 // true once all validation rows are done
  void finish_epoch_with(const Evaluation& validation);  // appends the EpochMetric
  // trainer_divergence.cpp
  enum class Bad {
    kStep,
    kValidation,
    kExplodes
  };  // the loss that is: of the last step, or the validation's
  void diverge(Bad bad);
  bool make_again(std::int64_t step);  // the engine alone; false: it would take too long
  void look_into_batch();              // the engine is at the step before: which output is not finite

  // trainer_look.cpp
  void train_again_now(std::int64_t steps);  // from now_ on, within its epoch
  void end_epoch_again();

  void keep_good(EngineState engine);
  void keep_when_due();                                    // in the midst of a long epoch
  void learn_validation(double loss);                      // of the epoch that ended: is it the best?
  TrainerState without_history(EngineState engine) const;  // of now_
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

  TrainerState now_;  // without `engine`, which only the engine knows
  // While it is looked back now_ is the past, and the present waits here with its engine.
  std::optional<TrainerState> present_;
  std::int64_t target_ = 0;         // the step that is looked for
  Recorder::StatePtr looked_;       // what is looked at, once it is there
  Recorder::StatePtr looked_from_;  // the kept state before it
  Recorder::StatePtr looked_good_;  // the end of the last epoch on the way; may be null
  // States without `history`, which is a prefix of now_.history; moments: empty for zero.
  Recorder recorder_;
  double keep_every_ = 1;  // seconds of training between states inside an epoch
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
