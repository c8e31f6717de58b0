// What the mouse does to a plot.
#include <gtest/gtest.h>

#include "app/ui/fonts.h"
#include "app/ui/style.h"
#include "app/widgets/plot/curve_plot.h"
#include "support/screen.h"

namespace headroom::app {
namespace {

class PlotUnderTheMouse : public testing::Test {
 protected:
  PlotUnderTheMouse() : theme_(dark_theme()) {
    context_ = ImGui::CreateContext();
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.DisplaySize = {1000, 600};
    io.DeltaTime = 1.0F / 60;
    apply_style(theme_, 1);
    fonts_.build(1, 1);
    unsigned char* pixels = nullptr;
    int w = 0, h = 0;
    io.Fonts->GetTexDataAsAlpha8(&pixels, &w, &h);
    Series loss;
    for (int i = 0; i < 100; ++i) loss.push(1.0F - 0.009F * static_cast<float>(i));
    cache_.update(loss, 0);
    spec_.fit_x = 100;
    spec_.curves.emplace_back();
    spec_.curves[0].steps = &cache_;
    frame({-1, -1});
    frame({-1, -1});
    data_ = data_area(ui(), kArea, spec_);
  }
  ~PlotUnderTheMouse() override { ImGui::DestroyContext(context_); }

  Ui ui() const { return {theme_, fonts_.fonts(), 1, false, 0}; }

  PlotEvent frame(ImVec2 mouse, int down = -1, float wheel = 0) {
    ImGuiIO& io = ImGui::GetIO();
    io.MousePos = mouse;
    for (int button = 0; button < 3; ++button) io.MouseDown[button] = button == down;
    io.MouseWheel = wheel;
    ImGui::NewFrame();
    ImGui::SetNextWindowPos({0, 0});
    ImGui::SetNextWindowSize(io.DisplaySize);
    ImGui::Begin("plot", nullptr, ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove);
    const Ui look = ui();
    const PlotEvent event = curve_plot(look, "plot", kArea, spec_, x_, state_);
    ImGui::End();
    ImGui::Render();
    return event;
  }
  void drag(ImVec2 from, ImVec2 to, int button) {
    frame(from);
    frame(from, button);
    frame({(from.x + to.x) / 2, (from.y + to.y) / 2}, button);
    frame(to, button);
    frame(to);
  }
  // A share of the data's area, from its top left.
  ImVec2 at(float x, float y) const { return {data_.x + x * data_.w, data_.y + y * data_.h}; }

  static constexpr Rect kArea{0, 0, 1000, 600};
  Theme theme_;
  FontSet fonts_;
  ImGuiContext* context_ = nullptr;
  CurveCache cache_;
  PlotSpec spec_;
  AxisView x_{.lowest = 0};
  PlotState state_;
  Rect data_;
};

TEST_F(PlotUnderTheMouse, ADragZoomsIntoItsBox) {
  const AxisView y = state_.y;
  drag(at(0.25F, 0.2F), at(0.75F, 0.6F), 0);
  EXPECT_NEAR(x_.low, 25, 0.1);
  EXPECT_NEAR(x_.high, 75, 0.1);
  EXPECT_NEAR(state_.y.high, y.at(0.8), 0.01);
  EXPECT_NEAR(state_.y.low, y.at(0.4), 0.01);
}

TEST_F(PlotUnderTheMouse, AFlatBoxZoomsOneAxis) {
  const AxisView y = state_.y;
  drag(at(0.75F, 0.5F), at(0.25F, 0.505F), 0);  // to the left: the same box
  EXPECT_NEAR(x_.low, 25, 0.1);
  EXPECT_NEAR(x_.high, 75, 0.1);
  EXPECT_FALSE(state_.y.user);
  EXPECT_EQ(state_.y.high, y.high);
}

TEST_F(PlotUnderTheMouse, ABoxEndsAtThePlotsEdge) {
  drag(at(0.5F, 0.2F), {2000, 900}, 0);
  EXPECT_NEAR(x_.high, 100, 0.1);
  EXPECT_NEAR(x_.low, 50, 0.1);
}

TEST_F(PlotUnderTheMouse, AClickChangesNothing) {
  drag(at(0.5F, 0.5F), at(0.502F, 0.502F), 0);
  EXPECT_FALSE(x_.user);
  EXPECT_FALSE(state_.y.user);
}

TEST_F(PlotUnderTheMouse, ShiftOrTheMiddleButtonMovesAndNeverBelowZero) {
  drag(at(0.25F, 0.2F), at(0.75F, 0.6F), 0);
  drag(at(0.5F, 0.5F), at(0.7F, 0.5F), 2);  // 10 of the 50 that are shown, to the right
  EXPECT_NEAR(x_.low, 15, 0.2);
  EXPECT_NEAR(x_.high, 65, 0.2);
  Screen::shift(true);
  drag(at(0.2F, 0.5F), at(0.9F, 0.5F), 0);
  Screen::shift(false);
  EXPECT_EQ(x_.low, 0);
  EXPECT_NEAR(x_.high, 50, 0.2);
}

TEST_F(PlotUnderTheMouse, TheWheelZoomsAndADoubleClickAsksToFit) {
  frame(at(0.5F, 0.5F));
  frame(at(0.5F, 0.5F), -1, 1);
  EXPECT_NEAR(x_.high - x_.low, 85, 0.1);
  const ImVec2 p = at(0.5F, 0.5F);
  bool fit = false;
  for (const int down : {0, -1, 0, -1}) fit |= frame(p, down).fit;
  EXPECT_TRUE(fit);
}

TEST_F(PlotUnderTheMouse, ARightClickAsksForTheMenu) {
  const ImVec2 p = at(0.5F, 0.5F);
  frame(p);
  EXPECT_FALSE(frame(p, 1).menu);
  EXPECT_TRUE(frame(p).menu);
  EXPECT_FALSE(frame(p).menu);
}

}  // namespace
}  // namespace headroom::app
