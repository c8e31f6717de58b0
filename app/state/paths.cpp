#include "app/state/paths.h"

#include <cstdlib>
#include <ctime>

#include "core/io/file.h"

namespace headroom::app {

namespace fs = std::filesystem;

namespace {

// A directory of the XDG base directory specification, or where it lies when the variable is not set.
fs::path xdg_directory(const char* variable, const char* otherwise) {
  if (const char* const set = std::getenv(variable); set && *set) return set;
  const char* const home = std::getenv("HOME");
  return fs::path(home && *home ? home : ".") / otherwise;
}

}  // namespace

fs::path settings_path() {
  return xdg_directory("XDG_CONFIG_HOME", ".config") / "headroom" / "settings.json";
}

fs::path data_directory() { return xdg_directory("XDG_DATA_HOME", ".local/share") / "headroom"; }

std::string default_output(std::string_view kind, std::string_view name, std::string_view ending) {
  const std::time_t now = std::time(nullptr);
  std::tm local{};
  localtime_r(&now, &local);
  char stamp[32];
  std::strftime(stamp, sizeof stamp, "%Y%m%d-%H%M%S", &local);
  const fs::path directory = data_directory() / kind;
  const std::string first = std::string(name) + "-" + stamp;
  fs::path path = directory / (first + std::string(ending));
  std::error_code unreadable;  // then writing says why
  for (int i = 2; fs::exists(path, unreadable); ++i)
    path = directory / (first + "-" + std::to_string(i) + std::string(ending));
  return path.string();
}

void write_output(const fs::path& file, std::string_view bytes) {
  std::error_code failed;  // where it fails, writing says why
  if (file.has_parent_path()) fs::create_directories(file.parent_path(), failed);
  write_file(file, bytes);
}

}  // namespace headroom::app
