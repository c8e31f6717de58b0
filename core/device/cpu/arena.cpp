#include "core/device/cpu/arena.h"

#include <cstdlib>
#include <utility>

#include "core/base/error.h"
#include "core/base/host_memory.h"
#include "core/base/huge_pages.h"

namespace headroom::cpu {

namespace {

constexpr std::size_t kAlignment = 64;

[[noreturn]] void refuse(const std::string& what, Bytes need, Bytes available) {
  throw Error(ErrorCode::kOutOfMemory,
              what + " needs " + format_bytes(need) + ", this machine has " + format_bytes(available) +
                  " available: use fewer rows, a smaller batch or narrower layers",
              "cpu");
}

}  // namespace

void Arena::Release::operator()(std::byte* block) const { std::free(block); }

Arena::Arena(TensorTable table, Ledger& ledger, const std::string& what) : table_(std::move(table)) {
  // Asked first: Linux grants more than it has and ends the process later, when the pages are touched.
  const HostMemory memory = read_host_memory();
  const Bytes available = memory.available;
  const Bytes need = table_.total();
  if (memory.total > 0 && need > available) refuse(what, need, available);
  // calloc() gets large blocks from the system, which zeroes each page when it is first written: in the
  // thread that writes it, and nothing is written twice.
  std::size_t size = static_cast<std::size_t>(need) + kAlignment;
  memory_.reset(static_cast<std::byte*>(std::calloc(size, 1)));
  if (!memory_) refuse(what, need, available);
  advise_huge_pages(memory_.get(), size);
  void* aligned = memory_.get();
  base_ = static_cast<std::byte*>(std::align(kAlignment, static_cast<std::size_t>(need), aligned, size));

  const auto sums = table_.by_category();
  for (std::size_t c = 0; c < sums.size(); ++c) {
    if (sums[c] > 0) charges_.push_back(ledger.charge(static_cast<Category>(c), sums[c]));
  }
}

}  // namespace headroom::cpu
