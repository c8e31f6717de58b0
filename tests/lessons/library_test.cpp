#include "core/lessons/library.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <set>

#include "core/lessons/lesson_text.h"
#include "test_places.h"
#include "tests/lessons/sample_texts.h"
#include "tests/support/temporary_directory.h"

namespace headroom {
namespace {

namespace fs = std::filesystem;

class Library : public testing::Test {
 protected:
  void SetUp() override {
    if (!markdown_available()) GTEST_SKIP() << "this build has no Markdown reader";
    fs::create_directory(directory_ / "questions");
    write("stages.md", test::with(test::kLessonText, "after: stages\n", ""));
    write("a_later_one.md", test::kLessonText);
    write("predictions.md", test::kPredictionText);
    write("questions/planning.md", test::kQuestionText);
  }
  void write(const std::string& name, const std::string& text) {
    std::ofstream(directory_ / name, std::ios::binary) << text;
  }
  LessonLibrary read() { return read_lesson_library(directory_.path(), {}); }
  std::string faults() {
    std::string all;
    for (const Error& fault : read().faults) all += std::string(fault.what()) + "\n";
    return all;
  }

  test::TemporaryDirectory directory_;
};

TEST_F(Library, HoldsWhatTheFolderHolds) {
  const LessonLibrary library = read();
  EXPECT_EQ(faults(), "");
  ASSERT_EQ(library.lessons.size(), 2U);
  EXPECT_EQ(library.lessons[0].id, "stages");  // which the other comes after
  EXPECT_EQ(library.lessons[1].id, "a_later_one");
  EXPECT_EQ(library.sets.size(), 1U);
  EXPECT_EQ(library.predictions.size(), 3U);
}

TEST_F(Library, ABadFileLeavesTheOthersUsable) {
  write("bad.md", "no head");
  write("large.md", std::string(static_cast<std::size_t>(kLessonBytes) + 5, 'x'));
  write("questions/bad.md", test::with(test::kQuestionText, "check-8gb", "check 8gb"));
  fs::create_directory(directory_ / "folder.md");
  const LessonLibrary library = read();
  EXPECT_EQ(library.lessons.size(), 2U);
  EXPECT_EQ(library.sets.size(), 1U);
  EXPECT_EQ(library.predictions.size(), 3U);
  const std::string all = faults();
  for (const char* part : {"bad.md:1: the head is missing", "large.md:1: is larger than 256 KiB",
                           "questions/bad.md:9: id is", "folder.md:1: this is not a file"}) {
    EXPECT_NE(all.find(part), std::string::npos) << part << " in\n" << all;
  }
}

// A file of 1 GB takes no longer than a small one: its holes are never read.
TEST_F(Library, AFileOfAGigabyteIsRefusedUnread) {
  write("huge.md", "---\n");
  fs::resize_file(directory_ / "huge.md", std::uintmax_t{1} << 30);
  EXPECT_EQ(lesson_file_text(directory_ / "huge.md").size(), static_cast<std::size_t>(kLessonBytes) + 1);
  EXPECT_NE(faults().find("huge.md:1: is larger than 256 KiB"), std::string::npos);
}

TEST_F(Library, FaultsThatNoFileHasAlone) {
  write("questions/more.md", test::kQuestionText);
  write("orphan.md", test::with(test::kLessonText, "after: stages", "after: nowhere"));
  write("guess.md", test::with(test::kLessonText, "\nepoch-time-ratio\n", "\nno-such-figure\n"));
  const std::string all = faults();
  for (const char* part :
       {"questions/planning.md:6: the id 'check-8gb' stands above another question (questions/more.md:6)",
        "orphan.md:6: comes after 'nowhere'", "guess.md:33: there is no prediction 'no-such-figure'"}) {
    EXPECT_NE(all.find(part), std::string::npos) << part << " in\n" << all;
  }
  EXPECT_EQ(read().sets.size(), 1U);
}

TEST_F(Library, PredictionsMayBeKnownElsewhere) {
  fs::remove(directory_ / "predictions.md");
  EXPECT_NE(faults().find("has no predictions.md"), std::string::npos);
  LessonWords words;
  words.prediction = [](std::string_view) {};
  EXPECT_TRUE(read_lesson_library(directory_.path(), words).faults.empty());
}

TEST_F(Library, AFolderThatIsNotThere) {
  const LessonLibrary library = read_lesson_library(directory_ / "nowhere", {});
  ASSERT_EQ(library.faults.size(), 1U);
  EXPECT_EQ(library.faults[0].code(), ErrorCode::kNotFound);
}

TEST_F(Library, FilesAreKnownByTheirPlaceAndTheirBlocks) {
  EXPECT_EQ(kind_of_lesson_file("predictions.md", ""), LessonFile::kPredictions);
  EXPECT_EQ(kind_of_lesson_file("mine.md", test::kPredictionText), LessonFile::kPredictions);
  EXPECT_EQ(kind_of_lesson_file("questions/mine.md", ""), LessonFile::kQuestions);
  EXPECT_EQ(kind_of_lesson_file("mine.md", test::kQuestionText), LessonFile::kQuestions);
  EXPECT_EQ(kind_of_lesson_file("mine.md", test::kLessonText), LessonFile::kLesson);
  EXPECT_EQ(kind_of_lesson_file("mine.md", "```questions\n"), LessonFile::kLesson);
}

// What comes with the program can be taken, and is as much as the courses ask for.
TEST(ShippedLessons, HaveNoFault) {
  if (!markdown_available()) GTEST_SKIP() << "this build has no Markdown reader";
  const LessonLibrary library = read_lesson_library(fs::path(HEADROOM_ASSETS_DIR) / "lessons", {});
  for (const Error& fault : library.faults) ADD_FAILURE() << fault.what();
  std::set<std::string> lessons;
  for (const Lesson& each : library.lessons) {
    lessons.insert(each.id);
    EXPECT_GE(each.minutes, 5) << each.id;
    EXPECT_LE(each.minutes, 15) << each.id;
    EXPECT_GE(static_cast<int>(each.steps.size()) * 3, each.minutes) << each.id << ": too little to do";
  }
  for (const char* id :
       {"stages", "converge", "prediction", "small_or_large", "where_time_goes", "does_it_fit"}) {
    EXPECT_TRUE(lessons.contains(id)) << id;
  }
  std::map<std::string, std::size_t> questions;
  for (const QuestionSet& each : library.sets) questions[each.id] = each.questions.size();
  EXPECT_EQ(questions["infrastructure"], 3U);
  EXPECT_EQ(questions["scalability"], 3U);
  EXPECT_EQ(questions["planning"], 10U);
  EXPECT_GE(library.predictions.size(), 12U);
}

}  // namespace
}  // namespace headroom
