// Tables that are no files yet: pasted or painted ones, which are kept beside the runs.
#include <filesystem>
#include <utility>

#include "app/state/app.h"
#include "app/state/paths.h"
#include "core/base/tr.h"
#include "core/io/file.h"

namespace headroom::app {

void App::paste(const action::Paste& wanted) {
  const std::string text = wanted.text ? *wanted.text : clipboard_ ? clipboard_() : std::string();
  if (text.find_first_not_of(" \t\r\n") == std::string::npos) {
    state_.failure =
        Error(ErrorCode::kNotFound,
              tr("the clipboard holds no text: copy the cells of a table, with their names, first"));
    return;
  }
  browser_.close(state_.browser);
  // A name of its own, also for the second one of a second.
  const std::string kind = ++pasted_ == 1 ? "pasted" : "pasted-" + std::to_string(pasted_);
  const std::filesystem::path name = std::filesystem::path(default_output("pasted", kind, ".txt")).filename();
  importer_.paste(text, data_.empty() ? "" : (data_ / "pasted" / name).string(), now_, state_.import_state);
}

// A run that is kept reads its rows again when it goes on.
void App::keep_pasted() {
  if (state_.import_state.path.empty()) return;
  keeping_.start([text = state_.import_state.pasted, path = state_.import_state.path](Progress&) {
    std::filesystem::create_directories(std::filesystem::path(path).parent_path());
    write_file(path, *text);
    return path;
  });
}

bool App::poll_pasted() {
  const auto finished = keeping_.poll();
  if (!finished) return false;
  try {
    recent_.note(finished->take());
  } catch (const std::exception& thrown) {
    state_.failure =
        Error(ErrorCode::kIo,
              tr("the pasted table could not be kept, so that a saved run of it cannot go on later: {1}",
                 thrown.what()));
  }
  return true;
}

bool App::poll_painted() {
  auto painted = painter_.poll(state_.paint);
  if (!painted) return false;
  if (!painted->path.empty()) recent_.note(painted->path);
  if (painted->config) load({std::move(*painted->config), painted->play});
  return true;
}

}  // namespace headroom::app
