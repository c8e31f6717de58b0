// The whole predicted plan of a run that is only asked about: bytes by kind, and the verdict.
//
//   MemoryPlan plan = plan_memory({shape, {custom}, settings, layout}, device->memory());
//   show(plan.categories, plan.report.verdict);
//
// The same table as the engines allocate from (core/memory/headroom.h adds it up).
//
// Thread rule: pure functions on plain values.
#pragma once

#include <array>
#include <string>
#include <utility>

#include "core/base/error.h"
#include "core/memory/headroom.h"

namespace headroom {

struct MemoryPlan {
  MemoryQuestion question;
  std::array<Bytes, kCategoryCount> categories{};  // all 0 when the need is beyond counting
  HeadroomReport report;                           // report.need is their sum
};

// Never throws for a plan that is too large: its verdict says so.
MemoryPlan plan_memory(const MemoryQuestion& question, const MemoryStatus& device);

// The refusal of a run that does not fit, with the plan that was refused.
class PlanRefused : public Error {
 public:
  PlanRefused(const Error& error, MemoryPlan plan) : Error(error), plan_(std::move(plan)) {}
  const MemoryPlan& plan() const { return plan_; }

 private:
  MemoryPlan plan_;
};

// Throws PlanRefused, an Error{kOutOfMemory} with figures and levers, when it does not fit; else
// returns the report. Nothing is allocated either way.
HeadroomReport require_plan_fits(const MemoryQuestion& question, const MemoryStatus& device,
                                 const std::string& device_id);

}  // namespace headroom
