// A tour that plays by itself over a real run on the processor: every phase comes to its end by its facts,
// the person's run is put aside and comes back, and a key ends it.
#include "app/state/autoplay.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <thread>

#include "app/state/app.h"
#include "app/state/learn_targets.h"
#include "app/state/shortcuts.h"
#include "core/device/cpu/cpu_device.h"
#include "core/io/presets.h"
#include "core/run/run_thread.h"
#include "support/screen.h"
#include "support/text_finder.h"
#include "tests/support/temporary_directory.h"

namespace headroom::app {
namespace {

class AutoplayTest : public ::testing::Test {
 protected:
  AutoplayTest()
      : run_({.list = [] { return std::vector<DeviceInfo>{cpu::CpuDevice(1).info()}; },
              .open = [](const std::string&) { return std::make_unique<cpu::CpuDevice>(1); }},
             {}),
        app_(
            {[this](Command command) { run_.post(std::move(command)); }, [this] { return run_.snapshot(); }},
            Settings(), read_library, [] { return read_plan_library({}); }, {}, directory_.path()) {
    until([&] { return app_.state().autoplay.tours && app_.settled() && !app_.state().presets.empty(); });
  }
  // What the shown tab looks at, as the window asks for it.
  void watch() {
    const UiState& state = app_.state();
    const bool same = watched_ && state.tab == *watched_ && state.look.model == look_.model &&
                      state.look.row == look_.row && state.look.data.stage == look_.data.stage;
    if (same) return;
    Interests wanted;
    if (state.tab == Tab::kData) wanted = interest(Inspect::kData);
    if (state.tab == Tab::kNetwork) wanted = interest(Inspect::kNetwork);
    if (state.tab == Tab::kPrediction) wanted = interest(Inspect::kPrediction);
    if (state.tab == Tab::kErrors) wanted = interest(Inspect::kErrors);
    watched_ = state.tab;
    look_ = state.look;
    app_.perform(Action{action::Run{command::Watch{wanted, look_}}});
  }
  void until(const std::function<bool()>& holds) {
    for (int i = 0; i < 120'000; ++i) {
      app_.poll(now_ += 0.005);
      watch();
      if (holds()) return;
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    FAIL() << "it did not come: " << app_.run().message;
  }
  void act(Action action) { app_.perform(action); }
  void settle() {
    until([&] { return app_.settled() && app_.run().state != RunState::kPreparing; });
  }
  const AutoplayState& play() const { return app_.state().autoplay; }
  std::string fact(std::string_view name) const {
    return fact_text(find_fact(name)->read({app_.state(), app_.run(), app_.visible_error()}));
  }

  test::TemporaryDirectory directory_;
  RunThread run_;
  App app_;
  double now_ = 0;
  std::optional<Tab> watched_;
  Look look_;
};

TEST_F(AutoplayTest, EveryPhaseOfEveryTourIsReachedAndTheyGoOnForEver) {
  const Tours& tours = *play().tours;
  ASSERT_EQ(tours.size(), 2U);
  for (const Lesson& tour : tours) {
    for (const LessonStep& step : tour.steps) {
      for (const Instruction& line : step.show) {
        const std::string at = "spotlight at ";
        if (!line.text.starts_with(at)) continue;
        EXPECT_NO_THROW(check_target(line.text.substr(at.size()))) << line.where;
      }
    }
  }
  act(action::Autoplay{AutoplayDo::kPause, {}, kShortestPause});
  act(action::Autoplay{});
  std::set<std::pair<std::size_t, std::size_t>> seen;
  double since = now_;
  std::pair<std::size_t, std::size_t> last{99, 99};
  until([&] {
    EXPECT_EQ(app_.visible_error(), nullptr) << app_.visible_error()->what();
    const std::pair<std::size_t, std::size_t> at{play().tour, play().step};
    if (at != last) since = now_;
    last = at;
    EXPECT_LT(now_ - since, 100) << "phase " << at.second + 1 << " of " << tours[at.first].id
                                 << " does not end by its facts";
    if (play().phase == AutoplayPhase::kPausing) seen.insert(at);
    return now_ - since >= 100 ||
           (seen.size() == tours[0].steps.size() + tours[1].steps.size() + 2 && at.second == 0);
  });
  EXPECT_TRUE(app_.state().presenter);
}

TEST_F(AutoplayTest, ThePersonsRunIsPutAsideAndComesBack) {
  act(action::OpenPreset{"two_moons"});
  settle();
  act(action::Run{command::Step{true}});
  settle();
  const std::int64_t steps = app_.run().curves->models.front().steps;
  ASSERT_GT(steps, 0);
  act(action::SelectTab{Tab::kErrors});
  const Settings before = app_.settings();
  act(action::Autoplay{AutoplayDo::kStart, "scalability"});
  until([&] { return play().phase == AutoplayPhase::kPausing; });
  EXPECT_EQ(fact("autoplay"), "scalability");
  EXPECT_EQ(fact("config"), "scalability");
  EXPECT_EQ(app_.settings(), before) << "what a tour shows is not the person's choice";
  // Held, it stays; by the arrows it goes on.
  act(actions_for({.character = U' '}, app_.state(), app_.run()).front());
  const double held = now_;
  until([&] { return now_ - held > 20; });
  EXPECT_EQ(fact("autoplay_step"), "1");
  act(actions_for({.named = NamedKey::kRight}, app_.state(), app_.run()).front());
  EXPECT_EQ(fact("autoplay_step"), "2");
  act(actions_for({.named = NamedKey::kLeft}, app_.state(), app_.run()).front());
  EXPECT_EQ(fact("autoplay_step"), "1");
  // Any other key ends it, and means nothing else.
  const ActionQueue any = actions_for({.character = U'r'}, app_.state(), app_.run());
  ASSERT_EQ(any.size(), 1U);
  act(any.front());
  until([&] { return play().phase == AutoplayPhase::kOff && app_.settled(); });
  EXPECT_EQ(fact("config"), "two_moons");
  EXPECT_EQ(app_.run().curves->models.front().steps, steps);
  EXPECT_EQ(app_.state().tab, Tab::kErrors);
  EXPECT_FALSE(app_.state().presenter);
  EXPECT_EQ(app_.settings(), before);
}

TEST_F(AutoplayTest, ARunThatCannotBeKeptStaysWhereItIs) {
  act(action::OpenPreset{"two_moons"});
  settle();
  act(action::Run{command::Step{false}});
  until([&] { return app_.run().curves->models.front().steps > 0 && app_.settled(); });
  // Runs go into a folder of this name: a file stands in its way.
  std::filesystem::remove_all(directory_.path() / "runs");
  const char* const home = std::getenv("XDG_DATA_HOME");
  ASSERT_EQ(setenv("XDG_DATA_HOME", "/dev/null/nowhere", 1), 0);
  act(action::Autoplay{});
  until([&] { return play().phase == AutoplayPhase::kOff && app_.settled(); });
  home ? setenv("XDG_DATA_HOME", home, 1) : unsetenv("XDG_DATA_HOME");
  EXPECT_NE(app_.visible_error(), nullptr);
  EXPECT_EQ(fact("config"), "two_moons");
}

TEST_F(AutoplayTest, ATourThatThereIsNotIsRefusedWithThoseThatThereAre) {
  act(action::Autoplay{AutoplayDo::kStart, "nowhere"});
  ASSERT_NE(app_.visible_error(), nullptr);
  EXPECT_NE(app_.visible_error()->message().find("scalability"), std::string::npos);
  EXPECT_EQ(play().phase, AutoplayPhase::kOff);
}

TEST(Autoplay, ATourWithAFaultIsLeftOutAndTold) {
  test::TemporaryDirectory folder;
  std::ofstream(folder.path() / "bad.md")
      << "---\ntitle: Bad\ncourse: x\nabout: y\nminutes: 1\n---\n\n## One\n\nText.\n\n"
         "```do\nfly away\n```\n\n## Key insight\n\nNone.\n";
  const TourReading reading = read_tours(folder.path(), "en");
  EXPECT_TRUE(reading.tours.empty());
  ASSERT_EQ(reading.faults.size(), 1U);
  EXPECT_NE(reading.faults[0].where().find("bad.md:13"), std::string::npos) << reading.faults[0].what();
}

std::string tour_text(const std::string& title) {
  return "---\ntitle: " + title +
         "\ncourse: x\nabout: y\nminutes: 1\n---\n\n## One\n\nText.\n\n## Key insight\n\nNone.\n";
}

// A tour that nobody has translated is told in English, and so is one whose translation is wrong.
TEST(Autoplay, ToursSpeakTheLanguageOfTheWindow) {
  test::TemporaryDirectory folder;
  std::filesystem::create_directory(folder.path() / "de");
  for (const char* const name : {"a", "b", "c"})
    std::ofstream(folder.path() / (name + std::string(".md"))) << tour_text(name);
  std::ofstream(folder.path() / "de/b.md") << tour_text("Zwei");
  std::ofstream(folder.path() / "de/c.md") << tour_text("Drei").substr(4);
  const auto titles = [&](const std::string& language) {
    std::vector<std::string> all;
    for (const Lesson& tour : read_tours(folder.path(), language).tours) all.push_back(tour.title);
    return all;
  };
  EXPECT_EQ(titles("en"), (std::vector<std::string>{"a", "b", "c"}));
  EXPECT_EQ(titles("de"), (std::vector<std::string>{"a", "Zwei", "c"}));
  EXPECT_FALSE(read_tours(folder.path(), "de").faults.empty());
}

TEST_F(AutoplayTest, AnotherLanguageIsReadWhenTheWindowSpeaksIt) {
  const auto title = [&] { return play().tours->front().title; };
  EXPECT_EQ(title(), "Training infrastructure");
  act(action::SetLanguage{"de"});
  until([&] { return title() == "Die Infrastruktur des Trainings"; });
  act(action::SetLanguage{"en"});
  until([&] { return title() == "Training infrastructure"; });
}

// Space holds a tour; the status bar must not say that it stops the training.
TEST(AutoplayCaption, AloneSaysWhatKeysDo) {
  demo::Demo demo{"autoplay", demo::training({"small", "large"}, 7), demo::ui_state()};
  Screen screen(1440, 900, 1);
  const auto says_pause = [&] {
    const std::vector<Text> texts = texts_of(screen, demo);
    return std::any_of(texts.begin(), texts.end(),
                       [](const Text& text) { return text.words.find("Space pause") != std::string::npos; });
  };
  EXPECT_TRUE(says_pause());
  demo.state.autoplay.tours =
      std::make_shared<const Tours>(read_tours(assets_directory() / "tours", "en").tours);
  demo.state.autoplay.phase = AutoplayPhase::kPausing;
  EXPECT_FALSE(says_pause());
}

// The caption stands below everything, in type that the last row reads, and a click ends the tour and presses
// nothing.
TEST(AutoplayCaption, IsReadAndEndsByAClick) {
  demo::Demo demo{"autoplay", demo::training({"small", "large"}, 7), demo::ui_state()};
  demo.state.presenter = true;
  demo.state.autoplay.tours =
      std::make_shared<const Tours>(read_tours(assets_directory() / "tours", "en").tours);
  demo.state.autoplay.phase = AutoplayPhase::kPausing;
  Screen screen(1280, 720, 1.25F);
  for (std::size_t step = 0; step <= demo.state.autoplay.playing()->steps.size(); ++step) {
    demo.state.autoplay.step = step;
    screen.draw(demo);
  }
  screen.actions().clear();
  screen.click(demo, {200, 30});
  ASSERT_EQ(screen.actions().size(), 1U);
  EXPECT_EQ(get<action::Autoplay>(screen.actions()[0]).what, AutoplayDo::kLeave);
}

}  // namespace
}  // namespace headroom::app
