// The data pipeline's kernels against the host versions in core/data, which have tests of their own
// against scikit-learn.
#include "core/data/polynomial.h"
#include "core/data/scaler.h"
#include "cuda/kernels/dataset.h"
#include "gpu_test.h"

namespace headroom::gpu {
namespace {

using DataKernels = GpuTest;

constexpr std::int64_t kSizes[][2] = {{1, 1}, {2, 31}, {33, 32}, {100, 33}, {1000, 20}, {4097, 5}};

TEST_F(DataKernels, ScalersFitAndScaleAsOnTheHost) {
  for (const auto& [rows, columns] : kSizes) {
    for (const ScaleKind kind : {ScaleKind::kMinMax, ScaleKind::kStandard}) {
      auto x = random_floats(rows * columns, 21, -100, 50);
      for (std::int64_t r = 0; r < rows; ++r) x[static_cast<std::size_t>(r * columns)] = 0.1F;  // constant
      const std::int64_t fit_rows = rows - rows / 4;
      const ScalerParams want = fit_scaler(x, columns, fit_rows, kind);
      auto on_device = device(x);
      auto offset = empty(columns);
      auto factor = empty(columns);
      gpu::fit_scaler(stream(), kind, on_device.get(), fit_rows, columns, offset.get(), factor.get());
      const auto got_offset = offset.read();
      const auto got_factor = factor.read();
      for (std::size_t c = 0; c < got_offset.size(); ++c) {
        // Equal up to the order of additions in double: one rounding to float at most.
        EXPECT_FLOAT_EQ(got_offset[c], want.offset[c]);
        EXPECT_FLOAT_EQ(got_factor[c], want.factor[c]);
      }
      EXPECT_EQ(got_factor[0], 0.0F);
      auto want_offset = device(want.offset);
      auto want_factor = device(want.factor);
      scale_columns(stream(), want_offset.get(), want_factor.get(), rows, columns, on_device.get());
      apply_scaler(want, x, columns);
      EXPECT_EQ(on_device.read(), x);  // one subtraction and one product: the same bits
    }
  }
}

TEST_F(DataKernels, PolynomialFeaturesAsOnTheHost) {
  for (const auto& [rows, columns] : kSizes) {
    const auto x = random_floats(rows * columns, 22);
    std::vector<float> want(static_cast<std::size_t>(rows * feature_count(columns, 2)));
    expand_features(x, columns, 2, want);
    auto on_device = device(x);
    auto features = empty(static_cast<std::int64_t>(want.size()));
    expand_degree2(stream(), on_device.get(), rows, columns, features.get());
    EXPECT_EQ(features.read(), want);
  }
}

}  // namespace
}  // namespace headroom::gpu
