#include "cuda/context_memory.h"

#include <dlfcn.h>

#include <algorithm>
#include <array>
#include <map>
#include <memory>

#include "cuda/check.h"

namespace headroom::gpu {
namespace {

// The few entries of NVIDIA's management library that are needed, as its documentation declares them.
struct NvmlMemory {
  unsigned long long total;
  unsigned long long free;
  unsigned long long used;
};
using NvmlDevice = void*;
using NvmlInit = int (*)();
using NvmlShutdown = int (*)();
using NvmlByPci = int (*)(const char*, NvmlDevice*);
using NvmlMemoryInfo = int (*)(NvmlDevice, NvmlMemory*);

template <typename F>
F symbol(void* library, const char* name) {
  return reinterpret_cast<F>(dlsym(library, name));
}

struct CloseLibrary {
  void operator()(void* library) const { dlclose(library); }
};

// Free bytes of the device as the driver counts them, without creating a context. Empty when the library
// is missing or refuses.
std::optional<Bytes> driver_free_bytes(int index) {
  std::array<char, 32> pci{};
  HEADROOM_CUDA(cudaDeviceGetPCIBusId(pci.data(), static_cast<int>(pci.size()), index));
  const std::unique_ptr<void, CloseLibrary> library(dlopen("libnvidia-ml.so.1", RTLD_NOW | RTLD_LOCAL));
  if (!library) return std::nullopt;
  const auto init = symbol<NvmlInit>(library.get(), "nvmlInit_v2");
  const auto shutdown = symbol<NvmlShutdown>(library.get(), "nvmlShutdown");
  const auto by_pci = symbol<NvmlByPci>(library.get(), "nvmlDeviceGetHandleByPciBusId_v2");
  const auto memory_info = symbol<NvmlMemoryInfo>(library.get(), "nvmlDeviceGetMemoryInfo");
  if (!init || !shutdown || !by_pci || !memory_info || init() != 0) return std::nullopt;
  NvmlDevice device = nullptr;
  NvmlMemory memory{};
  const bool read = by_pci(pci.data(), &device) == 0 && memory_info(device, &memory) == 0;
  shutdown();
  if (!read) return std::nullopt;
  return static_cast<Bytes>(memory.free);
}

Bytes runtime_free_bytes() {
  std::size_t free = 0;
  std::size_t total = 0;
  HEADROOM_CUDA(cudaMemGetInfo(&free, &total));
  return static_cast<Bytes>(free);
}

// Device index -> bytes, measured by the first open of this process.
std::map<int, Bytes>& measured() {
  static std::map<int, Bytes> bytes;
  return bytes;
}

}  // namespace

ContextMeter::ContextMeter(int index) : index_(index), known_(measured().contains(index)) {
  if (!known_) free_before_ = driver_free_bytes(index);
}

void ContextMeter::context_exists() {
  if (!known_ && !free_before_) free_after_context_ = runtime_free_bytes();
}

Bytes ContextMeter::finish() {
  if (!known_) {
    const std::optional<Bytes> free_now = free_before_ ? driver_free_bytes(index_) : std::nullopt;
    const Bytes taken = free_now ? *free_before_ - *free_now : free_after_context_ - runtime_free_bytes();
    measured()[index_] = std::max<Bytes>(0, free_before_ && !free_now ? 0 : taken);
  }
  return measured().at(index_);
}

}  // namespace headroom::gpu
