// The script language: a small text of actions, one per line, that drives the window as a person would.
//
//   # course.headroom
//   open preset scalability
//   select small,large
//   play
//   wait epoch 5 timeout 60
//   screenshot lesson.png
//   quit
//
// This half reads the text; script_runner.h carries it out. Every mistake is reported with file and line.
//
// Thread rule: plain values.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "app/state/action.h"
#include "app/state/facts.h"
#include "app/state/import_reading.h"
#include "core/run/snapshot.h"

namespace headroom::app {

inline constexpr double kDefaultTimeout = 60;  // seconds, for every wait that gives none

namespace step {

// An action as it is; what a button would do.
struct Do {
  Action action;
};
// Actions that need to know the state they are carried out in.
struct ChooseTarget {
  std::string column;
};
struct ChooseTask {
  Task task;
};
// What a column of the opened file is; empty: guessed again.
struct ChangeColumn {
  std::string column;
  std::optional<ColumnWish> wish;
};
struct ChangeTable {  // missing words and rows
  TableRemedy remedy;
};
struct ChangeDayOrder {
  std::optional<bool> day_first;
};
struct ChangeReading {
  std::optional<HeaderChoice> header = {};
  std::optional<std::optional<char>> separator = {}, comment = {};
  std::optional<std::optional<std::int64_t>> skip_lines = {};
  std::optional<std::string> encoding = {};  // empty: told from the bytes
};
// Where the views that look into the run look.
struct ChangeLook {
  std::optional<std::string> model;
  std::optional<std::int64_t> row;
  std::optional<UnitAt> unit;
  bool no_unit = false;
  std::optional<UnitAt> other = {};  // the second that is pinned
  bool no_other = false;
  std::string column = {};                              // whose value is moved in the looked row,
  std::optional<float> value = {};                      // in the file's unit,
  bool restore = false;                                 // or put back, in every column where none is named
  std::function<void(Look&, const Dataset&)> pad = {};  // or drawn, where columns are pixels
};
// What is looked at in the table. Columns and classes by name; "" in x or y: chosen by themselves.
struct ChangeData {
  std::function<void(DataLook&)> edit = {};  // what needs no names
  std::string class_name = {}, sort = {}, x = {}, y = {}, mark = {};
  bool descending = false;
};
struct ChangeCurves {
  std::optional<double> smoothing;
  std::optional<CurveAxis> axis;
  std::optional<bool> log_loss;
  std::optional<bool> reference;
  std::optional<CurveShow> show = {};
  std::string curve = {};  // to show or to hide
  bool curve_on = true;
};
struct ChangePlan {
  std::string setting;  // of plan_settings()
  std::string value;
};
struct StepOnce {
  std::optional<bool> whole_epoch;  // empty: as the step button is set
};
struct RemovePast {
  std::size_t place;  // from 1, the newest
};
struct Resize {
  int width, height;
};
struct Screenshot {
  std::string path;  // as in open: relative to the current directory
};

struct WaitEpoch {
  std::int64_t epoch;
  double timeout = kDefaultTimeout;
};
struct WaitState {
  RunState state;
  double timeout = kDefaultTimeout;
};
struct WaitImport {  // until the sheet asks or refuses
  double timeout = kDefaultTimeout;
};
struct WaitFact {
  FactTest test;
  double timeout = kDefaultTimeout;
};
struct WaitSeconds {
  double seconds;
};
struct WaitFrames {
  std::int64_t frames;
};

struct ExpectState {
  RunState state;
};
struct ExpectError {
  std::string part;  // of the message or place of the error that is shown
};
struct ExpectNoError {};
struct ExpectAccuracy {  // validation accuracy after the last epoch
  std::string model;
  double at_least;
};

struct ExpectColumn {
  std::string column;
  ColumnType type;
};

struct ExpectPlan {
  Verdict verdict;
};

struct ExpectFact {
  FactTest test;
};

// The keyboard's ring: to the next control, the one before, or the one of this name.
struct MoveFocus {
  std::string to;
};
// As Enter on the control that has the ring.
struct PressFocused {};

struct PrintStats {};
struct PrintState {};

}  // namespace step

struct StepKinds
    : Kinds<step::Do, step::ChooseTarget, step::ChooseTask, step::ChangeColumn, step::ChangeTable,
            step::ChangeReading, step::ChangeDayOrder, step::ExpectColumn, step::ChangeCurves,
            step::ChangeLook, step::ChangeData, step::ChangePlan, step::StepOnce, step::RemovePast,
            step::Resize, step::Screenshot, step::WaitEpoch, step::WaitState, step::WaitImport,
            step::WaitFact, step::WaitSeconds, step::WaitFrames, step::ExpectState, step::ExpectError,
            step::ExpectNoError, step::ExpectAccuracy, step::ExpectPlan, step::ExpectFact, step::MoveFocus,
            step::PressFocused, step::PrintStats, step::PrintState> {};
using Step = OneOf<StepKinds>;

struct ScriptLine {
  Step step;
  std::string where;  // "course.headroom:3"
};

struct Script {
  std::vector<ScriptLine> lines;
};

// `name` is used in error messages. Throws Error{kBadInput} with where = "name:line"; an unknown action
// lists the known ones.
Script parse_script(std::string_view text, const std::string& name);
// Throws Error{kNotFound} when there is no such file.
Script read_script(const std::string& path);

// "open preset ID", "open FILE", ...: one line per action, for help and errors.
std::vector<std::string> script_actions();

}  // namespace headroom::app
