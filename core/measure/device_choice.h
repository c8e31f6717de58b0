// Which device trains a network fastest, by measurement: each one trains the same network on rows of the
// same shape for a moment. For tiny networks the processor may win; how many of its threads to use is decided
// the same way.
//
//   std::vector<Candidate> candidates{{"cpu, 1 thread", [] { return open_device("cpu", 1); }}};
//   const DeviceChoice choice = choose_device(candidates, question, {});
//   choice.trials[choice.best].device;   // and the figures of the others
//
// The first candidate wins unless another is faster by more than a tenth, so that the same machine gives the
// same answer every time even when the difference is within the noise.
//
// Thread rule: one thread; no engine may train meanwhile, since it would disturb the measurement.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/device/device.h"
#include "core/measure/step_timer.h"
#include "core/memory/network_plan.h"

namespace headroom {

struct Candidate {
  std::string title;  // "cpu, 2 threads"
  std::function<std::unique_ptr<Device>()> open;
};

// One candidate's result: its pace, or why it did not take part.
struct Trial {
  std::string title;
  DeviceInfo device;
  std::optional<StepTimes> times;
  double rows = 0;     // of a step that was timed
  std::string reason;  // when there are no times: "does not fit ...", "the CPU computes in fp32 only ..."
};

struct DeviceChoice {
  std::vector<Trial> trials;  // as the candidates
  std::size_t best = 0;
};

struct ChoiceOptions {
  double seconds = 0.06;          // of training that is measured, for each candidate
  std::function<double()> clock;  // as TimingOptions::clock
};

// Tries the largest of question.models on seeded rows. Rows beyond some ten thousand are left out of the
// trial, because they change the pace of a step little; whether all of them fit is up to the memory plan.
// question.layout is not used: every device has its own.
// Throws Error{kUsage} without candidates, and when none can train it the first one's reason as an Error.
DeviceChoice choose_device(const std::vector<Candidate>& candidates, const NetworkJob& question,
                           const ChoiceOptions& options = {});

// Whether a run takes longer than about a second on one thread of a processor: the trial of a shorter one
// would cost more than it gains.
bool worth_a_trial(const NetworkJob& question);

// 1, 2, 4, ... and `most`: how many threads to try.
std::vector<int> thread_counts(int most);

// "cpu, 1 thread 21.3 us a step"
std::string trial_text(const Trial& trial);
// "cpu, 1 thread 21.3 us a step; cuda:0 35.0 us a step": every candidate in order.
std::string choice_text(const DeviceChoice& choice);

}  // namespace headroom
