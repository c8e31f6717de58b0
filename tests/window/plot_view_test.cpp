// Zoom, pan and fit, and how values become pixels.
#include <gtest/gtest.h>

#include <cmath>

#include "app/widgets/plot/crosshair.h"
#include "app/widgets/plot/marks.h"
#include "app/widgets/plot/trace.h"

namespace headroom::app {
namespace {

TEST(AxisView, FollowsUntilTheUserChooses) {
  AxisView axis;
  axis.follow(0, 20);
  EXPECT_EQ(axis.high, 20);
  axis.zoom(5, 0.5);  // around 5: from 0..20 to 2.5..12.5
  EXPECT_DOUBLE_EQ(axis.low, 2.5);
  EXPECT_DOUBLE_EQ(axis.high, 12.5);
  axis.follow(0, 40);
  EXPECT_DOUBLE_EQ(axis.high, 12.5);
  axis.pan(1);
  EXPECT_DOUBLE_EQ(axis.low, 3.5);
  axis.fit();
  axis.follow(0, 40);
  EXPECT_EQ(axis.low, 0);
  EXPECT_EQ(axis.high, 40);
}

TEST(AxisView, ZoomKeepsThePointUnderTheMouse) {
  AxisView axis{-3, 9, false};
  const double share = axis.share(2.5);
  for (const double factor : {0.85, 0.85, 1.7, 0.01}) axis.zoom(2.5, factor);
  EXPECT_NEAR(axis.share(2.5), share, 1e-9);
}

TEST(AxisView, StopsBeforeNumbersRunOut) {
  AxisView axis{0, 1, false};
  for (int i = 0; i < 1000; ++i) axis.zoom(0.5, 0.5);
  EXPECT_GT(axis.high, axis.low);
  for (int i = 0; i < 1000; ++i) axis.zoom(0.5, 2);
  EXPECT_TRUE(std::isfinite(axis.high));
}

TEST(AxisView, BoxInEitherDirectionButNotEmpty) {
  AxisView axis;
  axis.choose(5, 2);
  EXPECT_EQ(axis.low, 2);
  EXPECT_EQ(axis.high, 5);
  axis.choose(3, 3);
  EXPECT_EQ(axis.high, 5);
}

PlotFrame frame(double x_high, double y_high) {
  return {{100, 50, 800, 400}, {0, x_high, false}, {0, y_high, false}, false};
}

TEST(PlotFrame, PixelsAndBack) {
  const PlotFrame f = frame(20, 1);
  EXPECT_FLOAT_EQ(f.px(0), 100);
  EXPECT_FLOAT_EQ(f.px(10), 500);
  EXPECT_FLOAT_EQ(f.py(0), 450);
  EXPECT_FLOAT_EQ(f.py(1), 50);
  EXPECT_NEAR(f.data_x(f.px(7.3)), 7.3, 1e-5);
  EXPECT_NEAR(f.data_y(f.py(0.4)), 0.4, 1e-5);
}

TEST(PlotFrame, LogAxisIsInPowersOfTen) {
  PlotFrame f = frame(1, 1);
  f.log_y = true;
  f.y = {-2, 0, false};
  EXPECT_FLOAT_EQ(f.py(0.1), 250);  // the middle
}

TEST(StepAxis, FindsSteps) {
  const StepAxis epochs{1.0 / 125, nullptr};
  EXPECT_DOUBLE_EQ(epochs.x(124), 1.0);
  EXPECT_EQ(epochs.lower(1.0, 2500), 124U);
  EXPECT_EQ(epochs.lower(-1, 2500), 0U);
  EXPECT_EQ(epochs.lower(99, 2500), 2500U);
  Series seconds;
  for (const float s : {0.1F, 0.1F, 0.4F, 0.9F}) seconds.push(s);
  const StepAxis time{1, &seconds};
  EXPECT_EQ(time.lower(0.2, 4), 2U);
  EXPECT_EQ(time.nearest(0.7, 4), 3U);
  EXPECT_EQ(time.nearest(0.5, 4), 2U);
}

TEST(Trace, AMillionPointsKeepTheirPeaksInFewPoints) {
  MinMaxPyramid values;
  constexpr std::size_t kCount = 1'000'000, kPeak = 654'321;
  for (std::size_t i = 0; i < kCount; ++i) values.push(i == kPeak ? 0.95F : 0.5F);
  const PlotFrame f = frame(static_cast<double>(kCount), 1);
  const Polylines lines = trace(values, {1, nullptr}, f);
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_LE(lines[0].size(), 2U * 800);
  float highest = 1e9F;
  for (const ImVec2 p : lines[0]) highest = std::min(highest, p.y);
  EXPECT_FLOAT_EQ(highest, f.py(static_cast<double>(0.95F)));
}

TEST(Trace, BreaksWhereThereIsNoNumber) {
  MinMaxPyramid values;
  for (const float v : {0.1F, 0.2F, NAN, 0.3F, 0.4F}) values.push(v);
  const Polylines lines = trace(values, {1, nullptr}, frame(5, 1));
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(lines[0].size(), 2U);
  EXPECT_EQ(lines[1].size(), 2U);
}

TEST(Crosshair, NearestFirstWithExactValues) {
  Series a, b;
  for (int i = 0; i < 100; ++i) {
    a.push(0.123456F);
    b.push(0.8F);
  }
  CurveCache cache_a, cache_b;
  cache_a.update(a, 0.6);
  cache_b.update(b, 0.6);
  PlotSpec spec;
  PlotCurve first, second;
  first.name = "A";
  first.steps = &cache_a;
  second.name = "B";
  second.steps = &cache_b;
  Series validation, places;
  for (const float loss : {0.7F, 0.6F}) validation.push(loss);
  for (const float place : {50.0F, 100.0F}) places.push(place);
  CurveCache epochs;
  epochs.update(validation, 0);
  second.epochs = &epochs;
  second.epoch_axis = {1, &places};
  spec.curves = {first, second};
  const PlotFrame f = frame(100, 1);
  const std::vector<Reading> near_a = readings_at(f, spec, {f.px(50), f.py(0.15)});
  ASSERT_EQ(near_a.size(), 3U);
  EXPECT_EQ(near_a[0].name, "A train");
  EXPECT_EQ(near_a[0].value, " 0.123");
  EXPECT_EQ(near_a[1].name, "B validation");
  EXPECT_EQ(near_a[1].place, "epoch 1");
  EXPECT_EQ(readings_at(f, spec, {f.px(50), f.py(0.9)})[0].name, "B train");
  spec.reference = {{25, 0.4, 5}, {50, 0.3, 10}};
  spec.reference_name = "Reference";
  const std::vector<Reading> with_reference = readings_at(f, spec, {f.px(49), f.py(0.3)});
  EXPECT_EQ(with_reference[0].name, "Reference");
  EXPECT_EQ(with_reference[0].value, " 0.300");
  EXPECT_EQ(with_reference[0].place, "epoch 10");
}

// A loss that falls from 2 to 0.1, and at step `at` jumps to `peak`.
AxisView fit_of(float peak, std::size_t at, bool log_y, bool* cut_off = nullptr) {
  Series loss;
  for (std::size_t i = 0; i < 1000; ++i) {
    loss.push(i == at ? peak : 0.1F + 1.9F * std::exp(-static_cast<float>(i) / 20));
  }
  CurveCache cache;
  cache.update(loss, 0);
  PlotSpec spec;
  spec.log_y = log_y;
  spec.curves.emplace_back();
  spec.curves[0].steps = &cache;
  const FittedY fitted = fitted_y(spec);
  if (cut_off != nullptr) *cut_off = fitted.cut_above;
  return fitted.range;
}

TEST(FittedY, ShowsTheWholeOfAnOrdinaryRun) {
  bool cut_off = true;
  const AxisView fit = fit_of(1.0F, 500, false, &cut_off);
  EXPECT_FALSE(cut_off);
  EXPECT_GE(fit.high, 2.0);
  EXPECT_LE(fit.low, 0.1);
}

TEST(FittedY, OneExplosionDoesNotFlattenTheRest) {
  bool cut_off = false;
  const AxisView fit = fit_of(1e6F, 500, false, &cut_off);
  EXPECT_TRUE(cut_off);
  EXPECT_GE(fit.high, 2.0);  // where the run began
  EXPECT_LT(fit.high, 10);
  EXPECT_GT(fit_of(1e6F, 500, true).high, 6);  // log10: a log axis shows it
}

// Of a regression: the R² of each epoch, no value per step.
FittedY fit_of_r2(const std::vector<float>& values) {
  Series r2;
  for (const float value : values) r2.push(value);
  CurveCache cache;
  cache.update(r2, 0);
  PlotSpec spec;
  spec.curves.emplace_back();
  spec.curves[0].epochs = &cache;
  return fitted_y(spec);
}

TEST(FittedY, ShowsTheR2ThereIs) {
  std::vector<float> bad;
  for (int i = 0; i < 32; ++i) bad.push_back(-4.2F - 0.02F * static_cast<float>(i));
  const FittedY fitted = fit_of_r2(bad);
  EXPECT_FALSE(fitted.cut_below);
  EXPECT_LE(fitted.range.low, -4.82);
  EXPECT_GE(fitted.range.high, -4.2);
  EXPECT_LT(fitted.range.high - fitted.range.low, 3);  // and not much more
  EXPECT_EQ(cut_text(fitted), "");
}

TEST(FittedY, AFirstR2FarBelowDoesNotFlattenTheRest) {
  std::vector<float> learns = {-80, -6};
  for (int i = 0; i < 30; ++i) learns.push_back(0.5F + 0.4F * static_cast<float>(i) / 30);
  const FittedY fitted = fit_of_r2(learns);
  EXPECT_TRUE(fitted.cut_below);
  EXPECT_GT(fitted.range.low, -2);
  EXPECT_LE(fitted.range.low, 0.5);
  EXPECT_EQ(cut_text(fitted), "values down to -80.00 lie below");
  EXPECT_FALSE(fit_of_r2({0.9F, 0.9F, 0.9F}).cut_below);
}

// Validation far below training is no outlier.
TEST(FittedY, ALossIsNotCutBelow) {
  Series train, validation;
  for (int i = 0; i < 100; ++i) train.push(0.69F + 0.001F * static_cast<float>(i % 7));
  validation.push(0.1F);
  CurveCache steps, epochs;
  steps.update(train, 0);
  epochs.update(validation, 0);
  PlotSpec spec;
  spec.curves.emplace_back();
  spec.curves[0].steps = &steps;
  spec.curves[0].epochs = &epochs;
  const FittedY fitted = fitted_y(spec);
  EXPECT_FALSE(fitted.cut_below);
  EXPECT_LE(fitted.range.low, 0.1);
}

TEST(AxisView, NeverShowsWhatLiesBelowItsLowest) {
  AxisView axis{.low = 0, .high = 10, .lowest = 0};
  axis.pan(-3);
  EXPECT_EQ(axis.low, 0);
  EXPECT_EQ(axis.high, 10);
  axis.pan(4);
  axis.pan(-100);
  EXPECT_EQ(axis.low, 0);
  EXPECT_EQ(axis.high, 10);
  axis.zoom(2, 4);  // would reach from -6 to 34
  EXPECT_EQ(axis.low, 0);
  EXPECT_EQ(axis.high, 34);
  axis.choose(-5, 3);
  EXPECT_EQ(axis.low, 0);
  EXPECT_EQ(axis.high, 3);
  axis.choose(-5, -3);  // nothing of it can be shown
  EXPECT_EQ(axis.high, 3);
}

TEST(SpreadApart, MovesOnlyWhatIsTooClose) {
  EXPECT_EQ(spread_apart({10, 50, 30}, 10, 0, 100), (std::vector<float>{10, 50, 30}));
  EXPECT_EQ(spread_apart({30, 30}, 10, 0, 100), (std::vector<float>{25, 35}));
  // Three around their middle, in their order; the fourth is far away.
  EXPECT_EQ(spread_apart({42, 40, 38, 90}, 10, 0, 100), (std::vector<float>{50, 40, 30, 90}));
}

TEST(SpreadApart, StaysInsideWhereThereIsRoom) {
  EXPECT_EQ(spread_apart({0, 1}, 10, 0, 100), (std::vector<float>{0, 10}));
  EXPECT_EQ(spread_apart({99, 100}, 10, 0, 100), (std::vector<float>{90, 100}));
  // A group that was moved in touches the next one: both move on.
  EXPECT_EQ(spread_apart({0, 1, 11}, 10, 0, 100), (std::vector<float>{0, 10, 20}));
  EXPECT_TRUE(spread_apart({}, 10, 0, 100).empty());
}

}  // namespace
}  // namespace headroom::app
