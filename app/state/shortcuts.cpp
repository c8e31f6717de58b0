#include "app/state/shortcuts.h"

#include "app/state/play.h"
#include "app/state/recorder_moves.h"
#include "core/base/tr.h"

namespace headroom::app {

namespace {

constexpr float kScaleStep = 0.1f;

// A sheet that waits for an answer: letters must not work on the run behind it.
bool asking(const UiState& state) { return state.asks(); }

bool import_ready(const ImportState& import) {
  return import.phase == ImportState::Phase::kChoosing && import.dataset && !import.refusal;
}

ActionQueue control_actions(char32_t character, const UiState& state, const Snapshot& run) {
  switch (character) {
    case U'o': return {action::Browse{true}};
    case U'v':
      // Onto the sheet of a table, as another one; not behind other questions.
      if (state.closing != Closing::kNo || state.browser.open) return {};
      if (asking(state) && state.import_state.phase == ImportState::Phase::kNone) return {};
      return {action::Paste{}};
    case U',': return {action::ShowAppSettings{!state.app_settings_shown}};
    case U's':
      if (state.home || run.curves->models.empty()) return {};
      return {action::Run{command::SaveRun{}}};  // to the default directory
    case U'e':
      if (state.shows(Tab::kPlan) && state.plan.report && !asking(state)) return {action::SavePlan{}};
      return {action::Report{}};
    case U'z':
      if (asking(state)) return {};
      if (state.home && !state.recent.removed.empty()) return {action::UndoRecent{}};
      if (state.shows(Tab::kPlan)) return {action::UndoPlan{}};
      if (state.home || run.facts->undo.empty()) return {};
      return {action::Run{command::Undo{}}};
    case U'q': return {action::Close{}};
    case U'=':
    case U'+': return {action::SetTextScale{state.text_scale + kScaleStep}};
    case U'-': return {action::SetTextScale{state.text_scale - kScaleStep}};
    case U'0': return {action::SetTextScale{1}};
    default: return {};
  }
}

// The next of what the curves can show.
ActionQueue next_plots(const UiState& state) {
  if (!state.shows(Tab::kCurves)) return {};
  CurveOptions options = state.curves;
  options.show = options.show == CurveShow::kBoth   ? CurveShow::kLoss
                 : options.show == CurveShow::kLoss ? CurveShow::kQuality
                                                    : CurveShow::kBoth;
  return {action::SetCurves{options}};
}

// While a tour plays: nothing else is meant, so that nobody at a stand changes something by chance.
ActionQueue autoplay_keys(const KeyPress& key) {
  if (key.character == U' ') return {action::Autoplay{AutoplayDo::kHold}};
  if (key.named == NamedKey::kRight) return {action::Autoplay{AutoplayDo::kNext}};
  if (key.named == NamedKey::kLeft) return {action::Autoplay{AutoplayDo::kBack}};
  return {action::Autoplay{AutoplayDo::kLeave}};
}

// Also on the first screen and over a stage's sheet.
ActionQueue presenter_letters(char32_t character, const UiState& state) {
  if (!state.presenter || (character != U'o' && character != U'O')) return {};
  return {action::MoveSpotlight{character == U'o' ? 1 : -1}};
}

// By the way back that is chosen.
ActionQueue enter_goes_back(const UiState& state, const Snapshot& run) {
  if (!state.shows(Tab::kCurves) || asking(state) || state.open_stage || state.keys_shown) return {};
  const std::vector<WayBack> ways = ways_back(run);
  if (ways.empty()) return {};
  return {action::Run{go_back_command(ways[chosen_way(state.recorder, ways)])}};
}

// What letters mean in the Prediction tab before they mean anything else.
ActionQueue prediction_actions(char32_t character) {
  switch (character) {
    case U'n':
    case U'N': return {action::FindRow{RowSearch::For::kWrong}};
    case U'u':
    case U'U': return {action::FindRow{RowSearch::For::kUncertain}};
    case U'x':
    case U'X': return {action::FindRow{RowSearch::For::kRandom}};
    default: return {};
  }
}

// Every tab about the run shows the same moment. With Shift as the usual layouts write it: < and >, ; and :.
std::optional<RecorderMove> recorder_move_of(char32_t character) {
  switch (character) {
    case U',': return RecorderMove::kBack;
    case U'.': return RecorderMove::kOn;
    case U'<':
    case U';': return RecorderMove::kEpochBack;
    case U'>':
    case U':': return RecorderMove::kEpochOn;
    default: return std::nullopt;
  }
}

// What letters mean while a lesson or a question is shown, before they mean anything else.
ActionQueue learn_letters(char32_t character, const UiState& state) {
  const bool question = state.shows_learn(LearnPage::kQuestion);
  const bool guess = state.shows_learn(LearnPage::kPrediction);
  if ((character == U'h' || character == U'H') && (state.shows_lesson() || question || guess))
    return {action::Learn{LearnDo::kHint}};
  const char32_t lower = character >= U'A' && character <= U'Z' ? character + 32 : character;
  if (!question || lower < U'a' || lower >= U'a' + kOptions) return {};
  return {action::Learn{.what = LearnDo::kAnswer, .place = lower - U'a'}};
}

// Enter and Backspace go through what is learnt. A guess that stands is measured by Enter.
ActionQueue learn_turns(NamedKey key, const UiState& state) {
  if (state.asks() || state.open_stage || state.keys_shown) return {};
  const bool on_page = state.shows(Tab::kLearn);
  if (!on_page && !state.shows_lesson()) return {};
  if (on_page && state.learn.page == LearnPage::kCourses)
    return key == NamedKey::kEnter ? ActionQueue{action::Learn{LearnDo::kGoOn}} : ActionQueue{};
  if (key == NamedKey::kBackspace) {
    if (on_page && state.learn.page == LearnPage::kPrediction) return {action::Learn{LearnDo::kCourses}};
    return {action::Learn{LearnDo::kBack}};
  }
  if (const Prediction* const asked = state.learn.shown_prediction(on_page)) {
    const LearnGuess* const guess = state.learn.guess(asked->id);
    if (!guess || !guess->given) return {action::Learn{LearnDo::kMeasure}};
    if (on_page) return {action::Learn{LearnDo::kPrediction}};
  }
  return {action::Learn{LearnDo::kNext}};
}

// One step back: from a question or a guess to the overview, and out of the lesson.
ActionQueue leave_learn(const UiState& state) {
  if (state.shows(Tab::kLearn) && state.learn.page != LearnPage::kCourses)
    return {action::Learn{LearnDo::kCourses}};
  if (state.shows_lesson()) return {action::Learn{LearnDo::kLeave}};
  return {};
}

bool tab_of_run(const UiState& state) { return !state.home && kTabs.row(state.tab).of_run; }

ActionQueue run_actions(char32_t character, const UiState& state, const Snapshot& run) {
  if (const TabRow* const row = tab_of_key(character)) {
    if (state.home && row->of_run) return {};
    return {action::SelectTab{row->value}};
  }
  if (ActionQueue learnt = learn_letters(character, state); !learnt.empty()) return learnt;
  if (state.home || run.state == RunState::kEmpty) return {};
  if (state.shows(Tab::kPrediction)) {
    if (ActionQueue found = prediction_actions(character); !found.empty()) return found;
  }
  if (state.shows(Tab::kErrors) && (character == U'd' || character == U'D'))
    return {action::ShowErrorsInData{}};
  if (const auto move = recorder_move_of(character); move && tab_of_run(state))
    return {action::MoveRecorder{*move}};
  if (state.shows(Tab::kCurves) && (character == U'f' || character == U'F'))
    return {action::ShowRecorder{!state.recorder.open}};
  // The message that is on the screen answers.
  const bool plays = character == U' ' || character == U's' || character == U'S';
  if (plays && play_blocked(state, run)) return {};
  switch (character) {
    case U' ': return press_play(run.state);
    case U's':
    case U'S': return {action::Run{command::Step{state.step_whole_epoch}}};
    case U'[': return {action::ChangePace{false}};
    case U']': return {action::ChangePace{true}};
    case U'r': return {action::Run{command::Reset{false}}};
    case U'v':
    case U'V': return next_plots(state);
    case U'R':
    case U'n':
    case U'N': return {action::Run{command::Reset{true}}};
    default: return {};
  }
}

}  // namespace

std::vector<Shortcut> shortcut_list() {
  std::vector<Shortcut> list = {
      {tr("Space"), tr("play or pause")}, {"S", tr("one step: a batch or an epoch")},
      {"R", tr("reset, same seed")},      {tr("N or Shift+R"), tr("reset, new seed")},
      {"[  ]", tr("slower, faster")},
  };
  for (const TabRow& row : kTabs) list.push_back({tab_keys(row), std::string(tr(row.title))});
  const std::vector<Shortcut> rest = {
      {"V", tr("curves: loss, accuracy, both")},
      {tr("X held"), tr("network: the pinned unit is switched off")},
      {"N  U  X", tr("prediction: the next wrong row, the most uncertain, any")},
      {"D", tr("errors: the rows of the cell in Data")},
      {",  .", tr("flight recorder: a step back, a step on; with Shift an epoch")},
      {tr("End"), tr("flight recorder: the newest step, live")},
      {"F", tr("curves: the flight recorder")},
      {tr("Enter  Backspace"), tr("learn: the next step or question, the one before")},
      {"A  B  C  D", tr("learn: the answer to a question")},
      {"H", tr("learn: a hint")},
      {tr("Ctrl+O"), tr("open a CSV file, or a config.json to plan")},
      {tr("Ctrl+V"), tr("paste a table: cells of a spreadsheet, or the text of a CSV file")},
      {tr("Ctrl+S"), tr("save the run, from then on after every epoch")},
      {tr("Ctrl+Shift+S"), tr("for a class: save a workspace, hide controls")},
      {tr("Ctrl+Z"), tr("undo a reset or what started over; in Plan, the last change")},
      {tr("Ctrl+E"), tr("a report of what the window shows, as HTML; in Plan: the plan as Markdown")},
      {tr("Ctrl+Q"), tr("close the window")},
      {"F11", tr("presenter mode")},
      {"Shift+F11", tr("autoplay: a tour that plays by itself; Space holds, ← → step, any other key leaves")},
      {"O  Shift+O", tr("presenter: the spotlight, on to the next panel, back to the one before")},
      {tr("Alt held"), tr("presenter: the laser pointer at the mouse")},
      {"T", tr("dark or light")},
      {tr("Ctrl+=  Ctrl+-  Ctrl+0"), tr("larger, smaller, normal text")},
      {tr("Ctrl+,"), tr("text size, theme, motion")},
      {tr("Tab  Shift+Tab"), tr("go through everything that can be pressed")},
      {tr("Enter  Space"), tr("press what has the ring")},
      {tr("arrows"), tr("change what has the ring, or go to its neighbour")},
      {tr("Menu  Shift+F10"), tr("copy the figures of what has the ring, or all")},
      {"\u2190  \u2192", tr("the stage before or after, while its sheet is open")},
      {tr("Esc"), tr("close what lies on top")},
      {"?", tr("these keys")},
  };
  list.insert(list.end(), rest.begin(), rest.end());
  return list;
}

ActionQueue close_top(const UiState& state, const Snapshot& run) {
  if (state.closing == Closing::kAsking) return {action::AnswerClose{action::CloseAnswer::kStay}};
  if (state.keys_shown) return {action::ShowKeys{false}};
  if (state.browser.open) return {action::Browse{false}};
  if (state.import_state.phase != ImportState::Phase::kNone) return {action::CancelImport{}};
  if (state.app_settings_shown) return {action::ShowAppSettings{false}};
  if (state.workspace.editing) return {action::EditWorkspace{false}};
  if (state.paint.open) return {action::OpenPainting{action::OpenPainting::From::kClose}};
  if (state.editing_custom_model) return {action::EditCustomModel{false}};
  if (state.repeats.open) return {action::Repeats{RepeatsDo::kClose}};
  if (state.editing_settings) return {action::EditSettings{false}};
  if (state.open_stage) return {action::OpenStage{}};
  if (state.pointing.spotlight) return {action::SetSpotlight{false}};
  if (state.failure || (run.error && run.error_sequence > state.dismissed_error))
    return {action::DismissError{}};
  if (run.state == RunState::kPreparing && !state.home) return {action::Run{command::Cancel{}}};
  if (ActionQueue left = leave_learn(state); !left.empty()) return left;
  if (state.presenter) return {action::SetPresenter{false}};
  return {};
}

ActionQueue actions_for(const KeyPress& key, const UiState& state, const Snapshot& run) {
  if (state.autoplay.on()) return autoplay_keys(key);
  if (key.named == NamedKey::kEscape) return close_top(state, run);
  if (key.named == NamedKey::kF11 && key.shift) {
    if (asking(state)) return {};
    return {action::Autoplay{}};
  }
  if (key.named == NamedKey::kF11) return {action::SetPresenter{!state.presenter}};
  if (key.named == NamedKey::kEnter) {
    if (state.closing == Closing::kAsking) return {action::AnswerClose{action::CloseAnswer::kSave}};
    if (import_ready(state.import_state)) return {action::TrainImported{}};
    if (ActionQueue way = enter_goes_back(state, run); !way.empty()) return way;
    return learn_turns(key.named, state);
  }
  if (key.named == NamedKey::kBackspace) return learn_turns(key.named, state);
  if (key.named == NamedKey::kEnd) {
    if (asking(state) || !tab_of_run(state)) return {};
    return {action::MoveRecorder{RecorderMove::kNewest}};
  }
  if (key.named == NamedKey::kLeft || key.named == NamedKey::kRight) {
    if (!state.shows_stage()) return {};
    return {action::TurnStage{key.named == NamedKey::kLeft ? -1 : 1}};
  }
  if (key.control && key.shift && (key.character == U's' || key.character == U'S')) {
    if (asking(state) || state.home || run.curves->models.empty()) return {};
    return {action::EditWorkspace{}};
  }
  if (key.control) return control_actions(key.character, state, run);
  if (key.character == U'?') return {action::ShowKeys{!state.keys_shown}};
  if (asking(state)) return {};
  if (key.character == U't' || key.character == U'T') return {action::SetTheme{!state.dark}};
  if (ActionQueue spot = presenter_letters(key.character, state); !spot.empty()) return spot;
  return run_actions(key.character, state, run);
}

}  // namespace headroom::app
