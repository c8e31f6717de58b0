// Datasets and configurations small enough to follow by hand.
#pragma once

#include <memory>

#include "core/pipeline/run_config.h"

namespace headroom::test {

// `rows` rows of two columns; x0 = i, x1 = i % 3; classes 0 and 1 alternate. Regression: y = i.
inline std::shared_ptr<const Dataset> small_dataset(std::int64_t rows, Task task = Task::kClassification) {
  auto data = std::make_shared<Dataset>();
  data->source = "by hand";
  data->rows = rows;
  data->columns = 2;
  data->column_names = {"a", "b"};
  data->target_name = "y";
  data->task = task;
  if (task == Task::kClassification) data->class_names = {"no", "yes"};
  for (std::int64_t i = 0; i < rows; ++i) {
    data->values.push_back(static_cast<float>(i));
    data->values.push_back(static_cast<float>(i % 3));
    data->targets.push_back(static_cast<float>(task == Task::kClassification ? i % 2 : i));
  }
  return data;
}

// Ten rows a batch, a fifth validates, plain SGD at 0.1, small [4] selected and large [8, 8] to choose.
inline RunConfig small_config(std::int64_t rows = 100, std::int64_t epochs = 3) {
  RunConfig config;
  config.id = "small_data";
  config.title = "Small data";
  config.dataset = small_dataset(rows);
  config.models = {{"small", "Small", {4}}, {"large", "Large", {8, 8}}};
  config.selected = {"small"};
  config.train.epochs = epochs;
  config.train.batch = 10;
  config.train.optimizer.kind = OptimizerKind::kMomentum;
  config.train.optimizer.learning_rate = 0.1;
  return config;
}

}  // namespace headroom::test
