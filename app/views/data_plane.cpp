#include "app/views/data_plane.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "app/state/model_words.h"
#include "app/ui/ramps.h"
#include "app/views/data_columns.h"
#include "app/views/data_csv.h"
#include "app/widgets/button.h"
#include "app/widgets/copy_menu.h"
#include "app/widgets/dropdown.h"
#include "app/widgets/exhibit.h"
#include "app/widgets/fields.h"
#include "app/widgets/format.h"
#include "app/widgets/paint.h"
#include "app/widgets/surface.h"
#include "app/widgets/value_picture.h"
#include "core/base/bytes.h"
#include "core/base/tr.h"

namespace headroom::app {
namespace {

constexpr double kMostNoise = 1;  // beyond, sets of two columns are one cloud

std::string axis_name(const DataScene& scene, const DataPlanePicture& plane, bool x) {
  if (!plane.principal) return scene.name(x ? plane.x : plane.y);
  std::string name = x ? "PC1" : "PC2";
  const PrincipalAxes& axes = scene.figures().relations->axes;
  const std::size_t k = x ? 0 : 1;
  if (k < axes.variances.size() && axes.total > 0) name += " " + percent_text(axes.variances[k] / axes.total);
  return name;
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
      made.push_back(
          {.title = scene.name(c),
           .detail = of && !scene.regression() ? "AUC " + decimals_text(of->strength(false), 2) : "",
           .selected = c == now});
    }
    return made;
  };
  const DropdownSpec spec{
      .id = x ? "data_x" : "data_y",
      .label = {{scene.name(now), ui.fonts.mono, ui.theme.text},
                {x ? "\u2192" : "\u2191", ui.fonts.small, ui.theme.muted}},
      .tip = x ? tr("The column from left to right") : tr("The column from bottom to top"),
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
  const std::vector<std::string_view> titles{tr("scatter"), tr("PCA"), tr("correlation")};
  const int chosen = segmented(ui, "data_plane", kinds, titles, static_cast<int>(scene.look.data.plane));
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

void DataPlaneView::draw_axes(const DataScene& scene, const Rect& area, Rect left, Rect below) const {
  const Ui& ui = scene.ui;
  const DataPlanePicture& plane = *picture_of(scene);
  const float high = ui.px(18);
  // What a column's origin leaves of a 0 is a 0.
  const double least = 1e-6 * std::max(plane.right - plane.left, plane.top - plane.bottom);
  const auto number = [&](const Rect& place, double value, Align align) {
    const std::string text = cell_text(std::abs(value) < least ? 0 : value);
    text_line(ui, place, ui.fonts.mono, ui.theme.muted, text, align);
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

void DataPlaneView::draw_legend(const DataScene& scene, Rect area) const {
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
    words(tr("− too low"));
    fill(area.take_left(ui.px(10), ui.px(6)).centered(ui.px(10), ui.px(10)), sign_color(ui.theme, false),
         ui.px(5));
    words(tr("+ too high"));
  } else {
    words(tr("{1} classes", std::to_string(scene.classes())));
  }
  if (!scene.regression()) {
    ImGui::GetWindowDrawList()->AddCircle(area.take_left(ui.px(12), ui.px(6)).center(), ui.px(5),
                                          color(ui.theme.text), 16, ui.px(1.5F));
    words(tr("wrong"));
    const Rect sign = area.take_left(ui.px(16), ui.px(6));
    line({sign.x, sign.center().y}, {sign.right(), sign.center().y}, ui.theme.text, ui.px(2));
    words(scene.classes() == 2 ? tr("says 0.5") : tr("says another class"));
  }
  const auto asked = static_cast<std::int64_t>(plane.rows.size());
  if (asked >= plane.of_rows || area.w < ui.px(60)) return;
  const auto drawn = static_cast<std::int64_t>(clouded_ ? plane.cloud->x.size() : plane.rows.size());
  std::string said = tr("{1} of {2} rows", format_count(asked), compact_count(plane.of_rows));
  if (clouded_) {
    said = drawn < plane.of_rows ? tr("{1} of {2} rows", compact_count(drawn), compact_count(plane.of_rows))
                                 : tr("all {1} rows", compact_count(plane.of_rows));
  }
  text_line(ui, area, ui.fonts.small, ui.theme.muted, said, Align::kRight);
  if (clouded_ && hovering(area)) {
    tooltip(ui, tr("The network was asked about the {1} that are drawn larger.", format_count(asked)), area);
  }
}

// What a set of two columns can be made into: more or less noise, or other points.
void DataPlaneView::draw_two_columns(const DataScene& scene, Rect area) {
  const Ui& ui = scene.ui;
  if (paintable(scene.dataset())) {
    const ButtonSpec paint{.id = "paint_data",
                           .label = tr("Paint…"),
                           .tip = tr("Add points with the mouse, or take some away, and train on those"),
                           .small = true};
    if (button(ui, area.take_right(button_width(ui, paint), ui.px(12)), paint)) {
      scene.context.actions.emplace_back(action::OpenPainting{action::OpenPainting::From::kData});
    }
  }
  const auto& generator = scene.context.run.facts->config.generator;
  if (!generator || area.w < ui.px(160)) return;
  text_line(ui, area.take_left(text_width(ui.fonts.small, tr("Noise")) + 1, ui.px(8)), ui.fonts.small,
            ui.theme.muted, tr("Noise"));
  // The data are made anew when it is let go, not at every pixel on the way.
  double noise = noise_.value_or(generator->noise);
  const Rect number = area.take_right(ui.px(44), ui.px(8));
  const bool held = ImGui::IsMouseDown(0);
  if (slider(ui, "noise", area, noise, 0, kMostNoise)) noise_ = std::round(noise * 100) / 100;
  text_line(ui, number, ui.fonts.mono, ui.theme.text, decimals_text(noise, 2), Align::kRight);
  if (!noise_ || held) return;
  if (*noise_ != generator->noise) {
    scene.context.actions.emplace_back(use_noise(*noise_));
    if (scene.context.run.state == RunState::kTraining) {
      scene.context.actions.emplace_back(action::Run{command::Play{}});  // it goes on, on the other rows
    }
  }
  noise_.reset();
}

void DataPlaneView::draw_others(const DataScene& scene, Rect area) {
  const Ui& ui = scene.ui;
  const std::int64_t others = scene.stages().columns() - 2;
  if (others == 0) return draw_two_columns(scene, area);
  if (others < 1 || scene.look.data.plane == DataPlane::kPrincipal) return;  // components mix all columns
  const std::string row = tr("row {1}", format_count(scene.row()));
  const float width = text_width(ui.fonts.small, row) + ui.px(90);
  const Rect choice = area.take_right(std::min(width, area.w * 0.6F), ui.px(8));
  text_line(ui, area, ui.fonts.small, ui.theme.muted,
            tr("Surface: other {1} columns at", std::to_string(others)));
  const int chosen =
      segmented(ui, "data_others", choice, {tr("mean"), row}, scene.look.data.others_at_row ? 1 : 0);
  if (chosen >= 0) scene.look_at([&](Look& look) { look.data.others_at_row = chosen == 1; });
}

void DataPlaneView::draw_plane(const DataScene& scene, Rect area) {
  const Ui& ui = scene.ui;
  const DataPlanePicture* const plane = picture_of(scene);
  if (!plane) {
    text_line(ui, area.take_top(ui.px(40)), ui.fonts.body, ui.theme.muted,
              looked_at(scene.context.run, scene.look) ? tr("Asking the network…") : tr("No network trains"),
              Align::kCenter);
    return;
  }
  exhibit({.name = "data-points",
           .title = plane->principal ? tr("Principal components") : tr("Scatter"),
           .area = area,
           .csv = [source = data_source(scene)] { return points_csv(source); }});
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
  clouded_ = draw_cloud(scene, square);
  if (!draw_answered(scene, square)) draw_points(scene, square);
  point_at(scene, square);
  ImGui::PopClipRect();
  stroke(square, ui.theme.line);
  below.y = square.bottom();  // right under it, also where there is more room
  Rect under{square.x, below.y + ui.px(2), square.w, ui.px(20)};
  draw_axes(scene, square, left, under);
  below.take_top(ui.px(26));
  draw_legend(scene, below.take_top(ui.px(22), ui.px(6)));
  draw_others(scene, below.take_top(ui.px(28)));
}

std::string DataPlaneView::sentence(const DataScene& scene) {
  if (!scene.rows()) return {};
  if (scene.look.data.plane == DataPlane::kCorrelation) {
    for (std::int64_t c = 0; c < std::min<std::int64_t>(scene.stages().columns(), 256); ++c) {
      if (const std::string doubt = scene.doubt_of(c); !doubt.empty()) return doubt;
    }
    return tr("No column nearly gives the target away. A click on a cell shows its two columns.");
  }
  const DataPlanePicture* const plane = picture_of(scene);
  if (!plane) return {};
  if (plane->principal) {
    const PrincipalAxes& axes = scene.figures().relations->axes;
    const double both =
        axes.variances.empty() ? 0 : axes.variances[0] + (axes.variances.size() > 1 ? axes.variances[1] : 0);
    return tr("The two directions along which the scaled columns vary most hold {1} of their variance.",
              percent_text(axes.total > 0 ? both / axes.total : 0));
  }
  if (std::isnan(plane->together) || std::isnan(plane->alone_x) || plane->x == plane->y) return {};
  const std::string alone_x = decimals_text(plane->alone_x, 2), alone_y = decimals_text(plane->alone_y, 2);
  const std::string together = decimals_text(plane->together, 2);
  const double best = std::max(plane->alone_x, plane->alone_y);
  if (best < 0.6 && plane->together > best + 0.05) {
    return tr(
        "Alone, neither column tells the classes apart (AUC {1} and {2}). Together they do ({3}): that is "
        "what "
        "the product terms give the networks.",
        alone_x, alone_y, together);
  }
  return tr("Alone the two columns reach an AUC of {1} and {2}, together with their products {3}.", alone_x,
            alone_y, together);
}

void DataPlaneView::draw(const DataScene& scene, const Rect& area) {
  const Ui& ui = scene.ui;
  drawing_cloud_ = false;
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
