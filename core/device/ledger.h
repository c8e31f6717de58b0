// What a device has handed out, by category. A charge is a move-only token that knows its own size
// and category: nothing is recomputed when it is freed, so the sums cannot drift.
//
// Thread rule: belongs to the thread that owns the device. The ledger outlives its charges.
#pragma once

#include <array>
#include <utility>

#include "core/base/bytes.h"
#include "core/model/tensor_table.h"

namespace headroom {

class Ledger;

class Charge {
 public:
  Charge() = default;
  Charge(Charge&& other) noexcept
      : ledger_(std::exchange(other.ledger_, nullptr)),
        category_(other.category_),
        bytes_(std::exchange(other.bytes_, 0)) {}
  Charge& operator=(Charge&& other) noexcept;
  ~Charge();

  Category category() const { return category_; }
  Bytes bytes() const { return bytes_; }

 private:
  friend class Ledger;
  Charge(Ledger* ledger, Category category, Bytes bytes)
      : ledger_(ledger), category_(category), bytes_(bytes) {}

  Ledger* ledger_ = nullptr;
  Category category_ = Category::kWeights;
  Bytes bytes_ = 0;
};

class Ledger {
 public:
  // Records what was actually allocated.
  [[nodiscard]] Charge charge(Category category, Bytes bytes);

  Bytes charged() const;
  const std::array<Bytes, kCategoryCount>& by_category() const { return by_category_; }
  Bytes peak() const { return peak_; }

 private:
  friend class Charge;
  std::array<Bytes, kCategoryCount> by_category_{};
  Bytes peak_ = 0;
};

}  // namespace headroom
