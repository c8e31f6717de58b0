// Learn's views without a display: every state at every size inside of its place, clicks and keys that come
// out as actions, figures that are covered until they are guessed.
#include "app/views/learn_view.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <set>

#include "app/state/learn_cover.h"
#include "app/state/learn_targets.h"
#include "app/state/results.h"
#include "app/views/learn_csv.h"
#include "app/views/prediction_card.h"
#include "app/views/question_cards.h"
#include "app/views/window_layout.h"
#include "app/widgets/frame_notes.h"
#include "app/widgets/guess_line.h"
#include "app/widgets/rich_text.h"
#include "core/base/bytes.h"
#include "support/learn_demo.h"
#include "support/overlap.h"
#include "support/screen.h"
#include "support/software_renderer.h"

namespace headroom::app {
namespace {

struct Size {
  float width, height, scale;
};
constexpr Size kSizes[] = {
    {1440, 900, 1}, {1024, 700, 1}, {1440, 900, 2}, {1024, 700, 2}, {1920, 1080, 1.35F}};

const std::vector<std::string>& states() {
  static const std::vector<std::string> kStates = {
      "new",     "begun",    "finished", "faults", "question",     "answered",        "guess",
      "choices", "measured", "failed",   "lesson", "lesson guess", "lesson measured", "insight"};
  return kStates;
}

// Everything that is drawn inside of a clip that lies in the window: no pixel is outside of its panel.
void expect_inside(const ImDrawData& data, const Size& size) {
  for (int l = 0; l < data.CmdListsCount; ++l) {
    for (const ImDrawCmd& command : data.CmdLists[l]->CmdBuffer) {
      if (command.UserCallback != nullptr) continue;  // cuts to what is clipped by itself
      EXPECT_GE(command.ClipRect.x, -0.5F);
      EXPECT_GE(command.ClipRect.y, -0.5F);
      EXPECT_LE(command.ClipRect.z, size.width + 0.5F);
      EXPECT_LE(command.ClipRect.w, size.height + 0.5F);
    }
  }
}

TEST(LearnViews, EveryStateIsDrawnAtEverySize) {
  for (const Size& size : kSizes) {
    for (const std::string& what : states()) {
      for (const bool dark : {true, false}) {
        SCOPED_TRACE(what + " at " + std::to_string(size.width) + " x " + std::to_string(size.scale));
        Screen screen(size.width, size.height, size.scale, dark);
        const demo::Demo demo = demo::learn(what);
        const ImDrawData& data = screen.draw(demo, 4);
        EXPECT_GT(data.TotalVtxCount, 500);
        EXPECT_LT(data.TotalVtxCount, 120'000);
        expect_inside(data, size);
        EXPECT_GE(frame_notes().smallest_text, std::floor(13 * size.scale)) << "no text under 13 px";
        if (size.scale > 1) break;
      }
    }
  }
}

TEST(LearnViews, TwoFramesHaveTheSameLayout) {
  for (const std::string& what : states()) {
    SCOPED_TRACE(what);
    Screen screen(1440, 900, 1);
    const demo::Demo demo = demo::learn(what);
    screen.draw(demo, 5);
    std::vector<std::vector<FrameNotes::Place>> seen;
    for (int i = 0; i < 2; ++i) {
      frame_notes().places.emplace();
      screen.draw(demo, 1);
      seen.push_back(*frame_notes().places);
      frame_notes().places.reset();
    }
    EXPECT_EQ(seen[0], seen[1]);
  }
}

TEST(LearnLayout, TheLessonLeavesTheRestOfTheWindowToTheApp) {
  for (const Size& size : kSizes) {
    SCOPED_TRACE(std::to_string(size.width) + " at " + std::to_string(size.scale));
    const WindowLayout layout = window_layout(size.width, size.height, size.scale, false, {.lesson = true});
    ASSERT_FALSE(layout.lesson.empty());
    EXPECT_FALSE(overlap(layout.lesson, layout.main));
    EXPECT_FALSE(overlap(layout.lesson, layout.strip));
    EXPECT_FALSE(overlap(layout.lesson, layout.status));
    EXPECT_FALSE(overlap(layout.lesson, layout.tabs));
    EXPECT_GT(layout.main.w / size.scale, 450);
    EXPECT_GE(layout.main.h / size.scale, 70);  // of the 350 units of the smallest window at 200 %
    EXPECT_GE(layout.lesson.h / size.scale, 70);
    const bool beside = size.width / size.scale >= 1200;
    EXPECT_EQ(layout.lesson.x > layout.main.right(), beside);
    EXPECT_EQ(layout.lesson.y > layout.main.bottom(), !beside);
  }
  const WindowLayout wide = window_layout(1440, 900, 1, false, {.lesson = true});
  EXPECT_EQ(wide.lesson.w, 444);
  EXPECT_EQ(wide.strip.h, 80);
  EXPECT_EQ(window_layout(1440, 900, 1, false, {.thin_strip = true}).strip.h, 36);
}

std::vector<action::Learn> learnt(const ActionQueue& actions) {
  std::vector<action::Learn> found;
  for (const Action& each : actions) {
    if (const auto* const learn = get_if<action::Learn>(&each)) found.push_back(*learn);
  }
  return found;
}

// Presses the control of this name by the keyboard; what Learn was asked for.
action::Learn pressed(const std::string& what, const std::string& control) {
  Screen screen(1440, 900, 1);
  const demo::Demo demo = demo::learn(what);
  screen.draw(demo, 3);
  EXPECT_EQ(screen.focus(demo, control), "");
  screen.actions().clear();
  screen.key(demo, NamedKey::kEnter);
  const std::vector<action::Learn> found = learnt(screen.actions());
  EXPECT_EQ(found.size(), 1U) << control;
  return found.empty() ? action::Learn{} : found.front();
}

TEST(LearnViews, EveryControlDoesItsPart) {
  EXPECT_EQ(pressed("begun", "go_on").what, LearnDo::kGoOn);
  EXPECT_EQ(pressed("begun", "lesson-stages").id, "stages");
  EXPECT_EQ(pressed("begun", "ask-check-8gb").id, "check-8gb");
  EXPECT_EQ(pressed("begun", "ask-easy").what, LearnDo::kDifficulty);
  EXPECT_EQ(pressed("begun", "predict-first-to-90").id, "first-to-90");
  EXPECT_EQ(pressed("begun", "next_prediction").what, LearnDo::kPrediction);
  EXPECT_EQ(*pressed("question", "option-C").place, 2U);
  EXPECT_EQ(pressed("answered", "question_next").what, LearnDo::kNext);
  EXPECT_EQ(pressed("answered", "question_again").what, LearnDo::kAgain);
  EXPECT_EQ(pressed("answered", "run_here").what, LearnDo::kRun);
  EXPECT_EQ(pressed("guess", "measure").what, LearnDo::kMeasure);
  EXPECT_EQ(pressed("choices", "choice-1").what, LearnDo::kGuess);
  EXPECT_EQ(pressed("measured", "another_guess").what, LearnDo::kAgain);
  EXPECT_EQ(pressed("failed", "measure_again").what, LearnDo::kMeasure);
  EXPECT_EQ(pressed("lesson", "lesson_next").what, LearnDo::kNext);
  EXPECT_EQ(pressed("lesson", "lesson_hint").what, LearnDo::kHint);
  EXPECT_EQ(pressed("lesson", "lesson_close").what, LearnDo::kLeave);
  EXPECT_EQ(pressed("lesson guess", "lesson_back").what, LearnDo::kBack);
}

TEST(LearnViews, TheGuessMovesByKeysAndByTheMouse) {
  Screen screen(1440, 900, 1);
  const demo::Demo demo = demo::learn("guess");
  screen.draw(demo, 3);
  ASSERT_EQ(screen.focus(demo, "guess"), "");
  screen.actions().clear();
  screen.key(demo, NamedKey::kRight);
  ASSERT_EQ(learnt(screen.actions()).size(), 1U);
  EXPECT_GT(learnt(screen.actions()).front().value, 8);
  const Control* const line = screen.control("guess");
  ASSERT_NE(line, nullptr);
  screen.actions().clear();
  screen.click(demo, {line->area.x + line->area.w - 13, line->area.center().y});
  const std::vector<action::Learn> clicked = learnt(screen.actions());
  ASSERT_FALSE(clicked.empty());
  EXPECT_NEAR(clicked.back().value, 100, 5);
}

TEST(LearnViews, ForgettingIsAskedTwice) {
  Screen screen(1440, 1400, 1);
  const demo::Demo demo = demo::learn("begun");
  screen.draw(demo, 3);
  ASSERT_EQ(screen.focus(demo, "forget"), "");
  screen.actions().clear();
  screen.key(demo, NamedKey::kEnter);
  EXPECT_TRUE(learnt(screen.actions()).empty());
  ASSERT_EQ(screen.focus(demo, "forget_really"), "");
  screen.key(demo, NamedKey::kEnter);
  ASSERT_EQ(learnt(screen.actions()).size(), 1U);
  EXPECT_EQ(learnt(screen.actions()).front().what, LearnDo::kForget);
}

// The words of the window, as a drawing of what the exhibit of its curves' neighbours would hold.
std::string words_of(Screen& screen, const demo::Demo& demo) {
  screen.draw(demo, 4);
  screen.view().tape().begin();
  const ImDrawData& drawn = screen.draw(demo, 1);
  const ImVec2 size = ImGui::GetIO().DisplaySize;
  return drawing_svg(
      screen.view().tape().finish(drawn, {{0, 0, size.x, size.y}, screen.theme(), screen.fonts()}), "window");
}

TEST(LearnViews, TheAskedFigureIsCoveredEverywhereUntilItIsGuessed) {
  demo::Demo demo = demo::learn("lesson guess");
  auto& models = demo.run.curves.edit().models;
  models[0].epoch_seconds = 0.00747;
  models[1].epoch_seconds = 0.15313;
  models[1].steps_per_second = 2057;
  Screen screen(1440, 900, 1);
  const std::string before = words_of(screen, demo);
  for (const char* figure : {"7.47 ms", "153 ms", "20.5×", "2 057", "2 060"})
    EXPECT_EQ(before.find(figure), std::string::npos) << figure;
  demo.state.learn.guesses["epoch-time-ratio"] = {.value = 8, .given = true};
  const std::string after = words_of(screen, demo);
  EXPECT_NE(after.find("153 ms"), std::string::npos);
  EXPECT_NE(after.find("7.47 ms"), std::string::npos);
}

// The same for memory: the panel, its exhibit and the bar of presenter mode would say it.
TEST(LearnViews, MemoryIsCoveredWhileItsRatioIsAsked) {
  demo::Demo demo = demo::learn("lesson guess");
  auto lesson = std::make_shared<Lesson>(*demo.state.learn.lesson);
  lesson->steps[demo.state.learn.step].predict = "memory-ratio";
  demo.state.learn.lesson = lesson;
  auto library = std::make_shared<LearnLibrary>(*demo.state.learn.library);
  library->predictions[0].id = "memory-ratio";
  demo.state.learn.library = library;
  demo.state.learn.guesses.clear();
  ASSERT_TRUE(covers(demo.state, Covered::kMemory));
  const MemorySnapshot& memory = *demo.run.memory;
  std::set<std::string> figures{format_bytes(memory.predicted_total), format_bytes(memory.charged_total)};
  for (const ModelSnapshot& model : demo.run.curves->models)
    figures.insert(format_bytes(bytes_with_data(demo.run, model)));
  for (const Category category : {Category::kWeights, Category::kGradients, Category::kOptimizer}) {
    figures.insert(format_bytes(memory.predicted[static_cast<std::size_t>(category)]));
  }
  figures.erase(format_bytes(0));
  ASSERT_GE(figures.size(), 3U);
  Screen screen(1440, 900, 1);
  const std::string before = words_of(screen, demo);
  for (const std::string& figure : figures) EXPECT_EQ(before.find(figure), std::string::npos) << figure;
  for (const char* name : {"memory", "architecture"})
    EXPECT_EQ(screen.view().exhibits().find(name), nullptr) << name << " would hold it";
  demo.state.learn.guesses["memory-ratio"] = {.value = 2, .given = true};
  const std::string after = words_of(screen, demo);
  std::size_t seen = 0;
  for (const std::string& figure : figures) seen += after.find(figure) == std::string::npos ? 0 : 1;
  EXPECT_GE(seen, 3U) << "they stand there again";
  EXPECT_NE(screen.view().exhibits().find("memory"), nullptr);
}

// Right-click, menu key and scripts: every list of the tab can be taken out, with what it says.
TEST(LearnViews, ListsAreExhibits) {
  const demo::Demo begun = demo::learn("begun");
  Screen screen(1440, 900, 1);
  screen.draw(begun, 4);
  for (const char* name : {"learn-courses", "learn-planning", "learn-predictions", "learn-questions"})
    EXPECT_NE(screen.view().exhibits().find(name), nullptr) << name;
  const demo::Demo answered = demo::learn("answered");
  Screen other(1440, 900, 1);
  other.draw(answered, 4);
  EXPECT_NE(other.view().exhibits().find("real-cards"), nullptr);
}

TEST(LearnCsv, HoldsWhatWasDone) {
  LearnState learn;
  learn.library = demo::learn_library();
  learn.progress.lessons["small_or_large"] = {.step = 1, .done = {0}};
  learn.progress.questions["check-8gb"] = {.first_right = false, .right = true, .answers = 2};
  learn.progress.predictions["epoch-time-ratio"] = {8, 20.5, false};
  learn.progress.predictions["first-to-90"] = {1, std::nullopt, false};
  const std::string lessons = lessons_csv(learn), questions = questions_csv(learn),
                    predictions = predictions_csv(learn);
  EXPECT_NE(lessons.find("\nsmall_or_large,Small or large?,scalability,15,3,1,0\n"), std::string::npos)
      << lessons;
  EXPECT_NE(questions.find("\ncheck-8gb,"), std::string::npos) << questions;
  EXPECT_NE(questions.find(",2,0,1\n"), std::string::npos) << questions;
  EXPECT_NE(predictions.find(",x,8,20.5,0\n"), std::string::npos) << predictions;
  const std::string& choice = learn.library->prediction("first-to-90")->choices.at(1);
  EXPECT_NE(predictions.find(",," + choice + ",,\n"), std::string::npos) << predictions;
  EXPECT_EQ(lessons_csv({}), "lesson,title,course,minutes,steps,steps_done,finished\n");
}

// Where a window has too little height for both, the lesson can be read alone.
TEST(LearnViews, ALessonTakesTheWholeOfASmallWindowOnWish) {
  demo::Demo demo = demo::learn("lesson");
  Screen screen(1024, 700, 2);
  screen.draw(demo, 3);
  ASSERT_EQ(screen.focus(demo, "lesson_size"), "");
  screen.actions().clear();
  screen.key(demo, NamedKey::kEnter);
  ASSERT_EQ(learnt(screen.actions()).size(), 1U);
  EXPECT_EQ(learnt(screen.actions()).front().what, LearnDo::kEnlarge);
  demo.state.learn.large = true;
  screen.draw(demo, 3);
  EXPECT_NE(screen.control("lesson_next"), nullptr);
  EXPECT_NE(screen.control("lesson_size"), nullptr) << "the way back";
  EXPECT_EQ(screen.control("smooth"), nullptr) << "the view waits";
  const WindowLayout both = window_layout(1024, 700, 2, false, {.lesson = true});
  const WindowLayout large = window_layout(1024, 700, 2, false, {.lesson = true, .lesson_large = true});
  EXPECT_GT(large.lesson.h, 1.8F * both.lesson.h);
  EXPECT_TRUE(large.main.empty());
  EXPECT_FALSE(overlap(large.lesson, large.top_bar));
  EXPECT_FALSE(overlap(large.lesson, large.status));
  const WindowLayout wide = window_layout(1440, 900, 1, false, {.lesson = true, .lesson_large = true});
  EXPECT_FALSE(wide.main.empty()) << "where there is room for both, both are there";
  demo.state.learn.large = false;
  Screen roomy(1440, 900, 1);
  roomy.draw(demo, 3);
  EXPECT_EQ(roomy.control("lesson_size"), nullptr);
}

TEST(LearnViews, TheOverviewFitsIntoACommonWindow) {
  const demo::Demo demo = demo::learn("new");
  Screen screen(1440, 900, 1);
  screen.draw(demo, 5);
  const WindowLayout layout = window_layout(1440, 900, 1, false, {.thin_strip = true});
  for (const char* name : {"present", "open_lesson"}) {
    const Control* const control = screen.control(name);
    ASSERT_NE(control, nullptr) << name;
    EXPECT_LE(control->area.bottom(), layout.main.bottom()) << name << " lies below the fold";
  }
}

TEST(LearnViews, RingsLieAroundWhatTheStepSpeaksOf) {
  const demo::Demo demo = demo::learn("lesson");
  Screen screen(1440, 900, 1);
  screen.draw(demo, 4);
  const std::vector<Ring> rings = rings_of(demo.state.learn);
  ASSERT_EQ(rings.size(), 1U);
  EXPECT_EQ(rings[0].target, "model.large.params");
  const auto place = WindowMemory::of_window().anchors.find(rings[0].target);
  ASSERT_TRUE(place);
  const WindowLayout layout = window_layout(1440, 900, 1, false, {.lesson = true});
  EXPECT_GE(place->x, layout.main.x);
  EXPECT_LE(place->right(), layout.main.right());
}

// Each name that a lesson may use is found in some view; a name that no view gives would draw no ring.
TEST(LearnViews, EveryPlaceForARingIsDrawnSomewhere) {
  demo::Demo demo = demo::learn("lesson");
  auto lesson = std::make_shared<Lesson>(*demo.state.learn.lesson);
  lesson->steps[0].text.clear();
  Block block;
  for (const std::string& name : ring_places()) {
    headroom::Span span;
    span.text = "1";
    span.target = name;
    block.spans.push_back(span);
  }
  lesson->steps[0].text.push_back(block);
  demo.state.learn.lesson = lesson;
  std::set<std::string> found;
  const auto look = [&](const Snapshot& run) {
    Screen screen(1920, 1400, 1);
    demo.run = run;
    screen.draw(demo, 4);
    for (const std::string& name : ring_places()) {
      if (WindowMemory::of_window().anchors.find(name)) found.insert(name);
    }
  };
  look(demo::training({"small", "large"}, 7));
  look(demo::training({"small", "large", "custom"}, 7));
  for (const std::string& name : ring_places()) EXPECT_TRUE(found.contains(name)) << name;
}

// What can be pressed and what can be saved can have a ring, by the name that scripts use. Sheets hide the
// lesson, and with it its rings.
TEST(LearnViews, EveryControlAndExhibitCanHaveARing) {
  std::set<std::string> missing;
  const auto look = [&](const demo::Demo& demo) {
    Screen screen(1440, 1400, 1);
    screen.draw(demo, 3);
    std::vector<std::string> names = screen.view().exhibits().names();
    for (const Control& control : screen.view().controls()) names.push_back(control.name);
    for (const std::string& name : names) {
      const auto& catalogue = demo.state.plan.catalogue;
      const bool of_card = catalogue && std::any_of(catalogue->cards.begin(), catalogue->cards.end(),
                                                    [&](const GpuCard& card) { return card.name == name; });
      if (of_card) continue;
      if (!std::all_of(name.begin(), name.end(), [](char c) { return std::isgraph(c) && c != '#'; }))
        continue;
      try {
        check_target(name);
      } catch (const Error&) {
        missing.insert(name);
      }
    }
  };
  for (const demo::Demo& demo : demo::all()) {
    if (!demo.state.home && !demo.state.asks() && !demo.state.keys_shown) look(demo);
  }
  for (const std::string& what : states()) look(demo::learn(what));
  for (const std::string& name : missing)
    ADD_FAILURE() << "a lesson cannot name '" << name
                  << "': add it to kRingControls in app/state/learn_targets.cpp";
  EXPECT_THROW(check_target("stage.lode"), Error);
  EXPECT_THROW(check_target("lesson-"), Error) << "a family is not one of its members";
}

TEST(GuessLine, SharesAndTicksByHand) {
  GuessLine line{.low = 1, .high = 100};
  EXPECT_FLOAT_EQ(guess_share(line, 1), 0);
  EXPECT_FLOAT_EQ(guess_share(line, 10), 0.5F);
  EXPECT_FLOAT_EQ(guess_share(line, 1000), 1);
  EXPECT_EQ(guess_ticks(line), (std::vector<double>{1, 2, 5, 10, 20, 50, 100}));
  line.logarithmic = false;
  line.low = 0;
  EXPECT_FLOAT_EQ(guess_share(line, 25), 0.25F);
  EXPECT_EQ(guess_ticks(line), (std::vector<double>{0, 25, 50, 75, 100}));
  EXPECT_EQ(guess_text(20.53, "x"), "20.5×");
  EXPECT_EQ(guess_text(8, "x"), "8×");
  EXPECT_EQ(guess_text(153.2, "MiB"), "153 MiB");
  EXPECT_EQ(guess_text(0.42, "%"), "0.42 %");
}

TEST(PredictionCard, TheVerdictIsSaidInWords) {
  Prediction figure;
  figure.unit = "x";
  FigureResult result;
  result.figure.value = 20.5;
  EXPECT_EQ(verdict_words(figure, 8, {GuessGrade::kTooLow, 2.56, false}, result),
            "Too low by a factor of 2.6");
  EXPECT_EQ(verdict_words(figure, 60, {GuessGrade::kTooHigh, 2.93, false}, result),
            "Too high by a factor of 2.9");
  EXPECT_EQ(verdict_words(figure, 15, {GuessGrade::kRight, 1.37, false}, result),
            "Right, within a factor of 1.4");
  EXPECT_EQ(verdict_words(figure, 50, {GuessGrade::kRight, 2.4, true}, result),
            "Right, as the repeats lie so far apart");
  figure.logarithmic = false;
  figure.unit = "%";
  EXPECT_EQ(verdict_words(figure, 8.5, {GuessGrade::kTooLow, 2.4, false}, result), "Too low by 12 %");
  figure.choices = {"sgd", "adam"};
  result.figure.value = 1;
  EXPECT_EQ(verdict_words(figure, 0, {GuessGrade::kWrong, 1, false}, result), "It is adam here");
  EXPECT_EQ(verdict_words(figure, 1, {GuessGrade::kRight, 1, false}, result), "Right: adam");
}

TEST(QuestionCards, LieOnBothSidesOfTheSize) {
  const demo::Demo demo = demo::learn("answered");
  ASSERT_TRUE(demo.state.plan.catalogue);
  const auto cards = cards_around(*demo.state.plan.catalogue, 8e9);
  ASSERT_GE(cards.size(), 3U);
  ASSERT_LE(cards.size(), 5U);
  EXPECT_LE(static_cast<double>(cards.front()->usable()), 8e9);
  EXPECT_GT(static_cast<double>(cards.back()->usable()), 8e9);
  std::set<std::string> names;
  for (const GpuCard* const card : cards) EXPECT_TRUE(names.insert(card->name).second) << card->name;
  EXPECT_TRUE(std::is_sorted(cards.begin(), cards.end(),
                             [](const GpuCard* a, const GpuCard* b) { return a->usable() < b->usable(); }));
  EXPECT_TRUE(cards_around(Catalogue(), 8e9).empty());
}

TEST(RichText, WordsBreakAndNothingIsWiderThanItsPlace) {
  Screen screen(800, 600, 1);
  const demo::Demo demo = demo::learn("lesson");
  screen.draw(demo, 1);
  const Theme theme = dark_theme();
  const Ui ui{theme, screen.fonts()};
  const auto height = [&](const std::string& word, float width) {
    Block block;
    block.spans.push_back({word});
    return draw_rich(ui, {0, 0, width, 0}, {block}, {}, false);
  };
  const float one = height("word", 400);
  EXPECT_EQ(height("", 400), one);
  EXPECT_EQ(height("two words", 400), one);
  EXPECT_EQ(height("two words", 60), 2 * one);
  EXPECT_GT(height(std::string(200, 'w'), 100), 10 * one)
      << "a word that is longer than the line goes on below";
  std::string umlauts;
  for (int i = 0; i < 60; ++i) umlauts += "\xC3\xA4";
  EXPECT_GT(height(umlauts, 45), 5 * one) << "and never inside of a character";
}

}  // namespace
}  // namespace headroom::app
