// The kernels of a training step against formulas in double, with sizes around the tiles (32 columns,
// 8 rows, 256 and 1024 threads) and every branch.
#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/base/error.h"
#include "core/data/polynomial.h"
#include "cuda/kernels/activations.h"
#include "cuda/kernels/loss.h"
#include "cuda/kernels/optimizer.h"
#include "cuda/kernels/rows.h"
#include "gpu_test.h"

namespace headroom::gpu {
namespace {

using NetworkKernels = GpuTest;

double act(Activation kind, double z) {
  switch (kind) {
    case Activation::kRelu: return z > 0 ? z : 0;
    case Activation::kTanh: return std::tanh(z);
    case Activation::kSigmoid: return 1 / (1 + std::exp(-z));
    case Activation::kGelu: return z * 0.5 * std::erfc(-z / std::numbers::sqrt2);
    case Activation::kSilu: return z / (1 + std::exp(-z));
  }
  return z;
}

// The derivative by central differences of the formula.
double slope(Activation kind, double z) {
  constexpr double kStep = 1e-5;
  return (act(kind, z + kStep) - act(kind, z - kStep)) / (2 * kStep);
}

constexpr std::int64_t kSizes[][2] = {{1, 1},   {7, 1},    {1, 33},
                                      {33, 31}, {64, 200}, {257, 50}};  // rows, width

TEST_F(NetworkKernels, GatherFollowsTheEpochsOrder) {
  for (const auto& [rows, columns] : kSizes) {
    const auto source = random_floats(rows * columns, 1);
    const auto values = random_floats(rows, 2);
    auto features = device(source);
    auto targets = device(values);
    const std::int64_t first = rows / 3;
    const std::int64_t count = rows - first;
    for (const bool shuffled : {false, true}) {
      auto input = empty(count * columns);
      auto target = empty(count);
      const RowOrder order =
          shuffled ? RowOrder::shuffled(static_cast<std::uint32_t>(rows), 42, 3) : RowOrder::in_file_order();
      Clock now = clock({}, {order, static_cast<std::uint32_t>(first), 1, 0, 0}, 1);
      const RowSource rows_of{features.get(), targets.get(), columns, columns};
      gather_rows(stream(), rows_of, now.get(), count, input.get(), target.get());
      const auto got = input.read();
      const auto got_target = target.read();
      const Permutation permutation(static_cast<std::uint32_t>(rows), 42, 3);
      for (std::int64_t i = 0; i < count; ++i) {
        const auto at = static_cast<std::uint32_t>(first + i);
        const std::size_t row = shuffled ? permutation(at) : at;
        ASSERT_EQ(got_target[static_cast<std::size_t>(i)], values[row]);
        for (std::int64_t c = 0; c < columns; ++c) {
          ASSERT_EQ(got[static_cast<std::size_t>(i * columns + c)],
                    source[row * static_cast<std::size_t>(columns) + static_cast<std::size_t>(c)]);
        }
      }
    }
  }
}

// Against the host's matrix, row by row, bit for bit.
TEST_F(NetworkKernels, GatherMakesTheTerms) {
  for (const auto& [rows, columns] : kSizes) {
    const auto source = random_floats(rows * columns, 1);
    const std::int64_t features = feature_count(columns, 2);
    std::vector<float> want(static_cast<std::size_t>(rows * features));
    expand_features(source, columns, 2, want);
    auto on_device = device(source);
    auto targets = device(random_floats(rows, 2));
    auto input = empty(rows * features);
    auto target = empty(rows);
    Clock now = clock({}, {RowOrder::shuffled(static_cast<std::uint32_t>(rows), 42, 3), 0, 1, 0, 0}, 1);
    gather_rows(stream(), {on_device.get(), targets.get(), columns, features}, now.get(), rows, input.get(),
                target.get());
    const auto got = input.read();
    const auto got_target = target.read();
    const auto want_target = targets.read();
    const Permutation permutation(static_cast<std::uint32_t>(rows), 42, 3);
    for (std::int64_t i = 0; i < rows; ++i) {
      const std::int64_t row = permutation(static_cast<std::uint32_t>(i));
      ASSERT_EQ(got_target[static_cast<std::size_t>(i)], want_target[static_cast<std::size_t>(row)]);
      for (std::int64_t k = 0; k < features; ++k) {
        ASSERT_EQ(got[static_cast<std::size_t>(i * features + k)],
                  want[static_cast<std::size_t>(row * features + k)]);
      }
    }
  }
}

TEST_F(NetworkKernels, BiasAndActivationForward) {
  for (const auto& [rows, width] : kSizes) {
    const auto z0 = random_floats(rows * width, 3, -4, 4);
    const auto b0 = random_floats(width, 4);
    auto bias = device(b0);
    for (const ActivationRow& activation : kActivationTable) {
      const Activation kind = activation.value;
      std::vector<double> want_z;
      std::vector<double> want;
      for (std::int64_t i = 0; i < rows * width; ++i) {
        want_z.push_back(static_cast<double>(z0[static_cast<std::size_t>(i)]) +
                         b0[static_cast<std::size_t>(i % width)]);
        want.push_back(act(kind, want_z.back()));
      }
      auto z = device(z0);
      auto apart = empty(rows * width);
      add_bias_and_activate(stream(), kind, bias.get(), rows, width, z.get(), apart.get());
      expect_close(z.read(), want_z, 1e-6, 1e-6);
      expect_close(apart.read(), want, 2e-6, 2e-6);
      auto in_place = device(z0);
      add_bias_and_activate(stream(), kind, bias.get(), rows, width, in_place.get(), in_place.get());
      expect_close(in_place.read(), want, 2e-6, 2e-6);
      auto logits = device(z0);
      add_bias(stream(), bias.get(), rows, width, logits.get());
      expect_close(logits.read(), want_z, 1e-6, 1e-6);
    }
  }
}

TEST_F(NetworkKernels, ActivationBackward) {
  for (const std::int64_t count : {1, 255, 256, 257, 10001}) {
    const auto z = random_floats(count, 5, -4, 4);
    const auto delta0 = random_floats(count, 6);
    for (const ActivationRow& activation : kActivationTable) {
      const Activation kind = activation.value;
      std::vector<float> saved(z);
      std::vector<double> want;
      for (std::size_t i = 0; i < z.size(); ++i) {
        if (!activation.keeps_pre_activation) saved[i] = static_cast<float>(act(kind, z[i]));
        want.push_back(delta0[i] * slope(kind, z[i]));
      }
      auto kept = device(saved);
      auto delta = device(delta0);
      activation_backward(stream(), kind, kept.get(), count, delta.get());
      expect_close(delta.read(), want, 2e-6, 1e-5);
    }
  }
}

TEST_F(NetworkKernels, ReluSlopeAtZeroIsZero) {
  auto saved = device({0.0F, -0.0F, 1e-30F});
  auto delta = device({1.0F, 1.0F, 1.0F});
  activation_backward(stream(), Activation::kRelu, saved.get(), 3, delta.get());
  EXPECT_EQ(delta.read(), (std::vector<float>{0.0F, 0.0F, 1.0F}));
}

TEST_F(NetworkKernels, BiasGradientIsTheColumnSum) {
  for (const auto& [rows, width] : kSizes) {
    const auto values = random_floats(rows * width, 7);
    std::vector<double> want(static_cast<std::size_t>(width), 0.0);
    for (std::size_t i = 0; i < values.size(); ++i) want[i % static_cast<std::size_t>(width)] += values[i];
    auto delta = device(values);
    auto gradient = empty(width);
    bias_gradient(stream(), delta.get(), rows, width, gradient.get());
    expect_close(gradient.read(), want, 1e-5, 1e-5);
  }
}

struct LossCase {
  std::vector<double> loss;
  std::vector<double> delta;
  std::vector<std::int32_t> correct;
};

LossCase softmax_oracle(const std::vector<float>& z, const std::vector<float>& target, std::int64_t width) {
  LossCase want;
  const double rows = static_cast<double>(target.size());
  for (std::size_t r = 0; r < target.size(); ++r) {
    const float* row = z.data() + static_cast<std::int64_t>(r) * width;
    double sum = 0;
    std::int64_t best = 0;
    for (std::int64_t c = 0; c < width; ++c) {
      sum += std::exp(static_cast<double>(row[c]));
      if (row[c] > row[best]) best = c;
    }
    const auto wanted = static_cast<std::int64_t>(target[r]);
    want.loss.push_back(std::log(sum) - row[wanted]);
    want.correct.push_back(best == wanted ? 1 : 0);
    for (std::int64_t c = 0; c < width; ++c) {
      want.delta.push_back((std::exp(static_cast<double>(row[c])) / sum - (c == wanted ? 1 : 0)) / rows);
    }
  }
  return want;
}

TEST_F(NetworkKernels, SoftmaxLoss) {
  for (const std::int64_t width : {2, 3, 10, 31, 32, 33, 200}) {
    for (const std::int64_t rows : {1, 8, 9, 300}) {
      auto z0 = random_floats(rows * width, 10, -6, 6);
      if (rows > 1) std::fill_n(z0.begin(), width, 0.5F);  // a tie: the first class wins
      std::vector<float> target;
      for (std::int64_t r = 0; r < rows; ++r) target.push_back(static_cast<float>((r * 7) % width));
      const LossCase want = softmax_oracle(z0, target, width);
      auto z = device(z0);
      auto y = device(target);
      auto loss = empty(rows);
      OnDevice<std::int32_t> correct(state(), std::vector<std::int32_t>(static_cast<std::size_t>(rows), -1));
      auto delta = empty(rows * width);
      output_loss(stream(), Output::kSoftmax, z.get(), y.get(), rows, width, loss.get(), correct.get(),
                  delta.get());
      expect_close(loss.read(), want.loss, 3e-6, 3e-6);
      expect_close(delta.read(), want.delta, 1e-6, 1e-5);
      EXPECT_EQ(correct.read(), want.correct);
      EXPECT_EQ(z.read(), z0);
      auto again = empty(rows);
      output_loss(stream(), Output::kSoftmax, z.get(), y.get(), rows, width, again.get(), correct.get(),
                  nullptr);
      EXPECT_EQ(again.read(), loss.read());
      apply_output(stream(), Output::kSoftmax, rows, width, z.get());
      std::vector<double> p;
      for (std::size_t i = 0; i < want.delta.size(); ++i) {
        const std::size_t r = i / static_cast<std::size_t>(width);
        const bool hit = static_cast<float>(i % static_cast<std::size_t>(width)) == target[r];
        p.push_back(want.delta[i] * static_cast<double>(rows) + (hit ? 1 : 0));
      }
      expect_close(z.read(), p, 1e-6, 1e-5);
    }
  }
}

// sum(w loss) / sum(w), and the gradient of that.
TEST_F(NetworkKernels, RowsWeightedByTheirClass) {
  for (const std::int64_t width : {1, 3, 40}) {
    for (const std::int64_t rows : {1, 7, 300, 5000}) {
      const std::int64_t classes = std::max<std::int64_t>(2, width);
      const auto weights = random_floats(classes, 14, 0.2F, 4);
      const auto losses = random_floats(rows, 15, 0, 3), deltas = random_floats(rows * width, 16, -1, 1);
      std::vector<float> target;
      for (std::int64_t r = 0; r < rows; ++r) target.push_back(static_cast<float>((r * 5) % classes));
      double sum = 0;
      for (const float t : target) sum += weights[static_cast<std::size_t>(t)];
      std::vector<double> want_loss, want_delta;
      for (std::size_t r = 0; r < target.size(); ++r) {
        const double factor = static_cast<double>(weights[static_cast<std::size_t>(target[r])]) *
                              static_cast<double>(rows) / sum;
        want_loss.push_back(losses[r] * factor);
        for (std::size_t c = 0; c < static_cast<std::size_t>(width); ++c)
          want_delta.push_back(deltas[r * static_cast<std::size_t>(width) + c] * factor);
      }
      auto w = device(weights), y = device(target), loss = device(losses), delta = device(deltas);
      weight_rows(stream(), w.get(), y.get(), rows, width, loss.get(), delta.get());
      expect_close(loss.read(), want_loss, 1e-6, 1e-6);
      expect_close(delta.read(), want_delta, 1e-6, 1e-6);
    }
  }
}

TEST_F(NetworkKernels, AClassThatTheNetworkLacksMakesTheLossNaN) {
  auto z = device({1.0F, 2.0F});
  auto y = device({2.0F});
  auto loss = empty(1);
  OnDevice<std::int32_t> correct(state(), {-1});
  output_loss(stream(), Output::kSoftmax, z.get(), y.get(), 1, 2, loss.get(), correct.get(), nullptr);
  EXPECT_TRUE(std::isnan(loss.read()[0]));
  EXPECT_EQ(correct.read()[0], 0);
}

TEST_F(NetworkKernels, SigmoidAndLinearLoss) {
  for (const std::int64_t rows : {1, 255, 257, 3000}) {
    const auto z0 = random_floats(rows, 11, -30, 30);
    std::vector<float> target;
    for (std::int64_t r = 0; r < rows; ++r) target.push_back(r % 3 == 0 ? 1.0F : 0.0F);
    for (const Output output : {Output::kSigmoid, Output::kLinear}) {
      LossCase want;
      for (std::size_t r = 0; r < z0.size(); ++r) {
        const double z = z0[r];
        const double y = target[r];
        if (output == Output::kSigmoid) {
          want.loss.push_back(std::max(z, 0.0) - z * y + std::log1p(std::exp(-std::abs(z))));
          want.delta.push_back((1 / (1 + std::exp(-z)) - y) / static_cast<double>(rows));
          want.correct.push_back((z > 0) == (y > 0.5) ? 1 : 0);
        } else {
          want.loss.push_back((z - y) * (z - y));
          want.delta.push_back(2 * (z - y) / static_cast<double>(rows));
          want.correct.push_back(0);
        }
      }
      auto z = device(z0);
      auto y = device(target);
      auto loss = empty(rows);
      OnDevice<std::int32_t> correct(state(), std::vector<std::int32_t>(z0.size(), -1));
      auto delta = empty(rows);
      output_loss(stream(), output, z.get(), y.get(), rows, 1, loss.get(), correct.get(), delta.get());
      expect_close(loss.read(), want.loss, 2e-6, 2e-6);
      expect_close(delta.read(), want.delta, 1e-7, 1e-5);
      EXPECT_EQ(correct.read(), want.correct);
    }
  }
}

TEST_F(NetworkKernels, SumsOfLossesAndHits) {
  for (const std::int64_t rows : {1, 1023, 1024, 1025, 5000}) {
    const auto losses = random_floats(rows, 12, 0, 3);
    std::vector<std::int32_t> hits;
    double sum = 0;
    std::int32_t count = 0;
    for (std::size_t r = 0; r < losses.size(); ++r) {
      hits.push_back(r % 5 < 2 ? 1 : 0);
      sum += losses[r];
      count += hits.back();
    }
    auto row_loss = device(losses);
    OnDevice<std::int32_t> row_correct(state(), hits);
    auto loss = empty(3);
    OnDevice<std::int32_t> correct(state(), {-1, -1, -1});
    Clock now = clock({}, {RowOrder::in_file_order(), 5, 7, 1, 0}, 2);
    for (int times = 0; times < 2; ++times) {  // slots 1 and 2
      store_metric(stream(), row_loss.get(), row_correct.get(), rows, now.corrections.get(), now.get(),
                   loss.get(), correct.get());
    }
    EXPECT_TRUE(std::isnan(loss.read()[0]));
    EXPECT_NEAR(loss.read()[1], sum / static_cast<double>(rows), 1e-6);
    EXPECT_EQ(loss.read()[2], loss.read()[1]);
    EXPECT_EQ(correct.read(), (std::vector<std::int32_t>{-1, count, count}));
    OnDevice<double> total(state(), {10.0});
    OnDevice<std::int64_t> total_hits(state(), {100});
    add_to_evaluation(stream(), row_loss.get(), row_correct.get(), rows, total.get(), total_hits.get());
    EXPECT_NEAR(total.read()[0], 10.0 + sum, 1e-9 * sum);
    EXPECT_EQ(total_hits.read()[0], 100 + count);
  }
}

// One parameter as torch.optim's documentation writes it, in double.
struct Parameter {
  double w, m = 0, v = 0;
};

void step(const OptimizerSettings& s, double g, int t, Parameter& p) {
  if (s.kind == OptimizerKind::kAdamW) p.w *= 1 - s.learning_rate * s.l2;
  if (s.kind != OptimizerKind::kAdamW) g += s.l2 * p.w;
  switch (s.kind) {
    case OptimizerKind::kSgd: p.w -= s.learning_rate * g; return;
    case OptimizerKind::kMomentum:
      p.m = t == 1 ? g : s.momentum * p.m + g;
      p.w -= s.learning_rate * p.m;
      return;
    case OptimizerKind::kRmsprop:
      p.m = s.alpha * p.m + (1 - s.alpha) * g * g;
      p.w -= s.learning_rate * g / (std::sqrt(p.m) + s.epsilon);
      return;
    default: break;
  }
  p.m = s.beta1 * p.m + (1 - s.beta1) * g;
  p.v = s.beta2 * p.v + (1 - s.beta2) * g * g;
  const double m_hat = p.m / (1 - std::pow(s.beta1, t));
  const double v_hat = p.v / (1 - std::pow(s.beta2, t));
  p.w -= s.learning_rate * m_hat / (std::sqrt(v_hat) + s.epsilon);
}

TEST_F(NetworkKernels, OptimizersFollowTheirFormulas) {
  for (const OptimizerRow& optimizer : kOptimizerTable) {
    const OptimizerKind kind = optimizer.value;
    for (const std::int64_t count : {1, 255, 257, 4097}) {
      OptimizerSettings settings;
      settings.kind = kind;
      settings.learning_rate = 0.01;
      settings.l2 = 0.02;
      const auto w0 = random_floats(count, 13);
      const std::vector<float> zero(static_cast<std::size_t>(count), 0.0F);
      auto w = device(w0);
      auto m = device(zero);
      auto v = device(zero);
      std::vector<Parameter> oracle;
      oracle.reserve(w0.size());
      for (const float value : w0) oracle.push_back({value});
      auto loss = empty(5);
      auto row_loss = device({0.0F});
      OnDevice<std::int32_t> hits(state(), {0});
      OnDevice<std::int32_t> correct(state(), std::vector<std::int32_t>(5, 0));
      Clock now = clock(settings, {RowOrder::in_file_order(), 0, 1, 0, 0}, 5);
      for (int t = 1; t <= 5; ++t) {
        const auto g0 = random_floats(count, 100 + static_cast<std::uint64_t>(t));
        auto g = device(g0);
        store_metric(stream(), row_loss.get(), hits.get(), 1, now.corrections.get(), now.get(), loss.get(),
                     correct.get());  // moves the clock to update t
        optimizer_step(stream(), kind, now.get(), {w.get(), g.get(), m.get(), v.get(), count});
        for (std::size_t i = 0; i < oracle.size(); ++i) step(settings, g0[i], t, oracle[i]);
      }
      std::vector<double> want;
      want.reserve(oracle.size());
      for (const Parameter& p : oracle) want.push_back(p.w);
      expect_close(w.read(), want, 2e-6, 2e-6);
    }
  }
}

}  // namespace
}  // namespace headroom::gpu
