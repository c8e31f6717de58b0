#include "core/io/checkpoint.h"

#include <gtest/gtest.h>

#include <functional>

#include "core/base/error.h"
#include "core/io/file.h"
#include "tests/support/temporary_directory.h"

namespace headroom {
namespace {

const ModelSpec kSpec{{3, 2, 1}, Activation::kTanh, Output::kSigmoid};

Weights weights_from(float first) {
  Weights weights;
  for (std::size_t l = 0; l + 1 < kSpec.widths.size(); ++l) {
    LayerWeights layer;
    for (std::int64_t i = 0; i < kSpec.widths[l + 1] * kSpec.widths[l]; ++i) layer.weight.push_back(first++);
    for (std::int64_t i = 0; i < kSpec.widths[l + 1]; ++i) layer.bias.push_back(first++);
    weights.layers.push_back(std::move(layer));
  }
  return weights;
}

Checkpoint adam_checkpoint() {
  return {
      {weights_from(0.1F), {weights_from(100), weights_from(200)}, 3}, {0.5F, 0.25F, 0.125F}, {0, 0.5F, 1}};
}

void expect_bad_input(const std::function<void()>& work, const std::string& part) {
  try {
    work();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kBadInput);
    EXPECT_FALSE(error.where().empty());
    EXPECT_NE(error.message().find(part), std::string::npos) << error.what();
    return;
  }
  ADD_FAILURE() << "was accepted, expected: " << part;
}

TEST(Checkpoint, KeepsEverythingThatARunNeedsToContinue) {
  const Checkpoint before = adam_checkpoint();
  const SafetensorsFile file = parse_safetensors(format_safetensors(to_safetensors(kSpec, before)), "x");
  EXPECT_EQ(file.metadata.at("schema_version"), "1");
  EXPECT_EQ(file.metadata.at("updates"), "3");
  EXPECT_EQ(file.metadata.at("widths"), "3x2x1");
  const Checkpoint after = from_safetensors(file, kSpec, OptimizerKind::kAdam, "x");
  EXPECT_EQ(after.state, before.state);
  EXPECT_EQ(after.step_loss, before.step_loss);
  EXPECT_EQ(after.step_accuracy, before.step_accuracy);
}

TEST(Checkpoint, KeepsTheSecondNetworkOfAnEarlyStop) {
  Checkpoint before = adam_checkpoint();
  EXPECT_EQ(from_safetensors(to_safetensors(kSpec, before), kSpec, OptimizerKind::kAdam, "x").aside, nullptr);
  before.aside = std::make_shared<const Weights>(weights_from(7));
  for (const bool in_use : {false, true}) {
    before.best_in_use = in_use;
    const SafetensorsFile file = parse_safetensors(format_safetensors(to_safetensors(kSpec, before)), "x");
    EXPECT_NE(file.find(in_use ? "last.layers.1.bias" : "best.layers.1.bias"), nullptr);
    const Checkpoint after = from_safetensors(file, kSpec, OptimizerKind::kAdam, "x");
    EXPECT_EQ(after.state, before.state);
    ASSERT_NE(after.aside, nullptr);
    EXPECT_EQ(*after.aside, *before.aside);
    EXPECT_EQ(after.best_in_use, in_use);
  }
}

// The names and shapes that others read: torch.nn.Linear's [out, in].
TEST(Checkpoint, NamesAndShapesAreThoseOfTheContract) {
  const SafetensorsFile file = to_safetensors(kSpec, adam_checkpoint());
  ASSERT_NE(file.find("layers.0.weight"), nullptr);
  EXPECT_EQ(file.find("layers.0.weight")->shape, (std::vector<std::int64_t>{2, 3}));
  EXPECT_EQ(file.find("layers.0.bias")->shape, (std::vector<std::int64_t>{2}));
  EXPECT_EQ(file.find("layers.1.weight")->shape, (std::vector<std::int64_t>{1, 2}));
  EXPECT_EQ(file.find("optimizer.1.layers.1.bias")->values, std::vector<float>{210});
}

TEST(Checkpoint, RefusesWhatBelongsToAnotherNetwork) {
  const SafetensorsFile file = to_safetensors(kSpec, adam_checkpoint());
  const auto read = [](const SafetensorsFile& f, const ModelSpec& spec, OptimizerKind kind) {
    return [&f, spec, kind] { from_safetensors(f, spec, kind, "x"); };
  };
  ModelSpec wider = kSpec;
  wider.widths[1] = 4;
  expect_bad_input(read(file, wider, OptimizerKind::kAdam), "is [2, 3], this network needs [4, 3]");
  ModelSpec deeper = kSpec;
  deeper.widths = {3, 2, 1, 1};
  expect_bad_input(read(file, deeper, OptimizerKind::kAdam), "\"layers.2.weight\" [1, 1] is missing");
  expect_bad_input(read(file, kSpec, OptimizerKind::kSgd), "\"optimizer.0.layers.0.weight\" does not belong");

  SafetensorsFile changed = file;
  changed.metadata["schema_version"] = "2";
  expect_bad_input(read(changed, kSpec, OptimizerKind::kAdam), "schema_version is \"2\"");
  changed.metadata.erase("schema_version");
  expect_bad_input(read(changed, kSpec, OptimizerKind::kAdam), "no Headroom checkpoint");
  changed = file;
  changed.metadata["updates"] = "3x";
  expect_bad_input(read(changed, kSpec, OptimizerKind::kAdam), "no count");
  changed.metadata["updates"] = "2";
  expect_bad_input(read(changed, kSpec, OptimizerKind::kAdam), "the run has 2 steps");
}

TEST(Checkpoint, InitialWeightsComeFromLayersOnly) {
  const test::TemporaryDirectory directory;
  SafetensorsFile file = to_safetensors(kSpec, adam_checkpoint());
  write_file(directory / "full.safetensors", format_safetensors(file));
  EXPECT_EQ(read_initial_weights(directory / "full.safetensors", kSpec), weights_from(0.1F));

  file.metadata.clear();  // as another program would write it
  file.tensors.resize(4);
  write_file(directory / "plain.safetensors", format_safetensors(file));
  EXPECT_EQ(read_initial_weights(directory / "plain.safetensors", kSpec), weights_from(0.1F));

  file.tensors[0].name = "0.weight";
  write_file(directory / "torch.safetensors", format_safetensors(file));
  expect_bad_input([&] { read_initial_weights(directory / "torch.safetensors", kSpec); },
                   "\"layers.0.weight\" [2, 3] is missing; the file holds 0.weight, layers.0.bias");
}

}  // namespace
}  // namespace headroom
