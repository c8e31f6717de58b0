#include "core/memory/plan.h"

namespace headroom {

MemoryPlan plan_memory(const MemoryQuestion& question, const MemoryStatus& device) {
  MemoryPlan plan{.question = question, .categories = {}, .report = assess(question, device)};
  if (plan.report.need >= kBeyondCounting) return plan;
  for (const TensorTable& table : plan_tables(question)) {
    const std::array<Bytes, kCategoryCount> bytes = table.by_category();
    for (std::size_t c = 0; c < bytes.size(); ++c) plan.categories[c] += bytes[c];
  }
  return plan;
}

HeadroomReport require_plan_fits(const MemoryQuestion& question, const MemoryStatus& device,
                                 const std::string& device_id) {
  HeadroomReport report = assess(question, device);
  try {
    require_fits(report, device_id);
  } catch (const Error& error) {
    throw PlanRefused(error, plan_memory(question, device));
  }
  return report;
}

}  // namespace headroom
