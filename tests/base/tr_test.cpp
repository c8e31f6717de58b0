#include "core/base/tr.h"

#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <thread>

#include "tests/support/in_language.h"

namespace headroom {
namespace {

constexpr const char* kGerman = R"(
msgid "Save the run"
msgstr "Lauf sichern"

msgid "{1} of {2} rows"
msgstr "von {2} Zeilen {1}"

msgid "{n} row in {1}"
msgid_plural "{n} rows in {1}"
msgstr[0] "{n} Zeile in {1}"
msgstr[1] "{n} Zeilen in {1}"

msgctxt "a network"
msgid "Small"
msgstr "Klein"

msgid "Learn"
msgstr "Lernen"
)";

TEST(Tr, SaysTheEnglishTextUnlessALanguageIsChosen) {
  EXPECT_STREQ(tr("Save the run"), "Save the run");
  EXPECT_EQ(tr("{1} of {2} rows", "8", std::string("10")), "8 of 10 rows");
  EXPECT_EQ(tr_n("{n} row in {1}", "{n} rows in {1}", 1, "a.csv"), "1 row in a.csv");
  EXPECT_EQ(tr_n("{n} row in {1}", "{n} rows in {1}", 12000, "a.csv"), "12 000 rows in a.csv");
  EXPECT_STREQ(tr_c("a network", "Small"), "Small");
  EXPECT_EQ(language(), "en");
}

TEST(Tr, SaysTheTranslationAndEnglishWhereItIsMissing) {
  const test::InLanguage german(kGerman);
  EXPECT_EQ(language(), "de");
  EXPECT_STREQ(tr("Save the run"), "Lauf sichern");
  EXPECT_STREQ(tr("Save the picture"), "Save the picture");
  EXPECT_EQ(tr("{1} of {2} rows", "8", "10"), "von 10 Zeilen 8");
  EXPECT_EQ(tr_n("{n} row in {1}", "{n} rows in {1}", 1, "a.csv"), "1 Zeile in a.csv");
  EXPECT_EQ(tr_n("{n} row in {1}", "{n} rows in {1}", 0, "a.csv"), "0 Zeilen in a.csv");
  EXPECT_EQ(tr_n("{n} sheep", "{n} sheep", 2), "2 sheep");
  EXPECT_STREQ(tr_c("a network", "Small"), "Klein");
  EXPECT_STREQ(tr("Small"), "Small");
  constexpr std::array<std::string_view, 1> kTitles{tr_later("Learn")};
  EXPECT_EQ(tr(kTitles[0]), "Lernen");
}

TEST(Tr, WhatFillsAPlaceIsNotReadAgain) {
  EXPECT_EQ(tr("{1} and {2}", "{2}", "{1}"), "{2} and {1}");
  EXPECT_EQ(tr_n("{n} row of {1}", "{n} rows of {1}", 3, "{n}"), "3 rows of {n}");
  EXPECT_EQ(tr("{3}, {x}, {1", "a"), "{3}, {x}, {1");
  EXPECT_EQ(tr("{1}{1}", "ab"), "abab");
}

TEST(Tr, SwitchesWithTheNextCallAndKeepsWhatWasHandedOut) {
  const char* kept = nullptr;
  {
    const test::InLanguage german(kGerman);
    kept = tr("Save the run");
  }
  EXPECT_STREQ(tr("Save the run"), "Save the run");
  EXPECT_STREQ(kept, "Lauf sichern");
}

TEST(Tr, SpeaksEnglishInsideOfAScopeAndOnlyInItsThread) {
  const test::InLanguage german(kGerman);
  const InEnglish scope;
  EXPECT_STREQ(tr("Save the run"), "Save the run");
  EXPECT_EQ(local_number("0.5"), "0.5");
  std::string elsewhere;
  std::thread([&] { elsewhere = tr("Save the run"); }).join();
  EXPECT_EQ(elsewhere, "Lauf sichern");
}

TEST(Tr, WritesNumbersWithTheMarkOfTheLanguage) {
  EXPECT_EQ(local_number("-12.50"), "-12.50");
  const test::InLanguage german(kGerman);
  EXPECT_EQ(local_number("-12.50"), "-12,50");
  EXPECT_EQ(local_number("12 500"), "12 500");
}

TEST(Tr, CanBeAskedWhileTheLanguageChanges) {
  std::atomic<bool> stop{false};
  std::atomic<int> wrong{0};
  std::thread reader([&] {
    while (!stop) {
      const std::string said = tr("Save the run");
      if (said != "Save the run" && said != "Lauf sichern") ++wrong;
    }
  });
  for (int i = 0; i < 200; ++i) const test::InLanguage german(kGerman);
  stop = true;
  reader.join();
  EXPECT_EQ(wrong, 0);
}

}  // namespace
}  // namespace headroom
