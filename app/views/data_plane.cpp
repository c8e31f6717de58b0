#include "app/views/data_plane.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>

#include "app/state/model_words.h"
#include "app/ui/ramps.h"
#include "app/views/data_columns.h"
#include "app/widgets/copy_menu.h"
#include "app/widgets/dropdown.h"
#include "app/widgets/fields.h"
#include "app/widgets/format.h"
#include "app/widgets/paint.h"
#include "app/widgets/surface.h"
#include "app/widgets/value_picture.h"
#include "core/base/bytes.h"

namespace headroom::app {
namespace {

const DataPlanePicture* picture_of(const DataScene& scene) {
  const DataPlanePicture* const plane = scene.figures().plane.get();
  if (!plane || scene.look.data.plane == DataPlane::kCorrelation) return nullptr;
  return plane->principal == (scene.look.data.plane == DataPlane::kPrincipal) ? plane : nullptr;
}

ImVec2 screen_place(const DataPlanePicture& plane, const Rect& area, double x, double y) {
  return {area.x + area.w * static_cast<float>((x - plane.left) / (plane.right - plane.left)),
          area.bottom() - area.h * static_cast<float>((y - plane.bottom) / (plane.top - plane.bottom))};
}

std::string axis_name(const DataScene& scene, const DataPlanePicture& plane, bool x) {
  if (!plane.principal) return scene.name(x ? plane.x : plane.y);
  std::string name = x ? "PC1" : "PC2";
  const PrincipalAxes& axes = scene.figures().relations->axes;
  const std::size_t k = x ? 0 : 1;
  if (k < axes.variances.size() && axes.total > 0) name += " " + percent_text(axes.variances[k] / axes.total);
  return name;
}

std::string two_digits(double value) {
  char text[16];
  std::snprintf(text, sizeof text, "%.2f", value);
  return text;
}

// What a point's colour says: its class; of a regression by how much the network is off.
ImVec4 point_color(const DataScene& scene, std::int64_t row, double largest_error) {
  const Theme& theme = scene.ui.theme;
  if (!scene.regression()) {
    if (scene.classes() <= kColoredClasses) return scene.target_color(row);
    const float target = scene.dataset().targets[static_cast<std::size_t>(row)];
    return feature_color(theme, target / std::max(1.0F, static_cast<float>(scene.classes() - 1)));
  }
  const DataAnswers* const answers = scene.answers();
  if (!answers || !(largest_error > 0)) return theme.muted;
  const auto at = static_cast<std::size_t>(row);
  const auto off = static_cast<double>(answers->output[at] - scene.dataset().targets[at]);
  return mix(theme.muted, sign_color(theme, off < 0),
             static_cast<float>(std::min(1.0, std::abs(off) / largest_error)));
}

double largest_error(const DataScene& scene, const DataPlanePicture& plane) {
  const DataAnswers* const answers = scene.answers();
  double largest = 0;
  for (const std::uint32_t row : plane.rows) {
    if (!answers || !scene.regression() || std::isnan(answers->output[row])) continue;
    largest =
        std::max(largest, std::abs(static_cast<double>(answers->output[row] - scene.dataset().targets[row])));
  }
  return largest;
}

}  // namespace

// --- What is chosen

void DataPlaneView::choose_axis(const DataScene& scene, const Rect& area, bool x) const {
  const Ui& ui = scene.ui;
  const DataRelations* const relations = scene.figures().relations.get();
  const std::int64_t asked = x ? scene.look.data.x : scene.look.data.y;
  std::int64_t now = asked >= 0 && asked < scene.stages().columns() ? asked : 0;
  if ((asked < 0 || asked >= scene.stages().columns()) && relations) now = x ? relations->x : relations->y;
  const auto items = [&] {
    std::vector<MenuItem> made;
    for (std::int64_t c = 0; c < scene.stages().columns(); ++c) {
      const ColumnFigures* const of = scene.figures_of(c);
      made.push_back({.title = scene.name(c),
                      .detail = of && !scene.regression() ? "AUC " + two_digits(of->strength(false)) : "",
                      .selected = c == now});
    }
    return made;
  };
  const DropdownSpec spec{.id = x ? "data_x" : "data_y",
                          .label = {{scene.name(now), ui.fonts.mono, ui.theme.text},
                                    {x ? "\u2192" : "\u2191", ui.fonts.small, ui.theme.muted}},
                          .tip = x ? "The column from left to right" : "The column from bottom to top",
                          .small = true};
  if (const auto chosen = dropdown(ui, area, spec, items)) {
    scene.look_at([&](Look& look) {
      // The other one stays what it is now, also where it had been chosen by itself.
      if (relations) {
        if (look.data.x < 0) look.data.x = relations->x;
        if (look.data.y < 0) look.data.y = relations->y;
      }
      (x ? look.data.x : look.data.y) = *chosen;
    });
  }
}

void DataPlaneView::choose(const DataScene& scene, Rect area) const {
  const Ui& ui = scene.ui;
  const bool axes = scene.look.data.plane == DataPlane::kScatter;
  Rect first = area;
  const bool two_rows = area.h > ui.px(40);
  if (two_rows) first = area.take_top(ui.px(30), ui.px(6));
  Rect rest = two_rows ? area : first;
  const float width = std::min(ui.px(230), two_rows ? first.w : first.w * 0.55F);
  const Rect kinds = two_rows ? first.take_left(first.w) : rest.take_left(width, ui.px(8));
  static constexpr std::string_view kTitles[] = {"scatter", "PCA", "correlation"};
  const int chosen =
      segmented(ui, "data_plane", kinds, {kTitles, kTitles + 3}, static_cast<int>(scene.look.data.plane));
  if (chosen >= 0) scene.look_at([&](Look& look) { look.data.plane = static_cast<DataPlane>(chosen); });
  if (!axes || scene.stages().columns() < 2) return;
  const float each = std::min((rest.w - ui.px(8)) / 2, ui.px(150));
  choose_axis(scene, rest.take_right(each, ui.px(8)), false);
  choose_axis(scene, rest.take_right(each), true);
}

// --- The plane

// What is drawn of a surface, made once for it.
void DataPlaneView::follow_surface(const DataScene& scene) {
  const DataPlanePicture& plane = *picture_of(scene);
  border_.clear();
  said_.clear();
  sureness_.clear();
  least_ = std::numeric_limits<float>::infinity();
  most_ = -least_;
  for (const float v : plane.output) {
    if (std::isfinite(v)) least_ = std::min(least_, v), most_ = std::max(most_, v);
  }
  if (scene.classes() == 2) border_ = level_pieces(plane.side, plane.output, 0.5F);
  if (scene.classes() < 3) return;
  for (std::size_t i = 0; i < plane.said.size(); ++i) {
    const bool known = plane.said[i] >= 0 && !std::isnan(plane.output[i]);
    said_.push_back(known ? static_cast<float>(plane.said[i]) : std::numeric_limits<float>::quiet_NaN());
    sureness_.push_back(0.15F + 0.4F * plane.output[i]);
  }
  std::vector<float> of_class(plane.said.size());  // a border is wherever the class that is said changes
  for (std::int64_t k = 0; k < std::min<std::int64_t>(scene.classes(), 64); ++k) {
    for (std::size_t i = 0; i < of_class.size(); ++i) of_class[i] = plane.said[i] == k ? 1.0F : 0.0F;
    const std::vector<ImVec2> pieces = level_pieces(plane.side, of_class, 0.5F);
    border_.insert(border_.end(), pieces.begin(), pieces.end());
  }
}

void DataPlaneView::draw_surface(const DataScene& scene, const Rect& area) {
  const Ui& ui = scene.ui;
  const DataPlanePicture& plane = *picture_of(scene);
  if (plane.side < 2) return;
  if (border_of_ != scene.figures().plane) {
    border_of_ = scene.figures().plane;
    follow_surface(scene);
  }
  ValueGrid grid{plane.output, plane.side, plane.side, scene.figures().plane};
  ValueRamp ramp = two_class_ramp();
  if (scene.regression()) {
    ramp = feature_ramp(least_, most_);
    ramp.weight = 0.75F;
  } else if (scene.classes() > 2) {
    grid.values = said_;
    grid.weights = sureness_;
    ramp = feature_ramp(0, static_cast<float>(scene.classes() - 1));
  }
  draw_values(ui, "data plane", area, grid, ramp, {.smooth = true, .from_bottom = true});
  level_line(area, border_, ui.theme.text, ui.px(scene.classes() == 2 ? 2 : 1));
}

void DataPlaneView::draw_points(const DataScene& scene, const Rect& area) const {
  const Ui& ui = scene.ui;
  const DataPlanePicture& plane = *picture_of(scene);
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const float larger = ui.presenter ? 1.5F : 1;
  const float r = ui.px(plane.rows.size() > 1000 ? 2.2F : plane.rows.size() > 400 ? 2.7F : 3.4F) * larger;
  const double error = largest_error(scene, plane);
  const bool colored = !scene.regression() && scene.classes() <= kColoredClasses;
  for (std::size_t i = 0; i < plane.rows.size(); ++i) {
    const auto row = static_cast<std::int64_t>(plane.rows[i]);
    const ImVec2 at =
        screen_place(plane, area, static_cast<double>(plane.px[i]), static_cast<double>(plane.py[i]));
    if (!area.contains(at)) continue;
    const ImU32 ink = color(point_color(scene, row, error));
    const bool diamond = colored && scene.dataset().targets[plane.rows[i]] > 0.5F;
    if (diamond) {
      const float d = r * 1.25F;
      list.AddQuadFilled({at.x, at.y - d}, {at.x + d, at.y}, {at.x, at.y + d}, {at.x - d, at.y}, ink);
    } else {
      list.AddCircleFilled(at, r, ink, 8);
    }
    if (scene.right(row) == DataScene::Right::kWrong) {
      list.AddCircle(at, r + ui.px(3), color(ui.theme.text), 14, ui.px(1.3F));
    }
  }
}

void DataPlaneView::draw_axes(const DataScene& scene, const Rect& area, Rect left, Rect below) const {
  const Ui& ui = scene.ui;
  const DataPlanePicture& plane = *picture_of(scene);
  const float high = ui.px(18);
  const auto number = [&](const Rect& place, double value, Align align) {
    text_line(ui, place, ui.fonts.mono, ui.theme.muted, cell_text(value), align);
  };
  number({left.x, area.y, left.w - ui.px(6), high}, plane.top, Align::kRight);
  number({left.x, area.bottom() - high, left.w - ui.px(6), high}, plane.bottom, Align::kRight);
  text_line(ui, Rect{left.x, area.center().y - high / 2, left.w - ui.px(6), high}, ui.fonts.mono_bold,
            ui.theme.text, axis_name(scene, plane, false), Align::kRight);
  Rect line_of = below.take_top(high);
  number(line_of, plane.left, Align::kLeft);
  number(line_of, plane.right, Align::kRight);
  const float ends = ui.px(64);
  text_line(ui, line_of.inset(ends, 0), ui.fonts.mono_bold, ui.theme.text, axis_name(scene, plane, true),
            Align::kCenter);
}

// The row that is looked at, and the one under the pointer.
void DataPlaneView::point_at(const DataScene& scene, const Rect& area) {
  const Ui& ui = scene.ui;
  const DataPlanePicture& plane = *picture_of(scene);
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const std::int64_t row = scene.row();
  double x = 0, y = 0;
  if (!plane.principal) {
    x = static_cast<double>(scene.stages().filled(row, plane.x)) + scene.stages().origin(plane.x);
    y = static_cast<double>(scene.stages().filled(row, plane.y)) + scene.stages().origin(plane.y);
  } else {
    const DataRelations& relations = *scene.figures().relations;
    double at[2] = {};
    for (std::size_t i = 0; i < relations.columns.size(); ++i) {
      const double off =
          static_cast<double>(scene.stages().scaled(row, relations.columns[i])) - relations.means[i];
      for (std::size_t k = 0; k < relations.axes.weights.size(); ++k)
        at[k] += off * relations.axes.weights[k][i];
    }
    x = at[0];
    y = at[1];
  }
  const ImVec2 here = screen_place(plane, area, x, y);
  if (area.contains(here)) {
    for (float d = 0; d < area.w; d += ui.px(8)) {
      list.AddLine({area.x + d, here.y}, {std::min(area.right(), area.x + d + ui.px(4)), here.y},
                   color(ui.theme.text, 0.55F));
    }
    for (float d = 0; d < area.h; d += ui.px(8)) {
      list.AddLine({here.x, area.y + d}, {here.x, std::min(area.bottom(), area.y + d + ui.px(4))},
                   color(ui.theme.text, 0.55F));
    }
    list.AddCircle(here, ui.px(7), color(ui.theme.text), 20, ui.px(2));
  }
  if (!hovering(area)) return;
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  float nearest = ui.px(10) * ui.px(10);
  std::int64_t found = -1;
  ImVec2 found_at;
  for (std::size_t i = 0; i < plane.rows.size(); ++i) {
    const ImVec2 at =
        screen_place(plane, area, static_cast<double>(plane.px[i]), static_cast<double>(plane.py[i]));
    const float dx = at.x - mouse.x, dy = at.y - mouse.y;
    if (dx * dx + dy * dy >= nearest) continue;
    nearest = dx * dx + dy * dy;
    found = static_cast<std::int64_t>(plane.rows[i]);
    found_at = at;
  }
  if (found < 0) return;
  std::string tip = "row " + format_count(found) + ", " + scene.target_text(found);
  if (!plane.principal) {
    tip += "\n" + scene.name(plane.x) + " " + cell_text(scene.stages().raw(found, plane.x)) + ", " +
           scene.name(plane.y) + " " + cell_text(scene.stages().raw(found, plane.y));
  }
  if (const std::string answer = scene.answer_text(found); !answer.empty())
    tip += "\nthe network says " + answer;
  const float r = ui.px(9);
  list.AddCircle(found_at, ui.px(6), color(ui.theme.accent), 18, ui.px(2));
  tooltip(ui, tip, {found_at.x - r, found_at.y - r, 2 * r, 2 * r});
  if (ImGui::IsMouseClicked(0)) {
    scene.look_at([&](Look& look) {
      look.row = found;
      look.moved.clear();
    });
  }
}

void DataPlaneView::draw_legend(const DataScene& scene, Rect area) {
  const Ui& ui = scene.ui;
  const DataPlanePicture& plane = *picture_of(scene);
  const auto words = [&](std::string_view text) {
    text_line(ui, area.take_left(std::min(area.w, text_width(ui.fonts.small, text) + 1), ui.px(14)),
              ui.fonts.small, ui.theme.text, text);
  };
  if (!scene.regression() && scene.classes() <= kColoredClasses) {
    for (std::int64_t k = 0; k < scene.classes(); ++k) {
      class_mark(ui, area.take_left(ui.px(10), ui.px(6)).center(), ui.px(4), k, scene.classes());
      words(scene.dataset().class_names[static_cast<std::size_t>(k)]);
    }
  } else if (scene.regression()) {
    fill(area.take_left(ui.px(10), ui.px(6)).centered(ui.px(10), ui.px(10)), sign_color(ui.theme, true),
         ui.px(5));
    words("\u2212 too low");
    fill(area.take_left(ui.px(10), ui.px(6)).centered(ui.px(10), ui.px(10)), sign_color(ui.theme, false),
         ui.px(5));
    words("+ too high");
  } else {
    words(std::to_string(scene.classes()) + " classes");
  }
  if (!scene.regression()) {
    ImGui::GetWindowDrawList()->AddCircle(area.take_left(ui.px(12), ui.px(6)).center(), ui.px(5),
                                          color(ui.theme.text), 16, ui.px(1.5F));
    words("wrong");
    const Rect sign = area.take_left(ui.px(16), ui.px(6));
    line({sign.x, sign.center().y}, {sign.right(), sign.center().y}, ui.theme.text, ui.px(2));
    words(scene.classes() == 2 ? "says 0.5" : "says another class");
  }
  if (static_cast<std::int64_t>(plane.rows.size()) < plane.of_rows && area.w > ui.px(60)) {
    text_line(ui, area, ui.fonts.small, ui.theme.muted,
              format_count(static_cast<std::int64_t>(plane.rows.size())) + " of " +
                  compact_count(plane.of_rows) + " rows",
              Align::kRight);
  }
}

void DataPlaneView::draw_others(const DataScene& scene, Rect area) {
  const Ui& ui = scene.ui;
  const std::int64_t others = scene.stages().columns() - 2;
  if (others < 1 || scene.look.data.plane == DataPlane::kPrincipal) return;  // components mix all columns
  const std::string row = "row " + format_count(scene.row());
  const float width = text_width(ui.fonts.small, row) + ui.px(90);
  const Rect choice = area.take_right(std::min(width, area.w * 0.6F), ui.px(8));
  text_line(ui, area, ui.fonts.small, ui.theme.muted,
            "Surface: other " + std::to_string(others) + " columns at");
  const int chosen =
      segmented(ui, "data_others", choice, {"mean", row}, scene.look.data.others_at_row ? 1 : 0);
  if (chosen >= 0) scene.look_at([&](Look& look) { look.data.others_at_row = chosen == 1; });
}

void DataPlaneView::draw_plane(const DataScene& scene, Rect area) {
  const Ui& ui = scene.ui;
  const DataPlanePicture* const plane = picture_of(scene);
  if (!plane) {
    text_line(ui, area.take_top(ui.px(40)), ui.fonts.body, ui.theme.muted,
              looked_at(scene.context.run, scene.look) ? "Asking the network\u2026" : "No network trains",
              Align::kCenter);
    return;
  }
  Rect below = area.take_bottom(ui.px(84));
  const float left_w =
      std::clamp(std::max({text_width(ui.fonts.mono, cell_text(plane->top)),
                           text_width(ui.fonts.mono, cell_text(plane->bottom)),
                           text_width(ui.fonts.mono_bold, axis_name(scene, *plane, false))}) +
                     ui.px(8),
                 ui.px(36), std::max(ui.px(37), area.w * 0.26F));
  const Rect left = area.take_left(left_w);
  const float side = std::min(area.w, area.h);
  const Rect square{area.x, area.y, std::max(side, std::min(area.w, side * 1.5F)), side};
  fill(square, ui.theme.ground);
  ImGui::PushClipRect(square.min(), square.max(), true);
  draw_surface(scene, square);
  draw_points(scene, square);
  point_at(scene, square);
  ImGui::PopClipRect();
  stroke(square, ui.theme.line);
  below.y = square.bottom();  // right under it, also where there is more room
  Rect under{square.x, below.y + ui.px(2), square.w, ui.px(20)};
  draw_axes(scene, square, left, under);
  below.take_top(ui.px(26));
  draw_legend(scene, below.take_top(ui.px(22), ui.px(6)));
  draw_others(scene, below.take_top(ui.px(28)));
  if (copy_asked(square)) {
    std::string csv = "row,x,y,target,output\n";
    for (std::size_t i = 0; i < plane->rows.size(); ++i) {
      csv += std::to_string(plane->rows[i]) + "," + cell_text(static_cast<double>(plane->px[i])) + "," +
             cell_text(static_cast<double>(plane->py[i])) + "," + scene.target_text(plane->rows[i]) + "," +
             scene.answer_text(plane->rows[i]) + "\n";
    }
    offer_copies({{"Copy points (CSV)", csv}});
  }
}

// --- Correlations

void DataPlaneView::draw_correlations(const DataScene& scene, Rect area) {
  const Ui& ui = scene.ui;
  const DataRelations* const relations = scene.figures().relations.get();
  if (!relations) {
    text_line(ui, area.take_top(ui.px(40)), ui.fonts.body, ui.theme.muted, "Comparing the columns\u2026",
              Align::kCenter);
    return;
  }
  const std::size_t n = relations->columns.size();
  std::string note = "Below zero orange with \u2212, above blue with +.";
  if (static_cast<std::int64_t>(n) < scene.stages().columns()) {
    note = "The " + std::to_string(n) + " of " + std::to_string(scene.stages().columns()) +
           " columns that vary most. " + note;
  }
  const float words = wrapped_height(ui.fonts.small, note, area.w);
  Rect foot = area.take_bottom(words + ui.px(4), ui.px(4));
  draw_wrapped(ui.fonts.small, foot.min(), foot.w, ui.theme.muted, note);
  float names = 0;
  for (const std::int64_t c : relations->columns)
    names = std::max(names, text_width(ui.fonts.mono, scene.name(c)));
  const bool named = std::min(area.w, area.h) / static_cast<float>(n + 1) >= ui.px(14);
  names = named ? std::min(names + ui.px(20), area.w * 0.3F) : ui.px(16);
  const Rect left = area.take_left(names);
  // The last row, apart: the target.
  const float side = std::max(1.0F, std::min(area.w, area.h - ui.px(6)) / static_cast<float>(n + 1));
  const bool numbers = side >= text_width(ui.fonts.small, "-0.00") + ui.px(4);
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  for (std::size_t i = 0; i <= n; ++i) {
    const float y = area.y + side * static_cast<float>(i) + (i == n ? ui.px(6) : 0);
    const std::string row_name = i < n ? scene.name(relations->columns[i]) : scene.dataset().target_name;
    const std::string doubt = i < n ? scene.doubt_of(relations->columns[i]) : "";
    const Rect label{left.x, y, left.w - ui.px(4), side};
    if (named)
      text_line(ui, label, ui.fonts.mono, i < n ? ui.theme.text : ui.theme.accent, row_name, Align::kRight);
    if (!doubt.empty()) {
      draw_icon(Icon::kWarning, {left.x, y, ui.px(14), std::max(side, ui.px(14))}, ui.px(13),
                ui.theme.warning);
      if (hovering(label)) tooltip(ui, doubt, label);
    }
    for (std::size_t j = 0; j < n; ++j) {
      const double r = i < n ? relations->correlations[i * n + j] : relations->with_target[j];
      const Rect cell{area.x + side * static_cast<float>(j), y, side, side};
      fill({cell.x, cell.y, side - (side > 5 ? 1 : 0), side - (side > 5 ? 1 : 0)},
           signed_color(ui.theme, static_cast<float>(r)));
      const std::string text = std::isnan(r) ? "\u2013" : (r > 0 ? "+" : "") + two_digits(r);
      if (numbers) text_line(ui, cell, ui.fonts.small, ui.theme.text, text, Align::kCenter);
      if (!cell.contains(mouse) || !hovering(cell)) continue;
      stroke(cell, ui.theme.text, 0, ui.px(1.5F));
      const std::string column = scene.name(relations->columns[j]);
      tooltip(ui, row_name + " and " + column + ": " + text, cell);
      if (ImGui::IsMouseClicked(0) && i < n && i != j) {
        scene.look_at([&](Look& look) {
          look.data.plane = DataPlane::kScatter;
          look.data.x = relations->columns[j];
          look.data.y = relations->columns[i];
        });
      }
      if (copy_asked(cell)) {
        std::string csv = "column";
        for (const std::int64_t c : relations->columns) csv += "," + scene.name(c);
        csv += "\n";
        for (std::size_t a = 0; a < n; ++a) {
          csv += scene.name(relations->columns[a]);
          for (std::size_t b = 0; b < n; ++b) csv += "," + cell_text(relations->correlations[a * n + b]);
          csv += "\n";
        }
        offer_copies({{"Copy value", text}, {"Copy matrix (CSV)", csv}});
      }
    }
  }
}

void DataPlaneView::draw_one_column(const DataScene& scene, const Rect& area) {
  const Ui& ui = scene.ui;
  Rect rest = area;
  Rect ends = rest.take_bottom(ui.px(20));
  const ColumnFigures* const of = scene.figures_of(0);
  if (!of) return;
  class_histogram(scene, rest.take_bottom(std::min(rest.h, ui.px(260))), *of, false);
  const double low = scene.stages().unscaled(0, of->least), high = scene.stages().unscaled(0, of->most);
  text_line(ui, ends, ui.fonts.mono, ui.theme.muted, cell_text(low));
  text_line(ui, ends, ui.fonts.mono, ui.theme.muted, cell_text(high), Align::kRight);
  text_line(ui, ends.inset(ui.px(70), 0), ui.fonts.mono_bold, ui.theme.text, scene.name(0), Align::kCenter);
}

std::string DataPlaneView::sentence(const DataScene& scene) {
  if (!scene.rows()) return {};
  if (scene.look.data.plane == DataPlane::kCorrelation) {
    for (std::int64_t c = 0; c < std::min<std::int64_t>(scene.stages().columns(), 256); ++c) {
      if (const std::string doubt = scene.doubt_of(c); !doubt.empty()) return doubt;
    }
    return "No column nearly gives the target away. A click on a cell shows its two columns.";
  }
  const DataPlanePicture* const plane = picture_of(scene);
  if (!plane) return {};
  if (plane->principal) {
    const PrincipalAxes& axes = scene.figures().relations->axes;
    const double both =
        axes.variances.empty() ? 0 : axes.variances[0] + (axes.variances.size() > 1 ? axes.variances[1] : 0);
    return "The two directions along which the scaled columns vary most hold " +
           percent_text(axes.total > 0 ? both / axes.total : 0) + " of their variance.";
  }
  if (std::isnan(plane->together) || std::isnan(plane->alone_x) || plane->x == plane->y) return {};
  const std::string alone = two_digits(plane->alone_x) + " and " + two_digits(plane->alone_y);
  const std::string together = two_digits(plane->together);
  const double best = std::max(plane->alone_x, plane->alone_y);
  if (best < 0.6 && plane->together > best + 0.05) {
    return "Alone, neither column tells the classes apart (AUC " + alone + "). Together they do (" +
           together + "): that is what the product terms give the networks.";
  }
  return "Alone the two columns reach an AUC of " + alone + ", together with their products " + together +
         ".";
}

void DataPlaneView::draw(const DataScene& scene, const Rect& area) {
  const Ui& ui = scene.ui;
  panel_box(ui, area);
  Rect rest = area.inset(ui.px(14), ui.px(12));
  const bool axes = scene.look.data.plane == DataPlane::kScatter && scene.stages().columns() > 1;
  const bool two_rows = axes && rest.w < ui.px(400);
  choose(scene, rest.take_top(ui.px(two_rows ? 66 : 30), ui.px(10)));
  const std::string words = sentence(scene);
  ImFont* const font = ui.presenter ? ui.fonts.title : ui.fonts.body;
  const float height = words.empty() ? 0 : wrapped_height(font, words, rest.w - ui.px(24)) + ui.px(20);
  if (height > 0 && rest.h > height + ui.px(240)) {
    const Rect box = rest.take_bottom(height, ui.px(10));
    fill(box, ui.theme.ground, ui.px(6));
    stroke(box, ui.theme.line, ui.px(6));
    draw_wrapped(font, {box.x + ui.px(12), box.y + ui.px(10)}, box.w - ui.px(24), ui.theme.text, words);
  }
  if (scene.look.data.plane == DataPlane::kCorrelation) return draw_correlations(scene, rest);
  if (scene.stages().columns() < 2) return draw_one_column(scene, rest);
  draw_plane(scene, rest);
}

}  // namespace headroom::app
