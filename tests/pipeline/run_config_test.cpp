#include "core/pipeline/run_config.h"

#include <gtest/gtest.h>

#include <functional>
#include <limits>
#include <string>

#include "core/base/error.h"

namespace headroom {
namespace {

RunConfig good_config() {
  RunConfig config;
  config.id = "test";
  config.generator = SyntheticSpec{.kind = "scalability", .rows = 100, .columns = 4};
  config.models = {{"small", "Small 2x50", {50, 50}}, {"large", "Large 5x200", {200, 200, 200, 200, 200}}};
  config.selected = {"small", "large"};
  config.reference = ReferenceCurve{"course table", "large", {1, 5}, {0.9, 0.5}, {0.5, 0.8}};
  return config;
}

TEST(RunConfig, AGoodOneIsAccepted) {
  EXPECT_NO_THROW(validate(good_config()));
  RunConfig from_file = good_config();
  from_file.generator.reset();
  from_file.dataset = std::make_shared<Dataset>();
  EXPECT_NO_THROW(validate(from_file));
}

TEST(RunConfig, EveryFaultIsNamedByItsSetting) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const double infinity = std::numeric_limits<double>::infinity();
  struct Fault {
    const char* setting;
    std::function<void(RunConfig&)> spoil;
  };
  const std::vector<Fault> faults = {
      {"source", [](RunConfig& c) { c.generator.reset(); }},
      {"source", [](RunConfig& c) { c.dataset = std::make_shared<Dataset>(); }},
      {"models", [](RunConfig& c) { c.models.clear(); }},
      {"models", [](RunConfig& c) { c.models[1].id = "small"; }},
      {"models", [](RunConfig& c) { c.models[1].id.clear(); }},
      {"models", [](RunConfig& c) { c.models[1].hidden[3] = 0; }},
      {"selected", [](RunConfig& c) { c.selected.clear(); }},
      {"selected", [](RunConfig& c) { c.selected = {"custom"}; }},
      {"selected",
       [](RunConfig& c) {
         c.selected = {"small", "small"};
       }},
      {"degree", [](RunConfig& c) { c.degree = 3; }},
      {"validation fraction", [](RunConfig& c) { c.split.validation_fraction = 0; }},
      {"validation fraction", [nan](RunConfig& c) { c.split.validation_fraction = nan; }},
      {"output gain", [infinity](RunConfig& c) { c.init.output_gain = infinity; }},
      {"epochs", [](RunConfig& c) { c.train.epochs = 0; }},
      {"batch", [](RunConfig& c) { c.train.batch = -1; }},
      {"learning rate", [](RunConfig& c) { c.train.optimizer.learning_rate = 0; }},
      {"learning rate", [](RunConfig& c) { c.train.optimizer.learning_rate = -1; }},
      {"learning rate", [nan](RunConfig& c) { c.train.optimizer.learning_rate = nan; }},
      {"learning rate", [infinity](RunConfig& c) { c.train.optimizer.learning_rate = infinity; }},
      {"momentum", [](RunConfig& c) { c.train.optimizer.momentum = 1; }},
      {"beta1", [](RunConfig& c) { c.train.optimizer.beta1 = 1.5; }},
      {"beta2", [](RunConfig& c) { c.train.optimizer.beta2 = -0.1; }},
      {"alpha", [](RunConfig& c) { c.train.optimizer.alpha = 1; }},
      {"epsilon", [](RunConfig& c) { c.train.optimizer.epsilon = 0; }},
      {"l2", [nan](RunConfig& c) { c.train.optimizer.l2 = nan; }},
      {"early stop patience", [](RunConfig& c) { c.train.early_stop_patience = -1; }},
      {"reference", [](RunConfig& c) { c.reference->loss.pop_back(); }},
      {"reference",
       [](RunConfig& c) {
         c.reference->epochs = {5, 5};
       }},
      {"reference",
       [](RunConfig& c) {
         c.reference->epochs = {0, 5};
       }},
      {"reference", [](RunConfig& c) { c.reference->model = "custom"; }},
  };
  for (const Fault& fault : faults) {
    RunConfig config = good_config();
    fault.spoil(config);
    try {
      validate(config);
      ADD_FAILURE() << fault.setting << " was accepted";
    } catch (const Error& e) {
      EXPECT_EQ(e.code(), ErrorCode::kBadInput);
      EXPECT_EQ(e.message().rfind(fault.setting, 0), 0U) << e.message();
      EXPECT_EQ(e.where(), "test");
    }
  }
}

TEST(RunConfig, TheOutputFollowsTheTargetUnlessChosen) {
  RunConfig config = good_config();
  const ModelChoice small = config.models[0];
  EXPECT_EQ(make_model(config, small, 8, Task::kClassification, 2),
            (ModelSpec{{8, 50, 50, 1}, Activation::kRelu, Output::kSigmoid}));
  EXPECT_EQ(make_model(config, small, 8, Task::kClassification, 3),
            (ModelSpec{{8, 50, 50, 3}, Activation::kRelu, Output::kSoftmax}));
  EXPECT_EQ(make_model(config, small, 8, Task::kRegression, 0),
            (ModelSpec{{8, 50, 50, 1}, Activation::kRelu, Output::kLinear}));
  config.output = Output::kSoftmax;
  config.activation = Activation::kGelu;
  EXPECT_EQ(make_model(config, small, 8, Task::kClassification, 2),
            (ModelSpec{{8, 50, 50, 2}, Activation::kGelu, Output::kSoftmax}));
  // Without hidden layers: logistic regression.
  EXPECT_EQ(make_model(config, {"custom", "Custom", {}}, 8, Task::kClassification, 2).widths,
            (std::vector<std::int64_t>{8, 2}));
}

TEST(RunConfig, AnOutputThatContradictsTheTargetIsRefused) {
  struct Case {
    Output output;
    Task task;
    std::int64_t classes;
  };
  for (const Case& c :
       {Case{Output::kSigmoid, Task::kClassification, 3}, Case{Output::kLinear, Task::kClassification, 2},
        Case{Output::kSoftmax, Task::kRegression, 0}, Case{Output::kSigmoid, Task::kRegression, 0},
        Case{Output::kSoftmax, Task::kClassification, 1}}) {
    RunConfig config = good_config();
    config.output = c.output;
    EXPECT_THROW(make_model(config, config.models[0], 8, c.task, c.classes), Error);
  }
}

}  // namespace
}  // namespace headroom
