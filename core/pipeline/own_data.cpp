#include "core/pipeline/own_data.h"

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
  config.train.epochs = 20;
  config.train.batch = 32;
  config.train.optimizer.kind = OptimizerKind::kAdam;
  config.train.optimizer.learning_rate = 1e-3;
  config.train.seed = 1;
  return config;
}

}  // namespace headroom
