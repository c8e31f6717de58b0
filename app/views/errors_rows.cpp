#include "app/views/errors_rows.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <span>
#include <vector>

#include "app/views/errors_csv.h"
#include "app/views/pixel_grid.h"
#include "app/widgets/button.h"
#include "app/widgets/copy_menu.h"
#include "app/widgets/dropdown.h"
#include "app/widgets/exhibit.h"
#include "app/widgets/focus.h"
#include "app/widgets/format.h"
#include "app/widgets/paint.h"
#include "app/widgets/scroll_area.h"
#include "core/base/bytes.h"
#include "core/base/tr.h"

namespace headroom::app {
namespace {

constexpr std::size_t kWorstShown = 10;

// Rows of one cell under one heading.
struct RowGroup {
  std::string title;
  std::span<const std::uint32_t> rows;
};

std::string cell_title(const ErrorsScene& scene, const ErrorCell& cell) {
  const std::string truth = class_title(scene, cell.truth);
  return cell.truth == cell.said ? tr("{1} read right", truth)
                                 : tr("{1} read as {2}", truth, class_title(scene, cell.said));
}

// The chosen cell, then what else was read as the same class. Where nothing is wrong: the rows it was least
// sure of.
std::vector<RowGroup> groups_of(const ErrorsScene& scene) {
  std::vector<RowGroup> groups;
  const auto cell = cell_of(scene);
  if (!cell) {
    const bool least = scene.options().least_sure_first;
    groups.push_back({least ? tr("The least sure") : tr("The surest"),
                      least ? scene.model.least_sure : scene.model.surest});
    return groups;
  }
  groups.push_back({cell_title(scene, *cell), scene.model.cell(cell->truth, cell->said)});
  if (cell->truth == cell->said) return groups;
  constexpr std::size_t kMostGroups = 6;
  for (const ConfusedPair& pair : scene.model.confused) {
    if (pair.said != cell->said || pair.truth == cell->truth || groups.size() == kMostGroups) continue;
    groups.push_back({cell_title(scene, {pair.truth, pair.said}), scene.model.cell(pair.truth, pair.said)});
  }
  return groups;
}

float answer_height(const Ui& ui, std::int64_t classes) { return ui.px(classes > 2 ? 68 : 50); }

void draw_tops(const ErrorsScene& scene, Rect area, const RowAnswer& answer) {
  const Ui& ui = scene.ui();
  const Theme& theme = ui.theme;
  const std::size_t tops = std::min<std::size_t>(RowAnswer::kTop, static_cast<std::size_t>(scene.classes()));
  float names = 0;
  for (std::size_t k = 0; k < tops; ++k)
    names = std::max(names, text_width(ui.fonts.mono, class_title(scene, answer.said[k])));
  names = std::min(names + ui.px(6), area.w * 0.34F);
  area = area.centered(area.w, ui.px(19) * static_cast<float>(tops));
  for (std::size_t k = 0; k < tops; ++k) {
    Rect line = area.take_top(ui.px(19));
    const bool own = answer.said[k] == answer.truth, said = k == 0;
    const Rect mark = line.take_right(ui.px(14), ui.px(2));
    if (own) draw_icon(Icon::kCheck, mark, ui.px(10), theme.good);
    if (said && !own) draw_icon(Icon::kCross, mark, ui.px(9), theme.bad);
    const std::string share = decimals_text(static_cast<double>(answer.share[k]), 2);
    text_line(ui, line.take_right(text_width(ui.fonts.mono, "0.00") + 1, ui.px(8)), ui.fonts.mono, theme.text,
              share, Align::kRight);
    text_line(ui, line.take_left(names, ui.px(4)), ui.fonts.mono, said || own ? theme.text : theme.muted,
              class_title(scene, answer.said[k]), Align::kRight);
    const ImVec4 c = own ? theme.good : said ? theme.bad : theme.muted;
    progress_bar(ui, Rect{line.x, line.center().y - ui.px(3), line.w, ui.px(6)},
                 static_cast<double>(answer.share[k]), c);
  }
}

void select_row(const ErrorsScene& scene, std::int64_t row) {
  Look look = scene.context.state.look;
  if (look.row != row) look.moved.clear();
  look.row = row;
  scene.context.actions.emplace_back(action::LookAt{look});
}

// The whole list is one control, which may have half a million rows: arrows go from row to row, and Enter
// takes the first where none of them is looked at. The row that was gone to.
std::optional<std::int64_t> take_list_keys(const ErrorsScene& scene, const Rect& area,
                                           const std::vector<std::int64_t>& listed) {
  Focus& focus = Focus::of_window();
  const ImGuiID id = ImGui::GetID("errors_rows");
  const bool entered =
      focus.add({.id = id, .name = "errors_rows", .area = area, .takes = Takes::kArrowsAndEnter});
  if (focus.shows_ring(id)) focus_ring(scene.ui(), area, scene.ui().px(4));
  const Arrows arrows = focus.take_arrows(id);
  if (listed.empty() || (!entered && arrows.y == 0 && arrows.end == 0)) return std::nullopt;
  const auto found = std::find(listed.begin(), listed.end(), scene.context.state.look.row);
  const auto last = static_cast<std::int64_t>(listed.size()) - 1;
  std::int64_t at = found == listed.end() ? 0 : found - listed.begin() - arrows.y;
  if (arrows.end != 0) at = arrows.end < 0 ? 0 : last;
  at = std::clamp<std::int64_t>(at, 0, last);
  select_row(scene, listed[static_cast<std::size_t>(at)]);
  return at;
}

// The ground of one row of the list; clicked, it becomes the row that is looked at.
void row_ground(const ErrorsScene& scene, const Rect& place, std::int64_t row) {
  const Ui& ui = scene.ui();
  const bool chosen = scene.context.state.look.row == row;
  const bool hovered = hovering(place);
  fill(place, chosen || hovered ? ui.theme.hover : ui.theme.panel);
  if (chosen) fill({place.x, place.y, ui.px(3), place.h}, ui.theme.action);
  if (hovered && ImGui::IsMouseClicked(0)) select_row(scene, row);
  copyable(place, std::to_string(row));
  line({place.x, place.bottom() - 0.5F}, {place.right(), place.bottom() - 0.5F}, ui.theme.line);
}

void draw_answer(const ErrorsScene& scene, const Rect& place, const RowAnswer& answer,
                 const PixelGrid& grid) {
  const Ui& ui = scene.ui();
  row_ground(scene, place, answer.row);
  Rect inner = place.inset(ui.px(12), ui.px(6));
  const Dataset* const data = scene.context.run.facts->dataset.get();
  if (data && grid && answer.row < data->rows) {
    const float side = std::min(inner.h, ui.px(56));
    draw_picture(ui, *data, answer.row, grid, inner.take_left(side, ui.px(12)).centered(side, side));
  }
  const Rect words = inner.take_left(ui.px(64), ui.px(6)).centered(ui.px(64), ui.px(38));
  text_line(ui, {words.x, words.y, words.w, ui.px(19)}, ui.fonts.small, ui.theme.muted, tr("row"));
  text_line(ui, {words.x, words.y + ui.px(19), words.w, ui.px(19)}, ui.fonts.mono, ui.theme.text,
            format_count(answer.row));
  draw_tops(scene, inner, answer);
}

// Where the row that is looked at can be seen from other sides, as far as there are such tabs.
// `listed`: the rows beside; the first of them is followed where none of them is looked at.
void draw_ways(const ErrorsScene& scene, Rect area, const std::vector<std::int64_t>& listed) {
  const Ui& ui = scene.ui();
  const auto way = [&](const char* tab, const char* id, std::string_view label, ButtonKind kind,
                       std::string_view tip) {
    const TabRow* const row = kTabs.find(tab);
    if (!row) return;
    const ButtonSpec spec{
        .id = id, .label = label, .kind = kind, .tip = tip, .enabled = !listed.empty(), .small = true};
    if (!button(ui, area.take_left(std::min(area.w, button_width(ui, spec)), ui.px(8)), spec)) return;
    if (row->value == Tab::kData) {
      scene.context.actions.emplace_back(action::ShowErrorsInData{});
      return;
    }
    if (std::find(listed.begin(), listed.end(), scene.context.state.look.row) == listed.end())
      select_row(scene, listed.front());
    scene.context.actions.emplace_back(action::SelectTab{row->value});
  };
  way("prediction", "follow_row", tr("Follow in Prediction"), ButtonKind::kPrimary,
      tr("The first of these rows on its way through the network"));
  way("data", "show_row", tr("Show in Data"), ButtonKind::kNormal, tr("These rows as a table (D)"));
}

// The rows of a cell are kept the surest first.
bool listed_backwards(const ErrorsScene& scene) {
  return scene.options().least_sure_first && cell_of(scene).has_value();
}

// In the order of the list; of very long ones the beginning.
std::vector<std::int64_t> listed_rows(const ErrorsScene& scene, const std::vector<RowGroup>& groups) {
  constexpr std::size_t kMostListed = 200;
  std::vector<std::int64_t> rows;
  const bool backwards = listed_backwards(scene);
  for (const RowGroup& group : groups) {
    const std::size_t count = group.rows.size();
    for (std::size_t i = 0; i < count && rows.size() < kMostListed; ++i)
      rows.push_back(scene.model.answers[group.rows[backwards ? count - 1 - i : i]].row);
  }
  return rows;
}
std::vector<std::int64_t> listed_worst(const ErrorsScene& scene) {
  std::vector<std::int64_t> rows;
  for (std::size_t i = 0; i < std::min(kWorstShown, scene.model.worst.size()); ++i)
    rows.push_back(scene.model.values[scene.model.worst[i]].row);
  return rows;
}

bool has_ways() { return kTabs.find("prediction") || kTabs.find("data"); }

void draw_order(const ErrorsScene& scene, Rect& head) {
  const Ui& ui = scene.ui();
  const bool least = scene.options().least_sure_first;
  const std::string label = least ? tr("least sure first") : tr("surest first");
  const DropdownSpec spec{
      .id = "errors_order", .label = {{label, ui.fonts.small, ui.theme.text}}, .small = true};
  const Rect place = head.take_right(std::min(dropdown_width(ui, spec), head.w * 0.6F), ui.px(8));
  const auto chosen = dropdown(ui, place.centered(place.w, ui.px(28)), spec,
                               {{.title = tr("surest first"), .selected = !least},
                                {.title = tr("least sure first"), .selected = least}});
  if (!chosen) return;
  const bool wanted = *chosen == 1;
  scene.change([wanted](ErrorsOptions& options) { options.least_sure_first = wanted; });
}

void group_head(const Ui& ui, Rect place, const std::string& title, std::size_t rows) {
  fill(place, ui.theme.panel);
  place = place.inset(ui.px(12), 0);
  const std::string count = tr_n("{n} row", "{n} rows", static_cast<std::int64_t>(rows));
  const float wide =
      std::min(text_width(ui.fonts.bold, title) + 2, place.w - text_width(ui.fonts.mono, count));
  text_line(ui, place.take_left(wide, ui.px(10)), ui.fonts.bold, ui.theme.text, title);
  text_line(ui, place, ui.fonts.mono, ui.theme.muted, count);
}

void scroll_groups(const ErrorsScene& scene, const std::vector<RowGroup>& groups, const Rect& area) {
  const Ui& ui = scene.ui();
  const std::optional<std::int64_t> gone_to = take_list_keys(scene, area, listed_rows(scene, groups));
  ScrollArea scroll(ui, "errors_rows", area);
  const Rect content = scroll.content();
  const float each = answer_height(ui, scene.classes()), head = ui.px(36);
  const bool backwards = listed_backwards(scene);
  const Dataset* const data = scene.context.run.facts->dataset.get();
  const PixelGrid grid = data ? pixel_grid(data->column_names) : PixelGrid{};
  float y = content.y;
  for (std::size_t g = 0; g < groups.size(); ++g) {
    const RowGroup& group = groups[g];
    if (g > 0) {
      group_head(ui, {content.x, y, content.w, head}, group.title, group.rows.size());
      y += head;
    }
    // Only what is seen is drawn: a cell may have half a million rows.
    const float above = std::max(0.0F, area.y - y);
    const auto count = group.rows.size();
    const auto first = std::min(count, static_cast<std::size_t>(above / each));
    for (std::size_t i = first; i < count; ++i) {
      const Rect place{content.x, y + each * static_cast<float>(i), content.w, each};
      if (place.y > area.bottom()) break;
      draw_answer(scene, place, scene.model.answers[group.rows[backwards ? count - 1 - i : i]], grid);
    }
    y += each * static_cast<float>(count);
  }
  // Headings are small beside rows: near enough to have it in sight.
  if (gone_to) ImGui::SetScrollY(std::max(0.0F, each * (static_cast<float>(*gone_to) + 0.5F) - area.h / 2));
  scroll.used(content.w, y - content.y);
}

}  // namespace

void draw_errors_rows(const ErrorsScene& scene, Rect area) {
  const Ui& ui = scene.ui();
  const std::vector<RowGroup> groups = groups_of(scene);
  exhibit({.name = "errors-rows",
           .title = tr("Rows: {1}", groups.front().title),
           .area = area,
           .csv = [source = errors_source(scene), groups, backwards = listed_backwards(scene)] {
             std::vector<std::uint32_t> listed;
             for (const RowGroup& group : groups) {
               const auto at = listed.insert(listed.end(), group.rows.begin(), group.rows.end());
               if (backwards) std::reverse(at, listed.end());
             }
             return answers_csv(source, listed);
           }});
  Rect head = area.take_top(ui.px(46)).inset(ui.px(12), 0);
  draw_order(scene, head);
  const std::string count =
      tr_n("{n} row", "{n} rows", static_cast<std::int64_t>(groups.front().rows.size()));
  const float wide = std::min(text_width(ui.fonts.bold, groups.front().title) + 2,
                              std::max(ui.px(40), head.w - text_width(ui.fonts.mono, count) - ui.px(10)));
  text_line(ui, head.take_left(wide, ui.px(10)), ui.fonts.bold, ui.theme.text, groups.front().title);
  if (head.w > text_width(ui.fonts.mono, count)) text_line(ui, head, ui.fonts.mono, ui.theme.muted, count);
  line({area.x, area.y}, {area.right(), area.y}, ui.theme.line);
  if (!cell_of(scene)) {
    const Rect words = area.take_top(ui.px(48)).inset(ui.px(12), ui.px(6));
    draw_wrapped(ui.fonts.small, words.min(), words.w, ui.theme.muted,
                 tr("All {1} rows are right. Click a cell for its rows.", format_count(scene.model.rows)));
  }
  if (has_ways()) {
    const Rect ways = area.take_bottom(ui.px(46)).inset(ui.px(12), ui.px(9));
    draw_ways(scene, ways, listed_rows(scene, groups));
  }
  if (groups.front().rows.empty() && groups.size() == 1) {
    const Rect words = area.take_top(ui.px(60)).inset(ui.px(12), ui.px(10));
    draw_wrapped(ui.fonts.small, words.min(), words.w, ui.theme.muted, tr("No row is here."));
    return;
  }
  scroll_groups(scene, groups, area);
}

void draw_worst_rows(const ErrorsScene& scene, Rect area) {
  const Ui& ui = scene.ui();
  exhibit({.name = "errors-rows",
           .title = tr("The worst rows"),
           .area = area,
           .csv = [source = errors_source(scene)] { return worst_csv(source); }});
  const TargetScale& scale = scene.context.run.facts->target;
  const Rect head = area.take_top(ui.px(46)).inset(ui.px(12), 0);
  text_line(ui, head, ui.fonts.bold, ui.theme.text, tr("The worst rows"));
  if (has_ways())
    draw_ways(scene, area.take_bottom(ui.px(46)).inset(ui.px(12), ui.px(9)), listed_worst(scene));
  Rect names = area.take_top(ui.px(24)).inset(ui.px(12), 0);
  const float column = names.w / 4;
  for (const char* const name : {tr("row"), tr("true"), tr("value"), tr("off by")})
    text_line(ui, names.take_left(column), ui.fonts.small, ui.theme.muted, name, Align::kRight);
  take_list_keys(scene, area, listed_worst(scene));
  ScrollArea scroll(ui, "errors_worst", area);
  Rect rest = scroll.content();
  const float top = rest.y;
  rest.h = 1e6F;
  for (std::size_t i = 0; i < std::min(kWorstShown, scene.model.worst.size()); ++i) {
    const RowValue& value = scene.model.values[scene.model.worst[i]];
    const Rect place = rest.take_top(ui.px(34));
    row_ground(scene, place, value.row);
    const double truth = scale.original(static_cast<double>(value.truth));
    const double said = scale.original(static_cast<double>(value.said));
    Rect cells{place.x + ui.px(12), place.y, 4 * column, place.h};
    for (const std::string& text : {format_count(value.row), metric_text(truth), metric_text(said),
                                    (said >= truth ? "+" : "") + metric_words(said - truth)}) {
      text_line(ui, cells.take_left(column), ui.fonts.mono, ui.theme.text, text, Align::kRight);
    }
  }
  scroll.used(rest.w, rest.y - top);
}

}  // namespace headroom::app
