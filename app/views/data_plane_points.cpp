// The points of the plane beside the table of the Data tab: all listed rows, those that the network was asked
// about, and the one under the pointer.
#include <algorithm>
#include <cmath>

#include "app/gl/point_clouds.h"
#include "app/ui/imgui_compat.h"
#include "app/ui/ramps.h"
#include "app/views/data_plane.h"
#include "app/widgets/paint.h"
#include "core/base/bytes.h"
#include "core/base/tr.h"

namespace headroom::app {
namespace {

// Marks of answered points: classes, or of a regression by how much the network is off, from far too low over
// kMiddleMark to far too high.
constexpr std::uint32_t kRingMark = CloudLook::kMostColors - 1;
constexpr std::uint32_t kMiddleMark = (kRingMark - 1) / 2;

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

float answered_radius(const Ui& ui, const DataPlanePicture& plane) {
  const float larger = ui.presenter ? 1.5F : 1;
  return ui.px(plane.rows.size() > 400 ? 2.7F : 3.4F) * larger;
}

std::uint8_t mark_of(const DataScene& scene, std::uint32_t row, double largest) {
  const float target = scene.dataset().targets[row];
  if (!scene.regression())
    return static_cast<std::uint8_t>(std::min(target, static_cast<float>(kRingMark - 1)));
  const DataAnswers* const answers = scene.answers();
  if (!answers || !(largest > 0) || std::isnan(answers->output[row])) return kMiddleMark;
  const double share = std::clamp(static_cast<double>(answers->output[row] - target) / largest, -1.0, 1.0);
  return static_cast<std::uint8_t>(std::lround(kMiddleMark * (1 + share)));
}

ImVec4 color_of_mark(const DataScene& scene, std::uint32_t mark) {
  const Theme& theme = scene.ui.theme;
  if (!scene.regression()) {
    if (scene.classes() <= kColoredClasses) return class_color(theme, mark, scene.classes());
    return feature_color(theme, static_cast<float>(mark) / static_cast<float>(scene.classes() - 1));
  }
  const float share = static_cast<float>(mark) / static_cast<float>(kMiddleMark) - 1;
  return mix(theme.muted, sign_color(theme, share < 0), std::abs(share));
}

CloudLook cloud_look(const DataScene& scene, const DataPlanePicture& plane, const Rect& area) {
  const ImVec2 pixels = ImGui::GetIO().DisplayFramebufferScale;
  CloudLook look;
  look.left = plane.left;
  look.right = plane.right;
  look.bottom = plane.bottom;
  look.top = plane.top;
  look.width = static_cast<int>(std::lround(area.w * pixels.x));
  look.height = static_cast<int>(std::lround(area.h * pixels.y));
  look.diamonds = !scene.regression() && scene.classes() == kColoredClasses;
  return look;
}

bool lay_over(const CloudShown& shown, const Rect& area) {
  if (shown.name == 0) return false;
  ImDrawList& list = *ImGui::GetWindowDrawList();
  add_premultiplied(list);
  list.AddImage(texture_id(shown.name), area.min(), area.max(), {0, 1}, {1, 0});
  list.AddCallback(ImDrawCallback_ResetRenderState, nullptr);
  return true;
}

}  // namespace

const DataPlanePicture* DataPlaneView::picture_of(const DataScene& scene) {
  const DataPlanePicture* const plane = scene.figures().plane.get();
  if (!plane || scene.look.data.plane == DataPlane::kCorrelation) return nullptr;
  return plane->principal == (scene.look.data.plane == DataPlane::kPrincipal) ? plane : nullptr;
}

ImVec2 DataPlaneView::screen_place(const DataPlanePicture& plane, const Rect& area, double x, double y) {
  return {area.x + area.w * static_cast<float>((x - plane.left) / (plane.right - plane.left)),
          area.bottom() - area.h * static_cast<float>((y - plane.bottom) / (plane.top - plane.bottom))};
}

std::shared_ptr<const DataPlaneView::AnsweredPoints> DataPlaneView::answered_points(
    const DataScene& scene, const DataPlanePicture& plane) {
  auto made = std::make_shared<AnsweredPoints>();
  made->plane = scene.figures().plane;
  made->answers = scene.answers() ? scene.figures().answers : nullptr;
  const double largest = largest_error(scene, plane);
  const auto add = [&](std::size_t i, std::uint8_t mark) {
    made->x.push_back(plane.px[i]);
    made->y.push_back(plane.py[i]);
    made->mark.push_back(mark);
  };
  for (std::size_t i = 0; i < plane.rows.size(); ++i) {
    add(i, mark_of(scene, plane.rows[i], largest));
    if (scene.right(plane.rows[i]) == DataScene::Right::kWrong) add(i, kRingMark);
  }
  return made;
}

// Every listed row, where those are more than the network is asked about: under the points that it was.
bool DataPlaneView::draw_cloud(const DataScene& scene, const Rect& area) {
  const DataPlanePicture& plane = *picture_of(scene);
  PointClouds* const clouds = PointClouds::of_window();
  if (!clouds || !plane.cloud) return false;
  const PlaneCloud& cloud = *plane.cloud;
  const ImVec2 pixels = ImGui::GetIO().DisplayFramebufferScale;
  const auto points = static_cast<float>(cloud.x.size());
  CloudLook look = cloud_look(scene, plane, area);
  const float size = points > 200'000 ? 2.0F : points > 20'000 ? 3.0F : 4.5F;
  look.diameter = std::max(1.0F, scene.ui.px(size) * pixels.x * (scene.ui.presenter ? 1.5F : 1));
  // Where many lie on each other, what they cover adds up to how many of which class there are.
  const float covered =
      points * look.diameter * look.diameter * 0.6F / (area.w * area.h * pixels.x * pixels.y);
  const float alpha = std::clamp(1 / covered, 0.1F, 0.9F);
  const std::int64_t marks = std::clamp<std::int64_t>(scene.classes(), 1, PlaneCloud::kMarks);
  for (std::int64_t k = 0; k < marks; ++k) {
    ImVec4 ink =
        scene.regression() ? scene.ui.theme.muted
        : scene.classes() <= kColoredClasses
            ? class_color(scene.ui.theme, k, scene.classes())
            : feature_color(scene.ui.theme, static_cast<float>(k) / static_cast<float>(scene.classes() - 1));
    ink.w = alpha;
    look.colors.push_back(ink);
  }
  const CloudShown shown = clouds->of("data points", {cloud.x, cloud.y, cloud.mark, plane.cloud}, look);
  drawing_cloud_ = shown.name != 0 && shown.drawn < cloud.x.size();
  return lay_over(shown, area);
}

// The rows that the network was asked about, with a ring around those it gets wrong: one picture, until there
// are other answers.
bool DataPlaneView::draw_answered(const DataScene& scene, const Rect& area) {
  const Ui& ui = scene.ui;
  const DataPlanePicture& plane = *picture_of(scene);
  PointClouds* const clouds = PointClouds::of_window();
  if (!clouds) return false;
  if (!answered_ || answered_->plane != scene.figures().plane ||
      answered_->answers.get() != scene.answers()) {
    answered_ = answered_points(scene, plane);
  }
  CloudLook look = cloud_look(scene, plane, area);
  const float pixels = ImGui::GetIO().DisplayFramebufferScale.x;
  look.diameter = 2 * answered_radius(ui, plane) * pixels;
  look.rings_from = kRingMark;
  look.ring_diameter = look.diameter + 2 * ui.px(4) * pixels;
  look.ring_width = ui.px(1.3F) * pixels;
  for (std::uint32_t mark = 0; mark < kRingMark; ++mark) look.colors.push_back(color_of_mark(scene, mark));
  look.colors.push_back(ui.theme.text);
  constexpr double kAtOnce = 1;  // seconds: they are few
  const CloudPoints points{answered_->x, answered_->y, answered_->mark, answered_};
  return lay_over(clouds->of("data answered", points, look, kAtOnce), area);
}

// The same without shaders.
void DataPlaneView::draw_points(const DataScene& scene, const Rect& area) const {
  const Ui& ui = scene.ui;
  const DataPlanePicture& plane = *picture_of(scene);
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const float r = answered_radius(ui, plane);
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

// The row whose point is nearest to the pointer, within `reach` pixels; -1: none is.
std::int64_t DataPlaneView::row_under(const DataPlanePicture& plane, const Rect& area, float reach,
                                      ImVec2& at) {
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  float nearest = reach * reach;
  std::int64_t found = -1;
  for (std::size_t i = 0; i < plane.rows.size(); ++i) {
    const ImVec2 here =
        screen_place(plane, area, static_cast<double>(plane.px[i]), static_cast<double>(plane.py[i]));
    const float dx = here.x - mouse.x, dy = here.y - mouse.y;
    if (dx * dx + dy * dy >= nearest) continue;
    nearest = dx * dx + dy * dy;
    found = static_cast<std::int64_t>(plane.rows[i]);
    at = here;
  }
  if (!plane.cloud || !PointClouds::of_window()) return found;
  const double per_x = (plane.right - plane.left) / static_cast<double>(area.w);
  const double per_y = (plane.top - plane.bottom) / static_cast<double>(area.h);
  const double x = plane.left + per_x * static_cast<double>(mouse.x - area.x);
  const double y = plane.bottom + per_y * static_cast<double>(area.bottom() - mouse.y);
  const auto left_over = static_cast<double>(std::sqrt(nearest));  // nearer than what was found
  const std::int64_t point = plane.cloud->nearest(x, y, {per_x * left_over, per_y * left_over});
  if (point < 0) return found;
  const auto i = static_cast<std::size_t>(point);
  at = screen_place(plane, area, static_cast<double>(plane.cloud->x[i]),
                    static_cast<double>(plane.cloud->y[i]));
  return static_cast<std::int64_t>((*plane.cloud->rows)[i]);
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
  ImVec2 found_at;
  const std::int64_t found = row_under(plane, area, ui.px(10), found_at);
  if (found < 0) return;
  std::string tip = tr("row {1}, {2}", format_count(found), scene.target_text(found));
  if (!plane.principal) {
    tip += "\n" + scene.name(plane.x) + " " + cell_text(scene.stages().raw(found, plane.x)) + ", " +
           scene.name(plane.y) + " " + cell_text(scene.stages().raw(found, plane.y));
  }
  if (const std::string answer = scene.answer_text(found); !answer.empty())
    tip += "\n" + tr("the network says {1}", answer);
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

}  // namespace headroom::app
