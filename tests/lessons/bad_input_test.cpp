// What a writer gets wrong, and on which line it is said.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "core/lessons/lesson_text.h"
#include "core/lessons/prediction.h"
#include "core/lessons/question.h"
#include "tests/lessons/sample_texts.h"

namespace headroom {
namespace {

using test::kLessonText;
using test::kPredictionText;
using test::kQuestionText;
using test::with;

class BadInput : public testing::Test {
 protected:
  void SetUp() override {
    if (!markdown_available()) GTEST_SKIP() << "this build has no Markdown reader";
  }
};

struct Case {
  std::string what, by;  // replaced in the text
  int line;
  std::string says;
};

void expect_fault(const std::vector<Error>& faults, const Case& each) {
  std::string all;
  bool found = false;
  for (const Error& fault : faults) {
    all += std::string(fault.what()) + "\n";
    found = found || (fault.where() == "x.md:" + std::to_string(each.line) &&
                      fault.message().find(each.says) != std::string::npos);
  }
  EXPECT_TRUE(found) << "'" << each.what << "' replaced by '" << each.by << "': x.md:" << each.line << ": "
                     << each.says << " is not among\n"
                     << all;
}

const std::string kStep = "## What does an epoch of Large cost?\n";
const std::string kEnd = "## Key insight\n";

TEST_F(BadInput, OfLessons) {
  const Case cases[] = {
      {"---\ntitle", "title", 1, "the head is missing"},
      {"minutes: 15\nafter: stages\n---\n", "minutes: 15\n", 1, "the head has no end"},
      {"title: Small or large?\n", "", 1, "the head does not say its title: add a line 'title: ...'"},
      {"minutes: 15\n", "", 1, "the head does not say its minutes"},
      {"minutes: 15", "minutes: soon", 5, "minutes is 'soon': write a number from 1 to 240"},
      {"minutes: 15", "minutes: 0", 5, "minutes is '0'"},
      {"minutes: 15", "minutes: nan", 5, "minutes is 'nan'"},
      {"minutes: 15", "minutes: 15 min", 5, "minutes is '15 min'"},
      {"after: stages", "aftr: stages", 6, "'aftr' is not known in the head: it says about, after, course"},
      {"after: stages", "after stages", 6, "'after stages' is no line of the head"},
      {"after: stages", "after:", 6, "'after' says nothing"},
      {"after: stages", "title: again", 6, "'title' stands twice in the head"},
      {"after: stages", "after: sta ges", 6, "after is 'sta ges'"},
      {"course: scalability", "course: sc\xC3\xA4l", 3, "course is"},
      {kStep, "", 10, "stands before the first heading"},
      {kStep, "# A title\n", 9, "a heading of level 1"},
      {kStep, "##\n", 9, "the heading says nothing"},
      {kStep, "## Costs of {epoch_time}\n", 9, "a title is words alone"},
      {kStep, kStep + "\n```do\nplay\n```\n\n## Next\n", 9, "says nothing: write what there is to see"},
      {kStep, kEnd, 54, "stands behind the key insight"},
      {kStep, "## Key insight\n\nText.\n\n" + kStep, 13, "stands behind the key insight"},
      {kEnd, "## Key insights\n", 1, "the lesson has no end: close it with '## Key insight'"},
      {"```do\n", "```dno\n", 14, "a block of 'dno' is not known here: use do, done, hint or predict"},
      {"```do\n", "```question\n", 14, "a block of 'question' is not known here"},
      {"open preset scalability\n# a remark\n\nselect small,large\n", "# nothing\n", 14,
       "the block 'do' is empty"},
      {"epoch >= 2\n", "", 21, "the block 'done' is empty"},
      {"Press **Space**\nto start [it.\n\nOr wait for {epoch_time}.\n", "", 25, "the hint says nothing"},
      {"Press **Space**", "Press ![Space](space.png)", 26, "the picture 'space.png' cannot be shown"},
      {"epoch-time-ratio", "two words", 32, "holds the id of one prediction"},
      {"- one\n", "```predict\nmemory-ratio\n```\n", 36, "the step has a 'predict' on line 32 already"},
      {"> quoted", "> quoted\n>\n> ```do\n> play\n> ```", 46, "'do' lies in a list or in a quote"},
      {"> quoted", "> ## quoted", 44, "a heading lies in a list or in a quote"},
      {"> quoted", "![A picture](missing.png)", 44, "the picture 'missing.png' cannot be shown"},
      {"> quoted", "| a | b |\n|---|---|\n| 1 | 2 |", 44, "a table is not drawn"},
      {"> quoted", "so is (n\n+ 3) / 2", 45, "an item says nothing"},
      {"> quoted", "-\n", 44, "an item says nothing"},
      {"> quoted", "***", 44, "a rule across the page"},
      {"> quoted", "<div>\nx\n</div>", 44, "HTML is not read here"},
      {"> quoted", "so <b>bold</b>", 44, "HTML is not read here"},
      {"> quoted", "first line\nof 2 &times; 3", 45, "'&times;' is not known: write the character itself"},
      {"> quoted", "[here](https://example.org)", 44, "leads out of the window"},
      {"> quoted", "<https://example.org>", 44, "leads out of the window"},
      {"> quoted", "[here](#stage.load)", 44, "is called 'here': give it a number from 1 to 99"},
      {"> quoted", "[100](#stage.load)", 44, "is called '100'"},
      {"> quoted", "[1](#)", 44, "does not say what it lies around"},
      {"> quoted", "[2](#stage.load)", 44, "ring 2 lies around 'model.large.epoch' and around 'stage.load'"},
      {"> quoted", "costs {Epoch Time}", 44, "names no figure"},
      {"> quoted", "costs {epoch_time", 44, "names no figure"},
      {"> quoted", "two\n{}", 45, "names no figure"},
      {"> quoted", "quoted \xFF", 44, "is not in UTF-8 here"},
      {"> quoted", std::string("quo\0ted", 7), 44, "holds a NUL byte"},
  };
  for (const Case& each : cases) {
    const std::string text = with(kLessonText, each.what, each.by);
    expect_fault(read_lesson(text, "x.md", {}).faults, each);
  }
}

TEST_F(BadInput, OfQuestions) {
  const Case cases[] = {
      {"course: planning\n", "", 1, "the head does not say its course"},
      {"course: planning\n", "course: planning\nminutes: 5\n", 4, "'minutes' is not known in the head"},
      {"id: check-8gb\n", "", 8, "the block 'question' does not say its id"},
      {"id: check-8gb", "id: check 8gb", 9, "id is 'check 8gb'"},
      {"difficulty: medium", "difficulty: middling", 10,
       "the difficulty is 'middling': use easy, medium or hard"},
      {"cards: 8e9", "cards: 8 GB", 11, "cards is '8 GB'"},
      {"cards: 8e9", "colour: red", 11, "'colour' is not known in the block 'question'"},
      {"cards: 8e9", "run:", 11, "'run' says nothing"},
      {"```question\n", "```qestion\n", 8, "a block of 'qestion' is not known here: use question"},
      {"```question\nid: check-8gb\ndifficulty: medium\ncards: 8e9\n```\n", "", 6, "has no block 'question'"},
      {"The program, in **Python**:", "```question\nid: b\ndifficulty: easy\n```", 14,
       "two blocks 'question'"},
      {"- [ ] An error\n\n  Numbers can be compared.\n", "", 6,
       "the question has 3 options: every question has 4"},
      {"- [ ] An error", "- [ ] More\n\n  Why.\n\n- [ ] An error", 6, "the question has 5 options"},
      {"- [x] It", "- [ ] It", 6, "no option is marked as right"},
      {"- [ ] False", "- [X] False", 6, "2 options are marked as right"},
      {"- [ ] False", "- False", 35, "an option begins with '- [x]' or '- [ ]'"},
      {"\n\n  Numbers can be compared.", "\n  Numbers can be compared.", 39, "is not explained"},
      {"  Numbers can be compared.\n", "", 39, "the option 'An error' is not explained"},
      {"An error", "False everywhere", 39, "two options say the same"},
      {"### Hint\n\nWhich unit?\n", "", 6, "'### Hint' is missing"},
      {"### Quick check\n\n8 x 10^9.\n", "", 6, "'### Quick check' is missing"},
      {"### Quick check", "### Common mistakes", 56, "the heading 'Common mistakes' stands twice here"},
      {"### Quick check", "### Check", 56,
       "the heading \'Check\' is not known here: use Hint, Solution, Common mistakes, Quick check"},
      {"Which unit?\n", "", 43, "nothing stands below 'Hint'"},
      {"Which unit?", "```do\nplay\n```", 45, "a block of \'do\' is not known here"},
      {"8 x 10^9.\n", "8 x 10^9.\n\n" + kQuestionText.substr(kQuestionText.find("## ")), 60,
       "the id 'check-8gb' stands above another question"},
      {kQuestionText.substr(kQuestionText.find("## ")), "", 1, "there is no question"},
  };
  for (const Case& each : cases) {
    const QuestionReading reading = read_questions(with(kQuestionText, each.what, each.by), "x.md", {});
    expect_fault(reading.faults, each);
    const bool other = each.line < 5 || each.line == 60;  // is wrong: the head, or a second question
    EXPECT_LE(reading.set.questions.size(), other ? 1U : 0U) << each.by << ": a spoilt question is asked";
  }
}

TEST_F(BadInput, OfPredictions) {
  const Case cases[] = {
      {"id: epoch-time-ratio\n", "", 3, "the block 'prediction' does not say its id"},
      {"id: epoch-time-ratio", "id: first-to-90", 20, "the id 'first-to-90' stands above another one"},
      {"from: 1\n", "", 3, "does not say its from"},
      {"from: 1", "from: 0", 6, "a logarithmic slider begins above 0"},
      {"from: 1", "from: inf", 6, "from is 'inf'"},
      {"to: 100", "to: 1", 7, "the slider ends where it begins"},
      {"to: 100", "to: 1e999", 7, "to is '1e999'"},
      {"choices: sgd, adam, adamw", "choices: sgd", 24, "choices are 2 to 12 different words"},
      {"choices: sgd, adam, adamw", "choices: sgd, sgd", 24, "choices are 2 to 12 different words"},
      {"choices: sgd, adam, adamw", "choices: sgd,, adam", 24, "choices are 2 to 12 different words"},
      {"choices: sgd, adam, adamw", "choices: sgd, adam\nfrom: 1", 25, "'from' is not known"},
      {"scale: linear", "scale: log", 44, "the scale is 'log': use logarithmic or linear"},
      {"How many times as long **on this machine**?\n", "", 1, "nothing is asked"},
      {"```prediction\nid: epoch-time-ratio\nunit: x\nfrom: 1\nto: 100\n```\n", "", 1,
       "there is no block 'prediction'"},
      {"### Hint\n\nArithmetic.\n", "", 1, "'### Hint' is missing"},
      {"### Why\n\nLayers.\n", "### Because\n\nLayers.\n", 16, "'Because' is not known here: use Hint, Why"},
      {kPredictionText, "\n", 1, "there is no prediction"},
      {"## Time", "---\ntitle: x\n---\n\n## Time", 1, "a rule across the page"},
  };
  for (const Case& each : cases) {
    expect_fault(read_predictions(with(kPredictionText, each.what, each.by), "x.md", {}).faults, each);
  }
}

TEST_F(BadInput, AFileNameThatIsNoId) {
  const LessonReading reading = read_lesson(kLessonText, "my lessons/first lesson.md", {});
  ASSERT_EQ(reading.faults.size(), 1U);
  EXPECT_EQ(reading.faults[0].where(), "my lessons/first lesson.md:1");
  EXPECT_NE(reading.faults[0].message().find("the file is called 'first lesson'"), std::string::npos);
}

// One fault and no other, whatever else is wrong with such a file.
TEST_F(BadInput, TextsThatAreNone) {
  const std::string large(static_cast<std::size_t>(kLessonBytes) + 1, 'x');
  for (const auto& [text, says] : {std::pair<std::string, std::string>{large, "larger than 256 KiB"},
                                   {std::string(3, '\0'), "NUL"},
                                   {"---\n\xC3", "UTF-8"}}) {
    for (const std::vector<Error>& faults :
         {read_lesson(text, "x.md", {}).faults, read_questions(text, "x.md", {}).faults,
          read_predictions(text, "x.md", {}).faults}) {
      ASSERT_EQ(faults.size(), 1U);
      EXPECT_NE(faults[0].message().find(says), std::string::npos) << faults[0].what();
    }
  }
  EXPECT_FALSE(read_lesson("", "x.md", {}).faults.empty());
  EXPECT_FALSE(read_questions("", "x.md", {}).faults.empty());
  EXPECT_FALSE(read_predictions("", "x.md", {}).faults.empty());
}

// A file of nothing but faults is answered in a list that can be read.
TEST_F(BadInput, ManyFaultsAreCounted) {
  std::string text = kLessonText;
  for (int i = 0; i < 600; ++i) text += "\n***\n";
  const std::vector<Error> faults = read_lesson(text, "x.md", {}).faults;
  ASSERT_EQ(faults.size(), Faults::kMost + 1);
  EXPECT_NE(faults.back().message().find("has 100 faults more"), std::string::npos) << faults.back().what();
}

// A text that says the deepest, the longest and the most ambiguous of everything is read as fast as any
// other: md4c has been slow on such.
TEST_F(BadInput, HostileTextsAreRead) {
  for (const std::string piece :
       {"[", "![", "[a](", "*a _b", ">",       "> ",      "- ",   "1. ",   "`",    "<",         "<a ",
        "{", "&",  "|",    "\\",    "[1](#a)", "- [x]\n", "##\n", "```\n", "> - ", "[a]: #x\n", "<!-- "}) {
    std::string text = kLessonText;
    while (static_cast<Bytes>(text.size() + piece.size()) < kLessonBytes) text += piece;
    for (const Error& fault : read_lesson(text, "x.md", {}).faults) {
      EXPECT_TRUE(fault.where().starts_with("x.md:")) << piece;
    }
  }
}

}  // namespace
}  // namespace headroom
