#include "core/pipeline/default_config.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "core/base/bytes.h"
#include "core/base/error.h"

namespace headroom {

namespace {

std::string describe(const Dataset& data) {
  std::string text = format_count(data.rows) + " rows of " + format_count(data.columns) + " columns, ";
  if (data.task == Task::kRegression) return text + "predicting the value of " + data.target_name;
  return text + format_count(data.classes()) + " classes of " + data.target_name;
}

// A small file has few steps an epoch: 20 epochs of 150 rows would stop long before anything is learned. So
// as many epochs as make about 1,000 steps, but 20 to 200.
std::int64_t enough_epochs(std::int64_t rows, std::int64_t batch) {
  const std::int64_t steps_per_epoch = std::max<std::int64_t>(1, rows / batch);
  return std::clamp<std::int64_t>(1000 / steps_per_epoch, 20, 200);
}

}  // namespace

RunConfig config_for_dataset(std::shared_ptr<const Dataset> dataset) {
  if (!dataset) throw Error(ErrorCode::kInternal, "there is no dataset to configure a run for");
  RunConfig config;
  config.id = std::filesystem::path(dataset->source).stem().string();
  if (config.id.empty()) config.id = "data";
  config.title = config.id;
  config.description = describe(*dataset);
  config.dataset = std::move(dataset);
  config.models = {{"small", "Small 2×50", {50, 50}}, {"large", "Large 5×200", {200, 200, 200, 200, 200}}};
  config.selected = {"small"};
  // Against min-max with Glorot's first weights: clearly better on 10 of 22 real files, worse on 3
  // (tests/bench/README.md).
  config.scale = ScaleKind::kStandard;
  config.train.batch = 32;
  config.train.epochs = enough_epochs(config.dataset->rows, config.train.batch);
  config.train.optimizer.kind = OptimizerKind::kAdam;
  config.train.optimizer.learning_rate = 1e-3;
  config.train.seed = 1;
  return config;
}

}  // namespace headroom
