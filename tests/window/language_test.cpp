// The whole window in German, and in a language that is longer than any: what does not fit that fitted in
// English.
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include "app/state/facts.h"
#include "app/widgets/window_memory.h"
#include "core/io/languages.h"
#include "core/io/presets.h"
#include "support/demo.h"
#include "support/screen.h"
#include "tests/support/in_language.h"

namespace headroom::app {
namespace {

struct WindowSize {
  float width, height, scale;
};

// Texts that did not fit, by the state that the window was in.
using Cut = std::map<std::string, std::vector<std::string>>;

Cut cut_texts(const WindowSize& size) {
  Cut cut;
  Screen screen(size.width, size.height, size.scale);
  for (const demo::Demo& demo : demo::all()) {
    screen.draw(demo, 2);
    frame_notes().shortened.emplace();
    screen.draw(demo, 1);
    cut[demo.name] = std::move(*frame_notes().shortened);
    frame_notes().shortened.reset();
  }
  return cut;
}

// Columns of numbers are cut by their table at any length.
bool has_words(const std::string& text) {
  return std::count_if(text.begin(), text.end(),
                       [](char c) { return std::isalpha(static_cast<unsigned char>(c)); }) > 3;
}

// How many texts do not fit that are no text of the English window; they are named.
std::size_t too_long(const WindowSize& size, const Cut& english, const Cut& other) {
  std::map<std::string, std::string> found;
  for (const auto& [demo, texts] : other) {
    const std::vector<std::string>& usual = english.at(demo);
    for (const std::string& text : texts) {
      if (has_words(text) && std::find(usual.begin(), usual.end(), text) == usual.end())
        found.emplace(text, demo);
    }
  }
  for (const auto& [text, demo] : found) {
    std::printf("%gx%g at %g %%, %s: %s\n", static_cast<double>(size.width), static_cast<double>(size.height),
                static_cast<double>(size.scale * 100), demo.c_str(), text.c_str());
  }
  return found.size();
}

// What stands in a line that shortens on purpose (a status, a title, a file's name) may be longer in German.
constexpr std::size_t kMost = 55, kMostOfLarge = 75;  // 42 and 56 where this was written

class EverySize : public testing::TestWithParam<WindowSize> {};

TEST_P(EverySize, GermanFitsWhereEnglishDoes) {
  const Cut english = cut_texts(GetParam());
  const test::InLanguage german(read_language("de"));
  EXPECT_LE(too_long(GetParam(), english, cut_texts(GetParam())),
            GetParam().scale > 1.2F ? kMostOfLarge : kMost);
}

INSTANTIATE_TEST_SUITE_P(Sizes, EverySize,
                         testing::Values(WindowSize{1440, 900, 1}, WindowSize{1440, 900, 1.5F},
                                         WindowSize{1440, 900, 2}, WindowSize{1440, 900, 2.5F},
                                         WindowSize{1024, 700, 1}, WindowSize{1024, 700, 1.5F},
                                         WindowSize{1024, 700, 2}, WindowSize{1024, 700, 2.5F}));

// Every text of the German file, said in English and drawn out to 1.4 times its length.
std::string drawn_out() {
  std::ifstream file(assets_directory() / "languages/de.po");
  std::string line, id, all;
  while (std::getline(file, line)) {
    if (line.starts_with("msgid ")) id = line.substr(7, line.size() - 8);
    if (line.starts_with("msgstr") && !id.empty()) {
      std::string longer = id;
      for (std::size_t i = 0; i < std::max<std::size_t>(2, id.size() * 4 / 10); ++i)
        longer += i % 6 == 0 ? ' ' : 'x';
      line = line.substr(0, line.find('"')) + "\"" + longer + "\"";
    }
    all += line + "\n";
  }
  return all;
}

TEST(Language, ALongLanguageCrashesNothingAndStaysInItsPanels) {
  const auto longer = std::make_shared<const Translation>(read_translation(drawn_out(), "longer.po"));
  ASSERT_GT(longer->size(), 200U);
  for (const WindowSize& size : {WindowSize{1440, 900, 1}, WindowSize{1024, 700, 2.5F}}) {
    const Cut english = cut_texts(size);
    const test::InLanguage scope(longer);
    EXPECT_LE(too_long(size, english, cut_texts(size)), 400U);
  }
}

// Facts, and with them scripts and tests, stay English.
TEST(Language, TheStateLineIsTheSameInEveryLanguage) {
  const demo::Demo demo{"training", demo::training({"small", "large"}, 7), demo::ui_state()};
  const Observed seen{demo.state, demo.run, nullptr, {}, {}};
  const std::string english = state_line(seen, true);
  const test::InLanguage german(read_language("de"));
  EXPECT_EQ(state_line(seen, true), english);
}

}  // namespace
}  // namespace headroom::app
