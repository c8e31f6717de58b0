#include "app/widgets/surface.h"

#include <array>
#include <cmath>

#include "app/widgets/paint.h"

namespace headroom::app {

void surface(const Rect& area, std::int64_t columns, std::int64_t lines,
             const std::function<ImVec4(std::size_t)>& color_of) {
  if (area.empty() || columns < 2 || lines < 2 || columns * lines > 62500) return;  // 16-bit indices
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const ImVec2 uv = ImGui::GetFontTexUvWhitePixel();
  const auto n = static_cast<int>(columns), m = static_cast<int>(lines);
  list.PrimReserve((n - 1) * (m - 1) * 6, n * m);
  const auto first = static_cast<ImDrawIdx>(list._VtxCurrentIdx);
  // The outer vertices lie on the edge, so that the picture fills its area.
  const auto share = [](int i, int count) {
    return i == 0 ? 0.0F : i == count - 1 ? 1.0F : (static_cast<float>(i) + 0.5F) / static_cast<float>(count);
  };
  for (int i = 0; i < m; ++i) {
    for (int j = 0; j < n; ++j) {
      const ImVec2 at{area.x + area.w * share(j, n), area.bottom() - area.h * share(i, m)};
      list.PrimWriteVtx(at, uv, color(color_of(static_cast<std::size_t>(i * n + j))));
    }
  }
  for (int i = 0; i + 1 < m; ++i) {
    for (int j = 0; j + 1 < n; ++j) {
      const int a = first + i * n + j;
      for (const int corner : {a, a + 1, a + n + 1, a, a + n + 1, a + n}) {
        list.PrimWriteIdx(static_cast<ImDrawIdx>(corner));
      }
    }
  }
}

std::vector<ImVec2> level_pieces(std::int64_t side, std::span<const float> values, float level) {
  std::vector<ImVec2> pieces;
  const auto n = static_cast<std::size_t>(side);
  if (values.size() < n * n) return pieces;
  const auto place = [&](std::size_t i) { return (static_cast<float>(i) + 0.5F) / static_cast<float>(side); };
  for (std::size_t i = 0; i + 1 < n; ++i) {
    for (std::size_t j = 0; j + 1 < n; ++j) {
      const std::array<float, 4> v = {values[i * n + j] - level, values[i * n + j + 1] - level,
                                      values[(i + 1) * n + j + 1] - level, values[(i + 1) * n + j] - level};
      if (std::isnan(v[0] + v[1] + v[2] + v[3])) continue;
      const std::array<ImVec2, 4> corner = {ImVec2{place(j), place(i)}, ImVec2{place(j + 1), place(i)},
                                            ImVec2{place(j + 1), place(i + 1)},
                                            ImVec2{place(j), place(i + 1)}};
      std::array<ImVec2, 4> crossings;
      std::size_t found = 0;
      for (std::size_t e = 0; e < 4; ++e) {
        const std::size_t to = (e + 1) % 4;
        if ((v[e] > 0) == (v[to] > 0)) continue;
        const float t = v[e] / (v[e] - v[to]);
        crossings[found++] = {corner[e].x + (corner[to].x - corner[e].x) * t,
                              corner[e].y + (corner[to].y - corner[e].y) * t};
      }
      for (std::size_t k = 0; k + 1 < found; k += 2) {
        pieces.push_back(crossings[k]);
        pieces.push_back(crossings[k + 1]);
      }
    }
  }
  return pieces;
}

void level_line(const Rect& area, std::span<const ImVec2> pieces, const ImVec4& c, float thickness) {
  const auto at = [&](ImVec2 share) {
    return ImVec2{area.x + area.w * share.x, area.bottom() - area.h * share.y};
  };
  for (std::size_t i = 0; i + 1 < pieces.size(); i += 2) {
    ImGui::GetWindowDrawList()->AddLine(at(pieces[i]), at(pieces[i + 1]), color(c), thickness);
  }
}

}  // namespace headroom::app
