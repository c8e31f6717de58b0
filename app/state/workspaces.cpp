#include "app/state/workspaces.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "app/state/paths.h"
#include "core/base/bytes.h"
#include "core/base/thread_priority.h"
#include "core/base/tr.h"
#include "core/workspace/class_sheet.h"

namespace headroom::app {

namespace fs = std::filesystem;

namespace {

// "iris.headroom" in the home folder, or "iris-2.headroom" where there is one already.
std::string proposed_path(const std::string& id) {
  const char* const home = std::getenv("HOME");
  const fs::path folder = home && *home ? home : ".";
  const std::string stem = id.empty() ? "workspace" : fs::path(id).filename().string();
  fs::path path = folder / (stem + kWorkspaceEnding);
  std::error_code ignored;
  for (int n = 2; fs::exists(path, ignored) && n < 1000; ++n)
    path = folder / (stem + "-" + std::to_string(n) + kWorkspaceEnding);
  return path.string();
}

Error error_of(const std::exception& thrown, const char* where) {
  const auto* const error = dynamic_cast<const Error*>(&thrown);
  return error ? *error : Error(ErrorCode::kInternal, thrown.what(), where);
}

}  // namespace

WorkspaceView view_of(const UiState& state, const Snapshot& run) {
  WorkspaceView view;
  view.tab = kTabs.name(state.tab);
  if (state.editing_settings) view.sheet = "settings";
  if (state.editing_custom_model) view.sheet = "custom-editor";
  if (state.open_stage) view.sheet = kStageTable.name(*state.open_stage);
  view.model = state.look.model;
  view.row = state.look.row;
  if (state.look.unit) view.unit = WorkspaceView::Unit{state.look.unit->layer, state.look.unit->unit};
  view.pace = pace_words(run.facts->pace);
  view.axis = kCurveAxisNames.name(state.curves.axis);
  view.show = kCurveShowNames.name(state.curves.show);
  view.log_loss = state.curves.log_loss;
  view.smoothing = state.curves.smoothing;
  view.recorder = state.recorder.open;
  return view;
}

void show_view(const WorkspaceView& view, UiState& state) {
  if (const auto* const tab = kTabs.find(view.tab)) state.tab = tab->value;
  state.editing_settings = view.sheet == "settings";
  state.editing_custom_model = view.sheet == "custom-editor";
  if (const auto* const stage = kStageTable.find(view.sheet)) state.open_stage = stage->value;
  state.look = Look{};
  state.look.model = view.model;
  state.look.row = view.row;
  if (view.unit) state.look.unit = UnitAt{view.unit->layer, view.unit->unit};
  if (const auto* const axis = kCurveAxisNames.find(view.axis)) state.curves.axis = axis->value;
  if (const auto* const show = kCurveShowNames.find(view.show)) state.curves.show = show->value;
  state.curves.log_loss = view.log_loss;
  state.curves.smoothing = view.smoothing;
  state.recorder.open = view.recorder;
}

Workspaces::Workspaces(const fs::path& data) {
  std::error_code ignored;
  tables_ = data.empty() ? fs::temp_directory_path(ignored) / "headroom-tables" : data / "tables";
}

void Workspaces::edit(const Snapshot& run, WorkspaceState& state) {
  state.editing = true;
  state.table.reset();
  const RunConfig& config = run.facts->config;
  if (state.draft.title.empty()) state.draft.title = config.title;
  RunRecord record;
  if (config.dataset) record.file = FileSource{fs::absolute(config.dataset->source).string()};
  looking_.start([record, id = config.id](Progress&) {
    return Looked{table_bytes(record), proposed_path(id)};
  });
}

Command Workspaces::save(const std::string& path, const UiState& state, const Snapshot& run) {
  const WorkspaceDraft& draft = state.workspace.draft;
  if (run.curves->models.empty())
    throw Error(ErrorCode::kUsage, tr("nothing is loaded: open an example or a table first"), "workspace");
  path_ = path.empty() ? draft.path : path;
  if (path_.empty()) path_ = proposed_path(run.facts->config.id);
  if (!is_workspace(path_)) path_ += kWorkspaceEnding;
  replaces_ = path_ == state.workspace.saved || path_ == state.workspace.file;
  draft_ = {draft.title, draft.author, draft.instructions, draft.hides, view_of(state, run)};
  way_ = draft.way;
  waiting_ = std::make_shared<Slot>();
  errors_before_ = run.error_sequence;
  return command::HandOver{[slot = waiting_](std::shared_ptr<const RunRecord> record) {
    const std::lock_guard lock(slot->mutex);
    slot->record = std::move(record);
  }};
}

void Workspaces::make_sheet(const std::string& path, WorkspaceState& state) {
  const std::string from = !state.saved.empty() ? state.saved : state.file;
  if (from.empty())
    throw Error(ErrorCode::kUsage,
                tr("save the workspace first: the page says what everybody who opens it sees"),
                "class-sheet");
  if (!device_)
    throw Error(ErrorCode::kUnsupported, tr("there is no processor to train on here"), "class-sheet");
  state.making_sheet = true;
  const std::string to = path.empty() ? fs::path(from).replace_extension(".html").string() : path;
  sheet_.start([from, to, tables = tables_, open = device_](Progress& progress) {
    yield_to_other_threads();
    const OpenedWorkspace opened = open_workspace(from, tables, progress);
    const ClassRun run = run_for_class(opened, open(), progress);
    write_output(to, class_sheet(opened.workspace, fs::path(from).filename().string(), run));
    return to;
  });
}

void Workspaces::opened(const Workspace& workspace, const std::string& file, WorkspaceState& state) {
  state.file = file;
  state.title = workspace.title;
  state.author = workspace.author;
  state.instructions = workspace.instructions;
  state.hidden = workspace.hidden;
  // Whoever changes it begins with what there is.
  state.draft = {workspace.title,
                 workspace.author,
                 workspace.instructions,
                 file,
                 workspace.hidden,
                 workspace.data.way == DataWay::kReference ? DataWay::kReference : DataWay::kInside};
  state.saved.clear();
  state.sheet.clear();
}

void Workspaces::take_looked(News& news, WorkspaceState& state) {
  const auto finished = looking_.poll();
  if (!finished) return;
  news.changed = true;
  try {
    Looked looked = finished->take();
    state.table = looked.table;
    if (state.draft.path.empty()) state.draft.path = std::move(looked.path);
  } catch (const std::exception& thrown) {
    news.failure = error_of(thrown, "workspace");
  }
}

void Workspaces::take_saved(News& news, WorkspaceState& state) {
  const auto finished = saving_.poll();
  if (!finished) return;
  news.changed = true;
  try {
    Saved saved = finished->take();
    news.notice = tr("saved {1} ({2})", saved.path, format_bytes(saved.bytes));
    state.saved = state.draft.path = news.saved = saved.path;
  } catch (const std::exception& thrown) {
    news.failure = error_of(thrown, "workspace");
  }
}

void Workspaces::take_sheet(News& news, WorkspaceState& state) {
  if (sheet_.running()) {
    news.changed = news.changed || state.fraction != sheet_.fraction();
    state.fraction = sheet_.fraction();
  }
  const auto finished = sheet_.poll();
  if (!finished) return;
  news.changed = true;
  try {
    state.sheet = finished->take();
    news.notice = tr("saved {1}: open it in a browser and print it", state.sheet);
  } catch (const std::exception& thrown) {
    news.failure = error_of(thrown, "class-sheet");
  }
}

Workspaces::News Workspaces::poll(const Snapshot& run, WorkspaceState& state) {
  News news;
  take_looked(news, state);
  if (waiting_) {
    std::shared_ptr<const RunRecord> record;
    {
      const std::lock_guard lock(waiting_->mutex);
      record = waiting_->record;
    }
    if (record) {
      waiting_.reset();
      saving_.start([draft = std::move(draft_), record, path = path_, way = way_,
                     replaces = replaces_](Progress&) {
        Workspace workspace = draft;
        workspace.record = *record;
        std::error_code ignored;
        if (!replaces && fs::exists(path, ignored))
          throw Error(ErrorCode::kUsage,
                      tr("there is a file of this name already, and it is kept: choose another name"), path);
        return Saved{path, save_workspace(path, std::move(workspace), way)};
      });
      draft_ = {};
    } else if (run.error_sequence != errors_before_) {
      waiting_.reset();  // refused, and shown
    }
  }
  take_saved(news, state);
  take_sheet(news, state);
  const bool saving = waiting_ != nullptr || saving_.running();
  news.changed = news.changed || saving != state.saving;
  state.saving = saving;
  state.making_sheet = sheet_.running();
  return news;
}

}  // namespace headroom::app
