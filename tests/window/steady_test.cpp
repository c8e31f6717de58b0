// Nothing moves while a run is watched, presenter mode can be read from the last row, and the legend's curves
// are shown and hidden by a click.
#include <gtest/gtest.h>

#include <algorithm>

#include "app/views/curves_view.h"
#include "app/views/window_layout.h"
#include "app/widgets/frame_notes.h"
#include "support/screen.h"
#include "support/software_renderer.h"

namespace headroom::app {
namespace {

using Place = FrameNotes::Place;

// Where the lines of text and the panels below the pipeline are, in the order in which they were drawn.
std::vector<Place> places(Screen& screen, const Snapshot& run, const UiState& state, float below) {
  const demo::Demo demo{"", run, state};
  screen.draw(demo, 3);
  frame_notes().places.emplace();
  screen.draw(demo, 1);
  std::vector<Place> found = *frame_notes().places;
  frame_notes().places.reset();
  std::erase_if(found, [&](const Place& place) { return place.y < below; });
  return found;
}

// The same run later, with figures of every length.
std::vector<Snapshot> moments() {
  std::vector<Snapshot> list;
  for (const std::int64_t epoch : {0, 1, 2, 7, 13}) {
    list.push_back(demo::training({"small", "large"}, epoch));
    Snapshot busy = list.back();
    MemorySnapshot& memory = busy.memory.edit();
    memory.device.context = 3 * kMiB + epoch * 217 * kMiB;
    memory.device.free -= epoch * 1234 * kMiB;
    memory.report.largest_width = 9'876 + 13'001 * epoch;
    memory.report.largest_rows = 987'654 + 7'000'003 * epoch;
    for (ModelSnapshot& model : busy.curves.edit().models) {
      model.epoch_seconds = epoch == 0 ? 0 : 0.0007 * static_cast<double>(epoch * epoch * epoch);
      model.steps_per_second = 9.87 * static_cast<double>(1 + epoch * epoch * epoch * 9);
    }
    list.push_back(busy);
  }
  for (Snapshot& run : list) run.message = "training small and large";
  return list;
}

TEST(Steady, NothingMovesWhileARunTrains) {
  for (const auto& [w, h, scale] :
       {std::tuple{1440.0F, 900.0F, 1.0F}, {1024.0F, 700.0F, 1.0F}, {1920.0F, 1080.0F, 1.5F}}) {
    SCOPED_TRACE(testing::Message() << w << "x" << h << " at " << scale);
    Screen screen(w, h, scale);
    const float below = window_layout(w, h, scale, false).main.y;
    const std::vector<Snapshot> runs = moments();
    const std::vector<Place> first = places(screen, runs.front(), demo::ui_state(), below);
    EXPECT_GT(first.size(), 40U);
    for (std::size_t i = 1; i < runs.size(); ++i) {
      const std::vector<Place> now = places(screen, runs[i], demo::ui_state(), below);
      ASSERT_EQ(now.size(), first.size()) << "moment " << i;
      for (std::size_t k = 0; k < now.size(); ++k) {
        ASSERT_EQ(now[k].x, first[k].x) << "moment " << i << ", place " << k << " at y " << first[k].y;
        ASSERT_EQ(now[k].y, first[k].y) << "moment " << i << ", place " << k << " at x " << first[k].x;
      }
    }
  }
}

// The second model's, with a button; and one too long for a line.
TEST(Steady, NothingMovesWhenThereIsTroubleToTell) {
  for (const auto& [w, h, scale, presenter] : {std::tuple{1440.0F, 900.0F, 1.0F, false},
                                               {1024.0F, 700.0F, 1.0F, false},
                                               {1024.0F, 700.0F, 2.0F, false},
                                               {1280.0F, 720.0F, 1.25F, true}}) {
    SCOPED_TRACE(testing::Message() << w << "x" << h << " at " << scale);
    Screen screen(w, h, scale);
    const WindowLayout layout = window_layout(w, h, scale, presenter);
    Snapshot run = demo::training({"small", "large"}, 7);
    UiState state = demo::ui_state();
    state.presenter = presenter;
    // The status bar's own line may be what tells it.
    const auto seen = [&] {
      std::vector<Place> found = places(screen, run, state, layout.main.y);
      std::erase_if(found, [&](const Place& place) { return place.y >= layout.status.y; });
      return found;
    };
    const std::vector<Place> calm = seen();
    EXPECT_GE(calm.size(), 5U);
    const auto named = [&](std::string_view name) {
      const std::vector<Control>& all = screen.view().controls();
      return std::find_if(all.begin(), all.end(), [&](const Control& c) { return c.name == name; });
    };
    EXPECT_EQ(named("dismiss_trouble"), screen.view().controls().end());
    run.curves.edit().models[1].trouble =
        Trouble{.kind = TroubleKind::kOverfits,
                .what =
                    "Over-fitting: the validation loss was lowest in epoch 12 (0.281, now 0.392) while the "
                    "training loss still falls.",
                .advice = "Stop early, use a smaller network or fewer columns, or get more rows.",
                .remedy = TroubleRemedy::kStopEarly};
    EXPECT_EQ(seen(), calm);
    for (const char* name : {"dismiss_trouble", "follow_advice"}) {
      const auto control = named(name);
      ASSERT_NE(control, screen.view().controls().end()) << name;
      EXPECT_LE(control->area.right(), w);
      EXPECT_GT(control->area.w, 8 * scale);
    }
  }
}

// The axis below it is seen as well: muted figures right above the status bar, without scrolling.
TEST(Cramped, AWholePlotIsSeenAtTwiceTheText) {
  Screen screen(1024, 700, 2);
  const demo::Demo demo{"", demo::training({"small", "large"}, 7), demo::ui_state()};
  const Rect main = window_layout(1024, 700, 2, false).main;
  const Rendering picture = render_to_memory(screen.draw(demo), screen.theme().ground);
  const ImVec4 ink = screen.theme().muted;
  const auto near = [](std::uint8_t a, float b) { return std::abs(static_cast<float>(a) - b * 255) < 12; };
  int pixels = 0;
  for (auto y = static_cast<int>(main.bottom() - 2 * 26); y < static_cast<int>(main.bottom()); ++y) {
    for (auto x = static_cast<int>(main.x + 2 * 70); x < static_cast<int>(main.right()); ++x) {
      const std::size_t at = 4 * (static_cast<std::size_t>(y) * 1024 + static_cast<std::size_t>(x));
      pixels += near(picture.rgba[at], ink.x) && near(picture.rgba[at + 1], ink.y) &&
                near(picture.rgba[at + 2], ink.z);
    }
  }
  EXPECT_GT(pixels, 60);
}

TEST(Steady, OneMoreFrameFollowsAChangeOfSizeAndThenNone) {
  Screen screen(1440, 900, 1);
  screen.draw({"", demo::ready(), demo::ui_state()}, 5);
  EXPECT_FALSE(screen.animating());
  const demo::Demo longer{"", demo::does_not_fit(), demo::ui_state()};  // its panel needs a scroll bar
  screen.draw(longer, 1);
  EXPECT_TRUE(screen.animating());
  screen.draw(longer, 4);
  EXPECT_FALSE(screen.animating());
}

TEST(Presenter, NoTextIsSmallerThanTheLastRowCanRead) {
  for (const auto& [w, h, chosen] : {std::tuple{1280.0F, 720.0F, 1.0F},
                                     {1280.0F, 720.0F, 1.5F},
                                     {1920.0F, 1080.0F, 1.0F},
                                     {3840.0F, 2160.0F, 1.0F}}) {
    SCOPED_TRACE(testing::Message() << w << "x" << h << " at " << chosen);
    Screen screen(w, h, presenter_scale(w, h, chosen));
    UiState state = demo::ui_state();
    state.presenter = true;
    frame_notes().smallest_text = FLT_MAX;
    screen.draw({"", demo::training({"small", "large"}, 7), state});
    // A line is at most 1.32 times as high as its type (app/ui/theme.h).
    EXPECT_GE(frame_notes().smallest_text / 1.32F, 0.014F * h);
  }
}

TEST(Presenter, TheAccuracyIsAClickAway) {
  Screen screen(1280, 720, 1.25F);
  demo::Demo demo{"", demo::training({"small", "large"}, 7), demo::ui_state()};
  demo.state.presenter = true;
  screen.draw(demo);
  const Control* const shown = screen.control("plot_switch");
  ASSERT_NE(shown, nullptr);
  screen.click(demo, {shown->area.x + shown->area.w * 0.75F, shown->area.center().y});
  ASSERT_EQ(screen.actions().size(), 1U);
  const auto* set = get_if<action::SetCurves>(screen.actions().data());
  ASSERT_NE(set, nullptr);
  EXPECT_EQ(set->options.show, CurveShow::kQuality);
}

TEST(Legend, HidesShowsAndRemovesByAClick) {
  Screen screen(1440, 900, 1);
  demo::Demo demo{"", demo::training({"small", "large"}, 7), demo::ui_state()};
  demo.run.past = PastRuns{demo::past_run(7)};
  const Rect curves = curves_layout(window_layout(1440, 900, 1, false).main, 1, false).curves;
  screen.draw(demo);
  const float y = curves.y + 10 + 28 + 4 + 14;
  screen.click(demo, {curves.x + 14 + 40, y});
  ASSERT_EQ(screen.actions().size(), 1U);
  EXPECT_EQ(get<action::SetCurves>(screen.actions()[0]).options.hidden, std::vector<std::string>{"small"});
  demo.state.curves.hidden = {"small"};
  screen.actions().clear();
  screen.click(demo, {curves.x + 14 + 40, y});
  ASSERT_EQ(screen.actions().size(), 1U);
  EXPECT_TRUE(get<action::SetCurves>(screen.actions()[0]).options.hidden.empty());
  // The cross of the earlier run stands somewhere right of the models.
  screen.actions().clear();
  for (float x = curves.x + 400; x < curves.right() - 20; x += 8) screen.click(demo, {x, y});
  EXPECT_TRUE(std::any_of(screen.actions().begin(), screen.actions().end(), [](const Action& a) {
    const auto* run = get_if<action::Run>(&a);
    const auto* remove = run ? std::get_if<command::RemovePast>(&run->command) : nullptr;
    return remove && remove->id == 7;
  }));
}

TEST(PlotMenu, StaysWhereItWasOpenedAndSavesEveryValue) {
  Screen screen(1440, 900, 1);
  const demo::Demo demo{"", demo::training({"small", "large"}, 7), demo::ui_state()};
  const Rect curves = curves_layout(window_layout(1440, 900, 1, false).main, 1, false).curves;
  const ImVec2 at{curves.x + 200, curves.y + 160};
  ImGuiIO& io = ImGui::GetIO();
  io.MousePos = at;
  screen.draw(demo, 2);
  for (const bool down : {true, false}) {
    io.MouseDown[1] = down;
    screen.draw(demo, 1);
  }
  screen.draw(demo, 2);
  screen.click(demo, {at.x + 60, at.y + 10 + 4.5F * 34});  // the fifth item, after two that copy
  ASSERT_EQ(screen.actions().size(), 1U);
  const auto* wanted = get_if<action::ExportCurves>(screen.actions().data());
  ASSERT_NE(wanted, nullptr);
  EXPECT_EQ(wanted->format, ExportFormat::kCsv);
}

TEST(CurvePlots, GhostsAndModelsThatDoNotTrainStayAndHiddenOnesGo) {
  Snapshot run = demo::training({"small", "large"}, 7);
  run.curves.edit().models[1].selected = false;
  run.past = PastRuns{demo::past_run(7)};
  CurvePlots plots;
  plots.update(run, 0.6);
  CurveOptions options;
  const PlotSpec all = plots.spec(dark_theme(), run, options, CurveMeasure::kLoss);
  ASSERT_EQ(all.curves.size(), 3U);
  EXPECT_EQ(all.curves[0].look, CurveLook::kGhost);
  EXPECT_EQ(all.curves[0].name, "Small 2×50, seed 2, learning rate 0.01");
  EXPECT_EQ(all.curves[1].look, CurveLook::kFull);
  EXPECT_EQ(all.curves[2].look, CurveLook::kDimmed);
  EXPECT_NE(all.curves[1].mark, all.curves[2].mark);
  options.set_hidden("past-7", true);
  options.set_hidden("large", true);
  EXPECT_EQ(plots.spec(dark_theme(), run, options, CurveMeasure::kLoss).curves.size(), 1U);
}

TEST(CurvePlots, FollowALongRunWhileLessThanATenthIsDone) {
  Snapshot run = demo::training({"small"}, 7);  // 7 epochs and 10 batches of 20; 125 steps an epoch
  CurvePlots plots;
  plots.update(run, 0.6);
  CurveOptions options;
  const auto end = [&] { return plots.spec(dark_theme(), run, options, CurveMeasure::kLoss).fit_x; };
  EXPECT_EQ(end(), 20);
  run.facts.edit().config.train.epochs = 1'000'000;
  EXPECT_EQ(end(), 10);
  options.axis = CurveAxis::kStep;  // 885 steps are done
  EXPECT_EQ(end(), 2'000);
  run.facts.edit().config.train.epochs = 70;
  EXPECT_EQ(end(), 70 * 125);
}

}  // namespace
}  // namespace headroom::app
