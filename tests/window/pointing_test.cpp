// What presenter mode points with: the spotlight by key, by ring, by pointer and by name, and the laser.
#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "app/state/shortcuts.h"
#include "support/contrast.h"
#include "support/screen.h"
#include "support/software_renderer.h"

namespace headroom::app {
namespace {

demo::Demo presenting() {
  demo::Demo demo{"presenting", demo::training({"small", "large"}, 7), demo::ui_state()};
  demo.state.presenter = true;
  demo.state.pointing.spotlight = true;
  return demo;
}

double brightness(const Rendering& picture, const Rect& area) {
  double sum = 0;
  int count = 0;
  for (auto y = static_cast<int>(area.y); y < static_cast<int>(area.bottom()); ++y) {
    for (auto x = static_cast<int>(area.x); x < static_cast<int>(area.right()); ++x, ++count) {
      const std::uint8_t* p = &picture.rgba[static_cast<std::size_t>(y * picture.width + x) * 4];
      sum += p[0] + p[1] + p[2];
    }
  }
  return sum / count;
}

TEST(Spotlight, OnePanelStaysAsItIsAndTheRestDims) {
  for (const bool dark : {true, false}) {
    Screen screen(1280, 720, 1.25F, dark);
    demo::Demo demo = presenting();
    demo.state.pointing.spotlight = false;
    const Rendering before = render_to_memory(screen.draw(demo), screen.theme().ground);
    EXPECT_FALSE(screen.view().spotlight().lit());
    demo.state.pointing.spotlight = true;
    const Rendering after = render_to_memory(screen.draw(demo), screen.theme().ground);
    ASSERT_TRUE(screen.view().spotlight().lit());
    const Rect lit = *screen.view().spotlight().lit();
    EXPECT_NEAR(brightness(before, lit.inset(12)), brightness(after, lit.inset(12)), 1e-9);
    const Rect top{0, 0, 1280, 60};
    EXPECT_LT(brightness(after, top), 0.6 * brightness(before, top));
  }
}

TEST(Spotlight, TheKeyGoesThroughEveryPanelAndRound) {
  Screen screen(1280, 720, 1.25F);
  demo::Demo demo = presenting();
  screen.draw(demo);
  const Rect first = *screen.view().spotlight().lit();
  std::set<std::pair<float, float>> seen;
  for (int i = 0; i < 40; ++i) {
    ++demo.state.pointing.moves;
    screen.draw(demo, 2);
    const Rect lit = *screen.view().spotlight().lit();
    seen.insert({lit.x, lit.y});
    if (lit.x == first.x && lit.y == first.y) break;
  }
  EXPECT_GE(seen.size(), 7U);  // five cards of stages or more, the curves and the band below
  ++demo.state.pointing.moves;
  screen.draw(demo, 2);
  const Rect next = *screen.view().spotlight().lit();
  EXPECT_TRUE(next.x != first.x || next.y != first.y);
  --demo.state.pointing.moves;
  screen.draw(demo, 2);
  EXPECT_EQ(screen.view().spotlight().lit()->x, first.x);
  EXPECT_EQ(screen.view().spotlight().lit()->y, first.y);
}

TEST(Spotlight, FollowsTheRingThePointerAndANameWhicheverCameLast) {
  Screen screen(1280, 720, 1.25F);
  demo::Demo demo = presenting();
  screen.draw(demo);
  ASSERT_EQ(screen.focus(demo, "stage2"), "");
  const Rect card = screen.control("stage2")->area;
  EXPECT_EQ(screen.view().spotlight().lit()->x, card.x);
  const Rect other = screen.control("stage1")->area;
  screen.point(demo, other.center(), 3);
  EXPECT_EQ(screen.view().spotlight().lit()->x, other.x);
  demo.state.pointing.target = "curves";
  screen.draw(demo, 3);
  const Rect curves = screen.view().exhibits().find("curves")->area;
  EXPECT_EQ(screen.view().spotlight().lit()->y, curves.y);
  EXPECT_EQ(screen.view().spotlight().lit()->w, curves.w);
}

TEST(Spotlight, OfASheetLiesOnTheSheet) {
  Screen screen(1280, 720, 1.25F);
  demo::Demo demo = presenting();
  demo.state.open_stage = StageId::kLoad;
  screen.draw(demo, 6);
  const Rect lit = *screen.view().spotlight().lit();
  const Control* const cross = screen.control("close");
  ASSERT_NE(cross, nullptr);
  EXPECT_TRUE(lit.contains(cross->area.center()));
}

TEST(Spotlight, IsOffOutsideOfPresenterModeAndByEscape) {
  UiState state;
  const Snapshot run;
  EXPECT_TRUE(actions_for({.character = U'o'}, state, run).empty());
  state.presenter = true;
  EXPECT_EQ(get<action::MoveSpotlight>(actions_for({.character = U'o'}, state, run).front()).by, 1);
  EXPECT_EQ(get<action::MoveSpotlight>(actions_for({.character = U'O'}, state, run).front()).by, -1);
  state.pointing.spotlight = true;
  const ActionQueue first = actions_for({.named = NamedKey::kEscape}, state, run);
  EXPECT_FALSE(get<action::SetSpotlight>(first.front()).on);
  state.pointing.spotlight = false;
  const ActionQueue second = actions_for({.named = NamedKey::kEscape}, state, run);
  EXPECT_FALSE(get<action::SetPresenter>(second.front()).on);
}

// The red of the spot against what lies around it: graphics need 3 to 1.
TEST(Laser, StandsOutInBothThemesAndGrowsWithTheType) {
  for (const bool dark : {true, false}) {
    demo::Demo demo{"laser", demo::training({"small"}, 7), demo::ui_state()};
    demo.state.presenter = true;
    demo.state.pointing.laser = ImVec2(640, 360);
    Screen screen(1280, 720, 2, dark);
    const Rendering picture = render_to_memory(screen.draw(demo), screen.theme().ground);
    const auto at = [&](int x, int y) {
      const std::uint8_t* p = &picture.rgba[static_cast<std::size_t>(y * picture.width + x) * 4];
      return ImVec4(static_cast<float>(p[0]) / 255, static_cast<float>(p[1]) / 255,
                    static_cast<float>(p[2]) / 255, 1);
    };
    const auto radius = static_cast<int>(2 * Laser::kRadius);
    const ImVec4 spot = at(640 + static_cast<int>(0.75F * static_cast<float>(radius)), 360);
    EXPECT_GT(spot.x, 0.9F);
    EXPECT_LT(spot.y, 0.3F);
    for (const ImVec4& ground : {screen.theme().panel, screen.theme().ground, screen.theme().card})
      EXPECT_GE(contrast_ratio(spot, ground), 3) << dark;
    EXPECT_GT(at(640, 360).y, 0.9F) << "its middle is white";
  }
}

TEST(Laser, ShowsWhileAltIsHeldWithATailUnlessMotionIsReduced) {
  demo::Demo demo{"laser", demo::training({"small"}, 7), demo::ui_state()};
  Screen screen(1280, 720, 1.25F);
  const auto drawn = [&](bool motion, bool alt) {
    screen.motion = motion;
    Screen::alt(alt);
    for (int i = 0; i < 6; ++i) screen.point(demo, {400.0F + 20 * static_cast<float>(i), 300}, 1);
    return screen.view().laser().tail();
  };
  EXPECT_EQ(drawn(true, true), 0U) << "not outside of presenter mode";
  demo.state.presenter = true;
  EXPECT_EQ(drawn(true, false), 0U);
  EXPECT_GT(drawn(true, true), 3U);
  EXPECT_TRUE(screen.animating());
  EXPECT_EQ(drawn(false, true), 0U);
  Screen::alt(false);
}

}  // namespace
}  // namespace headroom::app
