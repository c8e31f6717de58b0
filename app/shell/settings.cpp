#include "app/shell/settings.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "core/base/error.h"

namespace headroom::app {

namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr int kSchemaVersion = 1;

[[noreturn]] void refuse(const std::string& what) { throw Error(ErrorCode::kBadInput, what); }

double number_between(const Json& value, const char* key, double low, double high) {
  if (!value.is_number()) refuse(std::string(key) + " must be a number");
  const double number = value.get<double>();
  if (!(number >= low && number <= high)) refuse(std::string(key) + " is out of range");
  return number;
}

bool is_dark(const Json& value) {
  if (value == "dark") return true;
  if (value == "light") return false;
  refuse("theme must be \"dark\" or \"light\"");
}

bool is_epoch(const Json& value) {
  if (value == "epoch") return true;
  if (value == "batch") return false;
  refuse("step_unit must be \"batch\" or \"epoch\"");
}

void read_key(const std::string& key, const Json& value, Settings& settings) {
  if (key == "schema_version") {
    if (value != kSchemaVersion) refuse("schema_version must be 1");
  } else if (key == "theme") {
    settings.dark = is_dark(value);
  } else if (key == "text_scale") {
    settings.text_scale = allowed_text_scale(static_cast<float>(number_between(value, "text_scale", 1, 2.5)));
  } else if (key == "smoothing") {
    settings.smoothing = number_between(value, "smoothing", 0, 0.99);
  } else if (key == "step_unit") {
    settings.step_whole_epoch = is_epoch(value);
  } else if (key == "window_width") {
    settings.window_width = static_cast<int>(number_between(value, "window_width", 100, 32000));
  } else if (key == "window_height") {
    settings.window_height = static_cast<int>(number_between(value, "window_height", 100, 32000));
  } else {
    refuse("unknown key \"" + key + "\"");
  }
}

}  // namespace

float allowed_text_scale(float scale) {
  if (!std::isfinite(scale)) return 1;
  return std::round(std::clamp(scale, 1.0f, 2.5f) * 10) / 10;
}

fs::path settings_path() {
  if (const char* const config = std::getenv("XDG_CONFIG_HOME"); config && *config) {
    return fs::path(config) / "headroom" / "settings.json";
  }
  const char* const home = std::getenv("HOME");
  return fs::path(home && *home ? home : ".") / ".config" / "headroom" / "settings.json";
}

std::string settings_text(const Settings& settings) {
  const Json document = {
      {"schema_version", kSchemaVersion},
      {"theme", settings.dark ? "dark" : "light"},
      // As a person would write it: 1.3, not 1.2999999523.
      {"text_scale", std::round(static_cast<double>(settings.text_scale) * 10) / 10},
      {"smoothing", settings.smoothing},
      {"step_unit", settings.step_whole_epoch ? "epoch" : "batch"},
      {"window_width", settings.window_width},
      {"window_height", settings.window_height},
  };
  return document.dump(2) + "\n";
}

Settings parse_settings(const std::string& text) {
  const Json document = Json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (!document.is_object()) refuse("it is no JSON object");
  if (!document.contains("schema_version")) refuse("schema_version is missing");
  Settings settings;
  for (const auto& [key, value] : document.items()) read_key(key, value, settings);
  return settings;
}

LoadedSettings load_settings(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return {};
  const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  in.close();
  try {
    return {parse_settings(text), {}};
  } catch (const Error& error) {
    fs::path aside = file;
    aside += ".bad";
    std::error_code failed;
    fs::rename(file, aside, failed);
    return {Settings{}, file.string() + " could not be used (" + error.message() +
                            "): the defaults are in force, the file is kept as " + aside.filename().string()};
  }
}

void save_settings(const fs::path& file, const Settings& settings) {
  std::error_code failed;
  fs::create_directories(file.parent_path(), failed);
  fs::path temporary = file;
  temporary += ".new";
  std::ofstream out(temporary, std::ios::binary | std::ios::trunc);
  out << settings_text(settings) << std::flush;
  if (!out)
    throw Error(ErrorCode::kIo, "the settings could not be written: is the disk full?", temporary.string());
  out.close();
  fs::rename(temporary, file, failed);
  if (failed)
    throw Error(ErrorCode::kIo, "the settings could not be replaced: " + failed.message(), file.string());
}

}  // namespace headroom::app
