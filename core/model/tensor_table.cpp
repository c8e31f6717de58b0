#include "core/model/tensor_table.h"

#include <algorithm>
#include <utility>

#include "core/base/error.h"

namespace headroom {

void TensorTable::add(std::string name, Category category, std::vector<std::int64_t> shape,
                      int element_bytes) {
  Bytes bytes = element_bytes;
  for (const std::int64_t extent : shape) bytes = checked_mul(bytes, extent);
  bytes = align_up(bytes, alignment_);
  const Bytes offset = total_;
  total_ = checked_add(total_, bytes);
  tensors_.push_back({std::move(name), category, std::move(shape), element_bytes, bytes, offset});
}

const TensorSpec* TensorTable::look_up(std::string_view name) const {
  const auto found =
      std::find_if(tensors_.begin(), tensors_.end(), [name](const TensorSpec& t) { return t.name == name; });
  return found == tensors_.end() ? nullptr : &*found;
}

const TensorSpec& TensorTable::find(std::string_view name) const {
  if (const TensorSpec* const found = look_up(name)) return *found;
  throw Error(ErrorCode::kInternal, "the tensor table has no '" + std::string(name) + "'");
}

std::array<Bytes, kCategoryCount> TensorTable::by_category() const {
  std::array<Bytes, kCategoryCount> sums{};
  for (const TensorSpec& tensor : tensors_) sums[static_cast<std::size_t>(tensor.category)] += tensor.bytes;
  return sums;
}

}  // namespace headroom
