#include "app/state/output_paths.h"

#include <cstdlib>
#include <ctime>
#include <filesystem>

namespace headroom::app {

std::string default_output(std::string_view kind, std::string_view name, std::string_view ending) {
  namespace fs = std::filesystem;
  const char* const data = std::getenv("XDG_DATA_HOME");
  const char* const home = std::getenv("HOME");
  const fs::path base =
      data && *data ? fs::path(data) : fs::path(home && *home ? home : ".") / ".local/share";
  const std::time_t now = std::time(nullptr);
  std::tm local{};
  localtime_r(&now, &local);
  char stamp[32];
  std::strftime(stamp, sizeof stamp, "%Y%m%d-%H%M%S", &local);
  return (base / "headroom" / kind / (std::string(name) + "-" + stamp + std::string(ending))).string();
}

}  // namespace headroom::app
