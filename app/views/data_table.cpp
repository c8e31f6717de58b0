#include "app/views/data_table.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "app/ui/ramps.h"
#include "app/views/data_choices.h"
#include "app/views/data_csv.h"
#include "app/views/data_way.h"
#include "app/widgets/copy_menu.h"
#include "app/widgets/exhibit.h"
#include "app/widgets/fields.h"
#include "app/widgets/format.h"
#include "app/widgets/icons.h"
#include "app/widgets/paint.h"
#include "core/base/bytes.h"
#include "core/base/csv_field.h"
#include "core/base/tr.h"

namespace headroom::app {
namespace {

constexpr float kRowHeight = 26, kHeadHeight = 108, kWayHeight = 124;
// Of a low panel the rows get the most: its choices stand in one line, its columns have their names only.
constexpr float kLow = 330, kLowHead = 24;

// All that are listed, or as many as a file may have.
void exhibit_rows(const DataScene& scene, const Rect& area) {
  const DataSource source = data_source(scene);
  const std::int64_t written = rows_written(source);
  const auto listed = static_cast<std::int64_t>(scene.order()->rows.size());
  exhibit({.name = "data-rows",
           .title = written < listed ? tr("Rows (CSV: the first {1})", format_count(written)) : tr("Rows"),
           .area = area,
           .csv = [source] { return rows_csv(source); }});
}

std::string_view part_sign(RowPart part) {
  return part == RowPart::kTraining     ? tr_c("a row that trains", "T")
         : part == RowPart::kValidation ? tr_c("a row that validates", "V")
                                        : "-";
}

}  // namespace

std::int64_t DataTable::listed(const DataScene& scene) const {
  return scene.order() ? static_cast<std::int64_t>(scene.order()->rows.size()) : 0;
}

std::span<const std::int64_t> DataTable::in_sight(const TablePlace& place) const {
  const std::size_t first = std::min(columns_.size(), static_cast<std::size_t>(left_));
  return std::span(columns_).subspan(
      first, std::min(columns_.size() - first, static_cast<std::size_t>(place.columns)));
}

TablePlace DataTable::lay_out(const DataScene& scene, const Rect& area) const {
  const Ui& ui = scene.ui;
  TablePlace place;
  Rect rest = area;
  place.bar = rest.take_right(ui.px(8), ui.px(4));
  const bool low = area.h < ui.px(kHeadHeight + 5 * kRowHeight);
  place.head = rest.take_top(ui.px(low ? kLowHead : kHeadHeight), ui.px(2));
  place.body = rest;
  place.row_height = ui.px(kRowHeight);
  place.row_w = text_width(ui.fonts.mono, format_count(scene.dataset().rows)) + ui.px(16);
  place.part_w = text_width(ui.fonts.small, tr("set")) + ui.px(10);
  float name = text_width(ui.fonts.small,
                          scene.regression() ? std::string_view(scene.dataset().target_name) : tr("class"));
  for (std::size_t k = 0; k < std::min<std::size_t>(8, scene.dataset().class_names.size()); ++k) {
    name = std::max(name, text_width(ui.fonts.body, scene.dataset().class_names[k]) + ui.px(18));
  }
  if (scene.regression()) name = std::max(name, text_width(ui.fonts.mono, "-00000.0"));
  place.target_w = std::min(name + ui.px(10), area.w * 0.25F);
  place.answer_w = std::max(text_width(ui.fonts.mono, "0.0000") + ui.px(24),
                            text_width(ui.fonts.small, answer_title(scene)) + ui.px(18)) +
                   ui.px(6);
  if (area.w < ui.px(420)) place.part_w = 0;
  place.fixed = place.row_w + place.part_w + place.target_w + place.answer_w;
  const float wide = rest.w - place.fixed;
  const float natural = std::max(ui.px(84), text_width(ui.fonts.mono, "-00000.0") + ui.px(16));
  place.columns = std::clamp<std::int64_t>(static_cast<std::int64_t>(wide / natural), 1,
                                           std::max<std::int64_t>(1, scene.features_shown()));
  place.column_w = std::min(std::max(1.0F, wide / static_cast<float>(place.columns)), ui.px(150));
  place.rows = static_cast<std::int64_t>(place.body.h / place.row_height);
  return place;
}

// --- What is chosen above the table

// A row's number, a class, or a column whose text is one of many (a level): those rows first.
void DataTable::find_row(const DataScene& scene, const Rect& area) {
  const FieldEvent event =
      text_field(scene.ui, area, search_,
                 {.id = "search_rows", .hint = tr("row number, text"), .invalid = !answer_.empty()});
  if (event.edited) answer_.clear();
  if (!answer_.empty() && hovering(area)) tooltip(scene.ui, answer_, area);
  if (!event.entered || search_.empty()) return;
  answer_.clear();
  std::int64_t number = -1;
  const auto [end, error] = std::from_chars(search_.data(), search_.data() + search_.size(), number);
  if (error == std::errc() && end == search_.data() + search_.size()) {
    if (number < 0 || number >= scene.dataset().rows) {
      answer_ = tr("Rows go from 0 to {1}", format_count(scene.dataset().rows - 1));
      return;
    }
    row_ = -1;  // is followed though it may be the same
    scene.look_at([&](Look& look) {
      look.row = number;
      look.moved.clear();
    });
    return;
  }
  const std::vector<std::string>& names = scene.dataset().class_names;
  const auto of_class = std::find(names.begin(), names.end(), search_);
  if (of_class != names.end()) {
    scene.look_at([&](Look& look) {
      look.data.filter = RowFilter::kClass;
      look.data.filter_class = of_class - names.begin();
      look.data.first = 0;
    });
    return;
  }
  for (std::size_t c = 0; c < scene.dataset().origins.size(); ++c) {
    if (scene.dataset().origins[c].level != search_) continue;
    scene.look_at([&](Look& look) {
      look.data.feature = static_cast<std::int64_t>(c);
      look.data.sort = RowSort::kFeature;
      look.data.sort_feature = static_cast<std::int64_t>(c);
      look.data.descending = true;
      look.data.first = 0;
    });
    return;
  }
  answer_ = tr("No class and no text of a column is called '{1}'", search_);
}

void DataTable::choose(const DataScene& scene, Rect area) {
  const Ui& ui = scene.ui;
  Rect first = area.take_top(ui.px(30), ui.px(6));
  const float field = std::min(ui.px(150), first.w * 0.36F);
  find_row(scene, first.take_right(field, ui.px(10)));
  if (area.empty()) return choose_in_a_line(scene, first);
  choose_stage(scene, first.take_left(std::min(first.w, ui.px(480))));
  choose_filter(scene, area.take_top(ui.px(30)));
}

// --- Which columns, and where the table stands

void DataTable::order_columns(const DataScene& scene) {
  const DataColumns* const columns = scene.figures().columns.get();
  const DataRelations* const relations = scene.figures().relations.get();
  const DataLook& data = scene.look.data;
  const auto chosen = [&](std::int64_t asked, std::int64_t otherwise) {
    return asked >= 0 && asked < scene.stages().columns() ? asked : otherwise;
  };
  const std::int64_t x = chosen(data.x, relations ? relations->x : -1),
                     y = chosen(data.y, relations ? relations->y : -1);
  const bool same = columns_of_.get() == columns && columns_stage_ == scene.stage() && columns_x_ == x &&
                    columns_y_ == y && !columns_.empty();
  if (same) return;
  columns_of_ = scene.figures().columns;
  columns_stage_ = scene.stage();
  columns_x_ = x;
  columns_y_ = y;
  columns_.clear();
  left_ = 0;
  const std::int64_t count = scene.features_shown(), n = scene.stages().columns();
  if (scene.stage() != DataStage::kFeatures || !columns) {
    for (std::int64_t k = 0; k < std::min<std::int64_t>(count, 65536); ++k) columns_.push_back(k);
    return;
  }
  // The plane's columns and their product, then what tells most.
  const auto add = [&](std::int64_t k) {
    if (std::find(columns_.begin(), columns_.end(), k) == columns_.end()) columns_.push_back(k);
  };
  if (x >= 0 && y >= 0) {
    add(x);
    add(y);
    const std::int64_t a = std::min(x, y), b = std::max(x, y);
    add(n + pairs_before(n, a) + b - a);
  }
  std::vector<bool> there(static_cast<std::size_t>(count));
  for (const std::int64_t k : columns_) there[static_cast<std::size_t>(k)] = true;
  for (const std::int64_t k : columns->by_strength) {
    if (!there[static_cast<std::size_t>(k)]) columns_.push_back(k);
  }
}

// Scrolls to the row and the column that are looked at when they, or the list, changed.
void DataTable::follow(const DataScene& scene, const TablePlace& place) {
  const bool list_changed = order_ != scene.figures().order;
  if (list_changed && order_ && scene.order() &&
      (order_->look.filter != scene.order()->look.filter || order_->look.sort != scene.order()->look.sort)) {
    top_ = 0;
  }
  const bool first = order_ == nullptr;
  order_ = scene.figures().order;
  if (row_ != scene.look.row && order_) {
    const bool jump = row_ >= 0 || (first && scene.look.row != 0) || !search_.empty();
    row_ = scene.look.row;
    const auto at =
        std::find(order_->rows.begin(), order_->rows.end(), static_cast<std::uint32_t>(scene.row()));
    if (at != order_->rows.end() && jump) {
      const auto where = static_cast<double>(at - order_->rows.begin());
      if (where < top_ || where >= top_ + static_cast<double>(place.rows)) {
        top_ = where - static_cast<double>(place.rows) / 2;
      }
    }
  }
  if (feature_ != scene.feature()) {
    feature_ = scene.feature();
    const auto at = std::find(columns_.begin(), columns_.end(), feature_);
    if (at != columns_.end()) {
      const std::int64_t where = at - columns_.begin();
      if (where < left_) left_ = where;
      if (where >= left_ + place.columns) left_ = where - place.columns + 1;
    }
  }
}

void DataTable::scroll(const DataScene& scene, const TablePlace& place) {
  const Ui& ui = scene.ui;
  const ImGuiIO& io = ImGui::GetIO();
  const Rect whole{place.body.x, place.head.y, place.body.w, place.body.bottom() - place.head.y};
  if (hovering(whole)) {
    const float sideways = io.KeyShift ? io.MouseWheel : io.MouseWheelH;
    if (!io.KeyShift && io.MouseWheel != 0) top_ -= static_cast<double>(io.MouseWheel) * 3;
    if (sideways != 0) left_ += sideways < 0 ? 1 : -1;
  }
  const auto count = static_cast<double>(listed(scene));
  const double most = std::max(0.0, count - static_cast<double>(place.rows));
  // The bar: its knob is never too small to be caught.
  if (most > 0) {
    const float knob =
        std::max(ui.px(24), place.bar.h * static_cast<float>(static_cast<double>(place.rows) / count));
    const float way = std::max(1.0F, place.bar.h - knob);
    ImGui::SetCursorScreenPos(place.bar.min());
    ImGui::InvisibleButton("data_scroll", {std::max(1.0F, place.bar.w), std::max(1.0F, place.bar.h)});
    const bool held = ImGui::IsItemActive();
    if (held) top_ = static_cast<double>((io.MousePos.y - place.bar.y - knob / 2) / way) * most;
    top_ = std::clamp(top_, 0.0, most);
    const float y = place.bar.y + way * static_cast<float>(top_ / most);
    fill({place.bar.x, y, place.bar.w, knob}, held || ImGui::IsItemHovered() ? ui.theme.muted : ui.theme.edge,
         ui.px(4));
  }
  top_ = std::clamp(std::floor(top_), 0.0, most);
  left_ = std::clamp<std::int64_t>(
      left_, 0, std::max<std::int64_t>(0, static_cast<std::int64_t>(columns_.size()) - place.columns));
  // The rows that are seen are asked about; not anew for every row.
  const auto first = static_cast<std::int64_t>(top_);
  if (std::abs(first - scene.look.data.first) > 12)
    scene.look_at([&](Look& look) { look.data.first = first; });
}

// --- The rows

void DataTable::draw_cell(const DataScene& scene, const Rect& cell, std::int64_t row,
                          std::int64_t feature) const {
  const Ui& ui = scene.ui;
  const bool marked = row == scene.row() && feature == scene.feature();
  if (marked) {
    fill(cell.inset(ui.px(2), ui.px(1)), mix(ui.theme.panel, ui.theme.action, 0.18F), ui.px(4));
    stroke(cell.inset(ui.px(2), ui.px(1)), ui.theme.action, ui.px(4), ui.px(1.5F));
  }
  const Rect inner = cell.inset(ui.px(8), 0);
  if (scene.missing(row, feature)) {
    text_line(ui, inner, ui.fonts.small, ui.theme.warning, tr("missing"), Align::kRight);
    if (hovering(cell)) {
      const RowStages& stages = scene.stages();
      tooltip(ui,
              tr("mean put in: {1}",
                 cell_text(static_cast<double>(stages.means()[static_cast<std::size_t>(feature)]) +
                           stages.origin(feature))),
              cell);
    }
    return;
  }
  const double value = scene.value(row, feature);
  const Rect words{inner.x, inner.y, inner.w, inner.h - ui.px(3)};
  text_line(ui, words, ui.fonts.mono, ui.theme.text, cell_text(value), Align::kRight);
  const auto [low, high] = scene.range(feature);
  if (!(high > low)) return;
  const auto share = static_cast<float>(std::clamp((value - low) / (high - low), 0.0, 1.0));
  const float y = cell.bottom() - ui.px(4);
  fill({inner.x, y, inner.w, ui.px(2)}, ui.theme.line, 0);
  fill({inner.x, y, inner.w * share, ui.px(2)}, ui.theme.muted, 0);
}

void DataTable::draw_row(const DataScene& scene, const TablePlace& place, Rect row, std::int64_t of) const {
  const Ui& ui = scene.ui;
  const Rect whole = row;
  const bool marked = of == scene.row(), pointed = hovering(whole);
  if (marked || pointed) fill(whole, marked ? ui.theme.pressed : ui.theme.hover, ui.px(4));
  Rect fixed = row.take_left(place.fixed);
  text_line(ui, fixed.take_left(place.row_w), ui.fonts.mono, ui.theme.text, format_count(of));
  const RowPart part = scene.rows()->part[static_cast<std::size_t>(of)];
  if (place.part_w > 0) {
    text_line(ui, fixed.take_left(place.part_w), ui.fonts.mono, ui.theme.muted, part_sign(part));
  }
  Rect target = fixed.take_left(place.target_w);
  target.w -= ui.px(8);
  if (!scene.regression() && scene.classes() <= kColoredClasses) {
    class_mark(ui, target.take_left(ui.px(10), ui.px(7)).center(), ui.px(4),
               static_cast<std::int64_t>(scene.dataset().targets[static_cast<std::size_t>(of)]),
               scene.classes());
  }
  text_line(ui, target, scene.regression() ? ui.fonts.mono : ui.fonts.body, ui.theme.text,
            scene.target_text(of));
  const std::string answer = scene.answer_text(of);
  const DataScene::Right right = scene.right(of);
  Rect said = fixed;
  const Rect sign = said.take_right(ui.px(24)).inset(ui.px(4), 0);
  text_line(ui, said, ui.fonts.mono, answer.empty() ? ui.theme.muted : ui.theme.text,
            answer.empty() ? "\u2026" : answer);
  if (right != DataScene::Right::kUnknown) {
    const bool ok = right == DataScene::Right::kRight;
    draw_icon(ok ? Icon::kCheck : Icon::kCross, sign, ui.px(12), ok ? ui.theme.good : ui.theme.warning);
  }
  const auto text_of = [&](std::int64_t column) {
    return scene.missing(of, column) ? std::string() : cell_text(scene.value(of, column));
  };
  for (const std::int64_t column : in_sight(place)) {
    const Rect cell = row.take_left(place.column_w);
    draw_cell(scene, cell, of, column);
    if (!copy_asked(cell)) continue;
    std::string line = std::to_string(of) + "," + csv_field(scene.target_text(of)) + "," + answer;
    for (const std::int64_t k : columns_) line += "," + text_of(k);
    offer_copies({{tr("Copy value"), text_of(column)}, {tr("Copy row (CSV)"), line}});
  }
}

void DataTable::draw_rows(const DataScene& scene, const TablePlace& place) {
  const DataOrder& order = *scene.order();
  const Ui& ui = scene.ui;
  const bool clicked = ImGui::IsMouseClicked(0) && hovering(place.body);
  Rect rest = place.body;
  for (std::int64_t i = 0; i < place.rows; ++i) {
    const auto at = static_cast<std::size_t>(static_cast<std::int64_t>(top_) + i);
    if (at >= order.rows.size()) break;
    const Rect row = rest.take_top(place.row_height);
    const auto of = static_cast<std::int64_t>(order.rows[at]);
    draw_row(scene, place, row, of);
    const ImVec2 mouse = ImGui::GetIO().MousePos;
    if (!clicked || !row.contains(mouse)) continue;
    const auto column =
        static_cast<std::int64_t>(std::floor((mouse.x - row.x - place.fixed) / place.column_w));
    const auto to = static_cast<std::size_t>(left_ + column);
    row_ = of;
    scene.look_at([&](Look& look) {
      look.row = of;
      look.moved.clear();
      if (column >= 0 && column < place.columns && to < columns_.size()) look.data.feature = columns_[to];
    });
  }
  if (order.rows.empty()) {
    const bool wrong = scene.look.data.filter == RowFilter::kWrong;
    text_line(ui, place.body.centered(place.body.w, ui.px(28)), ui.fonts.body, ui.theme.muted,
              wrong ? tr("All validation rows are right") : tr("No row is like that"), Align::kCenter);
  }
}

// The whole table is one control: arrows move the marked cell, Enter opens the row where it is predicted.
void DataTable::take_keys(const DataScene& scene, const TablePlace& place) {
  const Ui& ui = scene.ui;
  Focus& focus = Focus::of_window();
  const ImGuiID id = ImGui::GetID("data_rows");
  const bool pressed =
      focus.add({.id = id, .name = "data_rows", .area = place.body, .takes = Takes::kArrowsAndEnter});
  if (focus.shows_ring(id)) focus_ring(ui, place.body, ui.px(4));
  const bool twice = ImGui::IsMouseDoubleClicked(0) && hovering(place.body);
  if (pressed || twice) {
    for (const TabRow& tab : kTabs) {
      if (tab.name == "prediction") scene.context.actions.emplace_back(action::SelectTab{tab.value});
    }
  }
  const Arrows arrows = focus.take_arrows(id);
  if ((arrows.x == 0 && arrows.y == 0 && arrows.end == 0) || !scene.order() || scene.order()->rows.empty())
    return;
  const std::vector<std::uint32_t>& rows = scene.order()->rows;
  const auto found = std::find(rows.begin(), rows.end(), static_cast<std::uint32_t>(scene.row()));
  std::int64_t at = found == rows.end() ? static_cast<std::int64_t>(top_) : found - rows.begin();
  at -= arrows.y * (arrows.fast ? std::max<std::int64_t>(1, place.rows - 1) : 1);
  if (arrows.end != 0) at = arrows.end < 0 ? 0 : static_cast<std::int64_t>(rows.size()) - 1;
  at = std::clamp<std::int64_t>(at, 0, static_cast<std::int64_t>(rows.size()) - 1);
  const auto column = std::find(columns_.begin(), columns_.end(), scene.feature());
  std::int64_t to = column == columns_.end() ? 0 : column - columns_.begin();
  to = std::clamp<std::int64_t>(to + arrows.x, 0, static_cast<std::int64_t>(columns_.size()) - 1);
  scene.look_at([&](Look& look) {
    if (look.row != rows[static_cast<std::size_t>(at)]) look.moved.clear();
    look.row = rows[static_cast<std::size_t>(at)];
    look.data.feature = columns_[static_cast<std::size_t>(to)];
  });
}

void DataTable::draw(const DataScene& scene, const Rect& area) {
  const Ui& ui = scene.ui;
  panel_box(ui, area);
  const bool low = area.h < ui.px(kLow);
  Rect rest = area.inset(ui.px(low ? 10 : 14), ui.px(low ? 6 : 12));
  choose(scene, rest.take_top(ui.px(low ? 30 : 66), ui.px(low ? 4 : 8)));
  if (rest.h > ui.px(kWayHeight + kHeadHeight + 120))
    draw_data_way(scene, rest.take_bottom(ui.px(kWayHeight), ui.px(10)));
  order_columns(scene);
  const TablePlace place = lay_out(scene, rest);
  follow(scene, place);
  scroll(scene, place);
  draw_data_head(scene, place, in_sight(place));
  line({place.body.x, place.body.y - ui.px(1)}, {place.body.right(), place.body.y - ui.px(1)}, ui.theme.line);
  if (scene.order()) exhibit_rows(scene, rest);
  if (!scene.order()) {
    Rect body = place.body;
    text_line(ui, body.take_top(ui.px(40)), ui.fonts.body, ui.theme.muted, tr("Reading the rows…"),
              Align::kCenter);
    return;
  }
  draw_rows(scene, place);
  take_keys(scene, place);
}

}  // namespace headroom::app
