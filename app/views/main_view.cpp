#include "app/views/main_view.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "app/state/class_rules.h"
#include "app/state/model_words.h"
#include "app/state/moved_values.h"
#include "app/views/autoplay_caption.h"
#include "app/views/messages.h"
#include "app/views/recorder_clock.h"
#include "app/views/workspace_sheet.h"
#include "app/widgets/fields.h"
#include "app/widgets/paint.h"
#include "app/widgets/tab_bar.h"
#include "core/base/join.h"
#include "core/base/tr.h"

namespace headroom::app {
namespace {

// Those that the open workspace does not hide.
std::vector<const TabRow*> tabs_there(const UiState& state) {
  std::vector<const TabRow*> tabs;
  for (const TabRow& row : kTabs) {
    if (!hides_tab(state, row.value)) tabs.push_back(&row);
  }
  return tabs;
}

std::vector<TabSpec> tab_specs(const std::vector<const TabRow*>& tabs) {
  std::vector<TabSpec> specs;
  for (const TabRow* const tab : tabs) {
    const TabRow& row = *tab;
    specs.push_back({row.name, tr(row.title), std::string(tr(row.tip)) + " (" + tab_keys(row) + ")"});
  }
  return specs;
}

// Takes the right end of `rest`. A run of one network has nothing to choose.
void choose_model(const ViewContext& context, Rect& rest) {
  const Ui& ui = context.ui;
  const ModelSnapshot* const looked = looked_at(context.run, context.state.look);
  std::vector<const ModelSnapshot*> models;
  std::vector<std::string> names;
  int selected = 0;
  for (const ModelSnapshot& model : context.run.curves->models) {
    if (!model.selected) continue;
    if (&model == looked) selected = static_cast<int>(models.size());
    models.push_back(&model);
    names.push_back(network_name(model.choice.id));
  }
  if (models.size() < 2) return;
  float width = ui.px(8);
  for (const std::string& name : names) width += text_width(ui.fonts.body, name) + ui.px(28);
  Rect place = rest.take_right(width, ui.px(12)).inset(0, ui.px(5));
  const std::string_view label = tr("looking at");
  const float words = text_width(ui.fonts.small, label);
  if (rest.w > words + ui.px(300)) {
    text_line(ui, rest.take_right(words, ui.px(12)), ui.fonts.small, ui.theme.muted, label);
  }
  const int chosen = segmented(ui, "looking_at", place, {names.begin(), names.end()}, selected);
  if (chosen < 0) return;
  Look look = context.state.look;
  look.model = models[static_cast<std::size_t>(chosen)]->choice.id;
  look.unit.reset();  // units of another network
  look.network.other.reset();
  context.actions.emplace_back(action::LookAt{look});
}

}  // namespace

MainView::MainView() {
  for (const TabRow& row : kTabs) views_[tab_index(row.value)] = row.make();
}

void MainView::draw_tabs(const ViewContext& context, const WindowLayout& layout) const {
  const std::vector<const TabRow*> there = tabs_there(context.state);
  const std::vector<TabSpec> specs = tab_specs(there);
  const Ui& ui = context.ui;
  if (layout.tabs_row) {
    const Rect ground{0, layout.tabs.y, ImGui::GetIO().DisplaySize.x, layout.tabs.h};
    fill(ground, ui.theme.panel);
    line({ground.x, ground.bottom() - 0.5F}, {ground.right(), ground.bottom() - 0.5F}, ui.theme.line);
  }
  const TabRow& tab = kTabs.row(context.state.tab);
  // The clock and the choice of the network first: tabs that find no room become a list.
  Rect row = layout.tabs;
  if (layout.tabs_row && (tab.of_run || tab.value == Tab::kLearn)) {
    const float roomy = clock_width(context, true), brief = clock_width(context, false);
    // What goes wrong is told between the tabs and the clock.
    const float others = tab_bar_width(ui, specs) + ui.px(tab.of_model ? 680 : 560);
    const float width = row.w - others >= roomy ? roomy : brief;
    if (width > 0) draw_clock(context, row.take_right(width, ui.px(12)).inset(0, ui.px(5)));
  }
  Rect rest = row;
  if (layout.tabs_row && tab.of_model) choose_model(context, rest);
  const float tabs = tab_bar_width(ui, specs);
  const Rect bar = rest.take_left(tabs <= rest.w ? tabs + 1 : std::min(rest.w, ui.px(160)), ui.px(16));
  const auto at = std::find(there.begin(), there.end(), &tab);
  const auto shown = static_cast<std::size_t>(at == there.end() ? 0 : at - there.begin());
  if (const auto chosen = tab_bar(ui, bar, specs, shown)) {
    context.actions.emplace_back(action::SelectTab{there[*chosen]->value});
  }
  // There is always room here, so nothing moves when there is something to say.
  if (!layout.tabs_row) return;  // then the status bar says it
  draw_trouble(context, rest.inset(0, ui.px(3)));
}

void MainView::draw_run(const ViewContext& context, const Rect& window) {
  const Ui& ui = context.ui;
  const TabRow& tab = kTabs.row(context.state.tab);
  // What looks into a network, and the curves with the recorder below them, want the room.
  const bool wants_room = tab.of_model || (tab.value == Tab::kCurves && context.state.recorder.open);
  // What is learnt stays beside the run.
  const bool learns = tab.value == Tab::kLearn && !context.run.stages->empty();
  const bool of_run = tab.of_run || learns;
  const WindowLayout layout = window_layout(window.w, window.h, ui.scale, context.state.presenter,
                                            {.strip = of_run,
                                             .wants_room = wants_room,
                                             .thin_strip = learns,
                                             .lesson = context.state.shows_lesson(),
                                             .lesson_large = context.state.learn.large});
  memory_.tips.keep_clear(layout.top_bar);  // the epoch counter
  top_bar_.draw(context, layout.top_bar, layout.two_rows);
  memory_.focus.begin_group();
  if (!layout.tabs.empty()) draw_tabs(context, layout);
  memory_.focus.begin_group();
  Rect strip = layout.strip;
  if (of_run && !layout.tabs_row && !strip.empty()) {  // tabs and pipeline share a row, and the clock ends it
    const float clock = clock_width(context, false);
    if (clock > 0) draw_clock(context, strip.take_right(clock, ui.px(8)).inset(0, ui.px(1)));
    memory_.focus.begin_group();
  }
  if (of_run) strip_.draw(context, strip, layout.card_size);
  memory_.focus.begin_group();
  if (!layout.main.empty()) views_[tab_index(context.state.tab)]->draw(context, layout.main);
  memory_.focus.begin_group();
  if (!layout.lesson.empty()) dock_.draw(context, layout.lesson, layout.lesson_below);
  memory_.focus.begin_group();
  status_.draw(context, layout.status, !layout.tabs_row);
}

// Of names that no view gives, controls and exhibits are as they were drawn last.
std::optional<Rect> MainView::place_of(const std::string& name) const {
  if (const auto place = memory_.anchors.find(name)) return place;
  for (const Control& control : controls()) {
    if (control.name == name) return control.area.common(control.clip);
  }
  const Exhibit* const exhibit = memory_.exhibits.find(name);
  return exhibit ? std::optional<Rect>(exhibit->area) : std::nullopt;
}

// Around what the step speaks of, where it is in sight.
void MainView::draw_rings(const ViewContext& context) const {
  const UiState& state = context.state;
  if (!state.shows_lesson() || state.asks() || state.keys_shown) return;
  const ImVec2 size = ImGui::GetIO().DisplaySize;
  const Rect window{0, 0, size.x, size.y};
  // Above the columns that scroll, which are drawn after what holds them.
  ImGui::SetNextWindowPos({0, 0});
  ImGui::SetNextWindowSize(size);
  ImGui::Begin("rings", nullptr,
               ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoMove |
                   ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoInputs |
                   ImGuiWindowFlags_NoFocusOnAppearing);
  for (const Ring& ring : rings_of(context.state.learn)) {
    const std::optional<Rect> place = place_of(ring.target);
    if (place && !place->empty()) numbered_ring(context.ui, *place, ring.number, window);
  }
  ImGui::End();
}

// What a presenter points with, above all but tips.
void MainView::draw_pointing(const ViewContext& context) {
  const Pointing& pointing = context.state.pointing;
  const bool presents = context.state.presenter;
  Spotlight::Wish wish{presents && pointing.spotlight, pointing.moves, {}, memory_.focus.shown()};
  if (!pointing.target.empty()) wish.named = place_of(pointing.target);
  memory_.spotlight.draw(context.ui, wish);
  const ImGuiIO& io = ImGui::GetIO();
  const bool held = io.KeyAlt && !io.WantTextInput;
  memory_.laser.draw(context.ui, presents && (held || pointing.laser), pointing.laser.value_or(io.MousePos));
}

// Tells the run what the shown view wants to see, when that changed.
void MainView::watch(const ViewContext& context) {
  Interests wanted = Overlays::watches(context.state);
  if (!context.state.home) wanted |= views_[tab_index(context.state.tab)]->watches();
  if (context.state.look.search) wanted |= interest(Inspect::kFoundRow);
  if (wanted == watched_ && (wanted.none() || same_look(context.state.look, looked_))) return;
  watched_ = wanted;
  looked_ = context.state.look;
  context.actions.emplace_back(action::Run{command::Watch{wanted, looked_}});
}

bool MainView::moves(const ViewContext& context) const {
  if (context.state.import_state.phase == ImportState::Phase::kReading) return true;
  if (context.state.autoplay.on()) return true;  // the bar of its pause
  if (context.state.home) return false;
  const RunState state = context.run.state;
  const bool runs = state == RunState::kTraining || state == RunState::kPreparing;
  const bool stage_runs = std::any_of(context.run.stages->begin(), context.run.stages->end(),
                                      [](const StageReport& s) { return s.state == StageState::kRunning; });
  return (runs && stage_runs) || views_[tab_index(context.state.tab)]->animating();
}

bool MainView::take_key(const KeyPress& key) {
  constexpr std::pair<NamedKey, FocusKey> kKeys[] = {
      {NamedKey::kUp, FocusKey::kUp},       {NamedKey::kDown, FocusKey::kDown},
      {NamedKey::kLeft, FocusKey::kLeft},   {NamedKey::kRight, FocusKey::kRight},
      {NamedKey::kHome, FocusKey::kHome},   {NamedKey::kEnd, FocusKey::kEnd},
      {NamedKey::kEnter, FocusKey::kEnter}, {NamedKey::kEscape, FocusKey::kEscape},
  };
  Focus& focus = memory_.focus;
  if (key.named == NamedKey::kTab) return focus.take(key.shift ? FocusKey::kBackTab : FocusKey::kTab);
  if (key.named == NamedKey::kMenu) {
    memory_.copies.ask();
    return true;
  }
  for (const auto& [named, meant] : kKeys) {
    if (key.named == named) return focus.take(meant, key.shift);
  }
  if (key.character == U' ' && !key.control) return focus.take(FocusKey::kSpace);
  return focus.typing() && key.named == NamedKey::kNone;  // a text field keeps its letters
}

std::string MainView::focus() const {
  const Control* const shown = memory_.focus.shown();
  return shown ? shown->name : std::string();
}

std::string MainView::move_focus(const std::string& to) {
  if (memory_.focus.go_to(to)) return {};
  return "there is no control '" + to + "' here; there are " + join(controls(), &Control::name);
}

void MainView::draw(const ViewContext& context) {
  memory_.begin_frame();
  std::vector<std::string> ringed;
  if (context.state.shows_lesson()) {
    for (const Ring& ring : rings_of(context.state.learn)) ringed.push_back(ring.target);
  }
  if (!context.state.pointing.target.empty()) ringed.push_back(context.state.pointing.target);
  memory_.anchors.look_for(std::move(ringed));
  const ImVec2 size = ImGui::GetIO().DisplaySize;
  const float caption = autoplay_caption_height(context, size.x);
  Rect window{0, 0, size.x, size.y - caption};
  ImGui::SetNextWindowPos({0, 0});
  ImGui::SetNextWindowSize(size);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0, 0});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 0);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, 0);
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, 0});
  // The frame was cleared to the ground colour: drawing it again as a rectangle would cost a software
  // renderer a third of its frame.
  ImGui::Begin("headroom", nullptr,
               ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoMove |
                   ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoBringToFrontOnFocus |
                   ImGuiWindowFlags_NoScrollWithMouse);
  const Rect band = window.take_bottom(workspace_band_height(context, window.w));
  if (context.state.home) {
    home_.draw(context, window);
  } else {
    draw_run(context, window);
  }
  memory_.focus.begin_group();
  if (!band.empty()) draw_workspace_band(context, band);
  ImGui::End();
  draw_rings(context);
  overlays_.draw(context);
  ImGui::Begin("headroom");  // goes on: what a sheet's figures offer lies above the sheet
  memory_.copies.draw(context.ui);
  ImGui::End();
  memory_.focus.push_top_layer();
  if (!memory_.exhibits.uncovered()) draw_error(context);
  memory_.focus.pop_layer();
  draw_pointing(context);
  draw_autoplay(context, caption);
  memory_.end_frame(context.ui);
  if (const auto wish = memory_.exhibits.take_wish())
    context.actions.emplace_back(action::Export{wish->name, wish->format, {}, wish->copy});
  ImGui::PopStyleVar(4);
  watch(context);
  animating_ = moves(context) || memory_.moves();
}

}  // namespace headroom::app
