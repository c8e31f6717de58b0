#include "cuda/arena.h"

#include <cstddef>
#include <string>
#include <utility>

#include "core/base/error.h"
#include "cuda/check.h"

namespace headroom::gpu {

TensorArena::TensorArena(DeviceState& state, TensorTable table, const char* purpose)
    : table_(std::move(table)), memory_(table_.total(), purpose) {
  for (const TensorSpec& tensor : table_.tensors()) {
    charges_.push_back(state.ledger().charge(tensor.category, tensor.bytes));
  }
  HEADROOM_CUDA(
      cudaMemsetAsync(memory_.data(), 0, static_cast<std::size_t>(memory_.bytes()), state.stream().get()));
}

void* TensorArena::at(std::string_view name, std::size_t element_bytes) const {
  const TensorSpec& tensor = table_.find(name);
  if (static_cast<std::size_t>(tensor.element_bytes) != element_bytes) {
    throw Error(ErrorCode::kInternal, "tensor '" + tensor.name + "' is used with another element size");
  }
  return static_cast<std::byte*>(memory_.data()) + tensor.offset;
}

}  // namespace headroom::gpu
