// Matrix products against sums in double: every transposition, what is fused into them, and reduced
// precision.
#include "cuda/matmul.h"

#include <algorithm>
#include <cmath>

#include "gpu_test.h"

namespace headroom::gpu {
namespace {

class Products : public GpuTest {
 protected:
  using Vector = std::vector<float>;

  static float a_at(const MatmulShape& s, const Vector& a, std::int64_t i, std::int64_t k) {
    return a[static_cast<std::size_t>(s.transpose_a ? k * s.rows + i : i * s.depth + k)];
  }
  static float b_at(const MatmulShape& s, const Vector& b, std::int64_t k, std::int64_t j) {
    return b[static_cast<std::size_t>(s.transpose_b ? j * s.depth + k : k * s.cols + j)];
  }

  static std::vector<double> product(const MatmulShape& s, const Vector& a, const Vector& b) {
    std::vector<double> c;
    for (std::int64_t i = 0; i < s.rows; ++i) {
      for (std::int64_t j = 0; j < s.cols; ++j) {
        double sum = 0;
        for (std::int64_t k = 0; k < s.depth; ++k) {
          sum += static_cast<double>(a_at(s, a, i, k)) * b_at(s, b, k, j);
        }
        c.push_back(sum);
      }
    }
    return c;
  }

  // Every number that comes out; `vector` of the epilogue is read afterwards.
  Vector run(const MatmulShape& shape, const Vector& a, const Vector& b,
             Precision precision = Precision::kFp32, const Epilogue& epilogue = {}) {
    const DeviceBuffer workspace(kMiB, "a test");
    const MatmulPlan plan(state().lt(), shape, precision, workspace.bytes(), epilogue);
    auto on_device_a = device(a);
    auto on_device_b = device(b);
    auto c = empty(shape.rows * shape.cols);
    plan.run(state().lt(), state().stream(), on_device_a.get(), on_device_b.get(), c.get(),
             {workspace.data(), workspace.bytes()});
    std::string name =
        std::to_string(shape.rows) + "x" + std::to_string(shape.cols) + "x" + std::to_string(shape.depth);
    if (epilogue.kind != Epilogue::Kind::kNone) name += "_epilogue";
    RecordProperty("cublas_" + name, plan.uses_cublas() ? "yes" : "own kernel");
    if (epilogue.kind != Epilogue::Kind::kNone) {
      RecordProperty("fused_" + name, plan.fuses_epilogue() ? "yes" : "own kernel");
    }
    return c.read();
  }
};

constexpr std::int64_t kShapes[][3] = {{1, 1, 1},    {64, 1, 50},   {1, 1, 230}, {50, 230, 64},
                                       {33, 7, 129}, {128, 64, 64}, {3, 200, 1}, {512, 50, 230},
                                       {5, 9, 3},    {50, 51, 32}};

TEST_F(Products, OfEveryTransposition) {
  for (const auto& [rows, cols, depth] : kShapes) {
    const Vector a = random_floats(rows * depth, 8);
    const Vector b = random_floats(depth * cols, 9);
    for (const bool ta : {false, true}) {
      for (const bool tb : {false, true}) {
        const MatmulShape shape{rows, cols, depth, ta, tb, 4};
        expect_close(run(shape, a, b), product(shape, a, b), 2e-5, 1e-5);
      }
    }
  }
}

TEST_F(Products, WithABiasForEveryRow) {
  for (const auto& [rows, cols, depth] : kShapes) {
    const Vector a = random_floats(rows * depth, 10);
    const Vector b = random_floats(depth * cols, 11);
    const Vector bias = random_floats(cols, 12);
    auto on_device = device(bias);
    const MatmulShape shape{rows, cols, depth, false, true};
    std::vector<double> want = product(shape, a, b);
    for (std::size_t i = 0; i < want.size(); ++i) want[i] += bias[i % bias.size()];
    expect_close(run(shape, a, b, Precision::kFp32, {Epilogue::Kind::kAddBias, on_device.get()}), want, 2e-5,
                 1e-5);
    EXPECT_EQ(on_device.read(), bias);
  }
}

TEST_F(Products, WithSumsOverTheDepth) {
  for (const auto& [rows, cols, depth] : kShapes) {
    const Vector a = random_floats(rows * depth, 13);
    const Vector b = random_floats(depth * cols, 14);
    const MatmulShape shape{.rows = rows, .cols = cols, .depth = depth, .transpose_a = true};
    auto sums = empty(rows);
    expect_close(run(shape, a, b, Precision::kFp32, {Epilogue::Kind::kSumOverDepth, sums.get()}),
                 product(shape, a, b), 2e-5, 1e-5);
    std::vector<double> want;
    for (std::int64_t i = 0; i < rows; ++i) {
      double sum = 0;
      for (std::int64_t k = 0; k < depth; ++k) sum += a_at(shape, a, i, k);
      want.push_back(sum);
    }
    expect_close(sums.read(), want, 2e-5, 1e-5);
  }
}

// A diverged run must show: a NaN goes through product and bias.
TEST_F(Products, ShowNaN) {
  Vector a = random_floats(64 * 32, 15);
  a[0] = std::nanf("");
  const Vector b = random_floats(32 * 16, 16);
  auto bias = device(random_floats(16, 17));
  const MatmulShape shape{.rows = 64, .cols = 16, .depth = 32, .transpose_b = true};
  const Vector c = run(shape, a, b, Precision::kFp32, {Epilogue::Kind::kAddBias, bias.get()});
  for (std::size_t j = 0; j < 16; ++j) EXPECT_TRUE(std::isnan(c[j])) << j;
  EXPECT_TRUE(std::isfinite(c[16]));
}

// TF32 keeps 10 bits behind the point, bfloat16 7: at most one unit lost in each operand, whichever way it
// is rounded. That something is lost shows that the setting reaches the multiplier.
TEST_F(Products, InReducedPrecisionAreAsCloseAsItsBits) {
  if (state().compute_capability() < 80) GTEST_SKIP() << "needs compute capability 8.0";
  const MatmulShape shape{.rows = 256, .cols = 128, .depth = 256, .transpose_b = true};
  const Vector a = random_floats(shape.rows * shape.depth, 18);
  const Vector b = random_floats(shape.depth * shape.cols, 19);
  const std::vector<double> exact = product(shape, a, b);
  Vector positive_a = a;
  Vector positive_b = b;
  for (float& value : positive_a) value = std::fabs(value);
  for (float& value : positive_b) value = std::fabs(value);
  const std::vector<double> size = product(shape, positive_a, positive_b);
  double worst[3] = {};
  for (const Precision precision : {Precision::kFp32, Precision::kTf32, Precision::kBf16}) {
    const Vector c = run(shape, a, b, precision);
    double& most = worst[static_cast<int>(precision)];
    for (std::size_t i = 0; i < c.size(); ++i) {
      most = std::max(most, std::fabs(static_cast<double>(c[i]) - exact[i]) / size[i]);
    }
  }
  EXPECT_LT(worst[static_cast<int>(Precision::kFp32)], 2e-6);
  EXPECT_LT(worst[static_cast<int>(Precision::kTf32)], 2 * 0x1p-10);
  EXPECT_GT(worst[static_cast<int>(Precision::kTf32)], 2e-6);
  EXPECT_LT(worst[static_cast<int>(Precision::kBf16)], 2 * 0x1p-7);
  EXPECT_GT(worst[static_cast<int>(Precision::kBf16)], worst[static_cast<int>(Precision::kTf32)]);
}

}  // namespace
}  // namespace headroom::gpu
