// The remedies of one plan while they are collected: each is plan_gpu() called with other inputs, so that
// what it promises is what the plan will say once it is chosen.
//
// Inside of core/memory only: remedies.cpp fills it for transformers, mlp_remedies.cpp for our own networks.
#pragma once

#include <string>
#include <vector>

#include "core/memory/plan_report.h"

namespace headroom {

class RemedyList {
 public:
  RemedyList(const PlanInputs& inputs, const GpuPlan& plan, const PlanTarget& target)
      : inputs_(inputs), plan_(plan), target_(target) {}

  const PlanInputs& inputs() const { return inputs_; }
  const TransformerJob& job() const { return inputs_.job; }
  const TransformerConfig& config() const { return *inputs_.transformer; }
  const MlpJob& mlp() const { return inputs_.mlp; }
  bool train() const { return inputs_.job.mode == PlanMode::kTrain; }
  Bytes available() const { return target_.available(); }

  // The inputs with another job.
  PlanInputs with(const TransformerJob& job) const;
  PlanInputs with(const MlpJob& mlp) const;
  template <typename JobKind>
  bool fits(const JobKind& job) const {
    return plan_fits(with(job), available());
  }

  // Leaves out what cannot be: more stages than layers, or beyond counting. `why_not` is told in place of
  // the cost when the change saves nothing.
  void add(std::string title, std::string cost, const PlanInputs& changed, const std::string& why_not = {});
  template <typename JobKind>
  void add(std::string title, std::string cost, const JobKind& job, const std::string& why_not = {}) {
    add(std::move(title), std::move(cost), with(job), why_not);
  }
  // The smallest card on which the plan fits and that is larger than the target, where there is one.
  void add_larger_card(const Catalogue& catalogue);

  std::vector<PlanRemedy> take() { return std::move(remedies_); }

 private:
  const PlanInputs& inputs_;
  const GpuPlan& plan_;
  const PlanTarget& target_;
  std::vector<PlanRemedy> remedies_;
};

// "micro-batch 8 -> 2"
std::string from_to(const std::string& what, std::int64_t from, std::int64_t to);

// Those of our own networks.
std::vector<PlanRemedy> mlp_remedies(const PlanInputs& inputs, const GpuPlan& plan, const PlanTarget& target,
                                     const Catalogue& catalogue);

}  // namespace headroom
