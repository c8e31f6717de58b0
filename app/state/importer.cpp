#include "app/state/importer.h"

#include <filesystem>
#include <utility>

#include "core/io/array_file.h"

namespace headroom::app {

namespace {

// What a job threw, as an Error to show.
Error import_error(const std::exception& thrown) {
  if (const auto* const error = dynamic_cast<const Error*>(&thrown)) return *error;
  if (dynamic_cast<const std::bad_alloc*>(&thrown)) {
    return Error(ErrorCode::kOutOfMemory, "the file does not fit into this machine's memory: use fewer rows");
  }
  return Error(ErrorCode::kInternal, thrown.what());
}

// The folder of a run record: named itself, or by its run.json. Empty for another file.
std::filesystem::path run_folder(const std::filesystem::path& path) {
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) return path;
  if (path.filename() != "run.json") return {};
  return path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
}

}  // namespace

void Importer::open(const std::string& path, double now, ImportState& state, HeaderChoice header) {
  cancel(state);
  state.phase = ImportState::Phase::kReading;
  state.path = path;
  started_ = now;
  reading_.start([path, header](Progress& progress) { return read(path, header, progress); });
}

Importer::File Importer::read(const std::string& path, HeaderChoice header, Progress& progress) {
  const std::filesystem::path folder = run_folder(path);
  if (folder.empty())
    return std::make_shared<const CsvTable>(read_table(path, CsvOptions{.header = header}, progress));
  auto saved = std::make_shared<const SavedRun>(SavedRun{folder, load_run(folder)});
  return OpenedRun{config_to_resume(saved->record, progress), saved};
}

void Importer::choose(const TabularOptions& options, ImportState& state) {
  if (state.phase != ImportState::Phase::kChoosing) return;
  state.options = options;
  convert(state);
}

void Importer::cancel(ImportState& state) {
  reading_.cancel();
  converting_.cancel();
  state = ImportState{};
}

void Importer::convert(ImportState& state) {
  state.dataset = nullptr;
  state.refusal.reset();
  converting_.start([table = state.table, options = state.options](Progress& progress) -> Data {
    progress.check();
    return std::make_shared<const Dataset>(make_dataset(*table, options, progress));
  });
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
      state.table = std::get<Table>(std::move(file));
      state.phase = ImportState::Phase::kChoosing;
      state.fraction = 1;
      state.options = TabularOptions{};
      if (!state.table->columns.empty()) state.options.target = state.table->columns.back().name;
      convert(state);
    } catch (const std::exception& thrown) {
      state.phase = ImportState::Phase::kRefused;
      state.refusal = import_error(thrown);
    }
  }
  if (const auto finished = converting_.poll()) {
    changed = true;
    try {
      state.dataset = finished->take();
    } catch (const std::exception& thrown) {
      state.refusal = import_error(thrown);
    }
  }
  return changed;
}

}  // namespace headroom::app
