#include "app/state/settings.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "app/state/settings_keeper.h"
#include "core/base/error.h"
#include "tests/support/temporary_directory.h"

namespace headroom::app {
namespace {

namespace fs = std::filesystem;

Settings unusual() {
  Settings settings;
  settings.dark = false;
  settings.text_scale = 1.3F;
  settings.language = "de";
  settings.reduced_motion = true;
  settings.smoothing = 0.85;
  settings.step_whole_epoch = true;
  settings.recorder_open = true;
  settings.autoplay_seconds = 30;
  settings.window_width = 1024;
  settings.window_height = 700;
  settings.paces = {{"scalability", kFullSpeed}, {"iris", {PaceUnit::kBatches, 12}}};
  return settings;
}

void write_file(const fs::path& file, const std::string& text) { std::ofstream(file) << text; }

std::string read(const fs::path& file) {
  std::ifstream in(file);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

TEST(Settings, ComeBackAsTheyWere) {
  const test::TemporaryDirectory directory;
  const fs::path file = directory.path() / "headroom" / "settings.json";
  save_settings(file, unusual());
  const LoadedSettings loaded = load_settings(file);
  EXPECT_EQ(loaded.settings, unusual());
  EXPECT_TRUE(loaded.found);
  EXPECT_EQ(loaded.complaint, "");
  EXPECT_NE(read(file).find("\"text_scale\": 1.3,"), std::string::npos) << read(file);
}

TEST(Settings, AreTheDefaultsAtTheFirstStart) {
  const test::TemporaryDirectory directory;
  const LoadedSettings loaded = load_settings(directory.path() / "settings.json");
  EXPECT_EQ(loaded.settings, Settings{});
  EXPECT_FALSE(loaded.found);
  EXPECT_EQ(loaded.complaint, "");
}

TEST(Settings, ABrokenFileIsSaidAndKeptAside) {
  const test::TemporaryDirectory directory;
  const fs::path file = directory.path() / "settings.json";
  for (const char* const text :
       {"", "{", "[]", "{}", R"({"schema_version": 2})", R"({"schema_version": 1, "colour": 3})",
        R"({"schema_version": 1, "theme": "blue"})", R"({"schema_version": 1, "text_scale": 9})",
        R"({"schema_version": 1, "text_scale": "big"})", R"({"schema_version": 1, "smoothing": 1})",
        R"({"schema_version": 1, "step_unit": true})", R"({"schema_version": 1, "window_width": -5})",
        R"({"schema_version": 1, "paces": 3})",
        R"({"schema_version": 1, "paces": [{"run": "iris", "pace": "slow"}]})",
        R"({"schema_version": 1, "paces": [{"run": "iris", "pace": "full", "colour": 1}]})"}) {
    write_file(file, text);
    const LoadedSettings loaded = load_settings(file);
    EXPECT_EQ(loaded.settings, Settings{}) << text;
    EXPECT_NE(loaded.complaint.find("settings.json.bad"), std::string::npos) << text;
    EXPECT_FALSE(fs::exists(file)) << text;
    EXPECT_EQ(read(directory.path() / "settings.json.bad"), text);
  }
}

TEST(Settings, NameTheKeyThatIsWrong) {
  try {
    parse_settings(R"({"schema_version": 1, "theme": "blue"})");
    FAIL();
  } catch (const Error& error) {
    EXPECT_NE(std::string(error.what()).find("theme"), std::string::npos) << error.what();
  }
}

TEST(Settings, APaceIsRememberedPerRunAndThereIsAnEndToThem) {
  Settings settings;
  EXPECT_EQ(remembered_pace(settings, "iris"), nullptr);
  for (int i = 0; i < 40; ++i) remember_pace(settings, "run " + std::to_string(i), kEpochASecond);
  remember_pace(settings, "run 20", kFullSpeed);
  EXPECT_EQ(settings.paces.size(), kMostPaces);
  EXPECT_EQ(*remembered_pace(settings, "run 20"), kFullSpeed);
  EXPECT_EQ(*remembered_pace(settings, "run 39"), kEpochASecond);
  EXPECT_EQ(remembered_pace(settings, "run 7"), nullptr);  // 8 to 39 are 32
  EXPECT_EQ(parse_settings(settings_text(settings)), settings);
  remember_pace(settings, "one more", kFullSpeed);
  std::string text = settings_text(settings);
  const std::string first = R"({
      "run": "one more",
      "pace": "full"
    },)";
  const std::size_t at = text.find(first);
  ASSERT_NE(at, std::string::npos) << text;
  text.insert(at, first);
  EXPECT_THROW(parse_settings(text), Error);
}

TEST(Settings, TextScaleGoesInTenths) {
  EXPECT_FLOAT_EQ(allowed_text_scale(1.04F), 1.0F);
  EXPECT_FLOAT_EQ(allowed_text_scale(1.26F), 1.3F);
  EXPECT_FLOAT_EQ(allowed_text_scale(0.2F), 1.0F);
  EXPECT_FLOAT_EQ(allowed_text_scale(7), 2.5F);
  EXPECT_FLOAT_EQ(allowed_text_scale(std::numeric_limits<float>::quiet_NaN()), 1.0F);
}

TEST(SettingsKeeper, WritesAfterARestAndAtTheEnd) {
  const test::TemporaryDirectory directory;
  const fs::path file = directory.path() / "settings.json";
  SettingsKeeper keeper(file, Settings{});
  EXPECT_EQ(keeper.follow(Settings{}, 0), "");
  EXPECT_FALSE(keeper.pending());

  Settings changed;
  changed.smoothing = 0.1;
  keeper.follow(changed, 1.0);
  changed.smoothing = 0.2;  // the slider still moves
  keeper.follow(changed, 1.4);
  keeper.follow(changed, 1.8);
  EXPECT_TRUE(keeper.pending());
  EXPECT_FALSE(fs::exists(file));
  keeper.follow(changed, 2.0);  // a job writes now
  changed.dark = false;
  keeper.close(changed);
  EXPECT_EQ(load_settings(file).settings, changed);
}

}  // namespace
}  // namespace headroom::app
