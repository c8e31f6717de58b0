#include <cmath>

#include "core/base/error.h"
#include "cuda/check.h"
#include "cuda/kernels/grid.cuh"
#include "cuda/kernels/loss.h"
#include "cuda/kernels/loss_formulas.cuh"

namespace headroom::gpu {
namespace {

constexpr int kThreads = 256;
constexpr int kWarp = 32;
constexpr int kWarps = kThreads / kWarp;
constexpr int kSumThreads = 1024;
constexpr unsigned kFullWarp = 0xffffffffU;

// First index and step of a loop that the whole grid shares, one thread per element.
__device__ std::int64_t thread_index() {
  return static_cast<std::int64_t>(blockIdx.x) * blockDim.x + threadIdx.x;
}
__device__ std::int64_t thread_stride() { return static_cast<std::int64_t>(gridDim.x) * blockDim.x; }
// The same with one warp per element: equal for all lanes of a warp, so that they stay together.
__device__ std::int64_t warp_index() { return thread_index() / kWarp; }
__device__ std::int64_t warp_stride() { return thread_stride() / kWarp; }

// One thread per row: one output value. delta is null when only the loss is wanted.
template <Output kOutput>
__global__ void single_output_kernel(const float* z, const float* target, std::int64_t rows, float* row_loss,
                                     std::int32_t* row_correct, float* delta, float scale) {
  for (std::int64_t i = thread_index(); i < rows; i += thread_stride()) {
    const RowLoss row = single_output_loss<kOutput>(z[i], target[i]);
    row_loss[i] = row.loss;
    row_correct[i] = row.correct;
    if (delta != nullptr) delta[i] = row.slope * scale;
  }
}

struct Largest {
  float value;
  std::int64_t at;
};

// The largest of a row and its first place, known to every lane. NaN never wins.
__device__ Largest row_maximum(const float* row, std::int64_t width, int lane) {
  Largest best{-INFINITY, width};
  for (std::int64_t c = lane; c < width; c += kWarp) {
    if (row[c] > best.value || (row[c] == best.value && c < best.at)) best = {row[c], c};
  }
  for (int offset = kWarp / 2; offset > 0; offset /= 2) {
    const float value = __shfl_xor_sync(kFullWarp, best.value, offset);
    const long long at = __shfl_xor_sync(kFullWarp, static_cast<long long>(best.at), offset);
    if (value > best.value || (value == best.value && at < best.at)) best = {value, at};
  }
  return best;
}

// Sum of e^(z - shift) over a row, the same number in every lane.
__device__ float row_exponentials(const float* row, std::int64_t width, float shift, int lane) {
  float sum = 0;
  for (std::int64_t c = lane; c < width; c += kWarp) sum += expf(row[c] - shift);
  for (int offset = kWarp / 2; offset > 0; offset /= 2) sum += __shfl_xor_sync(kFullWarp, sum, offset);
  return sum;
}

// One warp per row.
__global__ void softmax_loss_kernel(const float* __restrict__ z, const float* __restrict__ target,
                                    std::int64_t rows, std::int64_t width, float* __restrict__ row_loss,
                                    std::int32_t* __restrict__ row_correct, float* __restrict__ delta,
                                    float scale) {
  const int lane = static_cast<int>(threadIdx.x) % kWarp;
  for (std::int64_t i = warp_index(); i < rows; i += warp_stride()) {
    const float* row = z + i * width;
    const auto wanted = static_cast<std::int64_t>(target[i]);
    const Largest best = row_maximum(row, width, lane);
    const float exponentials = row_exponentials(row, width, best.value, lane);
    if (lane == 0) {
      // A class that the network does not have makes the loss NaN instead of reading beside the row.
      const float at_wanted = wanted >= 0 && wanted < width ? row[wanted] : NAN;
      row_loss[i] = logf(exponentials) - (at_wanted - best.value);
      row_correct[i] = best.at == wanted ? 1 : 0;
    }
    if (delta != nullptr) {
      for (std::int64_t c = lane; c < width; c += kWarp) {
        const float p = expf(row[c] - best.value) / exponentials;
        delta[i * width + c] = (p - (c == wanted ? 1.0F : 0.0F)) * scale;
      }
    }
  }
}

__device__ float weight_of(const float* class_weights, float target, std::int64_t width) {
  if (width == 1) return class_weights[target > 0.5F ? 1 : 0];
  const auto wanted = static_cast<std::int64_t>(target);
  return wanted >= 0 && wanted < width ? class_weights[wanted] : NAN;
}

// One warp per row, once each block has added the weights of all rows.
__global__ void __launch_bounds__(kThreads)
    weight_rows_kernel(const float* class_weights, const float* target, std::int64_t rows, std::int64_t width,
                       float* row_loss, float* delta) {
  __shared__ double sums[kThreads];
  double sum = 0;
  for (std::int64_t i = threadIdx.x; i < rows; i += kThreads)
    sum += weight_of(class_weights, target[i], width);
  sums[threadIdx.x] = sum;
  __syncthreads();
  for (unsigned half = kThreads / 2; half > 0; half /= 2) {
    if (threadIdx.x < half) sums[threadIdx.x] += sums[threadIdx.x + half];
    __syncthreads();
  }
  const double share = static_cast<double>(rows) / sums[0];
  const int lane = static_cast<int>(threadIdx.x) % kWarp;
  for (std::int64_t i = warp_index(); i < rows; i += warp_stride()) {
    const auto factor = static_cast<float>(weight_of(class_weights, target[i], width) * share);
    if (lane == 0) row_loss[i] *= factor;
    for (std::int64_t c = lane; c < width; c += kWarp) delta[i * width + c] *= factor;
  }
}

struct Sums {
  double loss;
  long long correct;
};

// One block adds all rows: each thread its own in steps of the block, then a tree of fixed shape.
// Valid in thread 0.
__device__ Sums sum_rows(const float* row_loss, const std::int32_t* row_correct, std::int64_t rows) {
  __shared__ double losses[kSumThreads];
  __shared__ long long hits[kSumThreads];
  double loss = 0;
  long long correct = 0;
  for (std::int64_t i = threadIdx.x; i < rows; i += kSumThreads) {
    loss += row_loss[i];
    correct += row_correct[i];
  }
  losses[threadIdx.x] = loss;
  hits[threadIdx.x] = correct;
  __syncthreads();
  for (unsigned half = kSumThreads / 2; half > 0; half /= 2) {
    if (threadIdx.x < half) {
      losses[threadIdx.x] += losses[threadIdx.x + half];
      hits[threadIdx.x] += hits[threadIdx.x + half];
    }
    __syncthreads();
  }
  return {losses[0], hits[0]};
}

__global__ void __launch_bounds__(kSumThreads)
    store_metric_kernel(const float* row_loss, const std::int32_t* row_correct, std::int64_t rows,
                        const StepCorrection* corrections, StepClock* clock, float* losses,
                        std::int32_t* corrects) {
  const Sums sums = sum_rows(row_loss, row_correct, rows);
  if (threadIdx.x == 0) {
    const std::uint32_t slot = clock->slot;
    losses[slot] = static_cast<float>(sums.loss / static_cast<double>(rows));
    corrects[slot] = static_cast<std::int32_t>(sums.correct);
    clock->factors.step = corrections[slot].step;
    clock->factors.root_factor = corrections[slot].root_factor;
    clock->first += clock->batch;
    clock->slot = slot + 1;
  }
}

__global__ void __launch_bounds__(kSumThreads)
    add_to_evaluation_kernel(const float* row_loss, const std::int32_t* row_correct, std::int64_t rows,
                             double* loss, std::int64_t* correct) {
  const Sums sums = sum_rows(row_loss, row_correct, rows);
  if (threadIdx.x == 0) {
    *loss += sums.loss;
    *correct += sums.correct;
  }
}

__global__ void sigmoid_kernel(std::int64_t count, float* z) {
  for (std::int64_t i = thread_index(); i < count; i += thread_stride()) z[i] = sigmoid(z[i]);
}

__global__ void softmax_kernel(std::int64_t rows, std::int64_t width, float* z) {
  const int lane = static_cast<int>(threadIdx.x) % kWarp;
  for (std::int64_t i = warp_index(); i < rows; i += warp_stride()) {
    float* row = z + i * width;
    const Largest best = row_maximum(row, width, lane);
    const float exponentials = row_exponentials(row, width, best.value, lane);
    for (std::int64_t c = lane; c < width; c += kWarp) row[c] = expf(row[c] - best.value) / exponentials;
  }
}

// Blocks for one thread or one warp per element.
unsigned grid_for(std::int64_t elements, int elements_per_block) {
  const std::int64_t blocks = divide_up(elements, elements_per_block);
  return static_cast<unsigned>(blocks < kMaxGridX ? blocks : kMaxGridX);
}

}  // namespace

void output_loss(StreamHandle stream, Output output, const float* z, const float* target, std::int64_t rows,
                 std::int64_t width, float* row_loss, std::int32_t* row_correct, float* delta,
                 std::int64_t batch) {
  const float scale = 1.0F / static_cast<float>(batch > 0 ? batch : rows);
  if (output == Output::kSoftmax) {
    softmax_loss_kernel<<<grid_for(rows, kWarps), kThreads, 0, stream>>>(z, target, rows, width, row_loss,
                                                                         row_correct, delta, scale);
    HEADROOM_LAUNCHED("softmax_loss");
    return;
  }
  if (width != 1) throw Error(ErrorCode::kUnsupported, "a sigmoid or linear output has one value a row");
  const unsigned grid = grid_for(rows, kThreads);
  if (output == Output::kSigmoid) {
    single_output_kernel<Output::kSigmoid>
        <<<grid, kThreads, 0, stream>>>(z, target, rows, row_loss, row_correct, delta, scale);
  } else {
    single_output_kernel<Output::kLinear>
        <<<grid, kThreads, 0, stream>>>(z, target, rows, row_loss, row_correct, delta, scale);
  }
  HEADROOM_LAUNCHED("single_output_loss");
}

void weight_rows(StreamHandle stream, const float* class_weights, const float* target, std::int64_t rows,
                 std::int64_t width, float* row_loss, float* delta) {
  weight_rows_kernel<<<grid_for(rows, kWarps), kThreads, 0, stream>>>(class_weights, target, rows, width,
                                                                      row_loss, delta);
  HEADROOM_LAUNCHED("weight_rows");
}

void store_metric(StreamHandle stream, const float* row_loss, const std::int32_t* row_correct,
                  std::int64_t rows, const StepCorrection* corrections, StepClock* clock, float* losses,
                  std::int32_t* corrects) {
  store_metric_kernel<<<1, kSumThreads, 0, stream>>>(row_loss, row_correct, rows, corrections, clock, losses,
                                                     corrects);
  HEADROOM_LAUNCHED("store_metric");
}

void add_to_evaluation(StreamHandle stream, const float* row_loss, const std::int32_t* row_correct,
                       std::int64_t rows, double* loss, std::int64_t* correct) {
  add_to_evaluation_kernel<<<1, kSumThreads, 0, stream>>>(row_loss, row_correct, rows, loss, correct);
  HEADROOM_LAUNCHED("add_to_evaluation");
}

void apply_output(StreamHandle stream, Output output, std::int64_t rows, std::int64_t width, float* z) {
  switch (output) {
    case Output::kLinear: return;
    case Output::kSoftmax:
      softmax_kernel<<<grid_for(rows, kWarps), kThreads, 0, stream>>>(rows, width, z);
      break;
    case Output::kSigmoid:
      sigmoid_kernel<<<grid_for(rows * width, kThreads), kThreads, 0, stream>>>(rows * width, z);
      break;
  }
  HEADROOM_LAUNCHED("apply_output");
}

}  // namespace headroom::gpu
