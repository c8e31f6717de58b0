// What can be clicked shows it: the edges of cards reach 3 : 1 (WCAG 2.1, 1.4.11) in pixels, and what is
// pressed changes in a short transition.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "app/widgets/button.h"
#include "app/widgets/motion.h"
#include "support/contrast.h"
#include "support/screen.h"
#include "support/software_renderer.h"

namespace headroom::app {
namespace {

ImVec4 pixel(const Rendering& picture, float x, float y) {
  const auto at = 4 * (static_cast<std::size_t>(y) * static_cast<std::size_t>(picture.width) +
                       static_cast<std::size_t>(x));
  const auto part = [&](std::size_t i) { return static_cast<float>(picture.rgba[at + i]) / 255; };
  return {part(0), part(1), part(2), 1};
}

// The highest contrast with what lies around it, on a line across the left edge, half-way down.
double edge_contrast(const Rendering& picture, const Rect& card) {
  const float y = card.center().y;
  const ImVec4 outside = pixel(picture, card.x - 4, y);
  double best = 0;
  for (float x = card.x - 2; x <= card.x + 3; ++x)
    best = std::max(best, contrast_ratio(pixel(picture, x, y), outside));
  return best;
}

class Cards : public testing::TestWithParam<bool> {};

TEST_P(Cards, HaveEdgesThatStandOut) {
  demo::Demo home{"home", demo::empty(), demo::ui_state()};
  home.state.home = true;
  const demo::Demo run{"run", demo::training({"small"}, 7), demo::ui_state()};
  for (const auto& [demo, names] :
       {std::pair{home, std::vector<std::string>{"scalability", "infrastructure", "plan_example"}},
        std::pair{run, std::vector<std::string>{"stage1", "stage2", "stage4", "stage6", "small", "large",
                                                "add_custom"}}}) {
    SCOPED_TRACE(demo.name);
    Screen screen(1440, 900, 1, GetParam());
    const Rendering picture = render_to_memory(screen.draw(demo), screen.theme().ground);
    for (const std::string& name : names) {
      const std::vector<Control>& all = screen.view().controls();
      const auto card =
          std::find_if(all.begin(), all.end(), [&](const Control& c) { return c.name == name; });
      ASSERT_NE(card, all.end()) << name;
      EXPECT_GE(edge_contrast(picture, card->area), 3) << name;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Themes, Cards, testing::Bool(),
                         [](const auto& theme) { return theme.param ? "dark" : "light"; });

TEST(Pressed, ChangesWithinTheTransitionAndAtOnceWithoutMotion) {
  const demo::Demo demo{"", demo::training({"small"}, 7), demo::ui_state()};
  Screen screen(1440, 900, 1);
  ImGuiIO& io = ImGui::GetIO();
  const auto ground = [&] {
    const std::vector<Control>& all = screen.view().controls();
    const auto help = std::find_if(all.begin(), all.end(), [](const Control& c) { return c.name == "help"; });
    // Beside the icon.
    return pixel(render_to_memory(*ImGui::GetDrawData(), screen.theme().ground), help->area.x + 5,
                 help->area.center().y);
  };
  const auto is = [](const ImVec4& a, const ImVec4& b) {
    return std::abs(a.x - b.x) + std::abs(a.y - b.y) + std::abs(a.z - b.z) < 0.01F;
  };
  const auto over_help = [&] {
    const std::vector<Control>& all = screen.view().controls();
    return std::find_if(all.begin(), all.end(), [](const Control& c) { return c.name == "help"; })
        ->area.center();
  };
  screen.draw(demo);
  for (const bool motion : {false, true}) {
    SCOPED_TRACE(motion);
    screen.motion = motion;
    io.MousePos = over_help();
    screen.draw(demo, 30);
    EXPECT_TRUE(is(ground(), screen.theme().hover));
    io.MouseDown[0] = true;
    screen.draw(demo, 2);
    EXPECT_EQ(is(ground(), screen.theme().pressed), !motion);
    EXPECT_FALSE(is(ground(), screen.theme().hover));
    screen.draw(demo, static_cast<int>(Motion::kSeconds * 60) + 2);
    EXPECT_TRUE(is(ground(), screen.theme().pressed));
    io.MousePos = {-1, -1};
    io.MouseDown[0] = false;  // beside it: nothing is clicked
    screen.draw(demo, 30);
  }
}

}  // namespace
}  // namespace headroom::app
