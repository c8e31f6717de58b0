#include "app/views/errors_matrix.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <span>
#include <vector>

#include "app/ui/ramps.h"
#include "app/views/errors_csv.h"
#include "app/views/errors_pairs.h"
#include "app/widgets/button.h"
#include "app/widgets/copy_menu.h"
#include "app/widgets/exhibit.h"
#include "app/widgets/format.h"
#include "app/widgets/paint.h"
#include "core/base/bytes.h"
#include "core/base/tr.h"

namespace headroom::app {
namespace {

constexpr float kFigure = 62, kGap = 8;  // width of a column of figures at 100 %, and before it
constexpr float kNumbered = 24;          // a cell of this size has room for its number
constexpr float kLargest = 43;

struct Grid {
  Rect cells;   // the matrix itself
  Rect labels;  // at its left
  float cell = 0;
  std::int64_t classes = 0;
  int figures = 0;
  // The class at each place, and the place of each class.
  std::vector<std::int64_t> order = {}, places = {};

  void sort(std::span<const std::int64_t> by_similarity) {
    order.resize(static_cast<std::size_t>(classes));
    std::iota(order.begin(), order.end(), 0);
    if (by_similarity.size() == order.size()) order.assign(by_similarity.begin(), by_similarity.end());
    places.resize(order.size());
    for (std::size_t i = 0; i < order.size(); ++i)
      places[static_cast<std::size_t>(order[i])] = static_cast<std::int64_t>(i);
  }
  std::int64_t place(std::int64_t of_class) const { return places[static_cast<std::size_t>(of_class)]; }
  // Of the class at this place; the nearest where there is none.
  std::int64_t class_at(std::int64_t at_place) const {
    return order[static_cast<std::size_t>(std::clamp<std::int64_t>(at_place, 0, classes - 1))];
  }
  Rect at(std::int64_t truth, std::int64_t said) const {
    return {cells.x + cell * static_cast<float>(place(said)),
            cells.y + cell * static_cast<float>(place(truth)), cell, cell};
  }
  Rect row(std::int64_t truth) const { return {labels.x, at(truth, 0).y, labels.w + cells.w, cell}; }
};

std::int64_t count_at(const ErrorsScene& scene, std::int64_t truth, std::int64_t said) {
  return scene.model.counts[static_cast<std::size_t>(truth * scene.classes() + said)];
}

double share_at(const ErrorsScene& scene, std::int64_t truth, std::int64_t said) {
  const std::int64_t rows = scene.model.classes.classes[static_cast<std::size_t>(truth)].rows;
  return rows > 0 ? static_cast<double>(count_at(scene, truth, said)) / static_cast<double>(rows) : 0;
}

// What the colours end at: the most of one pair that is confused.
double most_confused_of(const ErrorsScene& scene) {
  double most = 0;
  if (!scene.options().shares)
    return scene.model.confused.empty() ? 1 : static_cast<double>(scene.model.confused.front().rows);
  for (const ConfusedPair& pair : scene.model.confused)
    most = std::max(most, share_at(scene, pair.truth, pair.said));
  return most > 0 ? most : 1;
}

std::string number_in_cell(const ErrorsScene& scene, std::int64_t truth, std::int64_t said, float room) {
  if (scene.options().shares) {
    const double share = share_at(scene, truth, said);
    return share >= 0.995 ? "100" : share < 0.01 ? "<1" : std::to_string(std::lround(100 * share));
  }
  const std::int64_t count = count_at(scene, truth, said);
  std::string text = format_count(count);
  return text_width(scene.ui().fonts.mono_bold, text) <= room ? text : compact_count(count);
}

std::string cell_words(const ErrorsScene& scene, std::int64_t truth, std::int64_t said) {
  const std::int64_t count = count_at(scene, truth, said);
  const std::string is = class_title(scene, truth), rows = tr_n("{n} row", "{n} rows", count),
                    share = percent_text(share_at(scene, truth, said));
  return truth == said
             ? tr("{1} read right: {2}, {3} of class {1}", is, rows, share)
             : tr("{1} read as {2}: {3}, {4} of class {1}", is, class_title(scene, said), rows, share);
}

void draw_cell(const ErrorsScene& scene, const Grid& grid, std::int64_t truth, std::int64_t said,
               double most) {
  const Ui& ui = scene.ui();
  const Theme& theme = ui.theme;
  const float apart = grid.cell >= ui.px(16) ? ui.px(1.5F) : grid.cell > 4 ? 0.5F : 0;
  const Rect area = grid.at(truth, said).inset(apart);
  const std::int64_t count = count_at(scene, truth, said);
  const bool numbered = grid.cell >= ui.px(kNumbered);
  const float rounding = grid.cell >= ui.px(16) ? ui.px(4) : 0;
  if (count == 0) {
    if (grid.cell >= ui.px(10))
      ImGui::GetWindowDrawList()->AddCircleFilled(area.center(), ui.px(1), color(theme.muted, 0.7F), 6);
    return;
  }
  const double strength =
      truth == said
          ? share_at(scene, truth, said)
          : (scene.options().shares ? share_at(scene, truth, said) : static_cast<double>(count)) / most;
  const ImVec4 full = truth == said ? theme.good : theme.bad;
  const float share = static_cast<float>(0.3 + (truth == said ? 0.32 : 0.62) * strength);
  const ImVec4 ground = mix(theme.card, full, share);
  fill(area, ground, rounding);
  if (!numbered) return;
  const std::string text = number_in_cell(scene, truth, said, area.w - ui.px(2));
  if (text_width(ui.fonts.mono_bold, text) > grid.cell) return;
  const bool large = grid.cell >= ui.px(64);
  text_line(ui, area.inset(-1, 0), large ? ui.fonts.title : ui.fonts.mono_bold, text_on(theme, ground), text,
            Align::kCenter);
}

// Precision, recall, F1 and rows of one class, each with a bar.
void draw_figures(const ErrorsScene& scene, Rect line, int figures, const ClassMetric& metric) {
  const Ui& ui = scene.ui();
  const std::array<double, 3> values{metric.precision, metric.recall, metric.f1};
  const ImVec4 model = model_color(ui.theme, scene.model.id);
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (figures == 1 && i != 1) continue;
    Rect place = line.take_left(ui.px(kFigure), ui.px(kGap)).inset(ui.px(3), 0);
    // A class without rows has no recall and no F1; what was never said has no precision.
    const bool known = metric.rows > 0;
    const bool weak = known && values[i] < kWeakShare;
    const ImVec4 c = !known ? ui.theme.muted : weak ? ui.theme.bad : ui.theme.text;
    const bool bars = line.h >= ui.px(26);
    Rect number = place;
    const float middle = place.center().y;
    if (bars) number = {place.x, middle - ui.px(15), place.w, ui.px(20)};
    text_line(ui, number, weak ? ui.fonts.mono_bold : ui.fonts.mono, c, known ? hundredths(values[i]) : "–",
              Align::kRight);
    if (!bars || !known) continue;
    const Rect bar{place.x, middle + ui.px(6), place.w, ui.px(4)};
    progress_bar(ui, bar, values[i], weak ? ui.theme.bad : model);
  }
  if (figures == 4)
    text_line(ui, line.take_left(ui.px(kFigure)), ui.fonts.mono, ui.theme.muted, format_count(metric.rows),
              Align::kRight);
}

void draw_heads(const ErrorsScene& scene, const Grid& grid, const Rect& head) {
  const Ui& ui = scene.ui();
  const auto cell = cell_of(scene);
  Rect words{grid.cells.x, head.y, grid.cells.w, ui.px(20)};
  text_line(ui, words, ui.fonts.small, ui.theme.muted, tr("predicted"), Align::kCenter);
  const Rect names{grid.cells.x, head.bottom() - ui.px(20), grid.cells.w, ui.px(20)};
  text_line(ui, {grid.labels.x, names.y, grid.labels.w - ui.px(8), names.h}, ui.fonts.small, ui.theme.muted,
            tr("true"), Align::kRight);
  // Names that would run into each other are left to the rows.
  bool narrow = grid.cell < ui.px(15);
  for (std::int64_t c = 0; c < grid.classes && !narrow; ++c)
    narrow = text_width(ui.fonts.mono_bold, class_title(scene, c)) > grid.cell - ui.px(4);
  for (std::int64_t c = 0; c < grid.classes; ++c) {
    const bool chosen = cell && cell->said == c;
    if (narrow && !chosen) continue;
    Rect place{grid.at(c, c).x, names.y, grid.cell, names.h};
    if (narrow) place = {place.center().x - ui.px(30), names.y, ui.px(60), names.h};
    text_line(ui, place, ui.fonts.mono_bold, chosen ? ui.theme.accent : ui.theme.text, class_title(scene, c),
              Align::kCenter);
  }
  Rect line{grid.cells.right() + ui.px(kGap), names.y, ui.px(4 * (kFigure + kGap)), names.h};
  const char* const recall = tr_c("a narrow column", "recall");
  for (const char* const title : {tr_c("of a class", "precision"), recall, tr("F1"), tr("rows")}) {
    if (grid.figures == 0) break;
    if (grid.figures == 1 && title != recall) continue;
    text_line(ui, line.take_left(ui.px(kFigure), ui.px(kGap)).inset(ui.px(1), 0), ui.fonts.small,
              ui.theme.muted, title, Align::kRight);
  }
}

// One control for the keyboard, whose arrows go from cell to cell.
void press_cells(const ErrorsScene& scene, const Grid& grid) {
  const Press press = press_area("errors_matrix", grid.cells, true, {.takes = Takes::kArrows});
  Focus& focus = Focus::of_window();
  const Arrows arrows = focus.take_arrows(press.id);
  const ErrorCell now = cell_of(scene).value_or(ErrorCell{});
  if (arrows.x != 0 || arrows.y != 0) {
    const int far = arrows.fast ? 5 : 1;
    const ErrorCell next{grid.class_at(grid.place(now.truth) - arrows.y * far),
                         grid.class_at(grid.place(now.said) + arrows.x * far)};
    scene.change([next](ErrorsOptions& options) { options.cell = next; });
  }
  if (press.focused) focus_ring(scene.ui(), grid.cells, scene.ui().px(4));
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  if (!press.hovered || !grid.cells.contains(mouse)) return;
  const ErrorCell under{grid.class_at(static_cast<std::int64_t>((mouse.y - grid.cells.y) / grid.cell)),
                        grid.class_at(static_cast<std::int64_t>((mouse.x - grid.cells.x) / grid.cell))};
  const Rect place = grid.at(under.truth, under.said);
  stroke(place.inset(1), scene.ui().theme.muted, scene.ui().px(4));
  tooltip(scene.ui(), cell_words(scene, under.truth, under.said), place);
  if (press.clicked) scene.change([under](ErrorsOptions& options) { options.cell = under; });
  copyable(place, std::to_string(count_at(scene, under.truth, under.said)));
}

void draw_grid(const ErrorsScene& scene, const Grid& grid) {
  const Ui& ui = scene.ui();
  const double most = most_confused_of(scene);
  const auto cell = cell_of(scene);
  if (cell) {
    Rect line = grid.row(cell->truth);
    line.w += ui.px(kGap) + static_cast<float>(grid.figures) * ui.px(kFigure + kGap);
    line.x -= ui.px(2);
    fill(line, ui.theme.hover, ui.px(4));
  }
  for (std::int64_t own = 0; own < grid.classes; ++own) {
    const ClassMetric& metric = scene.model.classes.classes[static_cast<std::size_t>(own)];
    for (std::int64_t said = 0; said < grid.classes; ++said) draw_cell(scene, grid, own, said, most);
    const bool chosen = cell && cell->truth == own;
    if (grid.cell >= ui.px(15) || chosen) {
      Rect label{grid.labels.x, grid.row(own).y, grid.labels.w - ui.px(8), grid.cell};
      if (label.h < ui.px(18)) label = {label.x, label.center().y - ui.px(9), label.w, ui.px(18)};
      text_line(ui, label, ui.fonts.mono_bold, metric.rows == 0 ? ui.theme.muted : ui.theme.text,
                class_title(scene, own), Align::kRight);
    }
    if (grid.figures > 0) {
      draw_figures(scene, {grid.cells.right() + ui.px(kGap), grid.row(own).y, 1e4F, grid.cell}, grid.figures,
                   metric);
    }
  }
  press_cells(scene, grid);
  if (cell) {
    const Rect chosen = grid.at(cell->truth, cell->said);
    stroke(chosen, ui.theme.text, ui.px(5), ui.px(2));
  }
}

void draw_means(const ErrorsScene& scene, const Grid& grid, Rect line) {
  const Ui& ui = scene.ui();
  app::line({grid.cells.x, line.y},
            {grid.cells.right() + static_cast<float>(grid.figures) * ui.px(kFigure + kGap), line.y},
            ui.theme.line);
  std::int64_t without = 0;
  for (const ClassMetric& metric : scene.model.classes.classes) without += metric.rows == 0 ? 1 : 0;
  const std::string words = without == 0
                                ? tr("all classes, mean")
                                : tr_n("mean, {n} class without rows", "mean, {n} without rows", without);
  const Rect left{grid.cells.x, line.y, std::max(grid.cells.w, ui.px(60)), line.h};
  text_line(ui, left, ui.fonts.small, ui.theme.muted, words);
  const ClassMeans means = class_means(scene.model.classes);
  Rect figures{grid.cells.right() + ui.px(kGap), line.y, 1e4F, line.h};
  const std::array<double, 3> values{means.precision, means.recall, means.f1};
  for (std::size_t i = 0; i < values.size() && grid.figures > 0; ++i) {
    if (grid.figures == 1 && i != 1) continue;
    text_line(ui, figures.take_left(ui.px(kFigure), ui.px(kGap)).inset(ui.px(3), 0), ui.fonts.mono_bold,
              ui.theme.text, hundredths(values[i]), Align::kRight);
  }
  if (grid.figures == 4)
    text_line(ui, figures.take_left(ui.px(kFigure)), ui.fonts.mono, ui.theme.text,
              format_count(scene.model.classes.rows), Align::kRight);
}

}  // namespace

MatrixFit matrix_fit(float width, float height, std::int64_t classes, float label, float scale) {
  const auto count = static_cast<float>(classes);
  // A few classes need not fill the panel.
  const float largest = std::clamp(430 / count, kLargest, 2.5F * kLargest) * scale;
  MatrixFit fit;
  for (const int figures : {4, 1, 0}) {
    const float room = width - label - (figures > 0 ? kGap * scale : 0) -
                       static_cast<float>(figures) * (kFigure + kGap) * scale;
    fit.cell = std::min({room / count, height / count, largest});
    fit.figures = figures;
    // Beside cells too low for a line of text no figures are read.
    const bool readable = fit.cell >= 16 * scale;
    const bool height_decides = fit.cell >= 0.9F * std::min(height / count, largest);
    if (readable && (fit.cell >= kNumbered * scale || height_decides || figures <= 1)) break;
  }
  fit.cell = std::max(1.0F, std::floor(fit.cell));
  return fit;
}

void draw_errors_matrix(const ErrorsScene& scene, Rect area) {
  const Ui& ui = scene.ui();
  if (scene.model.counts.empty() || scene.classes() > kMatrixClasses) {
    draw_errors_foot(scene, area.take_bottom(ui.px(20), ui.px(8)));
    draw_errors_pairs(scene, area);
    return;
  }
  const Rect foot = area.take_bottom(ui.px(ui.presenter ? 20 : 54), ui.px(8));
  Grid grid;
  grid.classes = scene.classes();
  if (scene.options().by_similarity && grid.classes >= kOrderedClasses) {
    grid.sort(scene.model.similar);
  } else {
    grid.sort({});
  }
  float label = text_width(ui.fonts.small, tr("true")) + ui.px(10);
  for (std::int64_t c = 0; c < grid.classes; ++c)
    label = std::max(label, text_width(ui.fonts.mono_bold, class_title(scene, c)) + ui.px(10));
  label = std::min({label, ui.px(96), area.w / 4});
  const Rect head = area.take_top(ui.px(42), ui.px(2));
  float means = ui.px(30);
  const auto fit_above = [&](float below) {
    return matrix_fit(area.w, std::max(1.0F, area.h - below), grid.classes, label, ui.scale);
  };
  MatrixFit fit = fit_above(means);
  // Numbers in the cells rather than a line of means.
  if (fit.cell < ui.px(kNumbered) && fit_above(0).cell >= ui.px(kNumbered)) {
    means = 0;
    fit = fit_above(0);
  }
  grid.cell = fit.cell;
  grid.figures = fit.figures;
  const float side = grid.cell * static_cast<float>(grid.classes);
  grid.labels = {area.x, area.y, label, side};
  grid.cells = {area.x + label, area.y, side, side};
  exhibit({.name = "errors-matrix",
           .title = tr("Confusion matrix"),
           .area = {area.x, head.y, label + side, head.h + ui.px(2) + side},
           .csv = [source = errors_source(scene)] { return matrix_csv(source); }});
  if (grid.figures > 0) {
    const float wide = ui.px(kGap) + static_cast<float>(grid.figures) * ui.px(kFigure + kGap);
    exhibit({.name = "errors-classes",
             .title = tr("Figures of each class"),
             .area = {grid.cells.right(), head.y, wide, head.h + ui.px(2) + side + means},
             .csv = [source = errors_source(scene)] { return classes_csv(source); }});
  }
  draw_heads(scene, grid, head);
  draw_grid(scene, grid);
  if (means > 0 && grid.figures > 0)
    draw_means(scene, grid, {area.x, grid.cells.bottom() + ui.px(6), area.w, means - ui.px(6)});
  draw_errors_foot(scene, foot);
}

}  // namespace headroom::app
