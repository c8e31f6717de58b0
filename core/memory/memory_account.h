// After a run, three figures that are never mixed: what the plan predicted, what the ledger charged, and what
// the device says this program uses.
//
//   MemoryAccount account = account_for(plan_tables(question), *device, before);
//   account.error(Category::kWeights);   // bytes charged beyond the prediction: 0, or the table is wrong
//   account.difference();                // bytes used that neither ledger nor context explains
//
// Thread rule: plain values; account_for() belongs to the thread that owns the device.
#pragma once

#include <array>
#include <string_view>
#include <vector>

#include "core/base/bytes.h"
#include "core/device/device.h"
#include "core/model/tensor_table.h"

namespace headroom {

using CategoryBytes = std::array<Bytes, kCategoryCount>;

struct MemoryAccount {
  CategoryBytes predicted{};
  CategoryBytes charged{};
  Bytes context = 0;  // before the run: CUDA context and modules; on the CPU the program itself
  Bytes used = 0;     // by this program, as the driver or the operating system reports it; see account_for()
  // Charged, and not written to yet: room of the flight recorder in which no state lies. The operating system
  // does not count it as used.
  Bytes unfilled = 0;

  // Positive: charged more than was predicted.
  Bytes error(Category category) const;
  Bytes predicted_total() const;
  Bytes charged_total() const;
  Bytes accounted() const { return charged_total() - unfilled + context; }
  // Positive: used and not explained.
  Bytes difference() const { return used - accounted(); }
  double difference_percent() const;  // of `used`; 0 where nothing is used
};

CategoryBytes sum_by_category(const std::vector<TensorTable>& tables);

// What this program uses, from two readings of the device: `before` with nothing charged, and now.
// A GPU's driver counts all programs together, so what others held before is subtracted: if they allocate or
// free memory in the meantime, it shows in the difference. The CPU's own figure (RssAnon) needs no such step.
Bytes used_by_program(std::string_view device_kind, const MemoryStatus& before, const MemoryStatus& now);

// Reads the device once, together with its ledger; on the CPU this program's own memory.
MemoryAccount account_for(const std::vector<TensorTable>& planned, Device& device,
                          const MemoryStatus& before);

}  // namespace headroom
