#include "cuda/device_state.h"

#include <algorithm>
#include <cstddef>
#include <cstring>

#include "cuda/check.h"
#include "cuda/kernels/activations.h"

namespace headroom::gpu {
namespace {

constexpr Bytes kStagingBytes = 8 * kMiB;  // of each of two: one is filled while the other travels

// Makes the device current, which creates its context.
int select_device(int index, ContextMeter& meter) {
  HEADROOM_CUDA(cudaSetDevice(index));
  HEADROOM_CUDA(cudaFree(nullptr));  // drivers that create the context late do it here
  meter.context_exists();
  return index;
}

int attribute(cudaDeviceAttr which, int index) {
  int value = 0;
  HEADROOM_CUDA(cudaDeviceGetAttribute(&value, which, index));
  return value;
}

}  // namespace

DeviceState::DeviceState(int index) : DeviceState(index, ContextMeter(index)) {}

DeviceState::DeviceState(int index, ContextMeter meter)
    : index_(select_device(index, meter)),
      compute_capability_(10 * attribute(cudaDevAttrComputeCapabilityMajor, index) +
                          attribute(cudaDevAttrComputeCapabilityMinor, index)),
      shared_memory_limit_(attribute(cudaDevAttrMaxSharedMemoryPerBlockOptin, index)) {
  warm_up();
  context_bytes_ = meter.finish();
  for (PinnedBuffer& buffer : staging_) buffer = PinnedBuffer(kStagingBytes);
}

void DeviceState::make_current() const { HEADROOM_CUDA(cudaSetDevice(index_)); }

// One kernel of ours and one product: modules are loaded when first used, and belong to the context's bytes.
// Also where a card that this build has no code for is noticed.
void DeviceState::warm_up() {
  constexpr std::int64_t kSide = 64;
  constexpr Bytes kMatrix = kSide * kSide * static_cast<Bytes>(sizeof(float));
  const DeviceBuffer scratch(3 * kMatrix, "opening the device");
  HEADROOM_CUDA(cudaMemsetAsync(scratch.data(), 0, static_cast<std::size_t>(scratch.bytes()), stream_.get()));
  auto* const a = static_cast<float*>(scratch.data());
  float* const b = a + kSide * kSide;
  float* const c = b + kSide * kSide;
  add_bias(stream_.get(), b, kSide, kSide, a);
  const MatmulPlan plan(lt_, {kSide, kSide, kSide, false, true}, Precision::kFp32, 0);
  plan.run(lt_, stream_, a, b, c, {});
  stream_.synchronize();
}

void DeviceState::upload(void* device, const void* host, Bytes bytes) {
  auto* to = static_cast<std::byte*>(device);
  const auto* from = static_cast<const std::byte*>(host);
  for (int turn = 0; bytes > 0; turn = 1 - turn) {
    const auto size = static_cast<std::size_t>(std::min(bytes, kStagingBytes));
    copied_[turn].wait();  // the copy out of this buffer, two pieces ago
    std::memcpy(staging_[turn].data(), from, size);
    HEADROOM_CUDA(cudaMemcpyAsync(to, staging_[turn].data(), size, cudaMemcpyHostToDevice, stream_.get()));
    copied_[turn].record(stream_);
    to += size;
    from += size;
    bytes -= static_cast<Bytes>(size);
  }
  stream_.synchronize();
}

void DeviceState::download(void* host, const void* device, Bytes bytes) {
  if (bytes > 0) {
    HEADROOM_CUDA(cudaMemcpyAsync(host, device, static_cast<std::size_t>(bytes), cudaMemcpyDeviceToHost,
                                  stream_.get()));
  }
  stream_.synchronize();
}

}  // namespace headroom::gpu
