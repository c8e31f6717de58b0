#include "app/widgets/sparkline.h"

#include <gtest/gtest.h>

namespace headroom::app {
namespace {

TEST(RecentValues, KeepsAMinute) {
  RecentValues values;
  for (int second = 0; second <= 200; ++second) values.add(second, second);
  EXPECT_EQ(values.samples().size(), 61U);
  EXPECT_EQ(values.low(), 140);
  EXPECT_EQ(values.high(), 200);
}

TEST(RecentValues, OfManyInAMomentTheNewestStays) {
  RecentValues values;
  for (int i = 0; i < 600; ++i) values.add(i / 60.0, i);  // 60 a second, 10 seconds
  EXPECT_LE(values.samples().size(), 21U);
  EXPECT_EQ(values.samples().back().value, 599);
  EXPECT_EQ(RecentValues().low(), 0);
}

}  // namespace
}  // namespace headroom::app
