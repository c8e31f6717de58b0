// A run with a network of two hidden layers that is looked into, for the tests of the Network tab's
// inspection.
#pragma once

#include <memory>
#include <vector>

#include "core/model/layer_trace.h"
#include "core/run/inspections.h"
#include "tests/run/inspected_run.h"
#include "tests/support/small_data.h"

namespace headroom::test {

enum class Table { kTwoClasses, kThreeClasses, kRegression };

inline RunConfig network_config(Table kind = Table::kTwoClasses, std::int64_t rows = 100) {
  RunConfig config = small_config(rows);
  auto data = std::make_shared<Dataset>(
      *small_dataset(rows, kind == Table::kRegression ? Task::kRegression : Task::kClassification));
  for (std::int64_t i = 0; i < rows; ++i) {
    data->values[static_cast<std::size_t>(2 * i)] = static_cast<float>((i * 37) % 101);
  }
  if (kind == Table::kThreeClasses) {
    data->class_names = {"high", "low", "mid"};
    for (std::size_t i = 0; i < data->targets.size(); ++i) data->targets[i] = static_cast<float>(i % 3);
  }
  config.dataset = data;
  config.selected = {"large"};
  config.models[1].hidden = {8, 6};
  if (kind == Table::kRegression) config.train.optimizer.learning_rate = 1e-3;
  return config;
}

struct NetworkRun : InspectedRun {
  using InspectedRun::InspectedRun;
  Look look;
  const NetworkFigures& see() {
    seen_ = inspect(Inspect::kNetwork, look);
    return *seen_->network();
  }
  const NetworkFigures& see(NetworkValues values, UnitOrder order = UnitOrder::kIndex) {
    look.network.values = values;
    look.network.order = order;
    return see();
  }
  const Lane& lane() const { return *run.training_lanes()[0]; }
  Weights weights() const { return lane().trainer->engine().state().weights; }
  Weights start() const { return start_weights(run.config(), lane().spec); }
  std::int64_t train_rows() const { return run.data().split.train_rows; }
  std::vector<LayerTrace> host(const Weights& with, std::int64_t first, std::int64_t count) const {
    return trace_layers(lane().spec, with, run.data().data->read_features(first, count));
  }

 private:
  std::shared_ptr<const Inspection> seen_;  // holds what see() gave
};

}  // namespace headroom::test
