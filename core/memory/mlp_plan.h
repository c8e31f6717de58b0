// The memory plan of one of our own networks: the tensor table, added up by category, and the context.
//
// Nothing is computed here that the engines do not allocate: the lines are sums over
// core/device/tensors.h, so predicted and charged bytes are the same number. The context (CUDA and its
// modules, or nothing on the CPU) is the one line that is not in the table.
//
// Errors: Error{kUsage}, Error{kBadInput} for a network or data that cannot be, Error{kOutOfMemory} beyond
// 2^63. Thread rule: pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/device/tensors.h"
#include "core/memory/gpu_plan.h"
#include "core/memory/transformer_job.h"

namespace headroom {

struct MlpJob {
  PlanMode mode = PlanMode::kTrain;
  ModelSpec model;
  std::vector<ModelSpec> beside;  // further networks that train on the same data at the same time
  DataShape data;                 // rows, training rows, raw columns, degree
  TrainSettings settings;
  bool on_gpu = true;  // the layout of the CUDA backend, else of the CPU's
};

// A network on `rows` rows whose columns are its inputs, a fifth of them for validation, as `train` does.
MlpJob mlp_job(std::vector<std::int64_t> widths, std::int64_t rows, std::int64_t batch);

// job.model and those beside it.
std::vector<ModelSpec> models_of(const MlpJob& job);
template <typename Change>
void change_models(MlpJob& job, Change change) {
  change(job.model);
  for (ModelSpec& model : job.beside) change(model);
}
// "230 → 50 → 50 → 1 + 230 → 5×200 → 1": all of them.
std::string widths_text(const MlpJob& job);

GpuPlan plan_mlp(const MlpJob& job, std::optional<Bytes> measured_context = std::nullopt);

// What the same network takes in PyTorch (fp32, Adam) as nvidia-smi shows it:
// 1460.4 MiB + 20 P + 4 batch * (outputs of all linear and activation layers).
// 20: weights, gradients, two moments and the temporary of the multi-tensor loop. The context was fitted on
// the data that also measure it (GPUMemNet, A100 40 GB, mean error 13 MiB): a comparison, not a plan.
Bytes pytorch_mlp_bytes(const ModelSpec& model, std::int64_t batch);

}  // namespace headroom
