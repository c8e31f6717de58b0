#include "app/state/importer.h"

#include <filesystem>
#include <set>
#include <string_view>
#include <utility>

#include "core/base/tr.h"
#include "core/io/array_file.h"

namespace headroom::app {

namespace {

// What a job threw, to be shown.
void take_failure(const std::exception& thrown, ImportState& state) {
  if (const auto* const error = dynamic_cast<const Error*>(&thrown)) {
    state.refusals = {refusal_from(*error)};
  } else if (dynamic_cast<const std::bad_alloc*>(&thrown)) {
    state.refusals = {refusal_from(Error(
        ErrorCode::kOutOfMemory, tr("the file does not fit into this machine's memory: use fewer rows")))};
  } else {
    state.refusals = {refusal_from(Error(ErrorCode::kInternal, thrown.what()))};
  }
  state.refusal = state.refusals.front().error;
}

// The folder of a run record: named itself, or by its run.json. Empty for another file.
std::filesystem::path run_folder(const std::filesystem::path& path) {
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) return path;
  if (path.filename() != "run.json") return {};
  return path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
}

}  // namespace

void Importer::open(const std::string& path, double now, ImportState& state) {
  cancel(state);
  state.path = path;
  read(now, state);
}

void Importer::paste(std::string text, const std::string& path, double now, ImportState& state) {
  cancel(state);
  state.path = path;
  state.pasted = std::make_shared<const std::string>(std::move(text));
  read(now, state);
}

void Importer::read(double now, ImportState& state) {
  converting_.cancel();
  state.phase = ImportState::Phase::kReading;
  state.fraction = 0;
  state.dataset = nullptr;
  state.refusal.reset();
  state.refusals.clear();
  started_ = now;
  reading_.start([path = state.path, text = state.pasted, options = state.reading,
                  tables = tables_](Progress& progress) -> File {
    if (text) {
      const std::string name = path.empty() ? "pasted table" : path;
      return std::make_shared<const CsvTable>(read_csv_text(*text, name, options, progress));
    }
    if (is_workspace(path)) return ReadWorkspace{path, open_workspace(path, tables, progress)};
    const std::filesystem::path folder = run_folder(path);
    if (folder.empty()) return std::make_shared<const CsvTable>(read_table(path, options, progress));
    auto saved = std::make_shared<const SavedRun>(SavedRun{folder, load_run(folder)});
    return OpenedRun{config_to_resume(saved->record, progress), saved};
  });
}

void Importer::choose(const TabularOptions& options, const std::optional<CsvOptions>& reading, double now,
                      ImportState& state) {
  if (state.phase == ImportState::Phase::kNone) return;
  if (reading) {
    state.options = options;
    state.reading = *reading;
    read(now, state);
  } else if (state.phase == ImportState::Phase::kChoosing) {
    state.options = options;
    convert(state);
  }
}

void Importer::cancel(ImportState& state) {
  reading_.cancel();
  converting_.cancel();
  state = ImportState{};
}

void Importer::convert(ImportState& state) {
  state.dataset = nullptr;
  state.refusal.reset();
  converting_.start([table = state.table, options = state.options](Progress& progress) {
    progress.check();
    return decide_import(*table, options, progress);
  });
}

void Importer::take_table(Table table, ImportState& state) {
  state.table = std::move(table);
  state.decided = nullptr;
  state.fraction = 1;
  std::set<std::string_view> there;
  for (const CsvColumn& column : state.table->columns) there.insert(column.name);
  std::erase_if(state.options.wishes, [&](const auto& wish) { return !there.contains(wish.first); });
  if (!there.contains(state.options.target) && !there.empty()) {
    state.options.target = state.table->columns.back().name;
    state.options.task.reset();
  }
  convert(state);
}

void Importer::take_decision(ImportDecision decision, ImportState& state) {
  state.decided = std::move(decision.table);
  state.dataset = std::move(decision.dataset);
  state.refusals = std::move(decision.refusals);
  if (!state.refusals.empty()) state.refusal = state.refusals.front().error;
}

bool Importer::ready(const ImportState& state) const {
  return state.phase == ImportState::Phase::kChoosing && state.dataset && !converting_.running();
}

bool Importer::poll(double now, ImportState& state) {
  bool changed = false;
  if (reading_.running()) {
    state.fraction = reading_.fraction();
    state.elapsed_seconds = now - started_;
    changed = true;
  }
  if (const auto finished = reading_.poll()) {
    changed = true;
    try {
      File file = finished->take();
      if (auto* const run = std::get_if<OpenedRun>(&file)) {
        opened_ = std::move(*run);
        state = ImportState{};
        return true;
      }
      if (auto* const workspace = std::get_if<ReadWorkspace>(&file)) {
        workspace_ = std::move(*workspace);
        state = ImportState{};
        return true;
      }
      take_table(std::get<Table>(std::move(file)), state);
    } catch (const std::exception& thrown) {
      state.phase = ImportState::Phase::kRefused;
      state.of_run = !state.pasted && (is_workspace(state.path) || !run_folder(state.path).empty());
      take_failure(thrown, state);
    }
  }
  if (const auto finished = converting_.poll()) {
    changed = true;
    state.phase = ImportState::Phase::kChoosing;  // not before there is something to choose from
    try {
      take_decision(finished->take(), state);
    } catch (const std::exception& thrown) {
      take_failure(thrown, state);
    }
  }
  return changed;
}

}  // namespace headroom::app
