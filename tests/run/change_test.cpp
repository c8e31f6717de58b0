// What every setting means for a run under way, one row each, and that several changes restart once.
#include "core/run/change.h"

#include <gtest/gtest.h>

#include "tests/run/driver.h"

namespace headroom {
namespace {

using test::Driver;
using test::FakeScript;
using test::model;
using test::small_config;
using test::SnapshotPtr;

struct Row {
  const char* setting;
  Effect effect;
  std::function<void(RunConfig&)> edit;
};

// In the order of the structs' members: a member without a row is found by the counts below.
std::vector<Row> run_config_rows() {
  using C = RunConfig;
  return {{"id", Effect::kNone, [](C& c) { c.id = "other"; }},
          {"title", Effect::kNone, [](C& c) { c.title = "other"; }},
          {"description", Effect::kNone, [](C& c) { c.description = "other"; }},
          {"notes", Effect::kNone, [](C& c) { c.notes = {"other"}; }},
          {"generator", Effect::kReads, [](C& c) { c.generator = SyntheticSpec{}; }},
          {"dataset", Effect::kReads, [](C& c) { c.dataset = test::small_dataset(50); }},
          {"scale", Effect::kPrepares, [](C& c) { c.scale = ScaleKind::kStandard; }},
          {"scale_target", Effect::kPrepares, [](C& c) { c.scale_target = false; }},
          {"degree", Effect::kPrepares, [](C& c) { c.degree = 2; }},
          {"terms", Effect::kPrepares, [](C& c) { c.terms = Terms::kGenerated; }},
          {"residence", Effect::kPrepares, [](C& c) { c.residence = Residence::kStreamed; }},
          {"split", Effect::kPrepares, [](C& c) { c.split.validation_fraction = 0.4; }},
          {"class weight", Effect::kPrepares, [](C& c) { c.class_weight = ClassWeight::kBalanced; }},
          {"activation", Effect::kStartsOver, [](C& c) { c.activation = Activation::kTanh; }},
          {"output", Effect::kStartsOver, [](C& c) { c.output = Output::kSoftmax; }},
          {"init", Effect::kStartsOver, [](C& c) { c.init.output_gain = 2; }},
          {"models", Effect::kModels, [](C& c) { c.models[1].hidden = {5}; }},
          {"selected", Effect::kModels, [](C& c) { c.selected = {"large"}; }},
          {"train", Effect::kReads, [](C& c) { c.train.seed = 9; }},
          {"reference", Effect::kNone, [](C& c) { c.reference = ReferenceCurve{}; }},
          {"recorder", Effect::kGoesOn, [](C& c) { c.recorder = kMiB; }}};
}

TEST(ChangeOfNoise, IsTheSameRunOnOtherRowsAndOtherKindsAreNot) {
  RunConfig before = small_config();
  before.dataset = nullptr;
  before.generator = SyntheticSpec{"moons", 100, 2, 0.1, 1};
  RunConfig after = before;
  after.generator->noise = 0.35;
  EXPECT_EQ(what_changes(before, after).effect, Effect::kReads);
  EXPECT_NO_THROW(require_change(before, after));
  EXPECT_EQ(change_text(before, after), "noise 0.35");
  EXPECT_FALSE(same_source(before, after));
  after.generator->rows = 200;
  EXPECT_THROW(require_change(before, after), Error);
  after = before;
  after.generator->kind = "circles";
  EXPECT_THROW(require_change(before, after), Error);
}

std::vector<Row> train_settings_rows() {
  using C = RunConfig;
  return {{"epochs", Effect::kGoesOn, [](C& c) { c.train.epochs = 9; }},
          {"batch", Effect::kStartsOver, [](C& c) { c.train.batch = 9; }},
          {"optimizer", Effect::kStartsOver, [](C& c) { c.train.optimizer.kind = OptimizerKind::kAdamW; }},
          {"seed", Effect::kReads, [](C& c) { c.train.seed = 9; }},
          {"shuffle", Effect::kStartsOver, [](C& c) { c.train.shuffle = Shuffle::kNone; }},
          {"precision", Effect::kStartsOver, [](C& c) { c.train.precision = Precision::kBf16; }},
          {"early stop", Effect::kGoesOn, [](C& c) { c.train.early_stop_patience = 9; }},
          {"min delta", Effect::kGoesOn, [](C& c) { c.train.early_stop_min_delta = 9; }}};
}

std::vector<Row> optimizer_rows() {
  using C = RunConfig;
  return {{"kind", Effect::kStartsOver, [](C& c) { c.train.optimizer.kind = OptimizerKind::kSgd; }},
          {"learning rate", Effect::kGoesOn, [](C& c) { c.train.optimizer.learning_rate = 0.9; }},
          {"momentum", Effect::kStartsOver, [](C& c) { c.train.optimizer.momentum = 0.1; }},
          {"beta1", Effect::kStartsOver, [](C& c) { c.train.optimizer.beta1 = 0.1; }},
          {"beta2", Effect::kStartsOver, [](C& c) { c.train.optimizer.beta2 = 0.1; }},
          {"alpha", Effect::kStartsOver, [](C& c) { c.train.optimizer.alpha = 0.1; }},
          {"epsilon", Effect::kStartsOver, [](C& c) { c.train.optimizer.epsilon = 0.1; }},
          {"l2", Effect::kStartsOver, [](C& c) { c.train.optimizer.l2 = 0.1; }}};
}

void expect_rows(const std::vector<Row>& rows) {
  const RunConfig before = small_config();
  for (const Row& row : rows) {
    SCOPED_TRACE(row.setting);
    RunConfig after = before;
    row.edit(after);
    EXPECT_EQ(what_changes(before, after).effect, row.effect);
    EXPECT_EQ(what_changes(after, before).effect, row.effect);
    EXPECT_EQ(change_text(before, after).empty(), row.effect == Effect::kNone);
  }
}

TEST(Change, EverySettingHasItsEffect) {
  expect_rows(run_config_rows());
  expect_rows(train_settings_rows());
  expect_rows(optimizer_rows());
  expect_rows({{"init scheme", Effect::kStartsOver, [](RunConfig& c) { c.init.scheme = InitScheme::kHe; }}});
}

// As many names as members, or this does not compile; as many names as rows, or the test fails.
TEST(Change, NoMemberIsWithoutARow) {
  const auto count = [](const auto&... members) { return sizeof...(members); };
  const RunConfig config;
  const auto& [c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13, c14, c15, c16, c17, c18, c19, c20,
               c21] = config;
  EXPECT_EQ(run_config_rows().size(), count(c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12, c13, c14, c15,
                                            c16, c17, c18, c19, c20, c21));
  const auto& [t1, t2, t3, t4, t5, t6, t7, t8] = config.train;
  EXPECT_EQ(train_settings_rows().size(), count(t1, t2, t3, t4, t5, t6, t7, t8));
  const auto& [o1, o2, o3, o4, o5, o6, o7, o8] = config.train.optimizer;
  EXPECT_EQ(optimizer_rows().size(), count(o1, o2, o3, o4, o5, o6, o7, o8));
}

TEST(Change, TheFarthestOfSeveralEffectsCounts) {
  const RunConfig before = small_config();
  RunConfig after = before;
  EXPECT_EQ(what_changes(before, after).effect, Effect::kNone);
  after.train.epochs = 9;
  after.selected = {"large"};
  EXPECT_EQ(what_changes(before, after).effect, Effect::kModels);
  after.train.batch = 9;
  EXPECT_TRUE(what_changes(before, after).starts_over());
  after.scale = ScaleKind::kStandard;
  EXPECT_EQ(what_changes(before, after).effect, Effect::kPrepares);
}

TEST(Change, OnlyTheNetworkThatIsAnotherIsReplaced) {
  const RunConfig before = small_config();
  RunConfig after = before;
  set_custom_model(after, {7, 5});
  EXPECT_EQ(what_changes(before, after).effect, Effect::kModels);
  EXPECT_TRUE(what_changes(before, after).replaced.empty());
  RunConfig again = after;
  set_custom_model(again, {8});
  EXPECT_EQ(what_changes(after, again).replaced, std::vector<std::string>{"custom"});
  remove_custom_model(again);
  EXPECT_EQ(again.models, before.models);
  EXPECT_EQ(again.selected, before.selected);
}

TEST(Change, IsToldInOneLine) {
  const auto text = [before = small_config()](const std::function<void(RunConfig&)>& edit) {
    RunConfig after = before;
    edit(after);
    return change_text(before, after);
  };
  using C = RunConfig;
  EXPECT_EQ(text([](C&) {}), "");
  EXPECT_EQ(text([](C& c) { c.train.optimizer.learning_rate = 0.01; }), "learning rate 0.01");
  EXPECT_EQ(text([](C& c) { c.selected = {"small", "large"}; }), "training small and large");
  EXPECT_EQ(text([](C& c) { set_custom_model(c, {3}); }), "custom model");
  EXPECT_EQ(text([](C& c) { c.activation = Activation::kTanh; }), "activation tanh");
  EXPECT_EQ(text([](C& c) { c.init.scheme = InitScheme::kGlorot; }), "first weights glorot");
  EXPECT_EQ(text([](C& c) { c.init.output_gain = 2; }), "settings changed");
  EXPECT_EQ(text([](C& c) { c.split.test_fraction = 0.2; }), "test part of 20 %");
  EXPECT_EQ(text([](C& c) { c.class_weight = ClassWeight::kBalanced; }), "class weights balanced");
  EXPECT_EQ(text([](C& c) { c.scale_target = false; }), "target as it is");
  EXPECT_EQ(text([](C& c) { c.terms = Terms::kGenerated; }), "degree-2 terms generated");
  EXPECT_EQ(text([](C& c) { c.residence = Residence::kStreamed; }), "rows are streamed from main memory");
  EXPECT_EQ(text([](C& c) { c.train.seed = 7; }), "back at step 0 with seed 7");
  EXPECT_EQ(text([](C& c) { c.train.batch = 7; }), "settings changed");
  EXPECT_EQ(text([](C& c) {
              c.train.batch = 7;
              c.activation = Activation::kTanh;
            }),
            "activation tanh, settings changed");
}

TEST(Change, SeveralChangesRestartOnce) {
  auto script = std::make_shared<FakeScript>();
  int engines = 0, uploads = 0;
  script->on_create_engine = [&] { ++engines; };
  script->on_upload = [&] { ++uploads; };
  Driver run(script);
  run.train_to_end();
  engines = uploads = 0;
  run.change([](RunConfig& config) {
    config.train.batch = 20;
    config.train.optimizer.kind = OptimizerKind::kAdam;
    config.train.epochs = 2;
    config.activation = Activation::kTanh;
  });
  SnapshotPtr s = run.wait(RunState::kReady);
  EXPECT_EQ(engines, 1);
  EXPECT_EQ(uploads, 0);  // the data stay as they are
  EXPECT_EQ(model(*s, "small").steps_per_epoch, 4);
  EXPECT_EQ(model(*s, "small").spec.activation, Activation::kTanh);

  engines = 0;
  run.change([](RunConfig& config) {
    config.train.seed = 5;
    config.scale = ScaleKind::kStandard;
    config.train.batch = 40;
    config.selected = {"small", "large"};
  });
  s = run.wait(
      [](const Snapshot& x) { return x.state == RunState::kReady && x.facts->config.train.seed == 5; });
  EXPECT_EQ(engines, 2);  // one for each selected model
  EXPECT_EQ(uploads, 1);
  run.post(command::Play{});
  s = run.wait(RunState::kFinished);
  EXPECT_EQ(model(*s, "large").epoch, 2);
}

TEST(Change, ALearningRateAndASelectionAtOnceGoOn) {
  Driver run;
  run.load();
  run.post(command::Step{true});
  run.wait(RunState::kPaused);
  run.change([](RunConfig& config) {
    config.train.optimizer.learning_rate = 0.05;
    config.selected = {"small", "large"};
  });
  SnapshotPtr s = run.wait([](const Snapshot& x) { return model(x, "large").selected; });
  EXPECT_EQ(model(*s, "small").steps, 8);
  run.post(command::Play{});
  s = run.wait(RunState::kFinished);
  EXPECT_EQ(model(*s, "small").history.epochs.at(1).learning_rate, 0.05);
  EXPECT_EQ(model(*s, "large").history.epochs.at(0).learning_rate, 0.05);
}

TEST(Change, NetworksAreLostWhereTheyStartOverOrGo) {
  RunConfig before = test::small_config();
  const auto loses = [&](auto edit) {
    RunConfig after = before;
    edit(after);
    return loses_networks(before, after);
  };
  using C = RunConfig;
  EXPECT_FALSE(loses([](C&) {}));
  EXPECT_FALSE(loses([](C& c) { c.train.optimizer.learning_rate = 0.5; }));
  EXPECT_FALSE(loses([](C& c) { c.selected = {"large"}; }));
  EXPECT_FALSE(loses([](C& c) { set_custom_model(c, {3}); }));
  EXPECT_TRUE(loses([](C& c) { c.train.batch = 5; }));
  EXPECT_TRUE(loses([](C& c) { c.train.seed = 9; }));
  set_custom_model(before, {3});
  EXPECT_TRUE(loses([](C& c) { set_custom_model(c, {4}); }));
  EXPECT_TRUE(loses([](C& c) { remove_custom_model(c); }));
}

}  // namespace
}  // namespace headroom
