// Every text of the window at every size of text: nothing is cut without an ellipsis, nothing goes beyond its
// panel or lies on something else, and presenter mode can be read from the last row in every view.
#include <gtest/gtest.h>

#include <cfloat>
#include <fstream>
#include <set>
#include <string>

#include "app/views/window_layout.h"
#include "support/live_demo.h"
#include "support/network_demo.h"
#include "support/text_finder.h"
#include "test_places.h"

namespace headroom::app {
namespace {

// Every demo, and the tabs that need a real run behind them.
const std::vector<demo::Demo>& everything() {
  static const std::vector<demo::Demo> kAll = [] {
    std::vector<demo::Demo> list = demo::all();
    const auto add = [&](demo::Demo demo, const std::string& name) {
      demo.name = name;
      list.push_back(std::move(demo));
    };
    add(demo::network_demo({}), "network");
    add(demo::network_demo({.hidden = {20, 20}}), "network_wide");
    demo::Live classes(demo::config_of(demo::table(5, "x", Task::kClassification, 2), 2));
    add(classes.seen({.row = 7, .unit = UnitAt{1, 3}}), "prediction");
    demo::Live values(demo::config_of(demo::table(45, "a column ", Task::kRegression, 0)));
    add(values.seen({.row = 7, .unit = UnitAt{3, 0}}), "prediction_regression");
    demo::Live pixels(demo::config_of(demo::table(64, "pixel_", Task::kClassification, 10)), 0);
    add(pixels.seen({.row = 7}), "prediction_pixels");
    demo::Demo sheet{"app_settings", demo::training({"small"}, 7), demo::ui_state()};
    sheet.state.app_settings_shown = true;
    list.push_back(sheet);
    return list;
  }();
  return kAll;
}

// Views of which is known that at some size a text falls short, one a line: only ever fewer.
std::set<std::string> falling_short() {
  std::set<std::string> names;
  std::ifstream file(std::string(HEADROOM_TESTS_DIR) + "/window/texts_that_fall_short.txt");
  for (std::string line; std::getline(file, line);) {
    if (!line.empty() && line[0] != '#') names.insert(line);
  }
  return names;
}

void expect_whole_texts(Screen& screen, const demo::Demo& demo) {
  static const std::set<std::string> kKnown = falling_short();
  const std::vector<TextFault> faults = text_faults(texts_of(screen, demo));
  if (kKnown.contains(demo.name)) return;
  for (const TextFault& fault : faults) {
    const bool wrong = fault.kind == TextFault::Kind::kCut || fault.kind == TextFault::Kind::kOverlap;
    if (wrong) ADD_FAILURE() << fault;
  }
}

struct WindowAt {
  float width, height, scale;
};

class TextAt : public testing::TestWithParam<WindowAt> {};

TEST_P(TextAt, IsWholeOrShortenedWithAnEllipsis) {
  const auto [width, height, scale] = GetParam();
  Screen screen(width, height, scale);
  for (const demo::Demo& demo : everything()) {
    SCOPED_TRACE(demo.name);
    expect_whole_texts(screen, demo);
    screen.actions().clear();
  }
}

INSTANTIATE_TEST_SUITE_P(Sizes, TextAt,
                         testing::Values(WindowAt{1440, 900, 1}, WindowAt{1024, 700, 1},
                                         WindowAt{1440, 900, 1.5F}, WindowAt{1440, 900, 2},
                                         WindowAt{1024, 700, 2}, WindowAt{1440, 900, 2.5F}),
                         [](const auto& size) {
                           return std::to_string(static_cast<int>(size.param.width)) + "at" +
                                  std::to_string(static_cast<int>(size.param.scale * 100));
                         });

// 1.4 % of the window's height: type, and a line is at most 1.32 times as high as that (app/ui/theme.h).
TEST(PresenterText, IsReadFromTheLastRowInEveryView) {
  for (const auto& [width, height] : {std::pair{1024.0F, 700.0F}, {1440.0F, 900.0F}, {1920.0F, 1080.0F}}) {
    Screen screen(width, height, presenter_scale(width, height, 1));
    for (demo::Demo demo : everything()) {
      SCOPED_TRACE(demo.name + " in " + std::to_string(static_cast<int>(height)));
      demo.state.presenter = true;
      frame_notes().smallest_text = FLT_MAX;
      expect_whole_texts(screen, demo);
      EXPECT_GE(frame_notes().smallest_text / 1.32F, 0.014F * height);
      screen.actions().clear();
    }
  }
}

// Made up: what has to be found, and what has not.
TEST(TextFinder, TellsACutFromAScrollAndAnOverlapFromANeighbour) {
  const Rect clip{0, 0, 100, 100};
  const Text whole{.words = "whole", .area = {10, 10, 40, 16}, .clip = clip};
  const Text cut{.words = "cut", .area = {80, 40, 40, 16}, .clip = clip};
  Text scrolls = cut;
  scrolls.area.y = 60;
  scrolls.scrolls_x = true;
  const Text gone{.words = "gone", .area = {10, 120, 40, 16}, .clip = clip};
  const Text beyond{.words = "beyond", .area = {10, 80, 40, 16}, .clip = clip, .panel = {0, 75, 30, 25}};
  Text over = whole;
  over.area.x += 20;
  Text other_layer = over;
  other_layer.layer = 7;
  const auto kinds = [](const std::vector<Text>& texts) {
    std::vector<TextFault::Kind> found;
    for (const TextFault& fault : text_faults(texts)) found.push_back(fault.kind);
    return found;
  };
  using Kind = TextFault::Kind;
  EXPECT_EQ(kinds({whole}), std::vector<Kind>{});
  EXPECT_EQ(kinds({cut}), std::vector<Kind>{Kind::kCut});
  EXPECT_EQ(kinds({scrolls}), std::vector<Kind>{});
  EXPECT_EQ(kinds({gone}), std::vector<Kind>{Kind::kOutOfSight});
  EXPECT_EQ(kinds({beyond}), std::vector<Kind>{Kind::kBeyondPanel});
  EXPECT_EQ(kinds({whole, over}), std::vector<Kind>{Kind::kOverlap});
  EXPECT_EQ(kinds({whole, other_layer}), std::vector<Kind>{});
}

}  // namespace
}  // namespace headroom::app
