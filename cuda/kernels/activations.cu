#include "cuda/check.h"
#include "cuda/kernels/activation_functions.cuh"
#include "cuda/kernels/activations.h"
#include "cuda/kernels/grid.cuh"

namespace headroom::gpu {
namespace {

// z and activation may be the same buffer: each element is read before it is written, by one thread.
template <typename F>
__global__ void bias_activation_kernel(const float* bias, std::int64_t rows, std::int64_t width, float* z,
                                       float* activation) {
  for (std::int64_t c = first_column(); c < width; c += column_stride()) {
    const float b = bias[c];
    for (std::int64_t r = first_row(); r < rows; r += row_stride()) {
      const std::int64_t at = r * width + c;
      const float value = z[at] + b;
      z[at] = value;
      activation[at] = F::value(value);
    }
  }
}

template <typename F>
__global__ void activation_backward_kernel(const float* saved, std::int64_t count, float* delta) {
  const std::int64_t stride = static_cast<std::int64_t>(gridDim.x) * blockDim.x;
  for (std::int64_t i = static_cast<std::int64_t>(blockIdx.x) * blockDim.x + threadIdx.x; i < count;
       i += stride) {
    delta[i] *= F::slope(saved[i]);
  }
}

constexpr int kSumRows = 32;

// A block owns 32 columns; row y of its threads adds the matrix rows y, y + 32, ...; then thread row 0
// adds the 32 partial sums of its column in order.
__global__ void __launch_bounds__(kTileColumns* kSumRows)
    bias_gradient_kernel(const float* __restrict__ delta, std::int64_t rows, std::int64_t width,
                         float* __restrict__ gradient) {
  __shared__ float partial[kSumRows][kTileColumns + 1];  // + 1: no bank conflicts
  const std::int64_t c = static_cast<std::int64_t>(blockIdx.x) * kTileColumns + threadIdx.x;
  float sum = 0;
  if (c < width) {
    for (std::int64_t r = threadIdx.y; r < rows; r += kSumRows) sum += delta[r * width + c];
  }
  partial[threadIdx.y][threadIdx.x] = sum;
  __syncthreads();
  if (threadIdx.y == 0 && c < width) {
    float total = 0;
    for (int y = 0; y < kSumRows; ++y) total += partial[y][threadIdx.x];
    gradient[c] = total;
  }
}

template <typename F>
void launch_bias_activation(StreamHandle stream, const float* bias, std::int64_t rows, std::int64_t width,
                            float* z, float* activation) {
  bias_activation_kernel<F>
      <<<tile_grid(rows, width), tile_block(), 0, stream>>>(bias, rows, width, z, activation);
  HEADROOM_LAUNCHED("bias_activation");
}

template <typename F>
void launch_backward(StreamHandle stream, const float* saved, std::int64_t count, float* delta) {
  constexpr int kThreads = 256;
  const std::int64_t blocks = divide_up(count, kThreads);
  const auto grid = static_cast<unsigned>(blocks < kMaxGridX ? blocks : kMaxGridX);
  activation_backward_kernel<F><<<grid, kThreads, 0, stream>>>(saved, count, delta);
  HEADROOM_LAUNCHED("activation_backward");
}

}  // namespace

void add_bias(StreamHandle stream, const float* bias, std::int64_t rows, std::int64_t width, float* z) {
  launch_bias_activation<Identity>(stream, bias, rows, width, z, z);
}

void add_bias_and_activate(StreamHandle stream, Activation kind, const float* bias, std::int64_t rows,
                           std::int64_t width, float* z, float* activation) {
  with_activation(kind, [&](auto function) {
    launch_bias_activation<decltype(function)>(stream, bias, rows, width, z, activation);
  });
}

void activation_backward(StreamHandle stream, Activation kind, const float* saved, std::int64_t count,
                         float* delta) {
  with_activation(kind,
                  [&](auto function) { launch_backward<decltype(function)>(stream, saved, count, delta); });
}

void bias_gradient(StreamHandle stream, const float* delta, std::int64_t rows, std::int64_t width,
                   float* gradient) {
  const auto blocks = static_cast<unsigned>(divide_up(width, kTileColumns));
  bias_gradient_kernel<<<blocks, dim3(kTileColumns, kSumRows), 0, stream>>>(delta, rows, width, gradient);
  HEADROOM_LAUNCHED("bias_gradient");
}

}  // namespace headroom::gpu
