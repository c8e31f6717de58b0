// The tensor table: every buffer on a device, listed once. core/device/tensors.h says which tensors there
// are.
//
//   TensorTable table;
//   table.add("layers.0.weight", Category::kWeights, {50, 230});
//   table.total();                            // bytes, after alignment
//   table.find("layers.0.weight").offset;     // where it lies in the arena
//
// Thread rule: a plain value.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/names.h"

namespace headroom {

// kRecorder: states of training that are kept to return to, where they lie in the device's memory.
enum class Category {
  kWeights,
  kGradients,
  kOptimizer,
  kActivations,
  kDataset,
  kWorkspace,
  kMetrics,
  kRecorder
};
inline constexpr auto kCategoryNames = names<Category>({{Category::kWeights, "weights"},
                                                        {Category::kGradients, "gradients"},
                                                        {Category::kOptimizer, "optimizer"},
                                                        {Category::kActivations, "activations"},
                                                        {Category::kDataset, "dataset"},
                                                        {Category::kWorkspace, "workspace"},
                                                        {Category::kMetrics, "metrics"},
                                                        {Category::kRecorder, "recorder"}});
inline constexpr int kCategoryCount = static_cast<int>(kCategoryNames.size());

inline std::string_view category_name(Category c) { return kCategoryNames.name(c); }

struct TensorSpec {
  std::string name;  // "layers.0.weight", "features", ...
  Category category = Category::kWeights;
  std::vector<std::int64_t> shape;
  int element_bytes = 4;  // float32 and uint32 are 4, double 8, raw workspace 1
  Bytes bytes = 0;        // after alignment: what is charged
  Bytes offset = 0;       // from the start of the arena
};

class TensorTable {
 public:
  explicit TensorTable(Bytes alignment = 64) : alignment_(alignment) {}

  // Appends a tensor; throws Error{kOutOfMemory} when its size overflows.
  void add(std::string name, Category category, std::vector<std::int64_t> shape, int element_bytes = 4);

  const std::vector<TensorSpec>& tensors() const { return tensors_; }
  // Null for an unknown name.
  const TensorSpec* look_up(std::string_view name) const;
  // Throws Error{kInternal} for an unknown name.
  const TensorSpec& find(std::string_view name) const;
  Bytes total() const { return total_; }
  std::array<Bytes, kCategoryCount> by_category() const;

 private:
  Bytes alignment_;
  Bytes total_ = 0;
  std::vector<TensorSpec> tensors_;
};

}  // namespace headroom
