// What would make it fit, ranked by what it costs the user. Each remedy is plan_gpu() called with other
// inputs, so that what it promises is what the plan will say once it is chosen. All are compared at the same
// global batch.
#include <algorithm>
#include <string>
#include <utility>

#include "core/base/error.h"
#include "core/base/tr.h"
#include "core/memory/remedy.h"
#include "core/memory/transformer_parameters.h"
#include "core/memory/transformer_plan.h"
#include "core/plan/plan_remedies.h"

namespace headroom {

namespace {

// The remedies while they are collected.
class RemedyList {
 public:
  RemedyList(const PlanInputs& inputs, const GpuPlan& plan, const PlanTarget& target)
      : inputs_(inputs), plan_(plan), target_(target) {}

  const TransformerJob& job() const { return inputs_.job; }
  const TransformerConfig& config() const { return *inputs_.transformer; }
  bool train() const { return job().mode == PlanMode::kTrain; }

  // The inputs with another job.
  PlanInputs with(const TransformerJob& job) const {
    PlanInputs changed = inputs_;
    changed.job = job;
    return changed;
  }
  bool fits(const PlanInputs& changed) const { return plan_fits(changed, target_); }
  bool fits(const TransformerJob& job) const { return fits(with(job)); }

  // Leaves out what cannot be: more stages than layers, or beyond counting. `why_not` is told in place of
  // the cost when the change saves nothing.
  void add(std::string title, const std::string& cost, const PlanInputs& changed,
           const std::string& why_not = {});
  void add(std::string title, const std::string& cost, const TransformerJob& job,
           const std::string& why_not = {}) {
    add(std::move(title), cost, with(job), why_not);
  }
  void add(std::optional<PlanRemedy> remedy) {
    if (remedy) remedies_.push_back(std::move(*remedy));
  }

  std::vector<PlanRemedy> take() { return std::move(remedies_); }

 private:
  const PlanInputs& inputs_;
  const GpuPlan& plan_;
  const PlanTarget& target_;
  std::vector<PlanRemedy> remedies_;
};

void RemedyList::add(std::string title, const std::string& cost, const PlanInputs& changed,
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
  const Judgement judgement = judge_plan(plan, target_.available());
  remedy.verdict = judgement.verdict;
  remedy.headroom = judgement.headroom;
  remedy.saves_nothing = remedy.saves <= 0;
  remedy.cost = remedy.saves_nothing && !why_not.empty() ? why_not : cost;
  remedy.inputs = changed;
  remedies_.push_back(std::move(remedy));
}

void add_micro_batch(RemedyList& list) {
  const TransformerJob& job = list.job();
  if (job.micro_batch == 1) return;
  const auto smaller = [&](std::int64_t b) {
    TransformerJob changed = job;
    changed.micro_batch = b;
    if (list.train()) changed.micro_batches = checked_mul(job.micro_batches, ceil_div(job.micro_batch, b));
    return changed;
  };
  const std::int64_t largest = std::max<std::int64_t>(
      1, largest_that(job.micro_batch - 1, [&](auto b) { return list.fits(smaller(b)); }));
  list.add(from_to(list.train() ? tr("micro-batch") : tr("sequences at once"), job.micro_batch, largest),
           list.train() ? tr_n("more, smaller steps: gradients are accumulated over {n} of them",
                               "more, smaller steps: gradients are accumulated over {n} of them",
                               smaller(largest).micro_batches)
                        : tr("fewer answers at the same time"),
           smaller(largest));
}

void add_attention(RemedyList& list) {
  TransformerJob job = list.job();
  if (!job.flash_attention) {
    job.flash_attention = true;
    list.add("FlashAttention", tr("nothing but a kernel that supports the card"), job);
  }
  if (!list.train() || list.job().recompute != Recompute::kNone) return;
  job = list.job();
  job.recompute = Recompute::kSelective;
  list.add(tr("selective recompute"), tr("a few percent more compute"), job,
           tr("saves nothing: FlashAttention already drops the attention scores"));
}

void add_precision(RemedyList& list) {
  const TransformerJob& job = list.job();
  const auto change = [&](PlanPrecision precision, const char* cost, const char* why_not = "") {
    TransformerJob changed = job;
    changed.precision = precision;
    list.add(tr("precision {1} → {2}", plan_precision_name(job.precision), plan_precision_name(precision)),
             cost, changed, why_not);
  };
  if (job.precision == PlanPrecision::kFp32) {
    change(PlanPrecision::kBf16, tr("16-bit products, fp32 copy of the weights kept"),
           tr("saves nothing here: weights and gradients halve, the optimizer keeps an fp32 copy"));
  }
  if (list.train()) return;
  if (job.precision < PlanPrecision::kInt8) change(PlanPrecision::kInt8, tr("small loss of accuracy"));
  if (job.precision < PlanPrecision::kInt4)
    change(PlanPrecision::kInt4, tr("some loss of accuracy, a quantised checkpoint"));
}

void add_optimizer(RemedyList& list) {
  TransformerJob job = list.job();
  if (job.optimizer != PlanOptimizer::kAdam) return;
  job.optimizer = PlanOptimizer::kAdam8bit;
  list.add(tr("8-bit Adam"), tr("small risk for accuracy"), job);
}

void add_recompute(RemedyList& list) {
  TransformerJob job = list.job();
  if (job.recompute == Recompute::kFull) return;
  job.recompute = Recompute::kFull;
  list.add(tr("full recompute"), tr("about 33 % more compute"), job,
           tr("saves nothing: the other peak decides"));
  if (job.optimizer != PlanOptimizer::kAdam) return;
  job.optimizer = PlanOptimizer::kAdam8bit;
  job.micro_batches = checked_mul(job.micro_batches, job.micro_batch);
  job.micro_batch = 1;
  const bool whole = list.job().micro_batch == 1;
  list.add(
      whole ? tr("8-bit Adam, full recompute") : tr("8-bit Adam, full recompute, micro-batch 1"),
      whole ? tr("both costs together, no further card") : tr("all three costs together, no further card"),
      job);
}

void add_offload(RemedyList& list) {
  for (const Offload offload : {Offload::kOptimizer, Offload::kParameters}) {
    if (list.job().offload >= offload) continue;
    TransformerJob job = list.job();
    job.offload = offload;
    if (job.parallel.distributed_optimizer) continue;
    std::string host;
    try {
      host = format_bytes(plan_gpu(list.with(job)).host_high);
    } catch (const Error&) {
      continue;
    }
    list.add(offload == Offload::kOptimizer ? tr("optimizer on the CPU")
                                            : tr("optimizer and parameters on the CPU"),
             offload == Offload::kOptimizer ? tr("up to {1} of host memory; steps wait for PCIe", host)
                                            : tr("up to {1} of host memory; several times slower", host),
             job);
  }
}

// The fewest GPUs of 2, 4, 8, ... 1024 for which it fits; 8 when none is enough.
template <typename OnCards>
std::int64_t enough_cards(const RemedyList& list, std::int64_t least, const OnCards& on_cards) {
  for (std::int64_t n = std::max<std::int64_t>(2, least); n <= 1024; n *= 2) {
    if (list.fits(on_cards(n))) return n;
  }
  return std::max<std::int64_t>(8, least);
}

std::string more_cards(const RemedyList& list, const TransformerJob& job) {
  const std::int64_t more = job.parallel.gpus() - list.job().parallel.gpus();
  return more <= 0 ? tr("no further card") : tr_n("{n} more card", "{n} more cards", more);
}

void add_zero(RemedyList& list) {
  const Parallelism& now = list.job().parallel;
  if (now.data == 1 && now.zero == 0) {
    TransformerJob alone = list.job();
    alone.parallel.zero = 3;
    list.add(tr("ZeRO-3 on this one GPU"), "", alone,
             tr("saves nothing: with one data-parallel rank there is nobody to share with"));
  }
  const char* const traffic[] = {"", tr("no more traffic"), tr("no more traffic"),
                                 tr("about 50 % more traffic")};
  for (int stage = now.zero + (now.data > 1 ? 1 : 0); stage <= 3; ++stage) {
    if (stage == 0 || now.distributed_optimizer) continue;
    const auto on_cards = [&](std::int64_t n) {
      TransformerJob job = list.job();
      job.parallel.data = n;
      job.parallel.zero = stage;
      job.micro_batches = std::max<std::int64_t>(1, list.job().micro_batches * now.data / n);
      return job;
    };
    const std::int64_t n = enough_cards(list, now.data, on_cards);
    const TransformerJob job = on_cards(n);
    list.add(tr("{1} GPUs, ZeRO-{2}", format_count(job.parallel.gpus()), std::to_string(stage)),
             more_cards(list, job) + ", " + traffic[stage], job);
  }
}

void add_model_parallel(RemedyList& list) {
  const Parallelism& now = list.job().parallel;
  const auto tensor = [&](std::int64_t t) {
    TransformerJob job = list.job();
    job.parallel.tensor = t;
    job.parallel.sequence = list.train();
    return job;
  };
  const std::int64_t t = enough_cards(list, now.tensor * 2, tensor);
  if (t <= list.config().heads) {
    const TransformerJob job = tensor(t);
    list.add(tr("{1} GPUs, tensor parallel {2}", format_count(job.parallel.gpus()), format_count(t)),
             tr("{1}, needs NVLink to be fast", more_cards(list, job)), job);
  }
  if (!list.train()) return;
  const auto pipeline = [&](std::int64_t p) {
    TransformerJob job = list.job();
    job.parallel.pipeline = p;
    return job;
  };
  const std::int64_t p = enough_cards(list, now.pipeline * 2, pipeline);
  const TransformerJob job = pipeline(p);
  list.add(tr("{1} GPUs, {2} pipeline stages", format_count(job.parallel.gpus()), format_count(p)),
           tr("{1}, idle time unless micro-batches are many", more_cards(list, job)), job);
}

void add_shorter(RemedyList& list) {
  const std::int64_t now = list.job().sequence;
  const auto shorter = [&](std::int64_t s) {
    TransformerJob job = list.job();
    job.sequence = s;
    return job;
  };
  const std::int64_t largest = largest_that(now - 1, [&](auto s) { return list.fits(shorter(s)); });
  if (largest < 64) return;
  list.add(from_to(tr("sequence"), now, largest), tr("the model sees less at once"), shorter(largest));
}

void add_smaller_model(RemedyList& list, const PlanInputs& inputs) {
  const auto with_layers = [&](std::int64_t layers) {
    PlanInputs changed = inputs;
    TransformerConfig& c = *changed.transformer;
    c.expert_layers = c.expert_layers == c.layers ? layers : std::min(c.expert_layers, layers);
    c.sliding_layers = std::min(c.sliding_layers, layers);
    c.layers = layers;
    return changed;
  };
  const std::int64_t most = inputs.transformer->layers - 1;
  const std::int64_t layers = largest_that(most, [&](auto n) { return list.fits(with_layers(n)); });
  if (layers < 1) return;
  PlanInputs changed = with_layers(layers);
  changed.transformer->name += ", " + format_count(layers) + " layers";
  list.add(tr("a smaller model: {1} of its {2} layers", format_count(layers),
              format_count(inputs.transformer->layers)),
           tr("{1} parameters, another model to train", format_count(parameter_count(*changed.transformer))),
           changed);
}

// They were added in the order of their cost. Among those that need more GPUs, fewer come first; what saves
// nothing stands at the end.
std::vector<PlanRemedy> ranked(std::vector<PlanRemedy> remedies, std::int64_t gpus) {
  const auto more = [gpus](const PlanRemedy& r) { return r.gpus > gpus; };
  const auto first = std::find_if(remedies.begin(), remedies.end(), more);
  const auto last = std::find_if_not(first, remedies.end(), more);
  std::stable_sort(first, last, [](const PlanRemedy& a, const PlanRemedy& b) { return a.gpus < b.gpus; });
  std::stable_partition(remedies.begin(), remedies.end(),
                        [](const PlanRemedy& r) { return !r.saves_nothing; });
  return remedies;
}

}  // namespace

std::vector<PlanRemedy> transformer_remedies(const PlanInputs& inputs, const GpuPlan& plan,
                                             const PlanTarget& target, const Catalogue& catalogue) {
  RemedyList list(inputs, plan, target);
  add_micro_batch(list);
  add_attention(list);
  add_precision(list);
  if (list.train()) {
    add_optimizer(list);
    add_recompute(list);
    if (target.gpu) add_offload(list);
  }
  const bool fits = judge_plan(plan, target.available()).verdict == Verdict::kFits;
  if (!fits) add_shorter(list);
  // This machine's CPU is one device, and its memory is the host's already.
  if (target.gpu && list.train()) add_zero(list);
  if (target.gpu) add_model_parallel(list);
  if (!fits && target.gpu) list.add(larger_card(inputs, plan, target, catalogue));
  if (!fits) add_smaller_model(list, inputs);
  return ranked(list.take(), inputs.gpus());
}

}  // namespace headroom
