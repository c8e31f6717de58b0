#include "app/widgets/plot/crosshair.h"

#include <algorithm>
#include <cmath>

#include "app/widgets/format.h"
#include "app/widgets/paint.h"
#include "core/base/bytes.h"
#include "core/base/tr.h"

namespace headroom::app {
namespace {

Reading reading(const PlotFrame& frame, ImVec2 mouse, double x, double y) {
  Reading r;
  r.value = metric_text(y);
  const bool on_screen = std::isfinite(y) && (!frame.log_y || y > 0);
  r.at = {frame.px(x), on_screen ? frame.py(y) : frame.area.bottom()};
  r.distance = std::abs(r.at.y - mouse.y);
  return r;
}

// The point whose x is nearest; null when there is none.
const PlotPoint* nearest_point(const std::vector<PlotPoint>& points, double x) {
  const auto nearer = [x](const PlotPoint& a, const PlotPoint& b) {
    return std::abs(a.x - x) < std::abs(b.x - x);
  };
  const auto found = std::min_element(points.begin(), points.end(), nearer);
  return found == points.end() ? nullptr : &*found;
}

}  // namespace

std::vector<Reading> readings_at(const PlotFrame& frame, const PlotSpec& spec, ImVec2 mouse) {
  std::vector<Reading> found;
  const double x = frame.data_x(mouse.x);
  for (const PlotCurve& curve : spec.curves) {
    if (curve.steps != nullptr && curve.steps->size() > 0) {
      const std::size_t i = curve.axis.nearest(x, curve.steps->size());
      Reading r = reading(frame, mouse, curve.axis.x(i), static_cast<double>(curve.steps->raw()[i]));
      const double smooth = static_cast<double>(curve.steps->smooth()[i]);
      if (std::isfinite(smooth) && (!frame.log_y || smooth > 0)) {
        r.at.y = frame.py(smooth);  // the mark sits on the line that is seen
        r.distance = std::abs(r.at.y - mouse.y);
      }
      r.name = tr("{1} train", curve.name);
      r.place =
          tr("step {1}  smoothed {2}",
             format_count((static_cast<std::int64_t>(i) + 1) * curve.steps_per_value), metric_text(smooth));
      r.color = curve.color;
      r.mark = curve.mark;
      found.push_back(std::move(r));
    }
    if (curve.epochs != nullptr && curve.epochs->size() > 0) {
      const std::size_t i = curve.epoch_axis.nearest(x, curve.epochs->size());
      Reading r = reading(frame, mouse, curve.epoch_axis.x(i), static_cast<double>(curve.epochs->raw()[i]));
      r.name = tr("{1} validation", curve.name);
      r.place = tr("epoch {1}", format_count(curve.epoch_numbers != nullptr
                                                 ? static_cast<std::int64_t>((*curve.epoch_numbers)[i])
                                                 : static_cast<std::int64_t>(i) + 1));
      r.color = curve.color;
      r.mark = curve.mark;
      r.dashed = true;
      found.push_back(std::move(r));
    }
  }
  if (const PlotPoint* p = nearest_point(spec.reference, x)) {
    Reading r = reading(frame, mouse, p->x, p->y);
    r.name = spec.reference_name;
    if (p->epoch > 0) r.place = tr("epoch {1}", format_count(p->epoch));
    r.color = {0.6F, 0.6F, 0.6F, 1};
    found.push_back(std::move(r));
  }
  std::sort(found.begin(), found.end(),
            [](const Reading& a, const Reading& b) { return a.distance < b.distance; });
  return found;
}

void draw_crosshair(const Ui& ui, const PlotFrame& frame, const PlotSpec& spec) {
  const float x = std::floor(frame.px(*spec.cursor)) + 0.5F;
  line({x, frame.area.y}, {x, frame.area.bottom()}, mix(ui.theme.line, ui.theme.muted, 0.6F));
  for (const Reading& r : readings_at(frame, spec, {x, frame.area.y})) {
    if (!frame.area.contains(r.at)) continue;
    draw_mark(r.mark, r.at, ui.px(5.5F), ui.theme.panel);
    draw_mark(r.mark, r.at, ui.px(4), r.color);
  }
}

void draw_readings(const Ui& ui, const PlotFrame& frame, const std::vector<Reading>& readings) {
  if (readings.empty()) return;
  float names = 0, values = 0, places = 0;
  for (const Reading& r : readings) {
    names = std::max(names, text_width(ui.fonts.small, r.name));
    values = std::max(values, text_width(ui.fonts.mono_bold, r.value));
    places = std::max(places, text_width(ui.fonts.mono, r.place));
  }
  const float row = ui.px(20), gap = ui.px(12), sign = ui.px(18);
  const float width = sign + ui.px(8) + names + gap + values + (places > 0 ? gap + places : 0) + 4;
  // On the side of the line that has the room, so that it never covers a mark.
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  const float beside = ui.px(16), whole = width + ui.px(24);
  const bool room = mouse.x + beside + whole <= frame.area.right();
  const bool right = room || mouse.x - beside - whole < 0;
  const float height = row * static_cast<float>(readings.size()) + ui.px(16);
  ImGui::SetNextWindowPos({right ? mouse.x + beside : mouse.x - beside - whole,
                           std::min(mouse.y + ui.px(8), ImGui::GetIO().DisplaySize.y - height)});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {ui.px(12), ui.px(8)});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, ui.px(6));
  ImGui::PushStyleColor(ImGuiCol_PopupBg, ui.theme.card);
  ImGui::PushStyleColor(ImGuiCol_Border, ui.theme.line);
  ImGui::BeginTooltip();
  const ImVec2 at = ImGui::GetCursorScreenPos();
  Rect rest{at.x, at.y, width, row * static_cast<float>(readings.size())};
  ImGui::Dummy({rest.w, rest.h});
  for (const Reading& r : readings) {
    Rect one = rest.take_top(row);
    const Rect mark = one.take_left(sign, ui.px(8));
    const float y = mark.center().y;
    if (r.dashed) {
      line({mark.x, y}, {mark.x + sign * 0.4F, y}, r.color, ui.px(2));
      line({mark.x + sign * 0.6F, y}, {mark.right(), y}, r.color, ui.px(2));
    } else {
      line({mark.x, y}, {mark.right(), y}, r.color, ui.px(2));
    }
    draw_mark(r.mark, {mark.center().x, y}, ui.px(3.5F), r.color);
    text_line(ui, one.take_left(names + 1, gap), ui.fonts.small, ui.theme.text, r.name);
    text_line(ui, one.take_left(values + 1, gap), ui.fonts.mono_bold, ui.theme.text, r.value, Align::kRight);
    text_line(ui, one, ui.fonts.mono, ui.theme.muted, r.place);
  }
  ImGui::EndTooltip();
  ImGui::PopStyleColor(2);
  ImGui::PopStyleVar(2);
}

}  // namespace headroom::app
