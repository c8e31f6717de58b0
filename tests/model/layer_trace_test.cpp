// Values from PyTorch 2.15 in float64: two inputs, three hidden neurons, two outputs.

#include "core/model/layer_trace.h"

#include <gtest/gtest.h>

#include "core/base/error.h"

namespace headroom {
namespace {

const Weights kWeights{{{{0.5F, -1.0F, 0.25F, 0.75F, -1.5F, 0.125F}, {0.1F, -0.2F, 0.3F}},
                        {{1.0F, -0.5F, 0.25F, -0.75F, 0.5F, 2.0F}, {0.05F, -0.1F}}}};
const std::vector<float> kRow{0.5F, -1.25F};

void expect_values(const std::vector<double>& got, const std::vector<double>& want) {
  ASSERT_EQ(got.size(), want.size());
  for (std::size_t i = 0; i < got.size(); ++i) EXPECT_NEAR(got[i], want[i], 1e-12) << i;
}

struct Expected {
  Activation activation;
  std::vector<double> hidden, logits, softmax, sigmoid;
};

TEST(LayerTrace, AgreesWithPyTorch) {
  const std::vector<Expected> cases{
      {Activation::kRelu,
       {1.60000000149012, 0, 0},
       {1.65000000223517, -1.3000000026077},
       {0.950263488670331, 0.0497365113296688},
       {0.838891050725505, 0.214165016518569}},
      {Activation::kTanh,
       {0.921668554630774, -0.766794062905657, -0.54148198417324},
       {1.21969509078535, -2.25761241726251},
       {0.970035156631656, 0.0299648433683439},
       {0.772009886617506, 0.0946948530408642}},
      {Activation::kSigmoid,
       {0.832018385342189, 0.266490881257163, 0.352915100169462},
       {0.837001720501031, 0.115061850470748},
       {0.673034046555393, 0.326965953444607},
       {0.697833368175477, 0.528733768530941}},
      {Activation::kGelu,
       {1.51232113495362, -0.157595142131458, -0.165005715575788},
       {1.59986727787046, -1.64304985492264},
       {0.962417764080678, 0.0375822359193215},
       {0.831999834568401, 0.162050495405338}},
      {Activation::kSilu,
       {1.33122941778731, -0.269822018067082, -0.21395477527066},
       {1.46265173374824, -1.66124262440546},
       {0.95786767406469, 0.0421323259353101},
       {0.811937915541146, 0.159595259918757}},
  };
  for (const Expected& want : cases) {
    SCOPED_TRACE(activation_name(want.activation));
    const auto trace = [&](Output output) {
      return trace_layers({{2, 3, 2}, want.activation, output}, kWeights, kRow);
    };
    const std::vector<LayerTrace> layers = trace(Output::kSoftmax);
    ASSERT_EQ(layers.size(), 2U);
    expect_values(layers[0].pre_activation, {1.60000000149012, -1.01250000298023, -0.606249988079071});
    expect_values(layers[0].activation, want.hidden);
    expect_values(layers[1].pre_activation, want.logits);
    expect_values(layers[1].activation, want.softmax);
    expect_values(trace(Output::kSigmoid)[1].activation, want.sigmoid);
    expect_values(trace(Output::kLinear)[1].activation, want.logits);
  }
}

// 37 rows: two whole panels and a part of one. Each is what it would be alone, bit for bit.
TEST(LayerTrace, ManyRowsAreEachLikeOne) {
  const ModelSpec spec{{2, 3, 2}, Activation::kTanh, Output::kSoftmax};
  std::vector<float> rows;
  for (int i = 0; i < 37; ++i) rows.insert(rows.end(), {0.1F * static_cast<float>(i), -1.25F});
  const std::vector<LayerTrace> all = trace_layers(spec, kWeights, rows);
  for (std::size_t r = 0; r < 37; ++r) {
    const std::vector<LayerTrace> one = trace_layers(spec, kWeights, std::span(rows).subspan(2 * r, 2));
    for (std::size_t l = 0; l < 2; ++l) {
      const std::size_t out = l == 0 ? 3 : 2;
      for (std::size_t i = 0; i < out; ++i) {
        EXPECT_EQ(all[l].pre_activation[r * out + i], one[l].pre_activation[i]);
        EXPECT_EQ(all[l].activation[r * out + i], one[l].activation[i]);
      }
    }
  }
}

// By hand: -ln sigmoid(2) = 0.126928, -ln(e^1 / (e^1 + e^2 + e^3)) = 2.407606.
TEST(RowLoss, IsTheTextbooks) {
  const std::vector<double> two{2}, three{1, 2, 3};
  EXPECT_NEAR(row_loss(Output::kSigmoid, two, 1), 0.126928011042972, 1e-12);
  EXPECT_NEAR(row_loss(Output::kSigmoid, two, 0), 2.126928011042972, 1e-12);
  EXPECT_NEAR(row_loss(Output::kSoftmax, three, 0), 2.407605964444380, 1e-12);
  EXPECT_EQ(row_loss(Output::kLinear, two, -1), 9);
  EXPECT_EQ(predicted_class(Output::kSoftmax, three), 2);
  EXPECT_EQ(predicted_class(Output::kSigmoid, two), 1);
  EXPECT_EQ(predicted_class(Output::kLinear, two), 0);
  const std::vector<double> far{1000};
  EXPECT_EQ(row_loss(Output::kSigmoid, far, 0), 1000);  // no overflow
}

TEST(LayerTrace, RefusesRowsOfAnotherWidth) {
  EXPECT_THROW(trace_layers({{3, 3, 2}}, kWeights, kRow), Error);
  EXPECT_THROW(trace_layers({{2, 3, 2}}, kWeights, std::vector<float>{1.0F}), Error);
}

}  // namespace
}  // namespace headroom
