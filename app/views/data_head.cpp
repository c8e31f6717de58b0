#include "app/views/data_head.h"

#include <algorithm>

#include "app/state/model_words.h"
#include "app/views/data_columns.h"
#include "app/widgets/button.h"
#include "app/widgets/format.h"
#include "app/widgets/icons.h"
#include "app/widgets/paint.h"
#include "core/base/bytes.h"
#include "core/base/tr.h"

namespace headroom::app {
namespace {

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

void draw_column_head(const DataScene& scene, Rect area, std::int64_t feature) {
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
  std::string type = term.right < 0 ? "f32" : tr("f32 product");
  const auto& origins = scene.dataset().origins;
  if (term.right < 0 && static_cast<std::size_t>(term.left) < origins.size() &&
      origins[static_cast<std::size_t>(term.left)].part != FeaturePart::kValue) {
    type = tr("0 or 1");
  }
  const bool roomy = area.h > ui.px(50);  // else its name alone
  if (roomy)
    text_line(ui, area.take_top(ui.px(17)), ui.fonts.small, ui.theme.muted,
              gaps > 0 ? tr("{1} · {2} miss.", type, format_count(gaps)) : type);
  Rect ends = area.take_bottom(ui.px(17));
  if (const ColumnFigures* const of = roomy ? scene.figures_of(feature) : nullptr) {
    class_histogram(scene, area.inset(0, ui.px(2)), *of, false);
    const auto range = scene.range(feature);
    const auto low = range.first, high = range.second;  // a lambda cannot hold names of a structured binding
    int digits = 3;
    const auto both = [&] {
      return text_width(ui.fonts.mono, digits_text(low, digits)) +
             text_width(ui.fonts.mono, digits_text(high, digits));
    };
    while (digits > 1 && both() + ui.px(6) > ends.w) --digits;
    const Rect left = ends.take_left(text_width(ui.fonts.mono, digits_text(low, digits)) + 1);
    text_line(ui, left, ui.fonts.mono, ui.theme.muted, digits_text(low, digits));
    text_line(ui, ends, ui.fonts.mono, ui.theme.muted, digits_text(high, digits), Align::kRight);
  }
  if (press.hovered) {
    std::string tip = tr("Sort by {1}", name);
    if (!doubt.empty()) tip = doubt + "\n" + tip;
    if (const ColumnFigures* const of = scene.figures_of(feature))
      tip += "\n" + tr("mean of what the network sees {1}", cell_text(of->mean));
    tooltip(ui, tip, whole);
  }
}

}  // namespace

std::string answer_title(const DataScene& scene) {
  if (scene.regression()) return tr("says");
  return scene.classes() == 2 ? "p(" + scene.dataset().class_names[1] + ")" : "p";
}

void draw_data_head(const DataScene& scene, const TablePlace& place, std::span<const std::int64_t> columns) {
  const Ui& ui = scene.ui;
  Rect rest = place.head;
  const Rect words = rest.take_left(place.fixed);
  Rect titles = words;
  small_head(scene, titles.take_left(place.row_w), tr("row"), RowSort::kRow, tr("In the order of the file"));
  if (place.part_w > 0) {
    Rect part = titles.take_left(place.part_w);
    part = part.take_top(ui.px(22));
    text_line(ui, part, ui.fonts.small, ui.theme.muted, tr("set"));
    if (hovering(part)) tooltip(ui, tr("T trains, V validates"), part);
  }
  small_head(scene, titles.take_left(place.target_w).inset(ui.px(1), 0),
             scene.regression() ? std::string_view(scene.dataset().target_name) : tr("class"),
             RowSort::kTarget, tr("Sort by what is true"));
  small_head(scene, titles, answer_title(scene), RowSort::kCertainty,
             scene.regression() ? tr("What the network says; sorted: the largest error first")
                                : tr("What the network says; sorted: the least certain first"));
  const DataAnswers* const answers = scene.answers();
  Rect note = words;
  note.take_top(ui.px(26));
  note = note.take_top(std::min(note.h, ui.px(58)));
  note.w -= ui.px(12);
  std::string text;
  if (scene.look.data.sort == RowSort::kCertainty) {
    text = scene.regression()
               ? (scene.look.data.descending ? tr("smallest error first. ") : tr("largest error first. "))
               : (scene.look.data.descending ? tr("most certain first. ") : tr("least certain first. "));
  }
  if (answers) {
    const ModelSnapshot* const model = looked_at(scene.context.run, scene.look);
    const std::string name = network_name(model->choice.id);
    text += answers->epoch > 0 ? tr("{1}, epoch {2}", name, std::to_string(answers->epoch))
                               : tr("{1}, step {2}", name, format_count(answers->steps));
  }
  if (!text.empty() && wrapped_height(ui.fonts.small, text, note.w) <= note.h + 1) {
    draw_wrapped(ui.fonts.small, note.min(), note.w, ui.theme.muted, text);
  }
  for (const std::int64_t column : columns) draw_column_head(scene, rest.take_left(place.column_w), column);
}

}  // namespace headroom::app
