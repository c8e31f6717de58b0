#include "core/model/weights.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/error.h"
#include "core/base/rng.h"
#include "core/model/seeds.h"

namespace headroom {
namespace {

// torch.nn.Linear: uniform within +-1/sqrt(in), so mean 0 and variance bound^2 / 3.
TEST(InitialWeights, AreSpreadAsTorchSpreadsThem) {
  const ModelSpec spec{{100, 400, 3}};
  const Weights w = initial_weights(spec, {}, 1);
  check_shapes(spec, w, "test");
  const double bound = 0.1;  // 1 / sqrt(100)
  double sum = 0;
  double squares = 0;
  for (const float x : w.layers[0].weight) {
    ASSERT_LE(std::fabs(static_cast<double>(x)), bound + 1e-8);
    sum += static_cast<double>(x);
    squares += static_cast<double>(x) * static_cast<double>(x);
  }
  const double n = 40000;
  // Five standard errors of the mean; the variance of x^2 is bound^4 * 4/45.
  EXPECT_NEAR(sum / n, 0, 5 * bound / std::sqrt(3 * n));
  EXPECT_NEAR(squares / n, bound * bound / 3, 5 * bound * bound * std::sqrt(4.0 / 45 / n));
  for (const float x : w.layers[0].bias) EXPECT_LE(std::fabs(static_cast<double>(x)), bound + 1e-8);
  // The second layer's bound comes from its own inputs.
  const auto& second = w.layers[1].weight;
  const float largest = *std::max_element(second.begin(), second.end());
  EXPECT_LE(largest, 0.05F + 1e-7F);
  EXPECT_GT(largest, 0.045F);
}

// Uniform in +-bound: mean 0, variance bound^2 / 3, nothing beyond and something near the bound. Five
// standard errors; the variance of x^2 is bound^4 * 4/45.
void expect_uniform(const std::vector<float>& values, double bound) {
  double sum = 0, squares = 0, largest = 0;
  for (const float x : values) {
    const auto wide = static_cast<double>(x);
    sum += wide;
    squares += wide * wide;
    largest = std::max(largest, std::fabs(wide));
  }
  const auto n = static_cast<double>(values.size());
  EXPECT_NEAR(sum / n, 0, 5 * bound / std::sqrt(3 * n));
  EXPECT_NEAR(squares / n, bound * bound / 3, 5 * bound * bound * std::sqrt(4.0 / 45 / n));
  EXPECT_LE(largest, bound * (1 + 1e-6));
  EXPECT_GT(largest, bound * (1 - 10 / n));  // e^-10 is the chance that none of n is that near
}

// The numbers are those that scikit-learn 1.9.1 and PyTorch draw within: MLPClassifier(...)._init_coef(100,
// 400) with activation relu and logistic, and torch.nn.init's calculate_gain("relu") * sqrt(3) / sqrt(100).
TEST(InitialWeights, AreSpreadAsTheirSchemeSays) {
  const auto draw = [](InitScheme scheme, Activation activation) {
    return initial_weights({.widths = {100, 400, 300}, .activation = activation}, {.scheme = scheme}, 1);
  };
  Weights w = draw(InitScheme::kTorch, Activation::kRelu);
  expect_uniform(w.layers[0].weight, 0.1);
  expect_uniform(w.layers[1].weight, 0.05);
  expect_uniform(w.layers[1].bias, 0.05);
  w = draw(InitScheme::kGlorot, Activation::kRelu);
  expect_uniform(w.layers[0].weight, 0.10954451150103323);
  expect_uniform(w.layers[0].bias, 0.10954451150103323);
  expect_uniform(w.layers[1].weight, 0.09258200997725514);  // of 400 inputs and 300 outputs
  expect_uniform(w.layers[1].bias, 0.09258200997725514);
  w = draw(InitScheme::kGlorot, Activation::kSigmoid);
  expect_uniform(w.layers[0].weight, 0.06324555320336758);
  expect_uniform(w.layers[0].bias, 0.06324555320336758);
  w = draw(InitScheme::kHe, Activation::kRelu);
  expect_uniform(w.layers[0].weight, 0.2449489742783178);
  expect_uniform(w.layers[1].weight, 0.1224744871391589);
  EXPECT_EQ(w.layers[0].bias, std::vector<float>(400, 0.0F));
  EXPECT_EQ(w.layers[1].bias, std::vector<float>(300, 0.0F));
}

// What a preset or a saved run starts from must never change: the first draws of seed 1, whose generator and
// order (weights before biases, layer by layer) older records were made with.
TEST(InitialWeights, TorchIsWhatIsNotSaid) {
  const ModelSpec spec{{5, 6, 2}};
  EXPECT_EQ(initial_weights(spec, {}, 3), initial_weights(spec, {.scheme = InitScheme::kTorch}, 3));
  Rng rng(3);
  const double bound = 1 / std::sqrt(5.0);
  const Weights w = initial_weights(spec, {}, 3);
  for (const float x : w.layers[0].weight) EXPECT_EQ(x, static_cast<float>(rng.uniform(-bound, bound)));
  for (const float x : w.layers[0].bias) EXPECT_EQ(x, static_cast<float>(rng.uniform(-bound, bound)));
}

TEST(InitialWeights, RepeatWithTheirSeed) {
  const ModelSpec spec{{5, 6, 2}};
  EXPECT_EQ(initial_weights(spec, {}, 3), initial_weights(spec, {}, 3));
  EXPECT_NE(initial_weights(spec, {}, 3), initial_weights(spec, {}, 4));
  for (const auto& row : kInitSchemeTable) {
    const InitSettings init{.scheme = row.value};
    EXPECT_EQ(initial_weights(spec, init, 3), initial_weights(spec, init, 3)) << row.name;
    EXPECT_NE(initial_weights(spec, init, 3), initial_weights(spec, init, 4)) << row.name;
  }
}

TEST(InitialWeights, GainScalesTheLastWeightsOnly) {
  const ModelSpec spec{{5, 6, 2}};
  const Weights plain = initial_weights(spec, {}, 3);
  const Weights scaled = initial_weights(spec, {.output_gain = 0.5}, 3);
  EXPECT_EQ(scaled.layers[0], plain.layers[0]);
  EXPECT_EQ(scaled.layers[1].bias, plain.layers[1].bias);
  for (std::size_t i = 0; i < plain.layers[1].weight.size(); ++i) {
    EXPECT_FLOAT_EQ(scaled.layers[1].weight[i], 0.5F * plain.layers[1].weight[i]);
  }
}

TEST(CheckShapes, NamesTheLayer) {
  const ModelSpec spec{{5, 6, 2}};
  Weights w = initial_weights(spec, {}, 3);
  w.layers[1].bias.push_back(0);
  try {
    check_shapes(spec, w, "file.safetensors");
    FAIL();
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), ErrorCode::kBadInput);
    EXPECT_EQ(e.where(), "file.safetensors");
    EXPECT_NE(e.message().find("layers.1.bias"), std::string::npos) << e.message();
  }
  w.layers.pop_back();
  EXPECT_THROW(check_shapes(spec, w, ""), Error);
}

TEST(CheckState, WantsNoMomentsOrAllOfTheOptimizers) {
  const ModelSpec spec{{5, 6, 2}};
  EngineState state;
  state.weights = initial_weights(spec, {}, 3);
  EXPECT_NO_THROW(check_state(spec, OptimizerKind::kAdam, state, "state"));  // moments start at zero
  state.moments = {state.weights};
  EXPECT_NO_THROW(check_state(spec, OptimizerKind::kMomentum, state, "state"));
  EXPECT_THROW(check_state(spec, OptimizerKind::kSgd, state, "state"), Error);
  try {
    check_state(spec, OptimizerKind::kAdam, state, "state");
    FAIL();
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), ErrorCode::kBadInput);
    EXPECT_EQ(e.where(), "state");
    EXPECT_NE(e.message().find("holds 1 moments, adam keeps 2"), std::string::npos) << e.message();
  }
  state.moments.push_back(initial_weights({{5, 7, 2}}, {}, 3));
  EXPECT_THROW(check_state(spec, OptimizerKind::kAdam, state, "state"), Error);
}

TEST(FirstNonFiniteLayer, FindsNanAndInfinity) {
  Weights w = initial_weights({{5, 6, 4, 2}}, {}, 3);
  EXPECT_EQ(first_non_finite_layer(w), -1);
  w.layers[2].bias[1] = std::numeric_limits<float>::infinity();
  EXPECT_EQ(first_non_finite_layer(w), 2);
  w.layers[1].weight[3] = std::numeric_limits<float>::quiet_NaN();
  EXPECT_EQ(first_non_finite_layer(w), 1);
}

TEST(Seeds, StreamsDiffer) {
  for (const std::uint64_t seed : {0ULL, 1ULL, 2ULL}) {
    const std::uint64_t streams[] = {weight_seed(seed), shuffle_seed(seed), data_seed(seed)};
    for (int i = 0; i < 3; ++i) {
      for (int j = 0; j < i; ++j) EXPECT_NE(streams[i], streams[j]);
    }
  }
  EXPECT_NE(weight_seed(1), weight_seed(2));
}

}  // namespace
}  // namespace headroom
