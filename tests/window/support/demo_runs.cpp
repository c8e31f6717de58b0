#include "support/demo_runs.h"

#include <algorithm>
#include <atomic>
#include <limits>
#include <map>

#include "core/io/presets.h"
#include "core/run/change.h"
#include "tests/run/driver.h"

namespace headroom::app::demo {
namespace {

using test::Driver;
using test::FakeScript;
using test::Gate;
using test::Script;

constexpr std::int64_t kBatchesMore = 10;  // after the last whole epoch

RunConfig preset(const std::vector<std::string>& models) {
  RunConfig config = load_preset("scalability");
  config.train.batch = 64;  // 125 steps an epoch
  config.selected = models;
  if (std::find(models.begin(), models.end(), "custom") != models.end()) {
    config.models.push_back({"custom", "Custom 64x32", {64, 32}});
  }
  return config;
}

// Held inside a slice of training when it is told to: a snapshot of that moment says that it trains.
struct Held {
  Gate gate;
  std::atomic<bool> hold{false};
  Script script = std::make_shared<FakeScript>();
  Held() {
    script->on_train = [this] {
      if (hold) gate.wait();
    };
  }
};

void step(Driver& run, bool whole_epoch) {
  const std::uint64_t done = run.snapshot()->commands_done;
  run.post(command::Step{whole_epoch});
  run.wait([done](const Snapshot& s) { return s.commands_done > done && s.state == RunState::kPaused; });
}

void train(Driver& run, const RunConfig& config, std::int64_t epochs) {
  run.load(config);
  for (std::int64_t epoch = 0; epoch < epochs; ++epoch) step(run, true);
  for (std::int64_t batch = 0; batch < kBatchesMore; ++batch) step(run, false);
}

Snapshot training(const RunConfig& config, std::int64_t epochs, bool streams = false) {
  Held held;
  held.script->streams = streams;
  Driver run(held.script);
  train(run, config, epochs);
  run.post(command::Watch{interest(Inspect::kBatch) | interest(Inspect::kErrors)});
  run.wait([](const Snapshot& s) {
    return s.inspections[index_of(Inspect::kBatch)] && s.inspections[index_of(Inspect::kErrors)];
  });
  held.hold = true;
  run.post(command::Play{});
  held.gate.wait_for_arrival();
  const Snapshot now = *run.wait(RunState::kTraining);
  held.hold = false;
  held.gate.open();
  return now;
}

}  // namespace

Snapshot training(const std::vector<std::string>& models, std::int64_t epochs) {
  static std::map<std::pair<std::vector<std::string>, std::int64_t>, Snapshot> made;
  const auto [place, first] = made.try_emplace({models, epochs});
  if (first) place->second = training(preset(models), epochs);
  return place->second;
}

Snapshot million_steps() {
  RunConfig config = preset({"small", "large"});
  config.train.batch = 1;  // 8,000 steps an epoch
  config.train.epochs = 125;
  return *Driver().train_to_end(config);
}

Snapshot streamed() {
  RunConfig config = preset({"large"});
  config.residence = Residence::kStreamed;
  return training(config, 4, true);
}

Snapshot empty() {
  return *Driver().wait(
      [](const Snapshot& s) { return !s.facts->devices.empty() && !s.facts->device.id.empty(); });
}

Snapshot preparing() {
  Gate gate;
  const Script script = std::make_shared<FakeScript>();
  script->on_scale = [&gate] { gate.wait(); };
  Driver run(script);
  run.post(command::Load{preset({"large"}), true});
  gate.wait_for_arrival();
  const Snapshot now = *run.wait(RunState::kPreparing);
  gate.open();
  return now;
}

Snapshot ready() { return *Driver().load(preset({"large"})); }

Snapshot paused() {
  Driver run;
  train(run, preset({"small", "large"}), 7);
  return *run.snapshot();
}

Snapshot finished() { return *Driver().train_to_end(preset({"small", "large"})); }

Snapshot diverged() {
  const Script script = std::make_shared<FakeScript>();
  script->blow_up_update = 440;
  Driver run(script);
  run.post(command::Load{preset({"large"}), true});
  return *run.wait(RunState::kDiverged);
}

Snapshot failed() {
  const Script script = std::make_shared<FakeScript>();
  script->steps_until_failure = 0;
  Driver run(script);
  run.post(command::Load{preset({"small"}), true});
  return *run.wait(RunState::kFailed);
}

Snapshot does_not_fit() {
  Driver run;
  RunConfig config = preset({"large"});
  run.load(config);
  set_custom_model(config, {40'000, 40'000});
  run.post(command::Change{config});
  return *run.wait_for_error(0);
}

Snapshot regression() {
  RunConfig config = test::small_config(1'000, 20);
  config.dataset = test::small_dataset(1'000, Task::kRegression);
  config.title = "houses.csv · price";
  return training(config, 6);
}

Snapshot table(const RunConfig& config, const Look& look) {
  Driver run;
  run.load(config);
  step(run, true);
  run.post(command::Watch{interest(Inspect::kData), look});
  return *run.wait([&](const Snapshot& s) {
    const auto& seen = s.inspections[index_of(Inspect::kData)];
    if (seen && seen->error) throw *seen->error;
    const DataFigures* const data = seen ? seen->data() : nullptr;
    return data && data->answers && (data->plane || look.data.plane == DataPlane::kCorrelation);
  });
}

Snapshot table(const Look& look) {
  static std::map<std::pair<int, int>, Snapshot> made;
  const auto [place, first] =
      made.try_emplace({static_cast<int>(look.data.plane), static_cast<int>(look.data.filter)});
  if (first) place->second = table(preset({"small", "large"}), look);
  return place->second;
}

Snapshot odd_table(const std::string& what, const Look& look) {
  RunConfig config = test::small_config(200, 3);
  const Task task = what == "regression" ? Task::kRegression : Task::kClassification;
  auto data = std::make_shared<Dataset>(*test::small_dataset(200, task));
  if (what == "one column" || what == "many columns") {
    data->columns = what == "one column" ? 1 : 2000;
    data->values.clear();
    data->column_names.clear();
    for (std::int64_t c = 0; c < data->columns; ++c)
      data->column_names.push_back("column_" + std::to_string(c));
    for (std::int64_t i = 0; i < data->rows * data->columns; ++i) {
      data->values.push_back(static_cast<float>(i * 37 % 1009));
    }
  } else if (what == "class without rows") {
    data->class_names = {"no", "yes", "zero"};
  } else if (what == "missing") {
    for (std::size_t i = 0; i < data->values.size(); i += 7) {
      data->values[i] = std::numeric_limits<float>::quiet_NaN();
    }
  } else if (what == "five classes") {
    data->class_names = {"first class", "second", "third", "fourth", "fifth"};
    for (std::size_t i = 0; i < data->targets.size(); ++i) data->targets[i] = static_cast<float>(i % 5);
  }
  config.dataset = data;
  config.title = what;
  return table(config, look);
}

PastRun past_run(std::uint64_t id) {
  const ModelSnapshot model = training({"small"}, 13).curves->models[0];
  PastRun old;
  old.id = id;
  old.model = "small";
  old.title = "Small 2x50, seed 2, learning rate 0.01";
  old.steps_per_epoch = model.steps_per_epoch;
  old.history = model.history;
  return old;
}

Snapshot long_names() {
  RunConfig config = preset({"small", "large", "custom"});
  config.title = "measurements_of_the_second_semester_2026_final_version_corrected.csv";
  config.train.epochs = 12'000;
  config.train.optimizer.learning_rate = 0.00012345;
  Snapshot run = training(config, 12);
  run.facts.edit().device.name = "NVIDIA GeForce RTX 5090 Laptop GPU with a very long name";
  run.message = "the last message is a long sentence that does not fit beside everything else in the bar";
  return run;
}

}  // namespace headroom::app::demo
