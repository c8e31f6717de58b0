// What the window has carried out by jobs that have little to do with the run: languages, exports and
// lessons.
#include <utility>

#include "app/state/app.h"
#include "app/state/class_rules.h"
#include "app/state/curve_export.h"
#include "app/state/curve_plots.h"
#include "app/state/paths.h"
#include "core/base/tr.h"
#include "core/io/languages.h"

namespace headroom::app {

void App::export_curves(const action::ExportCurves& wanted) {
  if (!any_curve(*snapshot_)) {
    state_.failure = Error(ErrorCode::kUsage, tr("there are no curves yet: train first"), "export curves");
    return;
  }
  std::string path = wanted.path;
  if (path.empty()) {
    const std::string ending = "." + std::string(kExportFormatNames.name(wanted.format));
    path = default_output("curves", snapshot_->facts->config.id, ending);
  }
  if (wanted.format == ExportFormat::kPng) {
    state_.home = false;
    show(Tab::kCurves);
    export_ = action::Export{"curves", wanted.format, std::move(path)};
    return;
  }
  export_job_.start(
      [path, csv = wanted.format == ExportFormat::kCsv, run = snapshot_, options = state_.curves](Progress&) {
        write_output(path, csv ? curves_csv(*run) : curves_svg(*run, options));
        return path;
      });
}

// Curves are exported whatever is shown; of others the window has what they look like and their numbers.
void App::export_shown(action::Export wanted) {
  if (wanted.name == "curves" && !wanted.copy) return export_curves({wanted.format, wanted.path});
  if (wanted.path.empty() && !wanted.copy) {
    const std::string& run = snapshot_->facts->config.id;
    const std::string name = run.empty() ? wanted.name : run + "-" + wanted.name;
    wanted.path = default_output("exports", name, "." + std::string(kExportFormatNames.name(wanted.format)));
  }
  export_ = std::move(wanted);
}

bool App::poll_export() {
  const auto finished = export_job_.poll();
  if (!finished) return false;
  try {
    set_notice(tr("saved {1}", finished->take()));
  } catch (const Error& error) {
    state_.failure = error;
  }
  return true;
}

// Texts change between frames only.
void App::speak(const std::string& code) {
  language_job_.start([code](Progress&) {
    const std::string chosen = code.empty() ? system_language(languages()) : code;
    return Spoken{code, read_language(chosen), read_glossary_in(chosen)};
  });
}

bool App::poll_language() {
  const auto finished = language_job_.poll();
  if (!finished) return false;
  try {
    Spoken spoken = finished->take();
    use_translation(std::move(spoken.translation));
    state_.language = std::move(spoken.wish);
    state_.glossary = std::make_shared<const Glossary>(std::move(spoken.glossary));
    learn_.speak(std::string(language()), state_.learn);
    autoplay_.speak(std::string(language()));
  } catch (const Error& error) {
    state_.failure = error;
  }
  return true;
}

// The window as the workspace says, at its pace.
void App::open_workspace_read(ReadWorkspace read) {
  recent_.note(read.path);
  const WorkspaceView& view = read.opened.workspace.view;
  load({std::move(read.opened.config), false, std::move(read.opened.saved)});
  Workspaces::opened(read.opened.workspace, read.path, state_.workspace);
  show_view(view, state_);
  if (hides_tab(state_, state_.tab)) state_.tab = Tab::kCurves;
  show(state_.tab);
  if (start_pace_) return;
  try {
    post(command::SetPace{parse_pace(view.pace)});
  } catch (const Error&) {  // of another version: the usual pace
  }
}

bool App::poll_workspaces() {
  Workspaces::News news = workspaces_.poll(*snapshot_, state_.workspace);
  if (news.failure) state_.failure = std::move(news.failure);
  if (!news.notice.empty()) set_notice(std::move(news.notice));
  if (!news.saved.empty()) recent_.note(news.saved);
  return news.changed;
}

bool App::poll_learn() {
  ActionQueue shown;
  const Observed seen{state_, *snapshot_, visible_error()};
  Learn::News news = learn_.poll(seen, run_settled(), now_, state_.learn, shown);
  if (news.failure) state_.failure = std::move(news.failure);
  if (!news.notice.empty()) set_notice(std::move(news.notice));
  const bool acted = !shown.empty();
  for (const Action& action : shown) carry_out(action);
  return news.changed || acted;
}

void App::repeat(const action::Repeats& wanted) {
  RepeatsState& repeats = state_.repeats;
  switch (wanted.what) {
    case RepeatsDo::kOpen:
      state_.editing_settings = false;
      repeats.open = true;
      break;
    case RepeatsDo::kClose: repeats.open = false; break;
    case RepeatsDo::kPlan: repeats.plan = wanted.plan; break;
    case RepeatsDo::kStart: try { repeater_.start(*snapshot_, repeats);
      } catch (const Error& error) {
        state_.failure = error;
      }
      break;
    case RepeatsDo::kCancel: repeater_.cancel(repeats); break;
  }
}

bool App::poll_autoplay() {
  ActionQueue shown;
  if (state_.autoplay.phase == AutoplayPhase::kOff) before_autoplay_ = settings();
  const Observed seen{state_, *snapshot_, visible_error()};
  Autoplay::News news = autoplay_.poll(seen, run_settled(), now_, state_, shown);
  if (news.failure) state_.failure = std::move(news.failure);
  if (!news.notice.empty()) set_notice(std::move(news.notice));
  const bool acted = !shown.empty();
  perform(shown);
  return news.changed || acted;
}

}  // namespace headroom::app
