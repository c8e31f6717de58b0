// The examples of the headers of the flight recorder, as in core.cpp.
#include <functional>

#include "core/run/way_back.h"
#include "core/train/recorder.h"
#include "core/train/replay.h"
#include "core/train/trainer.h"

namespace headroom {
namespace {

[[maybe_unused]] void recorder_of(const Recorder::StatePtr& state) {
  Recorder recorder;
  recorder.set_room(64);
  recorder.keep_good(state);                        // after every epoch
  recorder.before(466)->steps;                      // 450: train 16 steps from there
  recorder.rate_after(*recorder.before(466), 460);  // with which step 461 was trained
}

[[maybe_unused]] void train_steps_again(const Recorder& recorder, Engine& engine, const DeviceData& data,
                                        const TrainSettings& settings) {
  const Recorder::StatePtr from = recorder.before(466);
  engine.set_state(training_engine(*from));
  train_again(engine, recorder, *from, from->steps, 466 - from->steps);
  engine.trace_rows(batch_features(data, settings, 466));  // what step 467 begins with
}

[[maybe_unused]] void look_back_with(Trainer& trainer) {
  trainer.look_at(460);
  while (!trainer.look_on(0.01)) {
  }                     // states are made again from the one before
  trainer.look_live();  // or trainer.go_back(): on from there
}

[[maybe_unused]] void continue_with(const Trainer& trainer, Trainer& another_trainer_of_the_same_network) {
  TrainerState state = trainer.state();
  another_trainer_of_the_same_network.restore(state);
}

[[maybe_unused]] void try_ways(Trainer& trainer, const std::function<bool()>& time_is_up) {
  for (WayBack& way : ways_back(trainer)) {
    WayTrial trial(trainer, way);
    while (!trial.advance(trainer, time_is_up)) {
    }  // other work in between
    trial.way().good;
  }
}

}  // namespace
}  // namespace headroom
