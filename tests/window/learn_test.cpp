// Learn without a window: steps that end by a fact, progress that is kept, files that are written while they
// are read, answers and guesses that are graded.
#include "app/state/learn.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <set>
#include <thread>

#include "app/state/app.h"
#include "app/state/learn_cover.h"
#include "app/state/learn_figures.h"
#include "app/state/learn_questions.h"
#include "app/state/learn_targets.h"
#include "app/state/learn_words.h"
#include "app/state/shortcuts.h"
#include "core/io/file.h"
#include "support/learn_demo.h"
#include "tests/support/temporary_directory.h"

namespace headroom::app {
namespace {

namespace fs = std::filesystem;

void write(const fs::path& file, const std::string& text) {
  fs::create_directories(file.parent_path());
  std::ofstream(file) << text;
}

std::string told(const Error& error) { return error.what(); }

class LearnTest : public ::testing::Test {
 protected:
  LearnTest() {
    write(lessons() / "small_or_large.md", demo::lesson_text());
    write(lessons() / "stages.md", demo::second_lesson_text());
    write(lessons() / "questions" / "planning.md", demo::question_text());
    write(lessons() / "predictions.md", demo::prediction_text());
  }
  fs::path lessons() const { return directory.path() / "lessons"; }
  fs::path data() const { return directory.path() / "data"; }
  fs::path progress_file() const { return data() / "progress.json"; }

  std::unique_ptr<App> open() {
    auto app = std::make_unique<App>(
        RunLink{[this](Command) { ++posted; },
                [this]() -> std::shared_ptr<const Snapshot> {
                  if (snapshot->commands_done != posted) {
                    auto next = std::make_shared<Snapshot>(*snapshot);
                    ++next->sequence;
                    next->commands_done = posted;
                    snapshot = next;
                  }
                  return snapshot;
                }},
        Settings(), [] { return Library(); }, [] { return PlanLibrary(); }, StepMeter::Candidates(), data(),
        FigureMeter::Devices(), LearnPlaces{{lessons()}, {}});
    settle(*app);
    return app;
  }
  void settle(App& app) {
    for (int i = 0; i < 5000; ++i) {
      app.poll(now += 0.05);
      if (!app.busy()) return;
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    FAIL() << "it did not settle";
  }
  void act(App& app, action::Learn wanted) {
    app.perform(Action{std::move(wanted)});
    settle(app);
  }
  std::string fact(const App& app, std::string_view name) const {
    return fact_text(find_fact(name)->read({app.state(), app.run(), app.visible_error()}));
  }

  test::TemporaryDirectory directory;
  std::shared_ptr<const Snapshot> snapshot = std::make_shared<Snapshot>();
  std::uint64_t posted = 0;
  double now = 0;
};

TEST_F(LearnTest, AStepEndsByAFactAndNotByGoingOn) {
  auto app = open();
  act(*app, {LearnDo::kLesson, "small_or_large"});
  EXPECT_EQ(fact(*app, "learn_page"), "lesson");
  EXPECT_EQ(fact(*app, "learn_step"), "1");
  EXPECT_EQ(fact(*app, "learn_steps"), "3");
  EXPECT_EQ(fact(*app, "learn_done"), "false");
  act(*app, {LearnDo::kNext});
  act(*app, {LearnDo::kBack});
  EXPECT_EQ(fact(*app, "learn_done"), "false") << "it was skipped";
  app->perform(Action{action::SetTheme{false}});
  settle(*app);
  EXPECT_EQ(fact(*app, "learn_done"), "true");
  app->perform(Action{action::SetTheme{true}});
  settle(*app);
  EXPECT_EQ(fact(*app, "learn_done"), "true") << "what was done stays done";
}

TEST_F(LearnTest, AStepShowsWhatItSaysAndGoesOnWhereItWasLeft) {
  write(lessons() / "tour.md", R"(---
title: A tour
course: planning
about: Around.
minutes: 5
---

## First

Here.

```do
tab data
theme light
```

## Second

There.

```do
presenter on
```

## Key insight

Seen.
)");
  auto app = open();
  act(*app, {LearnDo::kLesson, "tour"});
  EXPECT_EQ(app->state().tab, Tab::kData);
  EXPECT_FALSE(app->state().dark);
  EXPECT_FALSE(app->state().presenter);
  act(*app, {LearnDo::kNext});
  EXPECT_TRUE(app->state().presenter);
  act(*app, {LearnDo::kCourses});
  EXPECT_FALSE(app->state().shows_lesson());
  act(*app, {LearnDo::kGoOn});
  EXPECT_TRUE(app->state().shows_lesson());
  EXPECT_EQ(app->state().tab, Tab::kData) << "where it was";
  act(*app, {LearnDo::kNext});
  EXPECT_EQ(app->state().learn.shown_step(), nullptr) << "the key insight";
  act(*app, {LearnDo::kNext});
  EXPECT_EQ(fact(*app, "learn_lesson"), "none");
  EXPECT_EQ(fact(*app, "learn_finished"), "tour");
  EXPECT_EQ(app->state().tab, Tab::kLearn);
}

TEST_F(LearnTest, WhatAStepCannotShowIsSaidAndTheLessonGoesOn) {
  write(lessons() / "wrong.md", R"(---
title: Wrong
course: planning
about: A batch that is no number.
minutes: 5
---

## First

Here.

```do
plan set batch many
```

## Key insight

Seen.
)");
  auto app = open();
  act(*app, {LearnDo::kLesson, "wrong"});
  EXPECT_NE(fact(*app, "learn_failure"), "none");
  EXPECT_NE(fact(*app, "learn_failure").find("wrong.md:13"), std::string::npos)
      << fact(*app, "learn_failure");
  EXPECT_EQ(app->visible_error(), nullptr) << "it is said in the panel that it concerns";
  act(*app, {LearnDo::kNext});
  EXPECT_EQ(fact(*app, "learn_failure"), "none");
}

TEST_F(LearnTest, ProgressIsKeptAndForgotten) {
  {
    auto app = open();
    act(*app, {LearnDo::kLesson, "small_or_large"});
    act(*app, {LearnDo::kNext});
    act(*app, {LearnDo::kQuestion, "check-8gb"});
    act(*app, {.what = LearnDo::kAnswer, .place = 0});
  }
  ASSERT_TRUE(fs::exists(progress_file()));
  auto app = open();
  const LearnState& learn = app->state().learn;
  EXPECT_EQ(learn.progress.lessons.at("small_or_large").step, 1U);
  EXPECT_EQ(learn.progress.questions.at("check-8gb").answers, 1);
  act(*app, {LearnDo::kGoOn});
  EXPECT_EQ(fact(*app, "learn_lesson"), "small_or_large");
  EXPECT_EQ(fact(*app, "learn_step"), "2");
  act(*app, {LearnDo::kForget});
  EXPECT_TRUE(learns_first(learn));
  EXPECT_EQ(learn.lesson, nullptr);
  app.reset();
  app = open();
  EXPECT_TRUE(learns_first(app->state().learn));
}

TEST_F(LearnTest, ProgressOfAnotherVersionIsLeftAsItIs) {
  for (const std::string kept :
       {R"({"schema_version": 99, "anything": 1})", R"({"schema_version": 1, "les)", "\x01\x02"}) {
    write(progress_file(), kept);
    {
      auto app = open();
      EXPECT_FALSE(app->state().learn.progress_fault.empty()) << kept;
      act(*app, {LearnDo::kQuestion, "check-8gb"});
      act(*app, {.what = LearnDo::kAnswer, .place = 1});
      act(*app, {LearnDo::kForget});
      ASSERT_NE(app->visible_error(), nullptr);
      EXPECT_NE(told(*app->visible_error()).find("progress.json"), std::string::npos);
    }
    EXPECT_EQ(read_file(progress_file()), kept);
  }
}

TEST_F(LearnTest, AFileThatIsSavedIsReadAgain) {
  auto app = open();
  act(*app, {LearnDo::kLesson, "stages"});
  EXPECT_EQ(app->state().learn.shown_step()->title, "The data arrive");
  const auto rewrite = [&](const std::string& from, const std::string& to) {
    std::string text = demo::second_lesson_text();
    text.replace(text.find(from), from.size(), to);
    write(lessons() / "stages.md", text);
    now += 5;
    for (int i = 0; i < 3; ++i) {  // looks, reads, has read
      settle(*app);
      std::this_thread::sleep_for(std::chrono::milliseconds(30));
      now += 1.5;
    }
    settle(*app);
  };
  rewrite("The data arrive", "Ten thousand rows arrive");
  EXPECT_EQ(app->state().learn.shown_step()->title, "Ten thousand rows arrive");
  rewrite("{rows} rows", "{rowz} of them");
  ASSERT_EQ(app->state().learn.library->faults.size(), 1U);
  EXPECT_NE(fact(*app, "learn_faults").find("stages.md:10"), std::string::npos) << fact(*app, "learn_faults");
  EXPECT_EQ(app->state().learn.shown_step()->title, "Ten thousand rows arrive") << "the last good text stays";
  EXPECT_NE(app->state().learn.library->lesson("small_or_large"), nullptr) << "and the other files";
  rewrite("The data arrive", "Mended");
  EXPECT_TRUE(app->state().learn.library->faults.empty());
  EXPECT_EQ(app->state().learn.shown_step()->title, "Mended");
}

TEST_F(LearnTest, OneBadFileLeavesTheRestUsable) {
  write(lessons() / "bad.md", "no head, no step");
  write(lessons() / "questions" / "bad.md", "## A title alone\n");
  std::ofstream(lessons() / "binary.md", std::ios::binary) << std::string("\0\xff\xfe", 3);
  auto app = open();
  const LearnLibrary& library = *app->state().learn.library;
  EXPECT_EQ(library.lessons.size(), 2U);
  EXPECT_EQ(library.sets.size(), 1U);
  std::set<std::string> files;
  for (const Error& fault : library.faults) {
    EXPECT_NE(fault.where().find(':'), std::string::npos) << told(fault) << " names no line";
    files.insert(fault.where().substr(0, fault.where().find(':')));
  }
  EXPECT_TRUE(files.contains("bad.md"));
  EXPECT_TRUE(files.contains("binary.md"));
}

TEST_F(LearnTest, AFileOfATeacherTakesThePlaceOfTheOneThatCameAlong) {
  std::string mine = demo::second_lesson_text();
  mine.replace(mine.find("Card by card"), 12, "As I tell it");
  write(directory.path() / "elsewhere" / "stages.md", mine);
  auto app = open();
  act(*app, {LearnDo::kFile, (directory.path() / "elsewhere" / "stages.md").string()});
  EXPECT_EQ(app->state().learn.library->lesson("stages")->about, "As I tell it.");
  act(*app, {LearnDo::kFile, (directory.path() / "none.md").string()});
  EXPECT_NE(fact(*app, "learn_faults").find("none.md"), std::string::npos);
  EXPECT_EQ(app->state().learn.library->lessons.size(), 2U);
}

TEST_F(LearnTest, WhatThereIsNotIsAnsweredWithWhatThereIs) {
  auto app = open();
  for (const action::Learn& wanted : {action::Learn{LearnDo::kLesson, "none"},
                                      {LearnDo::kQuestion, "none"},
                                      {LearnDo::kPrediction, "none"},
                                      {LearnDo::kDifficulty, "none"},
                                      {LearnDo::kMissed},
                                      {LearnDo::kMeasure},
                                      {LearnDo::kGuess}}) {
    act(*app, wanted);
    EXPECT_NE(app->visible_error(), nullptr) << static_cast<int>(wanted.what);
    app->perform(Action{action::DismissError{}});
  }
}

TEST_F(LearnTest, TheScoreCountsFirstAnswersAndMissedOnesComeAgain) {
  auto app = open();
  const LearnState& learn = app->state().learn;
  act(*app, {LearnDo::kQuestion, "check-8gb"});
  const std::size_t right = letter_of(learn, learn.shown_question()->right);
  act(*app, {.what = LearnDo::kAnswer, .place = (right + 1) % kOptions});
  EXPECT_EQ(fact(*app, "learn_right"), "false");
  EXPECT_EQ(fact(*app, "learn_score"), "0:1:2");
  act(*app, {.what = LearnDo::kAnswer, .place = right});
  EXPECT_EQ(fact(*app, "learn_right"), "false") << "one answer a time";
  act(*app, {LearnDo::kMissed});
  EXPECT_EQ(learn.queue, std::vector<std::string>{"check-8gb"});
  EXPECT_FALSE(learn.answer);
  act(*app, {.what = LearnDo::kAnswer, .place = letter_of(learn, learn.shown_question()->right)});
  EXPECT_EQ(fact(*app, "learn_right"), "true");
  EXPECT_EQ(fact(*app, "learn_score"), "0:1:2") << "the first answer counts";
  EXPECT_TRUE(missed_questions(learn).empty());
  act(*app, {LearnDo::kNext});
  EXPECT_EQ(learn.page, LearnPage::kCourses) << "behind the last";
}

TEST_F(LearnTest, AQuestionIsRunHereOnceItIsAnswered) {
  auto app = open();
  act(*app, {LearnDo::kQuestion, "check-8gb"});
  act(*app, {LearnDo::kRun});
  ASSERT_NE(app->visible_error(), nullptr) << "what it shows is the answer";
  app->perform(Action{action::DismissError{}});
  act(*app, {.what = LearnDo::kAnswer, .place = 0});
  act(*app, {LearnDo::kRun});
  EXPECT_EQ(app->visible_error(), nullptr);
  EXPECT_FALSE(app->state().dark) << "the line was carried out";
  EXPECT_EQ(fact(*app, "learn_question"), "check-8gb") << "and the question is still there";
  act(*app, {LearnDo::kQuestion, "choose-first"});
  act(*app, {.what = LearnDo::kAnswer, .place = 0});
  act(*app, {LearnDo::kRun});
  EXPECT_NE(app->visible_error(), nullptr) << "it has nothing to run";
}

TEST_F(LearnTest, ALessonIsReadAloneAndBack) {
  auto app = open();
  act(*app, {LearnDo::kLesson, "stages"});
  EXPECT_EQ(fact(*app, "learn_large"), "false");
  act(*app, {LearnDo::kEnlarge});
  EXPECT_EQ(fact(*app, "learn_large"), "true");
  act(*app, {LearnDo::kEnlarge});
  EXPECT_EQ(fact(*app, "learn_large"), "false");
}

TEST(LearnQuestions, OptionsAreInAnOrderOfTheSeed) {
  std::set<std::array<std::size_t, kOptions>> orders;
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    LearnState learn;
    learn.library = demo::learn_library();
    learn.progress.seed = seed;
    ask_question("check-8gb", learn);
    const auto order = learn.order;
    ask_question("check-8gb", learn);
    EXPECT_EQ(order, learn.order) << "the same seed, the same order";
    EXPECT_EQ(std::set<std::size_t>(order.begin(), order.end()), (std::set<std::size_t>{0, 1, 2, 3}));
    orders.insert(order);
  }
  EXPECT_GT(orders.size(), 10U);
}

TEST(LearnCover, WhatIsAskedForIsCoveredUntilTheGuessIsGiven) {
  demo::Demo demo = demo::learn("lesson guess");
  EXPECT_TRUE(covers(demo.state, Covered::kEpochTime));
  EXPECT_FALSE(covers(demo.state, Covered::kMemory));
  EXPECT_EQ(figure_text("epoch_time_ratio", demo.state, demo.run), "?");
  EXPECT_NE(figure_text("parameter_ratio", demo.state, demo.run), "?");
  demo.state.learn.guesses["epoch-time-ratio"] = {.value = 8, .given = true};
  EXPECT_FALSE(covers(demo.state, Covered::kEpochTime));
  EXPECT_NE(figure_text("epoch_time_ratio", demo.state, demo.run), "?");
  demo.state.learn.lesson.reset();
  demo.state.learn.guesses.clear();
  EXPECT_FALSE(covers(demo.state, Covered::kEpochTime)) << "nobody asks";
}

TEST(LearnFigures, AreThoseOfTheLoadedRun) {
  const Snapshot run = demo::training({"small", "large"}, 7);
  const UiState state = demo::ui_state();
  // 230 x 50 + 50 + 50 x 50 + 50 + 50 + 1, and the same by hand of five layers of 200.
  EXPECT_EQ(figure_text("small_parameters", state, run), "14 151");
  EXPECT_EQ(figure_text("large_parameters", state, run), "207 201");
  EXPECT_EQ(figure_text("parameter_ratio", state, run), "14.6×");
  EXPECT_EQ(figure_text("rows", state, run), "10 000");
  EXPECT_EQ(figure_text("columns", state, run), "20");
  EXPECT_EQ(figure_text("features", state, run), "230");
  EXPECT_EQ(figure_text("train_rows", state, run), "8 000");
  EXPECT_EQ(figure_text("epochs", state, run), "20");
  for (const std::string_view name : figure_names()) {
    EXPECT_FALSE(figure_text(name, state, run).empty()) << name;
    EXPECT_EQ(figure_text(name, state, Snapshot()), kNotMeasured) << name;
  }
  EXPECT_EQ(with_figures("{rows} rows of {columns}", state, run), "10 000 rows of 20");
  EXPECT_EQ(with_figures("{rows} rows, {predicted_class}", state, run), "") << "one of them is not known";
  EXPECT_THROW(check_figure("rowz"), Error);
}

TEST(LearnWords, ALessonShowsAndDoesNotTakeOver) {
  for (const char* good :
       {"open preset scalability", "select small,large", "tab network", "play", "look unit 1 2",
        "data stage scaled", "plan set batch 8", "step epoch", "axis seconds", "learn question x"}) {
    EXPECT_NO_THROW(parse_shown(good, "f.md:1")) << good;
  }
  for (const char* bad :
       {"quit", "close", "wait epoch 2", "expect no-error", "screenshot a.png", "save", "size 800x600",
        "export curves png", "plan save json", "recent trash 1", "learn next", "learn forget", "print state",
        "focus play", "press", "", "play\nquit", "nonsense"}) {
    try {
      parse_shown(bad, "f.md:7");
      ADD_FAILURE() << bad;
    } catch (const Error& error) {
      EXPECT_EQ(error.where(), "f.md:7") << bad;
      EXPECT_FALSE(error.message().empty());
    }
  }
  for (const char* good :
       {"epoch >= 2", "state finished", "tab network", "accuracy large >= 0.8", "learn_right true"})
    EXPECT_NO_THROW(parse_done(good, "f.md:1")) << good;
  for (const char* bad : {"epoch", "epohc >= 2", "focus play", "exhibits curves", "play"})
    EXPECT_THROW(parse_done(bad, "f.md:1"), Error) << bad;
}

// A writer who mistypes is told what was meant, of every kind of word.
TEST(LearnWords, TheNearestKnownWordIsNamed) {
  const LessonWords words = lesson_words({"epoch-time-ratio", "memory-ratio"});
  const auto said = [](const auto& check, std::string_view word) {
    try {
      check(word);
    } catch (const Error& error) {
      return std::string(error.message());
    }
    return std::string("nothing");
  };
  EXPECT_NE(said(words.show, "opne preset scalability").find("the nearest is 'open'"), std::string::npos);
  EXPECT_NE(said(words.show, "tab learnn").find("the nearest is 'learn'"), std::string::npos);
  EXPECT_NE(said(words.done, "epohc >= 2").find("the nearest is 'epoch'"), std::string::npos);
  EXPECT_NE(said(words.done, "epoch >= soon").find("'soon'"), std::string::npos)
      << "what is compared is a number";
  EXPECT_NE(said(words.figure, "epoch_tme").find("the nearest is 'epoch_time'"), std::string::npos);
  EXPECT_NE(said(words.target, "stage.lode").find("the nearest is 'stage.load'"), std::string::npos);
  EXPECT_NE(said(words.prediction, "memory-rato").find("the nearest is 'memory-ratio'"), std::string::npos);
  EXPECT_EQ(said(words.target, "lesson-stages"), "nothing");
}

KeyPress typed(char32_t character) { return {NamedKey::kNone, character, false}; }

TEST(LearnKeys, LettersAnswerOnlyWhereAQuestionIsShown) {
  const demo::Demo question = demo::learn("question");
  for (const char32_t letter : {U'a', U'B', U'c', U'D'}) {
    const ActionQueue actions = actions_for(typed(letter), question.state, question.run);
    ASSERT_EQ(actions.size(), 1U);
    const auto learn = get<action::Learn>(actions.front());
    EXPECT_EQ(learn.what, LearnDo::kAnswer);
    EXPECT_EQ(*learn.place, (letter | 32U) - U'a');
  }
  demo::Demo errors = demo::learn("lesson");
  errors.state.tab = Tab::kErrors;
  EXPECT_TRUE(
      holds_alternative<action::ShowErrorsInData>(actions_for(typed(U'd'), errors.state, errors.run).at(0)));
  EXPECT_TRUE(actions_for(typed(U'a'), errors.state, errors.run).empty());
}

TEST(LearnKeys, EnterBackspaceHintAndEscapeLeadThroughALesson) {
  const demo::Demo lesson = demo::learn("lesson");
  const auto does = [](const demo::Demo& demo, const KeyPress& key) {
    const ActionQueue actions = actions_for(key, demo.state, demo.run);
    return actions.size() == 1 && holds_alternative<action::Learn>(actions.front())
               ? get<action::Learn>(actions.front()).what
               : LearnDo::kFile;
  };
  EXPECT_EQ(does(lesson, {NamedKey::kEnter}), LearnDo::kNext);
  EXPECT_EQ(does(lesson, {NamedKey::kBackspace}), LearnDo::kBack);
  EXPECT_EQ(does(lesson, typed(U'h')), LearnDo::kHint);
  EXPECT_EQ(does(lesson, {NamedKey::kEscape}), LearnDo::kLeave);
  EXPECT_EQ(does(demo::learn("lesson guess"), {NamedKey::kEnter}), LearnDo::kMeasure)
      << "what is asked for comes first";
  EXPECT_EQ(does(demo::learn("lesson measured"), {NamedKey::kEnter}), LearnDo::kNext);
  EXPECT_EQ(does(demo::learn("question"), {NamedKey::kEscape}), LearnDo::kCourses);
  EXPECT_EQ(does(demo::learn("begun"), {NamedKey::kEnter}), LearnDo::kGoOn);
  // The run behind it works as ever.
  EXPECT_FALSE(actions_for(typed(U' '), lesson.state, lesson.run).empty());
  demo::Demo sheet = lesson;
  sheet.state.editing_settings = true;
  EXPECT_TRUE(actions_for({NamedKey::kEnter}, sheet.state, sheet.run).empty()) << "a sheet asks";
}

// --- what comes with Headroom

class ShippedLessons : public ::testing::Test {
 protected:
  static const LearnLibrary& library() {
    static const LearnLibrary kShipped = read_lessons(lesson_places({}));
    return kShipped;
  }
};

TEST_F(ShippedLessons, HaveNoFaultsAndEveryLineOfTheirScriptsIsAnAction) {
  for (const Error& fault : library().faults) ADD_FAILURE() << told(fault);
  std::set<std::string> courses;
  for (const Lesson& lesson : library().lessons) {
    SCOPED_TRACE(lesson.id);
    courses.insert(lesson.course);
    EXPECT_GE(lesson.minutes, 5);
    EXPECT_LE(lesson.minutes, 15);
    // It ends in what this machine has to say to it.
    const bool measured = std::any_of(lesson.insight.begin(), lesson.insight.end(), [](const Block& block) {
      return std::any_of(block.spans.begin(), block.spans.end(),
                         [](const headroom::Span& span) { return !span.figure.empty(); });
    });
    EXPECT_TRUE(measured) << "the key insight names no figure of this machine";
    const auto acts = std::count_if(lesson.steps.begin(), lesson.steps.end(), [](const LessonStep& step) {
      return !step.done.empty() || !step.predict.empty();
    });
    EXPECT_GE(acts + 1, lesson.minutes) << "an action every minute, and one minute for the key insight";
    for (const LessonStep& step : lesson.steps) {
      for (const Instruction& each : step.show)
        EXPECT_NO_THROW(parse_shown(each.text, each.where)) << each.where;
      for (const Instruction& each : step.done)
        EXPECT_NO_THROW(parse_done(each.text, each.where)) << each.where;
      if (!step.predict.empty()) {
        EXPECT_NE(library().prediction(step.predict), nullptr) << step.where;
      }
    }
  }
}

TEST_F(ShippedLessons, EveryQuestionIsAnsweredRightAndWrongWithItsExplanation) {
  LearnState learn;
  learn.library = std::make_shared<const LearnLibrary>(library());
  for (const QuestionSet& set : library().sets) {
    for (const Question& question : set.questions) {
      SCOPED_TRACE(question.id);
      for (std::size_t letter = 0; letter < kOptions; ++letter) {
        ask_question(question.id, learn);
        ASSERT_NE(learn.shown_question(), nullptr);
        answer_question(letter, learn);
        ASSERT_TRUE(learn.answer);
        EXPECT_EQ(learn.progress.questions.at(question.id).right, *learn.answer == question.right);
        EXPECT_FALSE(question.options[*learn.answer].explanation.empty());
        EXPECT_FALSE(question.options[*learn.answer].text.empty());
      }
      EXPECT_FALSE(question.hint.empty());
      EXPECT_FALSE(question.solution.empty());
      EXPECT_FALSE(question.mistakes.empty());
      EXPECT_FALSE(question.check.empty());
      if (!question.run.text.empty()) {
        EXPECT_NO_THROW(parse_shown(question.run.text, question.run.where));
      }
    }
  }
}

}  // namespace
}  // namespace headroom::app
