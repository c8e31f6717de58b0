// The Data tab, drawn without a display: its parts by size, its controls by mouse and keys, and no inspection
// of a tab that is hidden.
#include "app/views/data_view.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "app/widgets/surface.h"
#include "support/demo.h"
#include "support/overlap.h"
#include "support/screen.h"

namespace headroom::app {
namespace {

demo::Demo table_demo(const Look& look = {}) {
  demo::Demo demo{"data", demo::table(look), demo::ui_state()};
  demo.state.tab = Tab::kData;
  demo.state.look = look;
  return demo;
}

// The last look that was asked for; the actions are gone.
std::optional<Look> asked(Screen& screen) {
  std::optional<Look> look;
  for (const Action& action : screen.actions()) {
    if (const auto* at = get_if<action::LookAt>(&action)) look = at->look;
  }
  screen.actions().clear();
  return look;
}

TEST(DataTab, IsWatchedOnlyWhileItIsShown) {
  demo::Demo demo = table_demo();
  Screen screen(1440, 900, 1);
  const auto watched = [&] {
    std::optional<Interests> interests;
    for (const Action& action : screen.actions()) {
      const auto* run = get_if<action::Run>(&action);
      const auto* watch = run ? std::get_if<command::Watch>(&run->command) : nullptr;
      if (watch) interests = watch->interests;
    }
    screen.actions().clear();
    return interests;
  };
  screen.draw(demo);
  EXPECT_EQ(watched(), interest(Inspect::kData));
  demo.state.tab = Tab::kCurves;
  screen.draw(demo);
  EXPECT_EQ(watched(), Interests());
}

TEST(DataTab, PartsDoNotOverlapAndNoneIsLost) {
  for (const float scale : {1.0F, 2.0F, 2.5F}) {
    for (const auto& [w, h] : {std::pair{1440.0F, 660.0F}, {1024.0F, 500.0F}, {640.0F, 400.0F}}) {
      const DataLayout first = data_layout({0, 0, w, h}, scale, false, 1);
      EXPECT_FALSE(overlap(first.columns, first.table));
      EXPECT_FALSE(overlap(first.table, first.plane));
      EXPECT_FALSE(overlap(first.choice, first.table));
      if (first.parts == 0) {
        EXPECT_FALSE(first.columns.empty() || first.table.empty() || first.plane.empty());
        continue;
      }
      EXPECT_FALSE(data_layout({0, 0, w, h}, scale, false, 2).plane.empty());
      EXPECT_FALSE(data_layout({0, 0, w, h}, scale, false, 0).columns.empty());
    }
  }
}

TEST(DataTab, StagesFiltersAndSortingAreOneClickAway) {
  const demo::Demo demo = table_demo();
  Screen screen(1440, 900, 1);
  screen.draw(demo);
  screen.actions().clear();
  ASSERT_EQ(screen.focus(demo, "data_stage"), "");
  screen.key(demo, NamedKey::kRight);
  EXPECT_EQ(asked(screen)->data.stage, DataStage::kScaled);
  ASSERT_EQ(screen.focus(demo, "data_filter"), "");
  screen.key(demo, NamedKey::kRight);
  EXPECT_EQ(asked(screen)->data.filter, RowFilter::kTrain);
  ASSERT_EQ(screen.focus(demo, "sort x3"), "");
  screen.key(demo, NamedKey::kEnter);
  const std::optional<Look> sorted = asked(screen);
  ASSERT_TRUE(sorted);
  EXPECT_EQ(sorted->data.sort, RowSort::kFeature);
  EXPECT_EQ(sorted->data.sort_feature, 3);
  ASSERT_EQ(screen.focus(demo, "data_plane"), "");
  screen.key(demo, NamedKey::kRight);
  EXPECT_EQ(asked(screen)->data.plane, DataPlane::kPrincipal);
  ASSERT_EQ(screen.focus(demo, "class yes"), "");
  screen.key(demo, NamedKey::kEnter);
  const std::optional<Look> of_class = asked(screen);
  ASSERT_TRUE(of_class);
  EXPECT_EQ(of_class->data.filter, RowFilter::kClass);
  EXPECT_EQ(of_class->data.filter_class, 1);
}

TEST(DataTab, ArrowsMoveTheMarkedCellAndEnterPredictsItsRow) {
  const demo::Demo demo = table_demo();
  Screen screen(1440, 900, 1);
  screen.draw(demo);
  ASSERT_EQ(screen.focus(demo, "data_rows"), "");
  screen.actions().clear();
  screen.key(demo, NamedKey::kDown);
  EXPECT_EQ(asked(screen)->row, 1);
  screen.key(demo, NamedKey::kRight);
  EXPECT_EQ(asked(screen)->data.feature, 1);
  screen.key(demo, NamedKey::kEnd);
  EXPECT_EQ(asked(screen)->row, 9999);
  screen.key(demo, NamedKey::kEnter);
  ASSERT_EQ(screen.actions().size(), 1U);
  const auto* tab = get_if<action::SelectTab>(screen.actions().data());
  ASSERT_NE(tab, nullptr);
  EXPECT_EQ(kTabs.name(tab->tab), "prediction");
}

TEST(DataTab, ARowIsChosenByAClickAndFoundByItsNumber) {
  const demo::Demo demo = table_demo();
  Screen screen(1440, 900, 1);
  screen.draw(demo);
  const Control* const rows = screen.control("data_rows");
  ASSERT_NE(rows, nullptr);
  screen.actions().clear();
  screen.click(demo, {rows->area.x + 20, rows->area.y + 26 * 2 + 13});
  const std::optional<Look> clicked = asked(screen);
  ASSERT_TRUE(clicked);
  EXPECT_EQ(clicked->row, 2);
  ASSERT_EQ(screen.focus(demo, "search_rows"), "");
  screen.draw(demo, 3);
  Screen::type("4711");
  screen.draw(demo, 2);
  screen.actions().clear();
  screen.key(demo, NamedKey::kEnter);
  const std::optional<Look> found = asked(screen);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->row, 4711);
}

TEST(DataTab, ScrollingAsksForTheRowsThatAreSeenAndNotForEveryOne) {
  const demo::Demo demo = table_demo();
  Screen screen(1440, 900, 1);
  screen.draw(demo);
  const Control* const rows = screen.control("data_rows");
  ASSERT_NE(rows, nullptr);
  screen.point(demo, rows->area.center(), 1);
  screen.actions().clear();
  ImGui::GetIO().MouseWheel = -2;
  screen.draw(demo, 1);
  EXPECT_FALSE(asked(screen));  // six rows on: they were asked about already
  ImGui::GetIO().MouseWheel = -10;
  screen.draw(demo, 1);
  const std::optional<Look> look = asked(screen);
  ASSERT_TRUE(look);
  EXPECT_EQ(look->data.first, 36);
}

RunConfig moons() {
  RunConfig config;
  config.id = "two_moons";
  config.title = "Two moons";
  config.generator = SyntheticSpec{"moons", 300, 2, 0.2, 1};
  config.models = {{"small", "Small 2x4", {4, 4}}};
  config.selected = {"small"};
  config.train.batch = 32;
  return config;
}

TEST(DataTab, TwoColumnsHaveASliderForTheirNoiseAndCanBePaintedOn) {
  demo::Demo demo{"moons", demo::table(moons()), demo::ui_state()};
  demo.state.tab = Tab::kData;
  Screen screen(1440, 900, 1);
  screen.draw(demo);
  ASSERT_EQ(screen.focus(demo, "noise"), "");
  screen.actions().clear();
  screen.key(demo, NamedKey::kRight);
  RunConfig changed = demo.run.facts->config;
  for (const Action& action : screen.actions()) {
    if (const auto* const edit = get_if<action::Edit>(&action)) edit->edit(changed);
  }
  EXPECT_NEAR(changed.generator->noise, 0.21, 1e-9);
  ASSERT_EQ(screen.focus(demo, "paint_data"), "");
  screen.actions().clear();
  screen.key(demo, NamedKey::kEnter);
  ASSERT_EQ(screen.actions().size(), 1U);
  const auto* const paint = get_if<action::OpenPainting>(screen.actions().data());
  ASSERT_NE(paint, nullptr);
  EXPECT_EQ(paint->from, action::OpenPainting::From::kData);
  demo::Demo wide = table_demo();
  screen.draw(wide);
  EXPECT_EQ(screen.control("noise"), nullptr);
  EXPECT_EQ(screen.control("paint_data"), nullptr);
}

TEST(DataTab, TwoFramesOfAStandingRunAreTheSame) {
  const demo::Demo demo = table_demo();
  Screen screen(1440, 900, 1);
  const int before = screen.draw(demo, 4).TotalVtxCount;
  EXPECT_EQ(screen.draw(demo, 1).TotalVtxCount, before);
  EXPECT_FALSE(screen.animating());
}

TEST(CellText, IsShortAndTellsNumbersApart) {
  EXPECT_EQ(cell_text(12), "12");
  EXPECT_EQ(cell_text(0.31614), "0.3161");
  EXPECT_EQ(cell_text(-21.9512), "-21.951");
  EXPECT_EQ(cell_text(1.5e7 + 0.5), "1.5e+07");
  EXPECT_EQ(cell_text(std::nan("")), "\u2013");
}

// A circle of radius 0.3: every point of the line lies on it.
TEST(LevelPieces, FollowACircle) {
  constexpr std::int64_t kSide = 64;
  std::vector<float> values;
  for (std::int64_t i = 0; i < kSide; ++i) {
    for (std::int64_t j = 0; j < kSide; ++j) {
      const double y = (static_cast<double>(i) + 0.5) / kSide - 0.5,
                   x = (static_cast<double>(j) + 0.5) / kSide - 0.5;
      values.push_back(static_cast<float>(std::hypot(x, y)));
    }
  }
  const std::vector<ImVec2> pieces = level_pieces(kSide, values, 0.3F);
  ASSERT_GT(pieces.size(), 100U);
  double length = 0;
  for (std::size_t i = 0; i < pieces.size(); i += 2) {
    EXPECT_NEAR(std::hypot(pieces[i].x - 0.5F, pieces[i].y - 0.5F), 0.3, 1e-3);
    length += std::hypot(pieces[i].x - pieces[i + 1].x, pieces[i].y - pieces[i + 1].y);
  }
  EXPECT_NEAR(length, 2 * 3.14159 * 0.3, 0.01);
  values[40] = std::nanf("");
  EXPECT_GT(level_pieces(kSide, values, 0.3F).size(), 90U);
}

}  // namespace
}  // namespace headroom::app
