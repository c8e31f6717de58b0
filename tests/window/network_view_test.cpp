// The Network tab, drawn without a display: nodes and matrices at every size and in every state, what the
// mouse and the keys do, and that its numbers are those of the weights.
#include "app/views/network_view.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "app/state/facts.h"
#include "app/state/moved_values.h"
#include "app/state/results.h"
#include "app/state/script.h"
#include "app/state/stage_tabs.h"
#include "app/views/architecture.h"
#include "app/views/network_parts.h"
#include "support/network_demo.h"
#include "support/overlap.h"
#include "support/screen.h"

namespace headroom::app {
namespace {

using demo::drawn_weight;
using demo::network_demo;
using demo::NetworkDemo;

NetworkLook look_of(NetworkValues values, UnitOrder order) { return {.values = values, .order = order}; }

// The state after everything that was asked for in the Network tab.
struct Asked {
  NetworkOptions options;
  Look look;
};
Asked asked(Screen& screen, const demo::Demo& demo) {
  Asked state{demo.state.network, demo.state.look};
  for (const Action& each : screen.actions()) {
    if (const auto* const change = get_if<action::ChangeNetwork>(&each))
      change->change(state.options, state.look);
    if (const auto* const look = get_if<action::LookAt>(&each)) state.look = look->look;
  }
  screen.actions().clear();
  return state;
}

bool only_watches(const ActionQueue& actions) {
  return std::all_of(actions.begin(), actions.end(), [](const Action& each) {
    const auto* const run = get_if<action::Run>(&each);
    return run && std::holds_alternative<command::Watch>(run->command);
  });
}

Rect control_area(Screen& screen, const std::string& name) {
  for (const Control& control : screen.view().controls()) {
    if (control.name == name) return control.area;
  }
  ADD_FAILURE() << "no control " << name;
  return {};
}

void draws_at_every_size(demo::Demo demo) {
  for (const auto& [width, height, scale] : std::vector<std::tuple<float, float, float>>{
           {1440, 900, 1}, {1024, 700, 1}, {1440, 900, 2}, {420, 300, 1}, {1920, 1080, 1.35F}}) {
    for (const bool figures : {false, true}) {
      SCOPED_TRACE(width * 10 + scale);
      demo.state.network.figures_beside = figures;
      Screen screen(width, height, scale);
      const ImDrawData& data = screen.draw(demo);
      EXPECT_GT(data.TotalVtxCount, 500);
      EXPECT_TRUE(only_watches(screen.actions())) << "looking must not change anything";
    }
  }
}

TEST(Network, DrawsUnitsOfEveryKindOfRun) {
  draws_at_every_size(network_demo({}));
  draws_at_every_size(network_demo({.hidden = {16, 16, 16}}));
  draws_at_every_size(network_demo({.hidden = {5, 4}, .columns = 6, .classes = 4}));
  draws_at_every_size(network_demo({.hidden = {5, 4}, .columns = 1}));
  draws_at_every_size(network_demo({.hidden = {5, 4}, .columns = 3, .classes = 0}));
  draws_at_every_size(
      network_demo({.hidden = {8}, .columns = 200, .classes = 30, .activation = Activation::kTanh}));
  draws_at_every_size(network_demo({.look = look_of(NetworkValues::kChange, UnitOrder::kLearned)}));
  draws_at_every_size(network_demo({.look = look_of(NetworkValues::kActivations, UnitOrder::kIndex)}));
}

TEST(Network, DrawsMatricesOfEveryKindOfRun) {
  for (const NetworkValues values : {NetworkValues::kWeights, NetworkValues::kChange,
                                     NetworkValues::kGradients, NetworkValues::kActivations}) {
    for (const UnitOrder order : {UnitOrder::kIndex, UnitOrder::kLearned}) {
      draws_at_every_size(
          network_demo({.hidden = {24, 20, 20}, .columns = 6, .look = look_of(values, order)}));
    }
  }
  draws_at_every_size(network_demo({.hidden = {20, 20}, .columns = 2, .classes = 12}));
  draws_at_every_size(
      network_demo({.hidden = {18, 18, 18, 18, 18, 18, 18, 18, 18, 18, 18, 18}, .columns = 2}));
}

TEST(Network, DrawsWhatIsTooLargeForASquareANumber) {
  const demo::Demo wide = network_demo({.hidden = {2100}, .columns = 3, .classes = 3});
  const auto& values = *wide.run.inspections[index_of(Inspect::kNetwork)]->network()->values;
  EXPECT_EQ(values.layers[0].block, 3);
  draws_at_every_size(wide);
}

TEST(Network, DrawsWhatThereIs) {
  draws_at_every_size(network_demo({.whole = false}));
  draws_at_every_size(network_demo({.hidden = {20, 20}, .whole = false}));
  draws_at_every_size(network_demo({.steps = 0}));
  draws_at_every_size(network_demo({.broken = true}));
  draws_at_every_size(network_demo({.hidden = {20, 20}, .broken = true}));
  demo::Demo odd = network_demo({});
  odd.state.look.unit = UnitAt{7, 99};  // of another network
  odd.state.look.network.other = UnitAt{0, 77};
  odd.state.network.history_layer = 12;
  draws_at_every_size(odd);
  odd.state.look.unit.reset();
  draws_at_every_size(odd);
  demo::Demo off = network_demo({});
  off.state.network.off = true;
  draws_at_every_size(off);
  demo::Demo two = network_demo({});
  two.state.look.network.other = UnitAt{1, 2};
  draws_at_every_size(two);
  demo::Demo light = network_demo({});
  light.state.presenter = true;
  draws_at_every_size(light);
  for (const Snapshot& run :
       {demo::empty(), demo::preparing(), demo::failed(), demo::diverged(), demo::ready()}) {
    demo::Demo nothing{std::string(run_state_name(run.state)), run, demo::ui_state()};
    nothing.state.tab = Tab::kNetwork;
    draws_at_every_size(nothing);
  }
}

// Figures of a network that was replaced meanwhile are not mixed with the one of now.
TEST(Network, FiguresOfAnotherNetworkAreNotShown) {
  demo::Demo demo = network_demo({});
  demo.run.inspections[index_of(Inspect::kNetwork)] =
      network_demo({.hidden = {7, 4}}).run.inspections[index_of(Inspect::kNetwork)];
  ActionQueue actions;
  const Theme theme = dark_theme();
  const Fonts fonts;
  const Ui ui{theme, fonts};
  const ViewContext context{ui, demo.state, demo.run, actions};
  EXPECT_FALSE(network_page(context, demo.run.inspections[index_of(Inspect::kNetwork)].get(), nullptr));
  EXPECT_TRUE(NetworkView().empty_state(context));
}

TEST(Network, AHiddenTabAsksForNoInspection) {
  demo::Demo demo = network_demo({});
  Screen screen(1440, 900, 1);
  const auto watched = [&] {
    std::optional<Interests> last;
    for (const Action& each : screen.actions()) {
      const auto* const run = get_if<action::Run>(&each);
      if (const auto* const watch = run ? std::get_if<command::Watch>(&run->command) : nullptr)
        last = watch->interests;
    }
    screen.actions().clear();
    return last;
  };
  screen.draw(demo);
  EXPECT_EQ(watched(), interest(Inspect::kNetwork) | interest(Inspect::kPrediction));
  demo.state.tab = Tab::kCurves;
  screen.draw(demo);
  EXPECT_EQ(watched(), Interests());
}

// A matrix in learned order and one by index say the same of each weight.
TEST(Network, EveryNumberIsThatOfItsUnitInBothOrders) {
  for (const UnitOrder order : {UnitOrder::kIndex, UnitOrder::kLearned}) {
    const demo::Demo demo = network_demo({.look = look_of(NetworkValues::kWeights, order)});
    ActionQueue actions;
    const Theme theme = dark_theme();
    const Fonts fonts;
    const Ui ui{theme, fonts};
    const ViewContext context{ui, demo.state, demo.run, actions};
    const auto page = network_page(context, demo.run.inspections[index_of(Inspect::kNetwork)].get(), nullptr);
    ASSERT_TRUE(page);
    for (std::int64_t l = 0; l < page->layer_count(); ++l) {
      for (std::int64_t u = 0; u < page->width(l); ++u) {
        EXPECT_EQ(unit_at_place(*page, l, place_of_unit(*page, l, u)), u);
        for (std::int64_t s = 0; s < page->spec().widths[static_cast<std::size_t>(l)]; ++s)
          EXPECT_FLOAT_EQ(static_cast<float>(page->number(l, u, s)), drawn_weight(l, u, s));
      }
    }
    EXPECT_EQ(place_of_unit(*page, 0, 0), order == UnitOrder::kLearned ? 4 : 0);
  }
  // Weights are known from their history where something else is shown.
  const demo::Demo demo = network_demo({.look = look_of(NetworkValues::kGradients, UnitOrder::kIndex)});
  ActionQueue actions;
  const Theme theme = dark_theme();
  const Fonts fonts;
  const Ui ui{theme, fonts};
  const ViewContext context{ui, demo.state, demo.run, actions};
  const auto page = network_page(context, demo.run.inspections[index_of(Inspect::kNetwork)].get(), nullptr);
  EXPECT_FLOAT_EQ(static_cast<float>(page->weight(1, 2, 3)), drawn_weight(1, 2, 3));
}

TEST(Network, AClickPinsAUnitAndShiftTheSecond) {
  const demo::Demo demo = network_demo({});
  Screen screen(1440, 900, 1);
  screen.draw(demo);
  const Rect column = control_area(screen, "layer 2");
  ASSERT_FALSE(column.empty());
  const auto middle = [&](int unit) {
    return ImVec2{column.center().x, column.y + column.h * (static_cast<float>(unit) + 0.5F) / 4};
  };
  screen.actions().clear();
  screen.click(demo, middle(2));
  EXPECT_EQ(asked(screen, demo).look.unit, (UnitAt{1, 2}));
  Screen::shift(true);
  screen.click(demo, middle(3));
  Screen::shift(false);
  const Look look = asked(screen, demo).look;
  EXPECT_EQ(look.unit, (UnitAt{0, 1}));
  EXPECT_EQ(look.network.other, (UnitAt{1, 3}));
}

TEST(Network, ADragOnAPictureMovesTheCrossAndPinsNothing) {
  const demo::Demo demo = network_demo({});
  Screen screen(1440, 900, 1);
  screen.draw(demo);
  const Rect picture = control_area(screen, "output");
  ASSERT_GT(picture.w, 100);
  screen.actions().clear();
  ImGuiIO& io = ImGui::GetIO();
  io.MousePos = picture.center();
  screen.draw(demo, 2);
  io.MouseDown[0] = true;
  screen.draw(demo, 1);
  io.MousePos = {picture.x + picture.w * 0.75F, picture.y + picture.h * 0.25F};
  screen.draw(demo, 2);
  io.MouseDown[0] = false;
  screen.draw(demo, 2);
  const Look look = asked(screen, demo).look;
  EXPECT_EQ(look.unit, (UnitAt{0, 1}));
  ASSERT_EQ(look.moved.size(), 2U);
  EXPECT_NEAR(look.moved[0], 12, 0.2);  // of 0 to 16
  EXPECT_NEAR(look.moved[1], 4, 0.2);   // of -8 to 8
}

TEST(Network, KeysPinUnitsAndMoveTheCross) {
  const demo::Demo demo = network_demo({});
  Screen screen(1440, 900, 1);
  screen.draw(demo);
  for (const char* const name : {"network_values", "edge_signs", "fewer 1", "more 2", "add layer", "input x0",
                                 "layer 1", "layer 2", "output", "history_layer"})
    EXPECT_EQ(screen.focus(demo, name), "") << name;
  EXPECT_EQ(screen.focus(demo, "layer 1"), "");
  screen.actions().clear();
  screen.key(demo, NamedKey::kDown);
  EXPECT_EQ(asked(screen, demo).look.unit, (UnitAt{0, 2}));
  screen.key(demo, NamedKey::kEnd);
  EXPECT_EQ(asked(screen, demo).look.unit, (UnitAt{0, 4}));
  EXPECT_EQ(screen.focus(demo, "output"), "");
  screen.actions().clear();
  screen.key(demo, NamedKey::kRight);
  const Look look = asked(screen, demo).look;
  ASSERT_EQ(look.moved.size(), 2U);
  EXPECT_NEAR(static_cast<double>(look.moved[0]),
              own_value(demo.state.look, *demo.run.facts->dataset, 0) + 0.16, 1e-4);
}

TEST(Network, MatricesPinTheUnitThatStandsThereInLearnedOrder) {
  const demo::Demo demo = network_demo(
      {.hidden = {24, 20, 20}, .columns = 6, .look = look_of(NetworkValues::kChange, UnitOrder::kLearned)});
  Screen screen(1440, 900, 1);
  screen.draw(demo);
  for (const char* const name :
       {"network_values", "network_scale", "network_order", "change_layers", "layer 1", "layer 3", "output"})
    EXPECT_EQ(screen.focus(demo, name), "") << name;
  EXPECT_EQ(screen.focus(demo, "layer 2"), "");
  screen.actions().clear();
  screen.key(demo, NamedKey::kDown);
  screen.key(demo, NamedKey::kEnter);
  EXPECT_EQ(asked(screen, demo).look.network.other, (UnitAt{1, 18}));  // the second of twenty from behind
  const Rect box = control_area(screen, "layer 3");
  screen.click(demo, {box.x + 5, box.y + box.h * 0.999F});
  EXPECT_EQ(asked(screen, demo).look.network.other, (UnitAt{2, 0}));
  // A bar of the output is a unit of the layer before.
  const Rect bars = control_area(screen, "output");
  screen.click(demo, {bars.x + 2, bars.center().y});
  EXPECT_EQ(asked(screen, demo).look.network.other, (UnitAt{2, 19}));
}

TEST(Network, TheOlderOfTwoPinnedUnitsMoves) {
  NetworkOptions options;
  Look look;
  pin_unit(options, look, {0, 1});
  EXPECT_EQ(look.unit, (UnitAt{0, 1}));
  pin_unit(options, look, {1, 2});
  EXPECT_EQ(look.network.other, (UnitAt{1, 2}));
  pin_unit(options, look, {1, 2});  // is pinned already
  pin_unit(options, look, {0, 3});
  EXPECT_EQ(look.unit, (UnitAt{0, 3}));
  pin_unit(options, look, {0, 4});
  EXPECT_EQ(look.network.other, (UnitAt{0, 4}));
  unpin_first(options, look);
  EXPECT_EQ(look.unit, (UnitAt{0, 4}));
  EXPECT_FALSE(look.network.other);
}

TEST(Network, ChangeIsShownInItsOwnOrder) {
  const demo::Demo demo = network_demo({.hidden = {20, 20}});
  Screen screen(1440, 900, 1);
  screen.draw(demo);
  EXPECT_EQ(screen.focus(demo, "network_values"), "");
  screen.actions().clear();
  screen.key(demo, NamedKey::kRight);
  const NetworkLook look = asked(screen, demo).look.network;
  EXPECT_EQ(look.values, NetworkValues::kChange);
  EXPECT_EQ(look.order, UnitOrder::kLearned);
}

TEST(Network, AnotherNetworkIsShownWithItsPriceBeforeItIsTaken) {
  demo::Demo demo = network_demo({});
  Screen screen(1440, 900, 1);
  screen.draw(demo);
  EXPECT_EQ(screen.focus(demo, "more 2"), "");
  screen.actions().clear();
  screen.key(demo, NamedKey::kEnter);
  for (const Action& each : screen.actions()) EXPECT_FALSE(holds_alternative<action::Edit>(each));
  demo.state.network = asked(screen, demo).options;
  EXPECT_EQ(demo.state.network.proposal, (std::vector<std::int64_t>{5, 5}));
  screen.draw(demo);
  // 2-5-4-1 has 15 + 24 + 5 parameters, 2-5-5-1 has 15 + 30 + 6.
  const CustomModelPreview price = preview_custom_model(demo.run, "5x5", Activation::kRelu);
  EXPECT_EQ(price.parameters, 51);
  EXPECT_EQ(demo.run.curves->models.front().parameters, 44);
  ASSERT_TRUE(price.plan);
  EXPECT_GT(price.plan->need, bytes_with_data(demo.run, demo.run.curves->models.front()));
  EXPECT_EQ(screen.focus(demo, "add layer"), "");
  screen.actions().clear();
  screen.key(demo, NamedKey::kEnter);
  EXPECT_EQ(asked(screen, demo).options.proposal, (std::vector<std::int64_t>{5, 5, 5}));
  EXPECT_EQ(screen.focus(demo, "take"), "");
  screen.actions().clear();
  screen.key(demo, NamedKey::kEnter);
  RunConfig config = demo.run.facts->config;
  bool taken = false;
  for (const Action& each : screen.actions()) {
    if (const auto* const edit = get_if<action::Edit>(&each)) {
      edit->edit(config);
      taken = true;
    }
  }
  ASSERT_TRUE(taken);
  EXPECT_EQ(config.selected, std::vector<std::string>{"custom"});
  EXPECT_EQ(config.models.back().hidden, (std::vector<std::int64_t>{5, 5}));
  EXPECT_FALSE(asked(screen, demo).options.proposal);
  EXPECT_EQ(screen.focus(demo, "leave"), "");
  screen.actions().clear();
  screen.key(demo, NamedKey::kEnter);
  EXPECT_FALSE(asked(screen, demo).options.proposal);
}

TEST(Network, WideLayersChangeByATenth) {
  EXPECT_EQ(NetworkChange::step_of(1), 1);
  EXPECT_EQ(NetworkChange::step_of(16), 1);
  EXPECT_EQ(NetworkChange::step_of(200), 20);
}

TEST(Network, TwoFramesOfARunningViewHaveTheSameLayout) {
  demo::Demo demo = network_demo({});
  Screen screen(1440, 900, 1);
  screen.draw(demo);
  frame_notes().places.emplace();
  screen.draw(demo, 1);
  const auto before = *frame_notes().places;
  demo.run.inspections[index_of(Inspect::kNetwork)] =
      network_demo({.steps = 60}).run.inspections[index_of(Inspect::kNetwork)];
  screen.draw(demo, 1);
  frame_notes().places.emplace();
  screen.draw(demo, 1);
  EXPECT_EQ(before, *frame_notes().places);
}

TEST(NetworkWindow, ZoomsAroundThePointerAndStaysInside) {
  MatrixWindow window;
  window.zoom({0.5F, 0.25F}, 0.5F);
  EXPECT_FLOAT_EQ(window.width, 0.5F);
  EXPECT_FLOAT_EQ(window.left, 0.25F);
  EXPECT_FLOAT_EQ(window.top, 0.125F);
  window.pan(5, -5);
  EXPECT_FLOAT_EQ(window.left, 0.5F);
  EXPECT_FLOAT_EQ(window.top, 0);
  for (int i = 0; i < 60; ++i) window.zoom({1, 1}, 0.5F);
  EXPECT_GT(window.width, 0);
  for (int i = 0; i < 60; ++i) window.zoom({0, 0}, 2);
  EXPECT_FLOAT_EQ(window.width, 1);
  EXPECT_FLOAT_EQ(window.left, 0);
}

TEST(NetworkLayout, NothingLiesOverAnythingElse) {
  for (const float scale : {1.0F, 2.0F}) {
    for (const auto& [w, h] : {std::pair{1408.0F, 660.0F}, {992.0F, 480.0F}, {640.0F, 400.0F}}) {
      for (const bool figures : {false, true}) {
        const NetworkLayout layout = network_layout({0, 0, w, h}, scale, false, figures);
        EXPECT_FALSE(overlap(layout.panel, layout.side));
        EXPECT_FALSE(overlap(layout.panel, layout.choice));
        EXPECT_FALSE(overlap(layout.side, layout.choice));
        EXPECT_EQ(layout.choice.empty(), !layout.panel.empty() && !layout.side.empty());
      }
    }
  }
  EXPECT_TRUE(network_layout({0, 0, 1408, 660}, 1, true, false).side.empty());
}

TEST(NodeLayout, HoldsEveryUnitOnceAndSaysOfHowMany) {
  for (const bool plane : {true, false}) {
    for (const float height : {300.0F, 520.0F}) {
      const Rect area{10, 20, 900, height};
      const NodeLayout layout = node_layout(area, 1, {plane ? 2 : 230, 16, 8, 1}, plane);
      ASSERT_EQ(layout.columns.size(), 4U);
      for (const NodeLayout::Column& column : layout.columns) {
        EXPECT_EQ(column.boxes.size(), static_cast<std::size_t>(column.shown));
        for (std::size_t i = 0; i < column.boxes.size(); ++i) {
          EXPECT_GE(column.boxes[i].w, 4);
          EXPECT_GE(column.boxes[i].y, area.y);
          EXPECT_LE(column.boxes[i].bottom(), area.bottom() + 0.5F);
          if (i > 0) {
            EXPECT_GE(column.boxes[i].y, column.boxes[i - 1].bottom() - 0.5F);
          }
        }
      }
      EXPECT_EQ(layout.columns[2].shown, 8);
      EXPECT_LT(plane ? 0 : layout.columns[0].shown, 230);
      EXPECT_EQ(layout.picture.empty(), !plane);
      for (std::size_t c = 1; c < 4; ++c) EXPECT_GT(layout.into(c, 0).x, layout.out_of(c - 1, 0).x + 40);
    }
  }
}

TEST(Network, ScriptsDoWhatAPersonDoes) {
  const auto run = [](const std::string& text) {
    Asked state;
    const Step step = parse_script(text, "t").lines.at(0).step;
    get<action::ChangeNetwork>(get<step::Do>(step).action).change(state.options, state.look);
    return state;
  };
  EXPECT_EQ(run("network values change").look.network.values, NetworkValues::kChange);
  EXPECT_EQ(run("network order learned").look.network.order, UnitOrder::kLearned);
  EXPECT_EQ(run("network scale unit").options.scale, NetworkScale::kUnit);
  EXPECT_EQ(run("network signs negative").options.signs, EdgeSigns::kNegative);
  EXPECT_EQ(run("network layer 2").options.history_layer, 1);
  EXPECT_FALSE(run("network layer pinned").options.history_layer);
  EXPECT_TRUE(run("network side figures").options.figures_beside);
  EXPECT_TRUE(run("network off on").options.off);
  EXPECT_EQ(run("network propose 8x9").options.proposal, (std::vector<std::int64_t>{8, 9}));
  EXPECT_FALSE(run("network leave").options.proposal);
  for (const char* const text : {"look unit 2:13", "look unit 2 13"}) {
    const auto look = get<step::ChangeLook>(parse_script(text, "t").lines.at(0).step);
    EXPECT_EQ(look.unit, (UnitAt{1, 13})) << text;
  }
  EXPECT_EQ(get<step::ChangeLook>(parse_script("look other 2:7", "t").lines.at(0).step).other,
            (UnitAt{1, 7}));
  EXPECT_TRUE(get<step::ChangeLook>(parse_script("look other none", "t").lines.at(0).step).no_other);
  for (const char* const text : {"look unit 0:1", "look unit 2:", "look unit a:1", "network values colours",
                                 "network propose 8x", "network layer 0"})
    EXPECT_THROW(parse_script(text, "t"), Error) << text;
}

TEST(Network, FactsTellWhatIsShown) {
  demo::Demo demo = network_demo({.hidden = {8, 4}});
  const auto fact = [&](std::string_view name) {
    return fact_text(find_fact(name)->read({demo.state, demo.run, nullptr}));
  };
  EXPECT_EQ(fact("network_model"), "large");
  EXPECT_EQ(fact("network_step"), "30");
  EXPECT_EQ(fact("network_dead"), "2,1");
  EXPECT_EQ(fact("network_shown"), "weights by index");
  EXPECT_EQ(fact("network_pinned"), "1:1");
  EXPECT_EQ(fact("network_proposal"), "none");
  demo.state.look.network.order = UnitOrder::kLearned;
  EXPECT_EQ(fact("network_shown"), "none");
  demo.state.network.proposal = {8, 5};
  EXPECT_EQ(fact("network_proposal"), "8x5");
}

TEST(Network, TheTrainingCardOpensIt) {
  EXPECT_EQ(tab_of(StageId::kTraining), Tab::kNetwork);
  EXPECT_EQ(tab_index(Tab::kNetwork), 1U);
}

TEST(Network, SmallNumbersAreShortAndSayTheirSize) {
  EXPECT_EQ(small_number(0), "0");
  EXPECT_EQ(small_number(0.0015), "0.0015");
  EXPECT_EQ(small_number(8.3e-4), "8.3e-4");
  EXPECT_EQ(small_number(0.653), "0.653");
  EXPECT_EQ(small_number(12.34), "12.3");
  EXPECT_EQ(small_number(3.2e7), "3.2e+7");
  EXPECT_EQ(small_number(-1.5e-12), "-1.5e-12");
  EXPECT_EQ(small_number(std::nan("")), "NaN");
}

}  // namespace
}  // namespace headroom::app
