#include "core/plan/plan_remedies.h"

#include <algorithm>
#include <utility>

#include "core/base/tr.h"

namespace headroom {

std::optional<PlanRemedy> larger_card(const PlanInputs& inputs, const GpuPlan& plan, const PlanTarget& target,
                                      const Catalogue& catalogue) {
  const GpuCard* best = nullptr;
  Judgement there;
  const NetworkNeed need = inputs.transformer ? NetworkNeed{} : need_of(inputs.mlp);
  for (const GpuCard& card : catalogue.cards) {
    if (card.usable() <= target.available()) continue;
    if (best != nullptr && card.usable() >= best->usable()) continue;
    const Room room = room_on(target_of(card), inputs.measured_context);
    const Judgement judgement =
        inputs.transformer ? judge_plan(plan, card.usable()) : judge(need, room.memory, room.uncertainty);
    if (judgement.verdict != Verdict::kFits) continue;
    best = &card;
    there = judgement;
  }
  if (best == nullptr) return std::nullopt;
  PlanRemedy remedy;
  remedy.title =
      inputs.gpus() > 1 ? tr("larger cards: {1}", best->name) : tr("one larger card: {1}", best->name);
  remedy.cost = best->cloud_instances.empty()
                    ? tr("another card")
                    : tr("another card, or rented: {1}", best->cloud_instances.front());
  remedy.bytes = plan.bytes;
  remedy.gpus = inputs.gpus();
  remedy.headroom = there.headroom;
  remedy.verdict = Verdict::kFits;
  remedy.card = best->name;
  return remedy;
}

std::vector<PlanRemedy> network_remedies(const PlanInputs& inputs, const GpuPlan& plan,
                                         const NetworkPlan& network, const PlanTarget& target,
                                         const Catalogue& catalogue) {
  std::vector<PlanRemedy> remedies;
  for (const NetworkRemedy& each : network.remedies) {
    PlanRemedy& remedy = remedies.emplace_back();
    static_cast<Remedy&>(remedy) = each;
    remedy.bytes += plan.bytes - network.need;  // the context, as in the plan
    remedy.inputs = inputs;
    remedy.inputs->mlp = each.job;
  }
  if (network.verdict != Verdict::kFits && target.gpu) {
    if (auto card = larger_card(inputs, plan, target, catalogue)) remedies.push_back(std::move(*card));
  }
  return remedies;
}

}  // namespace headroom
