// Figures that are read from the clock on one device: what is compared trains in turns.
#include <cmath>
#include <utility>

#include "core/base/host_memory.h"
#include "core/base/tr.h"
#include "core/measure/workload.h"
#include "core/plan/plan_export.h"
#include "core/run/figure_kinds.h"

namespace headroom {

namespace {

constexpr std::int64_t kSmallBatch = 32, kLargeBatch = 1024;

// FLOP a second of an epoch.
double pace_of(const Run& run, const Lane& lane, double seconds) {
  return row_arithmetic(lane.spec).sum() * static_cast<double>(run.data().shape.train_rows) / seconds;
}

// Of each, in the repeat that the figure comes from.
TimedPair middle_pair(const FigureResult& result, const std::vector<TimedPair>& pairs) {
  std::size_t nearest = 0;
  const auto off = [&](std::size_t i) { return std::abs(result.repeats[i] - result.figure.value); };
  for (std::size_t i = 1; i < pairs.size(); ++i) {
    if (off(i) < off(nearest)) nearest = i;
  }
  return pairs[nearest];
}

std::string giga_text(double flop) { return figure_text(flop * 1e-9) + " GFLOP/s"; }

// Weights, gradients and moments: what a step goes through besides the rows.
Bytes state_bytes(const Run& run, const Lane& lane) {
  const int copies = 2 + optimizer_states(run.config().train.optimizer.kind);
  return checked_mul(parameter_count(lane.spec), copies * static_cast<std::int64_t>(sizeof(float)));
}

Bytes activation_bytes(const Run& run) {
  return sum_by_category(run.planned())[static_cast<std::size_t>(Category::kActivations)];
}

std::string cache_sentence(const Run& run, const Lane& large, const Lane& small) {
  const Bytes cache = core_cache();
  const Bytes above = state_bytes(run, large), below = state_bytes(run, small);
  if (run.device()->info().kind != "cpu" || cache <= 0 || above <= cache || below > cache) return {};
  return tr(
      "Weights, gradients and moments of Large take {1}, more than the {2} of a core's second-level cache; "
      "the "
      "{3} of Small lie in it.",
      format_bytes(above), format_bytes(cache), format_bytes(below));
}

}  // namespace

FigureResult epoch_time_ratio(FigureBench& bench) {
  RunConfig config = bench.preset("scalability", {"small", "large"});
  FigureBench::train_on(config);
  const std::unique_ptr<Run> run = bench.open(std::move(config));
  const std::vector<TimedPair> pairs = bench.in_turn([&] {
    bench.epoch(*run);
    return TimedPair{last_epoch_seconds(*run, "large"), last_epoch_seconds(*run, "small")};
  });
  FigureResult result = bench.result(*run);
  bench.take_ratios(result, pairs);
  const Lane &large = lane_of(*run, "large"), &small = lane_of(*run, "small");
  explain_arithmetic(result, large.spec, small.spec);
  const TimedPair middle = middle_pair(result, pairs);
  const double fast = pace_of(*run, small, middle.below), slow = pace_of(*run, large, middle.above);
  result.why.push_back(tr("Small computes {1}, Large {2}: {3}.", giga_text(fast), giga_text(slow),
                          figure_text(result.marks.back().value) + " x " + figure_text(fast * 1e-9) + " : " +
                              figure_text(slow * 1e-9) + " = " + figure_text(middle.above / middle.below)));
  if (const std::string cache = cache_sentence(*run, large, small); !cache.empty() && slow < fast) {
    result.why.push_back(cache);
  }
  return result;
}

FigureResult batch_epoch_time(FigureBench& bench) {
  RunConfig config = bench.preset("scalability", {"small"});
  FigureBench::train_on(config);
  const std::int64_t batch = bench.request().batch.value_or(kLargeBatch);
  config.train.batch = batch;
  const std::unique_ptr<Run> large = bench.open(config);
  config.train.batch = kSmallBatch;
  const std::unique_ptr<Run> small = bench.open(std::move(config), large.get());
  const std::vector<TimedPair> pairs = bench.in_turn([&] {
    bench.epoch(*small);
    bench.epoch(*large);
    return TimedPair{last_epoch_seconds(*small, "small"), last_epoch_seconds(*large, "small")};
  });
  FigureResult result = bench.result(*large);
  bench.take_ratios(result, pairs);
  const std::int64_t rows = large->data().shape.train_rows;
  const std::int64_t many = lane_of(*small, "small").trainer->steps_per_epoch();
  const std::int64_t few = lane_of(*large, "small").trainer->steps_per_epoch();
  result.marks = {{tr("steps"), static_cast<double>(many) / static_cast<double>(few)}};
  result.why.push_back(
      tr("{1} rows are {2} steps of {3} rows or {4} of {5}: the same arithmetic for the rows, {6} times "
         "the updates.",
         format_count(rows), format_count(many), format_count(kSmallBatch), format_count(few),
         format_count(batch), figure_text(result.marks.front().value)));
  const TimedPair middle = middle_pair(result, pairs);
  const auto each = [&](double seconds, std::int64_t parts) {
    return duration_text(seconds / static_cast<double>(parts));
  };
  result.why.push_back(tr("A step takes {1} with {2} rows and {3} with {4}: {5} and {6} a row.",
                          each(middle.above, many), format_count(kSmallBatch), each(middle.below, few),
                          format_count(batch), each(middle.above, rows), each(middle.below, rows)));
  result.why.push_back(middle.above > middle.below
                           ? tr("What every step costs is shared by more rows.")
                           : tr("More rows a step do not make a row cheaper here. Their activations take {1} "
                                "instead of {2}.",
                                format_bytes(activation_bytes(*large)),
                                format_bytes(activation_bytes(*small))));
  return result;
}

FigureResult training_to_answering(FigureBench& bench) {
  RunConfig config = bench.preset("scalability", {"large"});
  FigureBench::train_on(config);
  const std::unique_ptr<Run> run = bench.open(std::move(config));
  const Lane& lane = lane_of(*run, "large");
  const auto train_rows = static_cast<double>(run->data().shape.train_rows);
  const auto validation_rows = static_cast<double>(run->data().shape.validation_rows());
  const std::vector<TimedPair> pairs = bench.in_turn([&] {
    const double before = lane.trainer->evaluation_seconds();
    bench.epoch(*run);
    const double answering = lane.trainer->evaluation_seconds() - before;
    return TimedPair{last_epoch_seconds(*run, "large") / train_rows, answering / validation_rows};
  });
  FigureResult result = bench.result(*run);
  bench.take_ratios(result, pairs);
  result.figure.how.front() = tr("{1} a row", result.figure.how.front());
  result.arithmetic = {arithmetic_of("Large", "large", lane.spec)};
  const FigureArithmetic& bar = result.arithmetic.front();
  result.marks = {{tr("arithmetic"), bar.sum() / bar.forward}};
  result.why.push_back(
      tr("An answer is the forward pass alone: {1} of the {2} FLOP a weight of a training step. The "
         "gradients are the rest.",
         fixed_text(bar.forward, 2), fixed_text(bar.sum(), 2)));
  result.why.push_back(
      tr("Training also collects the rows of every batch in another order and updates the weights."));
  return result;
}

FigureResult copy_share(FigureBench& bench) {
  const RunConfig config = bench.preset("infrastructure", {"small"});
  std::unique_ptr<Run> run;
  double epoch = 0;
  Bytes bytes = 0;
  const std::vector<TimedPair> pairs = bench.in_turn([&] {
    std::unique_ptr<Run> next = bench.open(config, run.get());
    run = std::move(next);
    for (std::int64_t done = 0; !run->finished(); ++done) {
      bench.begin_epoch(done, config.train.epochs);
      bench.epoch(*run);
    }
    TimedPair seconds;
    for (const StageReport& stage : run->stages(true)) {
      if (stage.id == StageId::kLoad) continue;
      seconds.below += stage.seconds;
      if (stage.id != StageId::kTransfer) continue;
      seconds.above = stage.seconds;
      bytes = stage.bytes;
    }
    epoch = lane_of(*run, "small").trainer->epoch_seconds();
    return seconds;
  });
  FigureResult result = bench.result(*run);
  bench.take_ratios(result, pairs, 100);
  result.figure.how.insert(
      result.figure.how.begin() + 1,
      tr("copy : copy, scaling, {1} epochs and their evaluation", format_count(config.train.epochs)));
  const TimedPair middle = middle_pair(result, pairs);
  if (middle.above > 0) {
    result.why.push_back(
        tr("{1} are copied once, at {2} GiB/s. Then they lie on the device.", format_bytes(bytes),
           figure_text(static_cast<double>(bytes) / middle.above / static_cast<double>(kGiB))));
  }
  result.why.push_back(
      tr("Every further epoch takes {1} and copies nothing: the longer the training, the smaller "
         "the share.",
         duration_text(epoch)));
  return result;
}

}  // namespace headroom
