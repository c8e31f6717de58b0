// The whole window by keys alone: Tab through every control of every view, once and in reading order; what
// Enter, Space, arrows and Escape do; and that fields lose nothing that was typed.
#include "app/widgets/focus.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <stdexcept>

#include "app/widgets/number_field.h"
#include "support/live_demo.h"
#include "support/network_demo.h"
#include "support/screen.h"
#include "support/software_renderer.h"

namespace headroom::app {
namespace {

demo::Demo training(void (*change)(UiState&) = nullptr) {
  demo::Demo demo{"training", demo::training({"small", "large"}, 7), demo::ui_state()};
  if (change) change(demo.state);
  return demo;
}

const Control* shown(Screen& screen) {
  const std::string name = screen.view().focus();
  for (const Control& control : screen.view().controls()) {
    if (control.name == name) return &control;
  }
  return nullptr;
}

bool same_row(const Rect& a, const Rect& b) {
  return std::min(a.bottom(), b.bottom()) - std::max(a.y, b.y) > 0.5F * std::min(a.h, b.h);
}

// Not back: to the right in a row, else down, else into the next column.
bool reads_on(const Rect& a, const Rect& b) {
  if (same_row(a, b)) return b.x > a.x;
  return b.y > a.y || b.x >= a.right();
}

// All of it can be seen, or as much of it as there is room for.
bool in_sight(const Control& control) {
  const Rect& a = control.area;
  const Rect& c = control.clip;
  const bool across = a.w > c.w ? a.x <= c.x + 1 : a.x >= c.x - 1 && a.right() <= c.right() + 1;
  const bool down = a.h > c.h ? a.y <= c.y + 1 : a.y >= c.y - 1 && a.bottom() <= c.bottom() + 1;
  return across && down;
}

// A sheet asks for what it shows.
bool only_watches(const Action& action) {
  const auto* const run = get_if<action::Run>(&action);
  return run != nullptr && std::holds_alternative<command::Watch>(run->command);
}

void walk(const demo::Demo& demo, float width, float height, float scale) {
  SCOPED_TRACE(demo.name);
  Screen screen(width, height, scale);
  screen.draw(demo, 4);
  std::set<std::string> all;
  for (const Control& control : screen.view().controls()) {
    EXPECT_TRUE(all.insert(control.name).second) << control.name;
    EXPECT_FALSE(control.area.empty()) << control.name;
  }
  if (all.empty()) return;
  std::vector<Control> visited;
  // Of a long list only what is in sight is drawn: there may be more than there were at first.
  for (std::size_t i = 0; i <= 4 * all.size(); ++i) {
    screen.key(demo, NamedKey::kTab);
    const Control* const now = shown(screen);
    ASSERT_NE(now, nullptr) << "after " << i << " times";
    EXPECT_TRUE(in_sight(*now)) << now->name << " at " << now->area.x << ", " << now->area.y << " to "
                                << now->area.right() << ", " << now->area.bottom() << " in " << now->clip.x
                                << ", " << now->clip.y << " to " << now->clip.right() << ", "
                                << now->clip.bottom();
    if (!visited.empty() && now->name == visited.front().name) break;
    // Places are of one moment; scrolling on the way moves them.
    if (!visited.empty() && visited.back().clip.y == now->clip.y && visited.back().layer == now->layer) {
      const auto before = std::find_if(screen.view().controls().begin(), screen.view().controls().end(),
                                       [&](const Control& c) { return c.name == visited.back().name; });
      // A sheet that opens with the ring on its main button comes past its first one on the way round.
      const bool round = now->name == screen.view().controls().front().name;
      if (before != screen.view().controls().end() && before->group == now->group && !round) {
        EXPECT_TRUE(reads_on(before->area, now->area)) << before->name << " then " << now->name;
      }
    }
    visited.push_back(*now);
  }
  std::set<std::string> names;
  for (const Control& control : visited)
    EXPECT_TRUE(names.insert(control.name).second) << control.name << " twice";
  for (const std::string& name : all) EXPECT_TRUE(names.contains(name)) << name << " was left out";
  // And back again.
  screen.key(demo, NamedKey::kTab, true);
  EXPECT_EQ(screen.view().focus(), visited.back().name);
  EXPECT_TRUE(std::all_of(screen.actions().begin(), screen.actions().end(), only_watches))
      << "looking at something must not change it";
}

std::vector<demo::Demo> views() {
  std::vector<demo::Demo> list = demo::all();
  for (const StageRow& stage : kStageTable) {
    list.push_back(training());
    list.back().name = "stage " + std::string(stage.name);
    list.back().state.open_stage = stage.value;
  }
  list.push_back(training([](UiState& s) { s.app_settings_shown = true; }));
  list.back().name = "app settings";
  list.push_back(training([](UiState& s) {
    s.browser.open = true;
    s.browser.directory = "/home/student";
    for (int i = 0; i < 6; ++i)
      s.browser.entries.push_back({"file" + std::to_string(i) + ".csv", i < 2, 100});
  }));
  list.back().name = "browser";
  list.push_back({"home at 4K", demo::empty(), demo::ui_state()});
  list.back().state.home = true;
  list.back().state.offered_text_scale = 2;
  return list;
}

TEST(Focus, TabReachesEveryControlOfEveryView) {
  for (const demo::Demo& demo : views()) walk(demo, 1440, 900, 1);
}

TEST(Focus, TabReachesEveryControlOfASmallWindowWithLargeText) {
  for (const demo::Demo& demo : views()) walk(demo, 1024, 700, 2);
}

// Real runs that wait after some batches: what looks into them has the most controls, and one for each unit.
std::vector<demo::Demo> looks_into_runs() {
  using demo::network_demo;
  std::vector<demo::Demo> list;
  const auto add = [&](std::string name, demo::Demo demo) {
    demo.name = std::move(name);
    list.push_back(std::move(demo));
  };
  const NetworkLook change{.values = NetworkValues::kChange, .order = UnitOrder::kLearned};
  add("network of units", network_demo({}));
  add("network of matrices", network_demo({.hidden = {24, 20, 20}, .columns = 6, .look = change}));
  add("network of a regression", network_demo({.columns = 3, .classes = 0}));
  add("network before a step", network_demo({.steps = 0}));
  add("network that broke", network_demo({.broken = true}));
  demo::Demo figures = network_demo({.columns = 6, .classes = 4});
  figures.state.network.figures_beside = true;
  add("figures beside a network", std::move(figures));

  demo::Live classes(demo::config_of(demo::table(5, "x", Task::kClassification, 2), 2));
  add("prediction", classes.seen({.row = 7}));
  add("prediction, a unit in numbers", classes.seen({.row = 7, .unit = UnitAt{1, 3}}));
  demo::Live many(demo::config_of(demo::table(3, "a rather long name ", Task::kClassification, 30)));
  add("prediction of many classes", many.seen({.row = 7}));
  return list;
}

TEST(Focus, TabReachesEveryControlOfWhatLooksIntoARun) {
  for (const demo::Demo& demo : looks_into_runs()) {
    walk(demo, 1440, 900, 1);
    walk(demo, 1024, 700, 2);
  }
}

TEST(Focus, NothingShowsARingBeforeAKeyAndAfterAClick) {
  const demo::Demo demo = training();
  Screen screen(1440, 900, 1);
  screen.draw(demo);
  EXPECT_EQ(screen.view().focus(), "");
  screen.key(demo, NamedKey::kTab);
  EXPECT_NE(screen.view().focus(), "");
  screen.click(demo, {700, 890});
  EXPECT_EQ(screen.view().focus(), "");
}

TEST(Focus, TheRingIsDrawn) {
  const demo::Demo demo = training();
  Screen screen(1440, 900, 1);
  const auto ring = [&] {
    const Rendering picture = render_to_memory(screen.draw(demo), screen.theme().ground);
    const ImVec4 wanted = screen.theme().focus;
    const auto near = [](std::uint8_t a, float b) { return std::abs(static_cast<float>(a) - b * 255) < 3; };
    int pixels = 0;
    for (std::size_t i = 0; i < picture.rgba.size(); i += 4) {
      pixels += near(picture.rgba[i], wanted.x) && near(picture.rgba[i + 1], wanted.y) &&
                near(picture.rgba[i + 2], wanted.z);
    }
    return pixels;
  };
  EXPECT_LT(ring(), 40);
  ASSERT_EQ(screen.focus(demo, "help"), "");
  // Two pixels around a button of 36.
  EXPECT_GT(ring(), 4 * 36);
}

TEST(Focus, EnterAndSpacePress) {
  const demo::Demo demo = training();
  Screen screen(1440, 900, 1);
  screen.draw(demo);
  for (const bool enter : {true, false}) {
    ASSERT_EQ(screen.focus(demo, "help"), "");
    enter ? screen.key(demo, NamedKey::kEnter) : screen.space(demo);
    ASSERT_EQ(screen.actions().size(), 1U);
    EXPECT_TRUE(get<action::ShowKeys>(screen.actions().front()).on);
    screen.actions().clear();
  }
}

// Space trains unless the control with the ring takes it.
TEST(Focus, SpaceIsLeftToTheRunByWhatDoesNotTakeIt) {
  const demo::Demo demo = training();
  Screen screen(1440, 900, 1);
  screen.draw(demo);
  EXPECT_FALSE(screen.view().take_key({.character = U' '}));
  screen.focus(demo, "smooth");
  EXPECT_FALSE(screen.view().take_key({.character = U' '}));
  EXPECT_FALSE(screen.view().take_key({.named = NamedKey::kEnter}));
  screen.focus(demo, "help");
  EXPECT_TRUE(screen.view().take_key({.character = U' '}));
  EXPECT_FALSE(screen.view().take_key({.character = U's'}));
}

TEST(Focus, ArrowsMoveASliderByItselfAndNotToTheMouse) {
  const demo::Demo demo = training();
  Screen screen(1440, 900, 1);
  screen.point(demo, {5, 5}, 2);
  screen.focus(demo, "smooth");
  screen.space(demo);
  EXPECT_TRUE(screen.actions().empty());
  screen.key(demo, NamedKey::kRight);
  ASSERT_FALSE(screen.actions().empty());
  // 0.6 of 0 to 0.99, one hundredth of the way further.
  EXPECT_NEAR(get<action::SetCurves>(screen.actions().front()).options.smoothing, 0.61, 1e-9);
  screen.actions().clear();
  screen.key(demo, NamedKey::kHome);
  EXPECT_EQ(get<action::SetCurves>(screen.actions().front()).options.smoothing, 0);
}

TEST(Focus, ArrowsGoThroughTheTabs) {
  const demo::Demo demo = training();
  Screen screen(1440, 900, 1);
  screen.draw(demo);
  ASSERT_EQ(screen.focus(demo, "tabs"), "");
  screen.key(demo, NamedKey::kRight);
  ASSERT_EQ(screen.actions().size(), 1U);
  EXPECT_EQ(get<action::SelectTab>(screen.actions().front()).tab, kTabs.begin()[1].value);
}

TEST(Focus, ASheetKeepsItAndGivesItBack) {
  demo::Demo demo = training();
  Screen screen(1440, 900, 1);
  screen.draw(demo);
  screen.focus(demo, "settings");
  demo.state.editing_settings = true;
  screen.draw(demo, 4);
  EXPECT_EQ(screen.view().focus(), "epochs");  // not the cross, which is read first
  const auto& controls = screen.view().controls();
  EXPECT_TRUE(std::any_of(controls.begin(), controls.end(), [](auto& c) { return c.name == "close"; }));
  EXPECT_FALSE(std::any_of(controls.begin(), controls.end(), [](auto& c) { return c.name == "help"; }));
  demo.state.editing_settings = false;
  screen.draw(demo, 2);
  EXPECT_EQ(screen.view().focus(), "settings");
}

TEST(Focus, EscapeClosesAPopupFirst) {
  const demo::Demo demo = training();
  Screen screen(1440, 900, 1);
  screen.draw(demo);
  screen.focus(demo, "source");
  screen.key(demo, NamedKey::kEnter);
  EXPECT_NE(screen.view().focus(), "source");
  EXPECT_TRUE(screen.view().take_key({.named = NamedKey::kEscape}));
  screen.draw(demo, 3);
  EXPECT_EQ(screen.view().focus(), "source");
  EXPECT_FALSE(screen.view().take_key({.named = NamedKey::kEscape}));
  EXPECT_TRUE(screen.actions().empty());
}

TEST(Focus, EscapeLeavesAFieldThatWasNotChanged) {
  const demo::Demo demo{"plan", demo::training({"small"}, 7), demo::plan_state(false)};
  Screen screen(1440, 900, 1);
  screen.draw(demo);
  ASSERT_EQ(screen.focus(demo, "batch"), "");
  EXPECT_TRUE(screen.view().take_key({.character = U's'})) << "it is typed";
  EXPECT_TRUE(screen.view().take_key({.named = NamedKey::kEscape}));
  screen.draw(demo, 2);
  EXPECT_FALSE(screen.view().take_key({.character = U's'})) << "it is a shortcut again";
  EXPECT_TRUE(screen.actions().empty());
}

double rate_of(const ActionQueue& actions) {
  RunConfig config;
  get<action::Edit>(actions.front()).edit(config);
  return config.train.optimizer.learning_rate;
}

// The second opening was where the old field failed: the text was not selected any more.
TEST(LearningRate, IsTypedTwiceInARow) {
  demo::Demo demo = training();
  Screen screen(1440, 900, 1);
  screen.draw(demo);
  for (const auto& [text, value] : {std::pair{"0.5", 0.5}, std::pair{"0.037", 0.037}}) {
    screen.focus(demo, "rate");
    screen.key(demo, NamedKey::kEnter);
    screen.draw(demo, 4);
    EXPECT_EQ(screen.view().focus(), "learning_rate");
    // Text and Enter within one slow frame.
    Screen::type(text);
    screen.key(demo, NamedKey::kEnter);
    ASSERT_EQ(screen.actions().size(), 1U) << text;
    EXPECT_DOUBLE_EQ(rate_of(screen.actions()), value);
    screen.actions().clear();
    demo.run.facts.edit().config.train.optimizer.learning_rate = value;
    screen.draw(demo, 3);
    EXPECT_EQ(screen.view().focus(), "rate") << "Enter closes the popup";
  }
}

TEST(LearningRate, WhatIsTypedBeforeTheFieldIsReadyIsNotLost) {
  demo::Demo demo = training();
  Screen screen(1440, 900, 1);
  screen.draw(demo);
  screen.focus(demo, "rate");
  screen.view().take_key({.named = NamedKey::kEnter});
  screen.draw(demo, 2);  // the popup has just come
  // A character a frame, over the frames in which the field gets the keyboard: in the order they came.
  for (const char* character : {"0", ".", "0", "3", "7"}) {
    Screen::type(character);
    screen.draw(demo, 1);
  }
  screen.key(demo, NamedKey::kEnter);
  ASSERT_EQ(screen.actions().size(), 1U);
  EXPECT_DOUBLE_EQ(rate_of(screen.actions()), 0.037);
}

TEST(LearningRate, ArrowsChangeItAndEscapeRestoresWhatWasTyped) {
  demo::Demo demo = training();
  demo.run.facts.edit().config.train.optimizer.learning_rate = 0.01;
  Screen screen(1440, 900, 1);
  screen.draw(demo);
  screen.focus(demo, "rate");
  screen.key(demo, NamedKey::kEnter);
  screen.draw(demo, 4);
  screen.key(demo, NamedKey::kUp);
  ASSERT_EQ(screen.actions().size(), 1U);
  EXPECT_DOUBLE_EQ(rate_of(screen.actions()), 0.013);  // a tenth of a decade: 0.01 * 1.2589, two digits
  screen.actions().clear();
  Screen::type("9");
  screen.draw(demo, 2);
  EXPECT_TRUE(screen.view().take_key({.named = NamedKey::kEscape}));
  screen.draw(demo, 2);
  EXPECT_EQ(screen.view().focus(), "learning_rate") << "the first Escape leaves the popup open";
  EXPECT_TRUE(screen.actions().empty());
  EXPECT_TRUE(screen.view().take_key({.named = NamedKey::kEscape}));
  screen.draw(demo, 3);
  EXPECT_EQ(screen.view().focus(), "rate");
}

TEST(SettingsSheet, NamesTheFieldAndItsRange) {
  demo::Demo demo = training([](UiState& s) { s.editing_settings = true; });
  Screen screen(1440, 900, 1);
  screen.draw(demo, 4);
  screen.focus(demo, "batch");
  screen.draw(demo, 3);
  Screen::type("999999999");
  screen.draw(demo, 2);
  const auto& controls = screen.view().controls();
  EXPECT_FALSE(std::any_of(controls.begin(), controls.end(), [](auto& c) { return c.name == "apply"; }));
  screen.view().take_key({.named = NamedKey::kEscape});
  screen.draw(demo, 2);
  screen.focus(demo, "batch");
  screen.draw(demo, 3);
  Screen::type("32");
  screen.key(demo, NamedKey::kEnter);
  ASSERT_EQ(screen.focus(demo, "apply"), "");
  screen.key(demo, NamedKey::kEnter);
  ASSERT_EQ(screen.actions().size(), 2U);
  RunConfig config = demo.run.facts->config;
  get<action::Edit>(screen.actions().front()).edit(config);
  EXPECT_EQ(config.train.batch, 32);
}

// All within one slow frame: the text, its Enter, and the Tabs that follow.
TEST(SettingsSheet, TakesWhatIsTypedAheadInItsOrder) {
  demo::Demo demo = training([](UiState& s) { s.editing_settings = true; });
  Screen screen(1440, 900, 1);
  screen.draw(demo, 4);
  screen.view().take_key({.named = NamedKey::kTab});  // shows the first field
  screen.view().take_key({.named = NamedKey::kTab});
  Screen::type("32");
  screen.view().take_key({.named = NamedKey::kEnter});
  screen.view().take_key({.named = NamedKey::kTab});
  screen.draw(demo, 8);
  EXPECT_EQ(screen.focus(demo, "apply"), "");
  screen.key(demo, NamedKey::kEnter);
  ASSERT_EQ(screen.actions().size(), 2U);
  RunConfig config = demo.run.facts->config;
  get<action::Edit>(screen.actions().front()).edit(config);
  EXPECT_EQ(config.train.batch, 32);
  EXPECT_EQ(config.train.epochs, demo.run.facts->config.train.epochs);
}

TEST(CustomSheet, LayersAreAddedChangedAndTakenAwayByKeys) {
  demo::Demo demo = training([](UiState& s) { s.editing_custom_model = true; });
  Screen screen(1440, 900, 1);
  screen.draw(demo, 4);
  EXPECT_EQ(screen.view().focus(), "");
  ASSERT_EQ(screen.focus(demo, "add_layer"), "");
  screen.key(demo, NamedKey::kEnter);  // 64x32 and one more of 32
  ASSERT_EQ(screen.focus(demo, "layer 3"), "");
  screen.draw(demo, 3);
  Screen::type("8");
  screen.key(demo, NamedKey::kEnter);
  ASSERT_EQ(screen.focus(demo, "remove"), "");  // of the first
  screen.key(demo, NamedKey::kEnter);
  ASSERT_EQ(screen.focus(demo, "use"), "");
  screen.key(demo, NamedKey::kEnter);
  ASSERT_EQ(screen.actions().size(), 2U);
  RunConfig config = demo.run.facts->config;
  get<action::Edit>(screen.actions().front()).edit(config);
  const auto custom =
      std::find_if(config.models.begin(), config.models.end(), [](auto& m) { return m.id == "custom"; });
  ASSERT_NE(custom, config.models.end());
  EXPECT_EQ(custom->hidden, (std::vector<std::int64_t>{32, 8}));
}

TEST(NumberField, StepsStayInTheirRange) {
  constexpr NumberRange<std::int64_t> kRows{1, 8000};
  EXPECT_EQ(stepped<std::int64_t>(64, 1, false, kRows), 65);
  EXPECT_EQ(stepped<std::int64_t>(64, -3, true, kRows), 34);
  EXPECT_EQ(stepped<std::int64_t>(64, -7, true, kRows), 1);
  EXPECT_EQ(stepped<std::int64_t>(7999, 1, true, kRows), 8000);
  constexpr NumberRange<std::uint64_t> kSeeds{0, UINT64_MAX};
  EXPECT_EQ(stepped<std::uint64_t>(0, -1, false, kSeeds), 0U);
  EXPECT_EQ(stepped<std::uint64_t>(UINT64_MAX, 1, false, kSeeds), UINT64_MAX);
  constexpr NumberRange<double> kDecay{0, 10};
  EXPECT_DOUBLE_EQ(stepped(0.001, 10, false, kDecay), 0.01);
  EXPECT_DOUBLE_EQ(stepped(0.001, 2, true, kDecay), 0.01);
  EXPECT_DOUBLE_EQ(stepped(9.0, 1, true, kDecay), 10);
  EXPECT_DOUBLE_EQ(stepped(0.0, 1, false, kDecay), 1e-6);
  EXPECT_DOUBLE_EQ(stepped(1e-6, -1, false, kDecay), 0);
  constexpr NumberRange<double> kTokens{0, 1e18, 1e9};
  EXPECT_DOUBLE_EQ(stepped(0.0, 1, false, kTokens), 1e9);
  EXPECT_DOUBLE_EQ(stepped(1e9, -1, false, kTokens), 0);
  EXPECT_DOUBLE_EQ(stepped(500.0, 10, false, kTokens), 5000);  // typed below the first step: it still goes up
}

TEST(NumberField, SaysItsRangeAndUnit) {
  EXPECT_EQ(number_wanted(NumberSpec<std::int64_t>{.unit = "rows", .range = {1, 8000}}), "1 to 8 000 rows");
  EXPECT_EQ(number_wanted(NumberSpec<double>{.range = {0, 10}}), "0 to 10");
  EXPECT_EQ(number_wanted(NumberSpec<double>{.range = {1e-10, 1e6}}), "1e-10 to 1 000 000");
}

TEST(NumberField, ReadsFractionsOfItsRange) {
  constexpr NumberRange<double> kRange{0, 10};
  EXPECT_EQ(parse_number("2.5", kRange), 2.5);
  EXPECT_EQ(parse_number("1e-3", kRange), 1e-3);
  EXPECT_FALSE(parse_number("2,5", kRange));
  for (const char* bad : {"", "nan", "inf", "-1", "10.5", "1,5", "1e", "0x1"})
    EXPECT_FALSE(parse_number(bad, kRange)) << bad;
}

// An amount that nobody has given is 0, and its field is empty.
TEST(NumberField, AnEmptyAmountIsZeroAndSaysWhatItWants) {
  demo::Demo demo{"plan", demo::training({"small"}, 1), demo::plan_state()};
  demo.state.plan.question.inputs.price_per_hour.reset();
  Screen screen(1440, 900, 1);
  screen.draw(demo);
  const auto price = [&] {
    if (screen.actions().size() != 1) throw std::runtime_error("one action was expected");
    return get<action::SetPlan>(screen.actions().back()).inputs.price_per_hour;
  };
  ASSERT_EQ(screen.focus(demo, "price an hour"), "");
  screen.draw(demo, 3);
  screen.actions().clear();
  Screen::type("2.5");
  screen.key(demo, NamedKey::kEnter);
  EXPECT_EQ(price(), 2.5);
  demo.state.plan.question.inputs.price_per_hour = 2.5;
  screen.draw(demo);
  ASSERT_EQ(screen.focus(demo, "price an hour"), "");
  screen.draw(demo, 3);
  screen.actions().clear();
  Screen::type(" ");  // in the place of what was there
  screen.key(demo, NamedKey::kEnter);
  EXPECT_EQ(price(), std::nullopt);
}

}  // namespace
}  // namespace headroom::app
