#include "core/device/tensors.h"

#include <gtest/gtest.h>

#include <functional>
#include <numeric>
#include <set>
#include <string>

#include "core/base/error.h"

namespace headroom {
namespace {

Bytes category(const TensorTable& table, Category c) {
  return table.by_category()[static_cast<std::size_t>(c)];
}

const BackendLayout kTight{.alignment = 4, .workspace_bytes = 0};

TEST(DataShape, CountsFeatures) {
  EXPECT_EQ((DataShape{10000, 8000, 20, 2}).features(), 230);
  EXPECT_EQ((DataShape{10000, 8000, 20, 1}).features(), 20);
  EXPECT_EQ((DataShape{10000, 8000, 20, 1}).validation_rows(), 2000);
}

TEST(DatasetTensors, HoldRowsFeaturesAndTargets) {
  // 10,000 x 20 raw + 10,000 x 230 features + 10,000 targets + 2 x 20 scaler parameters, 4 bytes each.
  EXPECT_EQ(dataset_tensors({10000, 8000, 20, 2}, kTight).total(), 4 * (200000 + 2300000 + 10000 + 40));
  EXPECT_EQ(dataset_tensors({10000, 8000, 20, 1}, kTight).total(), 4 * (200000 + 10000 + 40));
}

// The figures of the design notes: P parameters are 4P of weights, 4P of gradients, 8P of Adam.
TEST(EngineTensors, FollowTheParameterCount) {
  const ModelSpec large{{230, 200, 200, 200, 200, 200, 1}};
  const DataShape shape{10000, 8000, 20, 2};
  TrainSettings settings;
  const Bytes p = 207201;
  for (const OptimizerKind kind : {OptimizerKind::kSgd, OptimizerKind::kMomentum, OptimizerKind::kAdam,
                                   OptimizerKind::kAdamW, OptimizerKind::kRmsprop}) {
    settings.optimizer.kind = kind;
    const TensorTable table = engine_tensors(large, settings, shape, kTight);
    EXPECT_EQ(category(table, Category::kWeights), 4 * p);
    EXPECT_EQ(category(table, Category::kGradients), 4 * p);
    EXPECT_EQ(category(table, Category::kOptimizer), 4 * p * optimizer_states(kind));
  }
}

TEST(EngineTensors, CountActivationsByHand) {
  TrainSettings settings;
  settings.batch = 10;
  const DataShape shape{100, 80, 3, 1};  // all 100 rows fit into one pass
  ModelSpec model{{3, 8, 5, 2}, Activation::kRelu, Output::kSoftmax};
  // batch.input 10x3, batch.target 10, activations 100 x (8 + 5 + 2), two deltas of 10 x 8.
  const Bytes relu = 4 * (30 + 10 + 1500 + 160);
  EXPECT_EQ(category(engine_tensors(model, settings, shape, kTight), Category::kActivations), relu);
  model.activation = Activation::kGelu;  // and 10 x (8 + 5) pre-activations
  EXPECT_EQ(category(engine_tensors(model, settings, shape, kTight), Category::kActivations), relu + 4 * 130);
}

TEST(EngineTensors, CountPanelsByHand) {
  TrainSettings settings;
  settings.batch = 10;                   // one panel of 16
  const DataShape shape{100, 80, 3, 1};  // 100 rows in a pass: 7 panels, 112 rows
  const ModelSpec model{{3, 8, 5, 2}, Activation::kRelu, Output::kSoftmax};
  BackendLayout layout = kTight;
  layout.panels = true;
  // batch.input 16 x 16 (3 features and the 1, padded to a line), batch.target 10, input.panels 112 x 3,
  // activations 112 x (8 + 5 + 2), the two hidden ones by samples 16 x 16 each, logits 112 x 2, their
  // deltas 16 x 2, and by features those of all layers 16 x (8 + 5 + 2).
  const Bytes floats = 256 + 10 + 336 + 1680 + 512 + 224 + 32 + 240;
  EXPECT_EQ(category(engine_tensors(model, settings, shape, layout), Category::kActivations), 4 * floats);
}

TEST(EngineTensors, AddWhatABackendAsksFor) {
  TrainSettings settings;
  const ModelSpec model{{3, 8, 2}};
  const DataShape shape{100, 80, 3, 1};
  const TensorTable cpu = engine_tensors(model, settings, shape, cpu_layout());
  EXPECT_EQ(category(cpu, Category::kWorkspace), 0);
  const TensorTable cuda = engine_tensors(model, settings, shape, cuda_layout());
  EXPECT_EQ(category(cuda, Category::kWorkspace), cuda_layout().workspace_bytes);
  // Which step is next: on the GPU it stands in the device's memory.
  EXPECT_EQ(cuda.find("step.clock").bytes, kStepClockBytes);
  EXPECT_EQ(cuda.find("step.corrections").bytes, kMetricSlots * 2 * 4);
  EXPECT_THROW(cpu.find("step.clock"), Error);
  // How much the rows of each class count.
  EXPECT_EQ(cuda.find("class.weights").shape, (std::vector<std::int64_t>{2}));
  const auto weights_of = [&](Output output) {
    return engine_tensors({{3, 8, 5}, Activation::kRelu, output}, settings, shape, cuda_layout())
        .find("class.weights")
        .shape;
  };
  EXPECT_EQ(weights_of(Output::kSoftmax), (std::vector<std::int64_t>{5}));
  EXPECT_THROW(weights_of(Output::kLinear), Error);
}

// Optimizers sweep a whole block at once: the blocks must be congruent.
TEST(EngineTensors, BlocksAreCongruent) {
  TrainSettings settings;
  const ModelSpec model{{3, 8, 5, 2}};
  for (const BackendLayout& layout : {cpu_layout(), cuda_layout()}) {
    const TensorTable table = engine_tensors(model, settings, {100, 80, 3, 1}, layout);
    for (const char* prefix : {"gradient.", "moment.0.", "moment.1."}) {
      const Bytes shift =
          table.find(std::string(prefix) + "layers.0.weight").offset - table.find("layers.0.weight").offset;
      for (const char* name : {"layers.0.bias", "layers.1.weight", "layers.2.bias"}) {
        EXPECT_EQ(table.find(std::string(prefix) + name).offset - table.find(name).offset, shift) << name;
      }
    }
    // And contiguous: ranks sum all their gradients as one block.
    const TensorSpec& last = table.find("gradient.layers.2.bias");
    EXPECT_EQ(last.offset + last.bytes - table.find("gradient.layers.0.weight").offset,
              category(table, Category::kGradients));
  }
}

TEST(EngineTensors, HaveDistinctNamesThatDoNotOverlap) {
  TrainSettings settings;
  settings.precision = Precision::kBf16;
  const TensorTable table =
      engine_tensors({{3, 8, 5, 2}, Activation::kGelu}, settings, {100, 80, 3, 1}, cuda_layout());
  std::set<std::string> names;
  Bytes end = 0;
  for (const TensorSpec& tensor : table.tensors()) {
    EXPECT_TRUE(names.insert(tensor.name).second) << tensor.name;
    EXPECT_EQ(tensor.offset, end) << tensor.name;
    EXPECT_EQ(tensor.offset % cuda_layout().alignment, 0) << tensor.name;
    const Bytes numbers =
        std::accumulate(tensor.shape.begin(), tensor.shape.end(), Bytes{1}, std::multiplies<>());
    EXPECT_GE(tensor.bytes, numbers * tensor.element_bytes) << tensor.name;
    end = tensor.offset + tensor.bytes;
  }
  EXPECT_EQ(end, table.total());
  const auto sums = table.by_category();
  EXPECT_EQ(std::accumulate(sums.begin(), sums.end(), Bytes{0}), table.total());
}

TEST(ActivationRows, AreTheBatchOrEnoughToEvaluate) {
  const DataShape many{10000, 8000, 3, 1};
  EXPECT_EQ(activation_rows(64, many), 512);
  EXPECT_EQ(activation_rows(4096, many), 4096);
  EXPECT_EQ(activation_rows(64, {100, 80, 3, 1}), 100);
  EXPECT_EQ(activation_rows(200, {100, 80, 3, 1}), 200);
}

}  // namespace
}  // namespace headroom
