// What the network was like before anybody looked: moments for its history, from the states that the flight
// recorder has kept.
//
//   PastMoments past;
//   past.want(trainer, history.told().get());   // after a look: what of the past is not told yet
//   while (!past.advance(trainer, time_is_up)) {}
//   if (auto told = past.take()) history.insert(*told);
//
// Told are the ends of epochs, where all that was trained so far can be made again in kRemadeSeconds; else
// the kept states alone. Each is as it was, bit for bit, and so is the gradient of the batch that led to it.
// The share of dead units is not looked at again: NaN. Networks of more than kMostParameters are left alone,
// as moving the engine would hold their training up.
//
// Thread rule: the thread that owns the device.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "core/run/network_figures.h"
#include "core/run/network_history.h"
#include "core/run/way_back.h"
#include "core/train/trainer.h"

namespace headroom {

class PastMoments {
 public:
  static constexpr std::int64_t kMostParameters = 1 << 20;
  static constexpr std::size_t kMost = 64;  // moments at once
  static constexpr double kRemadeSeconds = 2;

  // What lies before the first moment of the history; and in its last gap, where that is long: somebody who
  // looks all the time wants nothing of the past.
  void want(const Trainer& trainer, const NetworkHistory* history);
  bool wanted() const { return next_ < targets_.size(); }
  // A moment, or steps on the way to it; the engine is brought back. True once nothing is left.
  bool advance(Trainer& trainer, const std::function<bool()>& time_is_up);
  // What is new since the last time; null: nothing.
  std::shared_ptr<const NetworkHistory> take();

 private:
  void add(Engine& engine, const ModelSpec& spec, std::int64_t step);

  std::vector<std::int64_t> targets_;  // steps, ascending
  std::size_t next_ = 0;
  std::int64_t asked_until_ = -1;
  std::optional<Excursion> excursion_;
  std::int64_t at_ = 0;  // the step that it has reached
  Weights before_;       // of the moment that was added last, at this step
  std::int64_t before_step_ = -1;
  NetworkHistoryKeeper keeper_;
};

}  // namespace headroom
