// Looking back at a step that is past, and going on from there.
#include <algorithm>
#include <utility>

#include "core/base/error.h"
#include "core/train/replay.h"
#include "core/train/trainer.h"

namespace headroom {

std::int64_t Trainer::oldest() const {
  const auto& states = recorder_.states();
  return states.empty() ? recorder_.good()->steps : states.front()->steps;
}

void Trainer::look_at(std::int64_t step) {
  step = std::max(step, oldest());
  if (step >= live().steps) return look_live();
  if (!present_) present_ = state();
  target_ = step;
  const Recorder::StatePtr from = recorder_.before(step);
  const bool on_the_way = looked_from_ && from->steps <= now_.steps && now_.steps <= step;
  looked_ = nullptr;
  if (on_the_way) return;
  engine_->set_state(training_engine(*from));
  looked_from_ = from;
  looked_good_ = from->partial_steps == 0 ? from : nullptr;
  now_ = *from;
  if (now_.best.in_use) {  // what trained is in the engine, so the best one waits
    now_.best.aside = std::make_shared<const Weights>(from->engine.weights);
    now_.best.in_use = false;
  }
  now_.engine = {};
}

bool Trainer::look_on(double seconds) {
  if (!moving()) return true;
  const double until = clock_() + seconds;
  while (now_.steps < target_) {
    const double fit = seconds_per_step_ > 0 ? seconds / seconds_per_step_ : 1;
    const auto piece = static_cast<std::int64_t>(std::clamp(fit, 1.0, static_cast<double>(kMetricSlots)));
    train_again_now(std::min({piece, target_ - now_.steps, steps_per_epoch_ - now_.partial_steps}));
    if (now_.steps < target_ && clock_() >= until) return false;
  }
  const History& history = present_->history;
  now_.history = history.before(present_->steps - now_.steps, now_.epochs_finished);
  if (now_.steps > looked_from_->steps && !now_.history.step_seconds.empty()) {
    const double epoch = now_.history.epochs.empty() ? 0 : now_.history.epochs.back().elapsed_seconds;
    now_.seconds = std::max<double>(looked_from_->seconds, now_.history.step_seconds.back());
    if (now_.partial_steps == 0) now_.seconds = std::max(epoch, looked_from_->seconds);
    now_.partial_seconds = now_.partial_steps > 0 ? std::max(0.0, now_.seconds - epoch) : 0;
  }
  looked_ = std::make_shared<const TrainerState>(without_history(engine_->state()));
  return true;
}

void Trainer::train_again_now(std::int64_t steps) {
  const auto metrics = train_again(*engine_, recorder_, *looked_from_, now_.steps, steps);
  now_.learning_rate = recorder_.rate_after(*looked_from_, now_.steps + steps - 1);
  for (const StepMetric& metric : metrics) add_to_epoch(metric);
  if (now_.partial_steps == steps_per_epoch_) end_epoch_again();
}

// What its evaluation found is known.
void Trainer::end_epoch_again() {
  start_epoch();
  if (const EpochMetric* const known = present_->history.find_epoch(now_.epochs_finished)) {
    learn_validation(known->validation_loss);
  }
  if (now_.epochs_finished == target_ / steps_per_epoch_) {
    looked_good_ = std::make_shared<const TrainerState>(without_history(engine_->state()));
  }
}

void Trainer::look_live() {
  if (!present_) return;
  engine_->set_state(present_->engine);
  now_ = std::move(*present_);
  now_.engine = {};
  present_.reset();
  looked_ = looked_from_ = looked_good_ = nullptr;
  engine_->set_learning_rate(now_.learning_rate);
}

void Trainer::go_back() {
  if (!looking() || moving()) throw Error(ErrorCode::kInternal, "nothing is looked at to go back to");
  recorder_.forget_after(now_.steps);
  if (looked_good_ && (!recorder_.good() || recorder_.good()->steps < looked_good_->steps)) {
    recorder_.keep_good(looked_good_);
  }
  recorder_.keep(looked_);
  present_.reset();
  looked_ = looked_from_ = looked_good_ = nullptr;
  divergence_.reset();
  validation_ = {};
  recent_.clear();
  use_rate(now_.learning_rate);
  use_best_when_finished();
}

}  // namespace headroom
