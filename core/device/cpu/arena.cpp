#include "core/device/cpu/arena.h"

#include <cstring>
#include <new>
#include <utility>

#include "core/base/error.h"
#include "core/device/cpu/host_memory.h"

namespace headroom::cpu {

namespace {

constexpr std::align_val_t kBlockAlignment{64};

[[noreturn]] void refuse(const std::string& what, Bytes need, Bytes available) {
  throw Error(ErrorCode::kOutOfMemory,
              what + " needs " + format_bytes(need) + ", this machine has " + format_bytes(available) +
                  " available: use fewer rows, a smaller batch or narrower layers",
              "cpu");
}

}  // namespace

void Arena::Release::operator()(std::byte* block) const { ::operator delete(block, kBlockAlignment); }

Arena::Arena(TensorTable table, Ledger& ledger, const std::string& what) : table_(std::move(table)) {
  // Asked first: Linux grants more than it has and ends the process later, when the pages are touched.
  const HostMemory memory = read_host_memory();
  const Bytes available = memory.available;
  const Bytes need = table_.total();
  if (memory.total > 0 && need > available) refuse(what, need, available);
  const auto size = static_cast<std::size_t>(need);
  memory_.reset(static_cast<std::byte*>(::operator new(size, kBlockAlignment, std::nothrow)));
  if (!memory_) refuse(what, need, available);
  std::memset(memory_.get(), 0, size);

  const auto sums = table_.by_category();
  for (std::size_t c = 0; c < sums.size(); ++c) {
    if (sums[c] > 0) charges_.push_back(ledger.charge(static_cast<Category>(c), sums[c]));
  }
}

}  // namespace headroom::cpu
