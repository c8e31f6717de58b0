#include "app/views/data_columns.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "app/ui/ramps.h"
#include "app/views/data_csv.h"
#include "app/widgets/bars.h"
#include "app/widgets/copy_menu.h"
#include "app/widgets/exhibit.h"
#include "app/widgets/fields.h"
#include "app/widgets/focus.h"
#include "app/widgets/format.h"
#include "app/widgets/icons.h"
#include "app/widgets/paint.h"
#include "app/widgets/scroll_area.h"
#include "core/base/bytes.h"
#include "core/base/tr.h"

namespace headroom::app {
namespace {

constexpr float kEntryHeight = 26;
constexpr std::size_t kMostClassesShown = 6;

std::string three_digits(double value) { return std::isnan(value) ? "\u2013" : decimals_text(value, 3); }

void draw_class(const DataScene& scene, Rect area, std::size_t k) {
  const Ui& ui = scene.ui;
  const std::int64_t count = scene.rows()->class_rows[k];
  const double share = static_cast<double>(count) / static_cast<double>(scene.rows()->listed());
  const auto index = static_cast<std::int64_t>(k);
  const std::string& name = scene.dataset().class_names[k];
  const std::string id = "class " + name;
  const Press press = press_area(id.c_str(), area);
  const bool on = scene.look.data.filter == RowFilter::kClass && scene.look.data.filter_class == index;
  if (press.hovered || on) fill(area, on ? ui.theme.pressed : ui.theme.hover, ui.px(4));
  if (press.focused) focus_ring(ui, area, ui.px(4));
  if (press.clicked) {
    scene.look_at([&](Look& look) {
      look.data.filter = on ? RowFilter::kAll : RowFilter::kClass;
      look.data.filter_class = index;
      look.data.first = 0;
    });
  }
  const ImVec4 ink = count == 0 ? ui.theme.muted : ui.theme.text;
  Rect words = area.inset(ui.px(4), 0).take_top(ui.px(20));
  const Rect whole = area.inset(ui.px(4), 0);
  if (scene.classes() <= kColoredClasses) {
    const Rect mark = words.take_left(ui.px(10), ui.px(8));
    class_mark(ui, mark.center(), ui.px(4), index, scene.classes());
  }
  text_line(ui, words.take_right(ui.px(54)), ui.fonts.mono, ui.theme.muted, percent_text(share),
            Align::kRight);
  text_line(ui, words.take_right(ui.px(62)), ui.fonts.mono, ink, format_count(count), Align::kRight);
  text_line(ui, words, ui.fonts.body, ink, count == 0 ? tr("{1} (0 rows)", name) : name);
  const Rect bar{whole.x, area.bottom() - ui.px(7), whole.w, ui.px(4)};
  fill(bar, ui.theme.line, ui.px(2));
  const ImVec4 color =
      scene.classes() <= kColoredClasses ? class_color(ui.theme, index, scene.classes()) : ui.theme.muted;
  fill({bar.x, bar.y, bar.w * static_cast<float>(share), bar.h}, color, ui.px(2));
  if (press.hovered)
    tooltip(ui, on ? tr("Show all rows again") : tr("Show only the rows of this class"), area);
}

float draw_balance(const DataScene& scene, Rect area) {
  const Ui& ui = scene.ui;
  const float top = area.y;
  Rect head = area.take_top(ui.px(22), ui.px(4));
  const std::string rows = tr_n("{n} row", "{n} rows", scene.rows()->listed());
  text_line(ui, head.take_right(text_width(ui.fonts.mono, rows) + 1), ui.fonts.mono, ui.theme.muted, rows);
  text_line(ui, head, ui.fonts.bold, ui.theme.text,
            scene.regression() ? std::string_view(scene.dataset().target_name) : tr("Classes"));
  if (scene.regression()) {
    const DataColumns* const columns = scene.figures().columns.get();
    const Rect picture = area.take_top(ui.px(44), ui.px(2));
    if (columns) bars(ui, picture, columns->target_bins, ui.theme.accent, false);
    Rect ends = area.take_top(ui.px(18));
    if (columns) {
      text_line(ui, ends, ui.fonts.mono, ui.theme.muted, cell_text(columns->target_least));
      text_line(ui, ends, ui.fonts.mono, ui.theme.muted, cell_text(columns->target_most), Align::kRight);
    }
  } else {
    std::vector<std::size_t> order(scene.rows()->class_rows.size());
    for (std::size_t k = 0; k < order.size(); ++k) order[k] = k;
    const std::size_t shown = std::min(order.size(), kMostClassesShown);
    for (std::size_t k = 0; k < shown; ++k) draw_class(scene, area.take_top(ui.px(30)), order[k]);
    if (shown < order.size()) {
      text_line(ui, area.take_top(ui.px(20)), ui.fonts.small, ui.theme.muted,
                tr_n("{n} more class", "{n} more classes", static_cast<std::int64_t>(order.size() - shown)));
    }
  }
  const DataRows& of = *scene.rows();
  const std::string train = format_count(of.train), validation = format_count(of.validation);
  const std::string parts = of.test > 0 ? tr("train {1} · validation {2} · test {3} (not shown)", train,
                                             validation, format_count(of.test))
                                        : tr("train {1} · validation {2}", train, validation);
  area.take_top(ui.px(2));
  area.take_top(draw_wrapped(ui.fonts.small, area.min(), area.w, ui.theme.muted, parts));
  return area.y - top;
}

}  // namespace

void class_histogram(const DataScene& scene, const Rect& area, const ColumnFigures& figures, bool small) {
  const Ui& ui = scene.ui;
  const auto bins = static_cast<std::size_t>(DataColumns::kBins);
  if (figures.bins.size() < bins || area.empty()) return;
  const std::int64_t most =
      std::max<std::int64_t>(1, *std::max_element(figures.bins.begin(), figures.bins.end()));
  const bool two = figures.bins.size() == 2 * bins;
  const ImVec4 first = two ? mix(ui.theme.panel, class_color(ui.theme, 0, 2), small ? 0.8F : 0.65F)
                           : mix(ui.theme.panel, ui.theme.muted, 0.8F);
  const float step = area.w / static_cast<float>(bins);
  const auto height = [&](std::size_t i) {
    return area.h * static_cast<float>(figures.bins[i]) / static_cast<float>(most);
  };
  for (std::size_t i = 0; i < bins; ++i) {
    if (figures.bins[i] == 0) continue;
    const float h = std::max(1.0F, height(i));
    fill({area.x + step * static_cast<float>(i), area.bottom() - h, std::max(1.0F, step - (small ? 0.5F : 1)),
          h},
         first);
  }
  if (!two) return;
  std::vector<ImVec2> steps;
  for (std::size_t i = 0; i < bins; ++i) {
    const float y = area.bottom() - height(bins + i);
    steps.push_back({area.x + step * static_cast<float>(i), y});
    steps.push_back({area.x + step * static_cast<float>(i + 1), y});
  }
  ImGui::GetWindowDrawList()->AddPolyline(steps.data(), static_cast<int>(steps.size()),
                                          color(class_color(ui.theme, 1, 2)), 0, ui.px(small ? 1 : 1.5F));
}

void DataColumnList::find(const DataScene& scene) {
  const DataColumns* const columns = scene.figures().columns.get();
  const std::int64_t shown = scene.features_shown();
  if (found_in_.get() == columns && found_for_ == search_ && found_shown_ == shown) return;
  found_in_ = scene.figures().columns;
  found_for_ = search_;
  found_shown_ = shown;
  found_.clear();
  const auto fits = [&](std::int64_t k) {
    return search_.empty() || scene.name(k).find(search_) != std::string::npos ||
           scene.stages().name(k).find(search_) != std::string::npos;
  };
  if (columns) {
    for (const std::int64_t k : columns->by_strength) {
      if (k < shown && fits(k)) found_.push_back(k);
    }
  }
  constexpr std::int64_t kMostListed = 65536;
  const std::int64_t first = columns ? static_cast<std::int64_t>(columns->of.size()) : 0;
  for (std::int64_t k = first; k < std::min(shown, kMostListed); ++k) {
    if (fits(k)) found_.push_back(k);
  }
}

void DataColumnList::draw_entry(const DataScene& scene, const Rect& row, std::int64_t feature) const {
  const Ui& ui = scene.ui;
  const std::string name = scene.name(feature);
  const bool hovered = hovering(row), marked = scene.feature() == feature;
  if (marked || hovered) fill(row, marked ? ui.theme.pressed : ui.theme.hover, ui.px(4));
  if (hovered && ImGui::IsMouseClicked(0)) scene.look_at([&](Look& look) { look.data.feature = feature; });
  Rect rest = row.inset(ui.px(4), ui.px(3));
  const ColumnFigures* const of = scene.figures_of(feature);
  const std::string tells = of ? three_digits(scene.regression() ? of->tells : of->strength(false)) : "";
  text_line(ui, rest.take_right(text_width(ui.fonts.mono, "-0.000") + 1, ui.px(6)), ui.fonts.mono,
            ui.theme.text, tells, Align::kRight);
  const Rect picture = rest.take_right(std::min(ui.px(56), rest.w * 0.4F), ui.px(6));
  if (of) class_histogram(scene, picture, *of, true);
  const std::string doubt = scene.doubt_of(feature);
  if (!doubt.empty())
    draw_icon(Icon::kWarning, rest.take_left(ui.px(15), ui.px(4)), ui.px(14), ui.theme.warning);
  text_line(ui, rest, ui.fonts.mono, ui.theme.text, name);
  copyable(row, name, name + "\t" + tells);
  if (!hovered) return;
  std::string tip = doubt;
  if (of && !scene.regression() && scene.classes() > 2 &&
      of->tells_class < static_cast<std::int64_t>(scene.dataset().class_names.size())) {
    tip +=
        (tip.empty() ? "" : "\n") +
        tr("Tells class '{1}' best", scene.dataset().class_names[static_cast<std::size_t>(of->tells_class)]);
  }
  if (!tip.empty()) tooltip(ui, tip, row);
}

// The whole list is one control: arrows mark the next column. Its place in the list, when it was just marked.
std::optional<std::size_t> DataColumnList::take_keys(const DataScene& scene, const Rect& area) const {
  Focus& focus = Focus::of_window();
  const ImGuiID id = ImGui::GetID("data_columns");
  focus.add({.id = id, .name = "data_columns", .area = area, .takes = Takes::kArrows});
  if (focus.shows_ring(id)) focus_ring(scene.ui, area, scene.ui.px(4));
  const Arrows arrows = focus.take_arrows(id);
  if (found_.empty() || (arrows.y == 0 && arrows.end == 0)) return std::nullopt;
  const auto marked = std::find(found_.begin(), found_.end(), scene.feature());
  const auto last = static_cast<std::int64_t>(found_.size()) - 1;
  std::int64_t at = marked == found_.end() ? 0 : marked - found_.begin() - arrows.y;
  if (arrows.end != 0) at = arrows.end < 0 ? 0 : last;
  const auto place = static_cast<std::size_t>(std::clamp<std::int64_t>(at, 0, last));
  scene.look_at([&](Look& look) { look.data.feature = found_[place]; });
  return place;
}

void DataColumnList::draw_list(const DataScene& scene, const Rect& area) {
  const Ui& ui = scene.ui;
  const std::optional<std::size_t> gone_to = take_keys(scene, area);
  ScrollArea scroll(ui, "columns", area);
  const Rect view = scroll.content();
  const float step = ui.px(kEntryHeight);
  if (gone_to) ImGui::SetScrollY(std::max(0.0F, step * (static_cast<float>(*gone_to) + 0.5F) - area.h / 2));
  const auto first = static_cast<std::size_t>(std::max(0.0F, (area.y - view.y) / step));
  const std::size_t end = std::min(found_.size(), first + static_cast<std::size_t>(area.h / step) + 2);
  for (std::size_t i = first; i < end; ++i) {
    draw_entry(scene, {view.x, view.y + step * static_cast<float>(i), view.w - ui.px(2), step}, found_[i]);
  }
  scroll.used(view.w, step * static_cast<float>(found_.size()));
}

void DataColumnList::draw(const DataScene& scene, const Rect& area) {
  const Ui& ui = scene.ui;
  panel_box(ui, area);
  Rect rest = area.inset(ui.px(14), ui.px(10));
  const Rect above = rest;
  rest.take_top(draw_balance(scene, rest), ui.px(8));
  exhibit({.name = "data-classes",
           .title = scene.regression() ? tr("Target") : tr("Classes"),
           .area = {above.x, above.y, above.w, rest.y - above.y},
           .csv = [source = data_source(scene)] { return target_csv(source); }});
  line({area.x, rest.y}, {area.right(), rest.y}, ui.theme.line);
  rest.take_top(ui.px(8));
  Rect head = rest.take_top(ui.px(22), ui.px(6));
  text_line(ui, head.take_left(text_width(ui.fonts.bold, tr("Columns")) + 1, ui.px(8)), ui.fonts.bold,
            ui.theme.text, tr("Columns"));
  std::string shapes = std::to_string(scene.stages().columns());
  if (scene.stages().degree() == 2) shapes += " \u2192 " + format_count(scene.stages().features());
  text_line(ui, head, ui.fonts.mono, ui.theme.muted, shapes);
  const std::string hint = scene.stages().degree() == 2
                               ? tr("name, {1}", scene.name(scene.stages().columns() + 1))
                               : tr_c("of a column", "name");
  text_field(ui, rest.take_top(ui.px(30), ui.px(6)), search_, {.id = "search_columns", .hint = hint});
  find(scene);
  Rect titles = rest.take_top(ui.px(20), ui.px(2));
  const std::string_view tells = scene.regression() ? tr("r alone") : tr("AUC alone");
  const Rect place = titles.take_right(text_width(ui.fonts.small, tells) + ui.px(8));
  text_line(ui, place, ui.fonts.small, ui.theme.muted, tells);
  if (hovering(place)) {
    const DataColumns* const columns = scene.figures().columns.get();
    std::string tip =
        scene.regression()
            ? tr("Correlation of the column alone with the target")
            : tr("Area under the ROC curve of the column alone, whichever way it points: 0.5 tells nothing");
    if (columns && columns->sample < scene.rows()->listed()) {
      tip += "\n" + tr("Of {1} rows, evenly spread", format_count(columns->sample));
    }
    tooltip(ui, tip, place);
  }
  text_line(
      ui, titles, ui.fonts.small, ui.theme.muted,
      found_.empty() ? tr("nothing of this name") : format_count(static_cast<std::int64_t>(found_.size())));
  exhibit({.name = "data-columns",
           .title = tr("Columns"),
           .area = {rest.x, titles.y, rest.w, rest.bottom() - titles.y},
           .csv = [source = data_source(scene)] { return columns_csv(source); }});
  draw_list(scene, rest);
}

}  // namespace headroom::app
