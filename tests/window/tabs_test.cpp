// What must hold of every row of the table, of those to come too.
#include "app/state/tabs.h"

#include <gtest/gtest.h>

#include <set>

#include "app/state/script.h"
#include "app/state/shortcuts.h"
#include "app/ui/theme.h"
#include "app/views/view.h"

namespace headroom::app {
namespace {

TEST(Tabs, EachIsReachedByItsDigitItsLetterAndItsWord) {
  UiState state;
  state.home = false;
  for (const TabRow& row : kTabs) {
    SCOPED_TRACE(row.name);
    const auto chosen = [&](char32_t key) {
      const ActionQueue actions = actions_for({NamedKey::kNone, key, false}, state, Snapshot{});
      return get<action::SelectTab>(actions.at(0)).tab;
    };
    EXPECT_EQ(chosen(U'1' + static_cast<char32_t>(tab_index(row.value))), row.value);
    if (row.letter != 0) {
      EXPECT_EQ(chosen(row.letter), row.value);
    }
    const Script script = parse_script("tab " + std::string(row.name), "t");
    EXPECT_EQ(get<action::SelectTab>(get<step::Do>(script.lines.at(0).step).action).tab, row.value);
  }
}

TEST(Tabs, NoTwoShareAWordOrALetter) {
  std::set<std::string_view> ids, titles;
  std::set<char32_t> letters;
  for (const TabRow& row : kTabs) {
    EXPECT_TRUE(ids.insert(row.name).second) << row.name;
    EXPECT_TRUE(titles.insert(row.title).second) << row.title;
    if (row.letter == 0) continue;
    EXPECT_TRUE(letters.insert(row.letter).second) << row.name;
    EXPECT_EQ(std::string_view("srnt").find(static_cast<char>(row.letter)), std::string_view::npos)
        << row.name << " takes a key of the run or the theme";
  }
}

TEST(Tabs, EveryViewSaysWhatToDoWhenThereIsNothingToShow) {
  const Theme theme = dark_theme();
  const Fonts fonts;
  const Ui ui{theme, fonts};
  const UiState state;
  const Snapshot run;
  ActionQueue actions;
  for (const TabRow& row : kTabs) {
    SCOPED_TRACE(row.name);
    const std::unique_ptr<View> view = row.make();
    const std::optional<EmptyState> empty = view->empty_state({ui, state, run, actions});
    ASSERT_TRUE(empty);
    EXPECT_FALSE(empty->title.empty());
    EXPECT_FALSE(empty->advice.empty());
    EXPECT_EQ(empty->button.empty(), empty->actions.empty());
    EXPECT_FALSE(view->animating());
  }
}

}  // namespace
}  // namespace headroom::app
