// Time, energy and cost of work on a card: a roofline. Everything here is graded `assumed`.
//
//   time = max(operations / (peak * efficiency), traffic / (bandwidth * efficiency)) + launches * overhead
//
// Operations of training: 6 N per token (Kaplan et al., arXiv 2001.08361) and 12 L q s for attention (PaLM,
// arXiv 2204.02311, appendix B), of inference a third of that; exact for our own networks. Efficiencies are
// what training codes report (30 to 55 % of a tensor core's peak, 60 to 90 % of the bandwidth), launch
// overhead 3 to 10 microseconds.
//
// Thread rule: pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/memory/catalogue.h"
#include "core/memory/network_plan.h"
#include "core/memory/transformer_config.h"

namespace headroom {

// Which peak in the catalogue limits the matrix products.
enum class PeakKind {
  kFp32,      // without tensor cores
  kTf32,      // tensor cores on fp32 values: half of the 16-bit peak; fp32 where the card has no tf32
  kTensor16,  // tensor cores, dense, 16 bit
};

// What one step (of training: forward, backward, update; of inference: one token for every sequence) asks of
// one GPU.
struct StepWork {
  double operations = 0;       // multiplications and additions, two per multiply-add
  double traffic_bytes = 0;    // read and written in the GPU's memory
  double launches = 0;         // kernels
  double exchanged_bytes = 0;  // between GPUs, sent by one
  PeakKind peak = PeakKind::kTensor16;

  // Operations per byte of traffic: the x axis of a roofline. 0 without traffic.
  double intensity() const { return traffic_bytes > 0 ? operations / traffic_bytes : 0; }
};

// An assumed figure: the share of a peak that is reached, or the seconds of a launch.
struct AssumedRange {
  double likely, best, worst;
};
inline constexpr AssumedRange kPeakShare{0.40, 0.55, 0.30};
inline constexpr AssumedRange kBandwidthShare{0.75, 0.90, 0.60};
inline constexpr AssumedRange kLaunchSeconds{5e-6, 3e-6, 10e-6};
inline constexpr AssumedRange kLinkShare{0.7, 0.9, 0.5};

struct TimeRange {
  double seconds = 0;  // the likely value
  double low = 0;
  double high = 0;
};

// What limits a step.
enum class Limit { kCompute, kBandwidth, kLaunches, kExchange };
inline constexpr auto kLimitNames = names<Limit>({{Limit::kCompute, "compute"},
                                                  {Limit::kBandwidth, "memory bandwidth"},
                                                  {Limit::kLaunches, "launch overhead"},
                                                  {Limit::kExchange, "exchange"}});
inline std::string_view limit_name(Limit limit) { return kLimitNames.name(limit); }

// Seconds that a step would take if only one thing limited it.
struct StepParts {
  double compute = 0, traffic = 0, launches = 0, exchange = 0;
  // Compute and traffic overlap, the others do not.
  double sum() const { return (compute > traffic ? compute : traffic) + launches + exchange; }
  Limit limit() const;  // the largest of them
};

struct StepTime {
  TimeRange step;
  StepParts parts;  // of the likely value
  Limit limit = Limit::kCompute;
};

// Operations per second as advertised; nothing where the catalogue lacks the figure.
std::optional<double> peak_of(const GpuCard& card, PeakKind kind);
// Whether this peak is of the card's tensor cores: without tf32, kTf32 means fp32.
bool on_tensor_cores(const GpuCard& card, PeakKind kind);

StepWork transformer_step(const TransformerConfig& config, const TransformerJob& job);
// Exact operations: 6 batch Σ n_i n_(i+1), less the first layer's input gradient, which is not needed. For
// several networks that train together, the sum.
StepWork network_step(const NetworkJob& job);

// Nothing where the catalogue lacks the card's peak or bandwidth.
std::optional<StepTime> step_time(const StepWork& work, const GpuCard& card);

struct RunCost {
  double steps = 0;
  double operations = 0;  // of all GPUs
  TimeRange seconds;
  TimeRange kilowatt_hours;        // TDP times time, of all GPUs
  std::optional<TimeRange> money;  // if a price per GPU-hour was given
  Limit limit = Limit::kCompute;
};

// `steps` of `work` on each of `gpus` cards.
std::optional<RunCost> run_cost(const StepWork& work, double steps, std::int64_t gpus, const GpuCard& card,
                                std::optional<double> price_per_hour);

// A sentence: whether two such cards would be faster than one at the same global batch, and if not, why.
std::string two_cards_sentence(const StepWork& work, double gradient_bytes, const GpuCard& card);

}  // namespace headroom
