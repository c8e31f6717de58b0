#include <cmath>

#include "cuda/check.h"
#include "cuda/kernels/activation_functions.cuh"
#include "cuda/kernels/loss_formulas.cuh"
#include "cuda/kernels/optimizer_rules.cuh"
#include "cuda/kernels/persistent.h"
#include "cuda/kernels/tile_sums.cuh"

namespace headroom::gpu {
namespace {

constexpr int kThreads = 512;
static_assert(kTile == kPersistentTile);

// output = activation(input * weight^T), the last layer without activation. Rows of the last tile beyond the
// batch hold what an earlier step left there and are not kept.
__device__ void forward(const PersistentJob& job, const PersistentLayer& layer, bool hidden, int rows,
                        float* memory) {
  const auto add = [&](int row, int column, int lane, Sums& sum) {
    const float* const input = memory + layer.input + row * layer.line;
    const float* weight[kTile];
    for (int c = 0; c < kTile; ++c) {  // a tile's columns beyond the last neuron repeat it
      const int neuron = column + c < layer.out ? column + c : layer.out - 1;
      weight[c] = memory + layer.weight + neuron * layer.line;
    }
    for (int k = kTile * lane; k <= layer.in; k += kTile * kLanes) {  // the bias stands at `in`
      Quad x[kTile];
      Quad w[kTile];
      for (int i = 0; i < kTile; ++i) x[i] = load(input + i * layer.line + k);
      for (int i = 0; i < kTile; ++i) w[i] = load(weight[i] + k);
      for (int r = 0; r < kTile; ++r) {
        for (int c = 0; c < kTile; ++c) {
          for (int i = 0; i < kTile; ++i) sum[r][c] += x[r].at[i] * w[c].at[i];
        }
      }
    }
  };
  const auto keep = [&](int row, int column, const Quad& z) {
    for (int c = 0; c < kTile && column + c < layer.out; ++c) {
      const int at = row * layer.output_line + column + c;
      memory[layer.pre_activation + at] = z.at[c];  // overwritten at once where nobody needs it
      memory[layer.output + at] = hidden ? activation_value(job.activation, z.at[c]) : z.at[c];
    }
  };
  for_each_tile<kThreads>(rows, layer.out, add, keep);
}

// delta of the layer below = (delta * weight) * activation'(what the layer below left).
__device__ void backward(const PersistentJob& job, const PersistentLayer& layer, const PersistentLayer& below,
                         int rows, float* memory) {
  const auto add = [&](int row, int column, int lane, Sums& sum) {
    const float* const delta = memory + layer.delta + row * layer.output_line;
    const float* const weight = memory + layer.weight + column;
    for (int o = lane; o < layer.out; o += kLanes) {
      const Quad w = load(weight + o * layer.line);
      for (int r = 0; r < kTile; ++r) {
        const float d = delta[r * layer.output_line + o];
        for (int c = 0; c < kTile; ++c) sum[r][c] += d * w.at[c];
      }
    }
  };
  const auto keep = [&](int row, int column, const Quad& total) {
    for (int c = 0; c < kTile && column + c < below.out; ++c) {
      const int at = row * below.output_line + column + c;
      const float slope = activation_slope(job.activation, memory[below.pre_activation + at]);
      memory[below.delta + at] = total.at[c] * slope;
    }
  };
  for_each_tile<kThreads>(rows, layer.in, add, keep);
}

// The optimizer's step for four parameters of a line.
template <typename Rule>
__device__ void apply(const PersistentLayer& layer, const StepFactors& factors, int at,
                      const float (&gradient)[kTile], float* memory) {
  Quad w = load(memory + layer.weight + at);
  Quad m0 = Rule::kMoments > 0 ? load(memory + layer.moment[0] + at) : Quad{};
  Quad m1 = Rule::kMoments > 1 ? load(memory + layer.moment[1] + at) : Quad{};
  for (int c = 0; c < kTile; ++c) {
    ParameterValues p{w.at[c], m0.at[c], m1.at[c]};
    Rule::apply(factors, gradient[c], p);
    w.at[c] = p.weight;
    m0.at[c] = p.moment0;
    m1.at[c] = p.moment1;
  }
  store(memory + layer.weight + at, w);
  if (Rule::kMoments > 0) store(memory + layer.moment[0] + at, m0);
  if (Rule::kMoments > 1) store(memory + layer.moment[1] + at, m1);
}

// gradient = delta^T * input, in registers, and the optimizer's step with it. The bias is a column like all
// others; the columns behind it have gradient 0 and stay 0. The layer comes by value: read from the kernel's
// parameters between two stores, it would keep the compiler from storing four floats at once.
template <typename Rule>
__device__ void update(PersistentLayer layer, const StepFactors& factors, int rows, float* memory) {
  const int across = tiles_of(layer.in + 1);
  const int count = tiles_of(layer.out) * across;
  for (int tile = static_cast<int>(threadIdx.x); tile < count; tile += kThreads) {
    const int neuron = tile / across * kTile;
    const int column = tile % across * kTile;
    const float* const delta = memory + layer.delta + neuron;
    const float* const input = memory + layer.input + column;
    Sums gradient = {};
#pragma unroll 4
    for (int r = 0; r < rows; ++r) {
      const Quad d = load(delta + r * layer.output_line);
      const Quad x = load(input + r * layer.line);
      for (int i = 0; i < kTile; ++i) {
        for (int c = 0; c < kTile; ++c) gradient[i][c] += d.at[i] * x.at[c];
      }
    }
#pragma unroll
    for (int i = 0; i < kTile; ++i) {
      if (neuron + i < layer.out) {
        apply<Rule>(layer, factors, (neuron + i) * layer.line + column, gradient[i], memory);
      }
    }
  }
}

__device__ void update(const PersistentJob& job, const PersistentLayer& layer, const StepFactors& factors,
                       int rows, float* memory) {
  with_rule(job.optimizer, [&](auto rule) { update<decltype(rule)>(layer, factors, rows, memory); });
}

// Softmax, loss and hit of one row; the logits become the gradient.
__device__ RowLoss softmax_row(float* z, int width, int wanted, float scale) {
  float most = -INFINITY;
  int best = width;  // NaN never wins
  for (int c = 0; c < width; ++c) {
    if (z[c] > most) {
      most = z[c];
      best = c;
    }
  }
  float sum = 0;
  for (int c = 0; c < width; ++c) sum += expf(z[c] - most);
  // A class that the network does not have makes the loss NaN instead of reading beside the row.
  const float at_wanted = wanted >= 0 && wanted < width ? z[wanted] : NAN;
  const RowLoss row{logf(sum) - (at_wanted - most), best == wanted ? 1 : 0, 0.0F};
  for (int c = 0; c < width; ++c) z[c] = (expf(z[c] - most) / sum - (c == wanted ? 1.0F : 0.0F)) * scale;
  return row;
}

// One thread per row: loss and hit, and the logits become their gradient.
__device__ void output_rows(const PersistentJob& job, int rows, float* memory) {
  const PersistentLayout& layout = job.layout;
  const PersistentLayer& last = layout.layer[layout.layers - 1];
  const float scale = 1.0F / static_cast<float>(rows);
  auto* const correct = reinterpret_cast<std::int32_t*>(memory + layout.row_correct);
  for (int r = static_cast<int>(threadIdx.x); r < rows; r += kThreads) {
    float* const z = memory + last.output + r * last.output_line;
    const float target = memory[layout.target + r];
    RowLoss row;
    if (job.output == Output::kSoftmax) {
      row = softmax_row(z, last.out, static_cast<int>(target), scale);
    } else {
      row = job.output == Output::kSigmoid ? single_output_loss<Output::kSigmoid>(z[0], target)
                                           : single_output_loss<Output::kLinear>(z[0], target);
      z[0] = row.slope * scale;
    }
    memory[layout.row_loss + r] = row.loss;
    correct[r] = row.correct;
  }
}

// The last warp adds the rows up, in double, while the others go on.
__device__ void store_sums(const PersistentJob& job, std::uint32_t slot, int rows, const float* memory) {
  const int lane = static_cast<int>(threadIdx.x) - (kThreads - kWarp);
  if (lane < 0) return;
  const auto* const hits = reinterpret_cast<const std::int32_t*>(memory + job.layout.row_correct);
  double loss = 0;
  int correct = 0;
  for (int r = lane; r < rows; r += kWarp) {
    loss += memory[job.layout.row_loss + r];
    correct += hits[r];
  }
  for (int offset = kWarp / 2; offset > 0; offset /= 2) {
    loss += __shfl_xor_sync(kFullWarp, loss, offset);
    correct += __shfl_xor_sync(kFullWarp, correct, offset);
  }
  if (lane != 0) return;
  job.losses[slot] = static_cast<float>(loss / rows);
  job.corrects[slot] = correct;
}

// Where a step begins in the epoch's order, and how many rows it has.
struct Batch {
  std::uint32_t first;
  int rows;
};
__device__ Batch batch_at(const PersistentJob& job, std::uint32_t first_of_launch, std::int64_t step) {
  const std::int64_t first = first_of_launch + step * job.batch;
  const std::int64_t left = job.end - first;
  return {static_cast<std::uint32_t>(first), static_cast<int>(left < job.batch ? left : job.batch)};
}

// Finds the rows of a batch. The threads from the last on: the first are busy with the losses meanwhile.
__device__ void find_rows(const PersistentJob& job, const RowOrder& order, const Batch& batch,
                          float* memory) {
  auto* const found = reinterpret_cast<std::uint32_t*>(memory + job.layout.order);
  for (int r = kThreads - 1 - static_cast<int>(threadIdx.x); r < batch.rows; r += kThreads) {
    found[r] = order(batch.first + static_cast<std::uint32_t>(r));
  }
}

// x0 .. xn-1 becomes x0 .. xn-1, x0x0, x0x1, ...: by a warp, in the order of core/data/polynomial.h.
__device__ void append_terms(float* x, int n, int lane) {
  float* to = x + n;
  for (int i = 0; i < n; ++i) {
    const float left = x[i];
    for (int j = i + lane; j < n; j += kWarp) to[j - i] = left * x[j];
    to += n - i;
  }
}

// A warp brings a row.
__device__ void gather(const PersistentJob& job, int rows, float* memory) {
  const PersistentLayout& layout = job.layout;
  const PersistentLayer& first = layout.layer[0];
  const auto* const found = reinterpret_cast<const std::uint32_t*>(memory + layout.order);
  const int lane = static_cast<int>(threadIdx.x) % kWarp;
  const int width = static_cast<int>(job.source.width);
  for (int r = static_cast<int>(threadIdx.x) / kWarp; r < rows; r += kThreads / kWarp) {
    const std::int64_t row = found[r];
    const float* const from = job.source.rows + row * job.source.width;
    float* const to = memory + first.input + r * first.line;
#pragma unroll 8
    for (int c = lane; c < width; c += kWarp) to[c] = from[c];
    if (lane == 0) memory[layout.target + r] = job.source.targets[row];
    if (width == first.in) continue;
    __syncwarp();  // a term's factors came through other lanes
    append_terms(to, width, lane);
  }
}

// Visits every weight and bias: visit(place in shared memory, place in the table's block).
template <typename Visit>
__device__ void for_each_parameter(const PersistentJob& job, int l, const Visit& visit) {
  const PersistentLayer& layer = job.layout.layer[l];
  for (int i = static_cast<int>(threadIdx.x); i < layer.out * layer.in; i += kThreads) {
    visit(i / layer.in * layer.line + i % layer.in, job.weight_at[l] + i);
  }
  for (int o = static_cast<int>(threadIdx.x); o < layer.out; o += kThreads) {
    visit(o * layer.line + layer.in, job.bias_at[l] + o);
  }
}

// Everything 0, the constants 1, weights and moments from the table's blocks.
__device__ void take_up(const PersistentJob& job, float* memory) {
  const PersistentLayout& layout = job.layout;
  for (int i = static_cast<int>(threadIdx.x); i < layout.floats; i += kThreads) memory[i] = 0.0F;
  __syncthreads();
  for (int l = 0; l < layout.layers; ++l) {
    const PersistentLayer& layer = layout.layer[l];
    for (int r = static_cast<int>(threadIdx.x); r < layout.rows; r += kThreads) {
      memory[layer.input + r * layer.line + layer.in] = 1.0F;
    }
    for_each_parameter(job, l, [&](int here, std::int64_t there) {
      memory[layer.weight + here] = job.blocks.weights[there];
      if (layer.moment[0]) memory[layer.moment[0] + here] = job.blocks.moment0[there];
      if (layer.moment[1]) memory[layer.moment[1] + here] = job.blocks.moment1[there];
    });
  }
}

__device__ void put_back(const PersistentJob& job, const float* memory) {
  for (int l = 0; l < job.layout.layers; ++l) {
    const PersistentLayer& layer = job.layout.layer[l];
    for_each_parameter(job, l, [&](int here, std::int64_t there) {
      job.blocks.weights[there] = memory[layer.weight + here];
      if (layer.moment[0]) job.blocks.moment0[there] = memory[layer.moment[0] + here];
      if (layer.moment[1]) job.blocks.moment1[there] = memory[layer.moment[1] + here];
    });
  }
}

// Every phase reads what the one before it wrote, so a barrier stands between any two. The sums of a step's
// losses are read beside the next phase and written again only phases later.
__global__ void __launch_bounds__(kThreads, 1) persistent_kernel(PersistentJob job, std::int64_t steps) {
  extern __shared__ float4 shared[];
  float* const memory = reinterpret_cast<float*>(shared);
  const PersistentLayout& layout = job.layout;
  const StepClock start = *job.clock;
  take_up(job, memory);
  Batch batch = batch_at(job, start.first, 0);
  find_rows(job, start.order, batch, memory);
  __syncthreads();
  for (std::int64_t step = 0; step < steps; ++step) {
    const std::uint32_t slot = start.slot + static_cast<std::uint32_t>(step);
    const StepCorrection correction = job.corrections[slot];
    const int rows = batch.rows;
    gather(job, rows, memory);
    __syncthreads();
    for (int l = 0; l < layout.layers; ++l) {
      forward(job, layout.layer[l], l + 1 < layout.layers, rows, memory);
      __syncthreads();
    }
    output_rows(job, rows, memory);
    if (step + 1 < steps) {
      batch = batch_at(job, start.first, step + 1);
      find_rows(job, start.order, batch, memory);
    }
    __syncthreads();
    store_sums(job, slot, rows, memory);
    StepFactors factors = start.factors;
    factors.step = correction.step;
    factors.root_factor = correction.root_factor;
    for (int l = layout.layers - 1; l >= 0; --l) {
      if (l > 0) {
        backward(job, layout.layer[l], layout.layer[l - 1], rows, memory);
        __syncthreads();
      }
      update(job, layout.layer[l], factors, rows, memory);
      __syncthreads();
    }
  }
  put_back(job, memory);
}

}  // namespace

void allow_persistent(Bytes limit) {
  HEADROOM_CUDA(cudaFuncSetAttribute(reinterpret_cast<const void*>(&persistent_kernel),
                                     cudaFuncAttributeMaxDynamicSharedMemorySize, static_cast<int>(limit)));
}

void train_persistent(StreamHandle stream, const PersistentJob& job, std::int64_t steps) {
  persistent_kernel<<<1, kThreads, static_cast<std::size_t>(job.layout.bytes()), stream>>>(job, steps);
  HEADROOM_LAUNCHED("train_persistent");
}

}  // namespace headroom::gpu
