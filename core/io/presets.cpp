#include "core/io/presets.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "core/base/error.h"
#include "core/base/join.h"
#include "core/base/json.h"
#include "core/io/build_id.h"
#include "core/io/config_json.h"

namespace headroom {
namespace {

namespace fs = std::filesystem;

// Where this program's file lies; empty where the system does not tell.
fs::path executable_directory() {
  std::error_code failure;
  const fs::path executable = fs::read_symlink("/proc/self/exe", failure);
  return failure ? fs::path() : executable.parent_path();
}

std::vector<fs::path> preset_files() {
  const fs::path directory = assets_directory() / "presets";
  std::vector<fs::path> files;
  std::error_code failure;
  for (fs::directory_iterator it(directory, failure), end; !failure && it != end; it.increment(failure)) {
    if (it->path().extension() == ".json") files.push_back(it->path());
  }
  if (failure) throw Error(ErrorCode::kIo, "cannot be listed: " + failure.message(), directory.string());
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace

fs::path assets_directory() {
  std::vector<fs::path> candidates;
  if (const char* chosen = std::getenv("HEADROOM_ASSETS"); chosen != nullptr && *chosen != '\0') {
    candidates.emplace_back(chosen);  // a wish is obeyed or refused, never silently replaced
  } else {
    if (const fs::path here = executable_directory(); !here.empty()) {
      candidates.push_back(here / "assets");
      candidates.push_back(here / ".." / ".." / "assets");          // <source>/build/<preset>/headroom
      candidates.push_back(here / ".." / "share/headroom/assets");  // <prefix>/bin/headroom
    }
    candidates.emplace_back(source_assets());
  }
  std::string tried;
  for (const fs::path& candidate : candidates) {
    fs::path path = candidate.lexically_normal();
    std::error_code failure;
    if (fs::is_directory(path / "presets", failure)) return path;
    tried += (tried.empty() ? "" : ", ") + path.string();
  }
  throw Error(ErrorCode::kNotFound,
              "the folder assets with its presets is missing: set HEADROOM_ASSETS to it; looked at " + tried,
              "assets");
}

RunConfig read_preset(const fs::path& file) {
  const Json document = read_json_file(file);
  JsonObject object(document, file.string());
  object.check_version(1);
  RunConfig config = config_from_json(std::move(object));
  try {
    validate(config);
  } catch (const Error& e) {
    throw Error(e.code(), e.message(), file.string());
  }
  return config;
}

std::vector<RunConfig> load_presets() {
  std::vector<RunConfig> presets;
  for (const fs::path& file : preset_files()) {
    RunConfig config = read_preset(file);
    for (const RunConfig& other : presets) {
      if (other.id == config.id) {
        throw Error(ErrorCode::kBadInput, "the id \"" + config.id + "\" stands in two presets: rename one",
                    file.string() + ": /id");
      }
    }
    presets.push_back(std::move(config));
  }
  return presets;
}

RunConfig load_preset(std::string_view id) {
  std::vector<RunConfig> presets = load_presets();
  for (RunConfig& config : presets) {
    if (config.id == id) return std::move(config);
  }
  throw Error(ErrorCode::kNotFound,
              "there is no preset \"" + std::string(id) + "\": choose from " + join(presets, &RunConfig::id),
              "preset");
}

}  // namespace headroom
