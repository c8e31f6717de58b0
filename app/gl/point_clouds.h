// Very many points as a picture, drawn by a shader: a part of them in each frame into a texture that stays,
// so that a million points cost no frame more than its share, and nothing once they are all there.
//
//   const CloudShown shown = clouds.of("rows", points, look);   // {texture's name, how many are drawn}
//   if (shown.drawn < points.x.size()) draw_another_frame();
//
// The texture's colours are premultiplied: draw it between add_premultiplied() and
// ImDrawCallback_ResetRenderState.
//
// Thread rule: the window's thread, while its OpenGL context is current.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "app/gl/handles.h"
#include "app/gl/while_asked.h"
#include "imgui.h"

namespace headroom::app {

struct CloudPoints {
  std::span<const float> x, y;
  std::span<const std::uint8_t> mark;  // its place in CloudLook::colors
  // What holds the points and never changes them: other points have another one.
  std::shared_ptr<const void> owner;
};

struct CloudLook {
  static constexpr std::size_t kMostColors = 64;
  double left = 0, right = 1, bottom = 0, top = 1;
  int width = 0, height = 0;               // pixels
  float diameter = 3;                      // of a point
  bool diamonds = false;                   // mark 1 is one
  std::vector<ImVec4> colors = {};         // at most kMostColors; alpha: how much one point covers
  std::uint32_t rings_from = kMostColors;  // marks from here on are rings
  float ring_diameter = 0, ring_width = 1;
  bool same(const CloudLook& other) const;
};

struct CloudShown {
  std::uint32_t name = 0;  // of the texture, its first line the lowest; 0: larger than the driver can
  std::size_t drawn = 0;   // points
};

class PointClouds {
 public:
  static constexpr double kSecondsAFrame = 0.004;

  // Needs OpenGL 4.1. Throws Error{kUnsupported}.
  PointClouds();
  ~PointClouds();
  PointClouds(const PointClouds&) = delete;
  PointClouds& operator=(const PointClouds&) = delete;

  static PointClouds* of_window();  // null: there are none

  // What was not asked for in the last frame is freed.
  void begin_frame() { clouds_.begin_frame(); }
  // Draws on for about `seconds`, at least one piece.
  CloudShown of(std::string_view key, const CloudPoints& points, const CloudLook& look,
                double seconds = kSecondsAFrame);

 private:
  struct Cloud {
    GlTexture colors;
    std::shared_ptr<const void> owner;
    CloudLook look;
    std::size_t drawn = 0;
  };
  void begin(Cloud& cloud, const CloudPoints& points, const CloudLook& look);
  void draw_on(Cloud& cloud, const CloudPoints& points, double seconds);

  GlProgram program_;
  GlBuffer piece_;  // of the points that are being drawn
  GlVertexArray layout_;
  GlFramebuffer target_;
  std::int32_t largest_side_ = 0;
  WhileAsked<Cloud> clouds_;
};

// From here on colours in the list are premultiplied.
void add_premultiplied(ImDrawList& list);

}  // namespace headroom::app
