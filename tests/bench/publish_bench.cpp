// What one publication of a training run costs the run thread: with a history of a million epochs, and with a
// network of ten thousand tensors; and what one look at the weights costs that the Network tab shows, at most
// ten times a second: the copy out of the engine, and the pictures made of it.
//
//   build/release/bench_publish
#include <benchmark/benchmark.h>

#include <memory>

#include "app/devices.h"
#include "core/base/progress.h"
#include "core/run/network_values.h"
#include "core/run/network_weights.h"
#include "core/run/publisher.h"
#include "core/run/run.h"

namespace headroom::bench {
namespace {

std::unique_ptr<Run> run_of(std::vector<std::int64_t> hidden, std::int64_t epochs,
                            const SyntheticSpec& data = {"scalability", 20, 2, 0.25, 2.0}) {
  RunSetup setup;
  setup.config.id = "bench";
  setup.config.generator = data;
  setup.config.models = {{"one", "One", std::move(hidden)}};
  setup.config.selected = {"one"};
  setup.config.train.batch = 16;
  setup.config.train.epochs = epochs;
  setup.config.train.optimizer.learning_rate = 1e-6;
  setup.device = open_device("cpu");
  Progress progress;
  auto run = std::make_unique<Run>(std::move(setup), progress);
  for (run->set_goal(Goal::kAll); !run->goal_reached() && !run->diverged();) run->advance();
  return run;
}

// What changes while a run trains; facts and tables were told when it was loaded. `history` stands for what
// the run would have measured by then.
void publish(benchmark::State& state, const Run& run, const History& history) {
  Publisher publisher({});
  publisher.next.facts = facts_of(run);
  set_plan(publisher.next.memory.edit(), run.question(), run.planned());
  for (auto _ : state) {
    CurvesSnapshot curves = curves_of(run, true);
    curves.models.front().history = history;
    curves.models.front().epoch_seconds = median_epoch_seconds(history);
    publisher.next.curves = std::move(curves);
    publisher.next.stages = run.stages(true);
    publisher.publish();
  }
}

void million_epochs(benchmark::State& state) {
  History history;
  for (std::int64_t epoch = 1; epoch <= 1'000'000; ++epoch) {
    history.push_step(1.0F / static_cast<float>(epoch), 0.5F, static_cast<float>(epoch));
    history.push_epoch({.epoch = epoch, .validation_loss = 1.0 / static_cast<double>(epoch), .seconds = 1});
  }
  publish(state, *run_of({50, 50}, 1), history);
}

void ten_thousand_tensors(benchmark::State& state) {
  const std::unique_ptr<Run> run = run_of(std::vector<std::int64_t>(1000, 2), 1);
  publish(state, *run, run->lanes().front().trainer->history());
  std::size_t tensors = 0;
  for (const TensorTable& table : run->planned()) tensors += table.tensors().size();
  state.counters["tensors"] = static_cast<double>(tensors);
}

std::int64_t weight_bytes(const Lane& lane) {
  std::int64_t count = 0;
  for (std::size_t l = 0; l + 1 < lane.spec.widths.size(); ++l)
    count += lane.spec.widths[l] * lane.spec.widths[l + 1];
  return count * static_cast<std::int64_t>(sizeof(float));
}

// Only what leaves the engine.
void read_weights(benchmark::State& state, const Run& run) {
  const Lane& lane = run.lanes().front();
  for (auto _ : state) {
    for (std::size_t l = 0; l + 1 < lane.spec.widths.size(); ++l) {
      benchmark::DoNotOptimize(lane.trainer->engine().read(layer_tensor(l) + ".weight", 0,
                                                           lane.spec.widths[l] * lane.spec.widths[l + 1]));
    }
  }
  state.counters["bytes"] = static_cast<double>(weight_bytes(lane));
}

// All of it: read, described for the table of layers, and made into pictures.
void look_at_weights(benchmark::State& state, const Run& run) {
  const Lane& lane = run.lanes().front();
  NetworkWeights weights;
  const NetworkRows rows;
  while (!weights.draw_start(run, lane)) {
  }
  for (auto _ : state) {
    weights.renew();
    while (!weights.take(lane)) {
    }
    NetworkValuesMaker values({}, nullptr);
    while (!values.advance(lane, weights, rows)) {
    }
    benchmark::DoNotOptimize(values.take());
  }
}

std::unique_ptr<Run> five_layers(std::int64_t features) {
  return run_of({200, 200, 200, 200, 200}, 1, {"scalability", 20, features, 0.25, 2.0});
}
void read_5x200(benchmark::State& state) { read_weights(state, *five_layers(state.range(0))); }
void look_5x200(benchmark::State& state) { look_at_weights(state, *five_layers(state.range(0))); }

BENCHMARK(million_epochs)->Unit(benchmark::kMicrosecond);
BENCHMARK(ten_thousand_tensors)->Unit(benchmark::kMicrosecond);
BENCHMARK(read_5x200)->Arg(230)->Arg(2000)->Unit(benchmark::kMicrosecond);
BENCHMARK(look_5x200)->Arg(230)->Arg(2000)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace headroom::bench

BENCHMARK_MAIN();
