#include "app/widgets/format.h"

#include <gtest/gtest.h>

#include <cmath>

#include "app/widgets/guess_line.h"
#include "app/widgets/memory_bar.h"
#include "core/base/bytes.h"
#include "tests/support/in_language.h"

namespace headroom::app {
namespace {

TEST(Format, CompactCounts) {
  EXPECT_EQ(compact_count(0), "0");
  EXPECT_EQ(compact_count(950), "950");
  EXPECT_EQ(compact_count(8'000), "8k");
  EXPECT_EQ(compact_count(10'000), "10k");
  EXPECT_EQ(compact_count(12'345), "12.3k");
  EXPECT_EQ(compact_count(999'999), "1M");
  EXPECT_EQ(compact_count(81'200'000), "81.2M");
  EXPECT_EQ(compact_count(1'500'000'000), "1.5G");
}

TEST(Format, DigitsAreWrittenOneWay) {
  EXPECT_EQ(decimals_text(0.5, 2), "0.50");
  EXPECT_EQ(decimals_text(-1234.5678, 0), "-1235");
  EXPECT_EQ(decimals_text(1.7976931348623157e308, 2).size(), 309U + 3);  // whole, however large
  EXPECT_EQ(signed_decimals_text(0.5, 2), "+0.50");
  EXPECT_EQ(signed_decimals_text(-0.5, 1), "-0.5");
  EXPECT_EQ(digits_text(12'345'678, 2), "1.2e+07");
  EXPECT_EQ(digits_text(0.5, 4), "0.5");
  EXPECT_EQ(digits_text(999.9, 3), "1000");
  EXPECT_EQ(digits_text(1234.6, 2), "1235");
  EXPECT_EQ(digits_text(-999'999.7, 4), "-1e+06");
  EXPECT_EQ(power_text(0.0000052, 0), "5e-06");
}

TEST(Format, WhatIsCountedIsOneOrMany) {
  EXPECT_EQ(counted_text(1, "row"), "1 row");
  EXPECT_EQ(counted_text(0, "row"), "0 rows");
  EXPECT_EQ(counted_text(2'000, "feature"), "2 000 features");
}

TEST(Format, Shapes) {
  EXPECT_EQ(shape_text({10000, 230}), "10k × 230");
  EXPECT_EQ(shape_text({10000, 230}, true), "10 000 × 230");
  EXPECT_EQ(shape_text({}), "");
}

TEST(Format, Durations) {
  EXPECT_EQ(duration_text(6.2e-7), "0.62 µs");
  EXPECT_EQ(duration_text(2e-5), "20.0 µs");
  EXPECT_EQ(duration_text(0.0031), "3.10 ms");
  EXPECT_EQ(duration_text(12.44), "12.4 s");
  EXPECT_EQ(duration_text(185), "3 min 05 s");
  EXPECT_EQ(duration_text(7440), "2 h 04 min");
  EXPECT_EQ(duration_text(NAN), "–");
}

TEST(Format, MetricsKeepTheirWidth) {
  for (const double v : {0.0, 0.31234, 1.5, 12.345, 123.45, 4319.0, 0.00012, 3e18, -2.5, 99.996, 999.97,
                         65'432.0, -65'432.0, 99'999.7, 297'000.0, 1.5e27, -0.000012}) {
    EXPECT_EQ(metric_text(v).size(), 6U) << v;
  }
  EXPECT_EQ(metric_text(0.31234), " 0.312");
  EXPECT_EQ(metric_text(NAN), "   NaN");
  EXPECT_EQ(metric_text(65'432), "65 432");
  EXPECT_EQ(metric_text(297'123), "2.97e5");
  EXPECT_EQ(metric_text(8.04e10), "8.0e10");
  EXPECT_EQ(metric_text(0.000123), "1.2e-4");
}

TEST(Format, OtherNumbers) {
  EXPECT_EQ(percent_text(0.8743), "87.4 %");
  EXPECT_EQ(percent_text(NAN), "–");
  EXPECT_EQ(per_second_text(67'312), "67 300");
  EXPECT_EQ(per_second_text(0.4213), "0.42");
  EXPECT_EQ(per_second_text(0), "0");
  EXPECT_EQ(bandwidth_text(800'000, 6e-5), "12.4 GiB/s");
  EXPECT_EQ(bandwidth_text(800'000, 0), "");
  EXPECT_EQ(learning_rate_text(0.003), "0.003");
  EXPECT_EQ(learning_rate_text(0.0001), "0.0001");
  EXPECT_EQ(short_rate(0.001 / 3), "0.00033");
  EXPECT_EQ(padded_epoch(7, 20), "007");
  EXPECT_EQ(padded_epoch(7, 12000), "00007");
  EXPECT_EQ(factor_text(14.642), "14.6×");
  EXPECT_EQ(factor_text(123.4), "123×");
}

// A comma is the decimal mark of German and never one between thousands.
TEST(Format, GermanNumbersHaveACommaAndTheSameGroups) {
  const test::InLanguage german("");
  EXPECT_EQ(decimals_text(-1234.5, 2), "-1234,50");
  EXPECT_EQ(compact_count(12'500), "12,5k");
  EXPECT_EQ(compact_count(12'000), "12k");
  EXPECT_EQ(counted_text(12'500, "x"), "12 500 xs");
  EXPECT_EQ(percent_text(0.874), "87,4 %");
  EXPECT_EQ(duration_text(0.0031), "3,10 ms");
  EXPECT_EQ(metric_text(0.312), " 0,312");
  EXPECT_EQ(metric_text(67'312), "67 312");
  EXPECT_EQ(metric_text(2.97e5), "2,97e5");
  EXPECT_EQ(format_bytes(12 * kMiB + kMiB / 2), "12,5 MiB");
  EXPECT_EQ(learning_rate_text(0.003), "0,003");
  EXPECT_EQ(two_digits(0.001 / 3), 0.00033);
  EXPECT_EQ(factor_text(14.642), "14,6×");
  EXPECT_EQ(guess_text(2.5, "x"), "2,5×");
}

TEST(MemoryBar, ScaleLeavesAir) {
  EXPECT_EQ(zoomed_scale(24 * kMiB), 32 * kMiB);  // 24 + a quarter is 30
  EXPECT_EQ(zoomed_scale(26 * kMiB), 64 * kMiB);  // 26 + a quarter is 32.5
  EXPECT_EQ(zoomed_scale(1), kMiB);
}

}  // namespace
}  // namespace headroom::app
