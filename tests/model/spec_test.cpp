#include "core/model/spec.h"

#include <gtest/gtest.h>

#include "core/base/error.h"

namespace headroom {
namespace {

template <typename Action>
ErrorCode code_of(Action&& action) {
  try {
    action();
  } catch (const Error& e) {
    return e.code();
  }
  ADD_FAILURE() << "nothing was thrown";
  return ErrorCode::kInternal;
}

TEST(Spec, NamesComeBack) {
  for (const char* name : {"relu", "tanh", "sigmoid", "gelu", "silu"}) {
    EXPECT_EQ(activation_name(parse_activation(name)), name);
  }
  for (const char* name : {"sigmoid", "softmax", "linear"}) EXPECT_EQ(output_name(parse_output(name)), name);
  for (const char* name : {"sgd", "momentum", "adam", "adamw", "rmsprop"}) {
    EXPECT_EQ(optimizer_name(parse_optimizer(name)), name);
  }
  for (const char* name : {"fp32", "tf32", "bf16"}) EXPECT_EQ(precision_name(parse_precision(name)), name);
}

TEST(Spec, UnknownNamesAreRefusedWithTheChoices) {
  try {
    parse_activation("Relu");
    FAIL();
  } catch (const Error& e) {
    EXPECT_EQ(e.code(), ErrorCode::kUsage);
    EXPECT_NE(e.message().find("relu, tanh, sigmoid, gelu, silu"), std::string::npos) << e.message();
  }
}

// Counted by hand in the design notes: 230*50+50 + 50*50+50 + 50+1, and five layers of 200.
TEST(Spec, CountsParameters) {
  EXPECT_EQ(parameter_count({{230, 50, 50, 1}}), 14151);
  EXPECT_EQ(parameter_count({{230, 200, 200, 200, 200, 200, 1}}), 207201);
  EXPECT_EQ(parameter_count({{1, 1}}), 2);
  const std::int64_t vast = std::int64_t{1} << 40;
  EXPECT_EQ(code_of([&] { parameter_count({{vast, vast}}); }), ErrorCode::kOutOfMemory);
}

TEST(Spec, WritesWidthsShort) {
  EXPECT_EQ(widths_text({{230, 50, 50, 1}}), "230 → 2×50 → 1");
  EXPECT_EQ(widths_text({{230, 200, 200, 200, 200, 200, 1}}), "230 → 5×200 → 1");
  EXPECT_EQ(widths_text({{4, 10, 3}}), "4 → 10 → 3");
  EXPECT_EQ(widths_text({{5, 5, 5}}), "5 → 5 → 5");
}

TEST(Spec, ParsesHiddenWidths) {
  EXPECT_EQ(parse_hidden("50x50"), (std::vector<std::int64_t>{50, 50}));
  EXPECT_EQ(parse_hidden("7"), (std::vector<std::int64_t>{7}));
  EXPECT_EQ(parse_hidden("1000000"), (std::vector<std::int64_t>{1000000}));
  for (const char* same : {"64x32", "64,32", "64 32", "64, 32", " 64  x 32 ", "64\t32"}) {
    EXPECT_EQ(parse_hidden(same), (std::vector<std::int64_t>{64, 32})) << same;
  }
  for (const char* bad : {"", " ", "x", ",", "50x", "50,", "x50", "50xx50", "50,x50", "50,,50", "0", "-3",
                          "1000001", "5 0", "50X50", "50;50", "1e3", "99999999999999999999"}) {
    EXPECT_EQ(code_of([&] { parse_hidden(bad); }), ErrorCode::kUsage) << bad;
  }
  std::string deep = "1";
  for (int i = 1; i < 64; ++i) deep += "x1";
  EXPECT_EQ(parse_hidden(deep).size(), 64U);
  EXPECT_EQ(code_of([&] { parse_hidden(deep + "x1"); }), ErrorCode::kUsage);
}

TEST(Spec, SaysWhatHiddenWidthsLack) {
  const auto message = [](const char* text) {
    try {
      parse_hidden(text);
    } catch (const Error& error) {
      return error.message();
    }
    return std::string();
  };
  EXPECT_EQ(message("64x"), "add a width after x, such as 64x32");
  EXPECT_EQ(message("64, "), "add a width after the comma, such as 64x32");
  EXPECT_EQ(message("64xx32"), "a width is missing in '64xx32': write widths as 64x32");
  EXPECT_NE(message("64xabc").find("'abc' is no width"), std::string::npos);
}

TEST(Spec, ValidatesWidths) {
  EXPECT_NO_THROW(validate(ModelSpec{{1, 1}}));
  EXPECT_EQ(code_of([] { validate(ModelSpec{{4}}); }), ErrorCode::kBadInput);
  EXPECT_EQ(code_of([] { validate(ModelSpec{{}}); }), ErrorCode::kBadInput);
  EXPECT_EQ(code_of([] { validate(ModelSpec{{4, 0, 1}}); }), ErrorCode::kBadInput);
}

TEST(Spec, OptimizersKeepTheirStates) {
  EXPECT_EQ(optimizer_states(OptimizerKind::kSgd), 0);
  EXPECT_EQ(optimizer_states(OptimizerKind::kMomentum), 1);
  EXPECT_EQ(optimizer_states(OptimizerKind::kAdam), 2);
  EXPECT_EQ(optimizer_states(OptimizerKind::kAdamW), 2);
  EXPECT_EQ(optimizer_states(OptimizerKind::kRmsprop), 1);
}

TEST(Spec, ZIsKeptBelowTheOutputWhereTheWayBackNeedsIt) {
  for (const Activation a : {Activation::kGelu, Activation::kSilu}) {
    const ModelSpec model{{3, 8, 5, 2}, a};
    EXPECT_TRUE(model.keeps_pre_activation(0));
    EXPECT_TRUE(model.keeps_pre_activation(1));
    EXPECT_FALSE(model.keeps_pre_activation(2));
  }
  for (const Activation a : {Activation::kRelu, Activation::kTanh, Activation::kSigmoid}) {
    EXPECT_FALSE(ModelSpec({{3, 8, 5, 2}, a}).keeps_pre_activation(0));
  }
}

}  // namespace
}  // namespace headroom
