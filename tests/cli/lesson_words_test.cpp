// headroom-cli lesson check with the window's words, as the program has them.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

#include "core/lessons/markdown.h"
#include "tests/lessons/sample_texts.h"
#include "tests/support/temporary_directory.h"

namespace headroom {
namespace {

TEST(LessonProgram, NamesTheNearestKnownWordOfEveryKind) {
  if (!markdown_available()) GTEST_SKIP() << "this build has no Markdown reader";
  const test::TemporaryDirectory directory;
  const std::string lesson = (directory.path() / "mine.md").string(),
                    said = (directory.path() / "said.txt").string();
  std::string text = test::kLessonText;
  text = test::with(text, "open preset scalability", "opne preset scalability");
  text = test::with(text, "epoch >= 2", "epohc >= 2");
  text = test::with(text, "{accuracy_gain}", "{accuracy_gian}");
  text = test::with(text, "model.large.epoch", "model.large.epohc");
  std::ofstream(lesson) << text;
  const std::string command =
      std::string(HEADROOM_CLI_PROGRAM) + " lesson check " + lesson + " > " + said + " 2>&1";
  const int status = std::system(command.c_str());
  std::ifstream in(said);
  const std::string answer{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  if (answer.find("were not checked") != std::string::npos) GTEST_SKIP() << "this build has no window";
  EXPECT_NE(status, 0);
  for (const char* part :
       {"mine.md:12: there is nothing called 'model.large.epohc'", "the nearest is 'model.large.epoch'",
        "mine.md:15: 'opne' is no action", "the nearest is 'open'", "mine.md:22: 'expect' has no 'epohc'",
        "the nearest is 'epoch'", "mine.md:56: no figure is called 'accuracy_gian'",
        "the nearest is 'accuracy_gain'"}) {
    EXPECT_NE(answer.find(part), std::string::npos) << part << " is not in\n" << answer;
  }
}

}  // namespace
}  // namespace headroom
