#include "core/plan/roofline.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "core/base/tr.h"
#include "core/memory/transformer_parameters.h"
#include "core/memory/transformer_plan.h"

namespace headroom {

namespace {

double d(std::int64_t value) { return static_cast<double>(value); }

// One direction of the link between two cards, bytes a second: half of NVLink's sum, else PCIe.
double link_speed(const GpuCard& card) {
  if (card.nvlink_gbs > 0) return card.nvlink_gbs / 2 * 1e9;
  const double lanes = card.pcie.ends_with("x8") ? 0.5 : 1.0;
  const double generation = card.pcie.empty() ? 4 : card.pcie.front() - '0';
  return lanes * 4e9 * std::pow(2.0, std::clamp(generation, 1.0, 6.0));  // 3.0 x16: 32, hence 16 one way
}

StepParts parts_of(const StepWork& work, const GpuCard& card, double AssumedRange::*of) {
  StepParts parts;
  parts.compute = work.operations / (peak_of(card, work.peak).value() * (kPeakShare.*of));
  parts.traffic = work.traffic_bytes / (*card.bandwidth_gbs * 1e9 * (kBandwidthShare.*of));
  parts.launches = work.launches * (kLaunchSeconds.*of);
  if (work.exchanged_bytes > 0)
    parts.exchange = work.exchanged_bytes / (link_speed(card) / 2 * (kLinkShare.*of));
  return parts;
}

// Sent by one rank in a ring all-reduce of `bytes`.
double all_reduce(double bytes, double ranks) { return ranks > 1 ? 2 * bytes * (ranks - 1) / ranks : 0; }

TimeRange scaled(const TimeRange& range, double factor) {
  return {range.seconds * factor, range.low * factor, range.high * factor};
}

}  // namespace

Limit StepParts::limit() const {
  const double roof = std::max(compute, traffic);
  return launches > roof && launches > exchange ? Limit::kLaunches
         : exchange > roof                      ? Limit::kExchange
         : compute >= traffic                   ? Limit::kCompute
                                                : Limit::kBandwidth;
}

bool on_tensor_cores(const GpuCard& card, PeakKind kind) {
  // Cards from before bf16 have no tf32 either: both came with compute capability 8.0.
  return kind == PeakKind::kTensor16 || (kind == PeakKind::kTf32 && card.bf16);
}

std::optional<double> peak_of(const GpuCard& card, PeakKind kind) {
  const bool tensor = on_tensor_cores(card, kind);
  const std::optional<double>& sold = tensor ? card.fp16_tflops : card.fp32_tflops;
  if (!sold) return std::nullopt;
  return *sold * 1e12 * (tensor && kind == PeakKind::kTf32 ? 0.5 : 1.0);
}

StepWork transformer_step(const TransformerConfig& c, const TransformerJob& job) {
  StepWork work;
  const bool train = job.mode == PlanMode::kTrain;
  const bool wide = job.precision == PlanPrecision::kFp32;
  const Parallelism& p = job.parallel;
  const double model_ranks = d(p.tensor) * d(p.pipeline);
  const double active = d(active_parameter_count(c));
  work.peak = wide ? PeakKind::kFp32 : PeakKind::kTensor16;
  // Attention's two products, forward: 4 s q per token and layer.
  const double attention = 4 * d(c.layers) * d(c.query_width()) * d(job.sequence);
  const double states = d(stage_parameters(c, p.tensor, p.pipeline, 0));
  if (train) {
    const double tokens = d(job.sequence) * d(job.micro_batch) * d(job.micro_batches);
    const double recompute = job.recompute == Recompute::kFull ? 4.0 / 3 : 1.0;
    work.operations = tokens * (6 * active + 3 * attention) * recompute / model_ranks;
    // Weights three times a micro-batch, states once read and once written, activations out and in.
    const double each = wide ? 4 : 2;
    work.traffic_bytes = 3 * each * states * d(job.micro_batches) + 28 * states +
                         2 * tokens * 34 * d(c.hidden) * d(c.layers) / model_ranks;
    work.launches = d(job.micro_batches) * 40 * d(c.layers) / d(p.pipeline);
    work.exchanged_bytes = all_reduce(each * states, d(p.data)) * (p.zero == 3 ? 1.5 : 1.0);
    // Tensor parallelism reduces the hidden values four times a layer.
    work.exchanged_bytes +=
        4 * all_reduce(tokens * each * d(c.hidden), d(p.tensor)) * d(c.layers) / d(p.pipeline);
    if (job.offload != Offload::kNone) work.exchanged_bytes += 2 * each * states;
    return work;
  }
  // One token for every sequence: all active weights and the cache are read once.
  const double weight_bytes = job.precision == PlanPrecision::kInt4   ? 0.5
                              : job.precision == PlanPrecision::kInt8 ? 1
                              : wide                                  ? 4
                                                                      : 2;
  work.operations = d(job.micro_batch) * (2 * active + attention) / model_ranks;
  work.traffic_bytes = weight_bytes * active / model_ranks + 2.0 * d(c.layers) * d(c.key_width()) *
                                                                 (wide ? 4 : 2) * d(job.sequence) *
                                                                 d(job.micro_batch) / model_ranks;
  work.launches = 12 * d(c.layers);  // usually captured in a graph
  work.exchanged_bytes = 2 * all_reduce(d(job.micro_batch) * 2 * d(c.hidden), d(p.tensor)) * d(c.layers);
  return work;
}

namespace {

void add_network(StepWork& work, const ModelSpec& model, const NetworkJob& job) {
  const std::vector<std::int64_t>& n = model.widths;
  double products = 0;
  double values = 0;
  for (std::size_t i = 0; i + 1 < n.size(); ++i) {
    products += d(n[i]) * d(n[i + 1]);
    values += d(n[i + 1]);
  }
  const double batch = d(job.settings.batch);
  const double layers = d(model.layers());
  if (job.mode == PlanMode::kInfer) {
    work.operations += 2 * batch * products;
    work.traffic_bytes += 4 * (products + batch * values);
    work.launches += 2 * layers;
    return;
  }
  work.operations += batch * (6 * products - 2 * d(n[0]) * d(n[1]));
  const double states = 4 * products * (3 + 2 * optimizer_states(job.settings.optimizer.kind) + 2);
  work.traffic_bytes += states + 4 * batch * (3 * values + d(n[0]));
  work.launches += 6 * layers + 4;
}

}  // namespace

StepWork network_step(const NetworkJob& job) {
  StepWork work;
  const Precision precision = job.settings.precision;
  work.peak = precision == Precision::kTf32   ? PeakKind::kTf32
              : precision == Precision::kBf16 ? PeakKind::kTensor16
                                              : PeakKind::kFp32;
  for (const ModelSpec& model : job.models) add_network(work, model, job);
  return work;
}

std::optional<StepTime> step_time(const StepWork& work, const GpuCard& card) {
  if (!card.bandwidth_gbs || !peak_of(card, work.peak)) return std::nullopt;
  StepTime time;
  time.parts = parts_of(work, card, &AssumedRange::likely);
  time.limit = time.parts.limit();
  time.step.seconds = time.parts.sum();
  time.step.low = parts_of(work, card, &AssumedRange::best).sum();
  time.step.high = parts_of(work, card, &AssumedRange::worst).sum();
  return time;
}

std::optional<RunCost> run_cost(const StepWork& work, double steps, std::int64_t gpus, const GpuCard& card,
                                std::optional<double> price_per_hour) {
  const std::optional<StepTime> step = step_time(work, card);
  if (!step) return std::nullopt;
  RunCost cost;
  cost.steps = steps;
  cost.operations = work.operations * steps * d(gpus);
  cost.seconds = scaled(step->step, steps);
  cost.limit = step->limit;
  if (card.tdp_w) {
    cost.kilowatt_hours = scaled(cost.seconds, *card.tdp_w * d(gpus) / 3.6e6);
    cost.kilowatt_hours.low *= 0.5;  // a card that waits takes less
  }
  if (price_per_hour) cost.money = scaled(cost.seconds, *price_per_hour * d(gpus) / 3600);
  return cost;
}

std::string two_cards_sentence(const StepWork& work, double gradient_bytes, const GpuCard& card) {
  const std::optional<StepTime> one = step_time(work, card);
  if (!one) return {};
  StepWork half = work;
  half.operations /= 2;
  // Weights and states are read by both; only what belongs to the batch halves, at most.
  half.traffic_bytes -= std::min(half.traffic_bytes / 2, half.traffic_bytes - 3 * gradient_bytes > 0
                                                             ? (half.traffic_bytes - 3 * gradient_bytes) / 2
                                                             : 0);
  half.exchanged_bytes += all_reduce(gradient_bytes, 2);
  constexpr double kLatency = 20e-6;  // of one all-reduce
  const double two = step_time(half, card)->step.seconds + kLatency;
  const double gain = one->step.seconds / two;
  const bool slower = gain < 1;
  char times[32], step[32];
  std::snprintf(times, sizeof times, "%.1f", slower ? 1 / gain : gain);
  const bool below_a_second = one->step.seconds < 1;
  std::snprintf(step, sizeof step, below_a_second ? "%.3g ms" : "%.3g s",
                one->step.seconds * (below_a_second ? 1e3 : 1.0));
  const std::string factor = local_number(times), length = local_number(step);
  const std::string_view limit = tr(limit_name(one->limit));
  return slower ? tr("Two of these cards would be about {1} times slower than one at the same batch: a step "
                     "of {2} "
                     "is limited by {3}, and exchanging the gradients costs more than half a batch saves.",
                     factor, length, limit)
                : tr("Two of these cards would be about {1} times as fast as one at the same batch: a step "
                     "of {2} "
                     "is limited by {3}.",
                     factor, length, limit);
}

}  // namespace headroom
