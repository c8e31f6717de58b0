// What the shaders draw, read back and compared with what the host says of the same values.
#include "app/widgets/value_picture.h"

#include <glad/gl.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "app/ui/imgui_compat.h"
#include "support/offscreen.h"
#include "support/screen.h"

namespace headroom::app {
namespace {

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
constexpr float kInfinity = std::numeric_limits<float>::infinity();

std::vector<std::uint8_t> pixels_of(std::uint32_t name, std::size_t count) {
  std::vector<std::uint8_t> rgba(count * 4);
  glBindTexture(GL_TEXTURE_2D, name);
  glGetTexImage(GL_TEXTURE_2D, 0, GL_RGBA, GL_UNSIGNED_BYTE, rgba.data());
  return rgba;
}

// The largest difference of a channel, of 255.
double difference(const std::vector<std::uint8_t>& rgba, const ValueGrid& grid, const ValueRamp& ramp,
                  const Theme& theme) {
  double largest = 0;
  for (std::size_t i = 0; i < grid.values.size(); ++i) {
    const ImVec4 c =
        value_color(theme, ramp, grid.values[i], grid.weights.empty() ? ramp.weight : grid.weights[i]);
    const float wanted[] = {c.x, c.y, c.z, 1};
    for (std::size_t k = 0; k < 4; ++k) {
      const double off = static_cast<double>(rgba[i * 4 + k]) - 255.0 * static_cast<double>(wanted[k]);
      largest = std::max(largest, std::abs(off));
    }
  }
  return largest;
}

class ValuePicture : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!gl.why_not.empty()) GTEST_SKIP() << gl.why_not;
    textures = std::make_unique<ValueTextures>();
  }
  void TearDown() override { textures.reset(); }

  Offscreen gl;
  std::unique_ptr<ValueTextures> textures;
};

std::vector<float> many_values(std::size_t count, float low, float high) {
  std::vector<float> values;
  for (std::size_t i = 0; i < count; ++i) {
    values.push_back(low + (high - low) * static_cast<float>(i) / static_cast<float>(count - 1));
  }
  values[count / 3] = kNan;
  values[count / 2] = kInfinity;
  values[count / 2 + 1] = -kInfinity;
  return values;
}

TEST_F(ValuePicture, EveryRampHasTheColoursOfTheHost) {
  const std::vector<float> values = many_values(97 * 53, -3.5F, 2.5F);
  std::vector<float> weights(values.size());
  for (std::size_t i = 0; i < weights.size(); ++i) weights[i] = static_cast<float>(i % 101) / 100;
  for (const Theme& theme : {dark_theme(), light_theme()}) {
    ValueRamp half = feature_ramp(-1, 2);
    half.weight = 0.5F;
    int which = 0;
    for (const ValueRamp& ramp : {signed_ramp(3), feature_ramp(-2, 2), activation_ramp(theme.large_model, 2),
                                  two_class_ramp(), half, feature_ramp(1, 1)}) {
      for (const bool weighted : {false, true}) {
        ValueGrid grid{values, 97, 53};
        if (weighted) grid.weights = weights;
        const std::string key = std::to_string(which++) + (theme.dark ? "dark" : "light");
        const std::uint32_t name = textures->of(key, grid, ramp, theme);
        ASSERT_NE(name, 0U);
        EXPECT_LE(difference(pixels_of(name, values.size()), grid, ramp, theme), 1.01) << key;
      }
    }
  }
  EXPECT_EQ(glGetError(), static_cast<GLenum>(GL_NO_ERROR));
}

TEST_F(ValuePicture, OddSizesAndASingleValue) {
  const Theme theme = dark_theme();
  for (const auto& [columns, lines] : {std::pair{1, 1}, std::pair{7, 1}, std::pair{1, 9}, std::pair{3, 5}}) {
    std::vector<float> values;
    for (int i = 0; i < columns * lines; ++i) values.push_back(static_cast<float>(i) / 20);
    const ValueGrid grid{values, columns, lines};
    const std::uint32_t name = textures->of("odd", grid, feature_ramp(0, 1), theme);
    EXPECT_LE(difference(pixels_of(name, values.size()), grid, feature_ramp(0, 1), theme), 1.01);
  }
}

TEST_F(ValuePicture, IsDrawnAgainOnlyWhenItChanged) {
  const Theme theme = dark_theme();
  auto owned = std::make_shared<std::vector<float>>(std::vector<float>{0, 1, 2, 3});
  ValueGrid grid{*owned, 2, 2, owned};
  for (int frame = 0; frame < 5; ++frame) {
    textures->begin_frame();
    textures->of("a", grid, feature_ramp(0, 3), theme);
  }
  EXPECT_EQ(textures->drawn(), 1);
  textures->of("a", grid, feature_ramp(0, 4), theme);
  EXPECT_EQ(textures->drawn(), 2);
  textures->of("a", grid, feature_ramp(0, 4), light_theme());
  EXPECT_EQ(textures->drawn(), 3);
  owned = std::make_shared<std::vector<float>>(std::vector<float>{5, 1, 2, 3});
  textures->of("a", {*owned, 2, 2, owned}, feature_ramp(0, 4), light_theme());
  EXPECT_EQ(textures->drawn(), 4);
  std::vector<float> nobodys = {0, 1, 2, 3};  // compared by itself
  textures->of("b", {nobodys, 2, 2}, feature_ramp(0, 4), theme);
  textures->of("b", {nobodys, 2, 2}, feature_ramp(0, 4), theme);
  EXPECT_EQ(textures->drawn(), 5);
  nobodys[3] = 9;
  textures->of("b", {nobodys, 2, 2}, feature_ramp(0, 4), theme);
  EXPECT_EQ(textures->drawn(), 6);
}

TEST_F(ValuePicture, WhatIsNotDrawnAnyMoreIsFreed) {
  const Theme theme = dark_theme();
  const std::vector<float> values = {1, 2};
  textures->begin_frame();
  textures->of("a", {values, 2, 1}, signed_ramp(2), theme);
  textures->of("b", {values, 1, 2}, signed_ramp(2), theme);
  textures->begin_frame();
  EXPECT_EQ(textures->kept(), 2U);
  const std::uint32_t a = textures->of("a", {values, 2, 1}, signed_ramp(2), theme);
  textures->begin_frame();
  EXPECT_EQ(textures->kept(), 1U);
  EXPECT_EQ(glIsTexture(a), GL_TRUE);
  textures->begin_frame();
  EXPECT_EQ(textures->kept(), 0U);
  EXPECT_EQ(glIsTexture(a), GL_FALSE);
}

TEST_F(ValuePicture, LeavesTheTargetAndTheViewportAsTheyWere) {
  const GlFramebuffer other = make_framebuffer();
  glBindFramebuffer(GL_DRAW_FRAMEBUFFER, other.id());
  glViewport(3, 4, 50, 60);
  const std::vector<float> values = {1, 2};
  textures->of("a", {values, 2, 1}, signed_ramp(2), dark_theme());
  GLint target = 0, viewport[4] = {};
  glGetIntegerv(GL_DRAW_FRAMEBUFFER_BINDING, &target);
  glGetIntegerv(GL_VIEWPORT, viewport);
  EXPECT_EQ(static_cast<GLuint>(target), other.id());
  EXPECT_EQ(viewport[0], 3);
  EXPECT_EQ(viewport[3], 60);
}

TEST_F(ValuePicture, RefusesWhatIsNoGridOrTooLarge) {
  const std::vector<float> values = {1, 2, 3};
  EXPECT_EQ(textures->of("a", {values, 2, 2}, signed_ramp(2), dark_theme()), 0U);  // one is missing
  EXPECT_EQ(textures->of("a", {values, 0, 2}, signed_ramp(2), dark_theme()), 0U);
  const std::vector<float> line(200'000, 1.0F);
  EXPECT_EQ(textures->of("a", {line, 200'000, 1}, signed_ramp(2), dark_theme()), 0U);
}

TEST(Shader, ThatIsNotThereIsAnErrorThatNamesIt) {
  const Offscreen gl;
  if (!gl.why_not.empty()) GTEST_SKIP() << gl.why_not;
  try {
    link_program("fullscreen.vert", "nothing.frag");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kUnsupported);
    EXPECT_NE(error.where().find("nothing.frag"), std::string::npos);
  }
}

// Without OpenGL: rectangles and a mesh, in the colours of the same ramps.
TEST(ValuePictureWithoutOpenGl, IsMadeOfRectangles) {
  ASSERT_EQ(ValueTextures::of_window(), nullptr);
  const Screen screen(200, 100, 1);
  ImGui::NewFrame();
  ImGui::Begin("w");
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const Theme theme = dark_theme();
  const Fonts none;
  const Ui ui{theme, none};
  const std::vector<float> values = {0, 1, kNan, -1, 0.5F, 0.25F};
  int before = list.VtxBuffer.Size;
  ImGui::PushClipRect({0, 0}, {200, 100}, false);
  draw_values(ui, "a", {10, 10, 60, 40}, {values, 3, 2}, signed_ramp(1));
  ASSERT_EQ(list.VtxBuffer.Size - before, 6 * 4);
  for (int i = 0; i < 6; ++i) {
    const ImDrawVert& vertex = list.VtxBuffer[before + 4 * i];
    EXPECT_EQ(vertex.col, ImGui::ColorConvertFloat4ToU32(
                              value_color(theme, signed_ramp(1), values[static_cast<std::size_t>(i)])));
    EXPECT_FLOAT_EQ(vertex.pos.x, 10 + 20 * static_cast<float>(i % 3));
    EXPECT_FLOAT_EQ(vertex.pos.y, 10 + 20 * static_cast<float>(i / 3));
  }
  before = list.VtxBuffer.Size;
  draw_values(ui, "a", {10, 10, 60, 40}, {values, 3, 2}, signed_ramp(1), {.from_bottom = true});
  EXPECT_EQ(list.VtxBuffer[before].col,
            ImGui::ColorConvertFloat4ToU32(value_color(theme, signed_ramp(1), -1)));
  before = list.VtxBuffer.Size;
  draw_values(ui, "a", {10, 10, 60, 40}, {values, 3, 2}, signed_ramp(1), {.smooth = true});
  EXPECT_EQ(list.VtxBuffer.Size - before, 6);
  before = list.VtxBuffer.Size;
  const std::vector<float> wide(1000, 1.0F);  // narrower than a pixel each
  draw_values(ui, "a", {0, 0, 100, 10}, {wide, 1000, 1}, signed_ramp(1));
  EXPECT_EQ(list.VtxBuffer.Size - before, 100 * 4);
  ImGui::PopClipRect();
  ImGui::End();
  ImGui::Render();
}

}  // namespace
}  // namespace headroom::app
