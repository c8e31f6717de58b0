#include "core/lessons/own_questions.h"

#include <gtest/gtest.h>

#include <set>

namespace headroom {
namespace {

std::string option(const Question& question, std::size_t place) {
  return plain_text(question.options[place].text.at(0).spans);
}

const Question* find(const std::vector<Question>& questions, const std::string& id) {
  for (const Question& each : questions) {
    if (each.id == id) return &each;
  }
  return nullptr;
}

// Four options that differ, all explained, and everything told that other questions tell.
void expect_whole(const Question& question) {
  std::set<std::string> options;
  for (std::size_t i = 0; i < kOptions; ++i) {
    options.insert(option(question, i));
    EXPECT_FALSE(question.options[i].explanation.empty());
  }
  EXPECT_EQ(options.size(), kOptions) << question.id;
  for (const RichText* text :
       {&question.text, &question.hint, &question.solution, &question.mistakes, &question.check}) {
    EXPECT_FALSE(text->empty()) << question.id;
  }
  EXPECT_FALSE(question.title.empty());
}

const OwnData kFruit{
    "fruit.csv",
    {{"pear", 10}, {"apple", 60}, {"plum", 20}, {"fig", 5}, {"quince", 5}},
    {{"colour", 0.02, 0.01}, {"weight", 0.30, 0.02}, {"taste", 0.20, 0.05}, {"day", -0.01, 0.01}}};

TEST(OwnQuestions, AreGradedFromTheData) {
  const std::vector<Question> own = own_questions(kFruit);
  ASSERT_EQ(own.size(), 3U);
  for (const Question& each : own) expect_whole(each);
  const Question* const largest = find(own, "own-largest-class");
  ASSERT_NE(largest, nullptr);
  EXPECT_EQ(option(*largest, largest->right), "'apple'");
  EXPECT_EQ(option(*largest, 1), "'plum'");
  EXPECT_EQ(plain_text(largest->options[1].explanation[0].spans),
            "'plum' has 20 of 100 rows, 20.0 %. The largest class has 60.");
  const Question* const constant = find(own, "own-constant-answer");
  ASSERT_NE(constant, nullptr);
  EXPECT_EQ(option(*constant, constant->right), "60.0 %");
  EXPECT_EQ(option(*constant, 1), "20.0 %");  // of five classes an equal part
  EXPECT_EQ(option(*constant, 2), "40.0 %");
  EXPECT_EQ(option(*constant, 3), "5.0 %");
  const Question* const column = find(own, "own-column");
  ASSERT_NE(column, nullptr);
  EXPECT_EQ(option(*column, column->right), "'weight'");
  EXPECT_EQ(plain_text(column->options[column->right].explanation[0].spans),
            "Dealing the values of 'weight' out to other rows costs 30.0 points of a score of 100, give or "
            "take 2.0 "
            "points: more than any other column.");
}

TEST(OwnQuestions, TheAnswerMovesWithTheData) {
  OwnData data = kFruit;
  data.classes[0].rows = 1000;
  data.columns[0].mean = 0.9;
  const std::vector<Question> own = own_questions(data);
  EXPECT_EQ(option(*find(own, "own-largest-class"), 0), "'pear'");
  EXPECT_EQ(option(*find(own, "own-constant-answer"), 0), "91.7 %");  // 1000 of 1090
  EXPECT_EQ(option(*find(own, "own-column"), 0), "'colour'");
}

TEST(OwnQuestions, WhatHasNoSingleAnswerIsNotAsked) {
  OwnData data = kFruit;
  data.classes[2].rows = 60;  // as many as the largest
  EXPECT_EQ(find(own_questions(data), "own-largest-class"), nullptr);
  data.columns[2] = {"taste", 0.27, 0.02};  // 0.25 to 0.29 overlaps 0.28 to 0.32
  EXPECT_EQ(find(own_questions(data), "own-column"), nullptr);
  data.columns[2] = {"taste", 0.25, 0.02};
  EXPECT_NE(find(own_questions(data), "own-column"), nullptr);
  for (OwnColumn& each : data.columns) each.mean -= 0.5;  // no column is worth anything
  EXPECT_EQ(find(own_questions(data), "own-column"), nullptr);
  data.columns.resize(3);
  EXPECT_EQ(find(own_questions(data), "own-column"), nullptr);
}

TEST(OwnQuestions, OfTwoClassesAsBalancedAsCanBe) {
  const std::vector<Question> own = own_questions({"moons", {{"0", 500}, {"1", 500}}, {}});
  ASSERT_EQ(own.size(), 1U);
  expect_whole(own[0]);
  EXPECT_EQ(option(own[0], own[0].right), "50.0 %");
}

TEST(OwnQuestions, NothingIsAskedOfNothing) {
  EXPECT_TRUE(own_questions({}).empty());
  EXPECT_TRUE(own_questions({"x", {{"only", 9}, {"none", 0}, {"less", -4}}, {}}).empty());
  const double none = std::numeric_limits<double>::quiet_NaN();
  EXPECT_TRUE(
      own_questions({"x", {}, {{"a", none, 0}, {"b", none, 0}, {"c", 1, none}, {"d", 2, 0}}}).empty());
}

// Names that somebody else wrote cannot make two options alike, however long they are.
TEST(OwnQuestions, NamesThatLookAlikeAreNoOptions) {
  const std::string same(60, 'x');
  const std::vector<Question> own =
      own_questions({"x", {{same + "a", 9}, {same + "b", 4}, {"c", 3}, {"d", 2}, {"e", 1}}, {}});
  expect_whole(*find(own, "own-largest-class"));
}

}  // namespace
}  // namespace headroom
