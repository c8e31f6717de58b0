#include "core/plan/plan_report.h"

#include <algorithm>
#include <cmath>

#include "core/base/error.h"
#include "core/base/tr.h"
#include "core/memory/network_ledger.h"
#include "core/memory/transformer_plan.h"
#include "core/plan/plan_limits.h"
#include "core/plan/plan_remedies.h"
#include "core/plan/too_large.h"

namespace headroom {

namespace {

StepWork work_of(const PlanInputs& inputs) {
  return inputs.transformer ? transformer_step(*inputs.transformer, inputs.job) : network_step(inputs.mlp);
}

double steps_of(const PlanInputs& inputs) {
  if (!inputs.transformer) {
    const NetworkJob& mlp = inputs.mlp;
    const double a_epoch = std::ceil(static_cast<double>(mlp.data.train_rows) /
                                     static_cast<double>(std::max<std::int64_t>(1, mlp.settings.batch)));
    return std::max(1.0, a_epoch * static_cast<double>(mlp.settings.epochs));
  }
  const double tokens_a_step =
      static_cast<double>(inputs.job.global_batch()) *
      (inputs.job.mode == PlanMode::kTrain ? static_cast<double>(inputs.job.sequence) : 1);
  return inputs.train_tokens > 0 ? std::ceil(inputs.train_tokens / tokens_a_step) : 1;
}

bool wants_bf16(const PlanInputs& inputs) {
  return inputs.transformer ? inputs.job.precision == PlanPrecision::kBf16
                            : inputs.mlp.settings.precision == Precision::kBf16;
}

// An empty card, or a GPU of which others hold some.
Room room_on_gpu(Bytes usable, Bytes others, const std::optional<Bytes>& context) {
  const Bytes likely = context.value_or(kContextLikely);
  return {{.total = usable, .free = usable - others - likely, .context = likely},
          context ? 0 : kContextHigh - kContextLikely};
}

std::vector<CardVerdict> judge_cards(const PlanInputs& inputs, const GpuPlan& plan, const StepWork& work,
                                     const Catalogue& catalogue) {
  std::vector<CardVerdict> verdicts;
  const bool bf16 = wants_bf16(inputs);
  const NetworkNeed need = inputs.transformer ? NetworkNeed{} : need_of(inputs.mlp);
  for (const GpuCard& card : catalogue.cards) {
    CardVerdict verdict;
    verdict.name = card.name;
    verdict.kind = card.kind;
    verdict.usable = card.usable();
    verdict.bytes = plan.bytes;
    if (inputs.transformer) {
      verdict.judgement = judge_plan(plan, card.usable());
    } else {
      const Room room = room_on_gpu(card.usable(), 0, inputs.measured_context);
      verdict.judgement = judge(need, room.memory, room.uncertainty);
    }
    verdict.from_memory = card.is_from_memory("nvidia_smi_total_mib") ||
                          card.is_from_memory("cuda_visible_gib") ||
                          card.is_from_memory("marketing_memory_gb");
    if (bf16 && !card.bf16) verdict.note = tr("no bf16: use fp16");
    verdict.step = step_time(work, card);
    verdicts.push_back(std::move(verdict));
  }
  std::stable_sort(verdicts.begin(), verdicts.end(),
                   [](const CardVerdict& a, const CardVerdict& b) { return a.usable > b.usable; });
  return verdicts;
}

// The same question about a card, when the target is this machine's CPU.
PlanInputs on_a_card(PlanInputs inputs) {
  inputs.mlp.layout = cuda_layout();
  inputs.measured_context.reset();
  return inputs;
}

// On the CPU there is no CUDA context: what was measured is this program.
void name_host_context(GpuPlan& plan) {
  for (PlanLine& line : plan.lines) {
    if (line.category == PlanCategory::kContext) line.formula = tr("the program itself");
  }
}

void add_times(PlanReport& report, const Catalogue& catalogue) {
  if (!report.target.card) return;
  const GpuCard& card = *report.target.card;
  const StepWork& work = report.work;
  report.step = step_time(work, card);
  report.roofline = roofline_of(work, card, catalogue);
  report.run =
      run_cost(work, steps_of(report.inputs), report.inputs.gpus(), card, report.inputs.price_per_hour);
  const bool train = report.inputs.transformer ? report.inputs.job.mode == PlanMode::kTrain
                                               : report.inputs.mlp.mode == PlanMode::kTrain;
  if (!train || report.inputs.gpus() > 1) return;
  const double each =
      report.inputs.transformer && report.inputs.job.precision != PlanPrecision::kFp32 ? 2 : 4;
  report.two_cards = two_cards_sentence(work, each * static_cast<double>(report.plan.parameters), card);
}

}  // namespace

bool is_card(const DeviceInfo& device, const GpuCard& card) {
  if (device.kind != "cuda") return false;
  constexpr std::string_view kMaker = "NVIDIA ";
  std::string_view name = device.name;
  if (name.starts_with(kMaker)) name.remove_prefix(kMaker.size());
  return name == card.name;
}

PlanTarget target_of(const GpuCard& card) {
  PlanTarget target;
  target.name = card.name;
  target.sold = card.sold();
  target.nvidia_smi = card.nvidia_smi().value_or(0);
  target.usable = card.usable();
  target.usable_source = card.usable_source();
  target.usable_grade = card.usable_grade();
  target.card = card;
  return target;
}

PlanTarget target_of(const DeviceInfo& device, const MemoryStatus& status, const Catalogue& catalogue) {
  PlanTarget target;
  target.name = device.name;
  target.usable = status.total;
  // Our own context is in the plan, and what we charged would be given back.
  target.others = std::max<Bytes>(0, status.total - status.free - status.context - status.charged);
  target.usable_source = tr_later("the driver, now");
  target.usable_grade = Grade::kMeasured;
  target.gpu = device.kind == "cuda";
  target.device = status;
  if (!target.gpu) {
    target.usable_source = tr_later("the operating system, now");
    return target;
  }
  const auto same = std::find_if(catalogue.cards.begin(), catalogue.cards.end(),
                                 [&](const GpuCard& card) { return is_card(device, card); });
  if (same != catalogue.cards.end()) {
    target.card = *same;
    target.sold = same->sold();
    target.nvidia_smi = same->nvidia_smi().value_or(0);
  }
  return target;
}

GpuPlan plan_gpu(const PlanInputs& inputs) {
  return inputs.transformer ? plan_transformer(*inputs.transformer, inputs.job, inputs.measured_context)
                            : network_ledger(inputs.mlp, inputs.measured_context);
}

Judgement judge_plan(const GpuPlan& plan, Bytes available) {
  Judgement judgement;
  judgement.headroom = available - plan.bytes;
  judgement.uncertainty = plan.high - plan.bytes;
  judgement.verdict = judgement.headroom < 0                       ? Verdict::kDoesNotFit
                      : judgement.headroom < judgement.uncertainty ? Verdict::kBorderline
                                                                   : Verdict::kFits;
  return judgement;
}

Room room_on(const PlanTarget& target, const std::optional<Bytes>& measured_context) {
  if (target.device) return {*target.device, 0};
  return room_on_gpu(target.usable, target.others,
                     target.gpu ? measured_context : measured_context.value_or(0));
}

NetworkPlan plan_network(const PlanInputs& inputs, const PlanTarget& target) {
  const Room room = room_on(target, inputs.measured_context);
  return plan_network(inputs.mlp, room.memory, room.uncertainty);
}

Judgement judge(const PlanInputs& inputs, const PlanTarget& target) {
  if (inputs.transformer) return judge_plan(plan_gpu(inputs), target.available());
  const Room room = room_on(target, inputs.measured_context);
  return judge(need_of(inputs.mlp), room.memory, room.uncertainty);
}

bool plan_fits(const PlanInputs& inputs, const PlanTarget& target) {
  try {
    return judge(inputs, target).verdict == Verdict::kFits;
  } catch (const Error&) {
    return false;
  }
}

void lay_out_for(const PlanTarget& target, PlanInputs& inputs) {
  inputs.mlp.layout = target.gpu ? cuda_layout() : cpu_layout();
}

PlanReport make_report(const PlanInputs& inputs, const PlanTarget& target, const Catalogue& catalogue) {
  PlanReport report;
  report.inputs = inputs;
  report.target = target;
  try {
    report.plan = plan_gpu(inputs);
  } catch (const Error& error) {
    if (error.code() != ErrorCode::kOutOfMemory) throw;
    throw name_too_large(inputs, error);
  }
  if (!target.gpu) name_host_context(report.plan);
  report.work = work_of(inputs);
  report.cards =
      judge_cards(inputs, target.gpu ? report.plan : plan_gpu(on_a_card(inputs)), report.work, catalogue);
  if (inputs.transformer) {
    report.judgement = judge_plan(report.plan, target.available());
    report.remedies = transformer_remedies(inputs, report.plan, target, catalogue);
    report.limits = transformer_limits(inputs, target);
  } else {
    const NetworkPlan network = plan_network(inputs, target);
    report.judgement = network;
    report.remedies = network_remedies(inputs, report.plan, network, target, catalogue);
    report.limits = {.batch = network.largest_batch,
                     .rows = network.largest_rows,
                     .width = network.largest_width,
                     .cards = network.verdict == Verdict::kFits ? 1 : 0};
  }
  add_times(report, catalogue);
  if (target.card && !target.card->bf16 && wants_bf16(inputs))
    report.plan.notes.push_back(
        tr("{1} cannot compute in bf16: choose fp16, which needs as much", target.name));
  if (!inputs.transformer && inputs.mlp.models.size() == 1)
    report.pytorch_bytes = pytorch_network_bytes(inputs.mlp.models.front(), inputs.mlp.settings.batch);
  return report;
}

PlanInputs worked_example(const std::string& models) {
  PlanInputs inputs;
  inputs.transformer = read_transformer_config(models + "/gpt2-xl.json");
  inputs.job.recompute = Recompute::kFull;
  inputs.job.micro_batch = 1;
  inputs.job.micro_batches = 8;
  constexpr std::int64_t kStep = 64;                   // tokens
  constexpr Bytes kShownAs24 = 24 * kGiB + kGiB / 20;  // below it three digits say 24.0 GiB
  const auto with = [&](std::int64_t steps) {
    inputs.job.sequence = steps * kStep;
    return inputs;
  };
  const std::int64_t most = inputs.transformer->max_positions / kStep;
  const auto shown_as_24 = [&](std::int64_t steps) { return plan_gpu(with(steps)).bytes < kShownAs24; };
  return with(std::max<std::int64_t>(1, largest_that(most, shown_as_24)));
}

}  // namespace headroom
