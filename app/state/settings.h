// What the window remembers from one start to the next, in a file (paths.h).
//
//   LoadedSettings loaded = load_settings(settings_path());
//   save_settings(settings_path(), settings);
//
// Thread rule: plain values; the two file functions block, so the window calls them before its first
// frame, after its last one, or in a job.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "app/state/autoplay_state.h"
#include "core/base/names.h"
#include "core/run/pace.h"

namespace headroom::app {

// Names in scripts, the state line and the file: Settings::dark, Settings::step_whole_epoch.
inline constexpr auto kThemeNames = names<bool>({{true, "dark"}, {false, "light"}});
inline constexpr auto kStepUnitNames = names<bool>({{false, "batch"}, {true, "epoch"}});

// How fast a run was last watched, by its configuration's id.
struct RunPace {
  std::string run;
  Pace pace;
  bool operator==(const RunPace&) const = default;
};
inline constexpr std::size_t kMostPaces = 32;  // the one that was chosen longest ago goes

struct Settings {
  bool dark = true;
  float text_scale = 1;  // 1.0 to 2.5 in steps of 0.1
  std::string language;  // "de"; empty: as the system says
  bool reduced_motion = false;
  double smoothing = 0.6;
  bool step_whole_epoch = false;
  bool recorder_open = false;          // the flight recorder's panel
  int autoplay_seconds = kUsualPause;  // the pause after each phase of a tour
  int window_width = 1440;
  int window_height = 900;
  std::vector<RunPace> paces;  // the newest choice first
  bool operator==(const Settings&) const = default;
};

struct LoadedSettings {
  Settings settings;
  bool found = false;     // else this is the first start
  std::string complaint;  // why the file was put aside; empty when it was read or did not exist
};

// A file that cannot be understood is renamed to *.bad, reported, and replaced by the defaults.
LoadedSettings load_settings(const std::filesystem::path& file);
// Writes a temporary file and renames it. Throws Error{kIo}.
void save_settings(const std::filesystem::path& file, const Settings& settings);

// JSON text and back; parse_settings throws Error{kBadInput} naming the key.
std::string settings_text(const Settings& settings);
Settings parse_settings(const std::string& text);

// As the newest choice of this run.
void remember_pace(Settings& settings, const std::string& run, const Pace& pace);
// Null when nothing was chosen for this run.
const Pace* remembered_pace(const Settings& settings, const std::string& run);

// The nearest allowed text scale: 1.0 to 2.5 in steps of 0.1.
float allowed_text_scale(float scale);

}  // namespace headroom::app
