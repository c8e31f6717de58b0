// Trains steps again that were trained before: bit for bit, with the learning rates that they had.
//
//   const Recorder::StatePtr from = recorder.before(466);
//   engine.set_state(training_engine(*from));
//   train_again(engine, recorder, *from, from->steps, 466 - from->steps);
//   engine.trace_rows(batch_features(data, settings, 466));   // what step 467 begins with
//
// Thread rule: the thread that owns the device.
#pragma once

#include <cstdint>
#include <vector>

#include "core/device/device.h"
#include "core/train/recorder.h"

namespace headroom {

// Steps (at, at + steps] by an engine that is at step `at`, on its way from a kept state. Leaves the learning
// rate of the last one behind. Returns what the steps told.
std::vector<StepMetric> train_again(Engine& engine, const Recorder& recorder, const TrainerState& from,
                                    std::int64_t at, std::int64_t steps);

// [rows, features] of the batch of the step after `at`; of a larger batch the first kMostTraced rows.
inline constexpr std::int64_t kMostTraced = 1024;
std::vector<float> batch_features(const DeviceData& data, const TrainSettings& settings, std::int64_t at);

}  // namespace headroom
