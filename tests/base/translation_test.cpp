#include "core/base/translation.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/base/plural_rule.h"

namespace headroom {
namespace {

// Forms for 0, 1, 2, 5, 11, 21, 22, 25, 101, 111 as the gettext manual gives the rules ("Plural forms").
TEST(PluralRule, CountsAsTheLanguagesOfTheManualDo) {
  const std::vector<std::int64_t> numbers{0, 1, 2, 5, 11, 21, 22, 25, 101, 111};
  struct Case {
    const char* rule;
    std::vector<std::size_t> forms;
  };
  const std::vector<Case> cases{
      {"nplurals=1; plural=0;", {0, 0, 0, 0, 0, 0, 0, 0, 0, 0}},
      {"nplurals=2; plural=n != 1;", {1, 0, 1, 1, 1, 1, 1, 1, 1, 1}},
      {"nplurals=2; plural=n>1;", {0, 0, 1, 1, 1, 1, 1, 1, 1, 1}},
      {"nplurals=3; plural=n%10==1 && n%100!=11 ? 0 : n != 0 ? 1 : 2;", {2, 0, 1, 1, 1, 0, 1, 1, 0, 1}},
      {"nplurals=3; plural=n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2;",
       {2, 0, 1, 2, 2, 2, 1, 2, 2, 2}},
  };
  for (const Case& each : cases) {
    const PluralRule rule(each.rule);
    std::vector<std::size_t> forms;
    for (const std::int64_t n : numbers) forms.push_back(rule.form(n));
    EXPECT_EQ(forms, each.forms) << each.rule;
  }
  EXPECT_EQ(PluralRule().form(-1), 0U);
  EXPECT_EQ(PluralRule().form(INT64_MIN), 1U);
}

TEST(PluralRule, RefusesWhatIsNone) {
  for (const char* const rule :
       {"", "plural=0;", "nplurals=2;", "nplurals=0; plural=0;", "nplurals=2; plural=n;",
        "nplurals=2; plural=(n;", "nplurals=2; plural=m != 1;", "nplurals=2; plural=n ? 1;",
        "nplurals=99; plural=0;", "nplurals=2; plural=1 1;"}) {
    EXPECT_THROW(PluralRule{rule}, Error) << rule;
  }
  EXPECT_THROW(PluralRule("nplurals=1; plural=" + std::string(100000, '(') + "0;"), Error);
}

const std::string kHeader =
    "msgid \"\"\nmsgstr \"\"\n\"Language: de\\n\"\n\"Plural-Forms: nplurals=2; plural=(n != 1);\\n\"\n"
    "\"X-Language-Name: Deutsch\\n\"\n\"X-Decimal-Mark: ,\\n\"\n\n";

TEST(Translation, ReadsWhatTranslatorsWrite) {
  const Translation read = read_translation(
      kHeader +
          "# a note\n#: app/a.cpp\n#, no-c-format\nmsgid \"\"\n\"one \"\n\"line\\n\"\nmsgstr \"eine "
          "\\\"Zeile\\\"\\n\"\r\n"
          "\nmsgid \"empty\"\nmsgstr \"\"\n\n#, fuzzy\nmsgid \"guessed\"\nmsgstr \"geraten\"\n"
          "msgid \"next\"\nmsgstr \"weiter\"\n\n#~ msgid \"gone\"\n#~ msgstr \"fort\"\n",
      "de.po");
  EXPECT_EQ(read.language(), "de");
  EXPECT_EQ(read.name(), "Deutsch");
  EXPECT_EQ(read.decimal_mark(), ',');
  EXPECT_STREQ(read.find("one line\n"), "eine \"Zeile\"\n");
  EXPECT_STREQ(read.find("next"), "weiter");
  for (const char* const missing : {"empty", "guessed", "gone", ""}) EXPECT_EQ(read.find(missing), nullptr);
  EXPECT_EQ(read.size(), 2U);
}

TEST(Translation, SaysWhatIsWrongAndInWhichLine) {
  struct Case {
    std::string text;
    const char* where;
    const char* message;
  };
  const std::vector<Case> cases{
      {"", "de.po:1", "header"},
      {"msgid \"a\"\nmsgstr \"b\"\n", "de.po:1", "header"},
      {kHeader + "msgid \"a\"\n", "de.po:8", "without msgstr"},
      {kHeader + "msgid \"a\"\nmsgstr \"b\"\n\nmsgid \"a\"\nmsgstr \"c\"\n", "de.po:11", "second time"},
      {kHeader + "msgid \"a\nmsgstr \"b\"\n", "de.po:8", "quotes"},
      {kHeader + "msgid \"a \"b\" c\"\n", "de.po:8", "quote inside"},
      {kHeader + "msgid \"a\\q\"\nmsgstr \"b\"\n", "de.po:8", "\\"},
      {kHeader + "message \"a\"\n", "de.po:8", "message"},
      {kHeader + "msgid \"a\"\nmsgstr[1] \"b\"\n", "de.po:9", "msgstr[1]"},
      {kHeader + "msgid \"a\"\nmsgid_plural \"b\"\nmsgstr[0] \"c\"\nmsgstr[1] \"d\"\nmsgstr[2] \"e\"\n",
       "de.po:8", "3 plural forms"},
      {"\"a\"\n", "de.po:1", "before the first msgid"},
      {"msgid \"\"\nmsgstr \"Language: de\\nX-Decimal-Mark: ;\\n\"\n", "de.po:1", "X-Decimal-Mark"},
      {"msgid \"\"\nmsgstr \"Language: de\\nPlural-Forms: none\\n\"\n", "de.po:1", "Plural-Forms"},
      {std::string("\0\1\2", 3), "de.po:1", ""},
  };
  for (const Case& each : cases) {
    try {
      read_translation(each.text, "de.po");
      ADD_FAILURE() << each.text;
    } catch (const Error& error) {
      EXPECT_EQ(error.where(), each.where) << each.text;
      EXPECT_NE(error.message().find(each.message), std::string::npos) << error.message();
    }
  }
}

}  // namespace
}  // namespace headroom
