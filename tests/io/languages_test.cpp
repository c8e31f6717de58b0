#include "core/io/languages.h"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <string>

#include "core/base/error.h"
#include "core/base/translation.h"
#include "tests/support/temporary_directory.h"

namespace headroom {
namespace {

// The environment as a test wants it; as before behind it.
class Environment {
 public:
  explicit Environment(const std::map<std::string, std::string>& values) {
    for (const char* const name : {"HEADROOM_ASSETS", "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"}) {
      const char* const before = ::getenv(name);
      if (before) before_[name] = before;
      const auto value = values.find(name);
      value == values.end() ? ::unsetenv(name) : ::setenv(name, value->second.c_str(), 1);
    }
  }
  ~Environment() {
    for (const char* const name : {"HEADROOM_ASSETS", "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"}) {
      const auto value = before_.find(name);
      value == before_.end() ? ::unsetenv(name) : ::setenv(name, value->second.c_str(), 1);
    }
  }

 private:
  std::map<std::string, std::string> before_;
};

TEST(Languages, GermanShips) {
  const Environment plain({});
  EXPECT_EQ(languages(), (std::vector<Language>{{"en", "English"}, {"de", "Deutsch"}}));
  EXPECT_EQ(read_language("en"), nullptr);
  const auto german = read_language("de");
  ASSERT_NE(german, nullptr);
  EXPECT_EQ(german->decimal_mark(), ',');
  EXPECT_STREQ(german->find("Language"), "Sprache");
}

TEST(Languages, TheSystemSaysWhichAsGettextReadsIt) {
  const std::vector<Language> known{{"en", "English"}, {"de", "Deutsch"}, {"fr", "Français"}};
  struct Case {
    std::map<std::string, std::string> environment;
    const char* language;
  };
  const std::vector<Case> cases{
      {{}, "en"},
      {{{"LANG", "de_AT.UTF-8"}}, "de"},
      {{{"LANG", "de"}}, "de"},
      {{{"LANG", "sv_SE.UTF-8"}}, "en"},
      {{{"LANG", "de_DE.UTF-8"}, {"LC_ALL", "C.UTF-8"}}, "en"},
      {{{"LANG", "fr_FR"}, {"LC_MESSAGES", "de_DE@euro"}}, "de"},
      {{{"LANG", "fr_FR"}, {"LC_ALL", ""}}, "fr"},
      {{{"LANG", "en_GB.UTF-8"}, {"LANGUAGE", "sv:de:fr"}}, "de"},
      {{{"LANG", "C"}, {"LANGUAGE", "de"}}, "en"},
  };
  for (const Case& each : cases) {
    const Environment set(each.environment);
    EXPECT_EQ(system_language(known), each.language);
  }
}

std::string refusal(std::string_view code) {
  try {
    read_language(code);
  } catch (const Error& error) {
    return error.what();
  }
  return "none";
}

TEST(Languages, AnUnknownOneIsRefusedWithThoseThereAre) {
  const Environment plain({});
  for (const char* const code : {"xx", "", "../de", "de_DE"}) {
    EXPECT_NE(refusal(code).find("use one of en, de"), std::string::npos) << refusal(code);
  }
}

TEST(Languages, ABrokenFileIsListedAndRefusedWithItsNameAndLine) {
  const test::TemporaryDirectory assets;
  std::filesystem::create_directories(assets / "presets");
  const Environment set({{"HEADROOM_ASSETS", assets.path().string()}});
  EXPECT_EQ(languages().size(), 1U);
  EXPECT_NE(refusal("de").find("use one of en"), std::string::npos) << refusal("de");
  std::filesystem::create_directories(assets / "languages");
  std::ofstream(assets / "languages/sv.po") << "msgid \"\"\nmsgstr \"Language: sv\\n\"\nmsgid oops\n";
  EXPECT_EQ(languages(), (std::vector<Language>{{"en", "English"}, {"sv", "sv"}}));
  EXPECT_NE(refusal("sv").find("languages/sv.po:3"), std::string::npos) << refusal("sv");
}

}  // namespace
}  // namespace headroom
