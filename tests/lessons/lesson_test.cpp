#include "core/lessons/lesson.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "core/lessons/markdown.h"
#include "tests/lessons/sample_texts.h"

namespace headroom {
namespace {

TEST(Lesson, IsReadWithItsLines) {
  if (!markdown_available()) GTEST_SKIP() << "this build has no Markdown reader";
  const LessonReading reading = read_lesson(test::kLessonText, "lessons/small_or_large.md", {});
  for (const Error& fault : reading.faults) ADD_FAILURE() << fault.what();
  const Lesson& lesson = reading.lesson;
  EXPECT_EQ(lesson.id, "small_or_large");
  EXPECT_EQ(lesson.title, "Small or large?");
  EXPECT_EQ(lesson.course, "scalability");
  EXPECT_EQ(lesson.about, "What a larger network costs, and what it brings.");
  EXPECT_EQ(lesson.minutes, 15);
  EXPECT_EQ(lesson.after, "stages");
  EXPECT_EQ(lesson.where, "lessons/small_or_large.md:6");
  ASSERT_EQ(lesson.steps.size(), 1U);
  const LessonStep& step = lesson.steps[0];
  EXPECT_EQ(step.title, "What does an epoch of Large cost?");
  EXPECT_EQ(step.where, "lessons/small_or_large.md:9");
  ASSERT_EQ(step.show.size(), 2U);
  EXPECT_EQ(step.show[0].where, "lessons/small_or_large.md:15");
  EXPECT_EQ(step.show[1].text, "select small,large");
  EXPECT_EQ(step.show[1].where, "lessons/small_or_large.md:18");
  ASSERT_EQ(step.done.size(), 1U);
  EXPECT_EQ(step.done[0].text, "epoch >= 2");
  EXPECT_EQ(step.done[0].where, "lessons/small_or_large.md:22");
  ASSERT_EQ(step.hint.size(), 2U);
  EXPECT_EQ(step.hint[0].line, 26);
  EXPECT_EQ(plain_text(step.hint[0].spans), "Press Space to start [it.");
  EXPECT_EQ(step.hint[1].line, 29);
  EXPECT_EQ(step.predict, "epoch-time-ratio");
  ASSERT_EQ(lesson.insight.size(), 1U);
  EXPECT_EQ(lesson.insight[0].spans[1].figure, "accuracy_gain");
  EXPECT_EQ(lesson.insight[0].line, 56);
}

TEST(Lesson, BlocksKnowTheirKindDepthAndLine) {
  if (!markdown_available()) GTEST_SKIP() << "this build has no Markdown reader";
  const LessonReading reading = read_lesson(test::kLessonText, "a.md", {});
  struct Expected {
    Block::Kind kind;
    int level, number, line;
    std::string words;
  };
  using Kind = Block::Kind;
  const Expected expected[] = {{Kind::kParagraph, 0, 0, 11,
                                "Large has 14.6 times the parameters. Before you look at [2], guess: {not} "
                                "{this} {epoch_time} < \xC3\x97."},
                               {Kind::kItem, 0, 0, 36, "one"},
                               {Kind::kItem, 1, 0, 37, "deeper"},
                               {Kind::kParagraph, 2, 0, 39, "more of it"},
                               {Kind::kNumbered, 0, 3, 41, "third"},
                               {Kind::kNumbered, 0, 4, 42, "fourth"},
                               {Kind::kQuote, 0, 0, 44, "quoted"},
                               {Kind::kCode, 0, 0, 46, "print(\"{x}\")\n\nprint(2)"}};
  const RichText& text = reading.lesson.steps.at(0).text;
  ASSERT_EQ(text.size(), std::size(expected));
  for (std::size_t i = 0; i < text.size(); ++i) {
    SCOPED_TRACE(expected[i].words);
    EXPECT_EQ(text[i].kind, expected[i].kind);
    EXPECT_EQ(text[i].level, expected[i].level);
    EXPECT_EQ(text[i].number, expected[i].number);
    EXPECT_EQ(text[i].line, expected[i].line);
    EXPECT_EQ(plain_text(text[i].spans), expected[i].words);
  }
  EXPECT_EQ(text.back().language, "python");
}

TEST(Lesson, SpansCarryStyleRingsAndFigures) {
  if (!markdown_available()) GTEST_SKIP() << "this build has no Markdown reader";
  const std::vector<Span> spans =
      read_lesson(test::kLessonText, "a.md", {}).lesson.steps.at(0).text.at(0).spans;
  const auto find = [&spans](const std::string& text) {
    for (const Span& span : spans) {
      if (span.text == text) return span;
    }
    ADD_FAILURE() << "no span " << text;
    return Span{};
  };
  EXPECT_TRUE(find("14.6 times").strong);
  EXPECT_FALSE(find("14.6 times").emphasis);
  EXPECT_TRUE(find("guess").emphasis);
  EXPECT_TRUE(find("{not}").code);
  EXPECT_EQ(find("2").target, "model.large.epoch");
  int figures = 0;
  for (const Span& span : spans) figures += span.figure == "epoch_time" ? 1 : 0;
  EXPECT_EQ(figures, 1);
}

// Line ends and marks of other editors change nothing, not even a line's number.
TEST(Lesson, IsTheSameWithOtherLineEnds) {
  if (!markdown_available()) GTEST_SKIP() << "this build has no Markdown reader";
  std::string dos = "\xEF\xBB\xBF";
  for (const char c : test::kLessonText) dos += c == '\n' ? std::string("\r\n") : std::string(1, c);
  const LessonReading one = read_lesson(test::kLessonText, "a.md", {}), other = read_lesson(dos, "a.md", {});
  for (const Error& fault : other.faults) ADD_FAILURE() << fault.what();
  const LessonStep &mine = one.lesson.steps.at(0), &theirs = other.lesson.steps.at(0);
  ASSERT_EQ(mine.text.size(), theirs.text.size());
  for (std::size_t i = 0; i < mine.text.size(); ++i) {
    EXPECT_EQ(mine.text[i].line, theirs.text[i].line);
    EXPECT_EQ(plain_text(mine.text[i].spans), plain_text(theirs.text[i].spans));
  }
  EXPECT_EQ(mine.show.at(1).text, theirs.show.at(1).text);
  EXPECT_EQ(mine.show.at(1).where, theirs.show.at(1).where);
  EXPECT_EQ(one.lesson.after, other.lesson.after);
}

TEST(Lesson, AsksForEveryNameThatItUses) {
  if (!markdown_available()) GTEST_SKIP() << "this build has no Markdown reader";
  std::vector<std::string> asked;
  const auto note = [&asked](const std::string& kind) {
    return [&asked, kind](std::string_view name) { asked.push_back(kind + " " + std::string(name)); };
  };
  const LessonWords words{note("show"), note("done"), note("figure"), note("target"), note("prediction")};
  EXPECT_TRUE(read_lesson(test::kLessonText, "a.md", words).faults.empty());
  std::sort(asked.begin(), asked.end());
  EXPECT_EQ(asked, (std::vector<std::string>{"done epoch >= 2", "figure accuracy_gain", "figure epoch_time",
                                             "figure epoch_time", "prediction epoch-time-ratio",
                                             "show open preset scalability", "show select small,large",
                                             "target model.large.epoch"}));
}

TEST(Lesson, WhatIsNotKnownIsAFaultAtItsLine) {
  if (!markdown_available()) GTEST_SKIP() << "this build has no Markdown reader";
  const auto refuse = [](std::string_view name) {
    throw Error(ErrorCode::kBadInput, "unknown: " + std::string(name));
  };
  const LessonReading reading =
      read_lesson(test::kLessonText, "a.md", {refuse, refuse, refuse, refuse, refuse});
  std::vector<std::string> told;
  for (const Error& fault : reading.faults) told.emplace_back(fault.what());
  EXPECT_EQ(told, (std::vector<std::string>{
                      "a.md:12: unknown: model.large.epoch", "a.md:12: unknown: epoch_time",
                      "a.md:15: unknown: open preset scalability", "a.md:18: unknown: select small,large",
                      "a.md:22: unknown: epoch >= 2", "a.md:29: unknown: epoch_time",
                      "a.md:33: unknown: epoch-time-ratio", "a.md:56: unknown: accuracy_gain"}));
}

Lesson lesson_after(const std::string& id, const std::string& after) {
  Lesson lesson;
  lesson.id = id;
  lesson.after = after;
  lesson.where = id + ".md:6";
  return lesson;
}

std::vector<std::string> order_faults(const std::vector<Lesson>& lessons) {
  std::vector<std::string> told;
  for (const Error& fault : lesson_order_faults(lessons)) told.emplace_back(fault.what());
  return told;
}

TEST(LessonOrder, WhatComesAfterWhatHasABeginning) {
  EXPECT_TRUE(order_faults({lesson_after("a", ""), lesson_after("b", "a"), lesson_after("c", "b")}).empty());
  auto told = order_faults(
      {lesson_after("a", "b"), lesson_after("b", "c"), lesson_after("c", "a"), lesson_after("d", "a")});
  ASSERT_EQ(told.size(), 1U);  // one circle, told once; d only leads into it
  EXPECT_EQ(
      told[0],
      "a.md:6: lessons wait for each other in a circle: a, which comes after b, which comes after c, which "
      "comes after a; remove one 'after'");
  told = order_faults({lesson_after("a", "a")});
  ASSERT_EQ(told.size(), 1U);
  EXPECT_NE(told[0].find("a, which comes after a"), std::string::npos);
  told = order_faults({lesson_after("a", "nothing")});
  ASSERT_EQ(told.size(), 1U);
  EXPECT_NE(told[0].find("a.md:6: comes after 'nothing', but there is no such lesson"), std::string::npos);
  told = order_faults({lesson_after("a", ""), lesson_after("a", "")});
  ASSERT_EQ(told.size(), 1U);
  EXPECT_NE(told[0].find("there is a lesson 'a' already"), std::string::npos);
  EXPECT_EQ(order_faults({lesson_after("a", "b"), lesson_after("b", "a"), lesson_after("c", "c")}).size(),
            2U);
}

}  // namespace
}  // namespace headroom
