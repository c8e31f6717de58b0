// The Prediction tab over a real run on the processor: what it draws, what its controls do, and that its
// numbers are those of `predict --trace`.
#include <gtest/gtest.h>

#include <cmath>

#include "app/state/facts.h"
#include "app/state/moved_values.h"
#include "app/state/script.h"
#include "app/views/prediction_csv.h"
#include "app/views/prediction_input.h"
#include "app/views/prediction_view.h"
#include "core/io/presets.h"
#include "core/io/run_record.h"
#include "core/predict/predictor.h"
#include "support/demo.h"
#include "support/live_demo.h"
#include "support/screen.h"
#include "support/software_renderer.h"
#include "tests/support/temporary_directory.h"

namespace headroom::app {
namespace {

using demo::config_of;
using demo::Live;
using demo::table;

Interests last_watch(const ActionQueue& actions) {
  Interests last;
  for (const Action& each : actions) {
    const auto* const run = get_if<action::Run>(&each);
    if (const auto* const watch = run ? std::get_if<command::Watch>(&run->command) : nullptr)
      last = watch->interests;
  }
  return last;
}

template <typename T>
const T* last_of(const ActionQueue& actions) {
  const T* last = nullptr;
  for (const Action& each : actions) {
    if (const T* const it = get_if<T>(&each)) last = it;
  }
  return last;
}

void prediction_draws_at_every_size(const demo::Demo& demo) {
  SCOPED_TRACE(demo.name);
  for (const auto& [width, height, scale] : std::vector<std::tuple<float, float, float>>{
           {1440, 900, 1}, {1024, 700, 1}, {1440, 900, 2}, {420, 300, 1}, {1440, 900, 1.35F}}) {
    SCOPED_TRACE(width * 10 + scale);
    Screen screen(width, height, scale);
    const ImDrawData& data = screen.draw(demo);
    EXPECT_GT(data.TotalVtxCount, 500);
    EXPECT_LT(data.TotalVtxCount, 120'000);
    for (const Action& each : screen.actions()) {
      const auto* const run = get_if<action::Run>(&each);
      EXPECT_TRUE(run && std::holds_alternative<command::Watch>(run->command))
          << "looking at something must not change it";
    }
  }
}

TEST(Prediction, DrawsEveryKindOfRun) {
  Live classes(config_of(table(5, "x", Task::kClassification, 2), 2));
  prediction_draws_at_every_size(classes.seen({.row = 7, .unit = UnitAt{1, 3}}));
  prediction_draws_at_every_size(classes.seen({.model = "small", .row = 8, .unit = UnitAt{1, 0}}));
  Live many(config_of(table(3, "a rather long name of a column ", Task::kClassification, 30)));
  prediction_draws_at_every_size(many.seen({.row = 7, .unit = UnitAt{0, 3}}));
  Live values(config_of(table(45, "x", Task::kRegression, 0)));
  prediction_draws_at_every_size(values.seen({.row = 7, .unit = UnitAt{3, 0}}));
  Live pixels(config_of(table(64, "pixel_", Task::kClassification, 10)), 0);
  prediction_draws_at_every_size(pixels.seen({.row = 7}));
  Live one(config_of(table(1, "x", Task::kClassification, 2)));
  prediction_draws_at_every_size(one.seen({.row = 7, .unit = UnitAt{0, 0}}));
}

TEST(Prediction, DrawsWhatThereIsWhereThereIsNoRow) {
  for (const Snapshot& run :
       {demo::empty(), demo::preparing(), demo::failed(), demo::diverged(), demo::ready()}) {
    demo::Demo demo{std::string(run_state_name(run.state)), run, demo::ui_state()};
    demo.state.tab = Tab::kPrediction;
    prediction_draws_at_every_size(demo);
  }
}

TEST(Prediction, AHiddenTabAsksForNoInspection) {
  Live live(config_of(table(5, "x", Task::kClassification, 2)));
  demo::Demo demo = live.seen({.row = 7});
  Screen screen(1440, 900, 1);
  screen.draw(demo);
  EXPECT_EQ(last_watch(screen.actions()), interest(Inspect::kPrediction));
  demo.state.tab = Tab::kCurves;
  screen.draw(demo);
  EXPECT_EQ(last_watch(screen.actions()), Interests());
  demo.state.look.search = RowSearch{RowSearch::For::kWrong, 1};
  screen.draw(demo);
  EXPECT_EQ(last_watch(screen.actions()), interest(Inspect::kFoundRow));
}

// The same figures as the command line prints of the saved run.
TEST(Prediction, ShowsWhatPredictSays) {
  Live live(config_of(table(5, "x", Task::kClassification, 2), 2), 9);
  const test::TemporaryDirectory directory;
  live.save(directory / "run");
  const RunRecord record = load_run(directory / "run");
  for (const std::int64_t row : {0, 31}) {
    const demo::Demo demo = live.seen({.row = row});
    const PredictionFigures& seen = *demo.run.inspections[index_of(Inspect::kPrediction)]->prediction();
    std::string outputs, said;
    for (std::size_t m = 0; m < 2; ++m) {
      const Predictor predictor(record, record.model(seen.models[m].id));
      const PredictionTrace want = predictor.trace({demo.run.facts->dataset->row(row), 5});
      EXPECT_EQ(seen.models[m].output, want.prediction.output);
      EXPECT_EQ(seen.features, want.features);
      for (std::size_t l = 0; l < want.layers.size(); ++l)
        EXPECT_EQ(seen.models[m].layers[l].activation, want.layers[l].activation);
      said +=
          (m > 0 ? "," : "") + seen.models[m].id + "=class " + std::to_string(want.prediction.class_index);
    }
    const Observed observed{demo.state, demo.run};
    EXPECT_EQ(fact_text(find_fact("prediction_row")->read(observed)), std::to_string(row));
    EXPECT_EQ(fact_text(find_fact("prediction_classes")->read(observed)), said);
  }
}

// Nobody knows the class of a row whose values were moved.
TEST(Prediction, ARowThatWasMovedIsNeitherRightNorWrong) {
  Live live(config_of(table(5, "x", Task::kClassification, 2), 2), 9);
  const auto standing_of = [](const demo::Demo& demo) {
    return fact_text(find_fact("prediction_standing")->read(Observed{demo.state, demo.run}));
  };
  const demo::Demo own = live.seen({.row = 7});
  const PredictionFigures& seen = *own.run.inspections[index_of(Inspect::kPrediction)]->prediction();
  std::string expected;
  for (const PredictionFigures::Model& model : seen.models) {
    const bool right = static_cast<double>(model.said) == seen.target;
    expected += (expected.empty() ? "" : ",") + model.id + (right ? "=right" : "=wrong");
  }
  EXPECT_EQ(standing_of(own), expected);
  Look look{.row = 7};
  move_value(look, *own.run.facts->dataset, 2, 3.5);
  const demo::Demo moved = live.seen(look);
  EXPECT_EQ(standing_of(moved), "small=moved,large=moved");
  // Nor does the file say what is true of it.
  const PredictionSource source{moved.run.inspections[index_of(Inspect::kPrediction)],
                                moved.run.facts->dataset};
  const std::string csv = outputs_csv(source);
  EXPECT_EQ(csv.find(",1\n"), std::string::npos) << csv;
  EXPECT_NE(
      outputs_csv({own.run.inspections[index_of(Inspect::kPrediction)], own.run.facts->dataset}).find(",1\n"),
      std::string::npos);
  Live numbers(config_of(table(3, "x", Task::kRegression, 0)));
  EXPECT_EQ(standing_of(numbers.seen({.row = 1})), "small=value,large=value");
}

// As of a network that diverged: every bar, number and icon has to stand that.
TEST(Prediction, AnAnswerThatIsNoNumberIsDrawn) {
  for (const std::int64_t classes : {2, 4}) {
    Live live(config_of(table(5, "x", Task::kClassification, classes)));
    demo::Demo demo = live.seen({.row = 7});
    auto copy = std::make_shared<Inspection>(*demo.run.inspections[index_of(Inspect::kPrediction)]);
    for (PredictionFigures::Model& model : std::get<PredictionFigures>(copy->findings).models) {
      for (auto* const numbers : {&model.output, &model.probabilities})
        std::fill(numbers->begin(), numbers->end(), std::nan(""));
      std::fill(model.layers.back().pre_activation.begin(), model.layers.back().pre_activation.end(),
                std::nan(""));
      model.loss = std::nan("");
    }
    demo.run.inspections[index_of(Inspect::kPrediction)] = copy;
    for (const auto& [width, height] : {std::pair{1440, 900}, std::pair{1024, 700}}) {
      Screen screen(width, height, 1);
      screen.draw(demo, 2);
      EXPECT_GT(screen.view().controls().size(), 5U);
    }
  }
}

// A value that no network can see ends in words, with the way out under them.
TEST(Prediction, AValueBeyondAllNumbersIsPutBackByAClick) {
  Live live(config_of(table(3, "x", Task::kClassification, 2)));
  const float infinity = std::numeric_limits<float>::infinity();
  const demo::Demo demo = live.seen({.row = 7, .moved = {infinity, 1, 1}});
  Screen screen(1440, 900, 1);
  screen.draw(demo, 2);
  const Control* const back = screen.control("empty_state");
  ASSERT_NE(back, nullptr);
  screen.actions().clear();
  screen.click(demo, back->area.center());
  const auto* const looked = last_of<action::LookAt>(screen.actions());
  ASSERT_NE(looked, nullptr);
  EXPECT_TRUE(looked->look.moved.empty());
  EXPECT_EQ(looked->look.row, 7);
}

TEST(Prediction, TheKeyboardReachesEveryControlAndMovesAValue) {
  Live live(config_of(table(5, "x", Task::kClassification, 2), 2));
  const demo::Demo demo = live.seen({.row = 7, .unit = UnitAt{0, 2}});
  Screen screen(1440, 900, 1);
  screen.draw(demo);
  for (const char* const name : {"row", "row_before", "row_after", "next_wrong", "uncertain", "random", "x0",
                                 "x0 value", "products", "layer 1", "output", "forward", "backward"})
    EXPECT_EQ(screen.focus(demo, name), "") << name;
  EXPECT_EQ(screen.focus(demo, "x2"), "");
  screen.actions().clear();
  screen.key(demo, NamedKey::kRight);
  const auto* moved = last_of<action::LookAt>(screen.actions());
  ASSERT_NE(moved, nullptr);
  ASSERT_EQ(moved->look.moved.size(), 5U);
  const float* const own = demo.run.facts->dataset->row(7);
  for (std::size_t c : {0, 1, 3, 4}) EXPECT_EQ(moved->look.moved[c], own[c]);
  const auto& range = demo.run.inspections[index_of(Inspect::kPrediction)]->prediction()->columns->at(2);
  EXPECT_NEAR(moved->look.moved[2], static_cast<double>(own[2]) + (range.high - range.low) * 0.01, 1e-4);
  EXPECT_EQ(screen.focus(demo, "next_wrong"), "");
  screen.actions().clear();
  screen.key(demo, NamedKey::kEnter);
  const auto* find = last_of<action::FindRow>(screen.actions());
  ASSERT_NE(find, nullptr);
  EXPECT_EQ(find->what, RowSearch::For::kWrong);
  EXPECT_EQ(screen.focus(demo, "layer 1"), "");
  screen.actions().clear();
  screen.key(demo, NamedKey::kEnter);
  const auto* look = last_of<action::LookAt>(screen.actions());
  ASSERT_NE(look, nullptr);
  EXPECT_EQ(look->look.unit, (UnitAt{0, 2}));
}

TEST(Prediction, ATypedNumberIsTakenAndInfinityIsNot) {
  Live live(config_of(table(5, "x", Task::kClassification, 2)));
  const demo::Demo demo = live.seen({.row = 7});
  for (const auto& [text, taken] : std::vector<std::pair<const char*, bool>>{{"123.5", true},
                                                                             {"-4e2", true},
                                                                             {"inf", false},
                                                                             {"1e300", false},
                                                                             {"nan", false},
                                                                             {"much", false}}) {
    SCOPED_TRACE(text);
    Screen screen(1440, 900, 1);
    screen.draw(demo);
    ASSERT_EQ(screen.focus(demo, "x3 value"), "");
    screen.draw(demo, 3);
    screen.actions().clear();
    Screen::type(text);
    screen.draw(demo);
    screen.key(demo, NamedKey::kEnter);
    const auto* const moved = last_of<action::LookAt>(screen.actions());
    ASSERT_EQ(moved != nullptr, taken);
    if (taken) {
      EXPECT_FLOAT_EQ(moved->look.moved.at(3), std::stof(text));
    }
  }
}

TEST(Prediction, LettersLookForRowsInThisTabOnly) {
  UiState state = demo::ui_state();
  Snapshot run;
  run.state = RunState::kPaused;
  run.curves.edit().models.resize(1);
  const auto press = [&](char32_t c) { return actions_for({NamedKey::kNone, c, false}, state, run); };
  EXPECT_FALSE(press(U'n').empty());
  EXPECT_EQ(last_of<action::FindRow>(press(U'n')), nullptr);
  EXPECT_TRUE(press(U'u').empty());
  state.tab = Tab::kPrediction;
  for (const auto& [key, what] :
       {std::pair{U'n', RowSearch::For::kWrong}, std::pair{U'u', RowSearch::For::kUncertain},
        std::pair{U'x', RowSearch::For::kRandom}}) {
    const ActionQueue actions = press(key);
    ASSERT_NE(last_of<action::FindRow>(actions), nullptr);
    EXPECT_EQ(last_of<action::FindRow>(actions)->what, what);
  }
  const ActionQueue again = press(U'R');
  EXPECT_TRUE(std::holds_alternative<command::Reset>(get<action::Run>(again.at(0)).command));
}

TEST(Prediction, ScriptsLookWhereAPersonDoes) {
  const auto step = [](const std::string& text) { return parse_script(text, "t").lines.at(0).step; };
  const auto found = [&](const std::string& text) {
    return get<action::FindRow>(get<step::Do>(step(text)).action).what;
  };
  EXPECT_EQ(found("look wrong"), RowSearch::For::kWrong);
  EXPECT_EQ(found("look uncertain"), RowSearch::For::kUncertain);
  EXPECT_EQ(found("look random"), RowSearch::For::kRandom);
  const auto moved = get<step::ChangeLook>(step("look value x3 -1.5"));
  EXPECT_EQ(moved.column, "x3");
  EXPECT_EQ(moved.value, -1.5F);
  EXPECT_TRUE(get<step::ChangeLook>(step("look restore")).restore);
  EXPECT_THROW(step("look value x3 inf"), Error);
}

TEST(MovedValues, AreInTheFilesUnitAndGoBack) {
  auto data = table(3, "x", Task::kRegression, 0);
  data->origins = {{"x0", {}, FeaturePart::kValue, 0},
                   {"x1", {}, FeaturePart::kValue, 1000},
                   {"x2", {}, FeaturePart::kValue, 0}};
  Look look{.row = 4};
  EXPECT_EQ(own_value(look, *data, 1), static_cast<double>(data->row(4)[1]) + 1000);
  move_value(look, *data, 1, 1002.5);
  EXPECT_EQ(look.moved.at(1), 2.5F);
  EXPECT_EQ(look.moved.at(0), data->row(4)[0]);
  EXPECT_EQ(looked_value(look, *data, 1), 1002.5);
  restore_value(look, *data, 1);
  EXPECT_TRUE(look.moved.empty());
  data->values[4 * 3] = std::nanf("");  // missing in the file
  move_value(look, *data, 2, 1);
  EXPECT_TRUE(same_look(look, Look(look)));
  Look other = look;
  other.moved[2] = 2;
  EXPECT_FALSE(same_look(look, other));
  restore_value(look, *data, 2);
  EXPECT_TRUE(look.moved.empty());
  EXPECT_EQ(column_of(*data, "x2"), 2U);
  EXPECT_FALSE(column_of(*data, "x9"));
}

TEST(PixelGrid, IsFoundWhereEveryColumnIsAPixel) {
  std::vector<std::string> names;
  for (int i = 0; i < 6; ++i) names.push_back("pixel_" + std::to_string(i / 3) + "_" + std::to_string(i % 3));
  const PixelGrid grid = pixel_grid(names);
  EXPECT_EQ(grid.rows, 2);
  EXPECT_EQ(grid.columns, 3);
  EXPECT_EQ(grid.column, (std::vector<std::size_t>{0, 1, 2, 3, 4, 5}));
  names[4] = "pixel_1_0";  // twice
  EXPECT_TRUE(pixel_grid(names).column.empty());
  names[4] = "pixel_1_1x";
  EXPECT_TRUE(pixel_grid(names).column.empty());
  EXPECT_TRUE(pixel_grid({"a", "b"}).column.empty());
}

TEST(PixelPad, IsClearedDrawnOnAndRubbedOut) {
  const auto data = table(64, "pixel_", Task::kClassification, 10);
  const auto full = static_cast<double>(*std::max_element(data->values.begin(), data->values.end()));
  Look look;
  look.row = 7;
  clear_pad(look, *data);
  for (std::size_t c = 0; c < 64; ++c) EXPECT_EQ(looked_value(look, *data, c), 0);
  draw_on_pad(look, *data, {1.5, 3.5}, {5.5, 3.5});  // down the middle of column 3
  const auto at = [&](std::size_t row, std::size_t column) {
    return looked_value(look, *data, row * 8 + column);
  };
  for (std::size_t row = 1; row <= 5; ++row) {
    EXPECT_EQ(at(row, 3), full);
    EXPECT_NEAR(at(row, 2), full * pen_ink(1), 1e-5);
    EXPECT_EQ(at(row, 4), at(row, 2));
    EXPECT_EQ(at(row, 5), 0);
  }
  EXPECT_EQ(at(7, 3), 0);
  draw_on_pad(look, *data, {3.5, 3.5}, {3.5, 3.5}, true);
  EXPECT_EQ(at(3, 3), 0);
  EXPECT_EQ(at(5, 3), full);
  const auto other = table(5, "x", Task::kClassification, 2);  // no picture: nothing happens
  Look same;
  draw_on_pad(same, *other, {1, 1}, {2, 2});
  clear_pad(same, *other);
  EXPECT_TRUE(same.moved.empty());
}

TEST(PixelPad, TheMouseDrawsAndTheKeyboardInksAPixel) {
  Live live(config_of(table(64, "pixel_", Task::kClassification, 10)), 0);
  demo::Demo demo = live.seen({.row = 7});
  Screen screen(1440, 900, 1);
  screen.draw(demo);
  const auto pad = std::find_if(screen.view().controls().begin(), screen.view().controls().end(),
                                [](const Control& control) { return control.name == "pixels"; });
  ASSERT_NE(pad, screen.view().controls().end());
  const Rect area = pad->area;
  const auto asked = [&] {
    std::optional<Look> look;
    for (const Action& action : screen.actions()) {
      if (const auto* const at = get_if<action::LookAt>(&action)) look = at->look;
    }
    screen.actions().clear();
    return look;
  };
  screen.actions().clear();
  screen.click(demo, {area.x + area.w * 2.5F / 8, area.y + area.h * 4.5F / 8});
  const std::optional<Look> drawn = asked();
  ASSERT_TRUE(drawn);
  ASSERT_EQ(drawn->moved.size(), 64U);
  const Dataset& data = *demo.run.facts->dataset;
  EXPECT_EQ(looked_value(*drawn, data, 4 * 8 + 2), 16);  // the largest value of this table
  ASSERT_EQ(screen.focus(demo, "pad_clear"), "");
  screen.key(demo, NamedKey::kEnter);
  const std::optional<Look> cleared = asked();
  ASSERT_TRUE(cleared);
  EXPECT_EQ(looked_value(*cleared, data, 0), 0);
  ASSERT_EQ(screen.focus(demo, "pixels"), "");
  screen.key(demo, NamedKey::kEnter);
  EXPECT_TRUE(asked());
}

TEST(CellBlock, HoldsEveryNumberOnce) {
  for (const std::int64_t count : {1, 7, 20, 50, 200, 5000}) {
    SCOPED_TRACE(count);
    const CellBlock block = cell_block({10, 20, 100, 300}, count, 20, 15, 26);
    EXPECT_LE(block.area.right(), 110.5F);
    EXPECT_LE(block.area.bottom(), 320.5F);
    for (std::int64_t i = 0; i < count; i += block.each) {
      const Rect cell = block.cell(i);
      EXPECT_GE(cell.w, 1);
      EXPECT_EQ(block.at({cell.x + cell.w / 2, cell.y + cell.h / 2}), i);
    }
    EXPECT_EQ(block.at({0, 0}), -1);
  }
}

TEST(Glossary, ExplainsWhatTheHeadingsSay) {
  const Glossary glossary = read_glossary(assets_directory() / "glossary.json");
  for (const char* const word :
       {"epoch",   "softmax",     "Adam",       "relu",    "residual", "feature",    "scaled",
        "product", "sigmoid",     "threshold",  "float64", "loss",     "chain rule", "unit",
        "z",       "probability", "regression", "tanh",    "GELU",     "SiLU"}) {
    const GlossaryWord* const entry = glossary.find(word);
    ASSERT_NE(entry, nullptr) << word;
    EXPECT_GT(entry->text.size(), 20U) << word;
  }
  EXPECT_EQ(glossary.find("nonsense"), nullptr);
}

// The code asks by the English words, whatever the language.
TEST(Glossary, GermanAnswersToEveryEnglishSpelling) {
  const Glossary english = read_glossary(assets_directory() / "glossary.json");
  const Glossary german = read_glossary(assets_directory() / "glossary.de.json");
  ASSERT_EQ(english.words.size(), german.words.size());
  for (std::size_t i = 0; i < english.words.size(); ++i) {
    const GlossaryWord &one = english.words[i], &other = german.words[i];
    EXPECT_EQ(german.find(one.word), &other) << one.word;
    for (const std::string& also : one.also) EXPECT_EQ(german.find(also), &other) << also;
    EXPECT_NE(one.text, other.text) << one.word << " is not translated";
  }
}

TEST(PredictionLayout, NothingLiesOverAnythingElse) {
  for (const float width : {940.0F, 1043.0F, 1376.0F, 1900.0F}) {
    for (const bool triangle : {false, true}) {
      const Rect area{16, 200, width, 560};
      const PredictionLayout layout = prediction_layout(area, 1, triangle);
      ASSERT_TRUE(layout.beside);
      const std::vector<Rect> parts{layout.input, layout.layers, layout.output, layout.answer, layout.sum};
      for (std::size_t i = 0; i < parts.size(); ++i) {
        EXPECT_GT(parts[i].w, 100);
        EXPECT_GE(parts[i].x, area.x);
        EXPECT_LE(parts[i].right(), area.right() + 0.5F);
        EXPECT_LE(parts[i].bottom(), area.bottom() + 0.5F);
        if (i == 0 || i == 4) continue;
        EXPECT_GT(parts[i].x, parts[i - 1].right());
      }
    }
  }
  EXPECT_FALSE(prediction_layout({0, 0, 900, 560}, 1, true).beside);
  EXPECT_FALSE(prediction_layout({0, 0, 1376, 560}, 2, true).beside);
}

}  // namespace
}  // namespace headroom::app
