// Training without a data set: a shape, a network, and seeded rows for them. Used by benchmarks and to choose
// between devices.
//
//   const Workload work = standard_workloads()[0];
//   auto data = seeded_data(device, work.shape, work.model);
//   auto engine = device.create_engine(work.model, settings, *data);
//   start_seeded(*engine, settings.seed);
//
// Thread rule: that of the device.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/device/device.h"

namespace headroom {

struct Workload {
  std::string name;
  DataShape shape;
  ModelSpec model;
};

// The workloads that the benchmarks, the peer comparison and README speak of:
//   A   10,000 x 50 of which 8,000 train, hidden 50-50, softmax over 2 classes
//   Bs  10,000 x 20 -> 230 features of degree 2, of which 8,000 train, hidden 50-50, one sigmoid output
//   Bs-generated  Bs with the degree-2 terms made in the engine instead of stored
//   Bl  Bs with 5 hidden layers of 200
std::vector<Workload> standard_workloads();

// What one row costs in a training step, in FLOP: additions and multiplications of the products. The first
// layer needs no gradient of its inputs. Activations, losses, biases and the update are left out.
struct RowArithmetic {
  double forward = 0, weight_gradients = 0, input_gradients = 0;
  double sum() const { return forward + weight_gradients + input_gradients; }
};
RowArithmetic row_arithmetic(const ModelSpec& model);

// Multiply-adds of one training step over `rows` rows: the same, two FLOP each.
double multiply_adds(const ModelSpec& model, double rows);

// Rows of a step on average: the last batch of an epoch may be smaller.
double rows_per_step(const DataShape& shape, std::int64_t batch);

// Columns uniform in [0, 1), the classes of the outputs (a number for a linear one) drawn at random.
std::unique_ptr<DeviceData> seeded_data(Device& device, const DataShape& shape, const ModelSpec& model);

// Initial weights as in a run, no moments.
void start_seeded(Engine& engine, std::uint64_t seed);

}  // namespace headroom
