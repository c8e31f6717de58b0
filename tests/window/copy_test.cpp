// A right-click on a figure offers to copy it: on every figure there is a menu, and what it copies is what
// stands there.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "app/views/curves_view.h"
#include "app/views/window_layout.h"
#include "app/widgets/format.h"
#include "support/screen.h"

namespace headroom::app {
namespace {

bool menu_is_open(Screen& screen) { return screen.control("Copy value") != nullptr; }

// What the item of this name copies; empty where there is no menu.
std::string copied(Screen& screen, const demo::Demo& demo, ImVec2 at, const std::string& item) {
  ImGui::SetClipboardText("nothing");
  screen.right_click(demo, at);
  const Control* const control = screen.control(item);
  if (control == nullptr) {
    screen.key(demo, NamedKey::kEscape);  // a menu with other items
    return {};
  }
  screen.click(demo, control->area.center());
  screen.draw(demo, 3);
  EXPECT_FALSE(menu_is_open(screen));
  return ImGui::GetClipboardText();
}

TEST(Copy, ALineOfTheMemoryPanel) {
  Screen screen(1440, 900, 1);
  const demo::Demo demo{"", demo::training({"small", "large"}, 7), demo::ui_state()};
  screen.draw(demo);
  const Rect side = curves_layout(window_layout(1440, 900, 1, false).main, 1, false).side;
  const MemorySnapshot& memory = *demo.run.memory;
  // Row by row down the panel until the weights come.
  const auto weights = static_cast<std::size_t>(Category::kWeights);
  const std::string wanted = format_bytes(memory.charged[weights]);
  std::string line;
  for (float y = side.y + 220; y < side.bottom() - 20 && line.empty(); y += 10) {
    const std::string found = copied(screen, demo, {side.right() - 60, y}, "Copy line");
    if (found.starts_with("weights\t")) line = found;
  }
  EXPECT_EQ(line, "weights\t" + format_bytes(memory.predicted[weights]) + "\t" + wanted);
}

TEST(Copy, TheLegendsFigures) {
  Screen screen(1440, 900, 1);
  const demo::Demo demo{"", demo::training({"small", "large"}, 7), demo::ui_state()};
  screen.draw(demo);
  const Rect curves = curves_layout(window_layout(1440, 900, 1, false).main, 1, false).curves;
  const std::string line =
      copied(screen, demo, {curves.x + 14 + 40, curves.y + 10 + 28 + 4 + 14}, "Copy line");
  EXPECT_TRUE(line.starts_with("Small 2×50\t")) << line;
  EXPECT_TRUE(line.ends_with("%")) << line;
}

TEST(Copy, TheValueOfTheNearestLine) {
  Screen screen(1440, 900, 1);
  const demo::Demo demo{"", demo::training({"small", "large"}, 7), demo::ui_state()};
  screen.draw(demo);
  const Rect curves = curves_layout(window_layout(1440, 900, 1, false).main, 1, false).curves;
  const std::string value = copied(screen, demo, {curves.x + 200, curves.y + 160}, "Copy value");
  // The demo's loss is a model's own: somewhere in its history stands what was copied.
  bool found = false;
  for (const ModelSnapshot& model : demo.run.curves->models) {
    const Series& losses = model.history.step_loss;
    for (std::size_t i = 0; i < losses.size(); ++i)
      found = found || metric_text(static_cast<double>(losses[i])) == value;
    for (const EpochMetric& epoch : model.history.epochs)
      found = found || metric_text(epoch.validation_loss) == value;
  }
  EXPECT_TRUE(found) << value;
  const std::string all = copied(screen, demo, {curves.x + 200, curves.y + 160}, "Copy all values here");
  EXPECT_NE(all.substr(0, all.find('\n')).find("\t" + value + "\t"), std::string::npos) << all;
  EXPECT_EQ(std::count(all.begin(), all.end(), '\n'), 5) << all;  // two models, twice, and the reference
}

TEST(Copy, ATableOfASheet) {
  Screen screen(1440, 900, 1);
  demo::Demo demo{"", demo::training({"small"}, 7), demo::ui_state()};
  demo.state.open_stage = StageId::kLoad;
  screen.draw(demo);
  std::string table;
  for (float y = 300; y < 800 && table.empty(); y += 12)
    table = copied(screen, demo, {500, y}, "Copy table (CSV)");
  ASSERT_FALSE(table.empty());
  const std::string head = table.substr(0, table.find('\n'));
  for (std::size_t from = 0, next = 0; from < table.size(); from = next + 1) {
    next = table.find('\n', from);
    const std::string row = table.substr(from, next - from);
    EXPECT_EQ(std::count(row.begin(), row.end(), ','), std::count(head.begin(), head.end(), ',')) << row;
  }
}

TEST(Copy, WhereNothingStandsThereIsNoMenu) {
  Screen screen(1440, 900, 1);
  const demo::Demo demo{"", demo::training({"small"}, 7), demo::ui_state()};
  screen.draw(demo);
  screen.right_click(demo, {1000, 40});  // the top bar
  EXPECT_FALSE(menu_is_open(screen));
}

}  // namespace
}  // namespace headroom::app
