// The roofline of a card as figures to draw and to export, the step of a plan below it, and what this machine
// was measured to do (Williams, Waterman, Patterson, "Roofline", CACM 52(4) 2009,
// doi:10.1145/1498765.1498785).
//
//   const std::optional<Roofline> chart = roofline_of(work, card, catalogue);
//   chart->sold_at(10);        // operations a second at 10 operations per byte: min(peak, bandwidth * 10)
//   chart->rate().seconds;     // of the step: below every roof, since launches and exchange add up
//
// x: operations per byte that the step reads or writes in the GPU's memory. y: operations a second. The
// slanted roof is the bandwidth, the level one the peak; launch overhead and the exchange between GPUs are
// level roofs of this step alone: its operations divided by the time that they take by themselves.
// Peaks come from the catalogue; the share of them that is reached is assumed (roofline.h).
//
// Thread rule: plain values, pure functions.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/memory/catalogue.h"
#include "core/plan/roofline.h"

namespace headroom {

// A figure of the catalogue and the share of it that is reached.
struct Roof {
  double sold = 0;  // operations or bytes a second
  AssumedRange share;
  std::string figure;        // "16-bit tensor peak, dense"
  std::string source;        // as the catalogue gives it; empty: not given
  bool from_memory = false;  // not checked yet

  double likely() const { return sold * share.likely; }
  double best() const { return sold * share.best; }
  double worst() const { return sold * share.worst; }
};

struct Roofline {
  Roof compute;
  Roof bandwidth;
  StepWork work;
  StepTime time;

  // Operations per byte above which the peak is the limit, as sold.
  double ridge() const { return compute.sold / bandwidth.sold; }
  // Operations a second that work of this intensity can reach.
  double sold_at(double intensity) const;
  double likely_at(double intensity) const;
  double best_at(double intensity) const;
  double worst_at(double intensity) const;
  // Of the step; `low` is the slow end.
  TimeRange rate() const;
  // Roofs of this step alone, in operations a second; nothing when it has no launches, or exchanges nothing.
  std::optional<double> launch_roof() const;
  std::optional<double> exchange_roof() const;
};

// Nothing where the catalogue lacks the card's peak or bandwidth, or the step does no work.
std::optional<Roofline> roofline_of(const StepWork& work, const GpuCard& card, const Catalogue& catalogue);

// The time that a device of this machine took for one step of a network.
struct MeasuredStep {
  std::string device;   // "NVIDIA H100 80GB HBM3", "AMD EPYC 7B13, 2 threads"
  std::string network;  // "230 → 50 → 50 → 1, batch 64, fp32"
  std::string how;      // "median of 12 epochs of the run"
  StepWork work;        // of a step with its mean number of rows
  TimeRange seconds;    // median, least, most

  double intensity() const { return work.intensity(); }
  double rate() const { return work.operations / seconds.seconds; }  // operations a second
  bool same_case(const MeasuredStep& other) const {
    return device == other.device && network == other.network;
  }
};

// The work of one training step of the first network with this many rows, from rows_per_step() or a
// measurement.
StepWork measured_work(const NetworkJob& job, double rows);
// "230 → 50 → 50 → 1, batch 64, fp32": identifies what was measured.
std::string measured_name(const NetworkJob& job);

}  // namespace headroom
