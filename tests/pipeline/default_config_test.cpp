#include "core/pipeline/default_config.h"

#include <gtest/gtest.h>

#include "core/base/error.h"

namespace headroom {
namespace {

std::shared_ptr<const Dataset> iris() {
  auto data = std::make_shared<Dataset>();
  data->source = "/home/ada/data/iris.v2.csv";
  data->rows = 150;
  data->columns = 4;
  data->target_name = "species";
  data->class_names = {"setosa", "versicolor", "virginica"};
  return data;
}

TEST(OwnData, StartsFromTheDocumentedSettings) {
  const auto data = iris();
  const RunConfig config = config_for_dataset(data);
  EXPECT_EQ(config.id, "iris.v2");
  EXPECT_EQ(config.dataset, data);
  EXPECT_FALSE(config.generator.has_value());
  EXPECT_EQ(config.description, "150 rows of 4 columns, 3 classes of species");
  EXPECT_EQ(config.scale, ScaleKind::kStandard);
  EXPECT_EQ(config.init, InitSettings{});  // PyTorch's
  EXPECT_EQ(config.degree, 1);
  ASSERT_EQ(config.models.size(), 2u);
  EXPECT_EQ(config.models[0].hidden, (std::vector<std::int64_t>{50, 50}));
  EXPECT_EQ(config.models[1].hidden, (std::vector<std::int64_t>{200, 200, 200, 200, 200}));
  EXPECT_EQ(config.selected, std::vector<std::string>{"small"});
  EXPECT_EQ(config.train.batch, 32);
  EXPECT_EQ(config.train.epochs, 200);  // 4 steps an epoch
  EXPECT_EQ(config.train.seed, 1u);
  EXPECT_EQ(config.train.optimizer.kind, OptimizerKind::kAdam);
  EXPECT_DOUBLE_EQ(config.train.optimizer.learning_rate, 1e-3);
}

TEST(OwnData, FewerEpochsWhenAnEpochHasMoreSteps) {
  auto data = std::make_shared<Dataset>(*iris());
  data->rows = 640;  // 20 steps
  EXPECT_EQ(config_for_dataset(data).train.epochs, 50);
  data->rows = 1'000'000;
  EXPECT_EQ(config_for_dataset(data).train.epochs, 20);
  data->rows = 2;
  EXPECT_EQ(config_for_dataset(data).train.epochs, 200);
}

TEST(OwnData, SaysWhatARegressionPredicts) {
  auto data = std::make_shared<Dataset>(*iris());
  data->task = Task::kRegression;
  data->class_names.clear();
  data->target_name = "price";
  EXPECT_EQ(config_for_dataset(data).description, "150 rows of 4 columns, predicting the value of price");
}

TEST(OwnData, NeedsAName) {
  auto data = std::make_shared<Dataset>(*iris());
  data->source.clear();
  EXPECT_EQ(config_for_dataset(data).id, "data");
  EXPECT_THROW(config_for_dataset(nullptr), Error);
}

}  // namespace
}  // namespace headroom
