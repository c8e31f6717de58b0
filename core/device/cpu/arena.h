// The memory behind one tensor table: a single zeroed block, charged by category.
//
//   Arena arena(engine_tensors(model, settings, shape, layout), ledger, "engine");
//   float* w = arena.floats("layers.0.weight");
//
// Thread rule: belongs to the thread that owns the device.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/device/ledger.h"
#include "core/model/tensor_table.h"

namespace headroom::cpu {

class Arena {
 public:
  // Throws Error{kOutOfMemory} with the figures when the machine has less available than the table
  // needs. `what` names the owner in that message. The ledger must outlive the arena.
  Arena(TensorTable table, Ledger& ledger, const std::string& what);

  const TensorTable& table() const { return table_; }
  std::byte* data() const { return base_; }

  float* floats(std::string_view name) const { return at<float>(name); }
  template <typename T>
  T* at(std::string_view name) const {
    return reinterpret_cast<T*>(base_ + table_.find(name).offset);
  }

 private:
  struct Release {
    void operator()(std::byte* block) const;
  };

  TensorTable table_;
  std::unique_ptr<std::byte, Release> memory_;
  std::byte* base_ = nullptr;  // its first byte on a cache line
  std::vector<Charge> charges_;
};

}  // namespace headroom::cpu
