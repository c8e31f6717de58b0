// What would make one of our own networks need less. Those that leave the work as it is are offered always,
// those that make it smaller only where it does not fit.
#include <algorithm>
#include <bit>
#include <string>

#include "core/memory/inverse.h"
#include "core/memory/remedy_list.h"

namespace headroom {

namespace {

void add_batch(RemedyList& list) {
  constexpr std::int64_t kUsualBatch = 32;
  const MlpJob& mlp = list.mlp();
  const auto with_batch = [&](std::int64_t batch) {
    MlpJob changed = mlp;
    changed.settings.batch = batch;
    return changed;
  };
  if (mlp.settings.batch < 2) return;
  const std::int64_t largest =
      largest_that(mlp.settings.batch - 1, [&](auto batch) { return list.fits(with_batch(batch)); });
  // A power of two, as batches usually are; when none fits, what a usual small one would save.
  const auto wanted = largest > 0
                          ? static_cast<std::int64_t>(std::bit_floor(static_cast<std::uint64_t>(largest)))
                          : std::min(kUsualBatch, mlp.settings.batch - 1);
  list.add(from_to("batch", mlp.settings.batch, wanted), "more steps an epoch, each a little noisier",
           with_batch(wanted));
}

void add_precision(RemedyList& list) {
  MlpJob changed = list.mlp();
  if (changed.settings.precision == Precision::kFp32) return;
  const std::string now(precision_name(changed.settings.precision));
  changed.settings.precision = Precision::kFp32;
  list.add("precision " + now + " -> fp32", "slower products, no 16-bit copies of the weights", changed);
}

void add_optimizers(RemedyList& list) {
  const OptimizerKind now = list.mlp().settings.optimizer.kind;
  for (const OptimizerKind simpler : {OptimizerKind::kMomentum, OptimizerKind::kSgd}) {
    if (optimizer_states(simpler) >= optimizer_states(now)) continue;
    MlpJob changed = list.mlp();
    changed.settings.optimizer.kind = simpler;
    list.add("optimizer " + std::string(optimizer_name(now)) + " -> " + std::string(optimizer_name(simpler)),
             "another learning rate is needed, and usually more epochs", changed);
  }
}

void add_degree(RemedyList& list) {
  MlpJob changed = list.mlp();
  if (changed.data.degree < 2) return;
  changed.data.degree = 1;
  change_models(changed, [&](ModelSpec& model) { model.widths.front() = changed.data.columns; });
  list.add("degree 2 -> 1", "the network no longer sees products of columns", changed);
}

void add_width(RemedyList& list) {
  std::int64_t widest = 0;
  for (const ModelSpec& model : models_of(list.mlp())) {
    const std::vector<std::int64_t>& w = model.widths;
    if (w.size() > 2) widest = std::max(widest, *std::max_element(w.begin() + 1, w.end() - 1));
  }
  const auto at_most = [&](std::int64_t width) {
    MlpJob changed = list.mlp();
    change_models(changed, [width](ModelSpec& model) {
      std::vector<std::int64_t>& w = model.widths;
      std::transform(w.begin() + 1, w.end() - 1, w.begin() + 1, [=](auto n) { return std::min(n, width); });
    });
    return changed;
  };
  if (widest < 2) return;
  const std::int64_t largest =
      largest_that(widest - 1, [&](auto width) { return list.fits(at_most(width)); });
  const std::int64_t wanted = largest > 0 ? two_digits(largest) : widest / 2;
  list.add(from_to("hidden layers at most", widest, wanted) + " wide",
           "a smaller network, which may learn less", at_most(wanted));
}

void add_rows(RemedyList& list) {
  const std::int64_t rows = list.mlp().data.rows;
  const auto with_rows = [&](std::int64_t wanted) {
    MlpJob changed = list.mlp();
    const double share = static_cast<double>(changed.data.train_rows) / static_cast<double>(rows);
    changed.data.rows = wanted;
    changed.data.train_rows = static_cast<std::int64_t>(static_cast<double>(wanted) * share);
    return changed;
  };
  if (rows < 2) return;
  const std::int64_t largest =
      largest_that(rows - 1, [&](auto wanted) { return list.fits(with_rows(wanted)); });
  const std::int64_t wanted = largest > 0 ? two_digits(largest) : rows / 2;
  list.add(from_to("rows", rows, wanted), "less data to learn from", with_rows(wanted));
}

// Several networks that train side by side need the most room; the largest alone tells what one at a time
// would need.
void add_one_at_a_time(RemedyList& list) {
  if (list.mlp().beside.empty()) return;
  const std::vector<ModelSpec> models = models_of(list.mlp());
  MlpJob changed = list.mlp();
  changed.model = *std::max_element(models.begin(), models.end(), [](const auto& a, const auto& b) {
    return parameter_count(a) < parameter_count(b);
  });
  changed.beside.clear();
  list.add("one network at a time", "they train one after another; this plans the largest", changed);
}

}  // namespace

std::vector<PlanRemedy> mlp_remedies(const PlanInputs& inputs, const GpuPlan& plan, const PlanTarget& target,
                                     const Catalogue& catalogue) {
  RemedyList list(inputs, plan, target);
  add_one_at_a_time(list);
  add_batch(list);
  add_precision(list);
  add_optimizers(list);
  if (judge_plan(plan, target.available()).verdict != Verdict::kFits) {
    add_degree(list);
    add_width(list);
    add_rows(list);
    if (inputs.mlp.on_gpu) list.add_larger_card(catalogue);
  }
  std::vector<PlanRemedy> remedies = list.take();
  std::erase_if(remedies, [](const PlanRemedy& r) { return r.saves_nothing && r.card.empty(); });
  return remedies;
}

}  // namespace headroom
