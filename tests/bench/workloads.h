// The training workloads that benchmarks and peers share: seeded rows, no pipeline.
//
//   A   8,000 x 50, hidden 50-50, softmax over 2 classes
//   Bs  10,000 x 230 of which 8,000 train, hidden 50-50, one sigmoid output
//   Bs-generated  Bs with the degree-2 terms made in the engine
//   Bl  the same with 5 hidden layers of 200
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/base/rng.h"
#include "core/device/cpu/cpu_device.h"
#include "core/model/seeds.h"
#include "core/model/weights.h"

namespace headroom::bench {

struct Workload {
  std::string name;
  DataShape shape;
  ModelSpec model;
};

inline std::vector<Workload> workloads() {
  return {
      {"A", {10000, 8000, 50, 1}, {{50, 50, 50, 2}, Activation::kRelu, Output::kSoftmax}},
      {"Bs", {10000, 8000, 20, 2}, {{230, 50, 50, 1}, Activation::kRelu, Output::kSigmoid}},
      {"Bs-generated",
       {10000, 8000, 20, 2, Terms::kGenerated},
       {{230, 50, 50, 1}, Activation::kRelu, Output::kSigmoid}},
      {"Bl", {10000, 8000, 20, 2}, {{230, 200, 200, 200, 200, 200, 1}, Activation::kRelu, Output::kSigmoid}}};
}

// Multiply-adds of one training step: forward, weight gradients, and input gradients of all layers but
// the first.
inline double multiply_adds(const ModelSpec& model, std::int64_t batch) {
  double sum = 0;
  for (std::size_t l = 0; l + 1 < model.widths.size(); ++l) {
    const auto layer = static_cast<double>(model.widths[l] * model.widths[l + 1]);
    sum += layer * static_cast<double>(batch) * (l == 0 ? 2 : 3);
  }
  return sum;
}

struct Running {
  std::unique_ptr<Device> device;
  std::unique_ptr<DeviceData> data;
  std::unique_ptr<Engine> engine;
};

inline Running start(std::unique_ptr<Device> device, const Workload& work, const TrainSettings& settings) {
  Running run{std::move(device), nullptr, nullptr};
  run.data = run.device->create_data(work.shape);
  Rng rng(1);
  std::vector<float> features, targets;
  for (std::int64_t i = 0; i < work.shape.rows * work.shape.columns; ++i) {
    features.push_back(static_cast<float>(rng.uniform(0, 1)));
  }
  for (std::int64_t r = 0; r < work.shape.rows; ++r) targets.push_back(static_cast<float>(rng.below(2)));
  run.data->upload(features, targets);
  run.data->expand();
  run.engine = run.device->create_engine(work.model, settings, *run.data);
  run.engine->set_state({initial_weights(work.model, {}, weight_seed(settings.seed)), {}, 0});
  return run;
}

}  // namespace headroom::bench
