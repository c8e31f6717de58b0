#include "core/memory/gpu_plan.h"

#include "core/base/tr.h"

#include <algorithm>
#include <utility>

namespace headroom {

const PlanLine* GpuPlan::find(PlanCategory category) const {
  const auto found = std::find_if(lines.begin(), lines.end(),
                                  [&](const PlanLine& line) { return line.category == category; });
  return found == lines.end() ? nullptr : &*found;
}

Bytes GpuPlan::of(PlanCategory category) const {
  const PlanLine* line = find(category);
  return line == nullptr ? 0 : line->bytes;
}

void add_line(GpuPlan& plan, PlanLine line) {
  if (line.high == 0) return;
  plan.bytes = checked_add(plan.bytes, line.bytes);
  plan.low = checked_add(plan.low, line.low);
  plan.high = checked_add(plan.high, line.high);
  plan.grade = weakest(plan.grade, line.grade);
  line.source = tr(std::string_view(line.source));  // where it is one of model_states.h
  plan.lines.push_back(std::move(line));
}

PlanLine exact_line(PlanCategory category, Bytes bytes, std::string formula, std::string source) {
  return {category, bytes, bytes, bytes, Grade::kExact, std::move(formula), std::move(source)};
}

}  // namespace headroom
