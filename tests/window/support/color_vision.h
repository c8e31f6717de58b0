// Colours as they are seen without one of the three kinds of cones, and how far two colours lie apart.
//
// Matrices: Machado, Oliveira and Fernandes, "A physiologically-based model for simulation of color vision
// deficiency", IEEE TVCG 15(6), 2009, severity 1.0, on linear sRGB. Distance: CIE 1976 L*a*b*, white D65.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>

#include "imgui.h"

namespace headroom::app {

using ColorMatrix = std::array<std::array<double, 3>, 3>;

struct ColorVision {
  const char* name;
  ColorMatrix matrix;
};
inline constexpr std::array<ColorVision, 4> kColorVisions{{
    {"full", {{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}}},
    {"protanopia",
     {{{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}}}},
    {"deuteranopia",
     {{{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}}}},
    {"tritanopia",
     {{{1.255528, -0.076749, -0.178779}, {-0.078411, 0.930809, 0.147602}, {0.004733, 0.691367, 0.303900}}}},
}};

using Lab = std::array<double, 3>;
inline Lab seen_color(const ImVec4& srgb, const ColorVision& vision) {
  const auto linear = [](double c) { return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4); };
  const std::array<double, 3> rgb{linear(srgb.x), linear(srgb.y), linear(srgb.z)};
  std::array<double, 3> seen{};
  for (std::size_t i = 0; i < 3; ++i) {
    for (std::size_t j = 0; j < 3; ++j) seen[i] += vision.matrix[i][j] * rgb[j];
    seen[i] = std::clamp(seen[i], 0.0, 1.0);
  }
  const auto f = [](double t) { return t > 216.0 / 24389 ? std::cbrt(t) : (24389.0 / 27 * t + 16) / 116; };
  const double x = f((0.4124564 * seen[0] + 0.3575761 * seen[1] + 0.1804375 * seen[2]) / 0.95047);
  const double y = f(0.2126729 * seen[0] + 0.7151522 * seen[1] + 0.0721750 * seen[2]);
  const double z = f((0.0193339 * seen[0] + 0.1191920 * seen[1] + 0.9503041 * seen[2]) / 1.08883);
  return {116 * y - 16, 500 * (x - y), 200 * (y - z)};
}

// 2.3 is a difference that is just seen side by side.
inline double color_distance(const ImVec4& a, const ImVec4& b, const ColorVision& vision) {
  const Lab left = seen_color(a, vision), right = seen_color(b, vision);
  return std::sqrt(std::pow(left[0] - right[0], 2) + std::pow(left[1] - right[1], 2) +
                   std::pow(left[2] - right[2], 2));
}

}  // namespace headroom::app
