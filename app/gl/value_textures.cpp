#include "app/gl/value_textures.h"

#include <glad/gl.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

namespace headroom::app {
namespace {

ValueTextures* value_textures_of_window = nullptr;

// A multiple of all parts of the ramps, so that their corners lie on points.
constexpr int kRampPoints = 1281;

std::uint64_t hash_of_values(std::span<const float> values) {
  std::uint64_t hash = 0xCBF29CE484222325ULL;
  for (const float v : values) hash = (hash ^ std::bit_cast<std::uint32_t>(v)) * 0x100000001B3ULL;
  return hash;
}

void upload(const GlTexture& texture, std::span<const float> values, std::int64_t columns,
            std::int64_t lines) {
  glBindTexture(GL_TEXTURE_2D, texture.id());
  glTexImage2D(GL_TEXTURE_2D, 0, GL_R32F, static_cast<GLsizei>(columns), static_cast<GLsizei>(lines), 0,
               GL_RED, GL_FLOAT, values.data());
}

// Read by place, never between: complete without smaller levels.
void read_by_place(const GlTexture& texture) {
  glBindTexture(GL_TEXTURE_2D, texture.id());
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_NEAREST);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_NEAREST);
}

void set_color(const GlProgram& program, const char* name, const ImVec4& c) {
  glUniform4f(uniform_of(program, name), c.x, c.y, c.z, c.w);
}

}  // namespace

bool ValueGrid::valid() const {
  const auto count = static_cast<std::size_t>(columns * lines);
  return columns > 0 && lines > 0 && values.size() >= count && (weights.empty() || weights.size() >= count);
}

ValueTextures::ValueTextures()
    : program_(link_program("fullscreen.vert", "values.frag")),
      values_(make_texture()),
      weights_(make_texture()),
      ramp_(make_texture()),
      target_(make_framebuffer()),
      nothing_(make_vertex_array()) {
  for (const GlTexture* texture : {&values_, &weights_, &ramp_}) read_by_place(*texture);
  constexpr float kOne = 1;
  upload(weights_, {&kOne, 1}, 1, 1);  // there is always something to read
  glGetIntegerv(GL_MAX_TEXTURE_SIZE, &largest_side_);
  value_textures_of_window = this;
}

ValueTextures::~ValueTextures() {
  if (value_textures_of_window == this) value_textures_of_window = nullptr;
}

ValueTextures* ValueTextures::of_window() { return value_textures_of_window; }

std::uint32_t ValueTextures::of(std::string_view key, const ValueGrid& grid, const ValueRamp& ramp,
                                const Theme& theme, bool smooth) {
  if (!grid.valid() || std::max(grid.columns, grid.lines) > largest_side_) return 0;
  ColoredValues& picture = pictures_.of(key);
  const Shown wanted{grid.owner,
                     grid.values.data(),
                     grid.owner ? 0 : hash_of_values(grid.values) ^ hash_of_values(grid.weights),
                     grid.columns,
                     grid.lines,
                     ramp,
                     theme.dark};
  if (picture.colors.id() != 0 && picture.shown == wanted && picture.smooth == smooth) {
    return picture.colors.id();
  }
  if (picture.colors.id() == 0) picture.colors = make_texture();
  const bool fresh = picture.shown.columns != grid.columns || picture.shown.lines != grid.lines;
  picture.shown = wanted;
  picture.smooth = smooth;
  draw(picture, grid, theme, fresh);
  return picture.colors.id();
}

void ValueTextures::set_ramp(const ValueRamp& ramp, const Theme& theme) {
  std::array<float, std::size_t{kRampPoints} * 4> colors{};
  for (int i = 0; i < kRampPoints; ++i) {
    const ImVec4 c = color_on(theme, ramp, static_cast<float>(i) / static_cast<float>(kRampPoints - 1));
    std::memcpy(&colors[static_cast<std::size_t>(i) * 4], &c, sizeof c);
  }
  glBindTexture(GL_TEXTURE_2D, ramp_.id());
  glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA32F, kRampPoints, 1, 0, GL_RGBA, GL_FLOAT, colors.data());
  glUniform1f(uniform_of(program_, "low"), ramp.low);
  glUniform1f(uniform_of(program_, "per_value"), places_per_value(ramp));
  glUniform1f(uniform_of(program_, "share"), ramp.weight);
  set_color(program_, "no_number", not_a_number(theme));
  set_color(program_, "ground", theme.ground);
}

void ValueTextures::draw(ColoredValues& picture, const ValueGrid& grid, const Theme& theme, bool fresh) {
  glPixelStorei(GL_UNPACK_ALIGNMENT, 4);
  glPixelStorei(GL_UNPACK_ROW_LENGTH, 0);
  upload(values_, grid.values, grid.columns, grid.lines);
  if (!grid.weights.empty()) upload(weights_, grid.weights, grid.columns, grid.lines);
  {
    const DrawsInto into(target_, picture.colors, static_cast<int>(grid.columns),
                         static_cast<int>(grid.lines), fresh);
    glDisable(GL_BLEND);
    glUseProgram(program_.id());
    set_ramp(picture.shown.ramp, theme);
    glUniform1i(uniform_of(program_, "one_share"), grid.weights.empty() ? 1 : 0);
    int unit = 0;
    for (const auto& [name, texture] :
         {std::pair{"values", &values_}, std::pair{"weights", &weights_}, std::pair{"ramp", &ramp_}}) {
      glActiveTexture(GL_TEXTURE0 + static_cast<GLenum>(unit));
      glBindTexture(GL_TEXTURE_2D, texture->id());
      glUniform1i(uniform_of(program_, name), unit++);
    }
    glActiveTexture(GL_TEXTURE0);
    glBindVertexArray(nothing_.id());
    glDrawArrays(GL_TRIANGLES, 0, 3);
  }
  // Drawn smaller, values are averaged.
  glBindTexture(GL_TEXTURE_2D, picture.colors.id());
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR_MIPMAP_LINEAR);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, picture.smooth ? GL_LINEAR : GL_NEAREST);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
  glGenerateMipmap(GL_TEXTURE_2D);
  glBindTexture(GL_TEXTURE_2D, 0);
  ++drawn_;
}

}  // namespace headroom::app
