// Where a tooltip stands and when it comes; and that what moves comes to rest.
#include "app/widgets/tip.h"

#include <gtest/gtest.h>

#include "support/overlap.h"
#include "support/screen.h"

namespace headroom::app {
namespace {

constexpr Rect kWindow{0, 0, 1000, 700};

TEST(Tip, StandsUnderItsControlInsideTheWindow) {
  const Rect control{940, 300, 40, 36};
  const Rect tip = tip_place(kWindow, control, {}, 200, 60, 6);
  EXPECT_FALSE(overlap(tip, control));
  EXPECT_FLOAT_EQ(tip.y, 342);
  EXPECT_LE(tip.right(), 1000);
}

TEST(Tip, GoesAboveAtTheBottomOfTheWindow) {
  const Rect control{300, 650, 40, 36};
  const Rect tip = tip_place(kWindow, control, {}, 200, 60, 6);
  EXPECT_FALSE(overlap(tip, control));
  EXPECT_LE(tip.bottom(), 650);
  EXPECT_GE(tip.y, 0);
}

TEST(Tip, LeavesTheTopBarReadable) {
  const Rect bar{0, 0, 1000, 96}, control{300, 8, 40, 36};  // two rows, the counter in the second
  const Rect tip = tip_place(kWindow, control, {bar}, 200, 60, 6);
  EXPECT_FALSE(overlap(tip, bar));
  EXPECT_FALSE(overlap(tip, control));
}

TEST(Tip, ComesAfterAMomentAndTheWindowWaitsForIt) {
  const demo::Demo demo{"training", demo::paused(), demo::ui_state()};
  Screen screen(1440, 900, 1);
  screen.draw(demo, 4);
  const auto& controls = screen.view().controls();
  const auto help = std::find_if(controls.begin(), controls.end(), [](auto& c) { return c.name == "help"; });
  ASSERT_NE(help, controls.end());
  const ImVec2 at = help->area.center();
  screen.point(demo, at, 3);
  EXPECT_FALSE(screen.view().tip_shown());
  EXPECT_TRUE(screen.view().animating()) << "it is still to come";
  screen.draw(demo, 30);  // half a second
  EXPECT_TRUE(screen.view().tip_shown());
  EXPECT_FALSE(screen.view().animating()) << "the window may sleep again";
  screen.point(demo, {-1, -1}, 2);
  EXPECT_FALSE(screen.view().tip_shown());
}

TEST(Motion, ComesToRestWithin120Milliseconds) {
  demo::Demo demo{"training", demo::paused(), demo::ui_state()};
  Screen screen(1440, 900, 1);
  screen.motion = true;
  screen.draw(demo, 20);
  EXPECT_FALSE(screen.view().animating());
  demo.state.editing_settings = true;
  screen.draw(demo, 1);
  EXPECT_TRUE(screen.view().animating());
  screen.draw(demo, 10);  // 167 ms
  EXPECT_FALSE(screen.view().animating());
}

TEST(Motion, IsNotThereWhenItIsNotWanted) {
  demo::Demo demo{"training", demo::paused(), demo::ui_state()};
  Screen screen(1440, 900, 1);
  screen.draw(demo, 4);
  demo.state.editing_settings = true;
  screen.draw(demo, 4);
  EXPECT_FALSE(screen.view().animating());
}

}  // namespace
}  // namespace headroom::app
