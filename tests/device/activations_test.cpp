// Values and derivatives of PyTorch 2.15 in float64, from far below 0 to far above.

#include "core/device/cpu/arithmetic.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace headroom::cpu {
namespace {

const std::vector<float> kZ{-9.0F, -2.5F, -1.0F, -0.125F, 0.0F, 0.5F, 1.75F, 8.0F};

struct Expected {
  Activation activation;
  std::vector<double> values, slopes;
};
const std::vector<Expected> kExpected{
    {Activation::kRelu, {0, 0, 0, 0, 0, 0.5, 1.75, 8}, {0, 0, 0, 0, 0, 1, 1, 1}},
    {Activation::kTanh,
     {-0.99999996954, -0.986614298151, -0.761594155956, -0.124353001772, 0, 0.46211715726, 0.941375538497,
      0.99999977493},
     {6.09199170712e-08, 0.0265922266832, 0.419974341614, 0.98453633095, 1, 0.786447732966, 0.113812095519,
      4.50140597655e-07}},
    {Activation::kSigmoid,
     {0.000123394575986, 0.0758581800212, 0.26894142137, 0.468790626626, 0.5, 0.622459331202, 0.851952801968,
      0.99966464987},
     {0.000123379349765, 0.0701037165451, 0.196611933241, 0.249025975014, 0.25, 0.235003712202,
      0.126129225187, 0.000335237670756}},
    {Activation::kGelu,
     {0, -0.0155241633144, -0.158655253931, -0.0562827218962, 0, 0.345731230637, 1.67989647549, 8},
     {0, -0.0376110859081, -0.0833154705877, 0.400782064302, 0.5, 0.867495124656, 1.11092615108, 1}},
    {Activation::kSilu,
     {-0.00111055118388, -0.189645450053, -0.26894142137, -0.0585988283283, 0, 0.311229665601, 1.49091740344,
      7.99731719896},
     {-0.000987019571897, -0.0994011113415, 0.0723294881285, 0.43766237975, 0.5, 0.739961187303,
      1.07267894604, 1.00234655124}},
};

class Activations : public testing::TestWithParam<Precision> {
 protected:
  const Arithmetic& math_ = arithmetic_of(GetParam());
};
INSTANTIATE_TEST_SUITE_P(Both, Activations, testing::Values(Precision::kFp32, Precision::kPortable),
                         [](const auto& of) { return std::string(precision_name(of.param)); });

TEST_P(Activations, AgreeWithPyTorch) {
  ASSERT_EQ(kExpected.size(), kActivationTable.size());
  for (const Expected& want : kExpected) {
    SCOPED_TRACE(activation_name(want.activation));
    const auto count = static_cast<std::int64_t>(kZ.size());
    std::vector<float> values = kZ, delta(kZ.size(), 2.0F);
    math_.activate(want.activation, values.data(), count);
    math_.activate_backward(want.activation, values.data(), kZ.data(), delta.data(), count);
    for (std::size_t i = 0; i < kZ.size(); ++i) {
      EXPECT_NEAR(static_cast<double>(values[i]), want.values[i], 1e-6) << kZ[i];
      EXPECT_NEAR(static_cast<double>(delta[i]), 2 * want.slopes[i], 2e-6) << kZ[i];
    }
  }
}

TEST_P(Activations, SiluStaysFiniteWhereTheExponentialDoesNot) {
  std::vector<float> values{-200.0F, 200.0F}, delta{1.0F, 1.0F};
  const std::vector<float> z = values;
  math_.activate(Activation::kSilu, values.data(), 2);
  math_.activate_backward(Activation::kSilu, values.data(), z.data(), delta.data(), 2);
  EXPECT_EQ(values, (std::vector<float>{0.0F, 200.0F}));
  EXPECT_EQ(delta, (std::vector<float>{0.0F, 1.0F}));
}

}  // namespace
}  // namespace headroom::cpu
