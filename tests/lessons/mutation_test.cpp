// Spoilt in every way that chance finds, a text is answered with faults at lines that it has, and nothing
// else.
#include <gtest/gtest.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <string>
#include <vector>

#include "core/base/rng.h"
#include "core/lessons/lesson_text.h"
#include "core/lessons/library.h"
#include "test_places.h"
#include "tests/lessons/sample_texts.h"

namespace headroom {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> texts() {
  std::vector<std::string> all{test::kLessonText, test::kQuestionText, test::kPredictionText};
  for (const fs::directory_entry& each :
       fs::recursive_directory_iterator(fs::path(HEADROOM_ASSETS_DIR) / "lessons")) {
    if (each.path().extension() == ".md") all.push_back(lesson_file_text(each.path()));
  }
  return all;
}

std::string mutated(std::string text, Rng& rng, const std::vector<std::string>& others) {
  static const std::string kPieces[] = {
      "\n", "```", "```do\n", "---\n", "## ",          "### Hint\n", "- [x] ", "- [ ] ", "> ", "    ",
      "{",  "}",   "[1](#",   ")",     "![",           "<",          "&",      "\\",     "**", "`",
      "|",  "\t",  "\r\n",    "\xC3",  "\xEF\xBB\xBF", ": ",         "1. "};
  for (std::uint64_t i = 1 + rng.below(6); i > 0; --i) {
    const std::size_t at = rng.below(text.size() + 1);
    const std::size_t length = std::min<std::size_t>(rng.below(200), text.size() - at);
    switch (rng.below(5)) {
      case 0: text.erase(at, length); break;
      case 1: text.insert(at, kPieces[rng.below(std::size(kPieces))]); break;
      case 2: text.insert(at, text.substr(at, length)); break;
      case 3: {
        const std::string& other = others[rng.below(others.size())];
        text.insert(at, other.substr(rng.below(other.size()), length));
        break;
      }
      default:
        if (at < text.size()) text[at] = static_cast<char>(rng.below(256));
    }
  }
  return text;
}

void expect_lines(const std::vector<Error>& faults, const std::string& text) {
  const auto lines = std::count(text.begin(), text.end(), '\n') + 1;
  for (const Error& fault : faults) {
    const std::string& where = fault.where();
    ASSERT_TRUE(where.starts_with("x.md:")) << fault.what();
    std::int64_t line = 0;
    const auto read = std::from_chars(where.data() + 5, where.data() + where.size(), line);
    ASSERT_TRUE(read.ec == std::errc() && read.ptr == where.data() + where.size()) << fault.what();
    ASSERT_GE(line, 1) << fault.what();
    ASSERT_LE(line, lines) << fault.what();
    ASSERT_FALSE(fault.message().empty());
  }
}

TEST(Mutations, AreAnsweredWithLines) {
  if (!markdown_available()) GTEST_SKIP() << "this build has no Markdown reader";
  const std::vector<std::string> all = texts();
  Rng rng(14);
  for (int round = 0; round < 3000; ++round) {
    SCOPED_TRACE(round);
    const std::string text = mutated(all[rng.below(all.size())], rng, all);
    const LessonReading lesson = read_lesson(text, "x.md", {});
    expect_lines(lesson.faults, text);
    const QuestionReading questions = read_questions(text, "x.md", {});
    expect_lines(questions.faults, text);
    for (const Question& each : questions.set.questions) {
      ASSERT_LT(each.right, kOptions);
      for (const Option& option : each.options)
        ASSERT_FALSE(option.text.empty() || option.explanation.empty());
    }
    const PredictionReading predictions = read_predictions(text, "x.md", {});
    expect_lines(predictions.faults, text);
    for (const Prediction& each : predictions.predictions) {
      ASSERT_TRUE(!each.choices.empty() || each.from < each.to);
    }
    if (HasFatalFailure()) return;
  }
}

// A good text says where its blocks stand: in order, and each on a line that has words.
TEST(Mutations, LinesOfTheShippedBlocksRise) {
  if (!markdown_available()) GTEST_SKIP() << "this build has no Markdown reader";
  for (const std::string& text : texts()) {
    Faults faults("x.md");
    const LessonText parts =
        read_lesson_text(text, text.starts_with("---") ? HeadOf::kFile : HeadOf::kNothing, {}, faults);
    int line = 0;
    for (const LessonSection& section : parts.sections) {
      EXPECT_GT(section.line, line);
      line = section.line;
      for (const MarkdownBlock& each : section.blocks) {
        EXPECT_GT(each.block.line, line) << plain_text(each.block.spans);
        line = each.block.line;
      }
    }
  }
}

}  // namespace
}  // namespace headroom
