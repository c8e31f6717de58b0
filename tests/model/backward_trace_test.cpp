// Against finite differences of a network in double that shares no code (tests/support/reference_mlp.h), and
// the optimizer's step against that network's own.
#include "core/model/backward_trace.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "core/model/optimizer_step.h"
#include "core/model/unit_trace.h"
#include "tests/support/reference_mlp.h"

namespace headroom {
namespace {

using reference::Parameters;
using reference::Vector;

struct Case {
  Activation activation;
  Output output;
};

Parameters parameters_of(const ModelSpec& spec, const Weights& weights) {
  return reference::Mlp(spec, {}, weights).parameters();
}

// z of the last layer.
Vector forward(const ModelSpec& spec, const Parameters& p, Vector x) {
  for (std::size_t l = 0; l < p.weight.size(); ++l) {
    Vector z = p.bias[l];
    for (std::size_t o = 0; o < z.size(); ++o) {
      for (std::size_t i = 0; i < x.size(); ++i) z[o] += p.weight[l][o][i] * x[i];
    }
    if (l + 1 == p.weight.size()) return z;
    for (double& value : z) value = reference::act(spec.activation, value);
    x = z;
  }
  return x;
}

class Backward : public testing::TestWithParam<Case> {
 protected:
  ModelSpec spec{
      {3, 4, 5, GetParam().output == Output::kSoftmax ? 3 : 1}, GetParam().activation, GetParam().output};
  Weights weights = initial_weights(spec, {}, 7);
  std::vector<float> row{0.75F, -0.5F, 0.25F};
  double target = GetParam().output == Output::kSoftmax ? 2 : GetParam().output == Output::kSigmoid ? 1 : 0.4;
  Parameters p = parameters_of(spec, weights);

  double loss(const Parameters& q, const Vector& x) const {
    return reference::row_loss(spec.output, forward(spec, q, x), target).loss;
  }
  // Central, of fourth order.
  template <typename Loss>
  static double slope(double& at, const Loss& loss) {
    const double before = at, h = 1e-3;
    const auto moved = [&](double by) {
      at = before + by;
      return loss();
    };
    const double d = (8 * (moved(h) - moved(-h)) - (moved(2 * h) - moved(-2 * h))) / (12 * h);
    at = before;
    return d;
  }
};

TEST_P(Backward, AgreesWithFiniteDifferences) {
  const std::vector<LayerTrace> layers = trace_layers(spec, weights, row);
  const BackwardTrace back = trace_backward(spec, weights, layers, target);
  Vector x(row.begin(), row.end());
  EXPECT_NEAR(back.loss, loss(p, x), 1e-12);
  for (std::size_t l = 0; l < layers.size(); ++l) {
    for (std::size_t o = 0; o < p.bias[l].size(); ++o) {
      EXPECT_NEAR(back.layers[l].d_pre_activation[o], slope(p.bias[l][o], [&] { return loss(p, x); }), 1e-9);
      const Vector inputs = l == 0 ? x : layers[l - 1].activation;
      for (std::size_t i = 0; i < inputs.size(); ++i) {
        EXPECT_NEAR(back.layers[l].d_pre_activation[o] * inputs[i],
                    slope(p.weight[l][o][i], [&] { return loss(p, x); }), 1e-9);
      }
    }
  }
  for (std::size_t i = 0; i < x.size(); ++i) {
    EXPECT_NEAR(back.d_features[i], slope(x[i], [&] { return loss(p, x); }), 1e-9);
    const std::vector<double> effects = feature_effects(spec, weights, layers, spec.outputs() - 1);
    EXPECT_NEAR(effects[i], slope(x[i], [&] { return forward(spec, p, x).back(); }), 1e-9);
  }
}

TEST_P(Backward, AUnitsArithmeticAddsUp) {
  const std::vector<LayerTrace> layers = trace_layers(spec, weights, row);
  const BackwardTrace back = trace_backward(spec, weights, layers, target);
  for (std::int64_t l = 0; l < spec.layers(); ++l) {
    for (std::int64_t u = 0; u < spec.widths[static_cast<std::size_t>(l + 1)]; ++u) {
      UnitTrace unit = trace_unit(spec, weights, row, layers, l, u);
      double z = unit.bias + unit.others_sum;
      for (std::size_t i = 0; i < unit.largest.size(); ++i) {
        z += unit.largest[i].product();
        if (i == 0) continue;
        EXPECT_GE(std::abs(unit.largest[i - 1].product()), std::abs(unit.largest[i].product()));
      }
      EXPECT_NEAR(z, unit.z, 1e-12);
      trace_unit_backward(unit, {spec, weights, row, layers, back}, {}, {}, 0);
      if (l + 1 == spec.layers()) continue;
      double d_a = unit.other_consequences_sum;
      for (const UnitTrace::Consequence& each : unit.consequences) d_a += each.product();
      EXPECT_NEAR(d_a, unit.d_a, 1e-12);
      EXPECT_NEAR(unit.d_a * unit.slope, unit.d_z, 1e-12);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(All, Backward,
                         testing::Values(Case{Activation::kRelu, Output::kSigmoid},
                                         Case{Activation::kTanh, Output::kSoftmax},
                                         Case{Activation::kSigmoid, Output::kLinear},
                                         Case{Activation::kGelu, Output::kSigmoid},
                                         Case{Activation::kSilu, Output::kSoftmax}));

TEST(BackwardTrace, EightLargestAndTheRest) {
  const ModelSpec spec{{20, 1}, Activation::kRelu, Output::kLinear};
  Weights weights = initial_weights(spec, {}, 1);
  std::vector<float> row(20, 1.0F);
  for (std::size_t i = 0; i < 20; ++i) weights.layers[0].weight[i] = (i % 2 == 0 ? 1.0F : -1.0F) * float(i);
  const UnitTrace unit = trace_unit(spec, weights, row, trace_layers(spec, weights, row), 0, 0);
  ASSERT_EQ(unit.largest.size(), 8U);
  EXPECT_EQ(unit.largest.front().source, 19);
  EXPECT_EQ(unit.largest.back().source, 12);
  EXPECT_EQ(unit.others, 12);
  EXPECT_DOUBLE_EQ(unit.others_sum, -6);  // 0 - 1 + 2 - ... + 10 - 11
}

TEST(OptimizerStep, AgreesWithTheReferenceStepByStep) {
  const ModelSpec spec{{2, 1}, Activation::kRelu, Output::kLinear};
  const Weights start{{{{0.5F, -0.25F}, {0.125F}}}};
  const std::vector<Vector> rows{{1, 2}, {-0.5, 0.25}, {3, -1}};
  for (const OptimizerRow& kind : kOptimizerTable) {
    SCOPED_TRACE(kind.name);
    OptimizerSettings settings{.kind = kind.value, .learning_rate = 0.01, .l2 = 0.1};
    reference::Mlp reference(spec, settings, start);
    double moments[2] = {0, 0};
    for (std::int64_t i = 0; i < 3; ++i) {
      const auto& x = rows[static_cast<std::size_t>(i)];
      const Parameters before = reference.parameters();
      const double z = before.weight[0][0][0] * x[0] + before.weight[0][0][1] * x[1] + before.bias[0][0];
      const OptimizerStep step =
          optimizer_step(settings, before.weight[0][0][0], 2 * (z - 1) * x[0], moments, i);
      reference.step({x}, {1});
      EXPECT_NEAR(step.change, reference.parameters().weight[0][0][0] - before.weight[0][0][0], 1e-12);
      std::copy_n(step.moments, 2, moments);
    }
  }
}

}  // namespace
}  // namespace headroom
