#include "core/memory/memory_account.h"

#include <cstddef>
#include <numeric>

#include "core/base/host_memory.h"

namespace headroom {

namespace {

Bytes total_of(const CategoryBytes& bytes) { return std::accumulate(bytes.begin(), bytes.end(), Bytes{0}); }

}  // namespace

Bytes MemoryAccount::error(Category category) const {
  const auto c = static_cast<std::size_t>(category);
  return charged[c] - predicted[c];
}

Bytes MemoryAccount::predicted_total() const { return total_of(predicted); }

Bytes MemoryAccount::charged_total() const { return total_of(charged); }

double MemoryAccount::difference_percent() const {
  return used > 0 ? 100.0 * static_cast<double>(difference()) / static_cast<double>(used) : 0;
}

CategoryBytes sum_by_category(const std::vector<TensorTable>& tables) {
  CategoryBytes sums{};
  for (const TensorTable& table : tables) {
    const CategoryBytes part = table.by_category();
    for (std::size_t c = 0; c < sums.size(); ++c) sums[c] = checked_add(sums[c], part[c]);
  }
  return sums;
}

Bytes used_by_program(std::string_view device_kind, const MemoryStatus& before, const MemoryStatus& now) {
  if (device_kind == "cpu") return now.charged + now.context;
  return now.total - now.free - before.others();
}

MemoryAccount account_for(const std::vector<TensorTable>& planned, Device& device,
                          const MemoryStatus& before) {
  MemoryAccount account;
  account.predicted = sum_by_category(planned);
  account.charged = device.ledger().by_category();
  account.context = before.context;
  account.used = device.info().kind == "cpu" ? read_own_memory()
                                             : used_by_program(device.info().kind, before, device.memory());
  return account;
}

}  // namespace headroom
