// Ways back from a divergence, each tried before it is offered.
//
//   for (WayBack& way : ways_back(trainer)) {
//     WayTrial trial(trainer, way);
//     while (!trial.advance(trainer, time_is_up)) {}   // other work in between
//     trial.way().good;
//   }
//
// A trial trains on the same engine and puts it back after every piece: there is no second engine, so none
// has to fit.
//
// Thread rule: the thread that owns the device.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "core/run/recorder_figures.h"
#include "core/train/trainer.h"

namespace headroom {

// The engine at another step than the one that it is left at between two pieces.
class Excursion {
 public:
  // Begins with a kept state.
  explicit Excursion(Recorder::StatePtr from);
  // For the time of one piece: puts the engine there, and back when it ends.
  class Visit {
   public:
    Visit(Excursion& excursion, Trainer& trainer);
    ~Visit();
    Visit(const Visit&) = delete;
    Visit& operator=(const Visit&) = delete;
    // Steps as they were trained before, at most `step`; true once it is there.
    bool go_to(std::int64_t step, const std::function<bool()>& time_is_up);
    // One step with another rate.
    StepMetric train(double learning_rate);
    std::int64_t at() const { return excursion_.at_; }
    Engine& engine() { return trainer_.engine(); }

   private:
    Excursion& excursion_;
    Trainer& trainer_;
    EngineState left_;
  };

 private:
  Recorder::StatePtr from_;
  EngineState engine_;
  std::int64_t at_;
};

// What to try, of a trainer that diverged: before a change of the learning rate that may have been the cause,
// with a third of its rate, with its rate and with a tenth of the new one; else from the newest state with
// finite weights, with a third, a tenth and the usual rate, and from an epoch before. Empty where nothing is
// kept.
std::vector<WayBack> ways_back(const Trainer& trainer);
// The change of the rate that came shortly before; null where there is none.
const RateChange* blamed_change(const Trainer& trainer);

// Good ones first, of those the lowest loss.
void sort_ways(std::vector<WayBack>& ways);

class WayTrial {
 public:
  WayTrial(const Trainer& trainer, WayBack way);
  // Some steps of it; true once it is finished.
  bool advance(Trainer& trainer, const std::function<bool()>& time_is_up);
  const WayBack& way() const { return way_; }

 private:
  void judge(bool regression);

  WayBack way_;
  double before_ = 0;  // mean loss before it; NaN: that of its own first step
  Excursion excursion_;
  std::vector<StepMetric> steps_;
};

}  // namespace headroom
