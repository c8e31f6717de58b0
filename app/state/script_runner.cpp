#include "app/state/script_runner.h"

#include <algorithm>
#include <cstdio>

#include "app/state/moved_values.h"
#include "app/state/pixel_pad.h"
#include "core/base/tr.h"
#include "core/plan/plan_settings.h"

namespace headroom::app {

namespace {

// Until what the ring brought about is drawn: a popup with its own controls, a place that was scrolled to.
constexpr std::uint64_t kFocusFrames = 3;
constexpr std::uint64_t kExhibitFrames = 2;

// A wait or an expectation that did not come true; caught in advance().
struct Unmet {
  std::string message;
};

std::string state_text(const ScriptScene& scene) {
  std::string text = "the state is " + std::string(run_state_name(scene.run.state));
  if (scene.error) text += " and the window says '" + std::string(scene.error->what()) + "'";
  return text;
}

// Finished epochs of the selected model that is furthest behind.
std::int64_t finished_epochs(const Snapshot& run) {
  std::int64_t least = -1;
  for (const ModelSnapshot& model : run.curves->models) {
    if (model.selected && (least < 0 || model.epoch < least)) least = model.epoch;
  }
  return least < 0 ? 0 : least;
}

const Error* shown_error(const ScriptScene& scene) {
  const auto& refusal = scene.state.import_state.refusal;
  return refusal ? &*refusal : scene.error;
}

std::string number(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.4g", value);
  return text;
}

}  // namespace

// One function per step; true when the step is done, false to be asked again, Unmet when it failed.
struct ScriptRunner::Visitor {
  const ScriptScene& scene;
  ActionQueue& actions;
  double waited;
  std::uint64_t frames;  // drawn since the step began
  bool first;            // this step is asked for the first time

  Observed seen() const { return {scene.state, scene.run, scene.error, scene.focus, scene.exhibits}; }
  // Whether it has come; Unmet when it was waited for too long.
  bool wait_for(bool come, double timeout, const std::string& what, const std::string& instead = {}) const {
    if (come || waited <= timeout) return come;
    throw Unmet{what + " did not come in " + number(timeout) + " s: " + instead + state_text(scene)};
  }

  std::string fact_now(const FactTest& test) const {
    const InEnglish scope;
    return std::string(test.fact->name) + " is " + fact_text(test.fact->read(seen()));
  }

  bool operator()(const step::Do& s) const {
    if (holds_alternative<action::TrainImported>(s.action)) {
      const ImportState& import = scene.state.import_state;
      if (import.phase != ImportState::Phase::kChoosing || !import.dataset) {
        throw Unmet{import.refusal ? std::string("the file was refused: ") + import.refusal->what()
                                   : "no file waits to be trained on: open one and wait import"};
      }
    }
    const bool wanted =
        holds_alternative<action::Export>(s.action) || holds_alternative<action::Report>(s.action);
    if (wanted && frames < kExhibitFrames) return false;  // what was asked for last is drawn by then
    actions.push_back(s.action);
    return true;
  }
  bool operator()(const step::ChooseTarget& s) const {
    TabularOptions options = scene.state.import_state.options;
    options.target = s.column;
    actions.emplace_back(action::ImportOptions{options});
    return true;
  }
  bool operator()(const step::ChooseTask& s) const {
    TabularOptions options = scene.state.import_state.options;
    options.task = s.task;
    actions.emplace_back(action::ImportOptions{options});
    return true;
  }
  // The file that waits on the import sheet; `refused`: also one that could not be read.
  const ImportState& waiting_import(bool refused = false) const {
    const ImportState& import = scene.state.import_state;
    const bool there = import.phase == ImportState::Phase::kChoosing ||
                       (refused && import.phase == ImportState::Phase::kRefused);
    if (!there) throw Unmet{"no file waits on the import sheet: open one and wait import"};
    return import;
  }
  const CsvColumn& import_column(const std::string& name) const {
    for (const CsvColumn& column : waiting_import().table->columns) {
      if (column.name == name) return column;
    }
    throw Unmet{"the file has no column '" + name + "'"};
  }
  bool operator()(const step::ChangeColumn& s) const {
    const TableRemedy remedy = TableRemedy::column(import_column(s.column).name, s.wish);
    actions.emplace_back(action::ImportOptions{remedied(waiting_import().options, remedy)});
    return true;
  }
  bool operator()(const step::ChangeTable& s) const {
    actions.emplace_back(action::ImportOptions{remedied(waiting_import().options, s.remedy),
                                               reading_remedied(waiting_import().reading, s.remedy)});
    return true;
  }
  bool operator()(const step::ChangeDayOrder& s) const {
    TabularOptions options = waiting_import().options;
    options.day_first = s.day_first;
    actions.emplace_back(action::ImportOptions{options});
    return true;
  }
  bool operator()(const step::ChangeReading& s) const {
    const ImportState& import = waiting_import(true);
    CsvOptions reading = import.reading;
    if (s.header) reading.header = *s.header;
    if (s.separator) reading.separator = *s.separator;
    if (s.comment) reading.comment = *s.comment;
    if (s.skip_lines) reading.skip_lines = *s.skip_lines;
    if (s.encoding) reading.encoding = *s.encoding;
    actions.emplace_back(action::ImportOptions{import.options, reading});
    return true;
  }
  bool operator()(const step::ExpectColumn& s) const {
    import_column(s.column);
    const auto& decided = waiting_import().decided;
    const ColumnSchema* const column = decided ? decided->schema.find(s.column) : nullptr;
    if (!column) throw Unmet{"it is not known what column '" + s.column + "' is: the table was refused"};
    if (column->type == s.type) return true;
    throw Unmet{"expected column '" + s.column + "' to be of type " + std::string(column_type_name(s.type)) +
                ", but it is of type " + std::string(column_type_name(column->type))};
  }
  bool operator()(const step::ChangeCurves& s) const {
    CurveOptions curves = scene.state.curves;
    curves.smoothing = s.smoothing.value_or(curves.smoothing);
    curves.axis = s.axis.value_or(curves.axis);
    curves.log_loss = s.log_loss.value_or(curves.log_loss);
    curves.show_reference = s.reference.value_or(curves.show_reference);
    curves.show = s.show.value_or(curves.show);
    if (!s.curve.empty()) curves.set_hidden(s.curve, !s.curve_on);
    actions.emplace_back(action::SetCurves{curves});
    return true;
  }
  bool operator()(const step::ChangeLook& s) const {
    Look look = scene.state.look;
    if (s.model) look.model = *s.model;
    if (s.row) {
      look.row = *s.row;
      look.moved.clear();
    }
    if (s.unit || s.no_unit) look.unit = s.unit;
    if (s.other || s.no_other) look.network.other = s.other;
    if (s.restore) look.moved.clear();
    if (s.value) {
      const auto& dataset = scene.run.facts->dataset;
      const std::optional<std::size_t> column = dataset ? column_of(*dataset, s.column) : std::nullopt;
      if (!column) throw Unmet{"the run has no column '" + s.column + "'"};
      move_value(look, *dataset, *column, static_cast<double>(*s.value));
    }
    if (s.pad) {
      const auto& dataset = scene.run.facts->dataset;
      if (!dataset || !pixel_grid(dataset->column_names)) throw Unmet{"the run's columns are no picture"};
      s.pad(look, *dataset);
    }
    actions.emplace_back(action::LookAt{look});
    return true;
  }
  bool operator()(const step::ChangeData& s) const {
    Look look = scene.state.look;
    if (s.edit) s.edit(look.data);
    const DataFigures* const data = data_seen();
    if (!data || !data->rows) {
      if (!s.edit) return false;  // names are known a moment later
    } else {
      name_data(s, data->rows->stages, look.data);
    }
    look.data.first = 0;
    actions.emplace_back(action::LookAt{look});
    return true;
  }
  const DataFigures* data_seen() const {
    const auto& seen = scene.run.inspections[index_of(Inspect::kData)];
    return seen ? seen->data() : nullptr;
  }
  static std::int64_t named_feature(const RowStages& stages, const std::string& name) {
    const std::int64_t found = stages.find(name);
    if (found < 0) throw Unmet{"there is no column '" + name + "' in the table"};
    return found;
  }
  static void name_data(const step::ChangeData& s, const RowStages& stages, DataLook& data) {
    if (!s.class_name.empty()) {
      const std::vector<std::string>& names = stages.dataset().class_names;
      const auto found = std::find(names.begin(), names.end(), s.class_name);
      if (found == names.end()) throw Unmet{"there is no class '" + s.class_name + "' in the table"};
      data.filter = RowFilter::kClass;
      data.filter_class = found - names.begin();
    }
    if (!s.sort.empty()) {
      const auto* const known = kRowSortNames.find(s.sort);
      data.sort = known && known->value != RowSort::kFeature ? known->value : RowSort::kFeature;
      if (data.sort == RowSort::kFeature) data.sort_feature = named_feature(stages, s.sort);
      data.descending = s.descending;
    }
    if (!s.x.empty()) data.x = named_feature(stages, s.x);
    if (!s.y.empty()) data.y = named_feature(stages, s.y);
    if (!s.mark.empty()) data.feature = named_feature(stages, s.mark);
  }
  bool operator()(const step::ChangePlan& s) const {
    PlanInputs inputs = scene.state.plan.question.asked();
    try {
      change_plan(inputs, s.setting, s.value);
    } catch (const Error& error) {
      throw Unmet{error.what()};
    }
    actions.emplace_back(action::SetPlan{inputs});
    return true;
  }
  bool operator()(const step::StepOnce& s) const {
    actions.emplace_back(action::Run{command::Step{s.whole_epoch.value_or(scene.state.step_whole_epoch)}});
    return true;
  }
  bool operator()(const step::RemovePast& s) const {
    const PastRuns& past = *scene.run.past;
    if (s.place > past.size()) throw Unmet{"only " + std::to_string(past.size()) + " past runs are shown"};
    actions.emplace_back(action::Run{command::RemovePast{past[s.place - 1].id}});
    return true;
  }
  bool operator()(const step::Resize& s) const {
    if (first) scene.resize(s.width, s.height);
    return frames >= 3;  // the window manager has answered by then
  }
  bool operator()(const step::Screenshot& s) const {
    if (first) actions.emplace_back(action::SaveScreenshot{s.path});
    return !first && !scene.saving_picture;
  }
  bool operator()(const step::WaitEpoch& s) const {
    if (finished_epochs(scene.run) >= s.epoch) return true;
    const RunState state = scene.run.state;
    if (scene.settled &&
        (state == RunState::kFinished || state == RunState::kDiverged || state == RunState::kFailed)) {
      throw Unmet{"epoch " + std::to_string(s.epoch) + " will not come: " + state_text(scene)};
    }
    return wait_for(false, s.timeout, "the epoch");
  }
  bool operator()(const step::WaitState& s) const {
    return wait_for(scene.run.state == s.state, s.timeout, "the state");
  }
  bool operator()(const step::WaitImport& s) const {
    const ImportState& import = scene.state.import_state;
    const bool answered = import.dataset || import.refusal;
    return wait_for(answered, s.timeout, "the import");
  }
  bool operator()(const step::WaitFact& s) const {
    return wait_for(holds(s.test, seen()), s.timeout, "'" + test_text(s.test) + "'", fact_now(s.test) + ", ");
  }
  bool operator()(const step::WaitSeconds& s) const { return waited >= s.seconds; }
  bool operator()(const step::WaitFrames& s) const { return frames >= static_cast<std::uint64_t>(s.frames); }

  bool operator()(const step::ExpectState& s) const {
    if (scene.run.state != s.state) {
      throw Unmet{"expected state " + std::string(run_state_name(s.state)) + ", but " + state_text(scene)};
    }
    return true;
  }
  bool operator()(const step::ExpectError& s) const {
    const Error* const error = shown_error(scene);
    if (!error) throw Unmet{"expected an error with '" + s.part + "', but none is shown"};
    if (std::string_view(error->what()).find(s.part) == std::string_view::npos) {
      throw Unmet{"expected an error with '" + s.part + "', but the window says '" + error->what() + "'"};
    }
    return true;
  }
  bool operator()(const step::ExpectNoError&) const {
    if (const Error* const error = shown_error(scene)) {
      throw Unmet{std::string("expected no error, but the window says '") + error->what() + "'"};
    }
    return true;
  }
  bool operator()(const step::ExpectPlan& s) const {
    const PlanState& plan = scene.state.plan;
    if (plan.refusal) throw Unmet{std::string("the plan was refused: ") + plan.refusal->what()};
    if (!plan.report) throw Unmet{"nothing is planned"};
    const Verdict verdict = plan.report->judgement.verdict;
    if (verdict == s.verdict) return true;
    throw Unmet{"expected the plan to be " + std::string(verdict_name(s.verdict)) + ", but it is " +
                std::string(verdict_name(verdict))};
  }
  bool operator()(const step::ExpectAccuracy& s) const {
    for (const ModelSnapshot& model : scene.run.curves->models) {
      if (model.choice.id != s.model) continue;
      if (model.history.epochs.empty()) throw Unmet{s.model + " has not finished an epoch yet"};
      const double accuracy = model.history.epochs.back().validation_accuracy;
      if (accuracy >= s.at_least) return true;
      throw Unmet{"the validation accuracy of " + s.model + " is " + number(accuracy) + ", not at least " +
                  number(s.at_least)};
    }
    throw Unmet{"this run has no model '" + s.model + "'"};
  }
  bool operator()(const step::ExpectFact& s) const {
    if (holds(s.test, seen())) return true;
    throw Unmet{"expected " + test_text(s.test) + ", but " + fact_now(s.test)};
  }
  bool operator()(const step::MoveFocus& s) const {
    if (!first) return frames >= kFocusFrames;
    if (const std::string fault = scene.move_focus(s.to); !fault.empty()) throw Unmet{fault};
    return false;
  }
  bool operator()(const step::PressFocused&) const {
    if (!first) return frames >= kFocusFrames;
    if (scene.focus.empty()) throw Unmet{"no control has the ring to press: focus one first"};
    scene.press_focused();
    return false;
  }
  bool operator()(const step::PrintStats&) const {
    scene.print(scene.stats());
    return true;
  }
  bool operator()(const step::PrintState&) const {
    scene.print(state_line(seen(), true));
    return true;
  }
};

ScriptRunner::Status ScriptRunner::fail(const std::string& message) {
  failure_ = script_.lines[next_].where + ": " + message;
  return Status::kFailed;
}

bool ScriptRunner::wants_frames() const {
  if (next_ >= script_.lines.size()) return false;
  const Step& step = script_.lines[next_].step;
  const auto* const action = get_if<step::Do>(&step);
  const bool exports = action && (holds_alternative<action::Export>(action->action) ||
                                  holds_alternative<action::Report>(action->action));
  return exports || holds_alternative<step::WaitFrames>(step) || holds_alternative<step::Resize>(step) ||
         holds_alternative<step::Screenshot>(step) || holds_alternative<step::MoveFocus>(step) ||
         holds_alternative<step::PressFocused>(step);
}

ScriptRunner::Status ScriptRunner::advance(const ScriptScene& scene, ActionQueue& actions) {
  if (!failure_.empty()) return Status::kFailed;
  if (next_ >= script_.lines.size()) return Status::kDone;
  const Step& step = script_.lines[next_].step;
  const bool first = !begun_;
  if (first) {
    // What was asked for before must have happened, or a wait would see the state before it. Only
    // passing states are looked for at once.
    const auto* const wait = get_if<step::WaitState>(&step);
    const bool passing = wait && wait->state == RunState::kPreparing;
    if (began_at_ == 0) began_at_ = scene.now;
    if (!scene.settled && !passing && !holds_alternative<step::WaitImport>(step)) {
      if (scene.now - began_at_ > kDefaultTimeout) return fail("what came before it was not done in time");
      return Status::kRunning;
    }
    begun_ = true;
    began_at_ = scene.now;
    began_frames_ = scene.frames;
  }
  try {
    const Visitor visitor{scene, actions, scene.now - began_at_, scene.frames - began_frames_, first};
    bool done = false;
    visit([&](const auto& kind) { done = visitor(kind); }, step);
    if (!done) return Status::kRunning;
  } catch (const Unmet& unmet) {
    return fail(unmet.message);
  }
  ++next_;
  begun_ = false;
  began_at_ = 0;
  return next_ < script_.lines.size() ? Status::kRunning : Status::kDone;
}

ScriptScene scene_without_window(const Observed& seen, bool settled, double now) {
  ScriptScene scene{seen.state, seen.run, seen.error, settled, false, 0, 0, {}, {}, {}};
  scene.now = now;
  return scene;
}

bool holds_now(const ScriptLine& line, const Observed& seen) {
  ActionQueue none;
  return ScriptRunner(Script{{line}}).advance(scene_without_window(seen, true, 1), none) ==
         ScriptRunner::Status::kDone;
}

}  // namespace headroom::app
