#include "app/widgets/plot/trace.h"

#include <cmath>

namespace headroom::app {
namespace {

constexpr std::size_t kMaxPiece = 8000;  // points; up to six vertices each stay under 65,536

void add_point(Polylines& lines, bool& open, ImVec2 p) {
  if (!open) lines.emplace_back();
  open = true;
  lines.back().push_back(p);
}

float clamp_pixel(double p) { return static_cast<float>(std::clamp(p, -1e5, 1e5)); }

bool drawable(const PlotFrame& frame, float value) {
  return std::isfinite(value) && (!frame.log_y || value > 0);
}

void draw_dashed(ImDrawList* list, const std::vector<ImVec2>& points, ImU32 color, float thickness,
                 float dash) {
  const float gap = dash * 0.7F;
  float left = dash;
  bool pen_down = true;
  for (std::size_t i = 1; i < points.size(); ++i) {
    ImVec2 a = points[i - 1];
    const ImVec2 b = points[i];
    float length = std::hypot(b.x - a.x, b.y - a.y);
    if (length > 1e5F) continue;
    while (length > 0) {
      const float part = std::min(left, length);
      const ImVec2 c{a.x + (b.x - a.x) * part / length, a.y + (b.y - a.y) * part / length};
      if (pen_down) list->AddLine(a, c, color, thickness);
      a = c;
      length -= part;
      left -= part;
      if (left <= 0) {
        pen_down = !pen_down;
        left = pen_down ? dash : gap;
      }
      if (part <= 0) break;
    }
  }
}

}  // namespace

double StepAxis::x(std::size_t i) const {
  if (places == nullptr) return static_cast<double>(i + 1) * scale;
  return i < places->size() ? static_cast<double>((*places)[i]) * scale : 0;
}

std::size_t StepAxis::lower(double value, std::size_t count) const {
  std::size_t low = 0, high = count;
  if (places == nullptr) {
    const double at = std::ceil(value / scale - 1 - 1e-9);
    if (!(at > 0)) return 0;
    return at >= static_cast<double>(count) ? count : static_cast<std::size_t>(at);
  }
  while (low < high) {
    const std::size_t middle = (low + high) / 2;
    if (x(middle) < value) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

std::size_t StepAxis::nearest(double value, std::size_t count) const {
  if (count == 0) return 0;
  const std::size_t after = std::min(lower(value, count), count - 1);
  if (after == 0) return 0;
  return value - x(after - 1) < x(after) - value ? after - 1 : after;
}

float PlotFrame::py(double value) const {
  const double v = log_y ? std::log10(value) : value;
  return clamp_pixel(area.bottom() - y.share(v) * static_cast<double>(area.h));
}

double PlotFrame::data_y(float pixel) const { return y.at((area.bottom() - pixel) / area.h); }

Polylines trace(const MinMaxPyramid& values, const StepAxis& axis, const PlotFrame& frame) {
  Polylines lines;
  const std::size_t count = values.size();
  if (count == 0 || frame.area.empty()) return lines;
  std::size_t begin = axis.lower(frame.x.low, count);
  begin -= begin > 0 ? 1 : 0;  // one before and one after, so that the line reaches the edges
  const std::size_t end = std::min(count, axis.lower(frame.x.high, count) + 2);
  const auto columns = static_cast<std::size_t>(frame.area.w);
  bool open = false;
  if (end - begin <= 2 * columns) {
    for (std::size_t i = begin; i < end; ++i) {
      if (!drawable(frame, values[i])) {
        open = false;
        continue;
      }
      add_point(lines, open, {clamp_pixel(static_cast<double>(frame.px(axis.x(i)))), frame.py(values[i])});
    }
    return lines;
  }
  std::size_t from = begin;
  float last = frame.area.center().y;
  for (std::size_t c = 0; c < columns && from < end; ++c) {
    const double edge = frame.x.at(static_cast<double>(c + 1) / static_cast<double>(columns));
    const std::size_t to = c + 1 == columns ? end : std::clamp(axis.lower(edge, count), from, end);
    if (to == from) continue;
    const MinMax range = values.range(from, to);
    from = to;
    if (range.empty() || !drawable(frame, range.max)) {
      open = false;
      continue;
    }
    const float x = frame.area.x + static_cast<float>(c) + 0.5F;
    const float high = frame.py(range.max);
    const float low = drawable(frame, range.min) ? frame.py(range.min) : frame.area.bottom();
    // Start with the end that is nearer to where the line comes from.
    const bool up = std::abs(last - low) < std::abs(last - high);
    add_point(lines, open, {x, up ? low : high});
    if (low - high > 0.5F) lines.back().push_back({x, up ? high : low});
    last = lines.back().back().y;
  }
  return lines;
}

void draw_polylines(const Polylines& lines, ImU32 color, float thickness, float dash) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  for (const std::vector<ImVec2>& points : lines) {
    if (points.size() == 1) list->AddCircleFilled(points.front(), thickness, color, 8);
    if (dash > 0) {
      draw_dashed(list, points, color, thickness, dash);
      continue;
    }
    for (std::size_t i = 0; i + 1 < points.size(); i += kMaxPiece - 1) {
      const std::size_t n = std::min(kMaxPiece, points.size() - i);
      list->AddPolyline(points.data() + i, static_cast<int>(n), color, 0, thickness);
    }
  }
}

}  // namespace headroom::app
