#include "app/gl/point_clouds.h"

#include <glad/gl.h>

#include <algorithm>
#include <chrono>
#include <cstddef>

namespace headroom::app {
namespace {

PointClouds* point_clouds_of_window = nullptr;

constexpr std::size_t kPiece = 4096;  // points that are handed over at once

double cloud_seconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

bool same_cloud_color(const ImVec4& a, const ImVec4& b) {
  return a.x == b.x && a.y == b.y && a.z == b.z && a.w == b.w;
}

}  // namespace

bool CloudLook::same(const CloudLook& other) const {
  return left == other.left && right == other.right && bottom == other.bottom && top == other.top &&
         width == other.width && height == other.height && diameter == other.diameter &&
         diamonds == other.diamonds && rings_from == other.rings_from &&
         ring_diameter == other.ring_diameter && ring_width == other.ring_width &&
         std::equal(colors.begin(), colors.end(), other.colors.begin(), other.colors.end(), same_cloud_color);
}

PointClouds::PointClouds()
    : program_(link_program("points.vert", "points.frag")),
      piece_(make_buffer()),
      layout_(make_vertex_array()),
      target_(make_framebuffer()) {
  glBindVertexArray(layout_.id());
  glBindBuffer(GL_ARRAY_BUFFER, piece_.id());
  // x of all, then y of all, then the marks of all
  const auto offset = [](std::size_t bytes) { return reinterpret_cast<const void*>(bytes); };
  glVertexAttribPointer(0, 1, GL_FLOAT, GL_FALSE, 0, offset(0));
  glVertexAttribPointer(1, 1, GL_FLOAT, GL_FALSE, 0, offset(kPiece * sizeof(float)));
  glVertexAttribIPointer(2, 1, GL_UNSIGNED_BYTE, 0, offset(2 * kPiece * sizeof(float)));
  for (const GLuint place : {0U, 1U, 2U}) glEnableVertexAttribArray(place);
  glBindVertexArray(0);
  glGetIntegerv(GL_MAX_TEXTURE_SIZE, &largest_side_);
  point_clouds_of_window = this;
}

PointClouds::~PointClouds() {
  if (point_clouds_of_window == this) point_clouds_of_window = nullptr;
}

PointClouds* PointClouds::of_window() { return point_clouds_of_window; }

void PointClouds::begin(Cloud& cloud, const CloudPoints& points, const CloudLook& look) {
  const bool fresh =
      cloud.colors.id() == 0 || cloud.look.width != look.width || cloud.look.height != look.height;
  if (cloud.colors.id() == 0) {
    cloud.colors = make_texture();
    glBindTexture(GL_TEXTURE_2D, cloud.colors.id());
    for (const GLenum filter : {GL_TEXTURE_MIN_FILTER, GL_TEXTURE_MAG_FILTER}) {
      glTexParameteri(GL_TEXTURE_2D, filter, GL_NEAREST);
    }
  }
  cloud.owner = points.owner;
  cloud.look = look;
  cloud.drawn = 0;
  const DrawsInto into(target_, cloud.colors, look.width, look.height, fresh);
  glClearColor(0, 0, 0, 0);
  glClear(GL_COLOR_BUFFER_BIT);
}

void PointClouds::draw_on(Cloud& cloud, const CloudPoints& points, double seconds) {
  const CloudLook& look = cloud.look;
  const double until = cloud_seconds() + seconds;
  const DrawsInto into(target_, cloud.colors, look.width, look.height, false);
  glEnable(GL_BLEND);
  glBlendEquation(GL_FUNC_ADD);
  glBlendFunc(GL_ONE, GL_ONE_MINUS_SRC_ALPHA);
  glEnable(GL_PROGRAM_POINT_SIZE);
  glUseProgram(program_.id());
  glUniform4f(uniform_of(program_, "window"), static_cast<float>(look.left), static_cast<float>(look.bottom),
              static_cast<float>(2 / (look.right - look.left)),
              static_cast<float>(2 / (look.top - look.bottom)));
  glUniform1f(uniform_of(program_, "diameter"), look.diameter);
  glUniform1i(uniform_of(program_, "diamonds"), look.diamonds ? 1 : 0);
  glUniform1ui(uniform_of(program_, "rings_from"), look.rings_from);
  glUniform1f(uniform_of(program_, "ring_diameter"), look.ring_diameter);
  glUniform1f(uniform_of(program_, "ring_width"), look.ring_width);
  const std::size_t colors = std::min(look.colors.size(), CloudLook::kMostColors);
  if (colors > 0) {
    glUniform4fv(uniform_of(program_, "colors"), static_cast<GLsizei>(colors), &look.colors.front().x);
  }
  glBindVertexArray(layout_.id());
  glBindBuffer(GL_ARRAY_BUFFER, piece_.id());
  do {
    const std::size_t first = cloud.drawn, count = std::min(kPiece, points.x.size() - first);
    glBufferData(GL_ARRAY_BUFFER, kPiece * (2 * sizeof(float) + 1), nullptr, GL_STREAM_DRAW);
    const auto put = [&](std::size_t at, const void* values, std::size_t bytes) {
      glBufferSubData(GL_ARRAY_BUFFER, static_cast<GLintptr>(at), static_cast<GLsizeiptr>(bytes), values);
    };
    put(0, points.x.data() + first, count * sizeof(float));
    put(kPiece * sizeof(float), points.y.data() + first, count * sizeof(float));
    put(2 * kPiece * sizeof(float), points.mark.data() + first, count);
    glDrawArrays(GL_POINTS, 0, static_cast<GLsizei>(count));
    glFinish();  // else the time is spent where nobody measures it
    cloud.drawn += count;
  } while (cloud.drawn < points.x.size() && cloud_seconds() < until);
  glDisable(GL_PROGRAM_POINT_SIZE);
}

CloudShown PointClouds::of(std::string_view key, const CloudPoints& points, const CloudLook& look,
                           double seconds) {
  const bool usable = look.width > 0 && look.height > 0 &&
                      std::max(look.width, look.height) <= largest_side_ && look.right > look.left &&
                      look.top > look.bottom && points.y.size() == points.x.size() &&
                      points.mark.size() == points.x.size();
  if (!usable) return {};
  Cloud& cloud = clouds_.of(key);
  if (cloud.colors.id() == 0 || cloud.owner != points.owner || !cloud.look.same(look)) {
    begin(cloud, points, look);
  }
  if (cloud.drawn < points.x.size()) draw_on(cloud, points, seconds);
  return {cloud.colors.id(), cloud.drawn};
}

void add_premultiplied(ImDrawList& list) {
  list.AddCallback(
      [](const ImDrawList*, const ImDrawCmd*) {
        glBlendFuncSeparate(GL_ONE, GL_ONE_MINUS_SRC_ALPHA, GL_ONE, GL_ONE_MINUS_SRC_ALPHA);
      },
      nullptr);
}

}  // namespace headroom::app
