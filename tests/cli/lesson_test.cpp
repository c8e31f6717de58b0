// headroom-cli lesson: check, list and show.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

#include "core/base/error.h"
#include "core/lessons/lesson.h"
#include "core/lessons/markdown.h"
#include "test_places.h"
#include "tests/cli/cli_runner.h"
#include "tests/lessons/sample_texts.h"
#include "tests/support/temporary_directory.h"

namespace headroom {
namespace {

using test::CliResult;
using test::invoke;
using test::with;

class LessonCommand : public testing::Test {
 protected:
  void SetUp() override {
    if (!markdown_available()) GTEST_SKIP() << "this build has no Markdown reader";
  }
  std::string write(const std::string& name, const std::string& text) {
    const std::filesystem::path file = directory_ / name;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << text;
    return file.string();
  }
  std::string golden(const std::string& name) {
    std::ifstream in(std::string(HEADROOM_TESTS_DIR) + "/golden/" + name);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  }

  test::TemporaryDirectory directory_;
};

TEST_F(LessonCommand, ChecksFilesOfEveryKind) {
  const std::string lesson = write("mine.md", test::kLessonText);  // after one that comes with the program
  const std::string questions = write("quiz.md", test::kQuestionText);
  const std::string predictions = write("predictions.md", test::kPredictionText);
  const CliResult result = invoke({"lesson", "check", lesson, questions, predictions});
  EXPECT_EQ(result.status, 0) << result.err;
  EXPECT_EQ(result.err, "");
  EXPECT_EQ(result.out,
            lesson + ": 1 step, no fault\n" + questions + ": 1 question, no fault\n" + predictions +
                ": 3 predictions, no fault\n"
                "Script lines, facts, figures and what rings lie around were not checked: this Headroom was "
                "built without its window, which knows them.\n");
  const nlohmann::json document = invoke({"lesson", "check", lesson, questions, "--json"}).document();
  EXPECT_EQ(document.at("schema_version"), 1);
  EXPECT_EQ(document.at("files").at(0).at("kind"), "lesson");
  EXPECT_EQ(document.at("files").at(0).at("id"), "mine");
  EXPECT_EQ(document.at("files").at(0).at("steps"), 1);
  EXPECT_EQ(document.at("files").at(1).at("questions"), 1);
  EXPECT_EQ(document.at("not_checked").size(), 4U);
}

// What the window knows is handed over by the program (app/headroom_cli.cpp).
TEST_F(LessonCommand, ChecksTheWindowsWordsWhereItHasThem) {
  LessonWords words;
  const auto knows = [](std::string_view known) {
    return [known](std::string_view word) {
      if (word.find(known) == word.npos)
        throw Error(ErrorCode::kBadInput, "'" + std::string(word) + "' is new");
    };
  };
  words.show = knows("preset");
  words.done = knows("epoch");
  words.figure = knows("epoch");
  words.target = knows("stage");
  const std::string lesson = write("mine.md", test::kLessonText);
  std::ostringstream out, err;
  EXPECT_EQ(cli::run_cli({"lesson", "check", lesson}, out, err, &words), 2);
  for (const char* fault :
       {"mine.md:18: 'select small,large' is new", "mine.md:12: 'model.large.epoch' is new",
        "'accuracy_gain' is new", "3 faults in 1 file"}) {
    EXPECT_NE(err.str().find(fault), std::string::npos) << fault << " is not in\n" << err.str();
  }
  words = {};
  std::ostringstream document;
  EXPECT_EQ(cli::run_cli({"lesson", "check", lesson, "--json"}, document, err, &words), 0) << err.str();
  EXPECT_TRUE(nlohmann::json::parse(document.str()).at("not_checked").empty());
}

// Every fault of every file, then one line that sums them up; status 2 as for any input that cannot be read.
TEST_F(LessonCommand, TellsEveryFaultWithFileAndLine) {
  const std::string lesson = write("mine.md", with(test::kLessonText, "minutes: 15", "minutes: soon"));
  const std::string questions = write("quiz.md", with(test::kQuestionText, "- [x]", "- [ ]"));
  const CliResult result = invoke({"lesson", "check", lesson, questions, "nowhere.md"});
  EXPECT_EQ(result.status, 2);
  EXPECT_EQ(result.out, "");
  EXPECT_EQ(result.err,
            lesson + ":5: minutes is 'soon': write a number from 1 to 240\n" + questions +
                ":6: no option is marked as right: mark one with '- [x]', and the others with '- [ ]'\n"
                "nowhere.md: there is no such file\n"
                "headroom-cli: lesson check: 3 faults in 3 files: correct what stands above\n");
  const CliResult as_json = invoke({"lesson", "check", lesson, questions, "nowhere.md", "--json"});
  EXPECT_EQ(as_json.status, 2);
  const nlohmann::json error = as_json.document().at("error");
  EXPECT_EQ(error.at("code"), "bad_input");
  ASSERT_EQ(error.at("faults").size(), 3U);
  EXPECT_EQ(error.at("faults").at(0).at("where"), lesson + ":5");
  EXPECT_EQ(error.at("faults").at(2).at("code"), "not_found");
}

TEST_F(LessonCommand, ChecksWhatALessonNames) {
  const std::string mine = write("mine.md", with(test::kLessonText, "after: stages", "after: first"));
  EXPECT_NE(invoke({"lesson", "check", mine})
                .err.find("mine.md:6: comes after 'first', but there is no such lesson"),
            std::string::npos);
  write("first.md", with(test::kLessonText, "after: stages", "after: mine"));
  EXPECT_NE(
      invoke({"lesson", "check", mine})
          .err.find(
              "mine.md:6: lessons wait for each other in a circle: mine, which comes after first, which "
              "comes after mine"),
      std::string::npos);
  write("first.md", with(test::kLessonText, "after: stages\n", ""));
  EXPECT_EQ(invoke({"lesson", "check", mine}).status, 0);
  const std::string guess =
      write("guess.md", with(test::kLessonText, "\nepoch-time-ratio\n", "\nmy-own-figure\n"));
  EXPECT_NE(
      invoke({"lesson", "check", guess}).err.find("guess.md:33: there is no prediction 'my-own-figure'"),
      std::string::npos);
  write("predictions.md", with(test::kPredictionText, "epoch-time-ratio", "my-own-figure"));
  EXPECT_EQ(invoke({"lesson", "check", guess}).status, 0);
}

TEST_F(LessonCommand, ChecksAWholeFolder) {
  write("mine.md", with(test::kLessonText, "after: stages\n", ""));
  write("predictions.md", test::kPredictionText);
  const std::string questions = write("questions/quiz.md", test::kQuestionText);
  const std::string folder = directory_.path().string();
  EXPECT_EQ(invoke({"lesson", "check", folder}).status, 0);
  write("questions/quiz.md", with(test::kQuestionText, "### Hint", "### Tip"));
  const CliResult result = invoke({"lesson", "check", folder});
  EXPECT_EQ(result.status, 2);
  EXPECT_NE(result.err.find(questions + ":43: the heading 'Tip' is not known here"), std::string::npos)
      << result.err;
}

TEST_F(LessonCommand, TheLessonsOfTheProgramAreWithoutFault) {
  const CliResult result = invoke({"lesson", "check", std::string(HEADROOM_ASSETS_DIR) + "/lessons"});
  EXPECT_EQ(result.status, 0) << result.err;
}

TEST_F(LessonCommand, ListsWhatThereIs) {
  const CliResult result = test::invoke_done({"lesson", "list"});
  EXPECT_TRUE(result.out.starts_with("lesson ")) << result.out;
  for (const char* part : {"small_or_large", "\nquestions ", "\nprediction ", "epoch-time-ratio"}) {
    EXPECT_NE(result.out.find(part), std::string::npos) << part;
  }
  const nlohmann::json document = test::invoke_done({"lesson", "list", "--json"}).document();
  EXPECT_EQ(document.at("schema_version"), 1);
  EXPECT_GE(document.at("lessons").size(), 6U);
  EXPECT_EQ(document.at("question_sets").size(), 3U);
  EXPECT_GE(document.at("predictions").size(), 12U);
  EXPECT_GT(document.at("lessons").at(0).at("steps"), 0);
}

TEST_F(LessonCommand, ShowsAFileAsText) {
  const std::string lesson = write("mine.md", test::kLessonText);
  const std::string questions = write("quiz.md", test::kQuestionText);
  EXPECT_EQ(test::invoke_done({"lesson", "show", lesson}).out, golden("lesson_show.txt"));
  EXPECT_EQ(test::invoke_done({"lesson", "show", questions}).out, golden("lesson_show_questions.txt"));
}

TEST_F(LessonCommand, ShowsByName) {
  const nlohmann::json lesson =
      test::invoke_done({"lesson", "show", "stages", "--json"}).document().at("lesson");
  EXPECT_EQ(lesson.at("id"), "stages");
  EXPECT_FALSE(lesson.at("steps").empty());
  EXPECT_FALSE(lesson.at("insight").get<std::string>().empty());
  const nlohmann::json set =
      test::invoke_done({"lesson", "show", "planning", "--json"}).document().at("questions");
  for (const nlohmann::json& question : set.at("questions")) {
    int right = 0;
    for (const nlohmann::json& option : question.at("options"))
      right += option.at("right").get<bool>() ? 1 : 0;
    EXPECT_EQ(right, 1) << question.at("id");
    EXPECT_EQ(question.at("options").size(), 4U);
  }
  const CliResult prediction = test::invoke_done({"lesson", "show", "epoch-time-ratio"});
  EXPECT_NE(prediction.out.find("A guess lies between 1 x and 100 x."), std::string::npos) << prediction.out;
}

TEST_F(LessonCommand, RefusesWhatItCannotShow) {
  const std::string bad = write("bad.md", with(test::kLessonText, "minutes: 15", "minutes: soon"));
  const std::string predictions = write("predictions.md", test::kPredictionText);
  for (const auto& [arguments, part] : std::vector<std::pair<std::vector<std::string>, std::string>>{
           {{"lesson"}, "use lesson check FILE..., lesson list, or lesson show ID"},
           {{"lesson", "learn"}, "use lesson check FILE..., lesson list, or lesson show ID"},
           {{"lesson", "list", "stages"}, "use lesson check"},
           {{"lesson", "show"}, "use lesson check"},
           {{"lesson", "check"}, "name the files or folders to check"},
           {{"lesson", "show", "nothing"}, "nothing: there is no such file, lesson"},
           {{"lesson", "show", bad}, "bad.md:5: minutes is 'soon'"},
           {{"lesson", "show", predictions}, "holds predictions"}}) {
    const CliResult result = invoke(arguments);
    EXPECT_EQ(result.status, 2) << part;
    EXPECT_EQ(result.out, "") << part;
    EXPECT_NE(result.err.find(part), std::string::npos) << result.err;
  }
}

}  // namespace
}  // namespace headroom
