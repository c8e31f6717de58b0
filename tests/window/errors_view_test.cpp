// The tab of errors: where its parts are, what its controls do, and that it asks only for what it shows.
#include "app/views/errors_view.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <tuple>

#include "app/state/errors_ways.h"
#include "app/state/script.h"
#include "app/state/shortcuts.h"
#include "app/state/stage_tabs.h"
#include "app/views/errors_matrix.h"
#include "support/demo_errors.h"
#include "support/overlap.h"
#include "support/screen.h"

namespace headroom::app {
namespace {

// What ChangeErrors would make of the state.
UiState changed(const ActionQueue& actions, UiState state) {
  for (const Action& action : actions) {
    if (const auto* const change = get_if<action::ChangeErrors>(&action))
      change->change(state.errors, state.look);
  }
  return state;
}

std::optional<Interests> watched(const ActionQueue& actions) {
  std::optional<Interests> last;
  for (const Action& action : actions) {
    const auto* const run = get_if<action::Run>(&action);
    if (!run) continue;
    if (const auto* const watch = std::get_if<command::Watch>(&run->command)) last = watch->interests;
  }
  return last;
}

TEST(ErrorsView, ItsPartsLieBesideEachOther) {
  for (const auto& [width, height, scale] : {std::tuple{1408.0F, 660.0F, 1.0F},
                                             {992.0F, 520.0F, 1.0F},
                                             {992.0F, 520.0F, 2.0F},
                                             {700.0F, 500.0F, 1.0F}}) {
    for (const bool presenter : {false, true}) {
      const Rect area{16, 200, width, height};
      const ErrorsLayout layout = errors_layout(area, scale, presenter);
      for (const Rect& part : {layout.matrix, layout.plots, layout.side}) {
        if (part.empty()) continue;
        EXPECT_GE(part.x, area.x);
        EXPECT_LE(part.right(), area.right() + 0.5F);
      }
      EXPECT_FALSE(overlap(layout.matrix, layout.plots));
      EXPECT_FALSE(overlap(layout.matrix, layout.side));
      EXPECT_FALSE(overlap(layout.plots, layout.side));
      EXPECT_GE(layout.matrix.w, 350 * std::min(1.0F, scale));
    }
  }
}

TEST(ErrorsView, MatricesOfAnySizeFit) {
  for (const std::int64_t classes : {2, 3, 10, 20, 50}) {
    for (const float width : {480.0F, 660.0F, 740.0F}) {
      const MatrixFit fit = matrix_fit(width, 430, classes, 40, 1);
      EXPECT_LE(fit.cell * static_cast<float>(classes), 430) << classes;
      EXPECT_LE(40 + fit.cell * static_cast<float>(classes) + static_cast<float>(fit.figures) * 70, width)
          << classes;
      EXPECT_GE(fit.cell, classes <= 10 ? 24 : classes <= 20 ? 16 : 6) << classes << " in " << width;
    }
  }
  EXPECT_EQ(matrix_fit(740, 430, 10, 40, 1).figures, 4);
}

TEST(ErrorsView, DrawsAnyNumberOfClassesAndNoErrors) {
  for (const auto& [classes, wrong] :
       {std::pair<std::int64_t, std::int64_t>{2, 40}, {10, 60}, {30, 90}, {50, 200}, {80, 300}, {10, 0}}) {
    SCOPED_TRACE(std::to_string(classes) + " classes, " + std::to_string(wrong) + " wrong");
    for (const float scale : {1.0F, 2.0F}) {
      Screen screen(1024, 700, scale);
      const ImDrawData& drawn = screen.draw(demo::errors(classes, wrong));
      EXPECT_GT(drawn.TotalVtxCount, 500);
      EXPECT_LT(drawn.TotalVtxCount, 120'000);
    }
  }
}

TEST(ErrorsView, AsksOnlyForWhatIsShown) {
  Screen screen(1440, 900, 1);
  demo::Demo demo = demo::errors(10, 60);
  screen.draw(demo);
  EXPECT_EQ(watched(screen.actions()), interest(Inspect::kErrors));
  demo.state.errors.plot = ErrorPlot::kColumns;
  screen.draw(demo);
  EXPECT_EQ(watched(screen.actions()), interest(Inspect::kErrors) | interest(Inspect::kImportance));
  demo.state.tab = Tab::kCurves;
  screen.draw(demo);
  EXPECT_EQ(watched(screen.actions()), Interests());
}

TEST(ErrorsView, ArrowsGoFromCellToCell) {
  Screen screen(1440, 900, 1);
  demo::Demo demo = demo::errors(10, 60);
  demo.state.errors.cell = ErrorCell{3, 4};
  screen.draw(demo);
  ASSERT_EQ(screen.focus(demo, "errors_matrix"), "");
  screen.actions().clear();
  screen.key(demo, NamedKey::kDown);
  EXPECT_EQ(changed(screen.actions(), demo.state).errors.cell, (ErrorCell{4, 4}));
  screen.actions().clear();
  screen.key(demo, NamedKey::kRight);
  EXPECT_EQ(changed(screen.actions(), demo.state).errors.cell, (ErrorCell{3, 5}));
}

TEST(ErrorsView, ControlsChangeWhatIsShown) {
  Screen screen(1440, 900, 1);
  const demo::Demo demo = demo::errors(10, 60);
  screen.draw(demo);
  const auto pressed = [&](const std::string& control, NamedKey key) {
    EXPECT_EQ(screen.focus(demo, control), "");
    screen.actions().clear();
    screen.key(demo, key);
    return changed(screen.actions(), demo.state);
  };
  EXPECT_TRUE(pressed("errors_show", NamedKey::kRight).errors.shares);
  EXPECT_TRUE(pressed("errors_part", NamedKey::kLeft).look.training_rows);
  EXPECT_EQ(pressed("errors_plot", NamedKey::kRight).errors.plot, ErrorPlot::kRoc);
  const ConfusedPair second =
      demo.run.inspections[index_of(Inspect::kErrors)]->errors()->models[0].confused[1];
  EXPECT_EQ(pressed("pair2", NamedKey::kEnter).errors.cell, (ErrorCell{second.truth, second.said}));
}

TEST(ErrorsView, ARowOfTheListIsTheRowThatIsLookedAt) {
  Screen screen(1440, 900, 1);
  demo::Demo demo = demo::errors(10, 60);
  demo.state.errors.cell = ErrorCell{0, 1};
  screen.draw(demo);
  const ErrorFigures::Model& model = demo.run.inspections[index_of(Inspect::kErrors)]->errors()->models[0];
  const auto cell = model.cell(0, 1);
  ASSERT_FALSE(cell.empty());
  const std::uint32_t row = model.answers[cell.front()].row;
  ASSERT_EQ(screen.focus(demo, "errors_rows"), "");
  screen.actions().clear();
  screen.key(demo, NamedKey::kHome);
  ASSERT_FALSE(screen.actions().empty());
  const auto* const look = get_if<action::LookAt>(&screen.actions().front());
  ASSERT_NE(look, nullptr);
  EXPECT_EQ(look->look.row, row);
}

TEST(ErrorsView, TheCardOfEvaluationOpensTheTabAndThereItsSheet) {
  Screen screen(1440, 900, 1);
  demo::Demo demo = demo::errors(10, 60);
  demo.state.tab = Tab::kCurves;
  screen.draw(demo);
  const std::string card = "stage" + std::to_string(demo.run.stages->size());
  ASSERT_EQ(screen.focus(demo, card), "");
  screen.actions().clear();
  screen.key(demo, NamedKey::kEnter);
  ASSERT_FALSE(screen.actions().empty());
  const auto* const tab = get_if<action::SelectTab>(&screen.actions().front());
  ASSERT_NE(tab, nullptr);
  EXPECT_EQ(tab->tab, Tab::kErrors);
  demo.state.tab = Tab::kErrors;
  screen.draw(demo);
  ASSERT_EQ(screen.focus(demo, card), "");
  screen.actions().clear();
  screen.key(demo, NamedKey::kEnter);
  ASSERT_FALSE(screen.actions().empty());
  const auto* const sheet = get_if<action::OpenStage>(&screen.actions().front());
  ASSERT_NE(sheet, nullptr);
  EXPECT_EQ(sheet->stage, StageId::kEvaluation);
  for (const StageRow& stage : kStageTable) EXPECT_EQ(kStageTabs.row(stage.value).name, stage.name);
}

TEST(ErrorsView, ManyClassesAreSortedBySimilarityOnWish) {
  Screen screen(1440, 900, 1);
  demo::Demo demo = demo::errors(20, 200);
  screen.draw(demo);
  ASSERT_EQ(screen.focus(demo, "errors_classes"), "");
  screen.actions().clear();
  screen.key(demo, NamedKey::kEnter);
  demo.state = changed(screen.actions(), demo.state);
  EXPECT_TRUE(demo.state.errors.by_similarity);
  // Arrows go by place: right of a class stands the one that is most like it.
  const ErrorFigures::Model& model = demo.run.inspections[index_of(Inspect::kErrors)]->errors()->models[0];
  demo.state.errors.cell = ErrorCell{model.similar[3], model.similar[5]};
  screen.draw(demo);
  ASSERT_EQ(screen.focus(demo, "errors_matrix"), "");
  screen.actions().clear();
  screen.key(demo, NamedKey::kRight);
  EXPECT_EQ(changed(screen.actions(), demo.state).errors.cell,
            (ErrorCell{model.similar[3], model.similar[6]}));
  demo::Demo few = demo::errors(10, 60);
  screen.draw(few);
  EXPECT_NE(screen.focus(few, "errors_classes"), "");  // ten are found by their names
}

TEST(ErrorsView, KeyDShowsTheRowsOfTheCellInData) {
  demo::Demo demo = demo::errors(10, 60);
  demo.state.errors.cell = ErrorCell{0, 1};
  demo.state.look.row = 3;
  const ActionQueue pressed = actions_for({.character = U'd'}, demo.state, demo.run);
  ASSERT_EQ(pressed.size(), 1U);
  EXPECT_TRUE(holds_alternative<action::ShowErrorsInData>(pressed[0]));
  const ErrorFigures::Model& model = demo.run.inspections[index_of(Inspect::kErrors)]->errors()->models[0];
  const auto shown = [&] {
    const ActionQueue actions = show_errors_in_data(demo.state, demo.run);
    EXPECT_EQ(get<action::SelectTab>(actions.at(1)).tab, Tab::kData);
    return get<action::LookAt>(actions.at(0)).look;
  };
  Look look = shown();
  EXPECT_EQ(look.data.filter, RowFilter::kCell);
  EXPECT_EQ(look.data.filter_class, 0);
  EXPECT_EQ(look.data.filter_said, 1);
  EXPECT_FALSE(look.data.filter_training);
  EXPECT_EQ(look.row, model.answers[model.cell(0, 1).front()].row);  // one of them
  demo.state.look.row = model.answers[model.cell(0, 1).back()].row;
  demo.state.look.training_rows = true;
  look = shown();
  EXPECT_EQ(look.row, demo.state.look.row);
  EXPECT_TRUE(look.data.filter_training);
  demo = demo::errors(10, 0);  // nothing is wrong: the surest rows first
  look = shown();
  EXPECT_EQ(look.data.filter, RowFilter::kValidation);
  EXPECT_EQ(look.data.sort, RowSort::kCertainty);
  EXPECT_TRUE(look.data.descending);
  demo.run.inspections = {};
  EXPECT_TRUE(show_errors_in_data(demo.state, demo.run).empty());
}

TEST(ErrorsView, ScriptsChooseAllOfIt) {
  const Script script = parse_script(
      "errors cell 8 3\nerrors show shares\nerrors rows train\nerrors plot columns\nerrors order least\n"
      "errors side plots\nerrors classes similar\n",
      "t");
  ActionQueue actions;
  for (const ScriptLine& line : script.lines) actions.push_back(get<step::Do>(line.step).action);
  const UiState state = changed(actions, {});
  EXPECT_EQ(state.errors.cell, (ErrorCell{8, 3}));
  EXPECT_TRUE(state.errors.shares);
  EXPECT_TRUE(state.look.training_rows);
  EXPECT_EQ(state.errors.plot, ErrorPlot::kColumns);
  EXPECT_TRUE(state.errors.least_sure_first);
  EXPECT_TRUE(state.errors.plots_beside);
  EXPECT_TRUE(state.errors.by_similarity);
  EXPECT_THROW(parse_script("errors cell 8", "t"), Error);
  EXPECT_THROW(parse_script("errors plot nothing", "t"), Error);
}

}  // namespace
}  // namespace headroom::app
