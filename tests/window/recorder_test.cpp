// The flight recorder in the window: where its controls lead, the clock in every tab, what a divergence says
// and the ways back from it.
#include "app/state/recorder_moves.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "app/state/curve_plots.h"
#include "app/state/facts.h"
#include "app/state/script.h"
#include "app/state/shortcuts.h"
#include "app/views/divergence_panel.h"
#include "support/demo.h"
#include "support/demo_recorder.h"
#include "support/screen.h"

namespace headroom::app {
namespace {

using Maybe = std::optional<std::int64_t>;

// 10 steps an epoch, 46 of them done, states from step 10 on.
Snapshot recorded(Maybe shown = {}) {
  Snapshot run;
  run.state = RunState::kPaused;
  ModelSnapshot model;
  model.choice = {"large", "Large 5x200", {200}};
  model.selected = true;
  model.steps_per_epoch = 10;
  model.epoch = 4;
  model.step_in_epoch = 6;
  model.steps = 46;
  for (int i = 0; i < 46; ++i) {
    model.history.step_loss.push(static_cast<float>(1.0 / (i + 1)));
    model.history.step_accuracy.push(0.5F);
    model.history.step_seconds.push(0.1F * static_cast<float>(i + 1));
  }
  run.curves.edit().models.push_back(std::move(model));
  RecorderStatus recorder;
  recorder.most = kMiB;
  recorder.newest = 46;
  recorder.moments = {{10, 1}, {20, 2}, {40, 4}};
  recorder.shown = shown;
  run.recorder = std::make_shared<const RecorderStatus>(std::move(recorder));
  return run;
}

void expect_moves(Maybe from, RecorderMove move, std::optional<Maybe> to) {
  const auto look = recorder_move(recorded(from), move);
  ASSERT_EQ(look.has_value(), to.has_value());
  if (!look) return;
  EXPECT_EQ(look->step, *to);
}

TEST(RecorderMoves, GoByStepsAndByEpochs) {
  expect_moves({}, RecorderMove::kBack, Maybe(45));
  expect_moves(45, RecorderMove::kOn, Maybe());  // the newest is live
  expect_moves(44, RecorderMove::kOn, Maybe(45));
  expect_moves({}, RecorderMove::kEpochBack, Maybe(40));
  expect_moves(40, RecorderMove::kEpochBack, Maybe(30));
  expect_moves(33, RecorderMove::kEpochBack, Maybe(30));
  expect_moves(33, RecorderMove::kEpochOn, Maybe(40));
  expect_moves(41, RecorderMove::kEpochOn, Maybe());
  expect_moves(12, RecorderMove::kNewest, Maybe());
}

TEST(RecorderMoves, EndWhereNothingIsKept) {
  expect_moves(10, RecorderMove::kBack, std::nullopt);  // nothing is kept before
  expect_moves(12, RecorderMove::kEpochBack, Maybe(10));
  expect_moves({}, RecorderMove::kNewest, std::nullopt);
  expect_moves({}, RecorderMove::kOn, std::nullopt);
  Snapshot empty = recorded();
  auto recorder = std::make_shared<RecorderStatus>(*empty.recorder);
  recorder->moments.clear();
  empty.recorder = recorder;
  for (const auto& row : kRecorderMoves) EXPECT_FALSE(recorder_move(empty, row.value)) << row.name;
  EXPECT_FALSE(look_at_step(*recorder, 3).step);
}

TEST(RecorderMoves, RepeatedKeysGoOnFromEachOther) {
  Snapshot run = recorded();
  run.commands_done = 7;
  RecorderAim aim;
  aim.posted(command::LookBack{45}, 8);
  EXPECT_EQ(aim.move(run, RecorderMove::kBack)->step, 44);
  aim.posted(command::LookBack{44}, 9);
  aim.posted(command::Pause{}, 10);
  EXPECT_EQ(aim.move(run, RecorderMove::kBack)->step, 43);
  run.commands_done = 9;  // the run has answered: by what it shows
  EXPECT_EQ(aim.move(run, RecorderMove::kBack)->step, 45);
}

TEST(RecorderClock, SaysWhereTheRunIsLookedAt) {
  Snapshot run = recorded();
  EXPECT_EQ(clock_words(run).text, "step 46");
  EXPECT_FALSE(clock_words(run).past);
  run.curves.edit().models[0].step_in_epoch = 0;
  EXPECT_EQ(clock_words(run).text, "epoch 4");
  run.state = RunState::kTraining;
  EXPECT_EQ(clock_words(run).text, "live");
  EXPECT_EQ(clock_words(recorded(33)).text, "step 33");
  EXPECT_TRUE(clock_words(recorded(33)).past);
}

TEST(RecorderTimeLine, FollowsEveryAxis) {
  const Snapshot run = recorded();
  EXPECT_DOUBLE_EQ(x_of_step(run, CurveAxis::kStep, 30), 30);
  EXPECT_DOUBLE_EQ(x_of_step(run, CurveAxis::kEpoch, 30), 3);
  EXPECT_NEAR(x_of_step(run, CurveAxis::kSeconds, 30), 3.0, 1e-6);
  for (const auto& axis : kCurveAxisNames) {
    for (const std::int64_t step : {0, 1, 2, 17, 45, 46})
      EXPECT_EQ(step_at_x(run, axis.value, x_of_step(run, axis.value, step)), step) << axis.name;
  }
  EXPECT_EQ(step_at_x(run, CurveAxis::kSeconds, -5), 0);
  const StepValues values = values_at_step(run.curves->models[0], 4);
  EXPECT_FLOAT_EQ(static_cast<float>(values.loss), 0.25F);
  EXPECT_TRUE(std::isnan(values_at_step(run.curves->models[0], 0).loss));
  EXPECT_TRUE(std::isnan(values_at_step(run.curves->models[0], 47).loss));
}

TEST(RecorderTimeLine, AThinnedHistoryKeepsItsPlaces) {
  Snapshot run = recorded();
  run.curves.edit().models[0].history.steps_per_entry = 2;  // 92 steps
  EXPECT_DOUBLE_EQ(x_of_step(run, CurveAxis::kStep, 30), 30);
  EXPECT_DOUBLE_EQ(x_of_step(run, CurveAxis::kEpoch, 30), 3);
  EXPECT_EQ(step_at_x(run, CurveAxis::kStep, 30), 30);
  EXPECT_EQ(step_at_x(run, CurveAxis::kSeconds, x_of_step(run, CurveAxis::kSeconds, 30)), 30);
}

ActionQueue typed(char32_t character, const UiState& state, const Snapshot& run) {
  return actions_for({.character = character}, state, run);
}

TEST(RecorderKeys, WorkInEveryTabAboutTheRun) {
  const Snapshot run = recorded();
  UiState state = demo::ui_state();
  for (const TabRow& tab : kTabs) {
    SCOPED_TRACE(tab.name);
    state.tab = tab.value;
    for (const auto& [key, move] : {std::pair{U',', RecorderMove::kBack},
                                    {U'.', RecorderMove::kOn},
                                    {U'<', RecorderMove::kEpochBack},
                                    {U'>', RecorderMove::kEpochOn}}) {
      const ActionQueue actions = typed(key, state, run);
      ASSERT_EQ(actions.size(), tab.of_run ? 1U : 0U);
      if (!tab.of_run) continue;
      EXPECT_EQ(get<action::MoveRecorder>(actions[0]).move, move);
    }
    EXPECT_EQ(actions_for({.named = NamedKey::kEnd}, state, run).size(), tab.of_run ? 1U : 0U);
  }
  state.tab = Tab::kCurves;
  EXPECT_TRUE(get<action::ShowRecorder>(typed(U'f', state, run).at(0)).on);
  state.recorder.open = true;
  EXPECT_FALSE(get<action::ShowRecorder>(typed(U'f', state, run).at(0)).on);
  state.home = true;
  EXPECT_TRUE(typed(U',', state, run).empty());
  EXPECT_TRUE(actions_for({.named = NamedKey::kEnd}, state, run).empty());
}

demo::Demo diverged(demo::Tried tried) {
  demo::Demo demo{"diverged", demo::diverged(), demo::ui_state()};
  demo::add_recorder(demo.run);
  demo::add_divergence(demo.run, tried);
  return demo;
}

template <typename T>
std::optional<T> last_command(const ActionQueue& actions) {
  std::optional<T> found;
  for (const Action& action : actions) {
    const auto* const run = get_if<action::Run>(&action);
    if (!run) continue;
    if (const auto* const command = std::get_if<T>(&run->command)) found = *command;
  }
  return found;
}

TEST(Divergence, EnterGoesBackByTheWayThatIsAdvised) {
  demo::Demo demo = diverged(demo::Tried::kAll);
  const KeyPress enter{.named = NamedKey::kEnter};
  auto back = last_command<command::GoBack>(actions_for(enter, demo.state, demo.run));
  ASSERT_TRUE(back);
  EXPECT_EQ(back->step, demo.run.recorder->newest - 6);
  EXPECT_DOUBLE_EQ(back->learning_rate, 0.001);
  demo.state.recorder.way = WayKey{demo.run.recorder->newest - 6, 0.1};
  back = last_command<command::GoBack>(actions_for(enter, demo.state, demo.run));
  EXPECT_DOUBLE_EQ(back.value().learning_rate, 0.1);
  demo.state.tab = Tab::kData;
  EXPECT_TRUE(actions_for(enter, demo.state, demo.run).empty());
  demo.state.tab = Tab::kCurves;
  demo.state.editing_settings = true;
  EXPECT_TRUE(actions_for(enter, demo.state, demo.run).empty());
  demo.state.editing_settings = false;
  demo.run.state = RunState::kPaused;
  EXPECT_TRUE(actions_for(enter, demo.state, demo.run).empty());
}

// Before anything was tried, and where nothing can be: the last good epoch.
TEST(Divergence, AlwaysHasAWayBack) {
  const demo::Demo demo = diverged(demo::Tried::kNothing);
  const std::vector<WayBack> ways = ways_back(demo.run);
  ASSERT_FALSE(ways.empty());
  EXPECT_FALSE(go_back_command(ways.front()).step);
  EXPECT_GT(ways.front().learning_rate, 0);
  EXPECT_TRUE(ways_back(recorded()).empty());
}

TEST(Divergence, TheFirstGoodWayIsAdvised) {
  std::vector<WayBack> ways(3);
  for (std::size_t i = 0; i < 3; ++i) ways[i].step = static_cast<std::int64_t>(i);
  EXPECT_EQ(chosen_way({}, ways), 0U);
  ways[1].good = true;
  EXPECT_EQ(chosen_way({}, ways), 1U);
  RecorderOptions options;
  options.way = key_of(ways[2]);
  EXPECT_EQ(chosen_way(options, ways), 2U);
  options.way = WayKey{9, 9};  // is no longer offered
  EXPECT_EQ(chosen_way(options, ways), 1U);
}

TEST(Divergence, ItsControlsAreReachedByKeys) {
  Screen screen(1440, 900, 1);
  const demo::Demo demo = diverged(demo::Tried::kSome);
  screen.draw(demo);
  const auto pressed = [&](const std::string& control, NamedKey key) {
    EXPECT_EQ(screen.focus(demo, control), "");
    screen.actions().clear();
    screen.key(demo, key);
    return screen.actions();
  };
  EXPECT_DOUBLE_EQ(last_command<command::GoBack>(pressed("rollback", NamedKey::kEnter)).value().learning_rate,
                   0.001);
  ActionQueue actions = pressed("ways_back", NamedKey::kDown);
  ASSERT_FALSE(actions.empty());
  EXPECT_DOUBLE_EQ(get<action::ChooseWay>(actions[0]).way.learning_rate, 0.003);
  EXPECT_EQ(last_command<command::LookBack>(pressed("look_around", NamedKey::kEnter)).value().step,
            demo.run.recorder->newest - 6);
  actions = pressed("try_ways", NamedKey::kEnter);
  ASSERT_FALSE(actions.empty());
  EXPECT_FALSE(get<action::TryWays>(actions[0]).on);
}

TEST(Divergence, WaysAreTriedOnlyWhileThatIsWanted) {
  Screen screen(1440, 900, 1);
  demo::Demo demo = diverged(demo::Tried::kSome);
  screen.draw(demo);
  EXPECT_EQ(last_command<command::Watch>(screen.actions()).value().interests, interest(Inspect::kRecorder));
  demo.state.recorder.tries = false;
  screen.draw(demo);
  EXPECT_EQ(last_command<command::Watch>(screen.actions()).value().interests, Interests());
}

TEST(Divergence, SaysMagnitudesInFourCharacters) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  EXPECT_EQ(magnitude_text(0.28), "0.28");
  EXPECT_EQ(magnitude_text(0), "0.0");
  EXPECT_EQ(magnitude_text(1.04), "1.0");
  EXPECT_EQ(magnitude_text(9.996), "10");
  EXPECT_EQ(magnitude_text(182.3), "182");
  EXPECT_EQ(magnitude_text(999.6), "1e3");
  EXPECT_EQ(magnitude_text(4.1e6), "4e6");
  EXPECT_EQ(magnitude_text(8e31), "8e31");
  EXPECT_EQ(magnitude_text(2e-7), "2e-7");
  EXPECT_EQ(magnitude_text(kInfinity), "\u221E");
  EXPECT_EQ(magnitude_text(-kInfinity), "-\u221E");
  EXPECT_EQ(magnitude_text(std::nan("")), "NaN");
}

TEST(RecorderPanel, ItsControlsMoveThroughTheRun) {
  Screen screen(1440, 900, 1);
  demo::Demo demo{"recorder", demo::training({"large"}, 7), demo::ui_state()};
  demo::add_recorder(demo.run);
  demo.state.recorder.open = true;
  screen.draw(demo);
  const auto pressed = [&](const std::string& control, NamedKey key, bool shift = false) {
    EXPECT_EQ(screen.focus(demo, control), "");
    screen.actions().clear();
    screen.key(demo, key, shift);
    for (const Action& action : screen.actions()) {
      if (const auto* const move = get_if<action::MoveRecorder>(&action)) return std::optional(move->move);
    }
    return std::optional<RecorderMove>();
  };
  EXPECT_EQ(pressed("recorder_back", NamedKey::kEnter), RecorderMove::kBack);
  EXPECT_EQ(pressed("recorder_epoch_back", NamedKey::kEnter), RecorderMove::kEpochBack);
  EXPECT_EQ(pressed("clock", NamedKey::kLeft), RecorderMove::kBack);
  EXPECT_EQ(pressed("clock", NamedKey::kLeft, true), RecorderMove::kEpochBack);
  EXPECT_EQ(pressed("recorder_line", NamedKey::kRight), RecorderMove::kOn);
  EXPECT_EQ(pressed("recorder_lens", NamedKey::kEnd), RecorderMove::kNewest);
  EXPECT_EQ(screen.focus(demo, "close_recorder"), "");
  screen.actions().clear();
  screen.key(demo, NamedKey::kEnter);
  ASSERT_FALSE(screen.actions().empty());
  EXPECT_FALSE(get<action::ShowRecorder>(screen.actions()[0]).on);
}

const Control* find_control(Screen& screen, const std::string& name) {
  for (const Control& control : screen.view().controls()) {
    if (control.name == name) return &control;
  }
  return nullptr;
}

TEST(RecorderPanel, TheTimeLineIsDragged) {
  Screen screen(1440, 900, 1);
  demo::Demo demo{"recorder", demo::training({"large"}, 7), demo::ui_state()};
  demo::add_recorder(demo.run);
  demo.state.recorder.open = true;
  demo.state.curves.axis = CurveAxis::kStep;
  screen.draw(demo);
  const Control* const found = find_control(screen, "recorder_line");
  ASSERT_NE(found, nullptr);
  const Rect line = found->area;
  screen.actions().clear();
  // The axis shows 20 epochs of 125 steps; a press near a state that is kept takes that one.
  const float x = line.x + 8 + (line.w - 16) * (251.0F / 2500);
  screen.click(demo, {x, line.center().y});
  const auto look = last_command<command::LookBack>(screen.actions());
  ASSERT_TRUE(look);
  EXPECT_EQ(look->step, 250);
}

TEST(RecorderPanel, TheStripBecomesLowWhileItIsOpen) {
  demo::Demo demo{"recorder", demo::training({"large"}, 7), demo::ui_state()};
  demo::add_recorder(demo.run);
  for (const bool open : {false, true}) {
    Screen screen(1440, 900, 1);
    demo.state.recorder.open = open;
    screen.draw(demo);
    EXPECT_EQ(find_control(screen, "stage1")->area.h, open ? 80 : 124);
  }
}

// At every size the clock is whole, in every tab about the run, and beside the lessons, which drive it.
TEST(RecorderClock, IsInEveryTabAboutTheRun) {
  demo::Demo demo{"recorder", demo::training({"small", "large"}, 7), demo::ui_state()};
  demo::add_recorder(demo.run);
  for (const auto& [width, height, scale] :
       {std::tuple{1440.0F, 900.0F, 1.0F}, {1024.0F, 700.0F, 1.0F}, {1024.0F, 700.0F, 2.0F}}) {
    for (const TabRow& tab : kTabs) {
      SCOPED_TRACE(std::string(tab.name) + " " + std::to_string(width) + " " + std::to_string(scale));
      Screen screen(width, height, scale);
      demo.state.tab = tab.value;
      screen.draw(demo);
      const Control* const clock = find_control(screen, "clock");
      ASSERT_EQ(clock != nullptr, tab.of_run || tab.value == Tab::kLearn);
      if (!clock) continue;
      EXPECT_LE(clock->area.right(), width);
      EXPECT_GE(clock->area.w, 60 * scale);
    }
  }
}

TEST(RecorderScript, ChoosesAllOfIt) {
  const auto only = [](const std::string& line) {
    return get<step::Do>(parse_script(line, "t").lines.at(0).step).action;
  };
  EXPECT_TRUE(get<action::ShowRecorder>(only("recorder open")).on);
  EXPECT_FALSE(get<action::ShowRecorder>(only("recorder close")).on);
  EXPECT_EQ(get<action::MoveRecorder>(only("recorder epoch-back")).move, RecorderMove::kEpochBack);
  EXPECT_EQ(get<action::MoveRecorder>(only("recorder newest")).move, RecorderMove::kNewest);
  EXPECT_EQ(get<action::ChooseWay>(only("recorder way 460 0.001")).way, (WayKey{460, 0.001}));
  EXPECT_FALSE(get<action::TryWays>(only("recorder tries off")).on);
  EXPECT_THROW(parse_script("recorder", "t"), Error);
  EXPECT_THROW(parse_script("recorder way 460", "t"), Error);
  EXPECT_THROW(parse_script("recorder sideways", "t"), Error);
}

TEST(RecorderFacts, TellWhatIsShown) {
  const demo::Demo demo = diverged(demo::Tried::kAll);
  const auto fact = [&](std::string_view name) {
    return fact_text(find_fact(name)->read({.state = demo.state, .run = demo.run}));
  };
  EXPECT_EQ(fact("recorder_open"), "false");
  EXPECT_EQ(fact("recorder_way"), std::to_string(demo.run.recorder->newest - 6) + "@0.001");
  EXPECT_EQ(fact("clock"), clock_words(demo.run).text);
}

}  // namespace
}  // namespace headroom::app
