#include "core/plan/roofline_chart.h"

#include "core/base/tr.h"

#include <algorithm>
#include <utility>

namespace headroom {

namespace {

// What stands in the catalogue under this key, and where from.
Roof roof(const GpuCard& card, const Catalogue& catalogue, const char* key, double sold,
          const AssumedRange& share, std::string figure) {
  Roof roof{sold, share, std::move(figure), {}, card.is_from_memory(key)};
  const auto code = card.sources.find(key);
  if (code == card.sources.end()) {
    roof.source = card.own ? tr("your own file of cards") : "";
    return roof;
  }
  const auto words = catalogue.source_codes.find(code->second);
  roof.source = words == catalogue.source_codes.end() ? code->second : words->second;
  return roof;
}

Roof compute_roof(const GpuCard& card, const Catalogue& catalogue, PeakKind kind) {
  const bool tensor = on_tensor_cores(card, kind);
  const char* const figure = kind == PeakKind::kTensor16 ? tr("16-bit tensor peak, dense")
                             : tensor                    ? tr("tf32 peak, half of the 16-bit tensor peak")
                                                         : tr("fp32 peak without tensor cores");
  return roof(card, catalogue, tensor ? "fp16_tensor_dense_tflops" : "fp32_tflops", *peak_of(card, kind),
              kPeakShare, figure);
}

double lower(double peak, double bandwidth, double intensity) {
  return std::min(peak, bandwidth * intensity);
}

}  // namespace

double Roofline::sold_at(double x) const { return lower(compute.sold, bandwidth.sold, x); }
double Roofline::likely_at(double x) const { return lower(compute.likely(), bandwidth.likely(), x); }
double Roofline::best_at(double x) const { return lower(compute.best(), bandwidth.best(), x); }
double Roofline::worst_at(double x) const { return lower(compute.worst(), bandwidth.worst(), x); }

TimeRange Roofline::rate() const {
  return {work.operations / time.step.seconds, work.operations / time.step.high,
          work.operations / time.step.low};
}

std::optional<double> Roofline::launch_roof() const {
  if (time.parts.launches <= 0) return std::nullopt;
  return work.operations / time.parts.launches;
}

std::optional<double> Roofline::exchange_roof() const {
  if (time.parts.exchange <= 0) return std::nullopt;
  return work.operations / time.parts.exchange;
}

std::optional<Roofline> roofline_of(const StepWork& work, const GpuCard& card, const Catalogue& catalogue) {
  const std::optional<StepTime> time = step_time(work, card);
  if (!time || work.operations <= 0 || work.traffic_bytes <= 0) return std::nullopt;
  Roofline chart;
  chart.compute = compute_roof(card, catalogue, work.peak);
  chart.bandwidth = roof(card, catalogue, "memory_bandwidth_gbs", *card.bandwidth_gbs * 1e9, kBandwidthShare,
                         tr("memory bandwidth"));
  chart.work = work;
  chart.time = *time;
  return chart;
}

StepWork measured_work(const NetworkJob& job, double rows) {
  NetworkJob one = job;
  one.models.resize(1);
  one.mode = PlanMode::kTrain;
  one.settings.batch = 0;
  const StepWork fixed = network_step(one);  // what does not depend on the rows
  one.settings.batch = 1;
  StepWork work = network_step(one);
  work.operations *= rows;
  work.traffic_bytes = fixed.traffic_bytes + (work.traffic_bytes - fixed.traffic_bytes) * rows;
  return work;
}

std::string measured_name(const NetworkJob& job) {
  return widths_text(job.models.front()) + ", batch " + format_count(job.settings.batch) + ", " +
         std::string(precision_name(job.settings.precision));
}

}  // namespace headroom
