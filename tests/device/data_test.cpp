// Scaling and polynomial terms on every device equal the host functions of core/data.

#include "core/data/polynomial.h"
#include "core/data/scaler.h"
#include "tests/device/workbench.h"

namespace headroom::test {
namespace {

constexpr std::int64_t kRows = 37;
constexpr std::int64_t kTrainRows = 29;
constexpr std::int64_t kColumns = 7;

// Columns of different sizes; the last is constant over the training rows.
std::vector<float> make_columns() {
  Rng rng(3);
  std::vector<float> x;
  for (std::int64_t r = 0; r < kRows; ++r) {
    for (std::int64_t c = 0; c < kColumns; ++c) {
      const double wide = rng.uniform(-1, 1) * (c == 2 ? 1000 : 1) + (c == 3 ? 50 : 0);
      x.push_back(c + 1 < kColumns ? static_cast<float>(wide) : (r < kTrainRows ? 4.0F : 5.0F));
    }
  }
  return x;
}

void expect_close(const std::vector<float>& got, const std::vector<float>& want) {
  ASSERT_EQ(got.size(), want.size());
  for (std::size_t i = 0; i < got.size(); ++i) {
    EXPECT_NEAR(got[i], want[i], 1e-6F * std::max(1.0F, std::fabs(want[i]))) << i;
  }
}

class DataTest : public testing::TestWithParam<std::string> {};

TEST_P(DataTest, ScalesAndExpandsAsTheHost) {
  const std::vector<float> x = make_columns();
  const std::vector<float> targets(static_cast<std::size_t>(kRows), 1.0F);
  for (const ScaleKind kind : {ScaleKind::kNone, ScaleKind::kMinMax, ScaleKind::kStandard}) {
    for (const int degree : {1, 2}) {
      SCOPED_TRACE(std::string(scale_name(kind)) + " degree " + std::to_string(degree));
      const auto device = open_device(GetParam());
      const auto data = device->create_data({kRows, kTrainRows, kColumns, degree});
      EXPECT_EQ(device->ledger().charged(), dataset_tensors(data->shape(), device->layout()).total());
      data->upload(x, targets);
      const ScalerParams got = data->fit_scaler(kind);
      const ScalerParams want = fit_scaler(x, kColumns, kTrainRows, kind);
      expect_close(got.offset, want.offset);
      expect_close(got.factor, want.factor);

      // From the same parameters on, so that only the step in question is compared.
      std::vector<float> scaled = x;
      apply_scaler(want, scaled, kColumns);
      data->scale(want);
      data->expand();
      expect_close(data->read_columns(0, kRows), scaled);
      std::vector<float> features(static_cast<std::size_t>(kRows * feature_count(kColumns, degree)));
      expand_features(scaled, kColumns, degree, features);
      expect_close(data->read_features(0, kRows), features);
      EXPECT_EQ(data->shape().features(), feature_count(kColumns, degree));
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Devices, DataTest, testing::ValuesIn(device_ids()), device_test_name);

}  // namespace
}  // namespace headroom::test
