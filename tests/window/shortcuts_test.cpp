#include "app/state/shortcuts.h"

#include <gtest/gtest.h>

namespace headroom::app {
namespace {

KeyPress typed_key(char32_t character) { return {NamedKey::kNone, character, false}; }
KeyPress control(char32_t character) { return {NamedKey::kNone, character, true}; }
KeyPress named(NamedKey key) { return {key, 0, false}; }

class Shortcuts : public ::testing::Test {
 protected:
  Shortcuts() {
    state.home = false;
    run.state = RunState::kPaused;
    run.curves.edit().models.resize(1);
  }
  ActionQueue press(const KeyPress& key) const { return actions_for(key, state, run); }
  template <typename T>
  T action(const KeyPress& key) const {
    const ActionQueue actions = press(key);
    EXPECT_EQ(actions.size(), 1U);
    return get<T>(actions.at(0));
  }
  template <typename T>
  T command(const KeyPress& key) const {
    return std::get<T>(action<action::Run>(key).command);
  }

  UiState state;
  Snapshot run;
};

TEST_F(Shortcuts, SpacePlaysAndPauses) {
  command<command::Play>(typed_key(U' '));
  run.state = RunState::kReady;
  command<command::Play>(typed_key(U' '));
  run.state = RunState::kTraining;
  command<command::Pause>(typed_key(U' '));
  run.state = RunState::kPreparing;
  command<command::Cancel>(typed_key(U' '));
}

TEST_F(Shortcuts, WhatDoesNotFitIsNotPlayedUntilItsMessageIsClosed) {
  run.memory.edit().refused = std::make_shared<NetworkPlan>();
  run.error = Error(ErrorCode::kOutOfMemory, "short by 86 GiB");
  run.error_sequence = 4;
  EXPECT_TRUE(press(typed_key(U' ')).empty());
  EXPECT_TRUE(press(typed_key(U's')).empty());
  action<action::DismissError>(named(NamedKey::kEscape));
  state.dismissed_error = 4;
  command<command::Play>(typed_key(U' '));
  state.dismissed_error = 0;
  run.state = RunState::kTraining;  // what trains already can be stopped
  command<command::Pause>(typed_key(U' '));
}

TEST_F(Shortcuts, VGoesThroughThePlots) {
  for (const CurveShow next : {CurveShow::kLoss, CurveShow::kQuality, CurveShow::kBoth}) {
    state.curves.show = action<action::SetCurves>(typed_key(U'v')).options.show;
    EXPECT_EQ(state.curves.show, next);
  }
  state.tab = Tab::kPlan;
  EXPECT_TRUE(press(typed_key(U'v')).empty());
}

TEST_F(Shortcuts, SpaceStartsAFinishedRunOver) {
  run.state = RunState::kFinished;
  const ActionQueue actions = press(typed_key(U' '));
  ASSERT_EQ(actions.size(), 2U);
  EXPECT_FALSE(std::get<command::Reset>(get<action::Run>(actions[0]).command).new_seed);
  EXPECT_TRUE(std::holds_alternative<command::Play>(get<action::Run>(actions[1]).command));
}

TEST_F(Shortcuts, SpaceDoesNothingWhereNothingCanBePlayed) {
  for (const RunState nothing : {RunState::kEmpty, RunState::kDiverged, RunState::kFailed}) {
    run.state = nothing;
    EXPECT_TRUE(press(typed_key(U' ')).empty()) << run_state_name(nothing);
  }
  run.state = RunState::kPaused;
  state.home = true;
  EXPECT_TRUE(press(typed_key(U' ')).empty());
}

TEST_F(Shortcuts, LettersDriveTheRun) {
  EXPECT_FALSE(command<command::Step>(typed_key(U's')).whole_epoch);
  state.step_whole_epoch = true;
  EXPECT_TRUE(command<command::Step>(typed_key(U's')).whole_epoch);
  EXPECT_FALSE(command<command::Reset>(typed_key(U'r')).new_seed);
  EXPECT_TRUE(command<command::Reset>(typed_key(U'R')).new_seed);
  EXPECT_TRUE(command<command::Reset>(typed_key(U'n')).new_seed);
  EXPECT_TRUE(press(typed_key(U'x')).empty());
}

TEST_F(Shortcuts, BracketsChangeThePace) {
  EXPECT_FALSE(action<action::ChangePace>(typed_key(U'[')).faster);
  EXPECT_TRUE(action<action::ChangePace>(typed_key(U']')).faster);
  state.home = true;
  EXPECT_TRUE(press(typed_key(U']')).empty());
}

TEST_F(Shortcuts, ControlZUndoesWhatCanBeUndone) {
  EXPECT_TRUE(press(control(U'z')).empty());
  run.facts.edit().undo = "reset";
  command<command::Undo>(control(U'z'));
  state.editing_settings = true;
  EXPECT_TRUE(press(control(U'z')).empty());
  state.editing_settings = false;
  state.tab = Tab::kPlan;
  action<action::UndoPlan>(control(U'z'));
}

TEST_F(Shortcuts, TabsAndPlan) {
  EXPECT_EQ(action<action::SelectTab>(typed_key(U'1' + static_cast<char32_t>(tab_index(Tab::kPlan)))).tab,
            Tab::kPlan);
  EXPECT_EQ(action<action::SelectTab>(typed_key(U'p')).tab, Tab::kPlan);
  EXPECT_EQ(action<action::SelectTab>(typed_key(U'1')).tab, Tab::kCurves);
  EXPECT_EQ(action<action::Report>(control(U'e')).format, ReportFormat::kHtml);
  EXPECT_TRUE(press(control(U'z')).empty());
  state.tab = Tab::kPlan;
  action<action::UndoPlan>(control(U'z'));
  action<action::Report>(control(U'e'));  // there is no plan to save yet
  state.plan.report = std::make_shared<PlanReport>();
  EXPECT_EQ(action<action::SavePlan>(control(U'e')).format, PlanFormat::kMarkdown);
  state.home = true;
  EXPECT_EQ(action<action::Report>(control(U'e')).format, ReportFormat::kHtml);
  EXPECT_EQ(action<action::SelectTab>(typed_key(U'1' + static_cast<char32_t>(tab_index(Tab::kPlan)))).tab,
            Tab::kPlan);  // also from the first screen
  EXPECT_TRUE(press(typed_key(U'1')).empty());
}

TEST_F(Shortcuts, AppearanceAndHelp) {
  EXPECT_FALSE(action<action::SetTheme>(typed_key(U't')).dark);
  state.dark = false;
  EXPECT_TRUE(action<action::SetTheme>(typed_key(U't')).dark);
  EXPECT_TRUE(action<action::ShowKeys>(typed_key(U'?')).on);
  state.keys_shown = true;
  EXPECT_FALSE(action<action::ShowKeys>(typed_key(U'?')).on);
  EXPECT_TRUE(action<action::SetPresenter>(named(NamedKey::kF11)).on);
  state.presenter = true;
  EXPECT_FALSE(action<action::SetPresenter>(named(NamedKey::kF11)).on);
}

TEST_F(Shortcuts, ControlChangesTextScaleAndFiles) {
  state.text_scale = 1.5F;
  EXPECT_FLOAT_EQ(action<action::SetTextScale>(control(U'=')).scale, 1.6F);
  EXPECT_FLOAT_EQ(action<action::SetTextScale>(control(U'+')).scale, 1.6F);
  EXPECT_FLOAT_EQ(action<action::SetTextScale>(control(U'-')).scale, 1.4F);
  EXPECT_FLOAT_EQ(action<action::SetTextScale>(control(U'0')).scale, 1);
  EXPECT_TRUE(action<action::Browse>(control(U'o')).open);
  EXPECT_EQ(command<command::SaveRun>(control(U's')).directory, "");
  state.home = true;
  EXPECT_TRUE(press(control(U's')).empty());
  EXPECT_TRUE(press(control(U'z')).empty());
  state.recent.removed = "iris";
  action<action::UndoRecent>(control(U'z'));
}

TEST_F(Shortcuts, ClosingIsAskedForAndAnsweredByKeys) {
  EXPECT_TRUE(action<action::Close>(control(U'q')).ask);
  EXPECT_TRUE(press(named(NamedKey::kEnter)).empty());
  state.closing = Closing::kAsking;
  EXPECT_EQ(action<action::AnswerClose>(named(NamedKey::kEnter)).answer, action::CloseAnswer::kSave);
  EXPECT_EQ(action<action::AnswerClose>(named(NamedKey::kEscape)).answer, action::CloseAnswer::kStay);
  EXPECT_TRUE(press(typed_key(U' ')).empty());  // not to the run behind the question
}

TEST_F(Shortcuts, LettersDoNotReachTheRunBehindASheet) {
  const auto nothing_happens = [&] {
    for (const char32_t c : {U' ', U's', U'r', U'R', U'n', U't', U'[', U']'}) {
      if (!press(typed_key(c)).empty()) return false;
    }
    return true;
  };
  state.editing_settings = true;
  EXPECT_TRUE(nothing_happens());
  state.editing_settings = false;
  state.editing_custom_model = true;
  EXPECT_TRUE(nothing_happens());
  state.editing_custom_model = false;
  state.browser.open = true;
  EXPECT_TRUE(nothing_happens());
  state.browser.open = false;
  state.import_state.phase = ImportState::Phase::kChoosing;
  EXPECT_TRUE(nothing_happens());
}

TEST_F(Shortcuts, EnterAcceptsAnImportThatIsReady) {
  EXPECT_TRUE(press(named(NamedKey::kEnter)).empty());
  state.import_state.phase = ImportState::Phase::kChoosing;
  EXPECT_TRUE(press(named(NamedKey::kEnter)).empty());
  state.import_state.dataset = std::make_shared<const Dataset>();
  EXPECT_TRUE(action<action::TrainImported>(named(NamedKey::kEnter)).play);
}

TEST_F(Shortcuts, CtrlVPastesATableWhereNothingElseIsAsked) {
  const KeyPress paste = control(U'v');
  EXPECT_FALSE(action<action::Paste>(paste).text.has_value());
  state.import_state.phase = ImportState::Phase::kChoosing;  // another one in its place
  action<action::Paste>(paste);
  state.browser.open = true;
  EXPECT_TRUE(press(paste).empty());
  state.browser.open = false;
  state.closing = Closing::kAsking;
  EXPECT_TRUE(press(paste).empty());
  state.closing = Closing::kNo;
  state.import_state.phase = ImportState::Phase::kNone;
  state.editing_settings = true;
  EXPECT_TRUE(press(paste).empty());
}

TEST_F(Shortcuts, ArrowsTurnThePagesOfTheStagesOnly) {
  const KeyPress left = named(NamedKey::kLeft), right = named(NamedKey::kRight);
  EXPECT_TRUE(press(right).empty());
  state.home = false;
  state.open_stage = StageId::kLoad;
  EXPECT_EQ(action<action::TurnStage>(right).by, 1);
  EXPECT_EQ(action<action::TurnStage>(left).by, -1);
  state.editing_settings = true;  // lies on top
  EXPECT_TRUE(press(right).empty());
  state.editing_settings = false;
  state.keys_shown = true;
  EXPECT_TRUE(press(right).empty());
}

TEST_F(Shortcuts, EscapeClosesFromTheTopDown) {
  const KeyPress escape = named(NamedKey::kEscape);
  EXPECT_TRUE(press(escape).empty());
  state.presenter = true;
  EXPECT_FALSE(action<action::SetPresenter>(escape).on);
  run.error = Error(ErrorCode::kUsage, "no");
  run.error_sequence = 1;
  action<action::DismissError>(escape);
  state.open_stage = StageId::kLoad;
  EXPECT_FALSE(action<action::OpenStage>(escape).stage.has_value());
  state.editing_settings = true;
  EXPECT_FALSE(action<action::EditSettings>(escape).on);
  state.app_settings_shown = true;
  EXPECT_FALSE(action<action::ShowAppSettings>(escape).on);
  state.import_state.phase = ImportState::Phase::kReading;
  action<action::CancelImport>(escape);
  state.browser.open = true;
  EXPECT_FALSE(action<action::Browse>(escape).open);
  state.keys_shown = true;
  EXPECT_FALSE(action<action::ShowKeys>(escape).on);
}

TEST_F(Shortcuts, TheListNamesEveryKeyOnce) {
  for (const Shortcut& shortcut : shortcut_list()) {
    EXPECT_FALSE(shortcut.keys.empty());
    EXPECT_FALSE(shortcut.what.empty());
  }
  EXPECT_GE(shortcut_list().size(), 11U);
}

}  // namespace
}  // namespace headroom::app
