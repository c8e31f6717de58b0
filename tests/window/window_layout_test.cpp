#include "app/views/window_layout.h"

#include <gtest/gtest.h>

#include <vector>

#include "app/views/curves_view.h"
#include "support/overlap.h"

namespace headroom::app {
namespace {

struct Case {
  float width, height, scale;
  bool presenter;
};

std::vector<Case> cases() {
  std::vector<Case> list;
  for (const auto& [w, h] : {std::pair{1024.0F, 700.0F},
                             {1440.0F, 900.0F},
                             {1920.0F, 1080.0F},
                             {3840.0F, 2160.0F},
                             {400.0F, 300.0F}}) {
    for (const float scale : {1.0F, 1.25F, 1.5F, 2.0F, 2.5F}) {
      for (const bool presenter : {false, true}) list.push_back({w, h, scale, presenter});
    }
  }
  return list;
}

TEST(WindowLayout, PartsStayInsideAndApart) {
  for (const Case& c : cases()) {
    SCOPED_TRACE(testing::Message() << c.width << "x" << c.height << " at " << c.scale
                                    << (c.presenter ? " presenter" : ""));
    const WindowLayout layout = window_layout(c.width, c.height, c.scale, c.presenter);
    const CurvesLayout side = curves_layout(layout.main, c.scale, c.presenter);
    const std::vector<Rect> parts = {layout.top_bar, layout.tabs, layout.strip,
                                     side.curves,    side.side,   layout.status};
    for (const Rect& part : parts) {
      EXPECT_GE(part.w, 0);
      EXPECT_GE(part.h, 0);
      if (part.empty()) continue;
      EXPECT_GE(part.x, 0);
      EXPECT_GE(part.y, 0);
      EXPECT_LE(part.right(), c.width + 0.01F);
      EXPECT_LE(part.bottom(), c.height + 0.01F);
    }
    for (std::size_t a = 0; a < parts.size(); ++a) {
      for (std::size_t b = a + 1; b < parts.size(); ++b)
        EXPECT_FALSE(overlap(parts[a], parts[b])) << a << " " << b;
    }
  }
}

TEST(WindowLayout, TheTabsStayWhereTheyAreInEveryTab) {
  for (const Case& c : cases()) {
    SCOPED_TRACE(testing::Message() << c.width << "x" << c.height << " at " << c.scale);
    if (c.width < 1024) continue;
    const WindowLayout run = window_layout(c.width, c.height, c.scale, c.presenter);
    const WindowLayout plan = window_layout(c.width, c.height, c.scale, c.presenter, {.strip = false});
    EXPECT_FALSE(run.tabs.empty());
    EXPECT_EQ(run.tabs.x, plan.tabs.x);
    EXPECT_EQ(run.tabs.y, plan.tabs.y);
    EXPECT_EQ(run.tabs.h, plan.tabs.h);
    EXPECT_TRUE(plan.strip.empty());
    EXPECT_FALSE(overlap(plan.tabs, plan.main));
    EXPECT_GE(plan.main.h, run.main.h);
  }
}

TEST(WindowLayout, BesideAtHundredPercentFromTheSmallestSizeOn) {
  const auto layout = [](float width, float height, float scale, bool presenter) {
    return curves_layout(window_layout(width, height, scale, presenter).main, scale, presenter);
  };
  EXPECT_FALSE(layout(1024, 700, 1, false).stacked);
  EXPECT_FALSE(layout(1024, 700, 1, false).side.empty());
  EXPECT_TRUE(layout(1024, 700, 2, false).stacked);
  EXPECT_TRUE(layout(1440, 900, 1.25F, true).side.empty());
}

TEST(WindowLayout, TheMainPartKeepsRoomAtEverySupportedSize) {
  for (const Case& c : cases()) {
    if (c.width < 1024) continue;
    const CurvesLayout layout =
        curves_layout(window_layout(c.width, c.height, c.scale, c.presenter).main, c.scale, c.presenter);
    // 2.5 times the type on the smallest window leaves 410 x 280 units altogether.
    EXPECT_GE(layout.curves.h / c.scale, c.scale <= 2 ? 150 : 60) << c.width << " at " << c.scale;
    EXPECT_GE(layout.curves.w / c.scale, 380) << c.width << " at " << c.scale;
  }
}

// 10.1 px at 720, 15.1 px at 1080: the smallest type is 13 px at 100 %.
TEST(PresenterScale, TheSmallestTypeIsReadFromTheLastRow) {
  for (const auto& [w, h] :
       {std::pair{1280.0F, 720.0F}, {1920.0F, 1080.0F}, {3840.0F, 2160.0F}, {1024.0F, 1400.0F}}) {
    for (const float chosen : {1.0F, 1.5F, 2.5F}) {
      const float scale = presenter_scale(w, h, chosen);
      EXPECT_GE(13 * scale, 0.014F * h) << w << "x" << h;
      EXPECT_GE(scale, chosen);
      EXPECT_GE(w / scale, 400) << w << "x" << h << " at " << chosen;
    }
  }
  EXPECT_EQ(presenter_scale(1280, 720, 1.5F), 1.5F);  // what is large enough is left alone
}

TEST(PresenterLayout, KeepsABandForArchitecturesAndMemory) {
  for (const auto& [w, h, chosen] : {std::tuple{1280.0F, 720.0F, 1.0F},
                                     {1280.0F, 720.0F, 1.5F},
                                     {1920.0F, 1080.0F, 1.0F},
                                     {3840.0F, 2160.0F, 1.0F}}) {
    const float scale = presenter_scale(w, h, chosen);
    const CurvesLayout layout = curves_layout(window_layout(w, h, scale, true).main, scale, true);
    EXPECT_GE(layout.band.h / scale, 60) << w << "x" << h;
    EXPECT_GE(layout.curves.h / scale, 200) << w << "x" << h;
    EXPECT_FALSE(overlap(layout.band, layout.curves));
  }
}

TEST(Rect, CutsNeverGoNegative) {
  Rect r{0, 0, 100, 50};
  EXPECT_EQ(r.take_left(30, 10).w, 30);
  EXPECT_EQ(r.x, 40);
  EXPECT_EQ(r.take_right(500, 10).w, 60);
  EXPECT_EQ(r.w, 0);
  EXPECT_EQ(r.take_left(5).w, 0);
  EXPECT_EQ(r.take_bottom(80).h, 50);
  EXPECT_EQ(r.h, 0);
  EXPECT_EQ(r.inset(10).w, 0);
}

}  // namespace
}  // namespace headroom::app
