// Points drawn by the shader, read back: where they are, in which colour, how they add up, and how they come
// in pieces.
#include "app/gl/point_clouds.h"

#include <glad/gl.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <vector>

#include "support/offscreen.h"

namespace headroom::app {
namespace {

struct Points {
  std::vector<float> x, y;
  std::vector<std::uint8_t> mark;
  std::shared_ptr<int> owner = std::make_shared<int>(0);
  void add(float at_x, float at_y, std::uint8_t of) {
    x.push_back(at_x);
    y.push_back(at_y);
    mark.push_back(of);
  }
  CloudPoints all() const { return {x, y, mark, owner}; }
};

// 0 to 10 along both axes on 100 x 100 pixels.
CloudLook ten_by_ten(float diameter, float alpha) {
  CloudLook look{0, 10, 0, 10, 100, 100, diameter, false, {{1, 0, 0, alpha}, {0, 1, 0, alpha}}};
  return look;
}

struct Cloud {
  std::vector<std::uint8_t> rgba;
  // Column and line from the lower left, channel.
  int at(int x, int y, int channel) const {
    return rgba[(static_cast<std::size_t>(y) * 100 + static_cast<std::size_t>(x)) * 4 +
                static_cast<std::size_t>(channel)];
  }
};

Cloud read_cloud(std::uint32_t name) {
  Cloud cloud{std::vector<std::uint8_t>(100 * 100 * 4)};
  glBindTexture(GL_TEXTURE_2D, name);
  glGetTexImage(GL_TEXTURE_2D, 0, GL_RGBA, GL_UNSIGNED_BYTE, cloud.rgba.data());
  return cloud;
}

class PointCloudsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!gl.why_not.empty()) GTEST_SKIP() << gl.why_not;
    clouds = std::make_unique<PointClouds>();
  }
  void TearDown() override { clouds.reset(); }
  Offscreen gl;
  std::unique_ptr<PointClouds> clouds;
};

TEST_F(PointCloudsTest, APointLiesWhereItsNumbersSayInItsColour) {
  Points points;
  points.add(2.55F, 7.05F, 0);
  points.add(8.05F, 1.05F, 1);
  const CloudShown shown = clouds->of("a", points.all(), ten_by_ten(5, 1), 100);
  EXPECT_EQ(shown.drawn, 2U);
  const Cloud cloud = read_cloud(shown.name);
  EXPECT_EQ(cloud.at(25, 70, 0), 255);
  EXPECT_EQ(cloud.at(25, 70, 1), 0);
  EXPECT_EQ(cloud.at(25, 70, 3), 255);
  EXPECT_EQ(cloud.at(80, 10, 1), 255);
  EXPECT_EQ(cloud.at(80, 10, 0), 0);
  int covered = 0;
  for (int y = 0; y < 100; ++y) {
    for (int x = 0; x < 100; ++x) {
      if (cloud.at(x, y, 3) == 0) continue;
      ++covered;
      const double near = std::min(std::hypot(x - 25, y - 70), std::hypot(x - 80, y - 10));
      EXPECT_LE(near, 3.6) << x << " " << y;
    }
  }
  EXPECT_GT(covered, 2 * 12);
  EXPECT_EQ(glGetError(), static_cast<GLenum>(GL_NO_ERROR));
}

// Laid over each other: c + (1 - a) * before, premultiplied, in the order of the points.
TEST_F(PointCloudsTest, PointsAddUpAsLayersDo) {
  Points points;
  for (int i = 0; i < 3; ++i) points.add(5.05F, 5.05F, static_cast<std::uint8_t>(i == 2 ? 1 : 0));
  const Cloud cloud = read_cloud(clouds->of("a", points.all(), ten_by_ten(7, 0.5F), 100).name);
  EXPECT_NEAR(cloud.at(50, 50, 0), 255 * 0.375, 2);
  EXPECT_NEAR(cloud.at(50, 50, 1), 255 * 0.5, 2);
  EXPECT_NEAR(cloud.at(50, 50, 3), 255 * 0.875, 2);
}

TEST_F(PointCloudsTest, ADiamondHasCornersAndADiscIsRound) {
  Points points;
  points.add(2.05F, 5.05F, 0);
  points.add(8.05F, 5.05F, 1);
  CloudLook look = ten_by_ten(11, 1);
  look.diamonds = true;
  const Cloud cloud = read_cloud(clouds->of("a", points.all(), look, 100).name);
  EXPECT_EQ(cloud.at(23, 53, 3), 255);  // 3 pixels off along both axes: within a disc of radius 5.5
  EXPECT_LT(cloud.at(83, 53, 3), 200);  // and outside of a diamond
  EXPECT_EQ(cloud.at(84, 50, 3), 255);
}

TEST_F(PointCloudsTest, ARingIsHollow) {
  Points points;
  points.add(5.05F, 5.05F, 1);
  CloudLook look = ten_by_ten(3, 1);
  look.rings_from = 1;
  look.ring_diameter = 17;
  look.ring_width = 2;
  const Cloud cloud = read_cloud(clouds->of("a", points.all(), look, 100).name);
  for (int off = 0; off <= 4; ++off) EXPECT_EQ(cloud.at(50 + off, 50, 3), 0) << off;
  EXPECT_GT(cloud.at(57, 50, 3), 200);  // the ring's middle is 7 pixels out
  EXPECT_GT(cloud.at(50, 43, 3), 200);
  EXPECT_EQ(cloud.at(59, 50, 3), 0);
}

TEST_F(PointCloudsTest, ComeInPiecesAndThenStay) {
  Points points;
  for (int i = 0; i < 10'000; ++i) {
    points.add(static_cast<float>(i % 100) / 10 + 0.05F, static_cast<float>(i / 100) / 10 + 0.05F, 0);
  }
  int frames = 0;
  std::size_t before = 0;
  CloudShown shown;
  do {
    clouds->begin_frame();
    shown = clouds->of("a", points.all(), ten_by_ten(1, 1), 0);
    EXPECT_GT(shown.drawn, before);
    before = shown.drawn;
    ++frames;
  } while (shown.drawn < points.x.size());
  EXPECT_EQ(frames, 3);  // of 4,096
  const Cloud cloud = read_cloud(shown.name);
  for (int i = 0; i < 100; i += 7) EXPECT_GT(cloud.at(i, i, 3), 0);
  EXPECT_EQ(clouds->of("a", points.all(), ten_by_ten(1, 1), 0).drawn, points.x.size());
  CloudLook other = ten_by_ten(1, 1);
  other.left = -1;  // another window: from the beginning
  EXPECT_LT(clouds->of("a", points.all(), other, 0).drawn, points.x.size());
}

TEST_F(PointCloudsTest, RefusesWhatIsNoPlane) {
  Points points;
  points.add(1, 1, 0);
  CloudLook look = ten_by_ten(1, 1);
  look.right = look.left;
  EXPECT_EQ(clouds->of("a", points.all(), look).name, 0U);
  look = ten_by_ten(1, 1);
  look.width = 0;
  EXPECT_EQ(clouds->of("a", points.all(), look).name, 0U);
  points.mark.clear();
  EXPECT_EQ(clouds->of("a", points.all(), ten_by_ten(1, 1)).name, 0U);
}

}  // namespace
}  // namespace headroom::app
