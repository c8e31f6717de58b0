#include "app/ui/ramps.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace headroom::app {
namespace {

ImVec4 rgb(int red, int green, int blue) {
  const auto part = [](int value) { return static_cast<float>(value) / 255.0F; };
  return {part(red), part(green), part(blue), 1};
}

ImVec4 blend(const ImVec4& from, const ImVec4& to, float share) {
  const float s = std::clamp(share, 0.0F, 1.0F);
  return {from.x + (to.x - from.x) * s, from.y + (to.y - from.y) * s, from.z + (to.z - from.z) * s,
          from.w + (to.w - from.w) * s};
}

// What stands behind a picture of values in both themes.
ImVec4 nothing(const Theme& theme) { return theme.dark ? rgb(0x1A, 0x20, 0x29) : rgb(0xF1, 0xF3, 0xF6); }

// Relative luminance (WCAG 2.1).
double luminance(const ImVec4& c) {
  const auto linear = [](float v) {
    return v <= 0.04045F ? v / 12.92F : std::pow((v + 0.055F) / 1.055F, 2.4F);
  };
  return static_cast<double>(0.2126F * linear(c.x) + 0.7152F * linear(c.y) + 0.0722F * linear(c.z));
}

// Nine points of cividis, evenly spaced (its published table has 256).
constexpr std::array<std::array<int, 3>, 9> kCividis = {{{0x00, 0x22, 0x4E},
                                                         {0x12, 0x35, 0x70},
                                                         {0x3B, 0x49, 0x6C},
                                                         {0x57, 0x5D, 0x6D},
                                                         {0x70, 0x71, 0x73},
                                                         {0x8A, 0x86, 0x78},
                                                         {0xA5, 0x9C, 0x74},
                                                         {0xC3, 0xB3, 0x69},
                                                         {0xFE, 0xE8, 0x38}}};

}  // namespace

ImVec4 not_a_number(const Theme& theme) { return blend(nothing(theme), theme.muted, 0.5F); }

ImVec4 sign_color(const Theme& theme, bool negative) {
  if (theme.dark) return negative ? rgb(0xF5, 0x8A, 0x5A) : rgb(0x6F, 0xB7, 0xF5);
  return negative ? rgb(0xB0, 0x46, 0x10) : rgb(0x1B, 0x62, 0xB0);
}

ImVec4 signed_color(const Theme& theme, float t) {
  if (std::isnan(t)) return not_a_number(theme);
  return blend(nothing(theme), sign_color(theme, t < 0), std::abs(t));
}

ImVec4 feature_color(const Theme& theme, float t) {
  if (std::isnan(t)) return not_a_number(theme);
  const float at = std::clamp(t, 0.0F, 1.0F) * static_cast<float>(kCividis.size() - 1);
  const auto low = std::min(static_cast<std::size_t>(at), kCividis.size() - 2);
  const auto color = [](const std::array<int, 3>& c) { return rgb(c[0], c[1], c[2]); };
  return blend(color(kCividis[low]), color(kCividis[low + 1]), at - static_cast<float>(low));
}

ImVec4 activation_color(const Theme& theme, const ImVec4& model, float t) {
  if (std::isnan(t)) return not_a_number(theme);
  constexpr float kFull = 0.7F;  // above it, the tint
  const float at = std::clamp(t, 0.0F, 1.0F);
  if (at <= kFull) return blend(nothing(theme), model, at / kFull);
  const ImVec4 tint = theme.dark ? rgb(0xFF, 0xFF, 0xFF) : rgb(0x10, 0x14, 0x1A);
  return blend(model, blend(model, tint, 0.75F), (at - kFull) / (1 - kFull));
}

bool ValueRamp::operator==(const ValueRamp& other) const {
  return ramp == other.ramp && low == other.low && high == other.high && weight == other.weight &&
         model.x == other.model.x && model.y == other.model.y && model.z == other.model.z;
}

ValueRamp signed_ramp(float largest) {
  const float end = largest > 0 ? largest : 1;
  return {Ramp::kSigned, -end, end};
}
ValueRamp feature_ramp(float low, float high) { return {Ramp::kFeature, low, high}; }
ValueRamp activation_ramp(const ImVec4& model, float largest) {
  return {Ramp::kActivation, 0, largest > 0 ? largest : 1, 1, model};
}
ValueRamp two_class_ramp() { return {Ramp::kTwoClasses, 0, 1, 0.48F}; }

ImVec4 color_on(const Theme& theme, const ValueRamp& ramp, float at) {
  switch (ramp.ramp) {
    case Ramp::kSigned: return signed_color(theme, 2 * at - 1);
    case Ramp::kFeature: break;
    case Ramp::kActivation: return activation_color(theme, ramp.model, at);
    case Ramp::kTwoClasses:
      return blend(theme.ground, class_color(theme, at > 0.5F ? 1 : 0, 2), std::abs(2 * at - 1));
  }
  return feature_color(theme, at);
}

float places_per_value(const ValueRamp& ramp) {
  return ramp.high > ramp.low ? 1 / (ramp.high - ramp.low) : 0;
}

ImVec4 value_color(const Theme& theme, const ValueRamp& ramp, float value, float weight) {
  if (std::isnan(value)) return not_a_number(theme);
  const float per_value = places_per_value(ramp);  // 0: both ends are the same
  const float at = per_value > 0 ? std::clamp((value - ramp.low) * per_value, 0.0F, 1.0F) : 0.0F;
  return blend(theme.ground, color_on(theme, ramp, at), weight);
}
ImVec4 value_color(const Theme& theme, const ValueRamp& ramp, float value) {
  return value_color(theme, ramp, value, ramp.weight);
}

ImVec4 class_color(const Theme& theme, std::int64_t index, std::int64_t classes) {
  if (classes > kColoredClasses) return theme.text;
  if (index == 0) return theme.dark ? rgb(0xA5, 0x94, 0xF9) : rgb(0x5B, 0x46, 0xC4);
  return theme.dark ? rgb(0xF0, 0xE4, 0x42) : rgb(0x7A, 0x69, 0x00);
}

void class_mark(const Ui& ui, ImVec2 center, float radius, std::int64_t index, std::int64_t classes) {
  if (classes > kColoredClasses) return;
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const ImU32 color = ImGui::GetColorU32(class_color(ui.theme, index, classes));
  if (index == 0) {
    list.AddCircleFilled(center, radius, color);
    return;
  }
  const float r = radius * 1.2F;
  list.AddQuadFilled({center.x, center.y - r}, {center.x + r, center.y}, {center.x, center.y + r},
                     {center.x - r, center.y}, color);
}

ImVec4 text_on(const Theme& theme, const ImVec4& ground) {
  const ImVec4 light = theme.dark ? theme.text : theme.panel, dark = theme.dark ? theme.ground : theme.text;
  const double behind = luminance(ground) + 0.05;
  return (luminance(light) + 0.05) / behind >= behind / (luminance(dark) + 0.05) ? light : dark;
}

}  // namespace headroom::app
