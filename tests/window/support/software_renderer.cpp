#include "support/software_renderer.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wold-style-cast"
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"
#define STB_IMAGE_WRITE_STATIC
#define STB_IMAGE_WRITE_IMPLEMENTATION
#pragma GCC diagnostic ignored "-Wunused-function"
#include "stb_image_write.h"
#pragma GCC diagnostic pop

namespace headroom::app {
namespace {

struct Texture {
  unsigned char* pixels = nullptr;
  int width = 0, height = 0;
  float alpha(float u, float v) const {
    const float x = std::clamp(u * static_cast<float>(width) - 0.5F, 0.0F, static_cast<float>(width - 1));
    const float y = std::clamp(v * static_cast<float>(height) - 0.5F, 0.0F, static_cast<float>(height - 1));
    const int x0 = static_cast<int>(x), y0 = static_cast<int>(y);
    const int x1 = std::min(x0 + 1, width - 1), y1 = std::min(y0 + 1, height - 1);
    const float fx = x - static_cast<float>(x0), fy = y - static_cast<float>(y0);
    const auto at = [&](int px, int py) { return static_cast<float>(pixels[py * width + px]) / 255; };
    return (at(x0, y0) * (1 - fx) + at(x1, y0) * fx) * (1 - fy) +
           (at(x0, y1) * (1 - fx) + at(x1, y1) * fx) * fy;
  }
};

float edge(ImVec2 a, ImVec2 b, float x, float y) { return (b.x - a.x) * (y - a.y) - (b.y - a.y) * (x - a.x); }

class Raster {
 public:
  Raster(Rendering& picture, const Texture& texture) : picture_(picture), texture_(texture) {}

  void triangle(ImDrawVert a, ImDrawVert b, ImDrawVert c, const ImVec4& clip) {
    float area = edge(a.pos, b.pos, c.pos.x, c.pos.y);
    if (area < 0) {
      std::swap(b, c);
      area = -area;
    }
    if (area < 1e-6F) return;
    const auto low = [](float p, float q, float r, float limit) {
      return std::max(static_cast<int>(std::floor(std::min({p, q, r}))), static_cast<int>(limit));
    };
    const auto high = [](float p, float q, float r, float limit, int size) {
      return std::min({static_cast<int>(std::ceil(std::max({p, q, r}))), static_cast<int>(limit), size});
    };
    const int x0 = std::max(0, low(a.pos.x, b.pos.x, c.pos.x, clip.x));
    const int y0 = std::max(0, low(a.pos.y, b.pos.y, c.pos.y, clip.y));
    const int x1 = high(a.pos.x, b.pos.x, c.pos.x, clip.z, picture_.width);
    const int y1 = high(a.pos.y, b.pos.y, c.pos.y, clip.w, picture_.height);
    for (int y = y0; y < y1; ++y) {
      for (int x = x0; x < x1; ++x) {
        const float px = static_cast<float>(x) + 0.5F, py = static_cast<float>(y) + 0.5F;
        const float wa = edge(b.pos, c.pos, px, py), wb = edge(c.pos, a.pos, px, py),
                    wc = edge(a.pos, b.pos, px, py);
        if (!inside(wa, b.pos, c.pos) || !inside(wb, c.pos, a.pos) || !inside(wc, a.pos, b.pos)) continue;
        blend(x, y, a, b, c, wa / area, wb / area, wc / area);
      }
    }
  }

 private:
  // Pixels on a shared edge belong to one triangle only.
  static bool inside(float w, ImVec2 from, ImVec2 to) {
    if (w != 0) return w > 0;
    return (from.y == to.y && to.x > from.x) || to.y < from.y;
  }

  void blend(int x, int y, const ImDrawVert& a, const ImDrawVert& b, const ImDrawVert& c, float wa, float wb,
             float wc) {
    const auto channel = [](ImU32 color, int shift) { return static_cast<float>((color >> shift) & 0xFFU); };
    const float coverage =
        texture_.alpha(a.uv.x * wa + b.uv.x * wb + c.uv.x * wc, a.uv.y * wa + b.uv.y * wb + c.uv.y * wc);
    const auto mixed = [&](int shift) {
      return channel(a.col, shift) * wa + channel(b.col, shift) * wb + channel(c.col, shift) * wc;
    };
    const float alpha = mixed(24) / 255 * coverage;
    std::uint8_t* pixel = &picture_.rgba[static_cast<std::size_t>(y * picture_.width + x) * 4];
    for (int i = 0; i < 3; ++i) {
      const float value = static_cast<float>(pixel[i]) * (1 - alpha) + mixed(8 * i) * alpha;
      pixel[i] = static_cast<std::uint8_t>(std::clamp(value + 0.5F, 0.0F, 255.0F));
    }
  }

  Rendering& picture_;
  const Texture& texture_;
};

}  // namespace

Rendering render_to_memory(const ImDrawData& data, const ImVec4& background) {
  Rendering picture;
  picture.width = static_cast<int>(data.DisplaySize.x);
  picture.height = static_cast<int>(data.DisplaySize.y);
  picture.rgba.resize(static_cast<std::size_t>(picture.width * picture.height) * 4);
  const ImVec4 back{background.x * 255, background.y * 255, background.z * 255, 255};
  for (std::size_t i = 0; i < picture.rgba.size(); i += 4) {
    picture.rgba[i] = static_cast<std::uint8_t>(back.x);
    picture.rgba[i + 1] = static_cast<std::uint8_t>(back.y);
    picture.rgba[i + 2] = static_cast<std::uint8_t>(back.z);
    picture.rgba[i + 3] = 255;
  }
  Texture texture;
  ImGui::GetIO().Fonts->GetTexDataAsAlpha8(&texture.pixels, &texture.width, &texture.height);
  Raster raster(picture, texture);
  for (int n = 0; n < data.CmdListsCount; ++n) {
    const ImDrawList& list = *data.CmdLists[n];
    for (const ImDrawCmd& command : list.CmdBuffer) {
      if (command.UserCallback != nullptr) continue;
      for (unsigned i = 0; i + 2 < command.ElemCount; i += 3) {
        const auto vertex = [&](unsigned k) {
          const int index = static_cast<int>(command.VtxOffset) +
                            list.IdxBuffer[static_cast<int>(command.IdxOffset + i + k)];
          return list.VtxBuffer[index];
        };
        raster.triangle(vertex(0), vertex(1), vertex(2), command.ClipRect);
      }
    }
  }
  return picture;
}

void write_png(const Rendering& picture, const std::string& path) {
  stbi_write_png(path.c_str(), picture.width, picture.height, 4, picture.rgba.data(), picture.width * 4);
}

}  // namespace headroom::app
