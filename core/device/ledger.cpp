#include "core/device/ledger.h"

#include <algorithm>
#include <numeric>

namespace headroom {

Charge& Charge::operator=(Charge&& other) noexcept {
  if (this != &other) {
    Charge released(std::move(*this));
    ledger_ = std::exchange(other.ledger_, nullptr);
    category_ = other.category_;
    bytes_ = std::exchange(other.bytes_, 0);
  }
  return *this;
}

Charge::~Charge() {
  if (ledger_) ledger_->by_category_[static_cast<std::size_t>(category_)] -= bytes_;
}

Charge Ledger::charge(Category category, Bytes bytes) {
  by_category_[static_cast<std::size_t>(category)] += bytes;
  peak_ = std::max(peak_, charged());
  return Charge(this, category, bytes);
}

Bytes Ledger::charged() const { return std::accumulate(by_category_.begin(), by_category_.end(), Bytes{0}); }

}  // namespace headroom
