// One device allocation that holds every tensor of a table, charged tensor by tensor.
//
//   TensorArena arena(state, dataset_tensors(shape, cuda_layout()), "the data");
//   float* targets = arena.floats("targets");
//
// Starts zeroed, so that the padding between tensors is 0 and stays 0 under whole-block sweeps.
//
// Thread rule: as DeviceState, which outlives it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "core/device/ledger.h"
#include "core/model/tensor_table.h"
#include "cuda/device_state.h"
#include "cuda/handles.h"

namespace headroom::gpu {

class TensorArena {
 public:
  // Throws Error{kOutOfMemory} with the figures.
  TensorArena(DeviceState& state, TensorTable table, const char* purpose);

  const TensorTable& table() const { return table_; }
  // Throw Error{kInternal} for an unknown name or a different element size.
  float* floats(std::string_view name) const { return static_cast<float*>(at(name, sizeof(float))); }
  template <typename T>
  T* pointer(std::string_view name) const {
    return static_cast<T*>(at(name, sizeof(T)));
  }
  std::byte* data() const { return static_cast<std::byte*>(memory_.data()); }

 private:
  void* at(std::string_view name, std::size_t element_bytes) const;

  TensorTable table_;
  DeviceBuffer memory_;
  std::vector<Charge> charges_;
};

}  // namespace headroom::gpu
