// Sets that are painted: what may be done with the points, what is answered to a set that cannot be trained,
// the way into a run, and the sheet by mouse and keys.
#include "app/state/painted.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cmath>
#include <thread>

#include "app/state/app.h"
#include "app/state/facts.h"
#include "core/data/synthetic.h"
#include "core/io/file.h"
#include "support/demo.h"
#include "support/screen.h"
#include "tests/support/temporary_directory.h"

namespace headroom::app {
namespace {

PaintState two_groups(int of_a, int of_b) {
  PaintState paint = empty_painting();
  for (int i = 0; i < of_a; ++i) paint_point(paint, -0.5, -0.9 + 0.01 * i);
  paint.label = 1;
  for (int i = 0; i < of_b; ++i) paint_point(paint, 0.5, -0.9 + 0.01 * i);
  return paint;
}

TEST(Painted, PointsAreAddedInsideTheCanvasAndErasedAroundAPlace) {
  PaintState paint = empty_painting();
  paint_point(paint, 0.5, 0.5);
  paint_point(paint, 1.5, 0);  // beside it
  paint_point(paint, std::nan(""), 0);
  EXPECT_EQ(paint.points.size(), 1U);
  paint.label = 1;
  paint_point(paint, 0.55, 0.5);
  paint_point(paint, -0.5, -0.5);
  EXPECT_EQ(painted_of_class(paint, 0), 1);
  EXPECT_EQ(painted_of_class(paint, 1), 2);
  erase_points(paint, 0.5, 0.5);
  ASSERT_EQ(paint.points.size(), 1U);
  EXPECT_EQ(paint.points[0].x, -0.5F);
  for (std::size_t i = 0; i < 2 * PaintState::kMost; ++i) paint_point(paint, 0, 0);
  EXPECT_EQ(paint.points.size(), PaintState::kMost);
}

TEST(Painted, WhatCannotBeTrainedIsSaidInWords) {
  EXPECT_NE(paint_fault(empty_painting()).find("nothing to learn"), std::string::npos);
  EXPECT_NE(paint_fault(two_groups(30, 0)).find("All 30 points are A"), std::string::npos);
  EXPECT_NE(paint_fault(two_groups(0, 30)).find("Paint some of A"), std::string::npos);
  EXPECT_NE(paint_fault(two_groups(30, 1)).find("Only 1 point is B: paint 4 more"), std::string::npos);
  EXPECT_EQ(paint_fault(two_groups(5, 5)), "");
}

TEST(Painted, ASetOfTwoColumnsIsTakenOver) {
  const Dataset moons = generate({"moons", 200, 2, 0.1, 1}, 3);
  ASSERT_TRUE(paintable(moons));
  const PaintState paint = painting_of(moons);
  ASSERT_EQ(paint.points.size(), 200U);
  for (std::size_t i = 0; i < 200; ++i) {
    EXPECT_EQ(paint.points[i].x, moons.values[2 * i]);
    EXPECT_EQ(static_cast<float>(paint.points[i].label), moons.targets[i]);
    EXPECT_GT(static_cast<double>(paint.points[i].y), paint.bottom);
    EXPECT_LT(static_cast<double>(paint.points[i].y), paint.top);
  }
  EXPECT_EQ(painted_csv(paint).substr(0, 18), "\"x0\",\"x1\",\"class\"\n");
  Dataset wide = moons;
  wide.columns = 1;
  EXPECT_FALSE(paintable(wide));
  Dataset missing = moons;
  missing.values[7] = std::nanf("");
  EXPECT_FALSE(paintable(missing));
}

class PaintedRun : public ::testing::Test {
 protected:
  App make() {
    return App(
        {[this](Command command) { posted.push_back(std::move(command)); },
         [this]() -> std::shared_ptr<const Snapshot> { return snapshot; }},
        {}, [] { return Library{}; }, [] { return PlanLibrary{}; }, {}, directory.path());
  }
  void wait(App& app) {
    for (int i = 0; i < 5000; ++i) {
      app.poll(now += 0.001);
      if (!app.busy()) return;
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    FAIL() << "the job did not end";
  }
  const command::Load* loaded() const {
    for (const Command& command : posted) {
      if (const auto* const load = std::get_if<command::Load>(&command)) return load;
    }
    return nullptr;
  }
  static void fill(App& app, const PaintState& from) {
    app.perform(action::OpenPainting{action::OpenPainting::From::kEmpty});
    app.perform(action::Paint{[&](PaintState& paint) { paint.points = from.points; }});
  }

  test::TemporaryDirectory directory;
  std::vector<Command> posted;
  std::shared_ptr<Snapshot> snapshot = std::make_shared<Snapshot>();
  double now = 0;
};

TEST_F(PaintedRun, TrainsAsATableOfOnesOwnWhoseFileIsKept) {
  App app = make();
  wait(app);
  fill(app, two_groups(40, 60));
  EXPECT_TRUE(app.state().paint.open);
  EXPECT_TRUE(app.state().asks());
  app.perform(action::TrainPainted{});
  EXPECT_FALSE(app.settled());
  wait(app);
  EXPECT_FALSE(app.state().paint.open);
  const command::Load* const load = loaded();
  ASSERT_NE(load, nullptr);
  EXPECT_TRUE(load->play);
  const Dataset& data = *load->config.dataset;
  EXPECT_EQ(data.rows, 100);
  EXPECT_EQ(data.columns, 2);
  EXPECT_EQ(data.class_names, (std::vector<std::string>{"A", "B"}));
  EXPECT_EQ(std::count(data.targets.begin(), data.targets.end(), 1.0F), 60);
  EXPECT_NEAR(data.row(0)[0] + data.origins[0].origin, -0.5, 1e-6);
  ASSERT_TRUE(std::filesystem::exists(data.source)) << data.source;
  EXPECT_EQ(read_file(data.source), painted_csv(two_groups(40, 60)));
}

TEST_F(PaintedRun, OneClassIsAnsweredInTheSheet) {
  App app = make();
  wait(app);
  fill(app, two_groups(40, 0));
  app.perform(action::TrainPainted{});
  EXPECT_TRUE(app.state().paint.open);
  EXPECT_NE(app.state().paint.fault.find("All 40 points are A"), std::string::npos);
  EXPECT_EQ(loaded(), nullptr);
  app.perform(action::Paint{[](PaintState& paint) { paint_point(paint, 0, 0); }});
  EXPECT_EQ(app.state().paint.fault, "");
}

TEST_F(PaintedRun, OnlyATableOfTwoColumnsCanBePaintedOn) {
  App app = make();
  wait(app);
  app.perform(action::OpenPainting{action::OpenPainting::From::kData});
  ASSERT_NE(app.visible_error(), nullptr);
  EXPECT_FALSE(app.state().paint.open);
}

// --- the sheet

demo::Demo painting_demo() {
  demo::Demo demo{"painting", demo::empty(), demo::ui_state()};
  demo.state.paint = two_groups(4, 4);
  demo.state.paint.label = 0;
  demo.state.paint.open = true;
  return demo;
}

// Carries out what was asked of the painting.
void follow(Screen& screen, demo::Demo& demo) {
  for (const Action& action : screen.actions()) {
    if (const auto* const paint = get_if<action::Paint>(&action)) paint->change(demo.state.paint);
  }
  screen.actions().clear();
}

const Control* canvas_of(Screen& screen) {
  for (const Control& control : screen.view().controls()) {
    if (control.name == "canvas") return &control;
  }
  return nullptr;
}

TEST(PaintSheet, TheMousePaintsAndTheRightButtonTakesAway) {
  for (const float scale : {1.0F, 2.0F}) {
    demo::Demo demo = painting_demo();
    Screen screen(1024, 700, scale);
    screen.draw(demo);
    const Control* const canvas = canvas_of(screen);
    ASSERT_NE(canvas, nullptr);
    const Rect area = canvas->area;
    ASSERT_GT(area.h, 60);
    screen.actions().clear();
    screen.click(demo, {area.x + area.w * 0.75F, area.y + area.h * 0.25F});
    follow(screen, demo);
    ASSERT_EQ(demo.state.paint.points.size(), 9U);
    EXPECT_NEAR(demo.state.paint.points.back().x, 0.5, 0.02);
    EXPECT_NEAR(demo.state.paint.points.back().y, 0.5, 0.02);
    EXPECT_EQ(demo.state.paint.points.back().label, 0);
    ImGui::GetIO().MouseDown[1] = true;
    screen.draw(demo, 1);
    ImGui::GetIO().MouseDown[1] = false;
    follow(screen, demo);
    EXPECT_EQ(demo.state.paint.points.size(), 8U);
  }
}

TEST(PaintSheet, EverythingByTheKeyboard) {
  demo::Demo demo = painting_demo();
  Screen screen(1440, 900, 1);
  screen.draw(demo);
  screen.actions().clear();
  ASSERT_EQ(screen.focus(demo, "canvas"), "");
  screen.key(demo, NamedKey::kRight, true);  // a tenth of the canvas
  screen.key(demo, NamedKey::kEnter);
  follow(screen, demo);
  ASSERT_EQ(demo.state.paint.points.size(), 9U);
  EXPECT_NEAR(demo.state.paint.points.back().x, 0.2, 1e-5);
  EXPECT_NEAR(demo.state.paint.points.back().y, 0.0, 1e-5);
  ASSERT_EQ(screen.focus(demo, "paint_class"), "");
  screen.key(demo, NamedKey::kRight);
  follow(screen, demo);
  EXPECT_EQ(demo.state.paint.label, 1);
  ASSERT_EQ(screen.focus(demo, "paint_train"), "");
  screen.key(demo, NamedKey::kEnter);
  ASSERT_EQ(screen.actions().size(), 1U);
  EXPECT_TRUE(holds_alternative<action::TrainPainted>(screen.actions()[0]));
}

}  // namespace
}  // namespace headroom::app
