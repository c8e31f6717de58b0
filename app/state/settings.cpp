#include "app/state/settings.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "app/state/paths.h"
#include "core/base/error.h"
#include "core/base/json.h"
#include "core/base/tr.h"

namespace headroom::app {

namespace {

namespace fs = std::filesystem;

constexpr int kSettingsVersion = 1;

std::vector<RunPace> read_paces(JsonObject& settings) {
  std::vector<RunPace> paces;
  for (JsonObject& each : settings.objects("paces")) {
    RunPace pace{each.string("run"), {}};
    try {
      pace.pace = parse_pace(each.string("pace"));
    } catch (const Error& error) {
      each.fail("pace", error.message());
    }
    each.finish();
    paces.push_back(std::move(pace));
  }
  if (paces.size() > kMostPaces) settings.fail("paces", tr("has more than {1}", std::to_string(kMostPaces)));
  return paces;
}

}  // namespace

float allowed_text_scale(float scale) {
  if (!std::isfinite(scale)) return 1;
  return std::round(std::clamp(scale, 1.0f, 2.5f) * 10) / 10;
}

void remember_pace(Settings& settings, const std::string& run, const Pace& pace) {
  std::erase_if(settings.paces, [&](const RunPace& each) { return each.run == run; });
  settings.paces.insert(settings.paces.begin(), {run, pace});
  if (settings.paces.size() > kMostPaces) settings.paces.resize(kMostPaces);
}

const Pace* remembered_pace(const Settings& settings, const std::string& run) {
  for (const RunPace& each : settings.paces) {
    if (each.run == run) return &each.pace;
  }
  return nullptr;
}

std::string settings_text(const Settings& settings) {
  nlohmann::ordered_json paces = nlohmann::ordered_json::array();
  for (const RunPace& each : settings.paces) {
    paces.push_back({{"run", each.run}, {"pace", pace_words(each.pace)}});
  }
  const nlohmann::ordered_json document = {
      {"schema_version", kSettingsVersion},
      {"theme", kThemeNames.name(settings.dark)},
      // As a person would write it: 1.3, not 1.2999999523.
      {"text_scale", std::round(static_cast<double>(settings.text_scale) * 10) / 10},
      {"language", settings.language.empty() ? "system" : settings.language},
      {"reduced_motion", settings.reduced_motion},
      {"smoothing", settings.smoothing},
      {"step_unit", kStepUnitNames.name(settings.step_whole_epoch)},
      {"recorder_open", settings.recorder_open},
      {"autoplay_seconds", settings.autoplay_seconds},
      {"window_width", settings.window_width},
      {"window_height", settings.window_height},
      {"paces", paces},
  };
  return document.dump(2) + "\n";
}

Settings parse_settings(const std::string& text) {
  const Json document = parse_json(text, "settings.json");
  JsonObject object(document, "settings.json");
  object.check_version(kSettingsVersion);
  Settings settings;
  if (object.has("theme")) settings.dark = object.one_of("theme", kThemeNames);
  if (object.has("text_scale")) {
    settings.text_scale = allowed_text_scale(static_cast<float>(object.number("text_scale", 1, 2.5)));
  }
  if (object.has("language")) settings.language = object.string("language");
  if (settings.language == "system") settings.language.clear();
  if (object.has("reduced_motion")) settings.reduced_motion = object.boolean("reduced_motion");
  if (object.has("smoothing")) settings.smoothing = object.number("smoothing", 0, 0.99);
  if (object.has("step_unit")) settings.step_whole_epoch = object.one_of("step_unit", kStepUnitNames);
  if (object.has("recorder_open")) settings.recorder_open = object.boolean("recorder_open");
  if (object.has("autoplay_seconds")) {
    settings.autoplay_seconds =
        static_cast<int>(object.integer("autoplay_seconds", kShortestPause, kLongestPause));
  }
  if (object.has("window_width"))
    settings.window_width = static_cast<int>(object.integer("window_width", 100, 32000));
  if (object.has("window_height")) {
    settings.window_height = static_cast<int>(object.integer("window_height", 100, 32000));
  }
  if (object.has("paces")) settings.paces = read_paces(object);
  object.finish();
  return settings;
}

LoadedSettings load_settings(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return {};
  const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  in.close();
  try {
    return {parse_settings(text), true, {}};
  } catch (const Error& error) {
    fs::path aside = file;
    aside += ".bad";
    std::error_code failed;
    fs::rename(file, aside, failed);
    return {Settings{}, true,
            tr("{1} could not be used ({2}): the defaults are in force, the file is kept as {3}",
               file.string(), error.what(), aside.filename().string())};
  }
}

void save_settings(const fs::path& file, const Settings& settings) {
  write_output(file, settings_text(settings));
}

}  // namespace headroom::app
