#include "app/views/divergence_ways.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "app/state/recorder_moves.h"
#include "app/views/errors_scene.h"
#include "app/widgets/button.h"
#include "app/widgets/copy_menu.h"
#include "app/widgets/exhibit.h"
#include "app/widgets/format.h"
#include "app/widgets/icons.h"
#include "app/widgets/paint.h"
#include "core/base/bytes.h"
#include "core/base/csv_field.h"
#include "core/base/tr.h"

namespace headroom::app {
namespace {

constexpr float kWayRow = 50;

bool being_tried(const std::vector<WayBack>& ways) {
  return std::any_of(ways.begin(), ways.end(),
                     [](const WayBack& way) { return way.step >= 0 && !way.finished; });
}

double tried_share(const std::vector<WayBack>& ways) {
  double done = 0;
  for (const WayBack& way : ways) done += way.finished ? 1 : static_cast<double>(way.done) / WayBack::kTried;
  return done / static_cast<double>(ways.size());
}

std::string go_back_label(const WayBack& way) {
  return tr("Go back, rate {1} ↵", short_rate(way.learning_rate));
}

void draw_radio(const Ui& ui, const Rect& area, bool on) {
  ImDrawList* const list = ImGui::GetWindowDrawList();
  list->AddCircle(area.center(), ui.px(7), color(on ? ui.theme.accent : ui.theme.edge), 24, ui.px(2));
  if (on) list->AddCircleFilled(area.center(), ui.px(3.5F), color(ui.theme.accent));
}

// What it reached: loss, accuracy, and whether that is any good.
void draw_reached(const ViewContext& context, Rect& rest, const WayBack& way) {
  const Ui& ui = context.ui;
  if (way.step < 0) return;  // cannot be tried
  const Rect sign = rest.take_right(ui.px(16), ui.px(10));
  const float accuracy = text_width(ui.fonts.mono, "100.0 %") + 2,
              loss = text_width(ui.fonts.mono, "0.00e+00");
  const Rect share = rest.take_right(accuracy, ui.px(10)), number = rest.take_right(loss, ui.px(10));
  if (!way.finished) {
    const Rect bar{number.x, rest.center().y - ui.px(3), share.right() - number.x, ui.px(6)};
    progress_bar(ui, bar, static_cast<double>(way.done) / WayBack::kTried, ui.theme.action);
    return;
  }
  const ImVec4 c = way.good ? ui.theme.good : ui.theme.bad;
  text_line(ui, number, ui.fonts.mono, ui.theme.text,
            std::isfinite(way.loss) ? metric_words(way.loss) : "NaN", Align::kRight);
  if (std::isfinite(way.accuracy))
    text_line(ui, share, ui.fonts.mono, c, percent_text(way.accuracy), Align::kRight);
  draw_icon(way.good ? Icon::kCheck : Icon::kCross, sign, ui.px(12), c);
}

void draw_way(const ViewContext& context, const Rect& place, const WayBack& way, bool on) {
  const Ui& ui = context.ui;
  const bool hovered = hovering(place);
  if (on || hovered) fill(place, on ? mix(ui.theme.panel, ui.theme.action, 0.16F) : ui.theme.hover);
  line({place.x, place.bottom() - 0.5F}, {place.right(), place.bottom() - 0.5F}, ui.theme.line);
  Rect rest = place.inset(ui.px(14), ui.px(6));
  draw_radio(ui, rest.take_left(ui.px(18), ui.px(10)), on);
  draw_reached(context, rest, way);
  Rect words = rest.centered(rest.w, ui.px(38));
  text_line(ui, words.take_top(ui.px(20)), on ? ui.fonts.bold : ui.fonts.body, ui.theme.text, way_title(way));
  text_line(ui, words, ui.fonts.small, ui.theme.muted,
            tr("learning rate {1}", short_rate(way.learning_rate)));
  copyable(place, learning_rate_text(way.learning_rate), way_title(way));
}

// The whole list is one control: arrows choose, Enter goes back.
void take_way_keys(const ViewContext& context, const Rect& area, const std::vector<WayBack>& ways,
                   std::size_t chosen) {
  Focus& focus = Focus::of_window();
  const ImGuiID id = ImGui::GetID("ways_back");
  const bool entered =
      focus.add({.id = id, .name = "ways_back", .area = area, .takes = Takes::kArrowsAndEnter});
  if (focus.shows_ring(id)) focus_ring(context.ui, area, context.ui.px(4));
  if (entered) context.actions.emplace_back(action::Run{go_back_command(ways[chosen])});
  const Arrows arrows = focus.take_arrows(id);
  if (arrows.y == 0 && arrows.end == 0) return;
  const auto last = static_cast<std::int64_t>(ways.size()) - 1;
  std::int64_t to = static_cast<std::int64_t>(chosen) - arrows.y;
  if (arrows.end != 0) to = arrows.end < 0 ? 0 : last;
  to = std::clamp<std::int64_t>(to, 0, last);
  context.actions.emplace_back(action::ChooseWay{key_of(ways[static_cast<std::size_t>(to)])});
}

// How far they are, and a way to do without.
void draw_trials(const ViewContext& context, Rect area, const std::vector<WayBack>& ways) {
  const Ui& ui = context.ui;
  const bool tries = context.state.recorder.tries;
  const ButtonSpec spec{.id = "try_ways",
                        .label = tries ? tr("Cancel") : tr("Try them"),
                        .tip = tries ? tr("Goes on without trying") : tr("64 steps of each, in a copy"),
                        .small = true};
  const float width = button_width(ui, spec);
  if (button(ui, area.take_right(width, ui.px(10)).centered(width, ui.px(26)), spec))
    context.actions.emplace_back(action::TryWays{!tries});
  const std::string_view words = tries ? tr("Trying them …") : tr("Not all were tried");
  const float bar = std::min(ui.px(90), area.w * 0.4F);
  const Rect place = area.take_right(bar, ui.px(10));
  progress_bar(ui, {place.x, place.center().y - ui.px(3), place.w, ui.px(6)}, tried_share(ways),
               ui.theme.action);
  text_line(ui, area, ui.fonts.small, ui.theme.muted, words, Align::kRight);
}

std::string ways_csv(const std::vector<WayBack>& ways) {
  std::string csv = "step,learning_rate,why,steps_tried,loss,accuracy,works\n";
  for (const WayBack& way : ways) {
    csv += csv_line({way.step >= 0 ? std::to_string(way.step) : "", exact_text(way.learning_rate), way.why,
                     std::to_string(way.done), way.finished ? exact_text(way.loss) : "",
                     std::isnan(way.accuracy) ? "" : exact_text(way.accuracy),
                     !way.finished ? ""
                     : way.good    ? "1"
                                   : "0"});
  }
  return csv;
}

void draw_ways_keys(const ViewContext& context, Rect area, const WayBack& way) {
  const Ui& ui = context.ui;
  const float primary = go_back_width(context);
  draw_go_back(context, area.take_left(std::min(primary, area.w), ui.px(8)));
  const auto shown = context.run.recorder->shown;
  const bool there = shown.has_value();
  const ButtonSpec look{.id = "look_around",
                        .label = there ? tr("To the newest") : tr("Look around first"),
                        .tip = there ? tr("Every tab shows the newest step again (End)")
                                     : tr("Every tab shows the run as it was there; nothing is given up"),
                        .enabled = !recorder_empty(*context.run.recorder)};
  const float width = button_width(ui, look);
  if (width > area.w) return;
  if (!button(ui, area.take_left(width), look)) return;
  const RecorderStatus& recorder = *context.run.recorder;
  const std::int64_t step = way.step >= 0 ? way.step : recorder.moments.back().step;
  context.actions.emplace_back(action::Run{there ? command::LookBack{} : look_at_step(recorder, step)});
}

}  // namespace

float go_back_width(const ViewContext& context) {
  const std::vector<WayBack> ways = ways_back(context.run);
  float width = 0;
  for (const WayBack& way : ways) {
    const std::string label = go_back_label(way);
    width = std::max(width, button_width(context.ui, {.label = label, .kind = ButtonKind::kPrimary}));
  }
  return width;
}

void draw_go_back(const ViewContext& context, const Rect& area) {
  const std::vector<WayBack> ways = ways_back(context.run);
  const WayBack& way = ways[chosen_way(context.state.recorder, ways)];
  const std::string label = go_back_label(way);
  const ButtonSpec spec{
      .id = "rollback",
      .label = label,
      .kind = ButtonKind::kPrimary,
      .tip = tr("Training goes on from there (Enter); what came after stays as a faint curve")};
  if (button(context.ui, area, spec)) context.actions.emplace_back(action::Run{go_back_command(way)});
}

float draw_ways_back(const ViewContext& context, const Rect& area) {
  const Ui& ui = context.ui;
  const std::vector<WayBack> ways = ways_back(context.run);
  if (ways.empty()) return 0;
  const std::size_t chosen = chosen_way(context.state.recorder, ways);
  const bool tried = ways.front().step >= 0, trying = being_tried(ways);
  const float row = ui.px(kWayRow), head = ui.px(44), keys = ui.px(56);
  const float height = head + row * static_cast<float>(ways.size()) + keys;
  const Rect box{area.x, area.y, area.w, height};
  panel_box(ui, box);
  Rect rest = box.inset(1, 0);
  Rect title = rest.take_top(head).inset(ui.px(14), 0);
  text_line(ui, title.take_left(text_width(ui.fonts.bold, tr("Go back to")) + 2, ui.px(12)), ui.fonts.bold,
            ui.theme.text, tr("Go back to"));
  if (trying) {
    draw_trials(context, title, ways);
  } else {
    text_line(ui, title, ui.fonts.small, ui.theme.muted,
              tried ? tr("64 steps tried in a copy: loss, accuracy") : tr("nothing tried yet"),
              Align::kRight);
  }
  line({rest.x, rest.y}, {rest.right(), rest.y}, ui.theme.line);
  const Rect list{rest.x, rest.y, rest.w, row * static_cast<float>(ways.size())};
  take_way_keys(context, list, ways, chosen);
  for (std::size_t i = 0; i < ways.size(); ++i) {
    const Rect place = rest.take_top(row);
    draw_way(context, place, ways[i], i == chosen);
    if (hovering(place) && ImGui::IsMouseClicked(0))
      context.actions.emplace_back(action::ChooseWay{key_of(ways[i])});
  }
  draw_ways_keys(context, rest.take_top(keys).inset(ui.px(14), ui.px(10)), ways[chosen]);
  exhibit_of_frame({.name = "ways-back", .title = tr("Ways back"), .area = box},
                   [&] { return ways_csv(ways); });
  return height;
}

}  // namespace headroom::app
