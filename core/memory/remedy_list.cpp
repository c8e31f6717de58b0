#include "core/memory/remedy_list.h"

#include <utility>

#include "core/base/error.h"

namespace headroom {

PlanInputs RemedyList::with(const TransformerJob& job) const {
  PlanInputs changed = inputs_;
  changed.job = job;
  return changed;
}

PlanInputs RemedyList::with(const MlpJob& mlp) const {
  PlanInputs changed = inputs_;
  changed.mlp = mlp;
  return changed;
}

void RemedyList::add(std::string title, std::string cost, const PlanInputs& changed,
                     const std::string& why_not) {
  GpuPlan plan;
  try {
    plan = plan_gpu(changed);
  } catch (const Error&) {
    return;
  }
  PlanRemedy remedy;
  remedy.title = std::move(title);
  remedy.bytes = plan.bytes;
  remedy.saves = plan_.bytes - plan.bytes;
  remedy.host_bytes = plan.host_high;
  remedy.gpus = changed.gpus();
  const Judgement judgement = judge_plan(plan, available());
  remedy.verdict = judgement.verdict;
  remedy.headroom = judgement.headroom;
  remedy.saves_nothing = remedy.saves <= 0;
  remedy.cost = remedy.saves_nothing && !why_not.empty() ? why_not : std::move(cost);
  remedy.inputs = changed;
  remedies_.push_back(std::move(remedy));
}

void RemedyList::add_larger_card(const Catalogue& catalogue) {
  const GpuCard* best = nullptr;
  for (const GpuCard& card : catalogue.cards) {
    if (card.usable() <= available()) continue;
    if (judge_plan(plan_, card.usable()).verdict != Verdict::kFits) continue;
    if (best == nullptr || card.usable() < best->usable()) best = &card;
  }
  if (best == nullptr) return;
  PlanRemedy remedy;
  remedy.title = (inputs_.gpus() > 1 ? "larger cards: " : "one larger card: ") + best->name;
  remedy.cost = best->cloud_instances.empty() ? "another card"
                                              : "another card, or rented: " + best->cloud_instances.front();
  remedy.bytes = plan_.bytes;
  remedy.gpus = inputs_.gpus();
  remedy.headroom = best->usable() - plan_.bytes;
  remedy.verdict = Verdict::kFits;
  remedy.card = best->name;
  remedies_.push_back(std::move(remedy));
}

std::string from_to(const std::string& what, std::int64_t from, std::int64_t to) {
  return what + " " + format_count(from) + " -> " + format_count(to);
}

}  // namespace headroom
