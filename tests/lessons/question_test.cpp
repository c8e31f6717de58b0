#include "core/lessons/question.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "core/lessons/markdown.h"
#include "tests/lessons/sample_texts.h"

namespace headroom {
namespace {

std::string words(const RichText& text) {
  std::string all;
  for (const Block& block : text) all += plain_text(block.spans) + "|";
  return all;
}

TEST(Question, IsReadWithEverythingThatExplainsIt) {
  if (!markdown_available()) GTEST_SKIP() << "this build has no Markdown reader";
  const QuestionReading reading = read_questions(test::kQuestionText, "questions/planning.md", {});
  for (const Error& fault : reading.faults) ADD_FAILURE() << fault.what();
  EXPECT_EQ(reading.set.id, "planning");
  EXPECT_EQ(reading.set.title, "Planning practice");
  ASSERT_EQ(reading.set.questions.size(), 1U);
  const Question& question = reading.set.questions[0];
  EXPECT_EQ(question.id, "check-8gb");
  EXPECT_EQ(question.title, "What does this check against 8 GB print?");
  EXPECT_EQ(question.course, "planning");
  EXPECT_EQ(question.difficulty, Difficulty::kMedium);
  EXPECT_EQ(question.cards, 8e9);
  EXPECT_EQ(question.where, "questions/planning.md:6");
  EXPECT_EQ(words(question.text), "The program, in Python:|print(total > 8_000_000_000)|");
  EXPECT_EQ(question.right, 1U);
  EXPECT_EQ(words(question.options[0].text), "True on every machine|");
  EXPECT_EQ(question.options[0].text[0].kind, Block::Kind::kParagraph);
  EXPECT_EQ(question.options[0].text[0].line, 20);
  EXPECT_EQ(words(question.options[0].explanation),
            "A card with 6 GB has fewer bytes.|print(6_000_000_000 > 8_000_000_000)|");
  const RichText& why = question.options[1].explanation;
  ASSERT_EQ(why.size(), 3U);
  EXPECT_EQ(why[0].level, 0);
  EXPECT_EQ(why[1].kind, Block::Kind::kItem);
  EXPECT_EQ(why[1].level, 0);
  EXPECT_EQ(words(question.options[3].text), "An error|");
  EXPECT_EQ(words(question.hint), "Which unit?|");
  EXPECT_EQ(words(question.solution), "Bytes.|A comparison.|");
  EXPECT_EQ(words(question.mistakes), "Taking GB for GiB.|");
  EXPECT_EQ(words(question.check), "8 x 10^9.|");
}

// One wrong question leaves the others to be asked.
TEST(Question, AFaultLeavesTheOthersUsable) {
  if (!markdown_available()) GTEST_SKIP() << "this build has no Markdown reader";
  const std::string one = test::kQuestionText.substr(test::kQuestionText.find("## "));
  const std::string text = test::kQuestionText + "\n" +
                           test::with(test::with(one, "check-8gb", "second"), "- [x]", "- [ ]") + "\n" +
                           test::with(one, "check-8gb", "third");
  const QuestionReading reading = read_questions(text, "x.md", {});
  ASSERT_EQ(reading.faults.size(), 1U);
  ASSERT_EQ(reading.set.questions.size(), 2U);
  EXPECT_EQ(reading.set.questions[1].id, "third");
}

TEST(ShuffledOrder, HoldsEverythingOnceAndIsTheSameForASeed) {
  for (std::size_t count = 0; count < 12; ++count) {
    std::vector<std::size_t> order = shuffled_order(count, 7);
    EXPECT_EQ(order, shuffled_order(count, 7));
    std::sort(order.begin(), order.end());
    for (std::size_t i = 0; i < count; ++i) EXPECT_EQ(order[i], i);
  }
  EXPECT_NE(shuffled_order(10, 1), shuffled_order(10, 2));
}

// Chi-squared over the 24 orders of four with 23 degrees of freedom: 49.7 is passed by chance once in a
// thousand (tables of the distribution), and the seeds are fixed.
TEST(ShuffledOrder, EveryOrderIsEquallyLikely) {
  std::map<std::vector<std::size_t>, int> counts;
  constexpr int kDraws = 24'000;
  for (int seed = 0; seed < kDraws; ++seed) ++counts[shuffled_order(4, static_cast<std::uint64_t>(seed))];
  ASSERT_EQ(counts.size(), 24U);
  double chi_squared = 0;
  for (const auto& [order, count] : counts) chi_squared += (count - 1000.0) * (count - 1000.0) / 1000.0;
  EXPECT_LT(chi_squared, 49.7);
}

}  // namespace
}  // namespace headroom
