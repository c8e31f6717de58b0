#include "app/widgets/plot/marks.h"

#include <algorithm>
#include <array>
#include <numeric>

#include "app/widgets/paint.h"

namespace headroom::app {
namespace {

// Areas that look alike: a square of the same side as the circle's diameter would look larger.
constexpr float kSquareSide = 0.88F;

std::array<ImVec2, 3> triangle(ImVec2 at, float r) {
  return {ImVec2{at.x, at.y - 1.25F * r}, ImVec2{at.x + 1.15F * r, at.y + 0.8F * r},
          ImVec2{at.x - 1.15F * r, at.y + 0.8F * r}};
}

}  // namespace

void draw_mark(PlotMark mark, ImVec2 at, float r, const ImVec4& c) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  const float half = r * kSquareSide;
  const std::array<ImVec2, 3> corners = triangle(at, r);
  switch (mark) {
    case PlotMark::kSquare:
      return list->AddRectFilled({at.x - half, at.y - half}, {at.x + half, at.y + half}, color(c));
    case PlotMark::kCircle: return list->AddCircleFilled(at, r, color(c));
    case PlotMark::kTriangle: return list->AddTriangleFilled(corners[0], corners[1], corners[2], color(c));
  }
}

void draw_hollow_mark(PlotMark mark, ImVec2 at, float r, const ImVec4& c, const ImVec4& ground,
                      float thickness) {
  draw_mark(mark, at, r, ground);
  ImDrawList* list = ImGui::GetWindowDrawList();
  const float half = r * kSquareSide;
  const std::array<ImVec2, 3> corners = triangle(at, r);
  switch (mark) {
    case PlotMark::kSquare:
      return list->AddRect({at.x - half, at.y - half}, {at.x + half, at.y + half}, color(c), 0, 0, thickness);
    case PlotMark::kCircle: return list->AddCircle(at, r, color(c), 0, thickness);
    case PlotMark::kTriangle:
      return list->AddTriangle(corners[0], corners[1], corners[2], color(c), thickness);
  }
}

std::vector<float> spread_apart(std::vector<float> heights, float step, float low, float high) {
  std::vector<std::size_t> order(heights.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return heights[a] < heights[b]; });
  // Groups of neighbours that touch stand evenly around their own middle; those that then touch join.
  struct Group {
    float sum = 0, count = 0;
    float height(float step) const { return (count - 1) * step; }
    float top(float step, float low, float high) const {
      return std::max(low, std::min(sum / count - height(step) / 2, high - height(step)));
    }
  };
  std::vector<Group> groups;
  for (const std::size_t i : order) {
    groups.push_back({heights[i], 1});
    while (groups.size() > 1) {
      Group& above = groups[groups.size() - 2];
      const Group& below = groups.back();
      if (above.top(step, low, high) + above.height(step) + step <= below.top(step, low, high)) break;
      above = {above.sum + below.sum, above.count + below.count};
      groups.pop_back();
    }
  }
  std::size_t at = 0;
  for (const Group& group : groups) {
    for (float i = 0; i < group.count; ++i) heights[order[at++]] = group.top(step, low, high) + i * step;
  }
  return heights;
}

}  // namespace headroom::app
