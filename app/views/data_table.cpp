#include "app/views/data_table.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "app/ui/ramps.h"
#include "app/views/data_columns.h"
#include "app/widgets/copy_menu.h"
#include "app/widgets/fields.h"
#include "app/widgets/format.h"
#include "app/widgets/icons.h"
#include "app/widgets/paint.h"
#include "core/base/bytes.h"

namespace headroom::app {
namespace {

constexpr float kRowHeight = 26, kHeadHeight = 108, kWayHeight = 124;

std::string_view part_sign(DataRows::Part part) {
  return part == DataRows::Part::kTrain ? "T" : part == DataRows::Part::kValidation ? "V" : "-";
}

void sort_by(const DataScene& scene, RowSort sort, std::int64_t feature) {
  scene.look_at([&](Look& look) {
    DataLook& data = look.data;
    const bool same = data.sort == sort && (sort != RowSort::kFeature || data.sort_feature == feature);
    if (!same) {
      data.sort = sort;
      data.sort_feature = feature;
      data.descending = false;
    } else if (!data.descending) {
      data.descending = true;
    } else {
      data.sort = RowSort::kRow;
      data.descending = false;
    }
    data.first = 0;
  });
}

// A sign beside what the rows are sorted by.
void sort_mark(const DataScene& scene, const Rect& area, RowSort sort, std::int64_t feature) {
  const DataLook& data = scene.look.data;
  if (data.sort != sort || (sort == RowSort::kFeature && data.sort_feature != feature)) return;
  if (sort == RowSort::kRow && !data.descending) return;
  const ImVec2 c = area.center();
  const float r = scene.ui.px(4), way = data.descending ? 1.0F : -1.0F;
  ImGui::GetWindowDrawList()->AddTriangleFilled({c.x - r, c.y - way * r * 0.6F},
                                                {c.x + r, c.y - way * r * 0.6F}, {c.x, c.y + way * r * 0.8F},
                                                color(scene.ui.theme.accent));
}

void small_head(const DataScene& scene, const Rect& area, std::string_view title, RowSort sort,
                std::string_view tip) {
  const Ui& ui = scene.ui;
  const std::string id = "sort " + std::string(title);
  const Rect press_place{area.x, area.y, area.w, ui.px(22)};
  const Press press = press_area(id.c_str(), press_place);
  if (press.hovered) fill(press_place, ui.theme.hover, ui.px(4));
  if (press.focused) focus_ring(ui, press_place, ui.px(4));
  Rect words = press_place;
  const float width = text_width(ui.fonts.small, title);
  text_line(ui, words.take_left(std::min(width + 1, words.w), ui.px(4)), ui.fonts.small, ui.theme.muted,
            title);
  sort_mark(scene, words.take_left(ui.px(10)), sort, 0);
  if (press.hovered) tooltip(ui, tip, press_place);
  if (press.clicked) sort_by(scene, sort, 0);
}

std::string answer_title(const DataScene& scene) {
  if (scene.regression()) return "says";
  return scene.classes() == 2 ? "p(" + scene.dataset().class_names[1] + ")" : "p";
}

}  // namespace

std::int64_t DataTable::listed(const DataScene& scene) const {
  return scene.order() ? static_cast<std::int64_t>(scene.order()->rows.size()) : 0;
}

DataTable::Place DataTable::lay_out(const DataScene& scene, const Rect& area) const {
  const Ui& ui = scene.ui;
  Place place;
  Rect rest = area;
  place.bar = rest.take_right(ui.px(8), ui.px(4));
  place.head = rest.take_top(std::min(ui.px(kHeadHeight), rest.h * 0.5F), ui.px(2));
  place.body = rest;
  place.row_height = ui.px(kRowHeight);
  place.row_w = text_width(ui.fonts.mono, format_count(scene.dataset().rows)) + ui.px(16);
  place.part_w = text_width(ui.fonts.small, "set") + ui.px(10);
  float name = text_width(ui.fonts.small, scene.regression() ? scene.dataset().target_name : "class");
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

void DataTable::draw_stages(const DataScene& scene, const Rect& area) const {
  const Ui& ui = scene.ui;
  const RowStages& stages = scene.stages();
  const std::string raw = "Raw " + shape_text({scene.dataset().rows, stages.columns()});
  const std::string scaled = "Scaled " + shape_text({scene.dataset().rows, stages.columns()});
  const std::string features = "Features " + shape_text({scene.dataset().rows, stages.features()});
  std::vector<std::string_view> labels{raw, scaled};
  if (stages.degree() == 2) labels.push_back(features);
  const std::vector<std::string_view> plain{"Raw", "Scaled", "Features"};
  float needed = 0;
  for (const std::string_view label : labels) needed += text_width(ui.fonts.small, label) + ui.px(16);
  if (needed > area.w)
    labels.assign(plain.begin(), plain.begin() + static_cast<std::ptrdiff_t>(labels.size()));
  const int chosen = segmented(ui, "data_stage", area, labels, static_cast<int>(scene.stage()));
  if (chosen >= 0) scene.look_at([&](Look& look) { look.data.stage = static_cast<DataStage>(chosen); });
}

void DataTable::draw_filters(const DataScene& scene, Rect area) const {
  const Ui& ui = scene.ui;
  const DataRows& rows = *scene.rows();
  const DataLook& data = scene.look.data;
  std::vector<std::string> words{"all " + format_count(rows.listed()), "train " + format_count(rows.train),
                                 "validation " + format_count(rows.validation)};
  const DataAnswers* const answers = scene.answers();
  if (!scene.regression()) {
    words.push_back(answers && answers->judged > 0 ? "wrong " + format_count(answers->wrong) : "wrong");
  }
  std::vector<std::string_view> labels(words.begin(), words.end());
  static constexpr std::string_view kPlain[] = {"all", "train", "validation", "wrong"};
  float needed = 0;
  for (const std::string_view label : labels) needed += text_width(ui.fonts.small, label) + ui.px(18);
  if (needed > area.w) labels.assign(kPlain, kPlain + words.size());
  const int selected = data.filter == RowFilter::kClass ? -1 : static_cast<int>(data.filter);
  const int chosen =
      segmented(ui, "data_filter", area.take_left(std::min(needed, area.w), ui.px(12)), labels, selected);
  if (chosen >= 0) {
    scene.look_at([&](Look& look) {
      look.data.filter = static_cast<RowFilter>(chosen);
      look.data.first = 0;
    });
  }
  if (scene.classes() != 2 || area.w < ui.px(120)) return;
  // What the histograms in the header mean.
  const auto& names = scene.dataset().class_names;
  Rect legend =
      area.take_right(std::min(area.w, text_width(ui.fonts.small, names[0] + names[1]) + ui.px(64)));
  fill(legend.take_left(ui.px(14), ui.px(6)).centered(ui.px(14), ui.px(12)),
       mix(ui.theme.panel, class_color(ui.theme, 0, 2), 0.65F));
  text_line(ui, legend.take_left(text_width(ui.fonts.small, names[0]) + 1, ui.px(10)), ui.fonts.small,
            ui.theme.muted, names[0]);
  const Rect stroke_place = legend.take_left(ui.px(14), ui.px(6));
  line({stroke_place.x, stroke_place.center().y}, {stroke_place.right(), stroke_place.center().y},
       class_color(ui.theme, 1, 2), ui.px(2));
  text_line(ui, legend, ui.fonts.small, ui.theme.muted, names[1]);
}

// A row's number, a class, or a column whose text is one of many (a level): those rows first.
void DataTable::find_row(const DataScene& scene, const Rect& area) {
  const FieldEvent event =
      text_field(scene.ui, area, search_,
                 {.id = "search_rows", .hint = "row number, text", .invalid = !answer_.empty()});
  if (event.edited) answer_.clear();
  if (!answer_.empty() && hovering(area)) tooltip(scene.ui, answer_, area);
  if (!event.entered || search_.empty()) return;
  answer_.clear();
  std::int64_t number = -1;
  const auto [end, error] = std::from_chars(search_.data(), search_.data() + search_.size(), number);
  if (error == std::errc() && end == search_.data() + search_.size()) {
    if (number < 0 || number >= scene.dataset().rows) {
      answer_ = "Rows go from 0 to " + format_count(scene.dataset().rows - 1);
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
  answer_ = "No class and no text of a column is called '" + search_ + "'";
}

void DataTable::choose(const DataScene& scene, Rect area) {
  const Ui& ui = scene.ui;
  Rect first = area.take_top(ui.px(30), ui.px(6));
  const float field = std::min(ui.px(150), first.w * 0.36F);
  find_row(scene, first.take_right(field, ui.px(10)));
  draw_stages(scene, first.take_left(std::min(first.w, ui.px(480))));
  draw_filters(scene, area.take_top(ui.px(30)));
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
void DataTable::follow(const DataScene& scene, const Place& place) {
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

void DataTable::scroll(const DataScene& scene, const Place& place) {
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

// --- The head

void DataTable::draw_column_head(const DataScene& scene, Rect area, std::int64_t feature) const {
  const Ui& ui = scene.ui;
  const std::string name = scene.name(feature), id = "sort " + name;
  const Press press = press_area(id.c_str(), area);
  if (press.hovered) fill(area, ui.theme.hover, ui.px(4));
  if (press.focused) focus_ring(ui, area, ui.px(4));
  if (press.clicked) sort_by(scene, RowSort::kFeature, feature);
  const Rect whole = area;
  area = area.inset(ui.px(4), ui.px(2));
  Rect title = area.take_top(ui.px(19));
  sort_mark(scene, title.take_right(ui.px(10)), RowSort::kFeature, feature);
  const std::string doubt = scene.doubt_of(feature);
  if (!doubt.empty())
    draw_icon(Icon::kWarning, title.take_left(ui.px(15), ui.px(3)), ui.px(13), ui.theme.warning);
  text_line(ui, title, ui.fonts.mono_bold, feature == scene.feature() ? ui.theme.accent : ui.theme.text,
            name);
  const PolynomialTerm term = scene.stages().term(feature);
  const std::vector<std::int64_t>& imputed = scene.rows()->imputed;
  std::int64_t gaps = term.left < static_cast<std::int64_t>(imputed.size())
                          ? imputed[static_cast<std::size_t>(term.left)]
                          : 0;
  if (term.right >= 0 && term.right != term.left) gaps += imputed[static_cast<std::size_t>(term.right)];
  std::string type = term.right < 0 ? "f32" : "f32 product";
  const auto& origins = scene.dataset().origins;
  if (term.right < 0 && static_cast<std::size_t>(term.left) < origins.size() &&
      origins[static_cast<std::size_t>(term.left)].part != FeaturePart::kValue) {
    type = "0 or 1";
  }
  text_line(ui, area.take_top(ui.px(17)), ui.fonts.small, ui.theme.muted,
            type + (gaps > 0 ? " \u00B7 " + format_count(gaps) + " miss." : ""));
  Rect ends = area.take_bottom(ui.px(17));
  if (const ColumnFigures* const of = scene.figures_of(feature)) {
    class_histogram(scene, area.inset(0, ui.px(2)), *of, false);
    const auto range = scene.range(feature);
    const auto low = range.first, high = range.second;  // a lambda cannot hold names of a structured binding
    int digits = 3;
    const auto both = [&] {
      return text_width(ui.fonts.mono, short_text(low, digits)) +
             text_width(ui.fonts.mono, short_text(high, digits));
    };
    while (digits > 1 && both() + ui.px(6) > ends.w) --digits;
    const Rect left = ends.take_left(text_width(ui.fonts.mono, short_text(low, digits)) + 1);
    text_line(ui, left, ui.fonts.mono, ui.theme.muted, short_text(low, digits));
    text_line(ui, ends, ui.fonts.mono, ui.theme.muted, short_text(high, digits), Align::kRight);
  }
  if (press.hovered) {
    std::string tip = "Sort by " + name;
    if (!doubt.empty()) tip = doubt + "\n" + tip;
    if (const ColumnFigures* const of = scene.figures_of(feature))
      tip += "\nmean of what the network sees " + cell_text(of->mean);
    tooltip(ui, tip, whole);
  }
}

void DataTable::draw_head(const DataScene& scene, const Place& place) const {
  const Ui& ui = scene.ui;
  Rect rest = place.head;
  const Rect words = rest.take_left(place.fixed);
  Rect titles = words;
  small_head(scene, titles.take_left(place.row_w), "row", RowSort::kRow, "In the order of the file");
  if (place.part_w > 0) {
    Rect part = titles.take_left(place.part_w);
    part = part.take_top(ui.px(22));
    text_line(ui, part, ui.fonts.small, ui.theme.muted, "set");
    if (hovering(part)) tooltip(ui, "T trains, V validates", part);
  }
  small_head(scene, titles.take_left(place.target_w).inset(ui.px(1), 0),
             scene.regression() ? scene.dataset().target_name : "class", RowSort::kTarget,
             "Sort by what is true");
  small_head(scene, titles, answer_title(scene), RowSort::kCertainty,
             scene.regression() ? "What the network says; sorted: the largest error first"
                                : "What the network says; sorted: the least certain first");
  const DataAnswers* const answers = scene.answers();
  Rect note = words;
  note.take_top(ui.px(26));
  note = note.take_top(std::min(note.h, ui.px(58)));
  note.w -= ui.px(12);
  std::string text;
  if (scene.look.data.sort == RowSort::kCertainty) {
    text = scene.regression()
               ? (scene.look.data.descending ? "smallest error first. " : "largest error first. ")
               : (scene.look.data.descending ? "most certain first. " : "least certain first. ");
  }
  if (answers) {
    const ModelSnapshot* const model = looked_at(scene.context.run, scene.look);
    text += model->choice.title.substr(0, model->choice.title.find(' ')) + ", " +
            (answers->epoch > 0 ? "epoch " + std::to_string(answers->epoch)
                                : "step " + format_count(answers->steps));
  }
  if (!text.empty() && wrapped_height(ui.fonts.small, text, note.w) <= note.h + 1) {
    draw_wrapped(ui.fonts.small, note.min(), note.w, ui.theme.muted, text);
  }
  for (std::int64_t i = 0; i < place.columns; ++i) {
    const auto at = static_cast<std::size_t>(left_ + i);
    if (at >= columns_.size()) break;
    draw_column_head(scene, rest.take_left(place.column_w), columns_[at]);
  }
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
    text_line(ui, inner, ui.fonts.small, ui.theme.warning, "missing", Align::kRight);
    if (hovering(cell)) {
      const RowStages& stages = scene.stages();
      tooltip(
          ui,
          "mean put in: " + cell_text(static_cast<double>(stages.means()[static_cast<std::size_t>(feature)]) +
                                      stages.origin(feature)),
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

void DataTable::draw_row(const DataScene& scene, const Place& place, Rect row, std::int64_t of) const {
  const Ui& ui = scene.ui;
  const Rect whole = row;
  const bool marked = of == scene.row(), pointed = hovering(whole);
  if (marked || pointed) fill(whole, marked ? ui.theme.pressed : ui.theme.hover, ui.px(4));
  Rect fixed = row.take_left(place.fixed);
  text_line(ui, fixed.take_left(place.row_w), ui.fonts.mono, ui.theme.text, format_count(of));
  const DataRows::Part part = scene.rows()->part[static_cast<std::size_t>(of)];
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
  for (std::int64_t i = 0; i < place.columns; ++i) {
    const auto at = static_cast<std::size_t>(left_ + i);
    if (at >= columns_.size()) break;
    const Rect cell = row.take_left(place.column_w);
    draw_cell(scene, cell, of, columns_[at]);
    const std::string value = scene.missing(of, columns_[at]) ? "" : cell_text(scene.value(of, columns_[at]));
    if (!copy_asked(cell)) continue;
    std::string line = std::to_string(of) + "," + scene.target_text(of) + "," + answer;
    for (const std::int64_t k : columns_)
      line += "," + (scene.missing(of, k) ? "" : cell_text(scene.value(of, k)));
    offer_copies({{"Copy value", value}, {"Copy row (CSV)", line}});
  }
}

void DataTable::draw_rows(const DataScene& scene, const Place& place) {
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
              wrong ? "All validation rows are right" : "No row is like that", Align::kCenter);
  }
}

// The whole table is one control: arrows move the marked cell, Enter opens the row where it is predicted.
void DataTable::take_keys(const DataScene& scene, const Place& place) {
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

// --- The marked cell's way

void DataTable::draw_way(const DataScene& scene, Rect area) const {
  const Ui& ui = scene.ui;
  const RowStages& stages = scene.stages();
  const std::int64_t row = scene.row(), k = scene.feature();
  const PolynomialTerm term = stages.term(k);
  std::vector<std::int64_t> factors{term.left};
  if (term.right >= 0 && term.right != term.left) factors.push_back(term.right);
  text_line(ui, area.take_top(ui.px(22), ui.px(4)), ui.fonts.small, ui.theme.muted,
            "Row " + format_count(row) + ", the marked cell, on its way through the stages");
  const int boxes = stages.degree() == 2 ? 3 : 2;
  const float gap = ui.px(22), room = area.w - gap * static_cast<float>(boxes - 1);
  const float shares[3] = {boxes == 3 ? 0.22F : 0.36F, boxes == 3 ? 0.5F : 0.64F, 0.28F};
  const auto box = [&](int i, std::string_view title, const std::vector<std::string>& lines, bool on) {
    const Rect place = area.take_left(room * shares[i], gap);
    fill(place, ui.theme.ground, ui.px(6));
    stroke(place, on ? ui.theme.action : ui.theme.line, ui.px(6), on ? ui.px(1.5F) : 1);
    Rect inside = place.inset(ui.px(10), ui.px(6));
    text_line(ui, inside.take_top(ui.px(20), ui.px(2)), ui.fonts.bold, ui.theme.text, title);
    for (const std::string& words : lines) {
      text_line(ui, inside.take_top(ui.px(20)), ui.fonts.mono, ui.theme.text, words);
    }
    if (i + 1 < boxes)
      draw_icon(Icon::kArrowRight, {place.right(), place.y, gap, place.h}, ui.px(12), ui.theme.muted);
  };
  std::vector<std::string> raw, scaled;
  const ScalerParams& scaler = stages.scaler();
  for (const std::int64_t c : factors) {
    const std::string& name = scene.dataset().column_names[static_cast<std::size_t>(c)];
    const double filled = static_cast<double>(stages.filled(row, c)) + stages.origin(c);
    raw.push_back(name + " " + (stages.missing(row, c) ? "missing, mean " : "") + cell_text(filled));
    const std::string out = cell_text(static_cast<double>(stages.scaled(row, c)));
    if (scaler.kind == ScaleKind::kNone) {
      scaled.push_back("as it is: " + out);
      continue;
    }
    const double offset = static_cast<double>(scaler.offset[static_cast<std::size_t>(c)]) + stages.origin(c);
    const double factor = static_cast<double>(scaler.factor[static_cast<std::size_t>(c)]);
    scaled.push_back("(" + short_text(filled, 4) + (offset < 0 ? " + " : " \u2212 ") +
                     short_text(std::abs(offset), 4) + ") " +
                     (factor == 0 ? "\u00D7 0" : "\u00F7 " + short_text(1 / factor, 4)) + " = " + out);
  }
  const std::string_view how =
      scaler.kind == ScaleKind::kMinMax     ? "Scaled: (raw \u2212 min) \u00F7 (max \u2212 min)"
      : scaler.kind == ScaleKind::kStandard ? "Scaled: (raw \u2212 mean) \u00F7 deviation"
                                            : "Not scaled";
  box(0, "Raw", raw, scene.stage() == DataStage::kRaw);
  box(1, how, scaled, scene.stage() == DataStage::kScaled);
  if (boxes < 3) return;
  std::vector<std::string> made;
  const auto left = static_cast<double>(stages.scaled(row, term.left));
  if (term.right < 0) {
    made.push_back("the column itself");
  } else {
    made.push_back(cell_text(left) + " \u00D7 " +
                   cell_text(static_cast<double>(stages.scaled(row, term.right))));
  }
  made.push_back("= " + cell_text(static_cast<double>(stages.feature(row, k))));
  box(2, "Feature " + scene.name(k), made, scene.stage() == DataStage::kFeatures);
}

void DataTable::draw(const DataScene& scene, const Rect& area) {
  const Ui& ui = scene.ui;
  panel_box(ui, area);
  Rect rest = area.inset(ui.px(14), ui.px(12));
  choose(scene, rest.take_top(ui.px(66), ui.px(8)));
  if (rest.h > ui.px(kWayHeight + kHeadHeight + 120))
    draw_way(scene, rest.take_bottom(ui.px(kWayHeight), ui.px(10)));
  order_columns(scene);
  const Place place = lay_out(scene, rest);
  follow(scene, place);
  scroll(scene, place);
  draw_head(scene, place);
  line({place.body.x, place.body.y - ui.px(1)}, {place.body.right(), place.body.y - ui.px(1)}, ui.theme.line);
  if (!scene.order()) {
    Rect body = place.body;
    text_line(ui, body.take_top(ui.px(40)), ui.fonts.body, ui.theme.muted, "Reading the rows\u2026",
              Align::kCenter);
    return;
  }
  draw_rows(scene, place);
  take_keys(scene, place);
}

}  // namespace headroom::app
