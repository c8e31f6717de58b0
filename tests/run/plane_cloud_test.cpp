// Points of a plane, against a plain search through all of them.
#include "core/run/plane_cloud.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "core/base/rng.h"

namespace headroom {
namespace {

std::shared_ptr<const PlaneCloud> cloud_of(const std::vector<std::pair<float, float>>& places) {
  std::vector<std::uint32_t> rows;
  for (std::size_t i = 0; i < places.size(); ++i) rows.push_back(static_cast<std::uint32_t>(i * 2));
  PlaneCloudMaker maker(
      std::make_shared<const std::vector<std::uint32_t>>(rows),
      [&](std::uint32_t row) { return places[row / 2]; },
      [](std::uint32_t row) { return static_cast<std::uint8_t>(row / 2 % 3); }, 100);
  int pieces = 1;
  while (!maker.advance()) ++pieces;
  EXPECT_GE(pieces, static_cast<int>(3 * (places.size() / 100)));
  return maker.take();
}

std::int64_t nearest_of_all(const PlaneCloud& cloud, double x, double y, double rx, double ry) {
  double least = 1;
  std::int64_t found = -1;
  for (std::size_t i = 0; i < cloud.x.size(); ++i) {
    const double off =
        std::hypot((static_cast<double>(cloud.x[i]) - x) / rx, (static_cast<double>(cloud.y[i]) - y) / ry);
    if (off * off >= least) continue;
    least = off * off;
    found = static_cast<std::int64_t>(i);
  }
  return found;
}

TEST(PlaneCloud, FindsTheNearestPointAsASearchThroughAllDoes) {
  Rng rng(7);
  std::vector<std::pair<float, float>> places;
  for (int i = 0; i < 5000; ++i) {
    places.emplace_back(static_cast<float>(3 * rng.normal()), static_cast<float>(100 + rng.normal()));
  }
  const auto cloud = cloud_of(places);
  int found = 0;
  for (int i = 0; i < 500; ++i) {
    const double x = 4 * rng.normal(), y = 100 + 1.5 * rng.normal();
    const std::int64_t want = nearest_of_all(*cloud, x, y, 0.2, 0.1);
    const std::int64_t got = cloud->nearest(x, y, {0.2, 0.1});
    EXPECT_EQ(want < 0, got < 0);
    if (want < 0) continue;
    ++found;
    const auto off = [&](std::int64_t k) {
      const auto at = static_cast<std::size_t>(k);
      return std::hypot((static_cast<double>(cloud->x[at]) - x) / 0.2,
                        (static_cast<double>(cloud->y[at]) - y) / 0.1);
    };
    EXPECT_EQ(off(got), off(want));
  }
  EXPECT_GT(found, 50);
}

TEST(PlaneCloud, EveryPointIsInOneCellAndKeepsItsRowAndMark) {
  Rng rng(3);
  std::vector<std::pair<float, float>> places;
  for (int i = 0; i < 1234; ++i) places.emplace_back(static_cast<float>(rng.uniform()), 5.0F);  // a line
  const auto cloud = cloud_of(places);
  std::vector<std::uint32_t> points = cloud->by_cell;
  std::sort(points.begin(), points.end());
  for (std::size_t i = 0; i < points.size(); ++i) ASSERT_EQ(points[i], i);
  EXPECT_EQ(cloud->first.back(), 1234U);
  EXPECT_EQ((*cloud->rows)[77], 154U);
  EXPECT_EQ(cloud->mark[77], 77 % 3);
  EXPECT_EQ(cloud->bottom, 5.0F);
  EXPECT_EQ(cloud->top, 5.0F);
  EXPECT_GE(cloud->nearest(0.5, 5, {0.05, 1}), 0);
}

TEST(PlaneCloud, NoPointsHaveNoNearest) {
  const auto cloud = cloud_of({});
  EXPECT_EQ(cloud->nearest(0, 0, {1, 1}), -1);
}

}  // namespace
}  // namespace headroom
