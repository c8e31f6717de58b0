// Lessons and questions in other languages, assets/lessons/<language>, beside the English ones: words differ,
// and nothing else. Steps, set-up lines, facts, answers, rings, figures, code and every number that a text
// quotes are the same, so that neither can be changed alone.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "core/base/translation.h"
#include "core/lessons/library.h"
#include "core/lessons/markdown.h"
#include "test_places.h"
#include "tests/lessons/sample_texts.h"

namespace headroom {
namespace {

namespace fs = std::filesystem;
using Words = std::vector<std::string>;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// How many digits stand from here on.
std::size_t digits_at(const std::string& text, std::size_t at) {
  std::size_t n = 0;
  while (at + n < text.size() && is_digit(text[at + n])) ++n;
  return n;
}

// Bytes of the raised digits from here on.
std::size_t raised_at(const std::string& text, std::size_t at) {
  std::size_t n = 0;
  for (bool more = true; more;) {
    more = false;
    for (const char* digit : {"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"}) {
      if (text.compare(at + n, std::string(digit).size(), digit) != 0) continue;
      n += std::string(digit).size();
      more = true;
    }
  }
  return n;
}

// "10 000 rows at 0.85", "0,85 bei 10 000 Zeilen": {"0.85", "10000"}.
Words numbers_of(const std::string& text) {
  Words numbers;
  for (std::size_t at = 0; at < text.size();) {
    if (!is_digit(text[at])) {
      ++at;
      continue;
    }
    std::string number;
    const auto take = [&](std::size_t n) {
      number += text.substr(at, n);
      at += n;
    };
    const std::size_t first = digits_at(text, at);
    take(first);
    while (first <= 3 && at < text.size() && text[at] == ' ' && digits_at(text, at + 1) == 3) {
      ++at;
      take(3);
    }
    if (at + 1 < text.size() && (text[at] == '.' || text[at] == ',') && is_digit(text[at + 1])) {
      number += '.';
      ++at;
      take(digits_at(text, at));
    }
    take(raised_at(text, at));
    numbers.push_back(number);
  }
  std::sort(numbers.begin(), numbers.end());
  return numbers;
}

// Everything that a text says beside its words, sorted: another language may say it in another order.
Words facts_of(const RichText& text) {
  Words facts;
  for (const Block& block : text) {
    if (block.kind == Block::Kind::kCode) facts.push_back("code " + block.language);
    for (const Span& span : block.spans) {
      if (!span.target.empty()) {
        facts.push_back("ring " + span.text + " " + span.target);
      } else if (!span.figure.empty()) {
        facts.push_back("figure " + span.figure);
      } else if (span.code && block.language != "text") {
        facts.push_back("code " + span.text);
      } else {
        for (const std::string& number : numbers_of(span.text)) facts.push_back("number " + number);
      }
    }
  }
  std::sort(facts.begin(), facts.end());
  return facts;
}

Words texts_of(const std::vector<Instruction>& lines) {
  Words texts;
  for (const Instruction& line : lines) texts.push_back(line.text);
  return texts;
}

std::string words_of(const RichText& text) {
  std::string words;
  for (const Block& block : text) words += plain_text(block.spans) + "\n";
  return words;
}

void expect_same(const LessonStep& one, const LessonStep& other) {
  SCOPED_TRACE(other.where);
  EXPECT_EQ(numbers_of(one.title), numbers_of(other.title));
  EXPECT_EQ(texts_of(one.show), texts_of(other.show));
  EXPECT_EQ(texts_of(one.done), texts_of(other.done));
  EXPECT_EQ(one.predict, other.predict);
  EXPECT_EQ(facts_of(one.text), facts_of(other.text));
  EXPECT_EQ(facts_of(one.hint), facts_of(other.hint));
  EXPECT_NE(words_of(one.text), words_of(other.text)) << "is not translated";
}

void expect_same(const Lesson& one, const Lesson& other) {
  SCOPED_TRACE(other.id);
  EXPECT_EQ(one.id, other.id);
  EXPECT_EQ(one.course, other.course);
  EXPECT_EQ(one.after, other.after);
  EXPECT_EQ(one.minutes, other.minutes);
  EXPECT_NE(one.title, other.title);
  EXPECT_EQ(numbers_of(one.about), numbers_of(other.about));
  EXPECT_EQ(facts_of(one.insight), facts_of(other.insight));
  ASSERT_EQ(one.steps.size(), other.steps.size());
  for (std::size_t i = 0; i < one.steps.size(); ++i) expect_same(one.steps[i], other.steps[i]);
}

void expect_same(const Prediction& one, const Prediction& other) {
  SCOPED_TRACE(other.where);
  EXPECT_EQ(one.id, other.id);
  EXPECT_EQ(one.from, other.from);
  EXPECT_EQ(one.to, other.to);
  EXPECT_EQ(one.logarithmic, other.logarithmic);
  EXPECT_EQ(one.choices.size(), other.choices.size());
  EXPECT_EQ(one.unit.empty(), other.unit.empty());
  if (one.unit == "x" || one.unit == "%") {
    EXPECT_EQ(one.unit, other.unit);
  }
  EXPECT_EQ(numbers_of(one.title), numbers_of(other.title));
  EXPECT_EQ(facts_of(one.text), facts_of(other.text));
  EXPECT_EQ(facts_of(one.hint), facts_of(other.hint));
  EXPECT_EQ(facts_of(one.why), facts_of(other.why));
  EXPECT_NE(words_of(one.text), words_of(other.text)) << "is not translated";
}

void expect_same(const Question& one, const Question& other) {
  SCOPED_TRACE(other.where);
  EXPECT_EQ(one.id, other.id);
  EXPECT_EQ(one.course, other.course);
  EXPECT_EQ(one.difficulty, other.difficulty);
  EXPECT_EQ(one.cards, other.cards);
  EXPECT_EQ(one.run.text, other.run.text);
  EXPECT_EQ(one.right, other.right);
  EXPECT_EQ(numbers_of(one.title), numbers_of(other.title));
  EXPECT_EQ(facts_of(one.text), facts_of(other.text));
  for (std::size_t i = 0; i < kOptions; ++i) {
    EXPECT_EQ(facts_of(one.options[i].text), facts_of(other.options[i].text));
    EXPECT_EQ(facts_of(one.options[i].explanation), facts_of(other.options[i].explanation));
  }
  EXPECT_EQ(facts_of(one.hint), facts_of(other.hint));
  EXPECT_EQ(facts_of(one.solution), facts_of(other.solution));
  EXPECT_EQ(facts_of(one.mistakes), facts_of(other.mistakes));
  EXPECT_EQ(facts_of(one.check), facts_of(other.check));
  EXPECT_NE(words_of(one.solution), words_of(other.solution)) << "is not translated";
}

void expect_same(const QuestionSet& one, const QuestionSet& other) {
  SCOPED_TRACE(other.id);
  EXPECT_EQ(one.id, other.id);
  EXPECT_EQ(one.course, other.course);
  ASSERT_EQ(one.questions.size(), other.questions.size());
  for (std::size_t i = 0; i < one.questions.size(); ++i) expect_same(one.questions[i], other.questions[i]);
}

template <typename Text>
void expect_same(const std::vector<Text>& all, const std::vector<Text>& others) {
  ASSERT_EQ(all.size(), others.size());
  for (std::size_t i = 0; i < all.size(); ++i) expect_same(all[i], others[i]);
}

TEST(Translation, NumbersAreTheSameHoweverTheyAreWritten) {
  EXPECT_EQ(numbers_of("62.3 % of 10 000 rows, 1.56 × 10⁹"),
            numbers_of("1,56 × 10⁹: von 10 000 Zeilen 62,3 %"));
  EXPECT_EQ(numbers_of("62,3 % von 10 000; 10⁹, x0·x1"), (Words{"0", "1", "10000", "10⁹", "62.3"}));
  EXPECT_EQ(numbers_of("x0·x1 and 3, 4. In 2 000x200"), (Words{"0", "1", "200", "2000", "3", "4"}));
  EXPECT_NE(numbers_of("10⁹"), numbers_of("10⁸"));
  EXPECT_NE(numbers_of("0.85"), numbers_of("0,84"));
}

// Each fact that is spoilt is seen.
TEST(Translation, WhatDiffersIsSeen) {
  if (!markdown_available()) GTEST_SKIP() << "this build has no Markdown reader";
  const auto facts = [](const std::string& text) {
    return facts_of(read_lesson(text, "a.md", {}).lesson.steps.at(0).text);
  };
  const std::string& text = test::kLessonText;
  EXPECT_EQ(facts(text), facts(test::with(text, "14.6 times** the parameters", "14,6-mal** die Parameter")));
  const std::pair<const char*, const char*> spoilt[] = {
      {"14.6", "14.7"},         {"[2](#model", "[3](#model"},    {"#model.large.epoch", "#model.large.time"},
      {"`{not}`", "`{nicht}`"}, {"} {epoch_time}", "} {epoch}"}, {"print(2)", "print(3)"}};
  for (const auto& [what, by] : spoilt) EXPECT_NE(facts(text), facts(test::with(text, what, by))) << what;
}

// What stands in bold and is a text of the window: the name of something to press or to read. A word in small
// letters is only stressed, but behind a ring.
Words named_in(const RichText& text, const Translation* window) {
  Words names;
  for (const Block& block : text) {
    for (std::size_t i = 0; i < block.spans.size(); ++i) {
      const Span& span = block.spans[i];
      if (!span.strong) continue;
      if (!window) {
        names.push_back(span.text);
        continue;
      }
      const bool small = !span.text.empty() && span.text[0] >= 'a' && span.text[0] <= 'z';
      const bool behind_ring = i >= 2 && !block.spans[i - 2].target.empty();
      const char* const name = small && !behind_ring ? nullptr : window->find(span.text);
      if (name) names.emplace_back(name);
    }
  }
  return names;
}

// "Press **Train**" must not name a button that the window calls otherwise.
TEST(Translation, NamesThingsAsTheWindowDoes) {
  if (!markdown_available()) GTEST_SKIP() << "this build has no Markdown reader";
  const fs::path assets = HEADROOM_ASSETS_DIR;
  int named = 0;
  for (const fs::directory_entry& each : fs::directory_iterator(assets / "languages")) {
    if (each.path().extension() != ".po") continue;
    std::ostringstream file;
    file << std::ifstream(each.path()).rdbuf();
    const Translation window = read_translation(file.str(), each.path().filename());
    const fs::path folder = assets / "lessons" / window.language();
    if (!fs::is_directory(folder)) continue;
    const LessonLibrary english = read_lesson_library(assets / "lessons", {});
    const LessonLibrary other = read_lesson_library(folder, {});
    ASSERT_EQ(english.lessons.size(), other.lessons.size());
    for (std::size_t i = 0; i < english.lessons.size(); ++i) {
      ASSERT_EQ(english.lessons[i].steps.size(), other.lessons[i].steps.size());
      for (std::size_t k = 0; k < english.lessons[i].steps.size(); ++k) {
        const LessonStep& theirs = other.lessons[i].steps[k];
        const Words said = named_in(theirs.text, nullptr);
        for (const std::string& name : named_in(english.lessons[i].steps[k].text, &window)) {
          ++named;
          EXPECT_TRUE(std::find(said.begin(), said.end(), name) != said.end())
              << each.path().filename().string() << " calls it " << name << ", not so " << theirs.where;
        }
      }
    }
  }
  EXPECT_GE(named, 5);
}

TEST(Translation, SaysTheSameAsEnglish) {
  if (!markdown_available()) GTEST_SKIP() << "this build has no Markdown reader";
  for (const char* const kind : {"lessons", "tours"}) {
    SCOPED_TRACE(kind);
    const fs::path folder = fs::path(HEADROOM_ASSETS_DIR) / kind;
    const LessonLibrary english = read_lesson_library(folder, {});
    bool german = false;
    for (const fs::directory_entry& each : fs::directory_iterator(folder)) {
      if (!each.is_directory() || each.path().filename() == "questions") continue;
      SCOPED_TRACE(each.path().filename().string());
      german = german || each.path().filename() == "de";
      const LessonLibrary other = read_lesson_library(each.path(), {});
      for (const Error& fault : other.faults) ADD_FAILURE() << fault.what();
      expect_same(english.lessons, other.lessons);
      expect_same(english.predictions, other.predictions);
      expect_same(english.sets, other.sets);
    }
    EXPECT_TRUE(german);
  }
}

}  // namespace
}  // namespace headroom
